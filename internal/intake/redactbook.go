package intake

import (
	"context"
	"errors"
	"io"

	"kashf.org/kashf/internal/intake/sheet"
)

// redactBook writes a workbook anew with the cells of the given rows replaced.
// Nothing of the old file is copied: a name may stand in shared strings, in
// comments, in what a pivot table remembers or a chart draws. So the new book
// has the sheets, the rows and the texts of the old, each in its place, and no
// formats, formulas or pictures.
func redactBook(ctx context.Context, w io.Writer, r io.Reader, s Sniffed, rows map[int]bool, replacement string) (int, error) {
	b, err := openBook(r, nil)
	if err != nil {
		return 0, err
	}
	lines, err := linesOf(ctx, b, s, rows)
	if err != nil {
		return 0, err
	}
	out := sheet.NewWriter(w, false)
	sheets, at, done := b.Sheets(), -1, 0
	begin := func(to int) {
		for at < to {
			at++
			out.Sheet(sheets[at].Name, nil)
		}
	}
	for row, err := range b.Rows(ctx, nil) {
		if err != nil {
			return done, bookError(err, nil)
		}
		begin(row.Sheet)
		cells := texts(row)
		for _, columns := range lines[spot{row.Sheet, row.Number}] {
			done++
			for _, c := range columns {
				if c < len(cells) {
					cells[c] = replacement
				}
			}
		}
		out.At(row.Number, cells)
		for i, c := range row.Cells {
			if c.Span > 1 && !c.Mark.Has(sheet.Merged) {
				out.Merge(i, c.Span)
			}
		}
	}
	begin(len(sheets) - 1)
	return done, out.Close()
}

// A spot is a row of a sheet.
type spot struct{ sheet, number int }

// linesOf finds on which rows of which sheets, and in which columns, the given
// rows stand.
func linesOf(ctx context.Context, b *sheet.Book, s Sniffed, rows map[int]bool) (map[spot][][]int, error) {
	t, err := newBookReader(ctx, b, s)
	if err != nil {
		return nil, err
	}
	defer t.close()
	out := map[spot][][]int{}
	for {
		row, err := t.row(ctx)
		if errors.Is(err, io.EOF) {
			return out, nil
		}
		if err != nil {
			return nil, err
		}
		if rows[row.Number] && row.Table > 0 {
			table := s.Tables[row.Table-1]
			at := spot{table.Sheet, row.Line}
			out[at] = append(out[at], table.Columns)
		}
	}
}
