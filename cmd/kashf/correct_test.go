package main

import (
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"

	"kashf.org/kashf/internal/register"
)

var hiddenSeen = regexp.MustCompile(`name="seen" value="([^"]+)"`)

// seenIn are the rows that a form was shown with.
func seenIn(body string) []string {
	var out []string
	for _, m := range hiddenSeen.FindAllStringSubmatch(body, -1) {
		if !slices.Contains(out, m[1]) {
			out = append(out, m[1])
		}
	}
	return out
}

// Two people correct one file at a time: the second is told what came in and
// keeps what was typed; nothing that was there is gone.
func TestCorrectTogether(t *testing.T) {
	s := serveWorld(t)
	file := "/people/" + s.fileNo(s.second)
	first, second := s.reader("cases"), s.reader("second.cases")
	forms := map[*browser]url.Values{}
	for b, mother := range map[*browser]string{first: "عفاف المنير", second: "عفاف المير الكبير"} {
		page := b.get(file + "/correct?field=mother_name")
		if !strings.Contains(page.body, "عفاف المير") {
			t.Fatalf("the form does not show what is said so far: %d", page.status)
		}
		forms[b] = url.Values{"do": {"enter"}, "field": {"mother_name"}, "value": {mother}, "why": {"قرأتُ البطاقة بنفسي"}, "kind": {"civil_registry"}, "seen": seenIn(page.body), "form": {formOf(t, page)}}
	}
	if a := first.post(file+"/correct", forms[first]); a.to() != file+"?did=corrected" {
		t.Fatalf("the first correction = %d %s\n%s", a.status, a.to(), a.body)
	}
	a := second.post(file+"/correct", forms[second])
	if a.status != http.StatusConflict || !strings.Contains(a.body, "عفاف المنير") || !strings.Contains(a.body, "عفاف المير الكبير") || !strings.Contains(a.body, "قرأتُ البطاقة بنفسي") {
		t.Fatalf("the second correction = %d, or it does not show what changed beside what was typed", a.status)
	}
	forms[second]["seen"] = seenIn(a.body)
	if a := second.post(file+"/correct", forms[second]); a.to() != file+"?did=corrected" {
		t.Fatalf("sent again = %d %s", a.status, a.to())
	}
	head, err := s.d.store.Head(t.Context())
	s.must(err)
	if a := second.post(file+"/correct", forms[second]); a.to() != file+"?did=corrected" {
		t.Errorf("the same correction by a second click = %d", a.status)
	}
	if now, err := s.d.store.Head(t.Context()); err != nil || now.Size != head.Size {
		t.Errorf("the second click made %d entries, %v", now.Size-head.Size, err)
	}
	page := first.get(file)
	for _, want := range []string{"عفاف المير", "عفاف المنير", "عفاف المير الكبير", "قرأتُ البطاقة بنفسي"} {
		if !strings.Contains(page.body, want) {
			t.Errorf("the file has lost %q", want)
		}
	}
	for name, change := range map[string]func(url.Values){
		"no reason": func(f url.Values) { f.Del("why") },
		"no value":  func(f url.Values) { f.Del("value") },
		"C4":        func(f url.Values) { f.Set("field", "phone") },
		"no field":  func(f url.Values) { f.Set("field", "nothing") },
	} {
		f := url.Values{}
		for k, v := range forms[first] {
			f[k] = slices.Clone(v)
		}
		change(f)
		if a := first.post(file+"/correct", f); a.status != http.StatusUnprocessableEntity {
			t.Errorf("%s: %d, want 422", name, a.status)
		}
	}
	if a := s.reader("cases").post("/people/"+s.fileNo(s.guest)+"/correct", forms[first]); a.status != http.StatusNotFound {
		t.Errorf("correcting a file out of sight = %d", a.status)
	}
	s.replays()
}

// A correction that names what it corrects takes its place; the old claim stays
// in the file, struck through, with who, when and why.
func TestCorrectionWins(t *testing.T) {
	s := serveWorld(t)
	file := "/people/" + s.fileNo(s.second)
	b := s.reader("cases")
	ask := b.get(file + "/correct?field=mother_name")
	m := regexp.MustCompile(`name="of" value="([^"]+)" checked`).FindStringSubmatch(ask.body)
	if m == nil {
		t.Fatal("the only claim on the field is not offered as the one that is corrected")
	}
	form := url.Values{
		"do": {"enter"}, "field": {"mother_name"}, "value": {"هناء الخطيب"}, "why": {"قرأتُ البطاقة بنفسي"}, "kind": {"civil_registry"},
		"seen": seenIn(ask.body), "form": {formOf(t, ask)}, "of": {m[1], "1/full_name/0"},
	}
	if a := b.post(file+"/correct", form); a.to() != file+"?did=corrected" {
		t.Fatalf("the correction = %d\n%s", a.status, a.body)
	}
	page := b.get(file)
	line := regexp.MustCompile(`(?s)<tr id="mother_name".*?</tr>`).FindString(page.body)
	held := regexp.MustCompile(`(?s)<span class="held">.*?</span>`).FindString(line)
	if !strings.Contains(held, "هناء الخطيب") || strings.Contains(line, `class="otherwise"`) {
		t.Errorf("the correction is not held, or the claim that it corrects still contradicts it:\n%s", line)
	}
	if !regexp.MustCompile(`(?s)<del>\s*<bdi[^>]*>عفاف المير</bdi>.*قرأتُ البطاقة بنفسي`).MatchString(line) {
		t.Errorf("what was corrected is not shown struck through with the reason:\n%s", line)
	}
	if a := b.get(file + "/print"); a.status != http.StatusOK || strings.Contains(a.body, "<del>") || !strings.Contains(a.body, "هناء الخطيب") {
		t.Errorf("the print = %d, or it shows what was wrong", a.status)
	}
	s.replays()
}

