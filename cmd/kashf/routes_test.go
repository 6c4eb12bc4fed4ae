package main

import (
	"bufio"
	"bytes"
	"fmt"
	"html"
	"net/http"
	"net/url"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"kashf.org/kashf/internal/access"
	"kashf.org/kashf/internal/consent"
	"kashf.org/kashf/internal/desk"
	"kashf.org/kashf/internal/export"
	"kashf.org/kashf/internal/journal"
	"kashf.org/kashf/internal/queue"
	"kashf.org/kashf/internal/register"
	"kashf.org/kashf/internal/review"
	"kashf.org/kashf/internal/review/victims"
	"kashf.org/kashf/internal/web"
	"kashf.org/kashf/internal/web/gate"
	"kashf.org/kashf/internal/web/screen/matches"
)

// publicRoutes are those that need no account, each decided by hand.
var publicRoutes = []string{
	"GET /certificate", "GET /checkpoint", "GET /figures/reviews", "GET /figures/reviews/{month}", "GET /figures/reviews/{month}/account.json", "GET /sign-in", "GET /tile/{path...}", "POST /certificate", "POST /sign-in", "POST /sign-in/kept", "POST /sign-out",
}

// columns of testdata/routes.txt, and the account that stands for each.
var columns = []struct{ role, login string }{
	{"none", "norole.nadir"}, {"admin", "admin"}, {"data", "data"}, {"case", "cases"}, {"analyst", "analyst"},
	{"observer", "observer"}, {"victims", "families"}, {"auditor", "auditor"}, {"registrar", "registrar"}, {"reviewer", "roster"}, {"liaison", "liaison"},
}

// A permission is a line of testdata/routes.txt.
type permission struct {
	action string
	may    map[string]bool
}

func readRoutes(t *testing.T) map[string]permission {
	t.Helper()
	f, err := os.Open("testdata/routes.txt")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	out := map[string]permission{}
	for lines := bufio.NewScanner(f); lines.Scan(); {
		w := strings.Fields(lines.Text())
		if len(w) == 0 || w[0] == "#" {
			continue
		}
		if len(w) != 3+len(columns) {
			t.Fatalf("routes.txt: %q has %d columns", lines.Text(), len(w))
		}
		p := permission{w[2], map[string]bool{}}
		for i, c := range columns {
			p.may[c.role] = w[3+i] == "y"
		}
		out[w[0]+" "+w[1]] = p
	}
	return out
}

// Every address is decided: it has an action that exists and a line in the
// table, or is public and listed above.
func TestRoutesAreDecided(t *testing.T) {
	s := serveWorld(t)
	table := readRoutes(t)
	var public []string
	for _, rt := range s.routesOf() {
		if rt.Action == web.Public {
			public = append(public, rt.Pattern)
			continue
		}
		if !slices.Contains(access.Actions(), access.Action(rt.Action)) {
			t.Errorf("%s declares the action %q, which does not exist", rt.Pattern, rt.Action)
		}
		p, ok := table[rt.Pattern]
		if !ok {
			t.Errorf("%s (%s) has no line in testdata/routes.txt", rt.Pattern, rt.Action)
		} else if p.action != rt.Action {
			t.Errorf("%s declares %s, want %s", rt.Pattern, rt.Action, p.action)
		}
		delete(table, rt.Pattern)
	}
	for pattern := range table {
		t.Errorf("%s is in the table and has no route", pattern)
	}
	slices.Sort(public)
	if !slices.Equal(public, publicRoutes) {
		t.Errorf("public routes = %q, want %q", public, publicRoutes)
	}
}

// Who may not is told what one is told of an address that never was. Whoever
// has not signed in is led to do so, and whoever has first steps to do, there.
func TestRoutesByRole(t *testing.T) {
	s := serveWorld(t)
	table := readRoutes(t)
	nowhere := s.nowhere()
	for _, rt := range s.routesOf() {
		p, ok := table[rt.Pattern]
		if !ok {
			continue // public, or reported by TestRoutesAreDecided
		}
		for _, c := range columns {
			a := s.ask(s.reader(c.login), rt.Pattern)
			refused := a.status == http.StatusNotFound && a.body == nowhere(c.login, a.path)
			switch {
			case a.status >= http.StatusInternalServerError:
				t.Errorf("%s as %s (%s) = %d", rt.Pattern, c.role, a.path, a.status)
			case p.may[c.role] == refused:
				t.Errorf("%s as %s (%s) = %d %s, refused %v, want %v", rt.Pattern, c.role, a.path, a.status, a.to(), refused, !p.may[c.role])
			case !refused && a.status == http.StatusNotFound:
				t.Errorf("%s as %s: a 404 that is unlike that of an unknown address", rt.Pattern, c.role)
			}
		}
		s.closedTo(rt.Pattern)
	}
}

