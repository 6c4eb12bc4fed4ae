package place

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// keys are the forms of a place's names that are compared.
type keys struct {
	ar, en, bones string
	runes         [3][]rune // the same, of places
	gov           Code      // the place's governorate
}

// plain brings a text to lower case without accents and vowel signs, with one
// form of each Arabic letter and one set of digits, its words parted by spaces.
func plain(s string) string {
	var b strings.Builder
	for _, r := range norm.NFKD.String(s) {
		switch {
		case unicode.Is(unicode.Mn, r) || unicode.Is(unicode.Cf, r) || strings.ContainsRune("ـ'’‘`ʼʿʾء", r):
		case unicode.IsLetter(r) || unicode.IsDigit(r):
			b.WriteRune(oneForm(unicode.ToLower(western(r))))
		default:
			b.WriteByte(' ')
		}
	}
	return strings.Join(strings.Fields(b.String()), " ")
}

// western writes a digit of the Arabic or the Persian set as one of 0 to 9. The room
// stands alone, so that it does not ask when for it.
func western(r rune) rune {
	switch {
	case r >= '٠' && r <= '٩':
		return '0' + r - '٠'
	case r >= '۰' && r <= '۹':
		return '0' + r - '۰'
	}
	return r
}

func oneForm(r rune) rune {
	switch r {
	case 'أ', 'إ', 'آ', 'ٱ':
		return 'ا'
	case 'ة', 'ە', 'ۀ':
		return 'ه'
	case 'ى', 'ی', 'ئ':
		return 'ي'
	case 'ؤ':
		return 'و'
	case 'ک':
		return 'ك'
	case 'ı':
		return 'i'
	}
	return r
}

func isArabic(s string) bool {
	return strings.ContainsFunc(s, func(r rune) bool { return unicode.Is(unicode.Arabic, r) })
}

// arabicKey is a name without articles and spaces: تل عجار and تلعجار, البيضة
// and بيضا are one. A name that is not Arabic has none.
func arabicKey(s string) string {
	if !isArabic(s) {
		return ""
	}
	var b strings.Builder
	for _, w := range strings.Fields(plain(s)) {
		if t, ok := strings.CutPrefix(w, "ال"); ok && len([]rune(t)) > 1 {
			w = t
		}
		if r := []rune(w); len(r) > 3 && r[len(r)-1] == 'ا' {
			w = string(r[:len(r)-1]) + "ه" // دوما and دومه
		}
		b.WriteString(w)
	}
	return b.String()
}

// articles before the letters of the sun are spelt as they sound.
var articles = wordSet("al el ul il ar er as es ash esh at et ad ed an en az ez l")

func wordSet(s string) map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields(s) {
		m[w] = true
	}
	return m
}

var (
	// digraphs are one sound; the digits are those of chat spelling.
	digraphs = strings.NewReplacer("sch", "S", "tch", "S", "sh", "S", "ch", "S", "kh", "h", "gh", "g", "th", "t", "dh", "d", "dj", "j", "ph", "f", "dz", "d",
		"ou", "u", "oo", "u", "ow", "u", "aw", "u", "au", "u", "ee", "i", "ei", "i", "ey", "i", "ai", "i", "ay", "i", "ie", "i", "iy", "i",
		"q", "k", "ck", "k", "c", "k", "x", "ks", "p", "b", "v", "f", "o", "u", "w", "u", "e", "i", "y", "i",
		"2", "", "3", "", "5", "h", "6", "t", "7", "h", "8", "g", "9", "k")
	vowels = strings.NewReplacer("a", "", "i", "", "u", "")
)

// latinKey is a Latin spelling brought to how it sounds, without articles,
// spaces, doubled letters and the h of a final -eh, -ah.
func latinKey(s string) string {
	if isArabic(s) {
		return ""
	}
	var b strings.Builder
	for _, w := range strings.Fields(plain(s)) {
		b.WriteString(latinWord(w))
	}
	return b.String()
}

func latinWord(w string) string {
	if articles[w] {
		return ""
	}
	if len(w) > 5 && (strings.HasPrefix(w, "al") || strings.HasPrefix(w, "el")) {
		w = w[2:] // Orm Eljoz
	}
	for _, end := range [...]string{"yeh", "yah", "ieh", "iah", "eh", "ah"} {
		if t, ok := strings.CutSuffix(w, end); ok && len(t) > 1 {
			w = t + "a"
			if len(end) == 3 {
				w = t + "ia"
			}
			break
		}
	}
	w = digraphs.Replace(w)
	var b strings.Builder
	var last rune
	for _, r := range w {
		if r != last {
			b.WriteRune(r)
		}
		last = r
	}
	return b.String()
}

// bones are the consonants of a Latin key, its first vowel kept as a mark.
func bones(key string) string {
	if key == "" {
		return ""
	}
	b := vowels.Replace(key)
	if strings.ContainsRune("aiu", rune(key[0])) {
		b = "A" + b
	}
	if b == "" {
		return key
	}
	return b
}

// sounds gives each Arabic letter the letter of a Latin key, for places of
// which only a Latin name is known.
var sounds = strings.NewReplacer("ا", "a", "ب", "b", "ت", "t", "ث", "t", "ج", "j", "ح", "h", "خ", "h", "د", "d", "ذ", "d", "ر", "r", "ز", "z", "س", "s", "ش", "S",
	"ص", "s", "ض", "d", "ط", "t", "ظ", "z", "ع", "", "غ", "g", "ف", "f", "ق", "k", "ك", "k", "ل", "l", "م", "m", "ن", "n", "ه", "a", "و", "u", "ي", "i")

// likeness is 1 for equal strings and falls with the letters that must be
// changed, dropped, added or swapped.
func likeness(a, b []rune) float64 {
	longer := max(len(a), len(b))
	if longer == 0 || len(a)-len(b) > 4 || len(b)-len(a) > 4 {
		return 0 // the lengths alone rule it out
	}
	return 1 - float64(edits(a, b))/float64(longer)
}

// edits is the optimal string alignment distance.
func edits(a, b []rune) int {
	var small [3][32]int // no allocation for the usual name
	prev2, prev, cur := small[0][:], small[1][:], small[2][:]
	if len(b) >= len(prev) {
		prev2, prev, cur = make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)
	}
	for j := range prev {
		prev[j] = j
	}
	for i, x := range a {
		cur[0] = i + 1
		for j, y := range b {
			cost := 1
			if x == y {
				cost = 0
			}
			cur[j+1] = min(prev[j]+cost, prev[j+1]+1, cur[j]+1)
			if i > 0 && j > 0 && x == b[j-1] && a[i-1] == y {
				cur[j+1] = min(cur[j+1], prev2[j-1]+1)
			}
		}
		prev2, prev, cur = prev, cur, prev2
	}
	return prev[len(b)]
}
