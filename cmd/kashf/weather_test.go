package main

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"

	"kashf.org/kashf/internal/register"
)

// Two people who look at one pair both answer. The second is told what the
// first said, keeps what was typed, and decides.
func TestTwoJudgeOnePair(t *testing.T) {
	s := serveWorld(t)
	pair := "/matches/" + s.pair(s.first, s.second+1)
	first, second := s.reader("data"), s.reader("analyst")
	for _, b := range []*browser{first, second} {
		if a := b.get(pair); a.status != http.StatusOK {
			t.Fatalf("the pair = %d", a.status)
		}
	}
	said := url.Values{"verdict": {"different"}, "why": {"born twenty years apart"}}
	if a := first.post(pair+"/answer", said); a.status != http.StatusSeeOther {
		t.Fatalf("the first answer = %d\n%s", a.status, a.body)
	}
	mine := url.Values{"verdict": {"relatives"}, "why": {"the uncle, says the family"}}
	clash := second.post(pair+"/answer", mine)
	if clash.status != http.StatusConflict {
		t.Fatalf("the second answer = %d, want 409", clash.status)
	}
	for _, want := range []string{"born twenty years apart", "the uncle, says the family", "سامر الوراق"} {
		if !strings.Contains(clash.body, want) {
			t.Errorf("the second is not told %q\n%s", want, clash.body)
		}
	}
	js := s.judgements(s.first, s.second+1)
	if len(js) != 1 {
		t.Fatalf("%d judgements after a clash, want the first alone", len(js))
	}
	mine["seen"] = []string{js[0].ID}
	if a := second.post(pair+"/answer", mine); a.status != http.StatusSeeOther {
		t.Errorf("the second answer, knowing the first = %d\n%s", a.status, a.body)
	}
	if n := len(s.judgements(s.first, s.second+1)); n != 2 {
		t.Errorf("%d judgements, want both", n)
	}
}

// Of many who answer at once each is told where they stand, and none is lost.
func TestManyJudgeOnePairAtOnce(t *testing.T) {
	s := serveWorld(t)
	pair := "/matches/" + s.pair(s.first, s.second+1) + "/answer"
	logins := []string{"data", "analyst"}
	status := make([]int, len(logins))
	var all sync.WaitGroup
	for i, login := range logins {
		b := s.reader(login)
		all.Go(func() { status[i] = b.post(pair, url.Values{"verdict": {"different"}, "why": {"by " + login}}).status })
	}
	all.Wait()
	if fmt.Sprint(status) != "[303 409]" && fmt.Sprint(status) != "[409 303]" {
		t.Errorf("answers = %v, want one taken and one told of the other", status)
	}
	if n := len(s.judgements(s.first, s.second+1)); n != 1 {
		t.Errorf("%d judgements, want 1", n)
	}
}

func (s *served) judgements(l, r register.RecordID) (out []register.Judgement) {
	s.Helper()
	js, err := s.d.store.Judgements(s.Context(), register.Sight{Machine: true}, l, r)
	s.must(err)
	for _, j := range js {
		if j.Undone == 0 {
			out = append(out, j)
		}
	}
	return out
}

// Who searches too fast is told to wait, in the own language, and nobody else
// is.
func TestTooManySearches(t *testing.T) {
	s := serveWorld(t)
	for lang, words := range map[string]string{"en": "Too many", "ar": "كثير"} {
		b := s.reader(map[string]string{"en": "data", "ar": "analyst"}[lang])
		b.lang = lang
		var a reply
		n := 0
		for n = 1; n <= 200; n++ {
			if a = b.post("/people", url.Values{"name": {""}}); a.status == http.StatusTooManyRequests {
				break
			}
		}
		if a.status != http.StatusTooManyRequests || a.header.Get("Retry-After") == "" {
			t.Fatalf("%s: %d searches and still %d", lang, n, a.status)
		}
		if !strings.Contains(a.body, `lang="`+lang+`"`) || !strings.Contains(a.body, words) {
			t.Errorf("%s: refused with\n%s", lang, a.body)
		}
		if a := b.get("/"); a.status != http.StatusOK {
			t.Errorf("%s: other pages = %d", lang, a.status)
		}
	}
	if a := s.reader("cases").post("/people", url.Values{"name": {""}}); a.status == http.StatusTooManyRequests {
		t.Error("a colleague has to wait too")
	}
}

// Guessing passwords is slow for a login that exists and one that does not.
func TestGuessingPasswordsIsSlow(t *testing.T) {
	s := serveWorld(t)
	for _, login := range []string{"data", "nobody.has.this"} {
		var got []string
		for range 8 {
			a := s.stranger().post("/sign-in", url.Values{"login": {login}, "password": {"wrong, of course"}, "code": {"000000"}})
			got = append(got, fmt.Sprint(a.status))
		}
		if want := "422 422 422 422 422 429 429 429"; strings.Join(got, " ") != want {
			t.Errorf("wrong passwords of %s = %v, want %s", login, got, want)
		}
	}
}
