package main

import (
	"testing"

	"kashf.org/kashf/internal/web/gate/gatetest"
	"kashf.org/kashf/internal/web/webtest"
)

// TestLooksOfTheDay looks at the pages of a working day in both languages, on a
// desk and on a phone, and weighs them as a first visit does.
func TestLooksOfTheDay(t *testing.T) {
	t.Parallel()
	b := webtest.Start(t)
	s := serveDemo(t, 120)
	tab := b.Open(t, s.url+"/sign-in")
	s.signIn(t, tab, "data", "ar")
	tab.Go(s.url + "/people/list")
	file := webtest.Eval[string](tab, `document.querySelector("#found tbody a").pathname`)
	for name, path := range map[string]string{
		"browse":  "/people/list?f=governorate&f=held&f=born&v=SY02&v=SED&v=&not=&not=1&not=&j=and&j=and&j=refine&from=&from=2012&from=1970&to=&to=2014&to=1999",
		"list":    "/people/list",
		"words":   "/people/list?f=text&f=agency&f=number&f=taken&f=task&v=&v=mi&v=&v=&v=overdue&not=&not=&not=1&not=&not=&j=and&j=or&j=and&j=refine&j=extend&from=&from=&from=&from=2025&from=&to=&to=&to=&to=&to=&o=name",
		"correct": file + "/correct?field=mother_name",
		"arrange": file + "/arrange",
	} {
		for _, lang := range []string{"ar", "en"} {
			query := "?"
			if len(path) > 12 && path[:13] == "/people/list?" || name == "correct" {
				query = "&"
			}
			tab.Go(s.url + path + query + "lang=" + lang)
			gatetest.Look(t, tab, name+"-"+lang)
		}
		if n := webtest.Eval[int](tab, `performance.getEntriesByType("resource").concat(performance.getEntriesByType("navigation")).reduce((n, e) => n + e.encodedBodySize, 0)`); n > 200_000 {
			t.Errorf("%s weighs %d bytes, want at most 200 kB", name, n)
		}
	}
}
