package review

import (
	"slices"
	"testing"
)

// Who speaks for victims challenges the composition, and knows it, once their
// group has standing: asking for standing is no way to learn who sits.
func TestChallengeTakesStanding(t *testing.T) {
	w := newWalk(t, mandated(t)).grave()
	x := &ChallengedBody{ID: "c1", Account: "m3", Ground: Party, Why: "paid by the holder"}
	sees := func() bool {
		p, _ := w.c.Part("delegate")
		return slices.ContainsFunc(w.c.SeenBy(p).Cast, func(x Part) bool { return x.Role == Member || x.Role == Observer })
	}
	if !sees() {
		t.Error("with standing the composition is hidden")
	}
	for _, s := range []Standing{StandingAsked, StandingRefused, StandingLeft} {
		w.c.Groups[0].Standing = s
		w.refused("delegate", x, "standing")
		if sees() {
			t.Errorf("%s: the delegate reads who sits", s)
		}
	}
	w.c.Groups[0].Standing = StandingGranted
	w.must("delegate", x)
}

// The holder's people have no part, not as the person's lawyer either.
func TestHoldersPeopleHaveNoPart(t *testing.T) {
	w := newWalk(t, mandated(t)).open(true)
	for _, r := range everyone {
		if r.sitting() {
			continue
		}
		w.refused("reg", &AssignedBody{Account: "jailer", Org: "prison", Role: r}, "independent organisations")
	}
	w.must("reg", &AssignedBody{Account: "friend", Role: Representative})
}

// The special advocate is not in the room with the person after reading what is
// withheld from them.
func TestAdvocateOutOfTheRoom(t *testing.T) {
	w := newWalk(t, mandated(t)).grave()
	room := hearing()
	room.Present = append(room.Present, "advocate")
	if err := w.c.Admit(Event{At: w.now, By: "m1", Org: "org-m1", Body: room}, w.k); err != nil {
		t.Fatalf("before anything is withheld: %v", err)
	}
	w.c.Facts[0].Closed = true
	w.refused("m1", room, "closed material")
	w.must("m1", hearing())
}

// Two seats free nobody whom a court's order holds: not even the whole panel does.
func TestTwoSeatsFreeNobodyOfACourt(t *testing.T) {
	w := newWalk(t, mandated(t)).open(true).seat("m", Member)
	w.must("doctor", &LaneBody{Illness}).must("m1", &OrderedBody{ID: "before", Measure: FreeNow, Why: "no ground is shown"})
	w.must("court", &CourtOrderedBody{Item: "order", Court: OrdinaryCourt, Until: w.now.Add(Days(20).Duration())})
	w.refused("m2", &OrderSignedBody{ID: "before", Fresh: true, Makes: true}, "urgent orders protect or free")
	w.refused("m1", &OrderedBody{ID: "free", Measure: FreeNow, Why: "ill"}, "urgent orders protect or free")
	w.must("m1", &OrderedBody{ID: "care", Measure: MedicalCare, Why: "ill"}).must("m2", &OrderSignedBody{ID: "care", Fresh: true, Makes: true})
	if w.c.Liberty.State != ByCourt {
		t.Errorf("custody stands on %s", w.c.Liberty.State)
	}
}
