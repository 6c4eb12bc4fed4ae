package intake

import (
	"bytes"
	"context"
	"errors"
	"io"
	"iter"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"kashf.org/kashf/internal/intake/sheet"
	"kashf.org/kashf/internal/register"
)

// A State says what became of a row.
type State uint8

const (
	Taken   State = iota
	Refused       // the file of refused rows gives it back
	Skipped       // it is no data: blank cells, a title, the header once more, a total
)

// A Row is one row of a list. Blank lines are no rows.
type Row struct {
	Number int   // 1-based, the header not counted: [register.Record.Row]
	Line   int   // physical line on which it begins, 1-based
	Start  int64 // where it begins in the decoded text, in bytes
	End    int64 // where it ends there, the line end left out
	State  State
	Reason Reason // why it is refused or skipped
	Column int    // the 1-based column that is the reason, 0 for the whole row
	// Sheet is the sheet of a workbook that the row stands on; Line is its
	// number there.
	Sheet string
	// Table is its table in [Sniffed.Tables], from 1; 0 for a text and for what
	// stands in no table.
	Table int
	// Cells are the row's cells exactly as decoded, quotes resolved. The cells of
	// a refused row need not be valid UTF-8; a row that could not be cut is one
	// cell, its text. Those of a skipped row stand as in the file.
	Cells []string
	// Marks are what is odd about the cells, nil for a file of text.
	Marks []sheet.Mark
	// Claims are what a taken row says.
	Claims []register.Claim
	// Issues are what was not understood, or the reason of a refusal.
	Issues []Issue
}

// Options are what reading needs to know besides the file and its mapping.
type Options struct {
	Readers Readers        // the zero value stands for [Standard]
	Raise   register.Level // least level of every claim: [register.Source.Raise]
}

// Rows reads a list row by row. It holds one row and a block of text at a time;
// a row may be kept after the next was read. An error ends the sequence: a
// mapping that [Mapping.Validate] refuses, a failing reader, or ctx's end. Bad
// rows are no errors: they are refused, with their reason.
func Rows(ctx context.Context, r io.Reader, s Sniffed, m Mapping, o Options) iter.Seq2[Row, error] {
	return func(yield func(Row, error) bool) {
		if err := m.Validate(); err != nil {
			yield(Row{}, err)
			return
		}
		if len(m.Columns) != len(s.Columns) {
			yield(Row{}, fail(MapColumnCount, "found", len(s.Columns), "want", len(m.Columns)))
			return
		}
		t, err := openRows(ctx, r, s)
		if err != nil {
			yield(Row{}, err)
			return
		}
		defer t.close()
		c := newClaimer(m, o)
		for {
			row, err := t.row(ctx)
			if errors.Is(err, io.EOF) {
				return
			}
			if err != nil {
				yield(Row{}, err)
				return
			}
			if row.State == Taken {
				c.claim(&row)
			}
			if !yield(row, nil) {
				return
			}
		}
	}
}

// A rowReader gives a list's rows one after the other; [io.EOF] at its end.
type rowReader interface {
	row(ctx context.Context) (Row, error)
	close()
}

func openRows(ctx context.Context, r io.Reader, s Sniffed) (rowReader, error) {
	if s.Format == JSON {
		return newJSONReader(r, s), nil
	}
	if s.Format != "" {
		b, err := openBook(r, nil)
		if err != nil {
			return nil, err
		}
		return newBookReader(ctx, b, s)
	}
	return newTable(r, s), nil
}

// A tableReader numbers the scanner's rows and refuses those that are no rows of text.
type tableReader struct {
	sc      *scanner
	s       Sniffed
	above   int  // titles not met yet
	header  bool // the header was not met yet
	repeats []string
	number  int
	other   bool // below a header that is not the list's
}

func newTable(r io.Reader, s Sniffed) *tableReader {
	text := decode(r, s.Encoding, s.BOM)
	return &tableReader{sc: newScanner(text, s.Dialect, len(s.Columns)), s: s, above: s.Above, header: s.Header}
}

func (t *tableReader) row(ctx context.Context) (Row, error) { return t.next(ctx) }

func (t *tableReader) close() {}

// checkEvery is how many rows are read between two looks at the context.
const checkEvery = 256

