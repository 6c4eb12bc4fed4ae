package linkage

import (
	"cmp"
	"context"
	"math"
	"slices"

	"golang.org/x/sync/errgroup"
)

// A Pair is two records, the lesser first, and the evidence that they are of
// one thing. Records are indexes into [Data].
type Pair struct {
	I, J int32
	Bits Centibits
}

// Floor is the evidence below which a pair is not kept: less is as good as
// none, and clusters clip there.
const Floor Centibits = -1200

// raw is a scored pair before the prior is known.
type raw struct {
	i, j      int32
	same, kin Centibits
}

// slack is how much a pair may gain when frequencies are counted over clusters
// instead of records. What lies further below the floor is not looked at again.
const slack Centibits = 800

// Score compares every pair of the blocks, finds the prior, and gives the
// pairs at or above [Floor] in the order of their records. done is told how
// much of the work is through; it may be nil.
func (m *Model) Score(ctx context.Context, b *Blocks, workers int, done func(n, of int64)) ([]Pair, error) {
	met, err := m.meet(ctx, b, workers, done)
	if err != nil {
		return nil, err
	}
	return m.settle(met), nil
}

// meet compares every pair of the blocks and gives, in the order of their
// records, those that may matter under any prior.
func (m *Model) meet(ctx context.Context, b *Blocks, workers int, done func(n, of int64)) ([]raw, error) {
	cuts := b.cut()
	parts := make([][]raw, len(cuts)-1)
	// The prior is about one in n; sixteen times that is the most it may be.
	keep := centi(math.Log2(float64(m.data.Len())+1)-4) + Floor - slack
	err := inParts(ctx, len(parts), workers, done, func(c int) {
		buf := make([]part, len(m.fields))
		b.Pairs(cuts[c], cuts[c+1], func(i, j int32) {
			if same, kin := m.compare(i, j, buf); same >= keep {
				parts[c] = append(parts[c], raw{i, j, same, kin})
			}
		})
	})
	met := slices.Concat(parts...)
	slices.SortFunc(met, func(a, b raw) int { return cmp.Or(cmp.Compare(a.i, b.i), cmp.Compare(a.j, b.j)) })
	return met, err
}

// again compares pairs that met before, in place.
func (m *Model) again(ctx context.Context, met []raw, workers int, done func(n, of int64)) error {
	parts := (len(met) + scoreChunk - 1) / scoreChunk
	return inParts(ctx, parts, workers, done, func(c int) {
		buf := make([]part, len(m.fields))
		for k := c * scoreChunk; k < min(len(met), (c+1)*scoreChunk); k++ {
			met[k].same, met[k].kin = m.compare(met[k].i, met[k].j, buf)
		}
	})
}

// settle finds the prior and gives the pairs that reach the floor under it.
func (m *Model) settle(met []raw) []Pair {
	m.findPrior(met)
	pairs := make([]Pair, 0, len(met)/2)
	for _, s := range met {
		if bits := m.total(s.same, s.kin); bits >= Floor {
			pairs = append(pairs, Pair{s.i, s.j, bits})
		}
	}
	return pairs
}

// inParts does n pieces of work, some at a time, and tells how many are done.
func inParts(ctx context.Context, n, workers int, done func(n, of int64), f func(part int)) error {
	g, ctx := errgroup.WithContext(ctx)
	g.SetLimit(max(1, workers))
	steps := counter{of: int64(n), tell: done}
	for c := range n {
		g.Go(func() error {
			if err := ctx.Err(); err != nil {
				return err
			}
			f(c)
			steps.step()
			return nil
		})
	}
	return g.Wait()
}

// scoreChunk is about how many pairs one piece of work compares.
const scoreChunk = 50_000

// cut divides the blocks into pieces of about equal work.
func (b *Blocks) cut() []int {
	cuts := []int{0}
	work := 0
	for k := range b.Len() {
		n := int(b.starts[k+1] - b.starts[k])
		work += n * (n - 1) / 2
		if work >= scoreChunk {
			cuts = append(cuts, k+1)
			work = 0
		}
	}
	if last := cuts[len(cuts)-1]; last < b.Len() || last == 0 {
		cuts = append(cuts, b.Len())
	}
	return cuts
}

// part is what one field says of a pair.
type part struct {
	seen      seen
	same, kin Centibits
	covered   bool // another field of its group says it already
}

// compare fills parts, one a field, and sums them.
func (m *Model) compare(i, j int32, parts []part) (same, kin Centibits) {
	lists := m.lists.pair(i, j)
	m.look(i, j, parts)
	for f := range parts {
		parts[f].same, parts[f].kin = m.fields[f].worth(parts[f].seen, lists)
	}
	for g := range m.groups {
		m.cover(g, parts)
	}
	for f := range parts {
		if !parts[f].covered {
			same += parts[f].same
			kin += parts[f].kin
		}
	}
	return same, kin
}

// look notes in parts how every field of a pair meets.
func (m *Model) look(i, j int32, parts []part) {
	a, b := m.data.row(i), m.data.row(j)
	for f := range m.fields {
		parts[f] = part{seen: m.fields[f].see(a[f], b[f])}
	}
	for f := range m.fields {
		if w := m.fields[f].within; w != nil && parts[f].seen.level == 0 && parts[w.field].seen.level == 0 {
			m.condition(i, j, f, &parts[f].seen)
		}
	}
}

// cover leaves, of a group, the most for and the most against.
func (m *Model) cover(group int, parts []part) {
	most, least := -1, -1
	for f := range m.fields {
		if m.fields[f].group != group {
			continue
		}
		switch b := parts[f].same; {
		case b > 0 && (most < 0 || b > parts[most].same):
			most = f
		case b < 0 && (least < 0 || b < parts[least].same):
			least = f
		}
	}
	for f := range m.fields {
		if m.fields[f].group == group && f != most && f != least {
			parts[f].covered = true
		}
	}
}

// total adds the prior, and takes away what the pair owes to looking like kin.
func (m *Model) total(same, kin Centibits) Centibits {
	return m.priorBits() + same - m.kinBits(kin)
}

// bits scores any two records.
func (m *Model) bits(i, j int32) Centibits {
	return m.total(m.compare(i, j, make([]part, len(m.fields))))
}

// priorBits is the log2 of the odds of a random pair.
func (m *Model) priorBits() Centibits {
	return centi(math.Log2(m.prior / (1 - m.prior - m.kinned)))
}

// kinBits is how much likelier the pair is under "kin or strangers" than under
// "strangers" alone.
func (m *Model) kinBits(kin Centibits) Centibits {
	if !m.kin || m.kinned == 0 {
		return 0
	}
	return centi(math.Log2(1 + m.kinned/(1-m.prior-m.kinned)*math.Exp2(kin.Bits())))
}
