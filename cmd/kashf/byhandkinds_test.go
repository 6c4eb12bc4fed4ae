package main

import (
	"net/url"
	"strings"
	"testing"
)

// Whoever tells of somebody tells it as it is known: a mother whose child was
// born in custody, a kunya and nothing else, a name in Latin letters, a season.
func TestByHandAsItIsTold(t *testing.T) {
	s := serveWorld(t)
	b := s.reader("cases")
	for name, x := range map[string]struct {
		form url.Values
		want []string
	}{
		"a mother and her child": {
			url.Values{"full_name": {"هناء سعيد الدقاق"}, "sex": {"female"}, "facility": {"فرع فلسطين"}, "custody_from": {"2013"}, "minor_child": {"ابنها سلام، وُلد في الفرع في آذار 2014"}},
			[]string{"هناء سعيد الدقاق", "Child held with the person"},
		},
		"a kunya alone": {url.Values{"kunya": {"أبو ضرار"}, "facility": {"صيدنايا"}}, []string{"أبو ضرار"}},
		"Latin letters": {url.Values{"full_name": {"Noureddine Al-Hakim"}, "mother_name": {"Salma"}}, []string{"Noureddine Al-Hakim", "Salma"}},
		"a season":      {url.Values{"full_name": {"نضال وجيه الصمادي"}, "arrest_date": {"ربيع 2013"}}, []string{"Spring 2013"}},
		"in English":    {url.Values{"full_name": {"نضال وجيه المقداد"}, "arrest_date": {"spring 2013"}}, []string{"Spring 2013"}},
	} {
		form := url.Values{"do": {"enter"}, "kind": {"family"}, "told_on": {"2025-01-02"}}
		for k, v := range x.form {
			form[k] = v
		}
		a := b.post("/people/new", form)
		file, ok := strings.CutSuffix(a.to(), "?did=entered")
		if !ok {
			t.Errorf("%s = %d: %.300s", name, a.status, wrongOf(a.body))
			continue
		}
		page := b.get(file).body
		for _, want := range x.want {
			if !strings.Contains(strings.ToLower(page), strings.ToLower(want)) {
				t.Errorf("%s: the file does not say %q", name, want)
			}
		}
	}
}

// wrongOf is what a form says is wrong.
func wrongOf(page string) string {
	var out []string
	for rest := page; ; {
		_, after, ok := strings.Cut(rest, `class="error"`)
		if !ok {
			return strings.Join(out, "; ")
		}
		text, more, _ := strings.Cut(after, "</p>")
		out, rest = append(out, text), more
	}
}
