package queue

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"sync"
	"time"
)

// How work is timed.
const (
	// LeaseFor is how long a worker that died holds its job.
	LeaseFor = time.Minute
	// Poll is how often a worker looks for jobs that another process put.
	Poll = 500 * time.Millisecond
	// NoteEvery is how often progress is stored at most.
	NoteEvery = 250 * time.Millisecond
	// MaxAttempts bounds how often a job is taken up: one that kills its
	// worker must not kill every worker for ever.
	MaxAttempts = 4

	renewEvery  = LeaseFor / 3
	lookEvery   = time.Second // for a cancellation from another process
	retryAfter  = 5 * time.Second
	patience    = LeaseFor // added for each worker that a job was lost with
	endPatience = 10 * time.Second
)

// Progress notes how far a handler has come. It returns at once, so it may be
// called as often as is convenient, also inside a unit of work.
type Progress func(stage string, done, total int64)

// A Handler does jobs of one kind. What it returns, if
// not nil, is stored as JSON. When ctx
// ends it returns soon, with ctx's error.
type Handler func(ctx context.Context, j Job, progress Progress) (any, error)

// A Queue puts jobs and works on them. Its fields are set once, before use.
type Queue struct {
	Store    Store
	Handlers map[string]Handler
	Now      func() time.Time
	NewID    func() string
	// Workers is how many jobs are worked at once; 0 means one.
	Workers int
	// Alarm, if set, is told of failures that no job can tell of: a database
	// that does not answer, a lease lost.
	Alarm func(error)

	once     sync.Once
	name     string
	wake     chan struct{}
	periodic []periodic

	mu      sync.Mutex
	running map[string]context.CancelCauseFunc
}

type periodic struct {
	every time.Duration
	kind  string
	fn    func(context.Context) error
}

func (q *Queue) ready() {
	q.once.Do(func() {
		q.name = q.NewID()
		q.wake = make(chan struct{}, 1)
		q.running = make(map[string]context.CancelCauseFunc)
	})
}

// Every has fn done again and again, d after it last ended, in one process at a
// time; first at once where it was never done. Its errors go to Alarm. Call it
// before Run.
func (q *Queue) Every(d time.Duration, kind string, fn func(ctx context.Context) error) {
	q.periodic = append(q.periodic, periodic{d, kind, fn})
}

// Enqueue puts a job. It reads Kind, Args, Author, Org and RunAt (zero: now)
// and returns the job as stored. It returns [ErrUnknownKind] where no handler
// does such jobs.
func (q *Queue) Enqueue(ctx context.Context, j Job) (Job, error) {
	q.ready()
	if _, ok := q.Handlers[j.Kind]; !ok {
		return Job{}, fmt.Errorf("%q: %w", j.Kind, ErrUnknownKind)
	}
	if j.Args == nil {
		j.Args = json.RawMessage("{}")
	}
	if !json.Valid(j.Args) {
		return Job{}, fmt.Errorf("enqueue %s: arguments are no JSON", j.Kind)
	}
	now := q.Now().UTC().Truncate(time.Microsecond)
	if j.RunAt.IsZero() {
		j.RunAt = now
	}
	j = Job{
		ID: q.NewID(), Kind: j.Kind, Args: slices.Clone(j.Args), Author: j.Author, Org: j.Org,
		State: Waiting, RunAt: j.RunAt, CreatedAt: now,
	}
	if err := q.Store.PutJob(ctx, j); err != nil {
		return Job{}, fmt.Errorf("enqueue %s: %w", j.Kind, err)
	}
	q.stir()
	return j, nil
}

// stir wakes a worker of this process.
func (q *Queue) stir() {
	select {
	case q.wake <- struct{}{}:
	default: // a worker is about to look anyway
	}
}

// Get returns one job, or [ErrNotFound].
func (q *Queue) Get(ctx context.Context, id string) (Job, error) { return q.Store.Job(ctx, id) }

// List returns the newest jobs first.
func (q *Queue) List(ctx context.Context, limit int) ([]Job, error) { return q.Store.Jobs(ctx, limit) }

// Cancel ends a waiting job and tells the handler of a running one to stop: at
// once in this process, within about a second in another. A job that has ended
// stays as it is.
func (q *Queue) Cancel(ctx context.Context, id string) error {
	q.ready()
	if err := q.Store.CancelJob(ctx, id, q.Now()); err != nil {
		return fmt.Errorf("cancel job: %w", err)
	}
	q.mu.Lock()
	defer q.mu.Unlock()
	if stop := q.running[id]; stop != nil {
		stop(ErrCancelled)
	}
	return nil
}

// Sweep removes the jobs that ended before then and says how many.
func (q *Queue) Sweep(ctx context.Context, then time.Time) (int, error) {
	return q.Store.SweepJobs(ctx, then)
}

func (q *Queue) alarm(err error) {
	if err != nil && q.Alarm != nil {
		q.Alarm(err)
	}
}
