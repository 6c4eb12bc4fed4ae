package review

import (
	"context"
	"errors"
	"fmt"

	"kashf.org/kashf/internal/journal"
)

// Lapse enters every clock of a case that has run out.
func (s *Service) Lapse(ctx context.Context, id CaseID) error {
	for {
		more := false
		err := s.Journal.Do(ctx, clockwork.Actor, func(ctx context.Context, u *journal.Unit) error {
			t := TablesOf(u.Env)
			c, err := t.CaseOf(ctx, id)
			if err != nil {
				return err
			}
			policies, err := t.Policies(ctx)
			if err != nil {
				return err
			}
			k, err := SettingOf(policies, c.Policy)
			if err != nil {
				return err
			}
			var l *LapsedBody
			if l, more = c.Due(k, max(MicrosOf(s.Journal.Now()), c.At)); !more {
				return nil
			}
			return s.append(ctx, u, clockwork, id, c, policies, l)
		})
		if err != nil || !more {
			return err
		}
	}
}

// tickPage is how many cases one look takes.
const tickPage = 100

// tickPages bounds one tick, so that a case that cannot be moved on does not
// keep the others waiting for ever.
const tickPages = 10000

// Tick enters what has run out everywhere. However rarely it is called, every
// lapse takes effect at the hour it fell due.
func (s *Service) Tick(ctx context.Context) error {
	for range tickPages {
		ids, err := s.Store.DueBefore(ctx, MicrosOf(s.Journal.Now()), tickPage)
		if err != nil || len(ids) == 0 {
			return err
		}
		for _, id := range ids {
			if err := s.Lapse(ctx, id); err != nil {
				return err
			}
			if err := s.openVotes(ctx, id); err != nil {
				return err
			}
		}
	}
	return nil
}

// Follow looks again at the file and the facts of every case, after an entry that
// may have taken apart what they rest on: a link, an import, an item. What is
// undone under an outcome, of a closed case too, is a correction of it. The cost
// is a few reads for each case; signing does not wait for it, since every
// signature looks for itself.
func (s *Service) Follow(ctx context.Context, seq int64) error {
	e, _, err := s.Store.Entry(ctx, seq)
	if err != nil || e.Kind == ActDone || e.Kind == PolicySet {
		return err
	}
	if err := s.Twins(ctx); err != nil {
		return err
	}
	ids, err := s.Store.FollowedCases(ctx)
	if err != nil {
		return err
	}
	for _, id := range ids {
		c, err := s.Store.Case(ctx, id)
		if err != nil {
			return err
		}
		gone, err := s.broken(ctx, c)
		if err != nil {
			return err
		}
		if gone.any() { // nobody waits for a writer otherwise
			if err := s.stop(ctx, id, seq); err != nil {
				return err
			}
		}
		if err := s.reopenMissing(ctx, c, seq); err != nil {
			return err
		}
		if c.State == Closed {
			continue
		}
		if err := s.Part(ctx, id); err != nil {
			return err
		}
		if err := s.Ask(ctx, id); err != nil {
			return err
		}
	}
	return nil
}

// stop stops the facts and the orders of a case that no longer hold together,
// naming the entry that did it; 0 names the newest. What falls due with an order
// falls due at once.
func (s *Service) stop(ctx context.Context, id CaseID, by int64) error {
	for range tries {
		whole := false
		err := s.Journal.Do(ctx, clockwork.Actor, func(ctx context.Context, u *journal.Unit) error {
			c, err := TablesOf(u.Env).CaseOf(ctx, id)
			if err != nil {
				return err
			}
			gone, err := s.broken(ctx, c)
			if whole = !gone.any(); err != nil || whole {
				return err
			}
			if by == 0 {
				head, err := u.Tx.Head(ctx)
				if err != nil {
					return err
				}
				by = head.Size - 1
			}
			policies, err := TablesOf(u.Env).Policies(ctx)
			if err != nil {
				return err
			}
			return s.append(ctx, u, clockwork, id, c, policies, &UndoneBody{Entry: by, Facts: gone.facts, Orders: gone.orders})
		})
		if whole || err != nil && !errors.Is(err, ErrLapseFirst) {
			return err
		}
		if err := s.Lapse(ctx, id); err != nil {
			return err
		}
	}
	return fmt.Errorf("case %s: %w", id, ErrLapseFirst)
}

// A gone is what of a case no longer holds together: facts, and papers of orders.
type gone struct {
	facts  []FactID
	orders []string
}

func (g gone) any() bool { return len(g.facts)+len(g.orders) > 0 }

// broken are the facts whose links held when they were entered and hold no more,
// and those that lay in the file and lie in it no more, whomever they speak for.
// One that was entered before the program kept where it lay is taken to have lain
// there. A paper on which somebody is kept hangs on a row of the person's file;
// one that does not, hung there when it was entered.
func (s *Service) broken(ctx context.Context, c *Case) (out gone, err error) {
	for _, f := range c.Facts {
		if f.Stopped != 0 || !f.lay() {
			continue
		}
		lies, n, err := s.bound(ctx, c.Person, f.Refs)
		if err != nil {
			return gone{}, err
		}
		if !lies || n < f.Bound.Judges {
			out.facts = append(out.facts, f.ID)
		}
	}
	papers, err := s.papersOf(ctx, c)
	if err != nil {
		return gone{}, err
	}
	for _, item := range papers {
		lies, _, err := s.bound(ctx, c.Person, []Ref{{Item: item}})
		if err != nil {
			return gone{}, err
		}
		if !lies {
			out.orders = append(out.orders, item)
		}
	}
	return out, nil
}
