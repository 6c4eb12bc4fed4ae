package review

import "testing"

// TestUpheldIsTold: what an appeal panel writes that leaves the outcome as it was,
// with its answers to what came late, is told to the person's side, the observer
// and the victims as the outcome was, each their own part of it; no case is closed
// before.
func TestUpheldIsTold(t *testing.T) {
	w := newWalk(t, mandated(t)).grave().decided(Release, found("d1", "a1", P2, "f1", "f2")).notify()
	w.must("lawyer", Submit("late1", "", "the leave slip of April")).must("delegate", Submit("late2", "g1", "the cellar was not searched"))
	w.must("delegate", &AppealedBody{Ground: "new_fact", Why: "a grave"}).seat("n", AppealMember)
	again := []string{"n1", "n2", "n3"}
	w.vote(again, Uphold, Uphold, Uphold)
	r := w.ruling(Uphold)
	r.Answers = map[PointKey]string{KeyOfPoint("the leave slip of April"): "it was read"}
	r.Hash = HashOf(r)
	w.sign(again, r)
	w.refused("n1", &MovedBody{Appeal, Final}, "every point answered") // what came late is answered too
	r.Answers[KeyOfPoint("the cellar was not searched")] = "it was, in May"
	r.Hash = HashOf(r)
	w.sign(again, r).move("n1", Final)
	w.at(t, Final, Stay)

	as := func(account string) *Case { p, _ := w.c.Part(account); return w.c.SeenBy(p) }
	for _, account := range []string{"lawyer", "delegate"} {
		if as(account).Upheld != nil {
			t.Errorf("%s reads the appeal's text before it was told", account)
		}
	}
	for account, act := range map[string]string{"reg": "notified", "liaison": "notified"} {
		if !w.told(account, act) {
			t.Errorf("%s is not asked to tell", account)
		}
	}
	w.refused("reg", &NotifiedBody{Notified: Notified{Whom: "person"}, Hash: HashOf(Ruling{}), Language: "ar", Spoken: true}, "the text that was decided")
	w.wait(25).tick()
	if n := len(w.c.Lapses); n != 1 || w.c.Lapses[0].Name != NoticeClock || w.c.Liberty.State != Stay {
		t.Errorf("a day without notice: %+v", w.c.Lapses)
	}
	w.wait(72).tick()
	w.must("guard", &PlannedBody{Protection: true}).must("reg", &ReleasedBody{}).wait(24).must("guard", &VerifiedBody{Contact: "call"})
	w.refused("reg", &MovedBody{Final, Closed}, "everyone entitled was told")
	for _, whom := range []string{"person", "observer"} {
		w.must("reg", &NotifiedBody{Notified: Notified{Whom: whom}, Hash: r.Hash, Language: "ar", Spoken: true})
	}
	w.refused("reg", &MovedBody{Final, Closed}, "everyone entitled was told")
	w.must("liaison", &NotifiedBody{Notified: Notified{"group", "g1"}, Hash: r.Hash, Language: "ar"})

	person, victims := as("lawyer").Upheld, as("delegate").Upheld
	if person == nil || person.Notice != r.Notice || person.Law != r.Law || person.Victims != "" || len(person.Answers) != 1 {
		t.Errorf("the person's side reads %+v", person)
	}
	if victims == nil || victims.Victims != r.Victims || victims.Notice != "" || len(victims.Answers) != 1 || victims.Answers[KeyOfPoint("the cellar was not searched")] == "" {
		t.Errorf("the victims read %+v", victims)
	}
	if w.c.Outcome.Outcome != Release || w.told("reg", "notified") {
		t.Errorf("the outcome is %s, and somebody is still to be told", w.c.Outcome.Outcome)
	}
	w.move("reg", Closed)
}

// TestUpheldFallsWithTheOutcome: what begins anew has no appeal behind it.
func TestUpheldFallsWithTheOutcome(t *testing.T) {
	w := newWalk(t, mandated(t)).grave().decided(Keep, found("d1", "a1", P2, "f1", "f2")).notify()
	w.must("lawyer", &AppealedBody{Ground: "new_fact", Why: "a register"}).seat("n", AppealMember)
	again := []string{"n1", "n2", "n3"}
	w.vote(again, Uphold, Uphold, Uphold).sign(again, w.ruling(Uphold)).move("n1", Final)
	if w.c.Upheld == nil {
		t.Fatal("no text of the appeal")
	}
	w.wait(Hours(15*24 + 1)).tick()
	if w.c.State != Assembly || w.c.Upheld != nil {
		t.Errorf("%s with %v", w.c.State, w.c.Upheld)
	}
}
