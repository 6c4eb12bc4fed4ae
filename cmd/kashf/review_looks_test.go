package main

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"kashf.org/kashf/internal/locale"
	"kashf.org/kashf/internal/web/webtest"
)

// TestReviewLooks opens every page of the file review in both languages, on a
// desk and on a phone, and fails for what a reader could not use.
func TestReviewLooks(t *testing.T) {
	t.Parallel()
	b := webtest.Start(t)
	s := serveDemo(t, 400)
	tab := b.Open(t, s.url+"/sign-in")
	for _, lang := range locale.Languages() {
		look := func(name, path string) {
			tab.Go(s.url + path)
			tab.Axe()
			tab.Narrow()
			tab.Width(webtest.PhoneWidth)
			tab.Narrow()
			if dir := os.Getenv("KASHF_PICTURES"); dir != "" {
				tab.Screenshot(filepath.Join(dir, name+"-"+lang+"-phone.png"))
			}
			tab.Width(webtest.DeskWidth)
			picture(tab, name, lang)
		}
		s.signIn(t, tab, "registrar", lang)
		look("board", "/reviews")
		look("tasks", "/reviews/tasks")
		look("agenda", "/reviews/agenda")
		look("policy", "/reviews/policy")
		look("accounts", "/accounts")
		look("account-list", "/figures/reviews")
		tab.Go(s.url + "/figures/reviews")
		look("account", webtest.Eval[string](tab, `document.querySelector('main a[href^="/figures/reviews/"]').getAttribute("href")`))
		look("draws", "/reviews/draws")
		tab.Go(s.url + "/reviews/draws")
		look("draw", webtest.Eval[string](tab, `document.querySelector('main a[href^="/reviews/draws/"]').getAttribute("href")`))
		for _, state := range []string{"INTAKE", "TRIAGE", "DELIBERATION", "NOTICE", "VOIDED"} {
			look("case-"+strings.ToLower(state), s.caseIn(tab, state))
		}
		at := s.caseIn(tab, "INTAKE")
		for _, act := range []string{"assigned", "checked", "moved", "identified"} {
			look("act-"+act, at+"/acts/"+act)
		}
		look("print", at+"/print")
		s.signIn(t, tab, "analyst", lang)
		at = s.caseIn(tab, "ASSEMBLY")
		for _, act := range []string{"fact", "proposed", "alleged"} {
			look("act-"+act, at+"/acts/"+act)
		}
		s.signIn(t, tab, "admin", lang)
		look("roster", "/reviews/roster")
	}
}

var caseHref = regexp.MustCompile(`/reviews/cases/[0-9A-Z]+`)

// caseIn is the first case of the reader's board in a state.
func (s tour) caseIn(tab *webtest.Tab, state string) string {
	tab.Go(s.url + "/reviews?state=" + state)
	return caseHref.FindString(webtest.Eval[string](tab, `document.querySelector("main table").innerHTML`))
}
