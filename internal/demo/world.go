package demo

import (
	"cmp"
	"errors"
	"slices"

	"kashf.org/kashf/internal/register"
)

// DefaultPersons is the size of the quick demo.
const DefaultPersons = 1200

// Options say which world to make. The zero Options is the quick demo.
type Options struct {
	Persons int    // how many were arrested; 0 is [DefaultPersons]
	Seed    uint64 // another seed is another world
	Places  Places // nil is the table of this package
}

// A World is a made-up population and what happened to it. It is not changed
// after [New] and may be read by several goroutines.
type World struct {
	Families []Family // Families[i].ID is i+1
	Persons  []Person // Persons[i].ID is i+1
	Children []Child  // Children[i].ID is len(Persons)+i+1

	seed    uint64
	lexicon *lexicon
	atlas   *atlas
}

// ErrSize reports a number of persons that no world can have.
var ErrSize = errors.New("a world has 1 to 10,000,000 persons")

// maker holds what is needed only while a world is being made.
type maker struct {
	w        *World
	seed     uint64
	lexicon  *lexicon
	atlas    *atlas
	deny     denial
	agencies table[agency]
	modes    table[mode]
	years    table[int]
	branches map[string][]register.FacilityID
	numbers  map[register.FacilityID]int
}

// New makes a world. The same options give the same world. A larger world
// begins with the same families as a smaller one of the same seed, but for
// the smaller one's last.
func New(o Options) (*World, error) {
	m, err := newMaker(o)
	if err != nil {
		return nil, err
	}
	persons := cmp.Or(o.Persons, DefaultPersons)
	if persons < 1 || persons > 10_000_000 {
		return nil, ErrSize
	}
	for id := 1; len(m.w.Persons) < persons; id++ {
		m.makeFamily(id, persons-len(m.w.Persons))
	}
	for i := range m.w.Children {
		c := &m.w.Children[i]
		c.ID = len(m.w.Persons) + i + 1
		mother := &m.w.Persons[c.Mother-1]
		mother.Children = append(mother.Children, c.ID)
	}
	return m.w, nil
}

func newMaker(o Options) (*maker, error) {
	lx, err := readLexicon(tokensTSV)
	if err != nil {
		return nil, err
	}
	if o.Places == nil {
		if o.Places, err = readTowns(townsTSV); err != nil {
			return nil, err
		}
	}
	at, err := newAtlas(o.Places)
	if err != nil {
		return nil, err
	}
	m := &maker{
		w:    &World{seed: o.Seed, lexicon: lx, atlas: at},
		seed: o.Seed, lexicon: lx, atlas: at, deny: readDenial(publicNames),
		branches: map[string][]register.FacilityID{}, numbers: map[register.FacilityID]int{},
	}
	for _, a := range agencies {
		m.agencies.add(a, a.weight)
	}
	for _, x := range modes {
		m.modes.add(x, x.weight)
	}
	for i, weight := range arrestYears {
		m.years.add(i, weight)
	}
	for _, s := range sites {
		keys := [...][]string{
			local:   {s.governorate, s.governorate + s.agency},
			central: {"central", "central" + s.agency},
			prison:  {"prison"},
		}[s.stage]
		for _, k := range keys {
			m.branches[k] = append(m.branches[k], s.id)
		}
	}
	return m, nil
}

// Person is the person of that id, which must be one of the world's.
func (w *World) Person(id int) *Person { return &w.Persons[id-1] }

// Family is the family of a person.
func (w *World) Family(p *Person) *Family { return &w.Families[p.Family-1] }

// A Group is people who came to one cell of one place on the same day.
type Group struct {
	Facility register.FacilityID
	Cell     string
	From     Day
	Persons  []int // ids, at least two
}

// Groups are those held together, ordered by place, day and cell.
func (w *World) Groups() []Group {
	type key struct {
		facility register.FacilityID
		cell     string
		from     Day
	}
	in := map[key][]int{}
	for _, p := range w.Persons {
		for _, s := range p.Stays {
			k := key{s.Facility, s.Cell, s.From}
			in[k] = append(in[k], p.ID)
		}
	}
	var groups []Group
	for k, ids := range in {
		if len(ids) > 1 {
			groups = append(groups, Group{k.facility, k.cell, k.from, ids})
		}
	}
	slices.SortFunc(groups, func(a, b Group) int {
		return cmp.Or(cmp.Compare(a.Facility, b.Facility), cmp.Compare(a.From, b.From), cmp.Compare(a.Cell, b.Cell))
	})
	return groups
}
