package style_test

import (
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
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
		web.Route{Pattern: "GET /work", Action: "style", Handler: func(w http.ResponseWriter, r *http.Request) error {
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
				tab.Dark(true)
				tab.Axe()
				tab.Screenshot(picture(t, name+"-dark.png"))
				tab.Dark(false)
				tab.Width(webtest.PhoneWidth)
				tab.Axe()
				tab.Narrow()
				tab.Screenshot(picture(t, name+"-phone.png"))
			})
		}
	}
}
