package intake

import (
	"context"
	"io"
	"iter"
	"strings"

	"kashf.org/kashf/internal/intake/sheet"
)

// A bookReader reads the rows of a workbook's chosen tables, and of what stands
// above and between them.
type bookReader struct {
	tables  [][]*tableRows // by sheet
	all     [][]Table      // by sheet, those not chosen too
	next    func() (sheet.Row, error, bool)
	stop    func()
	waiting []Row
	number  int
}

func newBookReader(ctx context.Context, b *sheet.Book, s Sniffed) (*bookReader, error) {
	n := len(b.Sheets())
	br := &bookReader{tables: make([][]*tableRows, n), all: make([][]Table, n)}
	for i := range s.Tables {
		t := &s.Tables[i]
		if t.Sheet >= n {
			return nil, fail(BookBroken)
		}
		br.all[t.Sheet] = append(br.all[t.Sheet], *t)
		if t.Chosen {
			br.tables[t.Sheet] = append(br.tables[t.Sheet], &tableRows{t: t, index: i + 1})
		}
	}
	br.next, br.stop = iter.Pull2(b.Rows(ctx, func(i int) bool { return len(br.tables[i]) > 0 }))
	return br, nil
}

func (b *bookReader) close() { b.stop() }

// row gives the next row that is in a chosen table or in none.
func (b *bookReader) row(context.Context) (Row, error) {
	for len(b.waiting) == 0 {
		row, err, ok := b.next()
		if !ok {
			return Row{}, io.EOF
		}
		if err != nil {
			return Row{}, bookError(err, nil)
		}
		b.take(row)
	}
	row := b.waiting[0]
	b.waiting = b.waiting[1:]
	b.number++
	row.Number = b.number
	for i := range row.Issues {
		row.Issues[i].Row = row.Number
	}
	return row, nil
}

func (b *bookReader) take(row sheet.Row) {
	b.waiting = b.waiting[:0]
	covered := false
	for _, t := range b.all[row.Sheet] {
		covered = covered || t.covers(row.Number)
	}
	for _, t := range b.tables[row.Sheet] {
		if t.t.covers(row.Number) && row.Number >= t.t.First && t.has(row) {
			b.waiting = append(b.waiting, t.row(row))
		}
	}
	if !covered {
		out := Row{Line: row.Number, Sheet: b.all[row.Sheet][0].Name, Cells: texts(row)}
		out.skip(TitleRow)
		b.waiting = append(b.waiting, out)
	}
}

// covers reports whether a row of the sheet is the table's, its header with it.
func (t Table) covers(number int) bool {
	from := t.First
	if t.Header > 0 {
		from = t.Header
	}
	return number >= from && number <= t.Last
}

// A tableRows turns a sheet's rows into those of one of its tables.
type tableRows struct {
	t       *Table
	index   int // as [Row.Table]
	section string
}

// has reports whether a row has something in the table's columns.
func (r *tableRows) has(row sheet.Row) bool {
	for _, c := range r.t.Columns {
		if c < len(row.Cells) && (strings.TrimSpace(row.Cells[c].Text) != "" || row.Cells[c].Mark != 0) {
			return true
		}
	}
	return false
}

// row puts a sheet's row under the list's columns, and says whether it is data.
func (r *tableRows) row(row sheet.Row) Row {
	out := Row{Line: row.Number, Sheet: r.t.Name, Table: r.index}
	own := make([]string, len(r.t.Columns))
	for i, c := range r.t.Columns {
		own[i] = row.Text(c)
	}
	if text, ok := isSection(row, r.t.Columns); ok && r.t.Sections {
		r.section, out.Cells = text, own
		out.skip(SectionRow)
		return out
	}
	why := notData(own, r.t.Headers)
	if why != "" && why != BlankRow {
		out.Cells = own
		out.skip(why)
		return out
	}
	out.Cells, out.Marks = make([]string, len(r.t.At)), make([]sheet.Mark, len(r.t.At))
	for i, c := range r.t.At {
		switch {
		case c == atSheet:
			out.Cells[i] = r.t.Name
		case c == atSection:
			out.Cells[i] = r.section
		case c >= 0 && c < len(row.Cells):
			out.Cells[i], out.Marks[i] = row.Cells[c].Text, row.Cells[c].Mark
		}
	}
	if why == BlankRow && !lost(out.Marks) {
		out.State, out.Reason = Skipped, BlankRow
		return out
	}
	check(&out)
	return out
}

// lost reports whether a cell should have a text and has none.
func lost(marks []sheet.Mark) bool {
	for _, m := range marks {
		if m.Has(sheet.NoValue) {
			return true
		}
	}
	return false
}

// check refuses a row whose cells cannot be taken, as the reader of texts does.
func check(row *Row) {
	size := 0
	for i, c := range row.Cells {
		size += len(c)
		switch {
		case len(c) > MaxCell:
			row.refuse(CellTooLong, i+1)
			return
		case !validText(c):
			row.refuse(badText(row.Cells))
			return
		}
	}
	if size > MaxRow {
		row.refuse(RowTooLong, 0)
	}
}
