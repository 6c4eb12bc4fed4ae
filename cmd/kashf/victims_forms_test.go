package main

import (
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"kashf.org/kashf/internal/review"
)

// The forms of the victims' side work without scripts, keep what was typed where
// they are refused, and say in the reader's language what is wrong.
func TestVictimsForms(t *testing.T) {
	s := serveWorld(t)
	b := s.reader("liaison")
	full := url.Values{
		"name": {secretName}, "link": {"family"}, "harms": {"tortured"}, "harm": {secretHarm}, "place": {"صيدنايا"}, "from": {"2013"}, "until": {"2014"}, "unit": {"الفرع 215"},
		"names": {"فلان الفلاني"}, "contact": {secretPhone}, "channel": {"message"}, "wish": {"told"}, "agreed": {"match"}, "support": {"y"},
	}
	for field, bad := range map[string]string{"name": " ", "wish": "everything", "link": "", "support": "", "from": "the day before"} {
		f := url.Values{}
		for k, v := range full {
			f[k] = v
		}
		f.Set(field, bad)
		if bad == "" {
			f.Del(field)
		}
		a := b.post("/victims", f)
		if a.status != http.StatusUnprocessableEntity || field != "name" && !strings.Contains(a.body, secretName) || !strings.Contains(a.body, secretHarm) {
			t.Errorf("%s = %q: %d, what was typed kept %v", field, bad, a.status, strings.Contains(a.body, secretHarm))
		}
	}
	a := b.post("/victims", full)
	at, _, _ := strings.Cut(a.to(), "?")
	if a.status != http.StatusSeeOther || !strings.HasPrefix(at, "/victims/") {
		t.Fatalf("registering = %d %s\n%s", a.status, a.to(), a.body)
	}
	full.Set("harm", "غير ذلك")
	if a := b.post(at+"/change", full); a.status != http.StatusSeeOther || !strings.Contains(b.get(at).body, "غير ذلك") {
		t.Errorf("changing = %d", a.status)
	}
	// An association, with its list.
	many := url.Values{"many": {"y"}, "name": {"جمعية"}, "link": {"family"}, "wish": {"only_release"}, "support": {"y"}}
	if a := b.sendFile("/victims", "members.xlsx", "PK\x03\x04\x00\x00", many); a.status != http.StatusUnprocessableEntity {
		t.Errorf("a workbook as a list = %d", a.status)
	}
	a = b.sendFile("/victims", "members.csv", secretMember+"\n", many)
	list, _, _ := strings.Cut(a.to(), "?")
	if a.status != http.StatusSeeOther {
		t.Fatalf("registering an association = %d\n%s", a.status, a.body)
	}
	if page := b.get(list).body; strings.Contains(page, secretMember) {
		t.Error("a sealed list is read without opening it")
	}
	if a := b.post(list+"/list", url.Values{"why": {""}}); a.status != http.StatusUnprocessableEntity || strings.Contains(a.body, secretMember) {
		t.Errorf("opened without a reason = %d", a.status)
	}
	a = b.post(list+"/list", url.Values{"why": {"the court asked"}})
	if a.status != http.StatusOK || !strings.Contains(a.body, secretMember) || a.header.Get("Cache-Control") == "" {
		t.Errorf("opening a list = %d, kept by caches: %q", a.status, a.header.Get("Cache-Control"))
	}
	if page := b.get(list).body; !strings.Contains(page, "the court asked") {
		t.Error("an opening is not shown with its reason")
	}
	if a := b.post(at+"/leave", nil); a.status != http.StatusUnprocessableEntity || b.get(at).status != http.StatusOK {
		t.Errorf("leaving before it was read to them = %d", a.status)
	}
	if a := b.get(at + "/leave"); a.status != http.StatusOK || b.get(at).status != http.StatusOK {
		t.Errorf("asking what leaving destroys = %d", a.status)
	}
	if a := b.post(at+"/leave", url.Values{"read": {"yes"}}); a.status != http.StatusSeeOther || b.get(at).status != http.StatusNotFound {
		t.Errorf("leaving = %d", a.status)
	}
}

