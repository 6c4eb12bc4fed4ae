package locale

import (
	"strconv"
	"strings"
)

// The names of the months, with the Syrian ones in Arabic.
var months = map[string][12]string{
	"ar": {"كانون الثاني", "شباط", "آذار", "نيسان", "أيار", "حزيران", "تموز", "آب", "أيلول", "تشرين الأول", "تشرين الثاني", "كانون الأول"},
	"en": {"January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"},
}

// Date says a date known in part, written in EDTF level 1, in plain words:
// "2013-05" is "May 2013", "2013~" is "about 2013", "2013/2014" is "from 2013
// to 2014", "201X" is "between 2010 and 2019". What it cannot read it returns
// as it is, so that nothing a source said is ever hidden.
func (p Printer) Date(edtf string) string {
	from, to, interval := strings.Cut(edtf, "/")
	if !interval {
		if s, ok := p.point(edtf); ok {
			return s
		}
		return edtf
	}
	a, okA := p.point(from)
	b, okB := p.point(to)
	switch {
	case okA && okB:
		return p.T("common.date.between", a, b)
	case okA && (to == ".." || to == ""):
		return p.T("common.date.since", a)
	case okB && (from == ".." || from == ""):
		return p.T("common.date.until", b)
	}
	return edtf
}

// point says one date with its qualifier: ? uncertain, ~ approximate, % both.
func (p Printer) point(s string) (string, bool) {
	if s == "" {
		return "", false
	}
	mark := s[len(s)-1]
	said, ok := p.plainDate(strings.TrimRight(s, "?~%"))
	if !ok {
		return "", false
	}
	switch mark {
	case '?':
		return p.T("common.date.uncertain", said), true
	case '~':
		return p.T("common.date.about", said), true
	case '%':
		return p.T("common.date.about_uncertain", said), true
	}
	return said, true
}

// plainDate says a date without a qualifier. Unknown digits at its end are
// left out: 2013-XX-XX is 2013.
func (p Printer) plainDate(s string) (string, bool) {
	part := strings.Split(s, "-")
	for len(part) > 1 && part[len(part)-1] == "XX" {
		part = part[:len(part)-1]
	}
	if len(part) == 1 && strings.HasSuffix(part[0], "X") {
		return p.span(part[0])
	}
	var n [3]int
	for i, digits := range part {
		v, ok := number(digits, i)
		if !ok {
			return "", false
		}
		n[i] = v
	}
	switch len(part) {
	case 1:
		return strconv.Itoa(n[0]), true
	case 2:
		return p.monthYear(n[1], n[0])
	}
	if n[1] > 12 || n[2] > 31 {
		return "", false
	}
	return p.day(n[0], n[1], n[2]), true
}

// number reads the ith part of a date: four digits of a year, else two.
func number(digits string, i int) (int, bool) {
	if i > 2 || i == 0 && len(digits) != 4 || i > 0 && len(digits) != 2 {
		return 0, false
	}
	v, err := strconv.ParseUint(digits, 10, 16)
	return int(v), err == nil && (i == 0 || v > 0)
}

// span says a decade or a century: 201X, 20XX.
func (p Printer) span(year string) (string, bool) {
	first, err1 := strconv.ParseUint(strings.ReplaceAll(year, "X", "0"), 10, 16)
	last, err2 := strconv.ParseUint(strings.ReplaceAll(year, "X", "9"), 10, 16)
	if len(year) != 4 || err1 != nil || err2 != nil || strings.Contains(strings.TrimRight(year, "X"), "X") {
		return "", false
	}
	return p.T("common.date.decade", strconv.Itoa(int(first)), strconv.Itoa(int(last))), true
}

// monthYear says a month or a season (21 spring … 24 winter) of a year.
func (p Printer) monthYear(month, year int) (string, bool) {
	y := strconv.Itoa(year)
	switch month {
	case 21:
		return p.T("common.date.spring", y), true
	case 22:
		return p.T("common.date.summer", y), true
	case 23:
		return p.T("common.date.autumn", y), true
	case 24:
		return p.T("common.date.winter", y), true
	}
	if month > 12 {
		return "", false
	}
	return months[p.lang][month-1] + " " + y, true
}

func (p Printer) day(year, month, day int) string {
	return strconv.Itoa(day) + " " + months[p.lang][month-1] + " " + strconv.Itoa(year)
}
