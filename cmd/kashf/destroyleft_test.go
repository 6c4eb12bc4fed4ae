package main

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/json"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"kashf.org/kashf/internal/journal"
	"kashf.org/kashf/internal/review/victims"
	"kashf.org/kashf/internal/store/pgtest"
)

var liaison = journal.Actor{Account: "01LIAISON", Org: "01ORG"}

// A telling is what the ledger and the vault have of one registration.
type telling struct {
	id    string
	acts  []int64
	seals [][]byte // as they lie in the database
	list  string
}

// tellings registers an association that mends what it told and whose list was
// opened, and somebody else with a list of their own.
func (o office) tellings() (goes, stays telling) {
	o.Helper()
	o.open(func(ctx context.Context, d *deployment) {
		for _, x := range []*telling{&goes, &stays} {
			id, err := d.victims.Register(ctx, liaison, secretly("x"), true, []byte(secretMember+"\n"))
			if err == nil {
				err = d.victims.Change(ctx, liaison, id, secretly("y"))
			}
			if err == nil {
				_, err = d.victims.OpenList(ctx, liaison, id, secretHarm)
			}
			if err != nil {
				o.Fatal(err)
			}
			*x = telling{id: id}
		}
		for e, err := range d.store.Entries(ctx, 0) {
			if err != nil {
				o.Fatal(err)
			}
			if e.Kind != victims.ActDone {
				continue
			}
			var a victims.Act
			if err := json.Unmarshal(e.Body, &a); err != nil {
				o.Fatal(err)
			}
			x := &goes
			if a.ID == stays.id {
				x = &stays
			}
			x.acts, x.seals = append(x.acts, e.Seq), append(x.seals, []byte(base64.StdEncoding.EncodeToString(a.Sealed)[8:48]))
			if a.List != nil {
				x.list = a.List.Blob
			}
		}
	})
	return goes, stays
}

func (o office) leave(x telling) {
	o.Helper()
	o.open(func(ctx context.Context, d *deployment) {
		if err := d.victims.Leave(ctx, liaison, x.id); err != nil {
			o.Fatal(err)
		}
	})
}

// raw counts how many of some seals still lie in a file of the data, as files
// lie on the disk.
func (o office) raw(seals [][]byte) (n int) {
	o.Helper()
	for _, s := range seals {
		found := false
		err := filepath.WalkDir(o.dir, func(p string, e fs.DirEntry, err error) error {
			if err != nil || !e.Type().IsRegular() {
				return err
			}
			b, err := os.ReadFile(p)
			found = found || bytes.Contains(b, s)
			return err
		})
		if err != nil {
			o.Fatal(err)
		}
		if found {
			n++
		}
	}
	return n
}

// gone fails unless nothing of a registration is left, and another is whole.
func (o office) gone(x, other telling) {
	o.Helper()
	o.open(func(ctx context.Context, d *deployment) {
		if _, err := d.store.Registration(ctx, x.id); err == nil {
			o.Error("the registration is still in the table")
		}
		if _, err := d.victims.Get(ctx, liaison, x.id); err == nil {
			o.Error("the registration is still read")
		}
		if d.vault.Has(x.list) || !d.vault.Has(other.list) {
			o.Errorf("lists in the vault: theirs %v, the other's %v", d.vault.Has(x.list), d.vault.Has(other.list))
		}
		for _, seq := range x.acts {
			if e, _, err := d.store.Entry(ctx, seq); err != nil || e.Body != nil || e.Salt != nil || e.Destroyed == 0 {
				o.Errorf("entry %d: body %q, destroyed %d, %v", seq, e.Body, e.Destroyed, err)
			}
		}
		y, err := d.victims.Get(ctx, liaison, other.id)
		if err != nil || y.Told.Contact != secretPhone || len(y.Opened) != 1 {
			o.Errorf("the other's registration: %+v, %v", y, err)
		}
		if all, err := d.victims.List(ctx, liaison); err != nil || len(all) != 1 {
			o.Errorf("%d are listed, %v", len(all), err)
		}
	})
	if n := o.raw(x.seals); n != 0 {
		o.Errorf("%d of %d sealed texts are still on the disk", n, len(x.seals))
	}
	if n := o.raw(other.seals); n != len(other.seals) && o.db == "" {
		o.Errorf("of the other's sealed texts %d of %d are on the disk", n, len(other.seals))
	}
	o.holds()
	o.must("rebuild", "--check")
}

// Whoever leaves takes along what they told, from the ledger, the table, the vault
// and the disk; nobody else's is touched, and everything still proves.
func TestLeavingDestroys(t *testing.T) {
	o := newOffice(t)
	goes, stays := o.tellings()
	if len(goes.acts) != 3 || len(stays.acts) != 3 || o.raw(goes.seals) != 3 {
		t.Fatalf("nothing to be destroyed: %+v", goes)
	}
	o.leave(goes)
	o.gone(goes, stays)
	before := o.dump()
	o.must("rebuild")
	if o.dump() != before {
		t.Error("a rebuild gives other tables")
	}
	o.gone(goes, stays)
	o.open(func(ctx context.Context, d *deployment) {
		if err := d.victims.Leave(ctx, liaison, goes.id); err == nil {
			t.Error("left twice")
		}
		other := journal.Actor{Account: "01OTHER", Org: "01ANOTHER"}
		if err := d.victims.Leave(ctx, other, stays.id); err == nil {
			t.Error("another organisation destroyed it")
		}
	})
}

