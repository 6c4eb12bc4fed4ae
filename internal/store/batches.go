package store

import (
	"context"
	"fmt"
	"time"

	"kashf.org/kashf/internal/register"
	"kashf.org/kashf/internal/store/sqlc"
)

var (
	_ register.Batches = (*Store)(nil)
	_ register.Numbers = (*Store)(nil)
)

var numberTable, _ = markedNamed("number")

// The rows of the table number.
const (
	recordNumbers = int64(1)
	readNumbers   = int64(2)
)

// Reserve gives n numbers that were never given before.
func (s *Store) Reserve(ctx context.Context, n int) (int64, error) {
	var next int64
	err := s.changeMarked(ctx, func(q *sqlc.Queries, m marking) (err error) {
		if next, err = q.ReserveNumbers(ctx, int64(n)); err != nil {
			return err
		}
		return m.mark(ctx, numberTable, recordNumbers)
	})
	if err != nil {
		return 0, fmt.Errorf("reserve numbers: %w", err)
	}
	return next - int64(n), nil
}

// BeginBatch notes an import under way.
func (s *Store) BeginBatch(ctx context.Context, id register.ImportID, first register.RecordID) error {
	return s.change(ctx, func(q *sqlc.Queries) error {
		return q.PutPending(ctx, sqlc.PutPendingParams{ID: string(id), First: int64(first), StartedAt: time.Now().UnixMicro()})
	})
}

// EndBatch notes that all records of an import under way are stored.
func (s *Store) EndBatch(ctx context.Context, id register.ImportID, count int) error {
	return s.change(ctx, func(q *sqlc.Queries) error {
		return q.SetPending(ctx, sqlc.SetPendingParams{ID: string(id), Count: int64(count)})
	})
}

// PutBatch stores a chunk of an import under way.
func (s *Store) PutBatch(ctx context.Context, rs []register.StoredRecord) error {
	tx, err := s.write.BeginTx(ctx, nil)
	if err != nil {
		return fmt.Errorf("store rows: %w", err)
	}
	defer tx.Rollback()
	if err := s.eng.insertRecords(ctx, tx, rs); err != nil {
		return fmt.Errorf("store rows: %w", err)
	}
	if err := tx.Commit(); err != nil {
		return fmt.Errorf("store rows: %w", err)
	}
	return nil
}

// DropBatch removes an import that was not entered.
func (s *Store) DropBatch(ctx context.Context, id register.ImportID) error {
	return s.change(ctx, func(q *sqlc.Queries) error {
		if err := q.DropPendingRecords(ctx, string(id)); err != nil {
			return err
		}
		return q.DropPending(ctx, string(id))
	})
}

// Sweep removes what interrupted imports left. It is for the start, when no
// import can be under way.
func (s *Store) Sweep(ctx context.Context) (int, error) {
	pending, err := s.q().Pending(ctx)
	if err != nil {
		return 0, fmt.Errorf("sweep: %w", err)
	}
	for _, p := range pending {
		if err := s.DropBatch(ctx, register.ImportID(p.ID)); err != nil {
			return 0, fmt.Errorf("sweep: %w", err)
		}
	}
	return len(pending), nil
}
