package lists

import (
	"net/url"
	"strconv"
	"strings"

	"kashf.org/kashf/internal/intake"
	"kashf.org/kashf/internal/register"
)

// Names of the mapping's fields in the form; a number follows those of columns
// and constants.
const (
	fieldOf      = "field-"
	orderOf      = "order-"
	constField   = "const-field-"
	constValue   = "const-value-"
	rawColumn    = "raw"
	spareRows    = 2  // empty rows for further constants
	maxConstants = 40 // more than there are fields that hold for a whole list
	maxAnswers   = 100
)

// corrected is a mapping with what a person set in the form. What the form does
// not name stays.
func corrected(m intake.Mapping, f url.Values) intake.Mapping {
	out := m
	out.Columns = make([]intake.Column, len(m.Columns))
	for i, c := range m.Columns {
		out.Columns[i] = correctedColumn(c, f, strconv.Itoa(i))
	}
	out.Nameless = f.Get("nameless") != ""
	out.Unknown, out.Withheld = answers(f.Get("unknown")), answers(f.Get("withheld"))
	out.Constants = nil
	for i := range maxConstants {
		n := strconv.Itoa(i)
		field, ok := register.ParseField(f.Get(constField + n))
		if ok && field.Info().Level < register.C5 {
			out.Constants = append(out.Constants, intake.Constant{Field: field, Value: clip(strings.TrimSpace(f.Get(constValue+n)), intake.MaxName)})
		}
	}
	return out
}

func correctedColumn(c intake.Column, f url.Values, n string) intake.Column {
	switch key := f.Get(fieldOf + n); {
	case key == rawColumn:
		if c.Field != register.NoField {
			c = c.As(register.NoField)
		}
	case key != "":
		if field, ok := register.ParseField(key); ok && field != c.Field {
			c = c.As(field)
		}
	}
	switch o := intake.DateOrder(f.Get(orderOf + n)); o {
	case intake.DayFirst, intake.MonthFirst, intake.YearFirst, intake.SerialDays:
		c.DateOrder = o
	}
	return c
}

// answers are words on lines of their own, or between commas.
func answers(text string) []string {
	var out []string
	for _, a := range strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune("\r\n,،", r) }) {
		if a = clip(strings.TrimSpace(a), intake.MaxName); a != "" && len(out) < maxAnswers {
			out = append(out, a)
		}
	}
	return out
}

// confirmed is a mapping as it is read with: a person has looked at it, and
// constants that were left empty say nothing.
func confirmed(m intake.Mapping) intake.Mapping {
	m.Sure = true
	constants := m.Constants
	m.Constants = nil
	for _, c := range constants {
		if c.Value != "" {
			m.Constants = append(m.Constants, c)
		}
	}
	return m
}

func clip(s string, n int) string {
	if r := []rune(s); len(r) > n {
		return string(r[:n])
	}
	return s
}
