package main

import (
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"

	"kashf.org/kashf/internal/web"
)

// notPages are routes that give a file or a part of a page.
var notPages = []string{"GET /files/{id}", "GET /exports/{id}/{file}", "GET /exports/{id}/progress", "GET /ledger/{seq}/proof", "GET /ledger/{seq}/leaf", "GET /lists/template/{file}", "GET /lists/imports/{id}/refused", "GET /reviews/draws/{id}/record", "GET /photos/{id}/picture", "GET /figures/reviews/{month}/account.json", "GET /people/{fileno}/wgeid/document/{name}", "GET /reviews/cases/{id}/exchange/{exchange}/case.json", "GET /reviews/cases/{id}/copies/{n}/copy.json", "GET /reviews/cases/{id}/voices/{voice}", "GET /checkpoint", "GET /tile/{path...}"}

var (
	helpPanel = regexp.MustCompile(`(?s)<details class="page-help no-print" id="page-help">.*?</details>`)
	keyDialog = regexp.MustCompile(`(?s)<dialog id="keys".*?</dialog>`)
	keyOf     = regexp.MustCompile(`data-key="([^"]+)"`)
	keyListed = regexp.MustCompile(`<kbd>([^<]+)</kbd>`)
	arabic    = regexp.MustCompile(`\p{Arabic}`)
)

// Beside every page stands what it is for, in both languages, and the list that
// "?" opens has every key of the page.
func TestHelpBesideEveryPage(t *testing.T) {
	s := serveWorld(t)
	table := readRoutes(t)
	for _, rt := range s.routesOf() {
		if !strings.HasPrefix(rt.Pattern, "GET ") || slices.Contains(notPages, rt.Pattern) {
			continue
		}
		if !web.HasHelp(rt.Pattern) {
			t.Errorf("%s has no help beside it", rt.Pattern)
			continue
		}
		for _, c := range columns {
			if strings.Contains(rt.Pattern, "{month}") { // whether there is an account of a month hangs on the day
				continue
			}
			if rt.Action != web.Public && !table[rt.Pattern].may[c.role] {
				continue
			}
			b := s.reader(c.login)
			for _, lang := range []string{"ar", "en"} {
				b.lang = lang
				a := s.ask(b, rt.Pattern)
				if a.status != http.StatusOK || !strings.Contains(a.body, "<html") {
					continue // where a form leads elsewhere, its own page is asked
				}
				help := helpPanel.FindString(a.body)
				if help == "" || arabic.MatchString(help) != (lang == "ar") {
					t.Errorf("%s as %s in %s: no help, or in another language: %q", rt.Pattern, c.role, lang, help)
				}
				dialog := keyDialog.FindString(a.body)
				var listed []string
				for _, m := range keyListed.FindAllStringSubmatch(dialog, -1) {
					listed = append(listed, m[1])
				}
				for _, m := range keyOf.FindAllStringSubmatch(strings.Replace(a.body, dialog, "", 1), -1) {
					if !slices.Contains(listed, m[1]) && !(m[1] >= "1" && m[1] <= "9" && slices.Contains(listed, "1-9")) {
						t.Errorf("%s as %s: the key %q is not in the list of keys %q", rt.Pattern, c.role, m[1], listed)
					}
				}
			}
		}
	}
}

// The first steps are by role, and each leads to where the reader may go.
func TestFirstStepsByRole(t *testing.T) {
	s := serveWorld(t)
	step := regexp.MustCompile(`(?s)<ol class="first-steps">.*?</ol>`)
	href := regexp.MustCompile(`href="([^"]+)"`)
	for _, c := range columns {
		b := s.reader(c.login)
		a := b.get("/help")
		links := href.FindAllStringSubmatch(step.FindString(a.body), -1)
		if a.status != http.StatusOK || c.role != "none" && len(links) < 2 {
			t.Errorf("%s: %d with %d steps", c.role, a.status, len(links))
		}
		for _, l := range links {
			if to := b.get(l[1]); to.status != http.StatusOK {
				t.Errorf("%s: a step leads to %s: %d", c.role, l[1], to.status)
			}
		}
	}
}
