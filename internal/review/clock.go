package review

import (
	"cmp"
	"slices"
	"time"
)

// Liberty is the second region of a case: what the person's custody stands on.
type Liberty struct {
	State LibertyState `json:"state"`
	Since Micros       `json:"since"`
	// Began is when the clocks on custody began: with the opening of the case,
	// or of an earlier one on the same custody.
	Began Micros `json:"began,omitempty"`
	// Kept is when a panel last decided to keep the person on a lawful order,
	// and Stands whether that decision stands.
	Kept   Micros `json:"kept,omitempty"`
	Stands bool   `json:"stands,omitempty"`
	Until  Micros `json:"until,omitempty"` // of a stay, a court's order
	Order  string `json:"order,omitempty"` // the lawful order, as an item
	Holder string `json:"holder,omitempty"`
	// Due is when release fell due.
	Due     Micros `json:"due,omitempty"`
	Protect bool   `json:"protect,omitempty"` // release with protection
	// Judge is since when the hours before a judge ran when a release was decided
	// that waits, 0 where none ran.
	Judge    Micros `json:"judge,omitempty"`
	Extended bool   `json:"extended,omitempty"`
	// Extenders are the seats that signed for a longer stay, until Asked.
	Extenders []string `json:"extenders,omitempty"`
	Asked     Micros   `json:"asked,omitempty"`
	// Bound is the end of conditions that a release was given with.
	Bound Micros `json:"bound,omitempty"`
	// Freed is when a release is due that was decided while a court's order held
	// the person, and Fell since when custody had rested on an order that fell: the
	// clocks run as if there had been none.
	Freed Micros `json:"freed,omitempty"`
	Fell  Micros `json:"fell,omitempty"`
	// Latest is when custody would have ended by an order whose paper was undone:
	// it lasts no longer for that.
	Latest Micros `json:"latest,omitempty"`
	By     string `json:"by,omitempty"` // account that recorded the release
}

func (l *Liberty) move(s LibertyState, at Micros) {
	if s == DueForRelease && l.Due == 0 {
		l.Due = at
	}
	if s.releasing() { // custody that a later hearing brings begins with none of it
		l.Latest, l.Freed, l.Fell = 0, 0, 0
	}
	l.State, l.Since = s, at
}

// A ClockName says which deadline a clock is.
type ClockName string

// The clocks. A stage's clock has the stage's name.
const (
	BudgetClock     ClockName = "budget"       // custody without a decision, all stages together
	HeldClock       ClockName = "held"         // custody without a court
	UrgentClock     ClockName = "urgent"       // first order in an urgent lane
	RereviewClock   ClockName = "rereview"     // of a decision to keep
	AgainClock      ClockName = "review_again" // when that review begins by itself
	CourtClock      ClockName = "court"        // a judge, after a lapse
	StayClock       ClockName = "stay"         //
	CourtOrderClock ClockName = "court_order"  // the order's own end
	ReleaseClock    ClockName = "release"      // to carry it out
	VerifyClock     ClockName = "verify"       // to see the person free
	SuspendedClock  ClockName = "suspended"    //
	RatifyClock     ClockName = "ratify"       // of an urgent order
	QuestionClock   ClockName = "question"     // about a member's tie
	NoticeClock     ClockName = "notice"       // of an outcome
	AppealClock     ClockName = "appeal"       // to decide one
	StandingClock   ClockName = "standing"     // of a group of victims
	BoundClock      ClockName = "conditions"   // of a release
	RecallClock     ClockName = "recall"       // to hear an alleged breach of one
)

// A Clock is a deadline that runs.
type Clock struct {
	Name ClockName `json:"name"`
	Due  Micros    `json:"due"`
	// Of is what it runs on where a case has several: an order, a question, a group.
	Of string `json:"of,omitempty"`
	// Custody: when it runs out, custody loses its ground.
	Custody bool `json:"custody,omitempty"`
}

// A Lapse is a clock that ran out. It is no decision, and it is published.
type Lapse struct {
	Clock
	Seq int64 `json:"seq"`
}

