package store

import (
	"bytes"
	"context"
	"encoding/hex"
	"fmt"

	"kashf.org/kashf/internal/access"
	"kashf.org/kashf/internal/store/sqlc"
)

// A BrokenReadError names the first link of the log of reads that does not
// hold.
type BrokenReadError struct {
	N   int64
	Why string
}

func (e *BrokenReadError) Error() string { return fmt.Sprintf("log of reads: link %d: %s", e.N, e.Why) }

// VerifyReads recomputes the whole log of reads and compares it with every head
// the ledger holds. It returns how far the log reaches, or a
// [*BrokenReadError]. What was added since the last head and cut off again
// leaves no trace.
func (s *Store) VerifyReads(ctx context.Context) (access.ReadsHead, error) {
	entered, err := s.enteredHeads(ctx)
	if err != nil {
		return access.ReadsHead{}, fmt.Errorf("verify log of reads: %w", err)
	}
	v := verifier{prev: start, entered: entered}
	for {
		rows, err := s.q().Reads(ctx, sqlc.ReadsParams{AfterN: v.n, MaxRows: entryPage})
		if err != nil {
			return access.ReadsHead{}, fmt.Errorf("verify log of reads: %w", err)
		}
		for _, r := range rows {
			if err := v.next(r); err != nil {
				return access.ReadsHead{}, err
			}
		}
		if len(rows) < entryPage {
			return v.end()
		}
	}
}

// enteredHeads are the heads in the ledger, by number.
func (s *Store) enteredHeads(ctx context.Context) (map[int64]string, error) {
	heads := make(map[int64]string)
	for before := maxSeq; ; {
		rows, err := s.q().EntriesOfKindBackward(ctx, sqlc.EntriesOfKindBackwardParams{
			Kind: access.ReadsHeadKind, BeforeSeq: before, MaxRows: entryPage,
		})
		if err != nil {
			return nil, err
		}
		for _, r := range rows {
			h, err := enteredHead(r)
			if err != nil {
				return nil, err
			}
			if old, ok := heads[h.N]; ok && old != h.Hash {
				return nil, &BrokenReadError{h.N, "the ledger holds two different heads"}
			}
			heads[h.N] = h.Hash
			before = r.Seq
		}
		if len(rows) < entryPage {
			return heads, nil
		}
	}
}

// A verifier goes along the log link by link.
type verifier struct {
	n       int64
	prev    []byte
	entered map[int64]string
}

func (v *verifier) next(r sqlc.AccessLog) error {
	if r.N != v.n+1 {
		return &BrokenReadError{v.n + 1, "is missing"}
	}
	if !bytes.Equal(r.Hash, link(v.prev, r.N, r.At, r.Account, r.Action, r.Subject)) {
		return &BrokenReadError{r.N, "is not what was written"}
	}
	v.n, v.prev = r.N, r.Hash
	if want, ok := v.entered[r.N]; ok && want != hex.EncodeToString(r.Hash) {
		return &BrokenReadError{r.N, "is not what the ledger says"}
	}
	delete(v.entered, r.N)
	return nil
}

func (v *verifier) end() (access.ReadsHead, error) {
	for n := range v.entered {
		if n > v.n {
			return access.ReadsHead{}, &BrokenReadError{v.n + 1, "is missing, though the ledger names a later one"}
		}
	}
	if v.n == 0 {
		return access.ReadsHead{}, nil
	}
	return access.ReadsHead{N: v.n, Hash: hex.EncodeToString(v.prev)}, nil
}
