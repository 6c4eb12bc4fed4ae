package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"kashf.org/kashf/internal/journal"
	"kashf.org/kashf/internal/register"
)

// shelf is what the search index's file holds, decrypted; nil where there is
// none.
func (o office) shelf() (held []byte) {
	o.Helper()
	o.open(func(_ context.Context, d *deployment) {
		f, err := d.shelf.Open()
		if errors.Is(err, fs.ErrNotExist) {
			return
		}
		if err != nil {
			o.Fatal(err)
		}
		defer f.Close()
		if held, err = io.ReadAll(f); err != nil {
			o.Fatal(err)
		}
	})
	return held
}

// TestShelfOfTheIndex: a search keeps the index, encrypted; the next one uses
// it; destruction by law clears it; and damage only makes a search slower.
func TestShelfOfTheIndex(t *testing.T) {
	o := newFurnishedOffice(t)
	list := filepath.Join(t.TempDir(), "odd.csv")
	if err := os.WriteFile(list, []byte("الاسم,اسم الأم,سنة الميلاد\nقصطنطين زغيبور,جلنار,1980\nشمشون زغيبور,كهرمان,1975\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	o.must("import", list, "--source", "odd", "--yes")
	found := func(name string, want bool) {
		t.Helper()
		if got := strings.TrimSpace(o.must("search", name)) != ""; got != want {
			t.Errorf("%s found: %v, want %v", name, got, want)
		}
	}
	found("Qustantin Zghaibour", true)
	condemned := []byte("قصطنطين")
	if !bytes.Contains(o.shelf(), condemned) {
		t.Fatal("the index was not kept")
	}
	file := filepath.Join(o.dir, "index.age")
	raw, err := os.ReadFile(file)
	if err != nil || bytes.Contains(raw, condemned) {
		t.Fatalf("the name stands in the file in clear, or %v", err)
	}
	o.destroyRow(o.imports()["odd.csv"].ID, 1)
	if bytes.Contains(o.shelf(), condemned) {
		t.Error("the name is still on the shelf")
	}
	found("شمشون", true)
	found("قصطنطين", false)
	if held := o.shelf(); bytes.Contains(held, condemned) || !bytes.Contains(held, []byte("شمشون")) {
		t.Error("the index that was kept anew is not of what is left")
	}
	// What stood there before, put back by whoever has an old copy of the folder.
	if err := os.WriteFile(file, raw, 0o600); err != nil {
		t.Fatal(err)
	}
	found("قصطنطين", false)
	if bytes.Contains(o.shelf(), condemned) {
		t.Error("an old copy of the index brought the name back to stay")
	}
	if err := os.WriteFile(file, raw[:len(raw)/2], 0o600); err != nil {
		t.Fatal(err)
	}
	found("شمشون", true)
}

// An index that was kept after an act of destruction was entered, and before a
// crash, is gone at the next start, whatever command that is.
func TestShelfAfterACrash(t *testing.T) {
	o := newFurnishedOffice(t)
	list := filepath.Join(t.TempDir(), "odd.csv")
	if err := os.WriteFile(list, []byte("الاسم,اسم الأم,سنة الميلاد\nقصطنطين زغيبور,جلنار,1980\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	o.must("import", list, "--source", "odd", "--yes")
	o.must("search", "قصطنطين زغيبور")
	id := o.imports()["odd.csv"].ID
	o.open(func(ctx context.Context, d *deployment) {
		body, err := d.planDestruction(ctx, id, 1, "a court")
		if err != nil {
			t.Fatal(err)
		}
		draft := journal.Draft{Kind: register.RecordDestroyed, Body: body, Subjects: body.Subjects(), Blobs: body.Blobs()}
		if _, err := d.enterDestruction(ctx, journal.Actor{Account: journal.Local}, []journal.Draft{draft}, func(register.Tables) error { return nil }); err != nil {
			t.Fatal(err)
		}
		if err := d.shelf.Put(func(w io.Writer) error { _, err := io.WriteString(w, "قصطنطين"); return err }); err != nil {
			t.Fatal(err)
		}
	})
	if held := o.shelf(); len(held) > 0 {
		t.Errorf("after the crash the shelf holds %q", held)
	}
}

// TestShelfOfScoredPairs: what a linkage scored is kept encrypted for the next
// one, and gone once a row is destroyed or an import is undone.
func TestShelfOfScoredPairs(t *testing.T) {
	o := newFurnishedOffice(t)
	list := filepath.Join(t.TempDir(), "odd.csv")
	if err := os.WriteFile(list, []byte("الاسم,اسم الأم,سنة الميلاد\nقصطنطين زغيبور,جلنار,1980\nقسطنطين زغيبور,جلنار,1980\nشمشون زغيبور,كهرمان,1975\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	o.must("import", list, "--source", "odd", "--yes")
	file := filepath.Join(o.dir, "pairs.age")
	kept := func() {
		t.Helper()
		o.must("resolve")
		raw, err := os.ReadFile(file)
		if err != nil || !bytes.HasPrefix(raw, []byte("age-encryption.org/")) {
			t.Fatalf("after a run: %.20q, %v, want an encrypted file", raw, err)
		}
	}
	gone := func(after string) {
		t.Helper()
		if _, err := os.Stat(file); !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("what was scored is there after %s: %v", after, err)
		}
	}
	kept()
	o.destroyRow(o.imports()["odd.csv"].ID, 1)
	gone("a destruction")
	kept()
	o.must("undo", fmt.Sprint(o.imports()["odd.csv"].Seq), "--why", "wrong list")
	gone("an undone import")
}
