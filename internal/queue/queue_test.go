package queue_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"kashf.org/kashf/internal/queue"
	"kashf.org/kashf/internal/queue/queuetest"
)

// process is a queue over m as another process would have it, doing jobs of
// the kind "work" with h. It runs until the test ends.
func process(t *testing.T, m *queuetest.Memory, name string, h queue.Handler) *queue.Queue {
	t.Helper()
	q := idle(m, name, h)
	ctx, stop := context.WithCancel(t.Context())
	over := make(chan struct{})
	go func() { defer close(over); q.Run(ctx) }()
	t.Cleanup(func() { stop(); <-over })
	return q
}

// idle is a queue whose Run is not called.
func idle(m *queuetest.Memory, name string, h queue.Handler) *queue.Queue {
	var n atomic.Int64
	return &queue.Queue{
		Store: m, Now: time.Now, NewID: func() string { return fmt.Sprintf("%s-%03d", name, n.Add(1)) },
		Handlers: map[string]queue.Handler{"work": h},
	}
}

func enqueue(t *testing.T, q *queue.Queue) queue.Job {
	t.Helper()
	j, err := q.Enqueue(t.Context(), queue.Job{Kind: "work", Author: "a1", Org: "o1"})
	if err != nil {
		t.Fatal(err)
	}
	return j
}

// waitEnd waits for a job's end and returns it with the time that took.
func waitEnd(t *testing.T, m *queuetest.Memory, id string) (queue.Job, time.Duration) {
	t.Helper()
	began := time.Now()
	for {
		synctest.Wait()
		j, err := m.Job(t.Context(), id)
		if err != nil {
			t.Fatal(err)
		}
		if j.State.Final() {
			return j, time.Since(began)
		}
		if time.Since(began) > 24*time.Hour {
			t.Fatalf("job %s has not ended after a day: %+v", id, j)
		}
		time.Sleep(100 * time.Millisecond)
	}
}

func nothing(context.Context, queue.Job, queue.Progress) (any, error) { return nil, nil }

func TestEnqueueWakesAWorkerAtOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m := &queuetest.Memory{}
		q := process(t, m, "p", func(_ context.Context, j queue.Job, p queue.Progress) (any, error) {
			p("rows", 3, 3)
			return map[string]string{"author": j.Author}, nil
		})
		time.Sleep(queue.Poll / 2)
		j, took := waitEnd(t, m, enqueue(t, q).ID)
		if took != 0 {
			t.Errorf("taken after %v, want at once", took)
		}
		if j.State != queue.Done || string(j.Result) != `{"author":"a1"}` || j.Stage != "rows" || j.Done != 3 || j.Attempt != 1 {
			t.Errorf("job = %+v", j)
		}
	})
}

func TestJobsOfOtherProcessesAreFound(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m := &queuetest.Memory{}
		process(t, m, "p", nothing)
		time.Sleep(queue.Poll / 2)
		j := enqueue(t, idle(m, "other", nothing))
		if _, took := waitEnd(t, m, j.ID); took > queue.Poll {
			t.Errorf("found after %v, want within %v", took, queue.Poll)
		}
	})
}

func TestEnqueueRefuses(t *testing.T) {
	q := idle(&queuetest.Memory{}, "p", nothing)
	if _, err := q.Enqueue(t.Context(), queue.Job{Kind: "unheard"}); !errors.Is(err, queue.ErrUnknownKind) {
		t.Errorf("Enqueue of an unknown kind: %v", err)
	}
	if _, err := q.Enqueue(t.Context(), queue.Job{Kind: "work", Args: json.RawMessage("{")}); err == nil {
		t.Error("Enqueue took arguments that are no JSON")
	}
}

func TestALongJobKeepsItsLease(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m := &queuetest.Memory{}
		long := func(context.Context, queue.Job, queue.Progress) (any, error) {
			time.Sleep(10 * queue.LeaseFor)
			return nil, nil
		}
		q := process(t, m, "p", long)
		process(t, m, "other", long)
		j, _ := waitEnd(t, m, enqueue(t, q).ID)
		if j.State != queue.Done || j.Attempt != 1 {
			t.Errorf("job = %s after %d attempts, want done after 1", j.State, j.Attempt)
		}
	})
}

// die takes the waiting job as a worker that is not heard of again.
func die(t *testing.T, m *queuetest.Memory, name string) {
	t.Helper()
	now := time.Now()
	l := queue.Lease{By: name, Until: now.Add(queue.LeaseFor)}
	if _, err := m.LeaseJob(t.Context(), []string{"work"}, l, now, queue.LeaseFor); err != nil {
		t.Fatal(err)
	}
}

