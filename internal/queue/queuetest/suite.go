package queuetest

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"kashf.org/kashf/internal/queue"
)

// Store runs the conformance suite of queue.Store. newStore gives an empty
// store each time.
func Store(t *testing.T, newStore func(t *testing.T) queue.Store) {
	for name, run := range map[string]func(*testing.T, queue.Store){
		"text and times return":  testRoundTrip,
		"taken in order":         testOrder,
		"leases":                 testLease,
		"notes and ends":         testEnds,
		"put back":               testPutBack,
		"cancelled":              testCancel,
		"periodic":               testPeriodic,
		"swept":                  testSweep,
		"none is worked twice":   testManyWorkers,
		"none is taken by other": testOthersKind,
	} {
		t.Run(name, func(t *testing.T) { run(t, newStore(t)) })
	}
}

var (
	noon  = time.Date(2025, 1, 10, 12, 0, 0, 123456000, time.UTC)
	kinds = []string{"import", "resolve"}
)

func job(n int) queue.Job {
	return queue.Job{
		ID: fmt.Sprintf("01JOB%03d", n), Kind: "import", Args: json.RawMessage(`{"file":"قائمة"}`), Author: "a1", Org: "o1",
		State: queue.Waiting, RunAt: noon, CreatedAt: noon.Add(time.Duration(n) * time.Second),
	}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func wantErr(t *testing.T, what string, got, want error) {
	t.Helper()
	if !errors.Is(got, want) {
		t.Errorf("%s: error %v, want %v", what, got, want)
	}
}

func wantSame[T any](t *testing.T, what string, got, want T) {
	t.Helper()
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("%s (-want +got):\n%s", what, diff)
	}
}

func lease(by string, at time.Time) queue.Lease {
	return queue.Lease{By: by, Until: at.Add(queue.LeaseFor)}
}

// take leases at the time at and wants the job with the given id, or none
// where it is "".
func take(t *testing.T, s queue.Store, by string, at time.Time, want string) queue.Job {
	t.Helper()
	j, err := s.LeaseJob(t.Context(), kinds, lease(by, at), at, time.Minute)
	if want == "" {
		wantErr(t, "LeaseJob of nothing", err, queue.ErrNotFound)
		return j
	}
	must(t, err)
	if j.ID != want || j.State != queue.Running {
		t.Errorf("LeaseJob = %s, %s, want %s, running", j.ID, j.State, want)
	}
	return j
}

func testRoundTrip(t *testing.T, s queue.Store) {
	want := job(1)
	must(t, s.PutJob(t.Context(), want))
	got, err := s.Job(t.Context(), want.ID)
	must(t, err)
	wantSame(t, "Job", got, want)
	_, err = s.Job(t.Context(), "none")
	wantErr(t, "Job of no id", err, queue.ErrNotFound)
	must(t, s.PutJob(t.Context(), job(2)))
	list, err := s.Jobs(t.Context(), 10)
	must(t, err)
	wantSame(t, "Jobs", list, []queue.Job{job(2), job(1)})
	list, err = s.Jobs(t.Context(), 1)
	must(t, err)
	wantSame(t, "Jobs, one", list, []queue.Job{job(2)})
}

func testOrder(t *testing.T, s queue.Store) {
	late, early, other := job(1), job(2), job(3)
	late.RunAt, other.Kind = noon.Add(time.Hour), "resolve"
	for _, j := range []queue.Job{late, other, early} {
		must(t, s.PutJob(t.Context(), j))
	}
	take(t, s, "w", noon.Add(-time.Second), "")
	j := take(t, s, "w", noon, early.ID)
	early.State, early.Attempt = queue.Running, 1
	wantSame(t, "LeaseJob", j, early)
	take(t, s, "w", noon, other.ID)
	take(t, s, "w", noon, "")
	take(t, s, "w", late.RunAt, late.ID)
}

