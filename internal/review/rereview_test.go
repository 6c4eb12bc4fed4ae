package review

import (
	"reflect"
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
	if w.at(t, Assembly, InCustody); w.waits("court", "court_ordered", "") {
		t.Error("the court is asked before the time")
	}
	w.wait(24).tick()
	w.at(t, Assembly, CourtDue)
	if !slices.ContainsFunc(w.c.Lapses, func(l Lapse) bool { return l.Name == RereviewClock }) {
		t.Errorf("lapses %+v, want that of the review again", w.c.Lapses)
	}
	if !w.waits("court", "court_ordered", "") {
		t.Error("bringing the person before a judge is nobody's task")
	}
	w.wait(w.k.Policy.Clocks.Court).tick()
	if w.at(t, Assembly, DueForRelease); !w.waits("guard", "release_planned", "") || !w.c.Liberty.Protect {
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

// The review of a decision to keep begins by itself, with no click of anybody,
// at half of its time, under a fresh panel; it moves no clock on custody. A
// server that slept past both moments, or whose clock jumped, enters both, and a
// replay gives the same.
func TestKeepingIsReviewedAgainByItself(t *testing.T) {
	kept := func() *walk {
		return newWalk(t, mandated(t)).grave().decided(Keep, found("d1", "a1", P2, "f1", "f2")).notify()
	}
	half := kept().k.Policy.Clocks.Rereview / 2
	for name, wait := range map[string][]Hours{
		"when it is due": {half - 1, 1}, "after a day's sleep": {half + 24}, "hour by hour": slices.Repeat([]Hours{1}, int(half)),
		"with a clock that jumped": {half + 5, -48, 48},
	} {
		w := kept()
		ends, _ := w.c.CustodyEnds(w.k)
		for i, h := range wait {
			if w.wait(h).tick(); i == 0 && len(wait) == 2 && w.c.State != Notice {
				t.Errorf("%s: reviewed again too early, in %s", name, w.c.State)
			}
		}
		w.at(t, Assembly, InCustody)
		if now, ok := w.c.CustodyEnds(w.k); !ok || now.Due != ends.Due || w.c.Restarts != 1 || len(w.c.Lapses) != 0 || len(w.c.playing(Member)) != 0 {
			t.Errorf("%s: custody ends %v (was %v), restarts %d, lapses %v, %d still sit", name, now.Due.Time(), ends.Due.Time(), w.c.Restarts, w.c.Lapses, len(w.c.playing(Member)))
		}
		if again := Fold(w.log); again.State != Assembly || !reflect.DeepEqual(again.Liberty, w.c.Liberty) {
			t.Errorf("%s: replayed it is in %s", name, again.State)
		}
	}
	late := kept()
	late.wait(late.k.Policy.Clocks.Rereview + 1).tick() // slept through both
	late.at(t, Assembly, CourtDue)
}

// A judge's custody, a release and an appeal under way are not touched by it.
func TestNothingElseIsReviewedAgainByItself(t *testing.T) {
	w := newWalk(t, mandated(t)).grave().decided(Keep, found("d1", "a1", P2, "f1", "f2")).notify()
	w.must("lawyer", &AppealedBody{Ground: "new_fact", Why: "a hospital's register"})
	w.wait(w.k.Policy.Clocks.Rereview/2 + 1).tick()
	w.at(t, Appeal, InCustody)
	for _, o := range []Outcome{NoAction} {
		w := newWalk(t, mandated(t)).free(o, o, o)
		w.sign(bench, w.ruling(o)).move("reg", Decided)
		w.wait(w.k.Policy.Clocks.Rereview).tick()
		w.at(t, Decided, Free)
	}
}
