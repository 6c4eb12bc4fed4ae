package style_test

import (
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"

	"kashf.org/kashf/internal/locale"
	"kashf.org/kashf/internal/web"
	"kashf.org/kashf/internal/web/part"
	"kashf.org/kashf/internal/web/webtest"
	"kashf.org/kashf/internal/web/webtest/style"
)

// reader is signed in and may do everything.
type reader struct{}

func (reader) Account() string  { return "Leen Haddad" }
func (reader) Org() string      { return "Documentation office" }
func (reader) DraftKey() string { return "k1" }
func (reader) Lang() string     { return "" }
func (reader) Can(string) bool  { return true }

// serve runs the style guide; signed tells whether somebody is signed in.
func serve(t *testing.T, signed func() bool) string {
	t.Helper()
	s := &web.Server{SignIn: "/sign-in", SignOut: "/sign-out"}
	s.Authenticate = func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if signed() {
				r = r.WithContext(web.WithSession(r.Context(), reader{}))
			}
			next.ServeHTTP(w, r)
		})
	}
	h, err := s.Handler(
		web.Route{Pattern: "GET /style", Action: "style", Handler: func(w http.ResponseWriter, r *http.Request) error {
			return s.Part(w, r, style.Page(web.PrinterOf(r.Context())))
		}},
		web.Route{Pattern: "GET /style/form", Action: "style", Handler: func(w http.ResponseWriter, r *http.Request) error {
			return s.Part(w, r, style.Form(web.PrinterOf(r.Context())))
		}},
		web.Route{Pattern: "POST /style/form", Action: "style", Handler: func(w http.ResponseWriter, r *http.Request) error {
			http.Redirect(w, r, "/style/form", http.StatusSeeOther)
			return nil
		}},
		web.Route{Pattern: "GET /progress", Action: "style", Handler: func(w http.ResponseWriter, r *http.Request) error {
			return s.Part(w, r, part.Progress(web.PrinterOf(r.Context()), part.Work{ID: "run", Title: "Matching run", Stage: "All compared", Done: 1, Total: 1}))
		}},
	)
	if err != nil {
		t.Fatal(err)
	}
	srv := httptest.NewServer(h)
	t.Cleanup(srv.Close)
	return srv.URL
}

func always() bool { return true }

// picture is where a screenshot goes: the folder KASHF_PICTURES names, or one
// that is thrown away.
func picture(t *testing.T, name string) string {
	if dir := os.Getenv("KASHF_PICTURES"); dir != "" {
		return filepath.Join(dir, name)
	}
	return filepath.Join(t.TempDir(), name)
}

func TestStyle(t *testing.T) {
	b, url := webtest.Start(t), serve(t, always)
	for _, lang := range locale.Languages() {
		for _, page := range []string{"style", "style/form", "nowhere"} {
			name := strings.ReplaceAll(page, "/", "-") + "-" + lang
			t.Run(name, func(t *testing.T) {
				tab := b.Open(t, "about:blank")
				tab.Expect("404")
				tab.Go(url + "/" + page + "?lang=" + lang)
				tab.Axe()
				tab.Narrow()
				tab.Screenshot(picture(t, name+".png"))
				if page == "nowhere" {
					return
				}
				tab.Dark(true)
				tab.Axe()
				tab.Screenshot(picture(t, name+"-dark.png"))
				tab.Dark(false)
				tab.Width(webtest.PhoneWidth)
				tab.Axe()
				tab.Narrow()
				tab.Screenshot(picture(t, name+"-phone.png"))
				tab.Width(webtest.DeskWidth)
				tab.Print()
				tab.Screenshot(picture(t, name+"-print.png"))
			})
		}
	}
}

// A session that ends while somebody types costs no work: the form is full
// again after signing in, and empty once the server has taken it.
func TestTypedWorkSurvivesTheSession(t *testing.T) {
	var signed atomic.Bool
	signed.Store(true)
	url := serve(t, signed.Load)
	tab := webtest.Start(t).Open(t, url+"/style/form?lang=en")
	tab.Expect("401")
	tab.Type("#f-name", "قائمة الباب")
	tab.Type("#f-note", "two pages are wet")
	tab.Type("#f-pass", "secret")
	tab.Click("#f-sharing-1")

	signed.Store(false)
	tab.Click("form[data-draft] .primary")
	tab.Wait(".problem")
	tab.Axe()
	if keep := webtest.Eval[string](tab, `JSON.stringify(sessionStorage)`); strings.Contains(keep, "secret") {
		t.Errorf("the browser keeps a password: %s", keep)
	}

	signed.Store(true)
	tab.Go(url + "/style/form")
	tab.Wait("[data-draft-note]")
	got := webtest.Eval[string](tab, `["f-name", "f-note", "f-pass"].map((id) => document.getElementById(id).value).join("|") + "|" + document.getElementById("f-sharing-1").checked`)
	if want := "قائمة الباب|two pages are wet||true"; got != want {
		t.Errorf("restored form = %q, want %q", got, want)
	}
	tab.Click("form[data-draft] .primary")
	tab.WaitFor(`document.readyState === "complete" && Object.keys(sessionStorage).length === 0`)
	if got := webtest.Eval[string](tab, `document.getElementById("f-name").value`); got != "" {
		t.Errorf("after sending, the form holds %q", got)
	}
}

func TestKeys(t *testing.T) {
	tab := webtest.Start(t).Open(t, serve(t, always)+"/style?lang=ar")
	tab.Press("/")
	if got := webtest.Eval[string](tab, `document.activeElement.id`); got != "find" {
		t.Errorf("after /, focus is on %q, want the search", got)
	}
	tab.Press("?")
	if webtest.Eval[bool](tab, `document.getElementById("keys").open`) {
		t.Error("a key fires while somebody types")
	}
	webtest.Eval[bool](tab, `document.activeElement.blur(); true`)
	tab.Press("?")
	tab.Wait("#keys[open]")
	tab.Axe()
	tab.Screenshot(picture(t, "keys.png"))
	// On the Arabic layout the key that says 2 in Latin gives ٢.
	webtest.Eval[bool](tab, `(() => { document.getElementById("keys").close();
		document.querySelector("[data-key='2']").addEventListener("click", (e) => { e.preventDefault(); document.title = "pressed"; });
		document.body.dispatchEvent(new KeyboardEvent("keydown", {key: "٢", code: "Digit2", bubbles: true})); return true })()`)
	if got := webtest.Eval[string](tab, `document.title`); got != "pressed" {
		t.Errorf("Arabic 2: title %q", got)
	}
}

// Without scripts a form still goes out: here the language switch.
func TestWithoutScripts(t *testing.T) {
	url := serve(t, always)
	tab := webtest.Start(t).Open(t, url+"/style/form?lang=ar")
	tab.NoScripts(true)
	tab.Go(url + "/style/form")
	tab.Click(`[name="lang"]`)
	tab.Wait(`html[lang="en"]`)
}

// Work under way is asked for until it is done, and then no more.
func TestProgress(t *testing.T) {
	tab := webtest.Start(t).Open(t, serve(t, always)+"/style?lang=en")
	tab.WaitFor(`document.getElementById("run").textContent.includes("All compared")`)
	if webtest.Eval[bool](tab, `document.getElementById("run").hasAttribute("hx-get")`) {
		t.Error("work that is done is still asked for")
	}
}
