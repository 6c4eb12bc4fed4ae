package linkage

import "strconv"

// Date compares dates that are known in part: YYYY, YYYY-MM or YYYY-MM-DD, as
// EDTF level 0 writes them. YYYYMMDD is read too.
//
// The first of January is what clerks and programs write for a year alone, so
// it is read as the year.
//
// Levels: day; month and year (both agree as far as the coarser says); slip
// (day and month swapped, or one digit or two neighbours wrong); same year;
// near year (one or two apart); different.
func Date() Leveler { return date{} }

type date struct{}

type dateValue struct {
	y, m, d int // 0 where not known
	text    string
}

const (
	dateDay Level = iota
	dateMonth
	dateYear
	dateSlip
	dateSameYear
	dateNearYear
	dateDifferent
)

func (date) Prepare(raw string) Value {
	v, ok := parseDate(Fold(raw))
	if !ok {
		return nil
	}
	return v
}

func parseDate(s string) (v dateValue, ok bool) {
	if len(s) == 8 && digits(s) {
		s = s[:4] + "-" + s[4:6] + "-" + s[6:]
	}
	if len(s) > 10 && (s[10] == 't' || s[10] == ' ') {
		s = s[:10]
	}
	if len(s) < 4 || !digits(s[:4]) {
		return v, false
	}
	v.y, _ = strconv.Atoi(s[:4])
	switch {
	case len(s) == 4:
	case len(s) == 7 && s[4] == '-' && digits(s[5:]):
		v.m, _ = strconv.Atoi(s[5:])
	case len(s) == 10 && s[4] == '-' && s[7] == '-' && digits(s[5:7]) && digits(s[8:]):
		v.m, _ = strconv.Atoi(s[5:7])
		v.d, _ = strconv.Atoi(s[8:])
	default:
		return v, false
	}
	if v.y == 0 || v.m > 12 || v.d > 31 {
		return dateValue{}, false
	}
	if v.m == 0 || v.m == 1 && v.d == 1 {
		v.m, v.d = 0, 0
	}
	v.text = s
	return v, true
}

func digits(s string) bool {
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return s != ""
}

// Keys gives the year, the month and the day as far as they are known: a date
// known by month and one known by day meet in the month.
func (date) Keys(v Value) []uint64 {
	d := v.(dateValue)
	if d.m == 0 {
		return []uint64{join(1, uint64(d.y))}
	}
	month := join(2, uint64(d.y*100+d.m))
	if d.d == 0 {
		return []uint64{month}
	}
	return []uint64{month, join(3, uint64(d.y*10000+d.m*100+d.d))}
}

// Ways of a [Date]: "day" keys it by the whole day, and so leaves dates known
// in part without a key; "year" by the year.
func (date) Ways() []string { return []string{"day", "year"} }

func (date) KeysBy(way string, v Value) []uint64 {
	switch d := v.(dateValue); {
	case way == "year":
		return []uint64{join(1, uint64(d.y))}
	case way == "day" && d.d != 0:
		return []uint64{join(3, uint64(d.y*10000+d.m*100+d.d))}
	}
	return nil
}

func (date) Levels() []string {
	return []string{"day", "month", "year", "slip", "same year", "near year", "different"}
}

func (date) Level(x, y Value) Level {
	a, b := x.(dateValue), y.(dateValue)
	sameMonth := a.y == b.y && a.m == b.m
	switch {
	case a.d != 0 && b.d != 0 && sameMonth && a.d == b.d:
		return dateDay
	case (a.d == 0 || b.d == 0) && a.m != 0 && sameMonth:
		return dateMonth
	case (a.m == 0 || b.m == 0) && a.y == b.y:
		return dateYear
	case a.d != 0 && b.d != 0 && slip(a, b):
		return dateSlip
	case a.y == b.y:
		return dateSameYear
	case max(a.y-b.y, b.y-a.y) <= 2:
		return dateNearYear
	}
	return dateDifferent
}

// slip reports whether b may be a with a slip of the hand.
func slip(a, b dateValue) bool {
	if a.y == b.y && a.m == b.d && a.d == b.m {
		return true
	}
	return oneEdit([]rune(a.text), []rune(b.text))
}
