package account_test

import (
	"net/http"
	"net/url"
	"regexp"
	"testing"

	"kashf.org/kashf/internal/access"
	"kashf.org/kashf/internal/web"
	"kashf.org/kashf/internal/web/gate/gatetest"
	"kashf.org/kashf/internal/web/screen/account"
)

func office(t *testing.T) *gatetest.Office {
	t.Helper()
	return gatetest.Open(t, func(o *gatetest.Office) []web.Route {
		s := account.Screen{Web: o.Web, Gate: o.Gate, Access: o.Service, Sessions: o.Memory, Now: o.Clock.Now, Fresh: o.SignIn.Fresh}
		return s.Routes()
	})
}

func TestOwnAccount(t *testing.T) {
	o := office(t)
	v := o.Reader(o.Account("rana", access.CaseWorker, access.Analyst))
	page := v.Get("/account")
	if !page.Has("<bdi>Name of rana</bdi>", "Case worker and Analyst", "one file, one purpose", "Firefox, Android", "This device") {
		t.Errorf("own account: status %d\n%s", page.Status, page.Body)
	}
}

func TestChangePassword(t *testing.T) {
	o := office(t)
	p := o.Account("rana", access.Analyst)
	other, v := o.Reader(p), o.Reader(p)
	const next = "four unlike words here"
	form := url.Values{"password": {"wrong"}, "password_new": {next}, "password_again": {next}}
	if page := v.Post("/account/password", form); page.Status != http.StatusUnprocessableEntity || !page.Has("This password is not right") || page.Has(next) {
		t.Errorf("wrong present password: status %d", page.Status)
	}
	form.Set("password", p.Password)
	if page := v.Post("/account/password", form); page.At != "/account?done=password" || !page.Has("Your password was changed") {
		t.Errorf("changed: at %s, status %d", page.At, page.Status)
	}
	if page := other.Get("/account"); page.At == "/account" {
		t.Error("the other session lives on")
	}
	p.Password = next
	o.Reader(p)
}

func TestNewSecondFactor(t *testing.T) {
	o := office(t)
	p := o.Account("rana", access.Analyst)
	v := o.Reader(p)
	o.Clock.Move(access.StepUpWindow)
	if page := v.Post("/account/second-factor", nil); page.Status != http.StatusForbidden || !page.Has("Confirm that it is you") {
		t.Fatalf("without a fresh sign-in: status %d", page.Status)
	}
	page := v.Post("/account/second-factor", url.Values{"fresh:password": {p.Password}, "fresh:code": {o.Code(p.Secret)}})
	found := regexp.MustCompile(`data-copy="([A-Z2-7]+)"`).FindStringSubmatch(page.Body)
	at := regexp.MustCompile(`name="enrolment" value="([^"]+)"`).FindStringSubmatch(page.Body)
	if found == nil || at == nil {
		t.Fatalf("after a fresh sign-in: status %d\n%s", page.Status, page.Body)
	}
	page = v.Post("/account/code", url.Values{"code": {o.Code(found[1])}, "enrolment": {at[1]}})
	if page.At != "/account?done=factor" {
		t.Fatalf("confirmed: at %s, status %d\n%s", page.At, page.Status, page.Body)
	}
	p.Secret = found[1]
	o.Reader(p)
}

func TestLanguage(t *testing.T) {
	o := office(t)
	p := o.Account("rana", access.Analyst)
	v := o.Reader(p)
	if page := v.Post("/account/language", url.Values{"lang": {"ar"}}); !page.Has(`dir="rtl"`, "حُفظت اللغة") {
		t.Errorf("Arabic chosen: at %s\n%s", page.At, page.Body)
	}
	if page := o.Reader(p).Get("/account"); !page.Has(`dir="rtl"`) || regexp.MustCompile(`>\s*account\.[a-z]`).MatchString(page.Body) {
		t.Errorf("in another browser:\n%s", page.Body)
	}
	if page := v.Post("/account/language", url.Values{"lang": {"tlh"}}); page.Status != http.StatusUnprocessableEntity {
		t.Errorf("a language that is not there = %d", page.Status)
	}
	if page := v.PostFrom("cross-site", "/account/language", url.Values{"lang": {"en"}}); page.Status != http.StatusForbidden {
		t.Errorf("from another site = %d", page.Status)
	}
}
