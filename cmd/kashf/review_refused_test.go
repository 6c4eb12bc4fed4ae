package main

import (
	"fmt"
	"html"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"kashf.org/kashf/internal/locale"
	"kashf.org/kashf/internal/review"
	reviewpages "kashf.org/kashf/internal/web/screen/review"
)

// opened opens a case through the pages, on the open list's first person, and
// gives the people of the demo their parts.
func (s *served) opened() string {
	s.Helper()
	a := s.reader("registrar").post("/reviews/open/"+s.fileNo(s.first), url.Values{"custody": {"y"}, "holder": {"the prison"}})
	path, _, _ := strings.Cut(a.to(), "?")
	if !strings.HasPrefix(path, "/reviews/cases/") {
		s.Fatalf("opening a case = %d %s\n%s", a.status, a.to(), a.body)
	}
	s.enters("registrar", path, "declared", nil)
	for _, x := range demoCast {
		s.enters("registrar", path, "assigned", url.Values{"role": {string(x.role)}, "login": {x.login}})
		if x.role != review.Representative && x.role != review.VictimRepresentative {
			s.enters(x.login, path, "declared", nil)
		}
	}
	return path
}

func (s *served) caseAt(path string) *review.Case {
	s.Helper()
	c, err := s.d.store.Case(s.Context(), review.CaseID(strings.TrimPrefix(path, "/reviews/cases/")))
	s.must(err)
	return c
}

// acts sends an act's form, with the version of the case as it stands.
func (s *served) acts(b *browser, path, act string, form url.Values) reply {
	s.Helper()
	sent := url.Values{"saw": {fmt.Sprint(s.caseAt(path).Seq)}}
	for k, v := range form {
		sent[k] = v
	}
	return b.post(path+"/acts/"+act, sent)
}

// enters sends an act's form, which is taken, and sends it again as it was, which
// changes nothing: the page says that it was entered, or there is none any more.
func (s *served) enters(login, path, act string, form url.Values) {
	s.Helper()
	sent := url.Values{"saw": {fmt.Sprint(s.caseAt(path).Seq)}}
	for k, v := range form {
		sent[k] = v
	}
	b := s.reader(login)
	if a := b.post(path+"/acts/"+act, sent); a.status != http.StatusSeeOther {
		s.Fatalf("%s by %s = %d\n%s", act, login, a.status, a.body)
	}
	length := s.length()
	a := b.post(path+"/acts/"+act, sent)
	said := strings.Contains(a.body, html.EscapeString(locale.For(b.lang).T("review.sent_before")))
	if s.length() != length || a.status != http.StatusNotFound && (a.status != http.StatusConflict || !said) {
		s.Errorf("%s by %s sent again = %d, says that it was entered %v, %d entries", act, login, a.status, said, s.length()-length)
	}
}

// lacks checks that an act is refused in both languages, naming what is missing
// and the article, with what was typed kept.
func (s *served) lacks(login, path, act string, form url.Values, missing, article string) {
	s.Helper()
	before := s.caseAt(path).Seq
	for _, lang := range locale.Languages() {
		b := s.reader(login)
		b.lang = lang
		a := s.acts(b, path, act, form)
		says := html.EscapeString(locale.For(lang).T(reviewpages.MissingKey(missing)))
		article := article
		if n, own := strings.CutPrefix(article, "domain "); own {
			article = locale.For(lang).T("review.article.own", locale.Isolate(n))
		}
		if a.status != http.StatusUnprocessableEntity || !strings.Contains(a.body, says) || !strings.Contains(a.body, article) {
			s.Errorf("%s by %s in %s = %d, want a refusal that says %q (%s)", act, login, lang, a.status, says, article)
		}
		for k, v := range form {
			if (k == "result" || k == "why") && !strings.Contains(a.body, v[0]) {
				s.Errorf("%s: what was typed into %s is lost", act, k)
			}
		}
	}
	if s.caseAt(path).Seq != before {
		s.Errorf("a refused %s was entered", act)
	}
}

