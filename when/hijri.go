package when

import "fmt"

// A Hijri is a day, month or year of the Islamic calendar, in the tabular
// (civil) reckoning: eleven leap years in thirty, months of 30 and 29 days in
// turn. Months began by sight of the moon, so the true day differs by one day
// either way, now and then by two, from town to town. What is converted from it
// is therefore never called a sure day.
type Hijri struct{ Year, Month, Day int } // Month and Day 0 where not known

// hijriEpoch is 1 Muharram of the year 1: 16 July 622 Julian, 19 July Gregorian.
const hijriEpoch Day = -492148

// HijriOf is the tabular Hijri day of a Gregorian day.
func HijriOf(d Day) Hijri {
	n := int(d - hijriEpoch)
	y := floorDiv(30*n+10646, 10631)
	m := 1
	for m < 12 && hijriDay(y, m+1, 1) <= d {
		m++
	}
	return Hijri{y, m, int(d-hijriDay(y, m, 1)) + 1}
}

func floorDiv(a, b int) int {
	q := a / b
	if a%b < 0 {
		q--
	}
	return q
}

func hijriDay(y, m, d int) Day {
	days := (y-1)*354 + floorDiv(3+11*y, 30) + 29*(m-1) + m/2 + d - 1
	return hijriEpoch + Day(days)
}

// monthDays is the length of a tabular month.
func (h Hijri) monthDays() int {
	if h.Month == 12 {
		return int(hijriDay(h.Year+1, 1, 1) - hijriDay(h.Year, 12, 1))
	}
	return int(hijriDay(h.Year, h.Month+1, 1) - hijriDay(h.Year, h.Month, 1))
}

// Date is the same time in the Gregorian calendar. A day becomes an
// approximate day; a month or a year becomes the range of its days with one day
// more at either end.
func (h Hijri) Date() (Date, error) {
	if h.Year < 1 || h.Year > 9000 {
		return Date{}, refuse("", h.String(), NoSuchYear)
	}
	if h.Month < 0 || h.Month > 12 || h.Month == 0 && h.Day != 0 {
		return Date{}, refuse("", h.String(), NoSuchMonth)
	}
	first, last := hijriDay(h.Year, 1, 1), hijriDay(h.Year+1, 1, 1)-1
	if h.Month > 0 {
		first = hijriDay(h.Year, h.Month, 1)
		last = first + Day(h.monthDays()) - 1
	}
	switch {
	case h.Day < 0 || h.Day > 30:
		return Date{}, refuse("", h.String(), NoSuchDay)
	case h.Day > 0: // day 30 of a month of 29 was seen somewhere: not refused
		return OfDay(first + Day(h.Day) - 1).Qualified(Approximate), nil
	}
	return Between(OfDay(first-1), OfDay(last+1))
}

// String is the Hijri date as 1434-07-09, without a mark of its calendar.
func (h Hijri) String() string {
	switch {
	case h.Month == 0:
		return fmt.Sprintf("%04d", h.Year)
	case h.Day == 0:
		return fmt.Sprintf("%04d-%02d", h.Year, h.Month)
	}
	return fmt.Sprintf("%04d-%02d-%02d", h.Year, h.Month, h.Day)
}
