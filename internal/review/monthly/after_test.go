package monthly_test

import (
	"encoding/json"
	"fmt"
	"testing"
	"time"

	"kashf.org/kashf/internal/review"
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

// TestMissingPersonsAreCounted: files of missing persons that the clock opened, how
// they ended, and those that opened again; an older lapse opened none.
func TestMissingPersonsAreCounted(t *testing.T) {
	const open, older, alive, again, asked = 9, 6, 7, 6, 8
	r := &record{events: map[review.CaseID][]review.Event{}}
	at := time.Date(2025, 1, 3, 0, 0, 0, 0, time.UTC)
	r.put(t, at, review.PolicySet, review.PolicyBody{Policy: review.Policy{Version: "one", Body: review.Commission}, Why: "the commission begins"})
	for i := range open + older {
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
		act(&review.LapsedBody{Clock: review.Clock{Name: review.VerifyClock, Due: review.MicrosOf(at)}, To: review.Unverified, File: i < open})
		if i < asked {
			act(&review.MissingAskedBody{ID: "q", Whom: "family"})
		}
		if i < alive {
			act(&review.MissingFoundBody{MissingFound: review.MissingFound{End: review.MissingAlive}})
			act(&review.MissingConfirmedBody{Agree: true})
		}
		if i < again {
			act(&review.MissingOpenedBody{Why: "the witness takes it back"})
		}
	}
	got := map[string]int{}
	for _, x := range reckon(t, r, "2025-01").Acts {
		got[x.Act+"/"+x.Of] = x.All.N
	}
	for key, want := range map[string]int{"missing/opened": open, "missing/alive": alive, "missing/again": again, "missing_asked/": asked} {
		if got[key] != want {
			t.Errorf("%s: %d, want %d", key, got[key], want)
		}
	}
}
