package person

import (
	"kashf.org/kashf/internal/locale"
	"kashf.org/kashf/internal/register"
	"kashf.org/kashf/internal/vocab"
	"kashf.org/kashf/names"
	"kashf.org/kashf/place"
	"kashf.org/kashf/when"
)

// say is a value in the reader's language: a code by its label, a date in
// words, a place by its name; what was not understood stays as written.
func say(p locale.Printer, f register.Field, norm, text string) string {
	if norm == "" {
		return text
	}
	if f == register.Sex {
		return vocab.Label("sex", sexes[norm], p.Lang())
	}
	if asked(f) && (norm == register.NoneCode || norm == register.DoneCode) {
		return p.T("person.done." + norm + "." + f.Key())
	}
	if list, ok := vocabularies[f]; ok {
		return vocab.Label(list, norm, p.Lang())
	}
	if name := placeName(p, norm); name != "" {
		return name
	}
	if _, err := when.Parse(norm); err == nil && dated(f) {
		return p.Date(norm)
	}
	return text
}

// sexes are the house's short forms of the vocabulary's codes.
var sexes = map[string]string{"M": "male", "F": "female"}

// asked reports whether the field tells of something that the law asks of an
// authority, so that "none" is one of its values.
func asked(f register.Field) bool {
	switch f {
	case register.FirstAppearance, register.FamilyNotified, register.MedicalExam, register.DetentionOrder:
		return true
	}
	return false
}

// dated reports whether the house's form of the field is a date.
func dated(f register.Field) bool {
	switch f {
	case register.BirthDate, register.BirthYear, register.ArrestDate, register.CustodyFrom, register.CustodyTo,
		register.LastSeenDate, register.ReleaseDate, register.DeathDate, register.ToldOn,
		register.FirstAppearance, register.FamilyNotified, register.MedicalExam, register.SentenceEnd, register.RecordedOn:
		return true
	}
	return false
}

// placeName is the name of a facility or of a place of the gazetteer, with its
// governorate; "" for what is neither.
func placeName(p locale.Printer, code string) string {
	if f, ok := place.FacilityByID(code); ok {
		return f.Name(p.Lang())
	}
	at, ok := place.Lookup(place.Code(code))
	if !ok {
		return ""
	}
	name := at.Name(p.Lang())
	if g, ok := place.Lookup(at.Code.Governorate()); ok && g.Code != at.Code {
		return p.T("person.place_in", name, g.Name(p.Lang()))
	}
	return name
}

// langOf is the language a name is read out in.
func langOf(s names.Script) string {
	switch s {
	case names.Arabic:
		return "ar"
	case names.Latin:
		return "en"
	}
	return ""
}

// absence says why a value is not there.
func absence(p locale.Printer, why register.Absence) string {
	switch why {
	case register.NotAsked:
		return p.T("common.not_asked")
	case register.Withheld:
		return p.T("common.withheld")
	}
	return p.T("common.unknown")
}
