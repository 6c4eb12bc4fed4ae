package store

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"math"
	"time"

	"kashf.org/kashf/internal/access"
	"kashf.org/kashf/internal/journal"
	"kashf.org/kashf/internal/store/sqlc"
)

// A Read is one look at one person's file.
type Read struct {
	At      time.Time
	Account string
	Action  string
	// Subject names the file. It is sealed by the caller: a stolen log must
	// not say who was looked for.
	Subject []byte
}

// A StoredRead is a link of the log of reads.
type StoredRead struct {
	N int64 // from 1
	Read
}

// link is the hash that binds read n to all before it. Lengths stand before
// what varies in length, so that nothing moves from one field to the next.
func link(prev []byte, n, at int64, account, action string, subject []byte) []byte {
	h := sha256.New()
	h.Write(prev)
	var b [8]byte
	number := func(v int64) { h.Write(binary.BigEndian.AppendUint64(b[:0], uint64(v))) }
	number(n)
	number(at)
	for _, part := range [][]byte{[]byte(account), []byte(action), subject} {
		number(int64(len(part)))
		h.Write(part)
	}
	return h.Sum(nil)
}

// maxSeq is above every entry.
const maxSeq int64 = math.MaxInt64

// start stands before the first link.
var start = make([]byte, sha256.Size)

// headOfReads is the last link, or n 0 and the start.
func headOfReads(ctx context.Context, q *sqlc.Queries) (n int64, hash []byte, err error) {
	r, err := q.LastRead(ctx)
	if errors.Is(err, sql.ErrNoRows) {
		return 0, start, nil
	}
	return r.N, r.Hash, err
}

// AppendReads adds reads to the log in one transaction. Pages go through a
// [ReadLog], which gathers many.
func (s *Store) AppendReads(ctx context.Context, rs ...Read) error {
	if len(rs) == 0 {
		return nil
	}
	if err := s.changeMarked(ctx, func(q *sqlc.Queries, m marking) error { return appendReads(ctx, q, m, rs) }); err != nil {
		return fmt.Errorf("log reads: %w", err)
	}
	return nil
}

// appendReads takes the numbers first, which has processes that append to one
// database at once come one after another.
func appendReads(ctx context.Context, q *sqlc.Queries, m marking, rs []Read) error {
	next, err := q.TakeReadNumbers(ctx, int64(len(rs)))
	if err != nil {
		return err
	}
	if err := m.mark(ctx, numberTable, readNumbers); err != nil {
		return err
	}
	_, hash, err := headOfReads(ctx, q)
	if err != nil {
		return err
	}
	for i, r := range rs {
		n, at := next-int64(len(rs)-i), r.At.UnixMicro()
		hash = link(hash, n, at, r.Account, r.Action, r.Subject)
		if err := q.PutRead(ctx, sqlc.PutReadParams{N: n, At: at, Account: r.Account, Action: r.Action, Subject: nonNil(r.Subject), Hash: hash}); err != nil {
			return err
		}
	}
	return nil
}

// Reads lists up to limit reads before number before (0: the end), newest first.
func (s *Store) Reads(ctx context.Context, before int64, limit int) ([]StoredRead, error) {
	rows, err := s.q().ReadsBefore(ctx, sqlc.ReadsBeforeParams{BeforeN: before, MaxRows: int32(limit)})
	out := make([]StoredRead, 0, len(rows))
	for _, r := range rows {
		out = append(out, StoredRead{N: r.N, Read: Read{At: micros(r.At), Account: r.Account, Action: r.Action, Subject: r.Subject}})
	}
	return out, err
}

// ReadsHead is where the log of reads stands.
func (s *Store) ReadsHead(ctx context.Context) (access.ReadsHead, error) {
	return readsHead(ctx, s.q())
}

func readsHead(ctx context.Context, q *sqlc.Queries) (access.ReadsHead, error) {
	n, hash, err := headOfReads(ctx, q)
	if err != nil || n == 0 {
		return access.ReadsHead{}, err
	}
	return access.ReadsHead{N: n, Hash: hex.EncodeToString(hash)}, nil
}

// EnterReadsHead enters the head of the log of reads in the ledger and reports
// true, or false where the ledger's last one is that head already. It is to be
// done every hour.
func (s *Store) EnterReadsHead(ctx context.Context, j *journal.Journal, a journal.Actor) (entered bool, err error) {
	err = j.Do(ctx, a, func(ctx context.Context, u *journal.Unit) error {
		q := u.Tx.(*tx).Queries
		head, err := readsHead(ctx, q)
		if err != nil {
			return err
		}
		last, err := lastEnteredHead(ctx, q)
		if err != nil || head == last {
			return err
		}
		_, err = u.Append(ctx, journal.Draft{Kind: access.ReadsHeadKind, Body: head})
		entered = err == nil
		return err
	})
	if err != nil {
		return false, fmt.Errorf("enter head of the log of reads: %w", err)
	}
	return entered, nil
}

func lastEnteredHead(ctx context.Context, q *sqlc.Queries) (access.ReadsHead, error) {
	rows, err := q.EntriesOfKindBackward(ctx, sqlc.EntriesOfKindBackwardParams{Kind: access.ReadsHeadKind, BeforeSeq: maxSeq, MaxRows: 1})
	if err != nil || len(rows) == 0 {
		return access.ReadsHead{}, err
	}
	return enteredHead(rows[0])
}

func enteredHead(r sqlc.Entry) (access.ReadsHead, error) {
	e, err := entryOf(r)
	if err != nil {
		return access.ReadsHead{}, err
	}
	return journal.Decode[access.ReadsHead](e)
}
