package monthly_test

import (
	"encoding/json"
	"fmt"
	"testing"
	"time"

	"kashf.org/kashf/internal/review"
	"kashf.org/kashf/internal/review/monthly"
)

// TestWhatFollowsAReleaseIsCounted: how freed people were found, and what
// endangered somebody over a case, each by its kind (domain 4.10).
func TestWhatFollowsAReleaseIsCounted(t *testing.T) {
	const well, gone, threats = 9, 6, 7
	r := &record{events: map[review.CaseID][]review.Event{}}
	at := time.Date(2025, 1, 3, 0, 0, 0, 0, time.UTC)
	r.put(t, at, review.PolicySet, review.PolicyBody{Policy: review.Policy{Version: "one", Body: review.Commission}, Why: "the commission begins"})
	for i := range well + gone {
		id := review.CaseID(fmt.Sprintf("CASE%06d", i))
		act := func(b review.Body) {
			at = at.Add(time.Minute)
			text, err := json.Marshal(b)
			if err != nil {
				t.Fatal(err)
			}
			r.put(t, at, review.ActDone, review.ActBody{Case: id, Act: b.Kind(), Body: text})
		}
		act(&review.OpenedBody{ID: id, Person: 1, Policy: "one"})
		if i < threats {
			act(&review.IncidentBody{What: "threat", Whom: "person", Steps: "none"})
		}
		if i < well {
			act(&review.FollowedUpBody{Day: 3, Contact: "call", Found: review.FoundWell})
		} else {
			act(&review.FollowedUpBody{Day: 3, Found: review.FoundGone})
		}
	}
	got := map[string]int{}
	for _, x := range reckon(t, r, "2025-01").Acts {
		got[x.Act+"/"+x.Of] = x.All.N
	}
	for key, want := range map[string]int{"followed_up/well": well, "followed_up/gone": gone, "incident/threat": threats} {
		if got[key] != want {
			t.Errorf("%s: %d, want %d", key, got[key], want)
		}
	}
}

// A search is how many files of missing persons a month has: opened by the clock,
// unseen since before there were such files, and, of those that were opened, asked
// about, found alive, found dead and opened again, which only who was found is.
type search struct{ open, older, asked, alive, dead, again int }

// record enters those in one month, each in a case of its own.
func (s search) record(t *testing.T) *record {
	t.Helper()
	r := &record{events: map[review.CaseID][]review.Event{}}
	at := time.Date(2025, 1, 3, 0, 0, 0, 0, time.UTC)
	r.put(t, at, review.PolicySet, review.PolicyBody{Policy: review.Policy{Version: "one", Body: review.Commission}, Why: "the commission begins"})
	for i := range s.open + s.older {
		id := review.CaseID(fmt.Sprintf("CASE%06d", i))
		act := func(b review.Body) {
			at = at.Add(time.Minute)
			text, err := json.Marshal(b)
			if err != nil {
				t.Fatal(err)
			}
			r.put(t, at, review.ActDone, review.ActBody{Case: id, Act: b.Kind(), Body: text})
		}
		act(&review.OpenedBody{ID: id, Person: 1, Policy: "one"})
		act(&review.LapsedBody{Clock: review.Clock{Name: review.VerifyClock, Due: review.MicrosOf(at)}, To: review.Unverified, File: i < s.open})
		if i < s.asked {
			act(&review.MissingAskedBody{ID: "q", Whom: "family"})
		}
		if end := review.MissingAlive; i < s.alive+s.dead {
			if i >= s.alive {
				end = review.MissingDead
			}
			act(&review.MissingFoundBody{MissingFound: review.MissingFound{End: end}})
			act(&review.MissingConfirmedBody{Agree: true})
		}
		if i < s.again {
			act(&review.MissingOpenedBody{Why: "the witness takes it back"})
		}
	}
	return r
}

// TestMissingPersonsAreCounted: files of missing persons that the clock opened, how
// they ended, and those that opened again; an older lapse opened none.
func TestMissingPersonsAreCounted(t *testing.T) {
	s := search{open: 9, older: 6, asked: 8, alive: 7, again: 6}
	got := map[string]int{}
	for _, x := range reckon(t, s.record(t), "2025-01").Acts {
		got[x.Act+"/"+x.Of] = x.All.N
	}
	for key, want := range map[string]int{"missing/opened": s.open, "missing/alive": s.alive, "missing/again": s.again, "missing_asked/": s.asked} {
		if got[key] != want {
			t.Errorf("%s: %d, want %d", key, got[key], want)
		}
	}
}

// TestEndsOfMissingPersonsTellNothing: no more files end than were opened, which a
// reader of the account knows: with it no hidden number is one of fewer than five.
func TestEndsOfMissingPersonsTellNothing(t *testing.T) {
	for open := 1; open < 12; open++ {
		for alive := range min(open, 4) + 1 {
			for again := range alive + 1 {
				s := search{open: open, asked: open, alive: alive, dead: min(open-alive, 3), again: again}
				told, few, err := monthly.Series(t.Context(), s.record(t), "2025-01")
				if err != nil {
					t.Fatal(err)
				}
				if got := newSolver([]monthly.Account{told[0].Account}, []monthly.Account{told[0].Naked}).learnt(few); len(got) > 0 {
					t.Errorf("%+v: learnt %v", s, got)
				}
			}
		}
	}
}
