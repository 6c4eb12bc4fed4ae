package monthly_test

import (
	"context"
	"crypto/rand"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"syscall"
	"testing"
	"time"

	"kashf.org/kashf/internal/journal"
	"kashf.org/kashf/internal/review"
	"kashf.org/kashf/internal/review/monthly"
	"kashf.org/kashf/internal/store"
)

// BenchmarkAccount is the account of a December over cases that were opened in
// the year, out of a ledger on SQLite. It says the processor time of all cores
// beside the time, for a machine that others use.
func BenchmarkAccount(b *testing.B) {
	for _, n := range []int{10000, 100000} {
		b.Run(strconv.Itoa(n), func(b *testing.B) {
			l, entries := kept(b, n)
			var before, after syscall.Rusage
			if err := syscall.Getrusage(syscall.RUSAGE_SELF, &before); err != nil {
				b.Fatal(err)
			}
			for b.Loop() {
				if a, err := monthly.Reckon(b.Context(), l, "2025-12", later); err != nil || a.Ledger.Entries == 0 {
					b.Fatalf("account of %d entries, %v", a.Ledger.Entries, err)
				}
			}
			if err := syscall.Getrusage(syscall.RUSAGE_SELF, &after); err != nil {
				b.Fatal(err)
			}
			b.ReportMetric(time.Duration(after.Utime.Nano()-before.Utime.Nano()).Seconds()/float64(b.N), "user-s/op")
			b.ReportMetric(float64(entries), "entries")
		})
	}
}

// kept writes the acts of n cases into a store. With KASHF_BENCH_DIR it stays
// there for the next run.
func kept(b *testing.B, n int) (*store.Store, int) {
	b.Helper()
	dir := os.Getenv("KASHF_BENCH_DIR")
	if dir == "" {
		dir = b.TempDir()
	}
	s, err := store.Open(b.Context(), filepath.Join(dir, fmt.Sprintf("account-%d.db", n)))
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { s.Close() })
	if h, err := s.Head(b.Context()); err != nil || h.Size > 0 {
		return s, int(h.Size)
	}
	r := lives(b, 1, n, 12)
	at := time.Time{}
	j := &journal.Journal{Store: s, Kinds: journal.Kinds{}, Now: func() time.Time { return at }, Rand: rand.Reader}
	j.Kinds.Add(journal.Kind{Name: review.ActDone, Version: 1}, journal.Kind{Name: review.PolicySet, Version: 1})
	for from := 0; from < len(r.entries); from += 20000 {
		err := j.Do(b.Context(), journal.Actor{Account: "a"}, func(ctx context.Context, u *journal.Unit) error {
			for _, e := range r.entries[from:min(from+20000, len(r.entries))] {
				at = review.Micros(e.At).Time()
				if _, err := u.Append(ctx, journal.Draft{Kind: e.Kind, Body: raw(e.Body)}); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			b.Fatal(err)
		}
	}
	return s, len(r.entries)
}

// raw is a body that is encoded already.
type raw []byte

// MarshalJSON gives it as it is.
func (r raw) MarshalJSON() ([]byte, error) { return r, nil }
