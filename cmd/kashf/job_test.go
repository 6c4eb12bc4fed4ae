package main

import (
	"bufio"
	"context"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"kashf.org/kashf/internal/identity"
	"kashf.org/kashf/internal/journal"
	"kashf.org/kashf/internal/queue"
	"kashf.org/kashf/internal/store"
	"kashf.org/kashf/internal/web/screen/matches"
)

// TestServerKilledDuringARun: a server is killed while it links the register on
// somebody's behalf. The next one takes the job up when the dead one's lease
// has run out, and in the end there is one run in the ledger, with its result
// in the vault.
func TestServerKilledDuringARun(t *testing.T) {
	if testing.Short() {
		t.Skip("skipped with -short: waits a minute for a dead worker's lease")
	}
	t.Parallel()
	o := newOffice(t)
	o.take("first", "first.csv", longList(6000, 1))
	o.take("second", "second.csv", longList(6000, 2))
	// The tables are read beside the server, as another process may.
	s, err := store.Open(t.Context(), filepath.Join(o.dir, databaseName))
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	bin := filepath.Join(program(t), "kashf")
	var id string
	job := func() queue.Job {
		j, err := s.Jobs().Job(t.Context(), id)
		if err != nil {
			t.Fatal(err)
		}
		return j
	}
	// A busy machine may look away while a run is entered: then there is another.
	before := -1
	for range 5 {
		entered := o.runsEntered(s)
		id = o.enqueueRun()
		first := o.serveProcess(bin)
		for !job().State.Final() && job().Stage != "score" { // past reading, before the entry
			time.Sleep(5 * time.Millisecond)
		}
		first.Process.Kill()
		first.Wait()
		if !job().State.Final() && o.runsEntered(s) == entered {
			before = entered
			break
		}
	}
	if before < 0 {
		t.Fatal("each run was over before the server could be killed")
	}

	second := o.serveProcess(bin)
	for until := nearlyOver(t); !job().State.Final(); time.Sleep(200 * time.Millisecond) {
		if time.Now().After(until) {
			t.Fatalf("the job is still %s", job().State)
		}
	}
	if j := job(); j.State != queue.Done || j.Attempt < 2 {
		t.Errorf("job ended as %s (%s) in attempt %d, want done in the second or later", j.State, j.Error, j.Attempt)
	}
	second.Process.Signal(os.Interrupt)
	second.Wait()
	if n := o.runsEntered(s) - before; n != 1 {
		t.Errorf("%d runs entered, want 1", n)
	}
	o.holds()
}

// enqueueRun orders a full run of the register and returns the job.
func (o office) enqueueRun() (id string) {
	o.Helper()
	o.open(func(ctx context.Context, d *deployment) {
		j, err := d.newQueue(map[string]queue.Handler{matches.RunKind: matches.RunJob(d.identity)}).
			Enqueue(ctx, queue.Job{Kind: matches.RunKind, Author: journal.Local, Args: json.RawMessage(`{"full": true}`)})
		if err != nil {
			o.Fatal(err)
		}
		id = j.ID
	})
	return id
}

// nearlyOver is when a test that waits for something gives up: so shortly
// before all tests must end that it can still say what it waited for.
func nearlyOver(t *testing.T) time.Time {
	if end, ok := t.Deadline(); ok {
		return end.Add(-20 * time.Second)
	}
	return time.Now().Add(30 * time.Minute)
}

// serveProcess serves the office in a process of its own, and returns once it
// answers.
func (o office) serveProcess(bin string) *exec.Cmd {
	o.Helper()
	cmd, _ := o.serving(bin)
	return cmd
}

// serving is [office.serveProcess] with the address that answers.
func (o office) serving(bin string) (*exec.Cmd, string) {
	o.Helper()
	cmd := exec.Command(bin, append([]string{"serve", "--listen", "127.0.0.1:0"}, o.flags()...)...)
	out, err := cmd.StdoutPipe()
	if err != nil {
		o.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		o.Fatal(err)
	}
	o.Cleanup(func() { cmd.Process.Kill() })
	at, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		o.Fatalf("the server said nothing: %v", err)
	}
	return cmd, strings.TrimSpace(at)
}

// runsEntered counts the runs of the ledger.
func (o office) runsEntered(s *store.Store) int {
	o.Helper()
	n := 0
	for e, err := range s.Entries(o.Context(), 0) {
		if err != nil {
			o.Fatal(err)
		}
		if e.Kind == identity.RunDone {
			n++
		}
	}
	return n
}
