package lists

import (
	"context"
	"errors"
	"strings"

	"kashf.org/kashf/internal/access"
	"kashf.org/kashf/internal/intake"
	"kashf.org/kashf/internal/register"
)

// recordChange reads one row, and what it was before, as far as both are in sight.
func (s *Screen) recordChange(ctx context.Context, v register.Sight, id register.RecordID, show string) (ChangeView, error) {
	rec, err := s.Register.RecordOf(ctx, v, id)
	if err != nil {
		return ChangeView{}, err
	}
	row := ChangeView{Number: rec.Row, Name: register.FoldOnly(register.File{Sight: v, Records: []register.Record{rec}}).Name.Text}
	if s.authorize(ctx, access.PersonRead, access.People) == nil {
		row.Href = "/people/" + s.Attach.FileNos.Format(rec.Person)
	}
	if show != showChanged || rec.Continues == 0 {
		return row, nil
	}
	columns, is, err := s.Register.RawOf(ctx, v, id)
	if err != nil {
		return row, err
	}
	before, was, err := s.Register.RawOf(ctx, v, rec.Continues)
	if errors.Is(err, register.ErrNotFound) { // it lies in a file that is closed to the reader
		return row, nil
	}
	if err != nil {
		return row, err
	}
	row.Cells = cellChanges(before, was, columns, is)
	return row, nil
}

func cellChanges(before []string, was []register.RawCell, columns []string, is []register.RawCell) (out []CellChange) {
	for _, pair := range intake.SharedColumns(before, columns) {
		o, n := pair[0], pair[1]
		if o >= len(was) || n >= len(is) || was[o].Hidden || is[n].Hidden {
			continue
		}
		a, b := strings.TrimSpace(was[o].Text), strings.TrimSpace(is[n].Text)
		if a != b {
			out = append(out, CellChange{Column: columns[n], Was: a, Is: b})
		}
	}
	return out
}
