package names

import (
	"cmp"
	"math"
	"slices"
)

// maxCompared bounds the rows that a query is compared with.
const maxCompared = 20_000

// cuts are how much less than everything, in bits, rows may say that are looked
// at first, second and so on. Most searches need no others.
var cuts = [...]float64{4.5, 10, 17, 25, 34}

// hit is a row that was compared.
type hit struct {
	row  uint32
	id   int64
	bits float64
}

func (t *tables) at(row uint32) (*block, int) { return t.blocks[row>>16], int(row & 0xffff) }

// best gives the best entry of each person found, the best first.
func (s *search) best() []hit {
	limit := s.q.limit()
	// Scores leave out a little that the full comparison finds, so more than
	// are shown stay in the running until then.
	p := newPodium(2*limit + 10)
	s.run(p)
	floor := float64(s.floor) / quantum
	for i := range p.hits {
		p.hits[i].bits = s.compare(p.hits[i].row)
	}
	slices.SortFunc(p.hits, hit.compare)
	hits := p.hits[:0]
	for _, h := range p.hits {
		if len(hits) == limit || h.bits < floor {
			break
		}
		if s.whole || s.meets(h.row) {
			hits = append(hits, h)
		}
	}
	return hits
}

// meets reports whether a row bears something of the name that can be read as
// it.
func (s *search) meets(at uint32) bool {
	b, i := s.t.at(at)
	var r row
	b.read(i, &r)
	row, _ := s.c.prepared(s.t, &r)
	for j, part := range row.parts[:row.n] {
		if s.prefix[part] > 0 {
			return true
		}
		for i, id := range s.name.parts[:s.name.n] {
			if s.c.pairBits(id, part) >= minimumBits && s.c.legible(id, part) || s.name.isJoined(i, row.hashes[j]) || row.isJoined(j, s.name.hashes[i]) {
				return true
			}
		}
	}
	return s.name.kunya != 0 && row.kunya != 0 && s.c.pairBits(s.name.kunya, row.kunya) >= minimumBits && s.c.legible(s.name.kunya, row.kunya)
}

// compare orders the better hit first.
func (h hit) compare(o hit) int {
	return cmp.Or(cmp.Compare(o.bits, h.bits), cmp.Compare(h.id, o.id), cmp.Compare(h.row, o.row))
}

// run looks at rows in the order of the most that they can say.
func (s *search) run(p *podium) {
	top := s.most
	for i := range s.name.n {
		top += s.rungs[i][0]
	}
	below := fixed(math.MaxInt32)
	for _, c := range cuts {
		cut := top - toFixed(c)
		if cut <= max(s.floor, p.bar) {
			break
		}
		if !s.contest(s.admit(cut, below), p) {
			return
		}
		below = cut
	}
	if cut := max(s.floor, p.bar); cut < below {
		s.contest(s.admit(cut, below), p)
	}
}

// contest scores rows until none can reach the podium any more, and tells
// whether it may go on. The reader's right is asked here, before a row counts
// for anything.
func (s *search) contest(rows []met, p *podium) bool {
	var r row
	for _, m := range rows {
		bar := max(s.floor, p.bar)
		if m.most+s.beside < bar || s.compared == maxCompared {
			return false
		}
		b, at := s.t.at(m.row)
		if b.isGone(at) || s.q.Allow != nil && !s.q.Allow(b.id(at)) {
			continue
		}
		s.compared++
		if total := s.score(b, at, &r); total >= bar {
			p.enter(hit{m.row, b.id(at), float64(total) / quantum})
		}
	}
	return true
}

// score gives what a row says, but for what the full comparison finds beyond.
func (s *search) score(b *block, at int, r *row) fixed {
	w := s.work
	if s.beside == 0 { // neither a kunya nor a mother is asked for
		b.name(at, r)
	} else {
		b.read(at, r)
	}
	total := s.fieldBits(b, at)
	if s.name.n == 1 && !s.whole {
		total += w.name.single(r.parts[:r.n])
	} else {
		total += w.name.score(r.parts[:r.n])
	}
	if s.name.kunya != 0 && r.kunya != 0 {
		v, ok := s.kunyas[r.kunya-1]
		if !ok {
			v = nothing
		}
		total += max(-usualFixed.kunya/4, min(usualFixed.kunya, v))
	}
	if s.mother.n > 0 && r.m > 0 {
		total += max(-motherLeast*quantum, min(motherMost*quantum, w.mother.score(r.mother[:r.m])))
	}
	return total
}

