package locale

import (
	"embed"
	"encoding/json"
	"fmt"
	"io/fs"
	"path"
	"sync"

	"golang.org/x/text/feature/plural"
	"golang.org/x/text/language"
	"golang.org/x/text/message/catalog"
)

//go:embed words
var words embed.FS

// A message is one entry of a words file: a plain sentence, or the plural
// forms of a counted one.
type message struct {
	text  string
	forms map[string]string
}

// UnmarshalJSON reads a string or an object of plural forms.
func (m *message) UnmarshalJSON(b []byte) error {
	if len(b) > 0 && b[0] == '{' {
		return json.Unmarshal(b, &m.forms)
	}
	return json.Unmarshal(b, &m.text)
}

// forms in the order in which the catalogue tries them. "=0" lets a language
// without a zero form still say "none".
var forms = []struct {
	name string
	form any
}{
	{"=0", "=0"},
	{"zero", plural.Zero},
	{"one", plural.One},
	{"two", plural.Two},
	{"few", plural.Few},
	{"many", plural.Many},
	{"other", plural.Other},
}

// readWords reads every file of one language into one table.
func readWords(fsys fs.FS, lang string) (map[string]message, error) {
	files, err := fs.Glob(fsys, path.Join("words", lang, "*.json"))
	if err != nil {
		return nil, fmt.Errorf("list words of %s: %w", lang, err)
	}
	all := make(map[string]message)
	for _, f := range files {
		b, err := fs.ReadFile(fsys, f)
		if err != nil {
			return nil, fmt.Errorf("read %s: %w", f, err)
		}
		var part map[string]message
		if err := json.Unmarshal(b, &part); err != nil {
			return nil, fmt.Errorf("read %s: %w", f, err)
		}
		for k, m := range part {
			if _, twice := all[k]; twice {
				return nil, fmt.Errorf("read %s: %q is said twice", f, k)
			}
			all[k] = m
		}
	}
	return all, nil
}

// book is the catalogue of both languages and the keys each one has.
type book struct {
	catalog *catalog.Builder
	keys    map[string]map[string]message // by language
}

// open reads the embedded words once. They are part of the program, so words
// that cannot be read mean a broken build.
var open = sync.OnceValue(func() book {
	b, err := newBook(words)
	if err != nil {
		panic(err)
	}
	return b
})

func newBook(fsys fs.FS) (book, error) {
	b := book{catalog.NewBuilder(catalog.Fallback(language.Arabic)), map[string]map[string]message{}}
	for _, lang := range Languages() {
		table, err := readWords(fsys, lang)
		if err != nil {
			return book{}, err
		}
		b.keys[lang] = table
		for key, m := range table {
			if err := b.set(language.Make(lang), key, m); err != nil {
				return book{}, fmt.Errorf("%s, %q: %w", lang, key, err)
			}
		}
	}
	return b, nil
}

func (b book) set(tag language.Tag, key string, m message) error {
	if m.forms == nil {
		return b.catalog.SetString(tag, key, m.text)
	}
	var cases []any
	for _, f := range forms {
		if text, ok := m.forms[f.name]; ok {
			cases = append(cases, f.form, text)
		}
	}
	return b.catalog.Set(tag, key, plural.Selectf(1, "%d", cases...))
}
