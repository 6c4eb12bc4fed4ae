package when

import (
	"strconv"
	"strings"
)

const oldest = 130 // years; beyond it an age in a list is a slip

// An Age is how old somebody is said to be, from Least to Most completed
// months. "30" is 360 to 371: the months of the year in which one is thirty.
type Age struct{ Least, Most int }

const yearMonths = 12

// Aged is the age of so many completed years.
func Aged(years int) Age { return Age{years * yearMonths, years*yearMonths + yearMonths - 1} }

// AgedMonths is the age of so many completed months.
func AgedMonths(months int) Age { return Age{months, months} }

// ParseAge reads what [Age.String] writes: "30" years, "6m" for months, "30-35"
// for what lies between two ages in years. Anything else, and an age that
// nobody reaches, is refused.
func ParseAge(s string) (Age, error) {
	number := func(text string) int {
		n, err := strconv.Atoi(text)
		if err != nil || text[0] == '+' {
			return -1
		}
		return n
	}
	a := Age{-1, -1}
	if months, ok := strings.CutSuffix(s, "m"); ok {
		a = AgedMonths(number(months))
	} else if from, to, ok := strings.Cut(s, "-"); ok {
		if lo, hi := number(from), number(to); lo >= 0 && hi > lo {
			a = Age{Aged(lo).Least, Aged(hi).Most}
		}
	} else if n := number(s); n >= 0 {
		a = Aged(n)
	}
	if a.Least < 0 || a.Most > Aged(oldest).Most {
		return Age{}, refuse("", s, NoSuchAge)
	}
	return a, nil
}

// String writes an age that [Aged], [AgedMonths] or [ParseAge] made.
func (a Age) String() string {
	if a.Least == a.Most {
		return strconv.Itoa(a.Least) + "m"
	}
	least, most := a.Least/yearMonths, a.Most/yearMonths
	if least == most {
		return strconv.Itoa(least)
	}
	return strconv.Itoa(least) + "-" + strconv.Itoa(most)
}

// Born are the years in which a person of that age on a date can be born: 30 in
// 2013 gives 1982/1983, six months in May 2013 gives 2012. A date that is open
// on a side is refused, as is an age that nobody reaches.
func (a Age) Born(on Date) (Date, error) {
	if a.Least < 0 || a.Most < a.Least || a.Most > Aged(oldest).Most {
		return Date{}, refuse("", a.String(), NoSuchAge)
	}
	lo, hi := on.Earliest(), on.Latest()
	if lo == MinDay || hi == MaxDay {
		return Date{}, refuse("", on.String(), NotADate)
	}
	first, err := OfYear(lo.addMonths(-a.Most - 1).plus(1).Year())
	if err != nil {
		return Date{}, err
	}
	last, err := OfYear(hi.addMonths(-a.Least).Year())
	if err != nil {
		return Date{}, err
	}
	return Between(first, last)
}

// BirthYears are the years in which a person can be born who was so many years
// old on a date: see [Age.Born].
func BirthYears(age int, on Date) (Date, error) {
	if age < 0 || age > oldest {
		return Date{}, refuse("", strconv.Itoa(age), NoSuchAge)
	}
	return Aged(age).Born(on)
}

// Ages are the least and the greatest age, in whole years, that a person born
// on one date can have on another; false where a date is open on a side or the
// person is certainly not born yet.
func Ages(born, on Date) (least, most int, ok bool) {
	b1, b2, d1, d2 := born.Earliest(), born.Latest(), on.Earliest(), on.Latest()
	if b1 == MinDay || b2 == MaxDay || d1 == MinDay || d2 == MaxDay || b1 > d2 {
		return 0, 0, false
	}
	return max(0, yearsBetween(b2, d1)), yearsBetween(b1, d2), true
}

// yearsBetween counts the birthdays from a to b.
func yearsBetween(a, b Day) int {
	n := b.Year() - a.Year()
	if a.addYears(n) > b {
		n--
	}
	return n
}
