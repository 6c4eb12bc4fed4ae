package main

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"kashf.org/kashf/internal/locale"
	"kashf.org/kashf/internal/register"
)

// A file as it stood says what the newest edition of a list said by then, and a
// correction counts from its entry on and no earlier.
func TestFileAsItStoodByEditionsAndCorrections(t *testing.T) {
	s := serveWorld(t)
	b := s.reader("cases")
	head := "الاسم الكامل,اسم الأم,المهنة,رقم الموقوف\n"
	march := s.builder().take("data", register.Source{Name: "قائمة تعود", Kind: "family", Owner: s.archive, Sharing: register.ShareAll}, "march.csv", head+"هيثم بدري الخياط,سلمى العظم,نجار,88002\n")
	april := s.edition(march, "april.csv", head+"هيثم بدري الخياط,سلمى العظم,طبيب,88002\n")
	file := "/people/" + s.fileNo(march.first)
	page := b.get(file + "/correct?field=occupation")
	a := b.post(file+"/correct", url.Values{"do": {"enter"}, "field": {"occupation"}, "value": {"خباز"}, "why": {"قرأتُ البطاقة بنفسي"}, "kind": {"civil_registry"}, "seen": seenIn(page.body), "form": {formOf(t, page)}})
	if a.to() != file+"?did=corrected" {
		t.Fatalf("the correction = %d %s", a.status, a.body)
	}
	now, err := s.d.store.Head(t.Context())
	s.must(err)
	for _, c := range []struct {
		what      string
		seq       int64
		has, less []string
	}{
		{"the first edition", march.seq, []string{"نجار"}, []string{"طبيب", "خباز"}},
		{"the second", april.seq, []string{"طبيب", locale.For("en").T("person.former")}, []string{"خباز"}},
		{"corrected", now.Size - 1, []string{"خباز", "طبيب"}, nil},
	} {
		a := b.get(fmt.Sprintf("%s/earlier?at=%d", file, c.seq))
		_, then, _ := strings.Cut(a.body, `id="since"`)
		_, then, _ = strings.Cut(then, "</section>") // what has changed since stands above the file
		for _, want := range c.has {
			if a.status != http.StatusOK || !strings.Contains(then, want) {
				t.Errorf("%s: %d, or %s is not in it", c.what, a.status, want)
			}
		}
		for _, no := range c.less {
			if strings.Contains(then, no) {
				t.Errorf("%s: %s had not come in", c.what, no)
			}
		}
	}
}
