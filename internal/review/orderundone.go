package review

import (
	"context"
	"reflect"
	"slices"
)

// papers are the attached orders that a case rests something on: a court's order
// that was told, what lies beneath it, and a decision to keep. What was undone is
// not among them.
func (c *Case) papers() []string {
	var out []string
	add := func(item string) {
		if item != "" && !slices.Contains(out, item) && !slices.Contains(c.Unfounded, item) {
			out = append(out, item)
		}
	}
	for _, o := range c.CourtOrders {
		if o.Ended != "" {
			continue
		}
		add(o.Item)
		if o.Back != nil && (o.Back.State == ByCourt || c.Liberty.Stands) {
			add(o.Back.Order)
		}
	}
	if c.Liberty.State == ByCourt || c.Liberty.Stands {
		add(c.Liberty.Order)
	}
	for _, r := range []*Ruling{c.Outcome, c.Draft} {
		if r != nil && r.Outcome == Keep {
			add(r.Order)
		}
	}
	return out
}

// keptOn is the paper of the decision to keep that stands, "" where none does.
func (c *Case) keptOn() string {
	f := c.footing()
	switch {
	case !c.Liberty.Stands:
		return ""
	case f.State == "" && c.Outcome != nil && c.Outcome.Outcome == Keep:
		return c.Outcome.Order
	}
	return f.Order
}

// unfounded reports whether a ruling keeps somebody on a paper that was undone.
func (c *Case) unfounded(r *Ruling) bool {
	return r != nil && r.Outcome == Keep && slices.Contains(c.Unfounded, r.Order)
}

// founded takes in that somebody looked at a paper anew and found it attached.
func (c *Case) founded(item string) {
	c.Unfounded = slices.DeleteFunc(slices.Clone(c.Unfounded), func(x string) bool { return x == item })
	if len(c.Unfounded) == 0 {
		c.Unfounded = nil
	}
}

// paperUndone lets fall what rests on a paper: every court's order that it bears,
// and a decision to keep.
func (c *Case) paperUndone(item string, at Micros) {
	kept := c.keptOn() == item
	for i := c.courtOrder(item); i >= 0; i = c.courtOrder(item) {
		c.orderUndone(i, at)
	}
	if kept {
		c.Liberty.Stands = false
	}
	c.Unfounded = append(slices.Clone(c.Unfounded), item)
	if c.unfounded(c.Draft) && c.Draft != c.Outcome {
		c.Signed = nil // nobody's name stands under a text on such a paper, and none comes
	}
}

// orderUndone lets an order fall whose paper was undone. Undoing a paper is one
// person's act: custody ends no later for it than it would have under the order.
func (c *Case) orderUndone(i int, at Micros) {
	o, l := c.CourtOrders[i], &c.Liberty
	until, holds := o.Until, l.State == ByCourt && l.Order == o.Item
	if holds {
		until = min(until, l.Until)
	}
	c.orderFalls(i, OrderUndone, at)
	if !o.Confirmed() || until <= at || !l.State.confined() || l.State.releasing() {
		return
	}
	if holds && l.State == ByCourt {
		l.Until = min(l.Until, until)
	}
	if l.Latest == 0 || until < l.Latest {
		l.Latest = until
	}
}

// latestClock runs to the end of an order that was undone.
func (l Liberty) latestClock() []Clock {
	if l.Latest == 0 {
		return nil
	}
	return []Clock{{Name: CourtOrderClock, Due: l.Latest, Custody: true}}
}

// reportsUndone tells whoever answers for a case, watches it or may tell of an
// order, that somebody is kept no more by an order whose paper was undone.
func (c *Case) reportsUndone(p Part, add func(string, ...string)) {
	last := len(c.CourtOrders) - 1
	if last < 0 || c.CourtOrders[last].Ended != OrderUndone || !c.Liberty.State.confined() || c.Liberty.State == ByCourt {
		return
	}
	if slices.Contains([]Role{Registrar, Observer, CourtLiaison}, p.Role) {
		add("undone", UndoneOrder)
	}
}

// What a task about something undone is about, where it is no finding.
const (
	UndoneOrder = "court_order"
	UndoneKeep  = "keep"
)

