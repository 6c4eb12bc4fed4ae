package review_test

import (
	"bytes"
	"encoding/hex"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"pgregory.net/rapid"

	"kashf.org/kashf/internal/journal"
	"kashf.org/kashf/internal/register"
	"kashf.org/kashf/internal/review"
	"kashf.org/kashf/internal/store"
)

// A begun is an office that was closed with a case on its way.
type begun struct {
	file string
	id   review.CaseID
	now  time.Time
	ids  int
	man  register.PersonID
}

// begin leaves offices whose case stands at the door, at the votes and at an
// outcome.
func begin(t *testing.T) []begun {
	var out []begun
	for i, walk := range []func(b *bench) review.CaseID{
		func(b *bench) review.CaseID { id := b.open(); b.roster(); return id },
		func(b *bench) review.CaseID { id := b.assembled(); b.deliberating(id); return id },
		func(b *bench) review.CaseID {
			id := b.assembled()
			panel := b.deliberating(id)
			b.vote(id, panel, review.Release)
			r := b.ruling(id, review.Release, rests("f1"))
			b.enter(id, panel[0], &review.DraftedBody{Ruling: r})
			for _, a := range panel {
				b.enter(id, a, &review.SignedBody{Hash: r.Hash})
			}
			b.move(id, "reg", review.Decided)
			return id
		},
	} {
		file := filepath.Join(t.TempDir(), fmt.Sprintf("%d.db", i))
		s, err := store.Open(t.Context(), file)
		if err != nil {
			t.Fatal(err)
		}
		b := newBench(t, s)
		x := begun{file: file, id: walk(b)}
		x.now, x.ids, x.man = b.now, b.ids, b.man
		b.do(s.Close())
		out = append(out, x)
	}
	return out
}

// A served plays one case through a service that is stopped and started.
type served struct {
	*bench
	rt   *rapid.T
	t    *testing.T
	file string
	id   review.CaseID
	p    *review.Player
}

func (s *served) start(at begun) {
	db, err := store.Open(s.t.Context(), s.file)
	if err != nil {
		s.rt.Fatal(err)
	}
	s.bench = reopened(s.t, db)
	s.bench.now, s.bench.ids, s.man, s.record = at.now, at.ids, at.man, register.RecordID(at.man)
}

// restart stops the service, as a crash does between two requests, and starts
// another over what is stored.
func (s *served) restart() {
	at := begun{now: s.bench.now, ids: s.bench.ids, man: s.man}
	s.do(s.store.Close())
	s.start(at)
	s.do(s.Tick(s.t.Context()))
}

func (s *served) log() (out []review.Event) {
	entries, err := s.store.EventsOf(s.t.Context(), s.id)
	s.do(err)
	for _, e := range entries {
		_, ev, err := review.EventOf(e)
		s.do(err)
		out = append(out, ev)
	}
	return out
}

// send sends an act as the program's pages would.
func (s *served) send(by string, b review.Body, saw int64) error {
	w := as(by)
	switch x := b.(type) {
	case *review.VotedBody:
		v, err := review.BallotOf(x)
		s.do(err)
		return s.Vote(s.t.Context(), w, s.id, saw, v.Outcome, v.Reasons)
	case *review.SignedBody:
		w.Fresh = x.Fresh
	case *review.OrderSignedBody:
		w.Fresh = x.Fresh
	case *review.RecallSignedBody:
		w.Fresh = x.Fresh
	case *review.FactBody:
		x.Refs = []review.Ref{{Record: int64(s.record)}}
	}
	return s.Enter(s.t.Context(), w, s.id, saw, b)
}

// seats holds a draw, as far as one can be held.
func (s *served) seats() {
	ctx := s.t.Context()
	d, err := s.BeginDraw(ctx, clerk("chair"))
	if err != nil {
		s.expected("a draw", err)
		return
	}
	draw, err := s.store.Draw(ctx, d)
	s.do(err)
	seed := func(i int) string { return hex.EncodeToString(bytes.Repeat([]byte{byte(s.ids + i)}, review.SeedSize)) }
	for i, o := range draw.Orgs {
		s.expected("a commitment", s.Service.CommitSeed(ctx, journal.Actor{Account: "m", Org: o}, d, review.CommitSeed(d, o, seed(i))))
	}
	for i, o := range draw.Orgs {
		s.expected("a seed", s.RevealSeed(ctx, journal.Actor{Account: "m", Org: o}, d, seed(i)))
	}
}

// expected fails for an answer that is no refusal.
func (s *served) expected(what string, err error) {
	if err != nil && !errors.Is(err, review.ErrRefused) && !errors.Is(err, review.ErrHidden) && !errors.Is(err, journal.ErrConflict) {
		s.rt.Fatalf("%s: %v", what, err)
	}
}

