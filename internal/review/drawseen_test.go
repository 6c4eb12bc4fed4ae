package review_test

import (
	"encoding/json"
	"strings"
	"testing"

	"kashf.org/kashf/internal/review"
)

// TestDrawTellsNoBarredCase: who has a conflict in a case reads nothing of it in
// the draw; everybody else reads the whole record.
func TestDrawTellsNoBarredCase(t *testing.T) {
	engines(t, func(t *testing.T, b *bench) {
		id := b.assembled()
		b.deliberating(id)
		all, err := b.store.Draws(t.Context())
		b.do(err)
		b.enter(id, "second", &review.DeclaredBody{Ties: []review.Ground{review.Kin}})
		for account, reads := range map[string]bool{"chair": true, "second": false} {
			d, err := b.SeeDraw(t.Context(), account, all[0].ID)
			b.do(err)
			list, err := b.SeeDraws(t.Context(), account)
			b.do(err)
			text, err := json.Marshal([]any{d, d.Seats, list})
			b.do(err)
			if strings.Contains(string(text), string(id)) != reads || d.Partial == reads || len(d.Seats) > 0 != reads {
				t.Errorf("%s reads of the case: %v, partial %v, %d seats", account, !reads, d.Partial, len(d.Seats))
			}
		}
	})
}
