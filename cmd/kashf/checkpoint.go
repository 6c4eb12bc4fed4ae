package main

import (
	"context"
	"fmt"
	"time"

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
	root, err := ledger.Root(head.Size, d.store.Hashes(ctx))
	if err != nil {
		return nil, err
	}
	c := ledger.Checkpoint{Origin: d.keys.Verifier().Name(), Size: head.Size, Root: root}
	signed, err := c.Sign(d.keys.Signer())
	if err != nil {
		return nil, err
	}
	if err := d.store.PutCheckpoint(ctx, c.Size, time.Now().UnixMicro(), signed); err != nil {
		return nil, fmt.Errorf("keep checkpoint: %w", err)
	}
	return signed, d.keys.Saw(signed)
}
