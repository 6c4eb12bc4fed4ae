package linkage

import (
	"math"
	"math/rand/v2"
	"testing"
)

// TestGaugeLearnsWhatAnswersSay: where a field says more than its bits, or one
// list's rows are never one thing, a few hundred answers move the chance there, and
// none leave it as it was.
func TestGaugeLearnsWhatAnswersSay(t *testing.T) {
	rng := rand.New(rand.NewPCG(4, 4))
	world := func() (approach, bool) {
		a := make(approach, fieldsFrom+2)
		a[always], a[meanBits] = 1, rng.Float64()*6-3
		a[bestBits], a[fieldsFrom] = a[meanBits], rng.Float64()*8-4
		return a, rng.Float64() < chanceOf(1.6+.75*a[meanBits]+.5*a[fieldsFrom])
	}
	off := func(g *gauge) float64 {
		sum := 0.0
		for range 2000 {
			a, _ := world()
			sum += math.Abs(g.chance(a) - chanceOf(1.6+.75*a[meanBits]+.5*a[fieldsFrom]))
		}
		return sum / 2000
	}
	g := newGauge(2)
	g.learn(nil, nil)
	before := off(g)
	var seen []approach
	var same []bool
	for range 300 {
		a, yes := world()
		seen, same = append(seen, a), append(same, yes)
	}
	g.learn(seen, same)
	if after := off(g); after > before/3 {
		t.Errorf("the chance is off by %.3f after 300 answers, %.3f before: want a third at most", after, before)
	}
	if w := g.weights[fieldsFrom+1]; math.Abs(w) > .01 {
		t.Errorf("a field that never said anything weighs %.3f", w)
	}
}

// TestMembersOf: every record is among the members of its cluster, in order.
func TestMembersOf(t *testing.T) {
	of := []int32{0, 1, 0, 3, 1, 0}
	members := membersOf(of)
	for i, want := range [][]int32{{0, 2, 5}, {1, 4}, {0, 2, 5}, {3}, {1, 4}, {0, 2, 5}} {
		got := members(int32(i))
		if len(got) != len(want) || got[0] != want[0] || got[len(got)-1] != want[len(want)-1] {
			t.Errorf("members of %d = %v, want %v", i, got, want)
		}
	}
}
