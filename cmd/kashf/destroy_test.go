package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"kashf.org/kashf/internal/register"
	"kashf.org/kashf/internal/vault"
)

const (
	condemned  = "سامر خليل الحلاق" // row 1 of the family's list
	lawDemands = "court order 7/2025"
)

func (o office) destroyRow(id register.ImportID, row int) int64 {
	o.Helper()
	var r struct{ Entry int64 }
	out := o.must("destroy", "--import", string(id), "--row", fmt.Sprint(row), "--why", lawDemands, "--json")
	if err := json.Unmarshal([]byte(out), &r); err != nil {
		o.Fatal(err)
	}
	return r.Entry
}

// imports lists the office's imports by the name of their files.
func (o office) imports() map[string]register.Import {
	o.Helper()
	all := make(map[string]register.Import)
	o.open(func(ctx context.Context, d *deployment) {
		v := register.Sight{Machine: true}
		sources, err := d.store.Sources(ctx, v)
		if err != nil {
			o.Fatal(err)
		}
		for _, s := range sources {
			ims, err := d.store.Imports(ctx, v, s.ID)
			if err != nil {
				o.Fatal(err)
			}
			for _, im := range ims {
				all[im.FileName] = im
			}
		}
	})
	return all
}

// traces are the places where text can still be read: the database's files as
// they lie on the disk, and every blob the vault can open.
func (o office) traces(text string) (found []string) {
	o.Helper()
	files, err := filepath.Glob(filepath.Join(o.dir, "kashf.db*"))
	if err != nil {
		o.Fatal(err)
	}
	for _, f := range files {
		b, err := os.ReadFile(f)
		if err != nil {
			o.Fatal(err)
		}
		if bytes.Contains(b, []byte(text)) {
			found = append(found, f)
		}
	}
	o.open(func(ctx context.Context, d *deployment) {
		for e, err := range d.store.Entries(ctx, 0) {
			if err != nil {
				o.Fatal(err)
			}
			for _, id := range append(e.Blobs, blobsIn(e.Body)...) {
				if b, err := readBlob(ctx, d.vault, id); err == nil && bytes.Contains(b, []byte(text)) {
					found = append(found, id)
				} else if err != nil && !errors.Is(err, vault.ErrNoBlob) {
					o.Fatal(err)
				}
			}
		}
	})
	return found
}

// blobsIn are the blobs that an entry's body names.
func blobsIn(body []byte) []string {
	var b struct{ Original, Rows, Redacted, Blob string }
	if json.Unmarshal(body, &b) != nil {
		return nil
	}
	var out []string
	for _, id := range []string{b.Original, b.Rows, b.Redacted, b.Blob} {
		if id != "" {
			out = append(out, id)
		}
	}
	return out
}

func readBlob(ctx context.Context, v *vault.Vault, id string) ([]byte, error) {
	if strings.HasPrefix(id, "r-") {
		var b []byte
		for r, err := range v.Rows(ctx, id) {
			if err != nil {
				return nil, err
			}
			b = append(b, r.Bytes...)
		}
		return b, nil
	}
	f, err := v.Open(ctx, id)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return io.ReadAll(f)
}

// TestDestroyRow destroys one row: it is nowhere, and everything still proves.
func TestDestroyRow(t *testing.T) {
	o := newFurnishedOffice(t)
	im := o.imports()["family.csv"]
	if len(o.traces(condemned)) == 0 {
		t.Fatal("the name is not there to be destroyed")
	}
	seq := o.destroyRow(im.ID, 1)
	if found := o.traces(condemned); len(found) > 0 {
		t.Errorf("the name is still in %v", found)
	}
	v := o.holds()
	if v.Destroyed != 1 {
		t.Errorf("verify counts %d destroyed, want 1", v.Destroyed)
	}
	o.must("rebuild", "--check")
	o.open(func(ctx context.Context, d *deployment) {
		rec, err := d.store.RecordOf(ctx, register.Sight{Machine: true}, im.First)
		if err != nil || rec.Destroyed != seq || len(rec.Claims) != 0 || rec.Row != 1 {
			t.Errorf("record = %+v, %v", rec, err)
		}
		if d.vault.Has(im.Original) {
			t.Error("the file as it came is still there")
		}
		now, err := d.store.ImportOf(ctx, register.Sight{Machine: true}, im.ID)
		if err != nil {
			t.Fatal(err)
		}
		b, err := readBlob(ctx, d.vault, now.Original)
		if err != nil {
			t.Fatal(err)
		}
		want := strings.Replace(familyList, condemned+",فاطمة,1980-04-11,2012-05-01,حمص", "---,---,---,---,---", 1)
		if string(b) != want {
			t.Errorf("redacted copy:\n%s\nwant:\n%s", b, want)
		}
	})
	// The tables computed anew from what is left are the same.
	before := o.dump()
	o.must("rebuild")
	if o.dump() != before {
		t.Error("a rebuild gives other tables")
	}
}

