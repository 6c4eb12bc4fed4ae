package store

import (
	"context"
	"fmt"
	"slices"

	"kashf.org/kashf/internal/register"
	"kashf.org/kashf/internal/store/sqlc"
)

// PutPartWord keeps what a source tells of a part of a place.
func (t *tx) PutPartWord(ctx context.Context, w register.PartWord) error {
	return t.Queries.PutPartWord(ctx, sqlc.PutPartWordParams{
		ID: w.ID, Part: string(w.Part), Site: string(w.Site), Within: string(w.In), Kind: w.Kind, Name: w.Name, Source: string(w.Source), Note: w.Note,
		Corrects: w.Corrects, Why: w.Why, Author: w.By, Org: string(w.Org), At: w.At.UnixMicro(), Seq: w.Seq,
	})
}

// UndoPartWord takes it back.
func (t *tx) UndoPartWord(ctx context.Context, id string, seq int64) error {
	return t.Queries.UndoPartWord(ctx, sqlc.UndoPartWordParams{ID: id, Undone: seq})
}

// PartWords lists what sources in sight tell of the parts of a place, in the
// order of entry; what was taken back is left out.
func (s *Store) PartWords(ctx context.Context, v register.Sight, site register.FacilityID) ([]register.PartWord, error) {
	rows, err := s.q().PartWords(ctx, string(site))
	if err != nil || len(rows) == 0 {
		return nil, err
	}
	sources, err := s.Sources(ctx, v)
	if err != nil {
		return nil, fmt.Errorf("read sources: %w", err)
	}
	seen := make(map[string]bool, len(sources))
	for _, x := range sources {
		seen[string(x.ID)] = true
	}
	var out []register.PartWord
	for _, r := range rows {
		if !seen[r.Source] {
			continue
		}
		out = append(out, partWord(r))
	}
	return out, nil
}

// PartWord returns what one source in sight tells of a part, also where it was
// taken back.
func (s *Store) PartWord(ctx context.Context, v register.Sight, id string) (register.PartWord, error) {
	r, err := s.q().PartWordByID(ctx, id)
	if err != nil {
		return register.PartWord{}, absent(err)
	}
	return partWord(r), s.seesSource(ctx, v, r.Source)
}

// seesSource returns [register.ErrNotFound] for a source out of sight.
func (s *Store) seesSource(ctx context.Context, v register.Sight, id string) error {
	sources, err := s.Sources(ctx, v)
	if err == nil && !slices.ContainsFunc(sources, func(x register.Source) bool { return string(x.ID) == id }) {
		err = register.ErrNotFound
	}
	return err
}

func partWord(r sqlc.PartWord) register.PartWord {
	return register.PartWord{
		ID: r.ID, Part: register.PartID(r.Part), Site: register.FacilityID(r.Site), In: register.PartID(r.Within), Kind: r.Kind, Name: r.Name,
		Source: register.SourceID(r.Source), Note: r.Note, Corrects: r.Corrects, Why: r.Why, By: r.Author, Org: register.OrgID(r.Org), At: micros(r.At), Seq: r.Seq, Undone: r.Undone,
	}
}