// nowhere gives the page of an address that never was, in the same section as
// path: the sections are marked by what the reader typed.
func (s *served) nowhere() func(login, path string) string {
	pages := map[string]string{}
	return func(login, path string) string {
		section, _, _ := strings.Cut(strings.TrimPrefix(path, "/"), "/")
		key := login + "/" + section
		if _, ok := pages[key]; !ok {
			a := s.reader(login).get("/" + section + "/no/such/page/at/all")
			if a.status != http.StatusNotFound {
				s.Fatalf("an unknown address = %d", a.status)
			}
			pages[key] = a.body
		}
		return pages[key]
	}
}

// closedTo checks that a route leads strangers to sign in and newcomers to
// their first steps.
func (s *served) closedTo(pattern string) {
	s.Helper()
	method, _, _ := strings.Cut(pattern, " ")
	status, prefix := http.StatusSeeOther, gate.SignIn+"?then="
	if method == http.MethodPost {
		status, prefix = http.StatusTemporaryRedirect, gate.KeptForm+"?then="
	}
	if a := s.ask(s.stranger(), pattern); a.status != status || !strings.HasPrefix(a.to(), prefix) {
		s.Errorf("%s signed out = %d %s, want %d to %s", pattern, a.status, a.to(), status, prefix)
	}
	if own := strings.Contains(pattern, "/first-steps") || strings.Contains(pattern, "/sign-out") || strings.Contains(pattern, " /account") || pattern == "GET "+web.HelpPath; own {
		return // what is the account's own, and how to begin
	}
	if a := s.ask(s.reader("pending.badr"), pattern); a.status != http.StatusSeeOther || a.to() != gate.FirstSteps {
		s.Errorf("%s with first steps to do = %d %s", pattern, a.status, a.to())
	}
}

// ask asks for a route with the ids of things that everyone with the right may
// see. Forms are empty: an act that is allowed comes back for what is missing.
func (s *served) ask(b *browser, pattern string) reply {
	s.Helper()
	method, path, _ := strings.Cut(pattern, " ")
	if path == "/exports/{id}/{file}" { // who asked for it takes it
		path = "/exports/" + s.leaving(b.login) + "/list.csv"
	}
	for _, part := range []string{"paper", "make", "progress", "stop"} {
		if path == "/exports/{id}/"+part {
			path = "/exports/" + s.leaving(b.login) + "/" + part
		}
	}
	switch path {
	case "/reviews/cases/{id}/copies/{n}", "/reviews/cases/{id}/copies/{n}/copy.json": // who may has one made
		path = strings.NewReplacer("{id}", s.reviewed(), "{n}", strconv.Itoa(s.copy(b.login))).Replace(path)
	case "/victims/{id}/likenesses/{case}":
		path = strings.NewReplacer("{id}", s.registered(), "{case}", s.reviewed()).Replace(path)
	case "/victims/{id}/links/{link}":
		id, link := s.checked()
		path = strings.NewReplacer("{id}", id, "{link}", link).Replace(path)
	case "/victims/{id}", "/victims/{id}/change", "/victims/{id}/leave", "/victims/{id}/list":
		path = strings.Replace(path, "{id}", s.registered(), 1)
	case "/reviews/cases/{id}/voices/{voice}":
		path = strings.NewReplacer("{id}", s.reviewed(), "{voice}", s.spoken()).Replace(path)
	case "/reviews/cases/{id}/missing":
		path = strings.Replace(path, "{id}", string(s.unseen()), 1)
	case "/reviews/cases/{id}/papers/{paper}":
		path = strings.NewReplacer("{id}", s.told(), "{paper}", "abstract").Replace(path)
	}
	path = s.fill(strings.ReplaceAll(path, "{$}", ""))
	if strings.HasSuffix(path, "/picture") { // it is covered
		path = lifted(b, path)
	}
	if method == http.MethodPost {
		return b.post(path, url.Values{"verdict": {"none"}, "file": {"list.csv"}})
	}
	return b.get(path)
}

