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
	spent   map[ID]bool // hidden, and nothing is left that could cover them
}

type count struct {
	n      int
	hidden bool
	total  bool  // of some sum: hidden last
	in     []int // sums
}

// A sum says that the counts on one side and on the other come to the same.
type sum struct{ plus, minus []ID }

// Count adds a count, which is not negative.
func (s *Sheet) Count(n int) ID {
	s.counts = append(s.counts, count{n: n})
	return ID(len(s.counts) - 1)
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

// Hide decides which of the counts that were added since the last call are
// hidden. The same counts and sums in the same order give the same answer.
func (s *Sheet) Hide() {
	for i := s.decided; i < len(s.counts); i++ {
		c := &s.counts[i]
		c.hidden = c.n > 0 && c.n < Least
	}
	for s.alone() {
	}
	s.spent = map[ID]bool{}
	for {
		loose, ok := s.loose()
		if !ok {
			break
		}
		if !s.cover(loose) {
			continue
		}
		for s.alone() {
		}
	}
	s.decided = len(s.counts)
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
				if !s.counts[x].hidden && int(x) >= s.decided {
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
// leaves a hidden count fewer than [Least] values.
func (s *Sheet) gives(k int, id ID) bool {
	spans := map[ID]span{}
	s.each(k, func(x ID, _ int) {
		if s.counts[x].hidden {
			spans[x] = s.bare(x)
		}
	})
	s.tighten(k, spans)
	return spans[id].values() < Least
}

// bare is what is known of a hidden count without any sum: it is no nought, and a
// reader knows, since noughts are hidden only where nothing else is left.
func (s *Sheet) bare(id ID) span { return span{min(1, s.counts[id].n), open} }

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
		if s.counts[id].hidden && !seen[id] && !s.spent[id] {
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
// where everything is hidden already; then all of that is spent, and nothing more
// is asked of it, for there are other counts that can be covered.
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
					case int(id) >= s.decided:
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
	for id := range seen {
		if s.counts[id].hidden {
			s.spent[id] = true
		}
	}
	return false
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
