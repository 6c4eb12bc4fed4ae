package linkage

import (
	"cmp"
	"slices"
)

// A Before is what an earlier run under the same [Frozen] scored: pairs of
// records that it knew are taken from there, and only the others compared. The
// result is that of comparing all.
type Before struct {
	// Pairs are all that the run scored. Those of records that are gone or not
	// as they were are left out by Knew.
	Pairs []ScoredPair
	// Knew reports whether the run had a record as it is now.
	Knew func(id string) bool
}

// known gives, by record, what the earlier run knew.
func (b *Before) known(d *Data) []bool {
	known := make([]bool, d.Len())
	for i, id := range d.ids {
		known[i] = b.Knew(id)
	}
	return known
}

// with adds the earlier run's pairs to new ones, in the order of their records.
func (b *Before) with(fresh []Pair, d *Data, known []bool) []Pair {
	at := make(map[string]int32, d.Len())
	for i, id := range d.ids {
		if known[i] {
			at[id] = int32(i)
		}
	}
	out := slices.Grow(fresh, len(b.Pairs))
	for _, p := range b.Pairs {
		i, okI := at[p.Left]
		j, okJ := at[p.Right]
		if okI && okJ {
			out = append(out, Pair{min(i, j), max(i, j), p.Bits})
		}
	}
	slices.SortFunc(out, func(p, q Pair) int { return cmp.Or(cmp.Compare(p.I, q.I), cmp.Compare(p.J, q.J)) })
	return out
}
