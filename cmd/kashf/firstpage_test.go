package main

import (
	"testing"

	"kashf.org/kashf/internal/locale"
	"kashf.org/kashf/internal/web/webtest"
)

// TestFirstPageSaysWhatWaits shows that whoever takes part in reviews is led from
// the first page to what is theirs to do, and is not told that they look after an
// office.
func TestFirstPageSaysWhatWaits(t *testing.T) {
	t.Parallel()
	b := webtest.Start(t)
	s := serveDemo(t, 120)
	tab := b.Open(t, s.url+"/sign-in")
	for _, x := range []struct{ login, leads string }{
		{"registrar", `a[href^="/reviews/cases/"]`}, {"lawyer", `a[href="/reviews"]`}, {"liaison", `a[href="/victims"]`},
	} {
		s.signIn(t, tab, x.login, "ar")
		for _, lang := range locale.Languages() {
			tab.Go(s.url + "/?lang=" + lang)
			if !webtest.Eval[bool](tab, "!!document.querySelector('main "+x.leads+"')") {
				t.Errorf("%s in %s: no way to %s", x.login, lang, x.leads)
			}
			tab.Axe()
			tab.Width(webtest.PhoneWidth)
			tab.Narrow()
			tab.Width(webtest.DeskWidth)
			picture(tab, "first-"+x.login, lang)
		}
	}
}
