package export

import (
	"slices"

	"kashf.org/kashf/internal/register"
)

// A Column is one thing that a file may tell of each person: a name of this
// package, or the key of a field.
type Column string

// The columns that are no field.
const (
	FileNo  Column = "file_no"
	Name    Column = "name"  // as most sources write it
	Latin   Column = "latin" // in Latin letters
	Birth   Column = "birth" // the date held, of all that tell it
	From    Column = "from"  // community or governorate of origin
	Origins Column = "origins"
	Sources Column = "sources"
)

// columns are all that may be asked for, in the order of the file. A field is
// among them only where case staff may read it and it is adverse to nobody: no
// death, no release, no allegation; nor the end of a stay, which tells of one.
var columns = []Column{
	FileNo, Name, Latin,
	field(register.FatherName), field(register.MotherName), field(register.Sex), Birth, From,
	field(register.Occupation), field(register.Nationality), field(register.DetaineeNo),
	field(register.ArrestDate), field(register.ArrestPlace), field(register.ArrestedBy),
	field(register.Facility), field(register.LastSeenDate), field(register.LastSeenPlace),
	Origins, Sources,
}

// usual are those of a request that names none.
var usual = []Column{FileNo, Name, Latin, field(register.MotherName), Birth, From, field(register.ArrestDate), Origins}

// field is the column of a field. One that must not leave is a broken program.
func field(f register.Field) Column {
	if x := f.Info(); x.Adverse || x.Level > register.C2 {
		panic("a file that leaves would tell " + x.Key)
	}
	return Column(f.Key())
}

// Columns lists all that may be asked for, in the order of the file.
func Columns() []Column { return slices.Clone(columns) }

// Usual lists those of a request that names none.
func Usual() []Column { return slices.Clone(usual) }

// Field is the field of a column, and whether it is one.
func (c Column) Field() (register.Field, bool) { return register.ParseField(string(c)) }

// Fields are the fields among some columns.
func Fields(cs []Column) []register.Field {
	var out []register.Field
	for _, c := range cs {
		if f, ok := c.Field(); ok {
			out = append(out, f)
		}
	}
	return out
}

// inOrder are the columns asked for that there are, in the order of the file.
func inOrder(asked []Column) []Column {
	return slices.DeleteFunc(Columns(), func(c Column) bool { return !slices.Contains(asked, c) })
}
