package intake

import (
	"strings"

	"kashf.org/kashf/internal/register"
)

// A Mapping says what the columns of a list are. It is drafted by [Draft],
// corrected by a person, kept with the source and used again for the next list
// with the same header.
type Mapping struct {
	// Sure says that the draft needs no person's look. A mapping that a person
	// confirmed is sure.
	Sure    bool
	Columns []Column
	// Constants are claims that every row makes, such as the prison that the
	// whole list comes from.
	Constants []Constant
	// Nameless takes rows in which nothing names a person, such as a count of
	// unknown bodies.
	Nameless bool
	// Unknown and Withheld are further answers, beside the usual ones, by which
	// this list says that it does not know or does not tell.
	Unknown  []string
	Withheld []string
}

// A Column is one column of a list, in the list's order.
type Column struct {
	Header string
	Field  register.Field // NoField: kept raw, no claim made
	// Also is the mother's name where the cells of a column of fathers hold
	// both, NoField elsewhere.
	Also       register.Field
	Confidence float64 // 0 … 1
	Reason     Why
	DateOrder  DateOrder // of dates of numbers alone; "" is DayFirst
	// Swapped says that a spreadsheet read days of this column with day and
	// month in the wrong places, where it could: it shows by those it could not.
	Swapped bool
	// Asks says that the header is a question that the cells answer with yes or
	// no. An answer is kept together with its question, for alone it says nothing.
	Asks     bool
	Unknown  []string // as in [Mapping], for this column alone
	Withheld []string
}

// As is the column as a person says that it is. A column that asks goes on
// asking where its answers can stand in the field.
func (c Column) As(f register.Field) Column {
	c.Field, c.Also, c.Confidence, c.Reason = f, register.NoField, 1, ByPerson
	c.Asks = c.Asks && (f == register.Note || f == register.Status || f == register.MaritalStatus || f == register.Health || answered[f])
	return c
}

// A Constant is a value that holds for every row.
type Constant struct {
	Field register.Field
	Value string
}

// A Why says what a column's field rests on. It is the last part of a message
// key "intake.mapping.…".
type Why string

const (
	ByHeader     Why = "header"      // the header is a known name of the field
	ByHeaderPart Why = "header_part" // the header holds a known name
	ByContent    Why = "content"     // the cells look like it
	ByBoth       Why = "both"        // the header holds a known name, and the cells look like it
	ByPerson     Why = "person"      // a person said so
	NotKnown     Why = "not_known"   // neither says anything: the column is kept raw
	LooksDated   Why = "looks_dated" // dates, but of what?
	LooksNamed   Why = "looks_named" // names, but whose?
	Twin         Why = "twin"        // another column says the same and is surer
	OfAnother    Why = "of_another"  // the header tells of somebody or something else than the person, or counts: kept raw
	SomeCode     Why = "some_code"   // codes, under a header that says nothing: kept raw
	ByQuestion   Why = "question"    // the header asks, and the cells say yes or no
)

// Fields gives the column → field key pairs that an import records. A second
// column of the same name is told apart by its number.
func (m Mapping) Fields() map[string]string {
	out := make(map[string]string, len(m.Columns))
	for i, name := range distinct(headersOf(m)) {
		if f := m.Columns[i].Field; f != register.NoField {
			out[name] = f.Key()
		}
	}
	return out
}

// Unmapped lists the columns that are kept raw only.
func (m Mapping) Unmapped() []string {
	var out []string
	for _, c := range m.Columns {
		if c.Field == register.NoField {
			out = append(out, c.Header)
		}
	}
	return out
}

// Validate refuses a mapping that must not be read with: one with a sealed
// field, or in which nothing can name a person.
func (m Mapping) Validate() error {
	names := m.Nameless
	for _, c := range m.Columns {
		if c.Field.Info().Level >= register.C5 {
			return fail(SealedField, "field", c.Field.Key(), "column", c.Header)
		}
		if c.Field.NamesClaims() { // a list corrects nothing
			return fail(MapField, "line", 0, "found", c.Field.Key())
		}
		if c.Also != register.NoField && (c.Field != register.FatherName || c.Also != register.MotherName) {
			return fail(MapField, "line", 0, "found", c.Also.Key())
		}
		names = names || namesPerson(c.Field)
	}
	for _, c := range m.Constants {
		if c.Field.Info().Level >= register.C5 {
			return fail(SealedField, "field", c.Field.Key(), "column", c.Field.Key())
		}
		if c.Field.NamesClaims() {
			return fail(MapField, "line", 0, "found", c.Field.Key())
		}
	}
	if !names {
		return fail(NoName)
	}
	return nil
}

