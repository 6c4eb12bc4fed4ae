package gate

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/netip"
	"strings"
	"time"

	"kashf.org/kashf/internal/access"
	"kashf.org/kashf/internal/register"
	"kashf.org/kashf/internal/web"
	"kashf.org/kashf/internal/web/static"
)

// Addresses that the gate leads to. Package signin serves them.
const (
	SignIn     = "/sign-in"
	KeptForm   = "/sign-in/kept" // takes a form that came without a session
	FirstSteps = "/first-steps"
)

// Sessions finds who holds a token; [access.Service] does.
type Sessions interface {
	// Resume returns [access.ErrNoSession] where the token opens nothing.
	Resume(ctx context.Context, token access.Token) (access.Principal, error)
}

// Orgs names organisations; [access.Store] does.
type Orgs interface {
	Org(ctx context.Context, id register.OrgID) (access.Organisation, error)
}

// Config is what a [Gate] works with. Log may be nil.
type Config struct {
	Sessions   Sessions
	Orgs       Orgs
	Authorizer *access.Authorizer
	Now        func() time.Time
	Log        *slog.Logger
	// HTTPS says that browsers reach the server over TLS. Without it the
	// server listens on the machine itself only.
	HTTPS bool
	// BehindProxy trusts the last address of X-Forwarded-For, which a proxy
	// on the way has added.
	BehindProxy bool
}

// A Gate is safe for concurrent use.
type Gate struct {
	Config
	pace *pace
}

// New makes a gate.
func New(c Config) *Gate {
	if c.Log == nil {
		c.Log = slog.New(slog.DiscardHandler)
	}
	return &Gate{Config: c, pace: newPace()}
}

// Authenticate puts the reader into the context of each request and leads away
// who may not go on; it is [web.Server]'s Authenticate.
func (g *Gate) Authenticate(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.HasPrefix(r.URL.Path, static.Prefix) { // the same for everyone
			next.ServeHTTP(w, r)
			return
		}
		r, err := g.recognise(r)
		if err != nil {
			g.Log.ErrorContext(r.Context(), "recognise a reader", "error", err)
			w.Header().Set("Retry-After", "5")
			http.Error(w, http.StatusText(http.StatusServiceUnavailable), http.StatusServiceUnavailable)
			return
		}
		who := PrincipalOf(r.Context())
		if !who.Anonymous() && !who.Pending || r.Header.Get("HX-Request") == "true" {
			next.ServeHTTP(w, r) // a part of a page stays where it is and says what is wrong
			return
		}
		d := &doorway{ResponseWriter: w, refusal: http.StatusUnauthorized}
		if who.Pending {
			d.refusal = http.StatusNotFound
		}
		next.ServeHTTP(d, r)
		if d.refused {
			http.Redirect(w, r, wayOn(who, r), statusOn(who, r))
		}
	})
}

// wayOn is where one who was refused is led.
func wayOn(who access.Principal, r *http.Request) string {
	switch {
	case who.Pending:
		return FirstSteps
	case r.Method == http.MethodPost:
		return KeptForm + "?" + Then(r)
	}
	return SignIn + "?" + Then(r)
}

// statusOn is 307 where a form is to be sent on with all that it holds.
func statusOn(who access.Principal, r *http.Request) int {
	if who.Anonymous() && r.Method == http.MethodPost {
		return http.StatusTemporaryRedirect
	}
	return http.StatusSeeOther
}

// recognise returns the request with its reader in the context, nobody where
// the cookie opens no session.
func (g *Gate) recognise(r *http.Request) (*http.Request, error) {
	c, err := r.Cookie(g.cookieName())
	if err != nil {
		return r, nil // http.ErrNoCookie is all it can be
	}
	in, err := g.enter(r, access.Token(c.Value))
	if errors.Is(err, access.ErrNoSession) {
		return r, nil
	}
	if err != nil {
		return r, err
	}
	return in, nil
}

// Enter gives the browser the token of a session that has just begun or been
// renewed, and returns the request as its reader's.
func (g *Gate) Enter(w http.ResponseWriter, r *http.Request, token access.Token) (*http.Request, error) {
	in, err := g.enter(r, token)
	if err != nil {
		return r, err
	}
	g.setCookie(w, string(token), 0)
	return in, nil
}

func (g *Gate) enter(r *http.Request, token access.Token) (*http.Request, error) {
	who, err := g.Sessions.Resume(r.Context(), token)
	if err != nil {
		return nil, fmt.Errorf("resume a session: %w", err)
	}
	org, err := g.Orgs.Org(r.Context(), who.Org)
	if err != nil && !errors.Is(err, access.ErrNotFound) {
		return nil, fmt.Errorf("read the reader's organisation: %w", err)
	}
	ctx := context.WithValue(r.Context(), readerKey{}, reader{who, g.Now()})
	return r.WithContext(web.WithSession(ctx, session{ctx, who, org, g.Authorizer})), nil
}

// Leave makes the browser forget its token.
func (g *Gate) Leave(w http.ResponseWriter) { g.setCookie(w, "", -1) }

// cookieName says by its prefix that the cookie was set by this host alone over
// TLS; browsers enforce it.
func (g *Gate) cookieName() string {
	if g.HTTPS {
		return "__Host-kashf"
	}
	return "kashf"
}

func (g *Gate) setCookie(w http.ResponseWriter, value string, maxAge int) {
	http.SetCookie(w, &http.Cookie{
		Name: g.cookieName(), Value: value, Path: "/", MaxAge: maxAge,
		HttpOnly: true, Secure: g.HTTPS, SameSite: http.SameSiteStrictMode,
	})
}

// AddressOf is what attempts of the request's address are counted by.
func (g *Gate) AddressOf(r *http.Request) string {
	if g.BehindProxy {
		list := strings.Split(r.Header.Get("X-Forwarded-For"), ",")
		if a, err := netip.ParseAddr(strings.TrimSpace(list[len(list)-1])); err == nil {
			return access.AddressKey(a)
		}
	}
	if a, err := netip.ParseAddrPort(r.RemoteAddr); err == nil {
		return access.AddressKey(a.Addr())
	}
	return ""
}