// nearYears is how far from the year asked for a year is told apart.
const nearYears = 6

// setFields lays out what years, places and lengths of names say.
func (s *search) setFields() {
	for i := range s.years {
		s.years[i] = toFixed(s.bornBits(uint16(max(1, s.q.Born+i-nearYears))))
	}
	s.byPlace = make([]fixed, len(s.t.places))
	for code := range s.byPlace {
		s.byPlace[code] = toFixed(s.placeBits(uint16(code)))
	}
	s.setLacks()
}

func (s *search) fieldBits(b *block, at int) fixed {
	if !s.fields {
		return 0
	}
	bits := s.byPlace[b.place[at]]
	if born := int(b.born[at]); born != 0 && s.q.Born != 0 {
		bits += s.years[max(0, min(born-s.q.Born+nearYears, 2*nearYears))]
	}
	return bits
}

// compare gives the bits of the whole query against a row.
func (s *search) compare(at uint32) float64 {
	b, i := s.t.at(at)
	var r row
	b.read(i, &r)
	name, mother := s.c.prepared(s.t, &r)
	return s.nameBits(&name) + s.bornBits(b.born[i]) + s.placeBits(b.place[i]) + s.motherBits(&mother)
}

// prepared makes names of a row again.
func (c *Comparer) prepared(t *tables, r *row) (name, mother Prepared) {
	for i, at := range r.parts[:r.n] {
		name.parts[i] = t.dict.tokens[at]
	}
	for i, at := range r.mother[:r.m] {
		mother.parts[i] = t.dict.tokens[at]
	}
	name.n, mother.n = r.n, r.m
	if r.kunya != 0 {
		name.kunya = t.dict.tokens[r.kunya-1]
	}
	c.fillHashes(&name)
	c.fillHashes(&mother)
	return name, mother
}

// nameBits compares names. A query of one word may be any part of a name, and
// what it leaves out says nothing.
func (s *search) nameBits(row *Prepared) float64 {
	if s.name.n == 1 && !s.whole {
		bits, _ := s.bestPart(row)
		return bits + s.c.kunyaBits(&s.name, row, &usual)
	}
	q, loss := s.completed(row)
	return s.c.CompareBits(&q, row) - loss
}

// completed gives the query with its unfinished last word replaced by the part
// of the row that it begins, and what that takes off.
func (s *search) completed(row *Prepared) (Prepared, float64) {
	q := s.name
	last := q.n - 1
	if s.prefix == nil || slices.Contains(row.parts[:row.n], q.parts[last]) {
		return q, 0
	}
	for i := int(row.n) - 1; i >= 0; i-- {
		if id := row.parts[i]; s.prefix[id] > 0 {
			q.parts[last], q.hashes[last] = id, row.hashes[i]
			return q, s.unfinished(id)
		}
	}
	return q, 0
}

func (s *search) bestPart(row *Prepared) (float64, int) {
	best, at := math.Inf(-1), 0
	for i, id := range row.parts[:row.n] {
		v := s.c.pairBits(s.name.parts[0], id)
		if s.prefix[id] > 0 {
			v = max(v, s.c.pairBits(id, id)-s.unfinished(id))
		}
		if i > 0 && i < int(row.n)-1 {
			v-- // a forebear's name is seldom what is asked for
		}
		if v > best {
			best, at = v, i
		}
	}
	return best, at
}

const (
	bornExact   = 4
	placeMet    = 2.75
	motherMost  = 8
	motherLeast = 4
)

// bornBits weighs years: lists that guess an age are a year or two out.
func (s *search) bornBits(born uint16) float64 {
	if s.q.Born == 0 || born == 0 {
		return 0
	}
	switch d := max(s.q.Born-int(born), int(born)-s.q.Born); {
	case d == 0:
		return bornExact
	case d == 1:
		return 3
	case d == 2:
		return 1.5
	case d <= 5:
		return -2
	}
	return -6
}

func (s *search) placeBits(place uint16) float64 {
	switch {
	case len(s.q.Places) == 0 || place == 0:
		return 0
	case s.places[place]:
		return placeMet
	}
	return -2.5
}

func (s *search) motherBits(mother *Prepared) float64 {
	if s.mother.n == 0 || mother.n == 0 {
		return 0
	}
	return max(-motherLeast, min(motherMost, s.c.CompareBits(&s.mother, mother)))
}
