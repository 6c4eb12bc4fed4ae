package demo

import (
	"strings"
	"unicode"
)

// A style is a habit of writing Arabic names in Latin letters.
type style uint8

const (
	english style = iota
	french
	turkish
	arabizi // chat letters: 3 for ع, 7 for ح
)

// rewrites turn the usual English spelling into the habit of another language.
var rewrites = map[style][][2]string{
	french:  {{"sh", "ch"}, {"oo", "ou"}, {"ee", "i"}, {"j", "dj"}, {"w", "ou"}, {"q", "k"}},
	turkish: {{"sh", "ş"}, {"ou", "u"}, {"oo", "u"}, {"ee", "i"}, {"j", "c"}, {"kh", "h"}, {"gh", "g"}, {"q", "k"}, {"w", "v"}, {"th", "s"}},
}

// latin writes the parts of a name in a habit.
func (s *scribe) latin(parts []string, st style) string {
	out := make([]string, 0, len(parts))
	for _, p := range parts {
		if st == arabizi {
			out = append(out, s.chat(p))
		} else {
			out = append(out, s.romanise(p, st))
		}
	}
	return capitals(strings.Join(out, " "))
}

// romanise writes one part: a given name, or a family name with its article.
func (s *scribe) romanise(part string, st style) string {
	core := bare(part)
	var latin string
	first, rest, compound := strings.Cut(core, " ")
	switch spellings := s.w.lexicon.latin[core]; {
	case spellings != nil:
		latin = s.rewrite(spellings.draw(s.dice), st)
	case compound && first == "عبد":
		return s.servant(rest, st)
	case compound && first == "أبو":
		return oneOf(s.dice, "abu ", "abou ", "abo ") + s.romanise(rest, st)
	case compound && rest == "الدين":
		return s.romanise(first, st) + oneOf(s.dice, " al-din", "eddin", " eddine", " aldin")
	case compound:
		return s.romanise(first, st) + " " + s.romanise(rest, st)
	default:
		latin = s.rewrite(plain(core), st)
	}
	if core == part {
		return latin
	}
	return s.article(latin, st)
}

// article puts the article before a name, or leaves it away as many lists do.
func (s *scribe) article(latin string, st style) string {
	switch x := s.Float64(); {
	case x < .25:
		return latin
	case st == turkish:
		return oneOf(s.dice, "el-", "el ", "al-") + latin
	case x < .40 && strings.ContainsRune("tdrzsn", rune(latin[0])):
		return "a" + latin[:1] + "-" + latin
	}
	return oneOf(s.dice, "al-", "al-", "al ", "el-", "al") + latin
}

// servant writes the names with عبد.
func (s *scribe) servant(of string, st style) string {
	of = bare(of)
	if of == "الله" || of == "له" {
		return oneOf(s.dice, "abdullah", "abdallah", "abd allah", "abdulla")
	}
	latin := plain(of)
	if t := s.w.lexicon.latin[of]; t != nil {
		latin = s.rewrite(t.draw(s.dice), st)
	}
	return oneOf(s.dice, "abdul ", "abdul", "abd al-", "abdel ", "abdel", "abd el ", "abdal") + latin
}

func (s *scribe) rewrite(latin string, st style) string {
	for _, r := range rewrites[st] {
		if s.chance(.7) {
			latin = strings.ReplaceAll(latin, r[0], r[1])
		}
	}
	return latin
}

// letters is a plain romanisation for what no table spells.
var letters = map[rune]string{
	'ا': "a", 'أ': "a", 'إ': "i", 'آ': "a", 'ب': "b", 'ت': "t", 'ث': "th", 'ج': "j", 'ح': "h", 'خ': "kh",
	'د': "d", 'ذ': "dh", 'ر': "r", 'ز': "z", 'س': "s", 'ش': "sh", 'ص': "s", 'ض': "d", 'ط': "t", 'ظ': "z",
	'ع': "a", 'غ': "gh", 'ف': "f", 'ق': "q", 'ك': "k", 'ل': "l", 'م': "m", 'ن': "n", 'ه': "h", 'و': "o",
	'ي': "i", 'ى': "a", 'ة': "a", 'ؤ': "o", 'ئ': "e", 'ء': "", ' ': " ",
}

func plain(arabic string) string {
	var b strings.Builder
	for _, r := range arabic {
		b.WriteString(letters[r])
	}
	return b.String()
}

var chatLetters = map[rune]string{'ع': "3", 'ح': "7", 'ق': "9", 'خ': "5", 'ط': "6", 'ء': "2"}

// chat writes a part in the letters of text messages.
func (s *scribe) chat(part string) string {
	if s.chance(.5) {
		part = bare(part)
	}
	var b strings.Builder
	for _, r := range part {
		if c, ok := chatLetters[r]; ok {
			b.WriteString(c)
		} else {
			b.WriteString(letters[r])
		}
	}
	return b.String()
}

// capitals writes each word with a capital letter; the article before a
// hyphen stays small.
func capitals(name string) string {
	words := strings.Split(name, " ")
	for i, w := range words {
		article, rest, ok := strings.Cut(w, "-")
		switch {
		case ok && i > 0 && len(article) == 2:
			words[i] = article + "-" + capital(rest)
		case ok:
			words[i] = capital(article) + "-" + capital(rest)
		default:
			words[i] = capital(w)
		}
	}
	return strings.Join(words, " ")
}

func capital(word string) string {
	for i, r := range word {
		return string(unicode.ToUpper(r)) + word[i+len(string(r)):]
	}
	return word
}
