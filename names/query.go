package names

import (
	"cmp"
	"math"
	"slices"
	"strings"
	"unicode/utf8"
)

// Band says how a hit should be shown.
type Band uint8

// Strong is for hits that hardly one in a hundred names which nobody bears
// would meet by chance among a million; everything else that is worth a look is
// Possible. Neither is a decision.
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
	Style  Style    // in which a Latin name is written; where it is not known, its parts tell
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
	// strongBits and looseBits were set on names drawn from one million and put
	// to another: of hits that say 20 bits when each part that met nothing, or
	// met out of its place, takes off seven, a few in a thousand were chance. There
	// are many ways to leave out a part, and so many more names to be met.
	strongBits = 20
	looseBits  = 7
	floorBits  = 4
)

// Search gives the persons that meet the query, the best first; equal ones by
// ID. A name with by-names is asked for by each, and the best of a person's hits
// is given. Rows that bear parts of the name are taken in the order of the most that
// those can say, until what is left cannot reach the hits any more; at most
// 20,000 that the reader may see are compared.
func (x *Index) Search(q Query) []Hit {
	x.mu.RLock()
	defer x.mu.RUnlock()
	n := Parse(q.Name)
	out := x.searchBy(&q, n)
	for _, by := range n.byNames() {
		out = bestHits(append(out, x.searchBy(&q, by)...), q.limit())
	}
	return out
}

func (q *Query) limit() int {
	if q.Limit <= 0 {
		return defaultLimit
	}
	return q.Limit
}

// searchBy searches by one way to take the query's name. The caller holds the
// lock.
func (x *Index) searchBy(q *Query, n Name) []Hit {
	s := x.newSearch(q, n)
	if s.name.n == 0 {
		return nil
	}
	s.over(x.t)
	defer workspaces.Put(s.work)
	var out []Hit
	for _, h := range s.best() {
		out = append(out, s.show(h))
	}
	return out
}

// bestHits gives the best hit of each person.
func bestHits(hits []Hit, limit int) []Hit {
	slices.SortStableFunc(hits, func(a, b Hit) int {
		return cmp.Or(cmp.Compare(b.Bits, a.Bits), cmp.Compare(a.ID, b.ID))
	})
	seen := map[int64]bool{}
	hits = slices.DeleteFunc(hits, func(h Hit) bool {
		again := seen[h.ID]
		seen[h.ID] = true
		return again
	})
	return hits[:min(len(hits), limit)]
}

// search is one query at work.
type search struct {
	c      *Comparer
	t      *tables
	q      *Query
	work   *workspace
	parsed Name
	name   Prepared
	mother Prepared
	places map[uint16]bool
	nears  [][]near         // of each part of the name
	kunyas map[uint32]fixed // entries near the kunya, with what they say
	prefix map[uint32]uint8 // tokens that the unfinished last word may become, with how many letters are there
	whole  bool             // a name of one part is a whole name
	self   float64

	marks    []mark
	rungs    [MaxParts][levels]fixed
	years    [2*nearYears + 1]fixed
	byPlace  []fixed
	lacks    [rowSizes][MaxParts + 1]fixed // by a row's size and how many parts of the name it bears
	given    fixed                         // more, where it does not bear the given name
	compared int

	floor  fixed // a hit says at least so much
	fields bool  // year or place are asked for
	most   fixed // that all but the parts of the name may say
	beside fixed // the same without year and place
}

func (x *Index) newSearch(q *Query, n Name) *search {
	s := &search{c: x.c, q: q, parsed: n}
	s.name = x.c.prepareQuery(s.parsed, q.Style)
	if q.Mother != "" {
		s.mother = x.c.Prepare(q.Mother)
	}
	for _, id := range s.name.parts[:s.name.n] {
		s.self += x.c.pairBits(id, id)
	}
	s.floor = toFixed(min(floorBits, s.self/2))
	return s
}

func toFixed(bits float64) fixed { return fixed(math.Round(bits * quantum)) }

// over sets the search to work on t: it looks up the places and each part.
func (s *search) over(t *tables) {
	s.t = t
	s.places = map[uint16]bool{}
	for _, p := range s.q.Places {
		if code, ok := t.codes[p]; ok && code != 0 {
			s.places[code] = true
		}
	}
	s.work = workspaces.Get().(*workspace)
	s.setMost()
	s.setFields()
	s.findParts()
	s.setMarks()
	s.spread()
}

func (s *search) setMost() {
	if s.name.kunya != 0 {
		s.beside += toFixed(usual.kunya)
	}
	if s.mother.n > 0 {
		s.beside += toFixed(motherMost)
	}
	s.most = s.beside
	if s.q.Born != 0 {
		s.fields = true
		s.most += toFixed(bornExact)
	}
	if len(s.q.Places) > 0 {
		s.fields = true
		s.most += toFixed(placeMet)
	}
}

