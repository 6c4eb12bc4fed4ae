package lists_test

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"iter"
	"mime/multipart"
	"net/http"
	"net/url"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/oklog/ulid/v2"

	"kashf.org/kashf/internal/access"
	"kashf.org/kashf/internal/identity"
	"kashf.org/kashf/internal/intake"
	"kashf.org/kashf/internal/journal"
	"kashf.org/kashf/internal/queue"
	"kashf.org/kashf/internal/register"
	"kashf.org/kashf/internal/store"
	"kashf.org/kashf/internal/store/storetest"
	"kashf.org/kashf/internal/vault"
	"kashf.org/kashf/internal/web"
	"kashf.org/kashf/internal/web/gate/gatetest"
	"kashf.org/kashf/internal/web/screen/attach"
	"kashf.org/kashf/internal/web/screen/lists"
)

// drafts lead the screen to the store.
type drafts struct{ s *store.Store }

func (d drafts) PutDraft(ctx context.Context, account, id, kind string, body []byte) error {
	return d.s.PutDraft(ctx, store.Draft{ID: id, Account: account, Kind: kind, Body: body, At: time.Now()})
}

func (d drafts) Draft(ctx context.Context, account, id string) ([]byte, error) {
	x, err := d.s.Draft(ctx, account, id)
	return x.Body, err
}

func (d drafts) Drafts(ctx context.Context, account, kind string) iter.Seq2[string, error] {
	return func(yield func(string, error) bool) {
		all, err := d.s.Drafts(ctx, account, kind)
		if err != nil {
			yield("", err)
		}
		for _, x := range all {
			if !yield(x.ID, nil) {
				return
			}
		}
	}
}

func (d drafts) DropDraft(ctx context.Context, account, id string) error {
	return d.s.DropDraft(ctx, account, id)
}

// A house is an office with a register of its own.
type house struct {
	*gatetest.Office
	t       testing.TB
	store   *store.Store
	journal *journal.Journal
	vault   *vault.Vault
	screen  *lists.Screen
	queue   *queue.Queue
	officer *gatetest.Visitor
	other   register.OrgID
}

func newID() string { return ulid.Make().String() }

// open opens a house; set may change the screen before it is served.
func open(t testing.TB, set func(h *house)) *house {
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
	h.store.Sealer = keys
	h.journal = storetest.Journal(h.store)
	h.Office = gatetest.Open(t, func(o *gatetest.Office) []web.Route {
		o.Web.Kinds = append(o.Web.Kinds,
			web.Kind{Err: register.ErrNotFound, Status: http.StatusNotFound, Key: "not_found"},
			web.Kind{Err: journal.ErrConflict, Status: http.StatusConflict, Key: "conflict"})
		files := &attach.Screen{
			Web: o.Web, Access: o.Authorizer, Register: h.store, Vault: h.vault, Journal: h.journal, People: o.Memory, NewID: newID,
		}
		h.screen = &lists.Screen{
			Web: o.Web, Access: o.Authorizer, Register: h.store, Entries: h.store, Drafts: drafts{h.store}, People: o.Memory,
			Taker: &intake.Taker{Journal: h.journal, Vault: h.vault, Store: h.store, Sealer: keys, NewID: newID},
			Vault: h.vault, Journal: h.journal, Undoer: &identity.Service{Journal: h.journal, Vault: h.vault, Store: h.store, NewID: newID}, Sealer: keys, Attach: files, NewID: newID, Now: time.Now,
		}
		if set != nil {
			set(h)
		}
		return append(h.screen.Routes(), files.Routes()...)
	})
	org, err := h.ProvisionOrg(t.Context(), access.Organisation{NameAr: "رابطة العائلات", NameEn: "Families' league", Kind: access.Victims})
	if err != nil {
		t.Fatal(err)
	}
	h.other = org.ID
	h.officer = h.Reader(h.Account("officer", access.DataOfficer))
	return h
}

// withQueue lets lists over rows be taken in as jobs.
func withQueue(rows int) func(h *house) {
	return func(h *house) {
		h.screen.DirectRows = rows
		h.queue = &queue.Queue{
			Store: h.store.Jobs(), Now: time.Now, NewID: newID, Handlers: map[string]queue.Handler{lists.TakeKind: h.screen.TakeJob},
		}
		h.screen.Queue = h.queue
	}
}

