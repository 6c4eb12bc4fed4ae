package main

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"kashf.org/kashf/internal/web"
	"kashf.org/kashf/internal/web/webtest"
)

// A visit is one page and who opens it.
type visit struct{ pattern, path, login string }

// visits are every page of the program, each by the first of the roles that may
// open it: a screen that is added tomorrow is among them.
func (s *served) visits() (out []visit) {
	s.Helper()
	table := readRoutes(s.TB.(*testing.T))
	for _, rt := range s.routesOf() {
		path, ok := strings.CutPrefix(rt.Pattern, "GET ")
		if !ok || slices.Contains(notPages, rt.Pattern) || strings.Contains(path, "{month}") {
			continue
		}
		login := ""
		for _, c := range columns {
			if rt.Action != web.Public && table[rt.Pattern].may[c.role] {
				login = c.login
				break
			}
		}
		b := s.stranger()
		if login != "" {
			b = s.reader(login)
		}
		if a := s.ask(b, rt.Pattern); a.status == http.StatusOK && strings.Contains(a.body, "<html") {
			out = append(out, visit{rt.Pattern, a.path, login})
		}
	}
	if len(out) < 50 {
		s.Fatalf("only %d pages", len(out))
	}
	return out
}

// in gives a tab the language and the session of an account, none for "".
func (s *served) in(tab *webtest.Tab, address, login, lang string) {
	tab.Forget()
	tab.Cookie(address, "lang", lang)
	if login != "" {
		tab.Cookie(address, "kashf", s.reader(login).cookie)
	}
}

// sendable are the forms of a page that send something, by their place among all.
const sendable = `[...document.forms].map((f, i) => [f, i]).filter(([f]) => f.method === "post" && f.closest("main") && !/sign-out|language|password|second-factor|\/code|reset/.test(f.action)).map(([, i]) => i)`

// sendBarely fills every line of a form with one letter, too little for most,
// and sends it as it is.
const sendBarely = `((f) => {
	for (const el of f.elements) if (/^(text|search|textarea)$/.test(el.type) && el.checkVisibility()) el.value = "ء";
	sessionStorage.setItem("typed", JSON.stringify([...f.elements].filter((el) => el.value === "ء" && el.autocomplete !== "one-time-code").map((el) => el.name)));
	f.noValidate = true;
	window.before = true;
	const sends = [...f.elements].filter((el) => el.type === "submit" && el.tabIndex >= 0);
	f.requestSubmit(sends.find((el) => el.matches(".primary")) || sends[0]);
	return true;
})`

// afterRefusal tells what is wrong with the page of a form that came back: the
// focus is on what is said of it, and what was typed is there.
const afterRefusal = `(() => {
	const out = [], at = document.activeElement;
	if (!document.querySelector("main form")) return out;
	if (!at.matches("main .flash, main .error, main [aria-invalid], main [type=radio], main [type=checkbox]")) out.push("the focus is on " + at.tagName + " " + at.className + " " + (at.name || ""));
	for (const name of JSON.parse(sessionStorage.getItem("typed"))) {
		const fields = [...document.querySelectorAll("main [name=" + JSON.stringify(name) + "]")];
		if (!fields.some((el) => el.value === "ء")) out.push("what was typed as " + name + " is lost");
	}
	return out;
})()`

// walk notes what the keyboard comes to, and where the mark of the focus is not
// to be seen.
const walk = `(() => {
	document.querySelectorAll("details").forEach((d) => { d.open = true; });
	const seen = window.met = new Set(), dark = window.unseen = [];
	document.addEventListener("focusin", (e) => {
		const el = e.target, s = getComputedStyle(el), r = el.getBoundingClientRect();
		seen.add(el);
		const marked = s.outlineStyle !== "none" && parseFloat(s.outlineWidth) > 0 || s.boxShadow !== "none";
		if (!marked || r.width < 1 || r.bottom < 0 || r.top > innerHeight) dark.push(told(el));
	});
	window.told = (el) => el.tagName.toLowerCase() + (el.id && "#" + el.id) + " " + (el.getAttribute("name") || el.getAttribute("href") || "") + " " + el.textContent.trim().slice(0, 30);
	const radios = new Set();
	window.stops = [...document.querySelectorAll("a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex]")].filter((el) => {
		if (el.disabled || el.tabIndex < 0 || !el.checkVisibility({checkVisibilityCSS: true, contentVisibilityAuto: true})) return false;
		if (el.type !== "radio") return true;
		const group = (el.form?.id || "") + [...document.forms].indexOf(el.form) + el.name;
		return !radios.has(group) && radios.add(group);
	});
	return stops.length;
})()`

