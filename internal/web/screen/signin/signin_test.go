package signin_test

import (
	"bytes"
	"html"
	"mime/multipart"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"kashf.org/kashf/internal/access"
	"kashf.org/kashf/internal/register"
	"kashf.org/kashf/internal/web"
	"kashf.org/kashf/internal/web/gate"
	"kashf.org/kashf/internal/web/gate/gatetest"
)

// office has a note that can be written, and a thing that cannot be taken back.
func office(t *testing.T, took *url.Values) *gatetest.Office {
	t.Helper()
	return gatetest.Open(t, func(o *gatetest.Office) []web.Route {
		take := func(w http.ResponseWriter, r *http.Request) error {
			if err := r.ParseForm(); err != nil {
				return err
			}
			*took = r.PostForm
			_, err := w.Write([]byte("taken"))
			return err
		}
		grave := func(w http.ResponseWriter, r *http.Request) error {
			if err := o.Authorizer.Authorize(r.Context(), gate.PrincipalOf(r.Context()), access.OrgCreate, access.House); err != nil {
				return err
			}
			return take(w, r)
		}
		home := func(w http.ResponseWriter, r *http.Request) error {
			return o.Web.Page(w, r, o.Web.Frame(r, "Situation"), nopView)
		}
		write := func(w http.ResponseWriter, r *http.Request) error {
			_, err := w.Write([]byte(`<!doctype html><form method="post" action="/note"><textarea name="note"></textarea><button id="send">send</button></form>`))
			return err
		}
		return []web.Route{
			{Pattern: "GET /write", Action: string(access.SituationView), Handler: write},
			{Pattern: "GET /{$}", Action: string(access.SituationView), Handler: home},
			{Pattern: "GET /people", Action: string(access.PersonRead), Handler: home},
			{Pattern: "POST /note", Action: string(access.SituationView), Handler: take},
			{Pattern: "POST /grave", Action: string(access.OrgCreate), Handler: o.SignIn.Fresh(grave)},
		}
	})
}

func TestSignInGoesBack(t *testing.T) {
	var took url.Values
	o := office(t, &took)
	p := o.Account("rana", access.Analyst)
	v := o.Visitor()
	page := v.Get("/people")
	form := formOf(t, page, "/sign-in")
	form.Set("login", " RANA ")
	form.Set("password", p.Password)
	form.Set("code", o.Code(p.Secret))
	if page = v.Post("/sign-in", form); page.At != "/people" || page.Status != http.StatusOK {
		t.Errorf("after signing in: at %s, status %d", page.At, page.Status)
	}
	if page = v.Get("/sign-in?then=//evil.example/"); page.At != "/" {
		t.Errorf("signed in, /sign-in leads to %s", page.At)
	}
}

// Whatever is wrong, the answer has the same bytes but for the login typed.
func TestConstantAnswers(t *testing.T) {
	var took url.Values
	o := office(t, &took)
	p := o.Account("rana", access.Analyst)
	try := func(login, password, code string) gatetest.Page {
		page := o.Visitor().Post("/sign-in", url.Values{"login": {login}, "password": {password}, "code": {code}})
		page.Body = strings.ReplaceAll(page.Body, login, "LOGIN")
		if strings.Contains(page.Body, password) {
			t.Errorf("the password comes back in the page")
		}
		return page
	}
	want := try("rana", "not the password", o.Code(p.Secret))
	if want.Status != http.StatusUnprocessableEntity || !want.Has("is wrong", `value="LOGIN"`) {
		t.Fatalf("wrong password: status %d\n%s", want.Status, want.Body)
	}
	for name, got := range map[string]gatetest.Page{
		"unknown login": try("nobody", "not the password", "123456"),
		"wrong code":    try("rana", p.Password, "000000"),
		"no code":       try("rana", p.Password, ""),
	} {
		if got.Status != want.Status || got.Body != want.Body {
			t.Errorf("%s is answered otherwise (status %d)", name, got.Status)
		}
	}
}

func TestGuessingIsSlowedDown(t *testing.T) {
	var took url.Values
	o := office(t, &took)
	for range 5 {
		o.Clock.Move(time.Second)
		o.Visitor().Post("/sign-in", url.Values{"login": {"nobody"}, "password": {"x"}})
	}
	if p := o.Visitor().Post("/sign-in", url.Values{"login": {"nobody"}, "password": {"x"}}); p.Status != http.StatusTooManyRequests || !p.Has("Wait 1 second") {
		t.Errorf("sixth guess: status %d\n%s", p.Status, p.Body)
	}
}