var pictureSrc = regexp.MustCompile(`src="(/photos/[^"]+)"`)

// lifted is the address by which a reader who asks for it sees a covered
// picture; the bare one where nothing is shown.
func lifted(b *browser, path string) string {
	if m := pictureSrc.FindStringSubmatch(b.post(strings.TrimSuffix(path, "/picture")+"/show", url.Values{"why": {"to recognise him for his mother"}}).body); m != nil {
		return html.UnescapeString(m[1])
	}
	return path
}

// wildcards are the addresses' ids, by what stands before them. The first that
// fits counts.
var wildcards = []struct {
	path *regexp.Regexp
	id   func(s *served) string
}{
	{regexp.MustCompile(`^/lists/sources/\{id\}|^/attach/source/`), func(s *served) string { return string(s.open) }},
	{regexp.MustCompile(`^/lists/imports/`), func(s *served) string { return string(s.openImport) }},
	{regexp.MustCompile(`^/accounts/|^/figures/reviews/`), func(*served) string { return "2024-01" }},
	{regexp.MustCompile(`^/lists/template/`), func(*served) string { return "list.xlsx" }},
	{regexp.MustCompile(`^/lists/uploads/`), (*served).upload},
	{regexp.MustCompile(`^/people/\{[a-z]+\}/(told|remains)`), func(s *served) string { return s.fileNo(s.mourned) }},
	{regexp.MustCompile(`^/attach/person/|^/people/\{`), func(s *served) string { return s.fileNo(s.first) }},
	{regexp.MustCompile(`^/attach/facility/|^/facilities/`), func(s *served) string { return string(s.facility) }},
	{regexp.MustCompile(`^/photos/`), func(s *served) string { return s.photo }},
	{regexp.MustCompile(`^/files/`), func(s *served) string { return s.letter }},
	{regexp.MustCompile(`^/ledger/`), func(s *served) string { return fmt.Sprint(s.takeSeq) }},
	{regexp.MustCompile(`^/reviews/cases/\{id\}(/print)?$|^/reviews/cases/\{id\}/exchange/|^/reviews/cases/[0-9A-Z]`), (*served).reviewed},
	{regexp.MustCompile(`^/reviews/open/`), func(s *served) string { return s.fileNo(s.first) }},
	{regexp.MustCompile(`^/reviews/draws/`), (*served).drawn},
	{regexp.MustCompile(`^/organisations/accounts/`), func(s *served) string { return string(s.accounts["second.cases"]) }},
	{regexp.MustCompile(`^/desk/`), (*served).task},
	{regexp.MustCompile(`^/exports/`), func(s *served) string { return s.leaving("") }},
	{regexp.MustCompile(`^/matches/judgements/`), func(s *served) string { return s.judgement }},
	{regexp.MustCompile(`^/matches/runs/`), (*served).run},
	{regexp.MustCompile(`^/matches/jobs/`), (*served).job},
	{regexp.MustCompile(`^/matches/\{pair\}`), func(s *served) string {
		return strings.TrimPrefix(matches.Href(s.d.fileNos, s.first, s.second), "/matches/")
	}},
}

var wildcard = regexp.MustCompile(`\{[a-z]+\}`)

func (s *served) fill(path string) string {
	s.Helper()
	path = strings.Replace(path, "/people/{fileno}/notices/{id}", "/people/"+s.fileNo(s.mourned)+"/notices/"+s.notice, 1)
	path = strings.Replace(path, "/parts/{part}/words/{word}", "/parts/"+s.part+"/words/"+s.part, 1)
	path = strings.Replace(path, "/parts/{part}", "/parts/"+s.part, 1)
	path = strings.Replace(path, "/facilities/{id}/told/{tally}", "/facilities/"+string(s.facility)+"/told/"+s.tally, 1)
	path = strings.Replace(path, "/exchange/{exchange}", "/exchange/none", 1)
	path = strings.Replace(path, "/reviews/cases/{id}/acts/{act}", "/reviews/cases/"+s.reviewed()+"/acts/declared", 1)
	path = strings.Replace(path, "/photos/{id}/consents/{consent}/", "/photos/"+s.photo+"/consents/"+s.consent(s.first, s.photo)+"/", 1)
	path = strings.Replace(path, "/people/{fileno}/wgeid/consents/{consent}/", "/people/"+s.fileNo(s.first)+"/wgeid/consents/"+s.consent(s.first, "")+"/", 1)
	path = strings.Replace(path, "/wgeid/document/{name}", "/wgeid/document/form-en.docx", 1)
	for _, w := range wildcards {
		if w.path.MatchString(path) {
			path = wildcard.ReplaceAllLiteralString(path, w.id(s))
		}
	}
	if !wildcard.MatchString(path) {
		return path
	}
	s.Fatalf("no id is known for %s", path)
	return ""
}

