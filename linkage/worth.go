package linkage

import (
	"context"
	"math"
)

// What an answer is worth is the chance that it changes the result times the
// pairs of records that it moves. The chance is not that of the pair alone, which
// is calibrated over all pairs that met: two records that nothing else came
// near are one thing far more often than their bits say, two clusters of three
// far less often, and two that have rows on one list hardly ever. So it follows
// from what the two clusters say to each other (an approach), by weights that
// people's answers move.

// An approach is what is known of two clusters that may be one thing, or of
// the two sides of a bridge: the numbers that a [gauge] weighs.
type approach []float64

// The numbers of an approach, before one for each field of the spec.
const (
	always   = iota
	meanBits // over all pairs of the two, each clipped
	logPairs // log2 of their number
	bestBits // of the strongest pair, clipped
	oneList  // 1 where some list has rows in both
	fieldsFrom
)

// usualWeights turn an approach into bits of odds, as has been found on lists
// with several rates of error (docs/benchmarks.md), and usualSpread is by how
// much they differed between them: answers move them so far. What a single field
// says counts in the mean; answers alone can make it count for more.
var (
	usualWeights = [fieldsFrom]float64{always: 1.6, meanBits: .5, logPairs: -.5, bestBits: .25, oneList: -3}
	usualSpread  = [fieldsFrom]float64{always: 1, meanBits: .2, logPairs: .4, bestBits: .2, oneList: 1.5}
)

// fieldSpread is the same for what a single field says.
const fieldSpread = .3

// maxWeighed bounds the pairs between two clusters that are scored anew where
// they did not meet.
const maxWeighed = 32

// approach looks at the clusters x and y, which come nearest each other in i
// and j.
func (m *Model) approach(x, y []int32, i, j int32) approach {
	a := make(approach, fieldsFrom+len(m.fields))
	a[always], a[logPairs] = 1, math.Log2(float64(len(x)*len(y)))
	parts := make([]part, len(m.fields))
	best := m.total(m.compare(i, j, parts))
	for f := range parts {
		if !parts[f].covered {
			a[fieldsFrom+f] = float64(clipTo(parts[f].same)) / 100
		}
	}
	a[bestBits] = clipTo(best).Bits()
	a[meanBits] = m.meanOf(x, y, best).Bits()
	if m.shareList(x, y) {
		a[oneList] = 1
	}
	return a
}

// meanOf is the mean of the clipped bits between two clusters; of large ones
// that of the strongest pair with what is unmet.
func (m *Model) meanOf(x, y []int32, best Centibits) Centibits {
	n := Centibits(len(x) * len(y))
	if n > maxWeighed {
		return (clipTo(best) + (n-1)*unmet) / n
	}
	sum := Centibits(0)
	for _, i := range x {
		for _, j := range y {
			sum += clipTo(m.bits(i, j))
		}
	}
	return sum / n
}

// shareList reports whether some list has rows in both clusters. Where all
// rows are of one list that says nothing.
func (m *Model) shareList(x, y []int32) bool {
	if m.lists.of == nil {
		return false
	}
	return anyPair(x, y, func(i, j int32) bool { return m.data.lists[i] == m.data.lists[j] })
}

// A gauge turns approaches into chances.
type gauge struct{ weights, usual, spread []float64 }

func newGauge(fields int) *gauge {
	g := &gauge{usual: make([]float64, fieldsFrom+fields), spread: make([]float64, fieldsFrom+fields)}
	copy(g.usual, usualWeights[:])
	copy(g.spread, usualSpread[:])
	for f := range fields {
		g.spread[fieldsFrom+f] = fieldSpread
	}
	g.weights = append([]float64(nil), g.usual...)
	return g
}

// chance is the probability that the two are one thing.
func (g *gauge) chance(a approach) float64 { return chanceOf(g.bits(a)) }

func (g *gauge) bits(a approach) float64 {
	bits := 0.0
	for k, x := range a {
		bits += g.weights[k] * x
	}
	return bits
}

func chanceOf(bits float64) float64 { return 1 / (1 + math.Exp2(-bits)) }

// learn moves the weights by answers: the mode of a logistic regression whose
// weights are Gaussian around the usual, found one weight at a time.
func (g *gauge) learn(seen []approach, same []bool) {
	const sweeps, nat = 40, math.Ln2
	if len(seen) == 0 {
		return
	}
	bits := make([]float64, len(seen))
	for n, a := range seen {
		bits[n] = g.bits(a)
	}
	for range sweeps {
		for k := range g.weights {
			prior := 1 / (g.spread[k] * g.spread[k])
			slope, bend := (g.usual[k]-g.weights[k])*prior, prior
			for n, a := range seen {
				p, y := chanceOf(bits[n]), 0.0
				if same[n] {
					y = 1
				}
				slope += nat * (y - p) * a[k]
				bend += nat * nat * p * (1 - p) * a[k] * a[k]
			}
			step := slope / bend
			g.weights[k] += step
			for n, a := range seen {
				bits[n] += step * a[k]
			}
		}
	}
}

// gaugeFrom learns how approaches and truth hang together from what people
// answered. Each answer counts as it stood before anybody had answered: of the
// clusters that the evidence alone makes.
func (m *Model) gaugeFrom(ctx context.Context, pairs []Pair, threshold Centibits, bound Constraints, workers int) (*gauge, error) {
	g := newGauge(len(m.fields))
	if len(bound.Must)+len(bound.Cannot) == 0 {
		return g, nil
	}
	free, err := Cluster(ctx, m.data.Len(), m.near(pairs, threshold, bound), threshold, Constraints{Apart: bound.Apart, Score: bound.Score}, workers)
	if err != nil {
		return nil, err
	}
	members := membersOf(free.Of)
	var seen []approach
	var same []bool
	look := func(answers [][2]int32, yes bool) {
		for _, p := range answers {
			x, y := members(p[0]), members(p[1])
			if free.Of[p[0]] == free.Of[p[1]] {
				x, y = p[:1], p[1:]
			}
			seen, same = append(seen, m.approach(x, y, p[0], p[1])), append(same, yes)
		}
	}
	look(bound.Must, true)
	look(bound.Cannot, false)
	g.learn(seen, same)
	return g, nil
}

// near gives the pairs among the records that strong ones chain to a judged one.
func (m *Model) near(pairs []Pair, threshold Centibits, bound Constraints) []Pair {
	f := newForest(m.data.Len())
	for _, p := range pairs {
		if p.Bits >= threshold {
			f.join(p.I, p.J)
		}
	}
	in := map[int32]bool{}
	for _, answers := range [2][][2]int32{bound.Must, bound.Cannot} {
		for _, p := range answers {
			in[f.root(p[0])], in[f.root(p[1])] = true, true
		}
	}
	var out []Pair
	for _, p := range pairs {
		if in[f.root(p.I)] && in[f.root(p.J)] {
			out = append(out, p)
		}
	}
	return out
}

// membersOf gives the records of each record's cluster.
func membersOf(of []int32) func(i int32) []int32 {
	start := make([]int32, len(of)+1)
	for _, c := range of {
		start[c+1]++
	}
	for i := range of {
		start[i+1] += start[i]
	}
	next, all := append([]int32(nil), start...), make([]int32, len(of))
	for i, c := range of {
		all[next[c]] = int32(i)
		next[c]++
	}
	return func(i int32) []int32 { return all[start[of[i]]:start[of[i]+1]] }
}
