package linkage

import (
	"cmp"
	"math"
	"slices"
)

// scoreCell counts pairs of about one score: a quarter of a bit is finer than
// the prior can tell.
type scoreCell struct {
	same, kin Centibits
	count     float64
}

const cellWidth Centibits = 25

// scoreCells gives the counts of pairs by score in a fixed order.
func scoreCells(count map[raw]int) []scoreCell {
	cells := make([]scoreCell, 0, len(count))
	for k, n := range count {
		cells = append(cells, scoreCell{k.same * cellWidth, k.kin * cellWidth, float64(n)})
	}
	slices.SortFunc(cells, func(a, b scoreCell) int { return cmp.Or(cmp.Compare(a.same, b.same), cmp.Compare(a.kin, b.kin)) })
	return cells
}

// priorRounds is how often the prior is found again from itself. It moves by
// less than a hundredth of a bit well before.
const priorRounds = 30

// findPrior finds the shares of pairs that are of one thing and of kin. Pairs
// that never met are taken as strangers.
func (m *Model) findPrior(cells []scoreCell) {
	n := float64(m.data.Len())
	m.findPriorOf(cells, n*(n-1)/2)
}

// findPriorOf is findPrior for a part of the pairs, of which there are so many.
func (m *Model) findPriorOf(cells []scoreCell, pairs float64) {
	all := max(pairs, 1)
	m.prior, m.kinned = 1/(float64(m.data.Len())+2), 0
	if m.kin {
		m.kinned = m.prior / 4
	}
	for range priorRounds {
		same, kin := 0.5, 0.0
		stranger := 1 - m.prior - m.kinned
		for _, c := range cells {
			x := m.prior * math.Exp2(c.same.Bits())
			y := m.kinned * math.Exp2(c.kin.Bits())
			same += c.count * x / (x + y + stranger)
			kin += c.count * y / (x + y + stranger)
		}
		m.prior, m.kinned = min(same/all, .4), min(kin/all, .4)
	}
}
