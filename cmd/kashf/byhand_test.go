package main

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"kashf.org/kashf/internal/find"
	"kashf.org/kashf/internal/journal"
	"kashf.org/kashf/internal/register"
	"kashf.org/kashf/internal/web/screen/byhand"
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

var formNo = regexp.MustCompile(`name="form" value="([^"]+)"`)

// formOf is the number of the form that a page shows.
func formOf(t *testing.T, a reply) string {
	t.Helper()
	m := formNo.FindStringSubmatch(a.body)
	if m == nil {
		t.Fatalf("the page has no form with a number: %d", a.status)
	}
	return m[1]
}

// A form that is sent twice, as by a second click, is entered once; two forms
// of the same words are two entries, and what the law does to one does not
// reach the other.
func TestByHandTwice(t *testing.T) {
	s := serveWorld(t)
	b := s.reader("data")
	form := released()
	form.Set("form", formOf(t, b.get("/people/new")))
	file := enterReleased(t, b, form)
	s.must(s.d.index.Refresh(t.Context())) // now the first is found by its name
	if again := enterReleased(t, b, form); again != file {
		t.Errorf("sent twice it is entered as %s and as %s", file, again)
	}
	form.Set("form", formOf(t, b.get("/people/new")))
	form.Set("same", byhand.NewPerson)
	form.Set("seen", strings.TrimPrefix(file, "/people/"))
	other := enterReleased(t, b, form)
	if other == file {
		t.Fatal("two forms of the same words are one")
	}
	id, _ := s.d.fileNos.Parse(strings.TrimPrefix(other, "/people/"))
	_, records, err := s.d.store.Person(t.Context(), register.Sight{Machine: true}, id)
	s.must(err)
	if _, err := s.d.destroyRow(t.Context(), journal.Actor{Account: journal.Local}, records[0].Import, 1, "a court"); err != nil {
		t.Fatal(err)
	}
	if page := b.get(file); page.status != http.StatusOK || !strings.Contains(page.body, "بشار أنور النقيب") {
		t.Errorf("the one of the same words went too: %d", page.status)
	}
	form = released()
	form.Set("same", byhand.NewPerson)
	form.Set("seen", strings.TrimPrefix(file, "/people/"))
	enterReleased(t, b, form)
	s.replays()
}

// A person who is joined to a file by a form sent twice is joined once.
func TestByHandJoinedTwice(t *testing.T) {
	s := serveWorld(t)
	b := s.reader("cases")
	form := released()
	form.Set("form", formOf(t, b.get("/people/new")))
	form.Set("same", s.fileNo(s.second))
	file := enterReleased(t, b, form)
	head, err := s.d.store.Head(t.Context())
	s.must(err)
	if again := enterReleased(t, b, form); again != file {
		t.Errorf("sent twice: %s and %s", file, again)
	}
	if now, err := s.d.store.Head(t.Context()); err != nil || now.Size != head.Size {
		t.Errorf("the second made %d entries more, %v", now.Size-head.Size, err)
	}
}

// While the register is still read nobody can be looked for, so nothing is
// entered; what was typed stays.
func TestByHandWhileLoading(t *testing.T) {
	s := serveWorld(t)
	s.d.index = find.New(s.d.store)
	var err error
	s.handler, _, err = s.d.handler(server{})
	s.must(err)
	b := s.reader("data")
	if a := b.post("/people/new", released()); a.status != http.StatusServiceUnavailable || !strings.Contains(a.body, "ليلى الصفدي") || !strings.Contains(a.body, "سجن عدرا المركزي") {
		t.Errorf("entering = %d, or what was typed is gone", a.status)
	}
}

// A source that was raised above the writer is not there for the writer: what
// is entered goes to another of the organisation's, and is not lost.
func TestByHandSourceRaised(t *testing.T) {
	s := serveWorld(t)
	b := s.reader("cases")
	file := enterReleased(t, b, released())
	id, _ := s.d.fileNos.Parse(strings.TrimPrefix(file, "/people/"))
	machine := register.Sight{Machine: true}
	_, records, err := s.d.store.Person(t.Context(), machine, id)
	s.must(err)
	src, err := s.d.store.SourceOf(t.Context(), machine, records[0].Source)
	s.must(err)
	src.Raise = register.C4
	s.must(s.d.journal.Do(t.Context(), journal.Actor{Account: journal.Local}, func(ctx context.Context, u *journal.Unit) error {
		_, err := u.Append(ctx, journal.Draft{Kind: register.SourceChanged, Body: register.BodyOf(src), Subjects: []string{string(src.ID)}})
		return err
	}))
	form := released()
	form.Set("full_name", "سعيد هلال الراعي")
	if page := b.get(enterReleased(t, b, form)); page.status != http.StatusOK {
		t.Errorf("what the writer entered = %d", page.status)
	}
}
