package main

import (
	"encoding/json"
	"math/rand/v2"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"kashf.org/kashf/internal/review"
)

// TestForgedActs sends every act of the review that the program knows, as
// everybody of a case and as people of none, with ids of other cases, of other
// things, of nothing, negative, enormous and no numbers, doubled and left out, on
// pages that are stale and that are not. Nothing fails on the server's side; what
// is refused changes nothing and gives back what was typed; to whom the case does
// not exist it is absent. In the end the case is what its entries fold to.
func TestForgedActs(t *testing.T) {
	s := serveWorld(t)
	path, other := s.opened(), "/reviews/cases/"+s.reviewed()
	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d", seed)
	r := rand.New(rand.NewPCG(seed, 0))
	logins := []string{"registrar", "roster", "analyst", "observer", "liaison", "lawyer", "court", "guard", "data", "cases"}
	mine, theirs := s.caseAt(path), s.caseAt(other)
	forged := []string{
		string(theirs.ID), string(mine.ID), newID(), "-1", "0", "9223372036854775807", "99999999999999999999999999", "x", "a|b", "|", "'; --", "../..", "\u202e",
		s.fileNo(s.first), string(s.accounts["cases"]), string(s.accounts["analyst"]), "", "y", "kin", "child", "ar",
	}
	fields := []string{"of", "id", "account", "tie", "login", "role", "to", "from", "check", "grade", "lane", "flag", "allegation", "fact", "facts", "relied", "until", "measure", "outcome", "whom", "group", "standard", "how", "present", "copy", "paper", "text", "ground", "ref", "answers", "ties", "points", "language", "hash"}
	const typed = "كتبته بيدي ولا أريد أن أكتبه مرة أخرى"
	met := map[int]int{}
	for range 3 {
		for _, act := range review.KindNames() {
			login := logins[r.IntN(len(logins))]
			form := url.Values{"why": {typed}}
			for _, f := range fields {
				switch r.IntN(4) {
				case 0:
					form[f] = []string{forged[r.IntN(len(forged))]}
				case 1:
					form[f] = []string{forged[r.IntN(len(forged))], forged[r.IntN(len(forged))]}
				}
			}
			stale := r.IntN(4) == 0
			if stale {
				form["saw"] = []string{forged[3+r.IntN(5)]}
			}
			before, length := s.caseAt(path).Seq, s.length()
			a := s.acts(s.reader(login), path, act, form)
			met[a.status]++
			switch {
			case a.status == http.StatusSeeOther:
				continue
			case a.status >= 500:
				t.Fatalf("%s by %s = %d with %v\n%s", act, login, a.status, form, a.body)
			case a.status == http.StatusUnprocessableEntity || a.status == http.StatusConflict:
				if strings.Contains(a.body, `name="why"`) && !strings.Contains(a.body, typed) {
					t.Errorf("%s by %s = %d: what was typed is lost", act, login, a.status)
				}
			}
			if s.caseAt(path).Seq != before || s.length() != length {
				t.Errorf("%s by %s = %d, and something was entered", act, login, a.status)
			}
		}
	}
	t.Logf("answers: %v", met)
	if met[http.StatusUnprocessableEntity] < 5 || met[http.StatusNotFound] < 10 || met[http.StatusConflict] < 1 {
		t.Errorf("the answers %v show little", met)
	}
	var events []review.Event
	entries, err := s.d.store.EventsOf(t.Context(), mine.ID)
	s.must(err)
	for _, e := range entries {
		_, ev, err := review.EventOf(e)
		s.must(err)
		events = append(events, ev)
	}
	got, err := json.Marshal(s.caseAt(path))
	s.must(err)
	want, err := json.Marshal(review.Fold(events))
	s.must(err)
	if string(got) != string(want) {
		t.Errorf("the case is not what its entries say:\n%s\n%s", got, want)
	}
}
