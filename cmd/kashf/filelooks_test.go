package main

import (
	"testing"

	"kashf.org/kashf/internal/web/gate/gatetest"
	"kashf.org/kashf/internal/web/webtest"
)

// TestLooksOfAFile looks at a person's file and what opens from it, in both
// languages, on a desk and on a phone, and weighs them as a first visit does.
func TestLooksOfAFile(t *testing.T) {
	t.Parallel()
	b := webtest.Start(t)
	s := serveDemo(t, 120)
	tab := b.Open(t, s.url+"/sign-in")
	s.signIn(t, tab, "cases", "ar")
	tab.Go(s.url + "/people/list")
	file := webtest.Eval[string](tab, `document.querySelector("#found tbody a").pathname`)
	for name, path := range map[string]string{
		"file":       file,
		"correcting": file + "/correct?field=mother_name",
		"help":       "/help",
	} {
		for _, lang := range []string{"ar", "en"} {
			query := "?"
			if name == "correcting" {
				query = "&"
			}
			tab.Go(s.url + path + query + "lang=" + lang)
			if name == "file" {
				webtest.Eval[bool](tab, `document.querySelector("#page-help").open = true`)
			}
			gatetest.Look(t, tab, name+"-"+lang)
		}
		if n := webtest.Eval[int](tab, `performance.getEntriesByType("resource").concat(performance.getEntriesByType("navigation")).reduce((n, e) => n + e.encodedBodySize, 0)`); n > 200_000 {
			t.Errorf("%s weighs %d bytes, want at most 200 kB", name, n)
		}
	}
}
