package names

import "strings"

// sameShape maps letters of Persian, Kurdish and Urdu keyboards to the Arabic
// letter they are typed for.
var sameShape = map[rune]rune{
	'ک': 'ك', 'ڪ': 'ك', 'ی': 'ي', 'ے': 'ي', 'ې': 'ي', 'ہ': 'ه', 'ھ': 'ه', 'ە': 'ه', 'ۀ': 'ه', 'ۂ': 'ه', 'ۃ': 'ة',
	'İ': 'i', 'ı': 'i', 'ۍ': 'ي', 'ێ': 'ي', 'ۆ': 'و', 'ۇ': 'و', 'ۋ': 'و', 'ڵ': 'ل', 'ڕ': 'ر', 'ٲ': 'أ', 'ٳ': 'إ',
}

// looseLetter maps a letter of a strict key, decomposed, to its class.
var looseLetter = map[rune]string{
	'ٱ': "ا", 'ى': "ي", 'ة': "ه", 'گ': "ك", 'چ': "ج", 'پ': "ب", 'ڤ': "ف", 'ژ': "ز", 'ٹ': "ت", 'ڈ': "د", 'ڑ': "ر", 'ں': "ن",
	'ß': "ss", 'æ': "ae", 'ø': "o", 'đ': "d", 'ð': "d", 'þ': "th", 'ł': "l", 'œ': "oe", 'ħ': "h", 'ə': "a", 'ŋ': "n", 'ı': "i",
	'ɓ': "b", 'ɗ': "d", 'ƙ': "k", 'ɣ': "gh", 'ʔ': "", 'ʕ': "", 'ˁ': "", 'ˀ': "",
}

// soundMarks keeps as digraphs the marks of Turkish, Kurmanji and the learned
// transcriptions that stand for another sound, not another length.
var soundMarks = strings.NewReplacer(
	"s\u0327", "sh", "s\u0326", "sh", "s\u030c", "sh", "c\u030c", "ch", "z\u030c", "zh", "g\u030c", "j", "g\u0306", "gh", "g\u0307", "gh",
	"h\u032e", "kh", "h\u0331", "kh", "d\u0331", "dh", "t\u0331", "th",
)

// arabiziLetter gives the Latin letters of a digit in chat spelling; "-" marks
// digits that are never letters.
var arabiziLetter = [10]string{"-", "-", "", "a", "-", "kh", "t", "h", "-", "q"}
