package beam

import (
	"context"

	"kashf.org/kashf/linkage"
)

// chainFn says of every record that strong pairs chain to others to which
// component it belongs: the least id in it.
type chainFn struct{ worker }

func (f *chainFn) ProcessElement(_ int, pairs func(*Pair) bool, job []byte, emit func(string, string)) error {
	s, err := f.with(job)
	if err != nil {
		return err
	}
	c := chains{}
	for p := (Pair{}); pairs(&p); p = (Pair{}) {
		if linkage.Centibits(p.Bits) >= s.Threshold() {
			c.join(p.Left, p.Right)
		}
	}
	for id := range c {
		emit(id, c.root(id))
	}
	return nil
}

// chains is a union-find by id whose roots are the least of their sets.
type chains map[string]string

func (c chains) root(id string) string {
	up, ok := c[id]
	if !ok {
		c[id] = id
		return id
	}
	for up != id {
		c[id] = c[up]
		id, up = up, c[up]
	}
	return id
}

func (c chains) join(a, b string) {
	a, b = c.root(a), c.root(b)
	if a > b {
		a, b = b, a
	}
	c[b] = a
}

// gatherFn sends a record, and the pairs of which it is the left one, to its
// component. A record without one is a component by itself.
type gatherFn struct{}

func (*gatherFn) ProcessElement(id string, rows func(*Row) bool, chained func(*string) bool, pairs func(*Pair) bool, emitRow func(string, Row), emitPair func(string, Pair)) {
	root := id
	chained(&root)
	var r Row
	if rows(&r) {
		emitRow(root, r)
	}
	for p := (Pair{}); pairs(&p); p = (Pair{}) {
		emitPair(root, p)
	}
}

// clusterFn clusters one component.
type clusterFn struct{ worker }

func (f *clusterFn) ProcessElement(ctx context.Context, _ string, rows func(*Row) bool, pairs func(*Pair) bool, job []byte, emit func(Member)) error {
	s, err := f.with(job)
	if err != nil {
		return err
	}
	var records []linkage.Kept
	in := map[string]bool{}
	for r := (Row{}); rows(&r); r = (Row{}) {
		records, in[r.ID] = append(records, r.kept()), true
	}
	var within []linkage.ScoredPair
	for p := (Pair{}); pairs(&p); p = (Pair{}) {
		if in[p.Right] { // the right one may be of another component
			within = append(within, linkage.ScoredPair{Left: p.Left, Right: p.Right, Bits: linkage.Centibits(p.Bits)})
		}
	}
	members, err := s.Cluster(ctx, records, within)
	for _, m := range members {
		emit(Member(m))
	}
	return err
}
