package names

import (
	"iter"
	"math/bits"
)

// A Ready is a name read once for many comparisons: the ways to take it, each
// prepared. It belongs to the comparer that made it, as [Prepared] does, and does
// not change.
type Ready struct {
	text string
	ways []way
}

// A way is one version of a name with what a [Screen] asks of it.
type way struct {
	name     Name
	prepared Prepared
	letters  string // all of it, without spaces
	run      uint64 // which letters, hashed into a word
	long     int    // how many letters, as spell reads them
	repeats  int    // parts that the name holds twice
}

// doubled reports whether each part is held twice, so that none need meet another.
func (w *way) doubled() bool { return w.repeats == int(w.prepared.n) }

// Ready reads a name for a [Screen].
func (c *Comparer) Ready(s string) *Ready {
	n := Parse(s)
	r := &Ready{text: s}
	for _, v := range c.versions(&n) {
		w := way{name: v.name, prepared: c.PrepareName(v.name), letters: lettersOf(&v.name)}
		for _, l := range w.letters {
			w.run |= 1 << (l & 63)
		}
		var room [maxEdited]rune
		w.long = spell(w.letters, &room)
		for i := range int(w.prepared.n) {
			if w.prepared.repeats(i) {
				w.repeats++
			}
		}
		r.ways = append(r.ways, w)
	}
	return r
}

// String is the name as it was given.
func (r *Ready) String() string { return r.text }

// A Screen finds among many names those that one is taken for, and finds them
// all: what [Comparer.CompareStrings] gives a score of [SameName] or more. It
// passes over a pair only where its likeness cannot come to one half:
//
// A likeness is a product. A part of the shorter name that meets no part of the
// other it is like, that the name does not hold twice and that is not written as
// one with its neighbour, takes more than half away. So whoever is found shares
// parts, or a joined part, or nearly all letters without their spaces.
//
// It is not safe for concurrent use. The zero value is not usable; see
// [Comparer.NewScreen].
type Screen struct {
	c     *Comparer
	names []screened
	rows  []screenRow

	bearing  map[uint32][]int32 // rows by token, once for each part that is it
	hashed   map[uint32][]int32 // rows by the hash of a part
	joining  map[uint32][]int32 // rows by the hash of two neighbours written as one
	initials map[string][]int32 // rows by the first letters of two neighbours
	short    map[string][]int32 // rows by a part of two letters
	doubled  []int32            // rows that hold each part twice

	tokens []uint32            // of rows, each once
	near   map[uint32][]uint32 // those that a token is like

	covered, covers    []int32 // by row, see cover
	part, way          []int32 // by row: the part, the way that met it last
	parts, ways, asked int32
}

type screened struct {
	id    int
	ready *Ready
	asked int32 // the question in which it was met last
}

type screenRow struct {
	of  int32 // of names
	way *way
}

// NewScreen is an empty screen.
func (c *Comparer) NewScreen() *Screen {
	return &Screen{
		c: c, bearing: map[uint32][]int32{}, hashed: map[uint32][]int32{}, joining: map[uint32][]int32{},
		initials: map[string][]int32{}, short: map[string][]int32{},
	}
}

// Add puts in a name under a number of the caller's, which may have several.
func (s *Screen) Add(id int, r *Ready) {
	s.near = nil
	s.names = append(s.names, screened{id: id, ready: r})
	for i := range r.ways {
		s.addRow(screenRow{int32(len(s.names) - 1), &r.ways[i]})
	}
}

func (s *Screen) addRow(r screenRow) {
	at := int32(len(s.rows))
	s.rows = append(s.rows, r)
	s.covered, s.covers, s.part, s.way = append(s.covered, 0), append(s.covers, 0), append(s.part, 0), append(s.way, 0)
	p := &r.way.prepared
	if r.way.doubled() {
		s.doubled = append(s.doubled, at)
	}
	for i, id := range p.parts[:p.n] {
		if len(s.bearing[id]) == 0 {
			s.tokens = append(s.tokens, id)
		}
		s.bearing[id] = append(s.bearing[id], at)
		s.hashed[p.hashes[i]] = append(s.hashed[p.hashes[i]], at)
		t := s.c.vocabulary.token(id)
		if t.runes == 2 {
			s.short[t.text] = append(s.short[t.text], at)
		}
		if i > 0 {
			s.joining[p.joins[i-1]] = append(s.joining[p.joins[i-1]], at)
			both := s.c.initialsOf(p, i-1)
			s.initials[both] = append(s.initials[both], at)
		}
	}
}

// initialsOf are the first letters of part i and the next.
func (c *Comparer) initialsOf(p *Prepared, i int) string {
	a, b := c.vocabulary.token(p.parts[i]), c.vocabulary.token(p.parts[i+1])
	return string(firstRune(a.text)) + string(firstRune(b.text))
}

// Like yields what a name is taken for, with its number, each once.
func (s *Screen) Like(q *Ready) iter.Seq2[int, *Ready] {
	return func(yield func(int, *Ready) bool) {
		s.asked++
		for i := range q.ways {
			for _, row := range s.candidates(&q.ways[i]) {
				r := s.rows[row]
				n := &s.names[r.of]
				if n.asked == s.asked || s.c.likenessOf(&q.ways[i].name, &r.way.name, &q.ways[i].prepared, &r.way.prepared) < nearlyHalf {
					continue
				}
				n.asked = s.asked
				if s.c.taken(q.text, n.ready.text) && !yield(n.id, n.ready) {
					return
				}
			}
		}
	}
}

