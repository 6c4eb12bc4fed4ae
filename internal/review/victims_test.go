package review

import (
	"fmt"
	"testing"
)

// TestTenThousandPoints: identical points, however written, are one point; they
// cost one answer and move no clock.
func TestTenThousandPoints(t *testing.T) {
	w := newWalk(t, mandated(t)).open(true)
	w.must("liaison", &GroupBody{ID: "g1", Delegate: "delegate", Wish: "told", Support: true}).must("chair", &StandingBody{ID: "g1", Granted: true, Why: "families"})
	before, _ := w.c.CustodyEnds(w.k)
	spellings := []string{
		"من أعطى الأوامر؟", "مَن أعطى الأوامر", " من  أعطى الأوامـر ؟؟ ", "من أع\u200bطى الأوا\u200cمر", "\u202eمن\u00a0أعطى\u2028الأوامر\u202c",
		"من\u200bأعطى الأوامر", "من أعطى ال أوامر", "من أعطى\u3164 الأ\u034fوامر\ufe0f", "من أعطى الأو\u00adامر",
	}
	for i := range 10000 {
		e := Event{Seq: int64(i), At: w.now, By: "delegate", Body: Submit(fmt.Sprint(i), "g1", spellings[i%len(spellings)])}
		if err := w.c.Admit(e, w.k); err != nil {
			t.Fatal(err)
		}
		w.c.Apply(e)
	}
	if len(w.c.Points) != 1 || w.c.Points[0].Times != 10000 || w.c.Submitted != 10000 {
		t.Errorf("%d points of %d submissions", len(w.c.Points), w.c.Submitted)
	}
	if after, _ := w.c.CustodyEnds(w.k); after != before {
		t.Errorf("custody ends %+v, was %+v", after, before)
	}
}

// Numbers that a sign parts stay two.
func TestPointsOfNumbers(t *testing.T) {
	if a, b := KeyOfPoint("seen on 1/12"), KeyOfPoint("seen on 11/2"); a == b {
		t.Errorf("two days are one point: %q", a)
	}
	if a, b := KeyOfPoint("seen on 1/12"), KeyOfPoint("seen on 1 - 12."); a != b {
		t.Errorf("one day is two points: %q and %q", a, b)
	}
}

// A submission entered when words were folded apart keeps its keys, and the same
// point made today is that one.
func TestPointsOfOlderEntries(t *testing.T) {
	w := newWalk(t, mandated(t)).open(true)
	w.must("liaison", &GroupBody{ID: "g1", Delegate: "delegate", Wish: "told", Support: true}).must("chair", &StandingBody{ID: "g1", Granted: true, Why: "families"})
	words := "من أعطى الأوامر؟"
	w.must("delegate", &SubmittedBody{ID: "s1", Group: "g1", Points: []string{words}, Keys: []PointKey{"من اعطى الاوامر"}})
	w.must("delegate", Submit("s2", "g1", "من أع\u200bطى الأوامر"))
	if len(w.c.Points) != 1 || w.c.Points[0].Key != "من اعطى الاوامر" || w.c.Points[0].Times != 2 {
		t.Errorf("the points are %+v", w.c.Points)
	}
}

func TestSubmissions(t *testing.T) {
	w := newWalk(t, mandated(t)).grave()
	w.refused("delegate", Submit("s9", "g9", "x"), "standing")
	w.refused("delegate", Submit("s9", "", "x"), "standing")
	w.refused("lawyer", Submit("s9", "g1", "x"), "standing")
	w.refused("lawyer", Submit("s9", "", " ؟ "), "form")
	forged := Submit("s9", "", "a point")
	forged.Keys[0] = w.c.Points[0].Key
	w.refused("lawyer", forged, "form")
	n := len(w.c.Points)
	w.must("delegate", Submit("s10", "g1", "a late point"))
	if len(w.c.Points) != n || w.c.Late != 1 {
		t.Errorf("a late submission gave %d points, %d late", len(w.c.Points), w.c.Late)
	}
}

