// Package storetest is the suite that every engine of the store passes.
//
// [Engines] runs a test on each engine in turn; a test that needs PostgreSQL
// is skipped by name where none is installed.
package storetest

import (
	"crypto/rand"
	"path/filepath"
	"testing"
	"time"

	"kashf.org/kashf/internal/journal"
	"kashf.org/kashf/internal/register"
	"kashf.org/kashf/internal/store"
	"kashf.org/kashf/internal/store/pgtest"
)

// Engines runs fn on a new, empty store of each engine.
func Engines(t *testing.T, fn func(t *testing.T, s *store.Store)) {
	t.Helper()
	for _, e := range []struct {
		name string
		dsn  func(testing.TB) string
	}{
		{"sqlite", func(tb testing.TB) string { return filepath.Join(tb.TempDir(), "kashf.db") }},
		{"postgres", pgtest.DSN},
	} {
		t.Run(e.name, func(t *testing.T) {
			s, err := store.Open(t.Context(), e.dsn(t))
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { s.Close() })
			fn(t, s)
		})
	}
}

// Journal is a journal over s with the register's kinds and a clock that moves
// a second with every look.
func Journal(s *store.Store) *journal.Journal {
	kinds := journal.Kinds{}
	kinds.Add(register.Kinds()...)
	now := time.Date(2024, 12, 8, 11, 0, 0, 0, time.UTC)
	return &journal.Journal{
		Store: s, Kinds: kinds, Rand: rand.Reader,
		Now: func() time.Time { now = now.Add(time.Second); return now },
	}
}