// For fits a mapping to a file's columns. Columns are found by their header,
// those of the same header in order; columns that the mapping does not have are
// kept raw. A column of the mapping that the file lacks is an [Error].
func (m Mapping) For(columns []string) (Mapping, error) {
	byName := map[string][]Column{}
	for _, c := range m.Columns {
		key := fold(c.Header)
		byName[key] = append(byName[key], c)
	}
	fitted := m
	fitted.Columns = make([]Column, len(columns))
	for i, header := range columns {
		key := fold(header)
		fitted.Columns[i] = Column{Header: header, Reason: NotKnown}
		if have := byName[key]; len(have) > 0 {
			fitted.Columns[i], byName[key] = have[0], have[1:]
			fitted.Columns[i].Header = header
		}
	}
	for _, c := range m.Columns {
		if left := byName[fold(c.Header)]; len(left) > 0 && c.Field != register.NoField {
			return Mapping{}, fail(MapColumn, "found", left[0].Header)
		}
	}
	return fitted, nil
}

// Fits reports whether a mapping kept with a source serves a file with these
// columns as it is: the same headers in the same order.
func (m Mapping) Fits(columns []string) bool {
	if len(columns) != len(m.Columns) {
		return false
	}
	for i, c := range m.Columns {
		if fold(c.Header) != fold(columns[i]) {
			return false
		}
	}
	return true
}

// namesPerson reports whether a value of f can say who is meant.
func namesPerson(f register.Field) bool {
	switch f {
	case register.FullName, register.GivenName, register.FamilyName, register.Kunya, register.OtherName,
		register.DetaineeNo, register.NationalNo:
		return true
	}
	return false
}

func headersOf(m Mapping) []string {
	out := make([]string, len(m.Columns))
	for i, c := range m.Columns {
		out[i] = c.Header
	}
	return out
}

// distinct tells equal names apart: "note", "note (2)".
func distinct(names []string) []string {
	seen := make(map[string]int, len(names))
	out := make([]string, len(names))
	for i, n := range names {
		seen[n]++
		out[i] = n
		for k := seen[n]; k > 1; k++ {
			if t := n + " (" + itoa(k) + ")"; seen[t] == 0 {
				seen[t]++
				out[i] = t
				break
			}
		}
	}
	return out
}

// usualUnknown and usualWithheld are what lists write for a value that they
// do not know or do not tell, folded; marks without letters are written out.
var (
	usualUnknown = foldedSet(
		"مجهول", "مجهولة", "غير معروف", "غير معروفة", "غير معلوم", "غير معلومة", "لا يعرف", "لا نعرف", "غير محدد", "غير محددة", "غير متوفر",
		"مجهول الهوية", "مجهولة الهوية", "بلا اسم", "بدون اسم", "لا أعرف", "لا أعلم", "لا يعلم", "ما بنعرف", "ما منعرف", "لا علم لنا", "غير مذكور",
		"unidentified", "no name", "unbekannt", "bilinmiyor", "belirsiz", "nenas", "nayê zanîn", "نەزانراو", "نادیار",
		"unknown", "not known", "n/a", "n.a.", "#n/a", "null", "nan", "not available", "not specified", "unspecified",
		"inconnu", "inconnue", "non connu", "non connue", "non précisé", "s/o",
		"-", "--", "---", "–", "—", "_", "?", "??", "???", "؟", "؟؟", "؟؟؟", ".", "..", "...", "…", "/", "*",
	)
	usualWithheld = foldedSet(
		"محجوب", "محجوبة", "سري", "سرية", "withheld", "redacted", "confidential", "masqué", "masquée", "caviardé", "confidentiel",
		"███", "████", "█████",
	)
)

// foldedSet folds answers; those that fold to nothing are kept as they are.
func foldedSet(answers ...string) map[string]bool {
	set := make(map[string]bool, len(answers))
	for _, a := range answers {
		set[foldAnswer(a)] = true
	}
	return set
}

func foldAnswer(s string) string {
	if f := fold(s); f != "" {
		return f
	}
	return strings.TrimSpace(s)
}