// Clocks are the deadlines that run, the next first. A policy that came into
// force later can bring a custody clock's end nearer, but not to before it came
// into force.
func (c *Case) Clocks(k Setting) []Clock {
	out := c.clocks(k.Policy)
	for i, e := range k.Later {
		later := Setting{Policy: k.Policy, Later: k.Later[:i+1]}
		for j, x := range c.clocks(later.reached()) {
			out[j].Due = min(out[j].Due, max(x.Due, e.At))
		}
	}
	slices.SortStableFunc(out, func(a, b Clock) int { return cmp.Compare(a.Due, b.Due) })
	return out
}

// clocks lists them in an order that does not depend on the policy.
func (c *Case) clocks(p Policy) []Clock {
	out := append(c.libertyClocks(p), c.urgentClocks(p)...)
	if c.Resting != nil {
		out = append(out, Clock{Name: SuspendedClock, Due: min(c.Resting.Until, c.Resting.Since.Add(p.Clocks.Suspended.Duration()))})
	}
	for _, o := range c.Orders {
		if o.made() && !o.Ratified {
			out = append(out, Clock{Name: RatifyClock, Of: o.ID, Due: o.At.Add(p.Clocks.Ratify.Duration())})
		}
	}
	for _, q := range c.Questions {
		if !q.settled() {
			out = append(out, Clock{Name: QuestionClock, Of: q.ID, Due: q.At.Add(p.Clocks.Question.Duration())})
		}
	}
	for _, g := range c.Groups {
		if g.Standing == StandingAsked {
			out = append(out, Clock{Name: StandingClock, Of: g.ID, Due: g.At.Add(p.Clocks.Standing.Duration())})
		}
	}
	for _, r := range c.Recalls {
		if r.End == "" && r.Heard == "" {
			out = append(out, Clock{Name: RecallClock, Of: r.ID, Due: r.At.Add(recallTime)})
		}
	}
	switch c.State {
	case Decided, Recommended, Assessed:
		out = append(out, Clock{Name: NoticeClock, Due: c.Entered.Add(p.Clocks.Notice.Duration())})
	case Final: // what an appeal panel upheld is told in the same time
		if c.Upheld != nil && !c.notifiedAll() {
			out = append(out, Clock{Name: NoticeClock, Due: c.Entered.Add(p.Clocks.Notice.Duration())})
		}
	case Appeal:
		out = append(out, Clock{Name: AppealClock, Due: c.Entered.Add(p.Clocks.AppealDecide.Duration())})
	}
	return out
}

func (c *Case) libertyClocks(p Policy) []Clock {
	l := c.Liberty
	one := func(n ClockName, due Micros) []Clock { return []Clock{{Name: n, Due: due, Custody: true}} }
	switch l.State {
	case Free:
		return c.stageClock(p, false)
	case InCustody:
		return c.custodyClocks(p)
	case CourtDue:
		return slices.Concat(one(CourtClock, l.Since.Add(p.Clocks.Court.Duration())), l.freedClock(), l.latestClock(), c.stageClock(p, false))
	case Stay:
		return one(StayClock, l.stayEnds(p))
	case ByCourt:
		return append(one(CourtOrderClock, l.Until), c.stageClock(p, false)...)
	case DueForRelease, ReleasePlanned:
		return append([]Clock{{Name: ReleaseClock, Due: l.Due.Add(p.Clocks.Release.Duration())}}, c.stageClock(p, false)...)
	case Released:
		out := []Clock{{Name: VerifyClock, Due: l.Since.Add(p.Clocks.Verify.Duration())}}
		return append(append(out, c.boundClock()...), c.stageClock(p, false)...)
	}
	return append(c.boundClock(), c.stageClock(p, false)...)
}

// stayEnds is when a stay ends: as it was decided, or sooner under a policy whose
// stays are shorter; and never later than custody would have ended without a
// release. What an appeal panel ordered with reasons is not shortened.
func (l Liberty) stayEnds(p Policy) Micros {
	if l.Extended && l.Asked != 0 {
		return l.sooner(l.Until)
	}
	end := l.sooner(min(l.Until, l.Since.Add(p.Clocks.Stay.Duration())))
	if l.Began != 0 {
		end = min(end, l.Began.Add(p.Clocks.Held.Duration()))
	}
	if l.Judge != 0 {
		end = min(end, l.Judge.Add(p.Clocks.Court.Duration()))
	}
	return end
}