// turn sends one act or several at once, after some time, on a page that may be
// stale. What is refused enters nothing, what is answered is entered once.
func (s *served) turn() {
	pick := func(name string, n int) int { return rapid.IntRange(0, n-1).Draw(s.rt, name) }
	s.now = s.now.Add(time.Duration(rapid.SampledFrom([]int{0, 0, 1, 10, 60, 60, 180, 600, 1440, 5000}).Draw(s.rt, "minutes")) * time.Minute)
	if pick("clock", 40) == 0 {
		s.now = s.now.Add(-time.Duration(pick("back", 100)) * time.Hour)
	}
	hands := 1
	if pick("at once", 5) == 0 {
		hands = 2 + pick("hands", 2)
	}
	errs, sends, saws := make([]error, hands), make([]func(saw int64) error, hands), make([]int64, hands)
	drawn := false
	for i := range hands {
		by, b, now := s.p.Act(review.MicrosOf(s.now))
		s.now = now.Time()
		if a, ok := b.(*review.AssignedBody); ok && by == review.Machine && a.Draw != "" {
			drawn = true
		}
		if by == review.Machine { // nobody may act as the program
			if err := s.send(by, b, 0); !errors.Is(err, review.ErrHidden) {
				s.rt.Fatalf("%s as the program: %v", b.Kind(), err)
			}
			sends[i] = func(int64) error { return review.ErrHidden }
			continue
		}
		switch pick("page", 6) {
		case 0:
			saws[i] = s.p.Case().Seq
		case 1:
			saws[i] = s.p.Case().Seq - 1
		}
		sends[i] = func(saw int64) error { return s.send(by, b, saw) }
		s.rt.Logf("%v %s by %s on page %d", s.now, b.Kind(), by, saws[i])
	}
	var all sync.WaitGroup
	for i := range sends {
		all.Go(func() { errs[i] = sends[i](saws[i]) })
	}
	all.Wait()
	took := 0
	for _, err := range errs {
		s.expected("an act", err)
		if err == nil {
			took++
		}
	}
	s.judged(took)
	for i, err := range errs { // the same form once more, from the same page
		if err == nil && saws[i] > 0 {
			again := sends[i](saws[i])
			if s.expected("an act again", again); again == nil {
				s.rt.Fatalf("form %d sent again from its page was taken", i)
			}
			s.judged(0)
		}
	}
	if drawn {
		s.seats()
		s.judged(0)
	}
	if pick("crash", 10) == 0 {
		s.restart()
		s.judged(0)
	}
}

// judged looks at what was entered since: so many acts of people, and what the
// program entered by itself.
func (s *served) judged(acts int) {
	c, err := s.store.Case(s.t.Context(), s.id)
	s.do(err)
	n := 0
	for _, e := range s.p.Entered(s.log(), c) {
		if e.By != review.Machine {
			n++
		}
	}
	if n != acts {
		s.rt.Fatalf("%d acts were answered as entered, %d stand in the ledger", acts, n)
	}
	for _, a := range s.p.Conflicted() {
		s.blind(a)
	}
}

// blind: to an account with a conflict that stands the case is what a case is
// that never was.
func (s *served) blind(a string) {
	ctx := s.t.Context()
	_, _, copied := s.CopyOf(ctx, a, s.id, 1)
	_, _, paper := s.PaperOf(ctx, a, s.id, "paper")
	_, _, voice := s.Listen(ctx, a, s.id, "s1")
	_, made := s.MakeCopy(ctx, as(a), s.id)
	for what, err := range map[string]error{
		"read": failure(s.Read(ctx, a, s.id)), "see": failure(s.See(ctx, a, s.id)), "next": failure(s.Next(ctx, a, s.id)), "copy": copied,
		"paper": paper, "voice": voice, "make a copy": made,
		"object": s.Enter(ctx, as(a), s.id, 0, &review.ObjectedBody{ID: "blind", Why: "why"}),
	} {
		if !errors.Is(err, review.ErrHidden) {
			s.rt.Fatalf("%s of %s, whose conflict stands: %v", what, a, err)
		}
	}
	if _, err := s.Open(ctx, as(a), s.man, true, "prison"); review.RuleOf(err) != "no conflict of interest" {
		s.rt.Fatalf("another case on the person by %s, whose conflict stands: %v", a, err)
	}
	list, err := s.store.Board(ctx, a, review.Wanted{Limit: 10})
	s.do(err)
	counts, err := s.store.BoardCounts(ctx, a)
	s.do(err)
	if len(list) > 0 || len(counts) > 0 {
		s.rt.Fatalf("the board of %s, whose conflict stands: %v, %v", a, list, counts)
	}
}

// TestServedInvariants is the service under attack: people send random acts at
// random moments, several at once, on fresh and stale pages and twice, and the
// program is stopped and started in between. Every invariant is worked out from
// the ledger, and no act is lost or doubled.
func TestServedInvariants(t *testing.T) {
	if checks := flag.Lookup("rapid.checks"); checks.Value.String() == checks.DefValue {
		t.Cleanup(func() { checks.Value.Set(checks.DefValue) })
		checks.Value.Set("5") // of each beginning; each opens a database of its own
	}
	places, reached := begin(t), map[review.State]int{}
	for _, at := range places { // each, however few checks are made of it
		attack(t, at, reached)
	}
	t.Logf("states: %v", reached)
	if reached[review.Decided]+reached[review.Notice]+reached[review.Final]+reached[review.Appeal] == 0 {
		t.Error("no case came to an outcome: nothing is shown")
	}
}

// attack plays a case on from where it stands, and counts the states that it was
// seen in.
func attack(t *testing.T, at begun, reached map[review.State]int) {
	dir := t.TempDir()
	rapid.Check(t, func(rt *rapid.T) {
		s := &served{rt: rt, t: t, id: at.id, file: filepath.Join(dir, "kashf.db")}
		for _, f := range []string{"", "-wal", "-shm"} {
			os.Remove(s.file + f)
		}
		whole, err := os.ReadFile(at.file)
		if err != nil {
			rt.Fatal(err)
		}
		if err := os.WriteFile(s.file, whole, 0o600); err != nil {
			rt.Fatal(err)
		}
		s.start(at)
		defer func() { s.store.Close() }()
		policies, err := s.store.PoliciesInForce(t.Context())
		s.do(err)
		c := s.the(s.id)
		k, err := review.SettingOf(policies, c.Policy)
		s.do(err)
		s.p = review.NewPlayer(t, rt, k, s.log())
		for range rapid.IntRange(10, 80).Draw(rt, "turns") {
			s.turn()
			reached[s.p.Case().State]++
		}
		s.p.Replays()
		s.replayed()
	})
}
