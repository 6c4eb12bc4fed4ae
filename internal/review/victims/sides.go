package victims

import (
	"iter"
	"slices"

	"kashf.org/kashf/internal/review"
	"kashf.org/kashf/names"
)

// A side is a registration or a case, read once for many comparisons.
type side struct {
	spots []spot
	names []string
	ready []*names.Ready // the names, where a table is to hold or be asked for them
}

// A registered is a registration that may be matched, with what its liaison has
// judged of it.
type registered struct {
	side
	open   Open
	judged map[review.CaseID]bool
}

// A subjected is a case that registrations may be like.
type subjected struct {
	side
	subject Subject
	stamp   string
	none    bool // the account is not its liaison any more
}

func sideOf(ns []string, spots ...spot) side {
	x := side{spots: spots}
	for _, n := range ns {
		if n != "" && !slices.Contains(x.names, n) {
			x.names = append(x.names, n)
		}
	}
	return x
}

// read reads the names of a side.
func (x side) read(c *names.Comparer) side {
	for _, n := range x.names {
		x.ready = append(x.ready, c.Ready(n))
	}
	return x
}

// compare finds what a registration and a case have in common, nothing where it is
// not enough for a likeness.
func compare(c *names.Comparer, t, s *side) []Hit {
	hits, found := spotHits(nil, t, s)
	for _, n := range t.names {
		for _, m := range s.names {
			if c.CompareStrings(n, m).Score >= names.SameName {
				found = true
				hits = append(hits, Hit{SameName, n, m})
			}
		}
	}
	if !found {
		return nil
	}
	return hits
}

// spotHits adds what the spots of a registration and of a case have in common, and
// reports whether that is enough.
func spotHits(hits []Hit, t, s *side) (_ []Hit, found bool) {
	told := &t.spots[0]
	for i := range s.spots {
		a := &s.spots[i]
		g := told.alike(a)
		found = found || g.enough()
		if g&atPlace != 0 {
			hits = add(hits, Hit{SamePlace, told.place, a.place})
		}
		if g&byUnit != 0 {
			hits = add(hits, Hit{SameUnit, told.unit, a.unit})
		}
		if g&inTime != 0 {
			hits = add(hits, Hit{SameTime, told.time, a.time})
		}
	}
	return hits, found
}

func add(hits []Hit, h Hit) []Hit {
	if slices.Contains(hits, h) {
		return hits
	}
	return append(hits, h)
}

// A table finds, of many sides, all that one is like, without comparing it with
// each: by place, by unit and by name.
type table struct {
	spots  []tabled
	places map[string][]int32 // spots by key of the place
	units  map[string][]int32 // of texts, by word
	figure map[string][]int32 // of texts, by number
	unitOf map[string]int32   // of texts, by text
	texts  []unit
	screen *names.Screen

	met   []int32 // by spot: the spot by which it was met last
	last  []int32 // by side: the question in which it was met last
	asked int32
}

type tabled struct {
	side int
	spot *spot
}

// A unit is one text, with the spots that say it.
type unit struct {
	of    *spot
	spots []int32
}

func (s *Service) table(sides []*side) *table {
	t := &table{places: map[string][]int32{}, units: map[string][]int32{}, figure: map[string][]int32{}, unitOf: map[string]int32{}, screen: s.Compare.NewScreen()}
	for i, x := range sides {
		for k := range x.spots {
			t.put(i, &x.spots[k])
		}
		for _, n := range x.ready {
			t.screen.Add(i, n)
		}
	}
	t.met, t.last = make([]int32, len(t.spots)), make([]int32, len(sides))
	return t
}

func (t *table) put(of int, p *spot) {
	at := int32(len(t.spots))
	t.spots = append(t.spots, tabled{of, p})
	for _, k := range p.keys {
		t.places[k] = append(t.places[k], at)
	}
	if len(p.words) == 0 {
		return
	}
	u, ok := t.unitOf[p.unit]
	if !ok {
		u = int32(len(t.texts))
		t.unitOf[p.unit] = u
		t.texts = append(t.texts, unit{of: p})
		if p.number != "" {
			t.figure[p.number] = append(t.figure[p.number], u)
		}
		for _, w := range p.words {
			t.units[w] = append(t.units[w], u)
		}
	}
	t.texts[u].spots = append(t.texts[u].spots, at)
}

// like yields the sides that one is like, each once, with how many pairs of names
// are taken for one.
func (t *table) like(x *side, yield func(side, named int)) {
	named := map[int]int{}
	for _, n := range x.ready {
		for i := range t.screen.Like(n) {
			named[i]++
		}
	}
	t.asked++
	question := t.asked
	for i := range x.spots {
		t.asked++
		for at := range t.near(&x.spots[i]) {
			of := t.spots[at].side
			if t.last[of] != question && x.spots[i].alike(t.spots[at].spot).enough() {
				t.last[of] = question
				yield(of, named[of])
			}
		}
	}
	for of, n := range named {
		if t.last[of] != question {
			yield(of, n)
		}
	}
}

// near yields the spots that share a place or a unit with one, each once.
func (t *table) near(p *spot) iter.Seq[int32] {
	return func(yield func(int32) bool) {
		each := func(spots []int32) bool {
			for _, at := range spots {
				if t.met[at] == t.asked {
					continue
				}
				t.met[at] = t.asked
				if !yield(at) {
					return false
				}
			}
			return true
		}
		for _, k := range p.keys {
			if !each(t.places[k]) {
				return
			}
		}
		for _, u := range t.sameUnits(p) {
			if !each(t.texts[u].spots) {
				return
			}
		}
	}
}

// sameUnits are the texts that name the unit of a spot: those with its number, and
// those that share a word where one of the two has no number.
func (t *table) sameUnits(p *spot) []int32 {
	var out []int32
	seen := map[int32]bool{}
	add := func(us []int32, also func(*spot) bool) {
		for _, u := range us {
			if v := t.texts[u].of; !seen[u] && also(v) && p.sameUnit(v) {
				seen[u] = true
				out = append(out, u)
			}
		}
	}
	if p.number != "" {
		add(t.figure[p.number], func(*spot) bool { return true })
	}
	for _, w := range p.words {
		add(t.units[w], func(v *spot) bool { return p.number == "" || v.number == "" })
	}
	return out
}
