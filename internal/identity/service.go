package identity

import (
	"context"
	"errors"
	"fmt"
	"sync"

	"kashf.org/kashf/internal/journal"
	"kashf.org/kashf/internal/register"
	"kashf.org/kashf/internal/vault"
	"kashf.org/kashf/names"
)

// A Store is what the service reads.
type Store interface {
	register.Reader
	register.Numbers
	Head(ctx context.Context) (journal.Head, error)
	// Entry returns an entry of the ledger and the entry that undid it, 0
	// where none did.
	Entry(ctx context.Context, seq int64) (journal.Entry, int64, error)
}

// A Service links records, judges pairs and takes either back. Its exported
// fields are set once, before use; it is safe for concurrent use.
type Service struct {
	Journal *journal.Journal
	Vault   *vault.Vault
	Store   Store
	NewID   func() string // ULIDs
	// Workers bounds the processors a run takes; 0 takes all.
	Workers int
	// Shelf, if there is one, keeps what the latest run scored.
	Shelf Shelf
	// Refused, if set, is told why the shelf could not be used. The run goes on
	// without.
	Refused func(error)

	mu     sync.Mutex
	latest *outcome // of the latest run that was asked for

	once   sync.Once
	shares *names.Comparer // with the embedded shares of names, for explanations
}

// comparer is the one that explanations are made with. It is made when first
// needed, and keeps what it learns of spellings.
func (s *Service) comparer() *names.Comparer {
	s.once.Do(func() { s.shares = names.NewComparer(names.Options{}) })
	return s.shares
}

// Kinds of failure that callers tell apart, beside journal.ErrConflict and
// register.ErrNotFound.
var (
	// ErrNothing: the register has no two records to link.
	ErrNothing = errors.New("nothing to link")
	// ErrOnePair: a record was to be judged against itself.
	ErrOnePair = errors.New("a pair is two records")
	// ErrVerdict: the answer is none of the four.
	ErrVerdict = errors.New("not a verdict")
)

var machine = register.Sight{Machine: true}

// tries bounds how often a command is computed again because another came in
// between. Commands take milliseconds; a hundred at once all get through.
const tries = 100

// errMoved says that the ledger has grown since the command was computed.
var errMoved = errors.New("the ledger has grown")

// commit enters what was computed on a ledger of size entries, unless it has
// grown since.
func (s *Service) commit(ctx context.Context, a journal.Actor, size int64, fn func(ctx context.Context, u *journal.Unit) error) error {
	return s.Journal.Do(ctx, a, func(ctx context.Context, u *journal.Unit) error {
		head, err := u.Tx.Head(ctx)
		if err != nil {
			return err
		}
		if head.Size != size {
			return errMoved
		}
		return fn(ctx, u)
	})
}

// sure gives the error that a command came to if the ledger is still as the
// command found it; else errMoved, since it may have read half of a change.
func (s *Service) sure(ctx context.Context, size int64, err error) error {
	head, herr := s.Store.Head(ctx)
	switch {
	case herr != nil:
		return errors.Join(err, herr)
	case head.Size != size:
		return errMoved
	}
	return err
}

// again computes and enters a command until nothing came in between.
func again(ctx context.Context, try func() error) error {
	for range tries {
		if err := try(); !errors.Is(err, errMoved) {
			return err
		}
		if err := ctx.Err(); err != nil {
			return err
		}
	}
	return fmt.Errorf("%w, %d times over", journal.ErrConflict, tries)
}

// Subject is how an entry names a record: entries about it are found by this.
func Subject(r register.RecordID) string { return r.String() }
