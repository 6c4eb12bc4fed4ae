package dossier

import (
	"context"
	"errors"
	"fmt"

	"kashf.org/kashf/internal/register"
	"kashf.org/kashf/when"
)

// A Card is a person in a list or a result: enough to tell people apart. What
// became of them is in the file alone.
type Card struct {
	Person  register.PersonID
	FileNo  string
	Name    register.DisplayName
	Mother  string
	Birth   when.Date
	Place   string // p-code of the place of origin, "" not known
	Text    string // the place as written
	Arrest  string // EDTF
	Records int
	Origins int
}

// Cards reads the cards of persons in their order. Who is out of sight is left
// out.
func (d *Dossier) Cards(ctx context.Context, a Audience, ids []register.PersonID) ([]Card, error) {
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
		f.Records, f.Former = register.Former(f.Records)
		out = append(out, d.cardOf(fitted(f, a)))
	}
	return out, nil
}

// cardOf shows fields that are adverse to nobody, so that no judgements are
// needed to tell which claims count.
func (d *Dossier) cardOf(f register.File) Card {
	fold := register.FoldOnly(f, register.MotherName, register.ArrestDate, register.Place, register.Governorate)
	c := Card{
		Person: f.Person, FileNo: d.FileNo(f.Person), Name: fold.Name, Birth: fold.Birth.Date,
		Records: len(f.Records), Origins: origins(f),
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