func to(st review.State) url.Values { return url.Values{"to": {string(st)}} }

// TestReleaseWithoutReview is what happened in June 2025: people freed with no
// file, no hearing and no word to the victims. At each step the program refuses
// and says what is missing.
func TestReleaseWithoutReview(t *testing.T) {
	s := serveWorld(t)
	path := s.opened()
	from := func(st review.State, v url.Values) url.Values { v.Set("from", string(st)); return v }
	move := func(a, b review.State, missing, article string) {
		t.Helper()
		s.lacks("registrar", path, "moved", from(a, to(b)), missing, article)
	}
	s.lacks("registrar", path, "released", nil, "a release that an order, a decision or a lapse has made due", "ICPPED 21")
	move(review.Intake, review.Decided, "a step of the way", "domain 4.4")
	move(review.Intake, review.Final, "a step of the way", "domain 4.4")
	move(review.Intake, review.Identity, "the holder asked in writing for the ground of the custody", "ICCPR 9(1)")
	check := func(login string, cs ...review.Check) {
		t.Helper()
		for _, c := range cs {
			form := url.Values{"check": {string(c)}, "result": {"three offices were asked"}}
			if c == review.PersonTold {
				s.lacks(login, path, "checked", form, "the language in which the person was told, from the list", "ICCPR 9(2), 14(3)(a)")
				form.Set("language", "kmr")
				form.Set("theirs", "syr")
				s.lacks(login, path, "checked", form, "a language that the person understands, or an interpreter", "ICCPR 9(2), 14(3)(a)")
				form.Set("interpreter", "y")
			}
			s.enters(login, path, "checked", form)
		}
	}
	check("registrar", review.BasisAsked, review.PersonTold)
	s.enters("registrar", path, "moved", from(review.Intake, to(review.Identity)))
	move(review.Identity, review.Triage, "identity at grade 2, or the protocol for somebody who cannot be named", "domain 7.2")
	s.enters("registrar", path, "identified", url.Values{"grade": {"3"}})
	s.lacks("analyst", path, "identity_confirmed", url.Values{"of": {"4"}}, "the grade that somebody else recorded and nobody has confirmed", "domain 7.2")
	s.enters("analyst", path, "identity_confirmed", url.Values{"of": {"3"}})
	s.enters("registrar", path, "moved", from(review.Identity, to(review.Triage)))
	s.enters("registrar", path, "moved", from(review.Triage, to(review.Assembly)))
	// No file.
	move(review.Assembly, review.Disclosure, "the legal documents asked for", "ICCPR 9(4)")
	check("analyst", review.LegalDocuments, review.ExculpatorySearch, review.TaintScreen, review.ItemHashes)
	move(review.Assembly, review.Disclosure, "the victims' register searched", "GA 60/147")
	check("liaison", review.VictimsMatched)
	s.enters("registrar", path, "moved", from(review.Assembly, to(review.Disclosure)))
	move(review.Disclosure, review.Submissions, "the file or its summary given, a representative offered, gists of what is withheld", "ICCPR 14(3)(b)")
	s.lacks("registrar", path, "disclosed", url.Values{"representation": {"accepted"}, "language": {"ar"}}, "a language that the person understands, or an interpreter", "ICCPR 14(3)(b)")
	s.enters("registrar", path, "disclosed", url.Values{"representation": {"accepted"}, "language": {"syr"}})
	s.enters("registrar", path, "moved", from(review.Disclosure, to(review.Submissions)))
	// No victims.
	s.enters("liaison", path, "group", url.Values{"wish": {"told"}, "support": {"y"}})
	move(review.Submissions, review.Panel, "an answer to every group that asks for standing", "GA 60/147")
	s.enters("roster", path, "standing", url.Values{"of": {s.caseAt(path).Groups[0].ID}, "granted": {"y"}, "why": {"families of those held there"}})
	s.lacks("registrar", path, "submissions_closed", nil, "the day that was set when submissions opened, or the word of every side that it has nothing more to add", "domain 4.4")
	move(review.Submissions, review.Panel, "victims with standing told long enough before, or the panel's reasons", "Directive 2012/29/EU")
	// No hearing, and nobody to hear.
	move(review.Submissions, review.Deliberation, "a step of the way", "domain 4.4")
	s.lacks("registrar", path, "released", nil, "a release that an order, a decision or a lapse has made due", "ICPPED 21")
	if got := s.caseAt(path); got.State != review.Submissions || got.Liberty.State != review.InCustody {
		t.Errorf("after all that the case stands in %s, %s", got.State, got.Liberty.State)
	}
}

