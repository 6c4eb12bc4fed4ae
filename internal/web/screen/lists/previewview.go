package lists

import (
	"slices"
	"strconv"
	"strings"

	"kashf.org/kashf/internal/intake"
	"kashf.org/kashf/internal/locale"
	"kashf.org/kashf/internal/register"
	"kashf.org/kashf/internal/web/part"
)

// A PreviewView is what a list's preview shows.
type PreviewView struct {
	File, Source, Action, Draft, Size string
	Known                             []Known
	Tables                            []TableView // of a workbook
	Left                              []string    // what a workbook has that is not read, in words
	Kept                              string      // the import whose mapping is offered again, in words
	Already                           *AlreadyView
	Edition                           *EditionChoice // nil where there is no older list
	Header                            bool
	SampleRows                        int
	Columns                           []ColumnView
	Mapping                           MappingInputs
	Problem                           *RefusalView // why the mapping cannot be read with
	Trouble                           *RefusalView // why taking it in came to nothing
}

// Known is one thing that is known of a file, and why.
type Known struct{ Label, Value, Why string }

// An AlreadyView is the standing import of the same file.
type AlreadyView struct{ At, By, Href string }

// A ColumnView is one column of the preview.
type ColumnView struct {
	Index      int
	Header     string
	Samples    []string
	Field      string // key, [rawColumn] where the column is kept raw
	Groups     []GroupView
	Sealed     string // the name of a sealed field, which cannot be chosen
	Sure       part.Strength
	SureWords  string
	Reason     string
	Filled     int
	Understood int
	Misread    []string
	Mapped     bool
	Order      *part.Input // of day and month, for columns of dates
}

// A GroupView is choices that stand together.
type GroupView struct {
	Label   string
	Options []part.Option
}

// MappingInputs are the fields that concern the whole list.
type MappingInputs struct {
	Constants         []ConstantView
	Unknown, Withheld part.Input
	Nameless          part.Input
}

// A ConstantView is a value that every row has.
type ConstantView struct {
	Index        int
	Field, Value string
	Groups       []GroupView
	Note         string // what the value is understood as
}

func knownOf(p locale.Printer, s intake.Sniffed) []Known {
	if s.Format != "" {
		return []Known{{p.T("lists.known.format"), p.T("lists.format." + string(s.Format)), p.T("intake.why." + string(s.Format))}}
	}
	labels := []string{"lists.known.encoding", "lists.known.delimiter", "lists.known.quotes", "lists.known.header"}
	values := []string{
		p.T("lists.encoding." + strings.ReplaceAll(string(s.Encoding), "-", "_")), p.T("lists.delimiter." + delimiterKey(s)),
		yesNo(p, s.Dialect.Quote), yesNo(p, s.Header),
	}
	var out []Known
	for i, why := range s.Why {
		if i < len(labels) {
			out = append(out, Known{p.T(labels[i]), values[i], p.T("intake.why." + why)})
		}
	}
	return out
}

func delimiterKey(s intake.Sniffed) string {
	for _, why := range s.Why {
		if why == "one_column" {
			return "none"
		}
		if name, ok := strings.CutPrefix(why, "delimiter_"); ok {
			return name
		}
	}
	return "none"
}

func columnView(p locale.Printer, i int, c intake.PreviewColumn, named bool) ColumnView {
	v := ColumnView{
		Index: i, Header: c.Header, Samples: c.Samples, Field: orRaw(c.Field), Groups: groups(p, c.Field), Filled: c.Filled,
		Understood: c.Understood, Misread: unique(c.Misread), Mapped: c.Field != register.NoField, Reason: p.T("intake.mapping." + string(c.Reason)),
	}
	if !named || c.Header == "" {
		v.Header = p.T("lists.column_no", strconv.Itoa(i+1))
	}
	if c.Also != register.NoField {
		v.Reason = p.T("lists.column.also", fieldName(p, c.Also.Key()), v.Reason)
	}
	if c.Field.Info().Level >= register.C5 {
		v.Sealed = fieldName(p, c.Field.Key())
	}
	v.Sure, v.SureWords = strength(p, c)
	if dated[c.Field] {
		v.Order = orderInput(p, i, c.DateOrder)
	}
	return v
}

