package gatetest

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"kashf.org/kashf/internal/access"
	"kashf.org/kashf/internal/locale"
	"kashf.org/kashf/internal/web/webtest"
)

// SignInWith signs p in, in a real browser and through the page itself.
func (o *Office) SignInWith(tab *webtest.Tab, p access.Provisioned) {
	o.t.Helper()
	tab.Go(o.URL + "/sign-in")
	tab.Type("#f-login", p.Account.Login)
	tab.Type("#f-password", p.Password)
	tab.Type("#f-code", o.Code(p.Secret))
	tab.Click(".way-in .primary")
	tab.WaitFor(`location.pathname !== "/sign-in" && document.readyState === "complete"`)
}

// LookAt opens path in both languages, on a desk and on a phone, light and
// dark, fails for what a reader could not use, and takes pictures into the
// folder that KASHF_PICTURES names.
func (o *Office) LookAt(t *testing.T, b *webtest.Browser, name, path string) {
	t.Helper()
	for _, lang := range locale.Languages() {
		t.Run(name+"-"+lang, func(t *testing.T) {
			query := "?"
			if strings.Contains(path, "?") {
				query = "&"
			}
			tab := b.Open(t, o.URL+path+query+"lang="+lang)
			Look(t, tab, name+"-"+lang)
		})
	}
}

// Look looks at the page that a tab is at, as [Office.LookAt] does.
func Look(t *testing.T, tab *webtest.Tab, name string) {
	t.Helper()
	dir := os.Getenv("KASHF_PICTURES")
	picture := func(suffix string) {
		if dir != "" {
			tab.Screenshot(filepath.Join(dir, name+suffix+".png"))
		}
	}
	tab.Axe()
	tab.Narrow()
	picture("")
	tab.Dark(true)
	tab.Axe()
	tab.Dark(false)
	tab.Width(webtest.PhoneWidth)
	tab.Narrow()
	picture("-phone")
	tab.Width(webtest.DeskWidth)
}
