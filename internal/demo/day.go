package demo

import "time"

// A Day is a date of the calendar, counted from 1 January 1970. NoDay stands
// for "none".
type Day int32

// NoDay is no date at all.
const NoDay Day = -1 << 31

// On is the day of a date.
func On(year int, month time.Month, day int) Day {
	return Day(time.Date(year, month, day, 0, 0, 0, 0, time.UTC).Unix() / 86400)
}

// Opening is 8 December 2024, when the gates of Sednaya stood open.
var Opening = On(2024, time.December, 8)

// Time is midnight UTC of the day.
func (d Day) Time() time.Time { return time.Unix(int64(d)*86400, 0).UTC() }

// Year is the calendar year.
func (d Day) Year() int { return d.Time().Year() }

// String is the day as 2006-01-02, "" for [NoDay].
func (d Day) String() string {
	if d == NoDay {
		return ""
	}
	return d.Time().Format(time.DateOnly)
}

// yearsTo is the age in whole years on a later day of one born on d.
func (d Day) yearsTo(later Day) int {
	a, b := d.Time(), later.Time()
	years := b.Year() - a.Year()
	if b.YearDay() < a.YearDay() {
		years--
	}
	return max(years, 0)
}
