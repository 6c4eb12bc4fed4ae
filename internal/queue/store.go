package queue

import (
	"context"
	"encoding/json"
	"time"
)

// A Lease is a worker's hold on a job.
type Lease struct {
	// By names the holder: one name for each [Queue] value.
	By    string
	Until time.Time
}

// A Note is progress as it is stored.
type Note struct {
	Stage       string
	Done, Total int64
}

// An End is how a worker leaves a job.
type End struct {
	State  State // a final state, or Waiting to put the job back
	Note   Note
	Result json.RawMessage
	Error  string
	At     time.Time // when it ended; with Waiting, when it may be taken again
	// Attempt replaces the job's count of attempts.
	Attempt int
}

// A Store keeps jobs. Each method is atomic. Times are kept to the microsecond
// in UTC. The conformance suite is queuetest.Store.
type Store interface {
	// PutJob adds a waiting job. A job with Every set whose id is there
	// already keeps its state and takes the new Every.
	PutJob(ctx context.Context, j Job) error
	// Job returns one job, or [ErrNotFound].
	Job(ctx context.Context, id string) (Job, error)
	// Jobs lists the newest jobs first, without periodic ones.
	Jobs(ctx context.Context, limit int) ([]Job, error)
	// LeaseJob gives the caller the job of one of the kinds that has waited
	// longest, and counts its Attempt up: a waiting one whose RunAt is not
	// after now, or a running one of another holder whose lease ended at or
	// before now, less patience for each attempt but the first. It returns
	// [ErrNotFound] where there is none. No job is given to two callers.
	LeaseJob(ctx context.Context, kinds []string, l Lease, now time.Time, patience time.Duration) (Job, error)
	// NoteJob stores progress and moves the lease's end to l.Until. It
	// reports whether the job is to be cancelled. It returns [ErrLost] where
	// the job is not running with l.By.
	NoteJob(ctx context.Context, id string, l Lease, n Note) (cancel bool, err error)
	// EndJob leaves the job that by holds, or returns [ErrLost].
	EndJob(ctx context.Context, id, by string, e End) error
	// CancelJob ends a waiting job as cancelled at the time at and marks a
	// running one as to be cancelled. It returns [ErrNotFound] for an
	// unknown or a periodic job and does nothing to one that has ended.
	CancelJob(ctx context.Context, id string, at time.Time) error
	// SweepJobs removes the jobs that ended before then and says how many.
	SweepJobs(ctx context.Context, then time.Time) (int, error)
}
