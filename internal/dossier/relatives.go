package dossier

import (
	"context"
	"errors"

	"kashf.org/kashf/internal/register"
)

// A RelativeRow is a relative: one that a source names, or a person of the
// register whom people judged to be one.
type RelativeRow struct {
	Text    string // as written, or the person's name
	Origins int
	Sources []SourceRef
	// Person is set for a relative who has a file in sight.
	Person register.PersonID
	FileNo string
	// Judged is why, and who said so.
	Judged *JudgementRow
	// Together are the times in custody that the two shared.
	Together []register.Together
}

// relativeLimit bounds how many relatives' files one page opens.
const relativeLimit = 20

// relatives lists the person's relatives. What is shown of a relative tells no
// death.
func (d *Dossier) relatives(ctx context.Context, a Audience, f register.File) ([]RelativeRow, error) {
	from := refsOf(f.Sources)
	var out []RelativeRow
	seen := make(map[register.PersonID]bool)
	mine := register.CustodyOf(f)
	for _, j := range register.JudgedRelatives(f) {
		if len(out) == relativeLimit {
			break
		}
		row, err := d.relative(ctx, a, j, mine)
		if errors.Is(err, register.ErrNotFound) || err == nil && seen[row.Person] {
			continue
		}
		if err != nil {
			return nil, err
		}
		seen[row.Person] = true
		out = append(out, row)
	}
	for _, n := range register.NamedRelatives(f) {
		out = append(out, RelativeRow{Text: n.Text, Origins: n.Origins, Sources: sourcesOf(n.Says, from)})
	}
	return out, nil
}

func (d *Dossier) relative(ctx context.Context, a Audience, j register.JudgedRelative, mine register.Custody) (RelativeRow, error) {
	r, err := d.register.RecordOf(ctx, a.Sight, j.Theirs)
	if err != nil {
		return RelativeRow{}, err
	}
	a.Deaths = false
	a.Sight.Revealed = false // the reveal is of another file
	theirs, err := d.fileOf(ctx, a, r.Person)
	if err != nil {
		return RelativeRow{}, err
	}
	theirs = fitted(theirs, a)
	judged := judgementRow(j.Judgement, true)
	return RelativeRow{
		Text: register.FoldOnly(theirs).Name.Text, Person: theirs.Person, FileNo: d.FileNo(theirs.Person), Judged: &judged,
		Together: register.HeldTogether(mine, register.CustodyOf(theirs)),
	}, nil
}
