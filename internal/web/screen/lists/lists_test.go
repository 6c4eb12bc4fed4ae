package lists_test

import (
	"context"
	"encoding/csv"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"kashf.org/kashf/internal/access"
	"kashf.org/kashf/internal/journal"
	"kashf.org/kashf/internal/register"
)

func TestWalk(t *testing.T) {
	h := open(t, nil)
	src := h.source("قائمة البوابة", "origin", "gate", "from", "2012", "to", "May 2013", "no_duplicates", "yes")
	expect(t, h.officer.Get(src), http.StatusOK, "قائمة البوابة", "from 2012 to May 2013", "Likely reliable", "No list has been taken in")

	// A list with a column that only a person can place.
	page := h.upload(h.officer, src+"/upload", "gate.csv", []byte("الاسم الكامل;تولد;عمود غامض\nسامر الحلاق;1980;أمينة\nليلى الديري;لا شيء;هدى\n;1990;سعاد\n"))
	expect(t, page, http.StatusOK, "gate.csv", "semicolon", "عمود غامض", "Keep as written", "لا شيء", "2 of 3")
	upload := page.At
	expect(t, h.officer.Get("/lists"), http.StatusOK, "Unfinished", "gate.csv", "waits for you to check it")

	page = h.officer.Post(upload, url.Values{"field-0": {"full_name"}, "field-1": {"birth_date"}, "field-2": {"mother_name"}, "const-field-0": {"facility"}, "const-value-0": {"صيدنايا"}, "unknown": {"لا شيء"}, "do": {"look"}})
	expect(t, page, http.StatusOK, "a person said so", `value="صيدنايا"`, "all 3")
	if page.At != upload {
		t.Errorf("look again leads to %s, want %s", page.At, upload)
	}
	page = h.officer.Post(upload, url.Values{"field-2": {"mother_name"}, "const-field-0": {"facility"}, "const-value-0": {"صيدنايا"}, "unknown": {"لا شيء"}, "do": {"take"}})
	expect(t, page, http.StatusOK, "The list was taken in", "سامر الحلاق", "ليلى الديري", "nothing names a person", "Download the refused rows")
	imp, _, _ := strings.Cut(page.At, "?")
	if strings.Contains(h.officer.Get("/lists").Body, "Unfinished") {
		t.Error("the upload is unfinished after it was taken in")
	}
	mother, n := 0, 0
	for r, err := range h.store.All(t.Context(), 0) {
		if err != nil {
			t.Fatal(err)
		}
		n++
		if r.Value(register.MotherName) != "" && r.Value(register.Facility) == "صيدنايا" {
			mother++
		}
	}
	if n != 2 || mother != 2 {
		t.Errorf("%d records, %d of them with mother and facility; want 2 and 2", n, mother)
	}

	// The next list of the source with these columns is read the same way.
	page = h.upload(h.officer, src+"/upload", "gate2.csv", []byte("الاسم الكامل;تولد;عمود غامض\nجمال الشامي;1970;رقية\n"))
	expect(t, page, http.StatusOK, "so the meanings set for it are used again", "a person said so")
	expect(t, h.officer.Post(page.At+"/drop", nil), http.StatusOK, "The file was discarded")

	// Undo.
	expect(t, h.officer.Get(imp+"/undo"), http.StatusOK, "2 rows leave the register", "no decision rests on them")
	expect(t, h.officer.Post(imp+"/undo", url.Values{"why": {" "}}), http.StatusUnprocessableEntity, "Write the reason")
	expect(t, h.officer.Post(imp+"/undo", url.Values{"why": {"the wrong list"}}), http.StatusOK, "The list was undone", "by \u2068Name of officer\u2069", "the wrong list")
	expect(t, h.officer.Post(imp+"/undo", url.Values{"why": {"a second reason"}}), http.StatusConflict, "Name of officer\u2069 took this back already", "a second reason")
	expect(t, h.officer.Post(imp+"/undo", url.Values{"why": {"the wrong list"}}), http.StatusOK, "by \u2068Name of officer\u2069") // a second click
	expect(t, h.officer.Get(imp+"/undo"), http.StatusOK, "took this back already")
	if c, err := h.store.Counts(t.Context(), register.Sight{Machine: true}); err != nil || c.Records != 0 {
		t.Errorf("after undo %d records, %v", c.Records, err)
	}
}

