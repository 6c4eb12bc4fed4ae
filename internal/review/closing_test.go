package review

import (
	"slices"
	"testing"
)

// toSubmissions walks a case with one group to where submissions begin.
func toSubmissions(t *testing.T) *walk {
	w := newWalk(t, mandated(t)).open(true)
	w.checks("reg", BasisAsked, PersonTold).move("reg", Identity).must("reg", &IdentifiedBody{Grade: 3}).move("reg", Triage).move("reg", Assembly)
	w.must("officer", fact("f1", Document, ""))
	w.checks("officer", LegalDocuments, ExculpatorySearch, TaintScreen, ItemHashes).checks("liaison", VictimsMatched)
	w.must("liaison", &GroupBody{ID: "g1", Delegate: "delegate", Wish: "told", Support: true})
	w.must("chair", &StandingBody{ID: "g1", Granted: true, Why: "families of those held there"})
	w.must("liaison", &ProtectedBody{ID: "g1", VictimsSafe: true, PersonSafe: true, NoContact: true}).move("officer", Disclosure)
	return w.must("reg", &DisclosedBody{Facts: []FactID{"f1"}, Representation: "accepted", Language: "ar"}).move("reg", Submissions)
}

func notice() *NoticedBody {
	return &NoticedBody{ID: "g1", Summary: "people were beaten in a place of detention"}
}

// TestSubmissionsCloseOnTheirDay: the registrar cannot close them at will, a late
// notice gives its days, and no clock on custody is moved by that.
func TestSubmissionsCloseOnTheirDay(t *testing.T) {
	w := toSubmissions(t)
	ends, _ := w.c.CustodyEnds(w.k)
	day := w.c.SubmissionsDay(w.k)
	if want := w.now.Add(Days(7).Duration()); day != want {
		t.Fatalf("submissions close on %v, want half of the stage, %v", day.Time(), want.Time())
	}
	w.refused("reg", &SubmissionsClosedBody{}, "submissions closed")
	w.wait(Days(7)-1).refused("reg", &SubmissionsClosedBody{}, "submissions closed")
	w.wait(1).refused("reg", &SubmissionsClosedBody{}, "victims noticed") // nobody told them yet
	w.must("liaison", notice())
	if got, want := w.c.SubmissionsDay(w.k), w.now.Add(Days(7).Duration()); got != want {
		t.Errorf("after a late notice they close on %v, want %v", got.Time(), want.Time())
	}
	w.wait(Days(6)).refused("reg", &SubmissionsClosedBody{}, "submissions closed")
	w.must("delegate", Submit("s1", "g1", "Who gave the orders?"))
	if got, _ := w.c.CustodyEnds(w.k); got != ends || w.c.Late != 0 {
		t.Errorf("custody ends %v, was %v; %d late", got, ends, w.c.Late)
	}
	w.must("delegate", &NothingMoreBody{"g1"}).must("lawyer", &NothingMoreBody{})
	w.must("reg", &SubmissionsClosedBody{})
}

// TestNothingMore: submissions close sooner by the word of every side, which a
// later submission takes back, and which nobody gives for another.
func TestNothingMore(t *testing.T) {
	w := toSubmissions(t).must("liaison", notice())
	w.refused("reg", &NothingMoreBody{}, "role")
	w.refused("lawyer", &NothingMoreBody{"g1"}, "standing")
	w.refused("liaison", &NothingMoreBody{"g1"}, "standing") // its representative speaks for it
	w.refused("delegate", &NothingMoreBody{"g2"}, "standing")
	w.must("lawyer", &NothingMoreBody{}).refused("lawyer", &NothingMoreBody{}, "once")
	w.refused("reg", &SubmissionsClosedBody{}, "submissions closed")
	w.must("delegate", &NothingMoreBody{"g1"}).must("delegate", Submit("s1", "g1", "And who signed?"))
	w.refused("reg", &SubmissionsClosedBody{}, "submissions closed")
	w.must("delegate", &NothingMoreBody{"g1"})
	w.must("liaison", &GroupBody{ID: "g2", Wish: "told", Support: true})
	w.refused("reg", &SubmissionsClosedBody{}, "submissions closed") // somebody new
	w.must("liaison", &NothingMoreBody{"g2"}).must("reg", &SubmissionsClosedBody{})
	w.refused("delegate", &NothingMoreBody{"g1"}, "not at this stage")
}

// TestSubmissionsDayTellsNoGroup: the person's side reads a day that does not
// move when victims are told.
func TestSubmissionsDayTellsNoGroup(t *testing.T) {
	w := toSubmissions(t)
	lawyer, _ := w.c.Part("lawyer")
	before := w.c.SeenBy(lawyer).SubmissionsDay(w.k)
	w.wait(Days(3)).must("liaison", notice())
	if after := w.c.SeenBy(lawyer).SubmissionsDay(w.k); before == 0 || after != before {
		t.Errorf("the day went from %v to %v", before, after)
	}
	delegate, _ := w.c.Part("delegate")
	if got := w.c.SeenBy(delegate).SubmissionsDay(w.k); got != w.c.SubmissionsDay(w.k) {
		t.Errorf("the group reads %v", got)
	}
	if i := slices.Index(w.c.SeenBy(lawyer).NothingMore, "g1"); i >= 0 {
		t.Error("the person's side reads which groups are silent")
	}
}
