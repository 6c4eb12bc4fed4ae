package linkage

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"
)

// Limits as the exact test of R's binom.test gives them.
func TestClopperPearson(t *testing.T) {
	for _, tt := range []struct {
		same, n   int
		low, high float64
	}{{0, 10, 0, .3084971}, {10, 10, .6915029, 1}, {5, 10, .1870860, .8129140}, {99, 100, .9455406, .9997468}, {0, 0, 0, 1}} {
		low, high := ClopperPearson(tt.same, tt.n)
		if math.Abs(low-tt.low) > 1e-6 || math.Abs(high-tt.high) > 1e-6 {
			t.Errorf("ClopperPearson(%d, %d) = %.7f, %.7f, want %.7f, %.7f", tt.same, tt.n, low, high, tt.low, tt.high)
		}
	}
}

// Cohen's example of fifty grants: 20 and 15 agreed, 5 and 10 not; kappa .4.
func TestAgree(t *testing.T) {
	var answers [][2]int
	for cell, n := range map[[2]int]int{{0, 0}: 20, {0, 1}: 5, {1, 0}: 10, {1, 1}: 15} {
		for range n {
			answers = append(answers, cell)
		}
	}
	a, ok := Agree(answers, 2)
	if !ok || math.Abs(a.Kappa.Estimate-.4) > 1e-12 || a.Agreed != 35 || a.Pairs != 50 {
		t.Errorf("Agree = %+v, %v, want kappa .4 over 35 of 50", a, ok)
	}
	if a.Kappa.Low < .14 || a.Kappa.Low > .16 || a.Kappa.High < .64 || a.Kappa.High > .66 {
		t.Errorf("limits of kappa = %.3f, %.3f, want about .15, .65", a.Kappa.Low, a.Kappa.High)
	}
	if _, ok := Agree([][2]int{{1, 1}, {1, 1}}, 2); ok {
		t.Error("kappa of answers that are all alike is not defined")
	}
}

// In repeated audits of runs whose truth is known, the limits must hold it
// about as often as they say.
func TestAuditHoldsTheTruth(t *testing.T) {
	const runs = 300
	held, width := [2]int{}, 0.0
	for seed := range uint64(runs) {
		rng := rand.New(rand.NewPCG(seed, 1))
		var pairs []ScoredPair
		right, is := map[string]bool{}, map[string]bool{}
		found, lost, joined := 0.0, 0.0, 0.0
		for k := range 6000 {
			bits := Centibits(-1200 + rng.IntN(3600))
			p := usual.Probability(bits)
			id := fmt.Sprint(k)
			is[id] = bits >= 100
			right[id] = rng.Float64() < p*.97+.005
			pairs = append(pairs, ScoredPair{"a" + id, id, bits, p})
			switch {
			case is[id] && right[id]:
				found++
				joined++
			case is[id]:
				joined++
			case right[id]:
				lost++
			}
		}
		strata, drawn := DrawAudit(pairs, func(p ScoredPair) bool { return is[p.Right] }, nil, 200, seed)
		for _, d := range drawn {
			strata[d.Stratum].Judged++
			if right[d.Pair.Right] {
				strata[d.Stratum].Same++
			}
		}
		a := EstimateAudit(strata)
		if p := found / joined; a.Precision.Low <= p && p <= a.Precision.High {
			held[0]++
		}
		if r := found / (found + lost); a.Recall.Low <= r && r <= a.Recall.High {
			held[1]++
		}
		if !a.Enough {
			t.Fatalf("run %d: %+v, want answers in every stratum", seed, a)
		}
		width += (a.Precision.High - a.Precision.Low) / runs
	}
	if width > .16 {
		t.Errorf("limits of precision are %.3f apart with two hundred answers, want .16 at most", width)
	}
	for i, what := range []string{"precision", "recall"} {
		if share := float64(held[i]) / runs; share < .93 {
			t.Errorf("the limits of %s hold the truth in %.3f of audits, want .95", what, share)
		}
	}
}
