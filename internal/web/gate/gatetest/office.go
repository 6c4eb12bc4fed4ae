// Package gatetest opens an office to test screens in: a server with a gate,
// accounts in memory, a clock to be moved by hand, and readers who sign in and
// look at pages as a browser without scripts does.
package gatetest

import (
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/a-h/templ"
	"github.com/pquerna/otp/totp"

	"kashf.org/kashf/internal/access"
	"kashf.org/kashf/internal/access/accesstest"
	"kashf.org/kashf/internal/register"
	"kashf.org/kashf/internal/web"
	"kashf.org/kashf/internal/web/gate"
	"kashf.org/kashf/internal/web/screen/signin"
)

// An Office is a server whose accounts are forgotten with the test.
type Office struct {
	*accesstest.House
	Web    *web.Server
	Gate   *gate.Gate
	SignIn *signin.Screen
	// Org is the organisation of every account that names no other.
	Org access.Organisation
	URL string

	t testing.TB
}

// Open starts an office with the sign-in screen and the routes that screens
// adds; screens may be nil. Without a first page among them there is a bare one.
func Open(t testing.TB, screens func(o *Office) []web.Route) *Office {
	t.Helper()
	h := accesstest.NewHouse(t)
	o := &Office{House: h, t: t}
	org, err := h.ProvisionOrg(t.Context(), access.Organisation{NameAr: "مكتب التوثيق", NameEn: "Documentation office", Kind: access.Documentation})
	if err != nil {
		t.Fatal(err)
	}
	o.Org = org
	o.Gate = gate.New(gate.Config{Sessions: h.Service, Orgs: h.Memory, Authorizer: h.Authorizer, Now: h.Clock.Now})
	o.Web = &web.Server{Kinds: gate.Kinds(), SignIn: gate.SignIn, SignOut: "/sign-out", Authenticate: o.Gate.Authenticate, Limit: o.Gate.Limit}
	o.SignIn = &signin.Screen{Web: o.Web, Gate: o.Gate, Access: h.Service}
	routes := o.SignIn.Routes()
	if screens != nil {
		routes = append(routes, screens(o)...)
	}
	const first = "GET /{$}"
	if !slices.ContainsFunc(routes, func(rt web.Route) bool { return rt.Pattern == first }) {
		routes = append(routes, web.Route{Pattern: first, Action: string(access.SituationView), Handler: func(w http.ResponseWriter, r *http.Request) error {
			return o.Web.Page(w, r, o.Web.Frame(r, "Situation"), templ.NopComponent)
		}})
	}
	for _, rt := range routes {
		if a := access.Action(rt.Action); rt.Action != web.Public && !a.Valid() {
			t.Errorf("%s declares the action %q, which does not exist", rt.Pattern, rt.Action)
		}
	}
	handler, err := o.Web.Handler(routes...)
	if err != nil {
		t.Fatal(err)
	}
	srv := httptest.NewServer(handler)
	t.Cleanup(srv.Close)
	o.URL = srv.URL
	return o
}

// Account makes an account that can be used at once, with the highest
// clearance that its roles may hold.
func (o *Office) Account(login string, roles ...access.Role) access.Provisioned {
	o.t.Helper()
	return o.AccountOf(o.Org.ID, login, roles...)
}

// AccountOf is [Office.Account] in another organisation.
func (o *Office) AccountOf(org register.OrgID, login string, roles ...access.Role) access.Provisioned {
	o.t.Helper()
	set := access.RolesOf(roles...)
	p, err := o.Provision(o.t.Context(), access.Account{
		Login: login, Name: "Name of " + login, Org: org, Roles: set, Clearance: set.Highest(), Lang: "en",
	})
	if err != nil {
		o.t.Fatal(err)
	}
	return p
}

// Code is the account's next code. The clock moves on, since a code works once.
func (o *Office) Code(secret string) string {
	o.t.Helper()
	o.Clock.Move(30 * time.Second)
	code, err := totp.GenerateCode(secret, o.Clock.Now())
	if err != nil {
		o.t.Fatal(err)
	}
	return code
}

// A Visitor is a browser without scripts.
type Visitor struct {
	Client *http.Client
	o      *Office
}

// Visitor is a browser that nobody has signed in with.
func (o *Office) Visitor() *Visitor {
	jar, err := cookiejar.New(nil)
	if err != nil {
		o.t.Fatal(err)
	}
	return &Visitor{&http.Client{Jar: jar}, o}
}

// Reader is a browser in which p has signed in, with a fresh code.
func (o *Office) Reader(p access.Provisioned) *Visitor {
	o.t.Helper()
	v := o.Visitor()
	page := v.Post("/sign-in", url.Values{"login": {p.Account.Login}, "password": {p.Password}, "code": {o.Code(p.Secret)}})
	if v.Cookie() == "" {
		o.t.Fatalf("%s is not signed in: status %d\n%s", p.Account.Login, page.Status, page.Body)
	}
	return v
}

// Cookie is the token that the browser holds.
func (v *Visitor) Cookie() string {
	u, err := url.Parse(v.o.URL)
	if err != nil {
		v.o.t.Fatal(err)
	}
	for _, c := range v.Client.Jar.Cookies(u) {
		if c.Name == "kashf" {
			return c.Value
		}
	}
	return ""
}

// A Page is where a visitor has arrived.
type Page struct {
	Status int
	At     string // path and query
	Body   string
	Header http.Header
}

// Has reports whether the page says all of the texts.
func (p Page) Has(texts ...string) bool {
	for _, s := range texts {
		if !strings.Contains(p.Body, s) {
			return false
		}
	}
	return true
}

// Get opens a page, in English unless the path says otherwise.
func (v *Visitor) Get(path string) Page {
	v.o.t.Helper()
	return v.do(http.MethodGet, path, nil, "")
}

// Post sends a form as the program's own page does.
func (v *Visitor) Post(path string, form url.Values) Page {
	v.o.t.Helper()
	return v.do(http.MethodPost, path, form, "same-origin")
}

// PostFrom sends a form as a page of another site does.
func (v *Visitor) PostFrom(site, path string, form url.Values) Page {
	v.o.t.Helper()
	return v.do(http.MethodPost, path, form, site)
}

func (v *Visitor) do(method, path string, form url.Values, site string) Page {
	v.o.t.Helper()
	r, err := http.NewRequestWithContext(v.o.t.Context(), method, v.o.URL+path, strings.NewReader(form.Encode()))
	if err != nil {
		v.o.t.Fatal(err)
	}
	r.Header.Set("Accept-Language", "en")
	r.Header.Set("User-Agent", "Mozilla/5.0 (Android 14; Mobile; rv:140.0) Gecko/140.0 Firefox/140.0")
	if method == http.MethodPost {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		r.Header.Set("Sec-Fetch-Site", site)
	}
	resp, err := v.Client.Do(r)
	if err != nil {
		v.o.t.Fatal(err)
	}
	defer resp.Body.Close()
	b, err := io.ReadAll(resp.Body)
	if err != nil {
		v.o.t.Fatal(err)
	}
	return Page{resp.StatusCode, resp.Request.URL.RequestURI(), string(b), resp.Header}
}
