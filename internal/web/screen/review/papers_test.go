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

// paperFor is a paper of a case with one allegation and the given outcome.
func paperFor(lang string, role review.Role, o review.Outcome, std review.Standard, name string) (PaperView, bool) {
	s := &Screen{Reviews: &review.Service{Journal: &journal.Journal{Now: time.Now}}}
	c := page{Screen: s, p: locale.For(lang), x: review.Seen{
		Part: review.Part{Role: role, Declared: true}, Ruled: review.Micros(1_700_000_000_000_000),
		Case: &review.Case{
			ID: "c1", Allegations: []review.Allegation{{ID: "a1", Conduct: review.B3}},
			Outcome: &review.Ruling{
				Outcome: o, Notice: "نص الإشعار", Abstract: "ملخص", Law: "المادة 9", Hash: "h1",
				Findings: []review.Finding{{ID: "f1", Allegation: "a1", Standard: std, Reasons: "source words"}},
			},
		},
	}}
	return c.paperOf(name)
}

// Each paper exists for the outcome that it is of and for whom it is, says the
// day and the way to a court, and is in both languages.
func TestPapersOfOutcomes(t *testing.T) {
	outcomes := []review.Outcome{
		review.Release, review.Conditional, review.Keep, review.ToCourt, review.ToProsecute, review.Certificate, review.Summons, review.Referral, review.NoAction,
	}
	of := map[string][]review.Outcome{"summons": {review.Summons}, "referral": referred, "annex": outcomes}
	to := map[string][]review.Role{
		"summons": {review.Registrar, review.Representative, review.Observer}, "annex": {review.Registrar, review.Representative, review.Observer, review.CourtLiaison},
		"referral": {review.Registrar, review.Representative, review.Observer, review.CourtLiaison},
	}
	for name := range of {
		for _, o := range outcomes {
			for _, role := range review.Roles() {
				for _, lang := range locale.Languages() {
					v, ok := paperFor(lang, role, o, review.P1, name)
					if want := slices.Contains(of[name], o) && slices.Contains(to[name], role); ok != want {
						t.Fatalf("%s of %s for %s: %v, want %v", name, o, role, ok, want)
					}
					if ok && (v.Court == "" || v.Hash != "h1" || len(v.Dates) != 2 || !strings.Contains(v.Dates[0], "2023")) {
						t.Errorf("%s in %s lacks the court, the hash or the day: %+v", name, lang, v)
					}
					if other := locale.For(lang).T("review.paper.summons.hand.other"); ok && name == "summons" && (!slices.Contains(v.Hand, other) || !slices.Contains(v.Long, other)) {
						t.Errorf("the summons in %s has no room for another day or place: %q", lang, v.Hand)
					}
				}
			}
		}
	}
}

// A referral says of each allegation the standard that it reached and no other;
// of which nothing is determined, nothing.
func TestReferralSaysTheStandardReached(t *testing.T) {
	all := []review.Standard{review.P0, review.P1, review.P2, review.P3}
	for _, lang := range locale.Languages() {
		p := locale.For(lang)
		for _, std := range all {
			v, _ := paperFor(lang, review.CourtLiaison, review.Referral, std, "referral")
			text := strings.Join(v.Lines, "\n")
			for _, other := range append(all, review.P4) {
				if got := strings.Contains(text, p.T("review.standard."+other.String())); got != (other == std && std != review.P0) {
					t.Errorf("at %s in %s the referral says %s: %v", std, lang, other, got)
				}
			}
			if strings.Contains(text, "source words") {
				t.Errorf("the referral in %s carries the reasons", lang)
			}
		}
	}
}

// What victims and the public are given has no day by which a case could be told,
// and nothing that stands on another paper of the case as well.
func TestPapersThatNameNoCaseHaveNoDayOfIt(t *testing.T) {
	for name, role := range map[string]review.Role{"victims": review.VictimsLiaison, "abstract": review.Observer} {
		v, ok := paperFor("en", role, review.Release, review.P1, name)
		if !ok || v.Key != "" || v.Hash != "" || len(v.Dates) != 1 || strings.Contains(v.Dates[0], "2023") {
			t.Errorf("%s = %+v", name, v)
		}
	}
}

// Every seat of a policy that the program comes with has words.
func TestSeatsOfShippedPoliciesHaveWords(t *testing.T) {
	for _, name := range []string{"archive", "commission"} {
		text, err := review.ShippedPolicy(name)
		if err != nil {
			t.Fatal(err)
		}
		y, err := review.ParsePolicy(text)
		if err != nil {
			t.Fatal(err)
		}
		for _, seat := range y.Panel.Seats {
			for _, lang := range locale.Languages() {
				if !locale.For(lang).Has("review.seat." + seat.Seat) {
					t.Errorf("seat %s of %s has no words in %s", seat.Seat, name, lang)
				}
			}
		}
	}
}
