package store_test

import (
	"database/sql"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"kashf.org/kashf/internal/access"
	"kashf.org/kashf/internal/journal"
	"kashf.org/kashf/internal/store"
	"kashf.org/kashf/internal/store/storetest"
)

func read(n int) store.Read {
	return store.Read{
		At: time.Date(2025, 1, 10, 8, 0, n, 0, time.UTC), Account: fmt.Sprint("a", n%3), Action: "person.read", Subject: []byte{byte(n), 0xff},
	}
}

func appendReads(t *testing.T, s *store.Store, from, to int) {
	t.Helper()
	var rs []store.Read
	for n := from; n <= to; n++ {
		rs = append(rs, read(n))
	}
	if err := s.AppendReads(t.Context(), rs...); err != nil {
		t.Fatal(err)
	}
}

func TestReadsAreChained(t *testing.T) {
	storetest.Engines(t, func(t *testing.T, s *store.Store) {
		ctx := t.Context()
		if h, err := s.VerifyReads(ctx); h != (access.ReadsHead{}) || err != nil {
			t.Errorf("VerifyReads of an empty log = %v, %v", h, err)
		}
		appendReads(t, s, 1, 3)
		before, err := s.ReadsHead(ctx)
		if err != nil || before.N != 3 || len(before.Hash) != 64 {
			t.Errorf("ReadsHead = %v, %v", before, err)
		}
		appendReads(t, s, 4, 600)
		head, err := s.ReadsHead(ctx)
		if err != nil || head.N != 600 || head.Hash == before.Hash {
			t.Errorf("ReadsHead = %v, %v", head, err)
		}
		if h, err := s.VerifyReads(ctx); h != head || err != nil {
			t.Errorf("VerifyReads = %v, %v, want %v", h, err, head)
		}
		want := []store.StoredRead{{N: 600, Read: read(600)}, {N: 599, Read: read(599)}}
		for before, want := range map[int64][]store.StoredRead{0: want, 600: want[1:]} {
			got, err := s.Reads(ctx, before, len(want))
			if d := cmp.Diff(want, got); err != nil || d != "" {
				t.Errorf("Reads(%d) = %v (-want +got):\n%s", before, err, d)
			}
		}
	})
}

// raw opens the database as an intruder at the machine would.
func raw(t *testing.T, s *store.Store) *sql.DB {
	t.Helper()
	driver := "sqlite"
	if strings.HasPrefix(s.DSN(), "postgres") || strings.HasPrefix(s.DSN(), "host=") {
		driver = "pgx"
	}
	db, err := sql.Open(driver, s.DSN())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	if driver == "sqlite" { // the store may be writing just now: wait for it
		db.SetMaxOpenConns(1)
		if _, err := db.Exec("PRAGMA busy_timeout = 10000"); err != nil {
			t.Fatal(err)
		}
	}
	return db
}

func TestVerifyReadsNamesTheFirstBrokenLink(t *testing.T) {
	storetest.Engines(t, func(t *testing.T, s *store.Store) {
		appendReads(t, s, 1, 10)
		if _, err := s.EnterReadsHead(t.Context(), accessJournal(s), actor); err != nil {
			t.Fatal(err)
		}
		appendReads(t, s, 11, 12)
		db := raw(t, s)
		exec := func(text string) {
			t.Helper()
			if _, err := db.Exec(text); err != nil {
				t.Fatal(err)
			}
		}
		exec("CREATE TABLE kept AS SELECT * FROM access_log")
		for _, c := range []struct {
			name, tamper string
			broken       int64
		}{
			{"another account", "UPDATE access_log SET account = 'a9' WHERE n = 5", 5},
			{"another time", "UPDATE access_log SET at = at + 1 WHERE n = 1", 1},
			{"another subject", "UPDATE access_log SET subject = (SELECT subject FROM kept WHERE n = 8) WHERE n = 7", 7},
			{"a character moved over", "UPDATE access_log SET account = 'a1p', action = 'erson.read' WHERE n = 4", 4},
			{"another hash", "UPDATE access_log SET hash = (SELECT hash FROM kept WHERE n = 3) WHERE n = 6", 6},
			{"one left out", "DELETE FROM access_log WHERE n = 9", 9},
			{"the first left out", "DELETE FROM access_log WHERE n = 1", 1},
			{"the end cut off", "DELETE FROM access_log WHERE n > 6", 7},
			{"all removed", "DELETE FROM access_log", 1},
		} {
			if h, err := s.VerifyReads(t.Context()); h.N != 12 || err != nil {
				t.Fatalf("before %q: VerifyReads = %v, %v", c.name, h, err)
			}
			exec(c.tamper)
			_, err := s.VerifyReads(t.Context())
			broken, ok := errors.AsType[*store.BrokenReadError](err)
			if !ok || broken.N != c.broken {
				t.Errorf("%s: VerifyReads = %v, want link %d broken", c.name, err, c.broken)
			}
			exec("DELETE FROM access_log")
			exec("INSERT INTO access_log SELECT * FROM kept")
		}
	})
}

