package main

import (
	"path/filepath"
	"testing"

	"kashf.org/kashf/internal/web/webtest"
)

// Budgets of a screen in bytes as they are sent: of a first visit, and of one
// after another screen was seen.
const (
	coldBudget = 200_000
	warmBudget = 30_000
)

// Bytes as sent, of a page with all that belongs to it; and what of them came
// over the line this time.
const (
	coldBytes = `performance.getEntriesByType("resource").concat(performance.getEntriesByType("navigation")).reduce((n, e) => n + e.encodedBodySize, 0)`
	warmBytes = `performance.getEntriesByType("resource").concat(performance.getEntriesByType("navigation")).reduce((n, e) => n + e.transferSize, 0)`
)

// TestScreensAreLight weighs the main screens, as a browser on a thin line
// meets them.
func TestScreensAreLight(t *testing.T) {
	t.Parallel()
	b := webtest.Start(t)
	s := serveDemo(t, 400)
	tab := b.Open(t, s.url+"/sign-in")
	s.signIn(t, tab, "data", "ar")
	tab.Go(s.url + "/people/list")
	file := webtest.Eval[string](tab, `document.querySelector("#found tbody a").pathname`)
	request, picture := s.furnishDesk(t, filepath.Base(file))
	for _, path := range []string{
		"/", "/people", "/people/list?find=1", "/lists", "/matches", "/matches/runs", "/facilities", "/ledger", "/desk", "/exports", "/exports/" + request,
		file, file + "/print", file + "/wgeid", file + "/compare", file + "/earlier", "/photos/" + picture, "/organisations", "/help",
	} {
		tab.Go(s.url + path)
		if n := webtest.Eval[int](tab, coldBytes); n > coldBudget || n == 0 {
			t.Errorf("%s weighs %d bytes cold, want at most %d", path, n, coldBudget)
		}
		tab.Go(s.url + path)
		n := webtest.Eval[int](tab, warmBytes)
		if n > warmBudget || n == 0 {
			t.Errorf("%s weighs %d bytes warm, want at most %d", path, n, warmBudget)
		}
		t.Logf("%s: %d cold, %d warm", path, webtest.Eval[int](tab, coldBytes), n)
	}
}
