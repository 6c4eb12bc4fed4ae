package review

import (
	"context"
	"errors"
)

// reopenMissing opens a missing person's file again when a paper that closed it,
// or a row, is no more in the person's file. seq is the entry after which it was
// seen. A case that stands elsewhere by now has other grounds, and is left.
func (s *Service) reopenMissing(ctx context.Context, c *Case, seq int64) error {
	if !c.fallsBack() {
		return nil
	}
	lies, _, err := s.bound(ctx, c.Person, c.lastMissing().Found.Refs)
	if err != nil || lies {
		return err
	}
	err = s.put(ctx, c.ID, &MissingOpenedBody{Entry: seq})
	if errors.Is(err, ErrRefused) {
		return nil // somebody moved the case on meanwhile
	}
	return err
}
