package sheet

import (
	"context"
	"strings"
)

// An odsReader makes rows of an OpenDocument book's tokens.
type odsReader struct {
	ctx   context.Context
	want  func(int) bool
	yield func(Row) bool

	sheet  int
	tables int // tables within each other
	skip   int // elements open in what is skipped
	wanted bool
	merges *merges
	budget *budget

	row     Row
	number  int // of the row being read
	repeat  int // how often it stands there
	repeats int // rows so repeated, in all
	size    int
	column  int
	inRow   bool

	inCell    bool
	times     int // how often the cell stands there
	spanRows  int
	spanCols  int
	kind      string
	stored    string
	formula   bool
	commented bool
	cut       bool
	text      []byte
	paragraph int // paragraphs so far
	inText    bool
}

func (r *odsReader) visit(s *scanner, k token) (bool, error) {
	if r.skip > 0 {
		r.skipped(k)
		return false, nil
	}
	if k == charData {
		if r.inText {
			r.say(s.text)
		}
		return false, nil
	}
	switch {
	case s.is("table"):
		r.table(k)
	case s.is("tracked-changes") && k == startTag: // what cells held before
		r.skip = 1
	case r.tables != 1 || !r.wanted:
	case s.is("table-row"):
		if k == startTag {
			return false, r.begin(s)
		}
		return false, r.finish()
	case r.inRow:
		return false, r.inside(s, k)
	}
	return false, nil
}

func (r *odsReader) skipped(k token) {
	switch k {
	case startTag:
		r.skip++
	case endTag:
		r.skip--
	}
}

func (r *odsReader) table(k token) {
	if k == endTag {
		r.tables--
		return
	}
	if r.tables++; r.tables > 1 {
		return
	}
	r.sheet++
	r.wanted = r.want(r.sheet)
	r.number, r.repeat, r.merges = 0, 1, &merges{}
}

func (r *odsReader) begin(s *scanner) error {
	if r.number += r.repeat; r.number == 0 || r.number > MaxRows {
		return broken("content.xml", "a sheet of more than %d rows", MaxRows)
	}
	r.repeat = max(1, s.number("number-rows-repeated", 1, MaxRows))
	r.inRow, r.column, r.size = true, 0, 0
	hidden := s.attr("visibility")
	r.row = Row{Sheet: r.sheet, Number: r.number, Hidden: hidden == "collapse" || hidden == "filter", Cells: make([]Cell, 0, cap(r.row.Cells))}
	return nil
}

// inside reads what stands in a row.
func (r *odsReader) inside(s *scanner, k token) error {
	switch {
	case s.is("table-cell"), s.is("covered-table-cell"):
		if k == startTag {
			r.beginCell(s)
			return nil
		}
		return r.endCell()
	case !r.inCell:
	case s.is("annotation") && k == startTag:
		r.commented, r.skip = true, 1
	case s.is("p") || s.is("h"):
		if r.inText = k == startTag; r.inText {
			if r.paragraph++; r.paragraph > 1 {
				r.say([]byte("\n"))
			}
		}
	case !r.inText || k != startTag:
	case s.is("s"):
		r.say([]byte(strings.Repeat(" ", max(1, s.number("c", 1, 100)))))
	case s.is("tab"):
		r.say([]byte("\t"))
	case s.is("line-break"):
		r.say([]byte("\n"))
	}
	return nil
}

func (r *odsReader) say(b []byte) {
	if room := maxString - len(r.text); len(b) > room {
		b, r.cut = b[:room], true
	}
	r.text = append(r.text, b...)
}

func (r *odsReader) beginCell(s *scanner) {
	r.inCell, r.inText, r.commented, r.cut, r.paragraph, r.text = true, false, false, false, 0, r.text[:0]
	r.times = max(1, s.number("number-columns-repeated", 1, MaxColumns))
	r.spanRows = s.number("number-rows-spanned", 1, MaxRows)
	r.spanCols = s.number("number-columns-spanned", 1, MaxColumns)
	_, r.formula = s.rawAttr("formula")
	r.kind = s.attr("value-type")
	switch r.kind {
	case "date":
		r.stored = s.attr("date-value")
	case "time":
		r.stored = s.attr("time-value")
	case "boolean":
		r.stored = s.attr("boolean-value")
	case "string":
		r.stored = s.attr("string-value")
	default:
		r.stored = s.attr("value")
	}
}

func (r *odsReader) endCell() error {
	r.inCell, r.inText = false, false
	c := r.cell()
	if c == (Cell{}) {
		r.column += r.times
		return nil
	}
	if r.column+r.times > MaxColumns {
		return broken("content.xml", "row %d: more than %d columns", r.number, MaxColumns)
	}
	if r.size += r.times * (len(c.Text) + 1); r.size > maxRow {
		return &Error{Kind: TooLarge, Part: "content.xml", Err: errTooLarge}
	}
	for len(r.row.Cells) < r.column {
		r.row.Cells = append(r.row.Cells, Cell{})
	}
	if r.spanRows > 1 && r.times == 1 {
		r.merges.coming = append(r.merges.coming, merged{top: r.number, bottom: min(r.number+r.spanRows-1, MaxRows), left: r.column, right: r.column + max(1, r.spanCols) - 1})
	}
	for range r.times {
		r.row.Cells = append(r.row.Cells, c)
		c.Mark |= Repeated
	}
	r.column += r.times
	return nil
}

