package intake

import (
	"strings"

	"kashf.org/kashf/internal/register"
)

// splitPeople parts the name that leads what a cell says from its parents
// where they are clear; false where the name seems to be more than one person's,
// and is left as it is written.
func splitPeople(f register.Field, all *[]said) bool {
	name := (*all)[0].text
	if !joins(name) {
		return true
	}
	parts, clear, found := cutParents(name)
	if clear && !severalPeople(parts[0].text) {
		parts[0].field = f
		*all = append(parts, (*all)[1:]...)
		return true
	}
	return !found && !severalPeople(name)
}

// joins reports whether anything in a cell may join two names: most hold none,
// and need no folding to tell.
func joins(name string) bool {
	if strings.ContainsAny(name, "&+/\n") || strings.Contains(name, " و") || strings.Contains(name, " مع ") {
		return true
	}
	for _, w := range [...]string{" and ", " et "} {
		if strings.Contains(strings.ToLower(name), w) {
			return true
		}
	}
	return false
}

// cutParents parts "سامر الحلاق ابن خليل وفاطمة": the name, the father and the
// mother. clear is false where the cell has such a form and the two are not
// surely one name each, or nobody is named before it.
func cutParents(name string) (parts []said, clear, found bool) {
	words := strings.Fields(name)
	for i, w := range words {
		if !childWords[fold(w)] || i+1 >= len(words) {
			continue
		}
		parents := words[i+1:]
		father, mother, ok := splitParents(strings.Join(parents, " "))
		if !ok {
			if holdsAnd(parents) {
				return nil, false, true
			}
			continue // سامر ابن خليل: one name, as people say it
		}
		if i == 0 || len(strings.Fields(father)) > 1 || len(strings.Fields(mother)) > 1 {
			return nil, false, true
		}
		return []said{{register.FullName, strings.Join(words[:i], " ")}, {register.FatherName, father}, {register.MotherName, mother}}, true, true
	}
	return nil, false, false
}

// holdsAnd reports whether the "and" of Arabic stands before one of the
// words, as far as it is not the first letter of a name.
func holdsAnd(words []string) bool {
	for i, w := range words {
		if rest, cut := strings.CutPrefix(w, "و"); cut && i > 0 && !wawNames[fold(w)] && len([]rune(rest)) > 2 {
			return true
		}
	}
	return false
}

var childWords = foldedSet("ابن", "ابنة", "إبن", "إبنة", "بنت", "نجل", "ولد")

// severalPeople reports whether a cell of one person's name seems to name more:
// "أحمد الخالد وأخوه محمود", "Ahmad Khaled and his brother". It looks for what
// no name holds; two names side by side it cannot tell.
func severalPeople(name string) bool {
	words := strings.Fields(name)
	for i, w := range words {
		if i == 0 {
			continue
		}
		w = fold(w)
		if i+1 < len(words) && (w == "و" || w == "and" || w == "et" || words[i] == "&" || words[i] == "+") {
			return true
		}
		rest, cut := strings.CutPrefix(w, "و")
		if cut && (kinWords[rest] || oftenNames[rest] && !wawNames[w]) {
			return true
		}
		if w == "مع" && i+1 < len(words) && kinWords[fold(words[i+1])] {
			return true
		}
	}
	return false
}

// kinWords say who came along, oftenNames are the names met most often.
var (
	kinWords = foldedSet(
		"أخوه", "أخيه", "أخاه", "أخوها", "أخته", "أختها", "شقيقه", "شقيقها", "شقيقته", "أخوته", "إخوته", "أشقاؤه", "أشقائه", "إخوانه", "ابنه", "ابنها", "ابنته", "ابنتها",
		"أبناؤه", "أبنائه", "أولاده", "أولادها", "أطفاله", "أطفالها", "بناته", "زوجته", "زوجها", "والده", "أبوه", "أبيه", "عمه", "خاله", "جده", "صهره", "قريبه", "رفيقه", "صديقه", "عائلته", "أسرته",
		"ابن عمه", "آخرون", "آخرين",
	)
	oftenNames = foldedSet(
		"محمد", "أحمد", "محمود", "علي", "حسن", "حسين", "خالد", "عمر", "إبراهيم", "مصطفى", "يوسف", "عبد", "عبدالله", "خليل", "سامر", "ماهر", "فاطمة", "مريم", "خديجة", "عائشة", "زينب", "آمنة", "ليلى", "هدى",
	)
)
