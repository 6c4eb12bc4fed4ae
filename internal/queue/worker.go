package queue

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"sync"
	"time"
)

// Run works on jobs until ctx ends. It then has the handlers stop, puts back
// what they did not finish, and returns.
func (q *Queue) Run(ctx context.Context) error {
	q.ready()
	var wg sync.WaitGroup
	if len(q.Handlers) > 0 {
		kinds := slices.Sorted(maps.Keys(q.Handlers))
		for range max(1, q.Workers) {
			wg.Go(func() { q.work(ctx, kinds, q.Handlers) })
		}
	}
	if len(q.periodic) > 0 {
		wg.Go(func() { q.workPeriodic(ctx) })
	}
	wg.Wait()
	<-ctx.Done()
	return nil
}

// workPeriodic does all periodic work of this process, one after another, on a
// worker of its own: a long job must not hold it up.
func (q *Queue) workPeriodic(ctx context.Context) {
	handlers := make(map[string]Handler)
	for _, p := range q.periodic {
		handlers[p.kind] = func(ctx context.Context, _ Job, _ Progress) (any, error) { return nil, p.fn(ctx) }
		for q.put(ctx, p) != nil && pause(ctx, Poll, nil) {
		}
	}
	q.work(ctx, slices.Sorted(maps.Keys(handlers)), handlers)
}

func (q *Queue) put(ctx context.Context, p periodic) error {
	now := q.Now()
	err := q.Store.PutJob(ctx, Job{
		ID: "every:" + p.kind, Kind: p.kind, Args: json.RawMessage("{}"), State: Waiting, Every: p.every, RunAt: now, CreatedAt: now,
	})
	q.alarm(err)
	return err
}

// work takes and does one job after another, and waits where there is none.
func (q *Queue) work(ctx context.Context, kinds []string, handlers map[string]Handler) {
	for ctx.Err() == nil {
		now := q.Now()
		until := now.Add(LeaseFor)
		j, err := q.Store.LeaseJob(ctx, kinds, Lease{By: q.name, Until: until}, now, patience)
		if err == nil {
			q.stir() // there may be more, for the others
			q.do(ctx, j, until, handlers[j.Kind])
			continue
		}
		if !errors.Is(err, ErrNotFound) && ctx.Err() == nil {
			q.alarm(fmt.Errorf("take a job: %w", err))
		}
		pause(ctx, Poll, q.wake)
	}
}

// pause waits for d, or less when woken, and reports whether ctx goes on.
func pause(ctx context.Context, d time.Duration, wake <-chan struct{}) bool {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-ctx.Done():
	case <-t.C:
	case <-wake:
	}
	return ctx.Err() == nil
}

// do does one job under its lease and stores how it ended.
func (q *Queue) do(ctx context.Context, j Job, until time.Time, h Handler) {
	hctx, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	q.mu.Lock()
	q.running[j.ID] = stop
	q.mu.Unlock()
	defer func() {
		q.mu.Lock()
		delete(q.running, j.ID)
		q.mu.Unlock()
	}()

	w := &watch{q: q, job: j, until: until, stop: stop, note: Note{j.Stage, j.Done, j.Total}}
	var result any
	var err error
	switch {
	case j.Cancel:
		stop(ErrCancelled)
		err = ErrCancelled
	case j.Attempt > MaxAttempts && j.Every == 0:
		err = fmt.Errorf("given up after %d workers were lost with it", MaxAttempts)
	default:
		ended := w.start(hctx)
		result, err = call(hctx, h, j, w.progress)
		stop(nil)
		<-ended
	}
	e := q.endOf(j, result, err, context.Cause(hctx), ctx.Err() != nil)
	e.Note = w.last()
	if j.Every > 0 && err != nil && ctx.Err() == nil {
		q.alarm(fmt.Errorf("periodic work %s: %w", j.Kind, err))
	}
	q.end(ctx, j, e)
}

// end stores the end of a job. A store that does not answer is asked again for
// as long as the process lives, since this process never takes a job that it
// holds itself; and once more while it is being stopped.
func (q *Queue) end(ctx context.Context, j Job, e End) {
	for {
		ectx, cancel := context.WithTimeout(context.WithoutCancel(ctx), endPatience)
		err := q.Store.EndJob(ectx, j.ID, q.name, e)
		cancel()
		if err == nil {
			return
		}
		q.alarm(fmt.Errorf("end job %s: %w", j.ID, err))
		if errors.Is(err, ErrLost) || !pause(ctx, Poll, nil) {
			return
		}
	}
}

// call runs a handler. A handler that panics fails its job, not the process.
func call(ctx context.Context, h Handler, j Job, p Progress) (result any, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("handler panicked: %v", r)
		}
	}()
	return h(ctx, j, p)
}

// endOf decides how a job ends that its handler left with result and err, where
// cause is why the handler's context ended.
func (q *Queue) endOf(j Job, result any, err, cause error, stopping bool) End {
	now := q.Now()
	e := End{State: Done, At: now, Attempt: j.Attempt}
	if err == nil && result != nil {
		e.Result, err = json.Marshal(result)
	}
	var retry retryError
	switch {
	case stopping && err != nil:
		// Put back as if it had not been taken: to stop a server often must
		// not use up a job's attempts.
		e.State, e.Attempt = Waiting, j.Attempt-1
	case j.Every > 0:
		e.State, e.At, e.Attempt = Waiting, now.Add(j.Every), 0
	case err == nil:
	case errors.Is(cause, ErrCancelled):
		e.State = Cancelled
	case errors.Is(cause, ErrLost):
		// Perhaps nobody took it: the store may only not have answered.
		e.State = Waiting
	case errors.As(err, &retry) && j.Attempt < MaxAttempts:
		e.State, e.At = Waiting, now.Add(retryAfter<<(j.Attempt-1))
	default:
		e.State = Failed
	}
	if err != nil {
		e.Error = err.Error()
	}
	return e
}
