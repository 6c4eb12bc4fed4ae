package person_test

import (
	"context"
	"crypto/rand"
	"log/slog"
	"net/http"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/oklog/ulid/v2"

	"kashf.org/kashf/internal/access"
	"kashf.org/kashf/internal/dossier"
	"kashf.org/kashf/internal/family"
	"kashf.org/kashf/internal/identity"
	"kashf.org/kashf/internal/intake"
	"kashf.org/kashf/internal/journal"
	"kashf.org/kashf/internal/register"
	"kashf.org/kashf/internal/store"
	"kashf.org/kashf/internal/store/storetest"
	"kashf.org/kashf/internal/vault"
	"kashf.org/kashf/internal/web"
	"kashf.org/kashf/internal/web/gate/gatetest"
	"kashf.org/kashf/internal/web/screen/person"
)

// The lists. Nobody in them exists.
const (
	families = `الاسم الكامل,اسم الأم,سنة الميلاد,المحافظة,تاريخ الاعتقال,مكان الاحتجاز,الهاتف,القريب
سامر خليل الحلاق,فاطمة الزعبي,1985,ريف دمشق,2013-05-19,فرع فلسطين,0944000111,أخوه ماهر
ماهر خليل الحلاق,فاطمة الزعبي,1988,ريف دمشق,2013-05-19,فرع فلسطين,0944000111,أخوه سامر
ليلى ناصر الديري,مريم الأسود,1979,دير الزور,2012-11,,0944000222,
`
	foreign = `Full name,Mother's name,Year of birth,Governorate,Date of arrest,Place of detention,Held from,Held until
Samer Khalil al-Hallaq,Fatima Zoubi,1985,Damascus,2013-06-02,Saydnaya,2013-08,2014-03
`
	dead = `الاسم الكامل,اسم الأم,تاريخ الوفاة,مكان الوفاة,سبب الوفاة
سامر خليل الحلاق,فاطمة الزعبي,2014-02-11,مشفى تشرين العسكري,توقف القلب
ليلى ناصر الديري,مريم الأسود,2013-01-05,مشفى المزة,توقف القلب
`
	closed = `الاسم الكامل,اسم الأم,سنة الميلاد
جورج حنا شماس,وردة قسيس,1966
`
)

// A row is a record by its place in the order in which the lists are taken in.
// Its number is another: numbers are reserved with some to spare.
type row int

const (
	samer row = iota
	maher
	layla
	samerLatin
	samerDead
	laylaDead
	george
)

// A house is a register of those lists in SQLite, served.
type house struct {
	*gatetest.Office
	store    *store.Store
	taker    *intake.Taker
	identity *identity.Service
	files    *dossier.Dossier
	numbers  register.FileNos
	reads    *reads
	other    access.Organisation
	records  []register.RecordID
}

// reads keeps what was noted.
type reads struct {
	mu   sync.Mutex
	list []string
	fail error
}

func (n *reads) Note(_ context.Context, _ access.AccountID, action access.Action, subject string) error {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.list = append(n.list, string(action)+" "+subject)
	return n.fail
}

func (n *reads) noted() []string {
	n.mu.Lock()
	defer n.mu.Unlock()
	return slices.Clone(n.list)
}

// lines shows the journal's lines to a dossier.
type lines struct{ *store.Store }

func (l lines) Size(ctx context.Context) (int64, error) {
	h, err := l.Head(ctx)
	return h.Size, err
}

func (l lines) Lines(ctx context.Context, f dossier.LineFilter) ([]dossier.LedgerLine, error) {
	found, err := l.Store.Lines(ctx, journal.Filter{Before: f.Before, Subject: f.Subject, Limit: f.Limit})
	var out []dossier.LedgerLine
	for _, x := range found {
		out = append(out, dossier.LedgerLine{Header: x.Header, Undone: x.Undone, Destroyed: x.Destroyed})
	}
	return out, err
}

func newID() string { return ulid.MustNew(ulid.Now(), rand.Reader).String() }

