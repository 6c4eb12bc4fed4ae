package review

import (
	"encoding/json"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// as is a second person's word on an order.
func (o CourtOrder) as() *CourtOrderReadBody {
	return &CourtOrderReadBody{Item: o.Item, Name: o.Name, Dated: o.Dated, Until: o.Until, Fresh: true}
}

// orderFor is an order as the service enters one, of so many days from now.
func (w *walk) orderFor(item string, days int) *CourtOrderedBody {
	return &CourtOrderedBody{
		Item: item, Court: OrdinaryCourt, Until: w.now.Add(Days(days).Duration()), Name: "the court of first instance", Dated: w.now.Time().Format(time.DateOnly),
		Told: true, Clerk: "court", ClerkOrg: "org-court",
	}
}

// confirms is the word of somebody who read the paper that was told last.
func (w *walk) confirms(by string) *walk {
	w.tb.Helper()
	return w.must(by, w.c.CourtOrders[len(w.c.CourtOrders)-1].as())
}

// clocksOf is everything that runs, and whether custody hangs on it.
func (w *walk) clocksOf() []Clock { return w.c.Clocks(w.k) }

// TestOneWordHoldsNobody: what one person told of a court's order moves no clock,
// whatever custody rests on; what a second confirms does. An order to release
// waits for nobody.
func TestOneWordHoldsNobody(t *testing.T) {
	for name, at := range map[string]func(*walk) *walk{
		"in the review":  func(w *walk) *walk { return w.open(true) },
		"before a judge": func(w *walk) *walk { return w.grave().decided(ToCourt, found("d1", "a1", P2, "f1", "f2")) },
		"in a stay":      func(w *walk) *walk { return w.grave().decided(Release, found("d1", "a1", P2, "f1", "f2")) },
		"kept":           func(w *walk) *walk { return w.grave().decided(Keep, found("d1", "a1", P2, "f1", "f2")) },
	} {
		t.Run(name, func(t *testing.T) {
			w := at(newWalk(t, mandated(t)))
			clocks, liberty := w.clocksOf(), w.c.Liberty
			w.must("court", w.orderFor("paper", 20))
			if diff := cmp.Diff(clocks, w.clocksOf()); diff != "" || w.c.Liberty.State != liberty.State || w.c.CourtOrders[0].Confirmed() {
				t.Errorf("one word moved something: %s", diff)
			}
			ends, _ := w.c.CustodyEnds(w.k)
			again := newWalk(t, mandated(t))
			for _, e := range w.log {
				again.apply(e)
			}
			again.now = ends.Due.Add(time.Hour)
			if again.tick(); again.c.Liberty.State == liberty.State && !liberty.Stands || again.c.Liberty.State == ByCourt {
				t.Errorf("an order that nobody confirmed keeps the person: %s", again.c.Liberty.State)
			}
			free := newWalk(t, mandated(t))
			for _, e := range w.log {
				free.apply(e)
			}
			free.now = w.now
			free.must("court", &CourtOrderedBody{Item: "judgment", Court: OrdinaryCourt})
			if free.c.Liberty.State != DueForRelease {
				t.Errorf("an order to release waits: %s", free.c.Liberty.State)
			}
			free.refused("watch", w.c.CourtOrders[0].as(), "not at this stage")
			if w.confirms("watch"); w.c.Liberty.State != ByCourt || w.c.Liberty.Order != "paper" {
				t.Errorf("after two words custody is %s", w.c.Liberty.State)
			}
		})
	}
}

// TestWhoConfirmsAnOrder: neither who told of it, nor who attached the paper, nor
// anybody of their organisations or the holder's, nor who judges or is a side;
// and not what the paper does not say.
func TestWhoConfirmsAnOrder(t *testing.T) {
	w := newWalk(t, mandated(t)).open(true)
	w.seat("m", Member)
	o := w.orderFor("paper", 20)
	o.Clerk, o.ClerkOrg = "officer", "org-reg"
	w.must("court", o)
	read := w.c.CourtOrders[0].as()
	for by, rule := range map[string]string{
		"court": "role", "m1": "role", "lawyer": "role", "chair": "role", "liaison": "role", "guard": "role", "stranger": "hidden",
		"officer": "an order that two have read", "reg": "an order that two have read",
	} {
		w.refused(by, read, rule)
	}
	for _, change := range []func(*CourtOrderReadBody){
		func(b *CourtOrderReadBody) { b.Item = "another" },
		func(b *CourtOrderReadBody) { b.Name = "another court" },
		func(b *CourtOrderReadBody) { b.Dated = "2021-01-01" },
		func(b *CourtOrderReadBody) { b.Until = b.Until.Add(time.Hour) },
	} {
		wrong := *read
		change(&wrong)
		w.refused("watch", &wrong, "an order that two have read")
	}
	stale := *read
	stale.Fresh = false
	w.refused("watch", &stale, "signatures")
	waits := func(who string) bool { return w.told(who, "court_order_read") }
	if !waits("watch") || !waits("second") || waits("officer") || waits("reg") || waits("court") || waits("m1") {
		t.Error("not everybody who may confirm it, and they alone, is asked to")
	}
	w.confirms("second")
	w.refused("watch", read, "an order that two have read")
	if waits("watch") {
		t.Error("a confirmed order is asked about")
	}
	w.refused("court", w.orderFor("paper", 20), "once")
	for _, bad := range []func(*CourtOrderedBody){
		func(b *CourtOrderedBody) { b.Name = "" },
		func(b *CourtOrderedBody) { b.Dated = "" },
		func(b *CourtOrderedBody) { b.Dated = "in spring" },
		func(b *CourtOrderedBody) { b.Dated = "2031-01-01" },
	} {
		o := w.orderFor("other", 20)
		bad(o)
		w.refused("court", o, "a lawful order")
	}
}

// An order whose teller turns out to be in conflict is confirmed by nobody, and
// one that ended meanwhile neither.
func TestAnOrderNobodyConfirmsAnyMore(t *testing.T) {
	w := newWalk(t, mandated(t)).open(true)
	w.must("court", w.orderFor("paper", 1))
	late := newWalk(t, mandated(t)).open(true)
	late.must("court", late.orderFor("paper", 1))
	late.wait(24).refused("watch", late.c.CourtOrders[0].as(), "an order that two have read")
	if late.told("watch", "court_order_read") {
		t.Error("an order that ended is asked about")
	}
	w.must("court", &DeclaredBody{Ties: []Ground{Kin}})
	w.refused("watch", w.c.CourtOrders[0].as(), "an order that two have read")
}

// TestAnOrderOfOldActsAsItDid: an order that was entered before there was a
// second reader is replayed to the state that it had.
func TestAnOrderOfOldActsAsItDid(t *testing.T) {
	w := newWalk(t, mandated(t)).open(true)
	b, err := DecodeBody("court_ordered", []byte(`{"item":"paper","court":"`+string(OrdinaryCourt)+`","until":`+string(must(json.Marshal(w.now.Add(Days(20).Duration()))))+`}`))
	if err != nil {
		t.Fatal(err)
	}
	w.must("court", b)
	if l := w.c.Liberty; l.State != ByCourt || l.Order != "paper" || len(w.c.CourtOrders) != 0 || l.Fell != 0 || l.Freed != 0 {
		t.Errorf("an old order leads to %+v", l)
	}
	if text := w.state(); slices.ContainsFunc([]string{"court_orders", "freed", "fell"}, func(k string) bool { return jsonHas(text, k) }) {
		t.Error("an old order leaves something new in the case")
	}
	w.wait(24 * 21).tick()
	if w.c.Liberty.State != DueForRelease {
		t.Errorf("after its end %s", w.c.Liberty.State)
	}
}

func must(b []byte, err error) []byte {
	if err != nil {
		panic(err)
	}
	return b
}

// jsonHas reports whether an object, or the custody in it, has a key.
func jsonHas(text, key string) bool {
	var m map[string]any
	if json.Unmarshal([]byte(text), &m) != nil {
		return true
	}
	_, top := m[key]
	in, _ := m["liberty"].(map[string]any)
	_, below := in[key]
	return top || below
}

// TestAFallenOrderWasNever: where an order falls, everything about the custody is
// as it would be had there been none, at whatever moment it was told, confirmed
// and withdrawn.
func TestAFallenOrderWasNever(t *testing.T) {
	starts := map[string]func(*walk) *walk{
		"opened":   func(w *walk) *walk { return w.open(true) },
		"urgent":   func(w *walk) *walk { return w.open(true).must("doctor", &LaneBody{Illness}) },
		"hearing":  (*walk).grave,
		"to judge": func(w *walk) *walk { return w.grave().decided(ToCourt, found("d1", "a1", P2, "f1", "f2")) },
		"stay":     func(w *walk) *walk { return w.grave().decided(Release, found("d1", "a1", P2, "f1", "f2")) },
		"kept":     func(w *walk) *walk { return w.grave().decided(Keep, found("d1", "a1", P2, "f1", "f2")) },
	}
	for name, start := range starts {
		base := start(newWalk(t, mandated(t)))
		rapid.Check(t, func(rt *rapid.T) {
			w, twin := base.again(), base.again()
			wait := func(what string, most int) {
				h := Hours(rapid.IntRange(0, most).Draw(rt, what))
				w.wait(h).tick()
				twin.wait(h).tick()
			}
			wait("before", 40)
			if w.enter("court", w.orderFor("paper", rapid.IntRange(25, 60).Draw(rt, "days"))) != nil {
				return // release is due already
			}
			wait("told", 20)
			if w.enter("watch", w.c.CourtOrders[0].as()) != nil {
				return
			}
			wait("held", 230)
			if rapid.Bool().Draw(rt, "renewed") && w.enter("court", w.orderFor("next", 30)) == nil {
				w.confirms("second")
				wait("longer", 200)
				if rapid.Bool().Draw(rt, "the first first") {
					w.must("court", &CourtOrderWithdrawnBody{Item: "paper", Why: "annulled"})
				}
				w.must("court", &CourtOrderWithdrawnBody{Item: "next", Why: "annulled"})
			}
			if w.c.courtOrder("paper") >= 0 && w.c.Liberty.State == ByCourt {
				w.must("watch", &CourtOrderWithdrawnBody{Item: "paper", Why: "another's name"})
			}
			w.tick()
			if len(twin.c.Lapses) == 0 && w.c.Liberty.State != twin.c.Liberty.State {
				rt.Fatalf("%s: %s, and %s without an order", name, w.c.Liberty.State, twin.c.Liberty.State)
			}
			wait("after", 2000)
			a, b := w.c.Liberty, twin.c.Liberty
			if a.State != b.State || a.Due != b.Due || a.Since != b.Since {
				rt.Fatalf("%s: %s since %v, due %v; without an order %s since %v, due %v", name, a.State, a.Since.Time(), a.Due.Time(), b.State, b.Since.Time(), b.Due.Time())
			}
		})
	}
}

// again is the same walk to be walked on another way.
func (w *walk) again() *walk {
	out := newWalk(w.tb, w.k.Policy)
	for _, e := range w.log {
		out.apply(e)
	}
	out.now = w.now
	return out
}

// TestAReleaseUnderAnOrder: what a panel decides while a court holds the person
// undoes no court's order, and is due when the order ends or falls.
func TestAReleaseUnderAnOrder(t *testing.T) {
	under := func() *walk {
		w := newWalk(t, mandated(t)).grave()
		w.must("court", w.orderFor("paper", 20)).confirms("watch")
		return w.decided(Release, found("d1", "a1", P2, "f1", "f2"))
	}
	w := under()
	if w.c.Liberty.State != ByCourt {
		t.Fatalf("the panel undid the court's order: %s", w.c.Liberty.State)
	}
	w.wait(Hours(24 * 20)).tick()
	if w.c.Liberty.State != DueForRelease {
		t.Errorf("after the order's end %s", w.c.Liberty.State)
	}
	fell := under()
	fell.must("court", &CourtOrderWithdrawnBody{Item: "paper", Why: "annulled on appeal"})
	if s := fell.c.Liberty.State; s.releasing() || s == ByCourt {
		t.Errorf("within the hours of an appeal %s", s)
	}
	fell.wait(73).tick()
	if fell.c.Liberty.State != DueForRelease {
		t.Errorf("after the hours of an appeal %s", fell.c.Liberty.State)
	}
	later := under().wait(24 * 5)
	later.must("court", &CourtOrderWithdrawnBody{Item: "paper", Why: "annulled on appeal"})
	if later.c.Liberty.State != DueForRelease {
		t.Errorf("the hours of an appeal are over, and the person is %s", later.c.Liberty.State)
	}
	again := later.c.Liberty
	again.move(InCustody, later.now)
	if len(again.freedClock()) != 0 || again.Fell != 0 {
		t.Errorf("custody of later still runs on the order that fell: %+v", again)
	}
}

// TestAJudgesHoursAreGivenOnce: an order that ends gives nobody another 48 hours
// before a judge.
func TestAJudgesHoursAreGivenOnce(t *testing.T) {
	w := newWalk(t, mandated(t)).grave().decided(ToCourt, found("d1", "a1", P2, "f1", "f2"))
	w.must("court", w.orderFor("paper", 2)).confirms("watch")
	if w.wait(48).tick(); w.c.Liberty.State != DueForRelease {
		t.Errorf("after an order of two days %s", w.c.Liberty.State)
	}
}

// TestAJudgmentTakesTwo: a court's record counts against somebody, and lengthens
// the clocks, once a second person of another organisation has read it.
func TestAJudgmentTakesTwo(t *testing.T) {
	w := newWalk(t, mandated(t)).open(true)
	w.checks("reg", BasisAsked, PersonTold).move("reg", Identity).identified(3).move("reg", Triage).move("reg", Assembly)
	j := fact("j", Judgment, "a1")
	j.Forum = OrdinaryCourt
	w.must("officer", &AllegedBody{Allegation{ID: "a1", Conduct: B3}}).must("court", j)
	w.checks("officer", ExculpatorySearch)
	ends, _ := w.c.CustodyEnds(w.k)
	w.must("court", &ProposedBody{Finding: found("p4", "a1", P4, "j"), Told: true})
	if now, _ := w.c.CustodyEnds(w.k); now != ends || w.c.Serious() || w.c.Grave() || w.c.Class() != Undetermined {
		t.Errorf("one word on a judgment: custody ends %v, not %v; %s", now.Due.Time(), ends.Due.Time(), w.c.Class())
	}
	if !w.told("officer", "seconded") || !w.told("second", "seconded") {
		t.Error("nobody is asked to read the judgment")
	}
	w.must("second", &SecondedBody{"p4"})
	if !w.c.Grave() || w.c.Class() != GraveConvicted {
		t.Errorf("two words on a judgment: %s", w.c.Class())
	}
}
