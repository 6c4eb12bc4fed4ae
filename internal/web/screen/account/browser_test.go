package account_test

import (
	"testing"

	"kashf.org/kashf/internal/access"
	"kashf.org/kashf/internal/web/gate/gatetest"
	"kashf.org/kashf/internal/web/webtest"
)

func TestLooks(t *testing.T) {
	b := webtest.Start(t)
	o := office(t)
	p := o.Account("rana", access.CaseWorker)
	o.Reader(p)
	o.SignInWith(b.Open(t, "about:blank"), p)
	o.LookAt(t, b, "account", "/account")

	tab := b.Open(t, o.URL+"/account?lang=ar")
	tab.Click("#factor button")
	tab.Wait(".square")
	gatetest.Look(t, tab, "account-factor-ar")
	o.Clock.Move(access.StepUpWindow)
	tab = b.Open(t, o.URL+"/account?lang=ar")
	tab.Expect("403")
	tab.Click("#factor button")
	tab.Wait(".way-in")
	gatetest.Look(t, tab, "account-fresh-ar")
}
