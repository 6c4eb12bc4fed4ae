package web

import (
	"bytes"
	"net/http"

	"github.com/a-h/templ"

	"kashf.org/kashf/internal/web/part"
)

// Frame is the frame of a page for the request's reader.
func (s *Server) Frame(r *http.Request, title string) part.Frame {
	p := PrinterOf(r.Context())
	f := part.Frame{Title: title, Path: "/", Help: helpOf(r, p)}
	if r.Method == http.MethodGet {
		f.Path = here(r)
	}
	session := SessionOf(r.Context())
	if session == nil {
		return f
	}
	if s.SearchAction == "" || session.Can(s.SearchAction) {
		f.Search = s.Search
	}
	f.Account = &part.Account{Key: session.DraftKey(), Name: session.Account(), Org: session.Org(), SignOut: s.SignOut}
	if s.Nav != nil {
		f.Nav = s.Nav(r, p)
	}
	if s.AccountLinks != nil {
		f.Account.Links = s.AccountLinks(r, p)
	}
	return f
}

// here is the address that the language switch comes back to: with what the page
// was asked for, but not with a language, which would undo the choice.
func here(r *http.Request) string {
	q := r.URL.Query()
	q.Del("lang")
	if len(q) == 0 {
		return r.URL.Path
	}
	return r.URL.Path + "?" + q.Encode()
}

// Page answers with a view in its frame. Where htmx asks for a part of a page,
// it picks it out of the whole by hx-select.
func (s *Server) Page(w http.ResponseWriter, r *http.Request, f part.Frame, view templ.Component) error {
	s.write(w, r, http.StatusOK, part.Page(PrinterOf(r.Context()), f), view)
	return nil
}

// PageStatus is [Server.Page] with another status: a form that comes back with
// its mistakes marked is 422.
func (s *Server) PageStatus(w http.ResponseWriter, r *http.Request, status int, f part.Frame, view templ.Component) error {
	s.write(w, r, status, part.Page(PrinterOf(r.Context()), f), view)
	return nil
}

// Part answers with a view alone, for htmx.
func (s *Server) Part(w http.ResponseWriter, r *http.Request, view templ.Component) error {
	s.write(w, r, http.StatusOK, view, templ.NopComponent)
	return nil
}

// write draws the whole answer before it sends anything, so that an error on
// the way is a clean one.
func (s *Server) write(w http.ResponseWriter, r *http.Request, status int, frame, view templ.Component) {
	var out bytes.Buffer
	if err := frame.Render(templ.WithChildren(r.Context(), view), &out); err != nil {
		s.log().ErrorContext(r.Context(), "draw page", "request", RequestIDOf(r.Context()), "error", err)
		http.Error(w, http.StatusText(http.StatusInternalServerError), http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.WriteHeader(status)
	_, _ = out.WriteTo(w) // the reader has gone: nobody to tell
}
