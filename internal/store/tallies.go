package store

import (
	"context"
	"slices"

	"kashf.org/kashf/internal/register"
	"kashf.org/kashf/internal/store/sqlc"
)

// PutTally keeps what a source tells of a place.
func (t *tx) PutTally(ctx context.Context, x register.Tally) error {
	return t.Queries.PutTally(ctx, sqlc.PutTallyParams{
		ID: x.ID, Site: string(x.Site), What: x.What, Said: x.Text, Least: x.Least, Most: x.Most, Area: x.Area, Part: x.Part, PartID: string(x.In), Day: x.On,
		Source: string(x.Source), Note: x.Note, Author: x.By, Org: string(x.Org), At: x.At.UnixMicro(), Seq: x.Seq,
	})
}

// UndoTally takes it back.
func (t *tx) UndoTally(ctx context.Context, id string, seq int64) error {
	return t.Queries.UndoTally(ctx, sqlc.UndoTallyParams{ID: id, Undone: seq})
}

// TalliesOf lists what sources in sight tell of a place itself, in the order of
// entry; what was taken back is left out.
func (s *Store) TalliesOf(ctx context.Context, v register.Sight, id register.FacilityID) ([]register.Tally, error) {
	rows, err := s.q().TalliesOf(ctx, string(id))
	if err != nil || len(rows) == 0 {
		return nil, err
	}
	sources, err := s.Sources(ctx, v)
	if err != nil {
		return nil, err
	}
	var out []register.Tally
	for _, r := range rows {
		if !slices.ContainsFunc(sources, func(x register.Source) bool { return string(x.ID) == r.Source }) {
			continue
		}
		out = append(out, tally(sqlc.TallyByIDRow(r)))
	}
	return out, nil
}

// Tally returns what one source in sight tells, also where it was taken back.
func (s *Store) Tally(ctx context.Context, v register.Sight, id string) (register.Tally, error) {
	r, err := s.q().TallyByID(ctx, id)
	if err != nil {
		return register.Tally{}, absent(err)
	}
	return tally(r), s.seesSource(ctx, v, r.Source)
}

func tally(r sqlc.TallyByIDRow) register.Tally {
	return register.Tally{
		ID: r.ID, Site: register.FacilityID(r.Site), What: r.What, Text: r.Said, Least: r.Least, Most: r.Most, Area: r.Area, Part: r.Part, In: register.PartID(r.PartID),
		On: r.Day, Source: register.SourceID(r.Source), Note: r.Note, By: r.Author, Org: register.OrgID(r.Org), At: micros(r.At), Seq: r.Seq, Undone: r.Undone,
	}
}
