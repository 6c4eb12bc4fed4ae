package matches_test

import (
	"context"
	"errors"
	"iter"
	"net/http"
	"path/filepath"
	"strconv"
	"testing"
	"time"

	"github.com/oklog/ulid/v2"

	"kashf.org/kashf/internal/access"
	"kashf.org/kashf/internal/dossier"
	"kashf.org/kashf/internal/identity"
	"kashf.org/kashf/internal/journal"
	"kashf.org/kashf/internal/queue"
	"kashf.org/kashf/internal/register"
	"kashf.org/kashf/internal/store"
	"kashf.org/kashf/internal/store/storetest"
	"kashf.org/kashf/internal/vault"
	"kashf.org/kashf/internal/web"
	"kashf.org/kashf/internal/web/gate"
	"kashf.org/kashf/internal/web/gate/gatetest"
	"kashf.org/kashf/internal/web/screen/matches"
	"kashf.org/kashf/internal/web/screen/situation"
)

// A house is an office with a register of its own, on which the sections
// Matches and Situation are open.
type house struct {
	*gatetest.Office
	t       testing.TB
	store   *store.Store
	journal *journal.Journal
	vault   *vault.Vault
	service *identity.Service
	screen  *matches.Screen
	queue   *queue.Queue
	home    *situation.Screen
	rana    *gatetest.Visitor
	ranaIs  access.Provisioned
}

func newID() string { return ulid.Make().String() }

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

// door tells the screens who asks.
type door struct{ auth *access.Authorizer }

func (door) Principal(ctx context.Context) access.Principal { return gate.PrincipalOf(ctx) }
func (door) Sight(ctx context.Context) register.Sight       { return gate.Sight(ctx, 0) }

func (d door) Authorize(ctx context.Context, a access.Action, res access.Resource) error {
	return d.auth.Authorize(ctx, gate.PrincipalOf(ctx), a, res)
}

// lines lets the dossier read the ledger.
type lines struct{ s *store.Store }

func (l lines) Size(ctx context.Context) (int64, error) {
	h, err := l.s.Head(ctx)
	return h.Size, err
}

func (l lines) Lines(ctx context.Context, f dossier.LineFilter) ([]dossier.LedgerLine, error) {
	ls, err := l.s.Lines(ctx, journal.Filter{Before: f.Before, Subject: f.Subject, Limit: f.Limit})
	out := make([]dossier.LedgerLine, len(ls))
	for i, x := range ls {
		out[i] = dossier.LedgerLine(x)
	}
	return out, err
}

func open(t testing.TB) *house {
	t.Helper()
	dir := t.TempDir()
	keys, err := vault.NewKeyring(filepath.Join(dir, "keys"), "register.example/ledger")
	if err != nil {
		t.Fatal(err)
	}
	h := &house{t: t}
	if h.vault, err = vault.Open(filepath.Join(dir, "blobs"), keys); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { h.vault.Close() })
	if h.store, err = store.Open(t.Context(), filepath.Join(dir, "kashf.db")); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { h.store.Close() })
	h.journal = storetest.Journal(h.store)
	h.journal.Kinds.Add(identity.Kinds()...)
	h.journal.Blobs = blobs{h.vault}
	h.service = &identity.Service{Journal: h.journal, Vault: h.vault, Store: h.store, NewID: newID}
	h.Office = gatetest.Open(t, h.routes)
	h.journal.Now = h.Clock.Now
	h.ranaIs = h.Account("rana", access.DataOfficer)
	h.rana = h.Reader(h.ranaIs)
	return h
}

func (h *house) routes(o *gatetest.Office) []web.Route {
	o.Web.Kinds = append(o.Web.Kinds,
		web.Kind{Err: register.ErrNotFound, Status: http.StatusNotFound, Key: "not_found"},
		web.Kind{Err: journal.ErrConflict, Status: http.StatusConflict, Key: "conflict"})
	n := register.FileNos{Key: [32]byte{7}}
	d := dossier.New(h.store, lines{h.store}, n, register.FatePolicy{})
	h.queue = &queue.Queue{
		Store: h.store.Jobs(), Now: time.Now, NewID: newID, Handlers: map[string]queue.Handler{matches.RunKind: matches.RunJob(h.service)},
	}
	h.screen = &matches.Screen{
		Web: o.Web, Gate: door{o.Authorizer}, Pairs: d, Identity: h.service, Register: h.store, Jobs: h.queue,
		People: o.Memory, FileNos: n, Now: o.Clock.Now, Seconder: gate.Seconder{Web: o.Web, Entries: h.store, Names: o.Memory},
	}
	h.home = &situation.Screen{
		Web: o.Web, Gate: door{o.Authorizer}, Dossier: d, Office: o.Memory, Now: o.Clock.Now, Second: h.screen.WantSecond,
		Ready: func(context.Context) error { return nil },
	}
	return append(h.screen.Routes(), h.home.Routes()...)
}