// met is what the walk left out, and what can be pressed but not come to.
const missed = `[
	...stops.filter((el) => !met.has(el) && !(el.type === "radio" && [...met].some((m) => m.name === el.name && m.form === el.form))).map((el) => "not reached: " + told(el)),
	...unseen.map((x) => "no mark of the focus: " + x),
	...[...document.querySelectorAll("[onclick], [data-dialog], [data-print], [data-copy], [hx-get]:not([hx-trigger]), [hx-post]:not([hx-trigger], form)")]
		.filter((el) => el.tabIndex < 0).map((el) => "for the mouse alone: " + told(el)),
	...(met.has(document.querySelector(".skip")) ? [] : ["no way to skip to the content"]),
]`

// TestEveryPageByKeyboard comes to everything on every page with Tab alone, sees
// where it is, and weighs the page meanwhile.
func TestEveryPageByKeyboard(t *testing.T) {
	b := webtest.Start(t)
	s := serveWorld(t)
	server := httptest.NewServer(s.handler)
	t.Cleanup(server.Close)
	tab := b.Open(t, server.URL+"/sign-in")
	tab.Expect("/matches/jobs/") // a job's page asks how far it has come while the next reader signs in
	var heaviest [2]int
	for i, v := range s.visits() {
		s.in(tab, server.URL, v.login, []string{"ar", "en"}[i%2])
		tab.Go(server.URL + v.path)
		cold, warm := webtest.Eval[int](tab, coldBytes), webtest.Eval[int](tab, warmBytes)
		if i > 2 && warm > warmBudget || cold > coldBudget || cold == 0 { // the first pages bring the styles
			t.Errorf("%s weighs %d bytes cold, %d warm", v.pattern, cold, warm)
		}
		heaviest = [2]int{max(heaviest[0], cold), heaviest[1]}
		if i > 2 {
			heaviest[1] = max(heaviest[1], warm)
		}
		n := webtest.Eval[int](tab, walk)
		tab.Press(strings.Repeat("\t", n+20))
		for _, x := range webtest.Eval[[]string](tab, missed) {
			t.Errorf("%s as %s: %s", v.pattern, v.login, x)
		}
	}
	t.Logf("the heaviest page: %d bytes cold, %d warm", heaviest[0], heaviest[1])
}

// TestRefusedFormsSayWhere sends every form of every page with next to nothing
// in it. Where one comes back, whoever sent it begins at what is wrong, and
// finds what was typed.
func TestRefusedFormsSayWhere(t *testing.T) {
	b := webtest.Start(t)
	s := serveWorld(t)
	server := httptest.NewServer(s.handler)
	t.Cleanup(server.Close)
	tab := b.Open(t, server.URL+"/sign-in")
	for _, status := range []string{"422", "409", "404", "429", "413"} {
		tab.Expect(status)
	}
	refused := 0
	for _, v := range s.visits() {
		s.in(tab, server.URL, v.login, "ar")
		tab.Go(server.URL + v.path)
		for _, i := range webtest.Eval[[]int](tab, sendable) {
			tab.Go(server.URL + v.path)
			if webtest.Eval[int](tab, `document.forms.length`) <= i {
				continue // sent before it, another form has changed the page
			}
			action := webtest.Eval[string](tab, fmt.Sprintf(`new URL(document.forms[%d].action).pathname`, i))
			webtest.Eval[bool](tab, fmt.Sprintf(`%s(document.forms[%d])`, sendBarely, i))
			tab.WaitFor(`window.before === undefined || document.querySelector("[aria-busy]") === null`)
			if status := webtest.Eval[int](tab, `performance.getEntriesByType("navigation")[0].responseStatus`); status != http.StatusUnprocessableEntity && status != http.StatusConflict {
				continue
			}
			refused++
			tab.WaitFor(`document.activeElement !== document.body || performance.now() > 1500`)
			for _, x := range webtest.Eval[[]string](tab, afterRefusal) {
				t.Errorf("%s, the form to %s: %s", v.pattern, action, x)
			}
		}
	}
	if refused < 20 {
		t.Errorf("only %d forms came back", refused)
	}
	t.Logf("%d forms came back", refused)
}
