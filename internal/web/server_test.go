package web_test

import (
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"kashf.org/kashf/internal/web"
	"kashf.org/kashf/internal/web/part"
)

// reader is signed in and may do the actions it lists.
type reader struct{ may string }

func (reader) Account() string       { return "Leen" }
func (reader) Org() string           { return "Office" }
func (reader) DraftKey() string      { return "k" }
func (reader) Lang() string          { return "" }
func (r reader) Can(act string) bool { return strings.Contains(r.may, act) }

var errTaken = errors.New("taken")

// serve runs a server whose reader is named by the header Reader: the actions
// it may do. log collects what is logged.
func serve(t *testing.T, log io.Writer) http.Handler {
	t.Helper()
	s := &web.Server{
		Log:    slog.New(slog.NewTextHandler(log, nil)),
		SignIn: "/sign-in",
		Kinds:  []web.Kind{{Err: errTaken, Status: http.StatusConflict, Key: "conflict"}},
		Limit: func(r *http.Request, action string) time.Duration {
			if r.Header.Get("Fast") != "" && action == "read" {
				return 1500 * time.Millisecond
			}
			return 0
		},
	}
	s.Authenticate = func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if may := r.Header.Get("Reader"); may != "" {
				r = r.WithContext(web.WithSession(r.Context(), reader{may}))
			}
			next.ServeHTTP(w, r)
		})
	}
	route := func(pattern, action string, f web.HandlerFunc) web.Route {
		return web.Route{Pattern: pattern, Action: action, Handler: f}
	}
	h, err := s.Handler(
		route("GET /people/{id}", "read", func(w http.ResponseWriter, r *http.Request) error {
			switch r.PathValue("id") {
			case "1":
				return s.Page(w, r, s.Frame(r, "one"), part.Tag(part.Good, "here"))
			case "taken":
				return fmt.Errorf("judge: %w", errTaken)
			case "broken":
				return errors.New("disk 7 is on fire")
			case "panic":
				panic("out of luck")
			}
			return web.ErrNotFound
		}),
		route("GET /accounts", "administer", func(w http.ResponseWriter, r *http.Request) error { return nil }),
		route("POST /note", "read", func(w http.ResponseWriter, r *http.Request) error { return r.ParseForm() }),
	)
	if err != nil {
		t.Fatal(err)
	}
	return h
}

