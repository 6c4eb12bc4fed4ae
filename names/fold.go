package names

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Strict gives the orthographic key of s: what a careful reader would call
// the same spelling. Presentation forms, vowel marks, tatweel, direction marks
// and joiners are gone; Persian and Kurdish code points that only differ in
// shape are the Arabic ones; digits are ASCII; case and runs of space are
// levelled. Hamza, ta marbuta, alef maqsura and Latin diacritics stay.
//
// Strict(Strict(s)) == Strict(s) for any bytes.
func Strict(s string) string { return fixpoint(s, strictPass) }

// Loose gives the comparison key of s: Strict, and the letters that lists
// interchange are one (alef with and without hamza, ya and alef maqsura, ha
// and ta marbuta), Latin diacritics are plain letters, apostrophes are gone,
// and digits that stand for Arabic letters inside a Latin word ("7asan",
// "3li") are Latin letters.
//
// A loose key finds; it never replaces what was written. Keep the original.
// Loose(Loose(s)) == Loose(s) for any bytes.
func Loose(s string) string {
	if k, ok := looseWord(s); ok {
		return k
	}
	return fixpoint(s, loosePass)
}

// looseWord folds the common case, a word of plain Arabic or ASCII letters,
// in one pass.
func looseWord(s string) (string, bool) {
	var buf [64]byte
	b := buf[:0]
	for _, r := range s {
		switch {
		case r >= 'a' && r <= 'z':
			b = append(b, byte(r))
		case r >= 'A' && r <= 'Z':
			b = append(b, byte(r-'A'+'a'))
		case r >= 0x621 && r <= 0x64A:
			if f := plainArabic[r-0x621]; f != 0 {
				b = utf8.AppendRune(b, f)
			}
		case r >= 0x64B && r <= 0x652:
		default:
			return "", false
		}
	}
	return string(b), true
}

// plainArabic holds the loose class of each letter from hamza (0x621) to ya;
// 0 drops it.
var plainArabic = func() (t [0x64A - 0x621 + 1]rune) {
	for i := range t {
		r := rune(0x621 + i)
		for _, k := range fixpoint(string(r), loosePass) {
			t[i] = k
		}
	}
	return t
}()

// fixpoint applies pass until nothing changes. Lower-casing and compatibility
// decomposition can each feed the other, so one pass is not always enough;
// four are more than Unicode has chains for.
func fixpoint(s string, pass func(string) string) string {
	for range 4 {
		t := pass(s)
		if t == s {
			return t
		}
		s = t
	}
	return s
}

func strictPass(s string) string {
	if plain(s) {
		return s
	}
	s = norm.NFKC.String(strings.ToValidUTF8(s, ""))
	var b strings.Builder
	b.Grow(len(s))
	space := false
	for _, r := range s {
		if invisible(r) {
			continue
		}
		if unicode.IsSpace(r) {
			space = true
			continue
		}
		if space && b.Len() > 0 {
			b.WriteByte(' ')
		}
		space = false
		b.WriteRune(strictRune(r))
	}
	return norm.NFKC.String(b.String())
}

// plain reports whether s is already a strict key of lower-case ASCII words.
func plain(s string) bool {
	prev := byte(' ')
	for i := 0; i < len(s); i++ {
		c := s[i]
		if c >= utf8.RuneSelf || c < ' ' || c >= 'A' && c <= 'Z' || c == ' ' && prev == ' ' || c == 0x7f {
			return false
		}
		prev = c
	}
	return prev != ' ' || s == ""
}

// invisible reports whether r carries no spelling: vowel marks of Arabic,
// tatweel, and every control and format character but white space.
func invisible(r rune) bool {
	switch {
	case r == 0x640, r >= 0x610 && r <= 0x61A, r >= 0x64B && r <= 0x65F && r != 0x653 && r != 0x654 && r != 0x655, r == 0x670,
		r >= 0x6D6 && r <= 0x6DC, r >= 0x6DF && r <= 0x6E8, r >= 0x6EA && r <= 0x6ED, r >= 0x8D3 && r <= 0x8FF:
		return true
	case unicode.IsSpace(r):
		return false
	}
	return unicode.In(r, unicode.Cc, unicode.Cf, unicode.Co, unicode.Cs)
}

