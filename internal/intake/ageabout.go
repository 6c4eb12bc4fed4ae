package intake

import (
	"regexp"
	"strconv"
	"strings"

	"kashf.org/kashf/when"
)

// Ages that are about a number, and stages of life: "حوالي 30", "٣٠ تقريبا",
// "about 30", "30s", "قاصر", "minor", "مسن".

// around is how many years an age that is about a number may be off: a tenth of
// it, two at least. People round to fives, and guess worse of the old.
func around(n int) int { return max(2, n/10) }

// ageAboutNumber is a number with its unit, once the words of doubt are off.
var ageAboutNumber = regexp.MustCompile(`^([0-9]{1,3}) ?(\pL+)?$`)

// aboutWords say that a number is about right.
var aboutWords = foldedSet(
	"حوالي", "حوالى", "نحو", "قرابة", "تقريبا", "تقريباً", "تقريبي", "بحدود", "بحوالي", "يقارب", "يناهز", "زهاء",
	"about", "around", "approximately", "approx", "approx.", "circa", "ca", "ca.", "c.", "nearly", "almost", "roughly", "probably",
	"environ", "vers", "yaklaşık", "civarı", "civarında", "tahminen", "nêzîkî", "dora",
)

// besideAbout may stand beside them and tell nothing.
var besideAbout = foldedSet("العمر", "عمره", "عمرها", "في", "aged", "age", "old", "of", "in", "his", "her")

// ageAbout reads a number that is said to be about right. One that is a few
// years, or months, is not read: it may be a length of time.
func ageAbout(text string) (string, bool) {
	about, rest := false, []string(nil)
	for _, w := range strings.Fields(text) {
		switch bare := strings.TrimLeft(w, "~≈±"); {
		case bare != w && bare != "":
			about, rest = true, append(rest, bare)
		case bare == "" || aboutWords[w]:
			about = true
		case !besideAbout[w]:
			rest = append(rest, w)
		}
	}
	m := ageAboutNumber.FindStringSubmatch(strings.Join(rest, " "))
	if !about || m == nil || m[2] != "" && !yearWords[m[2]] {
		return "", false
	}
	n, err := strconv.Atoi(m[1])
	if err != nil || n <= childAge || n+around(n) > maxAge {
		return "", false
	}
	return when.Age{Least: when.Aged(n - around(n)).Least, Most: when.Aged(n + around(n)).Most}.String(), true
}

// Stages of life in completed years. A word for a child covers all of childhood,
// since lists call a boy of seventeen a child as well as one of four; "elderly"
// begins where the United Nations' figures on ageing begin.
var ageStages = func() map[string][2]int {
	out := make(map[string][2]int)
	for ages, words := range map[[2]int]map[string]bool{
		{0, 17}:      foldedSet("قاصر", "قاصرة", "القاصر", "طفل", "طفلة", "حدث", "minor", "child", "underage", "juvenile", "mineur", "mineure", "enfant", "çocuk", "zarok"),
		{0, 2}:       foldedSet("رضيع", "رضيعة", "infant", "baby", "newborn", "nourrisson", "bébé", "bebek"),
		{60, maxAge}: foldedSet("مسن", "مسنة", "عجوز", "elderly", "âgé", "âgée", "yaşlı"),
	} {
		for w := range words {
			out[w] = ages
		}
	}
	return out
}()

// isStage reports whether a cell is a word for a stage of life.
func isStage(cell string) bool {
	_, ok := ageStage(foldAge(cell))
	return ok
}

// ageStage reads a word for a stage of life, which stands alone.
func ageStage(text string) (string, bool) {
	ages, ok := ageStages[strings.Trim(text, "()[] .")]
	if !ok {
		return "", false
	}
	return when.Age{Least: when.Aged(ages[0]).Least, Most: when.Aged(ages[1]).Most}.String(), true
}
