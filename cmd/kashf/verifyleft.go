package main

import (
	"fmt"
	"maps"
	"slices"

	"kashf.org/kashf/internal/journal"
	"kashf.org/kashf/internal/review/victims"
)

// leavings are what a checker has seen of the victims' register: whoever left
// took everything of theirs along, and nothing of anybody else's.
type leavings struct {
	acts  map[string][]int64 // registration → its acts whose bodies stand
	of    map[int64]bool     // acts, with a body or without
	left  map[string]int64   // registration → entry by which it left
	takes map[int64][]int64  // that entry → what it says that it destroyed
}

func newLeavings() leavings {
	return leavings{map[string][]int64{}, map[int64]bool{}, map[string]int64{}, map[int64][]int64{}}
}

func (l leavings) note(e journal.Entry) {
	switch e.Kind {
	case victims.ActDone:
		l.of[e.Seq] = true
		if b, err := journal.Decode[victims.Act](e); err == nil && e.Body != nil {
			l.acts[b.ID] = append(l.acts[b.ID], e.Seq)
		}
	case victims.Destroyed:
		if b, err := journal.Decode[victims.DestroyedBody](e); err == nil {
			l.left[b.ID], l.takes[e.Seq] = e.Seq, b.Entries
		}
	}
}

// leavings names what somebody who left has told and still stands, and what is
// said to be destroyed with it and is none of theirs.
func (c *checker) leavings() {
	for _, id := range slices.Sorted(maps.Keys(c.left.left)) {
		by := c.left.left[id]
		for _, seq := range c.left.acts[id] {
			c.find(fmt.Sprintf("entry %d", seq), fmt.Sprintf("was destroyed by entry %d and still says what it said", by))
		}
		for _, seq := range c.left.takes[by] {
			if !c.left.of[seq] || seq >= by || c.tombs[seq] != by && !slices.Contains(c.left.acts[id], seq) {
				c.find(fmt.Sprintf("entry %d", by), fmt.Sprintf("destroys entry %d, which is none of that registration", seq))
			}
		}
	}
}
