package vocab

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Match reads a free cell in Arabic, English or French as a code of a list. It
// takes a cell only when all of it is understood: fillers, years and marks
// aside, it must be a known word of one term, or several words of the same term
// ("M / ذكر"). "Brother died", "not released" and "released?" say something
// else than "died" and "released", and are not matched.
func Match(name, cell string) (code string, ok bool) {
	l, known := lists[name]
	if !known || strings.ContainsAny(cell, "?؟") {
		return "", false
	}
	if code, ok = l.lookup(fold(cell)); ok {
		return code, true
	}
	parts := strings.FieldsFunc(cell, func(r rune) bool { return strings.ContainsRune("/|,،;؛()[]", r) })
	for _, p := range parts {
		w := fold(p)
		if stripped(w) == "" {
			continue
		}
		c, ok := l.lookup(w)
		if !ok || code != "" && c != code {
			return "", false
		}
		code = c
	}
	return code, code != ""
}

// lookup tries a folded text as it is, without its articles, and without fillers.
func (l list) lookup(w string) (string, bool) {
	for _, form := range [...]string{w, bare(w), stripped(w), bare(stripped(w))} {
		if code, ok := l.words[form]; ok && form != "" && code != ambiguous {
			return code, true
		}
	}
	return "", false
}

// fold brings a text to one form: lower case, no accents or vowel signs, one
// form of each Arabic letter, single spaces instead of marks.
func fold(s string) string {
	var b strings.Builder
	for _, r := range norm.NFKD.String(s) {
		switch {
		case unicode.Is(unicode.Mn, r) || unicode.Is(unicode.Cf, r) || r == 'ـ':
		case r == '\'' || r == '’' || r == 'ʼ':
			b.WriteByte(' ')
		case unicode.IsLetter(r) || unicode.IsDigit(r):
			b.WriteRune(letter(unicode.ToLower(r)))
		default:
			b.WriteByte(' ')
		}
	}
	return strings.Join(strings.Fields(b.String()), " ")
}

func letter(r rune) rune {
	switch r {
	case 'أ', 'إ', 'آ', 'ٱ':
		return 'ا'
	case 'ە':
		return 'ه'
	case 'ى', 'ی':
		return 'ي'
	case 'ک':
		return 'ك'
	case 'œ':
		return 'o'
	}
	return r
}

// careless is a folded text as those write it who put ه for ة.
func careless(s string) string { return strings.ReplaceAll(s, "ة", "ه") }

// bare is a folded text without the articles of its words: المعتقل and معتقل
// are one.
func bare(s string) string {
	words := strings.Fields(s)
	for i, w := range words {
		if t, ok := strings.CutPrefix(w, "ال"); ok && len([]rune(t)) > 2 {
			w = t
		}
		words[i] = w
	}
	return strings.Join(words, " ")
}

// fillers say nothing about the term beside them. Words that turn a meaning
// (not, no, لم, غير) or name another person are not among them, on purpose.
var fillers = fillerSet("في من عن علي تم حاليا الان سابقا بتاريخ عام سنه شهر the a an in at on is was has been by currently now le la les de du en est a ete depuis since")

func fillerSet(s string) map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields(s) {
		m[fold(w)] = true
	}
	return m
}

// stripped is a folded text without fillers and numbers.
func stripped(s string) string {
	var kept []string
	for _, w := range strings.Fields(s) {
		if !fillers[w] && strings.TrimFunc(w, unicode.IsDigit) != "" {
			kept = append(kept, w)
		}
	}
	return strings.Join(kept, " ")
}