// A death that one person enters as a correction waits for a second.
func TestCorrectionOfDeathWaits(t *testing.T) {
	s := serveWorld(t)
	file := "/people/" + s.fileNo(s.second)
	b := s.reader("cases")
	page := b.get(file + "/correct?field=status")
	b.post(file+"/correct", url.Values{"do": {"enter"}, "field": {"status"}, "value": {"reported_dead"}, "why": {"قيل لي"}, "kind": {"tip_anonymous"}, "seen": seenIn(page.body)})
	if a := b.get(file + "/print"); a.status != http.StatusOK || strings.Contains(a.body, "قيل لي") {
		t.Errorf("the print = %d, or it says why a death was entered", a.status)
	}
	if a := s.reader("analyst").get(file + "/arrange"); a.status != http.StatusOK || strings.Contains(a.body, "قيل لي") {
		t.Errorf("the rows = %d, or they say why a death was entered", a.status)
	}
	if a := b.get(file + "/correct?field=status"); !strings.Contains(a.body, "A family hears it from a person") {
		t.Error("a reported death is shown without a word that the family may not know")
	}
	r, err := s.d.store.RecordOf(t.Context(), register.Sight{Machine: true}, s.second)
	s.must(err)
	_, records, err := s.d.store.Person(t.Context(), register.Sight{Machine: true}, r.Person)
	s.must(err)
	if len(records) < 2 {
		t.Fatal("the correction is not in the file")
	}
	js, err := s.d.store.JudgementsOf(t.Context(), register.Sight{Machine: true}, r.Person)
	s.must(err)
	if slices.ContainsFunc(js, func(j register.Judgement) bool { return strings.Contains(j.Why, "قيل لي") }) {
		t.Error("the reason stands in the judgement too, where the row's destruction does not reach it")
	}
	_, pending := register.SplitAdverse(register.File{Records: records, Judgements: js})
	if !slices.ContainsFunc(pending, func(x register.Said) bool { return x.Field == register.Status && x.Norm == "reported_dead" }) {
		t.Errorf("a death on one person's word counts; pending = %v", pending)
	}
}

// Files are joined, rows moved and parted; each act is judgements that can be
// taken back.
func TestArrange(t *testing.T) {
	s := serveWorld(t)
	b := s.reader("analyst")
	machine := register.Sight{Machine: true}
	personOf := func(r register.RecordID) register.PersonID {
		t.Helper()
		rec, err := s.d.store.RecordOf(t.Context(), machine, r)
		s.must(err)
		return rec.Person
	}
	third := s.second + 1
	act := func(of register.RecordID, form url.Values) reply {
		t.Helper()
		path := "/people/" + s.fileNo(of) + "/arrange"
		form["seen"] = seenIn(b.get(path).body)
		return b.post(path, form)
	}
	row := func(r register.RecordID) string { return s.d.fileNos.Format(register.PersonID(r)) }
	if a := act(s.second, url.Values{"do": {"join"}, "target": {s.fileNo(third)}, "why": {"the same card"}}); a.status != http.StatusSeeOther {
		t.Fatalf("join = %d\n%s", a.status, a.body)
	}
	if personOf(s.second) != personOf(third) {
		t.Fatal("joined files are two")
	}
	if a := act(s.second, url.Values{"do": {"join"}, "target": {s.fileNo(s.first)}, "why": {"the same card"}}); a.status != http.StatusConflict || !strings.Contains(a.body, "/matches/") {
		t.Errorf("joining whom a judgement parts = %d, want 409 with the way to it", a.status)
	}
	if a := act(s.second, url.Values{"do": {"split"}, "row": {row(third)}, "why": {"another card"}}); a.status != http.StatusSeeOther {
		t.Fatalf("split = %d\n%s", a.status, a.body)
	}
	if personOf(s.second) == personOf(third) {
		t.Fatal("parted rows are one")
	}
	if a := act(s.second, url.Values{"do": {"split"}, "row": {row(third)}, "why": {"another card"}}); a.status != http.StatusUnprocessableEntity {
		t.Errorf("parting a row that is not there = %d", a.status)
	}
	if a := act(s.second, url.Values{"do": {"join"}, "target": {s.fileNo(s.guest)}, "why": {"the same card"}}); a.status != http.StatusUnprocessableEntity {
		t.Errorf("joining a file out of sight = %d, want what a number that was never given gets", a.status)
	}
	s.replays()
}
