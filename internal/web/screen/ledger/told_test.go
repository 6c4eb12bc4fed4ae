package ledger

import (
	"testing"

	"kashf.org/kashf/internal/identity"
	"kashf.org/kashf/internal/journal"
	"kashf.org/kashf/internal/review"
)

func TestToldOf(t *testing.T) {
	for _, c := range []struct{ kind, body, want string }{
		{identity.PairJudged, `{"id":"J","left":1,"right":2,"verdict":"same","why":"<the same>","moves":[{"r":77,"f":7,"t":1}],"redirects":[{"o":7,"n":1}]}`, `{"id":"J","left":1,"right":2,"verdict":"same","why":"<the same>"}`},
		{identity.Settled, `{"moves":[{"r":77,"f":7,"t":1}]}`, `{}`},
		{identity.RunDone, `{"blob":"ab","size":9,"records":77,"persons":70,"links":3,"open":2,"model":{},"report":{"records":77}}`, `{"blob":"ab","size":9}`},
		{journal.UndoneKind, `{"entry":4,"why":"slipped","extra":{"moves":[{"r":77,"f":7,"t":1}]}}`, `{"entry":4,"why":"slipped"}`},
		{"source.added", `{"name":"77"}`, `{"name":"77"}`},
		{identity.PairJudged, `not JSON 77`, ``},
	} {
		if got := string(toldOf(c.kind, []byte(c.body))); got != c.want {
			t.Errorf("toldOf(%s, %s) = %s, want %s", c.kind, c.body, got, c.want)
		}
	}
}

// What was done in a review is read in its file, by those for whom it exists.
func TestReviewsAreNotTold(t *testing.T) {
	for _, kind := range []string{review.ActDone, review.RosterChanged} {
		if got := bodyText(toldOf(kind, []byte(`{"case":"C","act":"declared","body":{"ties":["kin"]}}`))); got != "" {
			t.Errorf("%s tells %s", kind, got)
		}
	}
	if got := toldOf(review.PolicySet, []byte(`{"why":"x"}`)); len(got) == 0 {
		t.Error("a policy is not told")
	}
}
