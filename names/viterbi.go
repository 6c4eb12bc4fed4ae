package names

import (
	"math"
	"sync"
)

const never = nats(-1e8)

const (
	margin   = maxChunk // cells before the first, so that a chunk may be looked for there in vain
	farthest = 7        // letters still to come that are told apart; more are as many as one likes
)

// A column holds, for each beginning of a Latin token, the best log probability
// that the Arabic letters read so far wrote it. Cells outside the band from lo
// to hi are out of the running.
type column struct {
	cell   [margin + maxLatin + 1 + margin]nats
	lo, hi int
	top    nats // no cell of the band is above it
	here   nats // the best of the cells against chance
}

func (c *column) at(j int) nats { return c.cell[j+margin] }

// close marks the cells beside the band.
func (c *column) close() {
	for k := 1; k <= margin; k++ {
		c.cell[c.lo+margin-k], c.cell[c.hi+margin+k] = never, never
	}
}

// A spelling is a Latin token laid out for a model: what the table says of it is
// looked up once a letter, not once a node of a trie.
type spelling struct {
	model  *Model
	n      int
	row    [maxLatin + 1][maxChunk]uint16 // of the chunks that end at a letter, by their length
	insert [maxLatin + 1]nats
	chance [maxLatin + 1]nats // log chance of each beginning
	// rest[k][j] is more than any k Arabic letters make of latin[j:].
	rest    [farthest + 1][maxLatin + 1]nats
	has     [numSymbols]bool
	letters [numSymbols][maxLatin + 1][maxChunk]int16 // of symbols met, the chances of the chunks
}

var spellings = sync.Pool{New: func() any { return new(spelling) }}

func (s *spelling) lay(m *Model, latin []uint8) {
	s.model, s.n = m, len(latin)
	clear(s.has[:])
	s.row[0] = [maxChunk]uint16{}
	for j, c := range latin {
		s.insert[j+1] = m.insert[1][c]
		s.chance[j+1] = s.chance[j] + m.background[c]
		value, size := 0, 1
		for k := range maxChunk {
			s.row[j+1][k] = 0
			if k <= j {
				value += size * int(latin[j-k])
				size *= 26
				s.row[j+1][k] = m.row[k+1][value]
			}
		}
	}
	for k := range s.rest {
		s.bound(k)
	}
}

// bound works out rest[k].
func (s *spelling) bound(k int) {
	rest := &s.rest[k]
	rest[s.n] = 0
	fewer := rest
	if k < farthest {
		fewer = &s.rest[max(0, k-1)]
	}
	for j := s.n - 1; j >= 0; j-- {
		rest[j] = rest[j+1] + s.insert[j+1]
		if k == 0 {
			continue
		}
		for c := 1; c <= min(maxChunk, s.n-j); c++ {
			rest[j] = max(rest[j], fewer[j+c]+s.model.most[s.row[j+c][c-1]])
		}
	}
}

// letter gives what the table says of a symbol, by where a chunk ends.
func (s *spelling) letter(sym symbol) []([maxChunk]int16) {
	l := s.letters[sym][:s.n+1]
	if !s.has[sym] {
		s.has[sym] = true
		rows := s.model.rows
		for j := range l {
			r := &s.row[j]
			l[j] = [maxChunk]int16{rows[r[0]][sym], rows[r[1]][sym], rows[r[2]][sym]}
		}
	}
	return l
}

// start fills the column that stands before any Arabic letter.
func (s *spelling) start(latin []uint8, c *column) {
	c.lo, c.hi, c.top = 0, s.n, 0
	c.cell[margin] = 0
	for j, l := range latin {
		c.cell[margin+j+1] = c.cell[margin+j] + s.model.insert[0][l]
	}
	c.close()
}

// step reads one more Arabic letter (Viterbi), which more letters may follow.
// Cells from which the whole token cannot reach least drop out; it tells
// whether any is left.
func (s *spelling) step(sym symbol, more uint8, from, to *column, least nats) bool {
	none, letter, rest := nats(s.model.none[sym]), s.letter(sym), s.rest[more][:s.n+1]
	to.lo, to.hi, to.top, to.here = s.n+1, -1, never, never
	last := never
	for j := from.lo; j < len(letter); j++ {
		best := last + s.insert[j]
		if j <= from.hi+maxChunk {
			l, w := &letter[j], from.cell[j:j+margin+1]
			best = max(best, w[3]+none, w[2]+nats(l[0]), w[1]+nats(l[1]), w[0]+nats(l[2]))
		} else if best+rest[j] < least {
			break
		}
		to.cell[j+margin], last = best, best
		if best+rest[j] >= least {
			to.lo, to.hi = min(to.lo, j), j
			to.top = max(to.top, best)
			to.here = max(to.here, best-s.chance[j])
		}
	}
	if to.hi < 0 {
		return false
	}
	to.close()
	return true
}

// end gives the log probability of the whole token when sym is the last letter,
// or less than least.
func (s *spelling) end(sym symbol, from *column, least nats) nats {
	none, letter := nats(s.model.none[sym]), s.letter(sym)
	whole, inserted := never, nats(0)
	for j := s.n; j >= from.lo && from.top+inserted > max(whole, least-1); j-- {
		if j <= from.hi+maxChunk {
			l, w := &letter[j], from.cell[j:j+margin+1]
			whole = max(whole, inserted+max(w[3]+none, w[2]+nats(l[0]), w[1]+nats(l[1]), w[0]+nats(l[2])))
		}
		inserted += s.insert[j]
	}
	return whole
}

// LogRatio gives ln P(latin | arabic) − ln P(latin): how much better the
// Arabic token explains the Latin one than chance does. Both are folded first.
// Spellings of one name give 5 to 20, unrelated tokens less than 0.
func (m *Model) LogRatio(latin, arabic string) float64 {
	return m.logRatio(encodeLatin(Loose(latin)), encode(Loose(arabic)))
}

func (m *Model) logRatio(latin, arabic []uint8) float64 {
	if len(latin) == 0 || len(arabic) == 0 {
		return -math.MaxFloat32
	}
	s := spellings.Get().(*spelling)
	defer spellings.Put(s)
	s.lay(m, latin)
	return float64(s.whole(latin, arabic)-s.chance[s.n]) / perNat
}

// whole gives the log probability that arabic is written as the token.
func (s *spelling) whole(latin, arabic []uint8) nats {
	var columns [2]column
	from, to := &columns[0], &columns[1]
	s.start(latin, from)
	for i, a := range arabic {
		p := medial
		switch {
		case i == 0:
			p = initial
		case i == len(arabic)-1:
			return s.end(symbolOf(int(a), final), from, never)
		}
		s.step(symbolOf(int(a), p), farthest, from, to, 2*never)
		from, to = to, from
	}
	return from.at(s.n)
}
