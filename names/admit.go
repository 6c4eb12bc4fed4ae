package names

import (
	"math/bits"
	"slices"
	"sync"
)

// workspace is what a search needs and the next can use again.
type workspace struct {
	layers  []layers // by block and part
	may     bitmap   // rows of one block that bear enough
	met     []met
	ordered []met
	count   []uint32
	name    tally
	mother  tally
}

// A bitmap holds a bit for each row of a block.
type bitmap = [blockRows / 64]uint64

// layers are the rows of a block that bear a part: at any level, at the first
// and at the second.
type layers struct{ any, first, second bitmap }

var workspaces = sync.Pool{New: func() any { return new(workspace) }}

// met is a row that bears parts of the query, with the most that its name,
// year and place can say.
type met struct {
	row  uint32 // block and row
	most fixed
}

// levels is how finely it is told apart how well a row bears a part. The first
// is the best.
const levels = 3

// rungs gives the most that a part of the query can say at each level, by what
// it says when met exactly. They hang on the query alone: were they drawn from
// what was found, rows that the reader may not see would move them.
func rungs(self float64) [levels]float64 {
	self = max(self, minimumBits)
	return [levels]float64{self, max(minimumBits, self-1.5), max(minimumBits, self-4)}
}

// mark is a dictionary entry with the part and the level that rows which bear
// it get.
type mark struct {
	entry       uint32
	part, level int
}

// setMarks gathers the entries of all parts with their levels.
func (s *search) setMarks() {
	for i, nears := range s.nears {
		id := s.name.parts[i]
		r := rungs(s.c.pairBits(id, id))
		for level := range r {
			s.rungs[i][level] = toFixed(r[level])
		}
		for _, n := range nears {
			level := levels - 1
			for level > 0 && n.bits > r[level] {
				level--
			}
			s.marks = append(s.marks, mark{n.entry, i, level})
		}
	}
}

// admit finds the rows that can say less than below but no less than cut, and
// orders them by the most that they can say; those that can say the same stand
// as they were entered.
func (s *search) admit(cut, below fixed) []met {
	cut, below = cut-s.beside, below-s.beside
	w := s.work
	w.met = w.met[:0]
	sets := s.sufficient(cut - (s.most - s.beside))
	n := int(s.name.n)
	for i, b := range s.t.blocks {
		parts := w.layers[i*n : (i+1)*n]
		w.may = bitmap{}
		for _, set := range sets {
			w.admitAll(parts, set)
		}
		s.weigh(uint32(i)<<16, b, parts, cut, below)
	}
	return w.sorted(cut)
}

// setLacks works out what it costs at least that a row bears only some of the
// parts of the name, and has others. Two parts that have nothing in common cost
// more against each other than each alone.
func (s *search) setLacks() {
	if s.name.n == 1 && !s.whole {
		return
	}
	n := int(s.name.n)
	for size := range s.lacks {
		m := size % motherStep
		skipA, skipB := fixedSkips(n, m)
		for k := range n + 1 {
			s.lacks[size][k] = fixed(n-k)*skipA + fixed(max(0, m-k))*skipB
		}
	}
	s.given = usualFixed.given - usualFixed.longer
}

// mostOf gives the most that a row can say which bears a set of the parts.
func (s *search) mostOf(set uint) fixed {
	k := bits.OnesCount(set)
	v := fixed(-1 << 30)
	for m := range motherStep {
		v = max(v, s.lacks[m][k])
	}
	if set&1 == 0 {
		v += s.given
	}
	for ; set != 0; set &= set - 1 {
		v += s.rungs[bits.TrailingZeros(set)][0]
	}
	return v
}

// sufficient gives the smallest sets of parts of the name that say enough
// together, each as bits.
func (s *search) sufficient(enough fixed) []uint {
	var out []uint
	for set := uint(1); set < 1<<s.name.n; set++ {
		smallest := s.mostOf(set) >= enough
		for rest := set; smallest && rest != 0; rest &= rest - 1 {
			less := set &^ (rest & -rest)
			smallest = less == 0 || s.mostOf(less) < enough
		}
		if smallest {
			out = append(out, set)
		}
	}
	return out
}

// spread lays the postings of each part into bitmaps.
func (s *search) spread() {
	w, n := s.work, int(s.name.n)
	size := n * len(s.t.blocks)
	w.layers = slices.Grow(w.layers[:0], size)[:size]
	clear(w.layers)
	for i, b := range s.t.blocks {
		parts := w.layers[i*n : (i+1)*n]
		for _, m := range s.marks {
			if s.t.dict.mayBeIn(m.entry, b) {
				b.mark(m.entry, parts[m.part].layer(m.level))
			}
		}
		for k := range parts {
			parts[k].close()
		}
	}
}

func (l *layers) layer(level int) *bitmap {
	switch level {
	case 0:
		return &l.first
	case 1:
		return &l.second
	}
	return &l.any
}

// close puts the rows of the better levels into any.
func (l *layers) close() {
	for k := range l.any {
		l.any[k] |= l.first[k] | l.second[k]
	}
}

// admitAll lets in the rows that bear all parts of a set.
func (w *workspace) admitAll(parts []layers, set uint) {
	first := &parts[bits.TrailingZeros(set)].any
	set &= set - 1
	if set == 0 {
		for k, v := range first {
			w.may[k] |= v
		}
		return
	}
	second := &parts[bits.TrailingZeros(set)].any
	set &= set - 1
	for k := range w.may {
		v := first[k] & second[k]
		for more := set; v != 0 && more != 0; more &= more - 1 {
			v &= parts[bits.TrailingZeros(more)].any[k]
		}
		w.may[k] |= v
	}
}

// weigh takes those of the rows let in that can say enough.
func (s *search) weigh(base uint32, b *block, parts []layers, cut, below fixed) {
	out := s.work.met
	for k, may := range s.work.may {
		for ; may != 0; may &= may - 1 {
			bit := bits.TrailingZeros64(may)
			r := 64*k + bit
			v, borne := s.fieldBits(b, r), 0
			for i := range parts {
				l := &parts[i]
				switch {
				case l.any[k]>>bit&1 == 0:
					if i == 0 {
						v += s.given
					}
					continue
				case l.first[k]>>bit&1 != 0:
					v += s.rungs[i][0]
				case l.second[k]>>bit&1 != 0:
					v += s.rungs[i][1]
				default:
					v += s.rungs[i][2]
				}
				borne++
			}
			v += s.lacks[b.size[r]][borne]
			if v >= cut && v < below {
				out = append(out, met{base | uint32(r), v})
			}
		}
	}
	s.work.met = out
}

// sorted is a counting sort by sixteenths of a bit above cut, downwards.
func (w *workspace) sorted(cut fixed) []met {
	const step = quantum / 16
	top := cut
	for _, m := range w.met {
		top = max(top, m.most)
	}
	n := int(top-cut)/step + 1
	w.count = slices.Grow(w.count[:0], n)[:n]
	clear(w.count)
	for _, m := range w.met {
		w.count[int(m.most-cut)/step]++
	}
	from := uint32(0)
	for i := n - 1; i >= 0; i-- {
		from, w.count[i] = from+w.count[i], from
	}
	w.ordered = slices.Grow(w.ordered[:0], len(w.met))[:len(w.met)]
	for _, m := range w.met {
		at := &w.count[int(m.most-cut)/step]
		w.ordered[*at] = m
		*at++
	}
	return w.ordered
}
