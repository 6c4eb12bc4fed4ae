package when

import "time"

// A Day is a day of the Gregorian calendar, counted from 1970-01-01, which is 0.
type Day int32

// MinDay and MaxDay stand for "nothing bounds it on this side".
const (
	MinDay Day = -1 << 31
	MaxDay Day = 1<<31 - 1
)

// NewDay is the day of a year, a month and a day of the month; numbers outside
// their usual range carry over, as in [time.Date].
func NewDay(year, month, day int) Day {
	return DayOf(time.Date(year, time.Month(month), day, 0, 0, 0, 0, time.UTC))
}

// DayOf is the day on which t falls in its own place.
func DayOf(t time.Time) Day {
	y, m, d := t.Date()
	s := time.Date(y, m, d, 0, 0, 0, 0, time.UTC).Unix()
	return Day(s / 86400) // midnight: the division leaves no rest
}

// Time is midnight UTC of the day.
func (d Day) Time() time.Time { return time.Unix(int64(d)*86400, 0).UTC() }

// Year is the year in which the day falls.
func (d Day) Year() int { return d.Time().Year() }

// String is the day as 2013-05-19, ".." for [MinDay] and [MaxDay].
func (d Day) String() string {
	if d == MinDay || d == MaxDay {
		return ".."
	}
	return d.Time().Format(time.DateOnly)
}

// plus moves a day by n days and leaves the open ends where they are.
func (d Day) plus(n int) Day {
	if d == MinDay || d == MaxDay {
		return d
	}
	return d + Day(n)
}

func daysIn(year, month int) int { return NewDay(year, month+1, 0).Time().Day() }

// addYears moves a day by whole years; 29 February becomes 28 where there is none.
func (d Day) addYears(n int) Day { return d.addMonths(n * yearMonths) }

// addMonths moves a day by whole months; a day that the month has not becomes
// its last.
func (d Day) addMonths(n int) Day {
	if d == MinDay || d == MaxDay {
		return d
	}
	y, m, dd := d.Time().Date()
	// Counted from so far back that no month is below zero.
	const back = 1 << 20
	months := (y+back)*yearMonths + int(m) - 1 + n
	year, month := months/yearMonths-back, months%yearMonths+1
	return NewDay(year, month, min(dd, daysIn(year, month)))
}
