package main

import (
	"bytes"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

var exchangeOf = regexp.MustCompile(`/exchange/([0-9A-Z]+)`)

// TestACaseGoesToAnotherBody: asked by one, approved by another, made, taken as a
// file and as pages, and checked by its recipient with nothing but the key. The
// person's side and strangers get none of it; another body's file comes in as its
// claims, and a broken one comes back as it was typed.
func TestACaseGoesToAnotherBody(t *testing.T) {
	s := serveWorld(t)
	path := s.opened()
	s.enters("analyst", path, "alleged", url.Values{"conduct": {"B1"}, "text": {"taking a hammer"}})
	s.lacks("registrar", path, "exchange_asked", url.Values{"recipient": {"the prosecutor"}, "purpose": {"a trial"}}, "who receives it, what for, and on what basis in law", "ICPPED 19")
	s.enters("registrar", path, "exchange_asked", url.Values{"recipient": {"the prosecutor"}, "purpose": {"a trial"}, "basis": {"the law of 2025"}})
	id := s.caseAt(path).Exchanges[0].ID
	s.lacks("registrar", path, "exchange_made", url.Values{"of": {id}}, "a request that a second person has approved", "ICPPED 19")
	if a := s.acts(s.reader("registrar"), path, "exchange_approved", url.Values{"of": {id}}); a.status != http.StatusNotFound {
		t.Errorf("approved by who asked = %d", a.status)
	}
	s.enters("roster", path, "exchange_approved", url.Values{"of": {id}})
	s.enters("registrar", path, "exchange_made", url.Values{"of": {id}})
	page := s.reader("registrar").get(path)
	m := exchangeOf.FindStringSubmatch(page.body)
	if m == nil {
		t.Fatal("the case does not lead to what left")
	}
	at := path + "/exchange/" + m[1]
	file, sheet := s.reader("registrar").get(at+"/case.json"), s.reader("registrar").get(at)
	if file.status != http.StatusOK || sheet.status != http.StatusOK || !strings.Contains(sheet.body, "the prosecutor") {
		t.Fatalf("file %d, pages %d", file.status, sheet.status)
	}
	for _, login := range []string{"lawyer", "families", "liaison"} {
		if a := s.reader(login).get(at + "/case.json"); a.status != http.StatusSeeOther {
			t.Errorf("what left, for %s = %d", login, a.status)
		}
	}
	s.tellsNobody(file.body, sheet.body)
	if strings.Count(sheet.body, "not proved: its author is not told") != 1 {
		t.Error("the pages do not say of each line that it is not proved")
	}
	name := filepath.Join(t.TempDir(), "case.json")
	s.must(os.WriteFile(name, []byte(file.body), 0o600))
	check := func(file string) (int, string) {
		var out, errs bytes.Buffer
		code := run(t.Context(), []string{"exchange", "check", "--key", s.d.keys.PublicKey(), file}, stdio{out: &out, err: &errs})
		return code, out.String() + errs.String()
	}
	if code, said := check(name); code != exitDone || !strings.Contains(said, "holds") {
		t.Errorf("exchange check = %d %s", code, said)
	}
	compare := func(text string) []finding {
		c := s.d.checker()
		c.sent = []byte(text)
		s.must(c.exchange(t.Context()))
		return c.v.Findings
	}
	if wrong := compare(file.body); len(wrong) > 0 {
		t.Errorf("the observer's comparison says %v", wrong)
	}
	for from, to := range map[string]string{"a trial": "a march", "a hammer": "a weapon"} {
		if len(compare(strings.Replace(file.body, from, to, 1))) == 0 {
			t.Errorf("the comparison takes %q for %q", to, from)
		}
	}
	broken := filepath.Join(t.TempDir(), "broken.json")
	s.must(os.WriteFile(broken, []byte(strings.Replace(file.body, `"seq": `, `"seq": 1`, 1)), 0o600))
	if code, _ := check(broken); strings.Contains(file.body, `"seq": `) && code != exitFailed {
		t.Errorf("exchange check of a file that was changed = %d", code)
	}

	typed := "{not a file"
	s.lacks("analyst", path, "received", url.Values{"from_body": {"another commission"}, "package": {typed}}, "a case's file of another body, and that body's name", "house rule")
	claims := strings.Replace(file.body, `"proofs":`, `"outcome": {"outcome": "release", "abstract": "ABSTRACT OF THE OTHER BODY"}, "proofs":`, 1)
	s.enters("analyst", path, "received", url.Values{"from_body": {"another commission"}, "package": {claims}})
	if a := s.reader("roster").get(path); !strings.Contains(a.body, "ABSTRACT OF THE OTHER BODY") || !strings.Contains(a.body, "claim of another body") {
		t.Error("the case does not show what the other body says as its claim")
	}
	if c := s.caseAt(path); c.Outcome != nil || len(c.Findings) != 0 {
		t.Error("another body's outcome became one here")
	}
}

// tellsNobody searches what leaves, as a file and as pages, for every account of
// the world, its login, its name and its organisation, but for those of the two
// who let it go.
func (s *served) tellsNobody(texts ...string) {
	s.Helper()
	ours := map[string]bool{}
	for _, login := range []string{"registrar", "roster"} {
		a, err := s.d.store.Access().Account(s.Context(), s.accounts[login])
		s.must(err)
		ours[a.Name], ours[string(a.Org)] = true, true
	}
	searched := 0
	for login, id := range s.accounts {
		if login == "registrar" || login == "roster" {
			continue
		}
		a, err := s.d.store.Access().Account(s.Context(), id)
		s.must(err)
		words := []string{string(id), `"` + login + `"`, ">" + login + "<"}
		for _, w := range []string{a.Name, string(a.Org)} {
			if w != "" && !ours[w] {
				words = append(words, w)
			}
		}
		for _, text := range texts {
			for _, w := range words {
				if strings.Contains(text, w) {
					s.Errorf("what left tells %q of %s", w, login)
				}
			}
		}
		searched++
	}
	if searched < 10 {
		s.Fatalf("%d accounts were searched for", searched)
	}
}

// A case's file that left in the first form is still checked by its recipient, who
// is told which of its lines nothing proves.
func TestExchangeCheckOfTheFirstForm(t *testing.T) {
	at := filepath.Join("..", "..", "internal", "review", "testdata", "exchange", "case-1")
	key, err := os.ReadFile(at + ".key")
	if err != nil {
		t.Fatal(err)
	}
	var out, errs bytes.Buffer
	args := []string{"exchange", "check", "--key", strings.TrimSpace(string(key)), at + ".json"}
	if code := run(t.Context(), args, stdio{in: strings.NewReader(""), out: &out, err: &errs}); code != exitDone {
		t.Fatalf("exchange check = %d %s", code, errs.String())
	}
	for _, want := range []string{"2 entries of the ledger bench prove", "first form prove less: outcome", "first form prove less: finding d1", "kashf verify --case"} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("exchange check does not say %q:\n%s", want, out.String())
		}
	}
}
