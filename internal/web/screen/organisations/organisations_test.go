package organisations_test

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"kashf.org/kashf/internal/access"
	"kashf.org/kashf/internal/web"
	"kashf.org/kashf/internal/web/gate/gatetest"
	"kashf.org/kashf/internal/web/screen/organisations"
)

func office(t *testing.T) *gatetest.Office {
	t.Helper()
	return gatetest.Open(t, func(o *gatetest.Office) []web.Route {
		s := organisations.Screen{Web: o.Web, Access: o.Service, Directory: o.Memory, Fresh: o.SignIn.Fresh}
		return s.Routes()
	})
}

func newAccount(o *gatetest.Office) url.Values {
	return url.Values{
		"name": {"لين حداد"}, "login": {"Leen"}, "org": {string(o.Org.ID)},
		"role": {"analyst", "case_worker"}, "clearance": {"C3"}, "lang": {"en"},
	}
}

var oneTime = regexp.MustCompile(`id="one-time">([^<]+)<`)

func TestAddOrganisation(t *testing.T) {
	o := office(t)
	v := o.Reader(o.Account("admin", access.Administrator))
	page := v.Post("/organisations", url.Values{"name_ar": {" "}, "name_en": {""}, "kind": {"club"}})
	if page.Status != http.StatusUnprocessableEntity || !page.Has("Write the name", "Choose the kind") {
		t.Errorf("empty organisation: status %d\n%s", page.Status, page.Body)
	}
	page = v.Post("/organisations", url.Values{"name_ar": {"رابطة عائلات"}, "kind": {"victims"}})
	if page.At != "/organisations?done=org" || !page.Has("<bdi>رابطة عائلات</bdi>", "Families and survivors", "The organisation was added.") {
		t.Errorf("added: at %s, status %d\n%s", page.At, page.Status, page.Body)
	}
}

func TestAddAccount(t *testing.T) {
	o := office(t)
	v := o.Reader(o.Account("admin", access.Administrator))
	page := v.Post("/organisations/accounts", newAccount(o))
	found := oneTime.FindStringSubmatch(page.Body)
	if page.Status != http.StatusOK || found == nil {
		t.Fatalf("made: status %d\n%s", page.Status, page.Body)
	}
	if page.Header.Get("Cache-Control") != "no-store" {
		t.Errorf("a one-time password may be kept by the browser")
	}
	first := o.Visitor().Post("/sign-in", url.Values{"login": {"leen"}, "password": {found[1]}})
	if first.At != "/first-steps" {
		t.Errorf("with the one-time password: at %s", first.At)
	}
	list := v.Get("/organisations")
	if !list.Has("<bdi>لين حداد</bdi>", "Case worker and Analyst", "Not signed in yet") || list.Has(found[1]) {
		t.Errorf("list:\n%s", list.Body)
	}
}

// What is wrong stands beside its field, and what was typed comes back.
func TestMistakes(t *testing.T) {
	o := office(t)
	v := o.Reader(o.Account("admin", access.Administrator))
	for want, change := range map[string]url.Values{
		"Write the name.":           {"name": {" "}},
		"2 to 64 characters":        {"login": {"لين"}},
		"This login is in use":      {"login": {"admin"}},
		"Choose the organisation":   {"org": {""}},
		"Choose at least one role,": {"role": {"analyst", "administrator"}},
		"These roles do not allow":  {"role": {"auditor"}},
	} {
		form := newAccount(o)
		for k, vs := range change {
			form[k] = vs
		}
		page := v.Post("/organisations/accounts", form)
		if page.Status != http.StatusUnprocessableEntity || !page.Has(want) {
			t.Errorf("%v: status %d, want 422 and %q", change, page.Status, want)
		}
		if form.Get("name") != " " && !page.Has(`value="لين حداد"`) {
			t.Errorf("%v: the name typed is lost", change)
		}
	}
}

