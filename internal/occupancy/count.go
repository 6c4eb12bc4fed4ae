package occupancy

import (
	"strconv"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"kashf.org/kashf/names"
)

// A Count is the bounds that words allow a number of people. Most is -1 where
// nothing bounds it.
type Count struct{ Least, Most int64 }

// Unknown is the count of words that were not understood.
var Unknown = Count{-1, -1}

// largest is the largest count that is read: more people than the country has
// is no count.
const largest = 30_000_000

// ReadCount reads a count as sources put it, in Arabic, English or French:
// "1,500", "٦٠-٧٥", "more than 3,500", "about 180", "hundreds", "عشرات". It
// reports whether it understood. "About" widens nothing: the figure stands as
// written, and how sure it is belongs to the source.
func ReadCount(text string) (Count, bool) {
	ws := words(text)
	nums, rest := numbers(ws)
	switch {
	case len(nums) == 0:
		return inWords(rest)
	case len(nums) == 2 && nums[0] <= nums[1] && quiet(rest):
		return Count{nums[0], nums[1]}, true
	case len(nums) != 1:
		return Unknown, false
	}
	return bounded(nums[0], rest)
}

// bounded reads one number with what is said beside it.
func bounded(n int64, rest []string) (Count, bool) {
	more, less, not := 0, 0, false
	for _, w := range rest {
		switch {
		case notWords[w]: // "no more than", "لا يقل عن"
			not = true
		case overWords[w]:
			more++
		case underWords[w]:
			less++
		case !quietWords[w]:
			return Unknown, false
		}
	}
	if not {
		more, less = less, more
	}
	switch {
	case more > 0 && less > 0:
		return Unknown, false
	case more > 0:
		return Count{n, -1}, true
	case less > 0:
		return Count{0, n}, true
	}
	return Count{n, n}, true
}

// inWords reads "hundreds", "several thousand", "nobody".
func inWords(ws []string) (Count, bool) {
	for _, w := range ws {
		if c, ok := roundWords[w]; ok {
			return c, true
		}
	}
	return Unknown, false
}

func quiet(ws []string) bool {
	for _, w := range ws {
		if !quietWords[w] {
			return false
		}
	}
	return true
}

// words parts a text at everything that is no letter and no digit, keeping the
// signs that bound a number, and joins figures written in threes.
func words(text string) []string {
	var b strings.Builder
	rs := []rune(norm.NFKC.String(text)) // styled digits are digits
	for i, r := range rs {
		switch {
		case unicode.IsDigit(r):
			if i > 0 && rs[i-1] == 'و' { // "بين 60 و75": the and is written onto the number
				b.WriteByte(' ')
			}
			b.WriteString(strconv.Itoa(int(digit(r))))
		case unicode.IsLetter(r) || unicode.IsMark(r):
			b.WriteRune(r)
		case strings.ContainsRune(",٬.'’  ", r) && inThrees(rs, i):
		case strings.ContainsRune(".,٫", r) && i > 0 && i+1 < len(rs) && unicode.IsDigit(rs[i-1]) && unicode.IsDigit(rs[i+1]):
			b.WriteString(" " + string(r) + " ") // part of a person: not understood
		case strings.ContainsRune("><≥≤+~≈", r):
			b.WriteString(" " + string(r) + " ")
		default:
			b.WriteByte(' ')
		}
	}
	ws := strings.Fields(b.String())
	for i, w := range ws {
		if unicode.IsLetter([]rune(w)[0]) {
			ws[i] = names.Loose(w)
		}
	}
	return ws
}

// digit is the value of a decimal digit of any script.
func digit(r rune) rune {
	for zero := r; ; zero-- {
		if !unicode.IsDigit(zero-1) || r-zero == 9 {
			return (r - zero) % 10
		}
	}
}

// inThrees reports whether a sign stands between a digit and exactly three more.
func inThrees(rs []rune, i int) bool {
	if i == 0 || !unicode.IsDigit(rs[i-1]) || i+3 >= len(rs) {
		return false
	}
	for _, r := range rs[i+1 : i+4] {
		if !unicode.IsDigit(r) {
			return false
		}
	}
	return i+4 == len(rs) || !unicode.IsDigit(rs[i+4])
}

// numbers takes the numbers out of the words; "3 thousand" is one.
func numbers(ws []string) (nums []int64, rest []string) {
	for _, w := range ws {
		n, err := strconv.ParseInt(w, 10, 64)
		switch {
		case err == nil && n <= largest:
			nums = append(nums, n)
		case err == nil:
			return nil, nil
		case len(nums) > 0 && thousandWords[w] && nums[len(nums)-1] < 1000:
			nums[len(nums)-1] *= 1000
		default:
			rest = append(rest, w)
		}
	}
	return nums, rest
}

func set(ws ...string) map[string]bool {
	m := make(map[string]bool, len(ws))
	for _, w := range ws {
		m[names.Loose(w)] = true
	}
	for _, sign := range ws { // signs fold to nothing
		m[sign] = true
	}
	return m
}

var (
	overWords = set(">", "≥", "+", "more", "over", "above", "least", "exceeding", "plus", "أكثر", "اكثر", "يزيد", "تزيد", "فوق", "الأقل", "تجاوز", "يتجاوز", "ينوف")
	// "up to" bounds from above.
	underWords = set("<", "≤", "less", "fewer", "under", "below", "most", "up", "أقل", "يقل", "تقل", "دون", "الأكثر", "moins", "jusqu")
	notWords   = set("no", "not", "لا", "non", "pas")
	quietWords = set("~", "≈", "than", "of", "at", "to", "the", "about", "around", "some", "nearly", "almost", "roughly", "approximately", "between", "and", "from",
		"people", "persons", "prisoners", "detainees", "men", "women", "each", "per", "cell", "in", "a", "que", "de", "environ", "entre", "et", "personnes", "détenus",
		"من", "عن", "على", "إلى", "الى", "حتى", "بين", "و", "نحو", "حوالي", "حوالى", "زهاء", "قرابة", "تقريبا", "شخص", "شخصا", "أشخاص", "معتقل", "معتقلا", "معتقلين", "سجين", "سجينا", "سجناء", "موقوف", "موقوفا", "رجل", "رجلا", "امرأة", "في", "كل", "مهجع", "الزنزانة", "زنزانة", "العدد", "ما")
	thousandWords = set("thousand", "thousands", "k", "mille", "ألف", "ألفا", "آلاف")
	roundWords    = func() map[string]Count {
		m := map[string]Count{}
		for _, x := range []struct {
			c  Count
			ws []string
		}{
			{Count{0, 0}, []string{"nobody", "none", "empty", "personne", "لا أحد", "أحد", "خال", "فارغ"}},
			{Count{20, 99}, []string{"dozens", "dizaines", "عشرات", "العشرات"}},
			{Count{200, 999}, []string{"hundreds", "centaines", "مئات", "المئات"}},
			{Count{2000, 9999}, []string{"thousands", "milliers", "آلاف", "الآلاف"}},
		} {
			for _, w := range x.ws {
				m[names.Loose(w)] = x.c
			}
		}
		return m
	}()
)
