package person_test

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"kashf.org/kashf/internal/access"
	"kashf.org/kashf/internal/register"
)

// bereavedHouse is a house in which Samer's death counts.
func bereavedHouse(t *testing.T) *house {
	t.Helper()
	h, _ := joined(t)
	h.judge(t, h.Account("sami", access.Analyst), samer, samerDead, register.SamePerson)
	h.judge(t, h.Account("dima", access.Analyst), samerLatin, samerDead, register.SamePerson)
	return h
}

var toldForm = url.Values{
	"who": {"Dr Hala Nassar"}, "on": {"2025-01-05"}, "how": {"with_support"}, "whom": {"mother"}, "note": {"asked for the grave"},
}

var undoLink = regexp.MustCompile(`/people/[0-9A-Z-]+/notices/[0-9A-Z]+/undo`)

// A family was told: who told it, when, how and whom. The mark goes, nothing of
// the death enters a print, and taking it back brings the mark again.
func TestFamilyTold(t *testing.T) {
	h := bereavedHouse(t)
	v := h.Reader(h.Account("mona", access.CaseWorker))
	at := h.href(samer)
	if page := v.Get(at); !page.Has("family not yet told", "Enter that the family was told", at+"/told") {
		t.Fatalf("nothing offers to enter it\n%s", page.Body)
	}
	for field, bad := range map[string]string{"who": " ", "on": "2999-01-01", "how": "pigeon", "whom": "", "note": strings.Repeat("ن", 1001)} {
		form := url.Values{}
		for k, vs := range toldForm {
			form[k] = vs
		}
		form.Set(field, bad)
		if page := v.Post(at+"/told", form); page.Status != http.StatusUnprocessableEntity || !page.Has("asked for the grave") && field != "note" {
			t.Errorf("%s %q: status %d", field, bad, page.Status)
		}
	}
	page := v.Post(at+"/told", toldForm)
	if page.At != at || page.Has("family not yet told") ||
		!page.Has("The family was told: 5 January 2025", "With psychosocial support"[5:], "told by", "Dr Hala Nassar", "Mother", "asked for the grave", "Name of mona") {
		t.Fatalf("after: at %s, status %d\n%s", page.At, page.Status, page.Body)
	}
	if again := v.Post(at+"/told", toldForm); again.Status != http.StatusConflict || !again.Has("asked for the grave", "meanwhile") {
		t.Errorf("a second time: status %d", again.Status)
	}
	print := v.Get(at + "/print")
	for _, word := range []string{"family", "5 January 2025", "Hala", "grave", "death"} {
		if strings.Contains(print.Body, word) && word != "family" || strings.Contains(print.Body, "was told") {
			t.Errorf("the print says %q", word)
		}
	}
	undo := undoLink.FindString(page.Body)
	if ask := v.Get(undo); ask.Status != http.StatusOK {
		t.Fatalf("%q: status %d", undo, ask.Status)
	}
	if short := v.Post(undo, url.Values{"why": {"no"}}); short.Status != http.StatusUnprocessableEntity {
		t.Errorf("no reason: status %d", short.Status)
	}
	if page = v.Post(undo, url.Values{"why": {"another family was meant"}}); !page.Has("family not yet told") || page.Has("Dr Hala Nassar") {
		t.Errorf("taken back: status %d\n%s", page.Status, page.Body)
	}
	if page = v.Post(undo, url.Values{"why": {"another family was meant"}}); page.Status != http.StatusNotFound {
		t.Errorf("taken back twice: status %d", page.Status)
	}
}

// That the remains came back ends the count among the disappeared.
func TestRemainsReturned(t *testing.T) {
	h := bereavedHouse(t)
	v := h.Reader(h.Account("mona", access.CaseWorker))
	at := h.href(samer)
	if page := v.Get(at); !page.Has("Remains not returned to the family", "Counted") {
		t.Fatalf("before\n%s", page.Body)
	}
	page := v.Post(at+"/remains", url.Values{"who": {"The forensic service"}, "on": {"2025-01"}, "whom": {"brother"}})
	if page.At != at || !page.Has("The remains were returned to the family: January 2025", "Remains returned to the family", "family not yet told") || page.Has("Remains not returned") {
		t.Errorf("after: at %s, status %d\n%s", page.At, page.Status, page.Body)
	}
}

// Only who calls families enters it; a colleague of another organisation reads
// that the family was told, and not by whom.
func TestWhoTellsFamilies(t *testing.T) {
	h := bereavedHouse(t)
	at := h.href(samer)
	mona := h.Reader(h.Account("mona", access.CaseWorker))
	page := mona.Post(at+"/told", toldForm)
	undo := undoLink.FindString(page.Body)
	for _, role := range []access.Role{access.DataOfficer, access.Analyst, access.Observer, access.VictimsRepresentative, access.Auditor, access.Administrator} {
		v := h.Reader(h.Account("r"+string(role)[:4], role))
		for _, path := range []string{at + "/told", at + "/remains", undo} {
			if got := v.Get(path); got.Status == http.StatusOK {
				t.Errorf("%s opens %s", role, path)
			}
			if got := v.Post(path, toldForm); got.Status < 400 {
				t.Errorf("%s posts to %s: status %d", role, path, got.Status)
			}
		}
	}
	other := h.Reader(h.AccountOf(h.other.ID, "lina", access.CaseWorker))
	got := other.Get(at)
	if !got.Has("The family was told: 5 January 2025", "someone at") || got.Has("Hala Nassar") || got.Has("Name of mona") || undoLink.MatchString(got.Body) {
		t.Errorf("another organisation reads\n%s", got.Body)
	}
	if got := other.Post(undo, url.Values{"why": {"another family was meant"}}); got.Status < 400 {
		t.Errorf("another organisation takes it back: status %d", got.Status)
	}
	if got := other.Post(at+"/told", toldForm); got.Status != http.StatusConflict {
		t.Errorf("another organisation enters it again: status %d", got.Status)
	}
}

// A file out of sight, a number nobody has, and a file in which no death counts
// give one answer: not even that there would be something to tell.
func TestToldHiddenIsAbsent(t *testing.T) {
	h := bereavedHouse(t)
	v := h.Reader(h.Account("mona", access.CaseWorker))
	nobody := "/people/" + h.numbers.Format(4711)
	for name, at := range map[string]string{"hidden": h.href(george), "alive": h.href(maher)} {
		for _, tail := range []string{"/told", "/remains", "/notices/01ARZ3NDEKTSV4RRFFQ69G5FAV/undo"} {
			if a, b := v.Get(at+tail), v.Get(nobody+tail); a.Status != http.StatusNotFound || a.Status != b.Status || a.Body != b.Body {
				t.Errorf("GET %s %s: %d, absent %d, same bytes %t", name, tail, a.Status, b.Status, a.Body == b.Body)
			}
			if a, b := v.Post(at+tail, toldForm), v.Post(nobody+tail, toldForm); a.Status != http.StatusNotFound || a.Body != b.Body {
				t.Errorf("POST %s %s: %d, absent %d", name, tail, a.Status, b.Status)
			}
		}
	}
}
