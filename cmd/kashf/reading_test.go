package main

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"kashf.org/kashf/internal/journal"
	"kashf.org/kashf/internal/locale"
	"kashf.org/kashf/internal/review"
	"kashf.org/kashf/place"
)

// A reader's copy carries the reader's name, the time and its number; its hash
// is in the ledger, what it held can be made anew from there, and it is nobody
// else's.
func TestReadingRoom(t *testing.T) {
	s := serveWorld(t)
	path := s.opened()
	before := s.length()
	s.enters("lawyer", path, "copied", nil)
	if n := s.length() - before; n != 1 {
		t.Errorf("a copy is %d entries, want 1", n)
	}
	c := s.caseAt(path)
	if len(c.Copies) != 1 || c.Copies[0].Account != string(s.accounts["lawyer"]) || len(c.Copies[0].Hash) != 64 {
		t.Fatalf("copies %+v, want the lawyer's", c.Copies)
	}
	name := "هادي المحامي"
	for _, lang := range locale.Languages() {
		b := s.reader("lawyer")
		b.lang = lang
		a := b.get(path + "/copies/1")
		if n := strings.Count(a.body, name); a.status != http.StatusOK || n < 7 {
			t.Errorf("the copy in %s = %d and names its reader %d times", lang, a.status, n)
		}
		for _, part := range []string{c.Copies[0].Hash, "review-mark", "review-stamp"} {
			if !strings.Contains(a.body, part) {
				t.Errorf("the copy in %s lacks %q", lang, part)
			}
		}
	}
	for _, login := range []string{"observer", "families", "registrar", "analyst"} {
		if a := s.reader(login).get(path + "/copies/1"); a.status != http.StatusNotFound {
			t.Errorf("another's copy as %s = %d", login, a.status)
		}
	}
	if a := s.acts(s.reader("registrar"), path, "copied", nil); a.status != http.StatusNotFound {
		t.Errorf("a copy for the registrar = %d", a.status)
	}
	// What came later is in the next copy, and not in the first.
	s.enters("analyst", path, "alleged", url.Values{"conduct": {"B1"}, "text": {"taking a hammer"}})
	s.enters("observer", path, "copied", nil)
	if a := s.reader("observer").get(path + "/copies/2"); !strings.Contains(a.body, "taking a hammer") {
		t.Error("a copy lacks what its reader reads")
	}
	if a := s.reader("lawyer").get(path + "/copies/1"); strings.Contains(a.body, "taking a hammer") {
		t.Error("a copy has grown since it was given")
	}
	id := review.CaseID(strings.TrimPrefix(path, "/reviews/cases/"))
	if n, err := s.d.review.CheckCopies(t.Context(), id); n != 2 || err != nil {
		t.Errorf("checking the copies = %d, %v", n, err)
	}
	for _, f := range s.d.verify(t.Context()).Findings {
		if strings.Contains(f.Where, "copies") {
			t.Errorf("verify: %+v", f)
		}
	}
	// From the moment a conflict stands, one's own copy is gone too.
	s.enters("observer", path, "declared", url.Values{"ties": {"kin"}})
	if a := s.reader("observer").get(path + "/copies/2"); a.status != http.StatusNotFound {
		t.Errorf("the copy of somebody with a conflict = %d", a.status)
	}
}

