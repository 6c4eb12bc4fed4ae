package people

import (
	"net/http"
	"strconv"
	"strings"
	"unicode"

	"kashf.org/kashf/internal/find"
	"kashf.org/kashf/internal/locale"
	"kashf.org/kashf/internal/register"
	"kashf.org/kashf/place"
	"kashf.org/kashf/when"
)

// A Form is what was typed, so that it comes back as it was sent.
type Form struct {
	Name, Born, Mother, Governorate, Source string
	// Beside is the number of a file that the one found is to be set beside.
	Beside string
	Wrong  map[string]string // field → what is wrong with it
}

// maxName bounds what is searched for; the index bounds its own work.
const maxName = 300

func formOf(r *http.Request) Form {
	in := func(name string) string { return strings.TrimSpace(r.PostForm.Get(name)) }
	return Form{Name: in("name"), Born: when.Digits(in("born")), Mother: in("mother"), Governorate: in("governorate"), Source: in("source"), Beside: in("beside")}
}

func (f Form) empty() bool { return f.Name == "" && !f.more() }

// more reports whether anything beside the name was given.
func (f Form) more() bool { return f.Born+f.Mother+f.Governorate+f.Source != "" }

// limited is the form of one who is told no more than that there is a record.
// A search kept to one list would tell in which list somebody stands.
func (f Form) limited() Form {
	f.Source = ""
	return f
}

// String is what was asked, for the log of searches.
func (f Form) String() string {
	return strings.Join([]string{f.Name, f.Mother, f.Born, f.Governorate, f.Source}, "\n")
}

func (f Form) check(p locale.Printer, limited bool) map[string]string {
	wrong := make(map[string]string)
	if f.Name == "" {
		wrong["name"] = p.T("people.wrong.name")
	}
	if limited && f.Mother == "" {
		wrong["mother"] = p.T("people.wrong.mother")
	}
	if len([]rune(f.Name)) > maxName || len([]rune(f.Mother)) > maxName {
		wrong["name"] = p.T("people.wrong.long")
	}
	if f.Born != "" {
		if y, err := strconv.Atoi(f.Born); err != nil || y < 1800 || y > 2200 {
			wrong["born"] = p.T("people.wrong.born")
		}
	}
	return wrong
}

func (f Form) query() find.Query {
	born, _ := strconv.Atoi(f.Born) // checked; "" asks nothing
	return find.Query{
		Name: f.Name, Mother: f.Mother, Born: born, Place: place.Code(f.Governorate), Source: register.SourceID(f.Source), Limit: shown,
	}
}

// isNumber reports whether what was typed is a number given inside a facility
// or a list: digits, perhaps with what stands between them.
func isNumber(s string) bool {
	digits := 0
	for _, r := range s {
		switch {
		case unicode.IsDigit(r):
			digits++
		case unicode.IsLetter(r):
			return false
		}
	}
	return digits > 0
}
