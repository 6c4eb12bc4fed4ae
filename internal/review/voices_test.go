package review

import (
	"slices"
	"testing"
)

var safe = &ProtectedBody{ID: "g1", VictimsSafe: true, PersonSafe: true, NoContact: true}

// TestProtectionBeforeNotice: nobody is told anything before a check that finds
// neither side in danger and no way from one to the other; a check that fails
// takes an earlier one back; and no review waits for victims who cannot be told.
func TestProtectionBeforeNotice(t *testing.T) {
	w := newWalk(t, mandated(t)).open(true)
	notice := &NoticedBody{ID: "g1", Summary: "people were beaten in a place of detention"}
	w.refused("liaison", safe, "standing")
	w.must("liaison", &GroupBody{ID: "g1", Wish: WishTold, Support: true}).must("chair", &StandingBody{ID: "g1", Granted: true, Why: "families"})
	w.refused("liaison", notice, "protection check")
	for _, b := range []*ProtectedBody{{ID: "g1", PersonSafe: true, NoContact: true}, {ID: "g1", VictimsSafe: true, NoContact: true}, {ID: "g1", VictimsSafe: true, PersonSafe: true}} {
		w.must("liaison", safe, b)
		w.refused("liaison", notice, "protection check")
	}
	w.refused("reg", safe, "role")
	w.refused("delegate", safe, "role")
	w.must("liaison", safe)
	w.refused("liaison", &NoticedBody{ID: "g1"}, "victims noticed")
	w.must("liaison", notice)
}

// TestOutcomeToldSafely: the outcome too is told after a check that passed; where
// somebody is in danger the case goes on without.
func TestOutcomeToldSafely(t *testing.T) {
	w := newWalk(t, mandated(t)).grave().decided(Release, held("d1", A0, P2))
	h := w.c.Outcome.Hash
	w.must("liaison", &ProtectedBody{ID: "g1", PersonSafe: true, NoContact: true})
	w.refused("liaison", &NotifiedBody{Notified: Notified{"group", "g1"}, Hash: h, Language: "ar"}, "protection check")
	for _, whom := range []string{"person", "observer", "holder"} {
		w.must("reg", &NotifiedBody{Notified: Notified{Whom: whom}, Hash: h, Language: "ar", Spoken: true})
	}
	w.move("reg", Notice)
}

// TestSupportFirst: help is offered before anything is asked.
func TestSupportFirst(t *testing.T) {
	w := newWalk(t, mandated(t)).open(false)
	w.refused("liaison", &GroupBody{ID: "g1", Wish: WishTold}, "support first")
}

// TestRightNotToKnow: who does not wish to be told of the review is not, whoever
// asks; a wish can be changed by the group alone, and binds from then on.
func TestRightNotToKnow(t *testing.T) {
	w := newWalk(t, mandated(t)).open(true)
	w.must("liaison", &GroupBody{ID: "g1", Delegate: "delegate", Wish: WishNotTold, Support: true}).must("chair", &StandingBody{ID: "g1", Granted: true, Why: "families"})
	w.must("liaison", safe)
	notice := &NoticedBody{ID: "g1", Summary: "people were beaten"}
	w.refused("liaison", notice, "the right not to know")
	if w.c.toldGroups() || !w.c.victimsNoticed(Event{At: w.now}, w.k) {
		t.Error("a review waits for victims who do not wish to be told")
	}
	for _, other := range []string{"reg", "chair", "lawyer", "watch"} {
		w.refused(other, &WishedBody{ID: "g1", Wish: WishTold}, "role")
	}
	w.refused("delegate", &WishedBody{ID: "g1", Wish: "everything"}, "form")
	w.must("delegate", &WishedBody{ID: "g1", Wish: WishOnlyRelease})
	w.refused("liaison", notice, "the right not to know")
	w.must("delegate", &WishedBody{ID: "g1", Wish: WishTold}).must("liaison", notice)
}