// work runs the queue until the test ends.
func (h *house) work() {
	ctx, stop := context.WithCancel(context.WithoutCancel(h.t.Context()))
	done := make(chan error, 1)
	go func() { done <- h.queue.Run(ctx) }()
	h.t.Cleanup(func() { stop(); <-done })
}

// source adds a source by its form and returns its page's path.
func (h *house) source(name string, more ...string) string {
	h.t.Helper()
	form := url.Values{"name": {name}, "kind": {"list_circulated"}, "reliability": {"2"}, "sharing": {"owner"}, "raise": {"0"}}
	for i := 0; i+1 < len(more); i += 2 {
		form[more[i]] = []string{more[i+1]}
	}
	page := h.officer.Post("/lists/new", form)
	path, _, _ := strings.Cut(page.At, "?")
	if page.Status != http.StatusOK || !strings.HasPrefix(path, "/lists/sources/") {
		h.t.Fatalf("add source: status %d at %s\n%s", page.Status, page.At, page.Body)
	}
	return path
}

// upload sends a file as the form of v's browser does.
func (h *house) upload(v *gatetest.Visitor, path, name string, content []byte, fields ...string) gatetest.Page {
	h.t.Helper()
	var body bytes.Buffer
	m := multipart.NewWriter(&body)
	for i := 0; i+1 < len(fields); i += 2 {
		if err := m.WriteField(fields[i], fields[i+1]); err != nil {
			h.t.Fatal(err)
		}
	}
	f, err := m.CreateFormFile("file", name)
	if err != nil {
		h.t.Fatal(err)
	}
	if _, err := f.Write(content); err != nil {
		h.t.Fatal(err)
	}
	if err := m.Close(); err != nil {
		h.t.Fatal(err)
	}
	r, err := http.NewRequestWithContext(h.t.Context(), http.MethodPost, h.URL+path, &body)
	if err != nil {
		h.t.Fatal(err)
	}
	r.Header.Set("Content-Type", m.FormDataContentType())
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	resp, err := v.Client.Do(r)
	if err != nil {
		h.t.Fatal(err)
	}
	defer resp.Body.Close()
	b, err := io.ReadAll(resp.Body)
	if err != nil {
		h.t.Fatal(err)
	}
	return gatetest.Page{Status: resp.StatusCode, At: resp.Request.URL.RequestURI(), Body: string(b), Header: resp.Header}
}

// taken uploads a list and takes it in as drafted; it returns the import's path.
func (h *house) taken(src, name, content string) string {
	h.t.Helper()
	page := h.upload(h.officer, src+"/upload", name, []byte(content))
	if page.Status != http.StatusOK || !strings.HasPrefix(page.At, "/lists/uploads/") {
		h.t.Fatalf("upload %s: status %d at %s\n%s", name, page.Status, page.At, page.Body)
	}
	page = h.officer.Post(page.At, url.Values{"do": {"take"}})
	path, _, _ := strings.Cut(page.At, "?")
	if page.Status != http.StatusOK || !strings.HasPrefix(path, "/lists/imports/") {
		h.t.Fatalf("take %s in: status %d at %s\n%s", name, page.Status, page.At, page.Body)
	}
	return path
}

// expect fails the test unless the page has a status and says all the texts.
func expect(t testing.TB, p gatetest.Page, status int, texts ...string) {
	t.Helper()
	if p.Status != status {
		t.Fatalf("status %d at %s, want %d\n%s", p.Status, p.At, status, main(p.Body))
	}
	for _, s := range texts {
		if !strings.Contains(p.Body, s) {
			t.Errorf("page %s lacks %q\n%s", p.At, s, main(p.Body))
		}
	}
}

// main is the part of a page that is its own.
func main(body string) string {
	if _, rest, ok := strings.Cut(body, "<main"); ok {
		body, _, _ = strings.Cut(rest, "</main>")
	}
	return body
}

// people is a list of n invented people.
func people(n int) string {
	var b strings.Builder
	b.WriteString("الاسم الكامل,اسم الأم,تاريخ الميلاد,الهاتف\n")
	given := []string{"سامر", "ليلى", "جمال", "هدى", "رامي"}
	family := []string{"الحلاق", "الديري", "الشامي", "النجار"}
	for i := range n {
		fmt.Fprintf(&b, "%s %s %d,أمينة,%d-03-04,0930%06d\n", given[i%5], family[i%4], i, 1960+i%40, i)
	}
	return b.String()
}
