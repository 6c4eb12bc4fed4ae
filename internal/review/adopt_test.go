package review_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"kashf.org/kashf/internal/journal"
	"kashf.org/kashf/internal/review"
)

// TestAdoptOnceOverWhatWasSeen: a policy sent twice is one entry, one decided on
// over another that came into force meanwhile is none, and neither is one without
// a reason.
func TestAdoptOnceOverWhatWasSeen(t *testing.T) {
	engines(t, func(t *testing.T, b *bench) {
		all, err := b.store.PoliciesInForce(t.Context())
		b.do(err)
		first := review.InForce(all)
		text := strings.Replace(mandate(b), "commission-1", "commission-3", 1)
		text = strings.Replace(text, "identity: 72", "identity: 48", 1)
		adopt := func(who string, saw int64, text, why string) error {
			_, err := b.AdoptPolicy(t.Context(), clerk(who), saw, []byte(text), why)
			return err
		}
		for range 2 {
			b.do(adopt("reg", first.Seq, text, "custody shorter"))
		}
		all, err = b.store.PoliciesInForce(t.Context())
		b.do(err)
		if len(all) != 2 {
			t.Fatalf("%d policies came into force, want 2", len(all))
		}
		other := strings.Replace(text, "commission-3", "commission-4", 1)
		if err := adopt("reg", first.Seq, other, "custody shorter"); !errors.Is(err, journal.ErrConflict) {
			t.Errorf("from a stale page: %v", err)
		}
		if err := adopt("reg", all[1].Seq, other, " \n"); review.RuleOf(err) != "reasons" {
			t.Errorf("without a reason: %v", err)
		}
		if err := adopt("reg", all[1].Seq, text, "another reason"); review.RuleOf(err) != "once" {
			t.Errorf("a version that was in force: %v", err)
		}
		if got, err := b.PolicyText(t.Context(), all[1]); err != nil || got != text {
			t.Errorf("PolicyText = %q, %v", got, err)
		}
	})
}

// TestChanges: every key that differs is told, and of cases under way only the
// shorter clocks on custody.
func TestChanges(t *testing.T) {
	text, err := review.ShippedPolicy("commission")
	if err != nil {
		t.Fatal(err)
	}
	parse := func(old, to string) review.Policy {
		p, err := review.ParsePolicy([]byte(strings.Replace(strings.Replace(string(text), "commission-1", "next", 1), old, to, 1)))
		if err != nil {
			t.Fatal(err)
		}
		return p
	}
	was, err := review.ParsePolicy(text)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		from, to string
		want     review.Change
	}{
		{"identity: 72", "identity: 48", review.Change{Key: "deadlines_h.identity", Running: true}},
		{"notice: 24", "notice: 12", review.Change{Key: "deadlines_h.notice"}},
		{"max_cases_per_day: 8", "max_cases_per_day: 4", review.Change{Key: "panel.max_cases_per_day"}},
		{"min_independent_sources: 2", "min_independent_sources: 3", review.Change{Key: "grave.min_independent_sources"}},
	} {
		now := parse(c.from, c.to)
		want := []review.Change{{Key: "policy_version"}, c.want}
		if diff := cmp.Diff(want, review.Changes(was, now)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.to, diff)
		}
		var running []string
		for _, r := range review.RunningChanges([]review.StoredPolicy{{Policy: was}, {Policy: now}}, was) {
			running = append(running, r.Versions...)
		}
		if len(running) > 0 {
			t.Errorf("%s: going back reaches cases of %v", c.to, running)
		}
		got := review.RunningChanges([]review.StoredPolicy{{Policy: was}}, now)
		if (len(got) == 1) != c.want.Running {
			t.Errorf("%s reaches %+v", c.to, got)
		}
	}
}
