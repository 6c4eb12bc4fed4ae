package person

import (
	"slices"

	"kashf.org/kashf/internal/dossier"
	"kashf.org/kashf/internal/register"
)

// On paper nothing can be opened and no colour can be relied on: what is held
// stands with the numbers of its sources, and the sources in notes at the end.

// A Printed is a field on paper.
type Printed struct {
	Label, Value string
	Notes        []int // of the sources, from 1
	Others       []PrintedValue
}

// A PrintedValue is what other sources say.
type PrintedValue struct {
	Value string
	Notes []int
}

// A PrintedGroup is a part of the table.
type PrintedGroup struct {
	Title string
	Rows  []Printed
}

// printed is the table of the file on paper.
func (d *describer) printed() []PrintedGroup {
	rows := make(map[register.Field]Printed)
	born, bornKnown := d.birth()
	for _, l := range d.f.Lines {
		switch {
		case l.Held == nil, slices.Contains(namesApart, l.Field), slices.Contains(ofDeath, l.Field):
		case bornKnown && slices.Contains(ages, l.Field):
		default:
			rows[l.Field] = d.printedLine(l)
		}
	}
	if bornKnown {
		rows[register.BirthDate] = printedBirth(born)
	}
	var out []PrintedGroup
	for _, g := range groups {
		group := PrintedGroup{Title: d.p.T(g.key)}
		fields := g.fields
		if fields == nil { // the rest
			for _, info := range register.Fields() {
				fields = append(fields, info.Field)
			}
		}
		for _, f := range fields {
			if r, ok := rows[f]; ok {
				group.Rows = append(group.Rows, r)
				delete(rows, f)
			}
		}
		if len(group.Rows) > 0 {
			out = append(out, group)
		}
	}
	return out
}

func (d *describer) printedLine(l dossier.AssessedLine) Printed {
	r := Printed{Label: d.p.T("field." + l.Field.Key()), Value: say(d.p, l.Field, l.Held.Norm, l.Held.Text), Notes: d.notesOf(l.Held.Says)}
	for _, v := range l.Agree {
		if t := say(d.p, l.Field, v.Norm, v.Text); t != r.Value && l.Field.Info().Multi {
			r.Others = append(r.Others, PrintedValue{t, d.notesOf(v.Says)})
		} else {
			r.Notes = union(r.Notes, d.notesOf(v.Says))
		}
	}
	for _, v := range l.Against {
		r.Others = append(r.Others, PrintedValue{say(d.p, l.Field, v.Norm, v.Text), d.notesOf(v.Says)})
	}
	return r
}

// printedBirth is the line of the date of birth, which is put together from
// several fields.
func printedBirth(l Line) Printed {
	r := Printed{Label: l.Label, Value: l.Held}
	var against []int
	for _, v := range append(slices.Clone(l.Also), l.Against...) {
		o := PrintedValue{Value: v.Text}
		for _, c := range v.Chips {
			o.Notes = union(o.Notes, []int{c.Colour})
		}
		against = union(against, o.Notes)
		r.Others = append(r.Others, o)
	}
	for _, c := range l.Claims {
		if !slices.Contains(against, c.Source.Colour) {
			r.Notes = union(r.Notes, []int{c.Source.Colour})
		}
	}
	return r
}

// notesOf are the numbers of the sources of some statements: their places in the
// list of the file's sources.
func (d *describer) notesOf(says []dossier.Statement) []int {
	var out []int
	for _, s := range says {
		if n := d.colours[s.Source.ID]; n > 0 {
			out = union(out, []int{n})
		}
	}
	return out
}

func union(a, b []int) []int {
	for _, n := range b {
		if n > 0 && !slices.Contains(a, n) {
			a = append(a, n)
		}
	}
	slices.Sort(a)
	return a
}
