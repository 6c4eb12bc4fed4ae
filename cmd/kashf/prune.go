package main

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"kashf.org/kashf/internal/web/screen/lists"
)

// blobsKept is how long a blob that nothing names stays: longer than any upload,
// run or import is under way between putting its blob and entering it.
const blobsKept = 48 * time.Hour

// prune removes the files of dropped uploads, of refused lists and of work that
// was cut off: blobs that no entry and no draft names. Drafts are read before
// entries: what goes from one to the other meanwhile is seen in one of them. A
// job names no blob but that of its draft.
//
// Nothing is removed where the ledger is not the one signed last, grown: the
// entries that were lost may come back, and the vault is what they rest on.
func (d *deployment) prune(ctx context.Context, now time.Time) (int, error) {
	if err := d.standsAsSigned(ctx); err != nil {
		return 0, fmt.Errorf("prune: %w", err)
	}
	named := make(map[string]bool)
	for _, read := range []func(context.Context, map[string]bool) error{d.namedByDrafts, d.namedByEntries, d.namedByLearning} {
		if err := read(ctx, named); err != nil {
			return 0, fmt.Errorf("prune: %w", err)
		}
	}
	return d.vault.Prune(ctx, named, now.Add(-blobsKept))
}

// namedByDrafts fails where a draft cannot be read: what it names is not known.
func (d *deployment) namedByDrafts(ctx context.Context, named map[string]bool) error {
	all, err := d.store.AllDrafts(ctx)
	if err != nil {
		return err
	}
	for _, x := range all {
		b, err := d.keys.Open(x.Body, lists.SealedFor(x.Account, x.ID))
		if err != nil {
			return fmt.Errorf("draft %s: %w", x.ID, err)
		}
		var u struct {
			Blob string `json:"blob"`
		}
		if err := json.Unmarshal(b, &u); err != nil {
			return fmt.Errorf("draft %s: %w", x.ID, err)
		}
		named[u.Blob] = true
	}
	return nil
}

// namedByLearning names what the latest full linkage learnt: see
// [identity.Service.Learnt].
func (d *deployment) namedByLearning(ctx context.Context, named map[string]bool) error {
	id, err := d.identity.Learnt(ctx)
	named[id] = true
	return err
}

func (d *deployment) namedByEntries(ctx context.Context, named map[string]bool) error {
	for e, err := range d.store.Entries(ctx, 0) {
		if err != nil {
			return err
		}
		for _, b := range e.Blobs {
			named[b] = true
		}
	}
	return nil
}
