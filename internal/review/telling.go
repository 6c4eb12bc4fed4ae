package review

import (
	"slices"
	"unicode/utf8"
)

// LanguageOther is a language outside the list; it is named in words.
const LanguageOther = "other"

// languages are the codes in which somebody may be told: of ISO 639-1 where there
// is one, of ISO 639-3 where there is none. The languages spoken in Syria come
// first, signs among them; then those that people held there are most often
// from.
var languages = []string{"ar", "kmr", "tr", "syr", "hy", "ckb", "ady", "tuk", "sgn", "en", "fr", "fa", "ru", "ur", LanguageOther}

// Languages lists the codes of languages that a form offers.
func Languages() []string { return slices.Clone(languages) }

// longestName bounds the name of a language outside the list, in characters.
const longestName = 60

// A Telling is in which language somebody was told something, so that it can be
// seen that they understood. All of it is empty in entries older than it.
type Telling struct {
	Language string `json:"language,omitempty"` // in which it was said
	// Theirs is the language that the person understands, where it is another
	// than Language.
	Theirs string `json:"theirs,omitempty"`
	Named  string `json:"language_named,omitempty"` // the language outside the list
	// Interpreter: what was said was put into the language that they understand.
	Interpreter bool `json:"interpreter,omitempty"`
}

// Understands is the language that the person understands; "" where the ledger
// does not know.
func (t Telling) Understands() string {
	if t.Theirs != "" {
		return t.Theirs
	}
	return t.Language
}

// reaches reports whether something said in a language was understood.
func (t Telling) reaches(language string, interpreter bool) bool {
	return interpreter || t.Understands() == "" || language == t.Understands()
}

func (t Telling) admit() error {
	listed := func(l string) bool { return slices.Contains(languages, l) }
	switch {
	case !listed(t.Language) || t.Theirs != "" && !listed(t.Theirs):
		return ruleTold.refuse("the language in which the person was told, from the list")
	case (t.Language == LanguageOther || t.Theirs == LanguageOther) != (t.Named != "") || utf8.RuneCountInString(t.Named) > longestName:
		return ruleTold.refuse("the name of a language that is not in the list, and of no other")
	case !t.reaches(t.Language, t.Interpreter):
		return ruleTold.refuse("a language that the person understands, or an interpreter")
	}
	return nil
}
