package review

import (
	"slices"
	"testing"
	"time"
)

// TestUrgentOrders: an urgent lane asks for its first order within a day, of the
// seats that may give it.
func TestUrgentOrders(t *testing.T) {
	w := newWalk(t, mandated(t)).open(true).seat("m", Member)
	w.refused("m1", &OrderedBody{ID: "o1", Measure: FreeNow, Why: "served"}, "urgent orders protect or free")
	w.must("doctor", &LaneBody{Illness})
	if x, _ := w.c.CustodyEnds(w.k); x.Due != w.now.Add(24*time.Hour) {
		t.Errorf("first order due %v", x.Due.Time())
	}
	w.refused("m1", &OrderedBody{ID: "o1", Measure: "solitary", Why: "safety"}, "urgent orders protect or free")
	w.must("m1", &OrderedBody{ID: "o1", Measure: FreeNow, Why: "served in 2019"})
	w.refused("m1", &OrderSignedBody{ID: "o1", Fresh: true, Makes: true}, "quorum")
	w.refused("m2", &OrderSignedBody{ID: "o1", Fresh: true, Makes: false}, "quorum")
	w.must("m2", &OrderSignedBody{ID: "o1", Fresh: true, Makes: true})
	w.at(t, Intake, DueForRelease)
	w.must("m3", &RatifiedBody{ID: "o1", For: false, Why: "I would have waited"})
	w.at(t, Intake, DueForRelease) // it stands all the same

	w = newWalk(t, mandated(t)).grave()
	w.must("doctor", &LaneBody{Illness}).must("m1", &OrderedBody{ID: "o2", Measure: MedicalCare, Why: "a wound"})
	w.refused("m1", &OrderedBody{ID: "o3", Measure: FreeNow, Why: "a wound"}, "urgent orders protect or free")
}

// TestUrgentInEveryCustody: the day for a first order runs whatever the custody
// rests on; where that is a court's order, a judge's hours or a decision, it runs
// out once, is entered and told, and moves nothing.
func TestUrgentInEveryCustody(t *testing.T) {
	for _, c := range []struct {
		name string
		set  func(w *walk)
	}{
		{"by a court", func(w *walk) {
			w.must("court", &CourtOrderedBody{Item: "order", Court: OrdinaryCourt, Until: w.now.Add(Days(10).Duration())})
		}},
		{"a judge due", func(w *walk) { w.c.Liberty.move(CourtDue, w.now) }},
		{"a stay", func(w *walk) {
			w.c.Liberty.Until = w.now.Add(Days(3).Duration())
			w.c.Liberty.move(Stay, w.now)
		}},
		{"a decision", func(w *walk) { w.c.Liberty.Kept, w.c.Liberty.Stands = w.now, true }},
		{"release due", func(w *walk) { w.c.Liberty.move(DueForRelease, w.now) }},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := newWalk(t, mandated(t)).open(true).seat("m", Member)
			c.set(w)
			before := w.c.Liberty
			w.must("doctor", &LaneBody{Illness})
			due := w.now.Add(24 * time.Hour)
			w.wait(23).tick()
			if w.told("watch", "lapsed") || !w.told("m1", "ordered") {
				t.Error("within the day the panel is to order, and nothing is late")
			}
			w.wait(2).tick()
			urgent := slices.DeleteFunc(slices.Clone(w.c.Lapses), func(l Lapse) bool { return l.Name != UrgentClock })
			if len(urgent) != 1 || urgent[0].Due != due || urgent[0].Custody {
				t.Errorf("the day ran out as %+v", urgent)
			}
			if got := w.c.Liberty; got.State != before.State || got.Due != before.Due || got.Stands != before.Stands {
				t.Errorf("liberty is %+v, was %+v", got, before)
			}
			if !w.told("watch", "lapsed") || !w.told("chair", "lapsed") || !w.told("m1", "ordered") {
				t.Error("the observer, the roster's chair and the panel have nothing to do")
			}
			w.must("m1", &OrderedBody{ID: "o", Measure: MedicalCare, Why: "a wound"}).must("m2", &OrderSignedBody{ID: "o", Fresh: true, Makes: true})
			if w.told("watch", "lapsed") || w.told("chair", "lapsed") {
				t.Error("still late after the first order")
			}
		})
	}
}

// TestUrgentLapsesOnce: a lapse that leads to a judge does not run out again
// there.
func TestUrgentLapsesOnce(t *testing.T) {
	w := newWalk(t, mandated(t)).grave()
	w.c.Liberty.Began = w.now
	w.must("doctor", &LaneBody{Illness})
	w.wait(24).tick()
	n := 0
	for _, l := range w.c.Lapses {
		if l.Name == UrgentClock {
			n++
		}
	}
	if w.c.Liberty.State != CourtDue || n != 1 {
		t.Errorf("%s after %d lapses of the first order", w.c.Liberty.State, n)
	}
}
