package attach_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/oklog/ulid/v2"

	"kashf.org/kashf/internal/access"
	"kashf.org/kashf/internal/journal"
	"kashf.org/kashf/internal/locale"
	"kashf.org/kashf/internal/register"
	"kashf.org/kashf/internal/store"
	"kashf.org/kashf/internal/store/storetest"
	"kashf.org/kashf/internal/vault"
	"kashf.org/kashf/internal/web"
	"kashf.org/kashf/internal/web/gate/gatetest"
	"kashf.org/kashf/internal/web/screen/attach"
)

// A house is an office with a register of one source, one person in it, and
// one place of detention.
type house struct {
	*gatetest.Office
	t      testing.TB
	store  *store.Store
	screen *attach.Screen
	person register.PersonID
	no     string // the person's file number
}

func open(t testing.TB) *house {
	t.Helper()
	dir := t.TempDir()
	keys, err := vault.NewKeyring(filepath.Join(dir, "keys"), "register.example/ledger")
	if err != nil {
		t.Fatal(err)
	}
	v, err := vault.Open(filepath.Join(dir, "blobs"), keys)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { v.Close() })
	h := &house{t: t}
	if h.store, err = store.Open(t.Context(), filepath.Join(dir, "kashf.db")); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { h.store.Close() })
	h.Office = gatetest.Open(t, func(o *gatetest.Office) []web.Route {
		o.Web.Kinds = append(o.Web.Kinds, web.Kind{Err: register.ErrNotFound, Status: http.StatusNotFound, Key: "not_found"})
		h.screen = &attach.Screen{
			Web: o.Web, Access: o.Authorizer, Register: h.store, Vault: v, Journal: storetest.Journal(h.store), People: o.Memory,
			NewID: func() string { return ulid.Make().String() }, MaxBytes: 1 << 20,
		}
		show := func(kind register.SubjectKind, action access.Action) web.HandlerFunc {
			return func(w http.ResponseWriter, r *http.Request) error {
				view, err := h.screen.View(r.Context(), web.PrinterOf(r.Context()), kind, r.PathValue("id"))
				if err != nil {
					return err
				}
				return o.Web.Page(w, r, o.Web.Frame(r, "files"), attach.Panel(web.PrinterOf(r.Context()), view))
			}
		}
		return append(h.screen.Routes(),
			web.Route{Pattern: "GET /lists/sources/{id}", Action: string(access.SourceRead), Handler: show(register.OfSource, access.SourceRead)},
			web.Route{Pattern: "GET /people/{id}", Action: string(access.PersonRead), Handler: show(register.OfPerson, access.PersonRead)},
			web.Route{Pattern: "GET /facilities/{id}", Action: string(access.FacilityRead), Handler: show(register.OfFacility, access.FacilityRead)},
		)
	})
	h.fill()
	return h
}

