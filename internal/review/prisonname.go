package review

import (
	"slices"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"kashf.org/kashf/names"
)

// prisonWords are what places of detention, their parts and who is held in them
// are called, in the forms of [names.Loose].
var prisonWords = loose(
	"سجن", "سجون", "سجين", "سجينة", "سجناء", "معتقل", "معتقلة", "معتقلات", "معتقلون", "معتقلين", "اعتقال", "فرع", "أفرع", "فروع", "مهجع", "مهاجع",
	"زنزانة", "زنزانات", "زنازين", "منفردة", "احتجاز", "محتجز", "محتجزة", "توقيف", "موقوف", "موقوفة", "نظارة", "محبس", "حبس", "محبوس", "محبوسة", "نزيل", "نزيلة",
	"جناح", "مسلخ",
	"prison", "prisons", "prisoner", "prisoners", "jail", "jailed", "gaol", "detention", "detained", "detainee", "detainees", "branch", "cell", "dormitory",
	"wing", "ward", "sijn", "sejn", "sijin", "segn", "mahjaa", "cachot", "prisonniere", "prisonnier", "hapishane", "cezaevi", "girtigeh",
)

// peopleToo are single words by which places of detention are called and people
// too: a branch stands in the quarter of الخطيب, and so is a large family
// called. Alone they are refused; beside a name they are one.
var peopleToo = loose("الخطيب", "Khateeb", "Khatib", "القزاز", "Qazzaz", "فلسطين", "Palestine", "عايد", "Ayed", "العقاب", "علايا", "Alaya", "الفيحاء", "Fayhaa", "راجو", "Rajo")

func loose(words ...string) []string {
	var out []string
	for _, w := range words {
		out = append(out, names.WithoutArticle(names.Loose(w)))
	}
	return out
}

// shortestRun is from how many letters on a name of a place is known inside a
// text whose spaces are gone; shortestWord is how long a single word is that is
// no short code, and no initials.
const (
	shortestRun  = 6
	shortestWord = 4
)

// mostInitials is how many letters alone somebody's initials have. More are a word
// that is written letter by letter.
const mostInitials = 5

// calledBy is all that places of detention are called, as texts are asked for it.
var calledBy = sync.OnceValue(func() (x struct {
	words [][]string // each name in words
	runs  []string   // each without its spaces, where that is long enough
	short []string   // each without its spaces, of any length
	latin []string   // keys of single words in Latin letters
}) {
	for _, n := range prisonNames() {
		want := nameWords(n)
		run := strings.Join(want, "")
		if len(want) == 0 {
			continue
		}
		x.words, x.short = append(x.words, want), append(x.short, run)
		one := len(want) == 1
		if utf8.RuneCountInString(run) >= shortestRun && !(one && slices.Contains(peopleToo, run)) {
			x.runs = append(x.runs, run)
		}
		if k := latinKey(run); one && k != "" && len(run) >= shortestWord && !slices.Contains(peopleToo, run) {
			x.latin = append(x.latin, k)
		}
	}
	return x
})

// NamesPrison reports whether a personal name or another short text may name a
// place of detention: by what such places are called, by a number, or by a name
// or code of one; with the letters that Arabic joins to a word, letter by letter,
// with other signs between, and in the usual Latin spellings. Of [peopleToo] one
// word of several is let pass, one word alone is not.
//
// It rather refuses a name that is none of these than prints one that is: what is
// refused can be written in another way.
func NamesPrison(text string) bool {
	if odd(text) {
		return true
	}
	words := nameWords(apart(text))
	for _, w := range words {
		if slices.ContainsFunc(stems(w), func(s string) bool { return slices.Contains(prisonWords, s) }) {
			return true
		}
		if k := latinKey(w); k != "" && slices.Contains(calledBy().latin, k) {
			return true
		}
	}
	run := strings.Join(words, "")
	if slices.ContainsFunc(calledBy().runs, func(n string) bool { return strings.Contains(run, n) }) {
		return true
	}
	if slices.ContainsFunc(calledBy().words, func(want []string) bool { return calls(words, want) }) {
		return true
	}
	return slices.ContainsFunc(spelt(words), func(run string) bool {
		if utf8.RuneCountInString(run) > mostInitials {
			return true
		}
		in := func(n string) bool { return utf8.RuneCountInString(n) > 2 && strings.Contains(run, n) }
		return slices.ContainsFunc(prisonWords, in) || slices.ContainsFunc(calledBy().short, in)
	})
}

