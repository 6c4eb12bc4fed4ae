package edition

import (
	"hash/maphash"
	"strconv"
	"strings"

	"kashf.org/kashf/internal/register"
	"kashf.org/kashf/names"
)

// MaxCells bounds a list that is compared: two of them lie in memory together.
const MaxCells = 5_000_000

// A Column is one column of a list.
type Column struct {
	Header string
	Field  register.Field
	Level  register.Level // of its cells
}

// A List is one edition, its rows in their order.
type List struct {
	Columns []Column
	Rows    []Row
}

// A Row is one row that was taken of a list.
type Row struct {
	Number int // in its file
	Cells  []string
	Gone   bool // destroyed by law: it is nobody's

	name, mother string
	key          string // of the name: equal for the same letters
	birth        register.Claim
}

// Add adds a row with the claims that were read from it.
func (l *List) Add(number int, cells []string, claims []register.Claim) {
	r := Row{Number: number, Cells: cells}
	r.name = nameOf(claims)
	r.key = names.Loose(r.name)
	for _, c := range claims {
		if c.Absence != register.Present {
			continue
		}
		switch c.Field {
		case register.MotherName:
			r.mother = c.Value
		case register.BirthDate, register.BirthYear:
			if r.birth.Norm == "" {
				r.birth = c
			}
		}
	}
	l.Rows = append(l.Rows, r)
}

// AddGone adds a row that was destroyed.
func (l *List) AddGone() { l.Rows = append(l.Rows, Row{Gone: true}) }

// Name is the row's name as written, "" where it has none.
func (r Row) Name() string { return r.name }

// Key is equal for names written alike.
func (r Row) Key() string { return r.key }

// nameOf is the full name that claims give, or its parts in their usual order.
func nameOf(claims []register.Claim) string {
	value := func(f register.Field) string {
		for _, c := range claims {
			if c.Field == f && c.Absence == register.Present {
				return c.Value
			}
		}
		return ""
	}
	if full := value(register.FullName); full != "" {
		return full
	}
	var parts []string
	for _, f := range []register.Field{register.GivenName, register.FatherName, register.GrandfatherName, register.FamilyName} {
		if v := value(f); v != "" {
			parts = append(parts, v)
		}
	}
	return strings.Join(parts, " ")
}

// Text is a row's cell in a column, without outer space.
func (r Row) Text(column int) string {
	if column < 0 || column >= len(r.Cells) {
		return ""
	}
	return strings.TrimSpace(r.Cells[column])
}

// SharedColumns pairs the columns that both lists have, by their headers as folded by
// the caller. The second of a name is paired with the second.
func SharedColumns(older, newer []Column, fold func(string) string) [][2]int {
	at := map[string][]int{}
	for i, c := range older {
		at[fold(c.Header)] = append(at[fold(c.Header)], i)
	}
	var out [][2]int
	for i, c := range newer {
		k := fold(c.Header)
		if have := at[k]; len(have) > 0 {
			out, at[k] = append(out, [2]int{have[0], i}), have[1:]
		}
	}
	return out
}

// counts reports whether a column does no more than number the rows: each
// number is one more than that above it.
func (l *List) counts(column int) bool {
	filled, steps, last := 0, 0, 0
	for _, r := range l.Rows {
		text := r.Text(column)
		if text == "" {
			continue
		}
		n, err := strconv.Atoi(ascii(text))
		if err != nil {
			return false
		}
		if filled > 0 && n == last+1 {
			steps++
		}
		filled++
		last = n
	}
	return filled > 2 && steps*10 >= (filled-1)*9
}

// ascii writes Arabic and Persian digits as ASCII ones.
func ascii(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r >= '٠' && r <= '٩':
			return r - '٠' + '0'
		case r >= '۰' && r <= '۹':
			return r - '۰' + '0'
		}
		return r
	}, s)
}

var seed = maphash.MakeSeed()

// hash is equal for cells of the same text.
func hash(cells []string) uint64 {
	var h maphash.Hash
	h.SetSeed(seed)
	for _, c := range cells {
		h.WriteString(c)
		h.WriteByte(0)
	}
	return h.Sum64()
}
