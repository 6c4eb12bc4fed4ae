package main

import (
	"archive/zip"
	"encoding/xml"
	"errors"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"kashf.org/kashf/internal/consent"
	"kashf.org/kashf/internal/journal"
	"kashf.org/kashf/internal/register"
)

const takenList = `الاسم الكامل,اسم الأم,سنة الولادة,الجنس,تاريخ الاعتقال,مكان الاعتقال,الجهة المعتقلة,هاتف الأهل
وائل ممدوح الحصري,نجوى البني,1971,ذكر,2013-05,حمص,المخابرات الجوية,0900 000 777
`

// The form is filled once somebody has agreed, with what the reader may read,
// each statement with its sources; and it is no longer once that is withdrawn.
func TestWGEIDForm(t *testing.T) {
	s := serveWorld(t)
	took := s.builder().take("data", register.Source{Name: "قائمة المأخوذين", Kind: "family", Owner: s.archive, Sharing: register.ShareAll}, "taken.csv", takenList)
	b, at := s.reader("cases"), "/people/"+s.fileNo(took.first)+"/wgeid"
	a := b.get(at)
	for _, want := range []string{"وائل ممدوح الحصري", "قائمة المأخوذين", "What did the family do to find the person", "/correct?field=search_steps", "Somebody of the family"} {
		if !strings.Contains(a.body, want) {
			t.Errorf("the check lacks %q", want)
		}
	}
	if strings.Contains(a.body, "/correct?field=full_name") || strings.Contains(a.body, "/correct?field=arrest_date") {
		t.Error("what is there is asked for again")
	}
	for _, path := range []string{at + "/document", at + "/document/form-en.docx"} {
		if a := b.get(path); a.status != http.StatusUnprocessableEntity || !strings.Contains(a.body, "Nobody has agreed") {
			t.Errorf("%s before anybody agreed = %d", path, a.status)
		}
	}
	form := url.Values{"giver": {"mother"}, "name": {"نجوى البني"}, "way": {"signed"}, "on": {"2026-01"}}
	if a := b.post(at+"/consents", url.Values{"name": {"typed before"}}); a.status != http.StatusUnprocessableEntity || !strings.Contains(a.body, "typed before") {
		t.Errorf("an empty consent = %d", a.status)
	}
	if a := b.post(at+"/consents", form); a.status != http.StatusSeeOther {
		t.Fatalf("agreeing = %d\n%s", a.status, a.body)
	}
	paper := b.get(at + "/document?in=en")
	for _, want := range []string{"وائل ممدوح الحصري", "[1]", "قائمة المأخوذين", "Not complete", "Steps taken to find the person", "Mother · نجوى البني", `lang="en" dir="ltr"`} {
		if !strings.Contains(paper.body, want) {
			t.Errorf("the form lacks %q", want)
		}
	}
	for _, not := range []string{"0900 000 777", "/photos/"} {
		if strings.Contains(paper.body, not) {
			t.Errorf("the form has %q", not)
		}
	}
	if a := b.get(at + "/document?in=ar"); !strings.Contains(a.body, `lang="ar" dir="rtl"`) || !strings.Contains(a.body, "القوات التي يُعتقد أنها مسؤولة") {
		t.Error("there is no form in Arabic")
	}
	for _, lang := range []string{"en", "ar"} {
		a := b.get(at + "/document/form-" + lang + ".docx")
		text := documentOf(t, a.body)
		if !strings.Contains(text, "وائل ممدوح الحصري") || !strings.Contains(text, "قائمة المأخوذين") || strings.Contains(text, "0900 000 777") || strings.Contains(text, "Salwa") {
			t.Errorf("the %s document = %d\n%s", lang, a.status, text)
		}
		if d := a.header.Get("Content-Disposition"); strings.Contains(d, "وائل") {
			t.Errorf("the file is called %s", d)
		}
	}
	lines, err := s.d.store.Lines(t.Context(), journal.Filter{Kind: consent.Used, Limit: 10})
	if err != nil || len(lines) != 2 {
		t.Errorf("documents taken in the ledger = %d, %v, want 2", len(lines), err)
	}
	if a := s.reader("guest.sahar").get(at + "/document"); a.status != http.StatusUnprocessableEntity || strings.Contains(a.body, "نجوى البني</") && strings.Contains(a.body, "withdraw") {
		t.Errorf("another organisation fills it in by the first one's leave: %d", a.status)
	}
	all, err := s.d.store.ConsentsOf(t.Context(), []register.RecordID{took.first})
	s.must(err)
	if a := b.post(at+"/consents/"+all[0].ID+"/withdraw", nil); a.status != http.StatusSeeOther {
		t.Errorf("withdrawing = %d", a.status)
	}
	if a := b.get(at + "/document"); a.status != http.StatusUnprocessableEntity {
		t.Errorf("the form after the consent was withdrawn = %d", a.status)
	}
	s.replays()
}

// documentOf reads every part of a DOCX, each of which is well-formed, and
// returns the text of the document.
func documentOf(t *testing.T, body string) string {
	t.Helper()
	z, err := zip.NewReader(strings.NewReader(body), int64(len(body)))
	if err != nil {
		t.Fatal(err)
	}
	var text strings.Builder
	for _, f := range z.File {
		if strings.HasSuffix(f.Name, ".jpg") {
			continue
		}
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		for d := xml.NewDecoder(r); ; {
			tok, err := d.Token()
			if errors.Is(err, io.EOF) {
				break
			}
			if err != nil {
				t.Fatalf("%s: %v", f.Name, err)
			}
			if c, ok := tok.(xml.CharData); ok && f.Name == "word/document.xml" {
				text.Write(c)
				text.WriteByte('\n')
			}
		}
		r.Close()
	}
	return text.String()
}

// A photograph goes with the form, and onto the printed file, by a consent for
// that use alone.
func TestPhotographGoesByItsUse(t *testing.T) {
	s := serveWorld(t)
	file := "/people/" + s.fileNo(s.first)
	b := s.reader("data")
	s.consent(s.first, "")
	if a := b.get(file + "/wgeid/document"); a.status != http.StatusOK || strings.Contains(a.body, "photo.jpg") {
		t.Errorf("the form = %d, with a photograph that nobody gave", a.status)
	}
	s.consent(s.first, s.photo) // to print
	if a := b.get(file + "/wgeid/document"); strings.Contains(a.body, "photo.jpg") {
		t.Error("a consent to print let the photograph go with the form")
	}
	if a := b.get(file + "/wgeid/document/photo.jpg"); a.status != http.StatusNotFound {
		t.Errorf("the form's photograph = %d", a.status)
	}
	b.post("/photos/"+s.photo+"/consents", url.Values{"use": {consent.Form}, "giver": {"mother"}, "way": {"told"}, "on": {"2025"}, "read": readIn(t, b.get("/photos/"+s.photo).body)})
	if a := b.get(file + "/wgeid/document"); !strings.Contains(a.body, "photo.jpg") {
		t.Error("a photograph that goes with the form is not on it")
	}
	if a := b.get(file + "/wgeid/document/photo.jpg"); a.status != http.StatusOK || !strings.HasPrefix(a.body, "\xff\xd8") {
		t.Errorf("the form's photograph = %d", a.status)
	}
	if a := b.get(file + "/wgeid/document/form-ar.docx"); !strings.Contains(a.body, "word/media/photo.jpg") {
		t.Error("the document has no photograph")
	}
	if a := s.reader("guest.sahar").get(file + "/wgeid/document/photo.jpg"); a.status != http.StatusNotFound {
		t.Errorf("another organisation's form has the photograph: %d", a.status)
	}
}
