package main

import (
	"bytes"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"kashf.org/kashf/internal/journal"
	"kashf.org/kashf/internal/review"
	"kashf.org/kashf/internal/review/victims"
	"kashf.org/kashf/internal/web"
)

// A told world is one in which somebody told what was done: registered with a
// sealed list, found to concern a case, checked, given standing, and heard by
// voice. Nothing of what they told may be read by anybody but their liaison.
func (s *served) tell() (rid, link string) {
	s.Helper()
	rid, link = s.checked()
	ctx, who := s.Context(), s.builder().actor("liaison")
	s.must(s.d.victims.Protect(ctx, who, rid, link, victims.Protection{
		Victims: secretHarm, VictimsSafe: true, Person: secretName, PersonSafe: true, Contact: secretPhone, NoContact: true,
	}))
	_, err := s.d.victims.OpenList(ctx, who, rid, secretHarm)
	s.must(err)
	id := review.CaseID(s.reviewed())
	as := func(login string) review.Who {
		a, err := s.d.access.Store.AccountByLogin(ctx, login)
		s.must(err)
		return review.Who{Actor: journal.Actor{Account: string(a.ID), Org: string(a.Org)}}
	}
	s.must(s.d.review.Enter(ctx, as("roster"), id, 0, &review.StandingBody{ID: link, Granted: true, Why: "families"}))
	s.must(s.d.review.Enter(ctx, as("liaison"), id, 0, &review.RepresentedBody{ID: link, Delegate: as("families").Account}))
	s.must(s.d.review.Speak(ctx, as("families"), id, 0, review.Submit(newID(), link, "they took him at night"), recording(2), false))
	return rid, link
}

// readers are everybody but the liaison: each role of accounts, and each part in
// the case.
var strangers = []string{
	"norole.nadir", "admin", "data", "cases", "analyst", "observer", "families", "auditor", "registrar", "roster", "guard", "court", "lawyer", "advocate",
}

// What victims told is read through no address, by nobody but their liaison:
// every route that the program declares is asked as every role and every part,
// and so are searches for the very words.
func TestWhatVictimsToldIsNowhere(t *testing.T) {
	s := serveWorld(t)
	rid, _ := s.tell()
	secrets := []string{secretName, secretPhone, secretHarm, secretMember, rid}
	paths := []string{
		"/people?q=" + url.QueryEscape(secretName), "/people?q=" + url.QueryEscape(secretPhone), "/people?q=" + url.QueryEscape(secretMember),
		"/ledger?subject=" + rid, "/ledger?kind=victims.act", "/people/list?f=name&v=" + url.QueryEscape(secretName), "/access", "/ledger/reads",
		"/reviews?lane=" + url.QueryEscape(secretName), "/desk?q=" + url.QueryEscape(secretName),
	}
	var acts []int64
	for e, err := range s.d.store.Entries(s.Context(), 0) {
		s.must(err)
		if e.Kind == victims.ActDone {
			acts = append(acts, e.Seq)
			for _, tail := range []string{"", "/proof", "/leaf"} {
				paths = append(paths, fmt.Sprintf("/ledger/%d%s", e.Seq, tail))
			}
		}
	}
	if len(acts) < 4 {
		t.Fatalf("only %d acts in the register: nothing is shown", len(acts))
	}
	own := s.reader("liaison").get("/victims/" + rid)
	for _, w := range secrets[:3] {
		if !strings.Contains(own.body, w) {
			t.Fatalf("the liaison does not read %q: the search below shows nothing", w)
		}
	}
	asked := 0
	for _, login := range strangers {
		b := s.reader(login)
		check := func(a reply) {
			asked++
			for _, w := range secrets {
				if strings.Contains(a.body, w) && !strings.Contains(a.path, url.QueryEscape(w)) {
					t.Errorf("%s reads %q at %s (%d)", login, w, a.path, a.status)
				}
			}
		}
		for _, rt := range s.routesOf() {
			if strings.HasPrefix(rt.Pattern, "GET ") && rt.Action != web.Public && !strings.Contains(rt.Pattern, "/victims") {
				check(s.ask(b, rt.Pattern))
			}
		}
		for _, p := range paths {
			a := b.get(p)
			a.path = p
			check(a)
		}
		for _, tail := range []string{"", "/print", "/copies/1", "/papers/victims", "/papers/notice", "/exchange/none", "/acts/group", "/acts/protected", "/acts/submitted"} {
			check(b.get("/reviews/cases/" + s.reviewed() + tail))
		}
	}
	if asked < 500 {
		t.Errorf("only %d addresses were asked", asked)
	}
}

