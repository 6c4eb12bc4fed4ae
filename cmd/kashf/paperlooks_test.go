package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"kashf.org/kashf/internal/consent"
	"kashf.org/kashf/internal/desk"
	"kashf.org/kashf/internal/export"
	"kashf.org/kashf/internal/journal"
	"kashf.org/kashf/internal/locale"
	"kashf.org/kashf/internal/photo"
	"kashf.org/kashf/internal/register"
	"kashf.org/kashf/internal/web/gate/gatetest"
	"kashf.org/kashf/internal/web/webtest"
)

// TestLooksOfWhatLeaves looks at what people in sight are asked for, given to
// others or put on paper by, and at an office's own desk, in both languages, on
// a desk and on a phone.
func TestLooksOfWhatLeaves(t *testing.T) {
	t.Parallel()
	b := webtest.Start(t)
	s := serveDemo(t, 120)
	tab := b.Open(t, s.url+"/sign-in")
	s.signIn(t, tab, "data", "ar")
	tab.Go(s.url + "/people/list")
	file := webtest.Eval[string](tab, `document.querySelector("#found tbody a").pathname`)
	request, picture := s.furnishDesk(t, filepath.Base(file))
	for _, x := range []struct{ name, path string }{
		{"exports", "/exports"}, {"export", "/exports/" + request}, {"desk", "/desk"}, {"note", file + "/note"}, {"photo", "/photos/" + picture},
		{"saved", "/people/list?find=1"}, {"wgeid", file + "/wgeid"}, {"wgeid-paper", file + "/wgeid/document"}, {"paper", file + "/print"},
		{"compare", file + "/compare"}, {"earlier", file + "/earlier"}, {"runs", "/matches/runs"},
	} {
		for _, lang := range locale.Languages() {
			tab.Go(s.url + x.path + joint(x.path) + "lang=" + lang)
			gatetest.Look(t, tab, x.name+"-"+lang)
		}
	}
	list := s.listOnPaper(t)
	for _, lang := range locale.Languages() {
		tab.Go(s.url + list + "?lang=" + lang)
		gatetest.Look(t, tab, "list-paper-"+lang)
		for name, path := range map[string]string{"list-paper": list, "paper": file + "/print", "wgeid-paper": file + "/wgeid/document?in=" + lang} {
			tab.Go(s.url + path + joint(path) + "lang=" + lang)
			printed(t, tab, name+"-"+lang)
		}
	}
}

// listOnPaper is the paper of a selection of many, approved.
func (s tour) listOnPaper(t *testing.T) string {
	t.Helper()
	var records []register.RecordID
	for id := range register.RecordID(90) {
		records = append(records, id+1)
	}
	actor := func(login string) journal.Actor {
		a, err := s.d.access.Store.AccountByLogin(t.Context(), login)
		if err != nil {
			t.Fatal(err)
		}
		return journal.Actor{Account: string(a.ID), Org: string(a.Org)}
	}
	e := &export.Service{Journal: s.d.journal, Store: s.d.store, NewID: newID, Now: time.Now}
	id, err := e.Ask(t.Context(), actor("cases"), export.Request{Records: records, Why: "طلب لجنة المفقودين بكتابها رقم 12", For: "لجنة المفقودين", Columns: export.Columns()})
	if err == nil {
		err = e.Approve(t.Context(), actor("data"), id)
	}
	if err != nil {
		t.Fatal(err)
	}
	return "/exports/" + id + "/paper"
}

// joint is what stands between an address and one more of its parameters.
func joint(path string) string {
	if strings.Contains(path, "?") {
		return "&"
	}
	return "?"
}

// furnishDesk gives the archive's desk a note, tasks, a saved list and search, an
// export that waits, a photograph that is covered, and leave to fill the form.
func (s tour) furnishDesk(t *testing.T, no string) (request, picture string) {
	t.Helper()
	ctx := t.Context()
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	actor := func(login string) journal.Actor {
		a, err := s.d.access.Store.AccountByLogin(ctx, login)
		must(err)
		return journal.Actor{Account: string(a.ID), Org: string(a.Org)}
	}
	person, ok := s.d.fileNos.Parse(no)
	if !ok {
		t.Fatalf("%s is no file number", no)
	}
	_, all, err := s.d.store.Person(ctx, register.Sight{Machine: true}, person)
	must(err)
	of := []register.RecordID{all[0].ID}
	data, cases := actor("data"), actor("cases")
	for _, it := range []desk.Item{
		{Kind: desk.Note, Text: "اتصلت العائلة مرتين في تشرين، ولم يُجب أحد.", Level: register.C2},
		{Kind: desk.Task, Text: "زيارة الأم في حمص، ومعها صورة عن إخراج القيد العائلي", For: data.Account, Due: "2020-02-01"},
		{Kind: desk.Task, Text: "Call the hospital about the register of 2013", For: data.Account},
		{Kind: desk.Tag, Text: "يُتابع هذا الأسبوع"}, {Kind: desk.List, Text: "ملفات الأسبوع"},
		{Kind: desk.Search, Text: "كل من في حمص", Query: "f=governorate&v=SY04&not=&j=and&from=&to=", Records: nil},
	} {
		if it.Kind != desk.Search {
			it.Records = of
		}
		_, err := s.d.desk.Put(ctx, data, it)
		must(err)
	}
	e := &export.Service{Journal: s.d.journal, Store: s.d.store, NewID: newID, Now: time.Now}
	request, err = e.Ask(ctx, cases, export.Request{Records: of, Why: "طلب لجنة المفقودين بكتابها رقم 12", For: "لجنة المفقودين", Columns: export.Usual()})
	must(err)
	ph := &photo.Service{Journal: s.d.journal, Vault: s.d.vault, NewID: newID}
	shown, err := ph.Attach(ctx, data, photo.Photo{Record: of[0], Alt: "شاب أمام باب", Level: register.C2, Sharing: register.ShareAll}, bytes.NewReader(pngOf(3)))
	must(err)
	c := &consent.Service{Journal: s.d.journal, Store: s.d.store, Now: time.Now, NewID: newID}
	for _, x := range []consent.Consent{{Uses: []string{consent.WGEID}}, {Photo: shown.ID, Uses: []string{consent.Print}}} {
		x.Record, x.Giver, x.Way, x.On = of[0], "mother", "told", "2025"
		_, err := c.Give(ctx, data, x)
		must(err)
	}
	return request, shown.ID
}

// printed keeps the page as a printer would be given it, where pictures are
// wanted.
func printed(t *testing.T, tab *webtest.Tab, name string) {
	t.Helper()
	dir := os.Getenv("KASHF_PICTURES")
	if dir == "" {
		return
	}
	if err := os.WriteFile(filepath.Join(dir, name+".pdf"), tab.PDF(), 0o600); err != nil {
		t.Fatal(err)
	}
}
