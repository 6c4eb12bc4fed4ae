package find

import (
	"context"
	"math/bits"
	"slices"

	"kashf.org/kashf/internal/register"
	"kashf.org/kashf/place"
	"kashf.org/kashf/when"
)

// A Kind says what a condition asks of a person.
type Kind string

// The kinds of conditions. Each holds for a person of whom a source in sight
// says so now; what others say does not count against it, except that custody
// ends with a release or a death that counts: see [Filter.Ties].
const (
	InGovernorate Kind = "governorate" // of origin; Value is a p-code
	HeldAt        Kind = "held"        // Value is a facility, "" any; From and To bound the time
	ArrestedIn    Kind = "arrested"    // From and To bound the time
	OfStatus      Kind = "status"      // Value is a code of fate_status
	OfSex         Kind = "sex"         // Value is M or F
	BornIn        Kind = "born"        // From and To are years
	FromSource    Kind = "source"      // Value is a source
	Has           Kind = "has"         // Value is the key of a field of [Presence]
	Minor         Kind = "minor"       // may have been under eighteen when arrested
	Listed        Kind = "listed"      // Records: those with a tag, in a saved list, or with a task
	Writes        Kind = "text"        // Value are words that a source writes in one breath; Records: those whose notes have them
	OfOccupation  Kind = "occupation"  // the same, of the occupation alone
	Numbered      Kind = "number"      // Value is a number given in custody
	HeldBy        Kind = "agency"      // Value is a code of agency: who arrested, held or supervises
	TakenIn       Kind = "taken"       // From and To bound the day on which a record was taken in
)

// A Cond is one condition.
type Cond struct {
	Kind     Kind
	Not      bool
	Value    string
	From, To when.Date
	Records  []register.RecordID // of [Listed]
}

// A Join says how a condition is tied to those before it.
type Join string

const (
	And    Join = "and"    // of the same block
	Or     Join = "or"     // of the same block; binds tighter than And
	Refine Join = "refine" // begins a block that narrows what was found so far
	Extend Join = "extend" // begins a block that widens it
)

// A Term is a condition with what ties it to those before it, which for the
// first means nothing.
type Term struct {
	Join Join
	Cond
}

// A Filter lists people by what is said of them.
type Filter struct {
	Terms []Term
	// Ties are for conditions on what is adverse: it counts for a person over
	// links that two people judged. Nil where the reader is told nothing adverse:
	// such a condition then holds for nobody, and no release ends custody.
	Ties func() (*Ties, error)
	// Deep: the reader reads of what stands at C3.
	Deep bool
	// Deaths: the reader reads of deaths in files, those at C3. A death that counts
	// then ends custody; without it nothing is told of one. Ties are wanted.
	Deaths bool
	// Closed are files that a conflict of interest closes to the reader.
	Closed *register.Closed
	Order  Order
	Offset int
	Limit  int // of persons; 0 is 20
}

// MaxTerms bounds a filter.
const MaxTerms = 40

// A Found is the answer to a filter.
type Found struct {
	Total   int
	Persons []register.PersonID // of the page, in the order asked for
	First   []register.RecordID // the first record in sight of each
}

// Filter lists the people of whom all that is asked is said by sources in
// sight. It is the answer of an index that never held anything else.
func (x *Index) Filter(ctx context.Context, f Filter, sight func(register.SourceID) bool) (Found, error) {
	if err := x.wait(ctx); err != nil {
		return Found{}, err
	}
	var ties *Ties
	adverse := f.Ties != nil && slices.ContainsFunc(f.Terms, func(t Term) bool { return t.adverse() || f.Deaths && t.endsWithDeath() })
	if adverse {
		var err error
		if ties, err = f.Ties(); err != nil {
			return Found{}, err
		}
	}
	if f.Limit <= 0 {
		f.Limit = defaultLimit
	}
	x.mu.RLock()
	defer x.mu.RUnlock()
	a := &asking{
		x: x, c: &x.facts, live: x.openTo(f.Closed), seen: x.inSight("", sight), ties: ties,
		adverse: f.Ties != nil, deaths: f.Deaths && f.Ties != nil, deep: f.Deep || f.Deaths && f.Ties != nil,
	}
	a.over(x.overlayFor(a, f, adverse))
	a.everyone = a.where(func(*factColumns, int) bool { return true })
	found := a.whole(f.Terms)
	if f.Order != ByFirst {
		return a.ordered(found, f), ctx.Err()
	}
	return a.page(found, f), ctx.Err()
}

// An asking is one filter under way. The lock is held.
type asking struct {
	x        *Index
	c        *factColumns
	live     []bool // by slot: held, and not closed to the reader
	seen     []bool // by source
	everyone set
	ties     *Ties
	adverse  bool
	deaths   bool   // those that count end custody
	deep     bool   // what stands at C3 is told
	gone     *gone  // of whom deaths count, once asked
	freed    *freed // of whom releases count, once asked
	fates    *fates // what files make of both, once asked
	severals set    // see [asking.several], once asked
	// beside holds the facts of persons with corrections; direct is live
	// without the slots that it stands for.
	beside *factColumns
	direct []bool
}