// taken reports whether two names are taken for one, read either way round.
func (c *Comparer) taken(a, b string) bool {
	return c.CompareStrings(a, b).Score >= SameName || c.CompareStrings(b, a).Score >= SameName
}

// nearlyHalf is below one half by more than sums of floats go astray, and above
// what a part that meets nothing leaves.
const nearlyHalf = 0.49

// candidates are the rows that may be like one way to take a name.
func (s *Screen) candidates(q *way) []int32 {
	var out []int32
	s.ways++
	add := func(row int32) {
		if s.way[row] != s.ways {
			s.way[row] = s.ways
			out = append(out, row)
		}
	}
	n := int(q.prepared.n)
	met := s.cover(q)
	for _, row := range met {
		w := s.rows[row].way
		m := int(w.prepared.n)
		if n <= m && int(s.covered[row])+q.repeats >= n || n >= m && int(s.covers[row])+w.repeats >= m {
			add(row)
		}
	}
	for _, row := range met {
		s.covered[row], s.covers[row] = 0, 0
	}
	for _, row := range s.doubled {
		add(row)
	}
	for row := range s.rows {
		if q.doubled() {
			add(int32(row))
		}
	}
	s.joined(&q.prepared, add)
	s.lettered(q, add)
	return out
}

// cover counts, for each row that bears a part which one of q is like, how many
// parts of q are so met and how many of its own meet one.
func (s *Screen) cover(q *way) []int32 {
	var met []int32
	seen := map[uint32]bool{}
	p := &q.prepared
	for _, id := range p.parts[:p.n] {
		s.parts++
		for _, t := range s.nearTo(id) {
			fresh := !seen[t]
			seen[t] = true
			for _, row := range s.bearing[t] {
				if s.covered[row]+s.covers[row] == 0 {
					met = append(met, row)
				}
				if s.part[row] != s.parts {
					s.part[row] = s.parts
					s.covered[row]++
				}
				if fresh {
					s.covers[row]++
				}
			}
		}
	}
	return met
}

// nearTo are the tokens of the rows that a token is like.
func (s *Screen) nearTo(id uint32) []uint32 {
	if near, ok := s.near[id]; ok {
		return near
	}
	if s.near == nil {
		s.near = map[uint32][]uint32{}
	}
	near := []uint32{}
	for _, t := range s.tokens {
		if s.c.near(id, t) {
			near = append(near, t)
		}
	}
	s.near[id] = near
	return near
}

// near reports whether two tokens are like each other.
func (c *Comparer) near(a, b uint32) bool {
	return a == b || !farApart(c.vocabulary.token(a), c.vocabulary.token(b)) && c.likeness(a, b) >= nearlyHalf
}

// farApart reports whether two tokens are unlike for certain, sooner than their
// likeness says: no form is both's, and too many letters are only one's for so
// few edits as likeLetters forgives. It may be false for tokens that are unlike.
func farApart(x, y *token) bool {
	switch {
	case min(x.runes, y.runes) <= 2 || max(x.runes, y.runes) > maxEdited || x.sense.meets(&y.sense):
		return false
	case x.script != y.script:
		latin, other := x, y
		if latin.script != Latin {
			latin, other = y, x
		}
		return latin.script != Latin || other.script == Arabic && other.known
	}
	forgiven := 0.31
	if x.known && y.known {
		forgiven = 1 - sameSlip
	}
	cost := forgiven * allowance(int(max(x.runes, y.runes)))
	// An edit that costs half a letter or more exchanges one letter for another;
	// those that cost less change no letter.
	return float64(bits.OnesCount64((x.run^y.run)&^kurmanji)) > 2*cost/similar
}

// kurmanji are the letters that spell reads as one, see there.
var kurmanji = func() (run uint64) {
	for _, r := range "khx" {
		run |= 1 << (r & 63)
	}
	return run
}()

// joined adds the rows of which a part is two of q's, or the other way round.
func (s *Screen) joined(q *Prepared, add func(int32)) {
	each := func(rows []int32) {
		for _, row := range rows {
			add(row)
		}
	}
	for i, id := range q.parts[:q.n] {
		each(s.joining[q.hashes[i]])
		if t := s.c.vocabulary.token(id); t.runes == 2 {
			each(s.initials[t.text])
		}
		if i > 0 {
			each(s.hashed[q.joins[i-1]])
			each(s.short[s.c.initialsOf(q, i-1)])
		}
	}
}

// lettered adds the rows that have the letters of q, parted elsewhere.
func (s *Screen) lettered(q *way, add func(int32)) {
	if len(q.letters) < wholeLeast {
		return
	}
	const edits = wholeEdit / similar // that change a letter; other edits double one
	for i := range s.rows {
		w := s.rows[i].way
		if bits.OnesCount64(q.run^w.run&^kurmanji) > 2*edits || q.long-w.long > 2*wholeEdit/doubling || w.long-q.long > 2*wholeEdit/doubling {
			continue
		}
		if wholeLikeness(q.letters, w.letters, q.prepared.n == w.prepared.n) > 0 {
			add(int32(i))
		}
	}
}
