package main

import (
	"fmt"
	"html"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"kashf.org/kashf/internal/access"
	"kashf.org/kashf/internal/journal"
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

// stood is a case of the world in a state, the first that fits, at whose page its
// registrar is.
func (s *served) stood(st review.State, fits func(c *review.Case) bool) string {
	s.Helper()
	rows, err := s.d.store.Board(s.Context(), string(s.accounts["registrar"]), review.Wanted{Limit: 100, State: st})
	s.must(err)
	for _, r := range rows {
		c, err := s.d.store.Case(s.Context(), r.ID)
		s.must(err)
		if fits(c) {
			return "/reviews/cases/" + string(r.ID)
		}
	}
	s.Fatalf("the world has no such case in %s", st)
	return ""
}

// seats are the accounts of who sits, the chair first.
func seats(c *review.Case) (out []review.Who) {
	for _, p := range c.Cast {
		if p.Role == review.Member && p.Left == 0 {
			who := review.Who{Actor: journal.Actor{Account: p.Account, Org: p.Org}, Fresh: true}
			if p.Seat == "chair" {
				out = append([]review.Who{who}, out...)
			} else {
				out = append(out, who)
			}
		}
	}
	return out
}

// TestReleaseWithoutReviewIsRefusedToItsEnd goes on where [TestReleaseWithoutReview]
// ends, from a panel that was called to a release that somebody saw: each step is
// refused with what is missing, and taken once that alone is there.
func TestReleaseWithoutReviewIsRefusedToItsEnd(t *testing.T) {
	s := serveWorld(t)
	path := s.stood(review.Panel, func(c *review.Case) bool {
		return c.Heard == nil && c.Liberty.State == review.InCustody && len(c.Points) > 0
	})
	p := &play{stage: &stage{filler: &filler{d: s.d, accounts: map[string]access.Account{}}, ctx: t.Context(), start: time.Now()}, id: review.CaseID(strings.TrimPrefix(path, "/reviews/cases/"))}
	all, err := s.d.access.Store.Accounts(t.Context(), "")
	s.must(err)
	for _, a := range all {
		p.accounts[a.Login] = a
	}
	for _, f := range s.caseAt(path).Facts {
		p.facts = append(p.facts, f.ID)
	}
	for _, a := range s.caseAt(path).Allegations {
		p.alleged = a.ID
	}
	does := func(who review.Who, b review.Body) {
		t.Helper()
		s.must(s.d.review.Enter(t.Context(), who, p.id, 0, b))
	}
	stays := func(from, to review.State, missing string) {
		t.Helper()
		s.lacks("registrar", path, "moved", url.Values{"from": {string(from)}, "to": {string(to)}}, missing, "")
	}
	lacks := func(from, to review.State, missing string) {
		t.Helper()
		stays(from, to, missing)
		s.lacks("registrar", path, "released", nil, "a release that an order, a decision or a lapse has made due", "ICPPED 21")
	}
	moves := func(from, to review.State) {
		t.Helper()
		s.enters("registrar", path, "moved", url.Values{"from": {string(from)}, "to": {string(to)}})
	}
	// Nobody sits, or nobody said that nothing ties them; nobody heard the person.
	lacks(review.Panel, review.Decided, "a step of the way")
	lacks(review.Panel, review.Deliberation, "every seat of the panel filled by a different person who has declared no conflict")
	if len(seats(s.caseAt(path))) == 0 {
		p.draw()
	}
	p.seated(review.Member)
	for _, x := range p.steps {
		s.must(x.do())
	}
	bench := seats(s.caseAt(path))
	does(p.who("lawyer"), &review.ChallengedBody{ID: "x1", Account: bench[2].Account, Ground: review.SameTown, Why: "he wrote about my client"})
	lacks(review.Panel, review.Deliberation, "an answer to every challenge")
	does(p.who("roster"), &review.ChallengeDecidedBody{ID: "x1", Why: "the article names nobody"})
	lacks(review.Panel, review.Deliberation, "the person heard, or one of the recorded reasons why not")
	present := []string{p.as("observer").Account, p.as("lawyer").Account}
	for _, w := range bench {
		present = append(present, w.Account)
	}
	does(bench[0], &review.HeardBody{How: review.InPerson, Present: present, HolderOut: true, Fit: true, Language: "ar"})
	moves(review.Panel, review.Deliberation)
	// Votes, a text, its answers, an objection, signatures.
	lacks(review.Deliberation, review.Decided, "the vote of every seat, opened")
	for _, w := range bench {
		s.must(s.d.review.Vote(t.Context(), w, p.id, 0, review.Release, "no ground was shown"))
	}
	lacks(review.Deliberation, review.Decided, "an outcome that enough votes agree on, and a text that states it")
	r := p.ruling(review.Release)
	does(bench[0], &review.DraftedBody{Ruling: r})
	lacks(review.Deliberation, review.Decided, "an answer to every point submitted")
	for _, pt := range s.caseAt(path).Points {
		r.Answers[pt.Key] = "أخذت الهيئة بهذا."
	}
	does(bench[0], &review.DraftedBody{Ruling: r})
	does(p.who("observer"), &review.ObjectedBody{ID: "o1", Why: "the file was read in an hour"})
	lacks(review.Deliberation, review.Decided, "an answer to every objection of the observer")
	does(p.who("roster"), &review.ObjectionAnsweredBody{ID: "o1", Answer: "it was read on three days"})
	lacks(review.Deliberation, review.Decided, "the signature of every seat that voted, dissenters with their dissent")
	for _, w := range bench {
		does(w, &review.SignedBody{Hash: s.caseAt(path).Draft.Hash})
	}
	moves(review.Deliberation, review.Decided)
	// Told to everybody, and the time for appeals.
	stays(review.Decided, review.Final, "a step of the way")
	stays(review.Decided, review.Notice, "the person, the observer, the holder and the victims who wish it told, by the text that was decided")
	for _, whom := range []string{"person", "observer", "holder"} {
		does(p.who("registrar"), &review.NotifiedBody{Notified: review.Notified{Whom: whom}, Hash: s.caseAt(path).Outcome.Hash, Language: "ar", Spoken: true})
	}
	moves(review.Decided, review.Notice)
	stays(review.Notice, review.Closed, "a step of the way")
	stays(review.Notice, review.Final, "the time for appeals over")
	// Free, and seen free by somebody else a day later.
	s.lacks("guard", path, "release_planned", nil, "the threats weighed; property and papers may follow the person", "")
	s.enters("guard", path, "release_planned", url.Values{"protection": {"y"}})
	s.lacks("observer", path, "verified", url.Values{"contact": {"in_person"}}, "somebody released", "")
	s.enters("registrar", path, "released", nil)
	s.lacks("observer", path, "verified", url.Values{"contact": {"in_person"}}, "a contact a day or more after the release: who is met at the gate can be taken again", "")
	now := s.d.journal.Now
	s.d.journal.Now = func() time.Time { return now().Add(25 * time.Hour) }
	s.enters("observer", path, "verified", url.Values{"contact": {"in_person"}})
	if got := s.caseAt(path).Liberty.State; got != review.ReleaseVerified {
		t.Errorf("after all that the person is %s", got)
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