// An oneWord follows the orders of a case that held on one person's word, before
// there was a second reader. The case did not keep what they rested on, nor a
// release that was decided under them; where one falls, both are needed.
type oneWord struct {
	orders []CourtOrder
	freed  Micros
}

// take notes what an event did. was and had are the custody and the outcome
// before it.
func (w *oneWord) take(was Liberty, had *Ruling, c *Case, e Event) {
	if b, ok := e.Body.(*CourtOrderedBody); ok && !b.Told && b.Until != 0 {
		w.orders = append(w.orders, CourtOrder{Item: b.Item, Until: b.Until, At: c.At, Read: c.At, Back: &Footing{was.State, was.Since, was.Until, was.Order}})
	}
	r := c.Outcome
	if len(w.orders) == 0 || was.State != ByCourt || c.Liberty.State != ByCourt || r == nil || r == had || r.Outcome != Release && r.Outcome != Conditional {
		return
	}
	if due := c.At.Add(r.StayHours.Duration()); w.freed == 0 || due < w.freed {
		w.freed = due
	}
}

// of is what an entry that lets orders of the case fall has to bring with it:
// nothing, where the case knows what custody rests on.
func (w *oneWord) of(c *Case, b *UndoneBody) ([]CourtOrder, Micros) {
	if w == nil || len(b.Orders) == 0 || c.footing().State != "" {
		return nil, 0
	}
	return w.orders, w.freed
}

// knowing is the case with orders that it had not kept.
func (c *Case) knowing(orders []CourtOrder) *Case {
	out := *c
	out.CourtOrders = append(slices.Clone(orders), c.CourtOrders...)
	return &out
}

// papersOf are the papers of a case, with those of orders on one word that lie
// beneath another.
func (s *Service) papersOf(ctx context.Context, c *Case) ([]string, error) {
	if c.footing().State != "" {
		return c.papers(), nil
	}
	w, err := s.oneWordOf(ctx, c.ID)
	if err != nil {
		return nil, err
	}
	return c.knowing(w.orders).papers(), nil
}

// fillUndone brings what orders on one word rested on.
func (s *Service) fillUndone(ctx context.Context, c *Case, b *UndoneBody) error {
	b.OneWord, b.Freed = nil, 0
	if len(b.Orders) == 0 || c.footing().State != "" {
		return nil
	}
	w, err := s.oneWordOf(ctx, c.ID)
	if err == nil {
		b.OneWord, b.Freed = w.of(c, b)
	}
	return err
}

func (s *Service) oneWordOf(ctx context.Context, id CaseID) (*oneWord, error) {
	entries, err := s.Store.EventsOf(ctx, id)
	if err != nil {
		return nil, err
	}
	var events []Event
	for _, x := range entries {
		if x.Body == nil {
			continue // destroyed
		}
		_, e, err := EventOf(x)
		if err != nil {
			return nil, err
		}
		events = append(events, e)
	}
	return heldOnOneWord(events), nil
}

// heldOnOneWord follows a case from its beginning.
func heldOnOneWord(events []Event) *oneWord {
	var w oneWord
	var c Case
	for _, e := range events {
		was, had := c.Liberty, c.Outcome
		c.Apply(e)
		w.take(was, had, &c, e)
	}
	return &w
}

// follows notes what an entry says of orders on one word.
func (p *Procedure) follows(id CaseID, was Liberty, had *Ruling, c *Case, e Event) {
	w := p.words[id]
	if w == nil {
		w = &oneWord{}
	}
	if w.take(was, had, c, e); len(w.orders) == 0 {
		return
	}
	if p.words == nil {
		p.words = map[CaseID]*oneWord{}
	}
	p.words[id] = w
}

// rested: an entry that lets orders on one word fall says what they rested on.
func (p *Procedure) rested(id CaseID, e Event, c *Case) error {
	b, ok := e.Body.(*UndoneBody)
	if !ok {
		return nil
	}
	orders, freed := p.words[id].of(c, b)
	if freed != b.Freed || len(orders)+len(b.OneWord) > 0 && !reflect.DeepEqual(orders, b.OneWord) {
		return ruleRead.refuse("what custody rested on before an order that fell")
	}
	return nil
}
