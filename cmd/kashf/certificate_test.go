package main

import (
	"bytes"
	"crypto/rand"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"kashf.org/kashf/internal/locale"
	"kashf.org/kashf/internal/review"
)

// certified is a case of the world with a certificate: its address, and the
// paper as the holder's side prints it.
func (s *served) certified() (path string, x review.Certified, b review.Bearer) {
	s.Helper()
	rows, err := s.d.store.Board(s.Context(), string(s.accounts["observer"]), review.Wanted{Limit: 400})
	s.must(err)
	for _, r := range rows {
		c, err := s.d.store.Case(s.Context(), r.ID)
		s.must(err)
		if len(c.Certificates) == 0 {
			continue
		}
		x, b, err := s.d.review.PaperOf(s.Context(), string(s.accounts["registrar"]), r.ID, c.Certificates[0].ID)
		s.must(err)
		return "/reviews/cases/" + string(r.ID), x, b
	}
	s.Fatal("the world has no certificate")
	return "", review.Certified{}, review.Bearer{}
}

// asks asks for a code as somebody with no account does.
func (s *served) asks(lang, code string) reply {
	b := s.stranger()
	b.lang = lang
	return b.post("/certificate", url.Values{"code": {code}})
}

var requestNumber = regexp.MustCompile(`nonce="[^"]*"|nonce-[^']*`)

// sameAnswer reports whether two answers are the same in every byte of the page
// and every header but what numbers the request.
func sameAnswer(a, b reply) bool {
	bare := func(r reply) string {
		h := r.header.Clone()
		h.Del("X-Request-Id")
		h.Del("Date")
		var out bytes.Buffer
		_ = h.Write(&out)
		return requestNumber.ReplaceAllString(out.String()+r.body, "")
	}
	return a.status == b.status && bare(a) == bare(b)
}

// Somebody with no account checks a code. A paper that counts says what it says;
// one whose check is closed, one of another office and one that was never drawn
// are the same, byte for byte; nothing of it is in a log or an address.
func TestCertificateIsChecked(t *testing.T) {
	s := serveWorld(t)
	path, x, b := s.certified()
	never, err := review.NewPaperCode(rand.Reader)
	s.must(err)
	for _, lang := range locale.Languages() {
		p := locale.For(lang)
		a := s.asks(lang, b.Code.String())
		if a.status != http.StatusOK || !strings.Contains(a.body, p.T("certificate.is.valid")) || !strings.Contains(a.body, p.T("review.holding."+string(x.Holdings[0]))) {
			t.Errorf("a paper that counts in %s = %d\n%s", lang, a.status, a.body)
		}
		for _, word := range append(strings.Fields(b.Name), string(strings.TrimPrefix(path, "/reviews/cases/")), path[len(path)-4:], string(b.Code)[:5]) {
			if strings.Contains(a.body, word) {
				t.Errorf("the answer in %s says %q, which who asks did not need", lang, word)
			}
		}
		if said := s.asks(lang, "1"+b.Code.String()[1:]+"X"); said.status != http.StatusUnprocessableEntity || !strings.Contains(said.body, p.T("certificate.misread")) || !strings.Contains(said.body, "X\"") {
			t.Errorf("a misread code in %s = %d, and what was typed", lang, said.status)
		}
	}
	unknown := s.asks("en", never.String())
	if !strings.Contains(unknown.body, locale.For("en").T("certificate.is.unknown")) {
		t.Fatalf("a code that was never drawn = %d\n%s", unknown.status, unknown.body)
	}
	s.enters("lawyer", path, "paper_shown", url.Values{"of": {x.ID}, "open": {"n"}})
	if hidden := s.asks("en", b.Code.String()); !sameAnswer(hidden, unknown) {
		t.Errorf("a closed check and an unknown code differ:\n%s\n%s", hidden.body, unknown.body)
	}
	s.enters("lawyer", path, "paper_shown", url.Values{"of": {x.ID}, "open": {"y"}})
	s.enters("registrar", path, "paper_withdrawn", url.Values{"of": {x.ID}, "holder_told": {"y"}, "why": {"reported by courier 4471"}})
	gone := s.asks("en", b.Code.String())
	if !strings.Contains(gone.body, locale.For("en").T("certificate.is.withdrawn")) || strings.Contains(gone.body, "4471") || strings.Contains(gone.body, "Issued on") {
		t.Errorf("a withdrawn paper = %d\n%s", gone.status, gone.body)
	}
	for _, word := range []string{string(b.Code), b.Code.String()[:11], b.Code.Hash(), "/certificate"} {
		if strings.Contains(s.log.String(), word) {
			t.Errorf("the log has %q: it tells that somebody asked", word)
		}
	}
}

