package names

import (
	"math"
	"slices"
	"sort"
)

// Band says how a hit should be shown.
type Band uint8

// Strong is for names that hardly meet by chance even among a million;
// everything else that is worth a look is Possible. Neither is a decision.
const (
	Possible Band = iota + 1
	Strong
)

// String gives the band's English name.
func (b Band) String() string {
	switch b {
	case Possible:
		return "possible"
	case Strong:
		return "strong"
	}
	return "none"
}

// A Query asks an Index for a person.
type Query struct {
	Name   string
	Mother string
	Born   int      // year; 0 asks nothing
	Places []string // codes, any of which will do
	Prefix bool     // the last word of Name may be unfinished
	Limit  int      // of hits; 0 is 20
	// Allow tells whether the reader may see the person. It is asked before
	// anything is ranked or counted: what it refuses has no influence on the
	// hits, their weights or their order. nil allows all.
	Allow func(id int64) bool
}

// Evidence is what a field other than the name says, in bits.
type Evidence struct {
	Field string // "born", "place" or "mother"
	Bits  float64
}

// A Hit is a person found, by the entry that met the query best.
type Hit struct {
	ID     int64
	Name   string // as entered
	Bits   float64
	Score  float64
	Band   Band
	Names  Comparison // query against Name, part by part
	Fields []Evidence
}

const (
	defaultLimit = 20
	// maxCompared bounds the names that a query is compared with in full.
	maxCompared = 5000
	// strongBits is where chance alone would be met once in 130,000 names.
	strongBits = 17
	floorBits  = 4
)

// Search gives the persons that meet the query, the best first; equal ones by
// ID. At most 5,000 names are compared in full, those that share the rarest
// parts.
func (x *Index) Search(q Query) []Hit {
	s := x.newSearch(&q)
	if s.name.n == 0 {
		return nil
	}
	x.mu.RLock()
	defer x.mu.RUnlock()
	s.t = x.t
	s.findParts()
	return s.hits(s.gather())
}

// search is one query at work.
type search struct {
	c      *Comparer
	t      *tables
	q      *Query
	parsed Name
	name   Prepared
	mother Prepared
	places map[uint16]bool
	parts  []sought
	prefix map[uint32]bool // tokens that the unfinished last word may become
	floor  float64
	self   float64
}

// sought is one part of the query with the entries it may mean.
type sought struct {
	rarity float64
	nears  []near
}

func (x *Index) newSearch(q *Query) *search {
	s := &search{c: x.c, q: q, parsed: Parse(q.Name)}
	s.name = x.c.PrepareName(s.parsed)
	if q.Mother != "" {
		s.mother = x.c.Prepare(q.Mother)
	}
	if s.name.n == 0 {
		return s
	}
	for _, id := range s.name.parts[:s.name.n] {
		s.self += x.c.pairBits(id, id)
	}
	s.floor = min(floorBits, s.self/2)
	return s
}

// findParts looks up each part of the query, the rarest first. Rarity is the
// static one, so that the order tells nothing about what is indexed.
func (s *search) findParts() {
	s.places = map[uint16]bool{}
	for _, p := range s.q.Places {
		if code, ok := s.t.places[p]; ok && code != 0 {
			s.places[code] = true
		}
	}
	n := int(s.name.n)
	for i, id := range s.name.parts[:n] {
		part := sought{rarity: s.c.pairBits(id, id), nears: s.t.dict.nears(s.c, id)}
		if s.q.Prefix && i == n-1 {
			part.nears = append(part.nears, s.prefixes(id)...)
		}
		part.nears = slices.DeleteFunc(part.nears, func(n near) bool { return !s.borne(n.entry) })
		if len(part.nears) > 0 {
			s.parts = append(s.parts, part)
		}
	}
	sort.SliceStable(s.parts, func(i, j int) bool { return s.parts[i].rarity > s.parts[j].rarity })
}

// borne reports whether any row that the reader may see bears a spelling. One
// that only hidden rows bear must not count as a part of the query that finds
// something: it would move the choice of the parts that admit rows.
func (s *search) borne(entry int32) bool {
	for _, r := range s.t.dict.entries[entry].rows {
		if s.sees(r) {
			return true
		}
	}
	return false
}

// sees reports whether a row is there and the reader may see it.
func (s *search) sees(r uint32) bool {
	return s.t.sizes[r] != gone && (s.q.Allow == nil || s.q.Allow(s.t.ids[r]))
}

func (s *search) prefixes(id uint32) []near {
	s.prefix = map[uint32]bool{}
	var out []near
	for _, at := range s.t.dict.prefixed(s.c, id) {
		t := s.t.dict.entries[at].token
		s.prefix[t] = true
		out = append(out, near{at, s.c.pairBits(t, t) - s.unfinished(t)})
	}
	return out
}

