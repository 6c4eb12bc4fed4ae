package review

import (
	"fmt"
	"slices"
	"testing"
)

// An appeal is drawn without the organisations of the first panel: always under a
// commission's policy, and in an archive where others can fill its seats.
func TestAppealIsDrawnFromOtherOrganisations(t *testing.T) {
	archive, err := ShippedPolicy("archive")
	if err != nil {
		t.Fatal(err)
	}
	alone, err := ParsePolicy(archive)
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range []Policy{mandated(t), alone} {
		c := &Case{State: Appeal}
		var r Roster
		enrol := func(i int, org, part string) {
			r.Accredited = append(r.Accredited, Accreditation{Org: org, Parts: []string{part}, Until: 100})
			r.Entries = append(r.Entries, RosterEntry{Code: fmt.Sprint(org, "-", part, i), Account: fmt.Sprint(org, part, i), Org: org, Part: part})
		}
		for i, s := range p.Panel.Seats {
			c.Cast = append(c.Cast, Part{Account: fmt.Sprint("home", s.From, 1), Org: "home", Role: Member, Seat: s.Seat})
			enrol(1, "home", s.From)
			enrol(2, "home", s.From)
			if i > 0 {
				enrol(1, "away"+s.Seat, s.From)
			}
		}
		k := Setting{Policy: p}
		out := func() []string {
			x, ok := r.wanting(c, k, map[string]int{})
			if !ok {
				t.Fatal("the appeal wants nobody")
			}
			return r.apart(c, k, x, 50)
		}
		if got := slices.Contains(out(), "home"); got != (p.Body == Commission) {
			t.Errorf("%s, with too few others: the first panel's organisation is left out: %v", p.Body, got)
		}
		enrol(1, "awaychair", p.Panel.Seats[0].From)
		if !slices.Contains(out(), "home") {
			t.Errorf("%s, with enough others: the first panel's organisation may decide the appeal", p.Body)
		}
		c.State = Panel
		if r.apart(c, k, DrawnCase{}, 50) != nil {
			t.Errorf("%s: the first panel is drawn without its own organisations", p.Body)
		}
	}
}
