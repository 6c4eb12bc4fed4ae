package review

import (
	"slices"
	"testing"
)

// waits reports whether an act waits for somebody.
func (w *walk) waits(who, act, of string) bool {
	p, _ := w.c.Part(who)
	return slices.ContainsFunc(w.c.Tasks(p, w.k, w.now), func(t Task) bool { return t.Act == act && (of == "" || t.Of == of) })
}

// A decision to keep somebody stands for thirty days. When they have passed and
// nobody looked again, the person must be brought before a judge, by name of
// whose task that is; and where nobody brings them, freed.
func TestKeepingLapsesBeforeAJudge(t *testing.T) {
	w := newWalk(t, mandated(t)).grave().decided(Keep, found("d1", "a1", P2, "f1", "f2")).notify()
	w.wait(w.k.Policy.Clocks.Rereview - 24).tick()
	if w.at(t, Notice, InCustody); w.waits("court", "court_ordered", "") {
		t.Error("the court is asked before the time")
	}
	w.wait(24).tick()
	w.at(t, Notice, CourtDue)
	if !slices.ContainsFunc(w.c.Lapses, func(l Lapse) bool { return l.Name == RereviewClock }) {
		t.Errorf("lapses %+v, want that of the review again", w.c.Lapses)
	}
	if !w.waits("court", "court_ordered", "") {
		t.Error("bringing the person before a judge is nobody's task")
	}
	w.wait(w.k.Policy.Clocks.Court).tick()
	if w.at(t, Notice, DueForRelease); !w.waits("guard", "release_planned", "") || !w.c.Liberty.Protect {
		t.Error("the release, with protection, is nobody's task")
	}
}

// After an appeal that upholds it, the review that follows is the registrar's
// task at once, by a fresh panel, and moves no clock on custody.
func TestUpheldKeepingIsReviewedAgain(t *testing.T) {
	w := newWalk(t, mandated(t)).grave().decided(Keep, found("d1", "a1", P2, "f1", "f2")).notify()
	w.must("lawyer", &AppealedBody{Ground: "new_fact", Why: "a hospital's register"}).seat("n", AppealMember)
	again := []string{"n1", "n2", "n3"}
	w.vote(again, Uphold, Uphold, Uphold).sign(again, w.ruling(Uphold)).move("n1", Final)
	ends, _ := w.c.CustodyEnds(w.k)
	if w.at(t, Final, InCustody); !w.waits("reg", "moved", string(Assembly)) {
		t.Error("reviewing again is nobody's task")
	}
	w.move("reg", Assembly)
	if now, ok := w.c.CustodyEnds(w.k); !ok || now.Due > ends.Due {
		t.Errorf("reviewing again moved the end of custody from %v to %v", ends.Due.Time(), now.Due.Time())
	}
	w.refused(Machine, &AssignedBody{Account: "m1", Org: "org-m1", Role: Member, Seat: "chair", Draw: "d"}, "nobody is two things")
	w.wait(w.k.Policy.Clocks.Rereview).tick()
	if w.c.Liberty.State != CourtDue && w.c.Liberty.State != DueForRelease {
		t.Errorf("thirty days after, custody stands on %s", w.c.Liberty.State)
	}
}
