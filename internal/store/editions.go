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
				out = append(out, register.Drop{Record: r.ID, By: register.ImportID(e.ID), Date: e.EditionDate, At: micros(e.At), Seq: e.Seq})
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

// An editionRows is how the rows of an edition stand to the one before it, by
// number. What law has destroyed is in none.
type editionRows struct {
	continued, added, dropped []register.RecordID
	altered                   []alteredRow
}

// An alteredRow is a row that differs from the one that it continues; mark is as
// in [register.Record].
type alteredRow struct {
	id   register.RecordID
	mark int64
}

// editionRows reads them once for each state of the ledger: a page of a long
// list would walk over all of it.
func (s *Store) editionRows(ctx context.Context, im register.Import) (*editionRows, error) {
	now, err := s.state(ctx)
	if err != nil {
		return nil, err
	}
	return now.editions.get(im.ID, func() (*editionRows, error) {
		var out editionRows
		rows, err := s.q().EditionOfRows(ctx, string(im.ID))
		if err != nil {
			return nil, fmt.Errorf("read edition: %w", err)
		}
		for _, r := range rows {
			id := register.RecordID(r.Num)
			if r.Continues == 0 {
				out.added = append(out.added, id)
				continue
			}
			out.continued = append(out.continued, id)
			if r.Altered > 0 {
				out.altered = append(out.altered, alteredRow{id, r.Altered})
			}
		}
		gone, err := s.q().DroppedRows(ctx, sqlc.DroppedRowsParams{Older: string(im.EditionOf), Newer: string(im.ID)})
		for _, n := range gone {
			out.dropped = append(out.dropped, register.RecordID(n))
		}
		return &out, err
	})
}

// of are the records of a kind of change that a reader sees, by number.
func (e *editionRows) of(what register.Change, v register.Sight) []register.RecordID {
	ids := e.added
	switch what {
	case register.Dropped:
		ids = e.dropped
	case register.Changed:
		ids = nil
		for _, r := range e.altered {
			if r.mark <= upto(v) {
				ids = append(ids, r.id)
			}
		}
	}
	return seenOf(ids, v)
}

func seenOf(ids []register.RecordID, v register.Sight) []register.RecordID {
	if v.Closed == nil {
		return ids
	}
	return slices.DeleteFunc(slices.Clone(ids), func(id register.RecordID) bool { return !v.SeesRecord(id) })
}

// EditionCounts says how an edition differs from the one before it, as far as
// the reader sees it.
func (s *Store) EditionCounts(ctx context.Context, v register.Sight, id register.ImportID) (register.EditionCounts, error) {
	im, err := s.ImportOf(ctx, v, id)
	if err != nil || im.EditionOf == "" {
		return register.EditionCounts{}, err
	}
	e, err := s.editionRows(ctx, im)
	if err != nil {
		return register.EditionCounts{}, err
	}
	c := register.EditionCounts{Added: len(e.of(register.Added, v)), Changed: len(e.of(register.Changed, v)), Dropped: len(e.of(register.Dropped, v))}
	c.Same = len(seenOf(e.continued, v)) - c.Changed
	return c, nil
}

// EditionRecords pages through the records of a kind of change, by number.
func (s *Store) EditionRecords(ctx context.Context, v register.Sight, id register.ImportID, what register.Change, after register.RecordID, limit int) ([]register.RecordID, error) {
	im, err := s.ImportOf(ctx, v, id)
	if err != nil || im.EditionOf == "" {
		return nil, err
	}
	e, err := s.editionRows(ctx, im)
	if err != nil {
		return nil, err
	}
	ids := e.of(what, v)
	from, found := slices.BinarySearch(ids, after)
	if found {
		from++
	}
	return slices.Clone(ids[from:min(from+limit, len(ids))]), nil
}

// upto is the greatest mark of an altered row that the reader sees: C4 is never
// compared.
func upto(v register.Sight) int64 {
	if v.Machine {
		return int64(register.C3) + 1
	}
	return int64(min(v.Level, register.C3)) + 1
}
