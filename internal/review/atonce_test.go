package review_test

import (
	"bytes"
	"encoding/hex"
	"sync"
	"testing"

	"kashf.org/kashf/internal/journal"
	"kashf.org/kashf/internal/review"
)

// together does everything three times at one moment, and counts what was taken
// of each.
func together(t *testing.T, dos ...func() error) []int {
	t.Helper()
	taken := make([]int, len(dos))
	var all sync.WaitGroup
	var mu sync.Mutex
	for i, do := range dos {
		for range 3 {
			all.Go(func() {
				err := do()
				mu.Lock()
				defer mu.Unlock()
				if err == nil {
					taken[i]++
				} else if review.RuleOf(err) == "" {
					t.Errorf("%d: %v", i, err)
				}
			})
		}
	}
	all.Wait()
	return taken
}

// TestDrawAtOnce: organisations commit and reveal at one moment, each more than
// once: the last hash freezes the list once, each step is taken once, none is lost, and every
// seat is given once.
func TestDrawAtOnce(t *testing.T) {
	engines(t, func(t *testing.T, b *bench) {
		ctx := t.Context()
		id := b.open()
		b.roster()
		d, err := b.BeginDraw(ctx, clerk("chair"))
		b.do(err)
		draw, err := b.store.Draw(ctx, d)
		b.do(err)
		var commits, reveals []func() error
		for i, o := range draw.Orgs {
			seed := hex.EncodeToString(bytes.Repeat([]byte{byte(i + 1)}, review.SeedSize))
			who := journal.Actor{Account: "m", Org: o}
			commits = append(commits, func() error { return b.CommitSeed(ctx, who, d, review.CommitSeed(d, o, seed)) })
			reveals = append(reveals, func() error { return b.RevealSeed(ctx, who, d, seed) })
		}
		for _, steps := range [][]func() error{commits, reveals} {
			for i, n := range together(t, steps...) {
				if n != 1 {
					t.Errorf("step %d of %d was taken %d times", i, len(steps), n)
				}
			}
		}
		seats := map[string]int{}
		for _, p := range b.the(id).Cast {
			if p.Role == review.Member {
				seats[p.Seat]++
			}
		}
		if len(seats) != 3 || seats["chair"] != 1 {
			t.Errorf("seats %v", seats)
		}
		for s, n := range seats {
			if n != 1 {
				t.Errorf("the seat %s was given %d times", s, n)
			}
		}
	})
}
