package web

import (
	"errors"
	"fmt"
	"net/http"
	"strings"
)

// A HandlerFunc answers a request, or returns why it cannot. It writes nothing
// before it is sure to succeed.
type HandlerFunc func(w http.ResponseWriter, r *http.Request) error

// Public is the action of routes that need no account: signing in, health,
// what is published.
const Public = "public"

// A Route is one address of the program.
type Route struct {
	// Pattern is a method and a path, as [http.ServeMux] reads it.
	Pattern string
	// Action is what the reader must be allowed to do, or [Public]. There is
	// no default.
	Action  string
	Handler HandlerFunc
	// MaxBody is the most bytes a request may carry; 0 is the server's own
	// limit, which suits a form.
	MaxBody int64
	// Kept lets browsers keep the answer; pages are never kept.
	Kept bool
}

// ErrRoute reports a list of routes that the server refuses to start with.
var ErrRoute = errors.New("route is not complete")

// check refuses a route on which something is undecided.
func (rt Route) check() error {
	method, path, ok := strings.Cut(rt.Pattern, " ")
	switch {
	case !ok || !strings.HasPrefix(path, "/"):
		return fmt.Errorf("pattern %q has no method or path: %w", rt.Pattern, ErrRoute)
	case method != http.MethodGet && method != http.MethodPost:
		return fmt.Errorf("%s: a form can only get and post: %w", rt.Pattern, ErrRoute)
	case rt.Action == "":
		return fmt.Errorf("%s declares no action: %w", rt.Pattern, ErrRoute)
	case rt.Handler == nil:
		return fmt.Errorf("%s has no handler: %w", rt.Pattern, ErrRoute)
	}
	return nil
}

// mux builds the mux from the routes alone. A pattern that conflicts with
// another is an error too.
func mux(routes []Route, wrap func(Route) http.Handler) (m *http.ServeMux, err error) {
	m = http.NewServeMux()
	defer func() { // ServeMux panics on patterns that conflict
		if v := recover(); v != nil {
			m, err = nil, fmt.Errorf("%v: %w", v, ErrRoute)
		}
	}()
	for _, rt := range routes {
		if err := rt.check(); err != nil {
			return nil, err
		}
		m.Handle(rt.Pattern, wrap(rt))
	}
	return m, nil
}
