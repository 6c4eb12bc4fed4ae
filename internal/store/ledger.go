package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"math"

	"kashf.org/kashf/internal/journal"
	"kashf.org/kashf/internal/store/sqlc"
	"kashf.org/kashf/ledger"
)

// Head is where the ledger stands.
func (s *Store) Head(ctx context.Context) (journal.Head, error) {
	h, err := s.q().Head(ctx)
	if err != nil {
		return journal.Head{}, fmt.Errorf("read head: %w", err)
	}
	return journal.Head{Size: h.Size, Epoch: h.Epoch}, nil
}

// Hashes reads the ledger's tree outside any unit of work.
func (s *Store) Hashes(ctx context.Context) ledger.HashReader {
	return hashReader(func(ix []int64) ([]ledger.Hash, error) { return readHashes(ctx, s.q(), ix) })
}

type hashReader func([]int64) ([]ledger.Hash, error)

func (f hashReader) ReadHashes(ix []int64) ([]ledger.Hash, error) { return f(ix) }

// EachHash calls fn with every stored hash in order of index.
func (s *Store) EachHash(ctx context.Context, fn func(ix int64, h []byte) error) error {
	const page = 5000
	var from int64
	for {
		rows, err := s.q().LogHashes(ctx, sqlc.LogHashesParams{FromIx: from, MaxRows: page})
		if err != nil {
			return fmt.Errorf("read hashes: %w", err)
		}
		for _, r := range rows {
			if err := fn(r.Ix, r.Hash); err != nil {
				return err
			}
			from = r.Ix + 1
		}
		if len(rows) < page {
			return nil
		}
	}
}

// Entry returns one entry and, where it was undone, by which.
func (s *Store) Entry(ctx context.Context, seq int64) (e journal.Entry, undone int64, err error) {
	r, err := s.q().Entry(ctx, seq)
	if errors.Is(err, sql.ErrNoRows) {
		return e, 0, fmt.Errorf("entry %d: %w", seq, journal.ErrNoEntry)
	}
	if err != nil {
		return e, 0, fmt.Errorf("read entry %d: %w", seq, err)
	}
	e, err = entryOf(r)
	return e, r.Undone, err
}

// Lines lists entries, newest first.
func (s *Store) Lines(ctx context.Context, f journal.Filter) ([]journal.Line, error) {
	if f.Before <= 0 {
		f.Before = math.MaxInt64
	}
	if f.To <= 0 {
		f.To = math.MaxInt64
	}
	rows, err := s.q().EntriesFiltered(ctx, sqlc.EntriesFilteredParams{
		BeforeSeq: f.Before, Kind: f.Kind, Author: f.Author, Org: f.Org, Subject: f.Subject, AtFrom: f.From, AtTo: f.To, MaxRows: int32(f.Limit),
	})
	if err != nil {
		return nil, fmt.Errorf("list entries: %w", err)
	}
	out := make([]journal.Line, 0, len(rows))
	for _, r := range rows {
		h, err := ledger.ParseHeader(r.Header)
		if err != nil {
			return nil, fmt.Errorf("entry %d: %w", r.Seq, err)
		}
		out = append(out, journal.Line{Header: h, Undone: r.Undone, Destroyed: r.Destroyed})
	}
	return out, nil
}

// Kinds counts the entries of each kind.
func (s *Store) Kinds(ctx context.Context) (map[string]int, error) {
	rows, err := s.q().EntryKinds(ctx)
	m := make(map[string]int, len(rows))
	for _, r := range rows {
		m[r.Kind] = int(r.N)
	}
	return m, err
}

// PutCheckpoint keeps a signed checkpoint.
func (s *Store) PutCheckpoint(ctx context.Context, size, at int64, note []byte) error {
	return s.change(ctx, func(q *sqlc.Queries) error {
		return q.PutCheckpoint(ctx, sqlc.PutCheckpointParams{Size: size, At: at, Note: note})
	})
}

// LatestCheckpoint returns the newest signed checkpoint, nil where there is none.
func (s *Store) LatestCheckpoint(ctx context.Context) ([]byte, error) {
	c, err := s.q().LatestCheckpoint(ctx)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	}
	return c.Note, err
}

// A KeptCheckpoint is a signed checkpoint and the size it is kept under.
type KeptCheckpoint struct {
	Size int64
	Note []byte
}

// Checkpoints lists all signed checkpoints, smallest first.
func (s *Store) Checkpoints(ctx context.Context) ([]KeptCheckpoint, error) {
	rows, err := s.q().Checkpoints(ctx)
	var out []KeptCheckpoint
	for _, r := range rows {
		out = append(out, KeptCheckpoint{r.Size, r.Note})
	}
	return out, err
}

// NewEpoch continues the ledger after it was put back to an older state, in
// the unit of work t that says so.
func NewEpoch(ctx context.Context, t journal.Tx, epoch int64) error {
	own := t.(*tx)
	h, err := own.Head(ctx)
	if err != nil {
		return err
	}
	return own.SetHead(ctx, sqlc.SetHeadParams{Size: h.Size, Epoch: epoch})
}

// Scrub makes the database forget what was deleted: SQLite overwrites it in
// place, and the write-ahead log that still holds it is emptied.
func (s *Store) Scrub(ctx context.Context) error { return s.eng.scrub(ctx, s.write) }
