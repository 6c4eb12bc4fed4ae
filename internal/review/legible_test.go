package review_test

import (
	"encoding/json"
	"errors"
	"testing"

	"kashf.org/kashf/internal/review"
)

// Nothing that shows nothing counts as a reason, an answer or a name.
func TestInvisibleWordsAreNone(t *testing.T) {
	for text, want := range map[string]bool{"": false, " ": false, "\u200b\u200f\u202e": false, "\u00a0\u2060": false, "\u3164": false, "ـ": true, "لا": true, "\u200fنعم": true, "?": true} {
		if got := review.Legible(text); got != want {
			t.Errorf("Legible(%q) = %v, want %v", text, got, want)
		}
	}
	engines(t, func(t *testing.T, b *bench) {
		id := b.assembled()
		seq := b.the(id).Seq
		for _, x := range []review.Body{
			&review.ObjectedBody{ID: "o", Why: "\u202e\u200f\u200b"},
			&review.ObjectedBody{ID: "\u2060", Why: "x"},
		} {
			if err := b.Enter(t.Context(), review.Who{Actor: clerk("watch")}, id, 0, x); !errors.Is(err, review.ErrRefused) {
				t.Errorf("%s with reasons that show nothing = %v", x.Kind(), err)
			}
		}
		if b.the(id).Seq != seq {
			t.Error("something that shows nothing was entered")
		}
		panel := b.deliberating(id)
		seq = b.the(id).Seq
		if err := b.Vote(t.Context(), as(panel[0]), id, 0, review.Release, "\u200b"); review.RuleOf(err) != "form" {
			t.Errorf("a vote with a ground that shows nothing = %v", err)
		}
		if b.the(id).Seq != seq {
			t.Error("something that shows nothing was entered")
		}
	})
}

// A ballot that was sealed with such words, before they were refused, is opened
// with the others: else its case would stand still for ever.
func TestAnOlderBallotIsOpened(t *testing.T) {
	engines(t, func(t *testing.T, b *bench) {
		id := b.assembled()
		panel := b.deliberating(id)
		old := review.Ballot{Account: panel[0], Outcome: review.Release, Reasons: "\u200b", Salt: "salt"}
		plain, err := json.Marshal(old)
		b.do(err)
		box, err := b.Sealer.Seal(plain, []byte("review/ballot/"+string(id)))
		b.do(err)
		b.enter(id, panel[0], &review.VotedBody{Commitment: old.Commit(id), Box: box})
		for _, a := range panel[1:] {
			b.do(b.Vote(t.Context(), as(a), id, 0, review.Release, "as the text says"))
		}
		for _, v := range b.the(id).Votes {
			if !v.Opened {
				t.Errorf("the vote of %s is not opened", v.Account)
			}
		}
	})
}
