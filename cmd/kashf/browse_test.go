package main

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"kashf.org/kashf/internal/access"
	"kashf.org/kashf/internal/desk"
	"kashf.org/kashf/internal/export"
	"kashf.org/kashf/internal/journal"
	"kashf.org/kashf/internal/register"
)

// People are listed without a name, tagged and listed together and found again
// by it; what is of another organisation is not there.
func TestBrowse(t *testing.T) {
	s := serveWorld(t)
	b, guest := s.reader("data"), s.reader("guest.qamar")
	homs := "/people/list?" + url.Values{"f": {"governorate", "source"}, "v": {"SY04", string(s.open)}, "not": {"", ""}, "j": {"and", "and"}, "from": {"", ""}, "to": {"", ""}}.Encode()
	no := s.fileNo(s.first)
	page := b.get(homs)
	if page.status != http.StatusOK || !strings.Contains(page.body, no) || strings.Contains(page.body, s.fileNo(s.second)) {
		t.Fatalf("the list of those of one governorate and source = %d", page.status)
	}
	form := url.Values{"q": {strings.TrimPrefix(homs, "/people/list?")}, "person": {no, s.fileNo(s.guest)}, "do": {"tag"}, "name": {"يُتابع"}}
	if a := b.post("/people/list/bulk", form); !strings.Contains(a.to(), "did=tag") {
		t.Fatalf("tagging = %d %s\n%s", a.status, a.to(), a.body)
	}
	tags, err := s.d.desk.Names(t.Context(), s.archive, desk.Tag)
	if err != nil || len(tags) != 1 || len(tags[0].Records) != 1 || tags[0].Records[0] != s.first {
		t.Fatalf("tags = %+v, %v: a person out of sight must not be among them", tags, err)
	}
	byTag := "/people/list?f=tag&v=" + tags[0].ID + "&not=&j=and&from=&to="
	if a := b.get(byTag); !strings.Contains(a.body, no) || !strings.Contains(a.body, "يُتابع") {
		t.Error("those tagged are not listed")
	}
	absent := strings.Replace(byTag, tags[0].ID, "01ARZ3NDEKTSV4RRFFQ69G5FAV", 1)
	hidden, never := guest.get(byTag), guest.get(absent)
	if strings.ReplaceAll(hidden.body, tags[0].ID, "X") != strings.ReplaceAll(never.body, "01ARZ3NDEKTSV4RRFFQ69G5FAV", "X") {
		t.Error("a tag of another organisation differs from one that never was")
	}
	if a := b.post("/people/list/save", url.Values{"q": {form.Get("q")}, "name": {"ملفات الأسبوع"}}); !strings.Contains(a.to(), "did=saved") {
		t.Errorf("saving the search = %d", a.status)
	}
	if a := b.get("/people/list"); !strings.Contains(a.body, "ملفات الأسبوع") {
		t.Error("the saved search is not offered")
	}
	if strings.Contains(guest.get("/people/list").body, "ملفات الأسبوع") {
		t.Error("another organisation is offered the saved search")
	}
	for name, f := range map[string]url.Values{
		"nobody":    {"q": {""}, "do": {"tag"}, "name": {"x"}},
		"no name":   {"q": {""}, "do": {"list"}, "person": {no}},
		"merge":     {"q": {""}, "do": {"join"}, "name": {"x"}, "person": {no}},
		"bad day":   {"q": {""}, "do": {"task"}, "what": {"اتصل"}, "for": {string(s.accounts["cases"])}, "due": {"غداً"}, "person": {no}},
		"a guest's": {"q": {""}, "do": {"task"}, "what": {"اتصل"}, "for": {string(s.accounts["guest.qamar"])}, "person": {no}},
	} {
		if a := b.post("/people/list/bulk", f); a.status != http.StatusUnprocessableEntity {
			t.Errorf("%s: %d %s, want 422", name, a.status, a.to())
		}
	}
	task := url.Values{"q": {form.Get("q")}, "do": {"task"}, "what": {"اتصل بالعائلة"}, "for": {string(s.accounts["cases"])}, "due": {"2026-12-01"}, "all": {"yes"}}
	if a := b.post("/people/list/bulk", task); !strings.Contains(a.to(), "did=task") {
		t.Errorf("giving a task = %d\n%s", a.status, a.body)
	}
	if a := b.post("/people/list/bulk", task); !strings.Contains(a.to(), "did=task") { // a second click
		t.Errorf("giving it again = %d", a.status)
	}
	got, err := s.d.desk.Tasks(t.Context(), s.archive, string(s.accounts["cases"]))
	if err != nil || len(got) != 1 || got[0].Due != "2026-12-01" || len(got[0].Records) != 1 {
		t.Errorf("tasks = %+v, %v", got, err)
	}
	s.replays()
}

