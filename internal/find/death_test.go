package find_test

import (
	"slices"
	"testing"

	"kashf.org/kashf/internal/find"
	"kashf.org/kashf/internal/register"
)

// died adds the day of a death to a row, "" for a death without one.
func died(cs []register.Claim, on string) []register.Claim {
	c := register.Claim{Field: register.DeathDate, Value: on, Norm: on, Level: register.C3}
	if on == "" {
		c = register.Claim{Field: register.DeathPlace, Value: "Harasta", Level: register.C3}
	}
	return append(slices.Clone(cs), c)
}

// Whoever is on a list of deaths that counts is not detained, and was held no
// longer than until the death; for readers who read of deaths, and for no other.
func TestADeathEndsCustody(t *testing.T) {
	m := &memory{}
	detained := facts("M", "SY02", "SED", "2013-02", "", "detained_known")
	m.take("i1", "prison", detained, detained, detained, detained, detained)
	_, first := m.take("i2", "deaths", died(facts("M", "", "", "", "", ""), "2014-05-19"), died(facts("M", "", "", "", "", ""), "2014-05-19"), died(facts("M", "", "", "", "", ""), ""))
	for i, p := range []register.PersonID{1, 2, 3} {
		m.move(first+register.RecordID(i), p)
	}
	m.take("i3", "prison", died(facts("M", "", "ADR", "2013", "", "detained_unknown"), "2015")) // in one row
	same := func(a, b register.RecordID, by string, seq int64) register.Judgement {
		return register.Judgement{ID: by + string(rune('0'+a)), Left: a, Right: b, Verdict: register.SamePerson, By: by, Seq: seq}
	}
	// Two people hold 1 and 3 to be the dead; of 2 one alone has said so.
	js := []register.Judgement{same(1, first, "lina", 1), same(1, first, "omar", 2), same(2, first+1, "lina", 3), same(3, first+2, "lina", 4), same(3, first+2, "omar", 5)}
	indexes := map[string]*find.Index{"loaded": load(t, m)}
	s := &plank{}
	kept := find.New(m)
	kept.Shelf = s
	if err := kept.Load(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := kept.Keep(t.Context()); err != nil {
		t.Fatal(err)
	}
	again := find.New(m)
	again.Shelf = s
	again.Refused = func(err error) { t.Errorf("what was kept is refused: %v", err) }
	if err := again.Load(t.Context()); err != nil {
		t.Fatal(err)
	}
	indexes["kept"] = again
	status := func(v string, not bool) find.Cond { return find.Cond{Kind: find.OfStatus, Value: v, Not: not} }
	during := func(from, to string, not bool) find.Cond {
		c := find.Cond{Kind: find.HeldAt, From: date(t, from), Not: not}
		if to != "" {
			c.To = date(t, to)
		}
		return c
	}
	everybody := []register.PersonID{1, 2, 3, 4, 5, 9}
	for name, x := range indexes {
		for what, c := range map[string]struct {
			cond        find.Cond
			reads, less []register.PersonID // who reads of deaths, and who does not
		}{
			"detained":                             {status("detained_known", false), []register.PersonID{2, 4, 5}, []register.PersonID{1, 2, 3, 4, 5}},
			"detained, in a row's word":            {status("detained_unknown", false), nil, []register.PersonID{9}},
			"not detained lists nobody by a death": {status("detained_known", true), []register.PersonID{9}, []register.PersonID{9}},
			"held before":                          {during("2014", "2014", false), everybody, everybody},
			"held on after":                        {during("2016", "", false), []register.PersonID{2, 3, 4, 5}, everybody},
			"not held on, by no death either":      {during("2016", "", true), nil, nil},
		} {
			f := find.Filter{Terms: []find.Term{{Cond: c.cond}}, Deaths: true, Ties: tied(js...)}
			if got := must(x.Filter(t.Context(), f, nil)); !slices.Equal(got.Persons, c.reads) {
				t.Errorf("%s, %s: %v, want %v", name, what, got.Persons, c.reads)
			}
			f.Deaths = false
			if got := must(x.Filter(t.Context(), f, nil)); !slices.Equal(got.Persons, c.less) {
				t.Errorf("%s, %s, to whom deaths are not told: %v, want %v", name, what, got.Persons, c.less)
			}
			f.Deaths = true
			if got := must(x.Filter(t.Context(), f, func(s register.SourceID) bool { return s == "prison" })); slices.Contains(c.less, 1) != slices.Contains(got.Persons, 1) {
				t.Errorf("%s, %s: a list of deaths out of sight is told of: %v", name, what, got.Persons)
			}
		}
	}
}
