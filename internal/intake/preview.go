package intake

import (
	"strings"

	"kashf.org/kashf/internal/intake/sheet"
	"kashf.org/kashf/internal/register"
)

// A Preview shows a person what a mapping makes of a list before it is read.
type Preview struct {
	Sniffed Sniffed
	Sure    bool
	Columns []PreviewColumn
	// Problem is why the mapping cannot be read with, nil where it can.
	Problem error
}

// A PreviewColumn is one column of a preview.
type PreviewColumn struct {
	Column
	Samples    []string // as written, the first that differ from each other
	Filled     int      // cells of the sample that are not blank
	Understood int      // those that a claim can be made of, absences included
	Absent     int      // those that say "unknown" or "withheld"
	Misread    []string // the first that were not understood
}

// NewPreview looks at the sample with a mapping, and shows up to n values a
// column.
func NewPreview(s Sniffed, m Mapping, n int, o Options) Preview {
	p := Preview{Sniffed: s, Sure: m.Sure, Problem: m.Validate()}
	c := newClaimer(m, o)
	for i := range c.columns {
		p.Columns = append(p.Columns, c.preview(s, i, n))
	}
	return p
}

func (c *claimer) preview(s Sniffed, i, n int) PreviewColumn {
	col := &c.columns[i]
	p := PreviewColumn{Column: col.Column}
	seen := map[string]bool{}
	for at, row := range s.Sample {
		if i >= len(row) {
			continue
		}
		value := clean(strings.TrimSpace(row[i]))
		if value == "" {
			continue
		}
		p.Filled++
		if len(p.Samples) < n && !seen[value] {
			seen[value] = true
			p.Samples = append(p.Samples, excerpt(value))
		}
		if col.Field == register.NoField {
			continue
		}
		if col.Asks {
			p.answer(col, value, n)
			continue
		}
		mark := sheet.Mark(0)
		if at < len(s.Marks) {
			mark = markAt(s.Marks[at], i)
		}
		got := col.readCell(c.readers, value, mark, c.governorateOf(row, col.way))
		switch {
		case got.absence != register.Present:
			p.Absent++
			p.Understood++
		case got.reason == "":
			p.Understood++
		case len(p.Misread) < n:
			p.Misread = append(p.Misread, excerpt(value))
		}
	}
	return p
}

// answer counts an answer to the question of a column.
func (p *PreviewColumn) answer(col *claimColumn, value string, n int) {
	absent := col.absence(value) != register.Present
	if absent {
		p.Absent++
	}
	if _, known := col.answerTo(value); known || absent {
		p.Understood++
	} else if len(p.Misread) < n {
		p.Misread = append(p.Misread, excerpt(value))
	}
}

// governorateOf is where the row's places are to be looked for.
func (c *claimer) governorateOf(cells []string, w way) string {
	g := c.governorate
	if w != asPlace || g < 0 || g >= len(cells) {
		return ""
	}
	cell := strings.TrimSpace(cells[g])
	if cell == "" {
		return ""
	}
	return c.columns[g].read(c.readers, cell, "").norm
}