// nameWords are [wordsOf] without the article where it stands alone, in Latin
// letters.
func nameWords(text string) []string {
	return slices.DeleteFunc(wordsOf(text), func(w string) bool { return w == "al" || w == "el" })
}

// odd reports what no name has: a number of any script, or letters of two
// scripts in one word, as when one stands for another that looks the same.
func odd(text string) bool {
	for _, w := range strings.FieldsFunc(text, func(r rune) bool { return unicode.IsSpace(r) || unicode.IsPunct(r) }) {
		var of *unicode.RangeTable
		for _, r := range w {
			if unicode.IsNumber(r) {
				return true
			}
			if !unicode.IsLetter(r) {
				continue
			}
			script := scriptOf(r)
			if of != nil && script != of {
				return true
			}
			of = script
		}
	}
	return false
}

var scripts = []*unicode.RangeTable{unicode.Arabic, unicode.Latin, unicode.Cyrillic, unicode.Greek, unicode.Hebrew, unicode.Syriac, unicode.Armenian}

// scriptOf is the script of a letter, nil for one of another script.
func scriptOf(r rune) *unicode.RangeTable {
	i := slices.IndexFunc(scripts, func(t *unicode.RangeTable) bool { return unicode.Is(t, r) })
	if i < 0 {
		return nil
	}
	return scripts[i]
}

// apart puts a space for every sign that parts words without being seen.
func apart(text string) string {
	return strings.Map(func(r rune) rune {
		switch r {
		case '\u200b', '\u2060', '\ufeff', '\u00ad', '_':
			return ' '
		}
		return r
	}, text)
}

// stems are a word and what is left of it without the letters that Arabic joins
// to its beginning, one after another.
func stems(w string) []string {
	out := []string{w}
	for i := 0; i < len(out) && len(out) < 16; i++ {
		r, n := utf8.DecodeRuneInString(out[i])
		for _, s := range []string{names.WithoutArticle(out[i]), out[i][n:]} {
			joined := strings.ContainsRune("وفبكل", r) || s != out[i][n:]
			if joined && s != out[i] && utf8.RuneCountInString(s) > 2 && !slices.Contains(out, s) {
				out = append(out, s)
			}
		}
	}
	return out
}

// calls reports whether words hold a name of a place: all of it where it has
// several, or where it is a single word that people are not called by.
func calls(words, want []string) bool {
	if len(want) == 1 && (utf8.RuneCountInString(want[0]) < shortestWord || slices.Contains(peopleToo, want[0])) {
		return slices.Equal(words, want)
	}
	for i := 0; i+len(want) <= len(words); i++ {
		if slices.Contains(stems(words[i]), want[0]) && (len(want) == 1 || slices.EqualFunc(words[i+1:i+len(want)], want[1:], func(w, n string) bool {
			return slices.Contains(stems(w), n)
		})) {
			return true
		}
	}
	return false
}

// spelt are the runs of words of one or two letters, put together: what somebody
// wrote letter by letter.
func spelt(words []string) []string {
	var out []string
	n, run := 0, ""
	end := func() {
		if n > 1 {
			out = append(out, run)
		}
		n, run = 0, ""
	}
	for _, w := range words {
		if utf8.RuneCountInString(w) > 2 {
			end()
			continue
		}
		n, run = n+1, run+w
	}
	end()
	return out
}

// latinKey is what the Latin spellings of one word have in common: Sednaya,
// Saydnaya, Saidnaya. "" where the word is not of Latin letters.
func latinKey(w string) string {
	var b strings.Builder
	vowels := ""
	end := func() {
		if strings.ContainsAny(vowels, "eiy") {
			b.WriteByte('i')
		}
		if v := strings.TrimRight(vowels, "h"); strings.HasSuffix(v, "a") || v != "" && !strings.ContainsAny(v, "eiy") {
			b.WriteByte(v[len(v)-1])
		}
		vowels = ""
	}
	var last rune
	for _, r := range norm.NFKD.String(strings.ToLower(w)) {
		switch {
		case unicode.Is(unicode.Mn, r):
			continue
		case r < 'a' || r > 'z':
			return ""
		case strings.ContainsRune("aeiouy", r):
			vowels += string(r)
		case r != last:
			end()
			b.WriteRune(r)
		}
		last = r
	}
	end()
	return b.String()
}
