package main

import (
	"context"
	"log/slog"
	"net"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/pquerna/otp/totp"

	"kashf.org/kashf/internal/intake/sheet"
	"kashf.org/kashf/internal/locale"
	"kashf.org/kashf/internal/web/webtest"
)

// TestFirstDay is an office's first day, walked as the first-steps pages say it,
// once in each language: an archive that holds nothing, its first account, two
// colleagues, a list out of a spreadsheet, a pair judged, somebody found, a
// search kept, an export asked for by one and approved by the other.
func TestFirstDay(t *testing.T) {
	t.Parallel()
	b := webtest.Start(t)
	for _, lang := range locale.Languages() {
		t.Run(lang, func(t *testing.T) {
			day := newDay(t, b, lang)
			day.administrator()
			officer := day.colleague("samer", "سامر", "data_officer")
			second := day.colleague("lina", "لينا", "data_officer")
			day.welcome("samer", officer)
			day.bringIn()
			day.link()
			day.find()
			day.judge()
			day.keepAndAsk()
			day.welcome("lina", second)
			day.approve()
		})
	}
}

// A firstDay is one walk: the page that is open and who has signed in.
type firstDay struct {
	*testing.T
	tab  *webtest.Tab
	url  string
	lang string
	p    locale.Printer
	once string // the first account's one-time password

	password, secret string        // of who is signed in
	ahead            *atomic.Int64 // how far the clock of sign-ins is ahead: a code is good once
}

