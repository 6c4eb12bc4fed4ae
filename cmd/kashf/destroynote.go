package main

import (
	"context"
	"encoding/json"
	"fmt"

	"kashf.org/kashf/internal/desk"
	"kashf.org/kashf/internal/journal"
	"kashf.org/kashf/internal/register"
	"kashf.org/kashf/internal/vault"
)

// destroyNote destroys the words of an item of an office's work.
func (d *deployment) destroyNote(ctx context.Context, a journal.Actor, id, why string) (int64, error) {
	it, err := d.store.DeskItem(ctx, id)
	if err != nil {
		return 0, fmt.Errorf("note %s: %w", id, err)
	}
	seq, err := d.enterDestruction(ctx, a, []journal.Draft{noteDraft(it, why)}, func(register.Tables) error { return nil })
	if err != nil {
		return 0, err
	}
	return seq, d.store.Scrub(ctx)
}

func noteDraft(it desk.Item, why string) journal.Draft {
	return journal.Draft{Kind: desk.Destroyed, Body: desk.DestroyedBody{ID: it.ID, Entry: it.Seq, Why: why}, Subjects: []string{it.ID}}
}

// notesOn destroys, with a record, what offices wrote about it alone: notes and
// tasks tell of a person in words of their own. Those of several records stay,
// as do tags and lists, whose names are no person's.
func (d *deployment) notesOn(ctx context.Context, r register.RecordID, why string) ([]journal.Draft, error) {
	items, err := d.store.DeskOf(ctx, []register.RecordID{r})
	if err != nil {
		return nil, err
	}
	var out []journal.Draft
	for _, x := range items {
		it, err := d.store.DeskItem(ctx, x.ID)
		if err != nil {
			return nil, err
		}
		if len(it.Records) == 1 && (it.Kind == desk.Note || it.Kind == desk.Task) {
			out = append(out, noteDraft(it, why))
		}
	}
	return out, nil
}

// holdsNote reports whether words that were destroyed are in this copy of the
// data.
func (d *deployment) holdsNote(ctx context.Context, a vault.Destruction, draft journal.Draft) (bool, journal.Draft, error) {
	var b desk.DestroyedBody
	if err := json.Unmarshal(a.Body, &b); err != nil {
		return false, draft, fmt.Errorf("act of entry %d: %w", a.Entry, err)
	}
	draft.Subjects = []string{b.ID}
	_, err := d.store.DeskItem(ctx, b.ID)
	if err != nil {
		return false, draft, ignoreAbsent(err)
	}
	return true, draft, nil
}
