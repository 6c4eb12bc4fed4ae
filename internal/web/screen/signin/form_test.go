package signin_test

import (
	"html"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"github.com/a-h/templ"

	"kashf.org/kashf/internal/web/gate/gatetest"
)

var (
	nopView = templ.NopComponent
	input   = regexp.MustCompile(`<input[^>]*>`)
	name    = regexp.MustCompile(` name="([^"]*)"`)
	value   = regexp.MustCompile(` value="([^"]*)"`)
)

// formOf is what the page's form with that action sends when nothing is typed.
func formOf(t *testing.T, page gatetest.Page, action string) url.Values {
	t.Helper()
	_, rest, ok := strings.Cut(page.Body, `<form method="post" action="`+action+`"`)
	if !ok {
		t.Fatalf("no form to %s at %s (status %d)\n%s", action, page.At, page.Status, page.Body)
	}
	rest, _, _ = strings.Cut(rest, "</form>")
	form := url.Values{}
	for _, in := range input.FindAllString(rest, -1) {
		n, v := name.FindStringSubmatch(in), value.FindStringSubmatch(in)
		if n != nil && v != nil {
			form.Add(html.UnescapeString(n[1]), html.UnescapeString(v[1]))
		}
	}
	return form
}
