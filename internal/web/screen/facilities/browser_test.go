package facilities_test

import (
	"os"
	"path/filepath"
	"testing"

	"kashf.org/kashf/internal/access"
	"kashf.org/kashf/internal/locale"
	"kashf.org/kashf/internal/web/webtest"
)

// picture is where a screenshot goes: the folder KASHF_PICTURES names, or one
// that is thrown away.
func picture(t *testing.T, name string) string {
	if dir := os.Getenv("KASHF_PICTURES"); dir != "" {
		return filepath.Join(dir, name)
	}
	return filepath.Join(t.TempDir(), name)
}

func TestInBrowser(t *testing.T) {
	b := webtest.Start(t)
	o, j := openWith(t)
	addSource(t, j, o, "s1")
	tab := b.Open(t, "about:blank")
	tab.Expect("401")
	a := o.Account("walker", access.CaseWorker)
	tab.Go(o.URL + "/sign-in")
	tab.Type("[name=login]", a.Account.Login)
	tab.Type("[name=password]", a.Password)
	tab.Type("[name=code]", o.Code(a.Secret))
	tab.Click("main form button:not([type=button])")
	tab.WaitFor(`!location.pathname.startsWith("/sign-in")`)
	look := func(name string) {
		t.Helper()
		tab.Axe()
		tab.Narrow()
		tab.Screenshot(picture(t, name+".png"))
		tab.Width(webtest.PhoneWidth)
		tab.Axe()
		tab.Narrow()
		tab.Screenshot(picture(t, name+"-phone.png"))
		tab.Width(webtest.DeskWidth)
	}
	for _, lang := range locale.Languages() {
		tab.Go(o.URL + "/facilities?lang=" + lang)
		look("facilities-" + lang)
		tab.Type("#q", "فرع الخطيب")
		tab.Click(".facility-search button")
		tab.Wait("#found")
		look("facilities-found-" + lang)
		tab.Click("#found li a")
		tab.Wait("#names")
		look("facilities-one-" + lang)
		tab.Go(o.URL + "/facilities/SED/tell?lang=" + lang)
		tab.Click("[name=what][value=held]")
		tab.Type("[name=text]", "60–75")
		tab.Type("[name=area]", "20 metres")
		webtest.Eval[bool](tab, `document.querySelector("[name=source]").selectedIndex = 1; true`)
		tab.Expect("422")
		tab.Follow("main form .primary")
		look("facilities-tell-" + lang)
		webtest.Eval[bool](tab, `document.querySelector("[name=area]").value = "6×4"; true`)
		tab.Follow("main form .primary")
		tab.Wait("#told table")
		tab.Go(o.URL + "/facilities/SED?lang=" + lang)
		look("facilities-held-" + lang)
		tab.Go(o.URL + "/facilities/SED/people?lang=" + lang)
		look("facilities-people-" + lang)
	}
}
