package when

import (
	"strconv"
	"strings"
)

// assemble makes the date that a phrase says.
func (r *reader) assemble(p phrase) (Date, error) {
	if len(p.dates) == 0 {
		if p.roles[notKnown] {
			r.notes |= SaidUnknown
			return Date{}, nil
		}
		return Date{}, refuse("", "", NotADate)
	}
	if err := p.check(); err != nil {
		return Date{}, err
	}
	first, err := r.one(p, 0)
	if err != nil {
		return Date{}, err
	}
	d := first
	if len(p.dates) == 2 {
		second, err := r.one(p, 1)
		if err != nil {
			return Date{}, err
		}
		if d, err = span(first, second); err != nil {
			return Date{}, err
		}
	} else if d, err = p.side(first); err != nil {
		return Date{}, err
	}
	if p.roles[about] {
		d = d.Qualified(Approximate)
	}
	if p.roles[doubtful] {
		d = d.Qualified(Uncertain)
	}
	return d, nil
}

// check refuses what words say against each other, and words of which it is
// not clear to which of two dates they belong.
func (p phrase) check() error {
	n := 0
	for _, r := range [...]role{before, after, early, middle, late} {
		if p.roles[r] {
			n++
		}
	}
	if p.roles[notKnown] || len(p.dates) == 2 && n > 0 || n > 2 || p.roles[before] && p.roles[after] {
		return refuse("", p.dates[0].text, NotADate)
	}
	return nil
}

// one makes one of the phrase's dates; the first borrows from the second what
// is said once: "من أيار إلى حزيران 2013", "1985-87".
func (r *reader) one(p phrase, i int) (Date, error) {
	l := p.dates[i]
	if len(p.dates) == 2 {
		if i == 0 {
			l = l.borrow(p.dates[1])
		} else {
			l = l.complete(p.dates[0])
		}
	}
	d, err := r.loose(l)
	if err != nil {
		return Date{}, err
	}
	return p.third(d)
}

func (l loose) borrow(from loose) loose {
	hasYear := false
	for _, n := range l.nums {
		hasYear = hasYear || len(n) == 4
	}
	last := len(from.nums) - 1
	if hasYear || l.decade != 0 || last < 0 || len(from.nums[last]) != 4 {
		return l
	}
	if l.month == 0 && l.season == 0 && from.month > 0 {
		l.month = from.month
	}
	l.nums = append(append([]string(nil), l.nums...), from.nums[last])
	l.hijri = l.hijri || from.hijri
	return l
}

// complete makes the 87 of 1985-87 a year.
func (l loose) complete(from loose) loose {
	if len(l.nums) == 1 && len(l.nums[0]) == 2 && l.month == 0 && len(from.nums) == 1 && isYear(from.nums[0]) {
		l.nums = []string{from.nums[0][:2] + l.nums[0]}
	}
	return l
}

// side applies before, after, until and since. "Before 2012" is the end of
// 2011 or earlier: in the office's forms the year itself is not meant.
func (p phrase) side(d Date) (Date, error) {
	switch {
	case p.roles[before]:
		return step(d, -1)
	case p.roles[after]:
		return step(d, 1)
	case p.roles[upToAnd]:
		return UpTo(d), nil
	case p.roles[sinceThen]:
		return Since(d), nil
	}
	return d, nil
}

// step is "before d" or "after d", in the unit of d where that reads well.
func step(d Date, sign int) (Date, error) {
	edge, day := UpTo, d.Earliest().plus(-1)
	if sign > 0 {
		edge, day = Since, d.Latest().plus(1)
	}
	n := OfDay(day)
	if d.shape == single && d.a.qual == 0 {
		switch y, m, _ := day.Time().Date(); d.Precision() {
		case ToYear, ToDecade:
			n.a = point{year: int16(y)}
		case ToMonth:
			n.a = point{year: int16(y), month: uint8(m)}
		}
	}
	return edge(n), nil
}

// span is the time between two dates; ends that are ranges themselves (a
// Hijri year) give their outer days.
func span(a, b Date) (Date, error) {
	if a.shape == between {
		a = Date{shape: single, a: a.a}
	}
	if b.shape == between {
		b = Date{shape: single, a: b.b}
	}
	return Between(a, b)
}

// third narrows a year or a month to its beginning, middle or end.
func (p phrase) third(d Date) (Date, error) {
	k, said := 0, 0
	for i, r := range [...]role{early, middle, late} {
		if p.roles[r] {
			k = i
			said++
		}
	}
	if said == 0 {
		return d, nil
	}
	if said > 1 {
		return Date{}, refuse("", d.String(), NotADate)
	}
	year, month := int(d.a.year), int(d.a.month)
	switch d.Precision() {
	case ToYear:
		a, _ := OfMonth(year, 4*k+1)
		b, _ := OfMonth(year, 4*k+4)
		return Between(a, b)
	case ToDecade:
		a, _ := OfYear(year + [...]int{0, 3, 7}[k])
		b, _ := OfYear(year + [...]int{3, 6, 9}[k])
		return Between(a, b)
	case ToMonth:
		last := [...]int{10, 20, daysIn(year, month)}[k]
		return Between(OfDay(NewDay(year, month, 10*k+1)), OfDay(NewDay(year, month, last)))
	}
	return Date{}, refuse("", d.String(), NotADate)
}

