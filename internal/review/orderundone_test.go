package review

import (
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// loses enters that the papers of orders were undone, as the service does.
func (w *walk) loses(items ...string) *walk {
	w.tb.Helper()
	w.tick()
	b := &UndoneBody{Entry: 99, Orders: items}
	b.OneWord, b.Freed = heldOnOneWord(w.log).of(w.c, b)
	return w.must(Machine, b)
}

// of old is an order as it was entered when one word was enough.
func (w *walk) ofOld(item string, days int) *CourtOrderedBody {
	return &CourtOrderedBody{Item: item, Court: OrdinaryCourt, Until: w.now.Add(Days(days).Duration())}
}

// TestAnUndonePaperLengthensNothing: where the paper of an order is undone,
// custody is what it was before, and ends no later than it would have under the
// order, nor than it would have without one. So for orders of both forms, at
// whatever moment.
func TestAnUndonePaperLengthensNothing(t *testing.T) {
	for name, start := range map[string]func(*walk) *walk{
		"opened":   func(w *walk) *walk { return w.open(true) },
		"urgent":   func(w *walk) *walk { return w.open(true).must("doctor", &LaneBody{Illness}) },
		"hearing":  (*walk).grave,
		"to judge": func(w *walk) *walk { return w.grave().decided(ToCourt, found("d1", "a1", P2, "f1", "f2")) },
		"stay":     func(w *walk) *walk { return w.grave().decided(Release, found("d1", "a1", P2, "f1", "f2")) },
		"kept":     func(w *walk) *walk { return w.grave().decided(Keep, found("d1", "a1", P2, "f1", "f2")) },
	} {
		base := start(newWalk(t, mandated(t)))
		rapid.Check(t, func(rt *rapid.T) {
			w, twin := base.again(), base.again()
			wait := func(what string, most int) {
				h := Hours(rapid.IntRange(0, most).Draw(rt, what))
				w.wait(h).tick()
				twin.wait(h).tick()
			}
			old := rapid.Bool().Draw(rt, "old")
			orders := func(item string) bool {
				days := rapid.IntRange(1, 60).Draw(rt, "days")
				if old {
					return w.enter("court", w.ofOld(item, days)) == nil
				}
				if w.enter("court", w.orderFor(item, days)) != nil {
					return false
				}
				return w.enter("watch", w.c.CourtOrders[len(w.c.CourtOrders)-1].as()) == nil
			}
			wait("before", 40)
			if !orders("paper") {
				return // release is due already
			}
			wait("held", 300)
			lost := []string{"paper"}
			if rapid.Bool().Draw(rt, "renewed") && orders("next") {
				wait("longer", 200)
				lost = oneOfLists(rt, []string{"next"}, []string{"next", "paper"}, []string{"paper", "next"})
			}
			w.tick()
			if w.c.Liberty.State != ByCourt || slices.ContainsFunc(w.c.Lapses, func(l Lapse) bool { return l.Name == CourtOrderClock }) {
				return // an order that ended by itself gave what it gave
			}
			before, _ := w.c.CustodyEnds(w.k)
			w.loses(lost...)
			after, runs := w.c.CustodyEnds(w.k)
			l := w.c.Liberty
			if l.State.confined() && !l.State.releasing() && (!runs || after.Due > before.Due) {
				rt.Fatalf("%s: custody ends %v and not %v: %s, %s", name, after.Due.Time(), before.Due.Time(), l.State, after.Name)
			}
			if len(lost) == 2 || lost[0] == "paper" {
				if l.State == ByCourt {
					rt.Fatalf("%s: no order is left, and custody is %s by %s", name, l.State, l.Order)
				}
				wait("after", 2000)
				a, b := w.c.Liberty, twin.c.Liberty
				if b.Due != 0 && (a.Due == 0 || a.Due > b.Due) {
					rt.Fatalf("%s: %s, release due %v; without an order %v", name, a.State, a.Due.Time(), b.Due.Time())
				}
			}
			if slices.ContainsFunc(lost, func(x string) bool { return slices.Contains(w.c.papers(), x) }) {
				rt.Fatalf("%s: what was undone is looked for still: %v", name, w.c.papers())
			}
		})
	}
}

func oneOfLists(rt *rapid.T, lists ...[]string) []string {
	return rapid.SampledFrom(lists).Draw(rt, "lost")
}

// TestAnOrderGoesBackToWhatItRestedOn: in each state of custody, by an order of
// either form.
func TestAnOrderGoesBackToWhatItRestedOn(t *testing.T) {
	decided := func(o Outcome) func(w *walk) *walk {
		return func(w *walk) *walk { return w.grave().decided(o, found("d1", "a1", P2, "f1", "f2")) }
	}
	for state, at := range map[LibertyState]func(*walk) *walk{
		InCustody: func(w *walk) *walk { return w.open(true) }, CourtDue: decided(ToCourt), Stay: decided(Release),
	} {
		for _, old := range []bool{true, false} {
			w := at(newWalk(t, mandated(t)))
			was := w.c.Liberty
			w.wait(1)
			if old {
				w.must("court", w.ofOld("paper", 30))
			} else {
				w.must("court", w.orderFor("paper", 30)).confirms("watch")
			}
			w.wait(1).loses("paper")
			l := w.c.Liberty
			if l.State != state || l.Since != was.Since || l.Until != was.Until || l.Latest == 0 || w.c.CourtOrders[0].Ended != OrderUndone {
				t.Errorf("%s, old %v: %+v, was %+v; %+v", state, old, l, was, w.c.CourtOrders)
			}
			for who, told := range map[string]bool{"reg": true, "watch": true, "court": true, "officer": false, "lawyer": false} {
				if slices.Contains(w.c.Tasks(*w.c.part(who), w.k, w.now), Task{"undone", UndoneOrder}) != told {
					t.Errorf("%s, old %v: %s is told: %v", state, old, who, !told)
				}
			}
			w.refused(Machine, &UndoneBody{Entry: 100, Orders: []string{"paper"}}, "form")
			if w.enter("court", w.orderFor("paper", 20)) != nil {
				t.Errorf("%s, old %v: the order cannot be told anew", state, old)
			}
		}
	}
}

// TestAReleaseUnderAnOldOrder: what a panel decided under an order of one word did
// nothing; where the order falls it is due.
func TestAReleaseUnderAnOldOrder(t *testing.T) {
	w := newWalk(t, mandated(t)).grave()
	w.must("court", w.ofOld("paper", 30)).decided(Release, found("d1", "a1", P2, "f1", "f2"))
	if w.c.Liberty.State != ByCourt || w.c.Liberty.Freed != 0 {
		t.Fatalf("%+v", w.c.Liberty)
	}
	w.wait(24 * 5).loses("paper")
	if w.c.Liberty.State != DueForRelease {
		t.Errorf("after the order fell %s", w.c.Liberty.State)
	}
}

// TestADecisionToKeepLosesItsPaper: the decision keeps nobody any more; the
// clocks that it stopped run, what has run out is due, and a correction opens. A
// draft on such a paper is not signed.
func TestADecisionToKeepLosesItsPaper(t *testing.T) {
	keeps := func() *walk {
		return newWalk(t, mandated(t)).grave().decided(Keep, found("d1", "a1", P2, "f1", "f2"))
	}
	w := keeps()
	ends, _ := w.c.CustodyEnds(w.k)
	w.loses("item-order")
	now, _ := w.c.CustodyEnds(w.k)
	if w.c.Liberty.Stands || now.Due > ends.Due || w.c.Corrections != 1 {
		t.Errorf("stands %v, custody ends %v and ended %v, %d corrections", w.c.Liberty.Stands, now.Due.Time(), ends.Due.Time(), w.c.Corrections)
	}
	for who, told := range map[string]bool{"reg": true, "watch": true, "chair": true, "officer": false, "lawyer": false} {
		if slices.Contains(w.c.Tasks(*w.c.part(who), w.k, w.now), Task{"undone", UndoneKeep}) != told {
			t.Errorf("%s is told: %v", who, !told)
		}
	}
	late := keeps().must("doctor", &LaneBody{Illness}).wait(48)
	if late.tick(); !late.c.Liberty.Stands {
		t.Fatalf("%+v", late.c.Liberty)
	}
	late.loses("item-order").tick()
	if late.c.Liberty.State != CourtDue && late.c.Liberty.State != DueForRelease {
		t.Errorf("after its time the person is %s", late.c.Liberty.State)
	}
	under := keeps()
	under.must("court", under.orderFor("paper", 20)).confirms("watch").loses("item-order")
	if under.c.Liberty.State != ByCourt || under.c.Liberty.Stands {
		t.Errorf("under a court's order %+v", under.c.Liberty)
	}
	draft := newWalk(t, mandated(t)).grave().hear().vote(bench, Keep, Keep, Keep)
	r := draft.ruling(Keep, found("d1", "a1", P2, "f1", "f2"))
	draft.must("m1", &DraftedBody{r}).must("m1", &SignedBody{Hash: r.Hash, Fresh: true}).loses("item-order")
	draft.refused("m2", &SignedBody{Hash: r.Hash, Fresh: true}, "a lawful order")
	draft.refused("reg", &MovedBody{Deliberation, Decided}, "signatures")
	draft.sign(bench, r).move("reg", Decided)
	if !draft.c.Liberty.Stands || draft.c.Corrections != 0 {
		t.Errorf("drafted anew on a paper that is there: %+v", draft.c.Liberty)
	}
}

// What one entry brings about orders on one word is what the case led to.
func TestUndoneSaysWhatItRestedOn(t *testing.T) {
	w := newWalk(t, mandated(t)).open(true)
	w.must("court", w.orderFor("paper", 20)).confirms("watch")
	for name, b := range map[string]*UndoneBody{
		"not an order of the case": {Entry: 99, Orders: []string{"another"}},
		"known already":            {Entry: 99, Orders: []string{"paper"}, OneWord: []CourtOrder{{Item: "x", Back: &Footing{State: InCustody}}}},
		"a day of its own":         {Entry: 99, Orders: []string{"paper"}, Freed: 5},
		"nothing":                  {Entry: 99},
	} {
		if err := w.enter(Machine, b); RuleOf(err) != "form" {
			t.Errorf("%s: %v", name, err)
		}
	}
}