func TestChangeAccount(t *testing.T) {
	o := office(t)
	p := o.Account("rana", access.Analyst)
	reader, v := o.Reader(p), o.Reader(o.Account("admin", access.Administrator))
	path := "/organisations/accounts/" + string(p.Account.ID)
	form := url.Values{"version": {"1"}, "name": {"Rana"}, "role": {"observer"}, "clearance": {"C2"}, "state": {"disabled"}, "why": {"short"}}
	if page := v.Post(path, form); page.Status != http.StatusUnprocessableEntity || !page.Has("Give the reason in 8", ">short</textarea>") {
		t.Errorf("short reason: status %d\n%s", page.Status, page.Body)
	}
	form.Set("why", "left the organisation")
	if page := v.Post(path, form); page.At != path+"?done=saved" || !page.Has("Disabled", "Observer") {
		t.Errorf("changed: at %s, status %d\n%s", page.At, page.Status, page.Body)
	}
	if page := reader.Get("/organisations"); !strings.HasPrefix(page.At, "/sign-in") {
		t.Errorf("a disabled account reads on at %s", page.At)
	}
	form.Set("state", "active")
	form.Set("name", "Rana typed")
	page := v.Post(path, form)
	if page.Status != http.StatusConflict || !page.Has("Somebody else changed", `value="Rana typed"`, `name="version" value="2"`) {
		t.Errorf("a stale change: status %d\n%s", page.Status, page.Body)
	}
}

func TestReset(t *testing.T) {
	o := office(t)
	p := o.Account("rana", access.Analyst)
	v := o.Reader(o.Account("admin", access.Administrator))
	path := "/organisations/accounts/" + string(p.Account.ID) + "/reset"
	if page := v.Get(path); !page.Has(`action="` + path + `"`) {
		t.Errorf("reset: status %d\n%s", page.Status, page.Body)
	}
	page := v.Post(path, url.Values{"why": {"lost her telephone"}})
	found := oneTime.FindStringSubmatch(page.Body)
	if found == nil {
		t.Fatalf("reset: status %d\n%s", page.Status, page.Body)
	}
	if first := o.Visitor().Post("/sign-in", url.Values{"login": {"rana"}, "password": {found[1]}}); first.At != "/first-steps" {
		t.Errorf("after a reset: at %s", first.At)
	}
}

// An administrator cannot change the own account, nor the last one.
func TestOwnAccount(t *testing.T) {
	o := office(t)
	p := o.Account("admin", access.Administrator)
	v := o.Reader(p)
	path := "/organisations/accounts/" + string(p.Account.ID)
	if page := v.Get(path); !page.Has("This is your own account") || page.Has(`name="version"`) {
		t.Errorf("own account: status %d\n%s", page.Status, page.Body)
	}
	form := url.Values{"version": {"1"}, "name": {"x"}, "role": {"observer"}, "clearance": {"C2"}, "why": {"because I can"}}
	if page := v.Post(path, form); page.Status != http.StatusNotFound {
		t.Errorf("changing the own account = %d", page.Status)
	}
}

// To all others accounts do not exist.
func TestHidden(t *testing.T) {
	o := office(t)
	p := o.Account("rana", access.CaseWorker)
	v := o.Reader(p)
	if page := v.Get("/organisations"); page.Status != http.StatusOK || page.Has("rana@") || page.Has("Accounts") || !page.Has("Documentation office") {
		t.Errorf("list for a case worker: status %d\n%s", page.Status, page.Body)
	}
	absent := v.Get("/organisations/accounts/01NONE")
	for _, path := range []string{"/organisations/accounts/" + string(p.Account.ID), "/organisations/accounts/new", "/organisations/new"} {
		if page := v.Get(path); page.Status != http.StatusNotFound || page.Body != absent.Body {
			t.Errorf("GET %s = %d, other than what is absent", path, page.Status)
		}
	}
	if page := v.Post("/organisations/accounts", newAccount(o)); page.Status != http.StatusNotFound {
		t.Errorf("a case worker makes an account: %d", page.Status)
	}
	if page := v.PostFrom("cross-site", "/organisations", nil); page.Status != http.StatusForbidden {
		t.Errorf("from another site: %d", page.Status)
	}
}

func TestArabic(t *testing.T) {
	o := office(t)
	v := o.Reader(o.Account("admin", access.Administrator))
	for _, path := range []string{"/organisations", "/organisations/new", "/organisations/accounts/new"} {
		page := v.Get(path + "?lang=ar")
		if !page.Has(`dir="rtl"`, "المنظمات") || regexp.MustCompile(`organisations\.[a-z]`).MatchString(page.Body) {
			t.Errorf("%s in Arabic:\n%s", path, page.Body)
		}
	}
}
