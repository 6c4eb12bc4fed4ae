package intake

import (
	"regexp"
	"strconv"
	"strings"

	"kashf.org/kashf/when"
)

// Ages as lists write them: "33", "33 سنة", "6 أشهر", "30-35", "في
// الثلاثينات". The same words say how long somebody was held, and a cell holds
// what its writer wanted to say: where that is in doubt, it is told.

// maxAge is beyond what any person has reached.
const maxAge = 125

// childAge is the greatest age in years, and childMonths in months, at which
// "3 years" may as well be a time in prison.
const childAge, childMonths = 10, 60

// oneAge is a number and perhaps its unit, folded; ageRange is two numbers.
var (
	oneAge   = regexp.MustCompile(`^([0-9]{1,4})(?:\.0)? ?(\pL+)?$`)
	ageRange = regexp.MustCompile(`^(?:between |from |aged |بين |ما بين |من )?([0-9]{1,3}) ?(?:-|–|—|to|and|الي|و|حتي) ?([0-9]{1,3})(?: (\pL+))?$`)
	ageTens  = regexp.MustCompile(`^([2-6])0'?s$`)
)

// readAge gives an age as [when.Age] writes it. "0" is no age: lists write it
// for what they do not know.
//
// What is about a number is read as the years around it, and a word for a stage
// of life as the years that it covers: never as one age, from which a year of
// birth would follow that nobody told.
func readAge(cell string) (string, Reason) {
	text := foldAge(cell)
	if age, ok := ageAbout(text); ok {
		return age, ""
	}
	if age, ok := ageStage(text); ok {
		return age, ""
	}
	if tens, ok := inTheTens(text); ok {
		return when.Age{Least: when.Aged(tens).Least, Most: when.Aged(tens + 9).Most}.String(), ""
	}
	if m := oneAge.FindStringSubmatch(text); m != nil {
		n, err := strconv.Atoi(m[1])
		if err != nil {
			return "", BadAge
		}
		return ageOf(n, m[2])
	}
	if m := ageRange.FindStringSubmatch(text); m != nil {
		return ageBetween(m[1], m[2], m[3])
	}
	if saysHowLong(cell) {
		return "", LengthOfTime
	}
	return "", BadAge
}

// foldAge folds words as headers are, and keeps the marks that matter.
func foldAge(cell string) string {
	var out []string
	for _, w := range strings.Fields(strings.ToLower(when.Digits(cell))) {
		if f := fold(w); f != "" && f == strings.Map(keepLetters, f) {
			w = f
		}
		out = append(out, w)
	}
	return strings.Join(out, " ")
}

// keepLetters drops what is no letter, so that a word of letters alone is
// known.
func keepLetters(r rune) rune {
	if r < 'a' && r != ' ' {
		return -1
	}
	return r
}

// ageOf is a number with its unit, "" for years.
func ageOf(n int, unit string) (string, Reason) {
	switch {
	case monthWords[unit] && n > 0 && n <= childMonths:
		return when.AgedMonths(n).String(), ChildOrLength
	case monthWords[unit] || dayWords[unit]:
		return "", LengthOfTime
	case unit != "" && !yearWords[unit] || n < 1 || n > maxAge:
		return "", BadAge
	case unit != "" && n <= childAge:
		return when.Aged(n).String(), ChildOrLength
	}
	return when.Aged(n).String(), ""
}

// ageBetween is what lies between two ages; so wide that they are two things,
// it is none.
func ageBetween(from, to, unit string) (string, Reason) {
	const widest = 20
	lo, errLo := strconv.Atoi(from)
	hi, errHi := strconv.Atoi(to)
	if errLo != nil || errHi != nil || unit != "" && !yearWords[unit] || lo < 1 || hi <= lo || hi-lo > widest || hi > maxAge {
		return "", BadAge
	}
	return when.Age{Least: when.Aged(lo).Least, Most: when.Aged(hi).Most}.String(), ""
}

// inTheTens reads "thirties", "in his 30s" and "في الثلاثينات": the first age
// of ten. Seventies and beyond may be the years of birth, and are not read.
func inTheTens(text string) (int, bool) {
	tens := 0
	for _, w := range strings.Fields(text) {
		n := ageTensWords[w]
		if m := ageTens.FindStringSubmatch(w); m != nil {
			n = 10 * int(m[1][0]-'0')
		}
		switch {
		case n > 0 && tens > 0, n == 0 && !besideTens[w]:
			return 0, false
		case n > 0:
			tens = n
		}
	}
	return tens, tens > 0
}

var ageTensWords = map[string]int{
	"twenties": 20, "thirties": 30, "forties": 40, "fifties": 50, "sixties": 60,
	"عشرينات": 20, "عشرينيات": 20, "ثلاثينات": 30, "ثلاثينيات": 30, "اربعينات": 40, "اربعينيات": 40,
	"خمسينات": 50, "خمسينيات": 50, "ستينات": 60, "ستينيات": 60,
}

// besideTens are the words that stand beside them.
var besideTens = foldedSet("في", "من", "العمر", "عمره", "عمرها", "العقد", "أوائل", "أواخر", "منتصف", "بداية", "نهاية", "in", "his", "her", "their", "the", "early", "mid", "late", "aged")

// saysHowLong reports whether a cell tells a length of time, such as "3
// سنوات", "مدة سنتين", "سنة ونصف", "2 years and 3 months": not when, nor how old.
func saysHowLong(cell string) bool {
	unit, number := false, false
	for _, w := range strings.FieldsFunc(foldAge(cell), func(r rune) bool { return r == ' ' || r == '،' || r == ',' }) {
		bare := strings.TrimPrefix(w, "و")
		digits := strings.TrimRight(bare, "abcdefghijklmnopqrstuvwxyz")
		_, err := strconv.Atoi(digits)
		switch rest := strings.TrimPrefix(bare, digits); {
		case err == nil && len(digits) <= 3:
			number = true
			if rest != "" && !yearWords[rest] && !monthWords[rest] && !dayWords[rest] {
				return false
			}
			unit = unit || rest != ""
		case dualWords[bare]:
			unit, number = true, true
		case yearWords[bare], monthWords[bare], dayWords[bare]:
			unit = true
		case lengthWords[bare], lengthWords[w]:
			number = true
		default:
			return false
		}
	}
	return unit && number
}

var (
	yearWords  = foldedSet("سنة", "سنوات", "سنين", "عام", "عاما", "أعوام", "years", "year", "yrs", "yr", "y", "ans", "an", "yıl", "sal")
	monthWords = foldedSet("شهر", "شهرا", "أشهر", "شهور", "months", "month", "mois", "mths", "m", "mo", "ay", "meh")
	dayWords   = foldedSet("يوم", "يوما", "أيام", "أسبوع", "أسابيع", "days", "day", "weeks", "week", "jours", "jour", "semaines", "semaine", "gün", "roj", "hafta")
	dualWords  = foldedSet("سنتين", "سنتان", "عامين", "عامان", "شهرين", "شهران", "يومين", "يومان", "أسبوعين", "أسبوعان")
	// lengthWords say that what is beside them is a length of time, or count it.
	lengthWords = foldedSet("مدة", "لمدة", "المدة", "خلال", "حوالي", "نحو", "تقريبا", "أكثر", "أقل", "من", "نصف", "ونصف", "ربع", "واحدة", "ثلاث", "أربع", "خمس", "ست", "سبع", "ثمان", "ثماني", "تسع", "عشر", "for", "about", "over", "more", "less", "than", "and", "half", "a", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "pendant", "durée", "et", "demi")
)
