package main

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"kashf.org/kashf/internal/export"
	"kashf.org/kashf/internal/identity"
	"kashf.org/kashf/internal/queue"
	"kashf.org/kashf/internal/register"
	"kashf.org/kashf/internal/web"
	"kashf.org/kashf/internal/web/screen/lists"
	"kashf.org/kashf/internal/web/screen/matches"
)

// A hiding is a list out of the guests' sight, with all that hangs on it.
type hiding struct {
	taken
	item, paper, judgement, upload, job string
	photo, consent                      string
}

// hide takes in two lists that the guests may not see: one its owner's alone,
// one shared with others by name.
func (s *served) hide() []hiding {
	s.Helper()
	b := s.builder()
	oversight := b.actor("observer").Org
	var out []hiding
	for _, src := range []register.Source{
		{Name: "سجل مغلق", Kind: "family", Owner: s.archive, Sharing: register.ShareOwner},
		{Name: "سجل للمراجعين", Kind: "family", Owner: s.archive, Sharing: register.ShareNamed, SharedWith: []register.OrgID{register.OrgID(oversight)}},
	} {
		h := hiding{taken: b.take("data", src, "closed.csv", hiddenList)}
		h.item = b.attach("data", register.OfPerson, h.first.String(), "a letter about the hidden", register.ShareAll)
		h.paper = b.attach("data", register.OfSource, string(h.source), "a letter about the list", register.ShareAll)
		j, err := s.d.identity.Judge(b.ctx, b.actor("data"), register.Sight{Machine: true}, identity.Answer{
			Left: h.first, Right: h.first + 1, Verdict: register.CannotTell, Why: "too little is known",
		})
		b.check(err)
		h.judgement = j.ID
		h.photo = b.pictured("data", h.first, register.C2, register.ShareAll)
		s.must(b.err)
		h.consent = s.consent(h.first, h.photo)
		h.upload = s.sends(s.reader("data"), h.source, "more.csv", hiddenList)
		job, err := s.queue.Enqueue(s.Context(), queue.Job{Kind: lists.TakeKind, Author: b.actor("data").Account, Org: b.actor("data").Org})
		s.must(err)
		h.job = job.ID
		out = append(out, h)
	}
	s.must(s.d.index.Refresh(s.Context()))
	return out
}

const (
	guest = "guest.qamar"
	// beyond is a number that nothing will ever have.
	beyond = 1<<40 - 1
)

// A guess is an address with the id of something hidden, and with one of the
// same form that nothing has.
type guess struct {
	method, path   string // the id is %s
	hidden, absent string
	form           url.Values
}

