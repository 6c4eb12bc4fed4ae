package store

import (
	"cmp"
	"context"
	"database/sql"
	"fmt"
	"iter"
	"slices"

	"kashf.org/kashf/internal/register"
)

// allPage is how many records are read at once: a walk over all of them must
// not hold one state of the database for its whole length.
const allPage = 5000

// All yields every visible record, with every claim.
func (s *Store) All(ctx context.Context, from register.RecordID) iter.Seq2[register.Record, error] {
	return func(yield func(register.Record, error) bool) {
		spans, err := s.spans(ctx)
		if err != nil {
			yield(register.Record{}, fmt.Errorf("read records: %w", err))
			return
		}
		for _, im := range spans {
			last := im.First + register.RecordID(im.Taken) - 1
			for next := max(from, im.First); next <= last; {
				page, err := s.recordsOfSpan(ctx, im, next, last)
				if err != nil {
					yield(register.Record{}, fmt.Errorf("read records: %w", err))
					return
				}
				for _, r := range page {
					if !yield(r, nil) {
						return
					}
				}
				if len(page) < allPage {
					break
				}
				next = page[len(page)-1].ID + 1
			}
		}
	}
}

// spans are the standing imports in order of their records' numbers. An import
// takes one run of numbers.
func (s *Store) spans(ctx context.Context) ([]register.Import, error) {
	sources, err := s.allSources(ctx)
	if err != nil {
		return nil, err
	}
	var out []register.Import
	for _, src := range sources {
		imports, err := s.importsOf(ctx, src.ID)
		if err != nil {
			return nil, err
		}
		for _, im := range imports {
			if im.Undone == 0 && im.Taken > 0 {
				out = append(out, im)
			}
		}
	}
	slices.SortFunc(out, func(a, b register.Import) int { return cmp.Compare(a.First, b.First) })
	return out, nil
}

// Size is how many records [Store.All] yields. Nothing is counted: imports say
// how many they took.
func (s *Store) Size(ctx context.Context) (int, error) {
	spans, err := s.spans(ctx)
	n := 0
	for _, im := range spans {
		n += im.Taken
	}
	return n, err
}

// recordsInSpan says of a record only what its import does not. It is read by
// hand: a walk over a million records spends most of its time in copying.
const recordsInSpan = `SELECT num, row_no, person, destroyed, continues, altered, claims FROM record
WHERE num BETWEEN $1 AND $2 ORDER BY num LIMIT $3`

// recordsOfSpan reads a page of an import's records, with every claim.
func (s *Store) recordsOfSpan(ctx context.Context, im register.Import, from, to register.RecordID) ([]register.Record, error) {
	rows, err := s.ask.QueryContext(ctx, recordsInSpan, int64(from), int64(to), int64(allPage))
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	out := make([]register.Record, 0, min(allPage, int(to-from)+1))
	var packed sql.RawBytes
	for rows.Next() {
		r := register.Record{Import: im.ID, Source: im.Source}
		if err := rows.Scan(&r.ID, &r.Row, &r.Person, &r.Destroyed, &r.Continues, &r.Altered, &packed); err != nil {
			return nil, err
		}
		if r.Claims, err = s.claimsOf(r.ID, packed, register.Sight{Machine: true}); err != nil {
			return nil, err
		}
		out = append(out, r)
	}
	return out, rows.Err()
}

// claimsOf unpacks what a reader may see of a record's claims.
func (s *Store) claimsOf(id register.RecordID, packed []byte, v register.Sight) ([]register.Claim, error) {
	claims, err := register.UnpackClaims(packed)
	if err != nil {
		return nil, fmt.Errorf("record %d: %w", id, err)
	}
	return register.InSight(id, claims, v, s.Sealer)
}
