package signin_test

import (
	"net/url"
	"testing"

	"kashf.org/kashf/internal/access"
	"kashf.org/kashf/internal/register"
	"kashf.org/kashf/internal/web/gate/gatetest"
	"kashf.org/kashf/internal/web/webtest"
)

func TestLooks(t *testing.T) {
	var took url.Values
	b := webtest.Start(t)
	o := office(t, &took)
	o.LookAt(t, b, "signin", "/sign-in")
	tab := b.Open(t, o.URL+"/sign-in?lang=ar")
	tab.Expect("422")
	tab.Type("#f-login", "nobody")
	tab.Type("#f-password", "x")
	tab.Click(".way-in .primary")
	tab.Wait(".flash-bad")
	gatetest.Look(t, tab, "signin-wrong-ar")
}

// A new account's first day, without scripts.
func TestFirstStepsInABrowser(t *testing.T) {
	var took url.Values
	b := webtest.Start(t)
	o := office(t, &took)
	who, err := o.Principal(t.Context(), o.Account("admin", access.Administrator).Account.ID)
	if err != nil {
		t.Fatal(err)
	}
	who.StepUpAt = o.Clock.Now()
	_, password, err := o.CreateAccount(t.Context(), who, access.Account{Login: "leen", Name: "لين حداد", Org: o.Org.ID, Roles: access.RolesOf(access.Analyst), Clearance: register.C2, Lang: "ar"})
	if err != nil {
		t.Fatal(err)
	}
	tab := b.Open(t, o.URL+"/sign-in?lang=ar")
	tab.Type("#f-login", "leen")
	tab.Type("#f-password", password)
	tab.Click(".way-in .primary")
	tab.Wait("#f-password_again")
	gatetest.Look(t, tab, "first-password-ar")
	tab.NoScripts(true)
	tab.Type("#f-password", password)
	tab.Type("#f-password_new", "four unlike words here")
	tab.Type("#f-password_again", "four unlike words here")
	tab.Click("main .primary")
	tab.Wait(`form[action="/first-steps/second-factor"]`)
	tab.NoScripts(false)
	gatetest.Look(t, tab, "first-factor-ar")
	tab.Click("main .primary")
	tab.Wait(".square")
	gatetest.Look(t, tab, "first-enrol-ar")
	secret := webtest.Eval[string](tab, `document.querySelector("[data-copy]").dataset.copy`)
	tab.Type("#f-code", o.Code(secret))
	tab.Click("main .primary")
	tab.WaitFor(`location.pathname === "/"`)
}

// What was typed outlives the session in a browser without scripts.
func TestKeptFormInABrowser(t *testing.T) {
	var took url.Values
	b := webtest.Start(t)
	o := office(t, &took)
	p := o.Account("rana", access.Analyst)
	tab := b.Open(t, o.URL+"/sign-in?lang=ar")
	tab.Expect("403")
	tab.Expect("favicon") // of the bare pages that this test adds
	o.SignInWith(tab, p)
	tab.NoScripts(true)
	tab.Go(o.URL + "/write")
	tab.Type("textarea", "قالت الأم إنها رأته في 2014 عند باب المشفى")
	o.Clock.Move(access.IdleTimeout)
	tab.Click("#send")
	tab.Wait(".way-in")
	tab.NoScripts(false)
	gatetest.Look(t, tab, "signin-kept-ar")
	tab.Type("#f-login", "rana")
	tab.Type("#f-password", p.Password)
	tab.Type("#f-code", o.Code(p.Secret))
	tab.Click(".way-in .primary")
	tab.Wait(".kept")
	gatetest.Look(t, tab, "signin-back-ar")
	tab.Click("main .primary")
	tab.WaitFor(`document.body.textContent.includes("taken")`)
	if got := took.Get("note"); got != "قالت الأم إنها رأته في 2014 عند باب المشفى" {
		t.Errorf("taken %q", got)
	}
}
