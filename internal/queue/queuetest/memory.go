// Package queuetest helps to test what uses package queue: a store in memory,
// and [Store], the suite that every implementation of queue.Store must pass.
package queuetest

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"sync"
	"time"

	"kashf.org/kashf/internal/queue"
)

// A Memory is a queue.Store that forgets. The zero value is empty.
type Memory struct {
	mu    sync.Mutex
	jobs  map[string]*held
	notes int
	down  error
}

type held struct {
	queue.Job
	queue.Lease
}

var _ queue.Store = (*Memory)(nil)

func stored(t time.Time) time.Time { return t.UTC().Truncate(time.Microsecond) }

// PutJob implements queue.Store.
func (m *Memory) PutJob(_ context.Context, j queue.Job) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.down != nil {
		return m.down
	}
	if old := m.jobs[j.ID]; old != nil {
		if old.Every == 0 || j.Every == 0 {
			return fmt.Errorf("job %s is there already", j.ID)
		}
		old.Every = j.Every
		return nil
	}
	if m.jobs == nil {
		m.jobs = make(map[string]*held)
	}
	j.RunAt, j.CreatedAt = stored(j.RunAt), stored(j.CreatedAt)
	m.jobs[j.ID] = &held{Job: j}
	return nil
}

// Job implements queue.Store.
func (m *Memory) Job(_ context.Context, id string) (queue.Job, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.down != nil {
		return queue.Job{}, m.down
	}
	if h := m.jobs[id]; h != nil {
		return h.Job, nil
	}
	return queue.Job{}, queue.ErrNotFound
}

// Jobs implements queue.Store.
func (m *Memory) Jobs(_ context.Context, limit int) ([]queue.Job, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	var out []queue.Job
	for _, h := range m.jobs {
		if h.Every == 0 {
			out = append(out, h.Job)
		}
	}
	slices.SortFunc(out, func(a, b queue.Job) int {
		return cmp.Or(b.CreatedAt.Compare(a.CreatedAt), cmp.Compare(b.ID, a.ID))
	})
	return out[:min(limit, len(out))], m.down
}

func (h *held) free(l queue.Lease, now time.Time, patience time.Duration) bool {
	switch h.State {
	case queue.Waiting:
		return !h.RunAt.After(now)
	case queue.Running:
		return h.By != l.By && !h.Until.Add(time.Duration(h.Attempt-1)*patience).After(now)
	}
	return false
}

// LeaseJob implements queue.Store.
func (m *Memory) LeaseJob(_ context.Context, kinds []string, l queue.Lease, now time.Time, patience time.Duration) (queue.Job, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.down != nil {
		return queue.Job{}, m.down
	}
	var first *held
	for _, h := range m.jobs {
		if slices.Contains(kinds, h.Kind) && h.free(l, now, patience) &&
			(first == nil || cmp.Or(h.RunAt.Compare(first.RunAt), cmp.Compare(h.ID, first.ID)) < 0) {
			first = h
		}
	}
	if first == nil {
		return queue.Job{}, queue.ErrNotFound
	}
	first.Lease, first.State = l, queue.Running
	first.Attempt++
	return first.Job, nil
}

func (m *Memory) mine(id, by string) (*held, error) {
	if m.down != nil {
		return nil, m.down
	}
	if h := m.jobs[id]; h != nil && h.State == queue.Running && h.By == by {
		return h, nil
	}
	return nil, queue.ErrLost
}

// NoteJob implements queue.Store.
func (m *Memory) NoteJob(_ context.Context, id string, l queue.Lease, n queue.Note) (bool, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.notes++
	h, err := m.mine(id, l.By)
	if err != nil {
		return false, err
	}
	h.Lease = l
	h.Stage, h.Done, h.Total = n.Stage, n.Done, n.Total
	return h.Cancel, nil
}

// EndJob implements queue.Store.
func (m *Memory) EndJob(_ context.Context, id, by string, e queue.End) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	h, err := m.mine(id, by)
	if err != nil {
		return err
	}
	h.Lease, h.State, h.Attempt = queue.Lease{}, e.State, e.Attempt
	h.Stage, h.Done, h.Total = e.Note.Stage, e.Note.Done, e.Note.Total
	h.Result, h.Error = e.Result, e.Error
	if e.State == queue.Waiting {
		h.RunAt = stored(e.At)
	} else {
		h.FinishedAt, h.Cancel = stored(e.At), false
	}
	return nil
}

// CancelJob implements queue.Store.
func (m *Memory) CancelJob(_ context.Context, id string, at time.Time) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	h := m.jobs[id]
	switch {
	case m.down != nil:
		return m.down
	case h == nil || h.Every > 0:
		return queue.ErrNotFound
	case h.State == queue.Waiting:
		h.State, h.FinishedAt = queue.Cancelled, stored(at)
	case h.State == queue.Running:
		h.Cancel = true
	}
	return nil
}

// SweepJobs implements queue.Store.
func (m *Memory) SweepJobs(_ context.Context, then time.Time) (int, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	n := 0
	for id, h := range m.jobs {
		if h.State.Final() && h.FinishedAt.Before(then) {
			delete(m.jobs, id)
			n++
		}
	}
	return n, m.down
}

// SetDown has every later call fail with err; nil brings the store back.
func (m *Memory) SetDown(err error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.down = err
}

// Noted is how often NoteJob was called.
func (m *Memory) Noted() int {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.notes
}