// guesses are all the ways to ask for what is hidden by its id.
func (s *served) guesses(h hiding) []guess {
	no := func(id register.RecordID) string { return s.d.fileNos.Format(register.PersonID(id)) }
	// kin are ids of one kind, and the addresses that take them.
	type kin struct {
		hidden, absent string
		get, post      []string
	}
	var out []guess
	for _, k := range []kin{
		{s.fileNo(h.first), no(beyond), []string{"/people/%s", "/people/%s/print", "/people/%s/reveal", "/people/%s/told", "/people/%s/remains"}, []string{"/people/%s/reveal", "/people/%s/told", "/people/%s/remains", "/attach/person/%s", "/people/%s/photos"}},
		{s.pair(h.first, h.first+1), s.pair(beyond, beyond+1), []string{"/matches/%s"}, []string{"/matches/%s/answer"}},
		{s.pair(h.first, s.guest), s.pair(beyond, s.guest), []string{"/matches/%s"}, []string{"/matches/%s/answer"}},
		{
			string(h.source), newID(),
			[]string{"/lists/sources/%s", "/lists/sources/%s/change", "/lists/sources/%s/upload", "/matches?source=%s", "/ledger?subject=%s"},
			[]string{"/lists/sources/%s/change", "/lists/sources/%s/upload", "/attach/source/%s"},
		},
		{
			string(h.id), newID(),
			[]string{"/lists/imports/%s", "/lists/imports/%s/refused", "/lists/imports/%s/undo", "/ledger?subject=%s"}, []string{"/lists/imports/%s/undo"},
		},
		{h.upload, newID(), []string{"/lists/uploads/%s", "/lists/uploads/%s/progress"}, []string{"/lists/uploads/%s", "/lists/uploads/%s/stop", "/lists/uploads/%s/drop"}},
		{
			h.photo, newID(), []string{"/photos/%s", "/photos/%s/picture", "/ledger?subject=%s"},
			[]string{"/photos/%s/show", "/photos/%s/consents", "/photos/%s/consents/" + h.consent + "/withdraw"},
		},
		{h.consent, newID(), []string{"/ledger?subject=%s"}, []string{"/photos/" + s.photo + "/consents/%s/withdraw"}},
		{h.item, newID(), []string{"/files/%s", "/ledger?subject=%s"}, nil},
		{h.paper, newID(), []string{"/files/%s"}, nil},
		{h.judgement, newID(), []string{"/matches/judgements/%s/undo", "/matches?done=%s"}, []string{"/matches/judgements/%s/undo", "/matches/judgements/%s/back"}},
		{h.job, newID(), []string{"/matches/jobs/%s"}, []string{"/matches/jobs/%s/stop"}},
		{h.first.String(), "1099511627775", []string{"/ledger?subject=%s"}, nil},
	} {
		for _, path := range k.get {
			out = append(out, guess{http.MethodGet, path, k.hidden, k.absent, nil})
		}
		for _, path := range k.post {
			form := url.Values{"verdict": {"same"}, "why": {"it is the same man"}, "purpose": {"family_request"}, "detail": {"his mother asks for him"}}
			out = append(out, guess{http.MethodPost, path, k.hidden, k.absent, form})
		}
	}
	return out
}

// Whoever guesses an id of what is hidden learns nothing: the answer is, byte
// for byte, that to an id which nothing has.
func TestHiddenByID(t *testing.T) {
	s := serveWorld(t)
	for i, h := range s.hide() {
		s.unlearned(guest, fmt.Sprint("list ", i), s.guesses(h))
	}
}

// A list raised to C4 exists, shared with everyone as it is, for nobody below
// C4: not for the officer who sees every other list of the same organisation. A
// case worker cleared for C4 finds it in no list, and in a person's file, where
// its values are opened like any others.
func TestRaisedToC4IsAbsent(t *testing.T) {
	s := serveWorld(t)
	b := s.builder()
	h := hiding{taken: b.take("data", register.Source{Name: "سجل مرفوع", Kind: "family", Owner: s.archive, Sharing: register.ShareAll, Raise: register.C4}, "raised.csv", hiddenList)}
	s.must(b.err)
	s.must(s.d.index.Refresh(t.Context()))
	guesses := slices.DeleteFunc(s.guesses(h), func(g guess) bool { return g.hidden == "" })
	for _, login := range []string{"data", "analyst", "observer", "guest.sahar", guest} {
		s.unlearned(login, login, guesses)
		for _, name := range []string{"زهير كاظم القنديلي", "لمياء شفيق الطحاوي"} {
			if a := s.reader(login).post("/people", url.Values{"name": {name}}); strings.Contains(a.body, s.fileNo(h.first)) {
				t.Errorf("%s finds a person of a list at C4", login)
			}
		}
	}
	for _, path := range []string{"/lists", "/lists/sources/" + string(h.source), "/"} {
		if a := s.reader("cases").get(path); strings.Contains(a.body, "سجل مرفوع") {
			t.Errorf("%s names the list to a case worker who has opened nothing", path)
		}
	}
	file := "/people/" + s.fileNo(h.first)
	if a := s.reader("cases").get(file); a.status == http.StatusOK && strings.Contains(a.body, "رئيفة") {
		t.Errorf("%s shows a value at C4 before it is opened", file)
	}
}