// A copy whose hash is not that of what its reader was given is named by kashf
// verify, and its reader is told on its page; the whole ones are not named.
func TestVerifyNamesAForgedCopy(t *testing.T) {
	s := serveWorld(t)
	path := s.opened()
	s.enters("lawyer", path, "copied", nil)
	c := s.caseAt(path)
	forged, err := json.Marshal(review.CopiedBody{N: 2, Saw: c.Seq, Hash: strings.Repeat("0", 64)})
	s.must(err)
	b := s.builder()
	s.must(s.d.review.Journal.Do(t.Context(), b.actor("lawyer"), func(ctx context.Context, u *journal.Unit) error {
		_, err := u.Append(ctx, journal.Draft{Kind: review.ActDone, Body: review.ActBody{Case: c.ID, Act: "copied", Body: forged}})
		return err
	}))
	var found []string
	for _, f := range s.d.verify(t.Context()).Findings {
		if strings.Contains(f.Where, "copies") {
			found = append(found, f.What)
		}
	}
	if len(found) != 1 || !strings.Contains(found[0], string(c.ID)) || !strings.Contains(found[0], "copy 2") {
		t.Errorf("verify finds %q, want copy 2 of %s", found, c.ID)
	}
	const warning = "Do not rely on it"
	lawyer := s.reader("lawyer")
	lawyer.lang = "en"
	if got := lawyer.get(path + "/copies/1"); got.status != http.StatusOK || strings.Contains(got.body, warning) {
		t.Errorf("the whole copy = %d, warned of %v", got.status, strings.Contains(got.body, warning))
	}
	if got := lawyer.get(path + "/copies/2"); got.status != http.StatusOK || !strings.Contains(got.body, warning) {
		t.Errorf("the forged copy = %d, warned of %v", got.status, strings.Contains(got.body, warning))
	}
}

// A released person whom nobody saw free in time is a missing person on the page
// of the case, with what to do; before that hour nobody is.
func TestUnverifiedReleaseIsAMissingPerson(t *testing.T) {
	s := serveWorld(t)
	rows, err := s.d.store.Board(t.Context(), string(s.accounts["observer"]), review.Wanted{Limit: 400})
	s.must(err)
	i := slices.IndexFunc(rows, func(r review.Listing) bool {
		return r.Liberty == review.ReleasePlanned || r.Liberty == review.DueForRelease || r.Liberty == review.ReleaseVerified
	})
	if i < 0 {
		t.Fatal("nobody in the world is to be released or was")
	}
	path := "/reviews/cases/" + string(rows[i].ID)
	if a := s.reader("observer").get(path); a.status != http.StatusOK || strings.Contains(a.body, `id="missing"`) {
		t.Errorf("before the time = %d, a missing person %v", a.status, strings.Contains(a.body, `id="missing"`))
	}
	body, err := json.Marshal(review.LapsedBody{Clock: review.Clock{Name: review.VerifyClock, Due: review.MicrosOf(s.d.review.Journal.Now())}, To: review.Unverified})
	s.must(err)
	s.must(s.d.review.Journal.Do(t.Context(), journal.Actor{Account: review.Machine}, func(ctx context.Context, u *journal.Unit) error {
		_, err := u.Append(ctx, journal.Draft{Kind: review.ActDone, Body: review.ActBody{Case: rows[i].ID, Act: "lapsed", Body: body}})
		return err
	}))
	for _, lang := range locale.Languages() {
		b := s.reader("observer")
		b.lang = lang
		if a := b.get(path); a.status != http.StatusOK || !strings.Contains(a.body, `id="missing"`) || !strings.Contains(a.body, "/acts/verified") {
			t.Errorf("after the time in %s = %d, a missing person %v", lang, a.status, strings.Contains(a.body, `id="missing"`))
		}
	}
}

// Every notice prints the way to a court, in both languages; the victims' names
// no case; who was not told has none.
func TestPapersPrintTheWayToACourt(t *testing.T) {
	s := serveWorld(t)
	at := "/reviews/cases/" + s.told() + "/papers/"
	said := map[string]string{"en": "before a court at any time", "ar": "على محكمة في أي وقت"}
	dated := map[string][]string{"en": {"Outcome reached on", "Printed on"}, "ar": {"صدرت النتيجة في", "طُبع في"}}
	for login, papers := range map[string][]string{"registrar": {"hearing", "notice", "annex", "holder"}, "lawyer": {"hearing", "notice", "annex"}, "observer": {"hearing", "notice", "annex", "abstract"}} {
		for _, paper := range papers {
			for _, lang := range locale.Languages() {
				b := s.reader(login)
				b.lang = lang
				a := b.get(at + paper)
				if a.status != http.StatusOK || !strings.Contains(a.body, said[lang]) {
					t.Errorf("%s as %s in %s = %d, the way to a court %v", paper, login, lang, a.status, strings.Contains(a.body, said[lang]))
				}
				if !strings.Contains(a.body, dated[lang][1]) || strings.Contains(a.body, dated[lang][0]) == (paper == "abstract" || paper == "hearing") {
					t.Errorf("%s as %s in %s does not say its days", paper, login, lang)
				}
			}
		}
	}
	for login, paper := range map[string]string{"families": "victims", "lawyer": "holder", "analyst": "notice", "registrar": "certificate", "observer": "summons", "court": "holder", "cases": "annex", "data": "hearing"} {
		if a := s.reader(login).get(at + paper); a.status != http.StatusNotFound {
			t.Errorf("%s as %s = %d, want nothing there", paper, login, a.status)
		}
	}
}

