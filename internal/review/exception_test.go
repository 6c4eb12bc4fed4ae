package review_test

import (
	"testing"

	"kashf.org/kashf/internal/review"
)

// TestServiceAsksTwoSeats: how many seats it takes is the policy's, whoever enters.
func TestServiceAsksTwoSeats(t *testing.T) {
	engines(t, func(t *testing.T, b *bench) {
		id := b.assembled()
		panel := b.deliberating(id)
		b.enter(id, "liaison", &review.GroupBody{ID: "g1", Wish: review.WishTold, Support: true})
		b.enter(id, "chair", &review.StandingBody{ID: "g1", Granted: true, Why: "families"})
		for i, a := range panel[:2] {
			if b.the(id).Groups[0].Excepted {
				t.Errorf("%d seats excepted a group from its notice", i)
			}
			b.enter(id, a, &review.NoticedBody{ID: "g1", Exception: "a transfer", In: 7, Panel: 1})
		}
		if c := b.the(id); !c.Groups[0].Excepted || c.ExceptionWaits(c.Groups[0]) {
			t.Errorf("two seats gave reasons, and the group is %+v", c.Groups[0])
		}
		b.replayed()
	})
}
