package names

import "math"

// fixed is bits in units of 1/512, in which evidence and costs are whole.
type fixed = int32

// nothing is what two parts say that no list of nears has: they have nothing in
// common.
var nothing = fixed(math.Round(math.Log2(mismatch) * quantum))

// fixedCosts are costs in whole units.
type fixedCosts struct {
	shorter, longer, family, given, differs, swap, rotate, kunya fixed
}

var usualFixed = fixedCosts{
	shorter: fixed(usual.shorter * quantum), longer: fixed(usual.longer * quantum), family: fixed(usual.family * quantum),
	given: fixed(usual.given * quantum), differs: fixed(usual.differs * quantum), swap: fixed(usual.swap * quantum), rotate: fixed(usual.rotate * quantum), kunya: fixed(usual.kunya * quantum),
}

// A tally compares one name with the rows of an index by looking up what each
// part of it has to say to each dictionary entry. A part that was not found
// near an entry counts as having nothing in common with it, so a score is at
// most what CompareBits gives, and seldom less.
type tally struct {
	n     int
	at    []uint32 // by entry: its cell, plus one; kept zero between queries
	cells [][MaxParts]int16
	used  []uint32 // entries that have a cell
}

func (s *tally) begin(n, entries int) {
	for _, e := range s.used {
		s.at[e] = 0
	}
	s.n, s.used, s.cells = n, s.used[:0], s.cells[:0]
	if len(s.at) < entries {
		s.at = make([]uint32, entries+entries/8)
	}
	var none [MaxParts]int16
	for i := range none {
		none[i] = int16(nothing)
	}
	s.cells = append(s.cells, none)
}

// say enters what part i of the name says to an entry.
func (s *tally) say(i int, entry uint32, bits float64) {
	if s.at[entry] == 0 {
		s.at[entry] = uint32(len(s.cells))
		s.cells = append(s.cells, s.cells[0])
		s.used = append(s.used, entry)
	}
	cell := &s.cells[s.at[entry]][i]
	*cell = max(*cell, int16(math.Round(bits*quantum)))
}

// pairs are the cells of the parts of a row.
type pairs [MaxParts]*[MaxParts]int16

// score gives the bits of the name against a row, as CompareBits does but for
// parts written as one and for kunyas.
func (s *tally) score(parts []uint32) fixed {
	m := len(parts)
	if s.n == 0 || m == 0 {
		return 0
	}
	var p pairs
	for j, e := range parts {
		p[j] = &s.cells[s.at[e]]
	}
	best := s.align(&p, m, 0, 0)
	if s.n > 2 && m > 2 && p[0][0] < 0 {
		if p[m-1][0] >= 3*quantum {
			best = max(best, s.align(&p, m, 1, 0)+usualFixed.rotate)
		}
		if p[0][s.n-1] >= 3*quantum {
			best = max(best, s.align(&p, m, 0, 1)+usualFixed.rotate)
		}
	}
	return best
}

// align is Comparer.align with whole numbers. The name is read from its part
// turnA on, and the row from turnB, round to the part before.
func (s *tally) align(p *pairs, m, turnA, turnB int) fixed {
	n, k := s.n, &usualFixed
	skipA, skipB := fixedSkips(n, m)
	var d [3][MaxParts + 1]fixed
	var costB [MaxParts]fixed
	before, above, here := &d[0], &d[1], &d[2]
	for j := range m {
		costB[j] = fixedSkip(j, m, skipB)
		above[j+1] = above[j] + costB[j]
	}
	var cellA, cellAbove int
	for i := range n {
		cellA = i + turnA
		if cellA >= n {
			cellA -= n
		}
		costA := fixedSkip(i, n, skipA)
		here[0] = above[0] + costA
		for j := range m {
			at := j + turnB
			if at >= m {
				at -= m
			}
			v := fixed(p[at][cellA])
			pair := v
			if i == 0 && j == 0 && v < 0 {
				pair += k.differs
			}
			best := max(above[j]+pair, above[j+1]+costA, here[j]+costB[j])
			if i > 0 && j > 0 {
				last := at - 1
				if last < 0 {
					last += m
				}
				if above, here := p[at][cellAbove], p[last][cellA]; above > 0 && here > 0 {
					best = max(best, before[j-1]+fixed(above)+fixed(here)+k.swap)
				}
			}
			here[j+1] = best
		}
		cellAbove = cellA
		before, above, here = above, here, before
	}
	return above[m]
}

// fixedSkips is skips in whole numbers.
func fixedSkips(n, m int) (fixed, fixed) {
	a, b := skips(n, m, &usual)
	return fixed(a * quantum), fixed(b * quantum)
}

func fixedSkip(i, n int, usual fixed) fixed {
	switch {
	case i == 0:
		return usualFixed.given
	case i == n-1:
		return usual + usualFixed.family
	}
	return usual
}

// single is score for a name of one part, which may be any part of a row; what
// the row has beside it says nothing.
func (s *tally) single(parts []uint32) fixed {
	best := fixed(math.MinInt32)
	for j, e := range parts {
		v := fixed(s.cells[s.at[e]][0])
		if j > 0 && j < len(parts)-1 {
			v -= quantum // a forebear's name is seldom what is asked for
		}
		best = max(best, v)
	}
	return best
}
