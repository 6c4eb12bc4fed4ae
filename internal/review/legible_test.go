package review_test

import (
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
		if err := b.Vote(t.Context(), review.Who{Actor: clerk("m1")}, id, 0, review.Release, "\u200b"); !errors.Is(err, review.ErrRefused) {
			t.Errorf("a vote with a ground that shows nothing = %v", err)
		}
		if b.the(id).Seq != seq {
			t.Error("something that shows nothing was entered")
		}
	})
}
