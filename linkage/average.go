package linkage

import (
	"cmp"
	"slices"
)

// linkage joins the records of one component by average linkage. Clusters are
// numbered from 0 in the order of their least records.
type linkage struct {
	of      []int32   // shared, of every record of the table; only this component's are written: the number of its cluster until run is over
	roots   []int32   // by cluster: its least record
	members [][]int32 // by cluster; nil where it has joined another
	near    [][]tie   // by cluster: what it has met, in their order
	queue   []offer   // a heap, see before
	apart   func(i, j int32) bool
}

// A tie is the evidence between a cluster and another: the sum of clipped bits
// over the pairs that met, and their number.
type tie struct {
	with int32
	met  int32
	sum  int64
}

func newLinkage(c component, must forest, apart func(i, j int32) bool, score func(i, j int32) Centibits, of []int32) *linkage {
	l := &linkage{of: of, apart: apart}
	for _, r := range c.records {
		if g := must.root(r); g == r { // the root is the least, and so comes first
			of[r] = int32(len(l.roots))
			l.roots, l.members = append(l.roots, r), append(l.members, nil)
		} else {
			of[r] = of[g]
		}
		l.members[of[r]] = append(l.members[of[r]], r)
	}
	l.meet(c.complete(score))
	return l
}

// meet notes the ties that pairs, which are sorted, make between clusters.
func (l *linkage) meet(pairs []Pair) {
	l.near = make([][]tie, len(l.roots))
	degree, all := make([]int, len(l.roots)), 2*len(pairs)
	for _, p := range pairs {
		degree[l.of[p.I]]++
		degree[l.of[p.J]]++
	}
	room := make([]tie, all)
	for a, n := range degree {
		l.near[a], room = room[:0:n], room[n:]
	}
	for _, p := range pairs {
		a, b := l.of[p.I], l.of[p.J]
		if a == b {
			continue
		}
		bits := int64(clipTo(p.Bits))
		l.near[a] = append(l.near[a], tie{b, 1, bits})
		l.near[b] = append(l.near[b], tie{a, 1, bits})
	}
	for a, ts := range l.near {
		l.near[a] = unitedTies(ts)
	}
}

func clipTo(c Centibits) Centibits { return max(-clip, min(clip, c)) }

// unitedTies sorts ties and leaves one with each cluster. They are sorted where
// every cluster is a record.
func unitedTies(ts []tie) []tie {
	byCluster := func(x, y tie) int { return cmp.Compare(x.with, y.with) }
	if !slices.IsSortedFunc(ts, byCluster) {
		slices.SortFunc(ts, byCluster)
	}
	out := ts[:0]
	for _, t := range ts {
		if n := len(out); n > 0 && out[n-1].with == t.with {
			out[n-1].met, out[n-1].sum = out[n-1].met+t.met, out[n-1].sum+t.sum
			continue
		}
		out = append(out, t)
	}
	return out
}

// find gives the place of cluster b among the ties of a.
func (l *linkage) find(a, b int32) (int, bool) {
	return slices.BinarySearchFunc(l.near[a], b, func(t tie, b int32) int { return cmp.Compare(t.with, b) })
}

// mean gives the mean evidence between two clusters in thousandths of a
// centibit: whole numbers compare the same everywhere.
func (l *linkage) mean(a int32, t tie) int64 {
	all := int64(len(l.members[a])) * int64(len(l.members[t.with]))
	return (t.sum + (all-int64(t.met))*int64(unmet)) * 1000 / all
}

// run joins until nothing reaches the threshold.
func (l *linkage) run(threshold Centibits) {
	least := int64(threshold) * 1000
	for a := range int32(len(l.near)) {
		for _, t := range l.near[a] {
			if a < t.with {
				l.offer(a, t, least)
			}
		}
	}
	for len(l.queue) > 0 {
		best := l.pop()
		if l.members[best.a] == nil || l.members[best.b] == nil {
			continue
		}
		at, ok := l.find(best.a, best.b)
		if !ok || l.mean(best.a, l.near[best.a][at]) != best.mean {
			continue // a cluster has changed since
		}
		if anyPair(l.members[best.a], l.members[best.b], l.apart) {
			continue
		}
		l.merge(best.a, best.b, least)
	}
	for c, members := range l.members {
		for _, r := range members {
			l.of[r] = l.roots[c]
		}
	}
}

// merge joins b into a, the lesser.
func (l *linkage) merge(a, b int32, least int64) {
	l.members[a] = append(l.members[a], l.members[b]...)
	moved := l.near[b]
	for _, t := range moved {
		if t.with != a {
			l.move(t.with, b, a)
		}
	}
	both := append(make([]tie, 0, len(l.near[a])+len(moved)), l.near[a]...)
	both = unitedTies(append(both, moved...))
	both = slices.DeleteFunc(both, func(t tie) bool { return t.with == a || t.with == b })
	l.members[b], l.near[b], l.near[a] = nil, nil, both
	for _, t := range both {
		l.offer(a, t, least)
	}
}

// move makes the tie of c with b one with a, the lesser.
func (l *linkage) move(c, b, a int32) {
	ts := l.near[c]
	from, _ := l.find(c, b)
	t := ts[from]
	to, ok := l.find(c, a)
	if ok {
		ts[to].met, ts[to].sum = ts[to].met+t.met, ts[to].sum+t.sum
		l.near[c] = slices.Delete(ts, from, from+1)
		return
	}
	copy(ts[to+1:from+1], ts[to:from])
	ts[to] = tie{a, t.met, t.sum}
}

// An offer is to join two clusters at a mean.
type offer struct {
	mean int64
	a, b int32
}

// before puts the best offer first; among equals the least records.
func (o offer) before(p offer) bool {
	if o.mean != p.mean {
		return o.mean > p.mean
	}
	return o.a < p.a || o.a == p.a && o.b < p.b
}

// offer puts an offer on the heap where it reaches least. The heap is our own
// since that of the library allocates for every offer, of which there are
// several for each pair.
func (l *linkage) offer(a int32, t tie, least int64) {
	mean := l.mean(a, t)
	if mean < least {
		return
	}
	q := append(l.queue, offer{mean, min(a, t.with), max(a, t.with)})
	for i := len(q) - 1; i > 0; {
		up := (i - 1) / 2
		if !q[i].before(q[up]) {
			break
		}
		q[i], q[up] = q[up], q[i]
		i = up
	}
	l.queue = q
}

// pop takes the best offer from the heap.
func (l *linkage) pop() offer {
	q := l.queue
	best, last := q[0], len(q)-1
	q[0] = q[last]
	q = q[:last]
	for i := 0; ; {
		down := 2*i + 1
		if down >= len(q) {
			break
		}
		if down+1 < len(q) && q[down+1].before(q[down]) {
			down++
		}
		if !q[down].before(q[i]) {
			break
		}
		q[i], q[down] = q[down], q[i]
		i = down
	}
	l.queue = q
	return best
}
