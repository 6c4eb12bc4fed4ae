package review

import (
	"context"
	"errors"
	"slices"

	"kashf.org/kashf/internal/journal"
	"kashf.org/kashf/internal/register"
)

// A Lying is an open case and the person whose file it lies in by now.
type Lying struct {
	Case   CaseID
	Person register.PersonID
}

// Twins looks for open cases that lie in one file, since files were joined, and
// asks about each; it settles what it asked where files were parted again or the
// other case ended.
func (s *Service) Twins(ctx context.Context) error {
	shared, err := s.Store.SharedFiles(ctx)
	if err != nil {
		return err
	}
	for _, a := range shared {
		for _, b := range shared {
			if a.Person == b.Person && a.Case != b.Case {
				if err := s.twin(ctx, a.Case, b.Case, true); err != nil {
					return err
				}
			}
		}
	}
	asked, err := s.Store.CasesWithTwins(ctx)
	if err != nil {
		return err
	}
	for _, id := range asked {
		c, err := s.Store.Case(ctx, id)
		if err != nil {
			return err
		}
		for _, t := range c.Twins {
			if err := s.twin(ctx, id, t.Other, false); err != nil {
				return err
			}
		}
	}
	return nil
}

// twin enters in a case what is to be entered about another: a question where
// ask is set and none was asked, an answer that follows by itself.
func (s *Service) twin(ctx context.Context, id, other CaseID, ask bool) error {
	return s.afterLapses(ctx, id, func() error {
		return s.Journal.Do(ctx, clockwork.Actor, func(ctx context.Context, u *journal.Unit) error {
			t := TablesOf(u.Env)
			c, err := t.CaseOf(ctx, id)
			if err != nil {
				return err
			}
			b, err := twinAct(ctx, t, c, other, ask)
			if err != nil || b == nil {
				return err
			}
			policies, err := t.Policies(ctx)
			if err != nil {
				return err
			}
			return s.append(ctx, u, clockwork, id, c, policies, b)
		})
	})
}

// twinAct is what the program has to enter in a case about another, nil where
// nothing.
func twinAct(ctx context.Context, t Tables, c *Case, other CaseID, ask bool) (Body, error) {
	o, err := t.CaseOf(ctx, other)
	if err != nil {
		return nil, err
	}
	here, err := t.FileNow(ctx, c.Person)
	if err != nil {
		return nil, err
	}
	there, err := t.FileNow(ctx, o.Person)
	if err != nil {
		return nil, err
	}
	waits := c.unsettled(other) >= 0
	said := slices.ContainsFunc(c.Twins, func(x Twin) bool { return x.Other == other && x.Settled == TwinApart })
	switch {
	case ask && !waits && !said && here == there && c.State != Closed && o.State != Closed:
		return &JoinedBody{Other: other}, nil
	case waits && here != there:
		return &TwinSettledBody{Other: other, How: TwinApart}, nil
	case waits && o.State == Closed:
		return &TwinSettledBody{Other: other, How: TwinGoesOn}, nil
	}
	return nil, nil
}

// fillTwin sets what the other case tells.
func fillTwin(ctx context.Context, t Tables, c *Case, b *TwinSettledBody) error {
	b.Began, b.Nearer = 0, false
	o, err := t.CaseOf(ctx, b.Other)
	if errors.Is(err, ErrHidden) {
		return nil // refused: no question is about it
	}
	if err != nil {
		return err
	}
	switch b.How {
	case TwinEnds:
		b.Nearer = o.State != Closed && c.Liberty.asNear(o.Liberty)
	case TwinGoesOn:
		if o.Liberty.State.confined() && c.Liberty.State.confined() && o.Liberty.Began < c.Liberty.Began {
			b.Began = o.Liberty.Began
		}
	}
	return nil
}