// do makes one change of the ledger.
func (h *house) do(d journal.Draft) int64 {
	h.t.Helper()
	var seq int64
	err := h.journal.Do(h.t.Context(), h.actor(), func(ctx context.Context, u *journal.Unit) error {
		e, err := u.Append(ctx, d)
		seq = e.Seq
		return err
	})
	if err != nil {
		h.t.Fatal(err)
	}
	return seq
}

// list takes rows in as a source of their own. It returns the entry and the
// first row's number.
func (h *house) list(name string, owner register.OrgID, sharing register.Sharing, rows ...[]register.Claim) (int64, register.RecordID) {
	h.t.Helper()
	ctx := h.t.Context()
	src := register.SourceID(newID())
	h.do(journal.Draft{Kind: register.SourceAdded, Body: register.BodyOf(register.Source{
		ID: src, Name: name, Kind: "list_circulated", Owner: owner, Sharing: sharing, Reliability: 2, AddedAt: h.Clock.Now(),
	})})
	first, err := h.store.Reserve(ctx, len(rows))
	if err != nil {
		h.t.Fatal(err)
	}
	w, err := h.vault.NewRows()
	if err != nil {
		h.t.Fatal(err)
	}
	im := register.ImportID(newID())
	var rs []register.StoredRecord
	for i, claims := range rows {
		r := register.StoredRecord{ID: register.RecordID(first) + register.RecordID(i), Import: im, Source: src, Row: i + 1, Claims: register.PackClaims(claims)}
		rs = append(rs, r)
		if err := w.Add(register.PackRow(r.Row, r.Claims, nil)); err != nil {
			h.t.Fatal(err)
		}
	}
	blob, err := w.Commit()
	if err := errors.Join(err, h.store.BeginBatch(ctx, im, register.RecordID(first)), h.store.PutBatch(ctx, rs), h.store.EndBatch(ctx, im, len(rs))); err != nil {
		h.t.Fatal(err)
	}
	seq := h.do(journal.Draft{Kind: register.SourceImported, Body: register.ImportBody{
		ID: im, Source: src, FileName: "l.csv", Original: "f-" + string(im), Rows: blob, First: register.RecordID(first), Read: len(rows), Taken: len(rows),
	}})
	return seq, register.RecordID(first)
}

// row makes the claims of a row.
func row(name, mother, born, town, arrest string) []register.Claim {
	var cs []register.Claim
	for _, c := range []register.Claim{
		{Field: register.FullName, Value: name}, {Field: register.MotherName, Value: mother}, {Field: register.BirthYear, Value: born, Norm: born},
		{Field: register.Place, Value: town}, {Field: register.ArrestDate, Value: arrest, Norm: arrest},
	} {
		if c.Level = register.C2; c.Value != "" {
			cs = append(cs, c)
		}
	}
	return cs
}

// lists takes two lists in that share people, some of them beyond doubt and
// some not, and returns the first row of either. Nobody on them is real.
func (h *house) lists() (left, right register.RecordID) {
	h.t.Helper()
	names := []string{"مازن", "نبيل", "رامي", "سليم", "جابر", "وائل", "بشار", "طارق"}
	fathers := []string{"حكمت", "فوزي", "لطفي", "عدنان", "شفيق"}
	families := []string{"الزعتري", "قنواتي", "الصبّاغ", "مرتضى", "العطار", "شاهين"}
	towns := []string{"حرستا", "دوما", "القصير", "تلبيسة"}
	var a, b [][]register.Claim
	for i := range 90 {
		name := names[i%8] + " " + fathers[i%5] + " " + families[i%6]
		born, town := strconv.Itoa(1960+(i*7)%40), towns[i%4]
		arrest := "2013-0" + strconv.Itoa(1+i%9)
		a = append(a, row(name, "سميرة", born, town, arrest))
		switch {
		case i%4 == 0: // on the other list too
			b = append(b, row(name, "سميرة", born, town, arrest))
		case i%4 == 1: // perhaps
			b = append(b, row(names[i%8]+" "+families[i%6], "", strconv.Itoa(1961+(i*7)%40), town, ""))
		default:
			b = append(b, row(names[(i+3)%8]+" "+fathers[(i+2)%5]+" "+families[(i+1)%6], "هدى", strconv.Itoa(1955+i%45), towns[(i+1)%4], ""))
		}
	}
	_, left = h.list("قائمة الباب الثالث", h.Org.ID, register.ShareAll, a...)
	_, right = h.list("Branch register B", h.Org.ID, register.ShareAll, b...)
	return left, right
}

func (h *house) link() identity.Report {
	h.t.Helper()
	rep, err := h.service.Run(h.t.Context(), h.actor(), nil)
	if err != nil {
		h.t.Fatal(err)
	}
	return rep
}

func (h *house) actor() journal.Actor {
	return journal.Actor{Account: string(h.ranaIs.Account.ID), Org: string(h.Org.ID)}
}

func pathOf(h *house, left, right register.RecordID) string {
	return matches.Href(h.screen.FileNos, left, right)
}
