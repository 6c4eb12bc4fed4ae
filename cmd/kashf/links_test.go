package main

import (
	"html"
	"net/http"
	"regexp"
	"strings"
	"testing"
)

var (
	hrefs = regexp.MustCompile(`href="(/[^"#]*)`)
	named = regexp.MustCompile(`/([0-9]+|[0-9a-zA-Z_-]{9,})\b`)
)

// TestNoLinkLeadsNowhere follows, for each role, the links of the pages it meets,
// a few of each kind: what a page leads to is there for whom it leads.
func TestNoLinkLeadsNowhere(t *testing.T) {
	s := serveWorld(t)
	for _, c := range columns {
		if strings.HasPrefix(c.login, "norole") {
			continue // has no page but its own
		}
		b := s.reader(c.login)
		from, todo, kinds := map[string]string{"/": "the address"}, []string{"/"}, map[string]int{}
		for i := 0; i < len(todo); i++ {
			a := b.get(todo[i])
			if a.status == http.StatusNotFound || a.status == http.StatusForbidden {
				t.Errorf("%s: %s leads to %s, which answers %d", c.login, from[todo[i]], todo[i], a.status)
			}
			for _, x := range hrefs.FindAllStringSubmatch(a.body, -1) {
				to := html.UnescapeString(x[1])
				kind := named.ReplaceAllString(strings.SplitN(to, "?", 2)[0], "/…")
				if from[to] != "" || strings.HasPrefix(to, "/static/") || kinds[kind] == 2 {
					continue
				}
				kinds[kind]++
				from[to], todo = todo[i], append(todo, to)
			}
		}
		if len(todo) < 8 {
			t.Errorf("%s met %d pages only", c.login, len(todo))
		}
	}
}
