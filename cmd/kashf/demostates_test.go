package main

import (
	"log/slog"
	"path/filepath"
	"slices"
	"sync/atomic"
	"testing"

	"kashf.org/kashf/internal/review"
)

// TestTheDemoHasACaseInEveryState shows that somebody who tries the program can
// look at every stage of a review, and at everything that custody and freedom
// can stand on.
func TestTheDemoHasACaseInEveryState(t *testing.T) {
	f := folder{Dir: filepath.Join(t.TempDir(), "d")}
	if err := makeFolders(f); err != nil {
		t.Fatal(err)
	}
	d, err := openDeployment(t.Context(), f, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	if err := cheapen(d, &atomic.Int64{}); err != nil {
		t.Fatal(err)
	}
	if _, err := d.fillWorld(t.Context(), 400, 1, func(string) {}); err != nil {
		t.Fatal(err)
	}
	var states []review.State
	var liberties []review.LibertyState
	free := map[review.Outcome]bool{}
	recalls, orders := 0, map[bool]int{} // by whether the rest of the panel looked
	for _, c := range everyCase(t, d) {
		states, liberties = append(states, c.State), append(liberties, c.Liberty.State)
		for _, r := range c.Recalls {
			if r.Heard != "" && r.End != "" && c.Outcome.Outcome == review.Conditional {
				recalls++
			}
		}
		for _, o := range c.Orders {
			if o.Made {
				orders[o.Ratified]++
			}
		}
		if c.Outcome != nil && c.Liberty.State == review.Free {
			free[c.Outcome.Outcome] = true
		}
	}
	for _, o := range []review.Outcome{review.Certificate, review.Summons, review.Referral} {
		if !free[o] {
			t.Errorf("no case of somebody free ends in %s", o)
		}
	}
	if orders[false] == 0 || orders[true] == 0 {
		t.Errorf("the demo's urgent orders, by whether the panel looked at them: %v", orders)
	}
	if recalls == 0 {
		t.Error("no case of the demo is a release under conditions whose recall was heard")
	}
	for _, s := range review.States() {
		if !slices.Contains(states, s) {
			t.Errorf("no case of the demo is in state %s", s)
		}
	}
	for _, l := range review.LibertyStates() {
		if !slices.Contains(liberties, l) {
			t.Errorf("no person of the demo's cases is %s", l)
		}
	}
}

// everyCase reads the cases that the ledger tells of, closed ones too.
func everyCase(t testing.TB, d *deployment) []*review.Case {
	t.Helper()
	var out []*review.Case
	seen := map[review.CaseID]bool{}
	for e, err := range d.store.EntriesOf(t.Context(), review.ActDone, 0, 1<<62) {
		if err != nil {
			t.Fatal(err)
		}
		id, _, err := review.EventOf(e)
		if err != nil {
			t.Fatal(err)
		}
		if seen[id] {
			continue
		}
		seen[id] = true
		c, err := d.store.Case(t.Context(), id)
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, c)
	}
	return out
}
