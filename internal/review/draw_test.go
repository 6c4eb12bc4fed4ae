package review

import (
	"encoding/hex"
	"fmt"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

var drawnSeats = []SeatRule{{"chair", "jurist"}, {"organisation", "human_rights_organisation"}, {"third", "specialist"}}

func seedOf(b byte) string {
	raw := make([]byte, SeedSize)
	for i := range raw {
		raw[i] = b
	}
	return hex.EncodeToString(raw)
}

// drawn runs a whole draw of n cases among m candidates a part.
func drawn(tb testing.TB, n, m int, seeds [3]byte, change func(*Freeze)) *Draw {
	tb.Helper()
	orgs := []string{"o1", "o2", "o3"}
	d, err := Begin("draw-1", orgs)
	if err != nil {
		tb.Fatal(err)
	}
	f := Freeze{Size: 1000, Root: "root", SexBalance: 1}
	for i := range 3 * m {
		part := drawnSeats[i%3].From
		f.Candidates = append(f.Candidates, Candidate{Code: fmt.Sprintf("c%03d", i), Org: fmt.Sprintf("org%d", i), Part: part, Sex: []string{"f", "m"}[i%2]})
	}
	for i := range n {
		f.Cases = append(f.Cases, DrawnCase{Case: CaseID(fmt.Sprintf("case%d", i)), Entry: int64(10 + i), Empty: drawnSeats})
	}
	if change != nil {
		change(&f)
	}
	for i, o := range orgs {
		if err := d.Commit(o, CommitSeed(d.ID, o, seedOf(seeds[i]))); err != nil {
			tb.Fatal(err)
		}
	}
	if err := d.Freeze(f); err != nil {
		tb.Fatal(err)
	}
	for i, o := range orgs {
		if err := d.Reveal(o, seedOf(seeds[i])); err != nil {
			tb.Fatal(err)
		}
	}
	return &d
}

func seatings(tb testing.TB, d *Draw) []Seating {
	tb.Helper()
	s, err := d.Assign()
	if err != nil {
		tb.Fatal(err)
	}
	return s
}

func TestDrawIsFairAndOrdered(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		n, m := rapid.IntRange(1, 30).Draw(rt, "cases"), rapid.IntRange(2, 6).Draw(rt, "candidates")
		seeds := [3]byte{rapid.Byte().Draw(rt, "a"), rapid.Byte().Draw(rt, "b"), rapid.Byte().Draw(rt, "c")}
		if seeds[0] == seeds[1] || seeds[1] == seeds[2] || seeds[0] == seeds[2] {
			return
		}
		bad := fmt.Sprintf("c%03d", rapid.IntRange(0, 3*m-1).Draw(rt, "conflicted"))
		d := drawn(t, n, m, seeds, func(f *Freeze) { f.Cases[0].Excluded = []string{bad} })
		got := seatings(t, d)
		if diff := cmp.Diff(got, seatings(t, d)); diff != "" {
			rt.Fatalf("recomputing gives another draw: %s", diff)
		}
		of := map[CaseID][]Candidate{}
		for i, s := range got {
			j := slices.IndexFunc(d.Frozen.Candidates, func(c Candidate) bool { return c.Code == s.Code })
			if j < 0 {
				rt.Fatalf("seat %+v is empty", s)
			}
			c := d.Frozen.Candidates[j]
			if c.Part != drawnSeats[i%3].From || s.Case == "case0" && c.Code == bad {
				rt.Fatalf("%+v went to %+v", s, c)
			}
			of[s.Case] = append(of[s.Case], c)
		}
		for id, panel := range of {
			if w, men := sexes(panel); w == 0 || men == 0 {
				rt.Fatalf("%s has %d women and %d men", id, w, men)
			}
		}
		// The last seat is where the sexes are balanced: the one woman, or man, of
		// it bears what chance asks of her, and no bound holds.
		evenly(rt, d, got, drawnSeats[:2])
		free := drawn(t, n, m, seeds, func(f *Freeze) { f.Cases[0].Excluded, f.SexBalance = []string{bad}, 0 })
		evenly(rt, free, seatings(t, free), drawnSeats)
	})
}

