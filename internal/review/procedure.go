package review

import (
	"errors"
	"fmt"
	"slices"
	"time"

	"kashf.org/kashf/internal/journal"
	"kashf.org/kashf/internal/register"
)

// A Procedure asks the entries of all reviews, one after another, what each was
// asked when it was entered: whether the rules let this account do this act at
// this moment. Hashes and signatures show that entries are the ones written;
// whoever holds the keys can write others. A procedure shows which of those no
// review could have led to.
//
// It judges by the policies as they came into force in the ledger, and by this
// program's rules, and asks that an order which custody rests on was attached
// before. It does not ask what lies outside the reviews' own entries:
// whether the file bore a fact, ties found in another review, how many hearings
// a chair had led that day. The zero Procedure is ready.
type Procedure struct {
	policies  []StoredPolicy
	cases     map[CaseID]*Case
	submitted map[string]bool
	roster    Roster
	draws     map[string]*Draw
	items     map[string]journal.Actor // attached to somebody's row, by whom
	words     map[CaseID]*oneWord
	told      bool // some order was told that waits for a second reader
	destroyed bool // some attached item's entry is gone, and which it was
	about     map[register.PersonID][]CaseID
	hashed    map[string]Micros // draw → when its last hash was entered
	last      *Draw             // that was begun last
	done      []*Draw           // in the order in which they were finished
	// lines are the orders of the seats of each draw, once asked.
	lines map[string]map[string][]Candidate
}

// enteredWithin is how long after an act was asked its entry may be stamped.
const enteredWithin = time.Minute

// errShape: an entry that cannot follow on what stands before it at all.
var errShape = errors.New("does not follow on the entries before it")

// Next asks about the next entry of the ledger, nil where nothing is to be said
// against it. An entry that is refused is taken in all the same, as the tables
// take it in: what follows is judged by the review as it then stood.
func (p *Procedure) Next(e journal.Entry) error {
	switch e.Kind {
	case register.ItemAttached:
		return p.attached(e)
	case PolicySet:
		return p.policy(e)
	case ActDone:
		return p.act(e)
	case RosterChanged:
		return p.enrolled(e)
	case DrawStep:
		return p.drawn(e)
	}
	return nil
}

func (p *Procedure) policy(e journal.Entry) error {
	b, err := journal.Decode[PolicyBody](e)
	if err == nil {
		p.policies = append(p.policies, StoredPolicy{b.Policy, b.Why, Micros(e.At), e.Seq})
	}
	return err
}

func (p *Procedure) act(e journal.Entry) error {
	id, ev, err := eventOf(e)
	if err != nil {
		return err
	}
	c := p.cases[id]
	if c == nil {
		c = &Case{}
	}
	version := c.Policy
	if o, ok := ev.Body.(*OpenedBody); ok && c.ID == "" {
		version = o.Policy
	}
	k, err := SettingOf(p.policies, version)
	if err != nil {
		return err
	}
	err = errors.Join(admitted(c, ev, k), p.once(ev), p.earlier(id, ev, c), p.seated(id, ev, c, k), p.ordered(ev), p.rested(id, ev, c))
	was, had := c.Liberty, c.Outcome
	if shape := c.take(ev); shape != nil {
		return errors.Join(err, shape)
	}
	p.follows(id, was, had, c, ev)
	if p.cases == nil {
		p.cases = map[CaseID]*Case{}
	}
	p.cases[id] = c
	p.files(id, c.Person)
	return err
}

// admitted asks the case. An entry is stamped a little after the act was asked;
// a clock that ran out in between is no fault of it.
func admitted(c *Case, e Event, k Setting) error {
	err := c.Admit(e, k)
	if err == nil {
		return nil
	}
	asked := e
	asked.At -= Micros(enteredWithin.Microseconds())
	if c.Admit(asked, k) == nil {
		return nil
	}
	switch {
	case errors.Is(err, ErrHidden):
		return ruleRole.refuse("a part in this review, which " + e.By + " did not have")
	case errors.Is(err, ErrLapseFirst):
		return ruleLapse.refuse("the entry of a clock that had run out before")
	}
	return err
}

// take applies an event that nothing admitted, which may speak of what is not
// there.
func (c *Case) take(e Event) (err error) {
	defer func() {
		if recover() != nil {
			err = fmt.Errorf("%s: %w", e.Body.Kind(), errShape)
		}
	}()
	c.Apply(e)
	return nil
}

func (p *Procedure) attached(e journal.Entry) error {
	if e.Body == nil {
		p.destroyed = true
		return nil
	}
	b, err := journal.Decode[register.ItemBody](e)
	if err != nil || b.Kind != register.OfPerson {
		return err
	}
	if p.items == nil {
		p.items = map[string]journal.Actor{}
	}
	p.items[b.ID] = journal.Actor{Account: e.Author, Org: e.Org}
	return nil
}

// ordered: what custody rests on was attached to somebody's row before. Once an
// attached item was destroyed, what is missing may be that one.
func (p *Procedure) ordered(e Event) error {
	if err := p.byTwo(e.Body); err != nil {
		return err
	}
	item, refused := orderOf(e.Body)
	if _, had := p.items[item]; item == "" || had || p.destroyed {
		return nil
	}
	return refused
}

// byTwo: an order that keeps somebody names who attached its paper; and since one
// was first told that waits for a second reader, none acts on one word.
func (p *Procedure) byTwo(body Body) error {
	b, ok := body.(*CourtOrderedBody)
	if !ok || b.Until == 0 {
		return nil
	}
	by, had := p.items[b.Item]
	if p.told = p.told || b.Told; p.told && !b.Told || b.Told && had && (b.Clerk != by.Account || b.ClerkOrg != by.Org) {
		return ruleRead.refuse("an order that waits for a second reader, and names who attached its paper")
	}
	return nil
}