// over lays the facts of persons with corrections over the others.
func (a *asking) over(o *overlay) {
	a.beside, a.direct = &o.facts, a.live
	if len(o.over) == 0 {
		return
	}
	a.direct = slices.Clone(a.live)
	for _, slot := range o.over {
		a.direct[slot] = false
	}
}

// adverse reports whether a condition asks for what is adverse, or may, or for
// custody that a release ends.
func (c Cond) adverse() bool {
	field, _ := register.ParseField(c.Value)
	return c.Kind == OfStatus || c.Kind == Has && field.Info().Adverse || c.Kind == HeldAt && c.dated()
}

func (c Cond) dated() bool { return !c.From.IsZero() || !c.To.IsZero() }

// openTo are the slots that are held, without those closed to a reader. The
// caller holds the lock.
func (x *Index) openTo(closed *register.Closed) []bool {
	if closed == nil {
		return x.facts.live
	}
	live := slices.Clone(x.facts.live)
	for _, r := range closed.Records() {
		if w, ok := x.rows[r.ID]; ok {
			live[w.slot] = false
		}
	}
	return live
}

// A set is a set of persons by ordinal.
type set []uint64

func (s set) put(i int32) { s[i>>6] |= 1 << (i & 63) }

func (s set) has(i int32) bool { return s[i>>6]&(1<<(i&63)) != 0 }

func (s set) count() int {
	n := 0
	for _, w := range s {
		n += bits.OnesCount64(w)
	}
	return n
}

// places are how many of the set come before each word of it, and how many there
// are: see [set.place].
func (s set) places() (before []int32, n int32) {
	before = make([]int32, len(s))
	for i, w := range s {
		before[i] = n
		n += int32(bits.OnesCount64(w))
	}
	return before, n
}

// place is how many of the set come before one of it.
func (s set) place(i int32, before []int32) int32 {
	return before[i>>6] + int32(bits.OnesCount64(s[i>>6]&(1<<(i&63)-1)))
}

// combine puts into s what op makes of it and o.
func (s set) combine(o set, op func(a, b uint64) uint64) {
	for i := range s {
		s[i] = op(s[i], o[i])
	}
}

func both(a, b uint64) uint64   { return a & b }
func either(a, b uint64) uint64 { return a | b }
func less(a, b uint64) uint64   { return a &^ b }

func (a *asking) empty() set { return make(set, len(a.c.persons.ids)/64+1) }

// where gives the persons with a record in sight for which says holds.
func (a *asking) where(says func(f *factColumns, i int) bool) set {
	out := a.empty()
	for i, live := range a.direct {
		if !live || !a.seen[a.c.source[i]] {
			continue
		}
		f, at := a.c, i
		if deep := a.c.deep[i]; a.deep && deep != 0 {
			f, at = &a.x.deep, int(deep-1)
		}
		if says(f, at) {
			out.put(a.c.person[i])
		}
	}
	for i := range a.beside.record {
		if says(a.beside, i) {
			out.put(a.beside.person[i])
		}
	}
	return out
}

// whole works out the terms: "or" before "and" within a block, and blocks from
// the first to the last.
func (a *asking) whole(terms []Term) set {
	if len(terms) == 0 {
		return slices.Clone(a.everyone)
	}
	var result, block, group set
	var blockJoin Join
	closeGroup := func() {
		if block == nil {
			block = group
		} else {
			block.combine(group, both)
		}
	}
	closeBlock := func() {
		closeGroup()
		switch {
		case result == nil:
			result = block
		case blockJoin == Extend:
			result.combine(block, either)
		default:
			result.combine(block, both)
		}
		block = nil
	}
	for i, t := range terms {
		found := a.cond(t.Cond)
		switch {
		case i == 0:
			group = found
		case t.Join == Or:
			group.combine(found, either)
		case t.Join == Refine || t.Join == Extend:
			closeBlock()
			blockJoin, group = t.Join, found
		default:
			closeGroup()
			group = found
		}
	}
	closeBlock()
	return result
}

func (a *asking) cond(c Cond) set {
	if c.Not { // of whom nobody says so: a death lists nobody, see death.go
		said := *a
		said.deaths = false
		out := said.holds(c)
		all := slices.Clone(a.everyone)
		all.combine(out, less)
		return all
	}
	return a.holds(c)
}

