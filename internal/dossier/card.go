package dossier

import (
	"context"
	"errors"
	"fmt"

	"kashf.org/kashf/internal/register"
	"kashf.org/kashf/when"
)

// A Card is a person in a list or a result: enough to tell people apart, never
// a death.
type Card struct {
	Person  register.PersonID
	FileNo  string
	Name    register.DisplayName
	Mother  string
	Birth   when.Date
	Place   string // p-code of the place of origin, "" not known
	Text    string // the place as written
	Arrest  string // EDTF
	Fate    string // code of fate_status
	Records int
	Origins int
}

// Cards reads the cards of persons in their order. Who is out of sight is left
// out.
func (d *Dossier) Cards(ctx context.Context, a Audience, ids []register.PersonID, asOf when.Day) ([]Card, error) {
	a.Deaths, a.Sight.Revealed = false, false
	sources, err := d.register.Sources(ctx, a.Sight)
	if err != nil {
		return nil, fmt.Errorf("read sources: %w", err)
	}
	out := make([]Card, 0, len(ids))
	for _, id := range ids {
		f := register.File{Sight: a.Sight, Sources: sources}
		f.Person, f.Records, err = d.register.Person(ctx, a.Sight, id)
		if errors.Is(err, register.ErrNotFound) {
			continue
		}
		if err != nil {
			return nil, err
		}
		if err := d.addTies(ctx, a, &f); err != nil {
			return nil, err
		}
		out = append(out, d.cardOf(fitted(f, a), d.fateOf(f, a, asOf)))
	}
	return out, nil
}

// addTies reads the judgements of a file of which they can change the card:
// only over them does an adverse claim count, and a record alone needs none.
func (d *Dossier) addTies(ctx context.Context, a Audience, f *register.File) error {
	if _, pending := register.SplitAdverse(*f); len(pending) == 0 {
		return nil
	}
	var err error
	if f.Judgements, err = d.register.JudgementsOf(ctx, a.Sight, f.Person); err != nil {
		return fmt.Errorf("read judgements: %w", err)
	}
	return nil
}

func (d *Dossier) cardOf(f register.File, fate register.Fate) Card {
	fold := register.FoldOnly(f, register.MotherName, register.ArrestDate, register.Place, register.Governorate)
	c := Card{
		Person: f.Person, FileNo: d.FileNo(f.Person), Name: fold.Name, Birth: fold.Birth.Date,
		Fate: fate.Status, Records: len(f.Records), Origins: origins(f),
	}
	mother, _ := fold.Line(register.MotherName).Held()
	arrest, _ := fold.Line(register.ArrestDate).Held()
	c.Mother, c.Arrest = mother.Text, arrest.Norm
	for _, field := range [...]register.Field{register.Place, register.Governorate} {
		if v, ok := fold.Line(field).Held(); ok && c.Text == "" {
			c.Place, c.Text = v.Norm, v.Text
		}
	}
	return c
}

// origins counts the sources of a file that are independent of each other.
func origins(f register.File) int {
	key := make(map[register.SourceID]string, len(f.Sources))
	for _, s := range f.Sources {
		key[s.ID] = s.OriginKey()
	}
	seen := make(map[string]bool)
	for _, r := range f.Records {
		seen[key[r.Source]] = true
	}
	return len(seen)
}
