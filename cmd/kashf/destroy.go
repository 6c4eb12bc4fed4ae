package main

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"kashf.org/kashf/internal/access"
	"kashf.org/kashf/internal/intake"
	"kashf.org/kashf/internal/journal"
	"kashf.org/kashf/internal/photo"
	"kashf.org/kashf/internal/register"
	"kashf.org/kashf/internal/review/victims"
	"kashf.org/kashf/internal/vault"
)

// destroyCommand destroys what the law demands to be destroyed. What it was,
// where it stood and that it was there stay provable; what it said is gone.
type destroyCommand struct {
	folder `embed:""`
	Import string `placeholder:"ID" help:"Import that the row came with."`
	Row    int    `placeholder:"N" help:"Row of the file to destroy, the header not counted."`
	Item   string `placeholder:"ID" help:"Attached file to destroy instead."`
	Note   string `placeholder:"ID" help:"Note, task or other words of an office to destroy instead."`
	Photo  string `placeholder:"ID" help:"Photograph to destroy instead."`
	// Everywhere is asked for, since the same file may be evidence elsewhere.
	Everywhere bool   `help:"Destroy the file also where else it is attached."`
	Why        string `required:"" help:"The legal ground and who demanded it."`
}

// Run destroys one row, or one attached file.
func (c destroyCommand) Run(ctx context.Context, std stdio) error {
	named := 0
	for _, x := range []string{c.Import, c.Item, c.Note, c.Photo} {
		if x != "" {
			named++
		}
	}
	if named != 1 || c.Import != "" && c.Row < 1 {
		return usage("name either --import and --row, or --item, or --note, or --photo")
	}
	return withDeployment(ctx, c.folder, std, func(ctx context.Context, d *deployment) error {
		if err := d.may(ctx, access.RecordDestroy, access.House); err != nil {
			return err
		}
		a, _, err := d.actor(ctx)
		if err != nil {
			return err
		}
		var seq int64
		switch {
		case c.Item != "":
			seq, err = d.destroyItem(ctx, a, c.Item, c.Why, c.Everywhere)
		case c.Note != "":
			seq, err = d.destroyNote(ctx, a, c.Note, c.Why)
		case c.Photo != "":
			seq, err = d.destroyPhoto(ctx, a, c.Photo, c.Why)
		default:
			seq, err = d.destroyRow(ctx, a, register.ImportID(c.Import), c.Row, c.Why)
		}
		if err != nil {
			return err
		}
		if c.JSON {
			return printJSON(std.out, map[string]any{"entry": seq})
		}
		_, err = fmt.Fprintf(std.out, "destroyed by entry %d; renew the copies of the keys (kashf keys), they now remember it\n", seq)
		return err
	})
}

// destroyRow destroys one row of one import: in the table, in the blob of
// rows, and in the file as it came.
func (d *deployment) destroyRow(ctx context.Context, a journal.Actor, id register.ImportID, row int, why string) (int64, error) {
	body, err := d.planDestruction(ctx, id, row, why)
	if err != nil {
		return 0, err
	}
	draft := journal.Draft{Kind: register.RecordDestroyed, Body: body, Subjects: body.Subjects(), Blobs: body.Blobs()}
	notes, err := d.notesOn(ctx, body.Record, why)
	if err != nil {
		return 0, err
	}
	pictures, err := d.picturesOn(ctx, body.Record, why)
	if err != nil {
		return 0, err
	}
	seq, err := d.enterDestruction(ctx, a, slices.Concat([]journal.Draft{draft}, notes, pictures), func(t register.Tables) error {
		im, err := t.Import(ctx, id)
		if err == nil && im.Original != cmp.Or(body.Original, body.Redacted) {
			err = journal.ErrConflict // another row went meanwhile; the redacted copy would bring it back
		}
		return err
	})
	if err != nil {
		return 0, err
	}
	return seq, d.finishDestruction(ctx)
}

