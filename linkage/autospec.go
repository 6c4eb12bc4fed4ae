package linkage

import "fmt"

// AutoSpec makes a spec from nothing but the kinds of the columns. Keys and
// worth are found from the data when the spec is run. Columns without a kind are
// left out. The kinds are
//
//	text      a short text that may be misspelt: a given name, a street
//	words     several words in any order: a full name, a title
//	code      a number or code that is right or wrong
//	category  one of few values, whose frequency says little: a sex
//	date      YYYY, YYYY-MM or YYYY-MM-DD
//	year      YYYY
//	number    a number, exact or within 1 or 5
//	set       several values parted by ;
//	ignore    nothing
func AutoSpec(columns []string, kinds map[string]string) (Spec, error) {
	var s Spec
	for _, c := range columns {
		f := Field{Name: c}
		switch kinds[c] {
		case "", "ignore":
			continue
		case "text":
			f.Compare, f.Frequency = Text(), true
		case "words":
			f.Compare = Words()
		case "code":
			f.Compare, f.Frequency = Text(), true
		case "category":
			f.Compare, f.Frequency = Exact(), true
		case "date":
			f.Compare = Date()
		case "year":
			f.Compare = Year()
		case "number":
			f.Compare = Number(1, 5)
		case "set":
			f.Compare = Set(";")
		default:
			return Spec{}, fmt.Errorf("%w: column %q: no kind %q", ErrSpec, c, kinds[c])
		}
		s.Fields = append(s.Fields, f)
	}
	return s, s.Validate(columns)
}
