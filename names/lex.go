package names

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// word is one token of a name before its role is known.
type word struct {
	raw    string
	at     int  // where raw begins in what was split
	house  bool // آل, which a loose key does not tell from ال
	hamza  bool // it begins with a written hamza, so not with the article
	loose  string
	kind   kind // of loose
	script Script
	hyphen bool // a hyphen joins it to the next word
}

const (
	maxBytes = 2048 // of a name that Parse reads
	maxWords = 32
)

// words splits s into tokens of one script each. It reads no more than maxBytes.
func words(s string) []word {
	out := make([]word, 0, 6) // more are rare
	start, script := -1, NoScript
	flush := func(end int, hyphen bool) {
		if start >= 0 {
			out = appendWord(out, s[start:end], start, script, hyphen)
		} else if hyphen && len(out) > 0 {
			out[len(out)-1].hyphen = true
		}
		start, script = -1, NoScript
	}
	for i, r := range s {
		switch {
		case r == '-' || r == '‐' || r == '‑' || r == '–' || r == '_':
			flush(i, true)
		case separator(r):
			flush(i, false)
		default:
			sc := scriptOfRune(r)
			if sc != NoScript && script != NoScript && sc != script {
				flush(i, false)
			}
			if start < 0 {
				start = i
			}
			if sc != NoScript {
				script = sc
			}
		}
	}
	flush(len(s), false)
	return out
}

func separator(r rune) bool {
	if plainLetter(r) || apostrophe(r) {
		return false
	}
	if r == ' ' {
		return true
	}
	return unicode.IsSpace(r) || unicode.Is(unicode.P, r) || unicode.Is(unicode.S, r) && r != '´' && r != '`' || r == utf8.RuneError
}

// plainLetter knows the letters that nearly all names are written in without
// asking the tables of Unicode.
func plainLetter(r rune) bool {
	return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= 0x621 && r <= 0x64A && r != 0x640
}

func appendWord(out []word, raw string, at int, script Script, hyphen bool) []word {
	loose := Loose(raw)
	if loose == "" || len(out) >= maxWords {
		return out
	}
	if script == OtherScript {
		if loose = romanise(loose); loose == "" { // a sign that has no sound of its own
			return out
		}
		script = ScriptOf(loose)
	}
	w := word{raw: raw, at: at, house: strings.HasPrefix(raw, "آل"), hamza: strings.HasPrefix(raw, "إ") || strings.HasPrefix(raw, "أ"), loose: loose, kind: kinds[loose], script: script, hyphen: hyphen}
	if strings.IndexByte(loose, ' ') < 0 { // a loose key has no other space
		return append(out, w)
	}
	for l := range strings.FieldsSeq(loose) { // compatibility forms may hold spaces
		w.loose, w.kind = l, kinds[l]
		out = append(out, w)
	}
	return out
}

// cut shortens s to what Parse reads, at a rune's border.
func cut(s string) (string, bool) {
	if len(s) <= maxBytes {
		return s, false
	}
	end := maxBytes
	for end > 0 && !utf8.RuneStart(s[end]) {
		end--
	}
	return s[:end], true
}
