package intake

import (
	"regexp"
	"strconv"
	"strings"
	"unicode"

	"kashf.org/kashf/internal/intake/sheet"
	"kashf.org/kashf/internal/register"
	"kashf.org/kashf/when"
)

// A kind is what a column's cells look like as a whole.
type kind uint8

const (
	looksLikeText kind = iota
	looksSex
	looksDate
	looksYear
	looksGovernorate
	looksPhone
	looksNational
	looksSerial
	looksName
)

// A look counts what the cells of one column in the sample could be.
type look struct {
	kind         kind
	order        DateOrder
	filled       int // cells that are not blank and not an answer like "unknown"
	dates, years int
	ages, sexes  int
	governorates int
	phones       int
	nationals    int
	serials      int // numbers one greater than the one above
	names        int
	worded       int // cells that hold letters, and more of them than digits
	numbered     int // cells that hold digits
	codes        int // single words of ASCII that are short or hold digits and letters
	prose        int // cells of four words and more
	instants     int // times of a day, to the second
	short        int // numbers of two digits
	yes, no      int // answers to a question
	marks        int // "x": no beside yes, and else a box that was ticked
}

// lookAt looks at column i of the sample.
func lookAt(sample [][]string, i int, r Readers) look {
	var l look
	last := -1
	order := orderOf(sample, i)
	if serialsIn(sample, i) {
		order = SerialDays
	}
	for _, row := range sample {
		if i >= len(row) {
			continue
		}
		cell := strings.TrimSpace(row[i])
		if cell == "" || usualUnknown[foldAnswer(cell)] || usualWithheld[foldAnswer(cell)] {
			continue
		}
		l.filled++
		last = l.count(cell, last, order, r)
	}
	l.kind = l.judge()
	if l.dates > 0 && order != DayFirst {
		l.order = order
	}
	return l
}

// count adds one cell; it returns the cell's number, -1 where it is none.
func (l *look) count(cell string, last int, order DateOrder, r Readers) int {
	digits := when.Digits(cell)
	n, err := strconv.Atoi(digits)
	if err != nil {
		n = -1
	}
	if _, ok := r.Date(cell, order); ok {
		l.dates++
	}
	if n >= 1850 && n <= 2100 {
		l.years++
	}
	if len(strings.Fields(cell)) > 3 {
		l.prose++
	}
	if instant.MatchString(digits) {
		l.instants++
	}
	if n >= 10 && n < 100 && len(digits) == 2 {
		l.short++
	}
	// A word for a stage of life is an age in a column of ages; it makes none.
	if age, _ := readAge(cell); age != "" && !isStage(cell) {
		l.ages++
	}
	if _, ok := r.readSex(cell); ok {
		l.sexes++
	}
	if _, ok := r.Governorate(cell); ok {
		l.governorates++
	}
	switch {
	case isPhone(digits):
		l.phones++
	case n >= 0 && len(digits) == 11:
		l.nationals++
	}
	if n >= 0 && n == last+1 {
		l.serials++
	}
	if isName(cell) {
		l.names++
	}
	l.letters(cell, digits)
	return n
}

// letters counts what a cell is written with.
func (l *look) letters(cell, digits string) {
	letters, numbers, ascii := 0, 0, true
	for _, r := range digits {
		switch {
		case r >= '0' && r <= '9':
			numbers++
		case unicode.IsLetter(r):
			letters++
		}
		ascii = ascii && r > ' ' && r < 0x7f
	}
	if letters > numbers {
		l.worded++
	}
	if numbers > 0 {
		l.numbered++
	}
	if ascii && letters > 0 && (numbers > 0 || len(cell) <= 3) {
		l.codes++
	}
	switch answers[foldAnswer(cell)] {
	case saysYes:
		l.yes++
	case saysNo:
		l.no++
	case ticks:
		l.marks++
	}
}

// instant is a day with its time to the second, as programs write them.
var instant = regexp.MustCompile(`^\d{4}[-/]\d{1,2}[-/]\d{1,2}[T ]\d{1,2}:\d{2}:\d{2}`)

// judge says what most of the cells look like.
func (l *look) judge() kind {
	most := func(n int) bool { return l.filled > 0 && n*10 >= l.filled*9 }
	switch {
	case most(l.sexes):
		return looksSex
	case most(l.years):
		return looksYear
	case most(l.phones):
		return looksPhone
	case most(l.nationals):
		return looksNational
	case l.filled > 2 && l.serials >= l.filled-1:
		return looksSerial
	case most(l.dates):
		return looksDate
	case most(l.governorates):
		return looksGovernorate
	case most(l.names):
		return looksName
	}
	return looksLikeText
}