// fill enters a source, a record and a place.
func (h *house) fill() {
	h.t.Helper()
	ctx := h.t.Context()
	first, err := h.store.Reserve(ctx, 1)
	if err != nil {
		h.t.Fatal(err)
	}
	h.person = register.PersonID(first)
	h.no = h.screen.FileNos.Format(h.person)
	rec := register.StoredRecord{
		ID: register.RecordID(first), Import: "i1", Source: "s1", Row: 1,
		Claims: register.PackClaims([]register.Claim{{Field: register.FullName, Value: "سامر الحلاق", Level: register.C2}}), Raw: register.PackCells([]string{"سامر الحلاق"}),
	}
	err = errors.Join(h.store.BeginBatch(ctx, "i1", rec.ID), h.store.PutBatch(ctx, []register.StoredRecord{rec}), h.store.EndBatch(ctx, "i1", 1))
	if err != nil {
		h.t.Fatal(err)
	}
	err = h.screen.Journal.Do(ctx, journal.Actor{Account: journal.Local}, func(ctx context.Context, u *journal.Unit) error {
		for _, d := range []journal.Draft{
			{Kind: register.SourceAdded, Body: register.BodyOf(register.Source{ID: "s1", Name: "Gate list", Kind: "list_circulated", Owner: h.Org.ID, Sharing: register.ShareOwner})},
			{Kind: register.SourceImported, Body: register.ImportBody{ID: "i1", Source: "s1", FileName: "l.csv", Columns: []string{"name"}, Mapping: map[string]string{"name": "full_name"}, First: rec.ID, Read: 1, Taken: 1}},
			{Kind: register.SitesSeeded, Body: register.SitesBody{Sites: []register.Site{{ID: "SED", Level: "site", NameEn: "Sednaya", NameAr: "صيدنايا"}}}},
		} {
			if _, err := u.Append(ctx, d); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		h.t.Fatal(err)
	}
}

// attach sends a file with its fields.
func (h *house) attach(v *gatetest.Visitor, path, name, content string, fields ...string) gatetest.Page {
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
	if _, err := io.WriteString(f, content); err != nil {
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
	r.Header.Set("Accept-Language", "en")
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

// link is the address of the first file on a page, "" where there is none.
func link(p gatetest.Page) string {
	_, rest, _ := strings.Cut(p.Body, `href="/files/`)
	id, _, ok := strings.Cut(rest, `"`)
	if !ok {
		return ""
	}
	return "/files/" + id
}

func TestAttachAndDownload(t *testing.T) {
	h := open(t)
	officer := h.Reader(h.Account("officer", access.DataOfficer))
	const page = "<html><script>alert(1)</script>"
	for _, path := range []string{"source/s1", "facility/SED", "person/" + h.no} {
		t.Run(path, func(t *testing.T) {
			p := h.attach(officer, "/attach/"+path, "C:\\docs\\سامر.html\u202egpj", page, "level", "C2", "sharing", "owner", "note", "from the office")
			if p.Status != http.StatusOK || !p.Has("سامر.htmlgpj", "from the office", "Name of officer", "C2: case staff") {
				t.Fatalf("status %d at %s\n%s", p.Status, p.At, p.Body)
			}
			d := officer.Get(link(p))
			if d.Status != http.StatusOK || d.Body != page {
				t.Fatalf("download: status %d, %q", d.Status, d.Body)
			}
			for header, want := range map[string]string{
				"Content-Disposition": `attachment; filename="attached-file.bin"`, "Content-Type": "application/octet-stream",
				"X-Content-Type-Options": "nosniff", "Content-Security-Policy": "sandbox; default-src 'none'",
			} {
				if got := d.Header.Get(header); got != want {
					t.Errorf("%s: %q, want %q", header, got, want)
				}
			}
		})
	}
}

func TestWhatCannotBeAttached(t *testing.T) {
	h := open(t)
	officer := h.Reader(h.Account("officer", access.DataOfficer))
	for name, c := range map[string]struct {
		file, content string
		fields        []string
		want          string
	}{
		"no file":    {"", "", []string{"level", "C2", "sharing", "owner"}, "Choose a file."},
		"empty":      {"a.pdf", "", []string{"level", "C2", "sharing", "owner"}, "The file is empty."},
		"too large":  {"a.pdf", strings.Repeat("x", 1<<20+1), []string{"level", "C2", "sharing", "owner"}, "The file is larger than 1.0 MB."},
		"no level":   {"a.pdf", "%PDF-", []string{"sharing", "owner"}, "Choose who may open it"},
		"C5":         {"a.pdf", "%PDF-", []string{"level", "C5", "sharing", "owner"}, "Choose who may open it"},
		"C4":         {"a.pdf", "%PDF-", []string{"level", "C4", "sharing", "owner"}, "Choose who may open it"}, // on a source nobody could open it
		"no sharing": {"a.pdf", "%PDF-", []string{"level", "C2"}, "Choose who may open it"},
	} {
		t.Run(name, func(t *testing.T) {
			p := h.attach(officer, "/attach/source/s1", c.file, c.content, append(c.fields, "note", "typed before")...)
			if p.Status != http.StatusUnprocessableEntity || !p.Has(c.want, "typed before") {
				t.Errorf("status %d, want 422 with %q\n%s", p.Status, c.want, p.Body)
			}
		})
	}
	if items, err := h.store.Items(t.Context(), register.Sight{Machine: true}, register.OfSource, "s1"); err != nil || len(items) != 0 {
		t.Errorf("items %v, %v; want none", items, err)
	}
}

// full is a vault without room.
type full struct{ attach.Vault }

func (full) Put(context.Context, io.Reader) (string, int64, error) {
	return "", 0, fmt.Errorf("store file: %w", syscall.ENOSPC)
}

func TestDiskFull(t *testing.T) {
	h := open(t)
	h.screen.Vault = full{h.screen.Vault}
	p := h.attach(h.Reader(h.Account("officer", access.DataOfficer)), "/attach/source/s1", "a.pdf", "%PDF-", "level", "C2", "sharing", "owner", "note", "typed before")
	if p.Status != http.StatusUnprocessableEntity || !p.Has("no room left", "typed before") {
		t.Errorf("status %d\n%s", p.Status, p.Body)
	}
}

func TestFilesAreHidden(t *testing.T) {
	h := open(t)
	officer := h.Reader(h.Account("officer", access.DataOfficer))
	org, err := h.ProvisionOrg(t.Context(), access.Organisation{NameEn: "League", NameAr: "رابطة", Kind: access.Victims})
	if err != nil {
		t.Fatal(err)
	}
	stranger := h.Reader(h.AccountOf(org.ID, "stranger", access.DataOfficer))
	own := link(h.attach(officer, "/attach/facility/SED", "own.pdf", "%PDF-1", "level", "C2", "sharing", "owner"))
	hers := link(h.attach(officer, "/attach/source/s1", "all.pdf", "%PDF-2", "level", "C2", "sharing", "all"))
	absent := stranger.Get("/files/01ARZ3NDEKTSV4RRFFQ69G5FAV")
	for _, path := range []string{own, hers} { // the second is shared, and what it is about is not
		if p := stranger.Get(path); p.Status != http.StatusNotFound || p.Body != absent.Body {
			t.Errorf("GET %s by a stranger: status %d, body as absent: %t", path, p.Status, p.Body == absent.Body)
		}
	}
	if p := stranger.Get("/facilities/SED"); p.Status != http.StatusOK || p.Has("own.pdf") {
		t.Errorf("a stranger meets the file's name")
	}
	if p := h.attach(stranger, "/attach/source/s1", "x.pdf", "%PDF", "level", "C2", "sharing", "all"); p.Status != http.StatusNotFound {
		t.Errorf("attaching to a hidden source: status %d", p.Status)
	}
	if p := h.attach(stranger, "/attach/person/"+h.no, "x.pdf", "%PDF", "level", "C2", "sharing", "all"); p.Status != http.StatusNotFound {
		t.Errorf("attaching to a hidden person: status %d", p.Status)
	}
	if p := h.Visitor().Get(own); strings.Contains(p.Body, "%PDF") {
		t.Error("a file is given to nobody in particular")
	}
}

func TestGuardedFileOfAPerson(t *testing.T) {
	h := open(t)
	account := h.Account("worker", access.CaseWorker)
	worker := h.Reader(account)
	page := h.attach(worker, "/attach/person/"+h.no, "medical.pdf", "%PDF-4", "level", "C4", "sharing", "owner")
	if page.Status != http.StatusOK || page.Has("medical.pdf") {
		t.Fatalf("status %d; a file of C4 shows before the person's file is revealed: %t", page.Status, page.Has("medical.pdf"))
	}
	who, err := h.Service.Principal(t.Context(), account.Account.ID)
	if err != nil {
		t.Fatal(err)
	}
	who.StepUpAt = h.Clock.Now()
	if _, err := h.Service.Reveal(t.Context(), who, access.PersonResource(h.person, register.C4), "for the family's doctor"); err != nil {
		t.Fatal(err)
	}
	page = worker.Get("/people/" + h.no)
	if !page.Has("medical.pdf") {
		t.Fatalf("a file of C4 does not show in a revealed file\n%s", page.Body)
	}
	if d := worker.Get(link(page)); d.Body != "%PDF-4" {
		t.Errorf("download: status %d", d.Status)
	}
	if d := h.Reader(h.Account("second", access.CaseWorker)).Get(link(page)); d.Status != http.StatusNotFound {
		t.Errorf("download by one to whom it is not revealed: status %d", d.Status)
	}
}

func TestCleanName(t *testing.T) {
	for in, want := range map[string]string{
		"": "", "a.csv": "a.csv", "../../etc/passwd": "passwd", `C:\x\قائمة.csv`: "قائمة.csv", "a\x00\nb\u202e.csv": "ab.csv", " x ": "x", "a\xffb": "a\ufffdb",
		"می\u200cروم.csv":                   "می\u200cروم.csv",
		strings.Repeat("س", 300) + "12.csv": strings.Repeat("س", 184) + "…" + strings.Repeat("س", 9) + "12.csv",
	} {
		if got := attach.CleanName(in); got != want {
			t.Errorf("CleanName(%q) = %q, want %q", in, got, want)
		}
	}
}

func FuzzCleanName(f *testing.F) {
	f.Add("a/b\\c\x00\u202e.csv")
	f.Fuzz(func(t *testing.T, name string) {
		got := attach.CleanName(name)
		if strings.ContainsAny(got, "/\\\x00\n\r\u202e") || len([]rune(got)) > 200 {
			t.Errorf("CleanName(%q) = %q", name, got)
		}
		if again := attach.CleanName(got); again != got {
			t.Errorf("CleanName(%q) = %q, and of that %q", name, got, again)
		}
	})
}

func TestLevelsAreSaid(t *testing.T) {
	for _, lang := range locale.Languages() {
		p := locale.For(lang)
		for l := register.C1; l <= register.C4; l++ {
			if key := "attach.level." + strings.ToLower(l.String()); !p.Has(key) || !p.Has(key+".note") {
				t.Errorf("%s: %s is not said", lang, key)
			}
		}
	}
}