// findParts looks up each part of the query.
func (s *search) findParts() {
	n := int(s.name.n)
	s.work.name.begin(n, len(s.t.dict.tokens))
	s.nears = make([][]near, n)
	for i, id := range s.name.parts[:n] {
		s.nears[i] = s.t.dict.nears(s.c, id)
		if s.q.Prefix && i == n-1 {
			s.nears[i] = append(s.nears[i], s.prefixes(id)...)
		}
		for _, near := range s.nears[i] {
			s.work.name.say(i, near.entry, near.bits)
		}
	}
	if s.name.kunya != 0 {
		s.kunyas = map[uint32]fixed{}
		for _, near := range s.t.dict.nears(s.c, s.name.kunya) {
			s.kunyas[near.entry] = toFixed(near.bits)
		}
	}
	n = int(s.mother.n)
	s.work.mother.begin(n, len(s.t.dict.tokens))
	for i, id := range s.mother.parts[:n] {
		for _, near := range s.t.dict.nears(s.c, id) {
			s.work.mother.say(i, near.entry, near.bits)
		}
	}
}

// prefixes gives the entries that the unfinished last word may become. What
// looks like an article may be one.
func (s *search) prefixes(id uint32) []near {
	s.prefix = map[uint32]uint8{}
	last := s.c.vocabulary.token(id)
	texts := []string{last.text}
	for _, article := range [...]string{"ال", "al", "el"} {
		if rest, ok := strings.CutPrefix(last.text, article); ok && utf8.RuneCountInString(rest) > 1 {
			texts = append(texts, rest)
		}
	}
	for _, text := range texts {
		letters := uint8(min(255, utf8.RuneCountInString(text)))
		for _, at := range s.t.dict.prefixed(s.c, text) {
			t := s.t.dict.tokens[at]
			s.prefix[t] = max(s.prefix[t], letters)
		}
	}
	var out []near
	for t := range s.prefix {
		at, _ := s.t.dict.slot(t)
		if bits := s.c.pairBits(t, t) - s.unfinished(t); bits >= minimumBits {
			out = append(out, near{at, bits})
		} else {
			delete(s.prefix, t)
		}
	}
	return out
}

// unfinished is what a match by beginning is short of a match: a beginning of
// n letters can say no more than its letters do.
func (s *search) unfinished(token uint32) float64 {
	return max(2, s.c.pairBits(token, token)-1.25*float64(s.prefix[token]))
}

// show explains one hit.
func (s *search) show(h hit) Hit {
	b, at := s.t.at(h.row)
	var r row
	words := b.words(at, &r, nil)
	name, mother := s.c.prepared(s.t, &r)
	out := Hit{ID: h.id, Name: s.t.words.join(words), Bits: h.bits, Score: ScoreOf(h.bits), Band: Possible}
	bits := s.nameBits(&name)
	out.Names = s.explain(out.Name, &name, bits)
	for _, e := range []Evidence{
		{"born", s.bornBits(b.born[at])}, {"place", s.placeBits(b.place[at])}, {"mother", s.motherBits(&mother)},
	} {
		if e.Bits != 0 {
			out.Fields = append(out.Fields, e)
		}
	}
	if h.bits-looseBits*float64(loose(out.Names.Parts, int(r.n))) >= strongBits && bits >= 0.7*s.self {
		out.Band = Strong
	}
	return out
}

// loose counts what keeps a comparison with a name of n parts from being of
// whole names in one order.
func loose(parts []PartMatch, n int) int {
	count := 0
	for _, p := range parts {
		switch p.Relation {
		case Missing, OutOfOrder, Unfinished:
			count++
		case Different:
			count += 2
		}
	}
	if len(parts) == 1 && n > 1 && parts[0].Relation != Joined { // one word for a whole name
		count++
	}
	return count
}

// explain gives the comparison of the names with the bits that were ranked by.
func (s *search) explain(written string, row *Prepared, bits float64) Comparison {
	parsed := s.c.versionOf(Parse(written), row)
	if s.name.n == 1 && len(parsed.Parts) == int(row.n) {
		_, at := s.bestPart(row)
		a, b := s.parsed.Parts[0], parsed.Parts[at]
		m := PartMatch{A: a.Raw, B: b.Raw, Role: b.Role, Relation: s.c.relation(a, b, bits), Form: s.c.sharedForm(a.Text, b.Text), Bits: bits}
		out := comparison(bits, s.c.likeness(s.name.parts[0], row.parts[at]), []PartMatch{m})
		if v := s.c.kunyaBits(&s.name, row, &usual); v != 0 && s.parsed.Kunya != nil && parsed.Kunya != nil {
			a, b := s.parsed.Kunya, parsed.Kunya
			out.Parts[0].Bits -= v
			out.Parts = append(out.Parts, PartMatch{A: a.Raw, B: b.Raw, Role: Kunya, Relation: s.c.relation(*a, *b, v), Bits: v})
		}
		return out
	}
	q, loss := s.completed(row)
	c := s.c.explain(s.parsed, parsed, &q, row, &usual)
	if loss != 0 {
		last := PartMatch{A: s.parsed.Parts[len(s.parsed.Parts)-1].Raw, Relation: Unfinished, Bits: -loss}
		c = comparison(c.Bits-loss, c.Likeness, append(c.Parts, last))
	}
	return c
}

// versionOf gives the way to take a name that a row was entered by.
func (c *Comparer) versionOf(n Name, row *Prepared) Name {
	for _, by := range n.byNames() {
		if p := c.PrepareName(by); p.n == row.n && p.parts == row.parts && p.kunya == row.kunya {
			return by
		}
	}
	return n
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
