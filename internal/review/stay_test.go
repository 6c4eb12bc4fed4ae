package review

import (
	"testing"
	"time"
)

// TestReleaseLengthensNoCustody: a release that waits for an appeal waits no
// longer than custody would have lasted without it: until the hours before a
// judge are over, the longest time without a court, or the first stay.
func TestReleaseLengthensNoCustody(t *testing.T) {
	grave := found("d1", "a1", P2, "f1", "f2")
	w := newWalk(t, mandated(t)).grave().hear().vote(bench, Release, Release, Release)
	w.wait(w.k.Policy.Clocks.Deliberation+1).must("reg", &FlagBody{Flag: "foreigner", On: true}) // enters what is due
	if w.c.Liberty.State != CourtDue {
		t.Fatalf("a deliberation that came to no end led to %s", w.c.Liberty.State)
	}
	judge := w.c.Liberty.Since.Add(w.k.Policy.Clocks.Court.Duration())
	w.now = judge.Add(-time.Hour)
	w.sign(bench, w.ruling(Release, grave)).move("reg", Decided)
	if end, ok := w.c.CustodyEnds(w.k); w.c.Liberty.State != Stay || !ok || end.Due > judge {
		t.Errorf("a release at the end of a judge's hours: %s until %v, the judge's hours ended %v", w.c.Liberty.State, end.Due.Time(), judge.Time())
	}

	w = newWalk(t, mandated(t)).grave().decided(Release, grave)
	w.c.Liberty.Began = w.now.Add(-w.k.Policy.Clocks.Held.Duration() + 1e9)
	if end, _ := w.c.CustodyEnds(w.k); end.Due > w.c.Liberty.Began.Add(w.k.Policy.Clocks.Held.Duration()) {
		t.Errorf("a stay lasts until %v, beyond the longest time without a court", end.Due.Time())
	}

	w = newWalk(t, mandated(t)).grave().decided(Release, grave).notify()
	first, _ := w.c.CustodyEnds(w.k)
	w.wait(40).must("delegate", &AppealedBody{Ground: "manifest_error", Why: "x"}).seat("n", AppealMember)
	again := []string{"n1", "n2", "n3"}
	w.vote(again, Remit, Remit, Remit).sign(again, w.ruling(Remit)).move("n1", Assembly)
	w.must("liaison", &ProtectedBody{ID: "g1", VictimsSafe: true, PersonSafe: true, NoContact: true})
	w.checks("liaison", VictimsMatched).move("officer", Disclosure)
	w.must("reg", &DisclosedBody{Facts: []FactID{"f1", "f2", "f3"}, Representation: "accepted", Language: "ar"}).move("reg", Submissions)
	w.seat("o", Member).must("o2", &NoticedBody{ID: "g1", Exception: "told of the first outcome"})
	w.silent().must("reg", &SubmissionsClosedBody{}).move("reg", Panel)
	h := hearing()
	h.Present = []string{"o1", "o2", "o3", "watch", "lawyer"}
	fresh := h.Present[:3]
	w.must("o1", h).move("reg", Deliberation).vote(fresh, Release, Release, Release)
	w.sign(fresh, w.ruling(Release, grave)).move("reg", Decided)
	if end, ok := w.c.CustodyEnds(w.k); ok && end.Due > first.Due {
		t.Errorf("a second release holds the person until %v, the first until %v", end.Due.Time(), first.Due.Time())
	}
}

// TestReferralAddsNoHours: a referral decided while a release waits, after the
// first outcome was sent back, holds the person no longer than that release did.
func TestReferralAddsNoHours(t *testing.T) {
	w := newWalk(t, mandated(t)).grave().decided(Release, found("d1", "a1", P2, "f1", "f2")).notify()
	first, _ := w.c.CustodyEnds(w.k)
	w.must("delegate", &AppealedBody{Ground: "manifest_error", Why: "x"}).seat("n", AppealMember)
	again := []string{"n1", "n2", "n3"}
	w.vote(again, Remit, Remit, Remit).sign(again, w.ruling(Remit)).move("n1", Assembly)
	w.must("liaison", &ProtectedBody{ID: "g1", VictimsSafe: true, PersonSafe: true, NoContact: true})
	w.checks("liaison", VictimsMatched).move("officer", Disclosure)
	w.must("reg", &DisclosedBody{Facts: []FactID{"f1", "f2", "f3"}, Representation: "accepted", Language: "ar"}).move("reg", Submissions)
	w.seat("o", Member).must("o2", &NoticedBody{ID: "g1", Exception: "told of the first outcome"})
	w.silent().must("reg", &SubmissionsClosedBody{}).move("reg", Panel)
	h := hearing()
	h.Present = []string{"o1", "o2", "o3", "watch", "lawyer"}
	fresh := h.Present[:3]
	w.must("o1", h).move("reg", Deliberation).vote(fresh, ToProsecute, ToProsecute, ToProsecute)
	w.sign(fresh, w.ruling(ToProsecute, found("e1", "a1", P2, "f1", "f2"))).move("reg", Decided).at(t, Decided, Stay)
	if end, ok := w.c.CustodyEnds(w.k); !ok || end.Due > first.Due {
		t.Errorf("after a referral the person is held until %v, the release waited until %v", end.Due.Time(), first.Due.Time())
	}
	w.now = first.Due.Add(time.Second)
	w.must("reg", &FlagBody{Flag: "foreigner", On: true}).at(t, Decided, DueForRelease) // enters what is due
}

// TestConditionsOnlyOnConditionalRelease: a text that frees without an end to
// conditions holds none.
func TestConditionsOnlyOnConditionalRelease(t *testing.T) {
	w := newWalk(t, mandated(t)).grave().hear().vote(bench, Release, Release, Release)
	r := w.ruling(Release, found("d1", "a1", P2, "f1", "f2"))
	r.Conditions = []Condition{w.k.Policy.Conditions[0]}
	r.Hash = HashOf(r)
	w.refused("m1", &DraftedBody{r}, "conditions")
}