// Whoever guesses the address of a registration, its list, its likeness or its
// link is told what one is told of an address that never was, byte for byte; and
// so is a liaison of another organisation's registration.
func TestRegistrationsByID(t *testing.T) {
	s := serveWorld(t)
	rid, link := s.tell()
	nowhere := s.nowhere()
	tails := map[string]string{
		"/victims/" + rid: "GET", "/victims/" + rid + "/change": "GET", "/victims/" + rid + "/list": "POST", "/victims/" + rid + "/leave": "POST",
		"/victims/" + rid + "/links/" + link: "GET", "/victims": "GET", "/victims/new": "GET", "/victims/likenesses": "GET",
		"/victims/" + rid + "/likenesses/" + s.reviewed(): "GET",
	}
	for _, login := range strangers {
		b := s.reader(login)
		for path, method := range tails {
			a := b.get(path)
			if method == http.MethodPost {
				a = b.post(path, url.Values{"why": {"let me see"}})
			}
			if a.status != http.StatusNotFound || a.body != nowhere(login, path) {
				t.Errorf("%s: %s %s = %d, like nowhere %v", login, method, path, a.status, a.body == nowhere(login, path))
			}
		}
	}
	// The liaison: what another organisation registered is absent too.
	other := journal.Actor{Account: "someone", Org: "01ANOTHER"}
	theirs, err := s.d.victims.Register(s.Context(), other, secretly("x"), true, []byte("a\n"))
	s.must(err)
	b := s.reader("liaison")
	for _, tail := range []string{"", "/change"} {
		got, none := b.get("/victims/"+theirs+tail), b.get("/victims/"+newID()+tail)
		if got.status != http.StatusNotFound || got.body != none.body {
			t.Errorf("another organisation's registration%s = %d, like an absent one %v", tail, got.status, got.body == none.body)
		}
	}
	if a := b.post("/victims/"+theirs+"/list", url.Values{"why": {"let me see"}}); a.status != http.StatusNotFound {
		t.Errorf("another organisation's list = %d", a.status)
	}
	if a := b.get("/victims"); strings.Contains(a.body, theirs) {
		t.Error("another organisation's registration is listed")
	}
}

// A recording is heard by whom it may be heard and by nobody else: for everybody
// else it is absent, byte for byte, whether or not the reader is in the case.
func TestVoicesByID(t *testing.T) {
	s := serveWorld(t)
	s.tell()
	c, err := s.d.store.Case(s.Context(), review.CaseID(s.reviewed()))
	s.must(err)
	at := "/reviews/cases/" + s.reviewed() + "/voices/"
	hears := []string{"liaison", "families"}
	for _, login := range append([]string{"liaison"}, strangers...) {
		b := s.reader(login)
		got, none := b.get(at+c.Voices[0].ID), b.get(at+newID())
		switch {
		case slices.Contains(hears, login):
			if got.status != http.StatusOK || !strings.HasPrefix(got.body, "#!AMR\n") || got.header.Get("Content-Type") != "audio/amr" {
				t.Errorf("%s hears %d %s", login, got.status, got.header.Get("Content-Type"))
			}
		case got.status != http.StatusNotFound || got.body != none.body:
			t.Errorf("%s: a recording = %d, like an absent one %v", login, got.status, got.body == none.body)
		}
		if page := b.get("/reviews/cases/" + s.reviewed()).body; strings.Contains(page, c.Voices[0].ID) != slices.Contains(hears, login) {
			t.Errorf("%s: the page of the case leads to the recording: %v", login, !slices.Contains(hears, login))
		}
	}
	var files bytes.Buffer
	s.must(s.d.store.Dump(s.Context(), &files))
	if strings.Contains(files.String(), "#!AMR") {
		t.Error("a recording lies in a table")
	}
}

