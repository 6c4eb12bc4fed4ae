package dossier

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"

	"kashf.org/kashf/internal/register"
	"kashf.org/kashf/when"
)

// A Company is who was, or may have been, in custody with a person: other files
// with claims on the same place at times that overlap, within the reader's sight.
type Company struct {
	// Total is how many there are. Above [CountedMost] it is what the last walk
	// over the register found, and Exact is false: a correction or a file joined
	// since may have taken some away.
	Total int
	Exact bool
	// People are those asked for, the strongest tie first.
	People []Companion
}

// A Companion is another person of the register with what ties the two.
type Companion struct {
	Card
	// Bonds are what the two have in common, the strongest first; never none.
	Bonds []SeenBond
}

// A SeenBond is a bond with the sources of either side.
type SeenBond struct {
	register.Bond
	Mine, Theirs SourceRef
}

// CountedMost is how many are counted one by one.
const CountedMost = 40

// Company reads who was in custody with a person: count of them from offset on,
// in the order of how much ties them. It gives [register.ErrNotFound] for whoever
// is absent or out of sight. What is told of the others tells no death.
func (d *Dossier) Company(ctx context.Context, a Audience, id register.PersonID, offset, count int) (Company, error) {
	whole, err := d.fileOf(ctx, a, id)
	if err != nil {
		return Company{}, err
	}
	f := fitted(whole, a)
	seen, sv, err := d.heldInSight(ctx, a.Sight)
	if err != nil {
		return Company{}, err
	}
	mine := register.CustodyOf(f)
	met := sv.held.company(f.Person, mine.Intervals, a.Sight, seen)
	out := Company{Total: len(met)}
	r := companions{d: d, a: a, mine: mine, from: refsOf(f.Sources), of: f.Person, met: map[register.PersonID]bool{}}
	r.a.Deaths, r.a.Sight.Revealed = false, false // the reveal is of another file
	if r.sources, err = d.register.Sources(ctx, r.a.Sight); err != nil {
		return out, fmt.Errorf("read sources: %w", err)
	}
	if out.Exact = len(met) <= CountedMost; out.Exact {
		all, err := r.read(ctx, met)
		offset = max(0, min(offset, len(all)))
		out.Total, out.People = len(all), all[offset:min(len(all), offset+count)]
		return out, err
	}
	offset = max(0, min(offset, len(met)))
	out.People, err = r.read(ctx, met[offset:min(len(met), offset+count)])
	return out, err
}

// A companions reader reads those who were met, file by file, as they are now:
// what was corrected, moved or taken back since the walk ties nobody.
type companions struct {
	d       *Dossier
	a       Audience
	of      register.PersonID
	mine    register.Custody
	from    refs // of the person's own file
	sources []register.Source
	met     map[register.PersonID]bool
}

func (r *companions) read(ctx context.Context, met []meeting) ([]Companion, error) {
	var out []Companion
	for _, m := range met {
		c, err := r.one(ctx, m.person)
		if errors.Is(err, register.ErrNotFound) || err == nil && len(c.Bonds) == 0 {
			continue
		}
		if err != nil {
			return nil, err
		}
		out = append(out, c)
	}
	return out, nil
}

func (r *companions) one(ctx context.Context, id register.PersonID) (Companion, error) {
	f := register.File{Sight: r.a.Sight, Sources: r.sources}
	var err error
	if f.Person, f.Records, err = r.d.register.Person(ctx, r.a.Sight, id); err != nil {
		return Companion{}, err
	}
	if f.Person == r.of || r.met[f.Person] {
		return Companion{}, nil
	}
	r.met[f.Person] = true
	f.Records, f.Former = register.Former(f.Records)
	f = fitted(f, r.a)
	c := Companion{Card: r.d.cardOf(f)}
	from := refsOf(f.Sources)
	for _, b := range register.Bonds(r.mine, register.CustodyOf(f)) {
		if !from[b.B.Source].Veiled {
			c.Bonds = append(c.Bonds, SeenBond{b, r.from[b.A.Source], from[b.B.Source]})
		}
	}
	return c, nil
}

// A meeting is another person and how strong the strongest tie to them is.
type meeting struct {
	person register.PersonID
	weight uint64
}

// company finds the persons with a stay in sight in the places of one, at a time
// that overlaps, with a move or an arrest on the same day in the same place; the
// strongest tie first.
func (h holds) company(of register.PersonID, mine []register.CustodyInterval, v register.Sight, seen map[uint32]register.Source) []meeting {
	m := h.meeterOf(of, mine, v, seen)
	var out []meeting
	keep := func(person register.PersonID, weight uint64) {
		if n := len(out); n > 0 && out[n-1].person == person {
			out[n-1].weight = max(out[n-1].weight, weight)
		} else {
			out = append(out, meeting{person, weight})
		}
	}
	for i := range h.all {
		if x := &h.all[i]; m.stays[x.place] != nil && m.sees(x.person, x.source, x.level, x.record) {
			if w := m.weigh(x); w != 0 {
				keep(x.person, w)
			}
		}
	}
	byStay := len(out)
	for _, x := range h.arrests {
		if on := m.arrests[x.place]; on != nil && m.sees(x.person, x.source, x.level, x.record) {
			for _, w := range on {
				if w.from == x.on {
					keep(x.person, weightOf(register.ArrestedTogether, m.source(w.of) == x.source, 0))
				}
			}
		}
	}
	if byStay < len(out) {
		out = joined(out)
	}
	slices.SortFunc(out, func(a, b meeting) int {
		return cmp.Or(cmp.Compare(b.weight, a.weight), cmp.Compare(a.person, b.person))
	})
	return out
}