// TestWithdrawnAtNoCost: who leaves is asked and told nothing more, what they
// submitted is still answered, and nothing is held against anybody.
func TestWithdrawnAtNoCost(t *testing.T) {
	w := newWalk(t, mandated(t)).grave()
	before, _ := w.c.CustodyEnds(w.k)
	points := len(w.c.Points)
	w.refused("lawyer", &WithdrewBody{"g1"}, "role")
	w.must("delegate", &WithdrewBody{"g1"})
	w.refused("delegate", Submit("s9", "g1", "more"), "standing")
	w.refused("liaison", safe, "standing")
	if after, _ := w.c.CustodyEnds(w.k); after != before || len(w.c.Points) != points || w.c.toldGroups() {
		t.Errorf("after withdrawing custody ends %+v (was %+v), %d points (were %d)", after, before, len(w.c.Points), points)
	}
	delegate, _ := w.c.Part("delegate")
	if x := w.c.SeenBy(delegate); len(x.Groups)+len(x.Allegations) > 0 {
		t.Errorf("who withdrew is shown %+v", x.Groups)
	}
	w.must("liaison", &GroupBody{ID: "g1", Delegate: "delegate", Wish: WishTold, Support: true}) // and may come back
}

// TestSeparateRepresentation: nobody speaks for two groups whose interests differ.
func TestSeparateRepresentation(t *testing.T) {
	group := func(id, delegate string, apart bool) *GroupBody {
		return &GroupBody{ID: id, Delegate: delegate, Wish: WishTold, Support: true, Apart: apart}
	}
	w := newWalk(t, mandated(t)).open(true)
	w.must("reg", &AssignedBody{Account: "delegate2", Org: "org-d2", Role: VictimRepresentative})
	w.must("liaison", group("g1", "delegate", false), group("g2", "delegate", false)) // one for both, where they agree
	w.refused("liaison", group("g3", "delegate", true), "separate representation")
	w.must("liaison", group("g3", "delegate2", true))
	w.refused("liaison", group("g4", "delegate2", false), "separate representation")
	for id, who := range map[string]string{"g1": "delegate", "g3": "delegate2"} {
		w.must("chair", &StandingBody{ID: id, Granted: true, Why: "families"})
		other := map[string]string{"delegate": "delegate2", "delegate2": "delegate"}[who]
		w.refused(other, Submit("x"+id, id, "a point"), "standing")
		w.must(who, Submit("y"+id, id, "a point"))
	}
	for _, who := range []string{"delegate", "delegate2"} {
		p, _ := w.c.Part(who)
		for _, g := range w.c.SeenBy(p).Groups {
			if g.Delegate != who {
				t.Errorf("%s is shown the group of %s", who, g.Delegate)
			}
		}
	}
}

// TestNeitherSideReadsTheOther: before they submit, victims read a summary and no
// words of the allegation; afterwards the reasons that were written for them and
// the answers to their own points. The person's side reads none of theirs.
func TestNeitherSideReadsTheOther(t *testing.T) {
	w := newWalk(t, mandated(t)).grave()
	w.c.Allegations[0].Text = "beat detainees with a cable"
	delegate, _ := w.c.Part("delegate")
	lawyer, _ := w.c.Part("lawyer")
	x := w.c.SeenBy(delegate)
	if x.Person != 0 || len(x.Facts)+len(x.Points)+len(x.Findings) > 0 || x.Groups[0].Summary == "" {
		t.Errorf("before the outcome the victims read %+v", x)
	}
	if len(x.Allegations) != 1 || x.Allegations[0].Text != "" {
		t.Errorf("the victims read the allegation in the file's words: %+v", x.Allegations)
	}
	w.decided(Release, held("d1", A0, P2))
	if x := w.c.SeenBy(delegate); x.Outcome != nil {
		t.Error("the victims read an outcome they were not told of")
	}
	w.notify()
	x = w.c.SeenBy(delegate)
	if o := x.Outcome; o == nil || o.Victims == "" || o.Notice != "" || len(o.Findings) > 0 || len(o.Answers) != 2 || len(x.Points) != 2 {
		t.Errorf("the victims are given %+v with %d points", o, len(x.Points))
	}
	if o := w.c.SeenBy(lawyer).Outcome; o == nil || o.Victims != "" || o.Notice == "" || len(o.Answers) != 1 {
		t.Errorf("the person's side is given %+v", o)
	}
	if len(w.c.Outcome.Answers) != 3 || w.c.Outcome.Victims == "" {
		t.Error("showing the outcome to a side changed it")
	}
}

