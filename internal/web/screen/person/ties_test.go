package person_test

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"kashf.org/kashf/internal/access"
	"kashf.org/kashf/internal/locale"
	"kashf.org/kashf/internal/register"
	"kashf.org/kashf/internal/web/webtest"
)

// inmates is a list of n invented people held in one prison, the first few in one
// cell.
func inmates(n int) string {
	var b strings.Builder
	b.WriteString("الاسم الكامل,اسم الأم,سنة الميلاد,مكان الاحتجاز,المهجع,تاريخ الدخول,تاريخ الخروج\n")
	for i := range n {
		cell := i % 7
		fmt.Fprintf(&b, "مازن %s الشامي,هدى,%d,سجن صيدنايا,مهجع %d,2013-0%d-10,2014-05-01\n", []string{"أحمد", "خالد", "سليم", "نبيل", "وليد"}[i%5], 1960+i%40, cell, 1+i%9)
	}
	return b.String()
}

func TestTies(t *testing.T) {
	h, v := joined(t)
	page := v.Get(h.href(samer) + "/ties")
	if page.Status != http.StatusOK {
		t.Fatalf("status %d\n%s", page.Status, page.Body)
	}
	for _, want := range []string{"ماهر خليل الحلاق", "Brother", "decided that they are relatives", "أخوه ماهر", "فاطمة الزعبي", "Mother"} {
		if !page.Has(want) {
			t.Errorf("the page does not say %q", want)
		}
	}
	h.take(t, register.Source{ID: "book", Name: "دفتر", Kind: "official_register", Owner: h.Org.ID, Sharing: register.ShareAll, AddedAt: h.Clock.Now()}, inmates(120))
	page = v.Get(h.href(samer) + "/ties")
	if !page.Has("About 120 other files", "The picture shows the 20", "at the same time in") {
		t.Errorf("who was in Sednaya with him is not told\n%s", page.Body)
	}
	if last := v.Get(h.href(samer) + "/ties?page=4"); !last.Has("101") || last.Has("ties-hub") {
		t.Error("the last page of the table")
	}
	if strings.Contains(page.Body, "<title>سامر") {
		t.Error("the title names the person")
	}
}

// What a reader may not see is not in the picture, the count or the table: the
// page is the same, byte for byte, as if it never were.
func TestTiesHideWhatIsOutOfSight(t *testing.T) {
	h, v := joined(t)
	before := v.Get(h.href(samer) + "/ties")
	h.take(t, register.Source{ID: "theirs", Name: "دفترهم", Kind: "official_register", Owner: h.other.ID, Sharing: register.ShareOwner, AddedAt: h.Clock.Now()}, inmates(9))
	after := v.Get(h.href(samer) + "/ties")
	if before.Status != http.StatusOK || before.Body != after.Body {
		t.Errorf("a list out of sight changes the page: %d and %d bytes", len(before.Body), len(after.Body))
	}
	hidden, nobody := h.number(george), h.numbers.Format(4711)
	a, b := v.Get("/people/"+hidden+"/ties"), v.Get("/people/"+nobody+"/ties")
	if a.Status != http.StatusNotFound || a.Body != b.Body {
		t.Errorf("hidden %d, absent %d", a.Status, b.Status)
	}
}

// The picture holds for nobody, one, five and forty, in both directions, on a
// desk and on a phone.
func TestTiesLook(t *testing.T) {
	h, _ := joined(t)
	v := h.Reader(h.Account("reem", access.CaseWorker))
	b := webtest.Start(t)
	tab := b.Open(t, h.URL+"/sign-in")
	webtest.Eval[string](tab, `document.cookie = "kashf=`+v.Cookie()+`; path=/; samesite=strict"`)
	look := func(name string, of row) {
		t.Helper()
		for _, lang := range locale.Languages() {
			tab.Go(h.URL + h.href(of) + "/ties?" + url.Values{"lang": {lang}}.Encode())
			tab.Axe()
			tab.Narrow()
			tab.Screenshot(picture(t, "ties-"+name+"-"+lang+".png"))
			tab.Width(webtest.PhoneWidth)
			tab.Axe()
			tab.Narrow()
			tab.Screenshot(picture(t, "ties-"+name+"-"+lang+"-phone.png"))
			tab.Width(webtest.DeskWidth)
		}
	}
	look("nobody", laylaDead)
	look("one", layla)
	look("few", samer)
	h.take(t, register.Source{ID: "book", Name: "دفتر", Kind: "official_register", Owner: h.Org.ID, Sharing: register.ShareAll, AddedAt: h.Clock.Now()}, inmates(60))
	look("many", samer)
	if n := webtest.Eval[int](tab, `document.querySelectorAll(".ties-company li > div > a").length`); n != 20 {
		t.Errorf("%d people are drawn, want 20", n)
	}
	inOrder := webtest.Eval[bool](tab, `[...document.querySelectorAll(".ties a")].every((a, i, all) => i === 0 || all[i-1].compareDocumentPosition(a) & 4)`)
	if !inOrder {
		t.Error("the nodes are not in reading order")
	}
}
