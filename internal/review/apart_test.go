package review_test

import (
	"slices"
	"testing"

	"kashf.org/kashf/internal/journal"
	"kashf.org/kashf/internal/review"
	"kashf.org/kashf/internal/review/victims"
)

// known registers what somebody told and has the case know their group.
func (b *bench) known(reg *victims.Service, id review.CaseID, t victims.Told) (registration, group string) {
	b.Helper()
	ctx, liaison := b.Context(), clerk("liaison")
	registration, err := reg.Register(ctx, liaison, t, false, nil)
	b.do(err)
	b.do(reg.Judge(ctx, liaison, registration, id, true, "the place and the year"))
	x, err := reg.Get(ctx, liaison, registration)
	b.do(err)
	group = x.Links[0].ID
	b.do(reg.Protect(ctx, liaison, registration, group, victims.Protection{Victims: "a", VictimsSafe: true, Person: "b", PersonSafe: true, Contact: "c", NoContact: true}))
	return registration, group
}

func (b *bench) group(id review.CaseID, group string) review.VictimGroup {
	b.Helper()
	c := b.the(id)
	return c.Groups[slices.IndexFunc(c.Groups, func(g review.VictimGroup) bool { return g.ID == group })]
}

// TestWishesReachTheCase: who says later that their interests differ is spoken for
// by nobody who speaks for others; and a wish, or leaving, reaches the case though
// whoever enters it in the register has no part in that case.
func TestWishesReachTheCase(t *testing.T) {
	engines(t, func(t *testing.T, b *bench) {
		id := b.assembled()
		b.alleged(id)
		reg, _ := b.registry()
		first, g1 := b.known(reg, id, told())
		second, g2 := b.known(reg, id, told())
		b.enter(id, "liaison", &review.RepresentedBody{ID: g1, Delegate: "delegate"}, &review.RepresentedBody{ID: g2, Delegate: "delegate"})
		later := told()
		later.Apart = true
		b.do(reg.Change(t.Context(), clerk("liaison"), second, later))
		if g := b.group(id, g2); !g.Apart || g.Delegate != "" || b.group(id, g1).Delegate != "delegate" {
			t.Errorf("whose interests differ is %+v", g)
		}
		if err := b.Enter(t.Context(), as("liaison"), id, 0, &review.RepresentedBody{ID: g2, Delegate: "delegate"}); review.RuleOf(err) != "separate representation" {
			t.Errorf("represented beside others again: %v", err)
		}
		x, err := b.See(t.Context(), "liaison", id)
		b.do(err)
		if !slices.Contains(x.Tasks, review.Task{Act: "represented", Of: g2}) {
			t.Errorf("nobody is asked to find a representative: %v", x.Tasks)
		}
		if err := b.Enter(t.Context(), as("delegate"), id, 0, &review.WishedBody{ID: g1, Wish: review.WishTold, Apart: new(bool)}); review.RuleOf(err) != "role" {
			t.Errorf("a delegate says whose interests differ: %v", err)
		}

		other := journal.Actor{Account: "colleague", Org: clerk("liaison").Org} // of the same association, with no part in the case
		later.Wish = review.WishNotTold
		b.do(reg.Change(t.Context(), other, second, later))
		if g := b.group(id, g2); g.Wish != review.WishNotTold {
			t.Errorf("a wish by another liaison does not bind: %+v", g)
		}
		b.do(reg.Leave(t.Context(), other, first))
		if g := b.group(id, g1); g.Standing != review.StandingLeft {
			t.Errorf("who left by another liaison takes part: %+v", g)
		}
		b.replayed()
	})
}
