package linkage

import (
	"context"
	"math"
	"slices"

	"golang.org/x/sync/errgroup"
)

// A pattern is how the fields of a pair agree, as far as learning cares: pairs
// of one pattern are counted and then treated as one.
type pattern struct {
	rule  int
	lists int    // of the two, see listPairs
	code  string // two bytes a field
	count float64
}

// Bits of evidence that are learnt with, not learnt, are kept as whole bits,
// moved so that they fit a byte.
const (
	bitsZero = 100
	bitsMost = 200
)

// learntWith is how much of a [Weigher]'s bits learning goes by. A rule that
// brings records together by two words of a name brings strangers of two common
// words, and the word for word sum takes them for one: m of disagreement was then learnt at
// .16 where .03 was true. With .5 to .7 nothing moves by more than the third digit.
const learntWith = .6

func wholeBits(bits float64) byte {
	return byte(bitsZero + max(-bitsZero+1, min(bitsMost-bitsZero, math.Round(bits))))
}

func fromWholeBits(b byte) float64 { return float64(b) - bitsZero }

// code appends the pattern of a pair of records. Fields that the rule made to
// agree say nothing about how often they do, and are left out. Of what a
// [Weigher] says only a share is believed.
func (m *Model) code(out []byte, hidden []bool, i, j int32, parts []part, share float64) []byte {
	m.look(i, j, parts)
	for f := range m.fields {
		field, s := &m.fields[f], parts[f].seen
		switch {
		case hidden[f]:
			out = append(out, 0, 0)
		case s.level == Missing:
			out = append(out, 0, 0)
		case field.grader == nil:
			out = append(out, wholeBits(share*s.bits), wholeBits(share*s.kin))
		case s.whole:
			out = append(out, 1, wholeBits(s.rare))
		default:
			out = append(out, byte(s.level)+1, 0)
		}
	}
	return out
}

// patterns counts the patterns of the sampled pairs of every rule, in a fixed
// order.
func (m *Model) patterns(ctx context.Context, b *Blocks, workers int) ([]pattern, error) {
	byRule := make([][]pattern, len(b.sample))
	g, ctx := errgroup.WithContext(ctx)
	g.SetLimit(max(1, workers))
	for r, s := range b.sample {
		g.Go(func() error {
			byRule[r] = m.countPatterns(r, s)
			return ctx.Err()
		})
	}
	err := g.Wait()
	return slices.Concat(byRule...), err
}

func (m *Model) countPatterns(rule int, s rulePairs) []pattern {
	hidden := make([]bool, len(m.fields))
	for f := range m.fields {
		name := m.fields[f].Name
		in := slices.ContainsFunc(s.rule, func(k Key) bool { return k.Field == name })
		// A Weigher is not learnt, so it is shown: what it adds for having been
		// made to agree, the rule's own prior takes away.
		hidden[f] = in && m.fields[f].grader != nil
	}
	return sorted(rule, m.countKeys(s.pairs, hidden, learntWith))
}
