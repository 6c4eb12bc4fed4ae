package when

import "fmt"

// A Date is a date as far as it is known. It is a plain value: two dates are
// equal (==) exactly when their text is equal. The zero Date says that nothing
// is known, and its text is "".
type Date struct {
	shape shape
	a, b  point // b only where the shape is between
}

type shape uint8

const (
	nothing shape = iota
	single        // a
	between       // a/b
	upTo          // ../a
	since         // a/..
	open          // .. : the end of a time that has not ended
)

// A Qualifier says how sure the source was.
type Qualifier uint8

// Qualifiers of EDTF. Both is [Uncertain] and [Approximate] together.
const (
	Uncertain   Qualifier = 1 << iota // ?
	Approximate                       // ~
	Both        = Uncertain | Approximate
)

func (q Qualifier) mark() string { return [4]string{"", "?", "~", "%"}[q&Both] }

// A Precision says what kind of date a date is.
type Precision uint8

// The precisions, finest first.
const (
	NotKnown Precision = iota
	Instant
	ToDay
	ToMonth
	ToSeason
	ToYear
	ToDecade
	ToCentury
	Range   // some day between two dates
	Before  // that date or earlier
	After   // that date or later
	Ongoing // the open end of an interval
)

var precisionCodes = [...]string{"unknown", "instant", "day", "month", "season", "year", "decade", "century", "range", "before", "after", "ongoing"}

// String is the precision's code, such as "month" or "before".
func (p Precision) String() string {
	if int(p) < len(precisionCodes) {
		return precisionCodes[p]
	}
	return fmt.Sprintf("precision(%d)", uint8(p))
}

// OfDay is the date of one day.
func OfDay(d Day) Date {
	y, m, dd := d.Time().Date()
	return Date{shape: single, a: point{year: int16(y), month: uint8(m), day: uint8(dd)}}
}

// OfMonth is the date of a month (1–12) or a season (21 spring – 24 winter).
func OfMonth(year, month int) (Date, error) {
	if _, err := OfYear(year); err != nil {
		return Date{}, err
	}
	if month < 1 || month > 24 {
		return Date{}, refuse("", fmt.Sprint(month), NoSuchMonth)
	}
	return one(point{year: int16(year), month: uint8(month)})
}

// OfYear is the date of a year from 1 to 9999.
func OfYear(year int) (Date, error) {
	if year < 1 || year > 9999 {
		return Date{}, refuse("", fmt.Sprint(year), NoSuchYear)
	}
	return Date{shape: single, a: point{year: int16(year)}}, nil
}

// Open is the end of a time that has not ended, or that has no beginning.
func Open() Date { return Date{shape: open} }

// Between is the date of something that happened on some day from the first
// possible day of a to the last of b. It refuses dates in the wrong order and
// dates that are themselves ranges.
func Between(a, b Date) (Date, error) {
	if a.shape != single || b.shape != single {
		return Date{}, refuse("", a.String()+"/"+b.String(), NotADate)
	}
	if a == b {
		return a, nil
	}
	alo, _ := a.a.bounds()
	_, bhi := b.a.bounds()
	if alo > bhi {
		return Date{}, refuse("", a.String()+"/"+b.String(), WrongOrder)
	}
	return Date{shape: between, a: a.a, b: b.a}, nil
}

// UpTo is "in d or before": ../d.
func UpTo(d Date) Date { return d.edge(upTo) }

// Since is "in d or after": d/...
func Since(d Date) Date { return d.edge(since) }

func (d Date) edge(s shape) Date {
	switch {
	case d.shape == single:
		return Date{shape: s, a: d.a}
	case d.shape == between && s == upTo:
		return Date{shape: s, a: d.b}
	case d.shape == between:
		return Date{shape: s, a: d.a}
	}
	return d
}

// Qualified is d with q added, on both ends where it has two.
func (d Date) Qualified(q Qualifier) Date {
	if d.shape == nothing || d.shape == open {
		return d
	}
	d.a.qual |= q & Both
	if d.shape == between {
		d.b.qual |= q & Both
	}
	return d
}

// Qualifier is how sure the source was of any part of d.
func (d Date) Qualifier() Qualifier { return d.a.qual | d.b.qual }

// IsZero reports whether nothing is known.
func (d Date) IsZero() bool { return d.shape == nothing }

// Precision says what kind of date d is.
func (d Date) Precision() Precision {
	switch d.shape {
	case single:
		return d.a.precision()
	case between:
		return Range
	case upTo:
		return Before
	case since:
		return After
	case open:
		return Ongoing
	}
	return NotKnown
}

// Year is the one year in which d lies as written; false where d does not say
// a single year.
func (d Date) Year() (int, bool) {
	switch d.shape {
	case single:
		return int(d.a.year), d.a.hidden == 0
	case between:
		return int(d.a.year), d.a.year == d.b.year && d.a.hidden+d.b.hidden == 0
	}
	return 0, false
}

// Month is 1–12, or 21–24 for a season; 0 where d does not say one.
func (d Date) Month() int {
	if d.shape != single || d.a.month == unspecified {
		return 0
	}
	return int(d.a.month)
}

// DayOfMonth is 1–31; 0 where d does not say one.
func (d Date) DayOfMonth() int {
	if d.shape != single || d.a.day == unspecified {
		return 0
	}
	return int(d.a.day)
}

// Ends are the dates between which a range lies, so that a page can word them:
// for 1985/1987 the dates 1985 and 1987, for ../2011 the zero Date and 2011,
// for a single date that date twice.
func (d Date) Ends() (from, to Date) {
	a, b := Date{shape: single, a: d.a}, Date{shape: single, a: d.b}
	switch d.shape {
	case single:
		return a, a
	case between:
		return a, b
	case upTo:
		return Date{}, a
	case since:
		return a, Date{}
	}
	return Date{}, Date{}
}

// String is d in EDTF; [Parse] reads it back to the same value.
func (d Date) String() string {
	switch d.shape {
	case single:
		return d.a.String()
	case between:
		return d.a.String() + "/" + d.b.String()
	case upTo:
		return "../" + d.a.String()
	case since:
		return d.a.String() + "/.."
	case open:
		return ".."
	}
	return ""
}

// MarshalText gives the EDTF text.
func (d Date) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalText reads EDTF; no text is the zero Date.
func (d *Date) UnmarshalText(text []byte) error {
	if len(text) == 0 {
		*d = Date{}
		return nil
	}
	p, err := Parse(string(text))
	if err != nil {
		return err
	}
	*d = p
	return nil
}
