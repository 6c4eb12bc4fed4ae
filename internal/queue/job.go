package queue

import (
	"encoding/json"
	"errors"
	"time"
)

// A State says where a job stands.
type State string

// The states of a job. The last three are final.
const (
	Waiting   State = "waiting"
	Running   State = "running"
	Done      State = "done"
	Failed    State = "failed"
	Cancelled State = "cancelled"
)

// Final reports whether a job in this state will not be worked again.
func (s State) Final() bool { return s == Done || s == Failed || s == Cancelled }

// A Job is one piece of work.
type Job struct {
	ID     string // ULID
	Kind   string
	Args   json.RawMessage
	Author string // account on whose behalf it is done
	Org    string
	State  State
	// Stage, Done and Total are the last progress noted; Total is 0 where
	// the end is not known.
	Stage       string
	Done, Total int64
	Result      json.RawMessage // what the handler returned, once done
	Error       string          // why it failed, or was last put back
	Attempt     int             // times it was taken up
	// Cancel: someone asked that it be cancelled and the worker has not
	// ended it yet.
	Cancel     bool
	Every      time.Duration // periodic work: the time between two ends and starts; otherwise 0
	RunAt      time.Time     // not before
	CreatedAt  time.Time
	FinishedAt time.Time // zero until final
}

// Failures that callers tell apart.
var (
	// ErrNotFound: there is no such job.
	ErrNotFound = errors.New("no such job")
	// ErrUnknownKind: no handler does such jobs.
	ErrUnknownKind = errors.New("unknown kind of job")
	// ErrLost: the lease ran out and the job is another worker's. It is also
	// the cause with which the handler's context ends.
	ErrLost = errors.New("the job's lease was lost")
	// ErrCancelled is the cause with which the handler's context ends where
	// the job was cancelled.
	ErrCancelled = errors.New("the job was cancelled")
)

type retryError struct{ error }

func (e retryError) Unwrap() error { return e.error }

// Retry marks the error of a handler as one that may go away: the job is put
// back to be tried again later, [MaxAttempts] times in all. Other errors end it.
func Retry(err error) error { return retryError{err} }
