package intake

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"slices"

	"kashf.org/kashf/internal/intake/sheet"
)

// MaxInMemory is the largest workbook that is read from something that cannot
// be read at any place.
const MaxInMemory = 64 << 20

// isZip reports whether a file begins as workbooks do.
func isZip(head []byte) bool {
	return bytes.HasPrefix(head, []byte("PK\x03\x04")) || bytes.HasPrefix(head, []byte("PK\x05\x06"))
}

// A placed file can be read at any place.
type placed interface {
	io.ReaderAt
	Size() int64
}

// openBook opens a workbook; head is what was read of r already.
func openBook(r io.Reader, head []byte) (*sheet.Book, error) {
	if p, ok := r.(placed); ok {
		b, err := sheet.Open(p, p.Size())
		return b, bookError(err, head)
	}
	rest, err := io.ReadAll(io.LimitReader(r, MaxInMemory+1-int64(len(head))))
	if err != nil {
		return nil, &Error{Kind: ReadFailed, Err: err}
	}
	all := append(bytes.Clone(head), rest...)
	if len(all) > MaxInMemory {
		return nil, fail(BookTooLarge)
	}
	b, err := sheet.Open(bytes.NewReader(all), int64(len(all)))
	return b, bookError(err, head)
}

// bookErrors are the kinds of a workbook's errors as this package has them.
var bookErrors = map[sheet.Kind]Kind{
	sheet.Broken: BookBroken, sheet.TooLarge: BookTooLarge, sheet.TooManySheets: BookTooManySheets, sheet.Locked: BookLocked, sheet.NoSheet: BookNoSheet,
}

func bookError(err error, head []byte) error {
	if err == nil {
		return nil
	}
	e, ok := errors.AsType[*sheet.Error](err)
	if !ok {
		if errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
			return err
		}
		return &Error{Kind: ReadFailed, Err: err}
	}
	if e.Kind == sheet.NotWorkbook {
		return fail(NotText, "seems", insideZip(head))
	}
	out := fail(bookErrors[e.Kind], "limit", sheet.MaxSheets)
	out.Err = err
	return out
}

// sniffBook finds the tables of a workbook. All sheets are looked through;
// chosen are the tables in which someone can be named, or all where that is
// none.
func sniffBook(r io.Reader, head []byte) (Sniffed, error) {
	b, err := openBook(r, head)
	if err != nil {
		return Sniffed{}, err
	}
	s := Sniffed{Format: b.Format, Encoding: UTF8, Left: b.Left()}
	if s.Tables, err = tablesOf(b); err != nil {
		return Sniffed{}, bookError(err, head)
	}
	if s.Tables, err = withRows(s.Tables); err != nil {
		return Sniffed{}, err
	}
	named := 0
	for i := range s.Tables {
		if s.Tables[i].Chosen = s.Tables[i].naming(); s.Tables[i].Chosen {
			named++
		}
	}
	for i := range s.Tables {
		s.Tables[i].Chosen = s.Tables[i].Chosen || named == 0
	}
	if s, err = s.unite(); err != nil {
		return Sniffed{}, err
	}
	if len(s.Sample) == 0 {
		return Sniffed{}, fail(HeaderOnly)
	}
	return s, nil
}

// withRows leaves out tables without rows. A book of which the only table that
// names persons has none is an empty form, whatever else is in it.
func withRows(tables []Table) ([]Table, error) {
	forms := 0
	kept := slices.DeleteFunc(tables, func(t Table) bool {
		if t.Rows == 0 {
			forms++
		}
		return t.Rows == 0
	})
	if forms > 0 && !slices.ContainsFunc(kept, Table.naming) {
		return nil, fail(HeaderOnly)
	}
	if len(kept) == 0 {
		return nil, fail(Empty)
	}
	return kept, nil
}

// naming reports whether someone can be named in the table: a header says so,
// or a column of a table without names of columns looks like names of people.
func (t Table) naming() bool {
	if t.Names() {
		return true
	}
	for i := range t.Columns {
		names, filled := 0, 0
		for _, row := range t.sample {
			if text := row.Text(t.Columns[i]); text != "" {
				filled++
				if isName(text) {
					names++
				}
			}
		}
		if filled > 0 && names*10 >= filled*8 {
			return true
		}
	}
	return false
}

// maxTables is how many tables of a book are kept apart; a book with more is
// no list.
const maxTables = 2000

func tablesOf(b *sheet.Book) ([]Table, error) {
	var out []Table
	var l *layout
	sheets := b.Sheets()
	known, room := map[string]bool{}, sampleRoom
	for row, err := range b.Rows(context.Background(), nil) {
		if err != nil {
			return nil, err
		}
		if l == nil || l.sheet != row.Sheet {
			if l != nil {
				out = append(out, l.tables()...)
			}
			l = &layout{sheet: row.Sheet, name: sheets[row.Sheet].Name, hidden: sheets[row.Sheet].Hidden, known: known, room: &room}
		}
		l.add(row)
		if len(out)+len(l.closed) > maxTables {
			return nil, &sheet.Error{Kind: sheet.TooLarge, Err: fmt.Errorf("more than %d tables", maxTables)}
		}
	}
	if l != nil {
		out = append(out, l.tables()...)
	}
	return out, nil
}
