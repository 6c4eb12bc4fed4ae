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
// What a list said in an older edition covers too: an edition that says
// otherwise lifts no cover. That is for a person to do, by a correction with its
// reason.
//
// What the reader may not see is not looked at: it leaves the file telling
// less, and so the cover on.
func (p PersonFile) Guarded() bool {
	sex := valuesOf(p.line(register.Sex))
	if len(sex) == 0 || slices.ContainsFunc(sex, func(v string) bool { return !male(v) }) {
		return true
	}
	if slices.ContainsFunc(p.formerly(register.Sex), func(v string) bool { return !male(v) && !unsaid(v) }) {
		return true
	}
	for _, f := range []register.Field{register.AgeAtArrest, register.Age} {
		if slices.ContainsFunc(append(valuesOf(p.line(f)), p.formerly(f)...), mayBeUnderAge) {
			return true
		}
	}
	return p.mayBeBornLate()
}

// mayBeBornLate reports whether a birth that is told, or was, leaves it open
// that the person was a child; where none is told now it does.
func (p PersonFile) mayBeBornLate() bool {
	if len(p.Birth.Values) == 0 {
		return true
	}
	var births []string
	for _, v := range p.Birth.Values {
		births = append(births, v.Norm)
	}
	births = append(append(births, p.formerly(register.BirthDate)...), p.formerly(register.BirthYear)...)
	on := p.firstArrest()
	return slices.ContainsFunc(births, func(v string) bool {
		born, err := when.Parse(v)
		if err != nil {
			return true
		}
		least, _, ok := when.Ages(born, on)
		return !ok || least < adult
	})
}

// firstArrest is the earliest day of arrest that is told, or was; the day of the
// file where none is.
func (p PersonFile) firstArrest() when.Date {
	on := when.OfDay(p.AsOf)
	for _, v := range append(valuesOf(p.line(register.ArrestDate)), p.formerly(register.ArrestDate)...) {
		if d, err := when.Parse(v); err == nil && !d.IsZero() && d.Earliest() < on.Earliest() {
			on = d
		}
	}
	return on
}

// mayBeUnderAge reports whether an age is that of a child, or was not read.
func mayBeUnderAge(v string) bool {
	a, err := when.ParseAge(v)
	return err != nil || a.Least < when.Aged(adult).Least
}

// formerly are the values of a field that a list gave and gives no more, those
// that a person corrected left out.
func (p PersonFile) formerly(f register.Field) []string {
	var out []string
	for _, v := range p.line(f).Former {
		if !v.Retracted {
			out = append(out, v.Norm)
		}
	}
	return out
}

// unsaid reports whether a value of the field sex says no more than that it is
// not known.
func unsaid(v string) bool {
	code, ok := vocab.Match("sex", v)
	return ok && code == "unknown"
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
