package names

import (
	"math/bits"
	"slices"
	"sync"
)

// workspace is what a search needs and the next can use again.
type workspace struct {
	bears   [MaxParts][levels]bitmap // rows of one block that bear a part, by level
	any     [MaxParts]bitmap         // at any level
	may     bitmap                   // rows that bear enough
	met     []met
	ordered []met
	count   []uint32
	name    scorer
	mother  scorer
}

// A bitmap holds a bit for each row of a block.
type bitmap = [blockRows / 64]uint64

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
	for i, b := range s.t.blocks {
		s.spread(b)
		w.may = bitmap{}
		for _, set := range sets {
			w.admitAll(set)
		}
		s.weigh(uint32(i)<<16, b, cut, below)
	}
	return w.sorted(cut)
}

// sufficient gives the smallest sets of parts of the query that say enough
// together, each as bits.
func (s *search) sufficient(enough fixed) []uint {
	n := uint(s.name.n)
	var out []uint
	for set := uint(1); set < 1<<n; set++ {
		sum, least := fixed(0), fixed(1<<30)
		for rest := set; rest != 0; rest &= rest - 1 {
			v := s.rungs[bits.TrailingZeros(rest)][0]
			sum += v
			least = min(least, v)
		}
		if sum >= enough && (sum-least < enough || set&(set-1) == 0) {
			out = append(out, set)
		}
	}
	return out
}

// spread lays the postings of a block into bitmaps.
func (s *search) spread(b *block) {
	w, n := s.work, s.name.n
	for i := range n {
		w.bears[i] = [levels]bitmap{}
	}
	for _, m := range s.marks {
		b.mark(m.entry, &w.bears[m.part][m.level])
	}
	for i := range n {
		at := &w.bears[i]
		for k := range w.any[i] {
			w.any[i][k] = at[0][k] | at[1][k] | at[2][k]
		}
	}
}

// admitAll lets in the rows that bear all parts of a set.
func (w *workspace) admitAll(set uint) {
	first := bits.TrailingZeros(set)
	rest := set & (set - 1)
	if rest == 0 {
		for k, v := range w.any[first] {
			w.may[k] |= v
		}
		return
	}
	second := bits.TrailingZeros(rest)
	rest &= rest - 1
	for k := range w.may {
		v := w.any[first][k] & w.any[second][k]
		for more := rest; v != 0 && more != 0; more &= more - 1 {
			v &= w.any[bits.TrailingZeros(more)][k]
		}
		w.may[k] |= v
	}
}

// weigh takes those of the rows let in that can say enough.
func (s *search) weigh(base uint32, b *block, cut, below fixed) {
	w, n := s.work, int(s.name.n)
	out := w.met
	for k, may := range w.may {
		for ; may != 0; may &= may - 1 {
			bit := bits.TrailingZeros64(may)
			r := 64*k + bit
			v := s.lengths[b.size[r]] + s.fieldBits(b, r)
			for i := range n {
				v += s.levelBits(i, k, bit)
			}
			if v >= cut && v < below {
				out = append(out, met{base | uint32(r), v})
			}
		}
	}
	w.met = out
}

// levelBits gives the most that a row can say to a part.
func (s *search) levelBits(i, k, bit int) fixed {
	w := s.work
	if w.any[i][k]>>bit&1 == 0 {
		return 0
	}
	for level := range levels - 1 {
		if w.bears[i][level][k]>>bit&1 != 0 {
			return s.rungs[i][level]
		}
	}
	return s.rungs[i][levels-1]
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
