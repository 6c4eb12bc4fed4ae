package review_test

import (
	"testing"

	"kashf.org/kashf/internal/review"
)

// TestPointsAsTyped: whoever reads a point, or an answer to it, reads it as it was
// written; of one that both sides made each side reads its own words.
func TestPointsAsTyped(t *testing.T) {
	engines(t, func(t *testing.T, b *bench) {
		id := b.assembled()
		b.enter(id, "liaison", &review.GroupBody{ID: "g1", Delegate: "delegate", Wish: review.WishOnlyRelease, Support: true})
		b.enter(id, "chair", &review.StandingBody{ID: "g1", Granted: true, Why: "families"})
		theirs, own := "مَن أعطى الأوامر؟", "من أعطى الأوامر..."
		b.enter(id, "delegate", review.Submit("s1", "g1", theirs, "«إلى أين نُقلوا؟»"))
		b.enter(id, "lawyer", review.Submit("s2", "", own))
		key := review.KeyOfPoint(own)
		if string(key) == own || review.KeyOfPoint(theirs) != key {
			t.Fatalf("%q and %q are no one point", own, theirs)
		}
		for account, want := range map[string]string{"watch": theirs, "reg": theirs, "liaison": theirs} {
			x := b.seen(id, account)
			if len(x.Points) != 2 || x.Typed[key] != want {
				t.Errorf("%s reads %q of %d points", account, x.Typed[key], len(x.Points))
			}
		}
		panel := b.deliberating(id)
		b.vote(id, panel, review.Release)
		r := b.ruling(id, review.Release, rests("f1"))
		b.enter(id, panel[0], &review.DraftedBody{Ruling: r})
		for _, a := range panel {
			b.enter(id, a, &review.SignedBody{Hash: r.Hash})
		}
		b.move(id, "reg", review.Decided)
		b.enter(id, "reg", &review.NotifiedBody{Notified: review.Notified{Whom: "person"}, Hash: r.Hash, Language: "ar", Spoken: true})
		x := b.seen(id, "lawyer")
		if len(x.Typed) != 2 || x.Typed[key] != own {
			t.Errorf("the person's side reads %q", x.Typed)
		}
	})
}

func (b *bench) seen(id review.CaseID, account string) review.Seen {
	b.Helper()
	x, err := b.See(b.Context(), account, id)
	b.do(err)
	return x
}
