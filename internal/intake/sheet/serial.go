package sheet

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"
)

// epoch is day 0 of Excel's calendar for all days after its 29 February 1900,
// which never was; shift1904 is how far the calendar of old Apple books lies
// behind.
var epoch = time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC)

const (
	shift1904  = 1462
	leapBug    = 60      // Excel's 29 February 1900
	lastSerial = 2958465 // 9999-12-31
	secondsDay = 24 * 60 * 60
)

// numberText writes a stored number as its style shows it, without what a
// country's settings add.
func numberText(stored string, f shows, from1904 bool) (string, Mark) {
	v, err := strconv.ParseFloat(stored, 64)
	if err != nil || math.IsInf(v, 0) || math.IsNaN(v) {
		return stored, 0
	}
	switch {
	case f.dated():
		return dateText(stored, v, f, from1904)
	case f.clock:
		return clockText(stored, v, f)
	case f.pad != "":
		return padded(plainNumber(stored, v), f.pad), 0
	case f.percent:
		return strconv.FormatFloat(math.Round(v*1e8)/1e6, 'f', -1, 64) + "%", 0
	}
	return plainNumber(stored, v), 0
}

// plainNumber is a number without an exponent where its digits are all known.
func plainNumber(stored string, v float64) string {
	if strings.Trim(stored, "0123456789") == "" {
		return stored
	}
	if v == math.Trunc(v) && math.Abs(v) < 1e15 {
		return strconv.FormatFloat(v, 'f', -1, 64)
	}
	if strings.ContainsAny(stored, "eE") && math.Abs(v) >= 1e-6 && math.Abs(v) < 1e15 {
		return strconv.FormatFloat(v, 'f', -1, 64)
	}
	return shortest(stored, v)
}

// shortest drops the noise of binary fractions, 3.1400000000000001, which
// programs keep and do not show.
func shortest(stored string, v float64) string {
	if len(stored) > 15 {
		return strconv.FormatFloat(v, 'f', -1, 64)
	}
	return stored
}

// padded fills a pattern of zeros from the right.
func padded(digits, pattern string) string {
	if strings.Trim(digits, "0123456789") != "" {
		return digits
	}
	out := make([]byte, 0, len(pattern))
	d := len(digits)
	for i := len(pattern) - 1; i >= 0; i-- {
		switch {
		case pattern[i] != '0':
			out = append(out, pattern[i])
		case d > 0:
			d--
			out = append(out, digits[d])
		default:
			out = append(out, '0')
		}
	}
	for ; d > 0; d-- {
		out = append(out, digits[d-1])
	}
	for i, j := 0, len(out)-1; i < j; i, j = i+1, j-1 {
		out[i], out[j] = out[j], out[i]
	}
	return string(out)
}

// dateText writes a serial as a date, to what its style shows: a style of year
// and month shows no day, and a program that was given "May 2013" keeps its
// first.
func dateText(stored string, v float64, f shows, from1904 bool) (string, Mark) {
	if from1904 {
		v += shift1904
	}
	day := math.Floor(v)
	if v < 0 || day > lastSerial {
		return plainNumber(stored, v), OutOfRange
	}
	mark := Dated
	if f.year && f.month && f.day && v == day && day >= 1900 && day <= 2100 {
		mark |= YearAsDay
	}
	t, text := dayOf(int(day))
	switch {
	case !f.year:
		mark |= NoYear
	case !f.month && t.YearDay() == 1:
		text = text[:4]
	case !f.day && t.Day() == 1:
		text = text[:7]
	}
	if s := int(math.Round((v - day) * secondsDay)); s > 0 && s < secondsDay && len(text) == 10 {
		text += fmt.Sprintf("T%02d:%02d:%02d", s/3600, s/60%60, s%60)
	}
	return text, mark
}

// dayOf is the day of a serial, and its text.
func dayOf(serial int) (time.Time, string) {
	switch {
	case serial == 0:
		return epoch, "1900-01-00"
	case serial == leapBug:
		return epoch.AddDate(0, 0, serial), "1900-02-29"
	case serial < leapBug:
		serial++
	}
	t := epoch.AddDate(0, 0, serial)
	return t, t.Format(time.DateOnly)
}

// clockText writes a time of day or, beyond a day, a duration.
func clockText(stored string, v float64, f shows) (string, Mark) {
	if v < 0 || v > 1e6 {
		return plainNumber(stored, v), OutOfRange
	}
	s := int(math.Round(v * secondsDay))
	if v >= 1 && !f.elapsed {
		_, text := dayOf(int(v))
		s -= int(v) * secondsDay
		return fmt.Sprintf("%sT%02d:%02d:%02d", text, s/3600, s/60%60, s%60), Dated
	}
	if s%60 == 0 {
		return fmt.Sprintf("%02d:%02d", s/3600, s/60%60), 0
	}
	return fmt.Sprintf("%02d:%02d:%02d", s/3600, s/60%60, s%60), 0
}
