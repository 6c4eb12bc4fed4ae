package main

import (
	"crypto/rand"
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"

	"kashf.org/kashf/internal/journal"
	"kashf.org/kashf/internal/register"
	"kashf.org/kashf/internal/review"
	"kashf.org/kashf/internal/review/victims"
)

// A marked case is one in which every word that anybody enters carries a mark
// that stands nowhere else.
type marked struct {
	conflicted
	words []string // the marks
	name  string
	id    review.CaseID
	path  string
	// rid is a registration of a victim who names the person, found the other to
	// concern the case by link.
	rid, found, link string
	ask              string // for an exchange
	copy             int
}

// letters are so many of an alphabet, by chance.
func letters(alphabet string, n int) string {
	b, rs := make([]byte, n), []rune(alphabet)
	_, _ = rand.Read(b) // never fails
	out := make([]rune, n)
	for i, x := range b {
		out[i] = rs[int(x)%len(rs)]
	}
	return string(out)
}

// mark makes the marks.
func mark() marked {
	ar, la := letters("بتثجحخدذرزسشصضطظعغفقكل", 9), letters("bcdfghjklmnpqrstvwxz", 12)
	return marked{words: []string{ar, la}, name: "زهير كاظم " + ar}
}

// seed takes in a list whose person has a name by chance, hangs on it what can
// hang on a file, opens a case with everybody's part, and writes into it.
func (s *served) seed(m marked) marked {
	s.Helper()
	ar, la := m.words[0], m.words[1]
	b, ctx := s.builder(), s.Context()
	list := fmt.Sprintf("الاسم الكامل,اسم الأم,سنة الولادة,المحافظة,رقم الموقوف,ملاحظات\n%s,رئيفة %s,1979,ادلب,77123,%s\nلمياء %s,بهيجة,1988,طرطوس,77124,%s\n", m.name, ar, la, ar, la)
	m.conflicted = s.hang(b.take("data", register.Source{Name: "سجل الأهالي", Kind: "family", Owner: s.archive, Sharing: register.ShareAll}, "kin.csv", list), la)
	s.must(b.err)
	registrar := s.reader("registrar")
	a := registrar.post("/reviews/open/"+s.fileNo(m.first), url.Values{"custody": {"y"}, "holder": {"the prison of " + la}})
	m.path, _, _ = strings.Cut(a.to(), "?")
	if m.id = review.CaseID(strings.TrimPrefix(m.path, "/reviews/cases/")); m.id == "" || string(m.id) == m.path {
		s.Fatalf("opening a case = %d %s", a.status, a.to())
	}
	s.enters("registrar", m.path, "declared", nil)
	for _, x := range append(slices.Clone(demoCast), struct {
		login string
		role  review.Role
	}{"advocate", review.Advocate}) {
		s.enters("registrar", m.path, "assigned", url.Values{"role": {string(x.role)}, "login": {x.login}})
		if x.role != review.Representative && x.role != review.VictimRepresentative {
			s.enters(x.login, m.path, "declared", nil)
		}
	}
	enter := func(login string, body review.Body) {
		s.Helper()
		s.must(s.d.review.Enter(ctx, s.who(login), m.id, 0, body))
	}
	enter("registrar", &review.CheckedBody{Check: review.BasisAsked, Result: "asked for " + la})
	enter("analyst", &review.AllegedBody{Allegation: review.Allegation{ID: "al", Conduct: review.B3, Text: "said of " + la, Place: "SED", Unit: la, From: "2013", To: "2014"}})
	enter("analyst", &review.FactBody{Fact: review.Fact{ID: "fa", Kind: review.Document, Forum: review.OtherForum, Origin: la, Text: "a letter on " + la, Refs: []review.Ref{{Record: int64(m.first)}}}})
	enter("analyst", &review.FactBody{Fact: review.Fact{ID: "fc", Kind: review.Document, Forum: review.OtherForum, Origin: "o", Text: "closed: " + la, Closed: true, Refs: []review.Ref{{Record: int64(m.first)}}}})
	enter("observer", &review.ObjectedBody{ID: "ob", Why: "against " + la})
	m.ask = newID()
	enter("registrar", &review.ExchangeAskedBody{ID: m.ask, To: "a court of " + la, Purpose: la, Basis: la})
	var err error
	liaison := s.builder().actor("liaison")
	m.rid, err = s.d.victims.Register(ctx, liaison, secretly(m.name), false, nil)
	s.must(err)
	m.found, err = s.d.victims.Register(ctx, liaison, secretly(m.name), true, []byte(secretMember+"\n"))
	s.must(err)
	s.must(s.d.victims.Judge(ctx, liaison, m.found, m.id, true, "one name: "+la))
	x, err := s.d.victims.Get(ctx, liaison, m.found)
	s.must(err)
	m.link = x.Links[0].ID
	s.must(s.d.victims.Protect(ctx, liaison, m.found, m.link, victims.Protection{Victims: la, Person: la, Contact: la, VictimsSafe: true, PersonSafe: true, NoContact: true}))
	m.copy = s.copyOf(m.id, "lawyer")
	s.must(s.d.index.Refresh(ctx))
	return m
}

