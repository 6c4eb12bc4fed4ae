package web

import (
	"fmt"
	"log/slog"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"kashf.org/kashf/internal/locale"
	"kashf.org/kashf/internal/web/part"
	"kashf.org/kashf/internal/web/static"
)

// formBytes is the most that a form may carry unless its route says more.
const formBytes = 1 << 20

// A Server answers browsers. Its fields are set before [Server.Handler].
type Server struct {
	// Log takes one line a refused request; nil logs to nowhere.
	Log *slog.Logger
	// Kinds says what the domain's errors mean, before this package's own.
	Kinds []Kind
	// Authenticate puts the reader into the context with [WithSession]; nil
	// leaves everybody signed out.
	Authenticate func(http.Handler) http.Handler
	// Limit reports how long a request must wait, 0 to let it pass. It is asked
	// before the handler, with the route's action.
	Limit func(r *http.Request, action string) time.Duration
	// Nav lists the sections that the reader may go to.
	Nav func(r *http.Request, p locale.Printer) []part.NavItem
	// AccountLinks lists what stands in the account's menu.
	AccountLinks func(r *http.Request, p locale.Printer) []part.NavItem
	// Ready reports why the server cannot work; nil means that it can.
	Ready func(r *http.Request) error
	// Search, SignIn and SignOut are addresses, "" where there is none.
	Search, SignIn, SignOut string
	// SearchAction is what a reader must be allowed to do to find Search in the
	// page's head; "" shows it to all who are signed in.
	SearchAction string
	// HTTPS says that browsers reach the server over TLS.
	HTTPS bool
}

// Handler builds the server from its routes, and refuses a list in which
// anything is undecided. It adds its own few: styles, health, language.
func (s *Server) Handler(routes ...Route) (http.Handler, error) {
	m, err := mux(append(s.own(), routes...), s.serve)
	if err != nil {
		return nil, err
	}
	var h http.Handler = s.unmatched(m)
	h = s.mend(h)
	h = s.speak(h)
	if s.Authenticate != nil {
		h = s.Authenticate(h)
	}
	origin := http.NewCrossOriginProtection()
	origin.SetDenyHandler(s.speak(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { s.problem(w, r, ErrCrossOrigin) })))
	return number(s.secure(zip(origin.Handler(h)))), nil
}

// own lists the routes that every server has.
func (s *Server) own() []Route {
	files := static.Handler()
	return []Route{
		{Pattern: "GET /static/", Action: Public, Kept: true, Handler: func(w http.ResponseWriter, r *http.Request) error {
			files.ServeHTTP(w, r)
			return nil
		}},
		{Pattern: "GET /healthz", Action: Public, Handler: s.health},
		{Pattern: "POST /language", Action: Public, Handler: s.setLanguage},
	}
}

// serve is what stands before a route's handler: the reader, the action, the
// rate, the size.
func (s *Server) serve(rt Route) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if err := s.admit(w, r, rt); err != nil {
			s.problem(w, r, err)
			return
		}
		limit := rt.MaxBody
		if limit == 0 {
			limit = formBytes
		}
		r.Body = http.MaxBytesReader(w, r.Body, limit)
		if err := rt.Handler(w, r); err != nil {
			s.problem(w, r, err)
		}
	})
}

// admit reports why the reader may not use the route. One who is signed in and
// not allowed is told that nothing is there.
func (s *Server) admit(w http.ResponseWriter, r *http.Request, rt Route) error {
	if rt.Action != Public {
		session := SessionOf(r.Context())
		if session == nil {
			return ErrSignedOut
		}
		if !session.Can(rt.Action) {
			return ErrNotFound
		}
	}
	if s.Limit != nil && !rt.Kept {
		if wait := s.Limit(r, rt.Action); wait > 0 {
			w.Header().Set("Retry-After", strconv.Itoa(int(wait/time.Second)+1))
			return ErrTooMany
		}
	}
	return nil
}

// unmatched answers for addresses without a route with the same page as a
// route that finds nothing.
func (s *Server) unmatched(m *http.ServeMux) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if _, pattern := m.Handler(r); pattern != "" {
			m.ServeHTTP(w, r)
			return
		}
		other := *r
		for _, method := range []string{http.MethodGet, http.MethodPost} {
			if other.Method = method; r.Method != method {
				if _, pattern := m.Handler(&other); pattern != "" {
					s.problem(w, r, errMethod)
					return
				}
			}
		}
		s.problem(w, r, ErrNotFound)
	})
}

func (s *Server) health(w http.ResponseWriter, r *http.Request) error {
	status, said := http.StatusOK, "ok\n"
	if s.Ready != nil {
		if err := s.Ready(r); err != nil {
			s.log().ErrorContext(r.Context(), "not ready", "error", err)
			status, said = http.StatusServiceUnavailable, "not ready\n"
		}
	}
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.WriteHeader(status)
	if _, err := fmt.Fprint(w, said); err != nil {
		return fmt.Errorf("say health: %w", err)
	}
	return nil
}

// setLanguage keeps the reader's language for a year and goes back.
func (s *Server) setLanguage(w http.ResponseWriter, r *http.Request) error {
	if err := r.ParseForm(); err != nil {
		return fmt.Errorf("read form: %w", err)
	}
	s.keepLanguage(w, locale.Match(r.PostForm.Get("lang")))
	http.Redirect(w, r, LocalPath(r.PostForm.Get("back")), http.StatusSeeOther)
	return nil
}

func (s *Server) keepLanguage(w http.ResponseWriter, lang string) {
	http.SetCookie(w, &http.Cookie{
		Name: langCookie, Value: lang, Path: "/", MaxAge: 365 * 24 * 3600,
		HttpOnly: true, Secure: s.HTTPS, SameSite: http.SameSiteStrictMode,
	})
}

// LocalPath returns back when it is a path of this server, else "/": a form
// must not send its reader to another site.
func LocalPath(back string) string {
	u, err := url.Parse(back)
	if err != nil || u.Scheme != "" || u.Host != "" || u.User != nil || !strings.HasPrefix(back, "/") ||
		strings.HasPrefix(back, "//") || strings.ContainsAny(back, "\\\r\n\t") {
		return "/"
	}
	return back
}

func (s *Server) log() *slog.Logger {
	if s.Log == nil {
		return slog.New(slog.DiscardHandler)
	}
	return s.Log
}