// evenly: nobody is drawn who has more than slack cases above the least burdened.
func evenly(rt *rapid.T, d *Draw, got []Seating, seats []SeatRule) {
	load := map[string]int{}
	for _, s := range got {
		load[s.Code]++
	}
	for _, seat := range seats {
		lo, hi := 1<<30, 0
		for _, c := range d.Frozen.Candidates {
			if c.Part == seat.From {
				lo, hi = min(lo, load[c.Code]), max(hi, load[c.Code])
			}
		}
		if hi-lo > slack+1 {
			rt.Fatalf("%ss sit in %d to %d cases", seat.From, lo, hi)
		}
	}
}

// TestReorderedCases: cases that change places after the freeze give other
// seats, and recomputing names each.
func TestReorderedCases(t *testing.T) {
	honest := drawn(t, 8, 4, [3]byte{1, 2, 3}, nil)
	moved := drawn(t, 8, 4, [3]byte{1, 2, 3}, func(f *Freeze) {
		f.Cases[0].Case, f.Cases[5].Case = f.Cases[5].Case, f.Cases[0].Case
	})
	none, err := honest.Deviations(seatings(t, honest))
	if err != nil || len(none) > 0 {
		t.Fatalf("an honest draw deviates: %v, %v", none, err)
	}
	got, err := honest.Deviations(seatings(t, moved))
	if err != nil || len(got) == 0 {
		t.Fatalf("deviations: %v, %v", got, err)
	}
	for _, x := range got {
		if x.Drawn == x.Recorded || x.Case == "" || x.Seat == "" {
			t.Errorf("%+v names nothing", x)
		}
	}
	chosen := seatings(t, honest)
	chosen[4].Code = "c001"
	if got, _ := honest.Deviations(append(chosen, Seating{"case9", "chair", "c000"})); len(got) != 2 {
		t.Errorf("one seat chosen and one added: %v", got)
	}
}

func TestDrawInOrder(t *testing.T) {
	d, _ := Begin("d", []string{"o1", "o2"})
	one, two := seedOf(1), seedOf(2)
	steps := []struct {
		name string
		do   func() error
		ok   bool
	}{
		{"freeze first", func() error { return d.Freeze(Freeze{}) }, false},
		{"commit", func() error { return d.Commit("o1", CommitSeed("d", "o1", one)) }, true},
		{"commit twice", func() error { return d.Commit("o1", CommitSeed("d", "o1", two)) }, false},
		{"a stranger", func() error { return d.Commit("o9", CommitSeed("d", "o9", two)) }, false},
		{"another's hash", func() error { return d.Commit("o2", CommitSeed("d", "o1", one)) }, false},
		{"reveal first", func() error { return d.Reveal("o1", one) }, false},
		{"the other", func() error { return d.Commit("o2", CommitSeed("d", "o2", two)) }, true},
		{"cases after the checkpoint", func() error { return d.Freeze(Freeze{Size: 5, Cases: []DrawnCase{{Case: "x", Entry: 5}}}) }, false},
		{"cases out of order", func() error {
			return d.Freeze(Freeze{Size: 9, Cases: []DrawnCase{{Case: "x", Entry: 5}, {Case: "y", Entry: 4}}})
		}, false},
		{"freeze", func() error {
			return d.Freeze(Freeze{Size: 9, Cases: []DrawnCase{{Case: "x", Entry: 5, Empty: drawnSeats}}})
		}, true},
		{"freeze again", func() error { return d.Freeze(Freeze{Size: 9}) }, false},
		{"another seed", func() error { return d.Reveal("o1", two) }, false},
		{"reveal", func() error { return d.Reveal("o1", one) }, true},
		{"assign too early", func() error { _, err := d.Assign(); return err }, false},
		{"reveal too", func() error { return d.Reveal("o2", two) }, true},
		{"assign", func() error { _, err := d.Assign(); return err }, true},
	}
	for _, s := range steps {
		if err := s.do(); (err == nil) != s.ok {
			t.Errorf("%s: %v", s.name, err)
		}
	}
	if s := seatings(t, &d); len(s) != 3 || s[0].Code != "" {
		t.Errorf("without candidates the seats are %v", s)
	}
}

