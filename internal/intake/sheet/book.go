package sheet

import (
	"context"
	"io"
	"iter"
)

// A Mark is what is odd about a cell, one bit each.
type Mark uint16

// The marks.
const (
	Formula    Mark = 1 << iota // computed when the file was last saved; the text is that value
	NoValue                     // a formula, or a reference to a text, of which no value was kept
	Merged                      // stands in the first row of a merged range, and for this row too
	Dated                       // a date by the cell's style, a number in the file
	NoYear                      // shown without its year, which a program added when day and month were typed
	YearAsDay                   // a year that was typed into a cell of dates, which made it a day around 1905
	Failed                      // an error value such as #REF!
	OutOfRange                  // a date by style that no calendar has; the text is the number
	Cut                         // longer than a cell can be; the text is its beginning
	Repeated                    // one of several equal cells that the file keeps as one
	Commented                   // has a comment, which is not read
)

// Has reports whether all of m is in k.
func (k Mark) Has(m Mark) bool { return k&m == m }

// A Cell is one cell of a sheet.
type Cell struct {
	Text string
	Mark Mark
	// Span is how many columns a merged cell covers, 0 and 1 for a cell alone.
	Span int
}

// A Row is one row of a sheet that has something in it.
type Row struct {
	Sheet  int // index in [Book.Sheets]
	Number int // from 1, as programs show it
	Hidden bool
	Cells  []Cell // from column A to the last that is not blank
}

// A Sheet is one sheet of cells.
type Sheet struct {
	Name   string
	Hidden bool
	part   string // of an XLSX book
}

// A Left is something in a workbook that is not read.
type Left string

// What workbooks have beside cells. Each is the last part of a message key
// "intake.left.…".
const (
	Macros        Left = "macros"
	ExternalLinks Left = "external_links"
	Comments      Left = "comments"
	Pictures      Left = "pictures"
	Charts        Left = "charts"
	PivotTables   Left = "pivot_tables"
	OtherSheets   Left = "other_sheets" // sheets of charts, dialogs or macros
	TooManyStyles Left = "styles"       // styles beyond what is kept: dates may show as numbers
)

// A Format is a kind of workbook.
type Format string

// The kinds of workbooks.
const (
	XLSX Format = "xlsx"
	ODS  Format = "ods"
)

// A Book is an open workbook. It may be read by one goroutine at a time.
type Book struct {
	Format Format
	a      *archive
	sheets []Sheet
	left   []Left
	rows   func(ctx context.Context, want func(sheet int) bool, yield func(Row) bool) error
}

// Open opens a workbook and lists its sheets. What is none is an [*Error].
func Open(r io.ReaderAt, size int64) (*Book, error) {
	a, err := openArchive(r, size)
	if err != nil {
		return nil, err
	}
	b := &Book{a: a}
	switch {
	case a.has("content.xml"):
		err = b.openODS()
	case a.has("_rels/.rels"), a.has("xl/workbook.xml"):
		err = b.openXLSX()
	default:
		err = &Error{Kind: NotWorkbook}
	}
	if err != nil {
		return nil, err
	}
	if len(b.sheets) == 0 {
		return nil, &Error{Kind: NoSheet}
	}
	return b, nil
}

// Sheets lists the sheets in the book's order.
func (b *Book) Sheets() []Sheet { return append([]Sheet(nil), b.sheets...) }

// Left lists what the book has that is not read.
func (b *Book) Left() []Left { return append([]Left(nil), b.left...) }

// Rows reads the rows of the wanted sheets, all of them where want is nil, in
// one pass. A row may be kept. An error ends the sequence.
func (b *Book) Rows(ctx context.Context, want func(sheet int) bool) iter.Seq2[Row, error] {
	if want == nil {
		want = func(int) bool { return true }
	}
	return func(yield func(Row, error) bool) {
		stopped := false
		err := b.rows(ctx, want, func(r Row) bool {
			stopped = !yield(r, nil)
			return !stopped
		})
		if err != nil && !stopped {
			yield(Row{}, err)
		}
	}
}

// checkEvery is how many rows are read between two looks at the context.
const checkEvery = 256

// Text is the text of a column, from 0; "" where the row has no such cell.
func (r Row) Text(column int) string {
	if column < 0 || column >= len(r.Cells) {
		return ""
	}
	return r.Cells[column].Text
}
