package review

import (
	"encoding/json"
	"errors"
	"reflect"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// turn is one act, after some time; the server's clock may jump back.
func (p *player) turn() {
	p.now = p.now.Add(time.Duration(oneOf(p, "minutes", 0, 0, 1, 1, 10, 60, 60, 60, 180, 600, 1440, 5000)) * time.Minute)
	if !p.steady && p.pick("clock", 40) == 0 {
		p.now = p.now.Add(-time.Duration(p.pick("back", 100)) * time.Hour)
	}
	by, b := p.useful()
	if p.pick("who plays", 4) == 0 {
		by, b = p.wild()
	}
	before := p.snapshot()
	n := len(p.log)
	p.tick()
	p.invariants(before, p.log[n:])
	before, n = p.snapshot(), len(p.log)
	if err := p.enter(by, b); err != nil {
		if !errors.Is(err, ErrRefused) && !errors.Is(err, ErrHidden) {
			p.rt.Fatalf("%s by %q: %v", b.Kind(), by, err)
		}
		return
	}
	p.invariants(before, p.log[n:])
	if p.pick("crash", 30) == 0 { // the server starts again from what is stored
		var again Case
		if err := json.Unmarshal([]byte(p.state()), &again); err != nil {
			p.rt.Fatal(err)
		}
		p.c = &again
	}
}

func (p *player) snapshot() *Case {
	var c Case
	if err := json.Unmarshal([]byte(p.state()), &c); err != nil {
		p.rt.Fatal(err)
	}
	return &c
}

// newPlayer begins at the door, or with a grave case that has come to the hearing
// or to an outcome.
func newPlayer(t *testing.T, rt *rapid.T) *player {
	p := &player{walk: newWalk(t, mandated(t)), rt: rt}
	switch p.pick("start", 5) {
	case 0, 1:
		p.must("reg", &OpenedBody{ID: "CASE", Person: 7, Policy: p.k.Policy.Version, Custody: p.pick("custody", 4) > 0, Holder: "prison"})
	case 2:
		p.grave()
	case 3:
		p.grave().decided(oneOf(p, "outcome", Release, Keep, ToCourt), found("d1", "a1", P2, "f1", "f2"))
	case 4:
		p.grave().decided(oneOf(p, "outcome", Release, Keep), found("d1", "a1", P2, "f1", "f2")).notify()
	}
	return p
}

// TestInvariants is the procedure under attack: no sequence of acts of anyone,
// in any order, at any time, through crashes, breaks an invariant. Each is
// worked out from the log of events alone; see invariant_test.go.
func TestInvariants(t *testing.T) {
	most := 250
	if testing.Short() {
		most = 60
	}
	reached := map[State]int{}
	free := map[LibertyState]int{}
	rapid.Check(t, func(rt *rapid.T) {
		p := newPlayer(t, rt)
		for range rapid.IntRange(20, most).Draw(rt, "turns") {
			p.turn()
			reached[p.c.State]++
			free[p.c.Liberty.State]++
		}
		p.replays()
	})
	for _, s := range States() {
		if !testing.Short() && s != Recommended && s != Assessed && reached[s] == 0 {
			t.Logf("no case came to %s", s)
		}
	}
	if reached[Decided]+reached[Notice]+reached[Final] == 0 {
		t.Error("no case came to an outcome: the players prove nothing")
	}
	t.Logf("states: %v; liberty: %v", reached, free)
}

// replays: folding the log gives the same state, in one go, and from a stored
// state at any point.
func (p *player) replays() {
	again := Fold(p.log)
	if diff := cmp.Diff(p.state(), (&walk{tb: p.tb, c: again}).state()); diff != "" {
		p.rt.Fatalf("a replay gives another state: %s", diff)
	}
	cut := p.pick("cut", len(p.log)+1)
	half := Fold(p.log[:cut])
	b, _ := json.Marshal(half)
	var stored Case
	if err := json.Unmarshal(b, &stored); err != nil {
		p.rt.Fatal(err)
	}
	for _, e := range p.log[cut:] {
		stored.Apply(e)
	}
	if diff := cmp.Diff(p.state(), (&walk{tb: p.tb, c: &stored}).state()); diff != "" {
		p.rt.Fatalf("a replay from %d gives another state: %s", cut, diff)
	}
}

// TestTicksMoveNothing: entering lapses at other moments, or only when somebody
// acts, leaves every person where they would have been.
func TestTicksMoveNothing(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		p := newPlayer(t, rt)
		p.steady = true
		for range rapid.IntRange(10, 80).Draw(rt, "turns") {
			p.turn()
		}
		p.now = max(p.now, p.c.At).Add(Days(p.pick("days", 120)).Duration())
		p.tick()
		other := newWalk(t, mandated(t))
		for _, e := range p.log {
			if _, lapse := e.Body.(*LapsedBody); lapse {
				continue
			}
			for other.c.ID != "" && other.now < e.At && p.pick("tick", 2) == 0 {
				other.now = min(e.At, other.now.Add(time.Duration(1+p.pick("hours", 100))*time.Hour))
				other.tick()
			}
			other.now = max(other.now, e.At)
			if other.c.ID != "" {
				other.tick()
			}
			e.Seq, e.At = int64(len(other.log)+1), other.now
			if err := other.c.Admit(e, other.k); err != nil {
				rt.Fatalf("%s at %d: %v", e.Body.Kind(), e.At, err)
			}
			other.apply(e)
		}
		other.now = p.now
		other.tick()
		got, want := other.c, p.c
		if got.State != want.State || !reflect.DeepEqual(got.Liberty, want.Liberty) {
			rt.Fatalf("with other ticks %s, %s; want %s, %s", got.State, cmp.Diff(want.Liberty, got.Liberty), want.State, want.Liberty.State)
		}
	})
}
