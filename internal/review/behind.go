package review

import (
	"context"
	"time"

	"kashf.org/kashf/internal/journal"
)

// apartAtMost is how far two machines' clocks may lie apart without anybody's being told.
const apartAtMost = 2 * time.Minute

// Behind is the time of the newest entry where the server's clock stands before
// it, the zero time otherwise. A case's own time never goes back, but until the
// clock has come up to it again no deadline runs out: whoever works here is told.
func (s *Service) Behind(ctx context.Context) (time.Time, error) {
	store, ok := s.Store.(interface {
		Head(ctx context.Context) (journal.Head, error)
	})
	if !ok {
		return time.Time{}, nil
	}
	head, err := store.Head(ctx)
	if err != nil || head.Size == 0 {
		return time.Time{}, err
	}
	e, _, err := s.Store.Entry(ctx, head.Size-1)
	if err != nil {
		return time.Time{}, err
	}
	if at := Micros(e.At).Time(); at.After(s.Journal.Now().Add(apartAtMost)) {
		return at, nil
	}
	return time.Time{}, nil
}
