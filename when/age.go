package when

import "strconv"

const oldest = 130 // years; beyond it an age in a list is a slip

// BirthYears are the years in which a person can be born who was so many years
// old on a date: 30 in 2013 gives 1982/1983. A date that is open on a side, or an age that
// nobody reaches, is refused.
func BirthYears(age int, on Date) (Date, error) {
	if age < 0 || age > oldest {
		return Date{}, refuse("", strconv.Itoa(age), NoSuchAge)
	}
	lo, hi := on.Earliest(), on.Latest()
	if lo == MinDay || hi == MaxDay {
		return Date{}, refuse("", on.String(), NotADate)
	}
	first, last := lo.addYears(-age-1).plus(1).Year(), hi.addYears(-age).Year()
	a, err := OfYear(first)
	if err != nil {
		return Date{}, err
	}
	b, err := OfYear(last)
	if err != nil {
		return Date{}, err
	}
	return Between(a, b)
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
