package identity_test

import (
	"bytes"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"iter"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/oklog/ulid/v2"

	"kashf.org/kashf/internal/identity"
	"kashf.org/kashf/internal/journal"
	"kashf.org/kashf/internal/register"
	"kashf.org/kashf/internal/store"
	"kashf.org/kashf/internal/store/pgtest"
	"kashf.org/kashf/internal/store/storetest"
	"kashf.org/kashf/internal/vault"
)

func TestMain(m *testing.M) { pgtest.Main(m) }

var (
	huda    = journal.Actor{Account: "huda", Org: "org1"}
	karim   = journal.Actor{Account: "karim", Org: "org1"}
	machine = register.Sight{Machine: true}
)

// blobs reads rows from a vault as the wiring of the program does.
type blobs struct{ *vault.Vault }

func (b blobs) RowsOf(ctx context.Context, id string) iter.Seq2[register.BlobRow, error] {
	return func(yield func(register.BlobRow, error) bool) {
		for r, err := range b.Rows(ctx, id) {
			if !yield(register.BlobRow{Bytes: r.Bytes, Gone: r.Gone}, err) {
				return
			}
		}
	}
}

// An office is a register at work.
type office struct {
	testing.TB
	store *store.Store
	vault *vault.Vault
	kinds journal.Kinds
	*identity.Service
}

func newOffice(tb testing.TB, s *store.Store) *office {
	tb.Helper()
	dir := tb.TempDir()
	keys, err := vault.NewKeyring(filepath.Join(dir, "keys"), "register.example/ledger")
	if err != nil {
		tb.Fatal(err)
	}
	v, err := vault.Open(filepath.Join(dir, "blobs"), keys)
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() { v.Close() })
	j := storetest.Journal(s)
	j.Kinds.Add(identity.Kinds()...)
	j.Blobs = blobs{v}
	return &office{TB: tb, store: s, vault: v, kinds: j.Kinds, Service: &identity.Service{
		Journal: j, Vault: v, Store: s, NewID: func() string { return ulid.MustNew(ulid.Now(), rand.Reader).String() },
	}}
}

// sqlite opens an office on the embedded engine alone.
func sqlite(tb testing.TB) *office {
	tb.Helper()
	s, err := store.Open(tb.Context(), filepath.Join(tb.TempDir(), "kashf.db"))
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() { s.Close() })
	return newOffice(tb, s)
}

// do makes one change of the ledger.
func (o *office) do(d journal.Draft) int64 {
	o.Helper()
	var seq int64
	err := o.Journal.Do(o.Context(), huda, func(ctx context.Context, u *journal.Unit) error {
		e, err := u.Append(ctx, d)
		seq = e.Seq
		return err
	})
	if err != nil {
		o.Fatal(err)
	}
	return seq
}

func (o *office) source(id register.SourceID, owner register.OrgID, sharing register.Sharing) {
	o.Helper()
	o.do(journal.Draft{Kind: register.SourceAdded, Body: register.BodyOf(register.Source{
		ID: id, Name: string(id), Kind: "list_circulated", Owner: owner, Sharing: sharing, AddedAt: time.Date(2024, 12, 9, 0, 0, 0, 0, time.UTC),
	})})
}

// take imports records with the given claims into a source. It returns the
// entry and the first record's number.
func (o *office) take(id register.ImportID, src register.SourceID, rows ...[]register.Claim) (int64, register.RecordID) {
	o.Helper()
	return o.takeEdition(id, src, "", nil, rows...)
}

// takeEdition imports records as a newer edition of an import, each continuing
// the given one, 0 where its row is new.
func (o *office) takeEdition(id register.ImportID, src register.SourceID, of register.ImportID, continues []register.RecordID, rows ...[]register.Claim) (int64, register.RecordID) {
	o.Helper()
	first, err := o.store.Reserve(o.Context(), len(rows))
	if err != nil {
		o.Fatal(err)
	}
	w, err := o.vault.NewRows()
	if err != nil {
		o.Fatal(err)
	}
	var rs []register.StoredRecord
	for i, claims := range rows {
		r := register.StoredRecord{
			ID: register.RecordID(first) + register.RecordID(i), Import: id, Source: src, Row: i + 1, Claims: register.PackClaims(claims),
		}
		if of != "" {
			r.Continues = continues[i]
		}
		rs = append(rs, r)
		if err := w.Add(register.PackRow(r.Row, r.Claims, nil)); err != nil {
			o.Fatal(err)
		}
	}
	blob, err := w.Commit()
	ctx := o.Context()
	if err := errors.Join(err, o.store.BeginBatch(ctx, id, register.RecordID(first)), o.store.PutBatch(ctx, rs), o.store.EndBatch(ctx, id, len(rs))); err != nil {
		o.Fatal(err)
	}
	body := register.ImportBody{
		ID: id, Source: src, FileName: "l.csv", Original: "f-" + string(id), Rows: blob, First: register.RecordID(first), Read: len(rows), Taken: len(rows),
	}
	if of != "" {
		body.Edition = &register.EditionBody{Of: of, Pairs: o.pairs(continues)}
	}
	return o.do(journal.Draft{Kind: register.SourceImported, Body: body}), register.RecordID(first)
}

