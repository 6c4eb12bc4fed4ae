package review

import (
	"errors"
	"fmt"
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
	given     map[string][]Seating // draw → the seats that it gives, once asked
	items     map[string]bool      // attached to somebody's row
	destroyed bool                 // some attached item's entry is gone, and which it was
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
	err = errors.Join(admitted(c, ev, k), p.once(ev), p.seated(id, ev), p.ordered(ev))
	if shape := c.take(ev); shape != nil {
		return errors.Join(err, shape)
	}
	if p.cases == nil {
		p.cases = map[CaseID]*Case{}
	}
	p.cases[id] = c
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
		p.items = map[string]bool{}
	}
	p.items[b.ID] = true
	return nil
}

// ordered: what custody rests on was attached to somebody's row before. Once an
// attached item was destroyed, what is missing may be that one.
func (p *Procedure) ordered(e Event) error {
	item, refused := orderOf(e.Body)
	if item == "" || p.items[item] || p.destroyed {
		return nil
	}
	return refused
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

// seated: a seat goes to whom the draw gives it.
func (p *Procedure) seated(id CaseID, e Event) error {
	b, ok := e.Body.(*AssignedBody)
	if !ok || !b.Role.sitting() {
		return nil
	}
	seats, err := p.gives(b.Draw)
	if err != nil {
		return err
	}
	for _, x := range seats {
		if x.Case == id && x.Seat == b.Seat {
			if r, ok := p.roster.entry(x.Code); x.Code != b.Code || !ok || r.Account != b.Account {
				return ruleDraw.refuse("the seat " + b.Seat + " for " + x.Code + ", whom the draw gave it, and not for " + b.Code)
			}
			return nil
		}
	}
	return ruleDraw.refuse("a draw that gave the seat " + b.Seat + " of this case")
}

// gives are the seats of a draw, worked out once: a draw that has every seed
// changes no more.
func (p *Procedure) gives(draw string) ([]Seating, error) {
	if s, ok := p.given[draw]; ok {
		return s, nil
	}
	d := p.draws[draw]
	if d == nil {
		return nil, ruleDraw.refuse("a draw that was held")
	}
	s, err := d.Assign()
	if err != nil {
		return nil, err
	}
	if p.given == nil {
		p.given = map[string][]Seating{}
	}
	p.given[draw] = s
	return s, nil
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
	if err := d.step(b); err != nil {
		return err
	}
	if p.draws == nil {
		p.draws = map[string]*Draw{}
	}
	p.draws[b.Draw] = d
	return nil
}
