package main

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"kashf.org/kashf/internal/journal"
	"kashf.org/kashf/internal/register"
)

// released is one who came out, with three stays.
func released() url.Values {
	return url.Values{
		"do": {"enter"}, "full_name": {"بشار أنور النقيب"}, "mother_name": {"ليلى الصفدي"}, "birth_date": {"1985"}, "sex": {"male"}, "governorate": {"SY04"},
		"residence": {"حمص"}, "facility": {"فرع فلسطين", "سجن صيدنايا", "سجن عدرا المركزي", "", ""},
		"custody_from": {"2012-03", "2012-11", "2015"}, "custody_to": {"2012-11", "", "2016-02"}, "cell": {"", "", ""},
		"status": {"free_reported"}, "release_date": {"2016-02-14"}, "kind": {"survivor"}, "told_on": {"2025-01-02"},
	}
}

// enterReleased enters the one and gives the file's address.
func enterReleased(t *testing.T, b *browser, form url.Values) string {
	t.Helper()
	a := b.post("/people/new", form)
	file, ok := strings.CutSuffix(a.to(), "?did=entered")
	if a.status != http.StatusSeeOther || !ok {
		t.Fatalf("entering = %d %s\n%s", a.status, a.to(), a.body)
	}
	return file
}

// What is typed becomes claims of a source of the writer's organisation, with
// the stays in their order, and is one entry that can be undone.
func TestEnterByHand(t *testing.T) {
	s := serveWorld(t)
	b := s.reader("cases")
	file := enterReleased(t, b, released())
	page := b.get(file)
	for _, want := range []string{"بشار أنور النقيب", "ليلى الصفدي", "Survivor"} {
		if !strings.Contains(page.body, want) {
			t.Errorf("the file does not say %q", want)
		}
	}
	id, _ := s.d.fileNos.Parse(strings.TrimPrefix(file, "/people/"))
	v := register.Sight{Org: s.archive, Level: register.C3}
	_, records, err := s.d.store.Person(t.Context(), v, id)
	if err != nil || len(records) != 1 {
		t.Fatalf("records = %v, %v", records, err)
	}
	custody := register.CustodyOf(register.File{Sight: v, Person: id, Records: records})
	var got []string
	for _, c := range custody.Intervals {
		if c.Kind == register.HeldAt {
			got = append(got, c.Place+" "+c.From.String()+" "+c.To.String())
		}
	}
	if want := "MI235 2012-03 2012-11;SED 2012-11 ;ADR 2015 2016-02"; strings.Join(got, ";") != want {
		t.Errorf("stays = %q, want %q", strings.Join(got, ";"), want)
	}
	src, err := s.d.store.SourceOf(t.Context(), v, records[0].Source)
	if err != nil || src.Owner != s.archive || src.Kind != "survivor" || src.Sharing != register.ShareOwner {
		t.Errorf("source = %+v, %v", src, err)
	}
	if a := s.reader("guest.qamar").get(file); a.status != http.StatusNotFound {
		t.Errorf("another organisation reads it: %d", a.status)
	}
	im, err := s.d.store.ImportOf(t.Context(), v, records[0].Import)
	s.must(err)
	if _, err := s.d.identity.Undo(t.Context(), journal.Actor{Account: journal.Local}, im.Seq, "typed by mistake"); err != nil {
		t.Fatal(err)
	}
	if a := b.get(file); a.status != http.StatusNotFound {
		t.Errorf("after undoing, the file = %d", a.status)
	}
	s.replays()
}

// replays checks that the ledger, read again from its beginning, gives the
// tables as they stand.
func (s *served) replays() {
	s.Helper()
	for _, f := range s.d.verify(s.Context()).Findings {
		if !strings.Contains(fmt.Sprint(f), "account ") { // the world changes one behind the ledger's back
			s.Errorf("verify: %v", f)
		}
	}
}

// A form that cannot be taken comes back with all that was typed; a date that
// does not read as one is kept as written when it is sent again.
func TestByHandBadInput(t *testing.T) {
	s := serveWorld(t)
	b := s.reader("data")
	for name, change := range map[string]func(url.Values){
		"no name":  func(f url.Values) { f.Del("full_name") },
		"no kind":  func(f url.Values) { f.Del("kind") },
		"long":     func(f url.Values) { f.Set("residence", strings.Repeat("ح", 600)) },
		"bad date": func(f url.Values) { f.Set("birth_date", "ليلة القدر") },
	} {
		f := released()
		change(f)
		a := b.post("/people/new", f)
		if a.status != http.StatusUnprocessableEntity || !strings.Contains(a.body, "ليلى الصفدي") || !strings.Contains(a.body, "سجن عدرا المركزي") {
			t.Errorf("%s: %d, or what was typed is gone", name, a.status)
		}
	}
	f := released()
	f.Set("birth_date", "ليلة القدر")
	f.Add("kept", "ليلة القدر")
	if page := b.get(enterReleased(t, b, f)); !strings.Contains(page.body, "ليلة القدر") {
		t.Error("a date kept as written is not shown")
	}
}

// One who fits well is offered before anything is entered, and joined where the
// writer says so; one out of sight is not, and changes nothing.
func TestByHandDuplicates(t *testing.T) {
	s := serveWorld(t)
	b := s.reader("cases")
	form := released()
	form.Set("full_name", "نوال هاشم الصايغ")
	form.Set("mother_name", "عفاف المير")
	form.Set("birth_date", "1990")
	form.Set("governorate", "SY02")
	form.Set("sex", "female")
	no := s.fileNo(s.second)
	if a := b.post("/people/new/similar", form); !strings.Contains(a.body, no) {
		t.Errorf("the same person is not offered: %s", a.body)
	}
	a := b.post("/people/new", form)
	if a.status != http.StatusConflict || !strings.Contains(a.body, no) || !strings.Contains(a.body, "فرع فلسطين") {
		t.Fatalf("entering a duplicate = %d %s", a.status, a.to())
	}
	form.Set("same", no)
	file := enterReleased(t, b, form)
	if file != "/people/"+no {
		t.Errorf("joined to %s, want %s", file, no)
	}
	if page := b.get(file); !strings.Contains(page.body, "Entered by hand as the same person") {
		t.Error("the file does not tell who joined them")
	}

	guest := s.reader("guest.qamar") // reads the hidden lists no more than anyone: they are not there
	form.Set("full_name", "رشا عدنان المرعي")
	form.Set("mother_name", "هيام الزين")
	form.Set("birth_date", "1993")
	form.Del("same")
	if a := guest.post("/people/new/similar", form); !strings.Contains(a.body, "/people/") {
		t.Error("the guests' own person is not offered to them")
	}
	if a := b.post("/people/new/similar", form); strings.Contains(a.body, "/people/") {
		t.Error("a person of a list that is not shared is offered")
	}
	enterReleased(t, b, form)
}