// The act is entered, and the machine stops before anything else is done: the
// folder is taken as it lies on the disk at that moment. The next start does it.
func TestLeavingCutOff(t *testing.T) {
	o := newOffice(t)
	goes, stays := o.tellings()
	var cut office
	o.open(func(ctx context.Context, d *deployment) {
		d.victims.CarryOut = func(context.Context) error {
			cut = o.copyTo(filepath.Join(t.TempDir(), "cut"))
			return nil
		}
		if err := d.victims.Leave(ctx, liaison, goes.id); err != nil {
			t.Fatal(err)
		}
	})
	if cut.raw(goes.seals) == 0 {
		t.Fatal("nothing is left of it where the machine stopped: the test shows nothing")
	}
	cut.gone(goes, stays)
}

// Yesterday's backup does not bring back what somebody told who left since.
func TestLeavingAndRestore(t *testing.T) {
	o := newOffice(t)
	s := newSafe(t)
	goes, stays := o.tellings()
	yesterday := o.backup(s)
	o.leave(goes)
	again := o.restored(s, yesterday)
	again.gone(goes, stays)
	again.restored(s, again.backup(s)).gone(goes, stays)
}

// Who left before leaving destroyed anything: it is destroyed at the next start.
func TestLeftBefore(t *testing.T) {
	o := newOffice(t)
	s := newSafe(t)
	goes, stays := o.tellings()
	o.open(func(ctx context.Context, d *deployment) {
		err := d.journal.Do(ctx, liaison, func(ctx context.Context, u *journal.Unit) error {
			e, err := u.Append(ctx, journal.Draft{Kind: victims.ActDone, Body: victims.Act{ID: goes.id, Act: "left"}})
			goes.acts = append(goes.acts, e.Seq)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	})
	if o.raw(goes.seals) == 0 {
		t.Fatal("nothing to be destroyed")
	}
	o.gone(goes, stays)
	o.restored(s, o.backup(s)).gone(goes, stays)
}

// What is forged is named: a text put back, one kept from destruction, and one of
// somebody else's taken along.
func TestLeavingForged(t *testing.T) {
	forge := func(o office, b victims.DestroyedBody) (err error) {
		o.open(func(ctx context.Context, d *deployment) {
			d.journal.Kinds[victims.Destroyed] = journal.Kind{Name: victims.Destroyed, Version: 1}
			err = d.journal.Do(ctx, liaison, func(ctx context.Context, u *journal.Unit) error {
				_, err := u.Append(ctx, journal.Draft{Kind: victims.Destroyed, Body: b})
				return err
			})
		})
		return err
	}
	for name, what := range map[string]func(goes, stays telling) victims.DestroyedBody{
		"nothing was destroyed": func(g, _ telling) victims.DestroyedBody { return victims.DestroyedBody{ID: g.id, Entries: g.acts} },
		"one is kept":           func(g, _ telling) victims.DestroyedBody { return victims.DestroyedBody{ID: g.id, Entries: g.acts[:1]} },
		"another's": func(g, s telling) victims.DestroyedBody {
			return victims.DestroyedBody{ID: g.id, Entries: append(g.acts, s.acts[0])}
		},
	} {
		t.Run(name, func(t *testing.T) {
			o := newOffice(t)
			goes, stays := o.tellings()
			if err := forge(o, what(goes, stays)); err != nil {
				t.Fatal(err)
			}
			v := o.verdict()
			if v.OK || !strings.Contains(v.Findings[0].What, "destroy") {
				t.Errorf("verify: %+v", v)
			}
		})
	}
	// The program itself takes no such entry in.
	o := newOffice(t)
	goes, stays := o.tellings()
	o.open(func(ctx context.Context, d *deployment) {
		err := d.journal.Do(ctx, liaison, func(ctx context.Context, u *journal.Unit) error {
			_, err := u.Append(ctx, journal.Draft{Kind: victims.Destroyed, Body: victims.DestroyedBody{ID: goes.id, Entries: stays.acts}})
			return err
		})
		if err == nil {
			t.Error("somebody else's texts can be destroyed")
		}
	})
	o.holds()
}

// On PostgreSQL too nothing of it is in any table.
func TestLeavingOnPostgres(t *testing.T) {
	dsn := pgtest.DSN(t)
	o := newOffice(t)
	s := newSafe(t)
	goes, stays := o.tellings()
	pg := office{TB: t, dir: filepath.Join(t.TempDir(), "pg"), keys: o.folder().keysDir(), db: dsn}
	pg.must("restore", "--identity", s.identity, o.backup(s))
	pg.leave(goes)
	pg.gone(goes, stays)
}
