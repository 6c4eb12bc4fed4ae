package victims

import (
	"context"
	"maps"
	"slices"
	"sync"
)

// A memo keeps what was opened, in memory alone: a registration while it stands
// as it stood when it was opened, and the answers of one state of the ledger. It
// forgets a registration that changed, was taken out or left the tables as soon as
// the register is read again, and everything when the program stops.
type memo struct {
	mu     sync.Mutex
	opened map[string]map[string]Open // by organisation and id
	moment int64
	lists  map[reader]*answer[[]Open]
	likes  map[reader]*likes
}

// mostReaders bounds the liaisons whose likenesses are kept.
const mostReaders = 8

// likesOf are the likenesses of a liaison, empty where they were not asked for yet.
func (m *memo) likesOf(r reader) *likes {
	m.mu.Lock()
	defer m.mu.Unlock()
	x := m.likes[r]
	if x == nil {
		if m.likes == nil || len(m.likes) >= mostReaders {
			m.likes = map[reader]*likes{}
		}
		x = new(likes)
		m.likes[r] = x
	}
	return x
}

// A reader is a liaison, for an organisation.
type reader struct{ account, org string }

// An answer is worked out once; who comes meanwhile waits for it. What failed is
// tried again.
type answer[T any] struct {
	mu    sync.Mutex
	have  bool
	value T
}

func (a *answer[T]) get(work func() (T, error)) (T, error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.have {
		return a.value, nil
	}
	v, err := work()
	if err == nil {
		a.value, a.have = v, true
	}
	return v, err
}

// at drops the answers of another state of the ledger than this.
func (m *memo) at(moment int64) {
	if m.moment != moment || m.lists == nil {
		m.moment, m.lists = moment, map[reader]*answer[[]Open]{}
	}
}

// answersOf is the place of a liaison's list in the ledger's state now.
func (s *Service) answersOf(ctx context.Context, r reader) (*answer[[]Open], error) {
	moment, err := s.Store.Moment(ctx)
	if err != nil {
		return nil, err
	}
	s.memo.mu.Lock()
	defer s.memo.mu.Unlock()
	s.memo.at(moment)
	if s.memo.lists[r] == nil {
		s.memo.lists[r] = new(answer[[]Open])
	}
	return s.memo.lists[r], nil
}

// keep remembers what was opened of an organisation's whole register, and nothing
// else of it any more.
func (m *memo) keep(org string, now []Registration, opened map[string]Open) {
	m.mu.Lock()
	defer m.mu.Unlock()
	kept := make(map[string]Open, len(now))
	for _, r := range now {
		if x, ok := opened[r.ID]; ok && r.Told != nil {
			kept[r.ID] = x
		} else if x, ok := m.opened[org][r.ID]; ok && x.Seq == r.Seq && r.Told != nil {
			kept[r.ID] = x
		}
	}
	if m.opened == nil {
		m.opened = map[string]map[string]Open{}
	}
	m.opened[org] = kept
}

// of is a registration that was opened as it stands.
func (m *memo) of(r Registration) (Open, bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	x, ok := m.opened[r.Org][r.ID]
	return x, ok && x.Seq == r.Seq && r.Told != nil
}

// forget drops what was opened of a registration that left, what it was like, and
// every list.
func (m *memo) forget(id string) {
	m.mu.Lock()
	for _, opened := range m.opened {
		delete(opened, id)
	}
	m.lists = nil
	all := slices.Collect(maps.Values(m.likes))
	m.mu.Unlock()
	for _, x := range all { // not under the lock: one may be at work for seconds
		x.forget(id)
	}
}
