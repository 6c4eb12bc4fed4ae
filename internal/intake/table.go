package intake

import (
	"slices"
	"strconv"
	"strings"

	"kashf.org/kashf/internal/intake/sheet"
)

// A Table is one table on a sheet of a workbook. A sheet may have several, one
// under the other or side by side, each with its own header.
type Table struct {
	Sheet  int    // index of the sheet in the book
	Name   string // of the sheet
	Hidden bool   // the sheet is hidden
	Header int    // row of the first line of the header, 0 where there is none
	Lines  int    // how many lines the header has
	First  int    // row under the header
	Last   int    // last row that has something in it
	Rows   int    // rows that have something in them
	// Columns are the sheet's columns that belong to the table, from 0, and
	// Headers what they are called, "" where they are not.
	Columns []int
	Headers []string
	// Sections says that lines across the table part its rows, as a prison's
	// name above those who are held there does.
	Sections bool
	Hides    int  // rows of it that the sheet hides
	Chosen   bool // it is read
	// At is, for each column of the list, the sheet's column it is read from,
	// [atNone], [atSheet] or [atSection].
	At []int

	sample []sheet.Row
}

// Columns of a list that are no columns of a sheet.
const (
	atNone    = -1
	atSheet   = -2 // the name of the sheet
	atSection = -3 // the line across the table under which the row stands
)

// Key names a table within its book, for a choice among tables.
func (t Table) Key() string {
	column := 0
	if len(t.Columns) > 0 {
		column = t.Columns[0]
	}
	return strconv.Itoa(t.Sheet) + "." + strconv.Itoa(t.First) + "." + strconv.Itoa(column)
}

// Names reports whether a column of the table says who is meant.
func (t Table) Names() bool {
	return slices.ContainsFunc(t.Headers, func(h string) bool {
		f, score := fieldOfHeader(h)
		return score > 0 && namesPerson(f)
	})
}

// Rows is how many rows the chosen tables of a workbook have, 0 for a text.
func (s Sniffed) Rows() int {
	n := 0
	for _, t := range s.Tables {
		if t.Chosen {
			n += t.Rows
		}
	}
	return n
}

// Choose reads those tables of a workbook that keep wants, and no others. It
// refuses a choice of nothing. A text has no tables and stays as it is.
func (s Sniffed) Choose(keep func(Table) bool) (Sniffed, error) {
	if s.Format == "" || s.Format == JSON {
		return s, nil
	}
	s.Tables = slices.Clone(s.Tables)
	for i := range s.Tables {
		s.Tables[i].Chosen = keep(s.Tables[i])
	}
	return s.unite()
}

// unite makes the columns of a list of those of its tables: columns of one
// name are one column, whatever sheet they stand on.
func (s Sniffed) unite() (Sniffed, error) {
	u := union{at: map[string]int{}}
	chosen, sections := 0, false
	for i := range s.Tables {
		if t := &s.Tables[i]; t.Chosen {
			chosen++
			sections = sections || t.Sections
			s.Header = s.Header || t.Header > 0
			t.At = u.add(t)
		} else {
			t.At = nil
		}
	}
	if chosen == 0 {
		return Sniffed{}, fail(NoTable)
	}
	extra := u.words()
	if chosen > 1 {
		u.extra(s.Tables, extra[0], func(*Table) int { return atSheet })
	}
	if sections {
		u.extra(s.Tables, extra[1], func(t *Table) int {
			if t.Sections {
				return atSection
			}
			return atNone
		})
	}
	for i := range s.Tables {
		for t := &s.Tables[i]; t.Chosen && len(t.At) < len(u.columns); {
			t.At = append(t.At, atNone)
		}
	}
	if len(u.columns) > MaxColumns {
		return Sniffed{}, fail(TooManyColumns, "row", s.Tables[0].Header, "limit", MaxColumns)
	}
	s.Columns = u.columns
	s.Sample, s.Marks = s.sampleOfTables()
	return s, nil
}

// A union gathers the columns of several tables.
type union struct {
	columns []string
	at      map[string]int // folded header and how often it stood in its table → column
}

// add gives each of a table's columns its place in the list, as a row of At.
func (u *union) add(t *Table) []int {
	place := make([]int, len(t.Columns))
	seen := map[string]int{}
	for i, h := range t.Headers {
		name := h
		if name == "" {
			name = strconv.Itoa(i + 1)
		}
		key := fold(h)
		if h == "" || key == "" {
			key = "\x00" + t.Key() + "/" + strconv.Itoa(i) // no name is no other column's
		}
		seen[key]++
		key += "\x00" + strconv.Itoa(seen[key])
		if _, ok := u.at[key]; !ok {
			u.at[key] = len(u.columns)
			u.columns = append(u.columns, name)
		}
		place[i] = u.at[key]
	}
	at := make([]int, len(u.columns))
	for i := range at {
		at[i] = atNone
	}
	for i, p := range place {
		at[p] = t.Columns[i]
	}
	return at
}

// extra adds a column that is no column of a sheet.
func (u *union) extra(tables []Table, name string, of func(*Table) int) {
	for i := range tables {
		if t := &tables[i]; t.Chosen {
			for len(t.At) < len(u.columns) {
				t.At = append(t.At, atNone)
			}
			t.At = append(t.At, of(t))
		}
	}
	u.columns = append(u.columns, name)
}

// words are what the columns of sheets and sections are called, in the list's
// own script.
func (u *union) words() [2]string {
	for _, c := range u.columns {
		if strings.ContainsFunc(c, isArabicLetter) {
			return [2]string{"ورقة الجدول", "سطر فوق الصفوف"}
		}
	}
	return [2]string{"sheet", "line above the rows"}
}

func isArabicLetter(r rune) bool { return r >= 0x0621 && r <= 0x064a }

// sampleOfTables takes rows of each chosen table in turn, so that each is seen.
func (s Sniffed) sampleOfTables() (cells [][]string, marks [][]sheet.Mark) {
	chosen := 0
	for _, t := range s.Tables {
		if t.Chosen {
			chosen++
		}
	}
	each := max(sampleRows/chosen, 5)
	for i := range s.Tables {
		t := &s.Tables[i]
		if !t.Chosen {
			continue
		}
		r := tableRows{t: t}
		for _, row := range t.sample[:min(each, len(t.sample))] {
			got := r.row(row)
			if got.State == Taken {
				cells, marks = append(cells, got.Cells), append(marks, got.Marks)
			}
		}
	}
	return cells, marks
}
