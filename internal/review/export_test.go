package review

import (
	"encoding/json"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// A Player is the random player with its oracle, for a service: what it draws is
// sent to the service, and what the service entered is judged by its log.
type Player struct{ p *player }

// NewPlayer plays a case under a setting from what is in its log.
func NewPlayer(tb testing.TB, rt *rapid.T, k Setting, log []Event) *Player {
	w := newWalk(tb, k.Policy)
	w.k = k
	for _, e := range log {
		w.apply(e)
	}
	w.now = w.c.At
	return &Player{&player{walk: w, rt: rt, seq: 1000}}
}

// Act is somebody's act, and when.
func (x *Player) Act(now Micros) (string, Body, Micros) {
	x.p.now = now
	by, b := x.p.useful()
	if x.p.pick("who plays", 4) == 0 {
		by, b = x.p.wild()
	}
	return by, b, x.p.now
}

// Entered judges entries that a service made since, one after the other, and the
// case that it keeps.
func (x *Player) Entered(log []Event, kept *Case) (fresh []Event) {
	p := x.p
	fresh = log[len(p.log):]
	for _, e := range fresh {
		before := p.snapshot()
		p.apply(e)
		p.invariants(before, p.log[len(p.log)-1:])
	}
	if diff := cmp.Diff(p.state(), (&walk{tb: p.tb, c: kept}).state()); diff != "" {
		p.rt.Fatalf("the case is not what its entries say: %s", diff)
	}
	return fresh
}

// Case is the case as its log says.
func (x *Player) Case() *Case { return x.p.c }

// Conflicted are those of whom the log says that a conflict stands.
func (x *Player) Conflicted() (out []string) {
	for a := range conflicts(x.p.log) {
		if a != "" {
			out = append(out, a)
		}
	}
	slices.Sort(out)
	return out
}

// Replays folds the log anew.
func (x *Player) Replays() { x.p.replays() }

// BallotOf is what a player votes.
func BallotOf(v *VotedBody) (b Ballot, err error) {
	err = json.Unmarshal(v.Box, &b)
	return b, err
}
