package register

import (
	"cmp"
	"slices"

	"kashf.org/kashf/names"
	"kashf.org/kashf/when"
)

// A CheckKind is one thing that the law asks of who holds a person, or of what is
// told of custody.
type CheckKind string

// The checks. The law that each rests on is named where it is shown.
const (
	// CheckOrder: nobody is held without an order (article 17(3)(c) of the
	// Convention against enforced disappearance, Mandela Rule 7(b)).
	CheckOrder CheckKind = "order"
	// CheckNotice: the family is told within 24 hours (Body of Principles 16).
	CheckNotice CheckKind = "notice"
	// CheckExam: examined within 24 hours of admission (Body of Principles 24).
	CheckExam CheckKind = "exam"
	// CheckAppearance: before a judge within 48 hours (Covenant, article 9(3), as
	// read in General Comment 35, paragraph 33).
	CheckAppearance CheckKind = "appearance"
	// CheckSentence: free once the sentence has ended (Covenant, article 9(1)).
	CheckSentence CheckKind = "sentence"
	// CheckTransfer: who leaves one place arrives in the other (article 17(3)(h)).
	CheckTransfer CheckKind = "transfer"
	// CheckRelease: nobody is released before being admitted.
	CheckRelease CheckKind = "release"
	// CheckDeath: nobody is in custody after death (article 17(3)(g)).
	CheckDeath CheckKind = "death"
	// CheckEntry: what happens is written down within 24 hours (Mandela Rule 6).
	CheckEntry CheckKind = "entry"
)

// A CheckState is what sources tell of a check. That nobody tells anything is
// not a failure: only what a source documents is.
type CheckState string

// The states, the gravest first.
const (
	CheckFailed  CheckState = "failed"    // a source documents it, and none says otherwise
	CheckDiffers CheckState = "differs"   // a source documents it, and another says otherwise
	CheckClash   CheckState = "clash"     // what is told cannot all be true
	CheckOpen    CheckState = "open"      // something told asks for another thing that nobody tells
	CheckUnclear CheckState = "unclear"   // told, and too roughly to say
	CheckUnknown CheckState = "not_known" // nobody tells
	CheckKept    CheckState = "kept"
)

var checkStates = []CheckState{CheckFailed, CheckDiffers, CheckClash, CheckOpen, CheckUnclear, CheckUnknown, CheckKept}

// A Check is the answer to one of them, with the claims that it rests on.
type Check struct {
	Kind  CheckKind
	State CheckState
	// Says are the claims that it rests on, Since those that it is counted from:
	// the arrest, the event that was written down late.
	Says, Since []Said
	// Otherwise are the claims of those who say otherwise, where State is CheckDiffers.
	Otherwise []Said
	// Days have passed at least, where days count; 0 where none do.
	Days int
	// Place is where somebody was moved to: an id, else Text as written.
	Place, Text string
}

// Alarm reports whether somebody should look: not where it is kept or not known.
func (c Check) Alarm() bool {
	return slices.Contains([]CheckState{CheckFailed, CheckDiffers, CheckClash, CheckOpen}, c.State)
}

// ChecksOf asks what the law asks of a file's custody, as known on a day; nothing
// of whom no source says to have been deprived of liberty. It counts days only
// where they are certain: of two dates it takes those that leave the shortest
// time, and of several arrests the latest that can be meant. So no alarm rests on
// a date known in part, or on who was held twice.
func ChecksOf(f File, asOf when.Day) []Check {
	f = f.inOrder()
	f.Records = f.standing()
	c := checker{said: f.said(), asOf: asOf}
	if !gather(f).heldSomehow() {
		return nil
	}
	c.custody = custodyIn(f.Records)
	out := []Check{c.order(), c.timed(CheckNotice, FamilyNotified, 1), c.timed(CheckExam, MedicalExam, 1), c.timed(CheckAppearance, FirstAppearance, 2)}
	out = append(out, c.sentence()...)
	out = append(out, c.transfers()...)
	out = append(out, c.releases()...)
	out = append(out, c.deaths()...)
	out = append(out, c.entries()...)
	slices.SortStableFunc(out, func(a, b Check) int {
		return cmp.Compare(slices.Index(checkStates, a.State), slices.Index(checkStates, b.State))
	})
	return out
}

type checker struct {
	said    []Said
	custody []CustodyInterval
	asOf    when.Day
}

// of are the claims on some fields that have a value.
func (c checker) of(fields ...Field) []Said {
	var out []Said
	for _, s := range c.said {
		if s.Absence == Present && slices.Contains(fields, s.Field) {
			out = append(out, s)
		}
	}
	return out
}

// day is the first and last day that a claim's date can be. It reports whether
// both ends are known.
func day(s Said) (first, last when.Day, ok bool) {
	d := dateOf(s.Claim)
	if d.IsZero() || d.Earliest() == when.MinDay || d.Latest() == when.MaxDay {
		return 0, 0, false
	}
	return d.Earliest(), d.Latest(), true
}

