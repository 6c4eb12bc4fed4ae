package dossier

import (
	"kashf.org/kashf/internal/register"
	"kashf.org/kashf/when"
)

// A Required is one of the things without which the UN Working Group on Enforced
// or Involuntary Disappearances opens no case, and how far a file has it.
type Required struct {
	Key   string // "name", "date", "place", "forces", "steps"
	State string // [Provided], [Partly], [Missing]
	// Lines are those of the file that tell it.
	Lines []AssessedLine
	// Add is the field to enter where it is missing.
	Add register.Field
}

// The sixth thing that the Working Group asks for, who submits the case with
// the family's consent, is no fact about the person: the page asks for it.
var required = []struct {
	key    string
	fields []register.Field
}{
	{"name", []register.Field{register.FullName}},
	{"date", []register.Field{register.ArrestDate, register.LastSeenDate}},
	{"place", []register.Field{register.ArrestPlace, register.LastSeenPlace}},
	{"forces", []register.Field{register.ArrestedBy}},
	{"steps", []register.Field{register.SearchSteps}},
}

// WGEID holds the file against the Working Group's minimum: full name; date, at
// least month and year; place of arrest or where last seen; the forces believed
// responsible; the steps taken by the family, or why none could be. Any number
// of further facts helps and is not asked for.
func (p PersonFile) WGEID() []Required {
	var out []Required
	for _, x := range required {
		r := Required{Key: x.key, State: Missing, Add: x.fields[0]}
		for _, f := range x.fields {
			if l := p.line(f); l.Held != nil {
				r.Lines = append(r.Lines, l)
			}
		}
		switch {
		case len(r.Lines) == 0:
		case x.key == "date" && !anyMonth(r.Lines), x.key == "name" && !whole(p.Name.Text):
			r.State = Partly
		default:
			r.State = Provided
		}
		out = append(out, r)
	}
	return out
}

// Urgent reports whether the person may have been taken, or last seen, within
// the three months for which the Working Group has a procedure of hours.
func (p PersonFile) Urgent() bool {
	for _, f := range []register.Field{register.LastSeenDate, register.ArrestDate} {
		for _, v := range valuesOf(p.line(f)) {
			if d, err := when.Parse(v); err == nil && !d.IsZero() && d.Latest() >= p.AsOf-urgentDays {
				return true
			}
		}
	}
	return false
}

const urgentDays = 92

func anyMonth(ls []AssessedLine) bool {
	for _, l := range ls {
		d, err := when.Parse(l.Held.Norm)
		if err != nil {
			continue
		}
		switch d.Precision() {
		case when.Instant, when.ToDay, when.ToMonth:
			return true
		}
	}
	return false
}

// whole reports whether a name has two words at least: a given name alone finds
// nobody.
func whole(name string) bool {
	words, in := 0, false
	for _, r := range name {
		if r == ' ' {
			in = false
		} else if !in {
			words, in = words+1, true
		}
	}
	return words > 1
}