func TestRefusedRows(t *testing.T) {
	h := open(t, nil)
	src := h.source("A")
	imp := h.taken(src, "l.csv", "الاسم الكامل,الهاتف\n\"سامر الحلاق\",0930\n,=HYPERLINK(1)\n\"x\"y,0931\n")
	page := h.officer.Get(imp + "/refused?lang=ar")
	expect(t, page, http.StatusOK)
	if got, want := page.Header.Get("Content-Disposition"), `attachment; filename="refused-rows.csv"`; got != want {
		t.Errorf("Content-Disposition %q, want %q", got, want)
	}
	c := csv.NewReader(strings.NewReader(strings.TrimPrefix(page.Body, "\ufeff")))
	c.FieldsPerRecord = -1
	rows, err := c.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	if len(rows) != 3 || rows[0][2] != "السطر" || rows[1][1] != "'=HYPERLINK(1)" || rows[1][2] != "2" || !strings.Contains(rows[1][3], "لا شيء يسمّي شخصًا") || rows[2][0] != `"x"y,0931` {
		t.Errorf("refused rows %q", rows)
	}

	// A colleague of the same office gets the rows without what is above C3.
	colleague := h.Reader(h.Account("colleague", access.DataOfficer))
	body := colleague.Get(imp + "/refused").Body
	if strings.Contains(body, "HYPERLINK") || strings.Contains(body, "0931") || !strings.Contains(body, "withheld") {
		t.Errorf("a colleague reads cells of C4 in %q", body)
	}
	if b := main(h.Reader(h.Account("reader", access.Analyst)).Get(imp).Body); strings.Contains(b, "0930") || !strings.Contains(b, "withheld") {
		t.Errorf("an analyst reads cells of C4 in\n%s", b)
	}
	if p := h.officer.Get(h.taken(src, "m.csv", "الاسم الكامل\nسامر الحلاق\n") + "/refused"); p.Status != http.StatusNotFound {
		t.Errorf("refused rows of a list without any: status %d", p.Status)
	}
}

func TestSameFileTwice(t *testing.T) {
	h := open(t, nil)
	src := h.source("A")
	h.taken(src, "l.csv", people(3))
	page := h.upload(h.officer, src+"/upload", "l.csv", []byte(people(3)))
	expect(t, page, http.StatusOK, "This very file was taken into this source on", "Name of officer", "Take the same file in again")
	upload := page.At
	page = h.officer.Post(upload, url.Values{"do": {"take"}})
	expect(t, page, http.StatusOK, "This very file was taken into this source on")
	if page.At != upload {
		t.Errorf("taking a file in twice leads to %s", page.At)
	}
	expect(t, h.officer.Post(upload, url.Values{"do": {"again"}}), http.StatusOK, "The list was taken in")
	if c, err := h.store.Counts(t.Context(), register.Sight{Machine: true}); err != nil || c.Records != 6 {
		t.Errorf("%d records, %v; want 6", c.Records, err)
	}
}

func TestButtonPressedTwice(t *testing.T) {
	h := open(t, nil)
	upload := h.upload(h.officer, h.source("A")+"/upload", "l.csv", []byte(people(300))).At
	var wg sync.WaitGroup
	for range 6 {
		wg.Go(func() { h.officer.Post(upload, url.Values{"do": {"take"}}) })
	}
	wg.Wait()
	if c, err := h.store.Counts(t.Context(), register.Sight{Machine: true}); err != nil || c.Imports != 1 || c.Records != 300 {
		t.Errorf("%d imports with %d records, %v; want one with 300", c.Imports, c.Records, err)
	}
}