func (s *served) who(login string) review.Who {
	s.Helper()
	a, err := s.d.access.Store.AccountByLogin(s.Context(), login)
	s.must(err)
	return review.Who{Actor: journal.Actor{Account: string(a.ID), Org: string(a.Org)}}
}

// sides are what addresses name, by the pattern: what is closed, and what never
// was. Placeholders that follow are filled from rest, the same on both sides.
type side struct {
	at             *regexp.Regexp
	closed, absent string
	rest           []string
}

func (s *served) sides(m marked) []side {
	nobody, no := s.d.fileNos.Format(beyond), newID()
	file := s.fileNo(m.first)
	return []side{
		{regexp.MustCompile(`^/people/\{fileno\}/wgeid/consents/`), file, nobody, []string{m.consent}},
		{regexp.MustCompile(`^/people/\{fileno\}/wgeid/document/\{name\}`), file, nobody, []string{"form-en.docx"}},
		{regexp.MustCompile(`^/people/\{fileno\}/notices/`), file, nobody, []string{s.notice}},
		{regexp.MustCompile(`^/(people|attach/person|reviews/open)/\{`), file, nobody, nil},
		{regexp.MustCompile(`^/matches/\{pair\}`), s.pair(m.first, s.guest), s.pair(beyond, s.guest), nil},
		{regexp.MustCompile(`^/matches/judgements/\{id\}`), m.judgement, no, nil},
		{regexp.MustCompile(`^/files/\{id\}`), m.item, no, nil},
		{regexp.MustCompile(`^/desk/\{id\}`), m.task, no, nil},
		{regexp.MustCompile(`^/photos/\{id\}`), m.photo, no, []string{m.consent}},
		{regexp.MustCompile(`^/exports/\{id\}`), m.export, no, []string{"list.csv"}},
		{regexp.MustCompile(`^/reviews/cases/\{id\}/copies/\{n\}`), string(m.id), no, []string{fmt.Sprint(m.copy)}},
		{regexp.MustCompile(`^/reviews/cases/\{id\}/papers/\{paper\}`), string(m.id), no, []string{"abstract"}},
		{regexp.MustCompile(`^/reviews/cases/\{id\}/voices/\{voice\}`), string(m.id), no, []string{"fa"}},
		{regexp.MustCompile(`^/reviews/cases/\{id\}/exchange/\{exchange\}`), string(m.id), no, []string{m.ask}},
		{regexp.MustCompile(`^/reviews/cases/\{id\}/acts/\{act\}`), string(m.id), no, review.KindNames()},
		{regexp.MustCompile(`^/reviews/cases/\{id\}`), string(m.id), no, nil},
		{regexp.MustCompile(`^/victims/\{id\}/likenesses/`), m.rid, no, []string{string(m.id)}},
		{regexp.MustCompile(`^/victims/\{id\}/links/`), m.found, no, []string{m.link}},
		{regexp.MustCompile(`^/victims/\{id\}`), m.found, no, nil},
	}
}

// nobodys are addresses that name no part of a person's file: lists, places,
// accounts, months. A new address is in neither until somebody decides, and
// fails the test.
var nobodys = regexp.MustCompile(`^/(lists|attach/source|attach/facility|facilities|ledger|organisations|matches/(runs|jobs)|accounts|figures|reviews/draws|tile|certificate)/`)

// asked are the addresses of a route on either side of what is closed.
func (m marked) asked(pattern string, sides []side) (method string, closed, absent []string, ok bool) {
	method, path, _ := strings.Cut(pattern, " ")
	path = strings.TrimSuffix(path, "{$}")
	ph := placeholder.FindStringIndex(path)
	if ph == nil || nobodys.MatchString(path) {
		return method, nil, nil, true
	}
	for _, x := range sides {
		if !x.at.MatchString(path) {
			continue
		}
		head, tail := path[:ph[0]], path[ph[1]:]
		tails := []string{tail}
		if placeholder.MatchString(tail) {
			tails = nil
			for _, r := range x.rest {
				tails = append(tails, placeholder.ReplaceAllString(tail, r))
			}
		}
		for _, t := range tails {
			closed, absent = append(closed, head+x.closed+t), append(absent, head+x.absent+t)
		}
		return method, closed, absent, len(tails) > 0
	}
	return method, nil, nil, false
}

