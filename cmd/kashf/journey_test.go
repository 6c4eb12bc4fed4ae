package main

import (
	"context"
	"net"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/pquerna/otp/totp"

	"kashf.org/kashf/internal/web/webtest"
)

// A tour is a demo world with a server on it.
type tour struct {
	url     string
	samples map[string]sample // by login
	d       *deployment
	ahead   *atomic.Int64 // how far the clock of entries is ahead, in nanoseconds
}

// serveDemo makes a small world and serves it until the test ends.
func serveDemo(t *testing.T, persons int) tour {
	t.Helper()
	f := folder{Dir: filepath.Join(t.TempDir(), "demo"), As: "local"}
	if err := makeFolders(f); err != nil {
		t.Fatal(err)
	}
	d, err := openDeployment(t.Context(), f, quiet(stdio{err: os.Stderr}))
	if err != nil {
		t.Fatal(err)
	}
	all, err := d.fillWorld(t.Context(), persons, 3, func(string) {})
	if err != nil {
		t.Fatal(err)
	}
	ahead := &atomic.Int64{}
	d.journal.Now = func() time.Time { return time.Now().Add(time.Duration(ahead.Load())) }
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
	s := tour{url: "http://" + l.Addr().String(), samples: make(map[string]sample), d: d, ahead: ahead}
	for _, x := range all {
		s.samples[x.Login] = x
	}
	return s
}

// signIn signs an account in, in the given language. A code is good once and
// for half a minute: a second sign-in within it, or a machine that takes longer
// to type it, waits for the next.
func (s tour) signIn(t *testing.T, tab *webtest.Tab, login, lang string) {
	t.Helper()
	const step = 30 * time.Second
	a := s.samples[login]
	tab.Expect("422")
	for range 4 {
		tab.Forget()
		tab.Go(s.url + "/sign-in?lang=" + lang)
		tab.Type("[name=login]", a.Login)
		tab.Type("[name=password]", a.Password)
		code, err := totp.GenerateCode(a.Secret, time.Now())
		if err != nil {
			t.Fatal(err)
		}
		tab.Type("[name=code]", code)
		tab.Follow("main form button.primary")
		if webtest.Eval[bool](tab, `!location.pathname.startsWith("/sign-in")`) {
			return
		}
		time.Sleep(time.Until(time.Now().Truncate(step).Add(step)))
	}
	t.Fatalf("%s could not sign in", login)
}

// pictures is where the README's screenshots go, "" where none are wanted.
func picture(tab *webtest.Tab, name, lang string) {
	if dir := os.Getenv("KASHF_PICTURES"); dir != "" {
		tab.Screenshot(filepath.Join(dir, name+"-"+lang+".png"))
	}
}

// The names are invented. The third column's header says nothing, and what is
// in it is only to be known by a person: the mother's name.
const journeyList = `الاسم الكامل,المحافظة,عمود ٣,سنة الميلاد
نورس صالح الزعيمي,حمص,سعاد,1979
قصي ماجد السروجي,حماة,هدى,1985
`

// TestJourney walks the main job in a browser, in both languages: take a list
// in with a corrected mapping, judge by keyboard, search in Latin for a name
// written in Arabic, open the file, undo the import.
func TestJourney(t *testing.T) {
	t.Parallel()
	b := webtest.Start(t)
	s := serveDemo(t, 400)
	for lang, login := range map[string]string{"ar": "data", "en": "data2"} {
		t.Run(lang, func(t *testing.T) {
			tab := b.Open(t, s.url+"/sign-in")
			s.signIn(t, tab, login, lang)
			tab.Axe()
			picture(tab, "situation", lang)
			s.openWaiting(t, tab, lang)
			s.judge(t, tab, lang)
			imported := s.takeIn(t, tab, lang)
			s.findAndOpen(t, tab, lang)
			s.undo(t, tab, imported)
		})
	}
}