// unfinished is what a match by beginning is short of a match: a beginning of
// n letters can say no more than its letters do.
func (s *search) unfinished(token uint32) float64 {
	letters := float64(s.c.vocabulary.token(s.name.parts[s.name.n-1]).runes)
	return max(2, s.c.pairBits(token, token)-1.25*letters)
}

// hit is a row that was compared.
type hit struct {
	row  uint32
	id   int64
	bits float64
}

// hits compares the candidates in full, keeps the best entry of each person
// and explains those that are shown.
func (s *search) hits(rows []uint32) []Hit {
	var all []hit
	for _, r := range rows {
		if bits := s.compare(r); bits >= s.floor {
			all = append(all, hit{r, s.t.ids[r], bits})
		}
	}
	sort.Slice(all, func(i, j int) bool {
		if all[i].bits != all[j].bits {
			return all[i].bits > all[j].bits
		}
		if all[i].id != all[j].id {
			return all[i].id < all[j].id
		}
		return all[i].row < all[j].row
	})
	limit := s.q.Limit
	if limit <= 0 {
		limit = defaultLimit
	}
	seen := map[int64]bool{}
	var out []Hit
	for _, h := range all {
		if len(out) == limit {
			break
		}
		if !seen[h.id] {
			seen[h.id] = true
			out = append(out, s.show(h))
		}
	}
	return out
}

// compare gives the bits of the whole query against a row.
func (s *search) compare(r uint32) float64 {
	name, mother := s.t.parts(r)
	return s.nameBits(&name) + s.bornBits(s.t.born[r]) + s.placeBits(s.t.place[r]) + s.motherBits(&mother)
}

// nameBits compares names. A query of one word may be any part of a name, and
// what it leaves out says nothing.
func (s *search) nameBits(row *Prepared) float64 {
	if s.name.n == 1 {
		bits, _ := s.bestPart(row)
		return bits
	}
	s.c.fillHashes(row)
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
		if id := row.parts[i]; s.prefix[id] {
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
		if s.prefix[id] {
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

// bornBits weighs years: lists that guess an age are a year or two out.
func (s *search) bornBits(born int16) float64 {
	if s.q.Born == 0 || born == 0 {
		return 0
	}
	switch d := max(s.q.Born-int(born), int(born)-s.q.Born); {
	case d == 0:
		return 4
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
		return 2.75
	}
	return -2.5
}

func (s *search) motherBits(mother *Prepared) float64 {
	if s.mother.n == 0 || mother.n == 0 {
		return 0
	}
	return max(-4, min(8, s.c.CompareBits(&s.mother, mother)))
}

// show explains one hit.
func (s *search) show(h hit) Hit {
	name, mother := s.t.parts(h.row)
	out := Hit{ID: h.id, Name: s.t.names[h.row], Bits: h.bits, Score: ScoreOf(h.bits), Band: Possible}
	bits := s.nameBits(&name)
	out.Names = s.explain(out.Name, &name, bits)
	for _, e := range []Evidence{
		{"born", s.bornBits(s.t.born[h.row])}, {"place", s.placeBits(s.t.place[h.row])}, {"mother", s.motherBits(&mother)},
	} {
		if e.Bits != 0 {
			out.Fields = append(out.Fields, e)
		}
	}
	if h.bits >= strongBits && bits >= 0.7*s.self {
		out.Band = Strong
	}
	return out
}

// explain gives the comparison of the names with the bits that were ranked by.
func (s *search) explain(written string, row *Prepared, bits float64) Comparison {
	parsed := Parse(written)
	if s.name.n == 1 && len(parsed.Parts) == int(row.n) {
		_, at := s.bestPart(row)
		a, b := s.parsed.Parts[0], parsed.Parts[at]
		m := PartMatch{A: a.Raw, B: b.Raw, Role: b.Role, Relation: s.c.relation(a, b, bits), Form: s.c.sharedForm(a.Text, b.Text), Bits: bits}
		return Comparison{Bits: bits, Score: ScoreOf(bits), Parts: []PartMatch{m}}
	}
	q, loss := s.completed(row)
	c := s.c.explain(s.parsed, parsed, &q, row, &usual)
	if loss != 0 {
		c.Parts = append(c.Parts, PartMatch{A: s.parsed.Parts[len(s.parsed.Parts)-1].Raw, Relation: Unfinished, Bits: -loss})
		c.Bits -= loss
		c.Score = ScoreOf(c.Bits)
	}
	return c
}

// fillHashes gives a row's parts what joined parts are recognised by.
func (c *Comparer) fillHashes(p *Prepared) {
	for i, id := range p.parts[:p.n] {
		t := c.vocabulary.token(id)
		p.hashes[i] = t.hash
		if i > 0 {
			p.joins[i-1] = hashOn(p.hashes[i-1], t.text)
		}
	}
}
