package people

import (
	"strconv"
	"strings"

	"kashf.org/kashf/linkage"
)

// Number compares the numbers that prisons give to those they hold. Such a
// number means something in one house and one period alone: the same number at
// another branch, or there in another year, is no evidence, and neither are two
// different ones. Within one house and period the same number is nearly a name,
// and two numbers speak against, though not by much: who is taken again, or
// moved to another wing, is given a new one.
type Number struct{}

// What numbers of one house say, in bits. A house counts some thousands a year,
// and lists copy numbers wrongly; where the period of one is not told, the
// number may have been given to a hundred others over the years.
const (
	sameNumberBits   = 10
	undatedBits      = 5
	otherNumberBits  = -2
	periodApartYears = 1 // sources date one stay by the arrest or by the admission
)

// The levels of a [Number].
const (
	SameNumber  = "same_number"
	UndatedSame = "same_number_undated"
	OtherNumber = "other_number"
	OtherPeriod = "other_period"
	OtherHouse  = "other_house"
)

// NumberLevels are the levels of a [Number].
var NumberLevels = []string{SameNumber, UndatedSame, OtherNumber, OtherPeriod, OtherHouse}

var _ linkage.Weigher = Number{}

// ScopedNumber is the raw value of a [Number]: where it was given, and the years
// from and to which the person was there, 0 where that is not told.
func ScopedNumber(scope, number string, from, to int) string {
	if number = linkage.Fold(number); number == "" || scope == "" {
		return ""
	}
	return strings.Join([]string{scope, number, strconv.Itoa(from), strconv.Itoa(to)}, sep)
}

type scopedNumber struct {
	scope, number string
	from, to      int
}

// Prepare reads what [ScopedNumber] wrote.
func (Number) Prepare(raw string) linkage.Value {
	parts := strings.Split(raw, sep)
	if len(parts) != 4 {
		return nil
	}
	n := scopedNumber{scope: parts[0], number: parts[1]}
	n.from, _ = strconv.Atoi(parts[2]) // written by ScopedNumber
	n.to, _ = strconv.Atoi(parts[3])
	return n
}

// Keys brings those together who have one number in one house.
func (Number) Keys(v linkage.Value) []uint64 {
	n := v.(scopedNumber)
	return []uint64{linkage.Hash(n.scope + sep + n.number)}
}

// Weigh compares two numbers.
func (Number) Weigh(a, b linkage.Value) (float64, string) {
	x, y := a.(scopedNumber), b.(scopedNumber)
	dated := x.from > 0 && y.from > 0
	apart := dated && (x.from > y.to+periodApartYears || y.from > x.to+periodApartYears)
	switch {
	case x.scope != y.scope:
		return 0, OtherHouse
	case apart:
		return 0, OtherPeriod
	case x.number != y.number && dated:
		return otherNumberBits, OtherNumber
	case x.number != y.number:
		return 0, OtherPeriod
	case !dated:
		return undatedBits, UndatedSame
	}
	return sameNumberBits, SameNumber
}
