package monthly_test

import (
	"encoding/json"
	"fmt"
	"testing"
	"time"

	"kashf.org/kashf/internal/review"
)

// TestRecallsAreCounted: breaches alleged, heard, and how the panel ended them;
// one whose hearing never came is among the clocks that ran out.
func TestRecallsAreCounted(t *testing.T) {
	const judged, freed, unheard = 7, 6, 5
	r := &record{events: map[review.CaseID][]review.Event{}}
	at := time.Date(2025, 1, 3, 0, 0, 0, 0, time.UTC)
	r.put(t, at, review.PolicySet, review.PolicyBody{Policy: review.Policy{Version: "one", Body: review.Commission}, Why: "the commission begins"})
	for i := range judged + freed + unheard {
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
		act(&review.RecallAskedBody{ID: "r", Why: "w"})
		if i >= judged+freed {
			act(&review.LapsedBody{Clock: review.Clock{Name: review.RecallClock, Of: "r", Due: review.MicrosOf(at)}})
			continue
		}
		act(&review.RecallHeardBody{ID: "r", How: review.InPerson})
		act(&review.RecallSignedBody{ID: "r", Judge: i < judged})
		act(&review.RecallSignedBody{ID: "r", Judge: i < judged, Ends: true})
	}
	got := map[string]int{}
	for _, x := range reckon(t, r, "2025-01").Acts {
		if x.All.Hidden {
			t.Errorf("%s %s is hidden", x.Act, x.Of)
		}
		got[x.Act+"/"+x.Of] = x.All.N
	}
	for key, want := range map[string]int{
		"recall/asked": judged + freed + unheard, "recall/heard": judged + freed, "recall/judge": judged, "recall/free": freed, "lapse/recall": unheard,
	} {
		if got[key] != want {
			t.Errorf("%s: %d, want %d", key, got[key], want)
		}
	}
}
