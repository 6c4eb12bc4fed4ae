package linkage

import (
	"cmp"
	"context"
	"math"
	"slices"
)

// How many scored pairs m is refined from, how often the expectation is repeated
// at most, and how many pairs what was learnt before weighs as much as, of all
// lists and of each two. Clusters of a small or noisy table hold few pairs that
// differ much.
const (
	refineSample   = 200_000
	refineRounds   = 20
	refinePull     = 200
	refineListPull = 50
)

// refine learns m from the pairs that an earlier round scored. What one rule
// brings together is mostly strangers, and the more records there are the more:
// of a million lists' pairs with two words of a name in common one in five
// hundred is of one person. Expectation over such a sample, which leaves out what
// the rule asks for, takes namesakes of one province for one person. With the
// whole of the evidence and the prior of all pairs it does not.
func (m *Model) refine(ctx context.Context, known Known, workers int) error {
	patterns, err := m.clusterPatterns(ctx, known, workers)
	if err != nil {
		return err
	}
	before, taught := known.Model, m.taughtBy(known)
	pull := make([][]float64, len(m.fields))
	for i := range m.fields {
		f := &m.fields[i]
		f.m, f.k = before.fields[i].m, before.fields[i].k
		if f.grader != nil {
			pull[i] = times(f.m, refinePull)
		}
	}
	priors := []rulePrior{{before.prior, before.kinned, 1 - before.prior - before.kinned}}
	one := merged(patterns)
	for range refineRounds {
		e := m.expect(one, priors)
		addCounts(e.same, taught.same)
		moved := 0.0
		for i := range m.fields {
			f := &m.fields[i]
			if f.grader == nil {
				continue
			}
			next := shares(e.same[i], pull[i])
			for l := range next {
				moved = max(moved, math.Abs(next[l]-f.m[l]))
			}
			f.m = next
		}
		if moved < stillness {
			break
		}
	}
	m.learnLists(patterns, priors, before)
	return nil
}

// clusterPatterns counts the patterns of the pairs within clusters, as
// if one rule had brought them all. Pairs that average linkage left in two
// clusters are left out, whatever their own sum of bits: where columns say one
// thing over and over the sum is too large, and the rest of the clusters knows
// better.
func (m *Model) clusterPatterns(ctx context.Context, known Known, workers int) ([]pattern, error) {
	chosen := choose(known.Clusters)
	parts := make([]map[patternKey]float64, (len(chosen)+recordsAtOnce-1)/recordsAtOnce)
	hidden := make([]bool, len(m.fields))
	err := inParts(ctx, len(parts), workers, nil, func(n int) {
		parts[n] = m.countKeys(chosen[n*recordsAtOnce:min(len(chosen), (n+1)*recordsAtOnce)], hidden, 1)
	})
	count := map[patternKey]float64{}
	for _, p := range parts {
		for k, n := range p {
			count[k] += n
		}
	}
	return sorted(0, count), err
}

// choose gives the pairs within clusters, those that did not meet too: two
// records that a third has joined differ as records of one thing do, and to
// leave them out is to learn that such hardly ever differ. Of many, those whose
// hash is least.
func choose(clusters []int32) (pairs [][2]int32) {
	members := map[int32][]int32{}
	n := 0
	for i, c := range clusters {
		if int(c) != i {
			n += len(members[c]) + 1
			members[c] = append(members[c], int32(i))
		}
	}
	bound := uint64(1) << 32
	if n > refineSample {
		bound = refineSample << 32 / uint64(n)
	}
	for c, others := range members {
		all := append([]int32{c}, others...)
		for x, i := range all {
			for _, j := range all[x+1:] {
				if Mix(join(uint64(i), uint64(j)))>>32 < bound {
					pairs = append(pairs, [2]int32{i, j})
				}
			}
		}
	}
	slices.SortFunc(pairs, func(a, b [2]int32) int { return cmp.Or(cmp.Compare(a[0], b[0]), cmp.Compare(a[1], b[1])) })
	return pairs
}

// patternKey is what makes two pairs of one pattern.
type patternKey struct {
	lists int
	code  string
}

// countKeys counts the patterns of pairs, in which a [Weigher]'s bits count for
// a share of themselves.
func (m *Model) countKeys(pairs [][2]int32, hidden []bool, share float64) map[patternKey]float64 {
	count := map[patternKey]float64{}
	var buf []byte
	parts := make([]part, len(m.fields))
	for _, p := range pairs {
		buf = m.code(buf[:0], hidden, p[0], p[1], parts, share)
		count[patternKey{m.lists.pair(p[0], p[1]), string(buf)}]++
	}
	return count
}

// sorted gives counted patterns in a fixed order.
func sorted(rule int, count map[patternKey]float64) []pattern {
	out := make([]pattern, 0, len(count))
	for k, n := range count {
		out = append(out, pattern{rule, k.lists, k.code, n})
	}
	slices.SortFunc(out, func(a, b pattern) int { return cmp.Or(cmp.Compare(a.code, b.code), cmp.Compare(a.lists, b.lists)) })
	return out
}
