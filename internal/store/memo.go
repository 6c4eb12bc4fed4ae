package store

import (
	"context"
	"math"
	"sync"

	"kashf.org/kashf/internal/register"
	"kashf.org/kashf/internal/store/sqlc"
)

// A memo keeps what many pages ask for and only an entry changes: the pairs
// left for people, and the totals in a reader's sight. It holds for one size
// of the ledger and is dropped when the ledger has grown.
type memo struct {
	mu     sync.Mutex
	size   int64
	epoch  int64
	open   []sqlc.OpenMatchesRow
	loaded bool
	counts map[sqlc.CountRecordsParams]register.Counts
}

// at empties the memo where the ledger is no longer the one it holds for. The
// caller holds the lock.
func (m *memo) at(ctx context.Context, s *Store) error {
	h, err := s.q().Head(ctx)
	if err != nil {
		return err
	}
	if m.counts == nil || m.size != h.Size || m.epoch != h.Epoch {
		m.size, m.epoch, m.open, m.loaded = h.Size, h.Epoch, nil, false
		m.counts = make(map[sqlc.CountRecordsParams]register.Counts)
	}
	return nil
}

// openRows are all pairs the latest run left for people and nobody has judged,
// by rank. Not to be changed.
func (s *Store) openRows(ctx context.Context, run int64) ([]sqlc.OpenMatchesRow, error) {
	s.memo.mu.Lock()
	defer s.memo.mu.Unlock()
	if err := s.memo.at(ctx, s); err != nil {
		return nil, err
	}
	if !s.memo.loaded {
		rows, err := s.q().OpenMatches(ctx, sqlc.OpenMatchesParams{Run: run, AfterRank: -1, MaxRows: math.MaxInt32})
		if err != nil {
			return nil, err
		}
		s.memo.open, s.memo.loaded = rows, true
	}
	return s.memo.open, nil
}

// countOnce counts what one kind of reader sees, once for each state of the
// ledger however many ask.
func (s *Store) countOnce(ctx context.Context, v register.Sight, count func() (register.Counts, error)) (register.Counts, error) {
	s.memo.mu.Lock()
	defer s.memo.mu.Unlock()
	if err := s.memo.at(ctx, s); err != nil {
		return register.Counts{}, err
	}
	key := sqlc.CountRecordsParams{Org: orgOf(v), Level: int64(v.Level)}
	if c, ok := s.memo.counts[key]; ok {
		return c, nil
	}
	c, err := count()
	if err == nil {
		s.memo.counts[key] = c
	}
	return c, err
}
