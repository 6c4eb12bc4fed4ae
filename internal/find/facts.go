package find

import (
	"slices"

	"kashf.org/kashf/internal/register"
	"kashf.org/kashf/internal/vocab"
	"kashf.org/kashf/place"
	"kashf.org/kashf/when"
)

// What is held of a record to list people by, without a name: a column for each
// fact, a slot for each record. Only what any case worker may read is held, as
// for names (see [open]), and apart from it what those who read of C3 are told as
// well: see [factColumns.deep] and [Filter.Deep]. Of a death is held only on which
// day it is told to have been at the latest, which ends custody for whoever reads
// of deaths: see death.go.

// told is what a record says that people are listed by, up to a level.
type told struct {
	governorate string
	sex         string
	status      uint16 // which of [statuses]
	have        uint64 // which fields have a value, by place in [presence]
	agencies    uint64 // which of the vocabulary's, by place in [agencies]
	stays       []toldStay
	arrest      span
	died        when.Day // the last day that a death it tells can be: see [diedBy]
	exits       exits
	texts       []toldText
	sort        sortKey
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
	register.LastSeenDate, register.LastSeenPlace, register.DetaineeNo, register.ReleaseDate, register.GivenName, register.FamilyName, register.Occupation, register.Cell,
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

// statuses are the codes of what became of a person, a bit each in [told].
var statuses = []string{
	register.FreeVerified, register.FreeReported, register.DetainedKnown, register.DetainedUnknown, register.ForciblyDisappeared, register.MissingOther,
	register.ReportedDead, register.DeadDocument, register.DeadIdentified, register.Exchanged, register.Escaped, register.FateUnknown,
}

func statusBit(code string) uint16 {
	if i := slices.Index(statuses, code); i >= 0 {
		return 1 << i
	}
	return 0
}

// agencies are the codes of the vocabulary of who holds people, a bit each in
// [told].
var agencies = func() (out []string) {
	for _, t := range vocab.List("agency") {
		out = append(out, t.Code)
	}
	return out
}()

func agencyBit(code string) uint64 {
	if i := slices.Index(agencies, code); i >= 0 && i < 64 {
		return 1 << i
	}
	return 0
}

// holders are the agencies of a place that has only ever been of one: of a place
// that changed hands nothing says whose somebody's time there was.
func holders(site string) uint64 {
	if f, ok := place.FacilityByID(site); ok && len(f.Agencies) == 1 {
		return agencyBit(f.Agencies[0])
	}
	return 0
}

// closedTo reports whether a record has claims above [open] that a reader of C3
// is told of by filters, so that its facts are held twice.
func closedTo(r register.Record) bool {
	return slices.ContainsFunc(r.Claims, func(c register.Claim) bool {
		return c.Level > open && c.Level <= register.C3 && !ofDeath(c) && listedBy[c.Field]
	})
}

// listedBy are the fields that facts are read from, texts left out.
var listedBy = func() map[register.Field]bool {
	out := map[register.Field]bool{
		register.Status: true, register.ReleaseMode: true, register.RecordedOn: true, register.OrderedBy: true, register.SupervisedBy: true,
		register.OtherName: true, register.GrandfatherName: true,
	}
	for _, f := range presence {
		out[f] = true
	}
	return out
}()

// toldBy reads a record's facts, as one who reads up to a level is told them.
func toldBy(r register.Record, level register.Level) told {
	t := told{arrest: span{when.MaxDay, when.MinDay}, died: diedBy(r, level)}
	low := upTo(r, level)
	if r.IsCorrection() {
		t.have |= isCorrection
	}
	t.exits = exitsOf(low)
	t.exits.died = diedFrom(r, level)
	t.texts = textsOf(low)
	t.sort = sortKeyOf(low)
	held := false
	for _, c := range low.Claims {
		if c.Absence != register.Present {
			continue
		}
		if c.Field != register.ReleaseDate || freeing(low) {
			t.have |= bitOf(c.Field)
		}
		switch c.Field { // of several the last
		case register.Sex:
			t.sex = c.Norm
		case register.Status:
			t.status |= statusBit(c.Norm)
		case register.ArrestedBy, register.SupervisedBy, register.OrderedBy:
			t.agencies |= agencyBit(c.Norm)
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
		t.agencies |= holders(s.Place)
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
