package dossier

import (
	"context"
	"slices"

	"kashf.org/kashf/internal/register"
	"kashf.org/kashf/when"
)

// A Compared is two persons' files side by side, as far as both are seen.
// Neither tells a death: that is read in one person's file alone.
type Compared struct {
	Left, Right PersonFile
	Rows        []ComparedRow
}

// A ComparedRow is one field of both files.
type ComparedRow struct {
	Field       register.Field
	Left, Right AssessedLine
	// State is one of the states of a [PairRow], by the values held; [Partly]
	// where those contradict and some other values agree.
	State string
}

// ComparePersons reads two persons' files side by side, as known on a day. It
// gives [register.ErrNotFound] where either is absent or out of sight.
func (d *Dossier) ComparePersons(ctx context.Context, a Audience, left, right register.PersonID, asOf when.Day) (Compared, error) {
	a.Deaths, a.Sight.Revealed = false, false
	var c Compared
	var err error
	if c.Left, err = d.Person(ctx, a, left, asOf); err != nil {
		return c, err
	}
	if c.Right, err = d.Person(ctx, a, right, asOf); err != nil {
		return c, err
	}
	lines := make(map[register.Field]AssessedLine)
	for _, l := range c.Right.Lines {
		lines[l.Field] = l
	}
	for _, l := range c.Left.Lines {
		r := lines[l.Field]
		if slices.Contains(ofEntry, l.Field) || l.Field == register.ListNo || l.Held == nil && r.Held == nil {
			continue
		}
		c.Rows = append(c.Rows, ComparedRow{l.Field, l, r, comparedState(l, r)})
	}
	return c, nil
}

func comparedState(l, r AssessedLine) string {
	switch {
	case r.Held == nil:
		return LeftOnly
	case l.Held == nil:
		return RightOnly
	case valuesAgree(l.Field, *l.Held, *r.Held):
		return Agrees
	}
	for _, a := range l.values() {
		for _, b := range r.values() {
			if valuesAgree(l.Field, a, b) {
				return Partly
			}
		}
	}
	if l.Field.Info().Multi && !namesPerson(l.Field) {
		return Differs
	}
	return Contradicts
}

func valuesAgree(f register.Field, a, b StatedValue) bool {
	return register.Agree(f, register.Claim{Field: f, Value: a.Text, Norm: a.Norm}, register.Claim{Field: f, Value: b.Text, Norm: b.Norm})
}

// values are all that is said, the value held first.
func (l AssessedLine) values() []StatedValue {
	var out []StatedValue
	if l.Held != nil {
		out = append(out, *l.Held)
	}
	return append(append(out, l.Agree...), l.Against...)
}

// Records are the numbers of the file's records.
func (f PersonFile) Records() []register.RecordID {
	var out []register.RecordID
	for _, s := range f.Sources {
		out = append(out, s.Records...)
	}
	return out
}