// cell is what the cell holds and what is odd about it.
func (r *odsReader) cell() Cell {
	c := Cell{}
	shown := string(r.text)
	switch r.kind {
	case "float", "percentage", "currency":
		c.Text = storedNumber(r.stored, shown)
	case "date":
		c.Text, c.Mark = storedDate(r.stored, shown)
	case "time":
		c.Text = shown
	case "boolean":
		c.Text = truth(r.stored)
	default:
		if c.Text = shown; shown == "" {
			c.Text = r.stored
		}
	}
	if r.formula {
		c.Mark |= Formula
		if c.Text == "" {
			c.Mark |= NoValue
		}
	}
	if r.commented {
		c.Mark |= Commented
	}
	if r.cut {
		c.Mark |= Cut
	}
	if len(shown) > 1 && shown[0] == '#' && r.formula && strings.IndexByte("!?/A", shown[len(shown)-1]) >= 0 {
		c.Mark |= Failed
	}
	if r.spanCols > 1 && c != (Cell{}) {
		c.Span = r.spanCols
	}
	return c
}

// storedNumber prefers the digits that are stored, and what is shown where
// that has the same digits behind zeros, or is a share of a hundred.
func storedNumber(stored, shown string) string {
	switch {
	case stored == "":
		return shown
	case strings.HasSuffix(shown, "%"), strings.Trim(shown, "0123456789-/ ") == "" && strings.HasPrefix(shown, "0") && sameDigits(shown, stored):
		return shown
	}
	text, _ := numberText(stored, shows{}, false)
	return text
}

func sameDigits(shown, stored string) bool {
	digits := strings.Map(func(r rune) rune {
		if r < '0' || r > '9' {
			return -1
		}
		return r
	}, shown)
	return strings.TrimLeft(digits, "0") == strings.TrimLeft(stored, "0")
}

// storedDate is the day that is stored, to what is shown of it: a cell that
// shows no year had none typed, one that shows month and year alone no day.
func storedDate(stored, shown string) (string, Mark) {
	text := strings.TrimSuffix(stored, "T00:00:00")
	if len(text) < 10 || text[4] != '-' {
		return text, Dated
	}
	numbers := numbersOf(shown)
	year, day := text[:4], strings.TrimLeft(text[8:10], "0")
	hasYear, hasDay := false, false
	for _, n := range numbers {
		switch {
		case n == year || n == year[2:]:
			hasYear = true
		case strings.TrimLeft(n, "0") == day:
			hasDay = true
		}
	}
	switch {
	case shown == "" || len(numbers) == 0:
		return text, Dated
	case !hasYear && len(numbers) < 3:
		return text, Dated | NoYear
	case hasYear && !hasDay && len(numbers) == 1 && day == "1" && len(text) == 10:
		if strings.Trim(shown, "0123456789") == "" && text[5:7] == "01" {
			return year, Dated
		}
		return text[:7], Dated
	}
	return text, Dated
}

func numbersOf(s string) []string {
	s = strings.Map(func(r rune) rune {
		switch {
		case r >= '٠' && r <= '٩':
			return '0' + r - '٠'
		case r >= '۰' && r <= '۹':
			return '0' + r - '۰'
		}
		return r
	}, s)
	return strings.FieldsFunc(s, func(r rune) bool { return r < '0' || r > '9' })
}

// finish gives the row, as often as it stands there.
func (r *odsReader) finish() error {
	r.inRow = false
	if err := r.ctx.Err(); r.number%checkEvery == 0 && err != nil {
		return err
	}
	var err error
	if r.row.Cells, err = r.merges.apply(r.number, r.row.Cells); err != nil {
		return err
	}
	if err := r.budget.spend(len(r.row.Cells) * r.repeat); err != nil {
		return err
	}
	if len(r.row.Cells) == 0 {
		return nil
	}
	if r.repeats += r.repeat - 1; r.repeats > maxRepeats || r.number+r.repeat-1 > MaxRows {
		return &Error{Kind: TooLarge, Part: "content.xml", Err: errTooLarge}
	}
	for i := range r.repeat {
		row := r.row
		row.Number += i
		if i > 0 {
			row.Cells = append([]Cell(nil), row.Cells...)
			for j := range row.Cells {
				if row.Cells[j].Text != "" {
					row.Cells[j].Mark |= Repeated
				}
			}
		}
		if !r.yield(row) {
			return errStop
		}
	}
	return nil
}
