package main

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"kashf.org/kashf/internal/consent"
	"kashf.org/kashf/internal/journal"
	"kashf.org/kashf/internal/photo"
	"kashf.org/kashf/internal/register"
	"kashf.org/kashf/internal/vault"
)

// destroyPhoto destroys a photograph: the file as it came, the copy that is
// shown, what was said of it, why anybody looked under its cover, and who agreed
// to its use.
func (d *deployment) destroyPhoto(ctx context.Context, a journal.Actor, id, why string) (int64, error) {
	p, err := d.store.Photo(ctx, id)
	if err != nil {
		return 0, fmt.Errorf("photograph %s: %w", id, err)
	}
	drafts, err := d.photoDrafts(ctx, []photo.Photo{p}, why)
	if err != nil {
		return 0, err
	}
	agreed, err := d.consentDrafts(ctx, p.Record, why, func(c consent.Consent) bool { return c.Photo == id })
	if err != nil {
		return 0, err
	}
	seq, err := d.enterDestruction(ctx, a, append(drafts, agreed...), func(register.Tables) error { return nil })
	if err != nil {
		return 0, err
	}
	return seq, d.finishDestruction(ctx)
}

// photoDrafts are the acts that destroy some photographs. A file that another
// photograph or an attachment rests on stays for that one.
func (d *deployment) photoDrafts(ctx context.Context, all []photo.Photo, why string) ([]journal.Draft, error) {
	items, err := d.attachments(ctx)
	if err != nil {
		return nil, err
	}
	var out []journal.Draft
	for _, p := range all {
		words, err := d.uncoverings(ctx, p.ID)
		if err != nil {
			return nil, err
		}
		b := photo.DestroyedBody{ID: p.ID, Entry: p.Seq, Words: words, Why: why}
		for _, blob := range []string{p.Original, p.Shown} {
			others, err := d.store.PhotosOfBlob(ctx, blob)
			if err != nil {
				return nil, err
			}
			shared := slices.ContainsFunc(others, func(x photo.Photo) bool {
				return !slices.ContainsFunc(all, func(y photo.Photo) bool { return x.ID == y.ID })
			}) || slices.ContainsFunc(items, func(x attachment) bool { return x.Blob == blob })
			if !shared {
				b.Gone = append(b.Gone, blob)
			}
		}
		out = append(out, journal.Draft{Kind: photo.Destroyed, Body: b, Subjects: []string{p.ID}})
	}
	return out, nil
}

// uncoverings are the entries that say why somebody looked under the cover of a
// photograph, whose words still stand.
func (d *deployment) uncoverings(ctx context.Context, id string) (out []int64, err error) {
	lines, err := d.store.Lines(ctx, journal.Filter{Kind: photo.Uncovered, Subject: id, Limit: allActs})
	for _, l := range lines {
		if l.Destroyed == 0 {
			out = append(out, l.Seq)
		}
	}
	slices.Sort(out)
	return out, err
}

func (d *deployment) consentDrafts(ctx context.Context, r register.RecordID, why string, which func(consent.Consent) bool) ([]journal.Draft, error) {
	all, err := d.store.ConsentsOf(ctx, []register.RecordID{r})
	var out []journal.Draft
	for _, c := range all {
		if which(c) {
			out = append(out, journal.Draft{Kind: consent.Destroyed, Body: consent.DestroyedBody{ID: c.ID, Entry: c.Seq, Why: why}, Subjects: []string{c.ID}})
		}
	}
	return out, err
}

// picturesOn destroys, with a record, the photographs that hang on it and who
// agreed to what for its person.
func (d *deployment) picturesOn(ctx context.Context, r register.RecordID, why string) ([]journal.Draft, error) {
	all, err := d.store.AllPhotosOf(ctx, []register.RecordID{r})
	if err != nil {
		return nil, err
	}
	out, err := d.photoDrafts(ctx, all, why)
	if err != nil {
		return nil, err
	}
	agreed, err := d.consentDrafts(ctx, r, why, func(consent.Consent) bool { return true })
	return append(out, agreed...), err
}

// holdsPhoto reports whether a photograph that was destroyed is in this copy of
// the data, and holdsConsent whether a consent is.
func (d *deployment) holdsPhoto(ctx context.Context, a vault.Destruction, draft journal.Draft) (bool, journal.Draft, error) {
	var b photo.DestroyedBody
	if err := json.Unmarshal(a.Body, &b); err != nil {
		return false, draft, fmt.Errorf("act of entry %d: %w", a.Entry, err)
	}
	p, err := d.store.Photo(ctx, b.ID)
	if err != nil {
		return false, draft, ignoreAbsent(err)
	}
	b.Entry = p.Seq
	b.Words, err = d.uncoverings(ctx, b.ID) // an older copy may have others under those numbers
	draft.Subjects, draft.Body = []string{b.ID}, b
	return err == nil, draft, err
}

func (d *deployment) holdsConsent(ctx context.Context, a vault.Destruction, draft journal.Draft) (bool, journal.Draft, error) {
	var b consent.DestroyedBody
	if err := json.Unmarshal(a.Body, &b); err != nil {
		return false, draft, fmt.Errorf("act of entry %d: %w", a.Entry, err)
	}
	draft.Subjects = []string{b.ID}
	_, err := d.store.Consent(ctx, b.ID)
	return err == nil, draft, ignoreAbsent(err)
}

// removePhoto carries out in the vault that a photograph was destroyed.
func (d *deployment) removePhoto(e journal.Entry) (bool, error) {
	b, err := journal.Decode[photo.DestroyedBody](e)
	if err != nil {
		return false, err
	}
	did := false
	for _, blob := range b.Gone {
		if !d.vault.Has(blob) {
			continue
		}
		if err := d.vault.Remove(blob); err != nil {
			return did, err
		}
		did = true
	}
	return did, nil
}
