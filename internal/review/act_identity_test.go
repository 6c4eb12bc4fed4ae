package review

import (
	"slices"
	"testing"
)

func tasksOf(w *walk, account string) []string {
	p, _ := w.c.Part(account)
	var out []string
	for _, t := range w.c.Tasks(p, w.k, w.now) {
		out = append(out, t.Act)
	}
	return out
}

// TestIdentityTakesTwo: what something adverse may rest on is not one registrar's
// word; doubt is, at once, and the observer is told of it.
func TestIdentityTakesTwo(t *testing.T) {
	w := newWalk(t, mandated(t)).open(true)
	grade := func(want int) {
		t.Helper()
		if w.c.Grade != want {
			t.Errorf("identity at grade %d, want %d", w.c.Grade, want)
		}
	}
	asked := func(account, act string, want bool) {
		t.Helper()
		if got := tasksOf(w, account); slices.Contains(got, act) != want {
			t.Errorf("%s's tasks are %v; %s: %v", account, got, act, want)
		}
	}
	w.refused("officer", &IdentityConfirmedBody{Grade: 3}, "identity grade")
	w.must("reg", &IdentifiedBody{Grade: 4})
	grade(2)
	asked("officer", "identity_confirmed", true)
	asked("second", "identity_confirmed", true)
	asked("reg", "identity_confirmed", false)
	w.refused("reg", &IdentityConfirmedBody{Grade: 4}, "role")
	w.refused("watch", &IdentityConfirmedBody{Grade: 4}, "role")
	w.refused("officer", &IdentityConfirmedBody{Grade: 3}, "identity grade")
	w.must("second", &IdentityConfirmedBody{Grade: 4})
	grade(4)
	asked("officer", "identity_confirmed", false)
	w.refused("officer", &IdentityConfirmedBody{Grade: 4}, "identity grade")

	w.must("reg", &IdentifiedBody{Grade: 5})
	grade(4) // what two found stands meanwhile
	asked("watch", "identity_lowered", false)
	w.must("reg", &IdentifiedBody{Grade: 1})
	grade(1)
	asked("watch", "identity_lowered", true)
	w.refused("officer", &IdentityConfirmedBody{Grade: 5}, "identity grade") // the doubt took it back
	w.must("reg", &IdentifiedBody{Grade: 3})
	grade(2)
	asked("watch", "identity_lowered", true)
	w.must("officer", &IdentityConfirmedBody{Grade: 3})
	asked("watch", "identity_lowered", true) // two people's word, not so sure as it was
	w.identified(4)
	grade(4)
	asked("watch", "identity_lowered", false)
}
