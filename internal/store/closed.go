package store

import (
	"context"
	"fmt"
	"slices"

	"kashf.org/kashf/internal/register"
	"kashf.org/kashf/internal/store/sqlc"
)

// ClosedTo are the records of the persons in whose review an account has a
// conflict of interest that stands, in whatever file they lie now. It is read
// once for each state of the ledger: every page of every reader asks.
func (s *Store) ClosedTo(ctx context.Context, account string) (*register.Closed, error) {
	now, err := s.state(ctx)
	if err != nil {
		return nil, err
	}
	return now.closed.get(account, func() (*register.Closed, error) { return s.closedTo(ctx, account) })
}

func (s *Store) closedTo(ctx context.Context, account string) (*register.Closed, error) {
	persons, err := s.q().ReviewConflictsOf(ctx, account)
	if err != nil {
		return nil, fmt.Errorf("read conflicts: %w", err)
	}
	var all []register.ClosedRecord
	for _, p := range persons {
		if now, err := s.q().Redirect(ctx, p); err == nil {
			p = now
		} else if absent(err) != register.ErrNotFound {
			return nil, err
		}
		rows, err := s.q().RecordsClosedWith(ctx, p)
		if err != nil {
			return nil, fmt.Errorf("read a closed file: %w", err)
		}
		for _, r := range rows {
			all = append(all, closedOf(r))
		}
	}
	return register.NewClosed(all), nil
}

func closedOf(r sqlc.RecordsClosedWithRow) register.ClosedRecord {
	return register.ClosedRecord{
		ID: register.RecordID(r.Num), Person: register.PersonID(r.Person), Source: register.SourceID(r.Source), Import: register.ImportID(r.Import), Undone: r.Undone != 0,
	}
}

// withoutClosed is an import as a reader counts it to whom some of its records
// are closed.
func withoutClosed(im register.Import, v register.Sight) register.Import {
	if v.Machine {
		return im
	}
	for _, r := range v.Closed.Records() {
		if r.Import == im.ID {
			im.Read, im.Taken = im.Read-1, im.Taken-1
		}
	}
	return im
}

// closedWithin is where a page of an import's records begins, and how many rows
// it takes to fill it, where some of them are closed to the reader: pages are
// counted as if they were not there.
func closedWithin(im register.Import, v register.Sight, after, limit int) (from int64, most int) {
	from, most = int64(im.First)+int64(after)-1, limit
	if v.Machine {
		return from, most
	}
	for _, r := range v.Closed.Records() {
		switch {
		case r.Import != im.ID:
		case int64(r.ID) <= from+1:
			from++
		default:
			most++
		}
	}
	return from, most
}

// lessClosed takes what is closed to the reader out of the totals.
func lessClosed(c *register.Counts, v register.Sight, seen []register.Source) {
	if v.Machine {
		return
	}
	gone := map[register.PersonID]bool{}
	for _, r := range v.Closed.Records() {
		if !r.Undone && slices.ContainsFunc(seen, func(s register.Source) bool { return s.ID == r.Source }) {
			c.Records--
			gone[r.Person] = true
		}
	}
	c.Persons -= len(gone)
}
