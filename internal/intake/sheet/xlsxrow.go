package sheet

import (
	"context"
	"strings"
)

// A rowReader makes rows of a worksheet's tokens.
type rowReader struct {
	x      *xlsx
	sheet  int
	merges *merges
	budget *budget
	ctx    context.Context
	yield  func(Row) bool

	row    Row
	last   int // number of the last row
	size   int // bytes of the row's texts
	column int // of the cell being read, from 0
	style  int
	kind   string // of the cell's value: s, str, n, …
	mark   Mark
	value  []byte
	inRow  bool
	inCell bool
	inV    bool
	hasV   bool
	inline bool
	text   textOf
}

func (r *rowReader) visit(s *scanner, k token) (bool, error) {
	switch {
	case k == charData:
		if r.inV {
			r.take(s.text)
		} else if r.inline {
			r.text.visit(s, k)
		}
	case s.is("row"):
		if k == startTag {
			return false, r.begin(s)
		}
		return false, r.finish()
	case !r.inRow:
	case s.is("c"):
		if k == startTag {
			return false, r.beginCell(s)
		}
		return false, r.endCell()
	case !r.inCell:
	case s.is("v"):
		r.inV = k == startTag
		r.hasV = r.hasV || r.inV
	case s.is("f"):
		r.mark |= Formula
	case s.is("is"):
		if r.inline = k == startTag; r.inline {
			r.text.reset()
			r.hasV = true
		}
	case r.inline:
		r.text.visit(s, k)
	}
	return false, nil
}

func (r *rowReader) take(b []byte) {
	if room := maxString - len(r.value); len(b) > room {
		b, r.mark = b[:room], r.mark|Cut
	}
	r.value = append(r.value, b...)
}

func (r *rowReader) begin(s *scanner) error {
	number := s.number("r", r.last+1, MaxRows+1)
	if number <= r.last || number > MaxRows {
		return broken("", "row %d follows row %d", number, r.last)
	}
	r.last, r.inRow, r.column, r.size = number, true, -1, 0
	hidden := s.attr("hidden")
	r.row = Row{Sheet: r.sheet, Number: number, Hidden: hidden == "1" || hidden == "true", Cells: make([]Cell, 0, cap(r.row.Cells))}
	return nil
}

func (r *rowReader) beginCell(s *scanner) error {
	column := r.column + 1
	if ref, ok := s.rawAttr("r"); ok {
		c, ok := columnOf(ref)
		if !ok || c < column {
			return broken("", "row %d: a cell %.10q out of order", r.last, ref)
		}
		column = c
	}
	if column >= MaxColumns {
		return broken("", "row %d: more than %d columns", r.last, MaxColumns)
	}
	r.column, r.inCell, r.hasV, r.mark, r.value = column, true, false, 0, r.value[:0]
	r.style = s.number("s", 0, 1<<30)
	r.kind = ""
	if t, ok := s.rawAttr("t"); ok {
		r.kind = kindOf(t)
	}
	return nil
}

// kindOf keeps the kinds of cells from being allocated one by one.
func kindOf(t []byte) string {
	switch string(t) {
	case "s":
		return "s"
	case "str":
		return "str"
	case "inlineStr":
		return "inlineStr"
	case "b":
		return "b"
	case "e":
		return "e"
	case "d":
		return "d"
	}
	return ""
}

func (r *rowReader) endCell() error {
	r.inCell, r.inV, r.inline = false, false, false
	c := Cell{Mark: r.mark}
	switch {
	case !r.hasV:
		if r.mark.Has(Formula) {
			c.Mark |= NoValue
		}
	case r.kind == "s":
		text, m := r.x.shared.text(r.value)
		c.Text, c.Mark = text, c.Mark|m
	case r.kind == "inlineStr":
		text, m := r.text.result()
		c.Text, c.Mark = string(text), c.Mark|m
	default:
		c.Text, r.mark = r.valueText()
		c.Mark |= r.mark
	}
	if c == (Cell{}) {
		return nil
	}
	if r.size += len(c.Text); r.size > maxRow {
		return &Error{Kind: TooLarge, Err: errTooLarge}
	}
	for len(r.row.Cells) < r.column {
		r.row.Cells = append(r.row.Cells, Cell{})
	}
	r.row.Cells = append(r.row.Cells, c)
	return nil
}

func (r *rowReader) valueText() (string, Mark) {
	text := string(r.value)
	switch r.kind {
	case "str":
		return string(unX(r.value)), 0
	case "b":
		return truth(text), 0
	case "e":
		return text, Failed
	case "d":
		return strings.TrimSuffix(text, "T00:00:00"), Dated
	}
	var f shows
	if r.style < len(r.x.styles) {
		f = r.x.styles[r.style]
	}
	return numberText(strings.TrimSpace(text), f, r.x.from1904)
}

func truth(v string) string {
	if v == "1" || v == "true" {
		return "TRUE"
	}
	return "FALSE"
}

// finish gives the row with the texts of merged ranges above it.
func (r *rowReader) finish() error {
	r.inRow = false
	if r.last%checkEvery == 0 {
		if err := r.ctx.Err(); err != nil {
			return err
		}
	}
	var err error
	if r.row.Cells, err = r.merges.apply(r.last, r.row.Cells); err != nil {
		return err
	}
	if err := r.budget.spend(len(r.row.Cells)); err != nil {
		return err
	}
	if len(r.row.Cells) > 0 && !r.yield(r.row) {
		return errStop
	}
	return nil
}

// columnOf reads the letters of a reference such as AB12; A is 0.
func columnOf(ref []byte) (int, bool) {
	n := 0
	for i, c := range ref {
		switch {
		case c >= 'A' && c <= 'Z' && n <= MaxColumns:
			n = n*26 + int(c-'A') + 1
		case i > 0 && c >= '0' && c <= '9':
			return n - 1, true
		default:
			return 0, false
		}
	}
	return 0, false
}

// letters is columnOf's inverse.
func letters(column int) string {
	var b []byte
	for n := column + 1; n > 0; n = (n - 1) / 26 {
		b = append([]byte{byte('A' + (n-1)%26)}, b...)
	}
	return string(b)
}