// A log that was written anew from some link on holds together in itself; only
// the ledger tells.
func TestVerifyReadsFindsALogWrittenAnew(t *testing.T) {
	storetest.Engines(t, func(t *testing.T, s *store.Store) {
		appendReads(t, s, 1, 10)
		if _, err := s.EnterReadsHead(t.Context(), accessJournal(s), actor); err != nil {
			t.Fatal(err)
		}
		for _, tamper := range []string{"DELETE FROM access_log WHERE n > 4", "UPDATE number SET next = 5 WHERE id = 2"} {
			if _, err := raw(t, s).Exec(tamper); err != nil {
				t.Fatal(err)
			}
		}
		appendReads(t, s, 20, 29)
		_, err := s.VerifyReads(t.Context())
		if broken, ok := errors.AsType[*store.BrokenReadError](err); !ok || broken.N != 10 {
			t.Errorf("VerifyReads = %v, want link 10 broken", err)
		}
	})
}

func TestEnterReadsHeadOnlyWhereItMoved(t *testing.T) {
	storetest.Engines(t, func(t *testing.T, s *store.Store) {
		j := accessJournal(s)
		enter := func(want bool) {
			t.Helper()
			if got, err := s.EnterReadsHead(t.Context(), j, actor); got != want || err != nil {
				t.Errorf("EnterReadsHead = %v, %v, want %v", got, err, want)
			}
		}
		enter(false)
		appendReads(t, s, 1, 2)
		enter(true)
		enter(false)
		appendReads(t, s, 3, 3)
		enter(true)
		e, _, err := s.Entry(t.Context(), 1)
		if err != nil || e.Kind != access.ReadsHeadKind {
			t.Fatalf("entry 1 = %v, %v", e.Kind, err)
		}
		head, _ := s.ReadsHead(t.Context())
		if body, err := journal.Decode[access.ReadsHead](e); err != nil || body != head {
			t.Errorf("body = %v, %v, want %v", body, err, head)
		}
	})
}

func TestProcessesShareOneLogOfReads(t *testing.T) {
	storetest.Engines(t, func(t *testing.T, s *store.Store) {
		var wg sync.WaitGroup
		for range 4 {
			wg.Go(func() {
				for n := range 5 {
					if err := s.AppendReads(t.Context(), read(n)); err != nil {
						t.Error(err)
					}
				}
			})
		}
		wg.Wait()
		if h, err := s.VerifyReads(t.Context()); h.N != 20 || err != nil {
			t.Errorf("VerifyReads = %v, %v, want 20 links", h, err)
		}
	})
}

func TestReadLogWritesInOrderAndOnClose(t *testing.T) {
	storetest.Engines(t, func(t *testing.T, s *store.Store) {
		l := store.NewReadLog(s, func(err error) { t.Error(err) })
		for n := range 200 {
			if err := l.Append(read(n)); err != nil {
				t.Fatal(err)
			}
		}
		if err := errors.Join(l.Close(), l.Close()); err != nil {
			t.Fatal(err)
		}
		if err := l.Append(read(0)); !errors.Is(err, store.ErrReadLogClosed) {
			t.Errorf("Append after Close = %v", err)
		}
		rs, err := s.Reads(t.Context(), 0, 500)
		if err != nil || len(rs) != 200 {
			t.Fatalf("%d reads stored, %v, want 200", len(rs), err)
		}
		for i, r := range rs {
			if d := cmp.Diff(read(199-i), r.Read); d != "" {
				t.Fatalf("read %d (-want +got):\n%s", r.N, d)
			}
		}
	})
}

// What cannot be written is kept, in order, and in the end refused.
func TestReadLogOfAStoreThatIsAway(t *testing.T) {
	storetest.Engines(t, func(t *testing.T, s *store.Store) {
		db := raw(t, s)
		if _, err := db.Exec("ALTER TABLE access_log RENAME TO away"); err != nil {
			t.Fatal(err)
		}
		l := store.NewReadLog(s, nil)
		var n int
		var err error
		for ; err == nil && n < 10_000; n++ {
			err = l.Append(read(n))
			if n%1000 == 0 && l.Flush(t.Context()) == nil {
				t.Error("Flush into no table succeeded")
			}
		}
		if err == nil {
			t.Error("reads are taken without end though none can be written")
		}
		if _, err := db.Exec("ALTER TABLE away RENAME TO access_log"); err != nil {
			t.Fatal(err)
		}
		if err := l.Close(); err != nil {
			t.Fatal(err)
		}
		if h, err := s.VerifyReads(t.Context()); h.N != int64(n-1) || err != nil {
			t.Errorf("VerifyReads = %v, %v, want %d reads", h, err, n-1)
		}
	})
}

func BenchmarkReadLogAppend(b *testing.B) {
	s, err := store.Open(b.Context(), b.TempDir()+"/kashf.db")
	if err != nil {
		b.Fatal(err)
	}
	defer s.Close()
	l := store.NewReadLog(s, nil)
	r := read(1)
	for n := 0; b.Loop(); n++ {
		if n%readsBetween == 0 { // pages do not come faster than the disk
			if err := l.Flush(b.Context()); err != nil {
				b.Fatal(err)
			}
		}
		if err := l.Append(r); err != nil {
			b.Fatal(err)
		}
	}
	if err := l.Close(); err != nil {
		b.Fatal(err)
	}
}

// readsBetween is how many reads the benchmark makes between two flushes.
const readsBetween = 64
