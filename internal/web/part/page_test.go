package part_test

import (
	"regexp"
	"strings"
	"testing"

	"github.com/a-h/templ"

	"kashf.org/kashf/internal/locale"
	"kashf.org/kashf/internal/web/part"
)

func TestFieldsKeepWhatWasTyped(t *testing.T) {
	p := locale.For("en")
	typed := `"><b>x`
	for name, c := range map[string]templ.Component{
		"text":     part.Text(p, part.Input{Name: "n", Label: "Name", Value: typed, Error: "wrong", Hint: "hint"}),
		"textarea": part.TextArea(p, part.Input{Name: "n", Label: "Name", Value: typed, Error: "wrong", Hint: "hint"}),
	} {
		got := render(t, c)
		for _, want := range []string{"&gt;&lt;b&gt;x", `aria-invalid="true"`, `aria-describedby="f-n-error f-n-hint"`, `dir="auto"`} {
			if !strings.Contains(got, want) {
				t.Errorf("%s: no %q in %s", name, want, got)
			}
		}
	}
}

func TestPagesHaveNothingInline(t *testing.T) {
	inline := regexp.MustCompile(`(?i)<script>|<style|\sstyle=|\son[a-z]+=|javascript:|hx-on`)
	for _, lang := range locale.Languages() {
		p := locale.For(lang)
		got := render(t, part.Page(p, part.Frame{Title: "x", Account: &part.Account{Name: "a"}, Search: "/people", Nav: []part.NavItem{{Label: "n", Href: "javascript:alert(1)", Count: 2}}}))
		if m := inline.FindString(got); m != "" {
			t.Errorf("%s: the policy forbids %q", lang, m)
		}
	}
}
