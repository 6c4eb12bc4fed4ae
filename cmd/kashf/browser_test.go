package main

import (
	"bytes"
	"crypto/rand"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"

	"kashf.org/kashf/internal/access"
)

// A browser is one without scripts, signed in or not. It follows nothing.
type browser struct {
	s      *served
	login  string
	cookie string
	lang   string
	// onward is added to each request.
	onward http.Header
}

// stranger is a browser that nobody has signed in with.
func (s *served) stranger() *browser { return &browser{s: s, lang: "en", onward: http.Header{}} }

// reader is a browser with a session of its own, begun a moment ago with
// password and code.
func (s *served) reader(login string) *browser {
	s.Helper()
	id, ok := s.accounts[login]
	if !ok {
		s.Fatalf("no account %q", login)
	}
	token, now := access.Token(rand.Text()), s.d.access.Now()
	s.must(s.d.access.Store.AddSession(s.Context(), access.Session{
		Hash: token.Hash(), Account: id, StartedAt: now, SeenAt: now, StepUpAt: now,
	}))
	b := s.stranger()
	b.login, b.cookie = login, string(token)
	return b
}

// A reply is what the server said.
type reply struct {
	status int
	header http.Header
	body   string
	path   string
}

func (a reply) to() string { return a.header.Get("Location") }

func (b *browser) get(path string) reply { return b.send(http.MethodGet, path, "", nil) }

// post sends a form as the program's own page does.
func (b *browser) post(path string, form url.Values) reply {
	return b.send(http.MethodPost, path, "application/x-www-form-urlencoded", strings.NewReader(form.Encode()))
}

func (b *browser) send(method, path, kind string, body io.Reader) reply {
	r := httptest.NewRequestWithContext(b.s.Context(), method, "http://register.example"+path, body)
	n := b.s.callers.Add(1) // everyone has an address of their own: rates are tested apart
	r.RemoteAddr = fmt.Sprintf("10.%d.%d.%d:1000", n>>16&255, n>>8&255, n&255)
	r.AddCookie(&http.Cookie{Name: "lang", Value: b.lang})
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	if kind != "" {
		r.Header.Set("Content-Type", kind)
	}
	if b.cookie != "" {
		r.AddCookie(&http.Cookie{Name: "kashf", Value: b.cookie})
	}
	for k, v := range b.onward {
		r.Header[k] = v
	}
	w := httptest.NewRecorder()
	b.s.handler.ServeHTTP(w, r)
	for _, c := range w.Result().Cookies() {
		if c.Name == "kashf" {
			b.cookie = c.Value
		}
	}
	return reply{w.Code, w.Result().Header, w.Body.String(), path}
}

// A logbook is a log that can be read while it is written.
type logbook struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (l *logbook) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(p)
}

func (l *logbook) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()
}

// sendFile sends a form with a file.
func (b *browser) sendFile(path, name, text string, fields url.Values) reply {
	var body bytes.Buffer
	m := multipart.NewWriter(&body)
	for k := range fields {
		b.s.must(m.WriteField(k, fields.Get(k)))
	}
	w, err := m.CreateFormFile("file", name)
	b.s.must(err)
	_, err = io.WriteString(w, text)
	b.s.must(err)
	b.s.must(m.Close())
	return b.send(http.MethodPost, path, m.FormDataContentType(), &body)
}
