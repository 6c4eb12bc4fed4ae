package review_test

import (
	"testing"

	"kashf.org/kashf/internal/review"
)

// TestWhoDeclaresKnowsTheOffice: whoever is to declare ties is told by which
// organisation the case was opened: whose file it is is read with its sight. Who
// else takes part is not told before.
func TestWhoDeclaresKnowsTheOffice(t *testing.T) {
	engines(t, func(t *testing.T, b *bench) {
		id, err := b.Open(t.Context(), as("reg"), b.man, true, "prison")
		b.do(err)
		b.enter(id, "reg", &review.DeclaredBody{})
		b.enter(id, "reg", &review.AssignedBody{Account: "officer", Org: "org-officer", Role: review.FileOfficer})
		x := b.seen(id, "officer")
		if !x.Part.Awaited() || len(x.Cast) != 1 || x.Office != "org-reg" {
			t.Errorf("who is to declare sees %d parts, opened by %q", len(x.Cast), x.Office)
		}
	})
}