func strictRune(r rune) rune {
	if m, ok := sameShape[r]; ok {
		return m
	}
	switch {
	case r >= 0x660 && r <= 0x669:
		return '0' + r - 0x660
	case r >= 0x6F0 && r <= 0x6F9:
		return '0' + r - 0x6F0
	}
	return unicode.ToLower(r)
}

func loosePass(s string) string {
	s = norm.NFD.String(strictPass(s))
	var b strings.Builder
	b.Grow(len(s))
	for _, r := range s {
		switch {
		case r >= 'a' && r <= 'z', r >= '0' && r <= '9', r == ' ':
			b.WriteRune(r)
		case apostrophe(r), accent(r):
		default:
			if m, ok := looseLetter[r]; ok {
				b.WriteString(m)
			} else {
				b.WriteRune(r)
			}
		}
	}
	return norm.NFC.String(arabizi(turkishMarks(s, b.String())))
}

// turkishMarks is the place where a mark that changes the sound is kept as a
// digraph: decomposition has parted the cedilla and the caron from their
// letters, so the pairs are replaced on the decomposed text.
func turkishMarks(decomposed, folded string) string {
	if !strings.ContainsAny(decomposed, "\u0327\u030c\u0306\u0323\u0331\u0307") {
		return folded
	}
	again := soundMarks.Replace(decomposed)
	if again == decomposed {
		return folded
	}
	return loosePass(again)
}

// accent reports whether r is a mark that only modifies a letter. The vowel
// signs of India and south-east Asia are marks too, but they are spelling.
func accent(r rune) bool {
	return unicode.Is(unicode.Mn, r) && unicode.In(r, unicode.Inherited, unicode.Latin, unicode.Arabic, unicode.Hebrew, unicode.Syriac, unicode.Cyrillic, unicode.Greek)
}

// apostrophe reports whether r is one of the many signs written for hamza and
// ayn in Latin transcriptions.
func apostrophe(r rune) bool {
	switch r {
	case '\'', '`', '´', '’', '‘', '‛', 'ʿ', 'ʾ', 'ʻ', 'ʼ', 'ʹ', 'ʽ', 'ˈ', '′', '＇', 'ء':
		return true
	}
	return false
}

// arabizi replaces digits that stand for letters. A digit is a letter only
// when it stands alone among at least two Latin letters of the same word, so
// that "ali2000" and "b12" keep their numbers.
func arabizi(s string) string {
	if !strings.ContainsAny(s, "235679") {
		return s
	}
	words := strings.Split(s, " ")
	for i, w := range words {
		words[i] = arabiziWord(w)
	}
	return strings.Join(words, " ")
}

func arabiziWord(w string) string {
	letters := 0
	for i := 0; i < len(w); i++ {
		switch {
		case isLower(w[i]):
			letters++
		case isDigit(w[i]):
			if arabiziLetter[w[i]-'0'] == "-" || i > 0 && isDigit(w[i-1]) {
				return w
			}
		default:
			return w
		}
	}
	if letters < 2 {
		return w
	}
	var b strings.Builder
	for i := 0; i < len(w); i++ {
		if !isDigit(w[i]) {
			b.WriteByte(w[i])
			continue
		}
		near := i > 0 && isVowel(w[i-1]) || i+1 < len(w) && isVowel(w[i+1])
		if w[i] != '3' || !near { // the vowel beside an ayn is already written
			b.WriteString(arabiziLetter[w[i]-'0'])
		}
	}
	return b.String()
}

func isLower(c byte) bool { return c >= 'a' && c <= 'z' }
func isDigit(c byte) bool { return c >= '0' && c <= '9' }
func isVowel(c byte) bool { return strings.IndexByte("aeiou", c) >= 0 }