func TestStanding(t *testing.T) {
	w := newWalk(t, mandated(t)).open(false)
	w.must("liaison", &GroupBody{ID: "g1", Wish: "told", Support: true})
	w.refused("liaison", &GroupBody{ID: "g1", Wish: "told", Support: true}, "once")
	w.refused("liaison", &NoticedBody{ID: "g1", Summary: "people were beaten in a place of detention"}, "standing")
	w.must("chair", &StandingBody{ID: "g1", Granted: false, Why: "another case"})
	w.must("liaison", &GroupBody{ID: "g1", Wish: "not_told", Support: true}) // a refusal can be reviewed
	w.refused("chair", &StandingBody{ID: "g1", Granted: true, Why: "after all"}, "reviewed by somebody else")
	w.must("reg", &StandingBody{ID: "g1", Granted: true, Why: "the same branch"})
}

// TestStandingRefusedTwice: nobody who refused it before decides again, so that
// two people cannot take turns.
func TestStandingRefusedTwice(t *testing.T) {
	w := newWalk(t, mandated(t)).open(false)
	ask := &GroupBody{ID: "g1", Wish: "told", Support: true}
	w.must("liaison", ask).must("chair", &StandingBody{ID: "g1", Why: "another case"})
	w.must("liaison", ask).must("reg", &StandingBody{ID: "g1", Why: "another year"})
	w.must("liaison", ask)
	for _, by := range []string{"chair", "reg"} {
		w.refused(by, &StandingBody{ID: "g1", Why: "as before"}, "reviewed by somebody else")
	}
	w.must("reg", &AssignedBody{Account: "chair2", Org: "org-chair2", Role: RosterChair}).must("chair2", &DeclaredBody{}, &StandingBody{ID: "g1", Granted: true, Why: "the same branch"})
}

// TestHearing: who must be in the room, who must not, and what counts as heard.
func TestHearing(t *testing.T) {
	with := func(change func(*HeardBody)) *HeardBody { h := hearing(); change(h); return h }
	for _, c := range []struct {
		name string
		body *HeardBody
		rule string
	}{
		{"the holder in the room", with(func(h *HeardBody) { h.HolderOut = false }), "person heard"},
		{"an unfit person", with(func(h *HeardBody) { h.Fit = false }), "person heard"},
		{"no observer", with(func(h *HeardBody) { h.Present = []string{"m1", "m2", "m3", "lawyer"} }), "an observer"},
		{"no lawyer", with(func(h *HeardBody) { h.Present = []string{"m1", "m2", "m3", "watch"} }), "person heard"},
		{"another language without an interpreter", with(func(h *HeardBody) { h.Language = "ku" }), "person heard"},
		{"unfit and fit", with(func(h *HeardBody) { h.How = Unfit }), "person heard"},
		{"a stranger", with(func(h *HeardBody) { h.Present = append(h.Present, "warden") }), "no conflict of interest"},
		{"a refusal nobody saw", with(func(h *HeardBody) { h.How = RefusedByMark }), "person heard"},
		{"a refusal that the holder saw", with(func(h *HeardBody) { h.How, h.Witness = RefusedVoice, "warden" }), "person heard"},
		{"in custody and did not come", with(func(h *HeardBody) { h.How = DidNotCome }), "person heard"},
		{"in custody and through counsel alone", with(func(h *HeardBody) { h.How = ByCounsel }), "person heard"},
		{"silence", with(func(h *HeardBody) { h.How = "silent" }), "form"},
	} {
		t.Run(c.name, func(t *testing.T) {
			newWalk(t, mandated(t)).grave().refused("m1", c.body, c.rule)
		})
	}
	w := newWalk(t, mandated(t)).grave()
	w.refused("m2", hearing(), "role")
	w.k.Sittings = 8
	w.refused("m1", hearing(), "cases a day")
}

