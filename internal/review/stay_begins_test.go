package review

import (
	"testing"
	"time"
)

// TestStayCountsFromItsBegin: under a later policy with shorter stays a panel holds
// a release back from the end that the stay then has, not from the one that was
// written down.
func TestStayCountsFromItsBegin(t *testing.T) {
	w := newWalk(t, mandated(t)).grave().decided(Release, found("d1", "a1", P2, "f1", "f2")).notify()
	w.must("delegate", &AppealedBody{Ground: "new_fact", Why: "a grave"}).seat("n", AppealMember)
	shorter := w.k.Policy
	shorter.Version, shorter.Clocks.Stay = "shorter", 48
	w.k.Later = []Edition{{At: w.now, Policy: shorter}}
	end := w.c.Liberty.Since.Add(48 * time.Hour)
	longest := w.k.Policy.Clocks.StayExtended.Duration()
	w.refused("n1", &StayExtendedBody{Why: "a threat", Until: end.Add(longest + time.Hour), Fresh: true}, "a stay ends")
	for i, a := range []string{"n1", "n2", "n3"} {
		w.must(a, &StayExtendedBody{Why: "a threat", Until: end.Add(longest), Fresh: true, Makes: i == 2})
	}
	if got := w.c.Liberty.Until; got != end.Add(longest) {
		t.Errorf("the stay ends %v, want %v", got.Time(), end.Add(longest).Time())
	}
}

// TestStayIsNotChained: a release that is decided again while the first one waits
// does not wait anew, and who signed for a longer stay once signed for no other.
func TestStayIsNotChained(t *testing.T) {
	w := newWalk(t, mandated(t)).grave().decided(Release, found("d1", "a1", P2, "f1", "f2")).notify()
	w.must("delegate", &AppealedBody{Ground: "new_fact", Why: "a grave"}).seat("n", AppealMember)
	w.must("n1", &StayExtendedBody{Why: "a threat", Until: w.c.Liberty.Until.Add(time.Hour), Fresh: true})
	before := w.c.Liberty
	w.c.actOn(Ruling{Outcome: Release, StayHours: 72}, w.now.Add(70*time.Hour))
	if got := w.c.Liberty; got.Until != before.Until || got.Since != before.Since {
		t.Errorf("a stay that ended %v ends %v", before.Until.Time(), got.Until.Time())
	}
	w.c.Liberty.move(CourtDue, w.now)
	w.c.actOn(Ruling{Outcome: Release, StayHours: 72}, w.now)
	if got := w.c.Liberty; got.State != Stay || len(got.Extenders) != 0 || got.Asked != 0 {
		t.Errorf("another stay begins as %+v", got)
	}
}
