package linkage

import (
	"cmp"
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
	// Worth orders the queue: the doubt of the pair in bits times the records
	// that an answer may move. A bridge counts double.
	Worth float64
}

// openPairs gives, for any two clusters that come near each other, the pair
// whose answer would settle most, and the bridges within clusters; those whose
// answer is worth most first. Within a dense cluster nobody need be asked.
func openPairs(m *Model, pairs []Pair, of []int32, grey [2]Centibits, asked map[[2]int32]bool) []OpenPair {
	d, apart := m.data, m.apart
	size := make([]int, d.Len())
	for _, c := range of {
		size[c]++
	}
	bridge := bridges(d.Len(), pairs, of, grey)
	near := nearest(pairs, of, grey[0])
	var out []OpenPair
	for k, p := range pairs {
		if !bridge[k] && !near[k] || asked[[2]int32{p.I, p.J}] || apart(p.I, p.J) {
			continue
		}
		touched := size[of[p.I]]
		if of[p.I] != of[p.J] {
			touched += size[of[p.J]]
		}
		o := OpenPair{Left: d.ids[p.I], Right: d.ids[p.J], Bits: p.Bits, Probability: m.Probability(p.Bits), Bridge: bridge[k]}
		o.Worth = doubt(o.Probability) * float64(touched)
		if o.Bridge {
			o.Worth *= 2
		}
		out = append(out, o)
	}
	slices.SortFunc(out, func(a, b OpenPair) int {
		return cmp.Or(cmp.Compare(b.Worth, a.Worth), cmp.Compare(a.Left, b.Left), cmp.Compare(a.Right, b.Right))
	})
	return out
}

// doubt is the entropy of a yes that has probability p, in bits.
func doubt(p float64) float64 {
	if p <= 0 || p >= 1 {
		return 0
	}
	return -p*math.Log2(p) - (1-p)*math.Log2(1-p)
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