func TestAJobOfADeadWorkerIsTakenUpAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m := &queuetest.Memory{}
		j := enqueue(t, idle(m, "dead", nothing))
		die(t, m, "dead")
		process(t, m, "p", nothing)
		j, took := waitEnd(t, m, j.ID)
		if j.State != queue.Done || j.Attempt != 2 || took < queue.LeaseFor || took > queue.LeaseFor+2*queue.Poll {
			t.Errorf("job %s, attempt %d, after %v; want done, 2, about %v", j.State, j.Attempt, took, queue.LeaseFor)
		}
	})
}

func TestAJobThatKillsItsWorkersIsGivenUp(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m := &queuetest.Memory{}
		j := enqueue(t, idle(m, "dead", nothing))
		for n := range queue.MaxAttempts {
			die(t, m, fmt.Sprint("dead", n))
			time.Sleep(time.Duration(n+1) * queue.LeaseFor)
		}
		process(t, m, "p", func(context.Context, queue.Job, queue.Progress) (any, error) {
			t.Error("the job was worked once more")
			return nil, nil
		})
		if j, _ = waitEnd(t, m, j.ID); j.State != queue.Failed || !strings.Contains(j.Error, "given up") {
			t.Errorf("job = %s, %q, want failed, given up", j.State, j.Error)
		}
	})
}

func TestCancelStopsTheHandler(t *testing.T) {
	for name, c := range map[string]struct {
		elsewhere bool
		within    time.Duration
	}{"here": {false, 0}, "from another process": {true, 2 * time.Second}} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				m := &queuetest.Memory{}
				var cause error
				q := process(t, m, "p", func(ctx context.Context, _ queue.Job, _ queue.Progress) (any, error) {
					<-ctx.Done()
					cause = context.Cause(ctx)
					return nil, ctx.Err()
				})
				j := enqueue(t, q)
				time.Sleep(time.Second)
				by := q
				if c.elsewhere {
					by = idle(m, "other", nothing)
				}
				if err := by.Cancel(t.Context(), j.ID); err != nil {
					t.Fatal(err)
				}
				j, took := waitEnd(t, m, j.ID)
				if j.State != queue.Cancelled || took > c.within || !errors.Is(cause, queue.ErrCancelled) {
					t.Errorf("job %s after %v, cause %v; want cancelled within %v", j.State, took, cause, c.within)
				}
			})
		})
	}
}

func TestAJobThatEndsBeforeItHearsOfItsCancellationIsDone(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m := &queuetest.Memory{}
		q := process(t, m, "p", func(ctx context.Context, _ queue.Job, _ queue.Progress) (any, error) {
			<-ctx.Done()
			return "entered", nil
		})
		j := enqueue(t, q)
		synctest.Wait()
		if err := q.Cancel(t.Context(), j.ID); err != nil {
			t.Fatal(err)
		}
		if j, _ = waitEnd(t, m, j.ID); j.State != queue.Done || string(j.Result) != `"entered"` {
			t.Errorf("job = %s, %s: work that is done is not called cancelled", j.State, j.Result)
		}
	})
}

func TestProgressIsStoredFourTimesASecondAtMost(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m := &queuetest.Memory{}
		q := process(t, m, "p", func(_ context.Context, _ queue.Job, p queue.Progress) (any, error) {
			for n := range int64(2000) {
				p("pairs", n+1, 2000)
				time.Sleep(time.Millisecond)
			}
			return nil, nil
		})
		j := enqueue(t, q)
		time.Sleep(time.Second + time.Millisecond)
		if mid, _ := q.Get(t.Context(), j.ID); mid.Done < 700 || mid.Stage != "pairs" {
			t.Errorf("after a second: %s %d, want progress to show", mid.Stage, mid.Done)
		}
		j, _ = waitEnd(t, m, j.ID)
		if n := m.Noted(); n > 8 || j.Done != 2000 {
			t.Errorf("%d notes in two seconds, last %d; want at most 8 and 2000", n, j.Done)
		}
	})
}

func TestRetryBacksOffAndEnds(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m := &queuetest.Memory{}
		var at []time.Duration
		began := time.Now()
		q := process(t, m, "p", func(context.Context, queue.Job, queue.Progress) (any, error) {
			at = append(at, time.Since(began).Truncate(time.Second))
			return nil, queue.Retry(errors.New("storage away"))
		})
		j, _ := waitEnd(t, m, enqueue(t, q).ID)
		if j.State != queue.Failed || j.Error != "storage away" || j.Attempt != queue.MaxAttempts {
			t.Errorf("job = %+v", j)
		}
		if got := fmt.Sprint(at); got != "[0s 5s 15s 35s]" {
			t.Errorf("tried at %s, want [0s 5s 15s 35s]", got)
		}
	})
}

