package ledger_test

import (
	"context"
	"encoding/json"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"golang.org/x/mod/sumdb/note"

	"kashf.org/kashf/internal/access"
	"kashf.org/kashf/internal/journal"
	"kashf.org/kashf/internal/web"
	"kashf.org/kashf/internal/web/gate/gatetest"
	"kashf.org/kashf/internal/web/screen/ledger"
	tree "kashf.org/kashf/ledger"
)

// book is a ledger in memory.
type book struct {
	t       testing.TB
	tree    tree.Memory
	entries []journal.Entry
	undone  map[int64]int64
	signer  note.Signer
	public  string
	signed  []byte
	asked   journal.Filter
	refuse  error // of the next undoing
}

var _ ledger.Log = (*book)(nil)

func newBook(t testing.TB) *book {
	t.Helper()
	secret, public, err := tree.NewKey(rand.NewChaCha8([32]byte{7}), "register.example/ledger")
	if err != nil {
		t.Fatal(err)
	}
	signer, err := note.NewSigner(secret)
	if err != nil {
		t.Fatal(err)
	}
	return &book{t: t, undone: map[int64]int64{}, signer: signer, public: public}
}

func (b *book) add(kind, author, org, body string, subjects ...string) int64 {
	b.t.Helper()
	h := tree.Header{
		Seq: int64(len(b.entries)), At: time.Date(2025, 1, 10, 12, len(b.entries), 0, 0, time.UTC).UnixMicro(),
		Author: author, Org: org, Kind: kind, Version: 1, Subjects: subjects,
	}
	e, err := tree.Seal(h, []byte(body), rand.NewChaCha8([32]byte{byte(h.Seq)}))
	if err != nil {
		b.t.Fatal(err)
	}
	if _, err := b.tree.Add(e.Leaf()); err != nil {
		b.t.Fatal(err)
	}
	b.entries = append(b.entries, e)
	return h.Seq
}

func (b *book) sign() {
	b.t.Helper()
	root, err := tree.Root(b.tree.Size(), &b.tree)
	if err != nil {
		b.t.Fatal(err)
	}
	if b.signed, err = (tree.Checkpoint{Origin: "register.example/ledger", Size: b.tree.Size(), Root: root}).Sign(b.signer); err != nil {
		b.t.Fatal(err)
	}
}

func (b *book) Lines(_ context.Context, f journal.Filter) ([]journal.Line, error) {
	b.asked = f
	var out []journal.Line
	for _, e := range slices.Backward(b.entries) {
		if (f.Before > 0 && e.Seq >= f.Before) || (f.Kind != "" && f.Kind != e.Kind) || (f.Author != "" && f.Author != e.Author) ||
			(f.Org != "" && f.Org != e.Org) || (f.Subject != "" && !slices.Contains(e.Subjects, f.Subject)) ||
			e.At < f.From || (f.To > 0 && e.At >= f.To) || len(out) == f.Limit {
			continue
		}
		out = append(out, journal.Line{Header: e.Header, Undone: b.undone[e.Seq], Destroyed: e.Destroyed})
	}
	return out, nil
}

func (b *book) Entry(_ context.Context, seq int64) (journal.Entry, int64, error) {
	if seq >= int64(len(b.entries)) {
		return journal.Entry{}, 0, journal.ErrNoEntry
	}
	return b.entries[seq], b.undone[seq], nil
}

func (b *book) Kinds(context.Context) (map[string]int, error) {
	m := map[string]int{}
	for _, e := range b.entries {
		m[e.Kind]++
	}
	return m, nil
}

func (b *book) Hashes(context.Context) tree.HashReader { return &b.tree }

func (b *book) LatestCheckpoint(context.Context) ([]byte, error) { return b.signed, nil }

func (b *book) Undo(_ context.Context, a journal.Actor, seq int64, why string) error {
	if b.refuse != nil {
		return b.refuse
	}
	body, err := json.Marshal(journal.Undone{Entry: seq, Why: why})
	if err != nil {
		return err
	}
	b.undone[seq] = b.add(journal.UndoneKind, a.Account, a.Org, string(body))
	return nil
}

// office has a ledger of imports by the office itself and by another.
func office(t *testing.T) (*gatetest.Office, *book, access.Organisation) {
	t.Helper()
	b := newBook(t)
	o := gatetest.Open(t, func(o *gatetest.Office) []web.Route {
		undo := func(context.Context, journal.Env, journal.Entry, journal.Entry) error { return nil }
		s := ledger.Screen{
			Web: o.Web, Log: b, Undoer: b, Directory: o.Memory, Authorizer: o.Authorizer, Key: b.public,
			Kinds: journal.Kinds{"source.imported": {Name: "source.imported", Undo: undo}, "source.added": {Name: "source.added"}},
		}
		return s.Routes()
	})
	other, err := o.ProvisionOrg(t.Context(), access.Organisation{NameEn: "Other office", Kind: access.Documentation})
	if err != nil {
		t.Fatal(err)
	}
	return o, b, other
}
