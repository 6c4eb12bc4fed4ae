package demo

import (
	"fmt"
	"strconv"
	"strings"
)

// A dateStyle is how a list writes dates.
type dateStyle uint8

const (
	isoDate     dateStyle = iota // 2013-04-09
	slashDate                    // 9/4/2013
	dotDate                      // 09.04.2013
	englishDate                  // 9 Apr 2013
	syrianDate                   // 9 نيسان 2013
)

var syrianMonths = [...]string{
	"كانون الثاني", "شباط", "آذار", "نيسان", "أيار", "حزيران",
	"تموز", "آب", "أيلول", "تشرين الأول", "تشرين الثاني", "كانون الأول",
}

// date writes a day as well as the list knows it: in full, to the month or to
// the year, a few days off, or not at all.
func (s *scribe) date(day Day, st dateStyle, have float64) string {
	if day == NoDay || !s.chance(have) {
		return s.gap()
	}
	if s.chance(.12) {
		day += Day(oneOf(s.dice, -3, -1, 1, 2))
	}
	t := day.Time()
	switch x := s.Float64(); {
	case x < .10:
		return strconv.Itoa(t.Year())
	case x < .22:
		return monthOf(t.Year(), int(t.Month()), st)
	}
	switch st {
	case slashDate:
		return fmt.Sprintf("%d/%d/%d", t.Day(), t.Month(), t.Year())
	case dotDate:
		return t.Format("02.01.2006")
	case englishDate:
		return t.Format("2 Jan 2006")
	case syrianDate:
		return fmt.Sprintf("%d %s %d", t.Day(), syrianMonths[t.Month()-1], t.Year())
	}
	return day.String()
}

func monthOf(year, month int, st dateStyle) string {
	switch st {
	case slashDate:
		return fmt.Sprintf("%d/%d", month, year)
	case dotDate:
		return fmt.Sprintf("%02d.%d", month, year)
	case englishDate:
		return On(year, 1, 1).monthName(month) + " " + strconv.Itoa(year)
	case syrianDate:
		return syrianMonths[month-1] + " " + strconv.Itoa(year)
	}
	return fmt.Sprintf("%04d-%02d", year, month)
}

// monthName is the English month in the year of d.
func (d Day) monthName(month int) string {
	return d.Time().AddDate(0, month-1, 0).Format("January")
}

var easternDigits = strings.NewReplacer("0", "٠", "1", "١", "2", "٢", "3", "٣", "4", "٤",
	"5", "٥", "6", "٦", "7", "٧", "8", "٨", "9", "٩")

// digits writes the number in eastern digits, with probability p.
func (s *scribe) digits(p float64, text string) string {
	if s.chance(p) {
		return easternDigits.Replace(text)
	}
	return text
}