// The end of a session costs nothing of what was typed, without scripts.
func TestKeptForm(t *testing.T) {
	var took url.Values
	o := office(t, &took)
	p := o.Account("rana", access.Analyst)
	v := o.Reader(p)
	o.Clock.Move(access.IdleTimeout)
	note := `قالت الأم: "رأيته في 2014" <b>`
	page := v.Post("/note", url.Values{"note": {note}, "version": {"3"}, "password_new": {"secret words"}})
	if page.Status != http.StatusForbidden || !page.Has("It is kept on this page") || page.Has("secret words") {
		t.Fatalf("late form: status %d\n%s", page.Status, page.Body)
	}
	form := formOf(t, page, "/sign-in")
	form.Set("login", "rana")
	form.Set("password", "wrong first")
	page = v.Post("/sign-in", form)
	form = formOf(t, page, "/sign-in")
	form.Set("login", "rana")
	form.Set("password", p.Password)
	form.Set("code", o.Code(p.Secret))
	page = v.Post("/sign-in", form)
	if !page.Has("still here", html.EscapeString(note)) || took != nil {
		t.Fatalf("after signing in: taken %v, page\n%s", took, page.Body)
	}
	if page = v.Post("/note", formOf(t, page, "/note")); !page.Has("taken") {
		t.Fatalf("sent again: status %d\n%s", page.Status, page.Body)
	}
	if took.Get("note") != note || took.Get("version") != "3" || took.Has("password_new") {
		t.Errorf("taken %q, want what was typed and no password", took)
	}
}

// Of a form with a file the words are kept, to be copied.
func TestKeptFormWithFile(t *testing.T) {
	var took url.Values
	o := office(t, &took)
	var body bytes.Buffer
	m := multipart.NewWriter(&body)
	_ = m.WriteField("note", "two pages are wet") // a buffer takes all
	f, _ := m.CreateFormFile("file", "list.csv")
	_, _ = f.Write(bytes.Repeat([]byte("a,b\n"), 100_000))
	_ = m.Close()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, o.URL+"/note", &body)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Content-Type", m.FormDataContentType())
	r.Header.Set("Accept-Language", "en")
	resp, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	var page bytes.Buffer
	if _, err := page.ReadFrom(resp.Body); err != nil {
		t.Fatal(err)
	}
	if resp.StatusCode != http.StatusForbidden || !strings.Contains(page.String(), `name="kept:note" value="two pages are wet"`) || !strings.Contains(page.String(), "kept-files") {
		t.Errorf("late form with a file: status %d\n%s", resp.StatusCode, page.String())
	}
}

func TestFresh(t *testing.T) {
	var took url.Values
	o := office(t, &took)
	p := o.Account("admin", access.Administrator)
	v := o.Reader(p)
	o.Clock.Move(access.StepUpWindow)
	page := v.Post("/grave", url.Values{"name": {"مكتب الرقة"}})
	if page.Status != http.StatusForbidden || !page.Has("Confirm that it is you") {
		t.Fatalf("without a fresh sign-in: status %d\n%s", page.Status, page.Body)
	}
	form := formOf(t, page, "/grave")
	form.Set("fresh:password", "wrong")
	form.Set("fresh:code", "000000")
	page = v.Post("/grave", form)
	if page.Status != http.StatusUnprocessableEntity || took != nil {
		t.Fatalf("wrong password: status %d, taken %v", page.Status, took)
	}
	before := v.Cookie()
	form = formOf(t, page, "/grave")
	form.Set("fresh:password", p.Password)
	form.Set("fresh:code", o.Code(p.Secret))
	if page = v.Post("/grave", form); !page.Has("taken") || took.Get("name") != "مكتب الرقة" {
		t.Errorf("after a fresh sign-in: status %d, taken %v", page.Status, took)
	}
	if v.Cookie() == before {
		t.Error("the session kept its old token")
	}
}

