package gate_test

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"kashf.org/kashf/internal/access"
	"kashf.org/kashf/internal/access/accesstest"
	"kashf.org/kashf/internal/register"
	"kashf.org/kashf/internal/web"
	"kashf.org/kashf/internal/web/gate"
	"kashf.org/kashf/internal/web/gate/gatetest"
)

// office has a page that everyone with case content may open, and one that
// tells what its reader sees.
func office(t *testing.T) *gatetest.Office {
	t.Helper()
	return gatetest.Open(t, func(o *gatetest.Office) []web.Route {
		say := func(w http.ResponseWriter, r *http.Request) error {
			_, err := w.Write([]byte("name: " + gate.PrincipalOf(r.Context()).Name))
			return err
		}
		return []web.Route{
			{Pattern: "GET /people", Action: string(access.PersonRead), Handler: say},
			{Pattern: "POST /people", Action: string(access.PeopleSearch), Handler: say},
			{Pattern: "GET /{$}", Action: string(access.SituationView), Handler: say},
		}
	})
}

func TestStrangersAreLedToSignIn(t *testing.T) {
	v := office(t).Visitor()
	if p := v.Get("/people?page=2"); p.At != "/sign-in?then=%2Fpeople%3Fpage%3D2" || p.Status != http.StatusOK {
		t.Errorf("GET /people signed out: at %s, status %d", p.At, p.Status)
	}
	if p := v.Get("/nowhere"); p.Status != http.StatusNotFound || p.At != "/nowhere" {
		t.Errorf("GET /nowhere signed out: at %s, status %d", p.At, p.Status)
	}
	if p := v.Get("/healthz"); p.Status != http.StatusOK || p.Body != "ok\n" {
		t.Errorf("GET /healthz signed out = %d %q", p.Status, p.Body)
	}
}

func TestReaderIsKnown(t *testing.T) {
	o := office(t)
	v := o.Reader(o.Account("rana", access.CaseWorker))
	if p := v.Get("/people"); !p.Has("name: Name of rana") {
		t.Errorf("GET /people = %d %s", p.Status, p.Body)
	}
	o.Clock.Move(access.IdleTimeout)
	if p := v.Get("/people"); !strings.HasPrefix(p.At, "/sign-in") {
		t.Errorf("GET /people after the session's end: at %s", p.At)
	}
}

// What a role may not do is not there for it.
func TestHiddenIsAbsent(t *testing.T) {
	o := office(t)
	v := o.Reader(o.Account("ammar", access.Administrator))
	hidden, absent := v.Get("/people"), v.Get("/nothing")
	if hidden.Status != http.StatusNotFound || hidden.Body != absent.Body {
		t.Errorf("hidden page: status %d, same as absent: %v", hidden.Status, hidden.Body == absent.Body)
	}
}

func TestCookie(t *testing.T) {
	o := office(t)
	p := o.Account("rana", access.Analyst)
	for _, https := range []bool{true, false} {
		token := signIn(t, o, p)
		g := gate.New(gate.Config{Sessions: o.Service, Orgs: o.Memory, Authorizer: o.Authorizer, Now: o.Clock.Now, HTTPS: https})
		w := httptest.NewRecorder()
		if _, err := g.Enter(w, httptest.NewRequest(http.MethodGet, "/", nil), token); err != nil {
			t.Fatal(err)
		}
		c := w.Result().Cookies()[0]
		want := map[bool]string{true: "__Host-kashf", false: "kashf"}[https]
		if c.Name != want || !c.HttpOnly || c.Secure != https || c.SameSite != http.SameSiteStrictMode || c.Path != "/" || c.Domain != "" {
			t.Errorf("cookie over TLS %v: %+v", https, c)
		}
		if c.Value != string(token) {
			t.Errorf("cookie holds %q, want the token", c.Value)
		}
	}
}

func signIn(t *testing.T, o *gatetest.Office, p access.Provisioned) access.Token {
	t.Helper()
	token, _, err := o.House.SignIn(t.Context(), access.Attempt{Login: p.Account.Login, Password: p.Password, Code: o.Code(p.Secret)})
	if err != nil {
		t.Fatal(err)
	}
	return token
}

type brokenSessions struct{}

func (brokenSessions) Resume(context.Context, access.Token) (access.Principal, error) {
	return access.Principal{}, errors.New("disk 7 is on fire")
}

