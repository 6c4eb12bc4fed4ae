package ledger_test

import (
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"golang.org/x/mod/sumdb/note"

	"kashf.org/kashf/internal/access"
	"kashf.org/kashf/internal/journal"
	tree "kashf.org/kashf/ledger"
)

func TestList(t *testing.T) {
	o, b, other := office(t)
	p := o.Account("rana", access.DataOfficer)
	foreign := o.AccountOf(other.ID, "sami", access.DataOfficer)
	for i := range 60 {
		b.add("source.added", string(p.Account.ID), string(o.Org.ID), "{}", fmt.Sprint("S", i))
	}
	b.add("source.imported", string(foreign.Account.ID), string(other.ID), "{}", "person-77")
	b.sign()
	v := o.Reader(p)
	page := v.Get("/ledger")
	if !page.Has("List imported", "Other office", "One of its people", "Name of rana", "61 entries", b.public) || page.Has("Name of sami") {
		t.Errorf("list: status %d\n%s", page.Status, page.Body)
	}
	if got := strings.Count(page.Body, `<th scope="row">`); got != 50 {
		t.Errorf("%d rows on a page, want 50", got)
	}
	if !page.Has(`href="/ledger?before=11"`) || page.Has("Newest") {
		t.Error("the first page does not lead to the older entries alone")
	}
	page = v.Get("/ledger?before=11")
	if got := strings.Count(page.Body, `<th scope="row">`); got != 11 || page.Has(">Older<") || !page.Has("Newest") {
		t.Errorf("second page: %d rows, want 11", got)
	}
	page = v.Get("/ledger?kind=source.imported&from=2025-01-10&to=2025-01-10")
	if got := strings.Count(page.Body, `<th scope="row">`); got != 1 {
		t.Errorf("imports of the day: %d rows, want 1", got)
	}
	if page = v.Get("/ledger?from=yesterday"); !page.Has("Write the day like this", `value="yesterday"`) {
		t.Error("a day that is none is not told")
	}
}

// The number of somebody hidden leads nowhere in the ledger either.
func TestSubjectsOfOthersAreHidden(t *testing.T) {
	o, b, other := office(t)
	b.add("source.imported", "x", string(other.ID), `{"rows":3}`, "person-77")
	b.add("source.imported", "y", string(o.Org.ID), `{"rows":4}`, "person-78")
	b.sign()
	v := o.Reader(o.Account("rana", access.CaseWorker))
	hidden, absent := v.Get("/ledger?subject=person-77"), v.Get("/ledger?subject=person-99")
	if strings.ReplaceAll(hidden.Body, "person-77", "person-99") != absent.Body {
		t.Error("a hidden number finds something else than one that is not there")
	}
	if page := v.Get("/ledger/0"); page.Has("person-77") || page.Has("rows") || page.Has("/ledger/0/leaf") || !page.Has("not open to your account", "/ledger/0/proof") {
		t.Errorf("entry of another organisation:\n%s", page.Body)
	}
	if page := v.Get("/ledger/0/leaf"); page.Status != http.StatusNotFound {
		t.Errorf("leaf of another organisation = %d", page.Status)
	}
	if page := v.Get("/ledger/1"); !page.Has("person-78", "&#34;rows&#34;: 4", "/ledger/1/leaf") {
		t.Errorf("own entry:\n%s", page.Body)
	}
	auditor := o.Reader(o.Account("audit", access.Auditor))
	if page := auditor.Get("/ledger?subject=person-77"); strings.Count(page.Body, `<th scope="row">`) != 1 {
		t.Error("an auditor does not find it")
	}
	if page := auditor.Get("/ledger/1"); page.Has("rows&#34;") || !page.Has("person-78") {
		t.Errorf("an auditor reads a body:\n%s", page.Body)
	}
	if page := o.Reader(o.Account("admin", access.Administrator)).Get("/ledger/1"); page.Has("rows&#34;") {
		t.Error("an administrator reads a body")
	}
	if page := o.Reader(o.Account("rep", access.VictimsRepresentative)).Get("/ledger"); page.Status != http.StatusNotFound {
		t.Errorf("the ledger for a victims' representative = %d", page.Status)
	}
}

func TestNoEntry(t *testing.T) {
	o, b, _ := office(t)
	b.add("source.added", "x", string(o.Org.ID), "{}")
	v := o.Reader(o.Account("rana", access.DataOfficer))
	absent := v.Get("/nowhere")
	for _, path := range []string{"/ledger/7", "/ledger/-1", "/ledger/00", "/ledger/x", "/ledger/0/proof", "/ledger/0/undo"} {
		if page := v.Get(path); page.Status != http.StatusNotFound || page.Body != absent.Body {
			t.Errorf("GET %s = %d", path, page.Status)
		}
	}
}

// A proof downloaded here convinces somebody who has nothing but the public key.
func TestProof(t *testing.T) {
	o, b, _ := office(t)
	for range 9 {
		b.add("source.added", "x", string(o.Org.ID), `{"name":"list"}`)
	}
	b.sign()
	b.add("source.added", "x", string(o.Org.ID), "{}") // after the signature
	v := o.Reader(o.Account("rana", access.DataOfficer))
	verifier, err := note.NewVerifier(b.public)
	if err != nil {
		t.Fatal(err)
	}
	page, leaf := v.Get("/ledger/4/proof"), v.Get("/ledger/4/leaf")
	seq, c, err := tree.CheckProof([]byte(page.Body), b.entries[4].Leaf(), verifier)
	if err != nil || seq != 4 || c.Size != 9 {
		t.Errorf("proof of entry 4: %d of %d, %v", seq, c.Size, err)
	}
	if leaf.Body != string(b.entries[4].LeafData()) || leaf.Header.Get("Content-Disposition") != `attachment; filename="entry-4.leaf"` {
		t.Errorf("leaf: %q, %s", leaf.Body, leaf.Header)
	}
	if page := v.Get("/ledger/9"); !page.Has("No signature covers it yet") {
		t.Error("an entry that is not signed offers a proof")
	}
	if page := v.Get("/ledger/9/proof"); page.Status != http.StatusNotFound {
		t.Errorf("its proof = %d", page.Status)
	}
}