// TestReasonsForVictims: with victims who wish to be told, the text that is
// signed has reasons for them, in plain Arabic.
func TestReasonsForVictims(t *testing.T) {
	for _, said := range []string{"", "the panel looked into it"} {
		w := newWalk(t, mandated(t)).grave().hear().vote(bench, Release, Release, Release)
		r := w.ruling(Release, held("d1", A0, P2))
		r.Victims = said
		r.Hash = HashOf(r)
		w.refused("m1", &DraftedBody{r}, "reasons")
	}
}

// TestUnansweredPointBlocks: each point of either side alone blocks the decision.
func TestUnansweredPointBlocks(t *testing.T) {
	for i := range 3 {
		w := newWalk(t, mandated(t)).grave().hear().vote(bench, Release, Release, Release)
		r := w.ruling(Release, held("d1", A0, P2))
		delete(r.Answers, w.c.Points[i].Key)
		r.Hash = HashOf(r)
		w.sign(bench, r)
		w.refused("reg", &MovedBody{Deliberation, Decided}, "every point answered")
	}
}

// TestLateGoesToReview: what comes after submissions closed is not lost: an
// appeal panel answers it, and so does a review that begins anew.
func TestLateGoesToReview(t *testing.T) {
	w := newWalk(t, mandated(t)).grave()
	n := len(w.c.Points)
	w.must("delegate", Submit("s8", "g1", "a point that came late", "who gave the orders"))
	w.decided(Release, held("d1", A0, P2)).notify() // late points are no matter of this panel
	w.must("delegate", &AppealedBody{Ground: "new_fact", Why: "a witness came forward"})
	if len(w.c.Points) != n+1 || len(w.c.Later) != 0 || w.c.Points[n].Answered {
		t.Fatalf("the appeal panel has %d points (were %d), %d still late", len(w.c.Points), n, len(w.c.Later))
	}
	again := newWalk(t, mandated(t)).grave()
	again.must("delegate", Submit("s8", "g1", "a point that came late"))
	again.c.restart(again.now)
	if len(again.c.Points) != n+1 || len(again.c.Later) != 0 {
		t.Errorf("a review that begins anew has %d points", len(again.c.Points))
	}
}

// TestVictimsHaveNoVeto: whatever the victims do, or leave undone, release comes
// when it comes, and no clock on custody is later for it.
func TestVictimsHaveNoVeto(t *testing.T) {
	w := newWalk(t, mandated(t)).grave()
	ends, _ := w.c.CustodyEnds(w.k)
	w.must("liaison", &GroupBody{ID: "g2", Delegate: "delegate", Wish: WishTold, Support: true})
	w.must("chair", &StandingBody{ID: "g2", Granted: true, Why: "families"})
	for i := range 50 {
		w.must("delegate", Submit(string(rune('A'+i)), "g2", "he must not be released "+string(rune('a'+i))))
	}
	if now, _ := w.c.CustodyEnds(w.k); now != ends {
		t.Errorf("custody ends %+v, was %+v", now, ends)
	}
	w.now = ends.Due.Add(1)
	w.tick()
	if s := w.c.Liberty.State; s == InCustody {
		t.Error("custody went on because victims had been heard")
	}
}

