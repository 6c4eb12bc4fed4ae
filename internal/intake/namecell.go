package intake

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"kashf.org/kashf/internal/register"
)

// A cell of names often holds more than one thing: a kunya or a note in
// brackets, the mother behind the name, father and mother beside each other.
// Each part goes to its own field, exactly as it is written; none is dropped.

// A said is one part of a cell and the field it belongs to.
type said struct {
	field register.Field
	text  string
}

// splitName parts a cell of a person's full or given name. The first part is
// the name; a cell that is only a name is one part.
func splitName(f register.Field, cell string, status func(string) bool) []said {
	name, number := cutNumber(cell)
	name, inside := takeBrackets(name)
	var more []said
	if number != "" {
		more = append(more, said{register.ListNo, number})
	}
	for _, text := range inside {
		more = append(more, bracketed(text))
	}
	if n, mother, ok := cutMother(name); ok {
		name, more = n, append(more, said{register.MotherName, mother})
	}
	if n, note, ok := cutStatus(name, status); ok {
		name, more = n, append(more, said{register.Note, note})
	}
	if n, note, ok := cutTold(name); ok {
		name, more = n, append(more, said{register.Note, note})
	}
	if name == "" || len(more) == 0 {
		return []said{{f, strings.TrimSpace(strings.TrimLeft(cell, bullets))}}
	}
	return append([]said{{f, name}}, more...)
}

// bullets stand before the lines of a pasted list.
const bullets = "•·●▪◦*-–—‣►✦ \t"

// cutNumber takes the number off a line of a numbered list that was pasted
// into a cell: "1- سامر الحلاق", "٤. ليلى الديري", "(3) Samer".
func cutNumber(cell string) (name, number string) {
	if first, _ := utf8.DecodeRuneInString(cell); unicode.IsLetter(first) {
		return cell, "" // nearly all
	}
	line := numberedLine.FindStringSubmatch(cell)
	if line == nil {
		return cell, ""
	}
	return line[2], line[1]
}

var numberedLine = regexp.MustCompile(`^[\s•·●▪*]*\(?([0-9٠-٩۰-۹]{1,5})\s*[-–.:)ـ/\\]+\s*(\pL.*)$`)

// cutTold parts what is told of a person behind the name: "زياد الحلبي استشهد
// تحت التعذيب", "ماهر الديب - ابن عم باسل". Before a word that tells there must
// be a name of two.
func cutTold(name string) (rest, note string, ok bool) {
	words := strings.Fields(name)
	for i := 2; i < len(words); i++ {
		w := fold(words[i])
		dash := strings.Trim(words[i-1], "-–،,/") == ""
		if tellingWords[w] || dash && (kinWords[w] || kinOf[w] || isNumber(words[i])) {
			rest = strings.TrimRight(strings.Join(words[:i], " "), " -–،,/")
			return rest, strings.Join(words[i:], " "), len(strings.Fields(rest)) > 1
		}
	}
	return name, "", false
}

// tellingWords are verbs that tell what became of a person, and no names; kinOf
// begin whose kin somebody is.
var (
	tellingWords = foldedSet("استشهد", "استشهدت", "توفي", "توفيت", "اعتقل", "اعتقلت", "خرج", "خرجت", "أفرج", "أطلق", "شوهد", "شوهدت", "نقل", "نقلت", "اختفى", "اختفت", "خطف", "خطفت", "مات", "ماتت", "قتل", "قتلت", "أعدم", "أعدمت", "اقتيد", "فقد", "فقدت", "كان", "كانت", "يقال", "died", "killed", "released", "arrested", "disappeared", "transferred", "est", "mort", "libéré")
	kinOf        = foldedSet("ابن", "ابنة", "بنت", "أخ", "أخو", "أخت", "شقيق", "شقيقة", "زوج", "زوجة", "والد", "والدة", "عم", "خال", "قريب", "صهر", "حفيد", "brother", "sister", "son", "daughter", "wife", "husband", "cousin", "father", "mother", "nephew", "uncle", "frère", "fils", "fille", "cousine")
)

// takeBrackets takes what stands in brackets out of a cell. Brackets that do
// not close are letters.
func takeBrackets(cell string) (rest string, inside []string) {
	rest = cell
	for {
		open := strings.IndexAny(rest, "([{«")
		if open < 0 {
			return strings.Join(strings.Fields(rest), " "), inside
		}
		mark, shut := rest[open:], ""
		for _, pair := range [...][2]string{{"(", ")"}, {"[", "]"}, {"{", "}"}, {"«", "»"}} {
			if strings.HasPrefix(mark, pair[0]) {
				mark, shut = pair[0], pair[1]
			}
		}
		end := strings.Index(rest[open:], shut)
		if shut == "" || end < 0 {
			return cell, nil
		}
		if text := strings.TrimSpace(rest[open+len(mark) : open+end]); text != "" {
			inside = append(inside, text)
		}
		rest = rest[:open] + " " + rest[open+end+len(shut):]
	}
}

// kunyaWords begin a kunya, folded.
var kunyaWords = map[string]bool{"ابو": true, "ابي": true, "ام": true, "abu": true, "abou": true, "aboo": true, "um": true, "umm": true, "om": true, "oum": true}

