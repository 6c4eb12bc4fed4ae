package when

import "strings"

// An Interval is a time that lasts, such as a stay in custody. Each end is a
// date known in part; the zero Date is an end that is not known, [Open] one
// that has not come: the person is still held.
type Interval struct{ From, To Date }

// ParseInterval reads an EDTF interval: 2012-05/2013, 2012/.. (still going
// on), 2012/ (the end is not known). An end that is itself a range stands in
// brackets, as in EDTF level 2: [2012..2013]/2014, [..2012]/2014.
func ParseInterval(s string) (Interval, error) {
	from, to, ok := strings.Cut(s, "/")
	if !ok {
		return Interval{}, refuse(s, s, NotADate)
	}
	var i Interval
	var err error
	if i.From, err = parseEnd(from); err != nil {
		return Interval{}, err
	}
	if i.To, err = parseEnd(to); err != nil {
		return Interval{}, err
	}
	return i, i.Check()
}

func parseEnd(s string) (Date, error) {
	if s == "" {
		return Date{}, nil
	}
	if inner, ok := strings.CutPrefix(s, "["); ok {
		inner, ok = strings.CutSuffix(inner, "]")
		a, b, cut := strings.Cut(inner, "..")
		if !ok || !cut || a == "" && b == "" {
			return Date{}, refuse(s, s, NotADate)
		}
		if a == "" {
			a = ".."
		}
		if b == "" {
			b = ".."
		}
		return Parse(a + "/" + b)
	}
	return Parse(s)
}

// Check refuses an interval that certainly ends before it begins.
func (i Interval) Check() error {
	if i.From.Earliest() > i.To.Latest() {
		return refuse("", i.String(), WrongOrder)
	}
	return nil
}

// String is the interval in EDTF; [ParseInterval] reads it back.
func (i Interval) String() string { return endText(i.From) + "/" + endText(i.To) }

func endText(d Date) string {
	switch d.shape {
	case between:
		return "[" + d.a.String() + ".." + d.b.String() + "]"
	case upTo:
		return "[.." + d.a.String() + "]"
	case since:
		return "[" + d.a.String() + "..]"
	}
	return d.String()
}

// edges are the first and last possible day of the beginning and of the end.
// An interval never ends before it begins, so each end narrows the other.
func (i Interval) edges() (f1, f2, t1, t2 Day) {
	f1, f2, t1, t2 = i.From.Earliest(), i.From.Latest(), i.To.Earliest(), i.To.Latest()
	if i.From.shape == open {
		f2 = MinDay
	}
	if i.To.shape == open {
		t1 = MaxDay
	}
	return f1, min(f2, max(t2, f1)), max(t1, min(f1, t2)), t2
}

// Contains says whether the day of d falls within the interval, its ends included.
func (i Interval) Contains(d Date) Answer {
	f1, f2, t1, t2 := i.edges()
	lo, hi := d.Earliest(), d.Latest()
	return answer(f1 <= hi && lo <= t2, f2 <= lo && hi <= t1 && sure(i.From, i.To, d))
}

// Overlaps says whether the two intervals share a day.
func (i Interval) Overlaps(j Interval) Answer {
	f1, f2, t1, t2 := i.edges()
	g1, g2, u1, u2 := j.edges()
	return answer(f1 <= u2 && g1 <= t2, f2 <= u1 && g2 <= t1 && sure(i.From, i.To, j.From, j.To))
}

// Before says whether the interval ends on an earlier day than j begins.
func (i Interval) Before(j Interval) Answer {
	_, _, t1, t2 := i.edges()
	g1, g2, _, _ := j.edges()
	return answer(t1 < g2, t2 < g1 && sure(i.To, j.From))
}
