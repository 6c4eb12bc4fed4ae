package main

import (
	"bytes"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"kashf.org/kashf/internal/desk"
	"kashf.org/kashf/internal/journal"
	"kashf.org/kashf/internal/register"
)

// A note is read by its office beside the file, at its level; by others where
// it is shared; it is taken back, and destroyed with the record it hangs on.
func TestNotes(t *testing.T) {
	s := serveWorld(t)
	b, colleague, guest := s.reader("cases"), s.reader("data"), s.reader("guest.sahar")
	file := "/people/" + s.fileNo(s.first)
	for _, f := range []url.Values{
		{"kind": {"note"}, "text": {"سرّ المكتب وحده"}, "level": {"C3"}},
		{"kind": {"note"}, "text": {"كلام لكل قارئ"}, "level": {"C2"}, "share": {"yes"}},
		{"kind": {"task"}, "text": {"زيارة الأم"}, "for": {string(s.accounts["cases"])}, "due": {"1.2.2020"}},
		{"kind": {"tag"}, "text": {"أولوية"}},
	} {
		if a := b.post(file+"/note", f); a.status != http.StatusSeeOther {
			t.Fatalf("%v = %d\n%s", f, a.status, a.body)
		}
	}
	for _, f := range []url.Values{{"kind": {"note"}, "text": {""}, "level": {"C2"}}, {"kind": {"search"}, "text": {"x"}}, {"kind": {"task"}, "text": {"x"}, "for": {"nobody"}}, {"kind": {"note"}, "text": {"x"}}} {
		if a := b.post(file+"/note", f); a.status != http.StatusUnprocessableEntity {
			t.Errorf("%v = %d, want 422", f, a.status)
		}
	}
	page := colleague.get(file).body
	for _, want := range []string{"سرّ المكتب وحده", "كلام لكل قارئ", "زيارة الأم", "أولوية"} {
		if !strings.Contains(page, want) {
			t.Errorf("a colleague does not read %q", want)
		}
	}
	page = guest.get(file).body
	if strings.Contains(page, "سرّ المكتب وحده") || strings.Contains(page, "زيارة الأم") || strings.Contains(page, "أولوية") || !strings.Contains(page, "كلام لكل قارئ") {
		t.Error("another organisation reads other than what is shared")
	}
	if page := s.reader("guest.qamar").get(file).body; !strings.Contains(page, "كلام لكل قارئ") {
		t.Error("a reader at C2 does not read a shared note at C2")
	}
	mine := b.get("/desk").body
	if !strings.Contains(mine, "زيارة الأم") || !strings.Contains(mine, "late") || !strings.Contains(mine, s.fileNo(s.first)) {
		t.Error("the task is not on the page of the one who has it, or not late")
	}
	tasks, err := s.d.desk.Tasks(t.Context(), s.archive, string(s.accounts["cases"]))
	s.must(err)
	if a := guest.post("/desk/"+tasks[0].ID+"/done", nil); a.status != http.StatusNotFound {
		t.Errorf("another organisation ends the task: %d", a.status)
	}
	if a := b.post("/desk/"+tasks[0].ID+"/done", nil); a.to() != "/desk" || strings.Contains(b.get("/desk").body, "زيارة الأم") {
		t.Error("a task that is done stays")
	}
	tags, err := s.d.desk.Names(t.Context(), s.archive, desk.Tag)
	s.must(err)
	if a := b.post("/desk/"+tags[0].ID+"/undo", url.Values{"why": {"not urgent"}}); a.to() != "/desk" || strings.Contains(b.get(file).body, "أولوية") {
		t.Errorf("taking a tag back = %d", a.status)
	}
	s.replays()

	r, err := s.d.store.RecordOf(t.Context(), register.Sight{Machine: true}, s.first)
	s.must(err)
	_, err = s.d.destroyRow(t.Context(), journal.Actor{Account: journal.Local}, r.Import, r.Row, "a court")
	s.must(err)
	for e, err := range s.d.store.Entries(t.Context(), 0) {
		s.must(err)
		if bytes.Contains(e.Body, []byte("سرّ المكتب وحده")) || bytes.Contains(e.Body, []byte("زيارة الأم")) {
			t.Errorf("entry %d still tells of a record that was destroyed", e.Seq)
		}
	}
	s.replays()
}

// The files of a task that are out of sight are not even counted.
func TestTaskCountsNoHiddenFiles(t *testing.T) {
	s := serveWorld(t)
	cases := register.Sight{Org: s.archive, Level: register.C3}
	var records []register.RecordID
	seen := map[register.PersonID]bool{}
	for r, err := range s.d.store.All(t.Context(), 1) {
		s.must(err)
		if _, err := s.d.store.RecordOf(t.Context(), cases, r.ID); err == nil && !seen[r.Person] && len(records) < 12 {
			seen[r.Person] = true
			records = append(records, r.ID)
		}
	}
	if len(records) < 12 {
		t.Fatalf("the world has %d people in sight", len(records))
	}
	me := string(s.accounts["cases"])
	_, err := s.d.desk.Put(t.Context(), journal.Actor{Account: me, Org: string(s.archive)}, desk.Item{Kind: desk.Task, Text: "زيارة", For: me, Records: append(records, s.guest)})
	s.must(err)
	if page := s.reader("cases").get("/desk").body; !strings.Contains(page, "زيارة") || regexp.MustCompile(`and (\d+ more|others)`).MatchString(page) {
		t.Error("the task tells of a file that is out of sight")
	}
}
