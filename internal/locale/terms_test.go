package locale

import (
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// A term is what no text of the interface says that way: a pattern, what to
// say instead, a text that it must catch, and the keys where it may stand.
type term struct {
	pattern      *regexp.Regexp
	say, example string
	allowed      []string
}

const termsFile = "words/terms.tsv"

func readTerms(t *testing.T) (out []term) {
	t.Helper()
	b, err := os.ReadFile(termsFile)
	if err != nil {
		t.Fatal(err)
	}
	for i, line := range strings.Split(strings.TrimRight(string(b), "\n"), "\n") {
		if strings.HasPrefix(line, "#") || strings.HasPrefix(line, "pattern\t") {
			continue
		}
		f := strings.Split(line, "\t")
		if len(f) != 5 || f[1] == "" || (f[3] == "") != (f[4] == "") {
			t.Fatalf("%s:%d: want pattern, say, example, allowed, because; a key allowed has its reason", termsFile, i+1)
		}
		out = append(out, term{regexp.MustCompile(f[0]), f[1], f[2], strings.Fields(f[3])})
	}
	return out
}

func (x term) allowedAt(key string) bool {
	return slices.ContainsFunc(x.allowed, func(a string) bool {
		stem, any := strings.CutSuffix(a, "*")
		return key == a || any && strings.HasPrefix(key, stem)
	})
}

// texts are all that a message can say.
func (m message) texts() []string {
	if m.forms == nil {
		return []string{m.text}
	}
	var out []string
	for _, s := range m.forms {
		out = append(out, s)
	}
	return out
}

// One idea has one term, nobody is addressed as a man, and a lay reader meets
// no jargon: docs/words.md says why, words/terms.tsv is the list.
func TestTextsKeepToTheTerms(t *testing.T) {
	for _, x := range readTerms(t) {
		used := 0
		for _, lang := range Languages() {
			for key, m := range open().keys[lang] {
				for _, s := range m.texts() {
					found := x.pattern.FindString(s)
					switch {
					case found == "":
					case x.allowedAt(key):
						used++
					default:
						t.Errorf("%s, %q: %q in %q; say %s", lang, key, found, s, x.say)
					}
				}
			}
		}
		if len(x.allowed) > 0 && used == 0 {
			t.Errorf("%s allows %q where no text says it", termsFile, x.pattern)
		}
	}
}

func TestTermsCatchTheirExamples(t *testing.T) {
	for _, x := range readTerms(t) {
		if !x.pattern.MatchString(x.example) {
			t.Errorf("%q does not catch %q", x.pattern, x.example)
		}
	}
	for _, fine := range []string{
		"يُرجى اختيار ملف.", "سُجّل الطلب.", "سجل الخادم", "تراجع", "الجهة المحتجِزة", "شخص محتجَز", "البصمة الرقمية للنص", "افتتاح", "أضيفت الأسطر، وأُعيد الملف.",
		"digital fingerprint", "Write the reason.", "a case that goes on", "صفحة", "بصفة مراقب", "الجهة التي اعتقلت",
	} {
		for _, x := range readTerms(t) {
			if found := x.pattern.FindString(fine); found != "" {
				t.Errorf("%q catches %q, which is fine", x.pattern, fine)
			}
		}
	}
}
