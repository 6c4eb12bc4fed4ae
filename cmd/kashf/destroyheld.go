package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"kashf.org/kashf/internal/consent"
	"kashf.org/kashf/internal/desk"
	"kashf.org/kashf/internal/journal"
	"kashf.org/kashf/internal/photo"
	"kashf.org/kashf/internal/register"
	"kashf.org/kashf/internal/review/victims"
	"kashf.org/kashf/internal/vault"
)

// holds reports whether what an act destroyed is in this copy of the data,
// and the entry that destroys it there.
func (d *deployment) holds(ctx context.Context, a vault.Destruction) (bool, journal.Draft, error) {
	draft := journal.Draft{Kind: a.Kind, Body: a.Body}
	v := register.Sight{Machine: true}
	if a.Kind == desk.Destroyed {
		return d.holdsNote(ctx, a, draft)
	}
	switch a.Kind {
	case photo.Destroyed:
		return d.holdsPhoto(ctx, a, draft)
	case consent.Destroyed:
		return d.holdsConsent(ctx, a, draft)
	case victims.Destroyed:
		return d.holdsLeaving(ctx, a, draft)
	}
	if a.Kind == register.ItemDestroyed {
		var b register.ItemDestroyedBody
		if err := json.Unmarshal(a.Body, &b); err != nil {
			return false, draft, fmt.Errorf("act of entry %d: %w", a.Entry, err)
		}
		draft.Subjects = []string{b.ID}
		items, err := d.attachments(ctx)
		return slices.ContainsFunc(items, func(x attachment) bool { return x.ID == b.ID }), draft, err
	}
	var b register.DestroyedBody
	if err := json.Unmarshal(a.Body, &b); err != nil {
		return false, draft, fmt.Errorf("act of entry %d: %w", a.Entry, err)
	}
	im, err := d.store.ImportOf(ctx, v, b.Import)
	if err != nil {
		return false, draft, ignoreAbsent(err)
	}
	// The redacted copy may be younger than this copy of the data.
	if b.Redacted != "" && !d.vault.Has(b.Redacted) && d.vault.Has(im.Original) {
		if _, err := d.redact(ctx, im, b.Row); err != nil {
			return false, draft, err
		}
	}
	draft.Subjects, draft.Blobs = b.Subjects(), b.Blobs()
	return true, draft, nil
}

func ignoreAbsent(err error) error {
	if errors.Is(err, register.ErrNotFound) {
		return nil
	}
	return err
}
