package main

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"kashf.org/kashf/internal/access"
	"kashf.org/kashf/internal/vocab"
)

// A value above a reader's clearance is in no page; one at it is.
func TestAboveClearance(t *testing.T) {
	s := serveWorld(t)
	const note = "رآه جار له في الفرع" // C3
	for _, path := range []string{"/people/" + s.fileNo(s.first), "/lists/imports/" + string(s.openImport), "/matches/" + s.pair(s.first, s.guest)} {
		if a := s.reader(guest).get(path); a.status != http.StatusOK || strings.Contains(a.body, note) {
			t.Errorf("%s as a reader at C2 = %d and tells what is at C3", path, a.status)
		}
	}
	if a := s.reader("guest.sahar").get("/lists/imports/" + string(s.openImport)); !strings.Contains(a.body, note) {
		t.Error("a reader at C3 is not shown what is at C3")
	}
	if a := s.reader(guest).post("/people", url.Values{"name": {note}}); strings.Contains(a.body, "البيطار") {
		t.Error("a search finds by what is above the reader's clearance")
	}
}

// phone is a value at C4 of the open list's first person.
const phone = "0900 000 417"

// A value at C4 is in no page before somebody asks for it, and then in one
// file, for one account, for half an hour. The asking is one entry.
func TestPhoneIsShownToWhoAskedAlone(t *testing.T) {
	s := serveWorld(t)
	file := "/people/" + s.fileNo(s.first)
	rows := "/lists/imports/" + string(s.openImport)
	for login := range s.accounts {
		for _, path := range []string{file, file + "/print", rows, "/lists/sources/" + string(s.open), "/matches/" + s.pair(s.first, s.guest), "/ledger/" + fmt.Sprint(s.takeSeq)} {
			if a := s.reader(login).get(path); strings.Contains(a.body, phone) {
				t.Errorf("%s tells %s a phone number before anybody asked", path, login)
			}
		}
	}
	const withheld = "withheld"
	if a := s.reader("cases").get(file); !strings.Contains(a.body, withheld) {
		t.Error("a case worker is not told that there is something to ask for")
	}
	if a := s.reader("data").get(file); a.status != http.StatusOK {
		t.Errorf("the file as data = %d", a.status)
	}

	ledger := s.length()
	a := s.reader("cases").post(file+"/reveal", url.Values{"purpose": {vocab.List("access_purpose")[0].Code}, "detail": {"the mother asks to be called"}})
	if a.status != http.StatusSeeOther || a.to() != file {
		t.Fatalf("asking = %d %s\n%s", a.status, a.to(), a.body)
	}
	if n := s.length() - ledger; n != 1 {
		t.Errorf("asking made %d entries, want 1", n)
	}
	if a := s.reader("cases").get(file); !strings.Contains(a.body, phone) {
		t.Error("the number is not shown to who asked")
	}
	if a := s.reader("cases").get(file + "/print"); a.status != http.StatusOK || strings.Contains(a.body, phone) {
		t.Error("the number is printed")
	}
	if a := s.reader("second.cases").get(file); strings.Contains(a.body, phone) {
		t.Error("the number is shown to a colleague who did not ask")
	}
	if a := s.reader("cases").get(rows); strings.Contains(a.body, phone) {
		t.Error("the number is shown outside the file")
	}
	if a := s.reader("cases").get("/people/" + s.fileNo(s.second)); strings.Contains(a.body, "0900 000 418") {
		t.Error("another file is open too")
	}
	s.ahead.Store(int64(access.RevealFor))
	if a := s.reader("cases").get(file); a.status != http.StatusOK || strings.Contains(a.body, phone) {
		t.Error("the number is still shown after half an hour")
	}
}