// custodyClocks bound custody that rests on the review alone. Every one of them
// counts from a moment that no later step moves, but for the stage's, which the
// budget bounds.
func (c *Case) custodyClocks(p Policy) []Clock {
	l := c.Liberty
	out := []Clock{{Name: HeldClock, Due: l.Began.Add(p.Clocks.Held.Duration()), Custody: true}}
	if l.Kept != 0 {
		out = append(out, Clock{Name: RereviewClock, Due: l.Kept.Add(p.Clocks.Rereview.Duration()), Custody: true})
	}
	out = append(append(out, l.freedClock()...), l.latestClock()...)
	if l.Stands {
		return append(out, c.againClock(p)...)
	}
	out = append(out, Clock{Name: BudgetClock, Due: l.Began.Add(p.Budget(c.Grave())), Custody: true})
	return slices.Concat(out, c.fellClocks(), c.stageClock(p, true))
}

// urgentClocks bound the first order of an urgent lane, whatever a custody rests
// on. Only where it rests on the review alone does custody lose its ground with
// them: a court's order, a judge's hours and a decision to keep have clocks of
// their own, and a release that waits or is due is decided already. A panel that
// let a day pass can neither undo an order that it did not make, nor hasten what
// was decided; there the lapse is entered, published and told, and no more.
func (c *Case) urgentClocks(p Policy) []Clock {
	if !c.Liberty.State.confined() {
		return nil
	}
	custody := c.Liberty.State == InCustody && !c.Liberty.Stands
	var out []Clock
	for i, l := range c.unanswered() {
		x := Clock{Name: UrgentClock, Due: l.At.Add(p.Clocks.Urgent.Duration()), Custody: custody}
		if i > 0 {
			x.Of = string(l.Lane)
		}
		out = append(out, x)
	}
	return out
}

// againClock begins the review of a decision to keep by itself, at half of the
// time after which custody lapses without one, so that a fresh panel has the
// other half. An appeal goes first: it is a fresh panel already. The clock does
// no more than begin the review; custody hangs on the other.
func (c *Case) againClock(p Policy) []Clock {
	switch c.State {
	case Decided, Notice, Final:
		return []Clock{{Name: AgainClock, Due: c.Liberty.Kept.Add(p.Clocks.Rereview.Duration() / 2)}}
	}
	return nil
}

// unanswered are the urgent lanes in which no order was made since the case
// entered them, of those entered in one moment the first.
func (c *Case) unanswered() []LaneEntry {
	var out []LaneEntry
	for _, l := range c.Lanes {
		answered := slices.ContainsFunc(c.Orders, func(o Order) bool { return o.made() && o.At >= l.At })
		if !answered && !slices.ContainsFunc(out, func(x LaneEntry) bool { return x.At == l.At }) {
			out = append(out, l)
		}
	}
	return out
}

// unordered reports whether the hours for a first order ran out without one.
func (c *Case) unordered() bool {
	waits := c.unanswered()
	return len(waits) > 0 && slices.ContainsFunc(c.Lapses, func(l Lapse) bool { return l.Name == UrgentClock && l.Due >= waits[0].At })
}

// stageClock runs on the stage that the review is in. It runs on while the
// review rests.
func (c *Case) stageClock(p Policy, custody bool) []Clock {
	s := c.State
	if c.Resting != nil {
		s = c.Resting.From
	}
	limit := c.stageLimit(p, s)
	if limit == 0 {
		return nil
	}
	return []Clock{{Name: ClockName(s), Due: c.Entered.Add(limit), Custody: custody}}
}