// fileNo is the number of the file that a record belongs to.
func (s *served) fileNo(id register.RecordID) string {
	s.Helper()
	r, err := s.d.store.RecordOf(s.Context(), register.Sight{Machine: true}, id)
	s.must(err)
	return s.d.fileNos.Format(r.Person)
}

// consent is one of the archive's, about a record or a photograph of it.
func (s *served) consent(r register.RecordID, photo string) string {
	s.Helper()
	use := consent.WGEID
	if photo != "" {
		use = consent.Print
	}
	c := &consent.Service{Journal: s.d.journal, Store: s.d.store, Now: time.Now, NewID: newID}
	_, err := c.Give(s.Context(), s.builder().actor("data"), consent.Consent{Record: r, Photo: photo, Uses: []string{use}, Giver: "mother", Way: "told", On: "2025"})
	s.must(err)
	all, err := s.d.store.ConsentsOf(s.Context(), []register.RecordID{r})
	s.must(err)
	return all[len(all)-1].ID
}

// task is one that the archive has given to nobody who is asked here.
func (s *served) task() string {
	a := s.builder().actor("data")
	_, err := s.d.desk.Put(s.Context(), a, desk.Item{Kind: desk.Task, Text: "call", Records: []register.RecordID{s.first}, For: a.Account})
	s.must(err)
	all, err := s.d.desk.Tasks(s.Context(), s.archive, a.Account)
	s.must(err)
	return all[len(all)-1].ID
}

// reviewed is a case in which each of the readers who may have a part has one.
func (s *served) reviewed() string {
	s.Helper()
	rows, err := s.d.store.Board(s.Context(), string(s.accounts["families"]), review.Wanted{Limit: 1, State: review.Intake})
	s.must(err)
	if len(rows) == 0 {
		s.Fatal("the world has no case at its beginning")
	}
	return string(rows[0].ID)
}

// copy makes a copy of the case at its beginning for a reader whose part has
// one; 1 for any other.
func (s *served) copy(login string) int {
	s.Helper()
	a, err := s.d.access.Store.Account(s.Context(), s.accounts[login])
	if err != nil {
		return 1
	}
	n, err := s.d.review.MakeCopy(s.Context(), review.Who{Actor: journal.Actor{Account: string(a.ID), Org: string(a.Org)}}, review.CaseID(s.reviewed()))
	if err != nil {
		return 1
	}
	return n
}

// spoken is a recording in the case at its beginning: of a group of victims who
// agreed that the bench and the observer hear it.
func (s *served) spoken() string {
	s.Helper()
	id := review.CaseID(s.reviewed())
	c, err := s.d.store.Case(s.Context(), id)
	s.must(err)
	if len(c.Voices) > 0 {
		return c.Voices[0].ID
	}
	as := func(login string) review.Who {
		a, err := s.d.access.Store.AccountByLogin(s.Context(), login)
		s.must(err)
		return review.Who{Actor: journal.Actor{Account: string(a.ID), Org: string(a.Org)}}
	}
	g := newID()
	s.must(s.d.review.Enter(s.Context(), as("liaison"), id, 0, &review.GroupBody{ID: g, Delegate: as("families").Account, Wish: review.WishTold, Support: true}))
	s.must(s.d.review.Enter(s.Context(), as("roster"), id, 0, &review.StandingBody{ID: g, Granted: true, Why: "families"}))
	s.must(s.d.review.Speak(s.Context(), as("families"), id, 0, review.Submit(newID(), g, "the gist"), recording(3), true))
	c, err = s.d.store.Case(s.Context(), id)
	s.must(err)
	return c.Voices[0].ID
}

// registered is a registration that is like the case at its beginning, and that
// nobody judged yet.
func (s *served) registered() string {
	s.Helper()
	who := s.builder().actor("liaison")
	all, err := s.d.victims.List(s.Context(), who)
	s.must(err)
	for _, x := range all {
		if x.Told.Name == secretName && len(x.Links) == 0 {
			return x.ID
		}
	}
	return s.register()
}

