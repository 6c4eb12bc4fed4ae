package names

import "unicode"

// Script is the writing system of a token.
type Script uint8

// The scripts that the package tells apart. The zero value means that a token
// holds no letter.
const (
	NoScript Script = iota
	Arabic
	Latin
	OtherScript
)

// String gives the script's English name.
func (s Script) String() string {
	switch s {
	case Arabic:
		return "Arabic"
	case Latin:
		return "Latin"
	case OtherScript:
		return "other"
	}
	return "none"
}

// ScriptOf tells the script that most letters of s belong to. A tie goes to
// the script met first.
func ScriptOf(s string) Script {
	if plainLatin(s) {
		return Latin
	}
	var count [4]int
	var first Script
	for _, r := range s {
		sc := scriptOfRune(r)
		if sc == NoScript {
			continue
		}
		if first == NoScript {
			first = sc
		}
		count[sc]++
	}
	best := first
	for sc := Arabic; sc <= OtherScript; sc++ {
		if count[sc] > count[best] {
			best = sc
		}
	}
	return best
}

func plainLatin(s string) bool {
	for i := range len(s) {
		if !isLower(s[i]) {
			return false
		}
	}
	return s != ""
}

func scriptOfRune(r rune) Script {
	switch {
	case r >= 'a' && r <= 'z', r >= 'A' && r <= 'Z':
		return Latin
	case r >= 0x621 && r <= 0x64A && r != 0x640:
		return Arabic
	case r < 0x80:
		return NoScript
	case !unicode.IsLetter(r):
		return NoScript
	case unicode.Is(unicode.Arabic, r):
		return Arabic
	case unicode.Is(unicode.Latin, r):
		return Latin
	case unicode.Is(unicode.Lm, r): // modifier letters such as ʿ belong to no script of their own
		return NoScript
	}
	return OtherScript
}
