package accesstest

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
	"time"

	"kashf.org/kashf/internal/access"
)

// AddSession implements access.Store.
func (m *Memory) AddSession(_ context.Context, s access.Session) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.addSession(s)
}

func (m *Memory) addSession(s access.Session) error {
	if _, err := found(m.accounts, s.Account); err != nil {
		return err
	}
	if _, ok := m.sessions[s.Hash]; ok {
		return fmt.Errorf("session: %w", access.ErrTaken)
	}
	s.StartedAt, s.SeenAt, s.StepUpAt = stored(s.StartedAt), stored(s.SeenAt), stored(s.StepUpAt)
	m.sessions[s.Hash] = s
	return nil
}

// Session implements access.Store.
func (m *Memory) Session(_ context.Context, hash access.TokenHash) (access.Session, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	return found(m.sessions, hash)
}

// Sessions implements access.Store.
func (m *Memory) Sessions(_ context.Context, account access.AccountID) ([]access.Session, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	var out []access.Session
	for _, s := range m.sessions {
		if s.Account == account {
			out = append(out, s)
		}
	}
	slices.SortFunc(out, func(a, b access.Session) int {
		return cmp.Or(b.SeenAt.Compare(a.SeenAt), bytes.Compare(a.Hash[:], b.Hash[:]))
	})
	return out, nil
}

// TouchSession implements access.Store.
func (m *Memory) TouchSession(_ context.Context, hash access.TokenHash, seen time.Time) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	s, ok := m.sessions[hash]
	if ok && seen.After(s.SeenAt) {
		s.SeenAt = stored(seen)
		m.sessions[hash] = s
	}
	return nil
}

// ReplaceSession implements access.Store.
func (m *Memory) ReplaceSession(_ context.Context, old access.TokenHash, s access.Session) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if _, err := found(m.sessions, old); err != nil {
		return err
	}
	if err := m.addSession(s); err != nil {
		return err
	}
	delete(m.sessions, old)
	return nil
}

// EndSession implements access.Store.
func (m *Memory) EndSession(_ context.Context, hash access.TokenHash) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	delete(m.sessions, hash)
	return nil
}

// EndSessions implements access.Store.
func (m *Memory) EndSessions(_ context.Context, account access.AccountID, keep access.TokenHash) (int, error) {
	return m.endWhere(func(s access.Session) bool { return s.Account == account && s.Hash != keep })
}

// SweepSessions implements access.Store.
func (m *Memory) SweepSessions(_ context.Context, seenBefore, startedBefore time.Time) (int, error) {
	return m.endWhere(func(s access.Session) bool {
		return s.SeenAt.Before(seenBefore) || s.StartedAt.Before(startedBefore)
	})
}

func (m *Memory) endWhere(over func(access.Session) bool) (int, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	before := len(m.sessions)
	maps.DeleteFunc(m.sessions, func(_ access.TokenHash, s access.Session) bool { return over(s) })
	return before - len(m.sessions), nil
}

// AddReveal implements access.Store.
func (m *Memory) AddReveal(_ context.Context, r access.Reveal) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if _, err := found(m.accounts, r.Account); err != nil {
		return err
	}
	if _, ok := m.reveals[r.ID]; ok {
		return fmt.Errorf("reveal: %w", access.ErrTaken)
	}
	r.At, r.Until = stored(r.At), stored(r.Until)
	m.reveals[r.ID] = r
	return nil
}

// Reveals implements access.Store.
func (m *Memory) Reveals(_ context.Context, account access.AccountID, at time.Time) ([]access.Reveal, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	return sorted(m.reveals, func(r access.Reveal) bool {
		return r.Account == account && r.Until.After(at)
	}), nil
}