// loose makes a date of numbers and names.
func (r *reader) loose(l loose) (Date, error) {
	switch {
	case l.decade < 0 && len(l.nums) == 1: // années 80
		n := atoi(l.nums[0])
		if n < 100 {
			n += 1900
		}
		return decadeOf(n / 10)
	case l.decade > 0 && len(l.nums) == 0 && l.month == 0:
		return decadeOf(l.decade)
	case l.season > 0 && l.month == 0 && len(l.nums) == 1:
		y, err := r.year(l.nums[0])
		if err != nil {
			return Date{}, err
		}
		return OfMonth(y, l.season)
	case l.decade != 0 || l.season != 0:
		return Date{}, refuse("", l.text, NotADate)
	}
	y, m, d, err := r.order(l)
	if err != nil {
		return Date{}, err
	}
	return r.calendar(l, y, m, d)
}

func decadeOf(n int) (Date, error) {
	return one(point{year: int16(n * 10), hidden: 1})
}

// order finds which number is the year, the month and the day; "" is absent.
func (r *reader) order(l loose) (y, m, d string, err error) {
	n := l.nums
	if l.month > 0 {
		m = strconv.Itoa(l.month)
		switch {
		case len(n) == 1 && len(n[0]) >= 2:
			return n[0], m, "", nil
		case len(n) == 2 && len(n[0]) == 4:
			return n[0], m, n[1], nil
		case len(n) == 2:
			return n[1], m, n[0], nil
		}
		return "", "", "", refuse("", l.text, NotADate)
	}
	switch {
	case len(n) == 1 && len(n[0]) == 4:
		return n[0], "", "", nil
	case len(n) == 2 && len(n[0]) == 4:
		return n[0], n[1], "", nil
	case len(n) == 2 && len(n[1]) == 4:
		return n[1], n[0], "", nil
	case len(n) == 3 && len(n[0]) == 4:
		return n[0], n[1], n[2], nil
	case len(n) == 3:
		m, d = r.dayOrMonth(n[0], n[1])
		return n[2], m, d, nil
	case len(n) == 1 && len(n[0]) == 2:
		return n[0], "", "", nil
	}
	return "", "", "", refuse("", l.text, NotADate)
}

// dayOrMonth orders the first two numbers of 5/6/2013.
func (r *reader) dayOrMonth(a, b string) (m, d string) {
	first, second := atoi(a), atoi(b)
	monthFirst := r.opts.MonthFirst
	switch {
	case first > 12 && second > 12:
	case first > 12:
		monthFirst = false
	case second > 12:
		monthFirst = true
	case first != second && !monthFirst:
		r.notes |= DayFirst
	}
	if monthFirst {
		r.notes |= MonthFirst
		return a, b
	}
	return b, a
}

// calendar decides between the calendars by mark, name and year.
func (r *reader) calendar(l loose, ys, ms, ds string) (Date, error) {
	if len(ys) > 4 || len(ms) > 2 || len(ds) > 2 {
		return Date{}, refuse("", l.text, NotADate)
	}
	if y := atoi(ys); len(ys) == 4 && (l.hijri || y >= firstHijri && y <= lastHijri) {
		if y < firstHijri || y > lastHijri {
			return Date{}, refuse("", ys, NoSuchYear)
		}
		if !l.hijri {
			r.notes |= HijriByYear
		}
		r.notes |= FromHijri
		return Hijri{y, atoi(ms), atoi(ds)}.Date()
	}
	y, err := r.year(ys)
	if err != nil {
		return Date{}, err
	}
	// 00 as day or month is a form's way of saying that it is not known
	m, d := atoi(ms), atoi(ds)
	if m == 0 {
		if d > 0 {
			return Date{}, refuse("", ms, NoSuchMonth)
		}
		return OfYear(y)
	}
	if m > 12 {
		return Date{}, refuse("", ms, NoSuchMonth)
	}
	date, err := one(point{year: int16(y), month: uint8(m), day: uint8(d)})
	if err != nil {
		return Date{}, err
	}
	return withClock(date, l.clock)
}

// year reads a year of four digits, or of two where the options say how.
func (r *reader) year(s string) (int, error) {
	y := atoi(s)
	if len(s) <= 2 {
		if r.opts.LastYear == 0 {
			return 0, refuse("", s, TwoDigitYear)
		}
		y += r.opts.LastYear / 100 * 100
		if y > r.opts.LastYear {
			y -= 100
		}
		r.notes |= ShortYear
	}
	if y < firstYear || y > lastYear {
		return 0, refuse("", s, NoSuchYear)
	}
	return y, nil
}

// withClock adds the time of day. Midnight is dropped: sheets write it after
// every date.
func withClock(d Date, clock string) (Date, error) {
	if clock == "" || d.Precision() != ToDay {
		return d, nil
	}
	text, _, _ := strings.Cut(clock, ".")
	text = strings.ToUpper(text)
	if len(text) == 4 || len(text) == 7 {
		text = "0" + text // 9:30
	}
	if len(text) == 5 {
		text += ":00"
	}
	p := d.a
	if !p.setClock(text) {
		return Date{}, refuse("", clock, NotADate)
	}
	if p.clock == 1 {
		return d, nil
	}
	return Date{shape: single, a: p}, nil
}
