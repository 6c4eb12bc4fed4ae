package review

import (
	"os"
	"path/filepath"
	"regexp"
	"testing"

	"kashf.org/kashf/internal/locale"
	"kashf.org/kashf/internal/review"
)

// What a refusal says is missing is in the code of the review, in English; each
// has words in both languages.
func TestEveryRefusalIsSaid(t *testing.T) {
	files, err := filepath.Glob("../../../review/*.go")
	if err != nil || len(files) == 0 {
		t.Fatalf("no code of the review: %v", err)
	}
	texts := regexp.MustCompile(`\.refuse\("([^"]+)"\)|guard\{(?:rule\w+|rule\{[^}]*\}), "([^"]+)"|checked\(\w+, "[^"]+", "([^"]+)"\)`)
	rules := regexp.MustCompile(`rule\{"([^"]+)", `)
	n := 0
	for _, f := range files {
		if len(f) > 8 && f[len(f)-8:] == "_test.go" {
			continue
		}
		b, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		for _, lang := range locale.Languages() {
			p := locale.For(lang)
			for _, m := range texts.FindAllStringSubmatch(string(b), -1) {
				n++
				if k := MissingKey(m[1] + m[2] + m[3]); !p.Has(k) {
					t.Errorf("%s: %s has no words in %s", f, k, lang)
				}
			}
			for _, m := range rules.FindAllStringSubmatch(string(b), -1) {
				if k := RuleKey(m[1]); !p.Has(k) {
					t.Errorf("%s: %s has no words in %s", f, k, lang)
				}
			}
		}
	}
	if n < 300 {
		t.Errorf("only %d texts were found: the walk shows nothing", n)
	}
}

// Every act that somebody may do has a form, and every kind of act a name.
func TestEveryActHasAForm(t *testing.T) {
	for _, role := range review.Roles() {
		for _, kind := range role.Acts() {
			if acts[kind].fields == nil {
				t.Errorf("%s may enter %s, and there is no form for it", role, kind)
			}
		}
	}
	for _, lang := range locale.Languages() {
		p := locale.For(lang)
		for _, kind := range review.KindNames() {
			if !p.Has("review.act." + kind) {
				t.Errorf("%s has no name in %s", kind, lang)
			}
		}
		for _, s := range review.States() {
			if !p.Has("review.state." + string(s)) {
				t.Errorf("%s has no name in %s", s, lang)
			}
		}
		for _, l := range review.LibertyStates() {
			if !p.Has("review.liberty."+string(l)) || !p.Has("review.liberty."+string(l)+".text") {
				t.Errorf("%s has no name in %s", l, lang)
			}
		}
	}
}
