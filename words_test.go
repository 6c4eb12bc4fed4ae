package kashf_test

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"go/scanner"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode"

	"kashf.org/kashf/names"
)

// A forbidden word, and where it may stand all the same.
type forbidden struct {
	stem    string
	ending  bool // any ending
	why     string
	allowed []string
}

const forbiddenWords = "internal/locale/words/forbidden.tsv"

func readForbidden(t *testing.T) (out []forbidden) {
	t.Helper()
	b, err := os.ReadFile(forbiddenWords)
	if err != nil {
		t.Fatal(err)
	}
	for i, line := range strings.Split(strings.TrimRight(string(b), "\n"), "\n") {
		if strings.HasPrefix(line, "#") || strings.HasPrefix(line, "word\t") {
			continue
		}
		f := strings.Split(line, "\t")
		if len(f) != 4 || (f[2] == "") != (f[3] == "") {
			t.Fatalf("%s:%d: want word, why, allowed, because; a place allowed has its reason", forbiddenWords, i+1)
		}
		stem, ending := strings.CutSuffix(f[0], "*")
		out = append(out, forbidden{names.Loose(stem), ending, f[1], strings.Fields(f[2])})
	}
	return out
}

// in reports whether a folded word is the forbidden one. Arabic writes and, in,
// with, to, as and the article onto the word that follows.
func (f forbidden) in(word string) bool {
	for {
		if word == f.stem || f.ending && strings.HasPrefix(word, f.stem) {
			return true
		}
		rest := ""
		for _, p := range []string{"ال", "لل", "و", "ف", "ب", "ل", "ك"} {
			if r, ok := strings.CutPrefix(word, p); ok && len([]rune(r)) >= 3 {
				rest = r
				break
			}
		}
		if rest == "" {
			return false
		}
		word = rest
	}
}

func (f forbidden) allowedIn(place string) bool {
	return slices.ContainsFunc(f.allowed, func(a string) bool {
		stem, any := strings.CutSuffix(a, "*")
		return place == a || any && strings.HasPrefix(place, stem)
	})
}

// A said text, and where it is said.
type said struct{ place, text string }

// everyText gathers what readers may read: the words of the interface, the
// labels of vocabularies, the policies, the templates, and the texts in the code
// of the rooms that speak to readers.
func everyText(t *testing.T) (out []said) {
	t.Helper()
	for _, root := range []string{"internal", "cmd", "linkage", "place"} {
		err := filepath.WalkDir(root, func(file string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() || strings.Contains(file, "testdata") {
				return err
			}
			out = append(out, textsOf(t, filepath.ToSlash(file))...)
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return out
}

func textsOf(t *testing.T, file string) []said {
	t.Helper()
	b, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	switch {
	case strings.HasPrefix(file, "internal/locale/words/") && strings.HasSuffix(file, ".json"):
		return wordsOf(t, file, b)
	case strings.HasPrefix(file, "internal/vocab/lists/"):
		return labelsOf(t, file, b)
	case strings.HasSuffix(file, ".templ"):
		return []said{{file, string(b)}}
	case strings.HasSuffix(file, ".yaml"):
		return []said{{file, comments.ReplaceAllString(string(b), "")}}
	case strings.HasSuffix(file, ".go") && !strings.HasSuffix(file, "_test.go") && !strings.HasSuffix(file, "_templ.go"):
		return stringsOf(file, b)
	}
	return nil
}

var comments = regexp.MustCompile(`(?m)^\s*#.*$`)

func wordsOf(t *testing.T, file string, b []byte) (out []said) {
	var m map[string]any
	if err := json.Unmarshal(b, &m); err != nil {
		t.Fatalf("%s: %v", file, err)
	}
	for key, v := range m {
		out = append(out, said{file + ":" + key, fmt.Sprint(v)})
	}
	return out
}

// labelsOf are the labels of a vocabulary; the words it reads are a source's.
func labelsOf(t *testing.T, file string, b []byte) (out []said) {
	rows, err := csv.NewReader(strings.NewReader(string(b))).ReadAll()
	if err != nil {
		t.Fatalf("%s: %v", file, err)
	}
	for _, r := range rows[1:] {
		out = append(out, said{file + ":" + r[0], r[1] + " " + r[2]})
	}
	return out
}

// stringsOf are the sentences among the strings of a Go file: what has a space
// in it. Single words are keys, and the words that sources use.
func stringsOf(file string, b []byte) (out []said) {
	fset := token.NewFileSet()
	var s scanner.Scanner
	s.Init(fset.AddFile(file, fset.Base(), len(b)), b, nil, 0)
	for {
		_, tok, lit := s.Scan()
		if tok == token.EOF {
			return out
		}
		if text, err := strconv.Unquote(lit); tok == token.STRING && err == nil && strings.Count(text, " ") > 1 {
			out = append(out, said{file, text})
		}
	}
}

// No text of ours says of anybody what only a court may find, what one side
// says of another, or what a prison says of the held. internal/locale/words has
// the list, each word with the places where it stands for a reason.
func TestNoTextSaysAForbiddenWord(t *testing.T) {
	list, used := readForbidden(t), map[string]bool{}
	texts := everyText(t)
	if len(texts) < 1000 {
		t.Fatalf("only %d texts found: the check looks in the wrong places", len(texts))
	}
	for _, s := range texts {
		for _, w := range strings.FieldsFunc(s.text, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsMark(r) }) {
			word := names.Loose(w)
			for _, f := range list {
				if !f.in(word) {
					continue
				}
				if !f.allowedIn(s.place) {
					t.Errorf("%s says %q: %s", s.place, w, f.why)
				}
				used[f.stem] = true
			}
		}
	}
	for _, f := range list {
		if len(f.allowed) > 0 && !used[f.stem] {
			t.Errorf("%s allows %q where nobody says it", forbiddenWords, f.stem)
		}
	}
}

func TestForbiddenWordsAreFound(t *testing.T) {
	list := readForbidden(t)
	for word, want := range map[string]bool{
		"Criminals": true, "والمجرمين": true, "بالشهداء": true, "لِلنُّزلاء": true, "المشبوه": true, "نزيلة": true, "TERRORIST": true, "وكالإرهابيين": true,
		"crime": false, "تنزيل": false, "جانب": false, "شاهد": false, "suspected": false, "conviction": false, "شهادة": false, "معاملة": false, "قتل": false, "لجان": false, "والجاني": true,
	} {
		if got := slices.ContainsFunc(list, func(f forbidden) bool { return f.in(names.Loose(word)) }); got != want {
			t.Errorf("%q found: %v, want %v", word, got, want)
		}
	}
}