// bears reports whether the cells look like what f holds.
func (l *look) bears(f register.Field) bool {
	most := func(n int) bool { return l.filled > 0 && n*10 >= l.filled*8 }
	switch ways[f] {
	case asName:
		return l.kind == looksName
	case asDate:
		return most(l.dates)
	case asAge:
		return most(l.ages)
	case asSex:
		return most(l.sexes)
	case asGovernorate:
		return most(l.governorates)
	}
	return f == register.Phone && most(l.phones)
}

// orderOf finds in which order a column's dates of numbers are written: a
// first number above twelve is a day, a second one says that the month is first.
func orderOf(sample [][]string, i int) DateOrder {
	day, month := 0, 0
	for _, row := range sample {
		if i >= len(row) {
			continue
		}
		parts := strings.FieldsFunc(when.Digits(row[i]), func(r rune) bool { return r == '/' || r == '-' || r == '.' || r == ' ' })
		if len(parts) < 3 {
			continue
		}
		a, errA := strconv.Atoi(parts[0])
		b, errB := strconv.Atoi(parts[1])
		switch {
		case errA != nil || errB != nil || a > 31 || b > 31:
		case a > 12:
			day++
		case b > 12:
			month++
		}
	}
	if month > day {
		return MonthFirst
	}
	return DayFirst
}

// isPhone reports whether a cell looks like a telephone number of the region
// or an international one.
func isPhone(cell string) bool {
	digits := 0
	for i, r := range cell {
		switch {
		case r >= '0' && r <= '9':
			digits++
		case r == '+' && i == 0, r == ' ', r == '-', r == '(', r == ')':
		default:
			return false
		}
	}
	plain := strings.TrimLeft(cell, " (")
	switch {
	case strings.HasPrefix(plain, "+"), strings.HasPrefix(plain, "00"):
		return digits >= 9 && digits <= 16
	case strings.HasPrefix(plain, "09"):
		return digits == 10
	}
	return false
}

// isName reports whether a cell may be a person's name in full: two to eight
// words of letters.
func isName(cell string) bool {
	words := strings.Fields(cell)
	if len(words) < 2 || len(words) > 8 || len(cell) > 150 {
		return false
	}
	for _, w := range words {
		letters := 0
		for _, r := range w {
			switch {
			case unicode.IsLetter(r), unicode.Is(unicode.Mn, r), r == 'ـ':
				letters++
			case r == '-', r == '\'', r == '’', r == '.', r == ',':
			default:
				return false
			}
		}
		if letters == 0 {
			return false
		}
	}
	return true
}

// swappedIn reports whether a spreadsheet read the days of a column with day
// and month in the wrong places: all that it took for dates could be read both
// ways, and what it left as text could not. "5/6/2013" became 6 May there, and
// "19/5/2013" stayed what it was.
func swappedIn(s Sniffed, i int) bool {
	dates, plain, texts := 0, 0, 0
	for n, row := range s.Sample {
		if i >= len(row) || n >= len(s.Marks) {
			break
		}
		cell := strings.TrimSpace(row[i])
		switch {
		case markAt(s.Marks[n], i).Has(sheet.Dated):
			if dates++; !mayBeSwapped(cell) && !sameDayAndMonth(cell) {
				plain++
			}
		case beyondTwelve(cell):
			texts++
		}
	}
	return dates > 2 && plain == 0 && texts > 0
}

// serialsIn reports whether nearly all cells of a column are numbers of five
// digits that Excel counts days by. Whether they are days, the header must say.
func serialsIn(sample [][]string, i int) bool {
	filled, serials := 0, 0
	for _, row := range sample {
		if i >= len(row) || strings.TrimSpace(row[i]) == "" {
			continue
		}
		filled++
		if c := strings.TrimSpace(row[i]); len(strings.TrimSuffix(c, ".0")) == 5 && isSerial(c) {
			serials++
		}
	}
	return filled > 0 && serials*10 >= filled*8
}

func sameDayAndMonth(date string) bool {
	return len(date) == len("2006-01-02") && date[5:7] == date[8:]
}

// beyondTwelve reports whether a text is a day of numbers of which one can
// only be the day.
func beyondTwelve(cell string) bool {
	parts := strings.FieldsFunc(when.Digits(cell), func(r rune) bool { return r == '/' || r == '-' || r == '.' })
	if len(parts) != 3 {
		return false
	}
	a, errA := strconv.Atoi(parts[0])
	b, errB := strconv.Atoi(parts[1])
	return errA == nil && errB == nil && a > 0 && b > 0 && a <= 31 && b <= 31 && (a > 12 || b > 12)
}
