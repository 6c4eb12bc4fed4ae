package when

import (
	"errors"
	"strconv"
	"strings"
)

// Parse reads a date in EDTF level 1, strictly; see the package comment for
// what is read. A text that is no date gives an [*Error] that names the part
// that was not understood.
func Parse(s string) (Date, error) {
	d, err := parse(s)
	var e *Error
	if errors.As(err, &e) {
		e.Input = s
		return Date{}, e
	}
	return d, err
}

func parse(s string) (Date, error) {
	if s == ".." {
		return Open(), nil
	}
	from, to, isRange := strings.Cut(s, "/")
	if !isRange {
		return parseSingle(s)
	}
	if from == ".." {
		b, err := parseSingle(to)
		return UpTo(b), err
	}
	a, err := parseSingle(from)
	if err != nil {
		return Date{}, err
	}
	if to == ".." {
		return Since(a), nil
	}
	b, err := parseSingle(to)
	if err != nil {
		return Date{}, err
	}
	if a == b {
		return Date{}, refuse(s, s, NotADate) // it would not print as it was written
	}
	return Between(a, b)
}

func parseSingle(s string) (Date, error) {
	p, ok := parsePoint(s)
	if !ok {
		return Date{}, refuse(s, s, NotADate)
	}
	if why := p.check(); why != None {
		return Date{}, refuse(s, s, why)
	}
	return Date{shape: single, a: p}, nil
}

func parsePoint(s string) (point, bool) {
	var p point
	if n := len(s); n > 0 {
		if q := strings.IndexByte("?~%", s[n-1]); q >= 0 {
			p.qual, s = Qualifier(q+1), s[:n-1]
		}
	}
	s, clock, timed := strings.Cut(s, "T")
	part := strings.Split(s, "-")
	if len(part) > 3 || !p.setYear(part[0]) {
		return p, false
	}
	ok := true
	if len(part) > 1 {
		p.month, ok = twoDigits(part[1])
	}
	if ok && len(part) > 2 {
		p.day, ok = twoDigits(part[2])
	}
	if ok && timed {
		ok = p.setClock(clock)
	}
	return p, ok
}

func (p *point) setYear(s string) bool {
	if len(s) != 4 {
		return false
	}
	known := strings.TrimRight(s, "X")
	p.hidden = uint8(len(s) - len(known))
	if p.hidden > 2 || !allDigits(known) {
		return false
	}
	n, err := strconv.Atoi(known + "00"[:p.hidden])
	p.year = int16(n)
	return err == nil
}

func twoDigits(s string) (uint8, bool) {
	if s == "XX" {
		return unspecified, true
	}
	// 00 is not a month, and 99 is how XX is kept
	if len(s) != 2 || !allDigits(s) || s == "00" || s == "99" {
		return 0, false
	}
	n, err := strconv.Atoi(s)
	return uint8(n), err == nil
}

// setClock reads 14:30:00 with an optional zone, Z or +03:00.
func (p *point) setClock(s string) bool {
	if p.day == 0 || p.day == unspecified {
		return false
	}
	if t, ok := strings.CutSuffix(s, "Z"); ok {
		s, p.zoned = t, true
	} else if i := strings.LastIndexAny(s, "+-"); i > 0 {
		z, ok := clockSeconds(s[i+1:] + ":00")
		if !ok || z == 0 || z > 14*3600 { // a zone of nothing is written Z
			return false
		}
		if s[i] == '-' {
			z = -z
		}
		s, p.zone, p.zoned = s[:i], int16(z/60), true
	}
	sec, ok := clockSeconds(s)
	p.clock = int32(sec) + 1
	return ok
}

// clockSeconds reads hh:mm:ss.
func clockSeconds(s string) (int, bool) {
	if len(s) != 8 || s[2] != ':' || s[5] != ':' {
		return 0, false
	}
	sum := 0
	for i, limit := range [...]int{23, 59, 59} {
		t := s[3*i : 3*i+2]
		n, err := strconv.Atoi(t)
		if err != nil || !allDigits(t) || n > limit {
			return 0, false
		}
		sum = sum*60 + n
	}
	return sum, true
}

func allDigits(s string) bool {
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return s != ""
}
