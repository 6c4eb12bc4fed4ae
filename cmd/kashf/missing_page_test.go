package main

import (
	"context"
	"encoding/json"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"kashf.org/kashf/internal/journal"
	"kashf.org/kashf/internal/locale"
	"kashf.org/kashf/internal/review"
)

// unseen is a case with a missing person's file that is open, and two questions in
// it; a small world has none, and is given one.
func (s *served) unseen() review.CaseID {
	s.Helper()
	rows, err := s.d.store.Board(s.Context(), string(s.accounts["observer"]), review.Wanted{Limit: 400})
	s.must(err)
	for _, r := range rows {
		c, err := s.d.store.Case(s.Context(), r.ID)
		s.must(err)
		if len(c.Missing) > 0 {
			return r.ID
		}
	}
	i := slices.IndexFunc(rows, func(r review.Listing) bool {
		return r.Liberty == review.ReleasePlanned || r.Liberty == review.DueForRelease || r.Liberty == review.ReleaseVerified
	})
	if i < 0 {
		s.Fatal("nobody in the world is to be released or was")
	}
	now := review.MicrosOf(s.d.review.Journal.Now())
	body, err := json.Marshal(review.LapsedBody{Clock: review.Clock{Name: review.VerifyClock, Due: now}, To: review.Unverified, File: true})
	s.must(err)
	s.must(s.d.review.Journal.Do(s.Context(), journal.Actor{Account: review.Machine}, func(ctx context.Context, u *journal.Unit) error {
		_, err := u.Append(ctx, journal.Draft{Kind: review.ActDone, Body: review.ActBody{Case: rows[i].ID, Act: "lapsed", Body: body}})
		return err
	}))
	day, until := now.Time().Format(time.DateOnly), now.Add(24*time.Hour)
	for _, x := range []struct {
		login string
		body  review.Body
	}{
		{"registrar", &review.MissingAskedBody{ID: "facility", Whom: "facility", On: day, What: "في أي ساعة خرج الشخص من الباب؟", Until: until}},
		{"liaison", &review.MissingAskedBody{ID: "family", Whom: "family", On: day, What: "هل وصل الشخص إلى البيت؟", Until: until}},
		{"registrar", &review.MissingAnsweredBody{
			ID: "facility", Reply: "answer", On: day, Answer: "خرج ظهرًا وحده",
			Next: review.MissingNext{Role: review.CourtLiaison, Whom: "prosecutor", What: "هل صدرت مذكرة أخرى؟", Until: until},
		}},
	} {
		s.must(s.d.review.Enter(s.Context(), s.who(x.login), rows[i].ID, 0, x.body))
	}
	return rows[i].ID
}

// TestMissingPersonsPage: who searches reads the file, with its questions and
// tasks; the person's side and the liaison read their part of it; who speaks for
// victims, and somebody with a conflict, are told of no such page; a paper goes
// with it for those who may hand it over, and names nobody.
func TestMissingPersonsPage(t *testing.T) {
	s := serveWorld(t)
	id := s.unseen()
	path := "/reviews/cases/" + string(id) + "/missing"
	name := s.missingName(path)
	const answer, asked, family = "خرج ظهرًا وحده", "في أي ساعة خرج", "هل وصل الشخص إلى البيت"
	for login, reads := range map[string][]string{
		"registrar": {answer, asked, family}, "observer": {answer, asked, family}, "guard": {answer, asked, family}, "court": {answer, asked, family},
		"lawyer": {}, "liaison": {family},
	} {
		for _, lang := range locale.Languages() {
			b := s.reader(login)
			b.lang = lang
			got := b.get(path)
			if got.status != http.StatusOK {
				t.Fatalf("%s in %s = %d", login, lang, got.status)
			}
			for _, word := range []string{answer, asked, family} {
				if has := strings.Contains(got.body, word); has != slices.Contains(reads, word) {
					t.Errorf("%s in %s reads %q: %v", login, lang, word, has)
				}
			}
			if len(reads) < 3 && strings.Contains(got.body, name) {
				t.Errorf("%s reads the name", login)
			}
		}
		if page := s.reader(login).get("/reviews/cases/" + string(id)); !strings.Contains(page.body, path) {
			t.Errorf("%s finds no way to the file", login)
		}
	}
	for _, login := range []string{"families", "data"} {
		if got := s.reader(login).get(path); got.status != http.StatusNotFound && got.status != http.StatusForbidden {
			t.Errorf("%s = %d", login, got.status)
		}
	}
	for login, may := range map[string]bool{"registrar": true, "guard": true, "observer": false, "lawyer": false, "liaison": false, "court": false, "families": false} {
		got := s.reader(login).get("/reviews/cases/" + string(id) + "/papers/missing")
		if (got.status == http.StatusOK) != may {
			t.Errorf("the paper as %s = %d", login, got.status)
		}
		if may && (!strings.Contains(got.body, answer) || strings.Contains(got.body, name)) {
			t.Errorf("the paper as %s has no answers, or a name", login)
		}
	}
	tasks := s.reader("court").get("/reviews/tasks")
	if !strings.Contains(tasks.body, "/reviews/cases/"+string(id)+"/acts/missing_asked?of=prosecutor") {
		t.Error("the next question is not among the court liaison's tasks")
	}
}

// TestMissingFormsKeepWhatWasTyped: a question, an answer and a closing that lack
// something come back as they were typed, with what is missing; whole, they are
// entered.
func TestMissingFormsKeepWhatWasTyped(t *testing.T) {
	s := serveWorld(t)
	id := s.unseen()
	path := "/reviews/cases/" + string(id)
	day := time.Now().Format(time.DateOnly)
	typed := url.Values{"missing_whom": {"hospital"}, "missing_on": {day}, "missing_what": {"TYPED WORDS"}, "missing_hours": {"24"}, "next_whom": {"morgue"}}
	s.lacks("guard", path, "missing_asked", typed, "who asks next, whom, what and until when, or nothing of it", "ICPPED 21, 24(3)")
	delete(typed, "next_whom")
	s.enters("guard", path, "missing_asked", typed)
	s.lacks("liaison", path, "missing_answered", url.Values{"of": {"family"}, "missing_reply": {"answer"}, "missing_on": {day}}, "what was answered and on which day, or that no answer came", "ICPPED 21, 24(3)")
	s.enters("liaison", path, "missing_answered", url.Values{"of": {"family"}, "missing_reply": {"none"}, "missing_on": {day}})
	found := url.Values{"missing_end": {"alive"}, "missing_on": {day}, "missing_witness": {"TYPED NAME"}, "contact": {"call"}, "missing_apart": {"y"}, "why": {"TYPED REASON"}}
	s.lacks("observer", path, "missing_found", found, "the day, the reasons, and a paper or a row of this person's file that shows it", "ICPPED 21, 24(3)")
}

var nameOnPage = regexp.MustCompile(`<dt>Name</dt>\s*<dd[^>]*>(?:<bdi>)?[\x{2066}-\x{2069}]*([^<\x{2066}-\x{2069}]+)`)

// missingName is the name of the missing person as the registrar reads it.
func (s *served) missingName(path string) string {
	s.Helper()
	b := s.reader("registrar")
	b.lang = "en"
	m := nameOnPage.FindStringSubmatch(b.get(path).body)
	if m == nil {
		s.Fatal("the registrar reads no name")
	}
	return m[1]
}
