package store

import (
	"context"
	"fmt"
	"slices"

	"kashf.org/kashf/internal/register"
	"kashf.org/kashf/internal/store/sqlc"
)

// Continuations lists the rows that continue one of an older edition.
func (s *Store) Continuations(ctx context.Context) ([]register.Continuation, error) {
	now, err := s.state(ctx)
	if err != nil {
		return nil, err
	}
	all, err := now.continued.get(func() ([]register.Continuation, error) {
		rows, err := s.q().AllContinued(ctx)
		out := make([]register.Continuation, 0, len(rows))
		for _, r := range rows {
			out = append(out, register.Continuation{Record: register.RecordID(r.Num), Of: register.RecordID(r.Continues), Seq: r.Seq})
		}
		return out, err
	})
	return slices.Clone(all), err
}

// Drops says which of the records are no longer on their list.
func (s *Store) Drops(ctx context.Context, records []register.Record) ([]register.Drop, error) {
	var out []register.Drop
	editions := map[register.ImportID][]sqlc.EditionsOfRow{}
	for _, r := range records {
		later, ok := editions[r.Import]
		if !ok {
			var err error
			if later, err = s.q().EditionsOf(ctx, string(r.Import)); err != nil {
				return nil, fmt.Errorf("read editions: %w", err)
			}
			editions[r.Import] = later
		}
		if len(later) == 0 {
			continue
		}
		by, err := s.q().ContinuedBy(ctx, int64(r.ID))
		if err != nil {
			return nil, fmt.Errorf("read editions: %w", err)
		}
		for _, e := range later {
			if !slices.ContainsFunc(by, func(c sqlc.ContinuedByRow) bool { return c.Import == e.ID }) {
				out = append(out, register.Drop{Record: r.ID, By: register.ImportID(e.ID), Date: e.EditionDate, At: micros(e.At)})
			}
		}
	}
	return out, nil
}

// EditionsOf lists the standing imports that are editions of an import.
func (s *Store) EditionsOf(ctx context.Context, id register.ImportID) ([]register.ImportID, error) {
	rows, err := s.q().EditionsOf(ctx, string(id))
	out := make([]register.ImportID, 0, len(rows))
	for _, r := range rows {
		out = append(out, register.ImportID(r.ID))
	}
	return out, err
}

// EditionCounts says how an edition differs from the one before it, as far as
// the reader sees it.
func (s *Store) EditionCounts(ctx context.Context, v register.Sight, id register.ImportID) (register.EditionCounts, error) {
	im, err := s.ImportOf(ctx, v, id)
	if err != nil || im.EditionOf == "" {
		return register.EditionCounts{}, err
	}
	n, err := s.q().CountEdition(ctx, sqlc.CountEditionParams{Import: string(id), Upto: upto(v)})
	if err != nil {
		return register.EditionCounts{}, err
	}
	dropped, err := s.q().CountDropped(ctx, sqlc.CountDroppedParams{Older: string(im.EditionOf), Newer: string(id)})
	return register.EditionCounts{
		Added: int(n.Added), Changed: int(n.Altered), Dropped: int(dropped), Same: int(n.Taken - n.Added - n.Altered),
	}, err
}

// EditionRecords pages through the records of a kind of change, by number.
func (s *Store) EditionRecords(ctx context.Context, v register.Sight, id register.ImportID, what register.Change, after register.RecordID, limit int) ([]register.RecordID, error) {
	im, err := s.ImportOf(ctx, v, id)
	if err != nil || im.EditionOf == "" {
		return nil, err
	}
	var nums []int64
	if what == register.Dropped {
		nums, err = s.q().DroppedRows(ctx, sqlc.DroppedRowsParams{
			Older: string(im.EditionOf), Newer: string(id), AfterNum: int64(after), MaxRows: int32(limit),
		})
	} else {
		p := sqlc.EditionRowsParams{Import: string(id), AfterNum: int64(after), Upto: upto(v), MaxRows: int32(limit)}
		if what == register.Added {
			p.Added = 1
		}
		nums, err = s.q().EditionRows(ctx, p)
	}
	out := make([]register.RecordID, len(nums))
	for i, n := range nums {
		out[i] = register.RecordID(n)
	}
	return out, err
}

// upto is the greatest mark of an altered row that the reader sees: C4 is never
// compared.
func upto(v register.Sight) int64 {
	if v.Machine {
		return int64(register.C3) + 1
	}
	return int64(min(v.Level, register.C3)) + 1
}