func (d *deployment) planDestruction(ctx context.Context, id register.ImportID, row int, why string) (register.DestroyedBody, error) {
	v := register.Sight{Machine: true}
	im, err := d.store.ImportOf(ctx, v, id)
	if err != nil {
		return register.DestroyedBody{}, fmt.Errorf("import %s: %w", id, err)
	}
	num, err := d.recordAt(ctx, id, row)
	if err != nil {
		return register.DestroyedBody{}, fmt.Errorf("row %d of import %s: %w", row, id, err)
	}
	if was, err := d.store.Lines(ctx, journal.Filter{Kind: register.RecordDestroyed, Subject: num.String(), Limit: 1}); err != nil {
		return register.DestroyedBody{}, err
	} else if len(was) > 0 {
		return register.DestroyedBody{}, fmt.Errorf("row %d of import %s was destroyed by entry %d already", row, id, was[0].Seq)
	}
	redacted, err := d.redact(ctx, im, row)
	if err != nil {
		return register.DestroyedBody{}, err
	}
	b := register.DestroyedBody{
		Import: id, Rows: im.Rows, Index: int64(num - im.First), Record: num, Row: row,
		Original: im.Original, Redacted: redacted, Why: why,
	}
	if b.Original == b.Redacted { // the row is out of the file already, see leftOf
		b.Original = ""
	}
	return b, nil
}

func (d *deployment) recordAt(ctx context.Context, id register.ImportID, row int) (num register.RecordID, err error) {
	err = d.store.Write(ctx, func(ctx context.Context, tx journal.Tx) error {
		num, err = tx.(register.Tables).RecordAt(ctx, id, row)
		return err
	})
	return num, err
}

// redact stores a copy of an import's file without the row.
func (d *deployment) redact(ctx context.Context, im register.Import, row int) (string, error) {
	e, _, err := d.store.Entry(ctx, im.Seq)
	if err != nil {
		return "", err
	}
	body, err := journal.Decode[register.ImportBody](e)
	if err != nil {
		return "", err
	}
	var reading intake.Reading
	if err := json.Unmarshal(body.Reading, &reading); err != nil {
		return "", fmt.Errorf("import %s: how it was read: %w", im.ID, err)
	}
	left, err := d.leftOf(ctx, im.Original)
	if err != nil {
		return "", err
	}
	f, err := d.vault.Open(ctx, left)
	if err != nil {
		return "", err
	}
	defer f.Close()
	r, w := io.Pipe()
	go func() {
		_, err := intake.Redact(ctx, w, f, reading.Sniffed, map[int]bool{row: true}, "---")
		w.CloseWithError(err)
	}()
	blob, _, err := d.vault.Put(ctx, r)
	return blob, err
}

// leftOf is what is left of an import's file. The same file may have been taken
// twice, and a row of it destroyed in the other import: then the copy that took
// its place there stands for it here too.
func (d *deployment) leftOf(ctx context.Context, blob string) (string, error) {
	acts, err := d.store.Lines(ctx, destructions(register.RecordDestroyed))
	if err != nil {
		return "", err
	}
	next := make(map[string]string)
	for _, l := range acts {
		e, _, err := d.store.Entry(ctx, l.Seq)
		if err != nil {
			return "", err
		}
		b, err := journal.Decode[register.DestroyedBody](e)
		if err != nil {
			return "", err
		}
		if b.Redacted != "" && next[b.Original] == "" {
			next[b.Original] = b.Redacted
		}
	}
	for range acts {
		if d.vault.Has(blob) || next[blob] == "" {
			break
		}
		blob = next[blob]
	}
	return blob, nil
}

// destroyItem destroys an attached file. The same file attached twice is one
// blob: its content is destroyed wherever it is attached, in one act, or not at
// all. A file that is a list's own is not destroyed here: its rows are.
func (d *deployment) destroyItem(ctx context.Context, a journal.Actor, id, why string, everywhere bool) (int64, error) {
	items, err := d.attachments(ctx)
	if err != nil {
		return 0, err
	}
	i := slices.IndexFunc(items, func(x attachment) bool { return x.ID == id })
	if i < 0 {
		return 0, fmt.Errorf("attached file %s: %w", id, register.ErrNotFound)
	}
	first := items[i]
	same := slices.DeleteFunc(items, func(x attachment) bool { return x.Blob != first.Blob || x.ID == id })
	if err := d.mayDestroyBlob(ctx, first, same, everywhere); err != nil {
		return 0, err
	}
	var drafts []journal.Draft
	for _, x := range append([]attachment{first}, same...) {
		body := register.ItemDestroyedBody{ID: x.ID, Entry: x.seq, Blob: x.Blob, Why: why}
		drafts = append(drafts, journal.Draft{Kind: register.ItemDestroyed, Body: body, Subjects: []string{x.ID}})
	}
	seq, err := d.enterDestruction(ctx, a, drafts, func(register.Tables) error { return nil })
	if err != nil {
		return 0, err
	}
	return seq, d.finishDestruction(ctx)
}

