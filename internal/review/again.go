package review

import (
	"context"
	"slices"
)

// A search of the victims' register holds for what the register had. Whoever
// registers afterwards, mends what was told, or is brought near by an allegation
// that was added afterwards, was not looked at: nothing is signed until the
// liaison has judged the likeness. No clock asks, so no custody grows by it, and
// an order in an urgent lane waits for nobody.

// again reports whether the register has to be searched again. Where nobody
// plays the liaison there is nobody to say, whatever the register has: then it
// has to be, so that the answer tells nothing of who registered.
func (s *Service) again(ctx context.Context, c *Case) (bool, error) {
	if s.Likenesses == nil || !c.Checked[VictimsMatched] || c.State == Closed {
		return false, nil
	}
	liaisons := c.playing(VictimsLiaison)
	for _, p := range liaisons {
		if n, err := s.Likenesses(ctx, p.Account, p.Org, c.ID); err != nil || n > 0 {
			return err == nil, err
		}
	}
	return len(liaisons) == 0, nil
}

// searches reports whether a step from here asks for the search: to disclosure,
// and to every outcome.
func (c *Case) searches() bool {
	return slices.Contains([]State{Assembly, Deliberation, Appeal}, c.State)
}

// asksAgain is [Service.again] where a step asks for it.
func (s *Service) asksAgain(ctx context.Context, c *Case) (bool, error) {
	if !c.searches() {
		return false, nil
	}
	return s.again(ctx, c)
}
