package main

import (
	"fmt"
	"strings"
	"testing"

	"kashf.org/kashf/internal/journal"
	"kashf.org/kashf/internal/locale"
	"kashf.org/kashf/internal/review"
	"kashf.org/kashf/internal/web/webtest"
)

// keysToCounter is how many keys may lead from the top of a case's page to a fact
// and on to what speaks the other way.
const keysToCounter = 4

// counterFacts goes to each fact of a case by its number, and on to what speaks the
// other way, from the top of the page. Every key counts: each digit, each Tab and
// the Enter. It returns how many facts have something that speaks the other way.
func counterFacts(t *testing.T, tab *webtest.Tab, page string) (answered int) {
	t.Helper()
	tab.Go(page)
	tab.Press("f")
	tab.WaitFor(`location.hash === "#facts"`)
	type fact struct{ ID, Counter string }
	for _, f := range webtest.Eval[[]fact](tab, `[...document.querySelectorAll('[id^="fact-"]')].map(e => ({ID: e.id, Counter: [...e.querySelectorAll('a[href^="#fact-"]')].map(a => a.getAttribute("href")).filter(x => x !== "#" + e.id)[0] || ""}))`) {
		tab.Go(page)
		keys := 0
		for _, k := range strings.Split(strings.TrimPrefix(f.ID, "fact-"), "") {
			tab.Press(k)
			keys++
		}
		tab.WaitFor(fmt.Sprintf(`location.hash === "#%s"`, f.ID))
		if f.Counter == "" {
			continue
		}
		answered++
		at := ""
		for ; keys < keysToCounter-1 && at != f.Counter; keys++ {
			tab.Press("\t")
			at = webtest.Eval[string](tab, `document.activeElement.getAttribute("href") || ""`)
		}
		if at != f.Counter {
			t.Errorf("from %s %d keys lead to %q, and the Enter is still to come: want %q", f.ID, keys, at, f.Counter)
			continue
		}
		tab.Press("\r")
		tab.WaitFor(fmt.Sprintf(`location.hash === %q`, f.Counter))
	}
	return answered
}

// TestFactAndCounterFactByKeyboard: in the demo's largest case, and with more facts
// than there are digits.
func TestFactAndCounterFactByKeyboard(t *testing.T) {
	t.Parallel()
	b := webtest.Start(t)
	s := serveDemo(t, 400)
	var largest *review.Case
	for _, c := range everyCase(t, s.d) {
		if c.State == review.Assembly && (largest == nil || len(c.Facts) > len(largest.Facts)) {
			largest = c
		}
	}
	h := &hearing{T: t, tour: s, tab: b.Open(t, s.url+"/sign-in"), cookies: map[string]string{}, lang: locale.Languages()[0]}
	for i := range 12 - len(largest.Facts) {
		a := h.account("analyst")
		f := review.Fact{
			ID: review.FactID(newID()), Kind: review.Document, Forum: review.OtherForum, About: largest.Allegations[0].ID,
			For: i%2 == 0, Text: "ورقة من السجل", Origin: fmt.Sprint("origin ", i), Refs: largest.Facts[0].Refs,
		}
		if err := s.d.review.Enter(t.Context(), review.Who{Actor: journal.Actor{Account: a.ID, Org: a.Org}, Fresh: true}, largest.ID, 0, &review.FactBody{Fact: f}); err != nil {
			t.Fatal(err)
		}
	}
	h.as("analyst")
	if n := counterFacts(t, h.tab, s.url+"/reviews/cases/"+string(largest.ID)); n < 12 {
		t.Errorf("of twelve facts %d have one that speaks the other way", n)
	}
}
