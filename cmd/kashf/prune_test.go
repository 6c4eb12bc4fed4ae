package main

import (
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"kashf.org/kashf/internal/register"
	"kashf.org/kashf/internal/store"
	"kashf.org/kashf/internal/web/screen/lists"
	"kashf.org/kashf/ledger"
)

// later is when everything that a test has put is old.
func later() time.Time { return time.Now().Add(2 * blobsKept) }

// What an entry or a draft names stays, what nothing names goes, and what is
// young stays in any case: it may be about to be entered.
func TestPrune(t *testing.T) {
	o := newFurnishedOffice(t)
	o.open(func(ctx context.Context, d *deployment) {
		must := func(err error) {
			t.Helper()
			if err != nil {
				t.Fatal(err)
			}
		}
		put := func(text string) string {
			t.Helper()
			id, _, err := d.vault.Put(ctx, strings.NewReader(text))
			must(err)
			return id
		}
		refused, waiting := put("a file that was no list"), put("a list that waits")
		body, err := json.Marshal(lists.Upload{Blob: waiting, FileName: "list.csv"})
		must(err)
		sealed, err := d.keys.Seal(body, lists.SealedFor("A", "D"))
		must(err)
		must(d.store.PutDraft(ctx, store.Draft{ID: "D", Account: "A", Kind: lists.DraftKind, Body: sealed, At: time.Now()}))
		steps := []struct {
			name string
			do   func()
			now  time.Time
			gone int
			has  map[string]bool
		}{
			{"young", func() {}, time.Now(), 0, map[string]bool{refused: true, waiting: true}},
			{"old", func() {}, later(), 1, map[string]bool{refused: false, waiting: true}},
			{"again", func() {}, later(), 0, map[string]bool{waiting: true}},
			{"dropped", func() { must(d.store.DropDraft(ctx, "A", "D")) }, later(), 1, map[string]bool{waiting: false}},
		}
		for _, s := range steps {
			s.do()
			n, err := d.prune(ctx, s.now)
			must(err)
			if n != s.gone {
				t.Errorf("%s: %d went, want %d", s.name, n, s.gone)
			}
			for id, want := range s.has {
				if got := d.vault.Has(id); got != want {
					t.Errorf("%s: the vault has %s: %t", s.name, id[:8], got)
				}
			}
		}
		if v := d.verify(ctx); !v.OK {
			t.Errorf("after all: %v", v.Findings)
		}
	})
	o.must("rebuild", "--check")
}

// A file that comes a second time, while its first copy is old and unnamed, is
// young again.
func TestPruneKeepsWhatComesAgain(t *testing.T) {
	o := newFurnishedOffice(t)
	o.open(func(ctx context.Context, d *deployment) {
		id, _, err := d.vault.Put(ctx, strings.NewReader("sent twice"))
		if err != nil {
			t.Fatal(err)
		}
		long := time.Now().Add(-2 * blobsKept)
		for _, f := range blobFiles(t, o) {
			if err := os.Chtimes(f, long, long); err != nil {
				t.Fatal(err)
			}
		}
		if _, _, err := d.vault.Put(ctx, strings.NewReader("sent twice")); err != nil {
			t.Fatal(err)
		}
		if n, err := d.prune(ctx, time.Now()); n != 0 || err != nil || !d.vault.Has(id) {
			t.Errorf("%d went, %v", n, err)
		}
	})
}

// A draft that cannot be read names what nobody knows: nothing goes.
func TestPruneStopsAtWhatItCannotRead(t *testing.T) {
	o := newFurnishedOffice(t)
	o.open(func(ctx context.Context, d *deployment) {
		id, _, err := d.vault.Put(ctx, strings.NewReader("whose?"))
		if err != nil {
			t.Fatal(err)
		}
		if err := d.store.PutDraft(ctx, store.Draft{ID: "D", Account: "A", Kind: "k", Body: []byte("damaged"), At: time.Now()}); err != nil {
			t.Fatal(err)
		}
		if _, err := d.prune(ctx, later()); err == nil || !d.vault.Has(id) {
			t.Errorf("pruned beside a draft that cannot be read: %v", err)
		}
	})
}

// A database that was put back to an older state has lost entries that may come
// back; what they rest on stays in the vault until then.
func TestPruneStopsAtALedgerPutBack(t *testing.T) {
	o := newFurnishedOffice(t)
	o.open(func(ctx context.Context, d *deployment) {
		must := func(err error) {
			t.Helper()
			if err != nil {
				t.Fatal(err)
			}
		}
		id, _, err := d.vault.Put(ctx, strings.NewReader("named by an entry that is lost"))
		must(err)
		signed, err := d.checkpoint(ctx)
		must(err)
		c, err := ledger.OpenCheckpoint(signed, d.keys.Verifier())
		must(err)
		c.Size++
		longer, err := c.Sign(d.keys.Signer())
		must(err)
		must(d.keys.Saw(longer))
		if n, err := d.prune(ctx, later()); err == nil || n != 0 || !d.vault.Has(id) {
			t.Errorf("pruned beside a ledger that was put back: %d went, %v", n, err)
		}
		must(d.keys.Saw(signed))
		if n, err := d.prune(ctx, later()); err != nil || n != 1 {
			t.Errorf("with the ledger whole again %d went, %v", n, err)
		}
	})
}

// The same file attached twice is one blob: it is destroyed in both places or
// in none, and does not come back.
func TestDestroyItemAttachedTwice(t *testing.T) {
	o := newFurnishedOffice(t)
	it := o.attachedItem()
	var second string
	o.open(func(ctx context.Context, d *deployment) {
		second = o.attach(ctx, d, register.OfFacility, "SED", "a letter from the mother of the man")
	})
	if msg := o.refuses(exitFailed, "destroy", "--item", it.ID, "--why", lawDemands); !strings.Contains(msg, second) || !strings.Contains(msg, "--everywhere") {
		t.Errorf("the refusal names neither the other nor the way: %s", msg)
	}
	o.holds()
	o.must("destroy", "--item", it.ID, "--everywhere", "--why", lawDemands)
	if found := o.traces("a letter from the mother"); len(found) > 0 {
		t.Errorf("still in %v", found)
	}
	o.holds()
	o.must("rebuild", "--check")
	o.refuses(exitFailed, "destroy", "--item", second, "--why", lawDemands)
	o.open(func(ctx context.Context, d *deployment) {
		blob, _, err := d.vault.Put(ctx, strings.NewReader("a letter from the mother of the man"))
		if err != nil {
			t.Fatal(err)
		}
		if err := d.refuseDestroyed(blob); err == nil || d.vault.Has(blob) {
			t.Errorf("what was destroyed comes back: %v", err)
		}
	})
}

// A list that is also attached as a file stays: its rows are destroyed one by one.
func TestDestroyItemThatIsAList(t *testing.T) {
	o := newFurnishedOffice(t)
	var id string
	o.open(func(ctx context.Context, d *deployment) {
		id = o.attach(ctx, d, register.OfFacility, "SED", familyList)
	})
	if msg := o.refuses(exitFailed, "destroy", "--item", id, "--everywhere", "--why", lawDemands); !strings.Contains(msg, "list of import") {
		t.Errorf("refused with: %s", msg)
	}
	o.holds()
	if _, err := os.Stat(filepath.Join(o.dir, "blobs")); err != nil {
		t.Fatal(err)
	}
}
