package linkage

import (
	"cmp"
	"context"
	"slices"
)

// Constraints bind a clustering whatever the evidence.
type Constraints struct {
	Must, Cannot [][2]int32
	// Kin are those of Cannot that are known to be kin. Learning alone asks.
	Kin [][2]int32
	// Apart parts two records unless a Must joins them; nil parts none.
	Apart func(i, j int32) bool
	// Score scores two records that did not meet, where others chain them
	// together; nil takes such pairs as unlikely.
	Score func(i, j int32) Centibits
}

// A Clustering says which records belong together.
type Clustering struct {
	// Of gives the cluster of each record: its least member.
	Of []int32
	// Refused are the Must links that could not be kept, since they would have
	// joined what a Cannot parts.
	Refused [][2]int32
	// Raised are the least members of the components that had grown too large
	// and were cut at a higher threshold.
	Raised []int32
}

// The workings of average linkage. A pair that never met counts as unmet; no
// pair counts for more than clip either way, so that one strong agreement does
// not outvote several contradictions.
const (
	unmet        Centibits = -600
	clip         Centibits = 1200
	maxComponent           = 500
	raise        Centibits = 100
)

// partsAtOnce is how many components one piece of work clusters.
const partsAtOnce = 256

// Cluster joins n records by average linkage under constraints. Pairs must be
// sorted by their records. Two clusters join, best first, while the mean of the
// bits between their records reaches the threshold and nothing parts them. The
// result does not depend on the number of workers.
func Cluster(ctx context.Context, n int, pairs []Pair, threshold Centibits, c Constraints, workers int) (Clustering, error) {
	must, refused := mustGroups(n, c)
	out := Clustering{Of: newForest(n), Refused: refused}
	parts := components(n, pairs, threshold, must)
	raised := make([]bool, len(parts))
	cannot := pairSet(c.Cannot)
	apart := func(i, j int32) bool {
		return cannot[[2]int32{min(i, j), max(i, j)}] || c.Apart != nil && c.Apart(i, j)
	}
	err := inParts(ctx, (len(parts)+partsAtOnce-1)/partsAtOnce, workers, nil, func(n int) {
		for k := n * partsAtOnce; k < min(len(parts), (n+1)*partsAtOnce); k++ {
			pieces := parts[k].pieces(threshold, must)
			raised[k] = len(pieces) != 1 || len(pieces[0].records) < len(parts[k].records)
			for _, p := range pieces {
				newLinkage(p, must, apart, c.Score, out.Of).run(threshold)
			}
		}
	})
	for k, r := range raised {
		if r {
			out.Raised = append(out.Raised, parts[k].records[0])
		}
	}
	return out, err
}

func pairSet(pairs [][2]int32) map[[2]int32]bool {
	s := make(map[[2]int32]bool, len(pairs))
	for _, p := range pairs {
		s[[2]int32{min(p[0], p[1]), max(p[0], p[1])}] = true
	}
	return s
}

// mustGroups joins what must be joined, in the order of the records, and
// refuses a link that would join what a Cannot parts: to part two wrongly costs
// a look, to join two wrongly hides one.
func mustGroups(n int, c Constraints) (forest, [][2]int32) {
	f := newForest(n)
	members := map[int32][]int32{}
	cannot := pairSet(c.Cannot)
	of := func(r int32) []int32 {
		if m, ok := members[r]; ok {
			return m
		}
		return []int32{r}
	}
	var refused [][2]int32
	links := make([][2]int32, 0, len(c.Must))
	for p := range pairSet(c.Must) {
		links = append(links, p)
	}
	slices.SortFunc(links, func(a, b [2]int32) int { return cmp.Or(cmp.Compare(a[0], b[0]), cmp.Compare(a[1], b[1])) })
	for _, p := range links {
		a, b := f.root(p[0]), f.root(p[1])
		if a == b {
			continue
		}
		x, y := of(a), of(b)
		if anyPair(x, y, func(i, j int32) bool { return cannot[[2]int32{min(i, j), max(i, j)}] }) {
			refused = append(refused, p)
			continue
		}
		members[f.join(a, b)] = slices.Concat(x, y)
	}
	return f, refused
}

func anyPair(x, y []int32, f func(i, j int32) bool) bool {
	for _, i := range x {
		for _, j := range y {
			if f(i, j) {
				return true
			}
		}
	}
	return false
}

// A forest is a union-find in which the root of a set is its least member.
type forest []int32

func newForest(n int) forest {
	f := make(forest, n)
	for i := range f {
		f[i] = int32(i)
	}
	return f
}

func (f forest) root(i int32) int32 {
	for f[i] != i {
		f[i] = f[f[i]]
		i = f[i]
	}
	return i
}

func (f forest) join(i, j int32) int32 {
	a, b := f.root(i), f.root(j)
	a, b = min(a, b), max(a, b)
	f[b] = a
	return a
}
