package when

import (
	"errors"
	"strings"
)

// Options say how a list writes its dates.
type Options struct {
	// Serials takes bare numbers such as 41413 as days of an Excel sheet.
	Serials bool
	// MonthFirst reads 5/6/2013 as 6 May; without it the day stands first.
	MonthFirst bool
	// LastYear is the last year that a two-digit year can mean: with 2025,
	// 13 is 2013 and 85 is 1985. 0 refuses two-digit years.
	LastYear int
}

// The years that a list of this field can mean. Between the Hijri bounds a
// year is taken as Hijri even without its mark.
const (
	firstYear, lastYear   = 1800, 2199
	firstHijri, lastHijri = 1250, 1550
)

// Read reads a cell as people write dates: 19/5/2013, 2013/05, أيار 2013,
// حوالي ١٩٨٥, before 2012, 1985-1987, 1434/7/9 هـ, صيف 2012, EDTF. It returns
// what it noticed on the way. An empty cell is the zero Date, as is one that says
// "unknown" (then with [SaidUnknown]). What is no date gives an [*Error] that
// names the part not understood; nothing is guessed beyond what the notes say.
func Read(s string, o Options) (Date, Note, error) {
	r := reader{opts: o}
	d, err := r.cell(s)
	if err != nil {
		var e *Error
		if errors.As(err, &e) {
			e.Input = s
		}
		return Date{}, 0, err
	}
	if d.shape == single && d.a.month == 1 && d.a.day == 1 && r.notes&FromHijri == 0 {
		r.notes |= NewYearsDay
	}
	return d, r.notes, nil
}

type reader struct {
	opts  Options
	notes Note
}

func (r *reader) cell(s string) (Date, error) {
	text := fold(s)
	if strings.Trim(text, "-./?؟ ") == "" {
		if text != "" {
			r.notes |= SaidUnknown
		}
		return Date{}, nil
	}
	if d, ok := r.edtf(s); ok {
		return d, nil
	}
	if d, ok, err := r.serial(text); ok {
		return d, err
	}
	p, err := r.phrase(text)
	if err != nil {
		return Date{}, err
	}
	return r.assemble(p)
}

// edtf takes what the strict reader takes, where its years are of this field.
func (r *reader) edtf(s string) (Date, bool) {
	text := strings.TrimSpace(s)
	d, err := Parse(text)
	if err != nil || d.shape == open || !d.a.plausible() || d.shape == between && !d.b.plausible() {
		return Date{}, false
	}
	return d, true
}

func (p point) plausible() bool { return p.year >= firstYear && p.year <= lastYear }

// excelEpoch is day 0 of Excel's calendar for all days after its 29 February
// 1900, which never was.
var excelEpoch = NewDay(1899, 12, 30)

func (r *reader) serial(text string) (Date, bool, error) {
	whole, _, _ := strings.Cut(text, ".")
	if !r.opts.Serials || !allDigits(whole) || len(whole) != 5 || strings.Trim(text, "0123456789.") != "" {
		return Date{}, false, nil
	}
	r.notes |= Serial
	return OfDay(excelEpoch + Day(atoi(whole))), true, nil
}

// atoi reads a few digits that are known to be digits; too many give a number
// that no year, month or day has.
func atoi(s string) int {
	n := 0
	for i := range len(s) {
		if n > 1e6 {
			return n
		}
		n = n*10 + int(s[i]-'0')
	}
	return n
}