func TestJob(t *testing.T) {
	h := open(t, withQueue(10))
	src := h.source("A")
	page := h.upload(h.officer, src+"/upload", "long.csv", []byte(people(60)))
	upload := page.At
	page = h.officer.Post(upload, url.Values{"do": {"take"}})
	expect(t, page, http.StatusOK, "The list is being taken in", "waits for its turn", upload+"/stop", `hx-get="`+upload+`/progress"`)
	expect(t, h.officer.Get("/lists"), http.StatusOK, "is being taken in")
	expect(t, h.officer.Get(upload+"/progress"), http.StatusOK, "The list is being taken in", "</main>") // the page, without scripts

	expect(t, h.officer.Post(upload+"/stop", nil), http.StatusOK, "Stopped. Nothing of the list was taken in.", "Take it in")
	h.work()
	h.officer.Post(upload, url.Values{"do": {"take"}})
	for end := time.Now().Add(2 * time.Minute); ; time.Sleep(20 * time.Millisecond) {
		page = h.officer.Get(upload)
		if strings.HasPrefix(page.At, "/lists/imports/") {
			break
		}
		if time.Now().After(end) {
			t.Fatalf("the job does not end: %s", main(page.Body))
		}
	}
	expect(t, page, http.StatusOK, "The list was taken in", "1 to 25 of 60", "Read it again")
	expect(t, h.officer.Get(upload), http.StatusNotFound)
	imp, _, _ := strings.Cut(page.At, "?")
	expect(t, h.officer.Get(imp+"?after=50"), http.StatusOK, "51 to 60 of 60", "النجار 59", "withheld")
	expect(t, h.officer.Get(imp+"?report"), http.StatusOK)
}

func TestJobComesToNothing(t *testing.T) {
	h := open(t, withQueue(1))
	h.work()
	src := h.source("A")
	upload := h.upload(h.officer, src+"/upload", "l.csv", []byte("الاسم الكامل,الهاتف\n,1\n,2\n,3\n")).At
	h.officer.Post(upload, url.Values{"do": {"take"}})
	for end := time.Now().Add(2 * time.Minute); time.Now().Before(end); time.Sleep(20 * time.Millisecond) {
		if p := h.officer.Get(upload); !strings.Contains(p.Body, "being taken in") {
			expect(t, p, http.StatusOK, "No row of the list could be taken in", "Take it in")
			return
		}
	}
	t.Fatal("the job does not end")
}

func TestHiddenIsAbsent(t *testing.T) {
	h := open(t, nil)
	src := h.source("Own list")
	imp := h.taken(src, "l.csv", people(1))
	upload := h.upload(h.officer, src+"/upload", "m.csv", []byte(people(2))).At
	stranger := h.Reader(h.AccountOf(h.other, "stranger", access.DataOfficer))
	absent := stranger.Get("/lists/sources/01ARZ3NDEKTSV4RRFFQ69G5FAV")
	for _, path := range []string{src, src + "/change", src + "/upload", imp, imp + "/refused", imp + "/undo", upload, upload + "/progress"} {
		if p := stranger.Get(path); p.Status != http.StatusNotFound || main(p.Body) != main(absent.Body) {
			t.Errorf("GET %s by a stranger: status %d, body differs from the absent: %t", path, p.Status, main(p.Body) != main(absent.Body))
		}
	}
	for _, path := range []string{src + "/change", imp + "/undo", upload, upload + "/stop", upload + "/drop"} {
		if p := stranger.Post(path, url.Values{"why": {"x"}, "name": {"x"}, "do": {"take"}}); p.Status != http.StatusNotFound {
			t.Errorf("POST %s by a stranger: status %d", path, p.Status)
		}
	}
	if p := h.upload(stranger, src+"/upload", "x.csv", []byte(people(1))); p.Status != http.StatusNotFound {
		t.Errorf("upload by a stranger: status %d", p.Status)
	}
	if p := stranger.Get("/lists"); p.Has("Own list") || !p.Has("No sources yet") {
		t.Error("a stranger meets the source in the list")
	}
	// The same office, without the right to bring lists in.
	reader := h.Reader(h.Account("analyst", access.Analyst))
	expect(t, reader.Get(src), http.StatusOK, "Own list")
	for _, path := range []string{src + "/upload", src + "/change", imp + "/undo", imp + "/refused", upload} {
		if p := reader.Get(path); p.Status != http.StatusNotFound {
			t.Errorf("GET %s by an analyst: status %d", path, p.Status)
		}
	}
	// A colleague who may bring lists in does not meet another's upload.
	colleague := h.Reader(h.Account("colleague", access.DataOfficer))
	if p := colleague.Get(upload); p.Status != http.StatusNotFound {
		t.Errorf("another's upload: status %d", p.Status)
	}
	expect(t, colleague.Get(imp+"/undo"), http.StatusOK)
}