func TestOneSeedChangesTheDraw(t *testing.T) {
	a, b := drawn(t, 8, 6, [3]byte{1, 2, 3}, nil), drawn(t, 8, 6, [3]byte{1, 2, 4}, nil)
	if cmp.Equal(seatings(t, a), seatings(t, b)) {
		t.Error("one organisation's seed has no part in the draw")
	}
}

// TestReplacement: somebody who leaves is replaced, and who stays stays.
func TestReplacement(t *testing.T) {
	d := drawn(t, 1, 4, [3]byte{1, 2, 3}, func(f *Freeze) {
		f.Cases[0].Empty, f.Cases[0].Seated, f.Cases[0].Excluded = drawnSeats[1:2], []string{"c000", "c002"}, []string{"c001"}
	})
	got := seatings(t, d)
	if len(got) != 1 || got[0].Seat != "organisation" || !slices.Contains([]string{"c004", "c007", "c010"}, got[0].Code) {
		t.Errorf("replaced by %v", got)
	}
}

func TestRoster(t *testing.T) {
	var r Roster
	r.Accredit(Accreditation{Org: "o1", Parts: []string{"jurist"}, From: 10, Until: 20})
	e := RosterEntry{Code: "x", Account: "a", Org: "o1", Part: "jurist"}
	for _, c := range []struct {
		at   Micros
		e    RosterEntry
		rule string
	}{
		{15, e, ""},
		{5, e, "accreditation"},
		{20, e, "accreditation"},
		{15, RosterEntry{Code: "x", Account: "a", Org: "o2", Part: "jurist"}, "accreditation"},
		{15, RosterEntry{Code: "x", Account: "a", Org: "o1", Part: "specialist"}, "accreditation"},
		{15, RosterEntry{Code: "x", Account: "a", Org: "o1", Part: "holder"}, "one seat, one thing"},
		{15, RosterEntry{Account: "a", Org: "o1", Part: "jurist"}, "form"},
	} {
		if got := RuleOf(r.CheckEnrolment(c.e, c.at)); got != c.rule {
			t.Errorf("CheckEnrolment(%+v, %d): %q, want %q", c.e, c.at, got, c.rule)
		}
	}
	r.Enrol(e)
	if got := RuleOf(r.CheckEnrolment(RosterEntry{Code: "y", Account: "a", Org: "o1", Part: "jurist"}, 15)); got != "nobody is two things" {
		t.Errorf("an account twice: %q", got)
	}
	if got := r.Candidates(15, map[string]int{"x": 3}); len(got) != 1 || got[0].Load != 3 || len(r.Candidates(25, nil)) != 0 {
		t.Errorf("candidates %v", got)
	}
}

// TestHolderIsNotDrawn: whoever is of the holder is left out by a code, as anybody
// with a conflict is; the record of a draw does not tell where somebody is held.
func TestHolderIsNotDrawn(t *testing.T) {
	w := newWalk(t, mandated(t)).must("reg", &OpenedBody{ID: "CASE", Person: 7, Policy: "commission-2", Custody: true, Holder: "prison"})
	r := Roster{Entries: []RosterEntry{{Code: "k1", Account: "a", Org: "prison"}, {Code: "k2", Account: "b", Org: "o"}}}
	x, ok := r.wanting(w.c, w.k, map[string]int{})
	if !ok || !slices.Contains(x.Excluded, "k1") || slices.Contains(x.Excluded, "k2") || slices.Contains(x.Excluded, "prison") {
		t.Errorf("a draw leaves out %v, %v", x.Excluded, ok)
	}
}
