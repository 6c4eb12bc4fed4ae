package matches_test

import (
	"strings"
	"testing"

	"kashf.org/kashf/internal/access"
	"kashf.org/kashf/internal/web/gate/gatetest"
	"kashf.org/kashf/internal/web/webtest"
)

func TestLooks(t *testing.T) {
	browser := webtest.Start(t)
	h := open(t)
	h.SignInWith(browser.Open(t, "about:blank"), h.ranaIs)
	h.LookAt(t, browser, "situation-empty", "/")
	h.LookAt(t, browser, "matches-empty", "/matches")
	h.LookAt(t, browser, "runs-empty", "/matches/runs")
	h.lists()
	if rep := h.link(); rep.Open == 0 {
		t.Fatal("the run left nothing open")
	}
	h.LookAt(t, browser, "matches", "/matches")
	h.LookAt(t, browser, "situation", "/")
	h.LookAt(t, browser, "runs", "/matches/runs")
	at := strings.TrimSuffix(find(t, h.rana.Get("/matches").Body, `action="(/matches/[0-9A-Z-]+/answer)"`), "/answer")
	h.rana.Post(at+"/answer", form(h.rana.Get(at), "same", "الأم والبلدة نفسهما"))
	h.LookAt(t, browser, "pair", at)
}

// The whole day's work by keyboard: answer, skip, take back.
func TestKeyboard(t *testing.T) {
	browser := webtest.Start(t)
	h := open(t)
	h.lists()
	h.link()
	tab := browser.Open(t, "about:blank")
	h.SignInWith(tab, h.ranaIs)
	tab.Go(h.URL + "/matches?lang=ar")
	first := webtest.Eval[string](tab, asked)
	tab.Press("1")
	tab.WaitFor(`!!document.querySelector(".flash-good") && ` + asked + ` !== ` + quote(first))
	second := webtest.Eval[string](tab, asked)
	tab.Press("n")
	tab.WaitFor(`document.readyState === "complete" && ` + asked + ` !== ` + quote(second))
	third := webtest.Eval[string](tab, asked)
	// On the Arabic layout the key that says 3 in Latin gives ٣.
	webtest.Eval[bool](tab, `document.body.dispatchEvent(new KeyboardEvent("keydown", {key: "٣", code: "Digit3", bubbles: true}))`)
	tab.WaitFor(`!!document.querySelector(".flash-good") && ` + asked + ` !== ` + quote(third))
	tab.Press("u")
	tab.WaitFor(`document.readyState === "complete" && ` + asked + ` === ` + quote(third))
	gatetest.Look(t, tab, "taken-back")
}

const asked = `(document.querySelector(".match-answer form")?.getAttribute("action") || "")`

func quote(s string) string { return `"` + s + `"` }

// Somebody who answers second sees the first answer beside their own, also
// when the page is put in place by a script.
func TestClashInTheBrowser(t *testing.T) {
	browser := webtest.Start(t)
	h := open(t)
	h.lists()
	h.link()
	tab := browser.Open(t, "about:blank")
	tab.Expect("409")
	h.SignInWith(tab, h.Account("karim", access.Analyst))
	tab.Go(h.URL + "/matches?lang=en")
	at := strings.TrimSuffix(webtest.Eval[string](tab, asked), "/answer")
	h.rana.Post(at+"/answer", form(h.rana.Get(at), "different", "two mothers"))
	tab.Type("#f-why", "the same mother, spelt twice")
	webtest.Eval[bool](tab, `document.activeElement.blur(); true`)
	tab.Press("1")
	tab.Wait(".match-clash")
	if got := webtest.Eval[string](tab, `document.querySelector(".match-clash textarea").value`); got != "the same mother, spelt twice" {
		t.Errorf("the reason typed came back as %q", got)
	}
	gatetest.Look(t, tab, "clash")
}
