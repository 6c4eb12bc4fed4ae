package dossier

import (
	"cmp"
	"hash/fnv"
	"slices"
	"strings"

	"kashf.org/kashf/internal/register"
	"kashf.org/kashf/place"
	"kashf.org/kashf/when"
)

// A hold is what a survey keeps of one stay or sighting in a place of
// detention: 40 bytes.
type hold struct {
	person register.PersonID
	record register.RecordID
	// from and to are the first and the last day that what is told can reach.
	from, to when.Day
	source   uint32
	cell     uint32         // told apart by [cellMark]; 0 for none
	inside   uint32         // index of holds.cells
	place    uint16         // index of holds.places
	level    register.Level // the highest of the claims it is read from
	about    holdAbout
}

// A holdAbout says what a hold is of, and how well its first day is known.
type holdAbout uint8

const (
	aStay  holdAbout = 1 << iota
	aMove            // to the place
	toADay           // the first day is known
)

// An arrested is what a survey keeps of an arrest of which the day and the place
// are known: 32 bytes.
type arrested struct {
	person register.PersonID
	record register.RecordID
	on     when.Day
	source uint32
	place  uint16 // index of holds.scenes
	level  register.Level
}

// holds are the stays that a survey met, by person and first day.
type holds struct {
	all    []hold
	places []register.FacilityID
	at     map[register.FacilityID]uint16
	cells  []string // as written; the first is "", for none
	cellAt map[string]uint32

	arrests []arrested
	scenes  []string // places of arrest
	sceneAt map[string]uint16

	// corrected are the files of those who have corrections: their stays are
	// worked out for each sight, in the place of those in all.
	corrected map[register.PersonID]correctedFile
	fixed     bool // the words are another's: none is added
}

// add keeps the stays that a record tells. An arrest is no stay, and a release
// says of no place that the person was in it. A record that tells a death is
// left out: a list of those whom the list of the dead names would tell it too.
func (h *holds) add(r register.Record, source uint32) {
	if r.TellsDeath() {
		return
	}
	for _, c := range register.CustodyIn(r) {
		if c.Kind == register.Arrested {
			h.arrest(r, c, source)
		}
	}
	h.keep(r, source, custodyLevel(r))
}

// keep keeps a record's stays, at a level.
func (h *holds) keep(r register.Record, source uint32, level register.Level) {
	for _, c := range register.CustodyIn(r) {
		if c.Kind != register.HeldAt && c.Kind != register.Moved && c.Kind != register.SeenAt {
			continue
		}
		at, ok := h.index(register.FacilityID(c.Place))
		if !ok {
			continue
		}
		x := hold{person: r.Person, record: r.ID, source: source, place: at, level: level, cell: cellMark(c.Cell), inside: h.insideOf(c.Cell)}
		switch c.Kind {
		case register.HeldAt:
			x.about = aStay
		case register.Moved:
			x.about = aMove
		}
		if c.From.Precision() == when.ToDay {
			x.about |= toADay
		}
		x.from, x.to = c.From.Earliest(), c.To.Latest()
		if c.From.IsZero() {
			x.from = when.MinDay
		}
		if c.To.IsZero() {
			x.to = when.MaxDay
		}
		h.all = append(h.all, x)
	}
}

// arrest keeps an arrest on a day that is known at a place in which two people can
// have met.
func (h *holds) arrest(r register.Record, c register.CustodyInterval, source uint32) {
	if c.Place == "" || c.From.Precision() != when.ToDay || register.TooWideToMeet(c.Place) {
		return
	}
	i, met := h.sceneAt[c.Place]
	if !met {
		if len(h.scenes) == noPlace {
			return
		}
		i = uint16(len(h.scenes))
		if h.sceneAt == nil {
			h.sceneAt = make(map[string]uint16)
		}
		id := strings.Clone(c.Place)
		h.sceneAt[id] = i
		h.scenes = append(h.scenes, id)
	}
	var top register.Level
	for _, x := range r.Claims {
		if x.Field == register.ArrestDate || x.Field == register.ArrestPlace {
			top = max(top, x.Level)
		}
	}
	h.arrests = append(h.arrests, arrested{r.Person, r.ID, c.From.Earliest(), source, i, top})
}

// cellMark tells cells as written apart: 0 for none. Two that are not one can
// have one mark; what is shown is compared again.
func cellMark(cell string) uint32 {
	key := register.CellKey(cell)
	if key == "" {
		return 0
	}
	h := fnv.New32a()
	h.Write([]byte(key))
	return max(1, h.Sum32())
}

// index is the number of a place of detention, and whether it is one.
func (h *holds) index(id register.FacilityID) (uint16, bool) {
	i, met := h.at[id]
	if !met && h.fixed {
		return noPlace, false
	}
	if !met {
		i = noPlace
		if _, ok := place.FacilityByID(string(id)); ok {
			i = uint16(len(h.places))
			h.places = append(h.places, id)
		}
		if h.at == nil {
			h.at = make(map[register.FacilityID]uint16)
		}
		h.at[id] = i
	}
	return i, i != noPlace
}

const noPlace = 1<<16 - 1

// insideOf is the number of a cell as written. It is copied when it is new: a
// record's strings are parts of one, and one kept keeps all that the record says.
func (h *holds) insideOf(written string) uint32 {
	if h.cellAt == nil {
		h.cells, h.cellAt = []string{""}, map[string]uint32{"": 0}
	}
	i, ok := h.cellAt[written]
	if !ok && !h.fixed {
		i = uint32(len(h.cells))
		written = strings.Clone(written)
		h.cells, h.cellAt[written] = append(h.cells, written), i
	}
	return i
}

// custodyLevel is the highest level of the claims that tell of custody, so
// that no part of a stay is told to who may not read another.
func custodyLevel(r register.Record) register.Level {
	var top register.Level
	for _, c := range r.Claims {
		switch c.Field {
		case register.Facility, register.Cell, register.CustodyFrom, register.CustodyTo, register.TransferTo, register.LastSeenDate, register.LastSeenPlace:
			top = max(top, c.Level)
		}
	}
	return top
}

// sorted puts a person's stays in order of their first possible day, the ones
// without a day last.
func (h holds) sorted() holds {
	slices.SortFunc(h.all, func(a, b hold) int {
		return cmp.Or(cmp.Compare(a.person, b.person), cmp.Compare(a.begin(), b.begin()), cmp.Compare(a.record, b.record), cmp.Compare(a.place, b.place))
	})
	slices.SortFunc(h.arrests, func(a, b arrested) int {
		return cmp.Or(cmp.Compare(a.person, b.person), cmp.Compare(a.record, b.record))
	})
	return h
}

func (x hold) begin() when.Day {
	switch {
	case x.from != when.MinDay:
		return x.from
	case x.to != when.MaxDay:
		return x.to
	}
	return when.MaxDay
}

// dated reports whether anything bounds the stay.
func (x hold) dated() bool { return x.begin() != when.MaxDay }