// register registers somebody who names the person of the case.
func (s *served) register() string {
	s.Helper()
	c, err := s.d.store.Case(s.Context(), review.CaseID(s.reviewed()))
	s.must(err)
	_, rs, err := s.d.store.Person(s.Context(), register.Sight{Machine: true}, c.Person)
	s.must(err)
	name := victims.NamesOf(rs)[0]
	rid, err := s.d.victims.Register(s.Context(), s.builder().actor("liaison"), secretly(name), true, []byte(secretMember+"\n"))
	s.must(err)
	return rid
}

// checked is a registration whose likeness was judged, and its link.
func (s *served) checked() (id, link string) {
	s.Helper()
	who := s.builder().actor("liaison")
	all, err := s.d.victims.List(s.Context(), who)
	s.must(err)
	for _, x := range all {
		if x.Told.Name == secretName && len(x.Links) > 0 {
			return x.ID, x.Links[0].ID
		}
	}
	id = s.register() // another than the one that waits to be judged
	s.must(s.d.victims.Judge(s.Context(), who, id, review.CaseID(s.reviewed()), true, "the same name"))
	x, err := s.d.victims.Get(s.Context(), who, id)
	s.must(err)
	return id, x.Links[0].ID
}

// What a victim told, of which nothing is ever read elsewhere.
const (
	secretName   = "هالة منير الصباغ"
	secretPhone  = "0900 555 0142"
	secretHarm   = "ضربوا أخي أمامي في الممر"
	secretMember = "قاسم نديم العطار"
)

func secretly(accused string) victims.Told {
	return victims.Told{
		Name: secretName, Link: "family", Harm: secretHarm, Names: []string{accused}, Contact: secretPhone, Wish: review.WishTold,
		Agreed: []string{"match"}, Support: true,
	}
}

// recording is so many seconds as a telephone records them (AMR, 20 ms a frame).
func recording(seconds int) []byte {
	f := make([]byte, 32)
	f[0] = 7 << 3
	return append([]byte("#!AMR\n"), bytes.Repeat(f, 50*seconds)...)
}

// told is a case with an outcome.
func (s *served) told() string {
	s.Helper()
	rows, err := s.d.store.Board(s.Context(), string(s.accounts["observer"]), review.Wanted{Limit: 1, State: review.Notice})
	s.must(err)
	if len(rows) == 0 {
		s.Fatal("the world has no case with an outcome")
	}
	return string(rows[0].ID)
}

func (s *served) drawn() string {
	s.Helper()
	all, err := s.d.store.Draws(s.Context())
	s.must(err)
	if len(all) == 0 {
		s.Fatal("the world has no draw")
	}
	return all[0].ID
}

// leaving is a request: of one who asks here, approved; else one that waits.
func (s *served) leaving(login string) string {
	e := &export.Service{Journal: s.d.journal, Store: s.d.store, NewID: newID, Now: time.Now}
	by := login
	if by == "" {
		by = "second.cases"
	}
	id, err := e.Ask(s.Context(), s.builder().actor(by), export.Request{Records: []register.RecordID{s.first}, Why: "for a commission", For: "the commission", Columns: export.Usual()})
	s.must(err)
	if login != "" {
		approver := s.builder().actor("second.cases")
		approver.Org = s.builder().actor(by).Org
		s.must(e.Approve(s.Context(), approver, id))
	}
	return id
}

func (s *served) run() string {
	run, err := s.d.store.LatestRun(s.Context())
	s.must(err)
	return fmt.Sprint(run.Seq)
}

// job is a run that waits: nothing works on the queue.
func (s *served) job() string {
	a := s.builder().actor("data")
	j, err := s.queue.Enqueue(s.Context(), queue.Job{Kind: matches.RunKind, Author: a.Account, Org: a.Org})
	s.must(err)
	return j.ID
}

// upload is a file that the data officer has sent and not taken in. Drafts are
// their author's alone; a new one is made each time, since one may be dropped.
func (s *served) upload() string {
	return s.sends(s.reader("data"), s.open, "more.csv", openList)
}

func (s *served) sends(b *browser, to register.SourceID, name, text string) string {
	s.Helper()
	a := b.sendFile("/lists/sources/"+string(to)+"/upload", name, text, nil)
	id, ok := strings.CutPrefix(a.to(), "/lists/uploads/")
	if !ok {
		s.Fatalf("sending a list = %d %s\n%s", a.status, a.to(), a.body)
	}
	return id
}