func recording(panel bool) *Voice {
	return &Voice{Item: "f-" + hashOf("a recording"), Media: "audio/ogg", Seconds: 61, Size: 40000, Panel: panel}
}

// TestVoices: views that were spoken are answered like written ones by their
// gist; who hears the voice is the liaison and who speaks for the group, and the
// bench and the observer where the speaker agreed. Neither side hears the other.
func TestVoices(t *testing.T) {
	for _, panel := range []bool{false, true} {
		w := newWalk(t, mandated(t)).grave()
		spoken := Submit("v1", "g1", "the gist of what was said")
		spoken.Voice = recording(panel)
		w.c.SubsClosed = 0
		n := len(w.c.Points)
		w.must("delegate", spoken)
		if len(w.c.Points) != n+1 || len(w.c.Voices) != 1 {
			t.Fatalf("%d points, %d recordings", len(w.c.Points), len(w.c.Voices))
		}
		own := Submit("v2", "", "he was on leave")
		own.Voice = recording(true)
		own.Voice.Panel = false
		w.must("lawyer", own)
		for _, p := range w.c.Cast {
			theirs := slices.Contains([]Role{VictimsLiaison, VictimRepresentative}, p.Role) || panel && (p.Role == Member || p.Role == Observer)
			persons := slices.Contains([]Role{Representative, Member, Observer}, p.Role)
			if got := w.c.Hears(p, w.c.Voices[0]); got != theirs {
				t.Errorf("agreed %v: %s hears the victims: %v", panel, p.Role, got)
			}
			if got := w.c.Hears(p, w.c.Voices[1]); got != persons {
				t.Errorf("%s hears the person: %v", p.Role, got)
			}
			for _, v := range w.c.SeenBy(p).Voices {
				if !w.c.Hears(p, v) {
					t.Errorf("%s is shown a recording that the part may not hear", p.Role)
				}
			}
		}
	}
}

func TestVoiceBounds(t *testing.T) {
	w := newWalk(t, mandated(t)).grave()
	for name, change := range map[string]func(*Voice){
		"no length": func(v *Voice) { v.Seconds = 0 }, "too long": func(v *Voice) { v.Seconds = 1201 }, "empty": func(v *Voice) { v.Size = 0 },
		"a picture": func(v *Voice) { v.Media = "image/png" }, "no item": func(v *Voice) { v.Item = "" }, "another's path": func(v *Voice) { v.Item = "f-../../keys" },
	} {
		b := Submit("v1", "g1", "gist")
		b.Voice = recording(false)
		change(b.Voice)
		if err := w.enter("delegate", b); RuleOf(err) != "form" {
			t.Errorf("%s: %v", name, err)
		}
	}
	silent := &SubmittedBody{ID: "v2", Group: "g1", Voice: recording(false)}
	w.refused("delegate", silent, "form") // a voice without its gist cannot be answered
}

// TestStandingWithinAWeek: a group's wish to take part is answered within seven
// days; a week that passes is an entry that is published, and no custody.
func TestStandingWithinAWeek(t *testing.T) {
	w := newWalk(t, mandated(t)).open(false)
	w.must("liaison", &GroupBody{ID: "g1", Wish: WishTold, Support: true})
	i := slices.IndexFunc(w.c.Clocks(w.k), func(x Clock) bool { return x.Name == StandingClock })
	if i < 0 {
		t.Fatal("no clock runs on the standing")
	}
	if x := w.c.Clocks(w.k)[i]; x.Custody || x.Of != "g1" || x.Due != w.now.Add(Days(7).Duration()) {
		t.Errorf("the clock on the standing: %+v", x)
	}
	w.wait(Days(7) + 1).tick()
	if !slices.ContainsFunc(w.c.Lapses, func(l Lapse) bool { return l.Name == StandingClock && l.Of == "g1" }) || w.c.Groups[0].Standing != StandingAsked {
		t.Errorf("after a week: lapses %+v, group %+v", w.c.Lapses, w.c.Groups[0])
	}
}
