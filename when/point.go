package when

import (
	"fmt"
	"strings"
)

// unspecified is a month or day written XX: there is one, it is not known.
const unspecified = 99

// A point is one EDTF date without ranges.
type point struct {
	year   int16 // hidden digits are zeros
	hidden uint8 // how many last digits of the year are X: 0, 1 or 2
	month  uint8 // 0 not said, 1–12, 21–24 seasons, 99 XX
	day    uint8 // 0 not said, 1–31, 99 XX
	qual   Qualifier
	clock  int32 // second of the day plus one; 0 not said
	zone   int16 // minutes east of Greenwich
	zoned  bool
}

// check says what is wrong with p, or that nothing is.
func (p point) check() Reason {
	switch {
	case p.year < 0 || p.year > 9999 || p.year == 0 && p.hidden == 0:
		return NoSuchYear
	case p.hidden > 0 && p.month != 0:
		return NotADate // level 2: 198X-05
	case !p.hasMonth() && p.month != 0 && p.month != unspecified && !p.isSeason():
		return NoSuchMonth
	case p.day == 0:
		return None
	case p.day == unspecified:
		if p.isSeason() || p.month == 0 {
			return NotADate
		}
		return None
	case !p.hasMonth() || int(p.day) > daysIn(int(p.year), int(p.month)):
		return NoSuchDay
	}
	return None
}

func (p point) hasMonth() bool { return p.month >= 1 && p.month <= 12 }
func (p point) isSeason() bool { return p.month >= 21 && p.month <= 24 }

func one(p point) (Date, error) {
	if why := p.check(); why != None {
		return Date{}, refuse("", p.String(), why)
	}
	return Date{shape: single, a: p}, nil
}

func (p point) precision() Precision {
	switch {
	case p.clock > 0:
		return Instant
	case p.day > 0 && p.day != unspecified:
		return ToDay
	case p.hasMonth():
		return ToMonth
	case p.isSeason():
		return ToSeason
	case p.hidden == 2:
		return ToCentury
	case p.hidden == 1:
		return ToDecade
	}
	return ToYear
}

// bounds are the first and last day of p as written, its qualifier aside.
func (p point) bounds() (Day, Day) {
	y, m := int(p.year), int(p.month)
	switch p.precision() {
	case Instant, ToDay:
		d := NewDay(y, m, int(p.day))
		return d, d
	case ToMonth:
		return NewDay(y, m, 1), NewDay(y, m+1, 0)
	case ToSeason:
		return seasonBounds(y, m)
	case ToDecade:
		return NewDay(y, 1, 1), NewDay(y+9, 12, 31)
	case ToCentury:
		return NewDay(y, 1, 1), NewDay(y+99, 12, 31)
	}
	return NewDay(y, 1, 1), NewDay(y, 12, 31)
}

// seasonBounds are wide for winter on purpose: "winter 2012" is said of the
// one that begins in 2012 and of the one that ends in it, and bounds must never
// leave out the true day.
func seasonBounds(y, season int) (Day, Day) {
	if season == 24 {
		return NewDay(y-1, 12, 1), NewDay(y+1, 3, 0)
	}
	m := 3 * (season - 20)
	return NewDay(y, m, 1), NewDay(y, m+3, 0)
}

// earliest and latest are the bounds with what "about" adds on each side. The
// two years for a year are the field's usual tolerance for birth years; the
// others are of the same kind: the error that people make in that unit.
func (p point) earliest() Day {
	lo, _ := p.bounds()
	return p.reach(lo, -1)
}

func (p point) latest() Day {
	_, hi := p.bounds()
	return p.reach(hi, 1)
}

func (p point) reach(d Day, sign int) Day {
	if p.qual&Approximate == 0 {
		return d
	}
	switch p.precision() {
	case Instant, ToDay:
		return d.plus(3 * sign)
	case ToMonth:
		return d.plus(31 * sign)
	case ToSeason:
		return d.plus(92 * sign)
	case ToDecade:
		return d.addYears(5 * sign)
	case ToCentury:
		return d.addYears(10 * sign)
	}
	return d.addYears(2 * sign)
}

func (p point) String() string {
	var b strings.Builder
	y := fmt.Sprintf("%04d", p.year)
	b.WriteString(y[:len(y)-int(p.hidden)] + strings.Repeat("X", int(p.hidden)))
	for _, n := range [...]uint8{p.month, p.day} {
		if n == unspecified {
			b.WriteString("-XX")
		} else if n > 0 {
			fmt.Fprintf(&b, "-%02d", n)
		}
	}
	b.WriteString(p.clockText())
	return b.String() + p.qual.mark()
}

func (p point) clockText() string {
	if p.clock == 0 {
		return ""
	}
	s := int(p.clock) - 1
	text := fmt.Sprintf("T%02d:%02d:%02d", s/3600, s/60%60, s%60)
	switch z := int(p.zone); {
	case !p.zoned:
	case z == 0:
		text += "Z"
	case z < 0:
		text += fmt.Sprintf("-%02d:%02d", -z/60, -z%60)
	default:
		text += fmt.Sprintf("+%02d:%02d", z/60, z%60)
	}
	return text
}
