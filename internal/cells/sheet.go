package cells

import (
	"cmp"
	"slices"
)

// Least is the smallest count that is shown, but for nought; and the number of
// values that a hidden count keeps open.
const Least = 5

// An ID is a count of a sheet.
type ID int

// A Sheet is counts that are published together, month after month, and how they
// add up. The zero value is empty. It is not safe for concurrent use.
type Sheet struct {
	counts []count
	sums   []sum
	// decided is how many counts have been shown or hidden for good.
	decided int
	// seen is what hidden counts were in solutions, which stay solutions while more
	// is hidden.
	seen map[ID]reach
}

type count struct {
	n       int
	hidden  bool
	unknown bool  // published nowhere
	known   bool  // published in any case
	less    int   // how many of [Least] values nothing could keep open
	total   bool  // of some sum: hidden last
	in      []int // sums
}

// needs is how many values must stay open of a hidden count.
func (c count) needs() int {
	if c.unknown {
		return 0
	}
	return Least - c.less
}

// A sum says that the counts on one side and on the other come to the same.
type sum struct{ plus, minus []ID }

// Count adds a count, which is not negative.
func (s *Sheet) Count(n int) ID {
	s.counts = append(s.counts, count{n: n})
	return ID(len(s.counts) - 1)
}

// Unknown adds a count that is published nowhere, and of which a reader knows that
// it is not negative: what one side of an inequality leaves of the other. Nothing
// covers it, and it may be worked out.
func (s *Sheet) Unknown(n int) ID {
	id := s.Count(n)
	s.counts[id].unknown = true
	return id
}

// Known adds a number that is published in any case: it covers nothing.
func (s *Sheet) Known(n int) ID {
	id := s.Count(n)
	s.counts[id].known = true
	return id
}

// Sum says that parts add up to total.
func (s *Sheet) Sum(total ID, parts ...ID) {
	s.counts[total].total = true
	s.Balance([]ID{total}, parts)
}

// Balance says that the counts of both sides come to the same.
func (s *Sheet) Balance(left, right []ID) {
	for _, side := range [][]ID{left, right} {
		for _, id := range side {
			s.counts[id].in = append(s.counts[id].in, len(s.sums))
		}
	}
	s.sums = append(s.sums, sum{slices.Clone(left), slices.Clone(right)})
}

// Hidden reports whether a count is hidden. It says nothing before [Sheet.Hide].
func (s *Sheet) Hidden(id ID) bool { return s.counts[id].hidden }

// Keeps is how many values a hidden count keeps open: [Least], but for one that
// was left fewer by what had been shown before it, whatever is hidden now.
func (s *Sheet) Keeps(id ID) int { return s.counts[id].needs() }

// Hide decides which of the counts that were added since the last call are
// hidden. The same counts and sums in the same order give the same answer.
//
// Where all that could cover a count is hidden and it still has too few values,
// it is asked for as many as it has then, and all begins anew: hiding the rest
// for its sake would gain nothing.
func (s *Sheet) Hide() {
	for {
		s.hideSmall()
		loose, ok := s.coverAll()
		if ok {
			break
		}
		c := &s.counts[loose]
		c.less = min(Least, max(c.less+1, Least-s.program(loose).valuesOf(loose)))
	}
	s.decided = len(s.counts)
}

// hideSmall hides the small ones of the new counts and no other.
func (s *Sheet) hideSmall() {
	s.seen = make(map[ID]reach)
	for i := s.decided; i < len(s.counts); i++ {
		c := &s.counts[i]
		c.hidden = c.unknown || !c.known && c.n > 0 && c.n < Least
	}
}

// coverAll hides more until no hidden count can be worked out; where one cannot
// be covered it is returned.
func (s *Sheet) coverAll() (ID, bool) {
	for {
		for s.alone() {
		}
		loose, ok := s.loose()
		if !ok {
			return 0, true
		}
		if !s.cover(loose) {
			return loose, false
		}
	}
}

