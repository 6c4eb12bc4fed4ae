package review

import (
	"context"
	"fmt"
	"slices"
)

// MakeCopy makes a copy of the file, as it stands, for somebody whose part reads
// one, enters its hash, and gives its number.
func (s *Service) MakeCopy(ctx context.Context, w Who, id CaseID) (int, error) {
	b := &CopiedBody{}
	if err := s.Enter(ctx, w, id, 0, b); err != nil {
		return 0, err
	}
	return b.N, nil
}

// CopyOf is a copy as it was given, made anew from the ledger, to the reader it
// was made for. It returns [ErrHidden] to anybody else, and [ErrCopy] where what
// the ledger gives is not what the reader saw.
func (s *Service) CopyOf(ctx context.Context, account string, id CaseID, n int) (Copy, CopyText, error) {
	c, err := s.Store.Case(ctx, id)
	if err != nil {
		return Copy{}, CopyText{}, err
	}
	i := slices.IndexFunc(c.Copies, func(x Copy) bool { return x.N == n })
	if !c.MayRead(account) || i < 0 || c.Copies[i].Account != account {
		return Copy{}, CopyText{}, ErrHidden
	}
	t, err := s.copyText(ctx, c.ID, c.Copies[i])
	return c.Copies[i], t, err
}

// copyText folds the case up to the moment of a copy.
func (s *Service) copyText(ctx context.Context, id CaseID, x Copy) (CopyText, error) {
	entries, err := s.Store.EventsOf(ctx, id)
	if err != nil {
		return CopyText{}, err
	}
	c := &Case{}
	for _, e := range entries {
		if e.Seq > x.Seq {
			break
		}
		if e.Body == nil {
			return CopyText{}, fmt.Errorf("copy %d rests on entry %d, which was destroyed: %w", x.N, e.Seq, ErrCopy)
		}
		_, ev, err := eventOf(e)
		if err != nil {
			return CopyText{}, err
		}
		c.Apply(ev)
	}
	p, ok := c.Part(x.Account)
	if t := c.CopyFor(p); ok && (t.Hash() == x.Hash || t.worded(c).Hash() == x.Hash) {
		return t, nil
	}
	return CopyText{}, fmt.Errorf("copy %d: %w", x.N, ErrCopy)
}

// CheckCopies makes every copy of a case anew and compares it with the hash that
// the ledger has. It returns how many there are, and the first fault.
func (s *Service) CheckCopies(ctx context.Context, id CaseID) (int, error) {
	c, err := s.Store.Case(ctx, id)
	if err != nil {
		return 0, err
	}
	for _, x := range c.Copies {
		if _, err := s.copyText(ctx, id, x); err != nil {
			return len(c.Copies), fmt.Errorf("case %s: %w", id, err)
		}
	}
	return len(c.Copies), nil
}