// takeIn uploads a list, corrects one column and takes it in.
func (s tour) takeIn(t *testing.T, tab *webtest.Tab, lang string) (imported string) {
	t.Helper()
	file := filepath.Join(t.TempDir(), "list.csv")
	if err := os.WriteFile(file, []byte(journeyList), 0o600); err != nil {
		t.Fatal(err)
	}
	tab.Go(s.url + "/lists")
	tab.Axe()
	tab.Click("main td a.button, main td .button")
	tab.Wait("[name=file]")
	tab.Upload("[name=file]", file)
	tab.Click("form[enctype] .primary")
	tab.Wait("#mapping")
	webtest.Eval[bool](tab, `(() => { document.querySelector("#mapping").asked = true; const s = document.querySelector("#field-2"); s.value = "mother_name"; s.dispatchEvent(new Event("change", {bubbles: true})); return true })()`)
	// The preview answers what the choice changes, in a form that takes the place of this one.
	tab.WaitFor(`document.querySelector("#mapping").asked === undefined && document.querySelector("#field-2").value === "mother_name"`)
	tab.Axe()
	picture(tab, "mapping", lang)
	tab.Click("[name=do][value=take]")
	tab.WaitFor(`location.pathname.startsWith("/lists/imports/")`)
	tab.Axe()
	return tab.Location()
}

// openWaiting opens a file of which something waits for a second person.
func (s tour) openWaiting(t *testing.T, tab *webtest.Tab, lang string) {
	t.Helper()
	if !webtest.Eval[bool](tab, `document.querySelector('main a[href^="/people/"]') !== null`) {
		return // nothing waits in what this account may read
	}
	tab.Click(`main a[href^="/people/"]`)
	tab.WaitFor(`location.pathname.startsWith("/people/")`)
	tab.Axe()
	picture(tab, "person", lang)
}

// judge answers the first open pair with one key.
func (s tour) judge(t *testing.T, tab *webtest.Tab, lang string) {
	t.Helper()
	tab.Go(s.url + "/matches")
	tab.Wait("[name=verdict]")
	tab.Axe()
	picture(tab, "match", lang)
	before := tab.Text("main")
	tab.Press("2")
	tab.WaitFor(`document.querySelector("main .flash-good") !== null`)
	if after := tab.Text("main"); after == before {
		t.Error("the next pair did not come")
	}
}

// findAndOpen searches in Latin letters for a name that was written in Arabic.
func (s tour) findAndOpen(t *testing.T, tab *webtest.Tab, lang string) {
	t.Helper()
	tab.Go(s.url + "/people")
	tab.Type("main [name=name]", "Nawras Saleh al-Zaimi")
	tab.Click("main form button.primary")
	tab.WaitFor(`document.body.innerText.includes("نورس صالح الزعيمي")`)
	tab.Axe()
	picture(tab, "people", lang)
	if strings.Contains(tab.Location(), "Nawras") {
		t.Errorf("the address %s holds the name that was searched", tab.Location())
	}
	tab.Click("main .hit-name")
	tab.WaitFor(`location.pathname.startsWith("/people/")`)
	tab.Axe()
	if got := tab.Text("h1"); !strings.Contains(got, "نورس") {
		t.Errorf("the file's heading is %q", got)
	}
}

// undo takes the import back.
func (s tour) undo(t *testing.T, tab *webtest.Tab, imported string) {
	t.Helper()
	tab.Go(imported)
	tab.Click(".head .danger")
	tab.Wait("form.confirm")
	tab.Type("[name=why]", "قائمة أخرى")
	tab.Click("form.confirm .danger")
	tab.WaitFor(`location.pathname.startsWith("/lists/sources/")`)
	for end := time.Now().Add(time.Minute); ; time.Sleep(200 * time.Millisecond) { // the index follows the ledger
		tab.Go(s.url + "/people")
		tab.Type("main [name=name]", "Nawras Saleh al-Zaimi")
		tab.Follow("main form button.primary")
		if !strings.Contains(tab.Text("main"), "نورس صالح الزعيمي") {
			return
		}
		if time.Now().After(end) {
			t.Fatal("a person of an undone import is still found")
		}
	}
}