// Whoever tries codes is slowed down like whoever tries passwords.
func TestCertificateGuessesAreSlow(t *testing.T) {
	s := serveWorld(t)
	slowed := 0
	for range 40 {
		c, err := review.NewPaperCode(rand.Reader)
		s.must(err)
		r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "http://register.example/certificate", strings.NewReader(url.Values{"code": {c.String()}}.Encode()))
		r.RemoteAddr = "203.0.113.9:1000"
		r.Header.Set("Sec-Fetch-Site", "same-origin")
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		w := httptest.NewRecorder()
		if s.handler.ServeHTTP(w, r); w.Code == http.StatusTooManyRequests {
			slowed++
		}
	}
	if slowed < 15 {
		t.Errorf("%d of 40 guesses at once were refused", slowed)
	}
}

// The name on a paper is on the paper, and nowhere in the ledger's bodies or the
// tables of reviews.
func TestCertificateNamesNobodyElsewhere(t *testing.T) {
	s := serveWorld(t)
	path, x, b := s.certified()
	id := review.CaseID(strings.TrimPrefix(path, "/reviews/cases/"))
	entries, err := s.d.store.EventsOf(t.Context(), id)
	s.must(err)
	for _, e := range entries {
		if bytes.Contains(e.Body, []byte(b.Name)) || bytes.Contains(e.Body, []byte(b.Code)) {
			t.Errorf("entry %d has the name or the code in clear", e.Seq)
		}
	}
	for login, want := range map[string]int{"registrar": 200, "lawyer": 200, "observer": 404, "analyst": 404, "families": 404, "cases": 404} {
		a := s.reader(login).get(path + "/papers/certificate-" + x.ID)
		if a.status != want || (want == 200) != strings.Contains(a.body, b.Name) {
			t.Errorf("the paper as %s = %d, want %d", login, a.status, want)
		}
	}
}

// The signed text is checked with the program alone, and a word changed in it is
// noticed.
func TestCertificateOffline(t *testing.T) {
	s := serveWorld(t)
	path, x, b := s.certified()
	for _, lang := range locale.Languages() {
		r := s.reader("lawyer")
		r.lang = lang
		a := r.get(path + "/papers/certificate-" + x.ID + ".txt")
		if a.status != http.StatusOK || !strings.Contains(a.body, b.Name) {
			t.Fatalf("the signed text in %s = %d\n%s", lang, a.status, a.body)
		}
		check := func(text, key string) (string, int) {
			file := filepath.Join(t.TempDir(), "paper.txt")
			if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
				t.Fatal(err)
			}
			var out, bad bytes.Buffer
			code := run(t.Context(), []string{"certificate", "check", "--key", key, file}, stdio{out: &out, err: &bad})
			return out.String() + bad.String(), code
		}
		key := s.d.keys.PublicKey()
		if said, code := check(a.body, key); code != exitDone || !strings.Contains(said, b.Name) {
			t.Errorf("as it was signed in %s: %d %s", lang, code, said)
		}
		if said, code := check(strings.ReplaceAll(a.body, "\n", "\r\n"), key); code != exitDone {
			t.Errorf("sent by way of Windows: %d %s", code, said)
		}
		if said, code := check(strings.Replace(a.body, b.Name, "Somebody Else", 1), key); code != exitFailed {
			t.Errorf("with another name: %d %s", code, said)
		}
		cp, err := s.d.store.Checkpoints(t.Context())
		s.must(err)
		if len(cp) > 0 {
			if said, code := check(string(cp[0].Note), key); code != exitFailed {
				t.Errorf("a checkpoint passes for a certificate: %d %s", code, said)
			}
		}
	}
}
