package linkage

import (
	"cmp"
	"context"
	"math"
	"slices"
)

// An OpenPair is a pair left for people to judge.
type OpenPair struct {
	Left, Right string
	Bits        Centibits
	Probability float64
	// Bridge says that the two are in one cluster and nothing but this pair
	// holds its parts together.
	Bridge bool
	// Family is the same for pairs that look like being about brothers: they
	// stand side by side in the queue. Empty for a pair without others.
	Family string
	// Worth orders the queue: how many pairs of records an answer is expected
	// to move from one side to the other.
	Worth float64
}

// openPairs gives, for any two clusters that come near each other, the pair
// whose answer would settle most, and the bridges within clusters; those whose
// answer is worth most first, and families together. Within a dense cluster
// nobody need be asked.
func openPairs(ctx context.Context, m *Model, g *gauge, pairs []Pair, of []int32, grey [2]Centibits, asked map[[2]int32]bool, workers int) ([]OpenPair, error) {
	bridge := bridges(m.data.Len(), pairs, of, grey)
	near := nearest(pairs, of, grey[0])
	var out []openPair
	for k, p := range pairs {
		if !bridge[k] && !near[k] || asked[[2]int32{p.I, p.J}] || m.apart(p.I, p.J) {
			continue
		}
		out = append(out, openPair{i: p.I, j: p.J, OpenPair: OpenPair{
			Left: m.data.ids[p.I], Right: m.data.ids[p.J], Bits: p.Bits, Probability: m.Probability(p.Bits), Bridge: bridge[k],
		}})
	}
	members := membersOf(of)
	err := inParts(ctx, (len(out)+weighedAtOnce-1)/weighedAtOnce, workers, nil, func(n int) {
		for k := n * weighedAtOnce; k < min(len(out), (n+1)*weighedAtOnce); k++ {
			out[k].Worth = m.worth(g, out[k], of, members)
		}
	})
	if err != nil {
		return nil, err
	}
	slices.SortFunc(out, func(a, b openPair) int {
		return cmp.Or(cmp.Compare(b.Worth, a.Worth), cmp.Compare(a.i, b.i), cmp.Compare(a.j, b.j))
	})
	return sideBySide(m, out, of), nil
}

// weighedAtOnce is how many open pairs one piece of work weighs.
const weighedAtOnce = 256

// worth is how many pairs of records an answer about o is expected to move: to
// join two clusters, or to part one at its bridge.
func (m *Model) worth(g *gauge, o openPair, of []int32, members func(int32) []int32) float64 {
	x, y := members(o.i), members(o.j)
	if of[o.i] != of[o.j] {
		return g.chance(m.approach(x, y, o.i, o.j)) * float64(len(x)*len(y))
	}
	alone := m.approach([]int32{o.i}, []int32{o.j}, o.i, o.j)
	return (1 - g.chance(alone)) * float64(len(x)-1)
}

// openPair is an open pair with its records.
type openPair struct {
	OpenPair
	i, j int32
}

// The share of kin from which two clusters are of one family, and how many
// pairs of one family are asked in a row: more than a screenful helps nobody.
const (
	kinShare  = .2
	familyRow = 6
)

// sideBySide puts pairs of one family after the first of them: brothers are
// told apart by looking at all of them at once.
func sideBySide(m *Model, open []openPair, of []int32) []OpenPair {
	kin := newForest(m.data.Len())
	for _, o := range open {
		if of[o.i] != of[o.j] && m.kinShare(o.i, o.j) >= kinShare {
			kin.join(of[o.i], of[o.j])
		}
	}
	families := map[int32][]int{}
	for k, o := range open {
		root := kin.root(of[o.i])
		if kin.root(of[o.j]) == root {
			families[root] = append(families[root], k)
		}
	}
	taken := make([]bool, len(open))
	out := make([]OpenPair, 0, len(open))
	for k, o := range open {
		if taken[k] {
			continue
		}
		row := []int{k}
		root := kin.root(of[o.i])
		if ks := families[root]; kin.root(of[o.j]) == root && len(ks) > 1 {
			row = slices.DeleteFunc(slices.Clone(ks), func(x int) bool { return taken[x] })
			row = row[:min(len(row), familyRow)]
		}
		for _, x := range row {
			taken[x] = true
			if len(row) > 1 {
				open[x].Family = m.data.ids[root]
			}
			out = append(out, open[x].OpenPair)
		}
	}
	return out
}

// kinShare is the probability that two records are of kin.
func (m *Model) kinShare(i, j int32) float64 {
	if !m.kin || m.kinned == 0 {
		return 0
	}
	same, kin := m.compare(i, j, make([]part, len(m.fields)))
	s, k := m.prior*math.Exp2(same.Bits()), m.kinned*math.Exp2(kin.Bits())
	return k / (s + k + 1 - m.prior - m.kinned)
}

// nearest gives the indexes of the strongest pairs, at least at least, between
// any two clusters.
func nearest(pairs []Pair, of []int32, least Centibits) map[int]bool {
	best := map[[2]int32]int{}
	for k, p := range pairs {
		a, b := of[p.I], of[p.J]
		if a == b || p.Bits < least {
			continue
		}
		key := [2]int32{min(a, b), max(a, b)}
		if old, ok := best[key]; !ok || p.Bits > pairs[old].Bits {
			best[key] = k
		}
	}
	found := make(map[int]bool, len(best))
	for _, k := range best {
		found[k] = true
	}
	return found
}

// bridges finds the pairs below the top of the grey band whose loss would part
// their cluster (Tarjan's low points). It gives their indexes.
func bridges(n int, pairs []Pair, of []int32, grey [2]Centibits) map[int]bool {
	b := bridger{edges: make([][]halfEdge, n), seen: make([]int32, n), low: make([]int32, n), found: map[int]bool{}}
	for k, p := range pairs {
		if of[p.I] == of[p.J] && p.Bits >= grey[0] {
			b.edges[p.I] = append(b.edges[p.I], halfEdge{p.J, k})
			b.edges[p.J] = append(b.edges[p.J], halfEdge{p.I, k})
		}
	}
	for i := range n {
		if b.seen[i] == 0 && len(b.edges[i]) > 0 {
			b.visit(int32(i), -1)
		}
	}
	for k := range b.found {
		if pairs[k].Bits >= grey[1] {
			delete(b.found, k)
		}
	}
	return b.found
}

type halfEdge struct {
	to   int32
	pair int
}

type bridger struct {
	edges     [][]halfEdge
	seen, low []int32 // when a record was first seen; the earliest it reaches
	clock     int32
	found     map[int]bool
}

// visit goes down from record i, reached by pair from. Its depth is bounded by
// the size of a cluster.
func (b *bridger) visit(i int32, from int) {
	b.clock++
	b.seen[i], b.low[i] = b.clock, b.clock
	for _, e := range b.edges[i] {
		switch {
		case e.pair == from:
		case b.seen[e.to] > 0:
			b.low[i] = min(b.low[i], b.seen[e.to])
		default:
			b.visit(e.to, e.pair)
			b.low[i] = min(b.low[i], b.low[e.to])
			if b.low[e.to] > b.seen[i] {
				b.found[e.pair] = true
			}
		}
	}
}
