package identity_test

import (
	"errors"
	"slices"
	"testing"

	"kashf.org/kashf/internal/identity"
	"kashf.org/kashf/internal/register"
)

func TestExplainAddsUp(t *testing.T) {
	o := sqlite(t)
	one, two, _ := village(o)
	o.run()
	for _, pair := range [][2]register.RecordID{{one, two}, {one, two + 1}, {one + 3, one + 4}} {
		x, err := o.Explain(t.Context(), machine, pair[0], pair[1])
		if err != nil {
			t.Fatal(err)
		}
		sum := x.Prior - x.Kin
		for _, f := range x.Fields {
			sum += f.Bits
			parts := 0
			for _, p := range f.Parts {
				parts += p.Bits
			}
			if f.Parts != nil && parts != f.Bits {
				t.Errorf("Explain(%v): parts of %s add up to %d, want %d", pair, f.Field, parts, f.Bits)
			}
		}
		if sum != x.Total {
			t.Errorf("Explain(%v): parts add up to %d, total is %d", pair, sum, x.Total)
		}
		if want := pair[1] == two; x.Recorded != want {
			t.Errorf("Explain(%v).Recorded = %v, want %v", pair, x.Recorded, want)
		}
	}
	links, err := o.store.LinksOf(t.Context(), machine, register.PersonID(one))
	if err != nil {
		t.Fatal(err)
	}
	if x, _ := o.Explain(t.Context(), machine, one, two); len(links) != 1 || x.Total != links[0].Weight {
		t.Errorf("Explain total %d, link %+v", x.Total, links)
	}
	if _, err := o.Explain(t.Context(), register.Sight{Org: "stranger"}, one, 1<<40); !errors.Is(err, register.ErrNotFound) {
		t.Errorf("Explain of a record that is not there = %v, want ErrNotFound", err)
	}
}

// The mean between two files is of every row of one with every row of the other.
func TestGroupMeanIsOfAllPairs(t *testing.T) {
	o := sqlite(t)
	one, two, _ := village(o)
	o.run()
	explain := func(l, r register.RecordID) identity.Explanation {
		x, err := o.Explain(t.Context(), machine, l, r)
		if err != nil {
			t.Fatal(err)
		}
		return x
	}
	const clip = 1200
	sum := 0
	for _, l := range []register.RecordID{one, two} {
		for _, r := range []register.RecordID{one + 1, two + 1} { // the second of l is older than the first of r, and not than its second
			sum += max(-clip, min(clip, explain(min(l, r), max(l, r)).Total))
		}
	}
	got := explain(one, two+1).Group
	if got == nil || got.Left != 2 || got.Right != 2 || got.One || got.Mean != sum/4 {
		t.Errorf("Group = %+v, want a mean of %d between two rows and two", got, sum/4)
	}
}

// What rests on a value out of sight is no part of an explanation.
func TestExplainHidesWhatIsOutOfSight(t *testing.T) {
	o := sqlite(t)
	o.source("s1", "org1", register.ShareAll)
	number := register.Claim{Field: register.NationalNo, Value: "0401234567", Level: register.C3}
	var rows [][]register.Claim
	for range 2 {
		for i, v := range villagers {
			if i == 0 {
				v = append(slices.Clone(v), number)
			}
			rows = append(rows, v)
		}
	}
	_, a := o.take("i1", "s1", rows...)
	b := a + register.RecordID(len(villagers))
	o.run()
	field := func(level register.Level) (identity.FieldBits, identity.Explanation) {
		x, err := o.Explain(t.Context(), register.Sight{Org: "org1", Level: level}, a, b)
		if err != nil {
			t.Fatal(err)
		}
		k := slices.IndexFunc(x.Fields, func(f identity.FieldBits) bool { return f.Field == "national_no" })
		return x.Fields[k], x
	}
	full, x := field(register.C3)
	if full.Missing() || full.Bits <= 0 {
		t.Errorf("with the number in sight: %+v", full)
	}
	hidden, y := field(register.C2)
	if !hidden.Missing() || hidden.Bits != 0 || y.Total != x.Total-full.Bits {
		t.Errorf("with the number out of sight: %+v, total %d, want %d", hidden, y.Total, x.Total-full.Bits)
	}
}

// A file of three rows that one weak pair holds together says so of that pair,
// and of no other.
func TestBridgeIsFlagged(t *testing.T) {
	o := sqlite(t)
	one, two, _ := village(o)
	o.run()
	bridge := func(l, r register.RecordID) bool {
		x, err := o.Explain(t.Context(), machine, min(l, r), max(l, r))
		if err != nil {
			t.Fatal(err)
		}
		return x.Group != nil && x.Group.Bridge
	}
	if bridge(one, two) {
		t.Error("a strong pair of a file of two rows is called a bridge")
	}
	// Somebody joins another villager's row to the file of one and two.
	o.mustJudge(huda, one, one+1, register.SamePerson)
	if o.personOf(one) != o.personOf(two+1) {
		t.Fatal("the two files are not one")
	}
	flagged := 0
	rows := []register.RecordID{one, two, one + 1, two + 1}
	for i, l := range rows {
		for _, r := range rows[:i] {
			if bridge(l, r) {
				flagged++
			}
		}
	}
	if !bridge(one, one+1) {
		t.Errorf("the pair that holds two strangers' rows in one file is not flagged (%d others are)", flagged)
	}
	if bridge(one, two) || bridge(one+1, two+1) {
		t.Error("a strong pair is called a bridge")
	}
}
