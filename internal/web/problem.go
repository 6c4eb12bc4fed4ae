package web

import (
	"context"
	"errors"
	"log/slog"
	"net/http"

	"github.com/a-h/templ"

	"kashf.org/kashf/internal/web/part"
)

// What a handler may return besides the errors of the domain.
var (
	ErrNotFound    = errors.New("not found")
	ErrSignedOut   = errors.New("nobody is signed in")
	ErrTooMany     = errors.New("too many requests")
	ErrCrossOrigin = errors.New("request from another origin")
	ErrInvalid     = errors.New("input not understood")
	ErrConflict    = errors.New("changed since it was read")
	errMethod      = errors.New("method not allowed")
)

// A Kind says what an error means to a reader.
type Kind struct {
	Err    error // matched by [errors.Is]
	Status int
	Key    string // of the words: problem.KEY.title and .text
	Level  slog.Level
}

// ownKinds are the kinds of this package and of the standard library. Refused
// and absent are one kind: see the package's rule.
var ownKinds = []Kind{
	{ErrNotFound, http.StatusNotFound, "not_found", slog.LevelInfo},
	{ErrSignedOut, http.StatusUnauthorized, "signed_out", slog.LevelInfo},
	{ErrTooMany, http.StatusTooManyRequests, "too_many", slog.LevelWarn},
	{ErrCrossOrigin, http.StatusForbidden, "refused", slog.LevelWarn},
	{ErrInvalid, http.StatusUnprocessableEntity, "invalid", slog.LevelInfo},
	{ErrConflict, http.StatusConflict, "conflict", slog.LevelInfo},
	{errMethod, http.StatusMethodNotAllowed, "method", slog.LevelInfo},
	{context.DeadlineExceeded, http.StatusServiceUnavailable, "unavailable", slog.LevelWarn},
	{context.Canceled, http.StatusServiceUnavailable, "unavailable", slog.LevelInfo},
}

var internal = Kind{Status: http.StatusInternalServerError, Key: "internal", Level: slog.LevelError}

// kindOf finds the first kind that err is. The server's kinds come first, so a
// domain error may be told more closely than what it wraps.
func (s *Server) kindOf(err error) Kind {
	if _, ok := errors.AsType[*http.MaxBytesError](err); ok {
		return Kind{err, http.StatusRequestEntityTooLarge, "too_large", slog.LevelInfo}
	}
	for _, kinds := range [][]Kind{s.Kinds, ownKinds} {
		for _, k := range kinds {
			if errors.Is(err, k.Err) {
				return k
			}
		}
	}
	return internal
}

// problem answers with what went wrong, in the reader's language, and logs it.
// The log has the pattern of the route, never the address: that could name a
// person.
func (s *Server) problem(w http.ResponseWriter, r *http.Request, err error) {
	k := s.kindOf(err)
	attrs := []slog.Attr{slog.String("request", RequestIDOf(r.Context())), slog.String("route", r.Pattern), slog.Int("status", k.Status)}
	if k.Level >= slog.LevelWarn {
		attrs = append(attrs, slog.Any("error", err))
	}
	s.log().LogAttrs(r.Context(), k.Level, "request refused", attrs...)
	v := part.ProblemView{Key: k.Key}
	if k.Status == http.StatusInternalServerError {
		v.Reference = RequestIDOf(r.Context())
	}
	if k.Status == http.StatusUnauthorized {
		v.SignIn = s.SignIn
	}
	p := PrinterOf(r.Context())
	if r.Header.Get("HX-Request") == "true" { // the page stands; only its part is replaced
		s.write(w, r, k.Status, part.Problem(p, v), templ.NopComponent)
		return
	}
	f := s.Frame(r, p.T("problem."+k.Key+".title"))
	f.Help = nil // hidden and absent are the same bytes, whatever the address
	f.Lost = true
	if k.Status == http.StatusNotFound {
		f.Path = "/" // the same bytes for every address
	}
	s.write(w, r, k.Status, part.Page(p, f), part.Problem(p, v))
}
