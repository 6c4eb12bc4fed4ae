package review

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"kashf.org/kashf/internal/locale"
	"kashf.org/kashf/internal/review"
	"kashf.org/kashf/internal/web/part"
)

// ordered is a case in which two seats made an order, and another waits.
func ordered(m review.Measure, form review.Form) review.Seen {
	at := review.Micros(1_700_000_000_000_000)
	x := review.Seen{
		Clocks: []review.Clock{{Name: review.RatifyClock, Of: "o1", Due: at.Add(72 * time.Hour)}},
		Codes:  map[string]string{"m1": "D-17", "m2": "D-42"},
		Events: []review.Event{{At: at, Body: &review.OrderedBody{ID: "o1", Measure: m, Why: "words of a source"}}},
		Case: &review.Case{
			ID: "01JABCDEFGHJKMNPQRSTVWXYZ1", Liberty: review.Liberty{State: review.InCustody, Holder: "the holder's name"},
			Lanes: []review.LaneEntry{{Lane: review.Illness}}, Allegations: []review.Allegation{{ID: "a1", Conduct: review.B1, Text: "what is alleged"}},
			Cast: []review.Part{{Account: "m1", Role: review.Member, Seat: "chair"}, {Account: "m2", Role: review.Member, Seat: "third"}},
			Orders: []review.Order{
				{ID: "o1", Measure: m, By: []string{"m1", "m2"}, At: at, Made: true}, {ID: "o2", Measure: m, By: []string{"m1"}, At: at},
			},
		},
	}
	if form == review.Decision {
		x.Policy = review.Policy{Body: review.Commission, Mandate: review.Mandate{Instrument: "Decree 12"}}
	}
	return x
}

func everyMeasure() []review.Measure {
	return []review.Measure{
		review.FreeNow, review.StayExecution, review.MedicalCare, review.NoTransfer, review.Separate, review.Contact, review.ChildCare, review.ProtectFromAll,
	}
}

// An order's paper says what, by which seats and since when, that it stands
// unratified, and nothing of why: no reasons, lane, allegation, holder or account.
// Whoever carries one out or speaks for the person has it, and nobody else.
func TestOrderPapers(t *testing.T) {
	holder := []review.Role{review.Registrar, review.Representative, review.Observer, review.CourtLiaison, review.Member, review.ProtectionOfficer, review.MedicalOfficer}
	for name, to := range map[string][]review.Role{"order-o1": holder, "order-o1-person": {review.Registrar, review.Representative, review.Observer}} {
		for _, form := range []review.Form{review.Decision, review.Recommendation} {
			for _, m := range everyMeasure() {
				x := ordered(m, form)
				offered(t, name, x, to, func(c page, v PaperView) {
					text := fmt.Sprintf("%+v", v)
					if missing := strings.Contains(text, "review.paper"); missing {
						t.Errorf("%s of %s in %s lacks words: %s", name, m, c.p.Lang(), text)
					}
					for _, want := range []string{"D-17", "D-42", c.p.T("review.measure." + string(m)), c.p.T("review.paper.order.waits"), c.p.DateTime(x.Orders[0].At.Time()), c.p.DateTime(x.Clocks[0].Due.Time())} {
						if !strings.Contains(text, want) {
							t.Errorf("%s in %s lacks %q: %s", name, c.p.Lang(), want, text)
						}
					}
					for _, never := range []string{"words of a source", "what is alleged", "the holder's name", c.p.T("review.lane.illness"), c.p.T("review.conduct.B1"), "m1 ", "[m1"} {
						if strings.Contains(text, never) {
							t.Errorf("%s in %s says %q: %s", name, c.p.Lang(), never, text)
						}
					}
					right := strings.Contains(text, "Decree 12") && !strings.Contains(text, c.p.T("review.paper.order.duty.asked")) && !strings.Contains(text, c.p.T("review.paper.order.you.asked"))
					if right != (form == review.Decision) {
						t.Errorf("%s under %s in %s: %s", name, form, c.p.Lang(), text)
					}
					if v.Hash != x.Orders[0].Fingerprint(x.ID) || !strings.HasSuffix(v.File, "/papers/"+name+".txt") || len(v.Hand) == 0 {
						t.Errorf("%s in %s = %+v", name, c.p.Lang(), v)
					}
				})
			}
		}
	}
	x := ordered(review.MedicalCare, review.Decision)
	for _, waits := range []string{"order-o2", "order-o2-person", "order-o3", "order-", "order", "order_person"} {
		for _, role := range review.Roles() {
			if v, ok := wayPage("en", role, x).paperOf(waits); ok {
				t.Errorf("%s for %s = %+v", waits, role, v)
			}
		}
	}
}

// What the rest of the panel said about an order is said, and the order is the
// same: its fingerprint does not change.
func TestOrderPaperOnceLookedAt(t *testing.T) {
	x := ordered(review.Contact, review.Decision)
	before := x.Orders[0].Fingerprint(x.ID)
	x.Orders[0].Ratified = true
	v, _ := wayPage("en", review.Registrar, x).paperOf("order-o1")
	p := locale.For("en")
	if v.Hash != before || !slices.Contains(v.Lines, p.T("review.paper.order.stands")) || slices.Contains(v.Lines, p.T("review.paper.order.waits")) {
		t.Errorf("an order that was looked at = %+v", v)
	}
	other := x.Orders[0]
	other.Measure = review.NoTransfer
	if other.Fingerprint(x.ID) == before || x.Orders[0].Fingerprint("c2") == before {
		t.Error("another order has the same fingerprint")
	}
}

// The person's copy is in the language of the person, whatever the reader's; where
// the program does not speak it, the paper says in which it is read out.
func TestOrderPaperInThePersonsLanguage(t *testing.T) {
	for _, told := range []review.Telling{{Language: "ar"}, {Language: "ar", Theirs: "en", Interpreter: true}, {Language: "en"}, {Language: "ar", Theirs: "kmr", Interpreter: true}, {}} {
		for _, reader := range locale.Languages() {
			x := ordered(review.MedicalCare, review.Decision)
			x.Told = told
			v, _ := wayPage(reader, review.Registrar, x).paperOf("order-o1-person")
			want, theirs := reader, told.Understands()
			if slices.Contains(locale.Languages(), theirs) {
				want = theirs
			}
			if got := v.Lang; got != want && (got != "" || want != reader) {
				t.Errorf("told %+v, read in %s: the paper is in %q, want %q", told, reader, got, want)
			}
			if p := locale.For(want); !slices.Contains(v.Lines, p.T("review.paper.order.you.medical_care")) || v.Court != p.T("review.paper.court") {
				t.Errorf("told %+v, read in %s: %+v", told, reader, v)
			}
			read := slices.ContainsFunc(v.Facts, func(f part.Fact) bool { return f.Label == locale.For(want).T("review.paper.order.f.read") })
			if read != (theirs == "kmr") {
				t.Errorf("told %+v, read in %s: says in which language it is read out: %v", told, reader, read)
			}
		}
	}
}
