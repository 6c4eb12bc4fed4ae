package journal

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"kashf.org/kashf/ledger"
)

// Entry is a line of the ledger; see [ledger.Entry].
type Entry = ledger.Entry

// Kinds of failure that callers tell apart.
var (
	// ErrConflict: what the command was decided on has changed since. The
	// reader's work is kept and shown beside what is there now.
	ErrConflict = errors.New("changed since it was read")
	// ErrCannotUndo: the entry is of a kind that is not undone, or is undone
	// already, or something that stands rests on it.
	ErrCannotUndo = errors.New("cannot be undone")
	// ErrNoEntry: the ledger has no such entry.
	ErrNoEntry = errors.New("no such entry")
	// ErrUnknownKind: the program does not know the entry's kind; it is older
	// than the ledger it reads.
	ErrUnknownKind = errors.New("unknown kind of entry")
)

// Blobs opens the blobs an entry names. A destroyed blob gives an error that
// the kind's Apply must expect only where the entry is marked as destroyed.
type Blobs interface {
	Open(ctx context.Context, id string) (io.ReadCloser, error)
}

// An Env is what an Apply works with.
type Env struct {
	Tx    Tx
	Blobs Blobs
}

// A Kind says what entries of one name do.
type Kind struct {
	Name    string
	Version int
	// Upcast leads a body of version n to version n+1, for each older n.
	Upcast map[int]func(json.RawMessage) (json.RawMessage, error)
	// Apply changes the tables. e.Body has the present version's shape, or is
	// nil where the body was destroyed by law. Nil: the kind changes no table.
	Apply func(ctx context.Context, env Env, e Entry) error
	// Undo takes back what Apply did, for the entry u that undoes e. Nil: the
	// kind cannot be undone.
	Undo func(ctx context.Context, env Env, e, u Entry) error
}

// Kinds are the kinds a program knows, by name.
type Kinds map[string]Kind

// Add registers kinds. Two of one name are a broken program.
func (k Kinds) Add(kinds ...Kind) {
	for _, x := range kinds {
		if _, ok := k[x.Name]; ok {
			panic("journal: two kinds named " + x.Name)
		}
		k[x.Name] = x
	}
}

// current returns e with its body led to the kind's present version.
func (k Kind) current(e Entry) (Entry, error) {
	if e.Body == nil {
		return e, nil
	}
	for v := e.Version; v < k.Version; v++ {
		up, ok := k.Upcast[v]
		if !ok {
			return e, fmt.Errorf("entry %d: no way from version %d of %s", e.Seq, v, k.Name)
		}
		b, err := up(e.Body)
		if err != nil {
			return e, fmt.Errorf("entry %d: upcast from version %d: %w", e.Seq, v, err)
		}
		e.Body = b
	}
	return e, nil
}

// Decode reads an entry's body into T. It is what an Apply begins with.
func Decode[T any](e Entry) (T, error) {
	var v T
	if err := json.Unmarshal(e.Body, &v); err != nil {
		return v, fmt.Errorf("entry %d (%s): body: %w", e.Seq, e.Kind, err)
	}
	return v, nil
}
