package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"iter"

	"kashf.org/kashf/internal/journal"
	"kashf.org/kashf/internal/register"
	"kashf.org/kashf/internal/store/sqlc"
	"kashf.org/kashf/ledger"
)

// tx is one unit of work.
type tx struct {
	*sqlc.Queries
	sql *sql.Tx
	eng engine
	ctx context.Context // of the unit of work: HashReader's contract has none
}

var (
	_ journal.Store   = (*Store)(nil)
	_ journal.Tx      = (*tx)(nil)
	_ register.Tables = (*tx)(nil)
)

// Write runs fn in one transaction with the head taken; see [journal.Store].
func (s *Store) Write(ctx context.Context, fn func(ctx context.Context, t journal.Tx) error) error {
	stx, err := s.eng.begin(ctx, s.write)
	if err != nil {
		return fmt.Errorf("begin: %w", err)
	}
	defer stx.Rollback()
	if err := fn(ctx, &tx{Queries: sqlc.New(s.statements(stx)), sql: stx, eng: s.eng, ctx: ctx}); err != nil {
		return err
	}
	if err := stx.Commit(); err != nil {
		return fmt.Errorf("commit: %w", err)
	}
	return nil
}

// statements are what the queries of a unit of work run on. PostgreSQL's driver
// keeps statements itself.
func (s *Store) statements(stx *sql.Tx) sqlc.DBTX {
	m := marking{stx, s.Marker}
	if _, ok := s.eng.(sqlite); ok {
		return newUnitStatements(m)
	}
	return m
}

// entryPage is how many entries are read at once.
const entryPage = 500

// Entries yields the ledger from entry number from on; see [journal.Store].
func (s *Store) Entries(ctx context.Context, from int64) iter.Seq2[journal.Entry, error] {
	return func(yield func(journal.Entry, error) bool) {
		for {
			rows, err := s.q().EntriesFrom(ctx, sqlc.EntriesFromParams{FromSeq: from, MaxRows: entryPage})
			if err != nil {
				yield(journal.Entry{}, fmt.Errorf("read entries: %w", err))
				return
			}
			for _, r := range rows {
				e, err := entryOf(r)
				if !yield(e, err) || err != nil {
					return
				}
				from = r.Seq + 1
			}
			if len(rows) < entryPage {
				return
			}
		}
	}
}

// entryOf reads a stored entry. That its columns repeat what its header says
// is checked here, since pages read the columns.
func entryOf(r sqlc.Entry) (journal.Entry, error) {
	h, err := ledger.ParseHeader(r.Header)
	if err != nil {
		return journal.Entry{}, fmt.Errorf("entry %d: %w", r.Seq, err)
	}
	if h.Seq != r.Seq || h.At != r.At || h.Author != r.Author || h.Org != r.Org || h.Kind != r.Kind {
		return journal.Entry{}, fmt.Errorf("entry %d: columns beside the header: %w", r.Seq, ledger.ErrDamaged)
	}
	if len(r.Commitment) != len(ledger.Hash{}) {
		return journal.Entry{}, fmt.Errorf("entry %d: commitment: %w", r.Seq, ledger.ErrDamaged)
	}
	return journal.Entry{
		Header: h, Raw: r.Header, Commitment: ledger.Hash(r.Commitment), Salt: r.Salt, Body: r.Body, Destroyed: r.Destroyed,
	}, nil
}

func (t *tx) ReadHashes(indexes []int64) ([]ledger.Hash, error) {
	return readHashes(t.ctx, t.Queries, indexes)
}

func readHashes(ctx context.Context, q *sqlc.Queries, indexes []int64) ([]ledger.Hash, error) {
	out := make([]ledger.Hash, len(indexes))
	for i, x := range indexes {
		b, err := q.LogHash(ctx, x)
		if err != nil {
			return nil, fmt.Errorf("hash %d: %w", x, err)
		}
		if len(b) != len(out[i]) {
			return nil, fmt.Errorf("hash %d: %w", x, ledger.ErrDamaged)
		}
		out[i] = ledger.Hash(b)
	}
	return out, nil
}

func (t *tx) Head(ctx context.Context) (journal.Head, error) {
	h, err := t.Queries.Head(ctx)
	if err != nil {
		return journal.Head{}, fmt.Errorf("read head: %w", err)
	}
	return journal.Head{Size: h.Size, Epoch: h.Epoch}, nil
}

func (t *tx) PutEntry(ctx context.Context, e journal.Entry, first int64, hashes []ledger.Hash) error {
	head, err := t.Head(ctx)
	if err != nil {
		return err
	}
	if e.Seq != head.Size {
		return fmt.Errorf("entry %d: the ledger has %d entries", e.Seq, head.Size)
	}
	if err := t.Queries.PutEntry(ctx, sqlc.PutEntryParams{
		Seq: e.Seq, At: e.At, Author: e.Author, Org: e.Org, Kind: e.Kind, Header: e.Raw,
		Commitment: e.Commitment[:], Salt: e.Salt, Body: e.Body, Destroyed: e.Destroyed,
	}); err != nil {
		return fmt.Errorf("store entry %d: %w", e.Seq, err)
	}
	for _, s := range e.Subjects {
		if err := t.PutEntrySubject(ctx, sqlc.PutEntrySubjectParams{Subject: s, Seq: e.Seq}); err != nil {
			return fmt.Errorf("store entry %d: %w", e.Seq, err)
		}
	}
	for i, h := range hashes {
		if err := t.PutLogHash(ctx, sqlc.PutLogHashParams{Ix: first + int64(i), Hash: h[:]}); err != nil {
			return fmt.Errorf("store hashes of entry %d: %w", e.Seq, err)
		}
	}
	return t.SetHead(ctx, sqlc.SetHeadParams{Size: e.Seq + 1, Epoch: head.Epoch})
}

func (t *tx) Entry(ctx context.Context, seq int64) (journal.Entry, error) {
	r, err := t.Queries.Entry(ctx, seq)
	if errors.Is(err, sql.ErrNoRows) {
		return journal.Entry{}, fmt.Errorf("entry %d: %w", seq, journal.ErrNoEntry)
	}
	if err != nil {
		return journal.Entry{}, fmt.Errorf("read entry %d: %w", seq, err)
	}
	return entryOf(r)
}

func (t *tx) MarkUndone(ctx context.Context, seq, u int64) error {
	n, err := t.Queries.MarkUndone(ctx, sqlc.MarkUndoneParams{Undone: u, Seq: seq})
	if err != nil {
		return fmt.Errorf("mark entry %d: %w", seq, err)
	}
	if n == 0 {
		return fmt.Errorf("entry %d is undone already: %w", seq, journal.ErrCannotUndo)
	}
	return nil
}

func (t *tx) Tombstone(ctx context.Context, seq, by int64) error {
	if _, err := t.Queries.Tombstone(ctx, sqlc.TombstoneParams{Seq: seq, Destroyed: by}); err != nil {
		return fmt.Errorf("destroy body of entry %d: %w", seq, err)
	}
	return nil
}