// mayDestroyBlob refuses what would destroy more than was asked for.
func (d *deployment) mayDestroyBlob(ctx context.Context, it attachment, same []attachment, everywhere bool) error {
	if len(same) > 0 && !everywhere {
		ids := make([]string, len(same))
		for i, x := range same {
			ids[i] = fmt.Sprintf("%s (%s %s)", x.ID, x.Kind, x.Subject)
		}
		return fmt.Errorf("the same file is attached elsewhere: %s; --everywhere destroys it there too", strings.Join(ids, ", "))
	}
	for e, err := range d.store.Entries(ctx, 0) {
		if err != nil {
			return err
		}
		if e.Kind != register.SourceImported || !slices.Contains(e.Blobs, it.Blob) {
			continue
		}
		if b, err := journal.Decode[register.ImportBody](e); err == nil {
			return fmt.Errorf("the file is the list of import %s: destroy its rows with --import and --row", b.ID)
		}
	}
	return nil
}

// An attachment is an attached file with the entry that attached it.
type attachment struct {
	register.ItemBody
	seq int64
}

// attachments are all attached files whose content stands, also where the
// entry was undone: undoing hides and does not destroy.
func (d *deployment) attachments(ctx context.Context) (out []attachment, err error) {
	lines, err := d.store.Lines(ctx, journal.Filter{Kind: register.ItemAttached, Limit: allActs})
	if err != nil {
		return nil, err
	}
	for _, l := range lines {
		if l.Destroyed != 0 {
			continue
		}
		e, _, err := d.store.Entry(ctx, l.Seq)
		if err != nil {
			return nil, err
		}
		b, err := journal.Decode[register.ItemBody](e)
		if err != nil {
			return nil, err
		}
		out = append(out, attachment{b, l.Seq})
	}
	return out, nil
}

// enterDestruction enters an act, of one draft or of several that are one, and
// tells the keys of it in one step, so that no older copy of the data brings
// back what was destroyed. It asks still, with the head taken, whether the act
// is what it was planned to be. It returns the first entry.
func (d *deployment) enterDestruction(ctx context.Context, a journal.Actor, drafts []journal.Draft, still func(register.Tables) error) (int64, error) {
	if err := errors.Join(d.shelf.Remove(), d.scored.Remove()); err != nil { // first: a crash later on must not leave them
		return 0, err
	}
	first := int64(-1)
	err := d.journal.Do(ctx, a, func(ctx context.Context, u *journal.Unit) error {
		if err := still(u.Tx.(register.Tables)); err != nil {
			return err
		}
		for _, draft := range drafts {
			raw, err := json.Marshal(draft.Body)
			if err != nil {
				return err
			}
			e, err := u.Append(ctx, draft)
			if err != nil {
				return err
			}
			if first < 0 {
				first = e.Seq
			}
			if err := d.keys.RecordDestruction(vault.Destruction{Entry: e.Seq, At: e.At, Kind: draft.Kind, Body: raw}); err != nil {
				return err
			}
		}
		return nil
	})
	return first, err
}

// finishDestruction carries out in the vault what the ledger says was
// destroyed. It runs after every act and at every start: a crash between the
// two leaves nothing behind.
func (d *deployment) finishDestruction(ctx context.Context) error {
	_, err := d.carryOutAll(ctx)
	return err
}

