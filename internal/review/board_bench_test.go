package review_test

import (
	"context"
	"fmt"
	"path/filepath"
	"testing"

	"kashf.org/kashf/internal/journal"
	"kashf.org/kashf/internal/register"
	"kashf.org/kashf/internal/review"
	"kashf.org/kashf/internal/store"
)

// BenchmarkBoard reads the board of an account that has a part in each of 10,000
// open cases: its first hundred, by the clock that runs out next,
// and how many are in each lane and stage.
func BenchmarkBoard(b *testing.B) {
	s, err := store.Open(b.Context(), filepath.Join(b.TempDir(), "kashf.db"))
	if err != nil {
		b.Fatal(err)
	}
	defer s.Close()
	err = s.Write(b.Context(), func(ctx context.Context, tx journal.Tx) error {
		tables := review.TablesOf(journal.Env{Tx: tx})
		for i := range 10000 {
			c := &review.Case{
				ID: review.CaseID(fmt.Sprintf("C%06d", i)), Person: register.PersonID(i + 1), State: review.Assembly, Opened: review.Micros(i),
				Liberty: review.Liberty{State: review.InCustody},
				Cast:    []review.Part{{Account: "reg", Role: review.Registrar, Declared: true}, {Account: fmt.Sprint("o", i%50), Role: review.FileOfficer, Declared: true}},
			}
			if err := tables.PutCase(ctx, review.StoredCase{Case: c, Next: review.Clock{Name: review.BudgetClock, Due: review.Micros(1 + i*7919%10000)}, Recast: true}); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		b.Fatal(err)
	}
	b.ResetTimer()
	for b.Loop() {
		if list, err := s.Board(b.Context(), "reg", review.Wanted{Limit: 100}); err != nil || len(list) != 100 {
			b.Fatalf("%d cases, %v", len(list), err)
		}
		if counts, err := s.BoardCounts(b.Context(), "reg"); err != nil || len(counts) == 0 {
			b.Fatalf("%d lanes, %v", len(counts), err)
		}
	}
}