func testLease(t *testing.T, s queue.Store) {
	must(t, s.PutJob(t.Context(), job(1)))
	take(t, s, "dead", noon, job(1).ID)
	end := noon.Add(queue.LeaseFor)
	take(t, s, "w", end.Add(-time.Microsecond), "")
	take(t, s, "dead", end, "") // a holder never takes its own job twice
	if j := take(t, s, "w", end, job(1).ID); j.Attempt != 2 {
		t.Errorf("attempt %d, want 2", j.Attempt)
	}
	_, err := s.NoteJob(t.Context(), job(1).ID, lease("dead", end), queue.Note{})
	wantErr(t, "NoteJob of the one who lost it", err, queue.ErrLost)
	wantErr(t, "EndJob of the one who lost it", s.EndJob(t.Context(), job(1).ID, "dead", queue.End{State: queue.Done}), queue.ErrLost)

	end = end.Add(queue.LeaseFor)
	take(t, s, "third", end, "") // the second loss costs a minute more
	take(t, s, "third", end.Add(time.Minute), job(1).ID)
}

func testEnds(t *testing.T, s queue.Store) {
	must(t, s.PutJob(t.Context(), job(1)))
	take(t, s, "w", noon, job(1).ID)
	cancel, err := s.NoteJob(t.Context(), job(1).ID, lease("w", noon.Add(time.Hour)), queue.Note{Stage: "rows", Done: 5, Total: 9})
	must(t, err)
	wantSame(t, "NoteJob says cancel", cancel, false)
	take(t, s, "other", noon.Add(time.Hour), "") // the note moved the lease on
	want := job(1)
	want.State, want.Attempt, want.Stage, want.Done, want.Total = queue.Running, 1, "rows", 5, 9
	got, err := s.Job(t.Context(), want.ID)
	must(t, err)
	wantSame(t, "Job after a note", got, want)

	want.State, want.Stage, want.Done, want.Result = queue.Done, "all", 9, json.RawMessage(`{"entry":7}`)
	want.FinishedAt = noon.Add(time.Minute)
	must(t, s.EndJob(t.Context(), want.ID, "w", queue.End{
		State: queue.Done, Note: queue.Note{Stage: "all", Done: 9, Total: 9}, Result: want.Result, At: want.FinishedAt, Attempt: 1,
	}))
	got, err = s.Job(t.Context(), want.ID)
	must(t, err)
	wantSame(t, "Job after its end", got, want)
	wantErr(t, "EndJob again", s.EndJob(t.Context(), want.ID, "w", queue.End{State: queue.Failed}), queue.ErrLost)
	take(t, s, "x", noon.Add(24*time.Hour), "")
}

func testPutBack(t *testing.T, s queue.Store) {
	must(t, s.PutJob(t.Context(), job(1)))
	take(t, s, "w", noon, job(1).ID)
	again := noon.Add(time.Second)
	must(t, s.EndJob(t.Context(), job(1).ID, "w", queue.End{State: queue.Waiting, Error: "later", At: again, Attempt: 1}))
	got, err := s.Job(t.Context(), job(1).ID)
	must(t, err)
	want := job(1)
	want.RunAt, want.Error, want.Attempt = again, "later", 1
	wantSame(t, "Job put back", got, want)
	take(t, s, "w", noon, "")
	take(t, s, "w", again, job(1).ID) // also by the one who put it back
}

func testCancel(t *testing.T, s queue.Store) {
	ctx := t.Context()
	waiting, running, ended := job(1), job(2), job(3)
	for _, j := range []queue.Job{running, ended} {
		must(t, s.PutJob(ctx, j))
		take(t, s, "w", noon, j.ID)
	}
	must(t, s.PutJob(ctx, waiting))
	must(t, s.EndJob(ctx, ended.ID, "w", queue.End{State: queue.Done, At: noon, Attempt: 1}))
	for _, c := range []struct {
		id    string
		state queue.State
		flag  bool
	}{{waiting.ID, queue.Cancelled, false}, {running.ID, queue.Running, true}, {ended.ID, queue.Done, false}} {
		must(t, s.CancelJob(ctx, c.id, noon))
		j, err := s.Job(ctx, c.id)
		must(t, err)
		if j.State != c.state || j.Cancel != c.flag || j.FinishedAt.IsZero() == c.state.Final() {
			t.Errorf("%s after CancelJob: %s, cancel %v, finished %v, want %s, %v", c.id, j.State, j.Cancel, j.FinishedAt, c.state, c.flag)
		}
	}
	cancel, err := s.NoteJob(ctx, running.ID, lease("w", noon), queue.Note{})
	must(t, err)
	wantSame(t, "NoteJob says cancel", cancel, true)
	wantErr(t, "CancelJob of no id", s.CancelJob(ctx, "none", noon), queue.ErrNotFound)
	take(t, s, "w", noon, "")
}