// carryOutAll reports whether anything was left to destroy.
func (d *deployment) carryOutAll(ctx context.Context) (bool, error) {
	acts, err := d.store.Lines(ctx, destructions(register.RecordDestroyed))
	if err != nil {
		return false, err
	}
	items, err := d.store.Lines(ctx, destructions(register.ItemDestroyed))
	if err != nil {
		return false, err
	}
	if len(acts) > 0 {
		last := slices.MaxFunc(acts, func(a, b journal.Line) int { return cmp.Compare(a.Seq, b.Seq) })
		if err := d.identity.Forget(ctx, last.Seq); err != nil {
			return false, err
		}
	}
	pictures, err := d.store.Lines(ctx, destructions(photo.Destroyed))
	if err != nil {
		return false, err
	}
	leavings, err := d.store.Lines(ctx, destructions(victims.Destroyed))
	if err != nil {
		return false, err
	}
	changed := false
	for _, l := range slices.Concat(acts, items, pictures, leavings) {
		e, _, err := d.store.Entry(ctx, l.Seq)
		if err != nil {
			return false, err
		}
		did, err := d.carryOut(ctx, e)
		if err != nil {
			return false, fmt.Errorf("carry out entry %d: %w", l.Seq, err)
		}
		changed = changed || did
	}
	if !changed {
		return false, nil
	}
	return true, d.store.Scrub(ctx)
}

// carryOut reports whether anything was left to destroy.
func (d *deployment) carryOut(ctx context.Context, e journal.Entry) (bool, error) {
	if e.Kind == register.ItemDestroyed {
		b, err := journal.Decode[register.ItemDestroyedBody](e)
		if err != nil || !d.vault.Has(b.Blob) {
			return false, err
		}
		return true, d.vault.Remove(b.Blob)
	}
	switch e.Kind {
	case photo.Destroyed:
		return d.removePhoto(e)
	case victims.Destroyed:
		return d.removeList(e)
	}
	b, err := journal.Decode[register.DestroyedBody](e)
	if err != nil {
		return false, err
	}
	gone, err := d.rowGone(ctx, b)
	if err != nil {
		return false, err
	}
	if !gone {
		if err := d.vault.DestroyRows(ctx, b.Rows, map[int64]bool{b.Index: true}); err != nil {
			return false, err
		}
	}
	had := d.vault.Has(b.Original)
	if had {
		err = d.vault.Remove(b.Original)
	}
	return !gone || had, err
}

func (d *deployment) rowGone(ctx context.Context, b register.DestroyedBody) (bool, error) {
	if d.vault.Has(b.Original) {
		return false, nil // the file goes last: while it is there, look no further
	}
	n := int64(0)
	for r, err := range d.vault.Rows(ctx, b.Rows) {
		if errors.Is(err, vault.ErrNoBlob) {
			return true, nil
		}
		if err != nil {
			return false, err
		}
		if n == b.Index {
			return r.Gone, nil
		}
		n++
	}
	return true, nil
}

// refuseDestroyed refuses a file that was destroyed by law, as a list or as an
// attached file, and removes it from the vault, where looking at it has put it.
// Where an act is known to the keys alone, because its entry could not be
// committed, what entries rest on stays until the act is repeated.
func (d *deployment) refuseDestroyed(blob string) error {
	ctx := context.Background() // a file that was destroyed goes, whoever waits for it
	acts, err := d.keys.Destructions()
	if err != nil {
		return err
	}
	refused := false
	for _, a := range acts {
		if is, err := destroys(a, blob); err != nil {
			return err
		} else if !is {
			continue
		}
		refused = true
		if done, err := d.entered(ctx, a); err != nil {
			return err
		} else if done {
			return errors.Join(&intake.Error{Kind: intake.Destroyed}, d.vault.Remove(blob))
		}
	}
	if !refused {
		return nil
	}
	named := make(map[string]bool)
	if err := d.namedByEntries(ctx, named); err != nil {
		return err
	}
	if named[blob] {
		return &intake.Error{Kind: intake.Destroyed}
	}
	return errors.Join(&intake.Error{Kind: intake.Destroyed}, d.vault.Remove(blob))
}

// destroys reports whether an act destroyed a file.
func destroys(a vault.Destruction, blob string) (bool, error) {
	var b struct {
		Original string   `json:"original"` // of register.DestroyedBody
		Blob     string   `json:"blob"`     // of register.ItemDestroyedBody
		Gone     []string `json:"gone"`     // of photo.DestroyedBody
	}
	if err := json.Unmarshal(a.Body, &b); err != nil {
		return false, fmt.Errorf("act of entry %d: %w", a.Entry, err)
	}
	return b.Original == blob || b.Blob == blob || slices.Contains(b.Gone, blob), nil
}

// allActs is more acts of destruction than any deployment has.
const allActs = 1 << 20

// destructions chooses the entries that destroyed something.
func destructions(kind string) journal.Filter { return journal.Filter{Kind: kind, Limit: allActs} }
