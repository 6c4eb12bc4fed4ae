package lists

import (
	"time"

	"kashf.org/kashf/internal/intake"
	"kashf.org/kashf/internal/locale"
	"kashf.org/kashf/internal/register"
)

// problemOf says an error of intake in the reader's words.
func problemOf(p locale.Printer, e *intake.Error) string {
	a := e.Args
	switch e.Kind {
	case intake.NotText:
		return p.T(e.Key(), p.T("intake.seems."+a["seems"]))
	case intake.TooManyColumns, intake.HeaderTooLong:
		return p.T(e.Key(), a["row"], a["limit"])
	case intake.BookTooManySheets:
		return p.T(e.Key(), a["limit"])
	case intake.EditionForeign:
		return p.T(e.Key(), a["same"], a["rows"])
	case intake.HeaderUnread:
		return p.T(e.Key(), a["row"])
	case intake.MapSyntax:
		return p.T(e.Key(), a["line"])
	case intake.MapVersion, intake.MapKey, intake.MapField, intake.MapValue:
		return p.T(e.Key(), a["line"], a["found"])
	case intake.MapColumn:
		return p.T(e.Key(), a["found"])
	case intake.MapColumnCount:
		return p.T(e.Key(), a["want"], a["found"])
	case intake.SealedField:
		return p.T(e.Key(), a["column"], fieldName(p, a["field"]))
	}
	return p.T(e.Key())
}

// adviceOf says what to do about it, "" where the problem says so itself.
func adviceOf(p locale.Printer, e *intake.Error) string {
	if key := e.Advice(); key != "" && p.Has(key) {
		return p.T(key)
	}
	if key := "intake.advice." + string(e.Kind); p.Has(key) {
		return p.T(key)
	}
	return ""
}

// fieldName is a field in the reader's words.
func fieldName(p locale.Printer, key string) string {
	if key == "" {
		return p.T("lists.raw")
	}
	return p.T("field." + key)
}

// reasonOf is why a row was refused or a cell not understood, with the column
// and what stands in it.
func reasonOf(p locale.Printer, columns []string, i intake.Issue) string {
	text := p.T(i.Key())
	if i.Column > 0 && i.Column <= len(columns) {
		text = p.T("lists.reason.in_column", columns[i.Column-1], text)
	}
	if i.Excerpt != "" {
		text = p.T("lists.reason.excerpt", text, i.Excerpt)
	}
	return text
}

func timeOf(micros int64) time.Time { return time.UnixMicro(micros).UTC() }

// A fieldGroup is fields that stand together in a choice.
type fieldGroup struct {
	key    string
	fields []register.Field
}

// fieldGroups order the fields as a person who reads a list looks for them.
// The sealed field is not among them: what only two people may open together
// cannot come in through a list.
var fieldGroups = []fieldGroup{
	{"lists.group.name", []register.Field{
		register.FullName, register.GivenName, register.FatherName, register.GrandfatherName, register.FamilyName, register.MotherName, register.Kunya, register.OtherName,
	}},
	{"lists.group.number", []register.Field{register.DetaineeNo, register.NationalNo, register.RegistryPlace, register.ListNo}},
	{"lists.group.person", []register.Field{
		register.Sex, register.BirthDate, register.BirthYear, register.Age, register.AgeAtArrest, register.BirthPlace, register.Governorate, register.Place,
		register.Residence, register.Nationality, register.Occupation, register.MaritalStatus,
	}},
	{"lists.group.arrest", []register.Field{register.ArrestDate, register.ArrestPlace, register.ArrestMode, register.ArrestedBy, register.StatedGround}},
	{"lists.group.custody", []register.Field{
		register.Facility, register.Cell, register.CustodyFrom, register.CustodyTo, register.TransferTo, register.LastSeenDate, register.LastSeenPlace,
		register.SearchSteps, register.OrderedBy, register.DetentionOrder, register.SupervisedBy, register.FamilyNotified, register.MedicalExam,
		register.FirstAppearance, register.Court, register.Sentence, register.SentenceEnd, register.RecordedOn,
	}},
	{"lists.group.fate", []register.Field{
		register.Status, register.ReleaseDate, register.ReleaseMode, register.HealthAtExit, register.DeathDate, register.DeathPlace, register.DeathCause, register.BurialPlace,
	}},
	{"lists.group.guarded", []register.Field{
		register.Health, register.Phone, register.Relative, register.OfficerName, register.SexualViolence, register.MinorChild, register.Allegation,
	}},
	{"lists.group.other", []register.Field{register.Note, register.Photo}},
}

// dated are the fields whose cells are dates, in which the order of day and
// month matters.
var dated = map[register.Field]bool{
	register.BirthDate: true, register.ArrestDate: true, register.CustodyFrom: true, register.CustodyTo: true,
	register.LastSeenDate: true, register.ReleaseDate: true, register.DeathDate: true,
	register.FirstAppearance: true, register.FamilyNotified: true, register.MedicalExam: true, register.SentenceEnd: true, register.RecordedOn: true,
}
