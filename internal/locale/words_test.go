package locale

import (
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"kashf.org/kashf/internal/register"
)

// Keys that are put together from data, or that are words kept ready for
// every screen, cannot be found as literals.
var dynamic = []string{"field.", "problem.", "action.", "kind.", "common.count.", "common.do.", "intake.", "lists.sharing.", "lists.edition.tab.", "lists.raise.", "lists.order.", "lists.encoding.", "lists.delimiter.", "lists.format.", "lists.template.guide.", "attach.level.", "person.told.wrong.", "facilities.refers.", "facilities.told.wrong.", "facilities.part.wrong.", "facilities.warning.", "people.band.", "people.met.", "people.for.", "people.against.", "arrange.do.", "browse.kind.", "browse.join.", "person.done.", "browse.order.", "browse.tasks.", "desk.kind.", "exports.column.", "wgeid.", "certificate.is.", "certificate.text.", "certificate.form.", "review.certificate.shown.", "review.twin.", "review.undone.", "review.parted.", "monthly.act.", "monthly.group.", "monthly.sex.", "monthly.under_18.", "review.act.", "review.attendant.", "review.attendee.", "review.child_sex.", "review.father.", "review.paper.", "review.recall.", "review.tied.", "review.after_day.", "review.appeal_ground.", "review.check.", "review.class.", "review.clock.", "review.condition.", "review.conduct.", "review.contact.", "review.court.ended.", "review.court_says.", "review.f.", "review.h.", "review.flag.", "review.form.", "review.forum.", "review.grade.", "review.ground.", "review.holding.", "review.found.", "review.how.", "review.incident.", "review.incident_steps.", "review.incident_whom.", "review.kind.", "review.lane.", "review.language.", "review.liberty.", "review.likelihood.", "review.measure.", "review.missing.", "review.missing_whom.", "review.missing_reply.", "review.missing_end.", "review.missing_cause.", "review.missing_file.", "review.outcome.", "review.part.", "review.policy.from.", "review.policy.owed.", "review.reliability.", "review.representation.", "review.role.", "review.rule.", "review.seat.", "review.sex.", "review.standard.", "review.standing.", "review.state.", "review.whom.", "review.wish.", "review.link.", "victims.f.", "victims.h.", "victims.hit.", "victims.harm.", "victims.channel.", "victims.agreed.", "victims.done.", "review.article.", "review.fault.", "review.key."}

func isDynamic(key string) bool {
	return slices.ContainsFunc(dynamic, func(p string) bool { return strings.HasPrefix(key, p) })
}

var (
	asked   = regexp.MustCompile(`\.[TN]\("([^"]+)"`)
	literal = regexp.MustCompile(`"([a-z][a-z0-9_]*(?:\.[a-z0-9_]+)+)"`)
)

// keysInCode reads every template and Go file of the module: the keys that
// are asked for, each with a file that asks, and every literal like a key.
func keysInCode(t *testing.T) (needed map[string]string, mentioned map[string]bool) {
	t.Helper()
	needed, mentioned = map[string]string{}, map[string]bool{}
	err := filepath.WalkDir("../..", func(file string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || strings.HasSuffix(file, "_templ.go") || strings.HasSuffix(file, "_test.go") {
			return err
		}
		if ext := filepath.Ext(file); ext != ".templ" && ext != ".go" {
			return nil
		}
		b, err := os.ReadFile(file)
		if err != nil {
			return err
		}
		for _, m := range asked.FindAllSubmatch(b, -1) {
			needed[string(m[1])] = file
		}
		for _, m := range literal.FindAllSubmatch(b, -1) {
			mentioned[string(m[1])] = true
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return needed, mentioned
}

func TestEveryKeyIsSaid(t *testing.T) {
	needed, mentioned := keysInCode(t)
	for _, lang := range Languages() {
		said := open().keys[lang]
		for key, file := range needed {
			if _, ok := said[key]; !ok && !strings.HasSuffix(key, ".") {
				t.Errorf("%s: %q is asked for by %s and not said", lang, key, file)
			}
		}
		for key := range said {
			if !mentioned[key] && !isDynamic(key) {
				t.Errorf("%s: %q is said and nobody asks for it", lang, key)
			}
		}
		for _, f := range register.Fields() {
			if _, ok := said["field."+f.Key]; !ok {
				t.Errorf("%s: field %q has no name", lang, f.Key)
			}
		}
	}
}

func TestBothLanguagesSayTheSame(t *testing.T) {
	ar, en := open().keys["ar"], open().keys["en"]
	for _, key := range slices.Sorted(maps.Keys(en)) {
		a, ok := ar[key]
		if !ok {
			t.Errorf("%q is said in English only", key)
			continue
		}
		if (a.forms == nil) != (en[key].forms == nil) {
			t.Errorf("%q is counted in one language only", key)
		}
		if a.forms == nil && !slices.Equal(verbs(a.text), verbs(en[key].text)) {
			t.Errorf("%q: verbs %q in Arabic, %q in English", key, verbs(a.text), verbs(en[key].text))
		}
	}
	for key := range ar {
		if _, ok := en[key]; !ok {
			t.Errorf("%q is said in Arabic only", key)
		}
	}
}

func TestPluralForms(t *testing.T) {
	for lang, want := range map[string][]string{
		"ar": {"zero", "one", "two", "few", "many", "other"},
		"en": {"one", "other"},
	} {
		for key, m := range open().keys[lang] {
			for _, form := range want {
				if _, ok := m.forms[form]; m.forms != nil && !ok {
					t.Errorf("%s: %q lacks the form %q", lang, key, form)
				}
			}
		}
	}
}

// verbs lists the %-verbs of a message, sorted.
func verbs(s string) []string {
	v := regexp.MustCompile(`%(?:%|[-+.0-9]*(?:\[\d\])?[a-z])`).FindAllString(s, -1)
	slices.Sort(v)
	return v
}

var fileKey = regexp.MustCompile(`(?m)^  "([^"]+)":`)

func TestFilesAreSorted(t *testing.T) {
	files, err := filepath.Glob("words/*/*.json")
	if err != nil || len(files) == 0 {
		t.Fatalf("words: %v, %v", files, err)
	}
	for _, f := range files {
		b, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		area := strings.TrimSuffix(filepath.Base(f), ".json") + "."
		var keys []string
		for _, m := range fileKey.FindAllSubmatch(b, -1) {
			keys = append(keys, string(m[1]))
			if !strings.HasPrefix(string(m[1]), area) {
				t.Errorf("%s: %q belongs elsewhere", f, m[1])
			}
		}
		if !slices.IsSorted(keys) {
			t.Errorf("%s: keys are not sorted", f)
		}
	}
}

func TestBadWords(t *testing.T) {
	for name, files := range map[string]fstest.MapFS{
		"not json":   {"words/ar/a.json": {Data: []byte("{")}},
		"said twice": {"words/ar/a.json": {Data: []byte(`{"a.b":"x"}`)}, "words/ar/b.json": {Data: []byte(`{"a.b":"y"}`)}},
		"a number":   {"words/en/a.json": {Data: []byte(`{"a.b":1}`)}},
	} {
		if _, err := newBook(files); err == nil {
			t.Errorf("%s: newBook succeeds", name)
		}
	}
}