// open makes the house. more adds routes of other screens.
func open(t *testing.T, more func(h *house) []web.Route) *house {
	t.Helper()
	h := &house{reads: &reads{}, numbers: register.FileNos{Key: [32]byte{7}}}
	h.build(t)
	h.Office = gatetest.Open(t, func(o *gatetest.Office) []web.Route {
		h.Office = o
		o.Web.Kinds = append(o.Web.Kinds, web.Kind{Err: register.ErrNotFound, Status: http.StatusNotFound, Key: "not_found", Level: slog.LevelInfo})
		s := &person.Screen{
			Web: o.Web, Files: h.files, Rows: h.store, Revealer: o.Service, Reads: h.reads, People: o.Memory, FileNos: h.numbers,
			Companions: h.files, Now: o.Clock.Now, Fresh: o.SignIn.Fresh, Access: o.Authorizer,
			Family: &family.Service{Journal: h.taker.Journal, Now: o.Clock.Now, NewID: newID}, Links: person.Links{
				Source: func(id register.SourceID) string { return "/lists/sources/" + string(id) },
				Match:  func(l, r register.RecordID) string { return "/matches/compare" },
				Entry:  func(int64) string { return "/ledger" },
			},
		}
		routes := s.Routes()
		if more != nil {
			routes = append(routes, more(h)...)
		}
		return routes
	})
	other, err := h.ProvisionOrg(t.Context(), access.Organisation{NameEn: "Another", Kind: access.Documentation})
	if err != nil {
		t.Fatal(err)
	}
	h.other = other
	h.fill(t)
	return h
}

func (h *house) build(t *testing.T) {
	t.Helper()
	dir := t.TempDir()
	keys, err := vault.NewKeyring(filepath.Join(dir, "keys"), "test.example/ledger")
	if err != nil {
		t.Fatal(err)
	}
	v, err := vault.Open(filepath.Join(dir, "blobs"), keys)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { v.Close() })
	if h.store, err = store.Open(t.Context(), filepath.Join(dir, "kashf.db")); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { h.store.Close() })
	h.store.Sealer = keys
	j := storetest.Journal(h.store)
	j.Kinds.Add(identity.Kinds()...)
	h.taker = &intake.Taker{Journal: j, Vault: v, Store: h.store, Sealer: keys, NewID: newID}
	h.identity = &identity.Service{Journal: j, Vault: v, Store: h.store, NewID: newID}
	h.files = dossier.New(h.store, lines{h.store}, h.numbers, register.UsualPolicy)
}

// fill takes the lists in.
func (h *house) fill(t *testing.T) {
	t.Helper()
	source := func(id, name, kind string, owner register.OrgID, sharing register.Sharing, list string) {
		h.take(t, register.Source{
			ID: register.SourceID(id), Name: name, Kind: kind, Owner: owner, Sharing: sharing, Reliability: 2, AddedAt: h.Clock.Now(),
		}, list)
	}
	source("fam", "مقابلات الأسر 2014", "family", h.Org.ID, register.ShareAll, families)
	source("eng", "Partner list 2015", "ngo_dataset", h.Org.ID, register.ShareAll, foreign)
	source("dead", "قائمة الوفيات", "civil_registry", h.Org.ID, register.ShareAll, dead)
	source("closed", "سجل مغلق", "official_register", h.other.ID, register.ShareOwner, closed)
	for r, err := range h.store.All(t.Context(), 0) {
		if err != nil {
			t.Fatal(err)
		}
		h.records = append(h.records, r.ID)
	}
}

func (h *house) take(t *testing.T, s register.Source, list string) {
	t.Helper()
	actor := journal.Actor{Account: journal.Local, Org: string(s.Owner)}
	err := h.taker.Journal.Do(t.Context(), actor, func(ctx context.Context, u *journal.Unit) error {
		_, err := u.Append(ctx, journal.Draft{Kind: register.SourceAdded, Body: register.BodyOf(s)})
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	blob, sniffed, err := h.taker.Keep(t.Context(), strings.NewReader(list))
	if err != nil {
		t.Fatal(err)
	}
	_, err = h.taker.Take(t.Context(), actor, intake.Order{
		Source: s.ID, FileName: string(s.ID) + ".csv", Blob: blob, Sniffed: sniffed, Mapping: intake.Draft(sniffed, intake.Standard()),
	})
	if err != nil {
		t.Fatalf("take %s: %v", s.ID, err)
	}
}

// judge has an account answer about two records.
func (h *house) judge(t *testing.T, by access.Provisioned, a, b row, v register.Verdict) {
	t.Helper()
	left, right := h.records[a], h.records[b]
	actor := journal.Actor{Account: string(by.Account.ID), Org: string(by.Account.Org)}
	sight := register.Sight{Org: by.Account.Org, Level: register.C3}
	seen, err := h.store.Judgements(t.Context(), sight, left, right)
	if err != nil {
		t.Fatal(err)
	}
	ans := identity.Answer{Left: left, Right: right, Verdict: v, Why: "mother's name and arrest agree"}
	for _, j := range seen {
		ans.Seen = append(ans.Seen, j.ID)
	}
	if _, err := h.identity.Judge(t.Context(), actor, sight, ans); err != nil {
		t.Fatalf("judge %d and %d: %v", left, right, err)
	}
}

// number is the file number of a record's person when nothing is linked.
func (h *house) number(r row) string { return h.numbers.Format(register.PersonID(h.records[r])) }

// href is the address of that file.
func (h *house) href(r row) string { return person.Href(h.number(r)) }