// TestIndependenceOverEveryRoute: from the moment a conflict stands, no route that
// the program declares tells whoever has it anything of the person or the case,
// nor that there is one: for each address of the closed file the answer is, in
// status, every header and every byte, that for a file that never was; and in no
// other answer, on paper, in an export, in a log or a line of the command does a
// mark of it stand.
func TestIndependenceOverEveryRoute(t *testing.T) {
	s := serveWorld(t)
	m := mark()
	before := map[string][]string{}
	for _, login := range append(slices.Clone(conflicting), benches...) {
		before[login] = s.searched(login, m)
	}
	m = s.seed(m)
	member := s.seated(m)
	sides := s.sides(m)
	for _, rt := range s.routesOf() {
		if _, _, _, ok := m.asked(rt.Pattern, sides); !ok {
			t.Fatalf("%s: say in sides() which part of a file it names, or in nobodys that it names none", rt.Pattern)
		}
	}
	for _, login := range append([]string{member}, conflicting...) {
		t.Run(login, func(t *testing.T) {
			s := s.with(t)
			if a := s.reader(login).get(m.path); a.status != http.StatusOK {
				t.Fatalf("the case before there is a conflict = %d: the test shows nothing", a.status)
			}
			s.must(s.d.review.Enter(t.Context(), s.who(login), m.id, 0, &review.DeclaredBody{Ties: []review.Ground{review.Kin}}))
			s.independent(login, m, sides)
			for i, now := range s.searched(login, m) {
				if now != before[login][i] {
					t.Errorf("a search is not what it was before the person was in any list: %s", firstDifference(before[login][i], now))
				}
			}
		})
	}
	for _, w := range m.words {
		if i := strings.Index(s.log.String(), w); i >= 0 {
			t.Errorf("the program's log tells a mark: …%s…", s.log.String()[max(0, i-200):i])
		}
	}
}

// conflicting are the accounts that are found to have a conflict, one after the
// other: one of each part.
// The registrar is the last, whom the others need.
var conflicting = []string{"analyst", "cases", "observer", "liaison", "guard", "court", "advocate", "roster", "lawyer", "families", "registrar"}

// benches are the accounts of which some are drawn into the case.
var benches = []string{"jurist", "rights", "expert", "jurist2", "rights2", "expert2"}

// seated holds a draw and is one of those whom it gave a seat in the case.
func (s *served) seated(m marked) string {
	s.Helper()
	ctx := s.Context()
	d, err := s.d.review.BeginDraw(ctx, s.builder().actor("registrar"))
	s.must(err)
	draw, err := s.d.store.Draw(ctx, d)
	s.must(err)
	seed := func(i int) string { return strings.Repeat(fmt.Sprintf("%02x", i+1), review.SeedSize) }
	for i, o := range draw.Orgs {
		s.must(s.d.review.CommitSeed(ctx, journal.Actor{Account: "m", Org: o}, d, review.CommitSeed(d, o, seed(i))))
	}
	for i, o := range draw.Orgs {
		s.must(s.d.review.RevealSeed(ctx, journal.Actor{Account: "m", Org: o}, d, seed(i)))
	}
	for _, p := range s.caseAt(m.path).Cast {
		for _, login := range benches {
			if p.Role == review.Member && p.Account == string(s.accounts[login]) {
				return login
			}
		}
	}
	s.Fatal("nobody was drawn into the case")
	return ""
}

// searched is what searches for a marked person answer.
func (s *served) searched(login string, m marked) (out []string) {
	s.Helper()
	for _, q := range []url.Values{{"name": {m.words[0]}}, {"name": {m.name}}, {"mother": {"رئيفة " + m.words[0]}}, {"number": {"77123"}}} {
		_, results, _ := strings.Cut(s.sent(login, http.MethodPost, "/people", q).body, `id="results"`) // the choice of lists comes before
		out = append(out, quiesce(results))
	}
	if login == "analyst" || login == "cases" {
		out = append(out, s.command("search", "--as", login, "--json", m.name))
	}
	return out
}

// with is the same world in a test within the test.
func (s *served) with(t *testing.T) *served {
	c := &served{TB: t, things: s.things, d: s.d, handler: s.handler, queue: s.queue, log: s.log, ahead: s.ahead}
	c.callers.Store(s.callers.Add(1 << 16))
	return c
}

