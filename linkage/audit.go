package linkage

import (
	"cmp"
	"math"
	"slices"
)

// A Stratum is a part of a run's scored pairs from which some are drawn at
// random for people to judge, so that the run's errors can be estimated and not
// only believed.
type Stratum struct {
	Name   string  `json:"name"`   // "joined" or "apart", and the bits from which on: "joined 6"
	Joined bool    `json:"joined"` // its pairs ended in one cluster
	Pairs  int     `json:"pairs"`  // how many there are
	Drawn  int     `json:"drawn"`  // how many were drawn
	Judged int     `json:"judged"` // of those drawn: answered, same or not
	Same   int     `json:"same"`   // of those judged: one thing
	Model  float64 `json:"model"`  // the share of one thing that the model expects
}

// An Interval is an estimate between two limits that hold the truth 95 times in
// a hundred.
type Interval struct {
	Low      float64 `json:"low"`
	Estimate float64 `json:"estimate"`
	High     float64 `json:"high"`
}

// An Audit is what random answers say of a run: precision of its joined pairs,
// and recall among the pairs that it scored.
type Audit struct {
	Strata    []Stratum `json:"strata"`
	Judged    int       `json:"judged"`
	Precision Interval  `json:"precision"`
	Recall    Interval  `json:"recall"`
	// Enough: every stratum has answers. Until then the limits are those of
	// knowing nothing there.
	Enough bool `json:"enough"`
}

// strataEdges are the bits at which joined and parted pairs are divided. Pairs
// near the threshold err most, and a stratum of its own lets few answers say so.
var (
	joinedEdges = []Centibits{-1 << 30, 600, 1200}
	apartEdges  = []Centibits{-1 << 30, -900, -600, -300, 100}
)

func stratumOf(joined bool, c Centibits) int {
	edges, at := joinedEdges, 0
	if !joined {
		edges, at = apartEdges, len(joinedEdges)
	}
	for k := len(edges) - 1; ; k-- {
		if c >= edges[k] {
			return at + k
		}
	}
}

// AuditPair is a pair drawn for an audit.
type AuditPair struct {
	Pair    ScoredPair
	Stratum int // index into the strata
}

// DrawAudit draws pairs at random from the strata of a run: as many from each
// as its size and doubt ask for (Neyman's allocation on what the model
// expects), at least five where there are five, want in all or a few more. The
// draw rests on the seed and the ids alone. skip leaves out pairs that people judged
// already: what they bind is no longer the run's own decision. Pairs come in an
// order that is random within each stratum and even over them, so that the
// first answered are a fair sample too.
func DrawAudit(pairs []ScoredPair, joined func(p ScoredPair) bool, skip func(p ScoredPair) bool, want int, seed uint64) ([]Stratum, []AuditPair) {
	strata := emptyStrata()
	byStratum := make([][]int, len(strata))
	for k, p := range pairs {
		if skip != nil && skip(p) {
			continue
		}
		s := stratumOf(joined(p), p.Bits)
		strata[s].Pairs++
		strata[s].Model += p.Probability
		byStratum[s] = append(byStratum[s], k)
	}
	weight, total := make([]float64, len(strata)), 0.0
	for s := range strata {
		if n := float64(strata[s].Pairs); n > 0 {
			strata[s].Model /= n
			p := max(.002, min(.998, strata[s].Model))
			weight[s] = n * math.Sqrt(p*(1-p))
			total += weight[s]
		}
	}
	var drawn []AuditPair
	for s, at := range byStratum {
		n := min(len(at), max(leastDrawn, int(math.Ceil(float64(want)*weight[s]/max(total, 1)))))
		strata[s].Drawn = n
		lot := func(k int) uint64 { return Mix(Hash(pairs[k].Left) ^ Mix(Hash(pairs[k].Right)^seed)) }
		slices.SortFunc(at, func(a, b int) int { return cmp.Or(cmp.Compare(lot(a), lot(b)), cmp.Compare(a, b)) })
		for _, k := range at[:n] {
			drawn = append(drawn, AuditPair{pairs[k], s})
		}
	}
	return strata, evenly(drawn, strata)
}

// leastDrawn is how many of a stratum are drawn at the least.
const leastDrawn = 5

func emptyStrata() []Stratum {
	var strata []Stratum
	for _, e := range joinedEdges {
		strata = append(strata, Stratum{Name: stratumName("joined", e), Joined: true})
	}
	for _, e := range apartEdges {
		strata = append(strata, Stratum{Name: stratumName("apart", e)})
	}
	return strata
}

