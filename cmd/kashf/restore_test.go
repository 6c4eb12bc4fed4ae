package main

import (
	"archive/tar"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"filippo.io/age"

	"kashf.org/kashf/internal/store/pgtest"
)

// safe is where an office keeps its backups: a key of its own.
type safe struct{ recipient, identity string }

func newSafe(tb testing.TB) safe {
	tb.Helper()
	id, err := age.GenerateX25519Identity()
	if err != nil {
		tb.Fatal(err)
	}
	file := filepath.Join(tb.TempDir(), "identity")
	if err := os.WriteFile(file, []byte(id.String()+"\n"), 0o600); err != nil {
		tb.Fatal(err)
	}
	return safe{id.Recipient().String(), file}
}

func (o office) backup(s safe) string {
	o.Helper()
	out := filepath.Join(o.TempDir(), "copy.age")
	o.must("backup", "--recipient", s.recipient, out)
	return out
}

// restored is a backup put back into a new folder, with the office's own keys.
func (o office) restored(s safe, file string) office {
	o.Helper()
	to := office{TB: o.TB, dir: filepath.Join(o.TempDir(), "again"), keys: o.folder().keysDir()}
	to.must("restore", "--identity", s.identity, file)
	return to
}

func TestRestore(t *testing.T) {
	o := newFurnishedOffice(t)
	s := newSafe(t)
	want := o.dump()
	file := o.backup(s)
	if _, err := os.Stat(file + ".part"); err == nil {
		t.Error("a part of the backup was left")
	}
	again := o.restored(s, file)
	again.holds()
	again.must("rebuild", "--check")
	if got := again.dump(); got != want {
		t.Error("the restored tables are others")
	}
	// It goes on.
	again.take("late", "late.csv", familyList)
	again.holds()
}

func TestRestoreRefuses(t *testing.T) {
	o := newFurnishedOffice(t)
	s, stranger := newSafe(t), newSafe(t)
	file := o.backup(s)
	whole, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	write := func(name string, b []byte) string {
		f := filepath.Join(t.TempDir(), name)
		if err := os.WriteFile(f, b, 0o600); err != nil {
			t.Fatal(err)
		}
		return f
	}
	flipped := slices.Clone(whole)
	flipped[len(flipped)/2] ^= 1
	other := newOffice(t)
	foreign := other.backup(s)
	forged := forgedBackup(t, s, "")
	outside := forgedBackup(t, s, "blobs/../../escaped")
	tests := []struct {
		name, file, identity string
		want                 string
	}{
		{"another key", file, stranger.identity, "did not match any"},
		{"a flipped bit", write("f", flipped), s.identity, "restore"},
		{"its end cut off", write("c", whole[:len(whole)-100]), s.identity, "restore"},
		{"half of it", write("h", whole[:len(whole)/2]), s.identity, "restore"},
		{"empty", write("e", nil), s.identity, "restore"},
		{"another office's", foreign, s.identity, "the keys are of"},
		{"written by a stranger", forged, s.identity, ""},
		{"leading out of the folder", outside, s.identity, ""},
		{"not there", file + "x", s.identity, "no such file"},
	}
	for _, tt := range tests {
		for _, there := range []bool{false, true} {
			t.Run(fmt.Sprintf("%s into a folder that is there %v", tt.name, there), func(t *testing.T) {
				to := office{TB: t, dir: filepath.Join(t.TempDir(), "again"), keys: o.folder().keysDir()}
				if there {
					if err := os.Mkdir(to.dir, 0o700); err != nil {
						t.Fatal(err)
					}
				}
				errs := to.refuses(exitFailed, "restore", "--identity", tt.identity, tt.file)
				if !strings.Contains(errs, tt.want) {
					t.Errorf("message: %s", errs)
				}
				left, err := os.ReadDir(to.dir)
				if there && err != nil || !there && !os.IsNotExist(err) || len(left) > 0 {
					t.Errorf("left behind: %v, %v", left, err)
				}
			})
		}
	}
	o.refuses(exitUsage, "restore", "--identity", s.identity, file) // not empty
	o.holds()
	none := office{TB: t, dir: filepath.Join(t.TempDir(), "again")}
	if errs := none.refuses(exitFailed, "restore", "--identity", s.identity, file); !strings.Contains(errs, "does not hold the keys") {
		t.Errorf("message: %s", errs)
	}
}

