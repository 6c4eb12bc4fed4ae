package store_test

import (
	"context"
	"testing"
	"time"

	"golang.org/x/sync/errgroup"

	"kashf.org/kashf/internal/journal"
	"kashf.org/kashf/internal/store"
	"kashf.org/kashf/internal/store/storetest"
)

// TestWritersThatRead: of many that write at once, the one whose turn it is reads
// beside its unit of work, and is not kept waiting by those that wait for it.
func TestWritersThatRead(t *testing.T) {
	storetest.Engines(t, func(t *testing.T, s *store.Store) {
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		var at errgroup.Group
		for range 60 {
			at.Go(func() error {
				return s.Write(ctx, func(ctx context.Context, _ journal.Tx) error {
					_, err := s.CasesOf(ctx, 1)
					return err
				})
			})
		}
		if err := at.Wait(); err != nil {
			t.Fatal(err)
		}
	})
}
