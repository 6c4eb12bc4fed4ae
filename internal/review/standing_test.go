package review

import "testing"

// Who was refused standing, or left, is told of no outcome, even where a check
// passed before.
func TestOutcomeOnlyWithStanding(t *testing.T) {
	w := newWalk(t, mandated(t)).grave()
	w.must("liaison", &GroupBody{ID: "g2", Wish: "told", Support: true}, &ProtectedBody{ID: "g2", VictimsSafe: true, PersonSafe: true, NoContact: true})
	w.must("chair", &StandingBody{ID: "g2", Why: "another place and another year"})
	w.decided(Release, held("d0", A4, P2, "f3"), found("d1", "a1", P2, "f1", "f2"))
	w.refused("liaison", &NotifiedBody{Notified: Notified{"group", "g2"}, Hash: w.c.Outcome.Hash, Language: "ar"}, "standing")
	w.must("delegate", &WithdrewBody{ID: "g1"})
	w.refused("liaison", &NotifiedBody{Notified: Notified{"group", "g1"}, Hash: w.c.Outcome.Hash, Language: "ar"}, "standing")
}

// No two ticks in a form tell of a release where the register's last check found
// somebody in danger.
func TestReleaseUntoldInDanger(t *testing.T) {
	w := newWalk(t, mandated(t)).conditional()
	told := &ReleaseToldBody{ID: "g1", PersonSafe: true, VictimsSafe: true}
	w.must("liaison", &ProtectedBody{ID: "g1", VictimsSafe: true, PersonSafe: false, NoContact: true})
	w.refused("liaison", told, "protection check")
	w.must("liaison", &ProtectedBody{ID: "g1", VictimsSafe: true, PersonSafe: true, NoContact: true}, told)
}

// On the eighth day nothing is granted and nothing refused: the lapse is on
// record, the registrar is asked beside the chair, and the panel is not called.
func TestStandingOnTheEighthDay(t *testing.T) {
	w := newWalk(t, mandated(t)).open(true)
	w.must("liaison", &GroupBody{ID: "g1", Wish: "told", Support: true})
	if hasTask(w, "reg", "standing", "g1") {
		t.Error("the registrar is asked before the chair's days are over")
	}
	w.wait(w.k.Policy.Clocks.Standing + 1).tick()
	if !hasTask(w, "reg", "standing", "g1") || !hasTask(w, "chair", "standing", "g1") {
		t.Error("on the eighth day not both are asked")
	}
	if g := w.c.Groups[0]; g.Standing != StandingAsked {
		t.Errorf("the clock decided: %s", g.Standing)
	}
	w.must("reg", &StandingBody{ID: "g1", Granted: true, Why: "held there in that year"})
	if hasTask(w, "chair", "standing", "g1") {
		t.Error("still asked after the answer")
	}
}

// What a case gives to another body tells neither that a member was asked about a
// tie nor that victims asked for standing, and the person's side reads of neither
// clock.
func TestInwardClocks(t *testing.T) {
	w := newWalk(t, mandated(t)).open(true)
	w.must("liaison", &GroupBody{ID: "g1", Wish: "told", Support: true}).must("chair", &QuestionedBody{ID: "q1", Account: "second"})
	w.wait(w.k.Policy.Clocks.Standing + 1).tick()
	inward := 0
	for _, l := range w.c.Lapses {
		if l.inward() {
			inward++
		}
	}
	if inward != 2 {
		t.Fatalf("%d clocks of the two lapsed", inward)
	}
	for _, l := range w.c.packed(Exchange{}, Decision, w.now).Lapses {
		if l.inward() {
			t.Errorf("the lapse of the clock %s leaves", l.Name)
		}
	}
	for _, e := range w.log {
		l, ok := e.Body.(*LapsedBody)
		if !ok || !l.inward() {
			continue
		}
		if w.c.proves(l) {
			t.Errorf("the proof of the lapse of the clock %s leaves", l.Name)
		}
		for _, a := range []string{"lawyer", "advocate", "guard", "doctor", "delegate"} {
			if p, _ := w.c.Part(a); w.c.Shows(p, e) {
				t.Errorf("the %s reads of the clock %s", p.Role, l.Name)
			}
		}
	}
}
