package intake

import (
	"strings"
	"unicode/utf8"

	"kashf.org/kashf/internal/register"
)

// A Reason says why a row was refused or skipped, or a cell not understood. It
// is the last part of the message key by which the interface says it.
type Reason string

// Why a row is refused.
const (
	BrokenQuote      Reason = "broken_quote"       // a quote does not close, or closes within the cell
	AfterBrokenQuote Reason = "after_broken_quote" // cells miscounted under a broken quote
	RowTooLong       Reason = "row_too_long"
	RowTooWide       Reason = "row_too_wide" // more cells than MaxColumns
	TooManyCells     Reason = "too_many_cells"
	CellTooLong      Reason = "cell_too_long"
	NameTooLong      Reason = "name_too_long"
	HasNUL           Reason = "nul"
	LoneSurrogate    Reason = "lone_surrogate"
	InvalidBytes     Reason = "invalid_bytes"
	Nameless         Reason = "nameless"           // nothing in the row names a person
	UnderOtherHeader Reason = "under_other_header" // stands in another table of the file, with other columns
)

// Why a row is skipped: it is no data.
const (
	BlankRow       Reason = "blank"
	RepeatedHeader Reason = "repeated_header"
	TitleRow       Reason = "title"   // stands above the header
	SectionRow     Reason = "section" // a line across the table; the rows under it keep its text
	TotalRow       Reason = "total"   // counts the rows above
	Footnote       Reason = "footnote"
	ColumnNumbers  Reason = "column_numbers" // 1, 2, 3 under the header
	OtherHeader    Reason = "other_header"   // the header of another table
	NotAPerson     Reason = "not_a_person"   // an organisation or a unit, as the export says
)

// Skips reports whether rows of this reason are skipped.
func (r Reason) Skips() bool {
	switch r {
	case BlankRow, RepeatedHeader, TitleRow, SectionRow, TotalRow, Footnote, ColumnNumbers, OtherHeader, NotAPerson:
		return true
	}
	return false
}

// What is worth knowing about a row that is taken.
const (
	TooFewCells    Reason = "too_few_cells"
	NotSplit       Reason = "not_split"      // father and mother in one cell, and not to be told apart
	SeveralPeople  Reason = "several_people" // one cell seems to name more than one person
	BadDate        Reason = "date"
	BadAge         Reason = "age"
	ChildOrLength  Reason = "child_or_length" // "3 years": read as a child's age, and may be a time in prison
	LengthOfTime   Reason = "length_of_time"  // says how long, not when nor how old
	UnknownPlace   Reason = "place"
	SeveralPlaces  Reason = "several_places" // several places have the name
	UnknownTerm    Reason = "term"           // not in the field's vocabulary
	UnknownSex     Reason = "sex"
	UnknownAnswer  Reason = "answer"        // neither yes nor no
	ShortYear      Reason = "short_year"    // the century of a year of two digits was added
	SameAsAbove    Reason = "same_as_above" // a mark of repetition stands for the cell above
	UnknownPrison  Reason = "facility"
	DoubtfulPrison Reason = "doubtful_facility" // several facilities can be meant, or the name is only like one
)

// What a workbook's cells hold beside what was typed into them.
const (
	Computed     Reason = "computed"       // a formula's value, as kept when the file was last saved
	NoValue      Reason = "no_value"       // a formula of which no value was kept
	CellError    Reason = "cell_error"     // an error value such as #REF!
	YearAdded    Reason = "year_added"     // a day and month, to which a program added the year
	YearAsDay    Reason = "year_as_day"    // a year that a cell of dates made into a day of 1905
	SwappedDay   Reason = "swapped_day"    // day and month may have changed places; only the year is sure
	NameOverRows Reason = "name_over_rows" // one cell names the person of several rows
)

// An Issue is one thing about one row, or one of its cells, that a person
// should know.
type Issue struct {
	Row     int // as [Row.Number]
	Line    int // as [Row.Line]
	Column  int // 1-based; 0 where the whole row is meant
	Field   register.Field
	Reason  Reason
	Excerpt string // the beginning of the cell; "" for fields above C3
	Sheet   string // as [Row.Sheet]
}

// Key is the key of the issue's message, such as "intake.reason.date".
func (i Issue) Key() string { return "intake.reason." + string(i.Reason) }

// excerptRunes is enough of a cell to find it again.
const excerptRunes = 40

// excerpt is the beginning of a cell, fit for a message: valid UTF-8 on one line.
func excerpt(cell string) string {
	cut := cell
	if len(cut) > 4*excerptRunes {
		cut = cut[:4*excerptRunes]
	}
	var b strings.Builder
	n := 0
	for _, r := range cut {
		if n == excerptRunes {
			break
		}
		if r < ' ' || r == 0x7f {
			r = utf8.RuneError
		}
		b.WriteRune(r)
		n++
	}
	if b.Len() < len(cell) {
		b.WriteRune('…')
	}
	return b.String()
}
