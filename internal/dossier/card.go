package dossier

import (
	"context"
	"errors"

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
	out := make([]Card, 0, len(ids))
	for _, id := range ids {
		f, err := d.fileOf(ctx, a, id)
		if errors.Is(err, register.ErrNotFound) {
			continue
		}
		if err != nil {
			return nil, err
		}
		out = append(out, d.cardOf(f, asOf))
	}
	return out, nil
}

func (d *Dossier) cardOf(f register.File, asOf when.Day) Card {
	fold := register.Fold(f)
	c := Card{
		Person: f.Person, FileNo: d.FileNo(f.Person), Name: fold.Name, Birth: fold.Birth.Date,
		Fate: register.FateOf(f, d.policy, asOf).Status,
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
