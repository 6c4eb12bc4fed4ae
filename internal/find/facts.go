package find

import (
	"strings"

	"kashf.org/kashf/internal/register"
	"kashf.org/kashf/place"
	"kashf.org/kashf/when"
)

// What is held of a record to list people by, without a name: a column for each
// fact, a slot for each record. Only what any case worker may read is held, as
// for names (see [open]); nothing is held of a claim above that but on which day a
// death is told to have been at the latest, which ends custody for whoever reads
// of deaths: see death.go.

// told is what a record says that people are listed by.
type told struct {
	governorate string
	sex, status string // codes
	have        uint64 // which fields have a value, by place in [presence]
	stays       []toldStay
	arrest      span
	died        when.Day // the last day that a death it tells can be: see [diedBy]
}

type toldStay struct {
	site string
	when span
}

// A span is from the first day that it can be to the last.
type span struct{ from, to when.Day }

// everAfter is the span of what is not dated at all.
var everAfter = span{when.MinDay, when.MaxDay}

func (s span) meets(o span) bool { return s.from <= o.to && o.from <= s.to }

// presence are the fields that a file can be asked to have, or to lack. The
// places are stored nowhere.
var presence = []register.Field{
	register.FullName, register.FatherName, register.MotherName, register.BirthDate, register.BirthYear, register.Age, register.AgeAtArrest,
	register.Sex, register.Governorate, register.Place, register.BirthPlace, register.RegistryPlace,
	register.ArrestDate, register.ArrestPlace, register.ArrestedBy, register.Facility, register.CustodyFrom, register.CustodyTo,
	register.LastSeenDate, register.LastSeenPlace, register.DetaineeNo, register.ReleaseDate, register.GivenName, register.FamilyName,
}

// isCorrection is the bit of the records that correct others, beside those of
// [presence].
const isCorrection = 1 << 63

// Presence lists the fields that [Has] can ask for.
func Presence() []register.Field { return append([]register.Field(nil), presence...) }

func bitOf(f register.Field) uint64 {
	for i, p := range presence {
		if p == f {
			return 1 << i
		}
	}
	return 0
}

// toldBy reads a record's facts.
func toldBy(r register.Record) told {
	t := told{arrest: span{when.MaxDay, when.MinDay}, died: diedBy(r)}
	low := r // the claims that may be searched by
	for _, c := range r.Claims {
		if c.Level > open {
			low.Claims = nil
			break
		}
	}
	if low.Claims == nil {
		for _, c := range r.Claims {
			if c.Level <= open {
				low.Claims = append(low.Claims, c)
			}
		}
	}
	if r.IsCorrection() {
		t.have |= isCorrection
	}
	held := false
	for _, c := range low.Claims {
		if c.Absence != register.Present {
			continue
		}
		t.have |= bitOf(c.Field)
		switch c.Field {
		case register.Sex:
			t.sex = c.Norm
		case register.Status:
			t.status = c.Norm
		case register.ArrestDate:
			t.arrest = spanOf(c.Norm)
		case register.Facility, register.CustodyFrom, register.CustodyTo:
			held = true
		}
	}
	for _, f := range []register.Field{register.Governorate, register.Place, register.BirthPlace} {
		if c, ok := low.First(f); ok && t.governorate == "" {
			t.governorate = string(place.Code(c.Norm).Governorate())
		}
	}
	if !held {
		return t
	}
	for _, s := range register.StaysOf(low) {
		w := everAfter
		if !s.From.IsZero() {
			w.from = s.From.Earliest()
		}
		if !s.To.IsZero() {
			w.to = s.To.Latest()
		}
		if s.From.IsZero() && s.To.IsZero() {
			w = span{when.MaxDay, when.MinDay} // of no known time: meets none
		}
		t.stays = append(t.stays, toldStay{s.Place, w})
	}
	return t
}

// spanOf reads a date; of one that was not understood nothing is known, and it
// meets no time.
func spanOf(edtf string) span {
	d, err := when.Parse(edtf)
	if err != nil || d.IsZero() {
		return span{when.MaxDay, when.MinDay}
	}
	return span{d.Earliest(), d.Latest()}
}

// A stay as it is held.
type stay struct {
	site int32
	when span
}