func stratumName(side string, from Centibits) string {
	if from < Floor {
		return side
	}
	return side + " " + from.String()
}

// evenly orders pairs so that any first part of them has of each stratum about
// the share that the whole has.
func evenly(drawn []AuditPair, strata []Stratum) []AuditPair {
	place := make([]float64, len(drawn))
	order := make([]int, len(drawn))
	nth := make([]int, len(strata))
	for k, d := range drawn {
		place[k] = (float64(nth[d.Stratum]) + .5) / float64(strata[d.Stratum].Drawn)
		nth[d.Stratum]++
		order[k] = k
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(place[a], place[b]) })
	out := make([]AuditPair, len(drawn))
	for i, k := range order {
		out[i] = drawn[k]
	}
	return out
}

// EstimateAudit estimates a run's precision and recall from the answers in its
// strata. Each stratum has an exact interval (Clopper and Pearson 1934); they
// are put together by the distances from the estimates to the limits, weighed
// by the strata's sizes (MOVER: Zou and Donner 2008). A stratum without answers
// counts with what the model expects, and with limits of 0 and 1.
func EstimateAudit(strata []Stratum) Audit {
	a := Audit{Strata: slices.Clone(strata), Enough: true}
	var joined, apart side
	for _, s := range strata {
		a.Judged += s.Judged
		if s.Pairs > 0 && s.Judged == 0 {
			a.Enough = false
		}
		if s.Joined {
			joined.add(s)
		} else {
			apart.add(s)
		}
	}
	if joined.pairs > 0 {
		a.Precision = Interval{joined.low() / joined.pairs, joined.same / joined.pairs, joined.high() / joined.pairs}
	}
	if all := joined.same + apart.same; all > 0 {
		a.Recall = recall(joined, apart)
	}
	return a
}

// side adds strata up: how many of their pairs are of one thing, and how far
// off that may be.
type side struct{ pairs, same, below, above float64 }

func (d *side) add(s Stratum) {
	n := float64(s.Pairs)
	p, lo, hi := s.Model, 0.0, 1.0
	if s.Judged > 0 {
		p = float64(s.Same) / float64(s.Judged)
		lo, hi = ClopperPearson(s.Same, s.Judged)
		if s.Judged >= s.Pairs { // nothing is left to guess
			lo, hi = p, p
		}
	}
	d.pairs += n
	d.same += n * p
	d.below += n * n * (p - lo) * (p - lo)
	d.above += n * n * (hi - p) * (hi - p)
}

func (d *side) low() float64  { return max(0, d.same-math.Sqrt(d.below)) }
func (d *side) high() float64 { return min(d.pairs, d.same+math.Sqrt(d.above)) }

// recall is found/(found + lost), with the limits of a ratio by the same rule.
func recall(found, lost side) Interval {
	all := found.same + lost.same
	r := found.same / all
	byFound, byLost := lost.same/(all*all), found.same/(all*all) // how fast it moves with either
	low := r - math.Sqrt(byFound*byFound*found.below+byLost*byLost*lost.above)
	high := r + math.Sqrt(byFound*byFound*found.above+byLost*byLost*lost.below)
	return Interval{max(0, low), r, min(1, high)}
}

// ClopperPearson gives the exact limits, 95 in a hundred, of a share of which
// same of n were seen. Of nothing seen they are 0 and 1.
func ClopperPearson(same, n int) (low, high float64) {
	low, high = 0, 1
	if same > 0 {
		low = bisect(func(p float64) bool { return 1-binomialAtMost(same-1, n, p) >= .025 })
	}
	if same < n {
		high = bisect(func(p float64) bool { return binomialAtMost(same, n, p) < .025 })
	}
	return low, high
}

// bisect finds where a condition that is false at 0 becomes true.
func bisect(holds func(p float64) bool) float64 {
	lo, hi := 0.0, 1.0
	for range 50 {
		if mid := (lo + hi) / 2; holds(mid) {
			hi = mid
		} else {
			lo = mid
		}
	}
	return (lo + hi) / 2
}

// binomialAtMost is the chance of at most k of n at p.
func binomialAtMost(k, n int, p float64) float64 {
	if p <= 0 {
		return 1
	}
	if p >= 1 {
		return 0
	}
	sum := 0.0
	gn, _ := math.Lgamma(float64(n + 1))
	for i := 0; i <= k; i++ {
		gi, _ := math.Lgamma(float64(i + 1))
		gr, _ := math.Lgamma(float64(n - i + 1))
		sum += math.Exp(gn - gi - gr + float64(i)*math.Log(p) + float64(n-i)*math.Log1p(-p))
	}
	return min(sum, 1)
}