// alone hides one more count where a single sum gives a hidden one away. It comes
// before everything else, since it hides where the fault is.
func (s *Sheet) alone() bool {
	for _, id := range s.near() {
		for _, k := range s.counts[id].in {
			if !s.gives(k, id) {
				continue
			}
			var shown []ID
			s.each(k, func(x ID, _ int) {
				if s.covers(x) {
					shown = append(shown, x)
				}
			})
			if len(shown) > 0 {
				s.counts[slices.MinFunc(shown, s.cheaper)].hidden = true
				return true
			}
		}
	}
	return false
}

// gives reports whether a sum, with nothing else known of what is hidden in it,
// leaves a hidden count too few values.
func (s *Sheet) gives(k int, id ID) bool {
	spans := map[ID]span{}
	s.each(k, func(x ID, _ int) {
		if s.counts[x].hidden {
			spans[x] = s.bare(x)
		}
	})
	s.tighten(k, spans)
	return spans[id].values() < s.counts[id].needs()
}

// bare is what is known of a hidden count without any sum: it is no nought, and a
// reader knows, since noughts are hidden only where nothing else is left.
func (s *Sheet) bare(id ID) span {
	if s.counts[id].unknown {
		return span{0, open}
	}
	return span{min(1, s.counts[id].n), open}
}

// loose is a hidden count that could be worked out, or nearly.
func (s *Sheet) loose() (ID, bool) {
	near := s.near()
	if id, ok := s.narrow(near); ok {
		return id, true
	}
	if id, ok := s.solved(near); ok {
		return id, true
	}
	return s.cornered(near)
}

// near are the hidden counts that what is not decided yet can say something of:
// those that sums with new counts lead to, through other hidden ones.
func (s *Sheet) near() []ID {
	seen := make(map[ID]bool)
	var queue []ID
	visit := func(id ID) {
		if s.counts[id].hidden && !seen[id] {
			seen[id] = true
			queue = append(queue, id)
		}
	}
	for i := s.decided; i < len(s.counts); i++ {
		visit(ID(i))
		for _, k := range s.counts[i].in {
			s.each(k, func(id ID, _ int) { visit(id) })
		}
	}
	for n := 0; n < len(queue); n++ {
		for _, k := range s.counts[queue[n]].in {
			s.each(k, func(id ID, _ int) { visit(id) })
		}
	}
	slices.Sort(queue)
	return queue
}

// each calls fn for every count of a sum with its sign.
func (s *Sheet) each(k int, fn func(id ID, sign int)) {
	for _, id := range s.sums[k].plus {
		fn(id, 1)
	}
	for _, id := range s.sums[k].minus {
		fn(id, -1)
	}
}

// cover hides one more count so that another can no longer be worked out: the
// smallest that shares a sum with it, or with what is hidden beside it; parts
// before totals, and noughts only where nothing else is left. It reports false
// where everything is hidden already.
func (s *Sheet) cover(loose ID) bool {
	seen := map[ID]bool{loose: true}
	for ring := []ID{loose}; len(ring) > 0; {
		var shown, next []ID
		for _, at := range ring {
			for _, k := range s.counts[at].in {
				s.each(k, func(id ID, _ int) {
					switch {
					case seen[id]:
					case s.counts[id].hidden:
						next = append(next, id)
					case s.covers(id):
						shown = append(shown, id)
					}
					seen[id] = true
				})
			}
		}
		if len(shown) > 0 {
			s.counts[slices.MinFunc(shown, s.cheaper)].hidden = true
			return true
		}
		ring = next
	}
	return false
}

// covers reports whether a count is shown and may still be hidden.
func (s *Sheet) covers(id ID) bool {
	return !s.counts[id].hidden && !s.counts[id].known && int(id) >= s.decided
}

func (s *Sheet) cheaper(a, b ID) int {
	x, y := s.counts[a], s.counts[b]
	return cmp.Or(order(x.n == 0, y.n == 0), order(x.total, y.total), cmp.Compare(x.n, y.n), cmp.Compare(a, b))
}

func order(a, b bool) int {
	switch {
	case a == b:
		return 0
	case b:
		return -1
	}
	return 1
}

// Value is a count that may be shown; a hidden one is 0.
func (s *Sheet) Value(id ID) int {
	if s.counts[id].hidden {
		return 0
	}
	return s.counts[id].n
}
