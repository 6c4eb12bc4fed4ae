// Package vocab holds the controlled vocabularies: the closed lists of codes in
// which the register keeps what lists say in many words, each with its label in
// Arabic and English.
//
// The lists are the files lists/*.csv, one term a line: code, labels, the number
// of the nearest HURIDOCS micro-thesaurus term as list:term where one is known,
// the words by which lists name it, and a note for those who use it. Codes are
// stored for ever: a code is never renamed and never given another meaning.
//
// The rule this package guards: words in labels are neutral. A source may say
// "martyr" or "terrorist"; such words are read by [Match] and never printed. The
// same codes serve every authority. There is no "born in custody" among the
// ways of arrest: a child is never arrested.
//
// Start with [Match]:
//
//	code, ok := vocab.Match("fate_status", "مفرج عنه") // "free_reported", true
//	vocab.Label("fate_status", code, "en")             // "Free, as reported"
package vocab

import (
	"bytes"
	"embed"
	"encoding/csv"
	"fmt"
	"path"
	"slices"
	"strings"
)

// A Term is one code of a list.
type Term struct {
	Code     string // stable, lower case
	Ar, En   string // labels
	Huridocs string // nearest HURIDOCS term as list:term, "" where none is known
	Note     string // for those who use the code, in English
}

type list struct {
	terms []Term
	index map[string]int    // code → place in terms
	words map[string]string // folded word → code
}

//go:embed lists/*.csv
var files embed.FS

var lists = mustLoad()

// mustLoad panics on a damaged file: the files are part of the program, and
// the package's tests load them.
func mustLoad() map[string]list {
	entries, err := files.ReadDir("lists")
	if err != nil {
		panic(err)
	}
	all := make(map[string]list, len(entries))
	for _, e := range entries {
		b, err := files.ReadFile(path.Join("lists", e.Name()))
		if err != nil {
			panic(err)
		}
		l, err := load(b)
		if err != nil {
			panic(fmt.Errorf("vocabulary %s: %w", e.Name(), err))
		}
		all[strings.TrimSuffix(e.Name(), ".csv")] = l
	}
	return all
}

func load(b []byte) (list, error) {
	l := list{index: map[string]int{}, words: map[string]string{}}
	r := csv.NewReader(bytes.NewReader(b))
	r.FieldsPerRecord = 6
	rows, err := r.ReadAll()
	if err != nil {
		return l, err
	}
	for _, f := range rows[1:] {
		t := Term{Code: f[0], En: f[1], Ar: f[2], Huridocs: f[3], Note: f[5]}
		l.index[t.Code] = len(l.terms)
		l.terms = append(l.terms, t)
		words := append(strings.Split(f[4], ";"), t.Code, t.En, t.Ar)
		for _, w := range words {
			l.learn(w, t.Code)
		}
	}
	return l, nil
}

// ambiguous stands in words for a folded word of two codes: والده is "his
// father", and also how many write والدة, "mother".
const ambiguous = "?"

// learn keeps a word for a code, with and without its articles. A spelling that
// two codes share is ambiguous, unless one has the ة that the other has not.
func (l list) learn(word, code string) {
	w := fold(word)
	for _, form := range [...]string{w, bare(w)} {
		for _, spelling := range [...]string{form, careless(form)} {
			if had, ok := l.words[spelling]; ok && had != code {
				l.words[spelling] = ambiguous
			} else {
				l.words[spelling] = code
			}
		}
	}
}

// Lists are the names of all lists, sorted.
func Lists() []string {
	names := make([]string, 0, len(lists))
	for n := range lists {
		names = append(names, n)
	}
	slices.Sort(names)
	return names
}

// List is a list's terms in their order for forms; nil where there is no such list.
func List(name string) []Term { return slices.Clone(lists[name].terms) }

// Find is the term of a code.
func Find(name, code string) (Term, bool) {
	l := lists[name]
	i, ok := l.index[code]
	if !ok {
		return Term{}, false
	}
	return l.terms[i], true
}

// Valid reports whether the list has the code.
func Valid(name, code string) bool {
	_, ok := Find(name, code)
	return ok
}

// Label is what a page shows for a code in "ar" or "en". A code that the list
// does not have is shown as it is, so that nothing stored can become invisible.
func Label(name, code, lang string) string {
	t, ok := Find(name, code)
	switch {
	case !ok:
		return code
	case lang == "ar":
		return t.Ar
	}
	return t.En
}
