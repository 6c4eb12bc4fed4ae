package queue

import (
	"context"
	"errors"
	"sync"
	"time"
)

// A watch stands beside a handler: it stores its progress, keeps its lease and
// looks whether it is to stop. The handler itself never waits for the store,
// which may be held by the very unit of work the handler is in.
type watch struct {
	q    *Queue
	job  Job
	stop context.CancelCauseFunc

	until  time.Time // end of the lease
	looked time.Time // when the store was last asked

	mu    sync.Mutex
	note  Note
	fresh bool // note is not stored yet
}

func (w *watch) progress(stage string, done, total int64) {
	w.mu.Lock()
	defer w.mu.Unlock()
	n := Note{stage, done, total}
	w.fresh = w.fresh || n != w.note
	w.note = n
}

func (w *watch) last() Note {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.note
}

// take gives the last note and whether it is yet to be stored.
func (w *watch) take() (Note, bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	fresh := w.fresh
	w.fresh = false
	return w.note, fresh
}

// start watches until ctx ends; the channel is closed when the watch is over.
func (w *watch) start(ctx context.Context) <-chan struct{} {
	over := make(chan struct{})
	w.looked = w.q.Now()
	go func() {
		defer close(over)
		t := time.NewTicker(NoteEvery)
		defer t.Stop()
		for {
			select {
			case <-ctx.Done():
				return
			case <-t.C:
				if err := w.look(ctx); err != nil {
					w.stop(err)
					return
				}
			}
		}
	}()
	return over
}

// look does what is due. Its error is why the handler is to stop. A store that
// does not answer is borne for as long as the lease holds.
func (w *watch) look(ctx context.Context) error {
	now := w.q.Now()
	note, fresh := w.take()
	renew := w.until.Sub(now) <= LeaseFor-renewEvery
	var cancel bool
	var err error
	switch {
	case fresh || renew:
		until := now.Add(LeaseFor)
		if cancel, err = w.q.Store.NoteJob(ctx, w.job.ID, Lease{By: w.q.name, Until: until}, note); err == nil {
			w.until = until
		}
	case now.Sub(w.looked) >= lookEvery:
		var j Job
		j, err = w.q.Store.Job(ctx, w.job.ID)
		cancel = j.Cancel
	default:
		return nil
	}
	w.looked = now
	switch {
	case errors.Is(err, ErrLost):
		return ErrLost
	case err != nil && !w.q.Now().Before(w.until):
		return ErrLost
	case cancel:
		return ErrCancelled
	}
	return nil
}