func (t *tableReader) next(ctx context.Context) (Row, error) {
	if t.number%checkEvery == 0 {
		if err := ctx.Err(); err != nil {
			return Row{}, err
		}
	}
	c, err := t.sc.next()
	if err != nil {
		if errors.Is(err, io.EOF) {
			return Row{}, io.EOF
		}
		return Row{}, &Error{Kind: ReadFailed, Err: err}
	}
	if t.above > 0 {
		t.above--
		t.number++
		row := Row{Number: t.number, Line: c.line, Start: c.start, End: c.end, Cells: cellsOf(t.sc)}
		if len(t.sc.ends) == 0 {
			row.Cells = []string{string(t.sc.raw)}
		}
		row.skip(TitleRow)
		return row, nil
	}
	if t.header {
		t.header = false
		t.repeats = cellsOf(t.sc)
		return t.next(ctx)
	}
	t.number++
	row := Row{Number: t.number, Line: c.line, Start: c.start, End: c.end}
	t.fill(&row, c)
	return row, nil
}

// fill gives the row its cells and looks whether they can be taken.
func (t *tableReader) fill(row *Row, c cut) {
	if len(t.sc.ends) == 0 {
		row.Cells = []string{string(t.sc.raw)}
	} else {
		row.Cells = cellsOf(t.sc)
	}
	switch {
	case c.reason != "":
		row.refuse(c.reason, 0)
	case bytes.IndexByte(t.sc.text, 0) >= 0 || !utf8.Valid(t.sc.text):
		row.refuse(badText(row.Cells))
	case blank(row.Cells):
		row.State, row.Reason = Skipped, BlankRow
	case t.s.Header && slices.Equal(row.Cells, t.repeats):
		t.other = false
		row.skip(RepeatedHeader)
	case t.skips(row):
	case t.other:
		row.refuse(UnderOtherHeader, 0)
	case len(row.Cells) > len(t.s.Columns) && !blank(row.Cells[len(t.s.Columns):]):
		row.refuse(TooManyCells, 0)
	case len(row.Cells) < len(t.s.Columns):
		row.note(Issue{Reason: TooFewCells, Excerpt: strconv.Itoa(len(row.Cells))})
	}
}

// skips skips a row that is no data. A header that is not the list's begins
// another table: what stands below it would be read under the wrong names, so
// it is given back.
func (t *tableReader) skips(row *Row) bool {
	if !t.s.Header {
		return false
	}
	why := notData(row.Cells, t.s.Columns)
	if why == "" && namesColumns(row.Cells) {
		t.other, why = true, OtherHeader
	} else if why == RepeatedHeader {
		t.other = false
	}
	if why != "" {
		row.skip(why)
	}
	return why != ""
}

// skip says that the row is no data.
func (r *Row) skip(why Reason) {
	r.State, r.Reason = Skipped, why
	i := Issue{Reason: why}
	for _, c := range r.Cells {
		if c = strings.TrimSpace(c); c != "" {
			i.Excerpt = excerpt(c)
			break
		}
	}
	r.note(i)
}

// refuse refuses the row; column is 1-based, 0 for the whole row.
func (r *Row) refuse(reason Reason, column int) {
	r.State, r.Reason, r.Column = Refused, reason, column
	r.Claims, r.Issues = nil, nil
	i := Issue{Reason: reason, Column: column}
	if column > 0 {
		i.Excerpt = excerpt(r.Cells[column-1])
	}
	r.note(i)
}

func (r *Row) note(i Issue) {
	i.Row, i.Line, i.Sheet = r.Number, r.Line, r.Sheet
	r.Issues = append(r.Issues, i)
}

// badText finds the first cell that is no text, and why.
func badText(cells []string) (Reason, int) {
	for i, c := range cells {
		if strings.IndexByte(c, 0) >= 0 {
			return HasNUL, i + 1
		}
		if utf8.ValidString(c) {
			continue
		}
		for j := range len(c) {
			if _, ok := loneSurrogate([]byte(c[j:min(j+3, len(c))])); ok {
				return LoneSurrogate, i + 1
			}
		}
		return InvalidBytes, i + 1
	}
	return InvalidBytes, 0
}

func validText(c string) bool { return utf8.ValidString(c) && strings.IndexByte(c, 0) < 0 }

func blank(cells []string) bool {
	for _, c := range cells {
		if strings.TrimSpace(c) != "" {
			return false
		}
	}
	return true
}

func itoa(n int) string { return strconv.Itoa(n) }
