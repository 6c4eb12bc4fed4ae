package linkage

import "slices"

// A Rate is precision, recall and their harmonic mean.
type Rate struct{ Precision, Recall, F1 float64 }

// An Evaluation compares found clusters with the truth. Pairwise counts pairs
// of records; BCubed gives every record the same say. Report both: large clusters
// rule the first, single records the second.
type Evaluation struct {
	Records, Entities int
	TruePairs, Found  int // pairs of one thing; pairs found together
	Pairwise, BCubed  Rate
	Largest           int     // size of the largest cluster found
	ExactClusters     float64 // share of things found whole and unmixed
}

// Evaluate compares clusters, record id to cluster, with the truth, record id
// to thing. A record of the truth without a cluster stands alone; a record that
// the truth does not name is not counted.
func Evaluate(truth, clusters map[string]string) Evaluation {
	type cell struct{ thing, cluster string }
	things, found, both := map[string]int{}, map[string]int{}, map[cell]int{}
	for id, t := range truth {
		c, ok := clusters[id]
		if !ok {
			c = "\x00" + id
		}
		things[t]++
		found[c]++
		both[cell{t, c}]++
	}
	e := Evaluation{Records: len(truth), Entities: len(things)}
	together := 0
	var precise, recalled []float64
	exact := 0
	for k, n := range both {
		together += pairsOf(n)
		precise = append(precise, float64(n*n)/float64(found[k.cluster]))
		recalled = append(recalled, float64(n*n)/float64(things[k.thing]))
		if n == things[k.thing] && n == found[k.cluster] {
			exact++
		}
	}
	for _, n := range things {
		e.TruePairs += pairsOf(n)
	}
	for _, n := range found {
		e.Found += pairsOf(n)
		e.Largest = max(e.Largest, n)
	}
	e.Pairwise = rate(ratio(together, e.Found), ratio(together, e.TruePairs))
	e.BCubed = rate(sum(precise)/max(float64(len(truth)), 1), sum(recalled)/max(float64(len(truth)), 1))
	e.ExactClusters = ratio(exact, len(things))
	return e
}

func pairsOf(n int) int { return n * (n - 1) / 2 }

func ratio(a, b int) float64 {
	if b == 0 {
		return 0
	}
	return float64(a) / float64(b)
}

func rate(p, r float64) Rate {
	if p+r == 0 {
		return Rate{}
	}
	return Rate{p, r, 2 * p * r / (p + r)}
}

// sum adds in ascending order, so that the order of a map does not show.
func sum(x []float64) float64 {
	slices.Sort(x)
	total := 0.0
	for _, v := range x {
		total += v
	}
	return total
}