func TestAFailureOrPanicEndsTheJobOnly(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m := &queuetest.Memory{}
		n := 0
		q := process(t, m, "p", func(context.Context, queue.Job, queue.Progress) (any, error) {
			switch n++; n {
			case 1:
				return nil, errors.New("no such list")
			case 2:
				panic("index out of range")
			case 3:
				return make(chan int), nil
			}
			return nil, nil
		})
		for _, want := range []string{"no such list", "handler panicked: index out of range", "json: unsupported type: chan int", ""} {
			j, _ := waitEnd(t, m, enqueue(t, q).ID)
			if j.Error != want || (j.State == queue.Failed) != (want != "") {
				t.Errorf("job = %s, %q, want %q", j.State, j.Error, want)
			}
		}
	})
}

func TestStoppingPutsJobsBack(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m := &queuetest.Memory{}
		q := idle(m, "p", func(ctx context.Context, _ queue.Job, _ queue.Progress) (any, error) {
			<-ctx.Done()
			return nil, ctx.Err()
		})
		j := enqueue(t, q)
		ctx, stop := context.WithCancel(t.Context())
		over := make(chan struct{})
		go func() { defer close(over); q.Run(ctx) }()
		synctest.Wait()
		stop()
		<-over
		j, err := m.Job(t.Context(), j.ID)
		if err != nil || j.State != queue.Waiting || j.Attempt != 0 {
			t.Errorf("job after stopping = %s, attempt %d, %v; want waiting, 0", j.State, j.Attempt, err)
		}
	})
}

func TestAStoreThatIsAwayForAWhileIsBorne(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m := &queuetest.Memory{}
		var stopped bool
		q := idle(m, "p", func(ctx context.Context, _ queue.Job, _ queue.Progress) (any, error) {
			select {
			case <-ctx.Done():
				stopped = true
				return nil, ctx.Err()
			case <-time.After(30 * time.Second):
				return nil, nil
			}
		})
		var alarms atomic.Int64
		q.Alarm = func(error) { alarms.Add(1) }
		j := enqueue(t, q)
		go q.Run(t.Context())
		synctest.Wait()
		m.SetDown(errors.New("connection refused"))
		time.Sleep(45 * time.Second)
		m.SetDown(nil)
		j, _ = waitEnd(t, m, j.ID)
		if j.State != queue.Done || stopped || alarms.Load() == 0 {
			t.Errorf("job = %s, handler stopped %v, %d alarms; want done, false, some", j.State, stopped, alarms.Load())
		}
	})
}

func TestALostLeaseStopsTheHandler(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m := &queuetest.Memory{}
		causes := make(chan error, 9)
		q := process(t, m, "p", func(ctx context.Context, j queue.Job, _ queue.Progress) (any, error) {
			if j.Attempt > 1 {
				return nil, nil
			}
			<-ctx.Done()
			causes <- context.Cause(ctx)
			return nil, ctx.Err()
		})
		j := enqueue(t, q)
		synctest.Wait()
		m.SetDown(errors.New("connection refused"))
		if cause := <-causes; !errors.Is(cause, queue.ErrLost) {
			t.Errorf("cause = %v, want ErrLost", cause)
		}
		m.SetDown(nil)
		if j, _ = waitEnd(t, m, j.ID); j.State != queue.Done || j.Attempt != 2 {
			t.Errorf("job = %s, attempt %d: one that nobody else took is done here again", j.State, j.Attempt)
		}
	})
}

func TestEveryRunsInOneProcessAtATime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m := &queuetest.Memory{}
		var runs, now atomic.Int64
		ctx, stop := context.WithCancel(t.Context())
		for _, name := range []string{"p1", "p2", "p3"} {
			q := idle(m, name, nothing)
			q.Every(time.Hour, "sweep", func(context.Context) error {
				if now.Add(1) > 1 {
					t.Error("done twice at once")
				}
				defer now.Add(-1)
				runs.Add(1)
				time.Sleep(5 * time.Minute)
				return errors.New("one failure does not end it")
			})
			go q.Run(ctx)
		}
		time.Sleep(24 * time.Hour)
		stop()
		synctest.Wait()
		if n := runs.Load(); n < 22 || n > 23 { // a start each 65 minutes and a moment
			t.Errorf("%d runs in a day, want 22 or 23", n)
		}
	})
}
