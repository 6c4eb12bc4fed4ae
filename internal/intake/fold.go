package intake

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// fold reduces a header or a short answer to what its spellings share: lower
// case, no accents or vowel signs, one form of alef, ya and ta marbuta, no
// Arabic article, words parted by single spaces. "تاريخ الإعتقال" and
// "تاريخ اعتقال", "Date_de_Naissance" and "dateDeNaissance" fold alike.
func fold(s string) string {
	var b strings.Builder
	lower := false // the rune before was a lower case letter
	for _, r := range norm.NFKD.String(s) {
		switch {
		case unicode.Is(unicode.Mn, r), r == 'ـ', unicode.Is(unicode.Cf, r):
			continue
		case unicode.IsUpper(r):
			if lower {
				b.WriteByte(' ')
			}
			lower = false
			b.WriteRune(unicode.ToLower(r))
			continue
		case unicode.IsLetter(r), unicode.IsDigit(r):
			b.WriteRune(foldArabic(r))
			lower = unicode.IsLower(r)
		default:
			b.WriteByte(' ')
			lower = false
		}
	}
	words := strings.Fields(b.String())
	for i, w := range words {
		if rest, ok := strings.CutPrefix(w, "ال"); ok && len(rest) >= len("ام") {
			words[i] = rest
		}
	}
	return strings.Join(words, " ")
}

func foldArabic(r rune) rune {
	switch r {
	case 'أ', 'إ', 'آ', 'ٱ':
		return 'ا'
	case 'ى', 'ی', 'ئ':
		return 'ي'
	case 'ة', 'ۀ':
		return 'ه'
	case 'ؤ':
		return 'و'
	case 'ک':
		return 'ك'
	case 'ı': // of Turkish, whose capital is I
		return 'i'
	}
	return r
}