// A page that is stale is refused, and what was typed into it comes back.
func TestStaleAct(t *testing.T) {
	s := serveWorld(t)
	path := s.opened()
	form := url.Values{"check": {"basis_asked"}, "result": {"a letter of the third of May"}, "saw": {fmt.Sprint(s.caseAt(path).Seq - 1)}}
	a := s.reader("registrar").post(path+"/acts/checked", form)
	if a.status != http.StatusConflict || !strings.Contains(a.body, "a letter of the third of May") {
		t.Errorf("a stale form = %d, what was typed kept %v", a.status, strings.Contains(a.body, "a letter of the third of May"))
	}
	if s.caseAt(path).Checked[review.BasisAsked] {
		t.Error("a stale form was entered")
	}
}

// From the moment a conflict stands the case is gone for the account: by its
// address, by every act, from the board, its counts and the tasks.
func TestConflictedSeeNothing(t *testing.T) {
	s := serveWorld(t)
	path := s.opened()
	id := strings.TrimPrefix(path, "/reviews/cases/")
	b := s.reader("analyst")
	if a := b.get(path); a.status != http.StatusOK {
		t.Fatalf("the file officer's case = %d", a.status)
	}
	s.enters("analyst", path, "declared", url.Values{"ties": {"kin"}})
	nowhere := s.nowhere()("analyst", path)
	absent := "/reviews/cases/" + newID()
	for _, tail := range append([]string{"", "/print"}, acts("/acts/", review.KindNames())...) {
		got, none := b.get(path+tail), b.get(absent+tail)
		if got.status != http.StatusNotFound || got.body != none.body || got.body != nowhere {
			t.Errorf("GET %s of a conflicted reader = %d, like an absent case %v", tail, got.status, got.body == none.body)
		}
		if tail == "" || tail == "/print" {
			continue
		}
		form := url.Values{"saw": {fmt.Sprint(s.caseAt(path).Seq)}, "text": {"x"}, "why": {"x"}}
		if p, none := b.post(path+tail, form), b.post(absent+tail, form); p.status != http.StatusNotFound || p.body != none.body {
			t.Errorf("POST %s of a conflicted reader = %d", tail, p.status)
		}
	}
	for _, list := range []string{"/reviews", "/reviews/tasks", "/reviews/agenda", "/", "/ledger"} {
		if a := b.get(list); strings.Contains(a.body, id) || strings.Contains(a.body, id[len(id)-4:]) {
			t.Errorf("%s tells a conflicted reader of the case", list)
		}
	}
	counts, err := s.d.store.BoardCounts(t.Context(), string(s.accounts["analyst"]))
	s.must(err)
	all, err := s.d.store.BoardCounts(t.Context(), string(s.accounts["observer"]))
	s.must(err)
	if n, m := total(counts), total(all); n != m-1 {
		t.Errorf("the board counts %d cases for a conflicted reader and %d for another, want one less", n, m)
	}
	if a := s.reader("registrar").get(path); !strings.Contains(a.body, "/acts/assigned") {
		t.Error("the case is gone for its registrar too")
	}
}

func acts(prefix string, kinds []string) []string {
	var out []string
	for _, k := range kinds {
		out = append(out, prefix+k)
	}
	return out
}

func total(cs []review.BoardCount) int {
	n := 0
	for _, c := range cs {
		n += c.Cases
	}
	return n
}
