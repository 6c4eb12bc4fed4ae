package when

// An Answer is what can be said about two dates known in part.
type Answer uint8

// The answers. Possibly includes "as likely as not": nothing rules it out.
const (
	No Answer = iota
	Possibly
	Certainly
)

// String is "no", "possibly" or "certainly".
func (a Answer) String() string { return [...]string{"no", "possibly", "certainly"}[a] }

// Earliest is the first day on which d can lie, [MinDay] where nothing bounds
// it. An approximate date reaches further than it is written: a day by three
// days, a month by a month, a year by two years, a decade by five.
func (d Date) Earliest() Day {
	switch d.shape {
	case single, between, since:
		return d.a.earliest()
	}
	return MinDay
}

// Latest is the last day on which d can lie; see [Date.Earliest].
func (d Date) Latest() Day {
	switch d.shape {
	case single, upTo:
		return d.a.latest()
	case between:
		// an approximate first end can reach past a sure last one
		return max(d.b.latest(), d.a.earliest())
	}
	return MaxDay
}

// Years are the years of the first and the last possible day; false where d
// is open on a side.
func (d Date) Years() (from, to int, ok bool) {
	lo, hi := d.Earliest(), d.Latest()
	if lo == MinDay || hi == MaxDay {
		return 0, 0, false
	}
	return lo.Year(), hi.Year(), true
}

// Before says whether d lies on an earlier day than e. What a source was not
// sure of (?) is never certain.
func (d Date) Before(e Date) Answer {
	return answer(d.Earliest() < e.Latest(), d.Latest() < e.Earliest() && sure(d, e))
}

// SameDay says whether d and e are one day.
func (d Date) SameDay(e Date) Answer {
	met := d.Earliest() <= e.Latest() && e.Earliest() <= d.Latest()
	return answer(met, met && d.isDay() && e.isDay() && sure(d, e))
}

// Within says whether the day of d is one of the days that e can be.
func (d Date) Within(e Date) Answer {
	met := d.Earliest() <= e.Latest() && e.Earliest() <= d.Latest()
	return answer(met, e.Earliest() <= d.Earliest() && d.Latest() <= e.Latest() && sure(d, e))
}

func (d Date) isDay() bool { return d.Earliest() == d.Latest() }

func sure(dates ...Date) bool {
	for _, d := range dates {
		if d.Qualifier()&Uncertain != 0 {
			return false
		}
	}
	return true
}

func answer(possible, certain bool) Answer {
	switch {
	case certain:
		return Certainly
	case possible:
		return Possibly
	}
	return No
}
