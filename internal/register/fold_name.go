package register

import (
	"cmp"
	"slices"
	"strings"

	"kashf.org/kashf/names"
)

// A Spelling is one way in which sources write the person's name.
type Spelling struct {
	Text    string
	Script  names.Script
	Field   Field // [FullName], also where it was put together from parts; [OtherName]; [Kunya]
	Parts   int   // names in it: the more, the fuller
	Origins int
	Says    []Said
}

// A DisplayName is the name a page is headed with.
type DisplayName struct {
	Text   string
	Script names.Script
	Latin  string // the fullest spelling in Latin letters where Text is Arabic, else ""
}

// spellings lists every spelling of the person's names, the best supported
// first. Spellings that differ in marks and spaces alone are one.
func spellings(f File) []Spelling {
	from := f.sources()
	byKey := make(map[string]*Spelling)
	var order []*Spelling
	for _, r := range f.Records {
		for _, s := range namesIn(r, from[r.Source]) {
			key := s.Field.Key() + "/" + names.Strict(s.Value)
			sp, ok := byKey[key]
			if !ok {
				n := names.Parse(s.Value)
				sp = &Spelling{Text: s.Value, Script: names.ScriptOf(s.Value), Field: s.Field, Parts: len(n.Parts)}
				byKey[key] = sp
				order = append(order, sp)
			}
			sp.Says = append(sp.Says, s)
		}
	}
	out := make([]Spelling, 0, len(order))
	for _, sp := range order {
		sp.Origins = origins(sp.Says...)
		out = append(out, *sp)
	}
	slices.SortStableFunc(out, func(a, b Spelling) int {
		return cmp.Or(cmp.Compare(a.Field, b.Field), cmp.Compare(b.Origins, a.Origins),
			cmp.Compare(b.Parts, a.Parts), cmp.Compare(a.Says[0].Record, b.Says[0].Record), cmp.Compare(a.Text, b.Text))
	})
	return out
}

// namesIn are a record's names: as written in full, or put together from its
// parts, and its other names.
func namesIn(r Record, s Source) []Said {
	var out []Said
	full := false
	for _, c := range r.Claims {
		if c.Absence != Present || c.Value == "" {
			continue
		}
		switch c.Field {
		case FullName:
			full = true
			out = append(out, saidBy(r, s, c))
		case OtherName, Kunya:
			out = append(out, saidBy(r, s, c))
		}
	}
	if whole := composed(r); !full && whole != "" {
		out = append(out, saidBy(r, s, Claim{Field: FullName, Value: whole, Level: FullName.Info().Level}))
	}
	return sorted(out)
}

// composed puts a name together from a record's parts, in their usual order.
func composed(r Record) string {
	var parts []string
	for _, f := range [...]Field{GivenName, FatherName, GrandfatherName, FamilyName} {
		if v := r.Value(f); v != "" {
			parts = append(parts, v)
		}
	}
	return strings.Join(parts, " ")
}

// display picks the fullest name in Arabic, else the fullest there is; then the
// one with most origins; then the oldest.
func display(all []Spelling) DisplayName {
	arabic, okA := fullest(all, func(s Spelling) bool { return s.Script == names.Arabic })
	latin, okL := fullest(all, func(s Spelling) bool { return s.Script == names.Latin })
	switch {
	case okA:
		return DisplayName{arabic.Text, arabic.Script, latin.Text}
	case okL:
		return DisplayName{latin.Text, latin.Script, ""}
	}
	any, _ := fullest(all, func(Spelling) bool { return true })
	return DisplayName{any.Text, any.Script, ""}
}

// fullest looks at names in full before by-names.
func fullest(all []Spelling, fits func(Spelling) bool) (Spelling, bool) {
	var best Spelling
	found := false
	for _, s := range all {
		if !fits(s) {
			continue
		}
		if !found || fuller(s, best) {
			best, found = s, true
		}
	}
	return best, found
}

func fuller(a, b Spelling) bool {
	if whole := a.Field == FullName; whole != (b.Field == FullName) {
		return whole
	}
	return cmp.Or(cmp.Compare(b.Parts, a.Parts), cmp.Compare(b.Origins, a.Origins)) < 0
}