// The letter of a birth is a page of its own, in which nothing names a place of
// detention: no text, no title, no header, no name of a file.
func TestBirthLetterPage(t *testing.T) {
	s := serveWorld(t)
	path := s.opened()
	registrar := review.Who{Actor: s.builder().actor("registrar")}
	id := review.CaseID(strings.TrimPrefix(path, "/reviews/cases/"))
	s.must(s.d.review.Enter(t.Context(), registrar, id, 0, &review.AssignedBody{Account: string(s.accounts["expert"]), Org: s.builder().actor("expert").Org, Role: review.MedicalOfficer}))
	s.enters("expert", path, "declared", nil)
	form := url.Values{"born_on": {"2016-03"}, "town": {"صيدنايا"}, "mother": {"رئيفة حسن الجمال"}, "father": {"withheld"}, "attendant": {"another_woman"}, "witnesses": {"2"}}
	bad := url.Values{}
	for k, v := range form {
		bad[k] = v
	}
	bad.Set("child_name", "مولود سجن صيدنايا")
	if a := s.acts(s.reader("expert"), path, "born", bad); a.status != http.StatusUnprocessableEntity || !strings.Contains(a.body, "مولود سجن صيدنايا") {
		t.Errorf("a name with a prison in it = %d", a.status)
	}
	s.enters("expert", path, "born", form)
	kid := s.caseAt(path).Children[0]
	if a := s.reader("expert").get(path + "/papers/packet-" + kid.ID); a.status != http.StatusNotFound {
		t.Errorf("a packet that nobody made = %d", a.status)
	}
	s.enters("expert", path, "packet", url.Values{"of": {kid.ID}, "tie_to_mother": {"witnessed"}, "consent": {"y"}, "footprint": {"y"}, "witnesses": {"2"}})
	for _, paper := range []string{"birth-", "packet-"} {
		s.childPaper(path, paper, kid.ID)
	}
}

// childPaper checks that a paper of a child is read by those who look after it
// alone, and names no place of detention.
func (s *served) childPaper(path, paper, kid string) {
	s.Helper()
	for _, lang := range locale.Languages() {
		b := s.reader("expert")
		b.lang = lang
		a := b.get(path + "/papers/" + paper + kid)
		if a.status != http.StatusOK || !strings.Contains(a.body, "رئيفة") {
			s.Fatalf("%s in %s = %d\n%s", paper, lang, a.status, a.body)
		}
		page := strings.ToLower(a.body + fmt.Sprint(a.header))
		for _, w := range []string{"prison", "detention", "سجن", "احتجاز", "معتقل", "صيدنايا", "saydnaya", "sednaya"} {
			if strings.Contains(page, w) {
				s.Errorf("%s in %s says %q", paper, lang, w)
			}
		}
		for _, f := range place.Facilities() {
			if f.Ar != "" && strings.Contains(a.body, f.Ar) || f.En != "" && strings.Contains(a.body, f.En) {
				s.Errorf("%s in %s names %s", paper, lang, f.ID)
			}
		}
	}
	for _, login := range []string{"observer", "lawyer", "analyst", "families"} {
		if a := s.reader(login).get(path + "/papers/" + paper + kid); a.status != http.StatusNotFound || strings.Contains(s.reader(login).get(path).body, "رئيفة") {
			s.Errorf("%s reads a child's %s = %d", login, paper, a.status)
		}
	}
}
