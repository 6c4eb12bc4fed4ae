package find

import (
	"strings"

	"kashf.org/kashf/internal/register"
	"kashf.org/kashf/names"
	"kashf.org/kashf/place"
	"kashf.org/kashf/when"
)

// open is the highest level of a claim that is searched by.
const open = register.C2

// value is the record's first present value of f that may be searched by.
func value(r register.Record, f register.Field) register.Claim {
	for _, c := range r.Claims {
		if c.Field == f && c.Absence == register.Present && c.Level <= open {
			return c
		}
	}
	return register.Claim{}
}

// spellings are the names that a record is found by.
func spellings(r register.Record) []string {
	var out []string
	if full := value(r, register.FullName).Value; full != "" {
		out = append(out, strings.Clone(full))
	} else {
		var parts []string
		for _, f := range []register.Field{register.GivenName, register.FatherName, register.GrandfatherName, register.FamilyName} {
			if v := value(r, f).Value; v != "" {
				parts = append(parts, v)
			}
		}
		if len(parts) > 0 {
			out = append(out, strings.Join(parts, " "))
		}
	}
	for _, c := range r.Claims {
		if c.Field == register.OtherName && c.Absence == register.Present && c.Level <= open && c.Value != "" {
			out = append(out, strings.Clone(c.Value))
		}
	}
	return out
}

// A said is what a record says that it is found by. It is read before the lock
// is taken.
type said struct {
	id             register.RecordID
	person         register.PersonID
	source         register.SourceID
	batch          register.ImportID
	destroyed      bool
	names          []string
	mother         string
	from, to       int // years of birth
	where          place.Code
	governorate    string
	detainee, list string // numbers, folded
	told           told
	closed         []toldText // beside told's, for those who read of C3
	deep           *told      // what those are told instead, nil where it is the same
	continues      goesOn     // of is 0 where the row continues none
}

// saidOf keeps nothing of r alive but where, which is one of few: its strings
// are parts of one.
func saidOf(r register.Record) said {
	s := said{id: r.ID, person: r.Person, source: r.Source, batch: r.Import, destroyed: r.Destroyed != 0}
	if s.destroyed {
		return s
	}
	s.names = spellings(r)
	s.mother = strings.Clone(value(r, register.MotherName).Value)
	s.from, s.to = born(r)
	s.where = where(r)
	s.detainee = strings.Clone(FoldNumber(value(r, register.DetaineeNo).Value))
	s.list = strings.Clone(FoldNumber(value(r, register.ListNo).Value))
	s.tell(r, nil)
	if r.Continues != 0 {
		k := kept(r, row{})
		s.continues = goesOn{r.Continues, register.TellsOf(upTo(k, open)), register.TellsOf(k)}
	}
	return s
}

// tell reads the facts of a record of which newer editions tell something.
func (s *said) tell(r register.Record, newer []goesOn) {
	s.told = toldBy(r.Standing(tellsOf(newer, open)), open)
	switch {
	case len(newer) > 0 || closedTo(r):
		deep := toldBy(r.Standing(tellsOf(newer, register.C3)), register.C3)
		s.deep = &deep
	default:
		for _, c := range r.Claims {
			if c.Level > open && c.Level <= register.C3 && c.Absence == register.Present && c.Value != "" && written[c.Field] {
				s.closed = append(s.closed, textOf(c))
			}
		}
	}
}

// entries are those of the index of names.
func (s said) entries(out []names.Entry) []names.Entry {
	for _, n := range s.names {
		out = append(out, names.Entry{
			ID: int64(s.id), Name: n, Mother: s.mother, Born: (s.from + s.to) / 2, Place: s.governorate,
		})
	}
	return out
}

// rowOf is what is held of a record. The caller holds the lock.
func (x *Index) rowOf(s said) row {
	return row{
		person: s.person, source: x.sources.number(s.source), batch: x.imports.number(s.batch), where: x.place(s.where),
		detainee: x.numbers.number(s.detainee), list: x.numbers.number(s.list),
		bornFrom: int16(s.from), bornTo: int16(s.to),
	}
}

// place numbers a place. It is copied when it is new: a record's strings are
// parts of one, and one kept keeps all that the record says.
func (x *Index) place(c place.Code) int32 {
	if k, ok := x.places.at[c]; ok {
		return k
	}
	return x.places.number(place.Code(strings.Clone(string(c))))
}

// born is the range of years in which the person was born; zeroes where the
// record does not say.
func born(r register.Record) (from, to int) {
	for _, f := range []register.Field{register.BirthYear, register.BirthDate} {
		d, err := when.Parse(value(r, f).Norm)
		if err != nil || d.IsZero() {
			continue
		}
		if y, ok := d.Year(); ok {
			return y, y
		}
		if from, to, ok := d.Years(); ok {
			return from, to
		}
	}
	for _, p := range [][2]register.Field{{register.AgeAtArrest, register.ArrestDate}, {register.Age, register.LastSeenDate}} {
		on, err := when.Parse(value(r, p[1]).Norm)
		age, unread := when.ParseAge(value(r, p[0]).Norm)
		if err != nil || on.IsZero() || unread != nil {
			continue
		}
		if d, err := age.Born(on); err == nil {
			if from, to, ok := d.Years(); ok {
				return from, to
			}
		}
	}
	return 0, 0
}

// where is the narrowest place of origin that the record gives.
func where(r register.Record) place.Code {
	for _, f := range []register.Field{register.Place, register.BirthPlace, register.Governorate} {
		if n := value(r, f).Norm; n != "" {
			return place.Code(n)
		}
	}
	return ""
}

// FoldNumber gives the form in which numbers are compared: digits of any script
// as ASCII, letters in lower case, nothing between them.
func FoldNumber(s string) string {
	return strings.Map(func(c rune) rune {
		switch {
		case c >= '٠' && c <= '٩':
			return c - '٠' + '0'
		case c >= '۰' && c <= '۹':
			return c - '۰' + '0'
		case c == ' ' || c == '-' || c == '/' || c == '.' || c == '_' || c == '\u00a0':
			return -1
		}
		return c
	}, strings.ToLower(s))
}