// aliasWords come before a name by which someone is called.
var aliasWords = []string{"الملقب ب", "الملقبة ب", "ملقب ب", "الملقب", "الملقبة", "ملقب", "المعروف باسم", "المعروف ب", "المعروفة ب", "معروف ب", "يعرف ب", "لقبه", "لقبها", "اللقب", "a.k.a.", "aka", "alias", "known as", "called", "dit", "dite", "alias "}

// bracketed says what a text in brackets behind a name is: a kunya, another
// name, or a note.
func bracketed(text string) said {
	for _, w := range aliasWords {
		if rest, ok := strings.CutPrefix(strings.ToLower(text), w); ok {
			rest = strings.Trim(text[len(text)-len(rest):], " :\"'")
			if rest != "" {
				return said{aliasField(rest), rest}
			}
		}
	}
	if field := aliasField(text); field == register.Kunya {
		return said{field, text}
	}
	return said{register.Note, text}
}

func aliasField(text string) register.Field {
	words := strings.Fields(fold(text))
	if len(words) > 1 && len(words) < 4 && kunyaWords[words[0]] {
		return register.Kunya
	}
	return register.OtherName
}

// motherWords come before the mother's name in a cell of a person's.
var motherWords = []string{"والدته", "والدتها", "أمه", "أمها", "امه", "امها", "اسم الأم", "اسم والدته", "اسم والدتها", "الأم:", "mother:", "mother's name", "mother", "mère:"}

// cutMother parts "سامر الحلاق والدته فاطمة".
func cutMother(name string) (rest, mother string, ok bool) {
	low := strings.ToLower(name)
	for _, w := range motherWords {
		at := strings.Index(low, " "+w)
		if at < 0 || len(low) != len(name) {
			continue
		}
		mother = name[at+1+len(w):]
		if mother != "" && !strings.ContainsAny(mother[:1], " :") {
			continue // the word goes on: امهات
		}
		rest, mother = strings.Trim(name[:at], " ،,-/"), strings.Trim(mother, " :،,-/")
		if rest != "" && mother != "" {
			return rest, mother, true
		}
	}
	return name, "", false
}

// cutStatus parts "سامر الحلاق - مفرج عنه": what follows the stroke is a word
// for what became of a person.
func cutStatus(name string, status func(string) bool) (rest, note string, ok bool) {
	for _, mark := range []string{" - ", " – ", "، ", ", ", " / ", "/"} {
		at := strings.LastIndex(name, mark)
		if at <= 0 {
			continue
		}
		rest, note = strings.TrimSpace(name[:at]), strings.TrimSpace(name[at+len(mark):])
		if rest != "" && note != "" && status(note) {
			return rest, note, true
		}
	}
	return name, "", false
}

// splitParents parts a cell of father and mother: "خليل / فاطمة", "خليل وفاطمة",
// "Khalil and Fatima". false where it does not hold two names.
func splitParents(cell string) (father, mother string, ok bool) {
	for _, mark := range []string{"/", "\\", "\n", " - ", " – ", "،", "؛", ";", ",", "+", "&", " and ", " et "} {
		if a, b, found := strings.Cut(cell, mark); found {
			a, b = strings.TrimSpace(a), strings.TrimSpace(b)
			return a, b, a != "" && b != "" && !strings.Contains(b, strings.TrimSpace(mark))
		}
	}
	words := strings.Fields(cell)
	for i := 1; i < len(words); i++ {
		// The و of "and" is written to its word. A name may begin with it, so
		// that what is left of it must not look like a name cut short.
		if words[i] == "و" && i+1 < len(words) {
			return strings.Join(words[:i], " "), strings.Join(words[i+1:], " "), true
		}
		if rest, cut := strings.CutPrefix(words[i], "و"); cut && len(words) == 2 && len([]rune(rest)) > 2 && !wawNames[fold(words[i])] {
			return words[0], rest, true
		}
	}
	return "", "", false
}

// wawNames are names that begin with و, folded.
var wawNames = foldedSet("وائل", "وليد", "وسيم", "وسام", "وفاء", "وداد", "وردة", "وجيه", "وجدي", "وضاح", "وفيق", "وحيد", "ورد", "وصال", "وديع", "وهيبة", "وهبة", "ولاء", "وفيقة", "وحيدة", "وليدة", "وديعة", "وجيهة", "وجدان", "وسيلة", "ودود", "وهيب", "وهاب", "ونيس", "واصف", "واثق", "وصفي", "وعد", "وئام", "ورود", "وسن")

// parentsHeaders are what columns of father and mother together are called,
// folded.
var parentsHeaders = foldedSet(
	"الأب والأم", "اسم الأب والأم", "اسم الأب واسم الأم", "اسم الوالدين", "الوالدين", "الوالدان", "اسم الأبوين", "الأبوين", "الأب / الأم", "اسم الأب / اسم الأم", "اسم الأب/الأم",
	"الأب - الأم", "أسماء الوالدين", "الوالد والوالدة", "اسم الوالد والوالدة",
	"parents", "parents names", "names of parents", "parents name", "father and mother", "father mother", "father & mother", "father s and mother s name", "father mother name", "father name mother name", "father and mother name", "father and mother names",
	"parents du détenu", "nom des parents", "noms des parents", "père et mère", "père mère", "prénoms des parents",
)