func TestFirstSteps(t *testing.T) {
	var took url.Values
	o := office(t, &took)
	p := o.Account("admin", access.Administrator)
	who, err := o.Principal(t.Context(), p.Account.ID)
	if err != nil {
		t.Fatal(err)
	}
	who.StepUpAt = o.Clock.Now()
	_, password, err := o.CreateAccount(t.Context(), who, access.Account{Login: "leen", Name: "لين", Org: o.Org.ID, Roles: access.RolesOf(access.Analyst), Clearance: register.C2, Lang: "en"})
	if err != nil {
		t.Fatal(err)
	}
	v := o.Visitor()
	page := v.Post("/sign-in", url.Values{"login": {"leen"}, "password": {password}, "then": {"/people"}})
	if page.At != "/first-steps" || !page.Has("Step 1 of 2") {
		t.Fatalf("after the first sign-in: at %s\n%s", page.At, page.Body)
	}
	for _, path := range []string{"/", "/people", "/nowhere"} {
		if page := v.Get(path); page.At != "/first-steps" {
			t.Errorf("before the first steps, %s leads to %s", path, page.At)
		}
	}
	if page := v.Post("/note", url.Values{"note": {"x"}}); page.At != "/first-steps" || took != nil {
		t.Errorf("before the first steps a form leads to %s, taken %v", page.At, took)
	}
	choose := func(old, next, again string) gatetest.Page {
		return v.Post("/first-steps/password", url.Values{"password": {old}, "password_new": {next}, "password_again": {again}})
	}
	const mine = "four unlike words here"
	for want, page := range map[string]gatetest.Page{
		"not the same":          choose(password, mine, "other"),
		"This password is not":  choose("wrong", mine, mine),
		"Choose another passwo": choose(password, "short", "short"),
	} {
		if page.Status != http.StatusUnprocessableEntity || !page.Has(want) || page.Has(mine) {
			t.Errorf("status %d, want 422 and %q\n%s", page.Status, want, page.Body)
		}
	}
	if page = choose(password, mine, mine); !page.Has("Step 2 of 2") {
		t.Fatalf("after choosing a password: at %s, status %d\n%s", page.At, page.Status, page.Body)
	}
	page = v.Post("/first-steps/second-factor", url.Values{})
	form := formOf(t, page, "/first-steps/code")
	form.Set("code", "000000")
	page = v.Post("/first-steps/code", form)
	if !page.Has("This code is not right", "<svg", html.EscapeString(form.Get("enrolment"))) {
		t.Fatalf("wrong code: status %d\n%s", page.Status, page.Body)
	}
	u, err := url.Parse(form.Get("enrolment"))
	if err != nil {
		t.Fatal(err)
	}
	form.Set("code", o.Code(u.Query().Get("secret")))
	if page = v.Post("/first-steps/code", form); page.At != "/" || page.Status != http.StatusOK {
		t.Errorf("after the first steps: at %s, status %d", page.At, page.Status)
	}
	if page = v.Get("/first-steps"); page.At != "/" {
		t.Errorf("the first steps once done lead to %s", page.At)
	}
}

func TestSignOut(t *testing.T) {
	var took url.Values
	o := office(t, &took)
	p := o.Account("rana", access.Analyst)
	a, b := o.Reader(p), o.Reader(p)
	if page := a.Post("/sign-out", nil); page.At != "/sign-in?left=1" || !page.Has("data-signed-out") || a.Cookie() != "" {
		t.Errorf("signed out: at %s, cookie %q", page.At, a.Cookie())
	}
	if page := a.Post("/sign-out", nil); page.At != "/sign-in?left=1" {
		t.Errorf("signed out twice: at %s", page.At)
	}
	if page := b.Get("/people"); page.At != "/people" {
		t.Errorf("the other session: at %s", page.At)
	}
	c := o.Reader(p)
	c.Post("/sign-out/everywhere", nil)
	if page := b.Get("/people"); page.At == "/people" {
		t.Error("the other session outlives signing out everywhere")
	}
}

func TestOtherSitesAreRefused(t *testing.T) {
	var took url.Values
	o := office(t, &took)
	v := o.Reader(o.Account("rana", access.Analyst))
	for _, path := range []string{"/note", "/sign-in", "/sign-in/kept", "/sign-out", "/first-steps/password"} {
		if page := v.PostFrom("cross-site", path, url.Values{"note": {"x"}}); page.Status != http.StatusForbidden {
			t.Errorf("POST %s from another site = %d", path, page.Status)
		}
	}
	if took != nil || v.Get("/people").At != "/people" {
		t.Errorf("a form from another site was taken: %v", took)
	}
}

func TestBothLanguages(t *testing.T) {
	var took url.Values
	v := office(t, &took).Visitor()
	for lang, want := range map[string]string{"ar": "تسجيل الدخول", "en": "Sign in"} {
		page := v.Get("/sign-in?lang=" + lang)
		if !page.Has(`lang="`+lang+`"`, "<h1>"+want+"</h1>") {
			t.Errorf("%s: no %q\n%s", lang, want, page.Body)
		}
		if key := regexp.MustCompile(`>\s*signin\.[a-z_.]+`).FindString(page.Body); key != "" {
			t.Errorf("%s: %q is not said", lang, key)
		}
	}
}
