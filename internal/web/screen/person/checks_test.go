package person_test

import (
	"slices"
	"testing"

	"kashf.org/kashf/internal/access"
	"kashf.org/kashf/internal/locale"
	"kashf.org/kashf/internal/register"
	"kashf.org/kashf/internal/web/webtest"
)

// book is a register that tells what the law asks of it. Nobody in it exists.
const book = `الاسم الكامل,اسم الأم,سنة الميلاد,تاريخ الاعتقال,مكان الاحتجاز,تاريخ الدخول,تاريخ الخروج,نقل إلى,مذكرة التوقيف,تاريخ إبلاغ الأسرة,الفحص الطبي,أول عرض على القضاء,تاريخ انتهاء الحكم,تاريخ القيد في السجل
هاني سعيد المصري,نجاح الحلبي,1980,2013-05-19,فرع فلسطين,2013-05-19,2013-09-01,سجن صيدنايا,لا يوجد,لم تبلغ الأسرة,2013-05-20,2013-08-02,,2013-09-20
رامي سعيد المصري,نجاح الحلبي,1983,2013-05-19,فرع فلسطين,2013,2013,,,,,,,
`

// What a list says of what the law asks comes through to the file, with its
// claims; what it leaves empty is not known, and no failure.
func TestChecks(t *testing.T) {
	h, v := joined(t)
	h.take(t, register.Source{ID: "book", Name: "دفتر الفرع", Kind: "official_register", Owner: h.Org.ID, Sharing: register.ShareAll, AddedAt: h.Clock.Now()}, book)
	var told []register.RecordID
	for r, err := range h.store.All(t.Context(), 0) {
		if err != nil {
			t.Fatal(err)
		}
		if !slices.Contains(h.records, r.ID) {
			told = append(told, r.ID)
		}
	}
	at := func(i int) string { return "/people/" + h.numbers.Format(register.PersonID(told[i])) }
	page := v.Get(at(0))
	for _, want := range []string{
		"Custody that needs attention", "no order was produced", "Not before a judge after at least: 74 days", "The authority had not told the family after at least: 104 days",
		"no source that you can see mentions the arrival", "Late entry: written down after the event by at least: 18 days", "General Comment 35", "لا يوجد",
	} {
		if !page.Has(want) {
			t.Errorf("the file does not say %q", want)
		}
	}
	if !page.Has("1 point is told", "in time") {
		t.Error("the examination, in time, is not told of")
	}
	silent := v.Get(at(1))
	if silent.Has("Custody that needs attention") || !silent.Has("Not known:", "the authority did not provide it") {
		t.Error("what nobody tells is an alarm, or is not said to be unknown")
	}
	b := webtest.Start(t)
	tab := b.Open(t, h.URL+"/sign-in")
	reem := h.Reader(h.Account("reem", access.CaseWorker))
	webtest.Eval[string](tab, `document.cookie = "kashf=`+reem.Cookie()+`; path=/; samesite=strict"`)
	for _, lang := range locale.Languages() {
		tab.Go(h.URL + at(0) + "?lang=" + lang)
		tab.Axe()
		tab.Narrow()
		tab.Screenshot(picture(t, "checks-"+lang+".png"))
		tab.Width(webtest.PhoneWidth)
		tab.Axe()
		tab.Narrow()
		tab.Screenshot(picture(t, "checks-"+lang+"-phone.png"))
		tab.Width(webtest.DeskWidth)
	}
}
