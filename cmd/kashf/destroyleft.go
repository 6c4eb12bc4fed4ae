package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"kashf.org/kashf/internal/journal"
	"kashf.org/kashf/internal/register"
	"kashf.org/kashf/internal/review/victims"
	"kashf.org/kashf/internal/vault"
)

// rememberLeaving keeps with the keys that somebody left the victims' register
// and what they told is destroyed.
func (d *deployment) rememberLeaving(e journal.Entry) error {
	return d.keys.RecordDestruction(vault.Destruction{Entry: e.Seq, At: e.At, Kind: e.Kind, Body: e.Body})
}

// finishLeaving carries out that somebody left. What cannot be done now, because
// somebody reads the database or the disk fails, is done later by the server, or
// at the next start: that they left stands already.
func (d *deployment) finishLeaving(ctx context.Context) error {
	d.log.Warn("somebody left the victims' register: renew the copies of the keys (kashf keys), they now remember it")
	d.unscrubbed.Store(true)
	if err := d.scrubDestroyed(context.WithoutCancel(ctx)); err != nil {
		d.log.Error("what was destroyed is not gone from the disk yet; it is tried again", "err", err)
	}
	return nil
}

// scrubDestroyed carries out what was destroyed, where that is still to be done.
func (d *deployment) scrubDestroyed(ctx context.Context) error {
	if !d.unscrubbed.Load() {
		return nil
	}
	if err := d.finishDestruction(ctx); err != nil {
		return err
	}
	if err := d.store.Scrub(ctx); err != nil {
		return err
	}
	d.unscrubbed.Store(false)
	return nil
}

// scrubAfterCrash makes the database forget what was destroyed before a crash
// that came before it could. Where it had forgotten, this costs little.
func (d *deployment) scrubAfterCrash(ctx context.Context) error {
	acts, err := d.store.Lines(ctx, journal.Filter{Kind: victims.Destroyed, Limit: 1})
	if err != nil || len(acts) == 0 {
		return err
	}
	return d.store.Scrub(ctx)
}

// destroyLeft destroys what those told who left the victims' register before
// leaving did. A copy that is being restored is left to [deployment.catchUp], and
// a ledger that was put back to an older state without saying so is not grown.
func (d *deployment) destroyLeft(ctx context.Context) error {
	if d.folder.restoring {
		return nil
	}
	left, err := d.store.LeftRegistrations(ctx)
	if err != nil || len(left) == 0 {
		return err
	}
	if err := d.standsAsSigned(ctx); err != nil {
		d.log.Error("what those told who left the victims' register waits", "err", err)
		return nil
	}
	n, err := d.victims.DestroyLeft(ctx)
	if n > 0 {
		d.log.Warn("what those told who left the victims' register was destroyed: renew the copies of the keys (kashf keys)", "registrations", n)
	}
	return err
}

// holdsLeaving reports whether a registration that was destroyed is in this copy
// of the data, and the entry that destroys what of it is here.
func (d *deployment) holdsLeaving(ctx context.Context, a vault.Destruction, draft journal.Draft) (held bool, _ journal.Draft, err error) {
	var b victims.DestroyedBody
	if err := json.Unmarshal(a.Body, &b); err != nil {
		return false, draft, fmt.Errorf("act of entry %d: %w", a.Entry, err)
	}
	err = d.store.Write(ctx, func(ctx context.Context, tx journal.Tx) error {
		draft, err = victims.Destruction(ctx, journal.Env{Tx: tx}, b.ID)
		return err
	})
	if errors.Is(err, register.ErrNotFound) {
		return false, draft, nil
	}
	return err == nil, draft, err
}

// removeList carries out in the vault that a registration was destroyed.
func (d *deployment) removeList(e journal.Entry) (bool, error) {
	b, err := journal.Decode[victims.DestroyedBody](e)
	if err != nil || b.List == "" || !d.vault.Has(b.List) {
		return false, err
	}
	return true, d.vault.Remove(b.List)
}
