package linkage

import (
	"strconv"
	"strings"
)

// Year compares years. A year written "1966" was stated; "1966~" follows from
// an age and may be one off; "1966%" follows from an age that ends in 0 or 5,
// which people round. The marks are those of EDTF level 1; [YearFromAge] makes them.
//
// Levels: exact, within 1, within 2, within 5 and different for years that
// were stated; agree, near and far where either follows from an age; rounded and
// rounded far where either age was rounded.
func Year() Leveler { return year{} }

type year struct{}

// YearWithin is [Year] for years that are all as good as stated, with a level
// for each distance in whole years.
//
// Levels: exact; "within 1" and so on; different.
func YearWithin(years ...float64) Leveler {
	return yearWithin{within: Number(years...).(number)}
}

type yearWithin struct {
	year
	within number
}

func (c yearWithin) Levels() []string { return c.within.Levels() }

func (c yearWithin) Level(x, y Value) Level {
	return c.within.Level(float64(x.(yearValue).year), float64(y.(yearValue).year))
}

type yearValue struct {
	year int
	soft int // 0 stated, 1 from an age, 2 from a rounded age
}

func (year) Prepare(raw string) Value {
	s := Fold(raw)
	v := yearValue{}
	switch {
	case strings.HasSuffix(s, "~"):
		s, v.soft = s[:len(s)-1], 1
	case strings.HasSuffix(s, "%"), strings.HasSuffix(s, "?"):
		s, v.soft = s[:len(s)-1], 2
	}
	if len(s) > 4 && s[4] == '-' {
		s = s[:4]
	}
	n, err := strconv.Atoi(s)
	if err != nil || n < 1000 || n > 2999 || n == 1900 {
		// 1900 is what programs write where no year was given.
		return nil
	}
	v.year = n
	return v
}

// Keys gives the year and the next, and for a year that follows from an age
// also the one before, so that years one apart meet.
func (year) Keys(v Value) []uint64 {
	y := v.(yearValue)
	keys := []uint64{join(4, uint64(y.year)), join(4, uint64(y.year+1))}
	if y.soft > 0 {
		keys = append(keys, join(4, uint64(y.year-1)))
	}
	return keys
}

// Ways of a [Year]: "year" keys it by the year alone.
func (year) Ways() []string { return []string{"year"} }

func (year) KeysBy(_ string, v Value) []uint64 { return []uint64{join(1, uint64(v.(yearValue).year))} }

func (year) Levels() []string {
	return []string{
		"exact", "within 1", "within 2", "within 5",
		"age agrees", "age near", "age far", "rounded age agrees", "rounded age far", "different",
	}
}

func (year) Level(x, y Value) Level {
	a, b := x.(yearValue), y.(yearValue)
	d := max(a.year-b.year, b.year-a.year)
	switch max(a.soft, b.soft) {
	case 1:
		return grade(d, 4, 9, 1, 3, 6)
	case 2:
		return grade(d, 7, 9, 3, 6)
	}
	return grade(d, 0, 9, 0, 1, 2, 5)
}

// grade gives the level, counted from first, of the first tolerance that
// holds d, or else the last level.
func grade(d int, first, last Level, tolerances ...int) Level {
	for i, t := range tolerances {
		if d <= t {
			return first + Level(i)
		}
	}
	return last
}

// YearFromAge gives the year of birth of someone who was age years old on a
// date known at least to the year, marked for [Year]; or the empty string where
// either does not say.
func YearFromAge(age, on string) string {
	n, err := strconv.Atoi(strings.TrimSpace(age))
	d, ok := parseDate(Fold(on))
	if err != nil || !ok || n <= 0 || n > 120 {
		return ""
	}
	mark := "~"
	if n%5 == 0 {
		mark = "%"
	}
	return strconv.Itoa(d.y-n) + mark
}
