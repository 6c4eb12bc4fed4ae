package organisations_test

import (
	"testing"

	"kashf.org/kashf/internal/access"
	"kashf.org/kashf/internal/web/gate/gatetest"
	"kashf.org/kashf/internal/web/webtest"
)

func TestLooks(t *testing.T) {
	b := webtest.Start(t)
	o := office(t)
	rana := o.Account("rana", access.CaseWorker, access.Analyst)
	o.Account("sami", access.Observer)
	o.SignInWith(b.Open(t, "about:blank"), o.Account("admin", access.Administrator))
	o.LookAt(t, b, "organisations", "/organisations")
	o.LookAt(t, b, "organisations-new", "/organisations/new")
	o.LookAt(t, b, "organisations-account", "/organisations/accounts/"+string(rana.Account.ID))
	o.LookAt(t, b, "organisations-reset", "/organisations/accounts/"+string(rana.Account.ID)+"/reset")
	o.LookAt(t, b, "organisations-account-new", "/organisations/accounts/new")

	tab := b.Open(t, o.URL+"/organisations/accounts/new?lang=ar")
	tab.Expect("422")
	tab.Type("#f-name", "لين حداد")
	tab.Type("#f-login", "leen")
	tab.Click("form[data-draft] .primary")
	tab.Wait(".error")
	gatetest.Look(t, tab, "organisations-account-mistakes-ar")
	tab.Click("#f-role-3")
	webtest.Eval[bool](tab, `document.getElementById("f-org").selectedIndex = 1; true`)
	tab.Click("form[data-draft] .primary")
	tab.Wait("#one-time")
	gatetest.Look(t, tab, "organisations-once-ar")
}
