package review

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"kashf.org/kashf/internal/locale"
	"kashf.org/kashf/internal/review"
)

// planned is a case with a release that is planned and was not carried out.
func planned(property bool) review.Seen {
	at := review.Micros(1_700_000_000_000_000)
	return review.Seen{
		Clocks: []review.Clock{{Name: review.ReleaseClock, Due: at.Add(24 * time.Hour)}},
		Events: []review.Event{{At: at, Body: &review.PlannedBody{Protection: true, Property: property, Papers: true}}},
		Case: &review.Case{
			ID: "01JABCDEFGHJKMNPQRSTVWXYZ1", Liberty: review.Liberty{State: review.ReleasePlanned, Since: at, Holder: "the holder's name"},
			Allegations: []review.Allegation{{ID: "a1", Conduct: review.B3, Text: "what is alleged", Place: "a place"}},
			Outcome:     &review.Ruling{Outcome: review.Release, Notice: "words of the panel"},
		},
	}
}

// The papers of a release have neither the case's key nor a place nor anything
// that is alleged or found; what accompanies the person is for who plans it alone,
// and is no notice. Once the person is out there is neither.
func TestReleasePapers(t *testing.T) {
	to := map[string][]review.Role{
		"release_plan": {review.ProtectionOfficer, review.Registrar, review.Representative, review.Observer}, "carrier": {review.ProtectionOfficer},
	}
	for name, roles := range to {
		for _, property := range []bool{true, false} {
			x := planned(property)
			offered(t, name, x, roles, func(c page, v PaperView) {
				v.Listed = "" // on the page of the case, not on the paper
				text := fmt.Sprintf("%+v", v)
				for _, never := range []string{key(x.ID), string(x.ID), "the holder's name", "what is alleged", "a place", "words of the panel", c.p.T("review.conduct.B3"), c.p.T("review.outcome.release"), "review.paper"} {
					if strings.Contains(text, never) {
						t.Errorf("%s in %s says %q: %s", name, c.p.Lang(), never, text)
					}
				}
				if v.Hash != "" || v.File != "" || len(v.Hand) < 4 {
					t.Errorf("%s in %s = %+v", name, c.p.Lang(), v)
				}
				if name == "release_plan" && slices.Contains(v.Lines, c.p.T("review.paper.release_plan.property")) != property {
					t.Errorf("property %v in %s: %q", property, c.p.Lang(), v.Lines)
				}
			})
		}
	}
	for _, s := range []review.LibertyState{review.InCustody, review.DueForRelease, review.Released, review.ReleaseVerified, review.Free} {
		x := planned(true)
		x.Liberty.State = s
		offered(t, "release_plan", x, nil, nil)
		offered(t, "carrier", x, nil, nil)
	}
}

// The person's copy of the plan is in the person's language.
func TestReleasePlanInThePersonsLanguage(t *testing.T) {
	x := planned(true)
	x.Told = review.Telling{Language: "en"}
	v, _ := wayPage("ar", review.ProtectionOfficer, x).paperOf("release_plan")
	if v.Lang != "en" || v.Title != locale.For("en").T("review.paper.release_plan") {
		t.Errorf("a plan for who reads English = %+v", v)
	}
}
