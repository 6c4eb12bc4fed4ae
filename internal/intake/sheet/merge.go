package sheet

import (
	"bytes"
	"cmp"
	"slices"
	"strconv"
)

// A merged range: rows from 1, columns from 0, both ends within.
type merged struct {
	top, bottom, left, right int
	text                     string
	mark                     Mark
}

// merges are the merged ranges of a sheet, in the order of their first rows.
type merges struct {
	coming []merged
	open   []merged
}

// merges reads a sheet's merged ranges, which stand behind its rows.
func (x *xlsx) merges(name string, b *budget) (*merges, error) {
	m := &merges{}
	err := x.a.each(name, b, func(s *scanner, k token) (bool, error) {
		if k != startTag || !s.is("mergeCell") || len(m.coming) >= maxMerges {
			return false, nil
		}
		if ref, ok := s.rawAttr("ref"); ok {
			if r, ok := rangeOf(ref); ok {
				m.coming = append(m.coming, r)
			}
		}
		return false, nil
	})
	slices.SortStableFunc(m.coming, func(a, b merged) int {
		return cmp.Or(cmp.Compare(a.top, b.top), cmp.Compare(a.left, b.left))
	})
	return m, err
}

func rangeOf(ref []byte) (merged, bool) {
	a, b, ok := bytes.Cut(ref, []byte(":"))
	if !ok {
		return merged{}, false
	}
	var m merged
	var ok1, ok2 bool
	m.left, m.top, ok1 = cellOf(a)
	m.right, m.bottom, ok2 = cellOf(b)
	return m, ok1 && ok2 && m.left <= m.right && m.top <= m.bottom
}

func cellOf(ref []byte) (column, row int, ok bool) {
	column, ok = columnOf(ref)
	if !ok || column >= MaxColumns {
		return 0, 0, false
	}
	row, err := strconv.Atoi(string(bytes.TrimLeft(ref, "ABCDEFGHIJKLMNOPQRSTUVWXYZ")))
	return column, row, err == nil && row >= 1 && row <= MaxRows
}

// apply notes how wide merged cells are, and repeats in each row what a range
// over several rows says once: a prison's name beside twenty prisoners is each
// one's.
func (m *merges) apply(row int, cells []Cell) ([]Cell, error) {
	for len(m.coming) > 0 && m.coming[0].top <= row {
		r := m.coming[0]
		m.coming = m.coming[1:]
		if r.top == row && r.left < len(cells) {
			c := &cells[r.left]
			c.Span = r.right - r.left + 1
			r.text, r.mark = c.Text, c.Mark
			if r.bottom > row && c.Text != "" {
				m.open = append(m.open, r)
			}
		}
	}
	kept := m.open[:0]
	for _, r := range m.open {
		if r.bottom < row {
			continue
		}
		kept = append(kept, r)
		if r.top < row {
			cells = fillDown(cells, r)
		}
	}
	m.open = kept
	if len(kept) > maxOpen {
		return nil, &Error{Kind: TooLarge, Err: errTooLarge}
	}
	return cells, nil
}

// fillDown writes a range's text where the row has none of its own.
func fillDown(cells []Cell, r merged) []Cell {
	for len(cells) <= r.left {
		cells = append(cells, Cell{})
	}
	if c := &cells[r.left]; c.Text == "" {
		c.Text, c.Mark, c.Span = r.text, r.mark|Merged, r.right-r.left+1
	}
	return cells
}
