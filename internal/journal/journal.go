package journal

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"time"
)

// An Actor is who makes a change.
type Actor struct {
	Account string // account id, or Local
	Org     string
	Device  string
}

// Local is the account of the operator at the machine itself.
const Local = "local"

// A Journal makes changes. Its fields are set once, before use.
type Journal struct {
	Store Store
	Blobs Blobs
	Kinds Kinds
	Now   func() time.Time
	Rand  io.Reader
	// Appended, if set, is told of each committed entry, in order: search
	// indexes follow the ledger with it. It must not block.
	Appended func(seqs []int64)
}

// A Unit is one change under way.
type Unit struct {
	Env
	j     *Journal
	actor Actor
	seqs  []int64
}

// Actor is who makes the change.
func (u *Unit) Actor() Actor { return u.actor }

// Do runs one change. Everything fn does through the unit is committed
// together or not at all.
func (j *Journal) Do(ctx context.Context, a Actor, fn func(ctx context.Context, u *Unit) error) error {
	var done []int64
	err := j.Store.Write(ctx, func(ctx context.Context, tx Tx) error {
		u := &Unit{Env: Env{Tx: tx, Blobs: j.Blobs}, j: j, actor: a}
		if err := fn(ctx, u); err != nil {
			return err
		}
		done = u.seqs
		return nil
	})
	if err == nil && j.Appended != nil && len(done) > 0 {
		j.Appended(done)
	}
	return err
}

// A Draft is an entry to be appended.
type Draft struct {
	Kind     string
	Body     any
	Subjects []string // opaque ids
	Blobs    []string // vault ids
}

// Append seals the draft as the next entry, grows the tree and applies the
// entry to the tables.
func (u *Unit) Append(ctx context.Context, d Draft) (Entry, error) {
	k, ok := u.j.Kinds[d.Kind]
	if !ok {
		return Entry{}, fmt.Errorf("%q: %w", d.Kind, ErrUnknownKind)
	}
	e, err := u.seal(ctx, k, d)
	if err != nil {
		return Entry{}, err
	}
	if k.Apply != nil {
		if err := k.Apply(ctx, u.Env, e); err != nil {
			return Entry{}, fmt.Errorf("apply %s: %w", k.Name, err)
		}
	}
	u.seqs = append(u.seqs, e.Seq)
	return e, nil
}

func (u *Unit) seal(ctx context.Context, k Kind, d Draft) (Entry, error) {
	body, err := json.Marshal(d.Body)
	if err != nil {
		return Entry{}, fmt.Errorf("encode %s: %w", k.Name, err)
	}
	head, err := u.Tx.Head(ctx)
	if err != nil {
		return Entry{}, err
	}
	h := header(u.actor, k, d)
	h.Seq, h.At = head.Size, u.j.Now().UnixMicro()
	return put(ctx, u.Tx, h, body, u.j.Rand)
}

// Undo appends the entry that undoes entry seq and takes back what it did.
// extra, which may be nil, is what the undoing records of its own; see the
// kind's Undo.
func (u *Unit) Undo(ctx context.Context, seq int64, why string, extra any) (Entry, error) {
	target, k, err := u.undoable(ctx, seq)
	if err != nil {
		return Entry{}, err
	}
	var more json.RawMessage
	if extra != nil {
		if more, err = json.Marshal(extra); err != nil {
			return Entry{}, fmt.Errorf("encode undo: %w", err)
		}
	}
	e, err := u.seal(ctx, undone, Draft{
		Kind: UndoneKind, Body: Undone{Entry: seq, Why: why, Extra: more},
		Subjects: slices.Clone(target.Subjects),
	})
	if err != nil {
		return Entry{}, err
	}
	if err := applyUndo(ctx, u.Env, k, target, e); err != nil {
		return Entry{}, err
	}
	u.seqs = append(u.seqs, e.Seq)
	return e, nil
}

func (u *Unit) undoable(ctx context.Context, seq int64) (Entry, Kind, error) {
	target, err := u.Tx.Entry(ctx, seq)
	if err != nil {
		return Entry{}, Kind{}, err
	}
	k, ok := u.j.Kinds[target.Kind]
	if !ok || k.Undo == nil {
		return Entry{}, Kind{}, fmt.Errorf("entry %d (%s): %w", seq, target.Kind, ErrCannotUndo)
	}
	target, err = k.current(target)
	return target, k, err
}

func applyUndo(ctx context.Context, env Env, k Kind, target, e Entry) error {
	if err := env.Tx.MarkUndone(ctx, target.Seq, e.Seq); err != nil {
		return err
	}
	if err := k.Undo(ctx, env, target, e); err != nil {
		return fmt.Errorf("undo %s: %w", k.Name, err)
	}
	return nil
}