// once: a submission is taken in once.
func (p *Procedure) once(e Event) error {
	b, ok := e.Body.(*SubmittedBody)
	if !ok {
		return nil
	}
	if p.submitted[b.ID] {
		return ruleOnce.refuse("a submission that was not taken in before")
	}
	if p.submitted == nil {
		p.submitted = map[string]bool{}
	}
	p.submitted[b.ID] = true
	return nil
}

// seated: an observer is of an accredited organisation. A seat goes to the first
// in the order of the last finished draw that has it, who may sit.
func (p *Procedure) seated(id CaseID, e Event, c *Case, k Setting) error {
	b, ok := e.Body.(*AssignedBody)
	if !ok {
		return nil
	}
	if !b.Role.sitting() {
		return b.accredited(&p.roster, k.Policy, e.At)
	}
	d := p.draws[b.Draw]
	if d == nil || !d.Done() {
		return ruleDraw.refuse("a draw that was held")
	}
	if !d.has(id, b.Role, b.Seat) {
		return ruleDraw.refuse("a draw that gave the seat " + b.Seat + " of this case")
	}
	if c.outlived(*d, b.Role) || slices.ContainsFunc(p.done[slices.Index(p.done, d)+1:], func(o *Draw) bool { return o.has(id, b.Role, b.Seat) }) {
		return ruleDraw.refuse("the last finished draw that is about the seat " + b.Seat)
	}
	line, err := p.line(d, id, b.Seat)
	if err != nil {
		return err
	}
	for _, x := range line {
		r, ok := p.roster.sits(x.Code, e.At)
		if x.Code == b.Code && ok && r.Account == b.Account {
			return nil
		}
		if ok && c.mayGive(seatOf(r, b.Role, b.Seat, b.Draw), e.At, k) && !p.elsewhere(r.Account, id) {
			return ruleDraw.refuse("the seat " + b.Seat + " for " + x.Code + ", whom the draw gave it, and not for " + b.Code)
		}
	}
	return ruleDraw.refuse("the seat " + b.Seat + " for somebody in the order of the draw, and not for " + b.Code)
}

// elsewhere reports whether the account has a part in another review: a tie from
// there may have kept it out of this one. Which files are one by now, the
// reviews' own entries do not say.
func (p *Procedure) elsewhere(account string, id CaseID) bool {
	for other, c := range p.cases {
		if x := c.part(account); other != id && x != nil && x.conflicted() {
			return true
		}
	}
	return earlierIn(p.reviewsOf(p.cases[id].Person, id), account, Member)
}

// line is the order of a seat, worked out once: a draw that has every seed
// changes no more.
func (p *Procedure) line(d *Draw, id CaseID, seat string) ([]Candidate, error) {
	if _, ok := p.lines[d.ID]; !ok {
		_, lines, err := d.work()
		if err != nil {
			return nil, err
		}
		if p.lines == nil {
			p.lines = map[string]map[string][]Candidate{}
		}
		p.lines[d.ID] = lines
	}
	return p.lines[d.ID][placeOf(id, seat)], nil
}

func (p *Procedure) enrolled(e journal.Entry) error {
	b, err := journal.Decode[RosterBody](e)
	if err != nil {
		return err
	}
	if b.Accredit != nil {
		p.roster.Accredit(*b.Accredit)
	}
	if b.Enrol != nil {
		err = p.roster.CheckEnrolment(*b.Enrol, Micros(e.At))
		p.roster.Enrol(*b.Enrol)
	}
	return err
}

func (p *Procedure) drawn(e journal.Entry) error {
	b, err := journal.Decode[DrawBody](e)
	if err != nil {
		return err
	}
	d := p.draws[b.Draw]
	if d == nil {
		d = &Draw{}
	}
	ordered := errors.Join(p.inTurn(b, Micros(e.At)), p.atOnce(b, Micros(e.At)))
	if err := d.step(b, Micros(e.At)); err != nil {
		return err
	}
	if p.draws == nil {
		p.draws = map[string]*Draw{}
	}
	p.draws[b.Draw] = d
	if b.Orgs != nil {
		p.last = d
	}
	if b.Commit != "" && len(d.Owing()) == 0 {
		if p.hashed == nil {
			p.hashed = map[string]Micros{}
		}
		p.hashed[b.Draw] = Micros(e.At)
	}
	if b.Seed != "" && d.Done() {
		p.done = append(p.done, d)
	}
	return ordered
}

// atOnce: the list is frozen with the last hash, at no moment that anybody chose.
func (p *Procedure) atOnce(b DrawBody, at Micros) error {
	if b.Freeze != nil && at > p.hashed[b.Draw].Add(enteredWithin) {
		return ruleDraw.refuse("a list that is frozen with the last hash")
	}
	return nil
}

// inTurn: one draw at a time, among all who are to be asked.
func (p *Procedure) inTurn(b DrawBody, at Micros) error {
	if b.Orgs == nil {
		if p.last == nil || p.last.ID != b.Draw {
			return ruleDraw.refuse("a step of the draw that was begun last")
		}
		return nil
	}
	if len(p.policies) == 0 {
		return ErrNoPolicy
	}
	var last Draw
	if p.last != nil {
		last = *p.last
	}
	want, err := p.roster.opening(last, p.policies[len(p.policies)-1].Policy, at)
	if err == nil && (!slices.Equal(want.Orgs, b.Orgs) || !slices.Equal(want.Without, b.Without)) {
		err = ruleDraw.refuse("every organisation accredited for the panel, but who withheld just before")
	}
	return err
}