// Withheld material is reached by no part but those who read the closed file: by
// no guess of an address, print, copy, search, comparison or earlier state.
func TestWithheldMaterialStaysWithheld(t *testing.T) {
	s := serveWorld(t)
	path := s.opened()
	id := review.CaseID(strings.TrimPrefix(path, "/reviews/cases/"))
	ctx := s.Context()
	as := func(login string) review.Who {
		a, err := s.d.access.Store.AccountByLogin(ctx, login)
		s.must(err)
		return review.Who{Actor: journal.Actor{Account: string(a.ID), Org: string(a.Org)}}
	}
	const closed, gist = "الرسالة رقم ٤٤ من المكتب المغلق", "رسالة تقول أين كان"
	from := func(a, b review.State) url.Values { return url.Values{"from": {string(a)}, "to": {string(b)}} }
	s.enters("registrar", path, "assigned", url.Values{"role": {string(review.Advocate)}, "login": {"advocate"}})
	s.enters("advocate", path, "declared", nil)
	for _, c := range []review.Check{review.BasisAsked, review.PersonTold} {
		form := url.Values{"check": {string(c)}, "result": {"done"}}
		if c == review.PersonTold {
			form.Set("language", "ar")
		}
		s.enters("registrar", path, "checked", form)
	}
	s.enters("registrar", path, "moved", from(review.Intake, review.Identity))
	s.enters("registrar", path, "identified", url.Values{"grade": {"3"}})
	s.enters("analyst", path, "identity_confirmed", url.Values{"of": {"3"}})
	s.enters("registrar", path, "moved", from(review.Identity, review.Triage))
	s.enters("registrar", path, "moved", from(review.Triage, review.Assembly))
	s.must(s.d.review.Enter(ctx, as("analyst"), id, 0, &review.FactBody{Fact: review.Fact{
		ID: "f1", Kind: review.Document, Forum: review.OtherForum, Origin: "o", Text: closed, Closed: true, Refs: []review.Ref{{Record: int64(s.first)}},
	}}))
	for _, c := range []review.Check{review.LegalDocuments, review.ExculpatorySearch, review.TaintScreen, review.ItemHashes} {
		s.enters("analyst", path, "checked", url.Values{"check": {string(c)}, "result": {"done"}})
	}
	s.enters("liaison", path, "checked", url.Values{"check": {string(review.VictimsMatched)}, "result": {"done"}})
	s.enters("registrar", path, "moved", from(review.Assembly, review.Disclosure))
	s.must(s.d.review.Enter(ctx, as("registrar"), id, 0, &review.DisclosedBody{Gists: map[review.FactID]string{"f1": gist}, Representation: "accepted", Language: "ar"}))
	reads := map[string]bool{"registrar": true, "roster": true, "analyst": true, "cases": true, "observer": true, "advocate": true}
	file := "/people/" + s.fileNo(s.first)
	tails := []string{
		path, path + "/print", path + "/copies/1", path + "/copies/2", path + "/papers/notice", path + "/papers/abstract", path + "/papers/victims", path + "/exchange/none",
		path + "/exchange/none/case.json", path + "/acts/disclosed", path + "/acts/drafted", path + "/acts/proposed", path + "/acts/copied", path + "/acts/fact", path + "/voices/f1",
		"/people?q=" + url.QueryEscape(closed), file, file + "/print", file + "/earlier", file + "/compare", "/reviews?state=" + url.QueryEscape(closed), "/ledger",
	}
	saw := map[string]bool{}
	for _, login := range append([]string{"liaison"}, strangers...) {
		n := s.copyOf(id, login)
		b := s.reader(login)
		for _, p := range append(slices.Clone(tails), path+"/copies/"+fmt.Sprint(n)) {
			if a := b.get(p); strings.Contains(a.body, closed) {
				saw[login] = true
				if !reads[login] {
					t.Errorf("%s reads what is withheld at %s", login, p)
				}
			}
		}
	}
	for login := range reads {
		if !saw[login] {
			t.Errorf("%s does not read the closed file: the test shows nothing", login)
		}
	}
	if a := s.reader("lawyer").get(path); !strings.Contains(a.body, gist) {
		t.Error("the representative is not given the gist")
	}
}

// copyOf makes a copy for a reader whose part has one, 1 for any other.
func (s *served) copyOf(id review.CaseID, login string) int {
	s.Helper()
	a, err := s.d.access.Store.AccountByLogin(s.Context(), login)
	s.must(err)
	n, err := s.d.review.MakeCopy(s.Context(), review.Who{Actor: journal.Actor{Account: string(a.ID), Org: string(a.Org)}}, id)
	if err != nil {
		return 1
	}
	return n
}
