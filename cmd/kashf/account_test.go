package main

import (
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"kashf.org/kashf/internal/review"
	"kashf.org/kashf/internal/review/monthly"
)

// later moves the journal's clock to a day of the month after this one.
func (s *served) later() (this monthly.Month) {
	this = monthly.MonthOf(time.Now())
	ahead := time.Until(this.Ends()) + 24*time.Hour
	s.d.journal.Now = func() time.Time { return time.Now().Add(ahead) }
	return this
}

// TestAccountOfAMonth publishes the account of a month that is over, by two
// people, and counts it again from the command line: the same bytes, whatever was
// entered since. The public reads them without an account; before, nobody does.
func TestAccountOfAMonth(t *testing.T) {
	s := serveWorld(t)
	month := string(s.later())
	path, office := "/figures/reviews/"+month, "/accounts/"+month
	if a := s.stranger().get(path); a.status != http.StatusNotFound {
		t.Errorf("an account that is not published = %d", a.status)
	}
	reg := s.reader("registrar")
	for _, step := range []struct {
		who    *browser
		do     string
		status int
		says   string
	}{
		{reg, "/publish", http.StatusConflict, "Nobody has proposed"},
		{reg, "/propose", http.StatusSeeOther, ""},
		{reg, "/propose", http.StatusConflict, "already been proposed or published"},
		{reg, "/publish", http.StatusConflict, "another person"},
		{s.reader("cases"), "/publish", http.StatusSeeOther, ""},
		{s.reader("cases"), "/publish", http.StatusConflict, "already been proposed or published"},
	} {
		if a := step.who.post(office+step.do, nil); a.status != step.status || !strings.Contains(a.body, step.says) {
			t.Fatalf("%s%s = %d", office, step.do, a.status)
		}
	}
	page, file := s.stranger().get(path), s.stranger().get(path+"/account.json")
	if page.status != http.StatusOK || file.status != http.StatusOK || !strings.Contains(s.stranger().get("/figures/reviews").body, path) {
		t.Fatalf("published: page %d, file %d", page.status, file.status)
	}
	s.namesNoCase(page.body, file.body)
	if out := s.command("account", "--month", month); out != file.body {
		t.Errorf("counted again at the command line: %d bytes that are not the published %d", len(out), len(file.body))
	}
	if out := s.command("account", "--month", month, "--check"); !strings.Contains(out, "is the one that was published") {
		t.Errorf("account --check says %s", out)
	}
	for _, lang := range []string{"ar", "en"} {
		out := s.command("account", "--month", month, "--page", lang)
		if !strings.Contains(out, `<html lang="`+lang+`"`) {
			t.Errorf("account --page %s: %.80s", lang, out)
		}
		s.namesNoCase(out)
		if dir := os.Getenv("KASHF_PICTURES"); dir != "" {
			s.must(os.WriteFile(filepath.Join(dir, "account-alone-"+lang+".html"), []byte(out), 0o600))
		}
	}
	if a := s.reader("auditor").get("/accounts/" + string(monthly.Month(month).Next())); a.status != http.StatusConflict || !strings.Contains(a.body, "not over") {
		t.Errorf("the account of a month that is not over = %d", a.status)
	}
	s.replays()
}

// namesNoCase holds that no text names an account, an organisation or a case.
func (s *served) namesNoCase(texts ...string) {
	s.Helper()
	var words []string
	for login, id := range s.accounts {
		words = append(words, string(id), `"`+login+`"`)
	}
	rows, err := s.d.store.Board(s.Context(), string(s.accounts["registrar"]), review.Wanted{Limit: 100})
	s.must(err)
	for _, r := range rows {
		words = append(words, string(r.ID), string(r.ID)[len(r.ID)-4:])
	}
	if len(rows) == 0 {
		s.Error("the registrar has no case")
	}
	for _, text := range texts {
		for _, w := range words {
			if strings.Contains(text, w) {
				s.Errorf("what everybody reads says %q", w)
			}
		}
	}
}
