package register

import (
	"strings"

	"kashf.org/kashf/when"
)

// A CustodyKind says what an interval of custody is.
type CustodyKind string

const (
	Arrested CustodyKind = "arrest"
	HeldAt   CustodyKind = "held"
	Moved    CustodyKind = "transfer"
	SeenAt   CustodyKind = "last_seen"
	Released CustodyKind = "release"
)

// Moment reports whether the kind is a moment and not a stay.
func (k CustodyKind) Moment() bool { return k != HeldAt }

// A CustodyInterval is one stay or one moment of a person's custody, as one
// record tells it.
type CustodyInterval struct {
	Kind   CustodyKind
	Place  string // id of a facility or a p-code; "" where only the text is known
	Text   string // the place as written, "" where none is given
	Cell   string // as written
	From   when.Date
	To     when.Date // equal to From for a moment
	Record RecordID
	Source SourceID
}

// Span is the interval's time.
func (c CustodyInterval) Span() when.Interval { return when.Interval{From: c.From, To: c.To} }

// A Gap is a time of which nothing tells where the person was.
type Gap struct{ From, To when.Date }

// A ConflictKind says how what sources tell of a person's custody cannot be
// true as it stands.
type ConflictKind string

const (
	// TwoPlaces: in two places at the same time.
	TwoPlaces ConflictKind = "two_places"
	// EndsFirst: a stay that ends before it begins.
	EndsFirst ConflictKind = "ends_first"
	// ReleasedFirst: a release before every arrest.
	ReleasedFirst ConflictKind = "released_first"
	// HeldAfter: in custody after the release, with no new arrest.
	HeldAfter ConflictKind = "held_after"
	// ArrestsDiffer: two dates of arrest that cannot be one day. There may
	// have been two arrests.
	ArrestsDiffer ConflictKind = "arrests_differ"
)

// A CustodyConflict names intervals that contradict each other. Nothing is averaged and
// nothing left out: people look at both.
type CustodyConflict struct {
	Kind ConflictKind
	// A and B are indexes of [Custody.Intervals]; equal where one interval
	// contradicts itself.
	A, B int
}

// A Custody is the person's time in custody, all sources side by side.
type Custody struct {
	Intervals []CustodyInterval // in order of their first possible day
	Gaps      []Gap
	Conflicts []CustodyConflict
}

// CustodyOf derives the custody from the claims that count.
func CustodyOf(f File) Custody {
	f = f.inOrder()
	var c Custody
	c.Intervals = custodyIn(f.standing())
	c.Gaps = gapsIn(c.Intervals)
	c.Conflicts = conflictsIn(c.Intervals)
	return c
}

// begin puts intervals without a first day last.
func begin(c CustodyInterval) when.Day {
	switch {
	case !c.From.IsZero() && c.From.Earliest() != when.MinDay:
		return c.From.Earliest()
	case !c.From.IsZero():
		return c.From.Latest()
	case !c.To.IsZero():
		return c.To.Latest()
	}
	return when.MaxDay
}

// CustodyIn are the intervals that one record tells, in no order.
func CustodyIn(r Record) []CustodyInterval {
	var out []CustodyInterval
	moment := func(k CustodyKind, date, place Field) {
		d, okD := r.First(date)
		p, okP := r.First(place)
		if okD || okP {
			at := dateOf(d)
			out = append(out, CustodyInterval{Kind: k, Place: p.Norm, Text: p.Value, From: at, To: at, Record: r.ID, Source: r.Source})
		}
	}
	moment(Arrested, ArrestDate, ArrestPlace)
	out = append(out, stays(r)...)
	for _, c := range r.present(TransferTo) {
		at := only(r.present(CustodyTo))
		out = append(out, CustodyInterval{Kind: Moved, Place: c.Norm, Text: c.Value, From: at, To: at, Record: r.ID, Source: r.Source})
	}
	moment(SeenAt, LastSeenDate, LastSeenPlace)
	if mode, _ := r.First(ReleaseMode); mode.Norm != releasedByDeath && mode.Norm != releasedByTransfer {
		moment(Released, ReleaseDate, NoField)
	}
	return out
}

// stays pairs a record's places with its dates where there are as many of each,
// those counted of which the record says that they are not known. Otherwise the
// places stand without dates: which belongs to which is not for a program to
// guess.
func stays(r Record) []CustodyInterval {
	places, from, to, cells := r.slots(Facility), r.slots(CustodyFrom), r.slots(CustodyTo), r.slots(Cell)
	n := max(len(places), min(1, len(from)+len(to)+len(cells)))
	paired := (len(from) == n || len(from) == 0) && (len(to) == n || len(to) == 0)
	var out []CustodyInterval
	for i := range n {
		c := CustodyInterval{Kind: HeldAt, Record: r.ID, Source: r.Source}
		if i < len(places) {
			c.Place, c.Text = places[i].Norm, places[i].Value
		}
		if paired && i < len(from) {
			c.From = dateOf(from[i])
		}
		if paired && i < len(to) {
			c.To = dateOf(to[i])
		}
		switch {
		case len(cells) == n:
			c.Cell = cells[i].Value
		case n == 1: // a wing and a cell in columns of their own
			c.Cell = joined(cells)
		}
		if c.Place+c.Text+c.Cell != "" || !c.From.IsZero() || !c.To.IsZero() {
			out = append(out, c)
		}
	}
	return out
}

// joined is the one place inside that several columns name, as they write it.
func joined(cells []Claim) string {
	var out []string
	for _, c := range cells {
		if c.Value != "" {
			out = append(out, c.Value)
		}
	}
	return strings.Join(out, " / ")
}

// slots are the record's claims on f in their order, those among them that say
// "not known". Where there is no other they say nothing of any stay.
func (r Record) slots(f Field) []Claim {
	var out []Claim
	for _, c := range r.Claims {
		if c.Field == f && (c.Absence == Present || c.Absence == Unknown) {
			out = append(out, c)
		}
	}
	return out
}

// only is the date of the only claim, zero where there are none or several.
func only(cs []Claim) when.Date {
	if len(cs) != 1 {
		return when.Date{}
	}
	return dateOf(cs[0])
}

// present are the record's claims on f that have a value.
func (r Record) present(f Field) []Claim {
	var out []Claim
	for _, c := range r.Claims {
		if c.Field == f && c.Absence == Present {
			out = append(out, c)
		}
	}
	return out
}

// StaysOf are the stays that one record tells of, for indexes.
func StaysOf(r Record) []CustodyInterval { return stays(r) }
