package journal

import (
	"context"
	"iter"

	"kashf.org/kashf/ledger"
)

// A Head is where the ledger stands.
type Head struct {
	Size int64 // entries so far; the next entry's number
	// Epoch counts the times the ledger was continued from an older state
	// (after a restore); 0 at first.
	Epoch int64
}

// A Tx is one unit of work of a store. While it is open no other writes.
// Services find their own tables on it by assertion.
type Tx interface {
	ledger.HashReader
	// Head returns the head as this unit sees it.
	Head(ctx context.Context) (Head, error)
	// PutEntry stores an entry at its place, which must be the head's size,
	// with its tree hashes, and moves the head on.
	PutEntry(ctx context.Context, e Entry, first int64, hashes []ledger.Hash) error
	// Entry returns one stored entry or [ErrNoEntry].
	Entry(ctx context.Context, seq int64) (Entry, error)
	// MarkUndone records that entry u undid entry seq; [ErrCannotUndo] where
	// it is undone already.
	MarkUndone(ctx context.Context, seq, u int64) error
	// Tombstone destroys an entry's body and salt, marking it as destroyed by
	// entry by. The tree is untouched.
	Tombstone(ctx context.Context, seq, by int64) error
}

// A Store keeps entries and tables. Implementations pass the conformance
// suite in internal/store/storetest.
type Store interface {
	// Write runs fn in one transaction with the head taken. It commits when
	// fn returns nil, and leaves nothing behind otherwise.
	Write(ctx context.Context, fn func(ctx context.Context, tx Tx) error) error
	// Entries yields the entries from number from on, in order.
	Entries(ctx context.Context, from int64) iter.Seq2[Entry, error]
}
