package review

import (
	"context"
	"fmt"
	"slices"
)

// A Seen is a case as one reader may read it.
type Seen struct {
	*Case
	Part   Part
	Events []Event
	Class  Class // derived from the whole file; "" for who does not read it
	Clocks []Clock
	Steps  []Open // for those who read the whole file
	Tasks  []Task
	Policy Policy
	// SubmissionsDay is when submissions close, 0 where they are not open.
	SubmissionsDay Micros
	// Chooses are the outcomes that a bench may vote for now.
	Chooses []Outcome
	// Majority is the outcome that the opened votes agree on.
	Majority Outcome
	// Replaced is the text in place of which an appeal panel put its own, as the
	// reader read it before; nil where there is none.
	Replaced *Ruling
	// Ruled is when the outcome that stands was decided, 0 where the reader is
	// given none.
	Ruled Micros
	// HeardAt is when the hearing was entered, 0 where the reader reads of none.
	HeardAt Micros
	Parts   map[string]Role // of everybody, for the question whether they may act
	Barred  []string
	// Causes are the hits that raised a question about somebody else, for those
	// who settle it.
	Causes map[string][]Hit
	// Office is the organisation that opened the case.
	Office string
	whole  *Case // for what a part may do; never shown
	// Typed are the points that the reader reads of, as they were written.
	Typed map[PointKey]string
	// Codes are the codes on the roster of the accounts behind urgent orders.
	Codes map[string]string
}

// See returns a case as the account may read it, and [ErrHidden] where it does
// not exist for it: no part, a part that has ended, a conflict that stands.
func (s *Service) See(ctx context.Context, account string, id CaseID) (Seen, error) {
	c, err := s.Store.Case(ctx, id)
	if err != nil {
		return Seen{}, err
	}
	p, ok := c.Part(account)
	if !ok || p.Left != 0 || p.conflicted() {
		return Seen{}, ErrHidden
	}
	k, err := s.setting(ctx, c)
	if err != nil {
		return Seen{}, err
	}
	if p.clear() && (p.Role == VictimsLiaison || p.Role.whole() && c.searches()) {
		if c.Again, err = s.again(ctx, c); err != nil {
			return Seen{}, err
		}
	}
	now := max(MicrosOf(s.Journal.Now()), c.At)
	x := Seen{Case: c.SeenBy(p), whole: c, Part: p, Policy: k.Policy, Parts: map[string]Role{}, Barred: c.Conflicted(), Tasks: c.Tasks(p, k, now)}
	for _, q := range c.Cast {
		if q.Left == 0 {
			x.Parts[q.Account] = q.Role
		}
		if q.Role == Registrar && x.Office == "" {
			x.Office = q.Org
		}
	}
	if !p.clear() {
		return x, nil
	}
	// By the groups that the reader knows of: whom others told is not told by a day.
	x.SubmissionsDay = x.Case.SubmissionsDay(k)
	if p.Role != VictimRepresentative {
		x.Clocks = slices.DeleteFunc(c.Clocks(k), func(y Clock) bool { return !x.showsClock(y) })
	}
	if p.Role.whole() {
		x.Class, x.Steps = c.Class(), c.Next(k, now)
	}
	if c.deliberates(p.Role) {
		x.Chooses, x.Majority = c.outcomes(), c.Majority(k)
	}
	if p.Role.seesTies() {
		if x.Causes, err = s.causes(x.Case); err != nil {
			return x, err
		}
	}
	if x.Codes, err = s.signerCodes(ctx, x.Orders); err != nil {
		return x, err
	}
	if x.Replaced, err = s.replaced(ctx, c, p); err != nil {
		return x, err
	}
	x.Typed = x.asked()
	x.Events, x.Ruled, x.HeardAt, err = s.eventsFor(ctx, c, p, x.Typed)
	if x.Outcome == nil {
		x.Ruled = 0
	}
	if x.Heard == nil {
		x.HeardAt = 0
	}
	return x, err
}

// showsClock reports whether the reader is told of a clock. That somebody is asked
// about a tie, or that a group of victims asks for standing, is for those who
// answer it and for whoever reads the whole file, never for the person's side.
func (x Seen) showsClock(y Clock) bool {
	switch {
	case !y.inward() || x.Part.Role.whole():
		return true
	case y.Name == QuestionClock:
		return slices.ContainsFunc(x.Questions, func(q Question) bool { return q.ID == y.Of })
	}
	return x.Part.Role == VictimsLiaison
}

// causes opens what raised the questions of a case as somebody reads it.
func (s *Service) causes(c *Case) (map[string][]Hit, error) {
	out := map[string][]Hit{}
	for _, q := range c.Questions {
		hits, err := s.openHits(c.ID, q)
		if err != nil {
			return nil, err
		}
		if len(hits) > 0 {
			out[q.ID] = hits
		}
	}
	return out, nil
}

// eventsFor are the entries of a case that a part may read, when the outcome that
// stands was decided, and when the person was last heard. The words of points
// come from all of them.
func (s *Service) eventsFor(ctx context.Context, c *Case, p Part, words map[PointKey]string) (out []Event, ruled, heard Micros, err error) {
	entries, err := s.Store.EventsOf(ctx, c.ID)
	if err != nil {
		return nil, 0, 0, err
	}
	for _, e := range entries {
		if e.Body == nil {
			continue // destroyed
		}
		_, ev, err := eventOf(e)
		if err != nil {
			return nil, 0, 0, fmt.Errorf("case %s: %w", c.ID, err)
		}
		ruled = c.ruledBy(ev, ruled)
		if _, ok := ev.Body.(*HeardBody); ok {
			heard = ev.At
		}
		if q, ok := ev.Body.(*QuestionedBody); ok {
			q.Cause = nil // read beside the question, by those who settle it
		}
		if b, ok := ev.Body.(*SubmittedBody); ok {
			c.typed(p, b, words)
		}
		if c.Shows(p, ev) {
			out = append(out, ev)
		}
	}
	return out, ruled, heard, nil
}

// ruledBy follows when the outcome that stands was decided: the first step after
// its text was drafted for the last time.
func (c *Case) ruledBy(e Event, ruled Micros) Micros {
	switch b := e.Body.(type) {
	case *DraftedBody:
		if c.Outcome != nil && b.Hash == c.Outcome.Hash {
			return 0
		}
	case *MovedBody:
		if ruled == 0 && (b.From == Deliberation && b.To == Decided || b.From == Appeal) {
			return e.At
		}
	}
	return ruled
}
