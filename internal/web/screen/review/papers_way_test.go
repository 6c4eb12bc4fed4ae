package review

import (
	"slices"
	"strings"
	"testing"
	"time"

	"kashf.org/kashf/internal/journal"
	"kashf.org/kashf/internal/locale"
	"kashf.org/kashf/internal/review"
)

// wayPage is the page of a case as a role reads it.
func wayPage(lang string, role review.Role, x review.Seen) page {
	x.Part = review.Part{Account: "me", Role: role, Declared: true}
	s := &Screen{Reviews: &review.Service{Journal: &journal.Journal{Now: time.Now}}}
	return page{Screen: s, p: locale.For(lang), x: x}
}

// offered checks that a paper is for the roles and nobody else, in both
// languages, with the way to a court and a day, and hands it to each.
func offered(t *testing.T, name string, x review.Seen, to []review.Role, each func(c page, v PaperView)) {
	t.Helper()
	for _, role := range review.Roles() {
		for _, lang := range locale.Languages() {
			c := wayPage(lang, role, x)
			v, ok := c.paperOf(name)
			if ok != slices.Contains(to, role) {
				t.Fatalf("%s for %s in %s: %v", name, role, lang, ok)
			}
			if !ok {
				continue
			}
			if v.Court == "" || v.Title == "" || len(v.Dates) != 1 {
				t.Errorf("%s for %s in %s lacks the court, a title or the day: %+v", name, role, lang, v)
			}
			listed := c.papers().Links
			if !slices.ContainsFunc(listed, func(l Link) bool { return strings.HasSuffix(l.Href, "/papers/"+name) }) {
				t.Errorf("%s for %s is not listed: %v", name, role, listed)
			}
			each(c, v)
			if c.x.Part.Declared = false; c.x.Part.Awaited() {
				if _, ok := c.paperOf(name); ok {
					t.Errorf("%s for %s before any declaration", name, role)
				}
			}
		}
	}
}

// The record of a hearing says every circumstance, what was said, and has a line
// to sign for everybody in the room; nobody who reads no hearing has one.
func TestHearingRecord(t *testing.T) {
	h := &review.HeardBody{
		How: review.InPerson, Present: []string{"m", "o"}, Others: []review.Attendee{{As: "interpreter", Name: "Shirin"}}, HolderOut: true, Fit: true,
		Language: "ku", Interpreter: true, Said: "what was said",
	}
	x := review.Seen{HeardAt: review.Micros(1_700_000_000_000_000), Case: &review.Case{ID: "c1", Heard: h, Cast: []review.Part{
		{Account: "m", Role: review.Member, Seat: "chair"}, {Account: "o", Role: review.Observer},
	}}}
	to := []review.Role{review.Registrar, review.Representative, review.Observer, review.Member, review.AppealMember}
	offered(t, "hearing", x, to, func(c page, v PaperView) {
		said := map[string]string{}
		for _, f := range v.Facts {
			said[f.Label] = f.Value
		}
		for label, want := range map[string]string{
			"review.f.how": c.p.T("review.how.in_person"), "review.f.language": c.p.T("review.language.ku"), "review.f.interpreter": c.p.T("review.yes"),
			"review.paper.hearing.restraints": c.p.T("review.no"), "review.paper.hearing.fit": c.p.T("review.yes"),
			"review.paper.hearing.holder": c.p.T("review.no"), "review.paper.hearing.entered": c.p.DateTime(x.HeardAt.Time()),
		} {
			if got := said[c.p.T(label)]; got != want {
				t.Errorf("%s = %q, want %q", label, got, want)
			}
		}
		if v.Text != "what was said" || !strings.Contains(said[c.p.T("review.paper.hearing.present")], "Shirin") {
			t.Errorf("the record = %+v", v)
		}
		for _, who := range []string{c.p.T("review.role.observer"), "Shirin"} {
			if !slices.ContainsFunc(v.Hand, func(l string) bool { return strings.Contains(l, who) }) {
				t.Errorf("no line for %s to sign: %q", who, v.Hand)
			}
		}
	})
	x.Heard = nil
	offered(t, "hearing", x, nil, nil)
}

// Whoever was not there signs nothing; what nobody entered is written by hand.
func TestHearingRecordHasLinesForWhoWasThere(t *testing.T) {
	for how, want := range map[review.How][2]bool{review.InPerson: {true, true}, review.RefusedByMark: {true, true}, review.NotProduced: {}, review.Unfit: {}, review.DidNotCome: {}} {
		c := wayPage("en", review.Registrar, review.Seen{Case: &review.Case{ID: "c1", Heard: &review.HeardBody{How: how, Language: "ar"}}})
		v, _ := c.paperOf("hearing")
		got := [2]bool{slices.Contains(v.Hand, c.p.T("review.paper.hearing.hand.person")), slices.Contains(v.Hand, c.p.T("review.f.said"))}
		if got != want {
			t.Errorf("%s: lines for the person and for what was said = %v, want %v", how, got, want)
		}
	}
}
