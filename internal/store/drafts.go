package store

import (
	"context"
	"fmt"
	"time"

	"kashf.org/kashf/internal/register"
	"kashf.org/kashf/internal/store/sqlc"
)

// A Draft is work that is not yet a change: an upload being previewed, a form
// half filled in. It belongs to one account and outlives its sessions.
type Draft struct {
	ID      string // ULID
	Account string
	Kind    string
	// Body is sealed by the caller: a draft may hold a whole list of names.
	Body []byte
	At   time.Time // of the last change
}

// PutDraft stores d, or replaces the account's draft of that id. It returns
// [register.ErrNotFound] where the id is another account's.
func (s *Store) PutDraft(ctx context.Context, d Draft) error {
	return s.change(ctx, func(q *sqlc.Queries) error {
		n, err := q.PutDraft(ctx, sqlc.PutDraftParams{ID: d.ID, Account: d.Account, Kind: d.Kind, Body: nonNil(d.Body), At: d.At.UnixMicro()})
		if err != nil {
			return fmt.Errorf("store draft: %w", err)
		}
		if n == 0 {
			return register.ErrNotFound
		}
		return nil
	})
}

// Draft returns one draft of the account, or [register.ErrNotFound].
func (s *Store) Draft(ctx context.Context, account, id string) (Draft, error) {
	r, err := s.q().Draft(ctx, sqlc.DraftParams{ID: id, Account: account})
	if err != nil {
		return Draft{}, absent(err)
	}
	return Draft{ID: r.ID, Account: r.Account, Kind: r.Kind, Body: r.Body, At: micros(r.At)}, nil
}

// Drafts lists the account's drafts of a kind ("" for all), the last changed
// first, without their bodies.
func (s *Store) Drafts(ctx context.Context, account, kind string) ([]Draft, error) {
	rows, err := s.q().Drafts(ctx, sqlc.DraftsParams{Account: account, Kind: kind})
	out := make([]Draft, 0, len(rows))
	for _, r := range rows {
		out = append(out, Draft{ID: r.ID, Account: r.Account, Kind: r.Kind, At: micros(r.At)})
	}
	return out, err
}

// AllDrafts lists everybody's drafts, with their bodies as they were sealed.
func (s *Store) AllDrafts(ctx context.Context) ([]Draft, error) {
	rows, err := s.q().AllDrafts(ctx)
	out := make([]Draft, 0, len(rows))
	for _, r := range rows {
		out = append(out, Draft{ID: r.ID, Account: r.Account, Kind: r.Kind, Body: r.Body, At: micros(r.At)})
	}
	return out, err
}

// DropDraft removes a draft of the account; removing none is no error.
func (s *Store) DropDraft(ctx context.Context, account, id string) error {
	return s.change(ctx, func(q *sqlc.Queries) error {
		return q.DropDraft(ctx, sqlc.DropDraftParams{ID: id, Account: account})
	})
}

// SweepDrafts removes the drafts last changed before then and says how many.
func (s *Store) SweepDrafts(ctx context.Context, then time.Time) (int, error) {
	var n int64
	err := s.change(ctx, func(q *sqlc.Queries) (err error) {
		n, err = q.SweepDrafts(ctx, then.UnixMicro())
		return err
	})
	return int(n), err
}

// PutMapping remembers how the columns of a source's lists were last read.
// header is the key of a header line, so that a source whose lists come in two
// forms has two mappings.
func (s *Store) PutMapping(ctx context.Context, source register.SourceID, header, body string, at time.Time) error {
	return s.change(ctx, func(q *sqlc.Queries) error {
		return q.PutMapping(ctx, sqlc.PutMappingParams{Source: string(source), Header: header, Body: body, At: at.UnixMicro()})
	})
}

// Mapping returns what [Store.PutMapping] stored last, or [register.ErrNotFound].
func (s *Store) Mapping(ctx context.Context, source register.SourceID, header string) (string, error) {
	body, err := s.q().Mapping(ctx, sqlc.MappingParams{Source: string(source), Header: header})
	return body, absent(err)
}
