package when

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// fold brings a cell to the form of the word tables: one script of digits, no
// accents, vowel signs or marks of direction, one form of each Arabic letter.
func fold(s string) string {
	// the abbreviation هـ would lose its tatweel and become any other ه
	s = strings.ReplaceAll(s, "هـ", " ه ")
	var b strings.Builder
	for _, r := range norm.NFKD.String(s) {
		switch {
		case unicode.Is(unicode.Mn, r) || unicode.Is(unicode.Cf, r) || r == 'ـ':
		case strings.ContainsRune("–—−‐‑", r):
			b.WriteByte('-')
		case r == '\\':
			b.WriteByte('/')
		default:
			if d, ok := digit(r); ok {
				b.WriteByte(d)
				continue
			}
			b.WriteRune(foldLetter(unicode.ToLower(r)))
		}
	}
	return strings.Join(strings.Fields(b.String()), " ")
}

// Digits writes the digits of a text that are of the Arabic or the Persian set as 0
// to 9, and leaves everything else as it is: "٢٠١٣" and "۲۰۱۳" are "2013".
func Digits(s string) string {
	return strings.Map(func(r rune) rune {
		if d, ok := digit(r); ok {
			return rune(d)
		}
		return r
	}, s)
}

// digit is the value of a digit of the three sets that lists are written in;
// others are left as they are.
func digit(r rune) (byte, bool) {
	for _, zero := range [...]rune{'0', '٠', '۰'} {
		if r >= zero && r <= zero+9 {
			return byte('0' + r - zero), true
		}
	}
	return 0, false
}

func foldLetter(r rune) rune {
	switch r {
	case 'أ', 'إ', 'آ', 'ٱ':
		return 'ا'
	case 'ة', 'ۀ', 'ہ', 'ە':
		return 'ه'
	case 'ى', 'ی':
		return 'ي'
	case 'ک':
		return 'ك'
	}
	return r
}