func (c checker) order() Check {
	out := Check{Kind: CheckOrder, State: CheckUnknown}
	var none, some []Said
	for _, s := range c.of(DetentionOrder) {
		if s.Norm == NoneCode {
			none = append(none, s)
		} else {
			some = append(some, s)
		}
	}
	return out.decided(none, some, nil)
}

// decided puts together who documents a failure, who says that it was kept, and
// who tells too roughly.
func (c Check) decided(failed, kept, rough []Said) Check {
	switch {
	case len(failed) > 0 && len(kept) > 0:
		c.State, c.Says, c.Otherwise = CheckDiffers, failed, kept
	case len(failed) > 0:
		c.State, c.Says = CheckFailed, failed
	case len(kept) > 0:
		c.State, c.Says = CheckKept, kept
	case len(rough) > 0:
		c.State, c.Says = CheckUnclear, rough
	}
	if c.State == CheckKept || c.State == CheckUnclear || c.State == CheckUnknown {
		c.Since, c.Days = nil, 0
	}
	return c
}

// timed checks that something was done within days of the loss of liberty.
func (c checker) timed(kind CheckKind, f Field, limit int) Check {
	out := Check{Kind: kind, State: CheckUnknown}
	starts := c.starts()
	var failed, kept, rough []Said
	for _, s := range c.of(f) {
		first, last, dated := day(s)
		switch {
		case s.Norm == NoneCode:
			if held, since := c.heldFor(starts); held >= limit {
				failed = append(failed, s)
				out.Since = []Said{since}
				out.Days = max(out.Days, held)
			} else {
				rough = append(rough, s)
			}
		case !dated:
			rough = append(rough, s)
		default:
			late, since, intime := lateness(starts, first, last, limit)
			switch {
			case intime:
				kept = append(kept, s)
			case late >= limit:
				failed = append(failed, s)
				if out.Days == 0 || late < out.Days {
					out.Days, out.Since = late, []Said{since}
				}
			default:
				rough = append(rough, s)
			}
		}
	}
	return out.decided(failed, kept, rough)
}

// starts are the dated claims of a loss of liberty: arrests, else admissions.
func (c checker) starts() []Said {
	dated := func(f Field) []Said {
		return slices.DeleteFunc(c.of(f), func(s Said) bool { _, _, ok := day(s); return !ok })
	}
	if a := dated(ArrestDate); len(a) > 0 {
		return a
	}
	return dated(CustodyFrom)
}

// lateness is how many whole days have certainly passed between the latest loss
// of liberty that can be meant and a day; intime, that it was certainly within the
// limit of one of them. A day that can be before every loss of liberty is late
// after none.
func lateness(starts []Said, first, last when.Day, limit int) (days int, since Said, intime bool) {
	shortest, found := 0, false
	for _, s := range starts {
		from, to, _ := day(s)
		if from > last {
			continue // a later one
		}
		if last-from <= when.Day(limit) && to <= first {
			return 0, s, true
		}
		// From the end of the one day to the begin of the other.
		if passed := int(first-to) - 1; !found || passed < shortest {
			shortest, since, found = passed, s, true
		}
	}
	return max(0, shortest), since, false
}

// heldFor is how many whole days the person was certainly held, by the last sign
// of custody after the loss of liberty nearest to it.
func (c checker) heldFor(starts []Said) (days int, since Said) {
	for _, s := range c.of(CustodyFrom, CustodyTo, LastSeenDate, ReleaseDate, FirstAppearance) {
		first, last, ok := day(s)
		if !ok {
			continue
		}
		if late, from, _ := lateness(starts, first, last, 0); late > days {
			days, since = late, from
		}
	}
	return days, since
}

// sentence checks that nobody is held after the sentence. Of one that ended, and
// of whom no release is told, it is open what became: that is no proof.
func (c checker) sentence() []Check {
	ends := c.of(SentenceEnd)
	if len(ends) == 0 {
		if s := c.of(Sentence); len(s) > 0 {
			return []Check{{Kind: CheckSentence, State: CheckUnclear, Says: s}}
		}
		return nil
	}
	out := Check{Kind: CheckSentence, State: CheckUnclear, Says: ends}
	var failed, kept, over []Said
	for _, e := range ends {
		_, last, ok := day(e)
		if !ok {
			continue
		}
		days, sign := c.heldAfter(last)
		switch {
		case days > 0:
			failed = append(failed, e)
			out.Since, out.Days = []Said{sign}, max(out.Days, days)
		case last >= c.asOf, c.left():
			kept = append(kept, e)
		default:
			over = append(over, e)
		}
	}
	if len(failed)+len(kept) > 0 {
		return []Check{out.decided(failed, kept, nil)}
	}
	if len(over) > 0 {
		_, last, _ := day(over[0])
		out.State, out.Says, out.Days = CheckOpen, over, int(c.asOf-last)
	}
	return []Check{out}
}

// heldAfter is how many days after a day the person was certainly still held: by
// the last sign of custody, or by the day of release. A new arrest that can be in
// between leaves it open.
func (c checker) heldAfter(end when.Day) (days int, sign Said) {
	for _, s := range c.of(CustodyFrom, CustodyTo, LastSeenDate, ReleaseDate) {
		first, _, ok := day(s)
		if !ok || int(first-end) <= 1 || c.arrestedSince(end) {
			continue
		}
		if n := int(first - end); n > days {
			days, sign = n, s
		}
	}
	return days, sign
}

