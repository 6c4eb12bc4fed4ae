package journal

import (
	"context"
	"io"

	"kashf.org/kashf/ledger"
)

func header(a Actor, k Kind, d Draft) ledger.Header {
	return ledger.Header{
		Author: a.Account, Org: a.Org, Device: a.Device,
		Kind: k.Name, Version: k.Version, Subjects: d.Subjects, Blobs: d.Blobs,
	}
}

// put seals an entry and stores it with the hashes it adds to the tree.
func put(ctx context.Context, tx Tx, h ledger.Header, body []byte, rand io.Reader) (Entry, error) {
	e, err := ledger.Seal(h, body, rand)
	if err != nil {
		return Entry{}, err
	}
	return e, store(ctx, tx, e)
}

func store(ctx context.Context, tx Tx, e Entry) error {
	first, hashes, err := ledger.Append(e.Seq, e.Leaf(), tx)
	if err != nil {
		return err
	}
	return tx.PutEntry(ctx, e, first, hashes)
}
