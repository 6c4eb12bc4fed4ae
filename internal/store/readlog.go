package store

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"sync"
	"time"
)

// What a [ReadLog] holds in memory at most.
const (
	readsHeldFor = time.Second
	readsHeld    = 64
	// readsRefused is where it stops to take reads: the database has not
	// answered for long, and pages must not be read without a trace.
	readsRefused = 4096
)

// ErrReadLogClosed answers a read after [ReadLog.Close].
var ErrReadLogClosed = errors.New("log of reads is closed")

// errReadsWaiting says why a log is full that no write has failed for yet.
var errReadsWaiting = errors.New("a write has not ended yet")

// A ReadLog gathers reads and writes them together, so that a page does not
// wait for the disk: after a second, or 64 reads, or when it is closed. A
// machine that loses its power loses the reads of its last second. That is the
// price; a page that waited would cost a write to disk each.
type ReadLog struct {
	s     *Store
	alarm func(error)

	writing sync.Mutex // held while a batch is written, so that batches keep their order

	mu     sync.Mutex
	held   []Read
	failed error // why the last batch was not written
	closed bool

	full chan struct{}
	stop chan struct{}
	over chan struct{}
}

// NewReadLog starts a log over s. alarm, which may be nil, is told when reads
// cannot be written; they are kept and tried again. Close it before s.
func NewReadLog(s *Store, alarm func(error)) *ReadLog {
	l := &ReadLog{s: s, alarm: alarm, full: make(chan struct{}, 1), stop: make(chan struct{}), over: make(chan struct{})}
	go l.run()
	return l
}

// Append logs one read. An error means that the read is not logged and the page
// is not to be shown. r.Subject is not to be changed afterwards.
func (l *ReadLog) Append(r Read) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.closed {
		return ErrReadLogClosed
	}
	if len(l.held) >= readsRefused {
		return fmt.Errorf("log of reads holds %d unwritten: %w", len(l.held), cmp.Or(l.failed, errReadsWaiting))
	}
	l.held = append(l.held, r)
	if len(l.held) >= readsHeld {
		select {
		case l.full <- struct{}{}:
		default: // it has been told
		}
	}
	return nil
}

// Flush writes what is held.
func (l *ReadLog) Flush(ctx context.Context) error {
	l.writing.Lock()
	defer l.writing.Unlock()
	l.mu.Lock()
	rs := l.held
	l.held = nil
	l.mu.Unlock()
	err := l.s.AppendReads(ctx, rs...)
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.failed = err; err != nil {
		l.held = append(rs, l.held...)
	}
	return err
}

func (l *ReadLog) run() {
	defer close(l.over)
	t := time.NewTicker(readsHeldFor)
	defer t.Stop()
	for {
		select {
		case <-l.stop:
			return
		case <-l.full:
		case <-t.C:
		}
		if err := l.Flush(context.Background()); err != nil && l.alarm != nil {
			l.alarm(err)
		}
	}
}

// Close writes what is held and takes no more.
func (l *ReadLog) Close() error {
	l.mu.Lock()
	was := l.closed
	l.closed = true
	l.mu.Unlock()
	if was {
		return nil
	}
	close(l.stop)
	<-l.over
	return l.Flush(context.Background())
}
