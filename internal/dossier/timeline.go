package dossier

import (
	"time"

	"kashf.org/kashf/internal/register"
	"kashf.org/kashf/when"
)

// A Timeline is the person's time in custody, ready to be drawn: a lane for
// each source, nothing averaged.
type Timeline struct {
	Lanes     []Lane
	Gaps      []Gap
	Conflicts []Conflict
	// From and To bound everything on it; zero where nothing is dated.
	From, To time.Time
}

// A Lane is what one source tells.
type Lane struct {
	Source SourceRef
	Spans  []Span
}

// A Span is one stay or moment. Between Earliest and From, and between To and
// Latest, it is not certain; a zero From or To is not known at all.
type Span struct {
	Kind     register.CustodyKind
	Place    string // id of a facility or p-code
	Text     string // as written
	Cell     string
	Begin    string // EDTF, "" not known
	End      string
	From, To time.Time
	Earliest time.Time
	Latest   time.Time
	Moment   bool
	// Vague: no day of it is certain, only that it lies between Earliest and
	// Latest.
	Vague  bool
	Record register.RecordID
	// Conflicts are the kinds of conflict that the span has part in.
	Conflicts []register.ConflictKind
}

// A Gap is a time of which nothing tells where the person was.
type Gap struct {
	From, To time.Time
	Days     int
}

// A Conflict names two spans that cannot both be true.
type Conflict struct {
	Kind register.ConflictKind
	A, B Span
	// From and To bound the time that the two contradict each other about, zero
	// where it is a moment or not known.
	From, To time.Time
}

func timelineOf(c register.Custody, f register.File) Timeline {
	var t Timeline
	from := refsOf(f.Sources)
	spans := make([]Span, len(c.Intervals))
	for i, x := range c.Intervals {
		spans[i] = spanOf(x)
		for _, k := range c.Conflicts {
			if k.A == i || k.B == i {
				spans[i].Conflicts = append(spans[i].Conflicts, k.Kind)
			}
		}
		t.cover(spans[i])
	}
	at := make(map[register.SourceID]int)
	for i, x := range c.Intervals {
		lane, ok := at[x.Source]
		if !ok {
			lane = len(t.Lanes)
			at[x.Source] = lane
			t.Lanes = append(t.Lanes, Lane{Source: from[x.Source]})
		}
		t.Lanes[lane].Spans = append(t.Lanes[lane].Spans, spans[i])
	}
	for _, g := range c.Gaps {
		a, b := g.From.Earliest(), g.To.Latest()
		t.Gaps = append(t.Gaps, Gap{a.Time(), b.Time(), int(b-a) + 1})
	}
	for _, k := range c.Conflicts {
		x := Conflict{Kind: k.Kind, A: spans[k.A], B: spans[k.B]}
		x.From, x.To = clashOf(k.Kind, c.Intervals[k.A], c.Intervals[k.B])
		t.Conflicts = append(t.Conflicts, x)
	}
	return t
}

// clashOf is the time that two intervals contradict each other about: the days on
// which the person was certainly in both places, the time between a release and
// the arrest or the stay that it cannot go with.
func clashOf(k register.ConflictKind, a, b register.CustodyInterval) (from, to time.Time) {
	switch k {
	case register.TwoPlaces:
		from, to = dayOf(max(a.From.Latest(), b.From.Latest())), dayOf(min(a.To.Earliest(), b.To.Earliest()))
	case register.ReleasedFirst: // the arrest, then the release
		from, to = dayOf(b.From.Latest()), dayOf(a.From.Earliest())
	case register.HeldAfter: // the release, then the stay
		from, to = dayOf(a.From.Latest()), dayOf(b.From.Latest())
		if b.To.Latest() != when.MaxDay && !b.To.IsZero() {
			to = dayOf(b.To.Latest())
		}
	}
	if from.IsZero() || to.IsZero() || to.Before(from) {
		return time.Time{}, time.Time{}
	}
	return from, to
}

func spanOf(c register.CustodyInterval) Span {
	s := Span{
		Kind: c.Kind, Place: c.Place, Text: c.Text, Cell: c.Cell, Record: c.Record,
		Begin: c.From.String(), End: c.To.String(), Moment: c.Kind.Moment(),
		Earliest: dayOf(c.From.Earliest()), Latest: dayOf(c.To.Latest()),
	}
	if s.Moment {
		s.From = s.Earliest
		s.Vague = !s.Earliest.IsZero() && s.Latest.After(s.Earliest)
		return s
	}
	if !c.From.IsZero() {
		s.From = dayOf(c.From.Latest())
	}
	if !c.To.IsZero() {
		s.To = dayOf(c.To.Earliest())
	}
	// Both ends in one year: no day of the stay is certain.
	if !s.From.IsZero() && !s.To.IsZero() && s.To.Before(s.From) {
		s.From, s.To = s.To, s.From
		s.Vague = !s.Earliest.IsZero() && !s.Latest.IsZero()
	}
	return s
}

// dayOf is the zero time for a day that nothing bounds.
func dayOf(d when.Day) time.Time {
	if d == when.MinDay || d == when.MaxDay {
		return time.Time{}
	}
	return d.Time()
}

// cover widens the axis over a span.
func (t *Timeline) cover(s Span) {
	for _, at := range []time.Time{s.Earliest, s.From, s.To, s.Latest} {
		if at.IsZero() {
			continue
		}
		if t.From.IsZero() || at.Before(t.From) {
			t.From = at
		}
		if at.After(t.To) {
			t.To = at
		}
	}
}
