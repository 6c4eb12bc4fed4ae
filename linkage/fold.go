package linkage

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// placeholders stand in a cell for "not known". Written as [Fold] leaves them.
var placeholders = map[string]bool{
	"-": true, "--": true, "---": true, "?": true, "??": true, "???": true, ".": true, "/": true, "*": true, "x": true, "xx": true, "xxx": true,
	"na": true, "n a": true, "n/a": true, "nan": true, "nil": true, "none": true, "null": true, "#n/a": true,
	"unknown": true, "not known": true, "unk": true, "not available": true, "not stated": true, "unspecified": true,
	"مجهول": true, "مجهوله": true, "مجهول الهويه": true, "غير معروف": true, "غير معروفه": true, "غير محدد": true,
	"لا يوجد": true, "بلا": true, "لا يعرف": true, "غير مذكور": true,
}

// Placeholder reports whether a cell says nothing: it is empty, or holds one of
// the words and signs that people write for "not known".
func Placeholder(raw string) bool {
	f := Fold(raw)
	return f == "" || placeholders[f]
}

// Fold gives the form of a text in which spelling habits that carry no
// meaning are gone: case, accents, vowel signs, the carriers of hamza, width,
// runs of space and the signs around words.
func Fold(raw string) string {
	if s, ok := foldASCII(raw); ok {
		return s
	}
	var b strings.Builder
	space := false
	for _, r := range norm.NFKD.String(raw) {
		r = foldRune(r)
		switch {
		case r < 0:
		case r == ' ':
			space = b.Len() > 0
		default:
			if space {
				b.WriteByte(' ')
				space = false
			}
			b.WriteRune(r)
		}
	}
	return b.String()
}

// foldRune gives the folded letter, a space for what parts words, or -1 for
// what is dropped.
func foldRune(r rune) rune {
	switch r {
	case 'ى', 'ی':
		return 'ي'
	case 'ة':
		return 'ه'
	case 'ک':
		return 'ك'
	case 'ـ', '\u200c', '\u200d', '\u200e', '\u200f', '\ufeff':
		return -1
	case '،', '؛', ',', ';', '_':
		return ' '
	}
	switch {
	case r >= '٠' && r <= '٩':
		return '0' + r - '٠'
	case unicode.Is(unicode.Mn, r), unicode.Is(unicode.Cf, r):
		return -1
	case unicode.IsSpace(r), unicode.IsControl(r):
		return ' '
	}
	return unicode.ToLower(r)
}

// foldASCII is Fold for the common case; ok is false where raw is not ASCII.
func foldASCII(raw string) (s string, ok bool) {
	b := make([]byte, 0, len(raw))
	space := false
	for i := range len(raw) {
		c := raw[i]
		switch {
		case c >= 0x80:
			return "", false
		case c <= ' ', c == ',', c == ';', c == '_', c == 0x7f:
			space = len(b) > 0
			continue
		case 'A' <= c && c <= 'Z':
			c += 'a' - 'A'
		}
		if space {
			b = append(b, ' ')
			space = false
		}
		b = append(b, c)
	}
	return string(b), true
}