// factColumns hold the facts, by slot. A slot is given to a record once and kept by
// it; one whose record is gone is not live.
type factColumns struct {
	record      []register.RecordID
	person      []int32 // ordinals
	source      []int32
	live        []bool
	governorate []int32 // interned; 0 is none
	sex, status []int32
	have        []uint64
	bornFrom    []int16
	bornTo      []int16
	arrest      []span
	died        []when.Day
	firstStay   []int32 // into stays; the next slot's is not the end of it
	countStays  []uint8
	stays       []stay

	words   interned[string] // governorates, sexes, statuses
	sites   interned[string]
	persons interned[register.PersonID]
	fixed   bool // the words are another's: none is added
}

// beside are empty columns with the words of others, which they only read.
func (c *factColumns) beside() factColumns {
	return factColumns{words: c.words, sites: c.sites, persons: c.persons, fixed: true}
}

// wordNo numbers a word; 0, which is none, where it is new to words that are fixed.
func (c *factColumns) wordNo(n *interned[string], word string) int32 {
	if c.fixed {
		return n.at[word]
	}
	return named(n, word)
}

func (c *factColumns) personNo(p register.PersonID) int32 {
	if c.fixed {
		return c.persons.at[p]
	}
	return c.persons.number(p)
}

func newFacts() factColumns { return factColumns{words: internedAfter(""), sites: internedAfter("")} }

// put writes a record's facts into its slot, and gives the slot.
func (c *factColumns) put(slot int32, s said, source int32) int32 {
	if slot < 0 {
		slot = int32(len(c.record))
		c.record = append(c.record, 0)
		c.person = append(c.person, 0)
		c.source = append(c.source, 0)
		c.live = append(c.live, false)
		c.governorate = append(c.governorate, 0)
		c.sex = append(c.sex, 0)
		c.status = append(c.status, 0)
		c.have = append(c.have, 0)
		c.bornFrom = append(c.bornFrom, 0)
		c.bornTo = append(c.bornTo, 0)
		c.arrest = append(c.arrest, span{})
		c.died = append(c.died, tellsNoDeath)
		c.firstStay = append(c.firstStay, 0)
		c.countStays = append(c.countStays, 0)
	}
	c.record[slot], c.person[slot], c.source[slot], c.live[slot] = s.id, c.personNo(s.person), source, true
	c.governorate[slot] = c.wordNo(&c.words, s.told.governorate)
	c.sex[slot], c.status[slot], c.have[slot] = c.wordNo(&c.words, s.told.sex), c.wordNo(&c.words, s.told.status), s.told.have
	c.bornFrom[slot], c.bornTo[slot], c.arrest[slot] = int16(s.from), int16(s.to), s.told.arrest
	c.died[slot] = s.told.died
	c.firstStay[slot], c.countStays[slot] = int32(len(c.stays)), uint8(min(len(s.told.stays), 255))
	for _, t := range s.told.stays[:c.countStays[slot]] {
		c.stays = append(c.stays, stay{c.wordNo(&c.sites, t.site), t.when})
	}
	return slot
}

// named numbers a word, and copies one that is new: a record's strings are parts
// of one, and one kept keeps all that the record says.
func named(n *interned[string], word string) int32 {
	if k, ok := n.at[word]; ok {
		return k
	}
	return n.number(strings.Clone(word))
}

// clear leaves nothing of a record but its slot: what is destroyed stays nowhere.
func (c *factColumns) clear(slot int32) {
	c.forgetStays(slot)
	c.live[slot], c.governorate[slot], c.sex[slot], c.status[slot], c.have[slot] = false, 0, 0, 0, 0
	c.bornFrom[slot], c.bornTo[slot], c.arrest[slot], c.countStays[slot] = 0, 0, span{}, 0
	c.died[slot] = tellsNoDeath
}

func (c *factColumns) forgetStays(slot int32) { clear(c.staysOf(int(slot))) }

func (c *factColumns) staysOf(slot int) []stay {
	first := c.firstStay[slot]
	return c.stays[first : first+int32(c.countStays[slot])]
}

// corrects reports whether a slot's record corrects others.
func (c *factColumns) corrects(slot int) bool { return c.have[slot]&isCorrection != 0 }