func (c *Case) stageLimit(p Policy, s State) time.Duration {
	r := p.Clocks
	switch s {
	case Intake:
		return r.Intake.Duration()
	case Identity:
		return r.Identity.Duration()
	case Triage:
		return r.Triage.Duration()
	case Assembly:
		if c.Grave() {
			return r.AssemblyB3.Duration()
		}
		return r.Assembly.Duration()
	case Disclosure:
		return r.Disclosure.Duration()
	case Submissions:
		return r.Submissions.Duration()
	case Panel:
		return r.Panel.Duration()
	case Deliberation:
		return r.Deliberation.Duration()
	}
	return 0
}

func (c *Case) boundClock() []Clock {
	if c.Liberty.Bound == 0 {
		return nil
	}
	return []Clock{{Name: BoundClock, Due: c.Liberty.Bound}}
}

// CustodyEnds is when custody loses its ground if nobody does anything, and by
// which clock; false where none runs.
func (c *Case) CustodyEnds(k Setting) (Clock, bool) {
	for _, x := range c.Clocks(k) {
		if x.Custody {
			return x, true
		}
	}
	return Clock{}, false
}

// Due is the earliest clock that has run out at now and is not entered yet, as
// the event that enters it.
func (c *Case) Due(k Setting, now Micros) (*LapsedBody, bool) {
	for _, x := range c.Clocks(k) {
		if x.Due > now {
			return nil, false
		}
		if c.lapsed(x) {
			continue
		}
		to := c.after(x)
		return &LapsedBody{Clock: x, To: to, File: to == Unverified}, true
	}
	return nil, false
}

func (c *Case) lapsed(x Clock) bool {
	return slices.ContainsFunc(c.Lapses, func(l Lapse) bool {
		// The same hours do not run out twice because a lapse moved the custody.
		spent := x.Name == UrgentClock && !x.Custody && l.Name == x.Name && l.Of == x.Of && l.Due == x.Due
		return l.Clock == x || spent
	})
}

// after is where a lapse leads in the region of liberty, "" where it stays.
func (c *Case) after(x Clock) LibertyState {
	switch {
	case x.Name == VerifyClock:
		return Unverified
	case !x.Custody:
		return ""
	case x.Name == CourtClock || x.Name == StayClock || c.Liberty.Freed != 0:
		return DueForRelease
	case x.Name == CourtOrderClock && (c.beneath() == CourtDue || c.beneath() == Stay):
		return DueForRelease // the hours before a judge, or of an appeal, are not given twice
	case c.Serious():
		return CourtDue
	}
	return DueForRelease
}

// LapsedBody says that a clock ran out.
type LapsedBody struct {
	Clock
	To LibertyState `json:"to,omitempty"`
	// File: a missing person's file is opened with it. Entries older than such
	// files opened none.
	File bool `json:"file,omitempty"`
}

// Kind is the act's name.
func (*LapsedBody) Kind() string { return "lapsed" }
func (*LapsedBody) by() []Role   { return []Role{Timekeeper} }

func (b *LapsedBody) admit(c *Case, e Event, k Setting) error {
	want, ok := c.Due(k, e.At)
	if ok && !b.File {
		want.File = false // as it was entered before there were such files
	}
	if !ok || *want != *b {
		return ruleLapse.refuse("a clock that has run out, and the next to be entered")
	}
	return nil
}

func (b *LapsedBody) apply(c *Case, e Event) {
	if b.Name == AgainClock { // nothing lapsed: something began
		c.restart(e.At)
		return
	}
	c.Lapses = append(c.Lapses, Lapse{b.Clock, e.Seq})
	if b.File {
		c.openMissing(MissingUnverified, b.Due, e.Seq)
	}
	if b.To != "" {
		c.Liberty.Protect = c.Liberty.Protect || b.Name == CourtClock
		c.Liberty.Stands = false
		// From the moment it fell due, however late that was noticed.
		c.Liberty.move(b.To, b.Due)
	}
	switch b.Name {
	case SuspendedClock:
		c.State, c.Resting = c.Resting.From, nil
	case BoundClock:
		c.Liberty.Bound = 0
	case RecallClock:
		c.Recalls[c.recall(b.Of)].End = "free"
	}
}
