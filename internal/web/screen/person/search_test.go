package person_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"kashf.org/kashf/internal/access"
	"kashf.org/kashf/internal/find"
	"kashf.org/kashf/internal/locale"
	"kashf.org/kashf/internal/register"
	"kashf.org/kashf/internal/web"
	"kashf.org/kashf/internal/web/gate/gatetest"
	"kashf.org/kashf/internal/web/screen/people"
	"kashf.org/kashf/internal/web/screen/person"
	"kashf.org/kashf/internal/web/webtest"
)

// searched is a house with the search beside the files. Where loaded is false
// the index is still empty.
func searched(t *testing.T, loaded bool) *house {
	t.Helper()
	var index *find.Index
	h := open(t, func(h *house) []web.Route {
		index = find.New(h.store)
		s := &people.Screen{
			Web: h.Web, Index: index, Cards: h.files, Register: h.store, FileNos: h.numbers,
			Searches: h.reads, Href: person.Href,
		}
		return s.Routes()
	})
	if loaded {
		if err := index.Load(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	return h
}

func ask(v *gatetest.Visitor, name string, more ...string) gatetest.Page {
	form := url.Values{"name": {name}}
	for i := 0; i+1 < len(more); i += 2 {
		form.Set(more[i], more[i+1])
	}
	return v.Post("/people", form)
}

func TestSearch(t *testing.T) {
	h := searched(t, true)
	v := h.Reader(h.Account("nour", access.CaseWorker))
	for _, c := range []struct {
		name string
		more []string
		want row
	}{
		{"Samer al-Hallak", nil, samer},
		{"سامر الحلاق", nil, samerLatin},
		{"ماهر الحلاق", []string{"mother", "Fatima", "born", "١٩٨٨"}, maher},
		{"ليلى الديري", []string{"governorate", "SY09", "source", "fam"}, layla},
	} {
		page := ask(v, c.name, c.more...)
		if page.Status != http.StatusOK || page.At != "/people" || !page.Has(h.href(c.want)) {
			t.Errorf("search %q %v: status %d at %s, found %t", c.name, c.more, page.Status, page.At, page.Has(h.href(c.want)))
		}
		for _, told := range []string{"2014-02-11", "11 February", "قائمة الوفيات</bdi>", "Reported dead", "توقف القلب", "disappeared"} {
			if strings.Contains(page.Body, told) {
				t.Errorf("search %q: a result says %q", c.name, told)
			}
		}
	}
	if page := ask(v, strings.ToLower(h.number(samer))); page.At != h.href(samer) {
		t.Errorf("a file number leads to %s", page.At)
	}
}

// Whoever is hidden is not found, by name or by number, and the answer is that
// for somebody whom the register does not hold.
func TestHiddenIsNotFound(t *testing.T) {
	h := searched(t, true)
	v := h.Reader(h.Account("nour", access.CaseWorker))
	hidden, nobody := ask(v, "جورج حنا شماس"), ask(v, "ورد سليم قطيفان")
	if hidden.Has(h.number(george)) || strings.ReplaceAll(hidden.Body, "جورج حنا شماس", "X") != strings.ReplaceAll(nobody.Body, "ورد سليم قطيفان", "X") {
		t.Error("a hidden person and nobody are answered otherwise")
	}
	if page := ask(v, h.number(george)); page.At != "/people" || page.Has(h.href(george)) {
		t.Errorf("the number of a hidden person leads to %s", page.At)
	}
	if page := ask(h.Reader(h.AccountOf(h.other.ID, "lina", access.CaseWorker)), "Georges Chammas"); !page.Has(h.href(george)) {
		t.Error("its own organisation does not find the person")
	}
}

// A victims' representative is told that a record may concern the family, and
// nothing of what it says or in which list it stands.
func TestRepresentative(t *testing.T) {
	h := searched(t, true)
	v := h.Reader(h.Account("hala", access.VictimsRepresentative))
	page := ask(v, "سامر خليل الحلاق", "mother", "فاطمة الزعبي", "source", "dead")
	if !page.Has("We have a record that may concern you") {
		t.Errorf("status %d: nothing is said\n%s", page.Status, page.Body)
	}
	for _, told := range []string{h.number(samer), "1985", "/people/", "قائمة", "مقابلات", "Partner list"} {
		if strings.Contains(page.Body, told) {
			t.Errorf("a representative reads %q", told)
		}
	}
	if page = ask(v, "سامر خليل الحلاق"); page.Status != http.StatusUnprocessableEntity || page.Has("may concern you") {
		t.Errorf("a name alone: status %d", page.Status)
	}
	if page = ask(v, "سامر خليل الحلاق", "mother", "وردة قسيس"); page.Has("may concern you") {
		t.Error("another mother is told of a record")
	}
	if page = ask(v, h.number(samer), "mother", "فاطمة الزعبي"); page.At != "/people" || page.Has("may concern you") {
		t.Errorf("a file number leads to %s", page.At)
	}
	if page = v.Get(h.href(samer)); page.Status != http.StatusNotFound {
		t.Errorf("the file itself: status %d", page.Status)
	}
}

func TestTypedIsKept(t *testing.T) {
	h := searched(t, true)
	v := h.Reader(h.Account("nour", access.CaseWorker))
	for _, more := range [][]string{{"born", "19x5"}, {"mother", "مريم الأسود"}} {
		page := ask(v, "", append(more, "governorate", "SY09")...)
		if page.Status != http.StatusUnprocessableEntity || !page.Has(`value="`+more[1]+`"`, `value="SY09" selected`) {
			t.Errorf("%v: status %d, typed work kept %t", more, page.Status, page.Has(more[1]))
		}
	}
	if page := ask(v, ""); page.Status != http.StatusOK || !page.Has("How to search") {
		t.Errorf("an empty search: status %d", page.Status)
	}
	if got := h.reads.noted(); len(got) != 0 {
		t.Errorf("noted %q, want nothing that was not looked for", got)
	}
}

func TestSearchIsNoted(t *testing.T) {
	h := searched(t, true)
	v := h.Reader(h.Account("nour", access.CaseWorker))
	ask(v, "سامر", "mother", "فاطمة")
	if got := h.reads.noted(); len(got) != 1 || !strings.HasPrefix(got[0], "people.search سامر\nفاطمة") {
		t.Errorf("noted %q", got)
	}
	h.reads.fail = http.ErrServerClosed
	if page := ask(v, "سامر"); page.Status != http.StatusInternalServerError {
		t.Errorf("a search that cannot be noted: status %d", page.Status)
	}
}

func TestSearchWhileLoading(t *testing.T) {
	h := searched(t, false)
	page := ask(h.Reader(h.Account("nour", access.CaseWorker)), "سامر الحلاق")
	if !page.Has("still being read", `value="سامر الحلاق"`) {
		t.Errorf("status %d\n%s", page.Status, page.Body)
	}
}

// From a search in Latin letters, by the keyboard alone, to the file.
func TestSearchByKeyboard(t *testing.T) {
	h := searched(t, true)
	h.judge(t, h.Account("rana", access.Analyst), samer, maher, register.Relatives)
	v := h.Reader(h.Account("nour", access.CaseWorker))
	for _, lang := range locale.Languages() {
		tab := webtest.Start(t).Open(t, h.URL+"/sign-in")
		webtest.Eval[string](tab, `document.cookie = "kashf=`+v.Cookie()+`; path=/; samesite=strict"`)
		tab.Go(h.URL + "/people?lang=" + lang)
		tab.Axe()
		tab.Narrow()
		tab.Type("#f-name", "Khalil al-Hallaq")
		tab.Click(".people-search .primary")
		tab.WaitFor(`document.readyState === "complete" && document.getElementById("hit-1") !== null`)
		tab.Axe()
		tab.Narrow()
		tab.Screenshot(picture(t, "people-"+lang+".png"))
		tab.Width(webtest.PhoneWidth)
		tab.Axe()
		tab.Narrow()
		tab.Screenshot(picture(t, "people-"+lang+"-phone.png"))
		tab.Width(webtest.DeskWidth)
		for i, step := range []struct{ key, want string }{{"j", "hit-1"}, {"j", "hit-2"}, {"k", "hit-1"}, {"j", "hit-2"}} {
			tab.Press(step.key)
			if got := webtest.Eval[string](tab, `document.activeElement.id`); got != step.want {
				t.Fatalf("%s: after key %d (%s) focus is on %q, want %s", lang, i+1, step.key, got, step.want)
			}
		}
		want := webtest.Eval[string](tab, `document.activeElement.getAttribute("href")`)
		tab.Press("\r")
		tab.Wait(".file-head")
		if got := tab.Location(); got != h.URL+want {
			t.Errorf("%s: Enter leads to %s, want %s", lang, got, want)
		}
	}
}
