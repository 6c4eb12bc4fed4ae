package lists_test

import (
	"os"
	"path/filepath"
	"strings"
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

// look checks a page at both widths and takes its pictures.
func look(t *testing.T, tab *webtest.Tab, name string) {
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

// gateList is a list as a guard might have kept it: a column whose header says
// nothing, dates that are none, a row without a name.
const gateList = "م;الاسم الثلاثي;اسم الأم;تولد;عمود ٥;تاريخ الاعتقال;الجنس;ملاحظات;هاتف الأهل\n" +
	"1;سامر الحلاق;أمينة;1980;دمشق;2012-05-19;ذكر;;0930000001\n" +
	"2;ليلى الديري;هدى;1985;حلب;أيار 2013;أنثى;نُقلت;0930000002\n" +
	"3;جمال الشامي;رقية;لا شيء;حمص;ليلة العيد;ذكر;;\n" +
	"4;;سعاد;1990;حماة;2013;ذكر;;\n" +
	"5;رامي النجار;فاطمة;1979;إدلب;2014-01-02;ذكر;=1+1;0930000005\n"

func TestInBrowser(t *testing.T) {
	b := webtest.Start(t)
	for _, lang := range locale.Languages() {
		t.Run(lang, func(t *testing.T) { walkInBrowser(t, b, lang) })
	}
}

func walkInBrowser(t *testing.T, b *webtest.Browser, lang string) {
	h := open(t, withQueue(1))
	h.work()
	file := filepath.Join(t.TempDir(), "قائمة البوابة.csv")
	if err := os.WriteFile(file, []byte(gateList), 0o600); err != nil {
		t.Fatal(err)
	}
	tab := b.Open(t, "about:blank")
	tab.Expect("422")
	tab.Expect("401")
	officer := h.Account("walker", access.DataOfficer)
	tab.Go(h.URL + "/sign-in?lang=" + lang)
	tab.Type("[name=login]", officer.Account.Login)
	tab.Type("[name=password]", officer.Password)
	tab.Type("[name=code]", h.Code(officer.Secret))
	tab.Click("main form button:not([type=button])")
	tab.WaitFor(`!location.pathname.startsWith("/sign-in")`)

	src := h.URL + h.source("قائمة بوابة السجن", "from", "2012", "to", "2014")
	h.source("شهادات الناجين", "kind", "survivor", "sharing", "all")
	tab.Go(h.URL + "/lists/new")
	look(t, tab, "lists-new-"+lang)
	tab.Go(src + "/upload")
	look(t, tab, "lists-upload-"+lang)
	tab.Go(h.URL + "/lists/gate-sheet")
	look(t, tab, "lists-gate-"+lang)
	tab.Go(src + "/upload")
	tab.Upload("[name=file]", file)
	tab.Click("form[enctype] .primary")
	tab.Wait("#mapping")
	look(t, tab, "lists-preview-"+lang)

	// The effect of a correction is there at once.
	webtest.Eval[bool](tab, `(() => { const s = document.getElementById("field-4"); s.value = "governorate"; s.dispatchEvent(new Event("change", {bubbles: true})); return true })()`)
	tab.WaitFor(`document.querySelector("#columns tbody tr:nth-child(5) .tag-good") !== null`)
	if got := tab.Location(); !strings.Contains(got, "/lists/uploads/") {
		t.Fatalf("a correction leads to %s", got)
	}
	look(t, tab, "lists-corrected-"+lang)
	tab.Go(h.URL + "/lists")
	look(t, tab, "lists-unfinished-"+lang)
	tab.Click("#unfinished li a")
	tab.Wait("#mapping")
	tab.Click(`[name=do][value=take]`)
	tab.WaitFor(`location.pathname.startsWith("/lists/imports/")`) // the page of the job goes there by itself
	look(t, tab, "lists-import-"+lang)
	tab.Go(tab.Location() + "&report")
	look(t, tab, "lists-report-"+lang)
	tab.Click(".head .danger")
	tab.Wait("form.confirm")
	look(t, tab, "lists-undo-"+lang)
	tab.Type("[name=why]", "قائمة أخرى")
	tab.Click("form.confirm .danger")
	tab.WaitFor(`location.pathname.startsWith("/lists/sources/")`)
	tab.Wait("details.attach")
	webtest.Eval[bool](tab, `document.querySelector("details.attach").open = true`)
	look(t, tab, "lists-source-"+lang)

	// A workbook: its tables, one of them left out.
	book := filepath.Join(t.TempDir(), "قوائم الفرع.xlsx")
	if err := os.WriteFile(book, workbook(t), 0o600); err != nil {
		t.Fatal(err)
	}
	tab.Go(src + "/upload")
	tab.Upload("[name=file]", book)
	tab.Click("form[enctype] .primary")
	tab.Wait("#tables")
	look(t, tab, "lists-tables-"+lang)
	tab.Click("#tables tbody tr:nth-child(2) input")
	tab.Follow("#tables form button")
	tab.WaitFor(`document.querySelector("#tables tbody tr:nth-child(2) input")?.checked === false`)
	tab.Click(`[name=do][value=take]`)
	tab.WaitFor(`location.pathname.startsWith("/lists/imports/")`)
	look(t, tab, "lists-import-book-"+lang)
}
