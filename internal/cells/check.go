package cells

import (
	"math"
	"math/bits"
	"slices"
)

// A span is what a count can be, as far as a reader can work out.
type span struct{ lo, hi int }

const open = math.MaxInt / 4

// rounds bounds the narrowing; each round moves some bound by a whole number.
const rounds = 10000

// narrow finds a hidden count of which fewer than [Least] values are left, by
// narrowing bounds along the sums.
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
			if x := spans[id]; x.hi-x.lo+1 < Least {
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
	known, lo, hi := 0, 0, 0 // of the hidden ones, with their signs
	s.each(k, func(id ID, sign int) {
		x, hidden := spans[id]
		switch {
		case !hidden:
			known += sign * s.counts[id].n
		case sign > 0:
			lo, hi = lo+x.lo, hi+x.hi
		default:
			lo, hi = lo-x.hi, hi-x.lo
		}
	})
	s.each(k, func(id ID, sign int) {
		x, hidden := spans[id]
		if !hidden {
			return
		}
		was := x
		if sign > 0 { // x = -known - rest
			x.lo, x.hi = max(x.lo, -known-(hi-x.hi)), min(x.hi, -known-(lo-x.lo))
		} else { // x = known + rest
			x.lo, x.hi = max(x.lo, known+(lo+was.hi)), min(x.hi, known+(hi+was.lo))
		}
		if x != was {
			spans[id] = x
			moved = true
		}
	})
	return moved
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
	return single(rows)
}

// single brings rows to their reduced form and finds one with a single count.
func single(rows []map[ID]uint64) (ID, bool) {
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
		if len(r) == 1 {
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
