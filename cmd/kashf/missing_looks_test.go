package main

import (
	"os"
	"path/filepath"
	"testing"

	"kashf.org/kashf/internal/locale"
	"kashf.org/kashf/internal/review"
	"kashf.org/kashf/internal/web/webtest"
)

// TestMissingPersonsPageLooks opens a missing person's file, its forms and its
// paper in both languages, on a desk and on a phone, and fails for what a reader
// could not use.
func TestMissingPersonsPageLooks(t *testing.T) {
	t.Parallel()
	b := webtest.Start(t)
	s := serveDemo(t, 400)
	h := &hearing{T: t, tour: s, tab: b.Open(t, s.url+"/sign-in"), cookies: map[string]string{}}
	rows, err := h.d.store.Board(t.Context(), h.account("observer").ID, review.Wanted{Limit: 400})
	if err != nil {
		t.Fatal(err)
	}
	at := ""
	for _, r := range rows {
		c, err := h.d.store.Case(t.Context(), r.ID)
		if err != nil {
			t.Fatal(err)
		}
		if len(c.Missing) > 0 {
			at = "/reviews/cases/" + string(r.ID)
		}
	}
	for _, lang := range locale.Languages() {
		s.signIn(t, h.tab, "registrar", lang)
		for name, path := range map[string]string{"missing": "/missing", "missing-ask": "/acts/missing_asked?of=hospital", "missing-found": "/acts/missing_found", "missing-paper": "/papers/missing"} {
			h.tab.Go(s.url + at + path)
			h.tab.Axe()
			h.tab.Narrow()
			h.tab.Width(webtest.PhoneWidth)
			h.tab.Narrow()
			if dir := os.Getenv("KASHF_PICTURES"); dir != "" {
				h.tab.Screenshot(filepath.Join(dir, name+"-"+lang+"-phone.png"))
			}
			h.tab.Width(webtest.DeskWidth)
			picture(h.tab, name, lang)
		}
	}
}