func ask(t *testing.T, h http.Handler, method, path, body string, header ...string) *httptest.ResponseRecorder {
	t.Helper()
	r := httptest.NewRequest(method, path, strings.NewReader(body))
	for i := 0; i+1 < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	if body != "" {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

func TestStatus(t *testing.T) {
	h := serve(t, io.Discard)
	for _, tt := range []struct {
		method, path, body string
		header             []string
		want               int
	}{
		{"GET", "/healthz", "", nil, 200},
		{"GET", "/people/1", "", nil, 401},
		{"GET", "/people/1", "", []string{"Reader", "read"}, 200},
		{"GET", "/people/2", "", []string{"Reader", "read"}, 404},
		{"GET", "/people/taken", "", []string{"Reader", "read"}, 409},
		{"GET", "/people/broken", "", []string{"Reader", "read"}, 500},
		{"GET", "/people/panic", "", []string{"Reader", "read"}, 500},
		{"GET", "/people/1", "", []string{"Reader", "read", "Fast", "1"}, 429},
		{"GET", "/accounts", "", []string{"Reader", "read"}, 404},
		{"GET", "/nowhere", "", []string{"Reader", "read"}, 404},
		{"DELETE", "/people/1", "", []string{"Reader", "read"}, 405},
		{"POST", "/note", "a=b", []string{"Reader", "read"}, 200},
		{"POST", "/note", "a=" + strings.Repeat("b", 2<<20), []string{"Reader", "read"}, 413},
		{"POST", "/note", "a=b", []string{"Reader", "read", "Sec-Fetch-Site", "cross-site"}, 403},
		{"POST", "/note", "a=b", []string{"Reader", "read", "Sec-Fetch-Site", "same-origin"}, 200},
	} {
		if got := ask(t, h, tt.method, tt.path, tt.body, tt.header...).Code; got != tt.want {
			t.Errorf("%s %s %v = %d, want %d", tt.method, tt.path, tt.header, got, tt.want)
		}
	}
}

// What is hidden from a reader and what does not exist are the same answer.
func TestHiddenIsAbsent(t *testing.T) {
	h := serve(t, io.Discard)
	answers := map[string]string{}
	for _, path := range []string{"/people/2", "/people/3", "/accounts", "/nowhere"} {
		w := ask(t, h, "GET", path, "", "Reader", "read")
		answers[fmt.Sprint(w.Code, w.Header(), w.Body)] = path
	}
	if len(answers) != 1 {
		t.Errorf("%d different answers, want one: %v", len(answers), answers)
	}
}

func TestNoNameInTheLog(t *testing.T) {
	var log bytes.Buffer
	h := serve(t, &log)
	ask(t, h, "GET", "/people/broken?name=samer", "", "Reader", "read")
	ask(t, h, "GET", "/samer", "", "Reader", "read")
	if s := log.String(); strings.Contains(s, "samer") || !strings.Contains(s, "disk 7") || !strings.Contains(s, "/people/{id}") {
		t.Errorf("log = %s", s)
	}
	if w := ask(t, h, "GET", "/people/broken", "", "Reader", "read"); strings.Contains(w.Body.String(), "disk 7") {
		t.Error("the reader is told what only the log should say")
	}
}

func TestHeaders(t *testing.T) {
	h := serve(t, io.Discard)
	for _, path := range []string{"/people/1", "/people/2", "/nowhere", "/people/panic", "/healthz"} {
		got := ask(t, h, "GET", path, "", "Reader", "read").Header()
		csp := got.Get("Content-Security-Policy")
		if !strings.Contains(csp, "default-src 'none'") || strings.Contains(csp, "unsafe") {
			t.Errorf("%s: policy %q", path, csp)
		}
		if got.Get("Cache-Control") != "no-store" || got.Get("Referrer-Policy") != "no-referrer" || got.Get("X-Content-Type-Options") != "nosniff" {
			t.Errorf("%s: headers %v", path, got)
		}
	}
}

func TestLanguage(t *testing.T) {
	h := serve(t, io.Discard)
	for _, tt := range []struct {
		path   string
		header []string
		want   string
	}{
		{"/people/1", nil, `lang="ar" dir="rtl"`},
		{"/people/1", []string{"Accept-Language", "en-GB"}, `lang="en" dir="ltr"`},
		{"/people/1", []string{"Accept-Language", "en", "Cookie", "lang=ar"}, `lang="ar" dir="rtl"`},
		{"/people/1?lang=en", []string{"Cookie", "lang=ar"}, `lang="en" dir="ltr"`},
		{"/people/1?lang=xx", nil, `lang="ar" dir="rtl"`},
	} {
		w := ask(t, h, "GET", tt.path, "", append(tt.header, "Reader", "read")...)
		if !strings.Contains(w.Body.String(), tt.want) {
			t.Errorf("GET %s %v: no %s", tt.path, tt.header, tt.want)
		}
	}
	// The switch comes back to what was asked for, never to the language left.
	if w := ask(t, h, "GET", "/people/1?lang=ar&of=7", "", "Reader", "read"); !strings.Contains(w.Body.String(), `name="back" value="/people/1?of=7"`) {
		t.Error("the switch of language comes back to another address")
	}
	w := ask(t, h, "POST", "/language", "lang=en&back=/people/1")
	if w.Code != 303 || w.Header().Get("Location") != "/people/1" || !strings.Contains(w.Header().Get("Set-Cookie"), "lang=en") {
		t.Errorf("POST /language: %d %v", w.Code, w.Header())
	}
}

func TestLocalPath(t *testing.T) {
	for back, want := range map[string]string{
		"/people?page=2": "/people?page=2", "": "/", "people": "/", "//evil.example": "/", "https://evil.example": "/",
		"/\\evil.example": "/", "/\t/evil.example": "/", "javascript:alert(1)": "/",
	} {
		if got := web.LocalPath(back); got != want {
			t.Errorf("LocalPath(%q) = %q, want %q", back, got, want)
		}
	}
}

// Where htmx replaces a part of a page, a problem is a part too.
func TestProblemInAPart(t *testing.T) {
	w := ask(t, serve(t, io.Discard), "GET", "/people/taken", "", "Reader", "read", "HX-Request", "true")
	if s := w.Body.String(); w.Code != 409 || strings.Contains(s, "<html") || !strings.Contains(s, "problem") {
		t.Errorf("answer %d %s", w.Code, s)
	}
}

func TestGzip(t *testing.T) {
	h := serve(t, io.Discard)
	w := ask(t, h, "GET", "/people/1", "", "Reader", "read", "Accept-Encoding", "gzip")
	if w.Header().Get("Content-Encoding") != "gzip" {
		t.Fatalf("headers %v", w.Header())
	}
	z, err := gzip.NewReader(w.Body)
	if err != nil {
		t.Fatal(err)
	}
	b, err := io.ReadAll(z)
	if err != nil || !strings.Contains(string(b), "</html>") {
		t.Errorf("unpacked page %.80q, %v", b, err)
	}
}

// Writers are used again: what one reader got is in nobody else's page.
func TestGzipKeepsPagesApart(t *testing.T) {
	h := serve(t, io.Discard)
	plain := func(path string) string { return ask(t, h, "GET", path, "", "Reader", "read").Body.String() }
	want := map[string]string{"/people/1": plain("/people/1"), "/people/taken": plain("/people/taken")}
	var group sync.WaitGroup
	for i := range 40 {
		path := []string{"/people/1", "/people/taken"}[i%2]
		group.Go(func() {
			z, err := gzip.NewReader(ask(t, h, "GET", path, "", "Reader", "read", "Accept-Encoding", "gzip").Body)
			if err != nil {
				t.Error(err)
				return
			}
			b, err := io.ReadAll(z)
			if got := string(b); err != nil || got != want[path] {
				t.Errorf("GET %s: unpacked %.200q, %v", path, got, err)
			}
		})
	}
	group.Wait()
}

func TestRoutesAreComplete(t *testing.T) {
	ok := func(http.ResponseWriter, *http.Request) error { return nil }
	for name, routes := range map[string][]web.Route{
		"no action":    {{Pattern: "GET /a", Handler: ok}},
		"no method":    {{Pattern: "/a", Action: "x", Handler: ok}},
		"no handler":   {{Pattern: "GET /a", Action: "x"}},
		"odd method":   {{Pattern: "DELETE /a", Action: "x", Handler: ok}},
		"twice":        {{Pattern: "GET /a", Action: "x", Handler: ok}, {Pattern: "GET /a", Action: "y", Handler: ok}},
		"not a path":   {{Pattern: "GET a", Action: "x", Handler: ok}},
		"two readings": {{Pattern: "GET /a/{b}/c", Action: "x", Handler: ok}, {Pattern: "GET /a/b/{c}", Action: "x", Handler: ok}},
	} {
		if _, err := new(web.Server).Handler(routes...); !errors.Is(err, web.ErrRoute) {
			t.Errorf("%s: Handler = %v, want ErrRoute", name, err)
		}
	}
}
