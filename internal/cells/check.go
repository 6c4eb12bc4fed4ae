package cells

import (
	"math"
	"math/bits"
	"slices"
)

// A span is what a count can be, as far as a reader can work out.
type span struct{ lo, hi int }

// open is the end of a span that has none.
const open = math.MaxInt

// values is how many values a span has.
func (x span) values() int {
	if x.hi == open {
		return open
	}
	return x.hi - x.lo + 1
}

// rounds bounds the narrowing; each round moves some bound by a whole number.
const rounds = 10000

// narrow finds a hidden count of which too few values are left, by narrowing
// bounds along the sums.
func (s *Sheet) narrow(near []ID) (ID, bool) {
	spans := make(map[ID]span, len(near))
	var sums []int
	for _, id := range near {
		spans[id] = s.bare(id)
		sums = append(sums, s.counts[id].in...)
	}
	slices.Sort(sums)
	sums = slices.Compact(sums)
	for range rounds {
		moved := false
		for _, k := range sums {
			moved = s.tighten(k, spans) || moved
		}
		for _, id := range near {
			if spans[id].values() < s.counts[id].needs() {
				return id, true
			}
		}
		if !moved {
			break
		}
	}
	return 0, false
}

// tighten narrows the hidden counts of one sum by each other.
func (s *Sheet) tighten(k int, spans map[ID]span) (moved bool) {
	var plus, minus side
	s.each(k, func(id ID, sign int) {
		x, hidden := spans[id]
		if !hidden {
			x = span{s.counts[id].n, s.counts[id].n}
		}
		if sign > 0 {
			plus.add(x)
		} else {
			minus.add(x)
		}
	})
	s.each(k, func(id ID, sign int) {
		x, hidden := spans[id]
		if !hidden {
			return
		}
		own, other := plus, minus
		if sign < 0 {
			own, other = minus, plus
		}
		if now := own.leaves(x, other); now != x {
			spans[id] = now
			moved = true
		}
	})
	return moved
}

// A side is what the counts of one side of a sum can come to: at least lo, and at
// most hi where none of them is open.
type side struct{ lo, hi, open int }

func (a *side) add(x span) {
	a.lo += x.lo
	if x.hi == open {
		a.open++
	} else {
		a.hi += x.hi
	}
}

// leaves is what one count of a side can be, since both sides come to the same.
func (a side) leaves(x span, other side) span {
	rest := a
	rest.lo -= x.lo
	if x.hi == open {
		rest.open--
	} else {
		rest.hi -= x.hi
	}
	now := x
	if rest.open == 0 {
		now.lo = max(now.lo, other.lo-rest.hi)
	}
	if other.open == 0 {
		now.hi = min(now.hi, other.hi-rest.lo)
	}
	return now
}

// prime is the field that sums are solved in. A solution over it that is none
// over the whole numbers would hide a count too many, and show none.
const prime = 1<<61 - 1

// solved finds a hidden count that the sums together determine: after
// elimination, a row with it alone.
func (s *Sheet) solved(near []ID) (ID, bool) {
	var sums []int
	for _, id := range near {
		sums = append(sums, s.counts[id].in...)
	}
	slices.Sort(sums)
	var rows []map[ID]uint64
	for _, k := range slices.Compact(sums) {
		row := map[ID]uint64{}
		s.each(k, func(id ID, sign int) {
			if s.counts[id].hidden {
				row[id] = add(row[id], (prime+uint64(sign))%prime)
			}
		})
		rows = append(rows, row)
	}
	return single(rows, func(id ID) bool { return s.counts[id].needs() > 1 })
}

// single brings rows to their reduced form and finds one with a single count, of
// those asked for.
func single(rows []map[ID]uint64, asked func(ID) bool) (ID, bool) {
	done := map[ID]map[ID]uint64{} // by their leading count
	for _, row := range rows {
		for lead, r := range done {
			subtract(row, r, row[lead])
		}
		for id, v := range row {
			if v == 0 {
				delete(row, id)
			}
		}
		if len(row) == 0 {
			continue
		}
		lead := least(row)
		scale(row, inverse(row[lead]))
		for _, r := range done {
			subtract(r, row, r[lead])
		}
		done[lead] = row
	}
	var found []ID
	for lead, r := range done {
		if len(r) == 1 && asked(lead) {
			found = append(found, lead)
		}
	}
	if len(found) == 0 {
		return 0, false
	}
	return slices.Min(found), true
}

func least(row map[ID]uint64) ID {
	out := ID(math.MaxInt)
	for id := range row {
		out = min(out, id)
	}
	return out
}

// subtract takes by times r from row.
func subtract(row, r map[ID]uint64, by uint64) {
	if by == 0 {
		return
	}
	for id, v := range r {
		row[id] = add(row[id], prime-mul(v, by))
		if row[id] == 0 {
			delete(row, id)
		}
	}
}

func scale(row map[ID]uint64, by uint64) {
	for id, v := range row {
		row[id] = mul(v, by)
	}
}

func add(a, b uint64) uint64 { return (a + b) % prime }

func mul(a, b uint64) uint64 {
	hi, lo := bits.Mul64(a, b)
	_, rest := bits.Div64(hi, lo, prime)
	return rest
}

func inverse(a uint64) uint64 {
	out, e := uint64(1), uint64(prime-2)
	for ; e > 0; e >>= 1 {
		if e&1 == 1 {
			out = mul(out, a)
		}
		a = mul(a, a)
	}
	return out
}
