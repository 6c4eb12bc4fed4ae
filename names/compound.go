package names

import "strings"

// compound reads a name of two or three words that begins with head: عبد X,
// X الدين, X الله. It gives the canonical text and how many words after head
// belong to it.
func compound(head word, rest []word) (string, int) {
	if len(rest) == 0 {
		return "", 0
	}
	if head.script == Arabic {
		return arabicCompound(head, rest)
	}
	if head.script == Latin {
		return latinCompound(head, rest)
	}
	return "", 0
}

func arabicCompound(head word, rest []word) (string, int) {
	next := rest[0]
	switch {
	case next.script != Arabic:
		return "", 0
	case head.loose == "عبد" && next.loose == "ال" && len(rest) > 1:
		return "عبد" + rest[1].loose, 2
	case head.loose == "عبد":
		return "عبد" + WithoutArticle(next.loose), 1
	case next.loose == "الدين":
		return WithoutArticle(head.loose) + "دين", 1
	case next.loose == "الله":
		return WithoutArticle(head.loose) + "الله", 1
	}
	return "", 0
}

func latinCompound(head word, rest []word) (string, int) {
	n := 0
	for n < len(rest)-1 && n < 1 && rest[n].kind.is(articleWord|sunWord) {
		n++
	}
	next := rest[n]
	switch {
	case next.script != Latin:
		return "", 0
	case head.kind.is(abdWord):
		if head.loose == "abid" || head.loose == "abed" {
			if n == 0 { // Abid and Abed are names of their own
				return "", 0
			}
		}
		if next.kind.is(godWord) {
			return "abdallah", n + 1
		}
		return "abd" + withoutDouble(next.loose), n + 1
	case next.kind.is(dinWord) && len(head.loose) > 1:
		return head.loose + "din", n + 1
	case next.kind.is(godWord) && n == 0 && len(head.loose) > 2:
		return head.loose + "allah", 1
	}
	return "", 0
}

// withoutDouble takes off the sun letter that a joined article left before the
// name: "abdu rrahman".
func withoutDouble(s string) string {
	if len(s) > 3 && s[0] == s[1] && !isVowel(s[0]) {
		return s[1:]
	}
	return s
}

// bareLatin gives the canonical text of one Latin word: "abdurrahman" and
// "abderrahmane" lose what joins them, "nureddin" and "salahuddin" too. An
// article written in one with its name stays: only the lexicon can tell
// Alhussein from Alaa (see posterior).
func bareLatin(s string) (string, Mark) {
	if rest, ok := strings.CutPrefix(s, "abd"); ok && len(rest) >= 3 {
		if godEndings[rest] {
			return "abdallah", Compound
		}
		if t := afterAbd(rest); len(t) >= 3 {
			return "abd" + t, Compound
		}
	}
	for _, end := range [...]string{"eddine", "eddin", "uddin", "uddeen", "eddeen", "addin", "addine", "iddin", "ettin", "eldin", "eldine", "aldin", "aldine", "aldeen", "eldeen", "uldin", "ettine"} {
		if stem, ok := strings.CutSuffix(s, end); ok && len(stem) >= 2 {
			return stem + "din", Compound
		}
	}
	if stem, ok := strings.CutSuffix(s, "ullah"); ok && len(stem) >= 3 {
		return stem + "allah", Compound
	}
	return s, 0
}

// afterAbd takes the article off what follows "abd" in one word: a vowel and an
// l, or a vowel and a doubled sun letter.
func afterAbd(rest string) string {
	i := 0
	for i < len(rest) && i < 2 && isVowel(rest[i]) {
		i++
	}
	if i == 0 || i >= len(rest)-2 {
		return rest
	}
	if c := rest[i]; c == 'l' && rest[i+1] != 'l' || c == rest[i+1] && strings.IndexByte("rsztndl", c) >= 0 {
		return rest[i+1:]
	}
	if strings.HasPrefix(rest[i:], "shsh") || strings.HasPrefix(rest[i:], "chch") {
		return rest[i+2:]
	}
	return rest[i:]
}

// head is the word that a compound begins with, where it makes the name: the
// servant of and the father of one name are two men.
type head uint8

const (
	noHead head = iota
	abdHead
	abuHead
)

func headWord(text string) head {
	for _, h := range [...]struct {
		prefix string
		head   head
	}{{"عبد", abdHead}, {"abd", abdHead}, {"ابو", abuHead}, {"abu", abuHead}} {
		if rest, ok := strings.CutPrefix(text, h.prefix); ok && len(rest) > 2 {
			if h.prefix == "abu" && rest[0] == 'd' { // Abudullah is an Abdullah
				return noHead
			}
			return h.head
		}
	}
	return noHead
}

// clash reports whether two names are of two heads.
func (h head) clash(o head) bool { return h != noHead && o != noHead && h != o }
