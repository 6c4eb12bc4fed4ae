package store_test

import (
	"testing"

	"kashf.org/kashf/internal/queue"
	"kashf.org/kashf/internal/queue/queuetest"
	"kashf.org/kashf/internal/store"
	"kashf.org/kashf/internal/store/pgtest"
)

func TestJobs(t *testing.T) {
	for _, e := range []struct {
		name string
		dsn  func(testing.TB) string
	}{{"sqlite", func(tb testing.TB) string { return tb.TempDir() + "/kashf.db" }}, {"postgres", pgtest.DSN}} {
		t.Run(e.name, func(t *testing.T) {
			queuetest.Store(t, func(t *testing.T) queue.Store {
				s, err := store.Open(t.Context(), e.dsn(t))
				if err != nil {
					t.Fatal(err)
				}
				t.Cleanup(func() { s.Close() })
				return s.Jobs()
			})
		})
	}
}