// unlearned asks for each hidden thing and for one that nothing is.
func (s *served) unlearned(login, what string, guesses []guess) {
	s.Helper()
	for _, g := range guesses {
		ask := func(id string) reply {
			path, b := fmt.Sprintf(g.path, id), s.reader(login)
			var a reply
			if g.method == http.MethodPost {
				a = b.post(path, g.form)
			} else {
				a = b.get(path)
			}
			a.body = unnamed(a.body, id)
			return a
		}
		hidden, absent := ask(g.hidden), ask(g.absent)
		if hidden.status != absent.status || hidden.body != absent.body || strings.ReplaceAll(hidden.to(), g.hidden, "") != strings.ReplaceAll(absent.to(), g.absent, "") {
			s.Errorf("%s: %s %s = %d %q, absent %d %q; first difference %s", what, g.method, g.path, hidden.status, hidden.to(), absent.status, absent.to(), firstDifference(hidden.body, absent.body))
		}
		if !strings.Contains(g.path, "?") && hidden.status != http.StatusNotFound {
			s.Errorf("%s: %s %s = %d, want 404", what, g.method, g.path, hidden.status)
		}
	}
}

// unnamed takes out of a page the id that was asked for. A short number stands
// by chance in the middle of other things: it is taken out where it stands alone.
func unnamed(page, id string) string {
	if len(id) > 8 {
		return strings.ReplaceAll(page, id, "ID")
	}
	for _, around := range []string{`"%s"`, `subject=%s"`, `subject=%s&`} {
		page = strings.ReplaceAll(page, fmt.Sprintf(around, id), fmt.Sprintf(around, "ID"))
	}
	return page
}

func firstDifference(a, b string) string {
	i := 0
	for i < min(len(a), len(b)) && a[i] == b[i] {
		i++
	}
	from := max(0, i-60)
	return fmt.Sprintf("%q / %q", a[from:min(len(a), i+60)], b[from:min(len(b), i+60)])
}

// searches are what a guest might try to find the hidden with.
func searches(sources ...string) []url.Values {
	var out []url.Values
	for _, name := range []string{"زهير كاظم القنديلي", "Zuhair Kazem al-Qandili", "Lamia Tahhawi", "حسام فؤاد البيطار", "٧٧١٢٣"} {
		out = append(out, url.Values{"name": {name}}, url.Values{"name": {name}, "born": {"1979"}},
			url.Values{"name": {name}, "mother": {"رئيفة الجمال"}}, url.Values{"name": {name}, "governorate": {"SY07"}})
		for _, id := range sources {
			out = append(out, url.Values{"name": {name}, "source": {id}})
		}
	}
	return out
}

// What a guest reads is the same with and without hidden lists in the register:
// results, weights, counts, choices.
func TestHiddenIsAbsentFromPages(t *testing.T) {
	s := serveWorld(t)
	pages := []string{
		"/", "/people", "/lists", "/matches", "/matches/runs", "/facilities", "/facilities/SED", "/facilities/SED/people",
		"/people/" + s.fileNo(s.first), "/lists/sources/" + string(s.open), "/lists/sources/" + string(s.own),
		"/lists/imports/" + string(s.openImport), "/matches/" + s.pair(s.first, s.guest), "/matches/" + s.pair(s.first, s.second),
		"/desk", "/exports", "/exports/" + s.guestsExport(), "/people/list?f=governorate&v=SY04&not=&j=and&from=&to=", "/people/list?find=1",
	}
	for _, part := range []string{"/print", "/wgeid", "/note", "/compare?with=" + s.fileNo(s.guest), "/earlier"} {
		pages = append(pages, "/people/"+s.fileNo(s.first)+part)
	}
	edition := s.guestsEdition()
	for _, show := range []string{"changed", "added", "dropped", "perhaps"} {
		pages = append(pages, edition+"?show="+show)
	}
	for _, path := range pages {
		if a := s.reader(guest).get(path); a.status != http.StatusOK {
			t.Errorf("%s = %d: nothing to compare", path, a.status)
		}
	}
	read := func(sources ...string) map[string]string {
		out := map[string]string{}
		for _, path := range pages {
			out[path] = quiesce(s.reader(guest).get(path).body)
		}
		b := s.reader(guest)
		for i, q := range searches(sources...) {
			a := b.post("/people", q)
			if a.status == http.StatusTooManyRequests {
				t.Fatal("searches came too fast for the test")
			}
			for _, id := range sources {
				a.body = strings.ReplaceAll(a.body, id, "SOURCE")
			}
			out[fmt.Sprint(i, " ", q.Get("name"), q["born"], q["mother"], q["governorate"], len(q["source"]))] = quiesce(a.body)
		}
		rep := s.reader("families").post("/people", url.Values{"name": {"زهير كاظم القنديلي"}, "mother": {"رئيفة الجمال"}})
		out["a representative's search"] = quiesce(rep.body)
		for _, name := range []string{"زهير كاظم القنديلي", "Zuhair Kazem al-Qandili", "حسام فؤاد البيطار"} {
			out["kashf search "+name] = s.command("search", "--as", guest, "--json", name)
		}
		return out
	}
	before := read(newID())
	h := s.hide()
	after := read(string(h[0].source))
	if a := s.reader("data").post("/people", url.Values{"name": {"Zuhair Kazem al-Qandili"}}); !strings.Contains(a.body, "القنديلي") {
		t.Error("who sees the hidden list does not find whom it names")
	}
	for what, was := range before {
		if now := after[what]; now != was {
			t.Errorf("%s is not the same once hidden lists are in: %s", what, firstDifference(was, now))
		}
	}
	// After a linkage numbers may move; words and ids must not come through.
	_, err := s.d.identity.Run(t.Context(), s.builder().actor("data"), nil)
	s.must(err)
	s.must(s.d.index.Refresh(t.Context()))
	{
		b := s.reader(guest)
		for _, rt := range s.routesOf() {
			if strings.HasPrefix(rt.Pattern, http.MethodGet) && rt.Action != web.Public {
				s.tellsNothing(s.ask(b, rt.Pattern), h)
			}
		}
		for _, x := range h {
			s.tellsNothing(b.get(fmt.Sprintf("/ledger/%d", x.seq)), h)
			s.tellsNothing(b.get(fmt.Sprintf("/ledger/%d", x.seq-1)), h)
		}
	}
}