// newDay makes an empty archive as the README says and serves it.
func newDay(t *testing.T, b *webtest.Browser, lang string) *firstDay {
	t.Helper()
	f := folder{Dir: filepath.Join(t.TempDir(), "D"), As: "local"}
	var said strings.Builder
	made := initCommand{folder: f, Org: "Record centre", Login: "hala", Lang: lang}
	if err := made.Run(t.Context(), stdio{in: strings.NewReader(""), out: &said, err: os.Stderr}); err != nil {
		t.Fatal(err)
	}
	words := strings.Fields(said.String())
	d, err := openDeployment(t.Context(), f, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	ahead := &atomic.Int64{}
	if err := cheapen(d, ahead); err != nil {
		t.Fatal(err)
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- d.serve(ctx, server{listener: l}) }()
	t.Cleanup(func() {
		stop()
		if err := <-done; err != nil {
			t.Error(err)
		}
		if err := d.Close(); err != nil {
			t.Error(err)
		}
	})
	url := "http://" + l.Addr().String()
	return &firstDay{T: t, tab: b.Open(t, url+"/sign-in"), url: url, lang: lang, p: locale.For(lang), once: words[len(words)-1], ahead: ahead}
}

// look checks the page that is open, and takes its picture where one is wanted.
func (d *firstDay) look(name string) {
	d.Helper()
	d.tab.Axe()
	picture(d.tab, "first-day-"+name, d.lang)
	if got := webtest.Eval[string](d.tab, `document.documentElement.lang`); got != d.lang {
		d.Errorf("%s is in %q", name, got)
	}
}

// step follows the link of a first step, by its words.
func (d *firstDay) step(key string) {
	d.Helper()
	d.tab.Go(d.url + "/help")
	d.press("main ol.first-steps a", key)
}

// press follows what is called so among the elements of a selector.
func (d *firstDay) press(selector, key string, args ...any) {
	d.Helper()
	words := d.p.T(key, args...)
	webtest.Eval[bool](d.tab, `(window.before = true)`)
	if !webtest.Eval[bool](d.tab, `(() => { const e = [...document.querySelectorAll(`+quote(selector)+`)].find(e => e.textContent.includes(`+quote(words)+`)); e?.click(); return !!e })()`) {
		d.Fatalf("%s has no %q at %s:\n%s", selector, words, d.tab.Location(), d.tab.Text("main"))
	}
	d.tab.WaitFor(`window.before === undefined`)
}

// welcome signs an account in for the first time: the password that was told, one
// of its own, a code.
func (d *firstDay) welcome(login, password string) {
	d.Helper()
	const chosen = "orchard kettle winter seven"
	d.tab.Forget()
	d.tab.Go(d.url + "/sign-in?lang=" + d.lang)
	d.tab.Type("#f-login", login)
	d.tab.Type("#f-password", password)
	d.tab.Follow("main form .primary")
	d.look("password")
	d.tab.Type("#f-password", password)
	d.tab.Type("#f-password_new", chosen)
	d.tab.Type("#f-password_again", chosen)
	d.tab.Follow("main .primary")
	d.look("factor")
	d.tab.Follow("main .primary")
	d.tab.Wait(".square")
	d.password, d.secret = chosen, webtest.Eval[string](d.tab, `document.querySelector("[data-copy]").dataset.copy`)
	d.tab.Type("#f-code", d.code())
	d.tab.Follow("main .primary")
	d.look("in-" + login)
}

// code is the next code of who is signed in.
func (d *firstDay) code() string {
	d.Helper()
	d.ahead.Add(int64(31 * time.Second))
	code, err := totp.GenerateCode(d.secret, time.Now().Add(time.Duration(d.ahead.Load())))
	if err != nil {
		d.Fatal(err)
	}
	return code
}

// fresh gives password and code again where a page asks for them.
func (d *firstDay) fresh() {
	d.Helper()
	if !webtest.Eval[bool](d.tab, `document.querySelector("main [autocomplete=one-time-code]") !== null`) {
		return
	}
	d.look("fresh")
	d.tab.Type("main [autocomplete=current-password]", d.password)
	d.tab.Type("main [autocomplete=one-time-code]", d.code())
	d.tab.Follow("main form .primary")
}

func (d *firstDay) administrator() {
	d.Helper()
	d.welcome("hala", d.once)
	d.tab.Go(d.url + "/help")
	d.look("steps-hala")
}

// colleague opens an account and returns its one-time password.
func (d *firstDay) colleague(login, name, role string) (password string) {
	d.Helper()
	d.step("help.step.accounts")
	d.look("accounts")
	d.tab.Follow(`main a[href^="/organisations/accounts/new"]`)
	d.tab.Type("#f-name", name)
	d.tab.Type("#f-login", login)
	d.tab.Click(`main input[name=role][value=` + role + `]`)
	d.tab.Click(`main input[name=lang][value=` + d.lang + `]`)
	d.look("account-new")
	d.tab.Expect("403")
	d.tab.Follow("main form[data-draft] .primary")
	d.fresh()
	d.look("account-made")
	return webtest.Eval[string](d.tab, `document.querySelector("#one-time").textContent.trim()`)
}

// firstList is a spreadsheet as offices keep it: a title over the header, dates as
// they come, two rows that may be one person and three that are not. The names
// are invented.
func (d *firstDay) firstList() string {
	d.Helper()
	file := filepath.Join(d.TempDir(), "list.xlsx")
	f, err := os.Create(file)
	if err != nil {
		d.Fatal(err)
	}
	w := sheet.NewWriter(f, true)
	w.Sheet("قائمة", nil)
	w.Row("أسماء من سُئل عنهم في مكتبنا")
	w.Merge(0, 5)
	w.Row("الاسم الكامل", "اسم الأم", "سنة الولادة", "تاريخ الاعتقال", "المحافظة")
	w.Row("نورس صالح الزعيمي", "سعاد", "1979", "12/03/2013", "حمص")
	w.Row("نورس صالح الزعيم", "سعاد", "١٩٧٩", "آذار 2013", "حمص")
	w.Row("قصي ماجد السروجي", "هدى", "1985", "2014", "حماة")
	w.Row("وائل هيثم القطان", "نجاح", "1990", "2012-07-04", "حلب")
	w.Row("رغد سليم المرادي", "أمل", "", "صيف 2012", "درعا")
	for _, err := range []error{w.Close(), f.Close()} {
		if err != nil {
			d.Fatal(err)
		}
	}
	return file
}

// bringIn describes a source, gives its file and looks over the columns.
func (d *firstDay) bringIn() {
	d.Helper()
	d.tab.Go(d.url + "/help")
	d.look("steps")
	d.step("help.step.list")
	d.look("lists")
	d.tab.Follow(`main a[href="/lists/new"]`)
	d.look("source-new")
	d.tab.Type("#f-name", "دفتر المكتب")
	webtest.Eval[bool](d.tab, `(document.querySelector("#f-kind").selectedIndex = 1) === 1`)
	d.tab.Follow("main form[data-draft] .primary")
	d.look("source")
	if !strings.Contains(d.tab.Location(), "/upload") {
		d.tab.Follow(`main a[href$="/upload"]`)
	}
	d.look("upload")
	d.tab.Upload("[name=file]", d.firstList())
	d.tab.Follow("form[enctype] .primary")
	d.tab.Wait("#mapping")
	d.look("columns")
	d.tab.Click("[name=do][value=take]")
	d.tab.WaitFor(`location.pathname.startsWith("/lists/imports/")`)
	d.look("taken")
}

// link has the rows compared.
func (d *firstDay) link() {
	d.Helper()
	d.step("help.step.link")
	d.look("runs")
	d.press("main form button", "matches.runs.start")
	d.tab.WaitFor(`document.querySelector('main a[href="/matches"]') !== null`)
	d.look("linked")
	d.step("help.step.match")
	d.look("matches")
}

// find looks for somebody in Latin letters and opens the file.
func (d *firstDay) find() {
	d.Helper()
	d.step("help.step.search")
	d.look("search")
	d.tab.Type("main [name=name]", "Nawras Saleh al-Zaimi")
	d.tab.Follow("main form button.primary")
	d.look("found")
	d.tab.Follow("main .hit-name")
	d.look("file")
	if got := d.tab.Text("h1"); !strings.Contains(got, "نورس") {
		d.Errorf("the file's heading is %q", got)
	}
}

// judge answers for what the program joined, from the file.
func (d *firstDay) judge() {
	d.Helper()
	d.tab.Follow(`main a[href^="/matches/"]`)
	d.look("pair")
	d.tab.Press("1")
	d.tab.WaitFor(`document.querySelector("main .flash-good") !== null`)
	d.look("judged")
}

// keepAndAsk keeps a search and asks for what it finds as a file.
func (d *firstDay) keepAndAsk() {
	d.Helper()
	d.step("help.step.browse")
	d.look("list")
	webtest.Eval[bool](d.tab, `(() => { const s = document.querySelector("#add"); s.value = "governorate"; return s.value !== "" })()`)
	d.tab.Follow(`main form.browse button[name=do], main form.browse #add ~ button`)
	webtest.Eval[bool](d.tab, `(() => { const s = document.querySelector("main form.browse select[name=v]"); s.selectedIndex = [...s.options].findIndex(o => o.value === "SY04"); return true })()`)
	d.tab.Follow("main form.browse .primary")
	d.look("narrowed")
	d.tab.Type("#save-name", "حمص")
	d.tab.Follow("form.save button")
	d.look("saved")
	d.tab.Click("#all")
	d.tab.Click("fieldset.together details:last-of-type summary")
	d.tab.Type("#f-why", "طلب اللجنة بكتابها رقم 12")
	d.tab.Type("#f-whom", "اللجنة")
	d.look("asking")
	d.tab.Follow(`button[formaction$="/export"]`)
	d.look("asked")
}

// approve is the second person's word: the first page says that it is waited for.
func (d *firstDay) approve() {
	d.Helper()
	d.tab.Go(d.url + "/")
	d.tab.Follow(`main a[href="/exports"]`)
	d.look("exports")
	d.tab.Follow(`main a.button[href^="/exports/"]`)
	d.look("to-approve")
	d.tab.Expect("403")
	d.press("main form button.primary", "exports.approve")
	d.fresh()
	d.look("approved")
	for _, kind := range []string{"xlsx", "csv"} {
		if !webtest.Eval[bool](d.tab, `document.querySelector("main").innerHTML.includes(".`+kind+`")`) {
			d.Errorf("what was approved cannot be taken as %s:\n%s", kind, d.tab.Text("main"))
		}
	}
}

func quote(s string) string { return "`" + s + "`" }
