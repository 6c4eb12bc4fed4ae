package dossier

import (
	"slices"

	"kashf.org/kashf/internal/register"
	"kashf.org/kashf/internal/vocab"
	"kashf.org/kashf/when"
)

// Guarded reports whether a person's picture stands behind a cover: a woman, a
// child, whoever may be either by what any source says, and everyone of whom
// the file does not tell. A child is whoever may have been under eighteen on
// the earliest day of the arrest that a source gives; today where none does.
//
// What the reader may not see is not looked at: it leaves the file telling
// less, and so the cover on.
func (p PersonFile) Guarded() bool {
	sex := valuesOf(p.line(register.Sex))
	if len(sex) == 0 || slices.ContainsFunc(sex, func(v string) bool { return !male(v) }) {
		return true
	}
	for _, f := range []register.Field{register.AgeAtArrest, register.Age} {
		for _, v := range valuesOf(p.line(f)) {
			if a, err := when.ParseAge(v); err != nil || a.Least < when.Aged(adult).Least {
				return true
			}
		}
	}
	if len(p.Birth.Values) == 0 {
		return true
	}
	on := when.OfDay(p.AsOf)
	for _, v := range valuesOf(p.line(register.ArrestDate)) {
		if d, err := when.Parse(v); err == nil && !d.IsZero() && d.Earliest() < on.Earliest() {
			on = d
		}
	}
	for _, v := range p.Birth.Values {
		born, err := when.Parse(v.Norm)
		if err != nil {
			return true
		}
		if least, _, ok := when.Ages(born, on); !ok || least < adult {
			return true
		}
	}
	return false
}

// male reports whether a value of the field sex, in the form of lists or of the
// vocabulary, says that the person is a man.
func male(v string) bool {
	code, ok := vocab.Match("sex", v)
	return ok && code == "male"
}

// line is what the file says of a field, the zero line where it says nothing.
func (p PersonFile) line(f register.Field) AssessedLine {
	for _, l := range p.Lines {
		if l.Field == f {
			return l
		}
	}
	return AssessedLine{}
}

// valuesOf are all values of a line, those that contradict it too.
func valuesOf(l AssessedLine) []string {
	var out []string
	for _, list := range [][]StatedValue{l.Agree, l.Against} {
		for _, v := range list {
			out = append(out, v.Norm)
		}
	}
	if l.Held != nil {
		out = append(out, l.Held.Norm)
	}
	return out
}

// FoundAlive reports whether the person is told to be free: then nobody else
// agrees in the person's place.
func (p PersonFile) FoundAlive() bool {
	switch p.Fate.Status {
	case "free_verified", "free_reported", "exchanged", "escaped":
		return true
	}
	return false
}
