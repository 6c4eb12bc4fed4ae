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

// Score compares every pair of the blocks, finds the prior, and gives the
// pairs at or above [Floor] in the order of their records. done is told how
// many of the blocks' entries are through; it may be nil.
func (m *Model) Score(ctx context.Context, b *Blocks, workers int, done func(n, of int64)) ([]Pair, error) {
	cuts := b.cut()
	parts := make([][]raw, len(cuts)-1)
	// The prior is about one in n; sixteen times that is the most it may be.
	keep := centi(math.Log2(float64(m.data.Len())+1)-4) + Floor
	g, ctx := errgroup.WithContext(ctx)
	g.SetLimit(max(1, workers))
	steps := counter{of: int64(len(parts)), tell: done}
	for c := range parts {
		g.Go(func() error {
			buf := make([]part, len(m.fields))
			b.Pairs(cuts[c], cuts[c+1], func(i, j int32) {
				if same, kin := m.compare(i, j, buf); same >= keep {
					parts[c] = append(parts[c], raw{i, j, same, kin})
				}
			})
			steps.step()
			return ctx.Err()
		})
	}
	if err := g.Wait(); err != nil {
		return nil, err
	}
	scored := slices.Concat(parts...)
	slices.SortFunc(scored, func(a, b raw) int { return cmp.Or(cmp.Compare(a.i, b.i), cmp.Compare(a.j, b.j)) })
	m.findPrior(scored)
	pairs := make([]Pair, 0, len(scored))
	for _, s := range scored {
		if bits := m.total(s.same, s.kin); bits >= Floor {
			pairs = append(pairs, Pair{s.i, s.j, bits})
		}
	}
	return pairs, nil
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
	for f := range m.fields {
		s := m.fields[f].see(i, j)
		p := part{seen: s}
		p.same, p.kin = m.fields[f].worth(s)
		parts[f] = p
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

// findPrior finds the shares of pairs that are of one thing and of kin. Pairs
// that never met are taken as strangers.
func (m *Model) findPrior(scored []raw) {
	n := float64(m.data.Len())
	all := max(n*(n-1)/2, 1)
	m.prior, m.kinned = 1/(n+2), 0
	if m.kin {
		m.kinned = m.prior / 4
	}
	for range 30 {
		same, kin := 0.5, 0.0
		stranger := 1 - m.prior - m.kinned
		for _, s := range scored {
			x := m.prior * math.Exp2(s.same.Bits())
			y := m.kinned * math.Exp2(s.kin.Bits())
			same += x / (x + y + stranger)
			kin += y / (x + y + stranger)
		}
		m.prior, m.kinned = min(same/all, .4), min(kin/all, .4)
	}
}