// TestDestroyedFileComesBack: the list is sent again, as lists are.
func TestDestroyedFileComesBack(t *testing.T) {
	o := newFurnishedOffice(t)
	o.destroyRow(o.imports()["family.csv"].ID, 1)
	file := filepath.Join(t.TempDir(), "family.csv")
	if err := os.WriteFile(file, []byte(familyList), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, args := range [][]string{{"--source", "family"}, {"--source", "family", "--again"}, {"--source", "another"}} {
		errs := o.refuses(exitFailed, append([]string{"import", file}, args...)...)
		if !strings.Contains(errs, "destroyed by law") {
			t.Errorf("import %v: %s", args, errs)
		}
		o.holds()
	}
	if found := o.traces(condemned); len(found) > 0 {
		t.Errorf("the name is back in %v", found)
	}
}

// TestDestroyRowOfAFileTakenTwice: one list comes by two ways, and the row is
// destroyed in both. The file as it came is gone after the first.
func TestDestroyRowOfAFileTakenTwice(t *testing.T) {
	o := newFurnishedOffice(t)
	file := filepath.Join(t.TempDir(), "family-2.csv")
	if err := os.WriteFile(file, []byte(familyList), 0o600); err != nil {
		t.Fatal(err)
	}
	o.must("import", file, "--source", "another", "--yes")
	both := o.imports()
	first, second := both["family.csv"], both["family-2.csv"]
	if first.Original != second.Original {
		t.Fatal("not one file")
	}
	o.destroyRow(first.ID, 1)
	o.holds()
	o.destroyRow(first.ID, 2)
	o.destroyRow(second.ID, 1)
	o.destroyRow(second.ID, 2) // nothing of it is left in the file
	if found := o.traces(condemned); len(found) > 0 {
		t.Errorf("the name is still in %v", found)
	}
	o.holds()
	o.must("rebuild", "--check")
	now := o.imports()["family-2.csv"]
	o.open(func(ctx context.Context, d *deployment) {
		b, err := readBlob(ctx, d.vault, now.Original)
		if err != nil || strings.Count(string(b), "---,---,---,---,---") != 2 {
			t.Errorf("redacted copy of the second: %v\n%s", err, b)
		}
	})
}

// TestDestructionThatWasNotEntered: the keys know of an act whose entry did not
// come to stand. Until it is repeated, the list stands, and so does its file.
func TestDestructionThatWasNotEntered(t *testing.T) {
	o := newFurnishedOffice(t)
	im := o.imports()["family.csv"]
	o.open(func(ctx context.Context, d *deployment) {
		body, err := d.planDestruction(ctx, im.ID, 1, lawDemands)
		if err != nil {
			t.Fatal(err)
		}
		raw, err := json.Marshal(body)
		if err != nil {
			t.Fatal(err)
		}
		if err := d.keys.RecordDestruction(vault.Destruction{Entry: 1 << 20, Kind: register.RecordDestroyed, Body: raw}); err != nil {
			t.Fatal(err)
		}
	})
	file := filepath.Join(t.TempDir(), "family.csv")
	if err := os.WriteFile(file, []byte(familyList), 0o600); err != nil {
		t.Fatal(err)
	}
	if errs := o.refuses(exitFailed, "import", file, "--source", "another", "--yes"); !strings.Contains(errs, "destroyed by law") {
		t.Errorf("message: %s", errs)
	}
	o.holds()
	o.destroyRow(im.ID, 1)
	o.holds()
}

// TestDestroyTwice refuses the second act and keeps what the first left.
func TestDestroyTwice(t *testing.T) {
	o := newFurnishedOffice(t)
	im := o.imports()["family.csv"]
	seq := o.destroyRow(im.ID, 1)
	errs := o.refuses(exitFailed, "destroy", "--import", string(im.ID), "--row", "1", "--why", lawDemands)
	if !strings.Contains(errs, fmt.Sprintf("destroyed by entry %d already", seq)) {
		t.Errorf("message: %s", errs)
	}
	o.destroyRow(im.ID, 2) // another row of the same file
	o.holds()
	o.must("rebuild", "--check")
	now := o.imports()["family.csv"]
	o.open(func(ctx context.Context, d *deployment) {
		b, err := readBlob(ctx, d.vault, now.Original)
		if err != nil || strings.Count(string(b), "---,---,---,---,---") != 2 {
			t.Errorf("redacted copy: %v\n%s", err, b)
		}
	})
	for _, args := range [][]string{{"--import", string(im.ID), "--row", "99"}, {"--import", "nothing", "--row", "1"}, {"--item", "nothing"}} {
		o.refuses(exitFailed, append([]string{"destroy", "--why", lawDemands}, args...)...)
	}
	o.holds()
}

// TestDestroyUndone: what was undone is hidden, and can still be destroyed.
func TestDestroyUndone(t *testing.T) {
	o := newFurnishedOffice(t)
	im := o.imports()["family.csv"]
	item := o.attachedItem()
	o.must("undo", fmt.Sprint(im.Seq), "--why", "wrong list")
	o.must("undo", fmt.Sprint(item.Seq), "--why", "wrong person")
	o.destroyRow(im.ID, 1)
	o.must("destroy", "--item", item.ID, "--why", lawDemands)
	for _, text := range []string{condemned, "a letter from the mother", "letter of Samer", "given by the family"} {
		if found := o.traces(text); len(found) > 0 {
			t.Errorf("%q is still in %v", text, found)
		}
	}
	o.holds()
	o.must("rebuild", "--check")
}

func (o office) attachedItem() (it register.Item) {
	o.Helper()
	o.open(func(ctx context.Context, d *deployment) {
		lines, err := d.store.Lines(ctx, destructions(register.ItemAttached))
		if err != nil || len(lines) != 1 {
			o.Fatalf("%d attached files, %v", len(lines), err)
		}
		e, _, err := d.store.Entry(ctx, lines[0].Seq)
		if err != nil {
			o.Fatal(err)
		}
		var b register.ItemBody
		if err := json.Unmarshal(e.Body, &b); err != nil {
			o.Fatal(err)
		}
		it = register.Item{ID: b.ID, Blob: b.Blob, Seq: e.Seq}
	})
	return it
}

// TestDestroyItem destroys an attached file, its name and its note.
func TestDestroyItem(t *testing.T) {
	o := newFurnishedOffice(t)
	it := o.attachedItem()
	o.must("destroy", "--item", it.ID, "--why", lawDemands)
	for _, text := range []string{"a letter from the mother", "letter of Samer", "given by the family"} {
		if found := o.traces(text); len(found) > 0 {
			t.Errorf("%q is still in %v", text, found)
		}
	}
	o.holds()
	o.must("rebuild", "--check")
	o.refuses(exitFailed, "destroy", "--item", it.ID, "--why", lawDemands)
	o.holds()
}

// TestDestroyCutOff: the act is entered, and the machine stops before the
// vault has done it. The next start does it.
func TestDestroyCutOff(t *testing.T) {
	o := newFurnishedOffice(t)
	im := o.imports()["family.csv"]
	it := o.attachedItem()
	before := o.copyTo(filepath.Join(t.TempDir(), "before"))
	o.destroyRow(im.ID, 1)
	o.must("destroy", "--item", it.ID, "--why", lawDemands)
	for _, part := range []string{"all", "original"} { // at each of which a crash can come
		if err := os.RemoveAll(filepath.Join(o.dir, "blobs")); err != nil && part == "all" {
			t.Fatal(err)
		}
		if err := os.CopyFS(filepath.Join(o.dir, "blobs"), os.DirFS(filepath.Join(before.dir, "blobs"))); err != nil {
			t.Fatal(err)
		}
		// The redacted copy was there before the entry was.
		o.putRedacted(im)
		if found := o.traces(condemned); len(found) > 0 {
			t.Errorf("the name is still in %v", found)
		}
		o.holds()
	}
}

// putRedacted keeps the redacted copy as planning the act did.
func (o office) putRedacted(im register.Import) {
	o.Helper()
	keys, err := vault.OpenKeyring(o.dir + ".keys")
	if err != nil {
		o.Fatal(err)
	}
	v, err := vault.Open(filepath.Join(o.dir, "blobs"), keys)
	if err != nil {
		o.Fatal(err)
	}
	defer v.Close()
	redacted := strings.Replace(familyList, condemned+",فاطمة,1980-04-11,2012-05-01,حمص", "---,---,---,---,---", 1)
	if _, _, err := v.Put(o.Context(), strings.NewReader(redacted)); err != nil {
		o.Fatal(err)
	}
}
