package dossier

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"kashf.org/kashf/internal/register"
	"kashf.org/kashf/when"
)

// A Leaving is what a file that leaves tells of one person: the card, the values
// of some fields, and where all of it comes from.
type Leaving struct {
	Card
	// Values are those of each field that was asked for: the one held first, then
	// those that other sources give.
	Values map[register.Field][]string
	// Sources are those of the person's rows that may be named.
	Sources []register.Source
	// Child: the person is under eighteen today, or may be, by what any source
	// says. A child's file leaves in no file of many.
	Child bool
}

// Leaving reads what leaves of some persons, in their order. Who is out of sight
// is left out. The fields are ones that are adverse to nobody.
func (d *Dossier) Leaving(ctx context.Context, a Audience, ids []register.PersonID, fields []register.Field) ([]Leaving, error) {
	a.Deaths, a.Sight.Revealed = false, false
	sources, err := d.register.Sources(ctx, a.Sight)
	if err != nil {
		return nil, fmt.Errorf("read sources: %w", err)
	}
	var out []Leaving
	for _, id := range ids {
		f := register.File{Sight: a.Sight, Sources: sources}
		f.Person, f.Records, err = d.register.Person(ctx, a.Sight, id)
		if errors.Is(err, register.ErrNotFound) {
			continue
		}
		if err != nil {
			return nil, err
		}
		f.Records, f.Former = register.Former(f.Records)
		f = fitted(f, a)
		x := Leaving{Card: d.cardOf(f), Values: make(map[register.Field][]string, len(fields))}
		x.Child = childOn(when.OfDay(when.DayOf(time.Now())), f)
		fold := register.FoldOnly(f, fields...)
		for _, field := range fields {
			x.Values[field] = told(fold.Line(field), field.Info().Multi)
		}
		x.Sources = slices.DeleteFunc(slices.Clone(f.Sources), func(s register.Source) bool { return s.Veiled() || s.Name == "" })
		out = append(out, x)
	}
	return out, nil
}

// childOn reports whether the person of a file may be a child on a day: by any
// date of birth that is told, or by an age where it tells of no date. Where
// nothing is told of either, nothing is known of a child.
func childOn(day when.Date, f register.File) bool {
	fold := register.FoldOnly(f, register.Age, register.AgeAtArrest)
	for _, v := range fold.Birth.Values {
		born, err := when.Parse(v.Norm)
		if err != nil {
			continue
		}
		if least, _, ok := when.Ages(born, day); ok && least < adult {
			return true
		}
	}
	if len(fold.Birth.Values) > 0 {
		return false
	}
	for _, field := range [...]register.Field{register.Age, register.AgeAtArrest} {
		for _, v := range fold.Line(field).Values {
			if a, err := when.ParseAge(v.Norm); err == nil && a.Least < adult {
				return true
			}
		}
	}
	return false
}

// told are the values of a line, the one held first. What agrees with it is said
// again only where a person truly has several.
func told(l register.Line, multi bool) []string {
	var out []string
	add := func(v register.Value) {
		if v.Text != "" && !slices.Contains(out, v.Text) {
			out = append(out, v.Text)
		}
	}
	if v, ok := l.Held(); ok {
		add(v)
	}
	for _, v := range l.Values {
		if !v.Held && (multi || !v.Agrees) {
			add(v)
		}
	}
	return out
}