// TestNothingAdverseUnheard: who was not produced, or is unfit, can be released
// and not condemned.
func TestNothingAdverseUnheard(t *testing.T) {
	for _, how := range []How{NotProduced, Unfit} {
		w := newWalk(t, mandated(t)).grave()
		h := hearing()
		h.How, h.Fit = how, how != Unfit
		w.must("m1", h).move("reg", Deliberation).vote(bench, ToProsecute, ToProsecute, ToProsecute)
		w.sign(bench, w.ruling(ToProsecute, found("d1", "a1", P2, "f1", "f2")))
		w.refused("reg", &MovedBody{Deliberation, Decided}, "person heard")

		w = newWalk(t, mandated(t)).grave().must("m1", h).move("reg", Deliberation).vote(bench, Release, Release, Release)
		w.sign(bench, w.ruling(Release, held("d1", A0, P2))).move("reg", Decided)
	}
}

// TestClosedMaterial: what the person may not read takes a gist and an advocate.
func TestClosedMaterial(t *testing.T) {
	w := newWalk(t, mandated(t)).open(true).checks("reg", BasisAsked, PersonTold).move("reg", Identity)
	w.identified(3).move("reg", Triage).move("reg", Assembly)
	closed := fact("f1", Document, "")
	closed.Closed = true
	w.must("officer", closed).checks("officer", LegalDocuments, ExculpatorySearch, TaintScreen, ItemHashes).checks("liaison", VictimsMatched).move("reg", Disclosure)
	gist := map[FactID]string{"f1": "a letter says where you were"}
	w.refused("reg", &DisclosedBody{Facts: []FactID{"f1"}, Gists: gist, Representation: "accepted", Language: "ar"}, "closed material")
	w.refused("reg", &DisclosedBody{Representation: "accepted", Language: "ar"}, "closed material")
	w.must("advocate", &DeclaredBody{Ties: []Ground{Kin}})
	w.refused("reg", &DisclosedBody{Gists: gist, Representation: "accepted", Language: "ar"}, "closed material")
	w.must("reg", &AssignedBody{Account: "advocate2", Org: "bar", Role: Advocate}).must("advocate2", &DeclaredBody{})
	w.must("reg", &DisclosedBody{Gists: gist, Representation: "accepted", Language: "ar"})
}

// TestToldOfARelease: a group that wishes to know is told that there was a
// release once both sides were weighed; one that does not wish to know never is;
// and its delegate reads of no release before.
func TestToldOfARelease(t *testing.T) {
	w := newWalk(t, mandated(t)).open(true)
	w.refused("liaison", &GroupBody{ID: "g1", Wish: "only_release", List: "a list of names", Support: true}, "form")
	sealed := hashOf("the list, sealed")
	w.must("liaison", &GroupBody{ID: "g1", Delegate: "delegate", Wish: "only_release", List: sealed, Support: true})
	w.must("liaison", &GroupBody{ID: "g2", Wish: "not_told", Support: true})
	for _, g := range []string{"g1", "g2"} {
		w.must("chair", &StandingBody{ID: g, Granted: true, Why: "families"})
	}
	if g := w.c.Groups[0]; g.List != sealed || !g.Support {
		t.Errorf("group %+v", g)
	}
	both := &ReleaseToldBody{ID: "g1", PersonSafe: true, VictimsSafe: true}
	w.refused("liaison", both, "not at this stage")
	w.c.Liberty.move(DueForRelease, w.now)
	w.must("reg", &ReleasedBody{})
	delegate, _ := w.c.Part("delegate")
	if s := w.c.SeenBy(delegate).Liberty.State; s != "" {
		t.Errorf("before they are told the victims read %s", s)
	}
	w.refused("liaison", &ReleaseToldBody{ID: "g1", PersonSafe: true}, "told of a release")
	w.refused("liaison", &ReleaseToldBody{ID: "g1", VictimsSafe: true}, "told of a release")
	w.refused("liaison", &ReleaseToldBody{ID: "g2", PersonSafe: true, VictimsSafe: true}, "told of a release")
	w.refused("reg", both, "role")
	w.must("liaison", both)
	w.refused("liaison", both, "once")
	if s := w.c.SeenBy(delegate).Liberty.State; s != Released {
		t.Errorf("once told the victims read %q", s)
	}
}
