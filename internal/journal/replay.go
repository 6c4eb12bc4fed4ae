package journal

import (
	"context"
	"fmt"
	"iter"
)

// Replay computes tables anew: it copies the given entries into the empty
// unit of work env.Tx and applies each. upTo bounds the entries taken; a
// negative bound takes all. It returns how many were applied.
func (k Kinds) Replay(ctx context.Context, env Env, entries iter.Seq2[Entry, error], upTo int64, progress func(done int64)) (int64, error) {
	var n int64
	for e, err := range entries {
		if err != nil {
			return n, err
		}
		if upTo >= 0 && e.Seq >= upTo {
			break
		}
		if err := k.replayOne(ctx, env, e); err != nil {
			return n, fmt.Errorf("entry %d: %w", e.Seq, err)
		}
		n++
		if progress != nil {
			progress(n)
		}
	}
	return n, nil
}

func (k Kinds) replayOne(ctx context.Context, env Env, e Entry) error {
	if err := store(ctx, env.Tx, e); err != nil {
		return err
	}
	if e.Kind == UndoneKind {
		return k.replayUndo(ctx, env, e)
	}
	kind, ok := k[e.Kind]
	if !ok {
		return fmt.Errorf("%q: %w", e.Kind, ErrUnknownKind)
	}
	e, err := kind.current(e)
	if err != nil || kind.Apply == nil {
		return err
	}
	return kind.Apply(ctx, env, e)
}

func (k Kinds) replayUndo(ctx context.Context, env Env, e Entry) error {
	u, err := Decode[Undone](e)
	if err != nil {
		return err
	}
	target, err := env.Tx.Entry(ctx, u.Entry)
	if err != nil {
		return err
	}
	kind, ok := k[target.Kind]
	if !ok || kind.Undo == nil {
		return fmt.Errorf("%s: %w", target.Kind, ErrCannotUndo)
	}
	target, err = kind.current(target)
	if err != nil {
		return err
	}
	return applyUndo(ctx, env, kind, target, e)
}
