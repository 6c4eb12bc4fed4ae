package linkage

import (
	"cmp"
	"slices"
)

// A splitter makes small blocks out of large ones. Records that share a key
// and one more attribute, whichever, still meet; what no attribute parts is cut
// into overlapping runs of neighbours, so that no record is ever left out.
type splitter struct {
	limit int
	more  []rulePart // attributes to extend a key with, most telling first
	out   []entry
}

func newSplitter(d *Data, r Rule, limit int) *splitter {
	s := &splitter{limit: limit}
	var chance []float64
	for f := range d.fields {
		field := &d.fields[f]
		if slices.ContainsFunc(r, func(k Key) bool { return k.Field == field.Name }) {
			continue
		}
		p := rulePart{of: field.of, keys: field.keys("")}
		c := meetingChance(p)
		at, _ := slices.BinarySearch(chance, c)
		chance = slices.Insert(chance, at, c)
		s.more = slices.Insert(s.more, at, p)
	}
	return s
}

// meetingChance is how likely two random records share a key of p.
func meetingChance(p rulePart) float64 {
	count := map[uint64]float64{}
	for _, v := range p.of {
		if v >= 0 {
			for _, k := range p.keys[v] {
				count[k]++
			}
		}
	}
	// Sums of whole numbers are exact in any order while below 2^53.
	sum, n := 0.0, float64(len(p.of))
	for _, c := range count {
		sum += c * (c - 1)
	}
	return sum / max(n*(n-1), 1)
}

// splitBlocks gives the entries of blocks within the limit.
func splitBlocks(entries []entry, s *splitter) []entry {
	eachBlock(entries, func(block []entry) {
		recs := make([]int32, len(block))
		for i, e := range block {
			recs[i] = e.rec
		}
		s.split(block[0].key, recs, 0)
	})
	return s.out
}

func (s *splitter) split(key uint64, recs []int32, next int) {
	switch {
	case len(recs) < 2:
		return
	case len(recs) <= s.limit:
		for _, r := range recs {
			s.out = append(s.out, entry{key, r})
		}
		return
	case next == len(s.more):
		s.runs(key, recs)
		return
	}
	bare := make([]bool, len(recs))
	for i := range bare {
		bare[i] = true
	}
	for a := next; a < len(s.more); a++ {
		s.extend(key, recs, a, bare)
	}
	var rest []int32
	for i, r := range recs {
		if bare[i] {
			rest = append(rest, r)
		}
	}
	if len(rest) == 1 {
		rest = append(rest, recs[0], recs[1]) // somebody to meet
		slices.Sort(rest)
		rest = slices.Compact(rest)
	}
	s.runs(join(key, 1), rest)
}

// extend splits recs by attribute a and clears the mark of those that share it
// with another.
func (s *splitter) extend(key uint64, recs []int32, a int, bare []bool) {
	p := s.more[a]
	var sub []entry
	for _, r := range recs {
		if v := p.of[r]; v >= 0 {
			for _, k := range p.keys[v] {
				sub = append(sub, entry{join(join(key, uint64(a)+2), k), r})
			}
		}
	}
	eachBlock(sortEntries(sub), func(block []entry) {
		next := make([]int32, len(block))
		for i, e := range block {
			next[i] = e.rec
			at, _ := slices.BinarySearch(recs, e.rec)
			bare[at] = false
		}
		s.split(block[0].key, next, a+1)
	})
}

// runs cuts recs, ordered by what they hold, into overlapping blocks of at
// most the limit.
func (s *splitter) runs(key uint64, recs []int32) {
	if len(recs) < 2 {
		return
	}
	order := slices.Clone(recs)
	slices.SortFunc(order, func(a, b int32) int {
		for _, p := range s.more {
			if c := cmp.Compare(p.of[a], p.of[b]); c != 0 {
				return c
			}
		}
		return cmp.Compare(a, b)
	})
	half := max(1, s.limit/2)
	for i, r := range order {
		s.out = append(s.out, entry{join(key, uint64(i/half)), r}, entry{join(key, uint64(i/half+1)), r})
	}
}
