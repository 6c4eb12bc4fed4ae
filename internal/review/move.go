package review

import "slices"

// A step is one way from a state to another, and what it takes.
type step struct {
	from, to State
	by       []Role
	guards   []guard
}

// decides are the guards on every outcome, of a first panel and of an appeal.
var decides = []guard{
	guardSeats, guardObserver, guardAgain, guardTwin, guardParted, guardChallenges, guardQuestions, guardVotes, guardMajority, guardUnanimous, guardFindings, guardBorne,
	guardChance, guardClosedFile, guardPoints, guardObjections, guardSigned,
}

// outcomeState stands in the table for the state that the policy's outcomes have.
const outcomeState State = "outcome"

// way is every step of a review. What is not here cannot be done.
var way = []step{
	{Intake, Identity, []Role{Registrar}, []guard{guardBasis, guardTold}},
	{Identity, Triage, []Role{Registrar}, []guard{guardIdentity}},
	{Triage, Assembly, []Role{Registrar}, []guard{guardOfficer}},
	{Assembly, Disclosure, []Role{Registrar, FileOfficer}, []guard{guardOfficer, guardPapers, guardExculpatory, guardTaint, guardHashes, guardMatched, guardAgain}},
	{Disclosure, Submissions, []Role{Registrar}, []guard{guardDisclosed}},
	{Submissions, Panel, []Role{Registrar}, []guard{guardAsked, guardNoticed, guardClosed}},
	{Panel, Deliberation, []Role{Registrar, Member}, []guard{guardSeats, guardObserver, guardChallenges, guardQuestions, guardClosedFile, guardHeard}},
	{Deliberation, Panel, []Role{Registrar}, []guard{guardReseated}},
	{Deliberation, outcomeState, []Role{Registrar, Member}, append([]guard{guardHeard}, decides...)},
	{outcomeState, Notice, []Role{Registrar}, []guard{guardNotified}},
	{Notice, Final, []Role{Registrar}, []guard{guardWindow, guardObjections}},
	{Appeal, Final, []Role{Registrar, AppealMember}, append([]guard{guardNotRemitted}, decides...)},
	{Appeal, Assembly, []Role{Registrar, AppealMember}, append([]guard{guardRemitted}, decides...)},
	{Voided, Assembly, []Role{Registrar}, []guard{guardOfficer}},
	{Final, Assembly, []Role{Registrar}, []guard{guardKept}},
	{Final, Closed, []Role{Registrar}, []guard{guardSettled, guardNotified, guardObjections}},
}

// MovedBody takes the review one step on.
type MovedBody struct {
	From State `json:"from"`
	To   State `json:"to"`
}

// Kind is the act's name.
func (*MovedBody) Kind() string { return "moved" }
func (*MovedBody) by() []Role   { return []Role{Registrar, FileOfficer, Member, AppealMember} }

func (b *MovedBody) admit(c *Case, e Event, k Setting) error {
	if b.From != c.State {
		return ruleStage.refuse("the state that the page showed")
	}
	p, _ := c.Part(e.By)
	for _, s := range steps(k) {
		if s.from != b.From || s.to != b.To {
			continue
		}
		if !slices.Contains(s.by, p.Role) {
			return ruleRole.refuse("a role that takes this step")
		}
		return c.unmet(s, e, k)
	}
	return ruleStage.refuse("a step of the way")
}

// steps are the steps under a policy.
func steps(k Setting) []step {
	end := k.Policy.Form().end()
	out := slices.Clone(way)
	for i := range out {
		if out[i].from == outcomeState {
			out[i].from = end
		}
		if out[i].to == outcomeState {
			out[i].to = end
		}
	}
	return out
}

func (c *Case) unmet(s step, e Event, k Setting) error {
	for _, g := range s.guards {
		if !g.met(c, e, k) {
			return g.refuse(g.missing)
		}
	}
	return nil
}

// An Open is a step that could be taken next, with what it still lacks.
type Open struct {
	To      State
	By      []Role
	Missing []*Refusal
}

// Next lists the steps from the present state, with what each still lacks.
func (c *Case) Next(k Setting, now Micros) []Open {
	var out []Open
	for _, s := range steps(k) {
		if s.from != c.State {
			continue
		}
		o := Open{To: s.to, By: s.by}
		for _, g := range s.guards {
			if !g.met(c, Event{At: max(now, c.At)}, k) {
				o.Missing = append(o.Missing, &Refusal{Rule: g.name, Article: g.article, Missing: g.missing})
			}
		}
		out = append(out, o)
	}
	return out
}

func (b *MovedBody) apply(c *Case, e Event) {
	switch {
	case b.From == Deliberation && b.To == Panel:
		c.Heard, c.Votes, c.Draft, c.Signed = nil, nil, nil, nil
	case b.From == Deliberation:
		c.decide(e)
	case b.From == Appeal:
		c.Voiding = nil // it was about what the appeal has looked at since
		c.settleAppeal(e)
	}
	if b.To == Assembly && b.From != Triage && b.From != Voided {
		c.restart(e.At)
		return
	}
	c.enter(b.To, e.At)
}