// guestsExport is a file that the guests ask for: of somebody with whom the
// hidden lists have a row.
func (s *served) guestsExport() string {
	s.Helper()
	e := &export.Service{Journal: s.d.journal, Store: s.d.store, NewID: newID, Now: time.Now}
	id, err := e.Ask(s.Context(), s.builder().actor("guest.sahar"), export.Request{
		Records: []register.RecordID{s.first, s.guest}, Why: "for the commission", For: "the commission", Columns: export.Columns(),
	})
	s.must(err)
	return id
}

// guestsEdition is the address of a newer edition of the guests' list, which
// drops whom the hidden lists have and adds another of their people.
func (s *served) guestsEdition() string {
	s.Helper()
	b := s.reader(guest)
	at := "/lists/uploads/" + s.sends(b, s.own, "newer.csv", strings.Replace(guestList, "حسام فؤاد البيطار,سميرة الخولي,1984", "عامر وليد الشماع,ندى القاسم,1991", 1))
	of := regexp.MustCompile(`<option value="([0-9A-Z]{26})"`).FindStringSubmatch(b.get(at).body)
	if of == nil {
		s.Fatal("a second list is not offered as an edition of the first")
	}
	if a := b.post(at+"/edition", url.Values{"do": {"compare"}, "of": {of[1]}, "date": {"4/2025"}}); a.status != http.StatusSeeOther {
		s.Fatalf("comparing = %d\n%s", a.status, a.body)
	}
	return at + "/edition"
}

// tellsNothing fails for a page that has a word or an id of what is hidden.
func (s *served) tellsNothing(a reply, hs []hiding) {
	s.Helper()
	words := hiddenWords
	for _, h := range hs {
		words = append(words, string(h.source), string(h.id), h.item, h.paper, h.photo, h.consent, h.judgement, h.upload, s.d.fileNos.Format(register.PersonID(h.first)))
	}
	for _, w := range words {
		if i := strings.Index(a.body, w); i >= 0 {
			s.Errorf("%s tells %q: …%s…", a.path, w, a.body[max(0, i-100):min(len(a.body), i+60)])
		}
	}
}

// ago are the parts of a page that move with the clock, and with the ledger's
// length, which everyone on the staff may know.
var ago = regexp.MustCompile(`(?s)<time[^>]*>[^<]*</time>|<p class="print-(foot|mark)">.*?</p>|[\d,]+ entries, root [^<]*`)

