package find_test

import (
	"slices"
	"testing"

	"kashf.org/kashf/internal/find"
	"kashf.org/kashf/internal/register"
)

// Where a death and a release both count, a person stands where the file says: with
// the one that has more independent origins, among the free where they are equal.
func TestADeathAndAReleaseAreWeighedByOrigin(t *testing.T) {
	dead, free := facts("M", "", "", "", "", "reported_dead"), facts("M", "", "SED", "2012", "", "free_reported")
	gone := facts("M", "", "SED", "2012", "", "forcibly_disappeared")
	status := func(v string) find.Cond { return find.Cond{Kind: find.OfStatus, Value: v} }
	for name, tt := range map[string]struct {
		origin string // of s3, which tells the second death
		stands string
	}{"two of one origin": {"s2", "free_reported"}, "two of their own": {"", "reported_dead"}} {
		t.Run(name, func(t *testing.T) {
			m := &memory{}
			m.take("i1", "s1", free)
			m.take("i2", "s2", dead)
			m.take("i3", "s3", dead)
			m.take("i4", "s1", gone)
			var js []register.Judgement
			for r := register.RecordID(2); r <= 4; r++ {
				m.move(r, 1)
				for _, by := range []string{"lina", "omar"} {
					js = append(js, register.Judgement{ID: by + string(rune('0'+r)), Left: 1, Right: r, Verdict: register.SamePerson, By: by, Seq: int64(r)})
				}
			}
			x := load(t, m)
			if tt.origin != "" { // is found after the index is loaded
				m.origin("s3", tt.origin)
				refresh(t, x)
			}
			for _, v := range []string{"free_reported", "reported_dead", "forcibly_disappeared"} {
				want := v == tt.stands || v == "forcibly_disappeared" && tt.stands == "reported_dead" // who died in custody
				f := find.Filter{Terms: []find.Term{{Cond: status(v)}}, Deaths: true, Ties: tied(js...)}
				if got := must(x.Filter(t.Context(), f, nil)); slices.Contains(got.Persons, 1) != want {
					t.Errorf("%s: %v, want %t", v, got.Persons, want)
				}
				f.Deaths = false // to whom no death is told, a release tells all
				if got := must(x.Filter(t.Context(), f, nil)); slices.Contains(got.Persons, 1) == (v == "forcibly_disappeared") {
					t.Errorf("%s, to whom deaths are not told: %v", v, got.Persons)
				}
			}
		})
	}
}