func testPeriodic(t *testing.T, s queue.Store) {
	ctx := t.Context()
	p := job(1)
	p.Every = time.Hour
	must(t, s.PutJob(ctx, p))
	take(t, s, "w", noon, p.ID)
	p.Every, p.RunAt = 2*time.Hour, noon.Add(5*time.Hour)
	must(t, s.PutJob(ctx, p))
	got, err := s.Job(ctx, p.ID)
	must(t, err)
	want := job(1)
	want.Every, want.State, want.Attempt = 2*time.Hour, queue.Running, 1
	wantSame(t, "Job put again while running", got, want)
	wantErr(t, "CancelJob of periodic work", s.CancelJob(ctx, p.ID, noon), queue.ErrNotFound)
	list, err := s.Jobs(ctx, 10)
	must(t, err)
	wantSame(t, "Jobs with periodic work", len(list), 0)
}

func testSweep(t *testing.T, s queue.Store) {
	ctx := t.Context()
	for n := 1; n <= 3; n++ {
		must(t, s.PutJob(ctx, job(n)))
	}
	for n := 1; n <= 2; n++ {
		take(t, s, "w", noon, job(n).ID)
		must(t, s.EndJob(ctx, job(n).ID, "w", queue.End{State: queue.Failed, At: noon.Add(time.Duration(n) * time.Hour)}))
	}
	n, err := s.SweepJobs(ctx, noon.Add(2*time.Hour))
	must(t, err)
	wantSame(t, "SweepJobs", n, 1)
	list, err := s.Jobs(ctx, 10)
	must(t, err)
	wantSame(t, "jobs left", len(list), 2)
}

func testOthersKind(t *testing.T, s queue.Store) {
	j := job(1)
	j.Kind = "other"
	must(t, s.PutJob(t.Context(), j))
	take(t, s, "w", noon, "")
	_, err := s.LeaseJob(t.Context(), nil, lease("w", noon), noon, time.Minute)
	wantErr(t, "LeaseJob of no kinds", err, queue.ErrNotFound)
}

// testManyWorkers has several queues, as of several processes, work off one
// store.
func testManyWorkers(t *testing.T, s queue.Store) {
	const jobs, queues, workers = 500, 4, 2
	for n := range jobs {
		must(t, s.PutJob(t.Context(), job(n)))
	}
	var mu sync.Mutex
	worked := make(map[string]int)
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	handler := func(_ context.Context, j queue.Job, _ queue.Progress) (any, error) {
		mu.Lock()
		defer mu.Unlock()
		worked[j.ID]++
		return j.ID, nil
	}
	var wg sync.WaitGroup
	for n := range queues {
		q := &queue.Queue{
			Store: s, Now: time.Now, NewID: func() string { return fmt.Sprint("queue", n) }, Workers: workers,
			Handlers: map[string]queue.Handler{"import": handler}, Alarm: func(err error) { t.Error(err) },
		}
		wg.Go(func() { q.Run(ctx) })
	}
	left := func() int {
		list, err := s.Jobs(ctx, jobs)
		must(t, err)
		n := 0
		for _, j := range list {
			if j.State != queue.Done {
				n++
			}
		}
		return n
	}
	for deadline := time.Now().Add(time.Minute); left() > 0; {
		if time.Now().After(deadline) {
			t.Fatalf("%d jobs are left after a minute", left())
		}
		time.Sleep(20 * time.Millisecond)
	}
	stop()
	wg.Wait()
	for id, n := range worked {
		if n != 1 {
			t.Errorf("job %s was worked %d times", id, n)
		}
	}
	wantSame(t, "jobs worked", len(worked), jobs)
}