func TestUndo(t *testing.T) {
	o, b, other := office(t)
	b.add("source.imported", "x", string(o.Org.ID), "{}")
	b.add("source.imported", "x", string(other.ID), "{}")
	b.add("source.added", "x", string(o.Org.ID), "{}")
	v := o.Reader(o.Account("rana", access.DataOfficer))
	if page := v.Get("/ledger/0"); !page.Has("/ledger/0/undo") {
		t.Errorf("no way to undo:\n%s", page.Body)
	}
	for _, path := range []string{"/ledger/1/undo", "/ledger/2/undo"} { // another's, and of a kind that stays
		if page := v.Post(path, url.Values{"why": {"the wrong file"}}); page.Status != http.StatusNotFound {
			t.Errorf("POST %s = %d", path, page.Status)
		}
	}
	if page := v.Post("/ledger/0/undo", url.Values{"why": {"oops"}}); page.Status != http.StatusUnprocessableEntity || !page.Has(">oops</textarea>", "Give the reason") {
		t.Errorf("short reason: status %d", page.Status)
	}
	b.refuse = fmt.Errorf("a decision rests on it: %w", journal.ErrCannotUndo)
	if page := v.Post("/ledger/0/undo", url.Values{"why": {"the wrong file"}}); page.Status != http.StatusConflict || !page.Has("cannot be undone now", ">the wrong file</textarea>") {
		t.Errorf("refused: status %d\n%s", page.Status, page.Body)
	}
	b.refuse = nil
	if page := v.PostFrom("cross-site", "/ledger/0/undo", url.Values{"why": {"the wrong file"}}); page.Status != http.StatusForbidden || len(b.undone) > 0 {
		t.Errorf("from another site: status %d, undone %v", page.Status, b.undone)
	}
	page := v.Post("/ledger/0/undo", url.Values{"why": {"the wrong file"}})
	if page.At != "/ledger/0?done=undone" || !page.Has("Undone by 3", `href="/ledger/3"`) || page.Has("/ledger/0/undo") {
		t.Errorf("undone: at %s\n%s", page.At, page.Body)
	}
	if page := o.Reader(o.Account("obs", access.Observer)).Get("/ledger/0/undo"); page.Status != http.StatusNotFound {
		t.Errorf("an observer undoes: %d", page.Status)
	}
}

// What is published is the signed part of the tree and nothing else, and a
// stranger can read it.
func TestPublished(t *testing.T) {
	o, b, _ := office(t)
	v := o.Visitor()
	if page := v.Get("/checkpoint"); page.Status != http.StatusNotFound {
		t.Errorf("checkpoint before the first signature = %d", page.Status)
	}
	for range 300 {
		b.add("source.added", "x", string(o.Org.ID), `{"name":"secret"}`)
	}
	b.sign()
	for range 300 {
		b.add("source.added", "x", string(o.Org.ID), "{}")
	}
	page := v.Get("/checkpoint")
	if page.Body != string(b.signed) || page.Header.Get("Cache-Control") != "no-store" || !strings.Contains(page.Header.Get("X-Robots-Tag"), "noindex") {
		t.Errorf("checkpoint: %q, %v", page.Body, page.Header)
	}
	for path, want := range map[string]int{
		"/tile/0/000":        256 * 32,
		"/tile/0/001.p/44":   44 * 32,
		"/tile/1/000.p/1":    32,
		"/tile/0/001":        0, // full, but signed only in part
		"/tile/0/001.p/45":   0,
		"/tile/0/002.p/1":    0,
		"/tile/entries/000":  0,
		"/tile/0/0":          0,
		"/tile/data/../0/00": 0,
	} {
		page := v.Get(path)
		if want == 0 {
			if page.Status != http.StatusNotFound {
				t.Errorf("GET %s = %d, want 404", path, page.Status)
			}
			continue
		}
		if page.Status != http.StatusOK || len(page.Body) != want {
			t.Errorf("GET %s = %d, %d bytes, want %d", path, page.Status, len(page.Body), want)
		}
		if kept := strings.Contains(page.Header.Get("Cache-Control"), "immutable"); kept != (want == 256*32) {
			t.Errorf("GET %s: kept for ever: %v", path, kept)
		}
	}
}

func TestArabic(t *testing.T) {
	o, b, _ := office(t)
	b.add("source.imported", journal.Local, string(o.Org.ID), `{"name":"قائمة <b>"}`)
	b.sign()
	v := o.Reader(o.Account("rana", access.DataOfficer))
	for _, path := range []string{"/ledger", "/ledger/0", "/ledger/0/undo"} {
		page := v.Get(path + "?lang=ar")
		if !page.Has(`dir="rtl"`, "استيراد قائمة") || keys.MatchString(page.Body) {
			t.Errorf("%s in Arabic:\n%s", path, page.Body)
		}
	}
	if page := v.Get("/ledger/0"); page.Has("<b>\"") || !page.Has("قائمة &lt;b&gt;") {
		t.Error("what an entry says is not escaped")
	}
}

var keys = regexp.MustCompile(`>\s*ledger\.[a-z]`)
