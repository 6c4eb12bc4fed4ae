package main

import (
	"bufio"
	"context"
	"os"
	"os/exec"
	"path/filepath"
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
	var id string
	o.open(func(ctx context.Context, d *deployment) {
		j, err := d.newQueue(map[string]queue.Handler{matches.RunKind: matches.RunJob(d.identity)}).
			Enqueue(ctx, queue.Job{Kind: matches.RunKind, Author: journal.Local})
		if err != nil {
			t.Fatal(err)
		}
		id = j.ID
	})
	// The tables are read beside the server, as another process may.
	s, err := store.Open(t.Context(), filepath.Join(o.dir, databaseName))
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	job := func() queue.Job {
		j, err := s.Jobs().Job(t.Context(), id)
		if err != nil {
			t.Fatal(err)
		}
		return j
	}
	bin := filepath.Join(program(t), "kashf")
	first := o.serveProcess(bin)
	for job().Stage != "score" { // past reading, before the entry
		if job().State.Final() {
			t.Fatal("the run was over before the server could be killed")
		}
		time.Sleep(5 * time.Millisecond)
	}
	first.Process.Kill()
	first.Wait()
	if n := o.runsEntered(s); n != 0 {
		t.Fatalf("%d runs entered before the kill: the test shows nothing", n)
	}

	second := o.serveProcess(bin)
	for until := time.Now().Add(5 * time.Minute); !job().State.Final(); time.Sleep(200 * time.Millisecond) {
		if time.Now().After(until) {
			t.Fatalf("the job is still %s", job().State)
		}
	}
	if j := job(); j.State != queue.Done || j.Attempt != 2 {
		t.Errorf("job ended as %s (%s) in attempt %d, want done in 2", j.State, j.Error, j.Attempt)
	}
	second.Process.Signal(os.Interrupt)
	second.Wait()
	if n := o.runsEntered(s); n != 1 {
		t.Errorf("%d runs in the ledger, want 1", n)
	}
	o.holds()
}

// serveProcess serves the office in a process of its own, and returns once it
// answers.
func (o office) serveProcess(bin string) *exec.Cmd {
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
	if _, err := bufio.NewReader(out).ReadString('\n'); err != nil {
		o.Fatalf("the server said nothing: %v", err)
	}
	return cmd
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