// joined puts the meetings of one person together.
func joined(all []meeting) []meeting {
	slices.SortFunc(all, func(a, b meeting) int {
		return cmp.Or(cmp.Compare(a.person, b.person), cmp.Compare(b.weight, a.weight))
	})
	return slices.CompactFunc(all, func(a, b meeting) bool { return a.person == b.person })
}

// A meeter knows one person's stays by the places in which others can have met
// them.
type meeter struct {
	of      register.PersonID
	v       register.Sight
	seen    []bool // by source
	sources map[register.SourceID]uint32
	stays   [][]within // by place
	arrests [][]within // by scene
}

// within is one of the person's own intervals as seen from a place: the place
// itself, one that it is part of, or a part of it.
type within struct {
	of       register.CustodyInterval
	from, to when.Day
	cell     uint32
	same     bool // the very place
}

func (h holds) meeterOf(of register.PersonID, mine []register.CustodyInterval, v register.Sight, seen map[uint32]register.Source) *meeter {
	m := &meeter{of: of, v: v, sources: make(map[register.SourceID]uint32), stays: make([][]within, len(h.places)), arrests: make([][]within, len(h.scenes))}
	for i, s := range seen {
		m.sources[s.ID] = i
		for len(m.seen) <= int(i) {
			m.seen = append(m.seen, false)
		}
		m.seen[i] = true
	}
	for _, x := range mine {
		w := within{of: x, from: when.MinDay, to: when.MaxDay, cell: cellMark(x.Cell)}
		if !x.From.IsZero() {
			w.from = x.From.Earliest()
		}
		if !x.To.IsZero() {
			w.to = x.To.Latest()
		}
		switch x.Kind {
		case register.HeldAt, register.Moved:
			if x.From.IsZero() && x.To.IsZero() {
				continue // of no known time
			}
			for i, id := range h.places {
				if w.same = string(id) == x.Place; w.same || x.Kind == register.HeldAt && register.OneInOther(x.Place, string(id)) {
					m.stays[i] = append(m.stays[i], w)
				}
			}
		case register.Arrested:
			if x.From.Precision() != when.ToDay {
				continue
			}
			for i, id := range h.scenes {
				if w.same = id == x.Place; w.same || register.OneInOther(x.Place, id) && !register.TooWideToMeet(x.Place) {
					m.arrests[i] = append(m.arrests[i], w)
				}
			}
		}
	}
	return m
}

func (m *meeter) sees(person register.PersonID, source uint32, level register.Level, record register.RecordID) bool {
	return person != m.of && int(source) < len(m.seen) && m.seen[source] && m.v.Sees(level) && m.v.SeesRecord(record)
}

func (m *meeter) source(x register.CustodyInterval) uint32 {
	if i, ok := m.sources[x.Source]; ok {
		return i
	}
	return noSource
}

const noSource = 1<<32 - 1

// weigh is how much a stay in one of the places ties, 0 for nothing.
func (m *meeter) weigh(x *hold) uint64 {
	if !x.dated() {
		return 0
	}
	var best uint64
	for _, w := range m.stays[x.place] {
		switch {
		case x.about&aMove != 0 && w.of.Kind == register.Moved:
			if x.about&toADay != 0 && w.of.From.Precision() == when.ToDay && x.from == w.from {
				best = max(best, weightOf(register.MovedTogether, m.source(w.of) == x.source, 0))
			}
		case x.about&aStay != 0 && w.of.Kind == register.HeldAt && x.from <= w.to && w.from <= x.to:
			best = max(best, weightOf(bondKind(x, w), m.source(w.of) == x.source, daysTogether(x, w)))
		}
	}
	return best
}

func bondKind(x *hold, w within) register.BondKind {
	switch {
	case w.same && x.cell != 0 && x.cell == w.cell:
		return register.SameCell
	case w.same && x.about&toADay != 0 && w.of.From.Precision() == when.ToDay && x.from == w.from:
		return register.CameTogether
	}
	return register.SameTime
}

// daysTogether is how long both can have been there, 0 where nothing bounds it.
func daysTogether(x *hold, w within) int {
	from, to := max(x.from, w.from), min(x.to, w.to)
	if from == when.MinDay || to == when.MaxDay {
		return 0
	}
	return int(to-from) + 1
}

// weightOf puts the kind first, then that one source tells of both, then the days.
func weightOf(k register.BondKind, oneSource bool, days int) uint64 {
	w := uint64(k.Weight())<<33 | uint64(days)
	if oneSource {
		w |= 1 << 32
	}
	return w
}