// A store that fails must not look like being signed out, and says nothing of itself.
func TestBrokenStore(t *testing.T) {
	h := accesstest.NewHouse(t)
	g := gate.New(gate.Config{Sessions: brokenSessions{}, Orgs: h.Memory, Authorizer: h.Authorizer, Now: h.Clock.Now})
	r := httptest.NewRequest(http.MethodGet, "/people", nil)
	r.AddCookie(&http.Cookie{Name: "kashf", Value: "x"})
	w := httptest.NewRecorder()
	g.Authenticate(http.NotFoundHandler()).ServeHTTP(w, r)
	if w.Code != http.StatusServiceUnavailable || strings.Contains(w.Body.String(), "disk") {
		t.Errorf("answer = %d %q", w.Code, w.Body)
	}
}

func TestSearchesAreCounted(t *testing.T) {
	o := office(t)
	p := o.Account("rana", access.CaseWorker)
	v := o.Reader(p)
	var got gatetest.Page
	n := 0
	for n = 1; n <= 200; n++ {
		if got = v.Post("/people", url.Values{}); got.Status != http.StatusOK {
			break
		}
	}
	if n != 121 || got.Status != http.StatusTooManyRequests || got.Header.Get("Retry-After") == "" {
		t.Errorf("search %d answered %d, want the 121st refused with 429", n, got.Status)
	}
	o.Clock.Move(3 * time.Second)
	if got := v.Post("/people", url.Values{}); got.Status != http.StatusOK {
		t.Errorf("search after a rest = %d", got.Status)
	}
}

func TestSight(t *testing.T) {
	o := office(t)
	type seen struct {
		level    register.Level
		revealed bool
		org      bool
	}
	var got seen
	look := o.Gate.Authenticate(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s := gate.Sight(r.Context(), 7)
		got = seen{s.Level, s.Revealed, s.Org != ""}
	}))
	ask := func(p access.Provisioned, reveal bool) seen {
		token := signIn(t, o, p)
		if reveal {
			who, err := o.Resume(t.Context(), token)
			if err != nil {
				t.Fatal(err)
			}
			if _, err := o.Reveal(t.Context(), who, access.Resource{Person: 7}, "a mother asks for her son"); err != nil {
				t.Fatal(err)
			}
		}
		r := httptest.NewRequest(http.MethodGet, "/people", nil)
		r.AddCookie(&http.Cookie{Name: "kashf", Value: string(token)})
		look.ServeHTTP(httptest.NewRecorder(), r)
		return got
	}
	worker := o.Account("worker", access.CaseWorker)
	for _, c := range []struct {
		name   string
		who    access.Provisioned
		reveal bool
		want   seen
	}{
		{"analyst", o.Account("analyst", access.Analyst), false, seen{register.C3, false, true}},
		{"case worker", worker, false, seen{register.C3, false, true}},
		{"case worker with a reveal", worker, true, seen{register.C4, true, true}},
		{"administrator", o.Account("admin", access.Administrator), false, seen{}},
		{"auditor", o.Account("auditor", access.Auditor), false, seen{}},
		{"victims' representative", o.Account("rep", access.VictimsRepresentative), false, seen{register.C2, false, true}},
	} {
		if got := ask(c.who, c.reveal); got != c.want {
			t.Errorf("%s sees %+v, want %+v", c.name, got, c.want)
		}
	}
}

func TestDevice(t *testing.T) {
	for agent, want := range map[string]string{
		"Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36":                     "Chrome, Linux",
		"Mozilla/5.0 (Android 14; Mobile; rv:140.0) Gecko/140.0 Firefox/140.0":                                                      "Firefox, Android",
		"Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.0 Safari/604.1": "Safari, iPhone",
		"curl/8": "",
	} {
		r := httptest.NewRequest(http.MethodGet, "/", nil)
		r.Header.Set("User-Agent", agent)
		if got := gate.Device(r); got != want {
			t.Errorf("Device(%q) = %q, want %q", agent, got, want)
		}
	}
}

func TestAddressOf(t *testing.T) {
	r := httptest.NewRequest(http.MethodGet, "/", nil)
	r.RemoteAddr = "192.0.2.7:4000"
	r.Header.Set("X-Forwarded-For", "10.0.0.1, 2001:db8:1:2:3::4")
	if got := gate.New(gate.Config{}).AddressOf(r); got != "192.0.2.7" {
		t.Errorf("without a proxy: %q", got)
	}
	if got := gate.New(gate.Config{BehindProxy: true}).AddressOf(r); got != "2001:db8:1:2::/64" {
		t.Errorf("behind a proxy: %q", got)
	}
}
