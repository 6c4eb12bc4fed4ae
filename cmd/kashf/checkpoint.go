package main

import (
	"context"
	"fmt"
	"time"

	"kashf.org/kashf/internal/journal"
	"kashf.org/kashf/ledger"
)

// logContinued is the entry by which a ledger goes on after it was put back to
// an older state. It names the newest checkpoint the older ledger had signed.
const logContinued = "log.continued"

// continuedBody is the body of a [logContinued] entry.
type continuedBody struct {
	Epoch      int64  `json:"epoch"`
	Size       int64  `json:"size"`        // entries that were put back
	Signed     int64  `json:"signed"`      // entries the older ledger had signed
	SignedRoot string `json:"signed_root"` // their root
}

// checkpoint signs the ledger as it stands, unless it was signed at this size,
// and keeps the signature with the data and with the keys.
func (d *deployment) checkpoint(ctx context.Context) ([]byte, error) {
	head, err := d.store.Head(ctx)
	if err != nil || head.Size == 0 {
		return nil, err
	}
	if last, err := d.store.LatestCheckpoint(ctx); err != nil {
		return nil, err
	} else if last != nil {
		if c, err := ledger.OpenCheckpoint(last, d.keys.Verifier()); err == nil && c.Size == head.Size {
			return last, nil
		}
	}
	c, err := d.unsigned(ctx, head)
	if err != nil {
		return nil, err
	}
	if err := d.goesOn(ctx, c, d.store.Hashes(ctx)); err != nil {
		return nil, fmt.Errorf("the ledger is not signed: %w", err)
	}
	signed, err := c.Sign(d.keys.Signer())
	if err != nil {
		return nil, err
	}
	if err := d.store.PutCheckpoint(ctx, c.Size, time.Now().UnixMicro(), signed); err != nil {
		return nil, fmt.Errorf("keep checkpoint: %w", err)
	}
	return signed, d.keys.Saw(signed)
}

// unsigned is what a checkpoint of the head says.
func (d *deployment) unsigned(ctx context.Context, head journal.Head) (ledger.Checkpoint, error) {
	root, err := ledger.Root(head.Size, d.store.Hashes(ctx))
	return ledger.Checkpoint{Origin: d.keys.Verifier().Name(), Size: head.Size, Root: root}, err
}

// standsAsSigned refuses a ledger that was put back to an older state, or
// changed, without saying so.
func (d *deployment) standsAsSigned(ctx context.Context) error {
	head, err := d.store.Head(ctx)
	if err != nil {
		return err
	}
	now, err := d.unsigned(ctx, head)
	if err != nil {
		return err
	}
	return d.goesOn(ctx, now, d.store.Hashes(ctx))
}

// goesOn refuses a ledger that is not the one signed last, grown: signing it
// would forget that it was put back to an older state, or changed. One that
// was restored says so in an entry, see [continuedBody].
func (d *deployment) goesOn(ctx context.Context, now ledger.Checkpoint, hashes ledger.HashReader) error {
	seen, ok, err := d.keys.Seen()
	if err != nil || !ok {
		return err
	}
	grown := ledger.CheckGrowth(seen, now, hashes)
	if grown == nil {
		return nil
	}
	lines, err := d.store.Lines(ctx, journal.Filter{Kind: logContinued, Limit: allActs})
	if err != nil {
		return err
	}
	for _, l := range lines {
		e, _, err := d.store.Entry(ctx, l.Seq)
		if err != nil {
			return err
		}
		b, err := journal.Decode[continuedBody](e)
		if err == nil && b.Signed == seen.Size && b.SignedRoot == seen.Root.String() {
			return nil
		}
	}
	return grown
}

// proveEntries proves entries of the ledger as it stands, signed now.
func (d *deployment) proveEntries(ctx context.Context, seqs []int64) ([][]byte, error) {
	signed, err := d.checkpoint(ctx)
	if err != nil {
		return nil, err
	}
	c, err := ledger.OpenCheckpoint(signed, d.keys.Verifier())
	if err != nil {
		return nil, err
	}
	out := make([][]byte, len(seqs))
	for i, seq := range seqs {
		if out[i], err = ledger.Prove(seq, signed, c, d.store.Hashes(ctx)); err != nil {
			return nil, err
		}
	}
	return out, nil
}