// A recording is sent as a form sends a file, with its gist; one that is none, or
// comes without a gist, comes back with what was typed.
func TestRecordingByForm(t *testing.T) {
	s := serveWorld(t)
	_, link := s.tell()
	id := review.CaseID(s.reviewed())
	path := "/reviews/cases/" + string(id)
	b := s.reader("families")
	form := func(points string) url.Values {
		c, err := s.d.store.Case(s.Context(), id)
		s.must(err)
		return url.Values{"saw": {fmt.Sprint(c.Seq)}, "points": {points}, "group": {link}}
	}
	if page := b.get(path + "/acts/submitted").body; !strings.Contains(page, `enctype="multipart/form-data"`) || !strings.Contains(page, `type="file"`) {
		t.Error("the form takes no file")
	}
	for name, x := range map[string]struct{ file, points string }{"a page": {"<html>", "the gist that I typed"}, "no gist": {string(recording(2)), ""}, "too long": {string(recording(1300)), "the gist that I typed"}} {
		a := b.sendFile(path+"/acts/submitted", "voice.amr", x.file, form(x.points))
		if a.status != http.StatusUnprocessableEntity || !strings.Contains(a.body, x.points) {
			t.Errorf("%s = %d, what was typed kept %v", name, a.status, strings.Contains(a.body, x.points))
		}
	}
	if a := b.sendFile(path+"/acts/submitted", "voice.amr", string(recording(2)), form("who gave the orders")); a.status != http.StatusSeeOther {
		t.Fatalf("a recording = %d\n%s", a.status, a.body)
	}
	c, err := s.d.store.Case(s.Context(), id)
	s.must(err)
	if len(c.Voices) != 2 || c.Voices[1].Seconds != 2 || c.Voices[1].Panel {
		t.Errorf("recordings %+v", c.Voices)
	}
	if a := b.post(path+"/acts/submitted", form("in writing, without a file")); a.status != http.StatusSeeOther {
		t.Errorf("in writing = %d", a.status)
	}
}

// An account that keeps the victims' register plays no other part in a case.
func TestLiaisonPlaysNoOtherPart(t *testing.T) {
	s := serveWorld(t)
	a := s.reader("registrar").post("/reviews/open/"+s.fileNo(s.second), url.Values{"custody": {"y"}, "holder": {"the prison"}})
	path, _, _ := strings.Cut(a.to(), "?")
	s.enters("registrar", path, "declared", nil)
	for _, role := range review.Roles() {
		if role == review.VictimsLiaison || role == review.Member || role == review.AppealMember {
			continue
		}
		if a := s.acts(s.reader("registrar"), path, "assigned", url.Values{"role": {string(role)}, "login": {"liaison"}}); a.status != http.StatusUnprocessableEntity {
			t.Errorf("the liaison as %s = %d", role, a.status)
		}
	}
	s.enters("registrar", path, "assigned", url.Values{"role": {string(review.VictimsLiaison)}, "login": {"liaison"}})
}

// What is sent twice from one form is one registration, one judgement and no second
// change; the same answers from a new form are somebody else.
func TestVictimsFormsSentTwice(t *testing.T) {
	s := serveWorld(t)
	b := s.reader("liaison")
	who := s.builder().actor("liaison")
	other, err := s.d.victims.Get(t.Context(), who, s.register())
	s.must(err)
	named := other.Told.Names[0]
	once := regexp.MustCompile(`name="form" value="([^"]+)"`)
	form := func(kind string) string {
		t.Helper()
		m := once.FindStringSubmatch(b.get("/victims/new" + kind).body)
		if m == nil {
			t.Fatal("the form has no word of its own")
		}
		return m[1]
	}
	answers := func(word string) url.Values {
		return url.Values{"form": {word}, "name": {secretName}, "link": {"family"}, "wish": {"told"}, "agreed": {"match"}, "support": {"y"}, "names": {named}}
	}
	word := form("")
	register := func(f url.Values) string {
		t.Helper()
		a := b.post("/victims", f)
		if a.status != http.StatusSeeOther {
			t.Fatalf("registering = %d", a.status)
		}
		to, _, _ := strings.Cut(a.to(), "?")
		return to
	}
	at, length := register(answers(word)), s.length()
	if again := register(answers(word)); again != at || s.length() != length {
		t.Errorf("sent twice: %s, then %s", at, again)
	}
	sister := answers(word) // back in the browser, for the next of the family
	sister.Set("name", secretName+" الأخت")
	if register(sister) == at || register(answers(form(""))) == at {
		t.Error("somebody else was taken for the one before")
	}
	many := answers(form("?kind=association"))
	many.Set("many", "y")
	lists := map[string]bool{}
	for _, list := range []string{secretMember, secretMember, secretMember + "\nآخر"} {
		lists[b.sendFile("/victims", "m.csv", list+"\n", many).to()] = true
	}
	if len(lists) != 2 {
		t.Errorf("a list sent twice and another made %d registrations", len(lists))
	}
	length = s.length()
	if a := b.post(at+"/change", answers("")); a.status != http.StatusSeeOther || s.length() != length {
		t.Errorf("a change that changes nothing = %d, %d entries", a.status, s.length()-length)
	}
	like := at + "/likenesses/" + s.reviewed()
	verdict := url.Values{"same": {"y"}, "why": {"one name"}}
	if a := b.post(like, verdict); a.status != http.StatusSeeOther {
		t.Fatalf("judging = %d", a.status)
	}
	length = s.length()
	if a := b.post(like, verdict); a.status != http.StatusSeeOther || s.length() != length {
		t.Errorf("judging twice = %d, %d entries", a.status, s.length()-length)
	}
	s.must(s.d.victims.Judge(t.Context(), who, strings.TrimPrefix(at, "/victims/"), review.CaseID(s.reviewed()), true, "at the same moment"))
	if s.length() != length {
		t.Error("a likeness is judged twice")
	}
}
