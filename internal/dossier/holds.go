package dossier

import (
	"cmp"
	"slices"

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
	place    uint16         // index of holds.places
	level    register.Level // the highest of the claims it is read from
}

// holds are the stays that a survey met, by person and first day.
type holds struct {
	all    []hold
	places []register.FacilityID
	at     map[register.FacilityID]uint16
}

// add keeps the stays that a record tells. An arrest is no stay, and a release
// says of no place that the person was in it. A record that tells a death is
// left out: a list of those whom the list of the dead names would tell it too.
func (h *holds) add(r register.Record, source uint32) {
	if r.TellsDeath() {
		return
	}
	for _, c := range register.CustodyIn(r) {
		if c.Kind != register.HeldAt && c.Kind != register.Moved && c.Kind != register.SeenAt {
			continue
		}
		at, ok := h.index(register.FacilityID(c.Place))
		if !ok {
			continue
		}
		x := hold{person: r.Person, record: r.ID, source: source, place: at, level: custodyLevel(r)}
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

// index is the number of a place of detention, and whether it is one.
func (h *holds) index(id register.FacilityID) (uint16, bool) {
	i, met := h.at[id]
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
