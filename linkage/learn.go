package linkage

import (
	"cmp"
	"context"
	"math/rand/v2"
	"slices"

	"golang.org/x/sync/errgroup"
)

// How many random pairs are compared to count u: as many a record as
// randomPerRecord, within bounds. The upper bound lets an agreement of
// one pair in a million show. They are all the pairs of small random samples:
// a sample stays in the processor's cache, pairs from all over do not, and cost
// five times as much.
const (
	randomPerRecord = 20
	minRandom       = 200_000
	maxRandom       = 1_000_000
	randomSample    = 200
)

// Learn finds what each level of each field is worth.
func Learn(ctx context.Context, spec Spec, d *Data, b *Blocks, known Known, workers int) (*Model, error) {
	m := newModel(spec, d, clusterWeights(known.Clusters))
	if err := m.countStrangers(ctx, spec.Seed, known, workers); err != nil {
		return nil, err
	}
	if err := m.learnSame(ctx, b, known, workers); err != nil {
		return nil, err
	}
	for i := range m.fields {
		m.fields[i].tabulate()
	}
	return m, nil
}

// learnSame finds m and k: from what the rules brought together, and once pairs
// were scored, from those.
func (m *Model) learnSame(ctx context.Context, b *Blocks, known Known, workers int) error {
	if known.Model != nil {
		return m.refine(ctx, known, workers)
	}
	patterns, err := m.patterns(ctx, b, workers)
	if err == nil {
		m.learnLists(patterns, m.maximise(merged(patterns), len(b.sample), m.taughtBy(known)), nil)
	}
	return err
}

// clusterWeights lets every cluster count for one, however many records it has.
func clusterWeights(clusters []int32) []float64 {
	if clusters == nil {
		return nil
	}
	size := make([]float64, len(clusters))
	for _, c := range clusters {
		size[c]++
	}
	w := make([]float64, len(clusters))
	for i, c := range clusters {
		w[i] = 1 / size[c]
	}
	return w
}

// countStrangers counts u: how often random pairs stand at each level. Once
// pairs were scored, one that was joined counts for nothing and any other for as
// much as it is likely to be of strangers: of a thousand records four random
// pairs in a thousand are of one thing, which is ten times as many as there are
// strangers born on one day.
func (m *Model) countStrangers(ctx context.Context, seed uint64, known Known, workers int) error {
	n := m.data.Len()
	want := min(max(n*randomPerRecord, minRandom), maxRandom)
	if n < 2 {
		want = 0
	}
	const each = randomSample * (randomSample - 1) / 2
	chunks := make([][][]float64, (want+each-1)/each)
	g, ctx := errgroup.WithContext(ctx)
	g.SetLimit(max(1, workers))
	for c := range chunks {
		g.Go(func() error {
			chunks[c] = m.countChunk(rand.New(rand.NewPCG(seed, uint64(c))), n, known)
			return ctx.Err()
		})
	}
	if err := g.Wait(); err != nil {
		return err
	}
	for i := range m.fields {
		f := &m.fields[i]
		if f.grader == nil {
			continue
		}
		counts := make([]float64, len(f.grader.Levels()))
		for _, chunk := range chunks {
			for l := range counts {
				counts[l] += chunk[i][l]
			}
		}
		f.u = shares(counts, uniform(len(counts), .5))
	}
	return nil
}

func (m *Model) countChunk(rng *rand.Rand, n int, known Known) [][]float64 {
	counts := make([][]float64, len(m.fields))
	for i := range counts {
		counts[i] = make([]float64, maxLevels)
	}
	var sample [randomSample]int32
	for k := range sample {
		sample[k] = int32(rng.IntN(n))
	}
	likely := known.likely(sample[:])
	for x, i := range sample {
		for _, j := range sample[:x] {
			if i != j && (known.Clusters == nil || known.Clusters[i] != known.Clusters[j]) {
				weight := 1.0
				if len(likely) > 0 {
					weight -= likely[[2]int32{min(i, j), max(i, j)}]
				}
				m.countLevels(counts, m.data.row(i), m.data.row(j), weight)
			}
		}
	}
	return counts
}

// likely gives how likely the scored pairs among some records are of one thing.
func (k Known) likely(records []int32) map[[2]int32]float64 {
	if k.Model == nil {
		return nil
	}
	in := make(map[int32]bool, len(records))
	for _, r := range records {
		in[r] = true
	}
	out := map[[2]int32]float64{}
	for r := range in {
		at, _ := slices.BinarySearchFunc(k.Pairs, r, func(p Pair, r int32) int { return cmp.Compare(p.I, r) })
		for ; at < len(k.Pairs) && k.Pairs[at].I == r; at++ {
			if p := k.Pairs[at]; in[p.J] {
				out[[2]int32{p.I, p.J}] = k.Model.Probability(p.Bits)
			}
		}
	}
	return out
}

func (m *Model) countLevels(counts [][]float64, a, b []int32, weight float64) {
	for f := range m.fields {
		if field := &m.fields[f]; field.grader != nil && a[f] >= 0 && b[f] >= 0 {
			counts[f][field.level(a[f], b[f])] += weight
		}
	}
}

// uniform gives n pseudo-counts.
func uniform(n int, each float64) []float64 {
	p := make([]float64, n)
	for i := range p {
		p[i] = each
	}
	return p
}

// shares turns counts and pseudo-counts into shares of one.
func shares(counts, pseudo []float64) []float64 {
	total := 0.0
	for i := range counts {
		total += counts[i] + pseudo[i]
	}
	p := make([]float64, len(counts))
	for i := range p {
		p[i] = (counts[i] + pseudo[i]) / total
	}
	return p
}