func (c checker) arrestedSince(end when.Day) bool {
	return slices.ContainsFunc(c.of(ArrestDate), func(s Said) bool { _, last, ok := day(s); return !ok || last > end })
}

// left reports whether any source tells of a way out of custody.
func (c checker) left() bool {
	return len(c.of(ReleaseDate, ReleaseMode, DeathDate)) > 0 ||
		slices.ContainsFunc(c.of(Status), func(s Said) bool { return statusFamily(s.Norm) != "held" && s.Norm != MissingOther })
}

// transfers finds the moves of which no arrival is told.
func (c checker) transfers() []Check {
	var out []Check
	for _, m := range c.custody {
		if m.Kind != Moved || slices.ContainsFunc(c.custody, m.arrival) {
			continue
		}
		x := Check{Kind: CheckTransfer, State: CheckOpen, Place: m.Place, Text: m.Text, Says: c.claimsOf(m, TransferTo)}
		if !slices.ContainsFunc(out, func(o Check) bool { return o.Place == x.Place && (x.Place != "" || o.Text == x.Text) }) {
			out = append(out, x)
		}
	}
	return out
}

// arrival reports whether an interval tells that the one moved was there, at a
// time that can be after the move.
func (m CustodyInterval) arrival(c CustodyInterval) bool {
	if c.Kind != HeldAt && c.Kind != SeenAt {
		return false
	}
	there := m.Place != "" && OneInOther(m.Place, c.Place) || m.Place == "" && names.Loose(m.Text) == names.Loose(c.Text) && m.Text != ""
	if !there || m.From.IsZero() {
		return there
	}
	_, last, ok := reach(c)
	return !ok || last >= m.From.Earliest() || c.To.IsZero()
}

// claimsOf are the claims on some fields of the record that tells an interval.
func (c checker) claimsOf(x CustodyInterval, fields ...Field) []Said {
	return slices.DeleteFunc(c.of(fields...), func(s Said) bool { return s.Record != x.Record })
}

func (c checker) releases() []Check {
	var out []Check
	if in := c.of(CustodyFrom); len(in) > 0 && len(c.of(ArrestDate)) == 0 {
		for _, r := range c.of(ReleaseDate) {
			before := func(s Said) bool {
				first, _, ok := day(s)
				_, last, ok2 := day(r)
				return ok && ok2 && last < first
			}
			if !slices.ContainsFunc(in, func(s Said) bool { return !before(s) }) {
				out = append(out, Check{Kind: CheckRelease, State: CheckClash, Says: []Said{r}, Since: in})
			}
		}
	}
	for _, x := range conflictsIn(c.custody) {
		if x.Kind == ReleasedFirst {
			out = append(out, Check{
				Kind: CheckRelease, State: CheckClash, Says: c.claimsOf(c.custody[x.B], ReleaseDate), Since: c.claimsOf(c.custody[x.A], ArrestDate),
			})
		}
	}
	return out
}

// deaths finds the stays that are told of somebody certainly after a death that
// is told.
func (c checker) deaths() []Check {
	var after []Said
	for _, s := range c.of(CustodyFrom, LastSeenDate, ArrestDate) {
		first, _, ok := day(s)
		if ok && slices.ContainsFunc(c.of(DeathDate), func(d Said) bool { _, last, ok := day(d); return ok && first > last }) {
			after = append(after, s)
		}
	}
	if len(after) == 0 {
		return nil
	}
	return []Check{{Kind: CheckDeath, State: CheckClash, Says: after, Since: c.of(DeathDate)}}
}

// entries finds what was certainly written down over a day after the last event
// that its row tells.
func (c checker) entries() []Check {
	var out []Check
	for _, s := range c.of(RecordedOn) {
		first, _, ok := day(s)
		if !ok {
			continue
		}
		var newest Said
		var at when.Day
		for _, e := range c.of(ArrestDate, CustodyFrom, CustodyTo, ReleaseDate, DeathDate, FirstAppearance, FamilyNotified, MedicalExam) {
			if _, last, ok := day(e); ok && e.Record == s.Record && (newest.Record == 0 || last > at) {
				newest, at = e, last
			}
		}
		if newest.Record != 0 && int(first-at) > 1 {
			out = append(out, Check{Kind: CheckEntry, State: CheckFailed, Says: []Said{s}, Since: []Said{newest}, Days: int(first-at) - 1})
		}
	}
	return out
}

// custodyIn are the intervals that records tell, in order.
func custodyIn(records []Record) []CustodyInterval {
	var out []CustodyInterval
	for _, r := range records {
		out = append(out, CustodyIn(r)...)
	}
	slices.SortStableFunc(out, func(a, b CustodyInterval) int {
		return cmp.Or(cmp.Compare(begin(a), begin(b)), cmp.Compare(a.Record, b.Record), cmp.Compare(a.Kind, b.Kind))
	})
	return out
}