// decide makes the draft the outcome that stands, and lets it act on the
// custody.
func (c *Case) decide(e Event) {
	c.Outcome, c.Dissents = c.Draft, c.dissenters()
	c.Findings = c.ruled(c.Outcome.Findings, voters(c), e.At)
	for i := range c.Points {
		c.Points[i].Answered = true
	}
	switch {
	case !c.Liberty.State.confined() || c.Liberty.State.releasing():
		return
	case c.Liberty.State == ByCourt:
		c.freesLater(*c.Outcome, e.At)
		return
	}
	c.actOn(*c.Outcome, e.At)
}

// ruled are the findings of the case with those of a panel, which stand in place
// of an earlier panel's on the same issue: the custody, or one allegation. What a
// panel is silent on stays as it was found.
func (c *Case) ruled(fs []Finding, by []string, at Micros) []Held {
	out := slices.DeleteFunc(slices.Clone(c.Findings), func(h Held) bool {
		return slices.ContainsFunc(fs, func(f Finding) bool { return h.ID == f.ID || h.Panel && h.Allegation == f.Allegation })
	})
	for _, f := range fs {
		out = append(out, Held{Finding: f, By: by, Panel: true, Policy: c.Policy, At: at})
	}
	return out
}

// dissenters counts the seats that signed the draft with a dissent.
func (c *Case) dissenters() (n int) {
	for _, s := range c.Signed {
		if s.Dissent != "" {
			n++
		}
	}
	return n
}

func voters(c *Case) []string {
	var out []string
	for _, v := range c.counted() {
		out = append(out, v.Account)
	}
	return out
}

// actOn does to the custody what an outcome says. A release of somebody suspected
// of a grave crime waits for the hours of an appeal, unless there was no ground
// or the person is a child, ill or pregnant.
func (c *Case) actOn(r Ruling, at Micros) {
	switch r.Outcome {
	case Release, Conditional:
		c.Liberty.Bound = r.BoundUntil
		if r.StayHours > 0 {
			c.Liberty.stay(at.Add(r.StayHours.Duration()), at)
			return
		}
		c.Liberty.move(DueForRelease, at)
	case Keep:
		if r.Binding {
			c.Liberty.Kept, c.Liberty.Stands, c.Liberty.Order = at, true, r.Order
		}
	case ToCourt, ToProsecute:
		if c.Liberty.State != CourtDue && !r.Waits { // the hours until a judge are not counted anew
			c.Liberty.move(CourtDue, at)
		}
	}
}

// waits reports whether an outcome refers somebody whose release was decided
// before and waits. The outcome that it rested on may have been voided or sent
// back since; that undoes no release, and so neither does a referral.
func (c *Case) waits(o Outcome) bool {
	return c.Liberty.State == Stay && (o == ToCourt || o == ToProsecute)
}

// stay lets a release wait. One that waits already waits no longer for being
// decided again, and none longer than the hours before a judge.
func (l *Liberty) stay(until, at Micros) {
	switch l.State {
	case Stay:
		l.Until = min(l.Until, until)
		return
	case CourtDue:
		l.Judge = l.Since
	}
	l.Until, l.Extenders, l.Asked = until, nil, 0
	l.move(Stay, at)
}

// stayFor is how long a release waits.
func (c *Case) stayFor(r Ruling, k Setting) Hours {
	if r.Outcome != Release && r.Outcome != Conditional {
		return 0
	}
	grave := c.Grave() || slices.ContainsFunc(r.Findings, func(f Finding) bool {
		a, ok := c.allegation(f.Allegation)
		return ok && a.Conduct == B3 && f.Standard >= P1
	})
	ground := slices.ContainsFunc(r.Findings, func(f Finding) bool { return f.Holding == A0 || f.Holding == A1 })
	frail := slices.ContainsFunc(c.Lanes, func(l LaneEntry) bool {
		return l.Lane == Child || l.Lane == MinorAtArrest || l.Lane == Illness || l.Lane == Pregnant
	})
	if !grave || ground || frail {
		return 0
	}
	return k.reached().Clocks.Stay
}

// settleAppeal lets an appeal's outcome act. It can free; what the first panel
// decided it upholds or sends back.
func (c *Case) settleAppeal(e Event) {
	for i := range c.Points {
		c.Points[i].Answered = true
	}
	switch c.Draft.Outcome {
	case Release, Certificate, NoAction:
	case Uphold:
		c.Upheld, c.UpheldTold = c.Draft, nil
		return
	default:
		return
	}
	c.Outcome, c.Dissents, c.Notified = c.Draft, c.dissenters(), nil
	c.Findings = c.ruled(c.Outcome.Findings, voters(c), e.At)
	switch {
	case !c.Liberty.State.confined() || c.Liberty.State.releasing():
	case c.Liberty.State == ByCourt:
		c.freesLater(*c.Outcome, e.At)
	default:
		c.Liberty.move(DueForRelease, e.At)
	}
}