// unique leaves the first of equal values.
func unique(values []string) []string {
	var out []string
	for _, v := range values {
		if !slices.Contains(out, v) {
			out = append(out, v)
		}
	}
	return out
}

// strength says how sure a proposal is.
func strength(p locale.Printer, c intake.PreviewColumn) (part.Strength, string) {
	switch {
	case c.Reason == intake.ByPerson:
		return 3, p.T("lists.sure.person")
	case c.Field == register.NoField:
		return 0, p.T("lists.sure.none")
	case c.Confidence >= 0.9:
		return 3, p.T("lists.sure.sure")
	case c.Confidence >= 0.6:
		return 2, p.T("lists.sure.likely")
	}
	return 1, p.T("lists.sure.guess")
}

func orRaw(f register.Field) string {
	if f == register.NoField {
		return rawColumn
	}
	return f.Key()
}

// groups are the fields to choose from.
func groups(p locale.Printer, chosen register.Field) []GroupView {
	out := make([]GroupView, 0, len(fieldGroups))
	for _, g := range fieldGroups {
		v := GroupView{Label: p.T(g.key)}
		for _, f := range g.fields {
			v.Options = append(v.Options, part.Option{Value: f.Key(), Label: fieldName(p, f.Key()), Chosen: f == chosen})
		}
		out = append(out, v)
	}
	return out
}

func orderInput(p locale.Printer, i int, chosen intake.DateOrder) *part.Input {
	if chosen == "" {
		chosen = intake.DayFirst
	}
	in := &part.Input{Name: orderOf + strconv.Itoa(i), Label: p.T("lists.order"), Required: true, Value: string(chosen)}
	for _, o := range []intake.DateOrder{intake.DayFirst, intake.MonthFirst, intake.YearFirst, intake.SerialDays} {
		in.Options = append(in.Options, part.Option{Value: string(o), Label: p.T("lists.order." + string(o))})
	}
	return in
}

func mappingInputs(p locale.Printer, m intake.Mapping) MappingInputs {
	v := MappingInputs{
		Unknown:  part.Input{Name: "unknown", Label: p.T("lists.unknown"), Hint: p.T("lists.unknown.hint"), Value: strings.Join(m.Unknown, "\n"), Optional: true},
		Withheld: part.Input{Name: "withheld", Label: p.T("lists.withheld"), Hint: p.T("lists.withheld.hint"), Value: strings.Join(m.Withheld, "\n"), Optional: true},
		Nameless: part.Input{Name: "nameless", Label: p.T("lists.nameless"), Options: []part.Option{{Value: "yes", Label: p.T("lists.nameless.yes"), Note: p.T("lists.nameless.note"), Chosen: m.Nameless}}},
	}
	for i := range len(m.Constants) + spareRows {
		c := ConstantView{Index: i, Groups: groups(p, register.NoField)}
		if i < len(m.Constants) {
			k := m.Constants[i]
			c.Field, c.Value, c.Groups, c.Note = k.Field.Key(), k.Value, groups(p, k.Field), constantNote(p, k)
		}
		v.Constants = append(v.Constants, c)
	}
	return v
}

// constantNote says where a value that every row is to have is not understood.
func constantNote(p locale.Printer, c intake.Constant) string {
	readers := intake.Standard()
	var reason intake.Reason
	switch {
	case c.Value == "":
		return p.T("lists.constant.empty")
	case c.Field == register.Facility:
		_, reason = readers.Facility(c.Value)
	case dated[c.Field]:
		if _, ok := readers.Date(c.Value, intake.DayFirst); !ok {
			reason = intake.BadDate
		}
	case c.Field == register.Governorate:
		if _, ok := readers.Governorate(c.Value); !ok {
			reason = intake.UnknownPlace
		}
	}
	if reason == "" {
		return ""
	}
	return p.T("intake.reason." + string(reason))
}
