package linkage

import (
	"cmp"
	"container/heap"
	"slices"
)

// linkage joins the records of one component by average linkage.
type linkage struct {
	of      []int32 // cluster of every record, shared; only this component's are written
	members map[int32][]int32
	near    map[int32]map[int32]tie
	queue   ties
	apart   func(i, j int32) bool
}

// A tie is the evidence between two clusters: the sum of clipped bits over the
// pairs that met, and their number.
type tie struct {
	sum int64
	met int64
}

func newLinkage(c component, must forest, apart func(i, j int32) bool, score func(i, j int32) Centibits, of []int32) *linkage {
	l := &linkage{of: of, members: map[int32][]int32{}, near: map[int32]map[int32]tie{}, apart: apart}
	for _, r := range c.records {
		g := must.root(r)
		l.of[r] = g
		l.members[g] = append(l.members[g], r)
	}
	for _, p := range c.complete(score) {
		a, b := l.of[p.I], l.of[p.J]
		if a == b {
			continue
		}
		t := l.tie(a, b)
		t.sum += int64(max(-clip, min(clip, p.Bits)))
		t.met++
		l.setTie(a, b, t)
	}
	return l
}

func (l *linkage) tie(a, b int32) tie { return l.near[a][b] }

func (l *linkage) setTie(a, b int32, t tie) {
	for _, p := range [2][2]int32{{a, b}, {b, a}} {
		if l.near[p[0]] == nil {
			l.near[p[0]] = map[int32]tie{}
		}
		l.near[p[0]][p[1]] = t
	}
}

// mean gives the mean evidence between two clusters in thousandths of a
// centibit: whole numbers compare the same everywhere.
func (l *linkage) mean(a, b int32, t tie) int64 {
	all := int64(len(l.members[a])) * int64(len(l.members[b]))
	return (t.sum + (all-t.met)*int64(unmet)) * 1000 / all
}

// run joins until nothing reaches the threshold.
func (l *linkage) run(threshold Centibits) {
	least := int64(threshold) * 1000
	for a, ts := range l.near {
		for b, t := range ts {
			if a < b {
				l.offer(a, b, t, least)
			}
		}
	}
	for l.queue.Len() > 0 {
		best := heap.Pop(&l.queue).(offer)
		t, ok := l.near[best.a][best.b]
		if !ok || l.mean(best.a, best.b, t) != best.mean {
			continue // a cluster has changed since
		}
		if anyPair(l.members[best.a], l.members[best.b], l.apart) {
			continue
		}
		l.merge(best.a, best.b, least)
	}
}

func (l *linkage) offer(a, b int32, t tie, least int64) {
	if mean := l.mean(a, b, t); mean >= least {
		heap.Push(&l.queue, offer{mean, a, b})
	}
}

// merge joins b into a, the lesser.
func (l *linkage) merge(a, b int32, least int64) {
	for _, r := range l.members[b] {
		l.of[r] = a
	}
	l.members[a] = append(l.members[a], l.members[b]...)
	moved := l.near[b]
	delete(l.members, b)
	delete(l.near, b)
	delete(l.near[a], b)
	for c, t := range moved {
		delete(l.near[c], b)
		if c != a {
			old := l.tie(a, c)
			l.setTie(a, c, tie{old.sum + t.sum, old.met + t.met})
		}
	}
	for c, t := range l.near[a] {
		l.offer(min(a, c), max(a, c), t, least)
	}
}

// An offer is to join two clusters at a mean.
type offer struct {
	mean int64
	a, b int32
}

// ties is a heap of offers, the best first; among equals the least records.
type ties []offer

func (q ties) Len() int      { return len(q) }
func (q ties) Swap(i, j int) { q[i], q[j] = q[j], q[i] }
func (q ties) Less(i, j int) bool {
	return cmp.Or(cmp.Compare(q[j].mean, q[i].mean), cmp.Compare(q[i].a, q[j].a), cmp.Compare(q[i].b, q[j].b)) < 0
}
func (q *ties) Push(x any) { *q = append(*q, x.(offer)) }
func (q *ties) Pop() any {
	last := (*q)[len(*q)-1]
	*q = slices.Delete(*q, len(*q)-1, len(*q))
	return last
}
