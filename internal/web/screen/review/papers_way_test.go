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
			if (v.Court == "") != (name == "carrier") || v.Title == "" || len(v.Dates) != 1 {
				t.Errorf("%s for %s in %s lacks the court, a title or the day: %+v", name, role, lang, v)
			}
			if hit := decides.FindString(strings.Join(append(v.Lines, v.Title, v.Court), " ")); hit != "" {
				t.Errorf("%s in %s says %q, whatever the mandate", name, lang, hit)
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

// courtDue is a case that has to go before a judge since a clock ran out.
func courtDue() review.Seen {
	since := review.Micros(1_700_000_000_000_000)
	return review.Seen{
		Clocks: []review.Clock{{Name: review.CourtClock, Due: since.Add(48 * time.Hour), Custody: true}},
		Events: []review.Event{{At: since, Body: &review.LapsedBody{Clock: review.Clock{Name: review.BudgetClock, Due: since}, To: review.CourtDue}}},
		Case: &review.Case{
			ID: "c1", Liberty: review.Liberty{State: review.CourtDue, Since: since, Holder: "the holder's name"},
			Allegations: []review.Allegation{{ID: "a1", Conduct: review.B1}, {ID: "a2", Conduct: review.B3, Text: "words of a source"}, {ID: "a3", Conduct: review.B2}, {ID: "a4", Conduct: review.B3}},
			Findings: []review.Held{
				{Finding: review.Finding{ID: "f1", Allegation: "a1", Standard: review.P2}, By: []string{"x", "y"}},
				{Finding: review.Finding{ID: "f2", Allegation: "a2", Standard: review.P1, Reasons: "reasons"}, By: []string{"x", "y"}},
				{Finding: review.Finding{ID: "f3", Allegation: "a3", Standard: review.P2}, By: []string{"x", "y"}, Stopped: 9},
				{Finding: review.Finding{ID: "f4", Allegation: "a4", Standard: review.P3}, By: []string{"x"}},
			},
		},
	}
}

// Judge and prosecutor are told what ran out, until when, and what is alleged
// with the standard that it reached; who watches over the case that it goes there,
// and no more. Nobody else has a paper of it, and nobody once it is over.
func TestCourtDueNotice(t *testing.T) {
	x := courtDue()
	toCourt := []review.Role{review.CourtLiaison, review.Registrar, review.Observer}
	due := func(c page, v PaperView) string {
		text := strings.Join(v.Lines, "\n")
		for _, f := range v.Facts {
			text += "\n" + f.Value
		}
		for _, want := range []string{c.p.DateTime(x.Liberty.Since.Time()), c.p.DateTime(x.Clocks[0].Due.Time()), c.p.T("review.clock.budget")} {
			if !strings.Contains(text, want) {
				t.Errorf("%s lacks %q: %s", v.Title, want, text)
			}
		}
		for _, never := range []string{"words of a source", "reasons", "the holder's name"} {
			if strings.Contains(text, never) {
				t.Errorf("%s says %q", v.Title, never)
			}
		}
		return text
	}
	offered(t, "court_due", x, toCourt, func(c page, v PaperView) {
		text := due(c, v)
		for _, std := range []review.Standard{review.P1, review.P2, review.P3} {
			if got := strings.Contains(text, c.p.T("review.standard."+std.String())); got != (std == review.P1) {
				t.Errorf("the notice says %s: %v", std, got)
			}
		}
		if strings.Contains(text, c.p.T("review.conduct.B1")) || len(v.Hand) != 4 {
			t.Errorf("the notice = %+v", v)
		}
	})
	offered(t, "court_told", x, []review.Role{review.VictimsLiaison, review.Observer}, func(c page, v PaperView) {
		if text := due(c, v); strings.Contains(text, c.p.T("review.standard.P1")) || strings.Contains(text, c.p.T("review.conduct.B3")) || len(v.Hand) > 0 {
			t.Errorf("who is told reads what is alleged: %+v", v)
		}
	})
	for _, s := range []review.LibertyState{review.InCustody, review.ByCourt, review.DueForRelease, review.Free} {
		x.Liberty.State = s
		offered(t, "court_due", x, nil, nil)
		offered(t, "court_told", x, nil, nil)
	}
}

// Where a panel asked for a judge, no clock is said to have run out.
func TestCourtDueByAPanel(t *testing.T) {
	x := courtDue()
	x.Liberty.Since = x.Liberty.Since.Add(time.Hour)
	for _, lang := range locale.Languages() {
		c := wayPage(lang, review.CourtLiaison, x)
		v, _ := c.paperOf("court_due")
		if !slices.Contains(v.Lines, c.p.T("review.paper.court_due.panel")) || slices.Contains(v.Lines, c.p.T("review.paper.court_due.lapse")) || len(v.Facts) != 2 {
			t.Errorf("in %s: %+v", lang, v)
		}
	}
}