// What is typed into a condition finds people by notes and numbers, is saved, and
// stands in no address and no log.
func TestBrowseByWords(t *testing.T) {
	s := serveWorld(t)
	b, guest := s.reader("data"), s.reader("guest.qamar")
	no := s.fileNo(s.first)
	mark := func(do string, more url.Values) {
		t.Helper()
		f := url.Values{"q": {""}, "person": {no}, "do": {do}}
		for k, v := range more {
			f[k] = v
		}
		if a := b.post("/people/list/bulk", f); !strings.Contains(a.to(), "did="+do) {
			t.Fatalf("%s = %d %s", do, a.status, a.to())
		}
	}
	mark("task", url.Values{"what": {"اتصل بالعائلة"}, "for": {string(s.accounts["cases"])}, "due": {"2020-01-01"}})
	ctx := t.Context()
	if _, err := s.d.desk.Put(ctx, journal.Actor{Account: string(s.accounts["cases"]), Org: string(s.archive)}, desk.Item{Kind: desk.Note, Text: "رآه شاهدٌ عند المخبز", Level: register.C2, Records: []register.RecordID{s.first}}); err != nil {
		t.Fatal(err)
	}
	row := func(kind, value string) url.Values {
		return url.Values{"f": {kind}, "v": {value}, "not": {""}, "j": {"and"}, "from": {""}, "to": {""}}
	}
	const word = "المخبز"
	a := b.post("/people/list", row("text", "شاهد "+word))
	if a.status != http.StatusOK || !strings.Contains(a.body, no) {
		t.Fatalf("by words of a note = %d", a.status)
	}
	if strings.Contains(a.body, url.QueryEscape(word)+"&quot;") || strings.Contains(a.body, "href=\"/people/list?f=text") {
		t.Error("a typed word stands in an address")
	}
	if a := guest.post("/people/list", row("text", word)); strings.Contains(a.body, no) || strings.Contains(a.body, s.fileNo(s.guest)) {
		t.Error("a note of another organisation finds somebody")
	}
	if a := b.get("/people/list?" + row("text", word).Encode()); strings.Contains(a.body, word) {
		t.Error("a word is read from an address")
	}
	if a := b.post("/people/list/save", url.Values{"q": {row("text", word).Encode()}, "name": {"عند المخبز"}}); a.status != http.StatusOK {
		t.Errorf("saving = %d %s", a.status, a.to())
	}
	saved, err := s.d.desk.Names(ctx, s.archive, desk.Search)
	if err != nil || len(saved) != 1 {
		t.Fatalf("saved = %v, %v", saved, err)
	}
	if a := b.get("/people/list?saved=" + saved[0].ID); a.status != http.StatusOK || !strings.Contains(a.body, no) {
		t.Errorf("the saved search = %d", a.status)
	}
	never := "01ARZ3NDEKTSV4RRFFQ69G5FAV"
	hidden, absent := guest.get("/people/list?saved="+saved[0].ID), guest.get("/people/list?saved="+never)
	if hidden.status != http.StatusNotFound || strings.ReplaceAll(hidden.body, saved[0].ID, "X") != strings.ReplaceAll(absent.body, never, "X") {
		t.Errorf("another's saved search = %d", hidden.status)
	}
	for _, c := range []struct {
		who    *browser
		which  string
		listed bool
	}{{b, "any", true}, {b, "overdue", true}, {b, "mine", false}, {s.reader("cases"), "mine", true}, {guest, "any", false}} {
		if a := c.who.get("/people/list?" + row("task", c.which).Encode()); strings.Contains(a.body, "/person/"+no) != c.listed && strings.Contains(a.body, no) != c.listed {
			t.Errorf("tasks %q: listed %v, want %v", c.which, !c.listed, c.listed)
		}
	}
	if a := b.post("/people/list", row("sex", "M")); a.status != http.StatusSeeOther || !strings.Contains(a.to(), "f=sex") {
		t.Errorf("conditions without words have an address: %d %s", a.status, a.to())
	}
	for _, o := range []string{"newest", "changed", "name", "custody"} {
		if a := b.get("/people/list?o=" + o); a.status != http.StatusOK || !strings.Contains(a.body, `value="`+o+`" selected`) {
			t.Errorf("order %q = %d", o, a.status)
		}
	}
	s.replays()
}

