package intake

import (
	"strings"

	"kashf.org/kashf/internal/register"
)

// A DateOrder says how a date of numbers alone is meant.
type DateOrder string

const (
	DayFirst   DateOrder = "dmy" // the default: what lists of the region mean
	MonthFirst DateOrder = "mdy"
	YearFirst  DateOrder = "ymd"
	// SerialDays are days as Excel counts them, 41413 for 19 May 2013: what is
	// left of a column of dates that lost its style.
	SerialDays DateOrder = "serial"
)

// Readers turn cells into the house's own form. Each reports whether it
// understood the cell, or why not. They must give the same answer for the same cell.
// [Standard] gives those of the house.
type Readers struct {
	// Date gives an EDTF date.
	Date func(cell string, order DateOrder) (string, bool)
	// Place gives a p-code, or the reason why it does not. The governorate is
	// that of the row, "" where the row has none.
	Place func(cell, governorate string) (string, Reason)
	// Governorate gives the p-code of a governorate.
	Governorate func(cell string) (string, bool)
	// Facility gives the id of a place of detention, or the reason why not.
	Facility func(cell string) (string, Reason)
	// Term gives a code of a vocabulary.
	Term func(list, cell string) (string, bool)
}

// A reading is what a cell came to.
type reading struct {
	norm    string
	reason  Reason // why it was not understood, "" when it was
	absence register.Absence
}

// A way is how the cells of a field are read.
type way uint8

const (
	asText way = iota // no form of its own
	asName            // no form of its own, and a limit
	asDate
	asAge
	asSex
	asGovernorate
	asPlace
	asPlaceOrFacility
	asFacility
	asTerm
	asEvent // the day of something that was to be done, or that it was not
	asOrder // a paper, or that there was none
)

// ways lists the fields that are read, and as what.
var ways = map[register.Field]way{
	register.FullName: asName, register.GivenName: asName, register.FatherName: asName,
	register.GrandfatherName: asName, register.FamilyName: asName, register.MotherName: asName,
	register.Kunya: asName, register.OtherName: asName, register.OfficerName: asName, register.Relative: asName,
	register.BirthDate: asDate, register.BirthYear: asDate, register.ArrestDate: asDate,
	register.CustodyFrom: asDate, register.CustodyTo: asDate, register.LastSeenDate: asDate,
	register.ReleaseDate: asDate, register.DeathDate: asDate, register.ToldOn: asDate,
	register.AgeAtArrest: asAge, register.Age: asAge,
	register.Sex:         asSex,
	register.Governorate: asGovernorate,
	register.Place:       asPlace, register.BirthPlace: asPlace, register.Residence: asPlace,
	register.ArrestPlace: asPlaceOrFacility, register.LastSeenPlace: asPlaceOrFacility,
	register.DeathPlace: asPlaceOrFacility, register.BurialPlace: asPlaceOrFacility,
	register.Facility: asFacility, register.TransferTo: asFacility,
	register.ArrestMode: asTerm, register.ArrestedBy: asTerm, register.StatedGround: asTerm,
	register.Status: asTerm, register.ReleaseMode: asTerm, register.MaritalStatus: asTerm,
	register.FirstAppearance: asEvent, register.FamilyNotified: asEvent, register.MedicalExam: asEvent,
	register.SentenceEnd: asDate, register.RecordedOn: asDate, register.DetentionOrder: asOrder,
	register.SupervisedBy: asTerm, register.OrderedBy: asTerm,
	register.ToldBy: asName, register.ToldAs: asTerm,
}

// lists names the vocabulary of each field that has one.
var lists = map[register.Field]string{
	register.ArrestMode:    "arrest_mode",
	register.ArrestedBy:    "agency",
	register.StatedGround:  "stated_ground",
	register.Status:        "fate_status",
	register.ReleaseMode:   "release_mode",
	register.MaritalStatus: "marital_status",
	register.ToldAs:        "relation",
	register.SupervisedBy:  "agency",
	register.OrderedBy:     "agency",
}

// doneList is the vocabulary of what was done, or never was.
const doneList = "event_done"

// unknownCode is the code of "not known" in every vocabulary that has one.
const unknownCode = "unknown"

// read reads one cell of a field.
func (r Readers) read(f register.Field, order DateOrder, cell, governorate string) reading {
	switch ways[f] {
	case asDate:
		norm, ok := r.Date(cell, order)
		if year := shortBirth(cell); !ok && year != "" && (f == register.BirthYear || f == register.BirthDate) {
			return reading{norm: year, reason: ShortYear}
		}
		if ok && shortYears(cell) > 0 {
			return reading{norm: norm, reason: ShortYear}
		}
		if !ok && saysHowLong(cell) {
			return reading{reason: LengthOfTime}
		}
		return understood(norm, ok, BadDate)
	case asAge:
		return result(readAge(cell))
	case asSex:
		norm, ok := r.readSex(cell)
		return understood(norm, ok, UnknownSex)
	case asGovernorate:
		norm, ok := r.Governorate(cell)
		return understood(norm, ok, UnknownPlace)
	case asPlace:
		return r.place(f, cell, governorate)
	case asPlaceOrFacility:
		return r.placeOrFacility(cell)
	case asFacility:
		return result(r.Facility(cell))
	case asEvent:
		if code, ok := r.Term(doneList, cell); ok {
			return done(code)
		}
		norm, ok := r.Date(cell, order)
		return understood(norm, ok, BadDate)
	case asOrder:
		if code, ok := r.Term(doneList, cell); ok && code != register.DoneCode {
			return done(code)
		}
	case asTerm:
		norm, ok := r.Term(lists[f], cell)
		if norm == unknownCode {
			return reading{absence: register.Unknown}
		}
		return understood(norm, ok, UnknownTerm)
	}
	return reading{}
}

// done reads a code of what was done: "not known" is no value.
func done(code string) reading {
	if code == unknownCode {
		return reading{absence: register.Unknown}
	}
	return reading{norm: code}
}

// place reads a place. The governorate of origin says where the community of
// origin is looked for. People are born and live elsewhere too: for these it
// only decides between places of one name.
func (r Readers) place(f register.Field, cell, governorate string) reading {
	if f == register.Place || governorate == "" {
		return result(r.Place(cell, governorate))
	}
	anywhere := result(r.Place(cell, ""))
	if anywhere.reason != SeveralPlaces {
		return anywhere
	}
	if near := result(r.Place(cell, governorate)); near.reason == "" {
		return near
	}
	return anywhere
}

// placeOrFacility reads a cell that may hold either. One word is the town, not
// the prison that is called after it, unless there is no such town.
func (r Readers) placeOrFacility(cell string) reading {
	prison := result(r.Facility(cell))
	if prison.reason == "" && len(strings.Fields(cell)) > 1 {
		return prison
	}
	if town := result(r.Place(cell, "")); town.reason == "" || prison.reason != "" {
		return town
	}
	return prison
}

func result(norm string, why Reason) reading { return reading{norm: norm, reason: why} }

func understood(norm string, ok bool, otherwise Reason) reading {
	if ok {
		return reading{norm: norm}
	}
	return reading{reason: otherwise}
}

// readSex gives M or F.
func (r Readers) readSex(cell string) (string, bool) {
	switch code, _ := r.Term("sex", cell); code {
	case "male":
		return "M", true
	case "female":
		return "F", true
	}
	return "", false
}