func (s *served) independent(login string, m marked, sides []side) {
	s.Helper()
	forms := []url.Values{
		nil,
		{
			"verdict": {"same"}, "why": {"it is the same man"}, "purpose": {"family_request"}, "detail": {"his mother asks"}, "kind": {"note"}, "text": {"x"}, "level": {"C2"}, "do": {"save"},
			"saw": {"1"}, "custody": {"y"}, "holder": {"x"}, "check": {"basis_asked"}, "result": {"x"}, "role": {"member"}, "login": {"cases"}, "from": {"intake"}, "to": {"identity"},
		},
	}
	asked := 0
	for _, rt := range s.routesOf() {
		method, closed, absent, _ := m.asked(rt.Pattern, sides)
		if closed == nil && method == http.MethodGet {
			s.markless(s.ask(s.reader(login), rt.Pattern), m)
			asked++
		}
		for i := range closed {
			for _, form := range forms {
				if method == http.MethodGet && form != nil {
					continue
				}
				got, none := s.sent(login, method, closed[i], form), s.sent(login, method, absent[i], form)
				got.body, none.body = unnamed(got.body, lastID(closed[i], absent[i])), unnamed(none.body, lastID(absent[i], closed[i]))
				if !sameAnswer(got, none) {
					s.Errorf("%s %s = %d, of what never was %d: %s", method, closed[i], got.status, none.status, firstDifference(got.body, none.body))
				}
				s.markless(got, m)
				asked++
			}
		}
	}
	s.otherWays(login, m)
	if asked < 250 {
		s.Errorf("only %d addresses were asked", asked)
	}
}

// lastID is the part of a path in which it differs from another.
func lastID(path, other string) string {
	a, b := strings.Split(path, "/"), strings.Split(other, "/")
	for i := range a {
		if i >= len(b) || a[i] != b[i] {
			return a[i]
		}
	}
	return path
}

func (s *served) sent(login, method, path string, form url.Values) reply {
	b := s.reader(login)
	if method == http.MethodPost {
		return b.post(path, form)
	}
	return b.get(path)
}

// markless fails for an answer in which a mark stands: in its text or its headers.
// What the reader typed is not told.
func (s *served) markless(a reply, m marked) {
	s.Helper()
	typed, _ := url.QueryUnescape(a.path)
	text := fmt.Sprint(a.header) + a.body
	told := append(slices.Clone(m.words), s.fileNo(m.first))
	if !strings.HasPrefix(a.path, "/reviews/draws/") { // a draw is proven over the ids of cases and nothing else of them
		told = append(told, string(m.id))
	}
	for _, w := range told {
		if i := strings.Index(text, w); i >= 0 && !strings.Contains(typed, w) {
			s.Errorf("%s (%d) tells %q: …%s…", a.path, a.status, w, text[max(0, i-160):min(len(text), i+60)])
		}
	}
}

// otherWays asks by words, by guessed numbers in forms, along the ledger, and on
// the command line.
func (s *served) otherWays(login string, m marked) {
	s.Helper()
	file := s.fileNo(m.first)
	for _, path := range []string{"/people/list", "/reviews", "/reviews?state=assembly", "/reviews/tasks", "/reviews/agenda", "/victims/likenesses", "/desk", "/exports", "/matches", "/"} {
		s.markless(s.sent(login, http.MethodGet, path, nil), m)
	}
	for _, at := range []string{"/people/list/bulk", "/people/list/export", "/people/list/save"} {
		form := func(no string) url.Values {
			return url.Values{"file": {no}, "record": {no}, "p": {no}, "do": {"tag"}, "text": {"x"}, "kind": {"tag"}, "why": {"for a court"}, "for": {"a court"}, "columns": {"name"}, "scope": {"chosen"}}
		}
		got, none := s.sent(login, http.MethodPost, at, form(file)), s.sent(login, http.MethodPost, at, form(s.d.fileNos.Format(beyond)))
		if got.status != none.status {
			s.Errorf("%s with the closed file's number = %d, with that of nobody %d", at, got.status, none.status)
		}
		s.marklessBut(got, m)
	}
	for seq := max(0, s.length()-120); seq < s.length(); seq++ {
		for _, tail := range []string{"", "/proof", "/leaf", "/undo"} {
			s.markless(s.sent(login, http.MethodGet, fmt.Sprintf("/ledger/%d%s", seq, tail), nil), m)
		}
	}
}

// marklessBut is markless for an answer that repeats what was sent in a form: a
// mark may stand in a field, nowhere else.
func (s *served) marklessBut(a reply, m marked) {
	s.Helper()
	a.body = regexp.MustCompile(`value="[^"]*"|<q>[^<]*</q>|<bdi>[^<]*</bdi>`).ReplaceAllStringFunc(a.body, func(x string) string {
		if strings.HasPrefix(x, "value") {
			return ""
		}
		return x
	})
	s.markless(a, m)
}
