package main

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"kashf.org/kashf/internal/consent"
	"kashf.org/kashf/internal/register"
)

var hiddenRead = regexp.MustCompile(`name="read" value="([0-9]+)"`)

// readIn is the entry up to which the form of a page was read.
func readIn(t *testing.T, page string) []string {
	t.Helper()
	m := hiddenRead.FindStringSubmatch(page)
	if m == nil {
		t.Fatal("the form does not say up to where it was read")
	}
	return m[1:]
}

// Two people open the form for one new person at a time. The second is shown the
// file of the first before anything is entered twice, and keeps what was typed.
func TestEnterAtOnce(t *testing.T) {
	s := serveWorld(t)
	first, second := s.reader("cases"), s.reader("second.cases")
	theirs := released()
	for _, b := range []*browser{first, second} {
		if a := b.post("/people/new/similar", theirs); strings.Contains(a.body, `name="same"`) {
			t.Fatal("somebody like the new person is there before")
		}
	}
	file := enterReleased(t, first, released())
	theirs.Set("note", "كتبته الثانية بعد الأولى بلحظة")
	a := second.post("/people/new", theirs)
	if a.status != http.StatusConflict || !strings.Contains(a.body, file) || !strings.Contains(a.body, "كتبته الثانية بعد الأولى بلحظة") || !strings.Contains(a.body, "فرع فلسطين") {
		t.Fatalf("the second entry = %d, without the first's file or without what was typed", a.status)
	}
	theirs.Set("same", strings.TrimPrefix(file, "/people/"))
	if to := enterReleased(t, second, theirs); to != file {
		t.Errorf("the second entry joins %s, want %s", to, file)
	}
}

// Notes, tags, tasks and figures of two people stand side by side: none takes
// another's place, and each sees both.
func TestNothingIsOverwritten(t *testing.T) {
	s := serveWorld(t)
	first, second := s.reader("cases"), s.reader("data")
	file, place := "/people/"+s.fileNo(s.first), "/facilities/"+string(s.facility)
	figure := func(text string) url.Values {
		return url.Values{"what": {"held"}, "text": {text}, "on": {"2014-05"}, "source": {string(s.open)}}
	}
	for _, x := range []struct {
		to     string
		forms  [2]url.Values
		at     string
		stands []string
	}{
		{file + "/note", [2]url.Values{{"kind": {"note"}, "text": {"اتصلت الأم صباحًا"}, "level": {"C2"}}, {"kind": {"note"}, "text": {"اتصل الأخ مساءً"}, "level": {"C2"}}}, file, []string{"اتصلت الأم صباحًا", "اتصل الأخ مساءً"}},
		{file + "/note", [2]url.Values{{"kind": {"tag"}, "text": {"أولوية"}}, {"kind": {"tag"}, "text": {"حمص 2012"}}}, file, []string{"أولوية", "حمص 2012"}},
		{file + "/note", [2]url.Values{{"kind": {"task"}, "text": {"زيارة البيت"}, "for": {string(s.accounts["data"])}}, {"kind": {"task"}, "text": {"طلب القيد"}, "for": {string(s.accounts["cases"])}}}, "/desk", []string{"زيارة البيت", "طلب القيد"}},
		{place + "/tell", [2]url.Values{figure("نحو 60"), figure("أكثر من 75")}, place, []string{"نحو 60", "أكثر من 75"}},
	} {
		for i, b := range []*browser{first, second} {
			if a := b.post(x.to, x.forms[i]); a.status != http.StatusSeeOther {
				t.Fatalf("%s of the %d. = %d", x.to, i+1, a.status)
			}
		}
		for _, b := range []*browser{first, second} {
			page := b.get(x.at).body
			for _, want := range x.stands {
				if !strings.Contains(page, want) {
					t.Errorf("%s as %s lacks %q", x.at, b.login, want)
				}
			}
		}
	}
	s.replays()
}

// A consent that is withdrawn while a colleague enters another is seen before
// anything is entered: a change of mind is not written over by whoever did not
// hear of it.
func TestConsentAtOnce(t *testing.T) {
	s := serveWorld(t)
	first, second := s.reader("cases"), s.reader("second.cases")
	for _, x := range []struct {
		page, at string
		id       string
		uses     []string
	}{
		{"/photos/" + s.photo, "/photos/" + s.photo + "/consents", s.consent(s.first, s.photo), []string{consent.Print, consent.Publish}},
		{"/people/" + s.fileNo(s.first) + "/wgeid", "/people/" + s.fileNo(s.first) + "/wgeid/consents", s.consent(s.first, ""), nil},
	} {
		form := url.Values{"use": x.uses, "giver": {"sister"}, "name": {"منى البيطار"}, "way": {"told"}, "on": {"2025"}, "read": readIn(t, second.get(x.page).body)}
		if a := first.post(x.at+"/"+x.id+"/withdraw", nil); a.status != http.StatusSeeOther {
			t.Fatalf("withdrawing = %d", a.status)
		}
		a := second.post(x.at, form)
		if a.status != http.StatusConflict || !strings.Contains(a.body, "منى البيطار") || !strings.Contains(a.body, "What was agreed changed") {
			t.Fatalf("%s over a change of mind = %d", x.at, a.status)
		}
		form["read"] = readIn(t, a.body)
		for range 2 { // and a second click
			if a := second.post(x.at, form); a.status != http.StatusSeeOther {
				t.Errorf("%s sent again = %d", x.at, a.status)
			}
		}
	}
	all, err := s.d.store.ConsentsOf(t.Context(), []register.RecordID{s.first})
	s.must(err)
	given := 0
	for _, c := range all {
		if c.Name == "منى البيطار" {
			given++
		}
	}
	if given != 2 {
		t.Errorf("%d consents of hers, want one for each", given)
	}
	s.replays()
}