func quiesce(page string) string { return ago.ReplaceAllString(page, "<time>") }

// command runs a command line on the open deployment.
func (s *served) command(args ...string) string {
	s.Helper()
	var out, errs bytes.Buffer
	ctx := context.WithValue(s.Context(), openKey{}, s.d)
	args = append(args, "--dir", s.d.folder.Dir)
	if code := run(ctx, args, stdio{in: strings.NewReader(""), out: &out, err: &errs}); code != exitDone {
		s.Fatalf("kashf %q = %d\n%s", args, code, errs.String())
	}
	return out.String()
}

// The number of a hidden person leads nowhere, also where that person is known
// to be one with somebody in sight.
func TestHiddenNumberLeadsNowhere(t *testing.T) {
	s := serveWorld(t)
	h := s.hide()[0]
	old := s.fileNo(h.first + 2)
	_, err := s.d.identity.Judge(t.Context(), s.builder().actor("data"), register.Sight{Machine: true}, identity.Answer{
		Left: s.first, Right: h.first + 2, Verdict: register.SamePerson,
	})
	s.must(err)
	if a := s.reader("data").get("/people/" + old); a.status != http.StatusSeeOther || a.to() != "/people/"+s.fileNo(s.first) {
		t.Fatalf("the old number, for who sees both = %d %s", a.status, a.to())
	}
	absent := s.d.fileNos.Format(beyond)
	form := url.Values{"name": {""}, "purpose": {"family_request"}}
	for what, ask := range map[string]func(no string) reply{
		"file":   func(no string) reply { return s.reader(guest).get("/people/" + no) },
		"print":  func(no string) reply { return s.reader(guest).get("/people/" + no + "/print") },
		"reveal": func(no string) reply { return s.reader(guest).post("/people/"+no+"/reveal", form) },
		"attach": func(no string) reply { return s.reader(guest).sendFile("/attach/person/"+no, "x.txt", "x", form) },
		"search": func(no string) reply { return s.reader(guest).post("/people", url.Values{"name": {no}}) },
	} {
		a, b := ask(old), ask(absent)
		if a.status != b.status || strings.ReplaceAll(a.body, old, "") != strings.ReplaceAll(b.body, absent, "") {
			t.Errorf("%s: %d %q, absent %d %q", what, a.status, a.to(), b.status, b.to())
		}
	}
}

// One's own judgement moves whole files, hidden records among them. What it
// moved is not told.
func TestOwnEntryTellsNothingHidden(t *testing.T) {
	s := serveWorld(t)
	h := s.hide()
	b := s.builder()
	// The hidden third row is the guests' own first man, as the archive knows.
	_, err := s.d.identity.Judge(t.Context(), b.actor("data"), register.Sight{Machine: true}, identity.Answer{Left: s.guest, Right: h[0].first + 2, Verdict: register.SamePerson})
	s.must(err)
	a := s.reader("guest.sahar").post(matches.Href(s.d.fileNos, s.first, s.guest)+"/answer", url.Values{"verdict": {"same"}, "why": {"the same mother"}})
	if a.status != http.StatusSeeOther {
		t.Fatalf("judging = %d\n%s", a.status, a.body)
	}
	js, err := s.d.store.Judgements(t.Context(), register.Sight{Machine: true}, s.first, s.guest)
	s.must(err)
	page := s.reader("guest.sahar").get(fmt.Sprintf("/ledger/%d", js[0].Seq))
	if !strings.Contains(page.body, "the same mother") {
		t.Fatalf("the guest does not read its own entry:\n%s", page.body)
	}
	for _, id := range []register.RecordID{h[0].first + 2} {
		if regexp.MustCompile(`\b` + id.String() + `\b`).MatchString(page.body) {
			t.Errorf("the entry of a guest's own judgement names the hidden record %s", id)
		}
	}
}

func (s *served) pair(l, r register.RecordID) string {
	return strings.TrimPrefix(matches.Href(s.d.fileNos, l, r), "/matches/")
}

func (s *served) length() int64 {
	s.Helper()
	h, err := s.d.store.Head(s.Context())
	s.must(err)
	return h.Size
}