func TestSourceForm(t *testing.T) {
	h := open(t, nil)
	bad := url.Values{"name": {""}, "kind": {"gossip"}, "from": {"whenever"}, "reliability": {"9"}, "sharing": {"named"}, "raise": {"0"}, "origin": {"kept as typed"}}
	expect(t, h.officer.Post("/lists/new", bad), http.StatusUnprocessableEntity,
		"Give the source a name", "Choose what kind", "not understood as a date", `value="whenever"`, `value="kept as typed"`, "Tick at least one organisation")
	bad["shared_with"] = []string{"01ARZ3NDEKTSV4RRFFQ69G5FAV"}
	expect(t, h.officer.Post("/lists/new", bad), http.StatusUnprocessableEntity, "Choose one of these")

	src := h.source("Register", "sharing", "named", "shared_with", string(h.other))
	id := register.SourceID(strings.TrimPrefix(src, "/lists/sources/"))
	expect(t, h.Reader(h.AccountOf(h.other, "partner", access.Analyst)).Get(src), http.StatusOK, "Register")
	page := h.officer.Get(src + "/change")
	expect(t, page, http.StatusOK, `value="Register"`)
	_, rest, _ := strings.Cut(page.Body, `name="seen" value="`)
	seen, _, _ := strings.Cut(rest, `"`)
	change := url.Values{"name": {"Register of 2014"}, "kind": {"official_register"}, "reliability": {"1"}, "sharing": {"owner"}, "raise": {"3"}, "seen": {seen}}
	expect(t, h.officer.Post(src+"/change", change), http.StatusUnprocessableEntity, "Write the reason", "Register of 2014")
	change.Set("why", "read the cover")
	expect(t, h.officer.Post(src+"/change", change), http.StatusOK, "The source was changed", "Register of 2014", "C3: the team of this file")
	change.Set("name", "Late")
	expect(t, h.officer.Post(src+"/change", change), http.StatusConflict, "Somebody changed this source", `value="Late"`)
	got, err := h.store.SourceOf(t.Context(), register.Sight{Machine: true}, id)
	if err != nil || got.Name != "Register of 2014" || got.Raise != register.C3 || got.Sharing != register.ShareOwner {
		t.Errorf("source after the change %+v, %v", got, err)
	}
}

func TestUndoCountsJudgements(t *testing.T) {
	h := open(t, nil)
	imp := h.taken(h.source("A"), "l.csv", people(3))
	var ids []register.RecordID
	for r, err := range h.store.All(t.Context(), 0) {
		if err != nil {
			t.Fatal(err)
		}
		ids = append(ids, r.ID)
	}
	err := h.store.Write(t.Context(), func(ctx context.Context, tx journal.Tx) error {
		return tx.(register.Tables).PutJudgement(ctx, register.Judgement{ID: "j1", Left: ids[0], Right: ids[1], Verdict: "different", By: "x", At: time.Now(), Seq: 1})
	})
	if err != nil {
		t.Fatal(err)
	}
	expect(t, h.officer.Get(imp+"/undo"), http.StatusOK, "3 rows leave the register", "1 decision that rests on them is marked")
}