// A selection is tagged, listed, given out: nothing makes one person of it,
// whatever is sent.
func TestNoSelectionIsMerged(t *testing.T) {
	s := serveWorld(t)
	b := s.reader("data")
	head, err := s.d.store.Head(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{"/people/list/bulk", "/people/list/save", "/people/list/export", "/people/list/join", "/people/list/merge"} {
		for _, do := range []string{"join", "merge", "same", "link", "move", "split", "judge", "redirect"} {
			f := url.Values{"q": {""}, "do": {do}, "verdict": {"same"}, "to": {s.fileNo(s.first)}, "person": {s.fileNo(s.first), s.fileNo(s.second)}, "why": {"they are one person"}}
			if a := b.post(path, f); a.status < 400 {
				t.Errorf("POST %s %s = %d %s", path, do, a.status, a.to())
			}
		}
	}
	now, err := s.d.store.Head(t.Context())
	if err != nil || now.Size != head.Size {
		t.Errorf("entries were made: %d, then %d, %v", head.Size, now.Size, err)
	}
	for _, rt := range s.routesOf() {
		if strings.HasPrefix(rt.Pattern, "POST /people/list") && !slices.Contains([]string{"POST /people/list", "POST /people/list/save", "POST /people/list/export", "POST /people/list/bulk"}, rt.Pattern) {
			t.Errorf("%s acts on a selection and is not asked about here", rt.Pattern)
		}
	}
}

// What is of a hidden list changes neither the list nor its count, whatever is
// asked: the page is that of a register which never had it.
func TestBrowseHiddenIsAbsent(t *testing.T) {
	s, with := serveWorld(t), serveWorld(t)
	with.hide()
	for _, q := range []string{"", "?f=governorate&v=SY04&not=&j=and&from=&to=", "?f=governorate&v=SY04&not=1&j=and&from=&to=", "?f=has&v=detainee_no&not=&j=and&from=&to=", "?f=born&v=&not=&j=and&from=1979&to=1990"} {
		got, want := with.reader("guest.qamar").get("/people/list"+q), s.reader("guest.qamar").get("/people/list"+q)
		if got.body != want.body {
			t.Errorf("%q: a hidden list changes the page: %s", q, firstDifference(want.body, got.body))
		}
		for _, w := range hiddenWords {
			if strings.Contains(got.body, w) {
				t.Errorf("%q: the page says %q", q, w)
			}
		}
	}
}

// Nobody is listed by a reported death, which is read in the file alone; the
// page is that of a condition in which nothing is chosen.
func TestBrowseTellsNoDeath(t *testing.T) {
	s := serveWorld(t)
	b := s.reader("data")
	want := b.get("/people/list?f=status&v=&not=&j=and&from=&to=")
	for _, code := range []string{"reported_dead", "dead_document", "dead_identified"} {
		got := b.get("/people/list?f=status&v=" + code + "&not=&j=and&from=&to=")
		if got.status != http.StatusOK || got.body != want.body {
			t.Errorf("%s: %s", code, firstDifference(want.body, got.body))
		}
	}
	if strings.Contains(want.body, "reported_dead") || !strings.Contains(want.body, "detained_known") {
		t.Error("the choices tell a death, or nothing")
	}
}

// A selection leaves by the word of two people, with no formula in it and
// nothing adverse; each taking is in the ledger.
func TestExport(t *testing.T) {
	s := serveWorld(t)
	asker, approver, guest := s.reader("cases"), s.reader("data"), s.reader("guest.qamar")
	evil := s.builder()
	evil.take("data", register.Source{Name: "قائمة بصيغ", Kind: "family", Owner: s.archive, Sharing: register.ShareAll}, "evil.csv", "الاسم الكامل,اسم الأم,سنة الولادة,تاريخ الوفاة\n=HYPERLINK(1),@SUM(1),1984,2014-05-05\n")
	s.must(evil.err)
	s.must(s.d.index.Refresh(t.Context()))
	if a := asker.post("/people/list/export", url.Values{"q": {""}, "person": {s.fileNo(s.first)}, "why": {"x"}, "whom": {"the commission"}, "column": {"name"}}); a.status != http.StatusUnprocessableEntity {
		t.Errorf("a request without a reason = %d", a.status)
	}
	if a := asker.post("/people/list/export", url.Values{"q": {""}, "all": {"yes"}, "why": {"=طلب لجنة المفقودين، بكتابها"}, "whom": {"لجنة المفقودين"}, "column": {"sources", "name", "mother_name", "facility", "phone", "death_date", "status"}}); !strings.Contains(a.to(), "did=export") {
		t.Fatalf("asking = %d\n%s", a.status, a.body)
	}
	all, err := s.d.store.ExportsOf(t.Context(), s.archive, 10)
	if err != nil || len(all) != 1 {
		t.Fatalf("requests = %v, %v", all, err)
	}
	path := "/exports/" + all[0].ID
	if a := asker.get(path + "/list.csv"); a.status != http.StatusNotFound {
		t.Errorf("taken before it was approved: %d", a.status)
	}
	if a := asker.post(path+"/approve", nil); a.status == http.StatusSeeOther {
		t.Errorf("approving one's own = %d", a.status)
	}
	own, err := s.d.store.Export(t.Context(), all[0].ID)
	if err != nil || own.Approved != 0 {
		t.Error("who asked has approved")
	}
	if a := guest.get(path + "/list.csv"); a.status != http.StatusNotFound {
		t.Errorf("another organisation: %d", a.status)
	}
	if a := approver.post(path+"/approve", nil); a.to() != "/exports" {
		t.Fatalf("approving = %d", a.status)
	}
	a := asker.get(path + "/list.csv")
	if a.status != http.StatusOK || !strings.Contains(a.body, "'=HYPERLINK") || !strings.Contains(a.body, "'@SUM") || strings.Contains(a.body, ",=") || strings.Contains(a.body, "2014-05-05") {
		t.Errorf("the file = %d, with a formula or a death in it:\n%.400s", a.status, a.body)
	}
	if head, _, _ := strings.Cut(a.body, "\n"); strings.TrimPrefix(head, "\ufeff") != "Name,Mother's name,Place of detention,Sources" {
		t.Errorf("the columns are %q", head)
	}
	if d := a.header.Get("Content-Disposition"); d != fmt.Sprintf(`attachment; filename="E%d-list.csv"`, own.Seq) {
		t.Errorf("the file is called %s", d)
	}
	if strings.Contains(a.body, phone) || !strings.Contains(a.body, "قائمة للجميع") {
		t.Error("the file has a telephone number, or no sources")
	}
	about := asker.get(path + "/about.csv")
	for _, want := range []string{"'=طلب لجنة المفقودين", "لجنة المفقودين", fmt.Sprintf("E%d", own.Seq), "nothing above C2", "قائمة للجميع | Every organisation here", fmt.Sprintf("approved in entry %d", own.Seq+1)} {
		if !strings.Contains(about.body, want) {
			t.Errorf("what is said of the file lacks %q:\n%s", want, about.body)
		}
	}
	table := strings.TrimPrefix(a.body, "\ufeff")
	if sum := sha256.Sum256([]byte(table)); !strings.Contains(about.body, hex.EncodeToString(sum[:])) {
		t.Error("the hash of the rows is not that of the rows")
	}
	if strings.Contains(a.body, "رشا عدنان المرعي") {
		t.Error("a person of a list that is not shared has left")
	}
	if x := approver.get(path + "/list.xlsx"); x.status != http.StatusOK || !strings.HasPrefix(x.body, "PK") {
		t.Errorf("the workbook = %d", x.status)
	}
	for _, file := range []string{"/list.csv", "/paper"} {
		if x := s.reader("second.cases").get(path + file); x.status != http.StatusNotFound {
			t.Errorf("a third takes %s: %d", file, x.status)
		}
	}
	sum := sha256.Sum256([]byte(table))
	paper := approver.get(path + "/paper")
	for _, want := range []string{hex.EncodeToString(sum[:]), fmt.Sprintf("E%d", own.Seq), "نوال هاشم الصايغ", "nothing above C2", "<li><bdi>قائمة للجميع</bdi></li>"} {
		if !strings.Contains(paper.body, want) {
			t.Errorf("the paper (%d) lacks %q", paper.status, want)
		}
	}
	if strings.Contains(paper.body, phone) || strings.Contains(paper.body, "2014-05-05") || strings.Contains(paper.body, "رشا عدنان المرعي") {
		t.Error("a telephone number, a death or somebody who is not shared has left on paper")
	}
	lines, err := s.d.store.Lines(t.Context(), journal.Filter{Kind: export.Taken, Limit: 10})
	if err != nil || len(lines) != 4 {
		t.Errorf("takings in the ledger = %d, %v, want 4", len(lines), err)
	}
	s.replays()
}

// The second word is that of somebody who reads as much; what leaves is what
// both may read when it does; and whoever asked can take it back until then.
func TestExportIsOfBoth(t *testing.T) {
	s := serveWorld(t)
	raised := s.builder()
	list := raised.take("data", register.Source{Name: "قائمة مرفوعة", Kind: "family", Owner: s.archive, Sharing: register.ShareAll, Raise: register.C2}, "raised.csv", hiddenList)
	s.must(raised.err)
	raised.account("low.approver", "منخفضة السقف", s.archive, access.RolesOf(access.Analyst), register.C2, func(a *access.Account) { a.Clearance = register.C1 })
	s.must(raised.err)
	s.accounts["low.approver"] = raised.t.accounts["low.approver"]
	e := &export.Service{Journal: s.d.journal, Store: s.d.store, NewID: newID, Now: time.Now}
	ask := func() string {
		id, err := e.Ask(t.Context(), s.builder().actor("cases"), export.Request{
			Records: []register.RecordID{s.first, list.first}, Why: "for the commission", For: "the commission", Columns: export.Usual(),
		})
		s.must(err)
		return "/exports/" + id
	}
	path := ask()
	if a := s.reader("low.approver").post(path+"/approve", nil); a.status == http.StatusSeeOther {
		t.Errorf("approved by one who reads less: %d", a.status)
	}
	if a := s.reader("data").post(path+"/withdraw", nil); a.status != http.StatusUnprocessableEntity {
		t.Errorf("taken back by another: %d", a.status)
	}
	if a := s.reader("cases").post(path+"/withdraw", nil); a.status != http.StatusSeeOther {
		t.Errorf("taken back = %d\n%s", a.status, a.body)
	}
	if a := s.reader("data").post(path+"/approve", nil); a.status != http.StatusNotFound {
		t.Errorf("approved after it was taken back: %d", a.status)
	}
	path = ask()
	if a := s.reader("data").get(path); !strings.Contains(a.body, "القنديلي") || !strings.Contains(a.body, "قائمة مرفوعة") {
		t.Errorf("who is to approve does not see what would leave\n%s", a.body)
	}
	s.reader("data").post(path+"/approve", nil)
	if a := s.reader("cases").post(path+"/withdraw", nil); a.status != http.StatusConflict {
		t.Errorf("taken back after it was approved: %d", a.status)
	}
	if a := s.reader("cases").get(path + "/list.csv"); !strings.Contains(a.body, "القنديلي") {
		t.Error("a person in the sight of both is left out")
	}
	// Meanwhile one of the two may read less: what leaves shrinks with it.
	data, err := s.d.access.Store.Account(t.Context(), s.accounts["data"])
	s.must(err)
	data.Clearance = register.C1
	s.must(s.d.access.Store.UpdateAccount(t.Context(), data))
	if a := s.reader("cases").get(path + "/list.csv"); strings.Contains(a.body, "القنديلي") {
		t.Error("what left is more than whoever approved may read")
	}
	s.replays()
}