func (a *asking) holds(c Cond) set {
	switch c.Kind {
	case InGovernorate:
		w := a.c.word(string(place.Code(c.Value).Governorate()))
		return a.where(func(f *factColumns, i int) bool { return w != 0 && f.governorate[i] == w })
	case OfSex:
		w := a.c.word(c.Value)
		return a.where(func(f *factColumns, i int) bool { return w != 0 && f.sex[i] == w })
	case OfStatus:
		return a.status(c)
	case HeldAt:
		return a.held(c)
	case ArrestedIn:
		at := bounds(c)
		return a.where(func(f *factColumns, i int) bool { return f.arrest[i].meets(at) })
	case BornIn:
		from, to := years(c)
		return a.where(func(f *factColumns, i int) bool {
			return f.bornFrom[i] != 0 && f.bornFrom[i] <= to && from <= f.bornTo[i]
		})
	case Minor:
		return a.where(func(f *factColumns, i int) bool { return f.minor(i) })
	case FromSource:
		n, ok := a.x.sources.at[register.SourceID(c.Value)]
		return a.where(func(f *factColumns, i int) bool { return ok && f.source[i] == n })
	case Has:
		field, _ := register.ParseField(c.Value)
		bit := bitOf(field)
		has := func(f *factColumns, i int) bool { return f.have[i]&bit != 0 }
		switch {
		case !field.Info().Adverse:
			return a.where(has)
		case !a.adverse:
			return a.empty()
		}
		return a.counting(has, func(*factColumns, int) {})
	case Listed:
		return a.listed(c.Records)
	case Writes, OfOccupation:
		return a.text(c)
	case Numbered:
		return a.numbered(c)
	case HeldBy:
		bit := agencyBit(c.Value)
		return a.where(func(f *factColumns, i int) bool { return f.agencies[i]&bit != 0 })
	case TakenIn:
		at := bounds(c)
		return a.where(func(f *factColumns, i int) bool {
			day := a.x.dayOf(f.batch[i])
			return day != when.MaxDay && at.from <= day && day <= at.to
		})
	}
	return a.empty()
}

func (f *factColumns) word(s string) int32 { return f.words.at[s] }

// bounds is the time that a condition asks for; an end that is not given is
// open.
func bounds(c Cond) span {
	at := everAfter
	if !c.From.IsZero() {
		at.from = c.From.Earliest()
	}
	if !c.To.IsZero() {
		at.to = c.To.Latest()
	}
	return at
}

func years(c Cond) (from, to int16) {
	from, to = 1, 9999
	if y, _, ok := c.From.Years(); ok {
		from = int16(y)
	}
	if _, y, ok := c.To.Years(); ok {
		to = int16(y)
	}
	return from, to
}

// adulthood is when a person stops being a child: Convention on the Rights of
// the Child, article 1.
const adulthood = 18

// minor reports whether the person may have been a child on the day of arrest.
func (f *factColumns) minor(i int) bool {
	at := f.arrest[i]
	if f.bornTo[i] == 0 || at.from > at.to || at.from == when.MinDay {
		return false
	}
	year, _, ok := when.OfDay(at.from).Years()
	return ok && year-int(f.bornTo[i]) < adulthood
}

// held gives those who were, or may have been, at a place or a part of it
// within a time.
func (a *asking) held(c Cond) set {
	sites := make([]bool, len(a.c.sites.ids))
	for i, id := range a.c.sites.ids {
		sites[i] = c.Value == "" || within(id, c.Value)
	}
	at, dated := bounds(c), c.dated()
	dead := a.dead(dated)
	var free *freed
	if dated {
		free = a.released()
	}
	return a.where(func(f *factColumns, i int) bool {
		for _, s := range f.staysOf(i) {
			if !sites[s.site] {
				continue
			}
			if !dated {
				return true
			}
			stay := s.when
			if stay.to == when.MaxDay {
				stay.to = min(dead.end(f.person[i], stay), free.end(f.person[i], stay))
			}
			if stay.meets(at) {
				return true
			}
		}
		return false
	})
}

// within reports whether a facility is the one asked for or a part of it.
func within(id, of string) bool {
	for id != "" && id != of {
		f, _ := place.FacilityByID(id)
		id = f.PartOf
	}
	return id == of
}

// several are the persons with more than one record in sight, corrections left
// out: see [register.Record.IsCorrection].
func (a *asking) several() set {
	once := a.empty()
	return a.where(func(f *factColumns, i int) bool {
		p := f.person[i]
		if f.corrects(i) {
			return false
		}
		if once.has(p) {
			return true
		}
		once.put(p)
		return false
	})
}

// listed gives those with one of the records.
func (a *asking) listed(records []register.RecordID) set {
	out := a.empty()
	for _, r := range records {
		if w, ok := a.x.rows[r]; ok && a.live[w.slot] && a.seen[w.source] {
			out.put(a.c.person[w.slot])
		}
	}
	return out
}

// page gives the persons of a page, by their first record in sight: no order
// that anything hidden could change.
func (a *asking) page(found set, f Filter) Found {
	out := Found{Total: found.count()}
	skip, given := f.Offset, a.empty()
	for i, live := range a.live {
		p := a.c.person[i]
		if !live || !a.seen[a.c.source[i]] || !found.has(p) || given.has(p) {
			continue
		}
		given.put(p)
		if skip > 0 {
			skip--
			continue
		}
		out.First = append(out.First, a.c.record[i])
		if out.Persons = append(out.Persons, a.c.persons.ids[p]); len(out.Persons) == f.Limit {
			break
		}
	}
	return out
}