// pairs keeps which record each of an edition continues.
func (o *office) pairs(continues []register.RecordID) string {
	o.Helper()
	w, err := o.vault.NewRows()
	if err != nil {
		o.Fatal(err)
	}
	rows := make([]register.EditionRow, len(continues))
	for i, r := range continues {
		rows[i].Continues = r
	}
	if err := register.PackEdition(rows, w.Add); err != nil {
		o.Fatal(err)
	}
	blob, err := w.Commit()
	if err != nil {
		o.Fatal(err)
	}
	return blob
}

// person makes the claims of a row.
func person(name, mother, born, town string) []register.Claim {
	cs := []register.Claim{{Field: register.FullName, Value: name, Level: register.C2}}
	for _, c := range []register.Claim{
		{Field: register.MotherName, Value: mother, Level: register.C2},
		{Field: register.BirthYear, Value: born, Norm: born, Level: register.C2},
		{Field: register.Place, Value: town, Level: register.C2},
	} {
		if c.Value != "" {
			cs = append(cs, c)
		}
	}
	return cs
}

// personOf is the person of a record, 0 where the record is not there.
func (o *office) personOf(r register.RecordID) register.PersonID {
	o.Helper()
	rec, err := o.store.RecordOf(o.Context(), machine, r)
	if errors.Is(err, register.ErrNotFound) {
		return 0
	}
	if err != nil {
		o.Fatal(err)
	}
	return rec.Person
}

// wantPersons checks the persons of records first, first+1, ….
func (o *office) wantPersons(when string, first register.RecordID, want ...register.PersonID) {
	o.Helper()
	for i, w := range want {
		if got := o.personOf(first + register.RecordID(i)); got != w {
			o.Errorf("%s: person of record %d = %d, want %d", when, first+register.RecordID(i), got, w)
		}
	}
}

// wantLeads checks where the number of a person leads.
func (o *office) wantLeads(old, want register.PersonID) {
	o.Helper()
	got, _, err := o.store.Person(o.Context(), machine, old)
	if err != nil || got != want {
		o.Errorf("Person(%d) = %d, %v, want %d", old, got, err, want)
	}
}

func (o *office) run() identity.Report {
	o.Helper()
	rep, err := o.Run(o.Context(), huda, nil)
	if err != nil {
		o.Fatal(err)
	}
	return rep
}

// judge enters an answer by somebody who has seen all that was said.
func (o *office) judge(a journal.Actor, l, r register.RecordID, v register.Verdict) (register.Judgement, error) {
	o.Helper()
	js, err := o.store.Judgements(o.Context(), machine, l, r)
	if err != nil {
		o.Fatal(err)
	}
	var seen []string
	for _, j := range js {
		seen = append(seen, j.ID)
	}
	return o.Judge(o.Context(), a, machine, identity.Answer{Left: l, Right: r, Verdict: v, Why: "test", Seen: seen})
}

func (o *office) mustJudge(a journal.Actor, l, r register.RecordID, v register.Verdict) register.Judgement {
	o.Helper()
	j, err := o.judge(a, l, r, v)
	if err != nil {
		o.Fatalf("Judge(%d, %d, %s) = %v", l, r, v, err)
	}
	return j
}

func (o *office) dump(s *store.Store) string {
	o.Helper()
	var b bytes.Buffer
	if err := s.Dump(o.Context(), &b); err != nil {
		o.Fatal(err)
	}
	return b.String()
}

// wantReplay checks that the ledger and the vault give the same tables again.
func (o *office) wantReplay() {
	o.Helper()
	again, err := store.Open(o.Context(), filepath.Join(o.TempDir(), "again.db"))
	if err != nil {
		o.Fatal(err)
	}
	defer again.Close()
	err = again.Write(o.Context(), func(ctx context.Context, tx journal.Tx) error {
		_, err := o.kinds.Replay(ctx, journal.Env{Tx: tx, Blobs: blobs{o.vault}}, o.store.Entries(ctx, 0), -1, nil)
		return err
	})
	if err != nil {
		o.Fatal(err)
	}
	if got, want := o.dump(again), o.dump(o.store); got != want {
		o.Errorf("replay gives other tables:\n%s", firstDifference(got, want))
	}
}

func firstDifference(a, b string) string {
	x, y := bytes.Split([]byte(a), []byte("\n")), bytes.Split([]byte(b), []byte("\n"))
	for i := range min(len(x), len(y)) {
		if !bytes.Equal(x[i], y[i]) {
			return fmt.Sprintf("got  %s\nwant %s", x[i], y[i])
		}
	}
	return fmt.Sprintf("%d lines, want %d", len(x), len(y))
}

func splitLines(s string) []string { return strings.Split(s, "\n") }