// forgedBackup is an archive that anyone who knows the recipient can write.
func forgedBackup(t *testing.T, s safe, name string) string {
	t.Helper()
	to, err := parseRecipient(s.recipient)
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "forged.age")
	err = writeArchive(file, to, func(w *tar.Writer) error {
		b, err := json.Marshal(manifest{Format: backupFormat, Origin: "d", Entries: 0})
		if err != nil {
			return err
		}
		if err := addBytes(w, manifestName, b); err != nil || name == "" {
			return err
		}
		return addBytes(w, name, []byte("x"))
	})
	if err != nil {
		t.Fatal(err)
	}
	return file
}

// TestRestoreDestroysAgain: yesterday's backup does not bring back what was
// destroyed since.
func TestRestoreDestroysAgain(t *testing.T) {
	o := newFurnishedOffice(t)
	s := newSafe(t)
	yesterday := o.backup(s)
	im, it := o.imports()["family.csv"], o.attachedItem()
	o.destroyRow(im.ID, 1)
	o.destroyRow(im.ID, 2)
	o.must("destroy", "--item", it.ID, "--why", lawDemands)
	today := o.backup(s)
	later := filepath.Join(t.TempDir(), "keys")
	if err := os.CopyFS(later, os.DirFS(o.folder().keysDir())); err != nil {
		t.Fatal(err)
	}

	again := o.restored(s, yesterday)
	for _, text := range []string{condemned, "ليلى ناصر الديري", "a letter from the mother", "letter of Samer"} {
		if found := again.traces(text); len(found) > 0 {
			t.Errorf("%q is still in %v", text, found)
		}
	}
	v := again.holds()
	if v.Destroyed != 3 {
		t.Errorf("verify counts %d destroyed, want 3", v.Destroyed)
	}
	again.must("rebuild", "--check")
	if !strings.Contains(again.dump(), `"kind":"log.continued"`) {
		t.Error("no entry says that the ledger goes on from an older state")
	}

	// A copy from after the act has nothing left to destroy.
	to := office{TB: t, dir: filepath.Join(t.TempDir(), "today"), keys: later}
	if out := to.must("restore", "--identity", s.identity, today); !strings.Contains(out, "destroyed again: 0") {
		t.Errorf("restore says %s", out)
	}
	to.holds()
	// A backup of the restored one restores as well.
	again.restored(s, again.backup(s)).holds()
}

// TestRestoreOtherEngine takes a register to PostgreSQL and back.
func TestRestoreOtherEngine(t *testing.T) {
	dsn := pgtest.DSN(t)
	o := newFurnishedOffice(t)
	s := newSafe(t)
	want := o.dump()
	pg := office{TB: t, dir: filepath.Join(t.TempDir(), "pg"), keys: o.folder().keysDir(), db: dsn}
	pg.must("restore", "--identity", s.identity, o.backup(s))
	if files, _ := filepath.Glob(filepath.Join(pg.dir, "kashf.db*")); len(files) > 0 {
		t.Errorf("left in the folder: %v", files)
	}
	if got := pg.dump(); got != want {
		t.Error("the tables are others on PostgreSQL")
	}
	pg.holds()
	pg.must("rebuild", "--check")
	pg.take("late", "late.csv", familyList)
	im := pg.imports()["late.csv"]
	pg.destroyRow(im.ID, 1)
	pg.holds()
	back := office{TB: t, dir: filepath.Join(t.TempDir(), "back"), keys: o.folder().keysDir()}
	back.must("restore", "--identity", s.identity, pg.backup(s))
	back.holds()
	back.must("rebuild", "--check")
	// A database that holds a register is not overwritten.
	busy := office{TB: t, dir: filepath.Join(t.TempDir(), "busy"), keys: o.folder().keysDir(), db: dsn}
	if errs := busy.refuses(exitFailed, "restore", "--identity", s.identity, o.backup(s)); !strings.Contains(errs, "not empty") {
		t.Errorf("message: %s", errs)
	}
	pg.holds()
}
