package main

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"sort"
	"strconv"
	"strings"

	"kashf.org/kashf/names"
)

// An entry of the lexicon: a canonical form with its count, gender and its
// most common Latin spellings.
type entry struct {
	form   string
	count  int
	male   int
	female int
	latin  map[string]int
}

// writeLexicon folds the tokens of Arabic origin into canonical forms.
func writeLexicon(dir, path string) error {
	b, err := foldLexicon(dir, nil)
	if err != nil {
		return err
	}
	if err := os.WriteFile(path, b, 0o644); err != nil {
		return fmt.Errorf("write lexicon: %w", err)
	}
	return nil
}

// foldLexicon gives the lexicon without the forms that are held out.
func foldLexicon(dir string, without func(form string) bool) ([]byte, error) {
	b, err := os.ReadFile(filepath.Join(dir, origin))
	if err != nil {
		return nil, fmt.Errorf("read origin tokens: %w", err)
	}
	forms := map[string]*entry{}
	for i, line := range strings.Split(strings.TrimRight(string(b), "\n"), "\n") {
		f := strings.Split(line, "\t")
		if i == 0 || len(f) < 5 {
			continue
		}
		addForm(forms, f)
	}
	var out bytes.Buffer
	fmt.Fprintln(&out, "# form, count, gender, Latin spellings. Written by go run ./names/train; do not edit.")
	for _, e := range sorted(forms) {
		if without != nil && without(e.form) {
			continue
		}
		gender := ""
		if e.male > 0 || e.female > 0 {
			gender = strconv.Itoa(100 * e.female / (e.male + e.female))
		}
		fmt.Fprintf(&out, "%s\t%d\t%s\t%s\n", e.form, e.count, gender, strings.Join(e.common(12), " "))
	}
	return out.Bytes(), nil
}

func addForm(forms map[string]*entry, f []string) {
	form := names.Loose(f[0])
	article := f[3] == "1"
	if article {
		form = names.WithoutArticle(form)
	}
	n := len([]rune(form))
	if n < 2 || names.ScriptOf(form) != names.Arabic {
		return
	}
	count, err := strconv.Atoi(f[1])
	if err != nil {
		return
	}
	e := forms[form]
	if e == nil {
		e = &entry{form: form, latin: map[string]int{}}
		forms[form] = e
	}
	e.count += count
	switch f[2] {
	case "M":
		e.male += count
	case "F":
		e.female += count
	case "F/M":
		e.male += count
		e.female += count
	}
	for v := range strings.FieldsSeq(f[4]) {
		latin, c, _ := strings.Cut(v, ":")
		if article {
			latin = withoutArticle(latin)
		}
		if n, err := strconv.Atoi(c); err == nil {
			e.latin[latin] += n
		}
	}
}

// withoutArticle takes al- and el- off a Latin spelling, as it was taken off the
// form.
func withoutArticle(latin string) string {
	if rest := strings.TrimPrefix(strings.TrimPrefix(latin, "al"), "el"); len(latin)-len(rest) == 2 && len(rest) > 2 {
		return rest
	}
	return latin
}

func sorted(forms map[string]*entry) []*entry {
	es := make([]*entry, 0, len(forms))
	for _, e := range forms {
		es = append(es, e)
	}
	sort.Slice(es, func(i, j int) bool {
		if es[i].count != es[j].count {
			return es[i].count > es[j].count
		}
		return es[i].form < es[j].form
	})
	return es
}

// common gives up to n spellings with their counts, the most common first, each
// at least twice met.
func (e *entry) common(n int) []string {
	var ls []string
	for l, c := range e.latin {
		if c > 1 {
			ls = append(ls, l)
		}
	}
	sort.Slice(ls, func(i, j int) bool {
		if e.latin[ls[i]] != e.latin[ls[j]] {
			return e.latin[ls[i]] > e.latin[ls[j]]
		}
		return ls[i] < ls[j]
	})
	ls = ls[:min(n, len(ls))]
	for i, l := range ls {
		ls[i] = l + ":" + strconv.Itoa(e.latin[l])
	}
	return ls
}
