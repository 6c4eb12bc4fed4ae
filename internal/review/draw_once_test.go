package review_test

import (
	"bytes"
	"encoding/hex"
	"slices"
	"testing"
	"time"

	"kashf.org/kashf/internal/journal"
	"kashf.org/kashf/internal/review"
)

func seedNo(i int) string { return hex.EncodeToString(bytes.Repeat([]byte{byte(i)}, review.SeedSize)) }

// seeding enters the hash, or the seed, of organisations of a draw.
func (b *bench) seeding(draw string, reveal bool, orgs ...string) {
	b.Helper()
	for _, o := range orgs {
		a := journal.Actor{Account: "m", Org: o}
		seed := seedNo(int(o[len(o)-1]))
		if reveal {
			b.do(b.RevealSeed(b.Context(), a, draw, seed))
		} else {
			b.do(b.Service.CommitSeed(b.Context(), a, draw, review.CommitSeed(draw, o, seed)))
		}
	}
}

// begun begins a draw and gives whom the program asks.
func (b *bench) begun() (string, []string) {
	b.Helper()
	id, err := b.BeginDraw(b.Context(), clerk("chair"))
	b.do(err)
	d, err := b.store.Draw(b.Context(), id)
	b.do(err)
	return id, d.Orgs
}

func (b *bench) beginRefused(why string) {
	b.Helper()
	if _, err := b.BeginDraw(b.Context(), clerk("chair")); review.RuleOf(err) != "a draw that anyone can check" {
		b.Errorf("%s: a draw begins: %v", why, err)
	}
}

func (b *bench) member(id review.CaseID, seat string) (p review.Part) {
	b.Helper()
	for _, x := range b.the(id).Cast {
		if x.Seat == seat && !x.Conflicted() {
			p = x
		}
	}
	return p
}

// Every organisation that is accredited for a seat is asked, and at least two;
// a draw that waits cannot be begun again; who withholds makes it void by name,
// and is neither asked nor drawn in the next.
func TestDrawIsHeldOnce(t *testing.T) {
	engines(t, func(t *testing.T, b *bench) {
		id := b.open()
		from := review.MicrosOf(b.now)
		accredit := func(org string, until time.Duration, parts ...string) {
			b.do(b.Accredit(t.Context(), clerk("chair"), review.Accreditation{Org: org, Parts: parts, From: from, Until: from.Add(until)}, "examined"))
		}
		year := 365 * 24 * time.Hour
		accredit("org-one", year, "jurist")
		b.beginRefused("of one organisation")
		accredit("watchers", year, review.ObserverPart)
		accredit("analysts", year, "analyst")
		b.now = b.now.Add(time.Minute)
		accredit("past", 30*time.Second, "jurist")
		b.beginRefused("of one with a seat to fill, and three without")
		b.roster()
		first, orgs := b.begun()
		if slices.Contains(orgs, "watchers") || slices.Contains(orgs, "analysts") || slices.Contains(orgs, "past") || len(orgs) != 10 {
			t.Errorf("asked are %v", orgs)
		}
		b.beginRefused("while one waits for hashes")
		b.seeding(first, false, orgs[1:]...)
		if err := b.FreezeDraw(t.Context(), clerk("chair"), first); review.RuleOf(err) != "a draw that anyone can check" {
			t.Errorf("frozen before the last hash: %v", err)
		}
		b.seeding(first, false, orgs[0]) // which freezes the list
		if err := b.FreezeDraw(t.Context(), clerk("chair"), first); review.RuleOf(err) != "a draw that anyone can check" {
			t.Errorf("frozen again, at a moment that the chair chose: %v", err)
		}
		b.seeding(first, true, orgs[1:]...)
		b.beginRefused("while one waits for a seed")
		b.now = b.now.Add(review.SeedWait - time.Minute)
		b.beginRefused("before the time is over")
		b.now = b.now.Add(time.Minute)
		second, without := b.begun()
		d, err := b.store.Draw(t.Context(), first)
		b.do(err)
		if !slices.Equal(d.Void, orgs[:1]) {
			t.Errorf("void by %v, and %v withheld", d.Void, orgs[:1])
		}
		if err := b.RevealSeed(t.Context(), journal.Actor{Account: "m", Org: orgs[0]}, first, seedNo(int(orgs[0][len(orgs[0])-1]))); review.RuleOf(err) != "a draw that anyone can check" {
			t.Errorf("a void draw is finished after all: %v", err)
		}
		if !slices.Equal(without, orgs[1:]) {
			t.Errorf("asked next are %v", without)
		}
		b.seeding(second, false, without...)
		d, err = b.store.Draw(t.Context(), second)
		b.do(err)
		if !slices.Contains(d.Frozen.Cases[0].Excluded, orgs[0]) {
			t.Errorf("the members of who withheld may be drawn: %v", d.Frozen.Cases[0].Excluded)
		}
		b.seeding(second, true, without...)
		if b.member(id, "chair").Account == "" {
			t.Error("the last seed gives no seats")
		}
		b.replayed()
	})
}

// Who declares a conflict is followed by the next in the order of the draw that
// gave the seat; another draw is not about it, and gives it to nobody.
func TestNextInTheOrderOfTheDraw(t *testing.T) {
	engines(t, func(t *testing.T, b *bench) {
		id := b.open()
		b.roster()
		panel := b.draw(id)
		draws, err := b.store.Draws(t.Context())
		b.do(err)
		line, err := draws[0].Line(id, "chair")
		b.do(err)
		if len(line) < 3 || line[0].Code != "code"+panel[0] {
			t.Fatalf("order of the seat: %v, and %s sits", line, panel[0])
		}
		recorded := []review.Seating{{Case: id, Seat: "chair", Code: line[0].Code}}
		for _, w := range []string{"organisation", "third"} {
			recorded = append(recorded, review.Seating{Case: id, Seat: w, Code: "code" + b.member(id, w).Account})
		}
		b.enter(id, panel[0], &review.DeclaredBody{Ties: []review.Ground{review.Kin}})
		if p := b.member(id, "chair"); "code"+p.Account != line[1].Code {
			t.Errorf("%s is followed by %s, not by %s", panel[0], p.Account, line[1].Code)
		}
		next := append(slices.Clone(recorded), review.Seating{Case: id, Seat: "chair", Code: line[1].Code})
		if off, err := draws[0].Deviations(next); err != nil || len(off) > 0 {
			t.Errorf("the next in the order deviates: %v, %v", off, err)
		}
		leapt := append(slices.Clone(recorded), review.Seating{Case: id, Seat: "chair", Code: line[2].Code})
		if off, err := draws[0].Deviations(leapt); err != nil || len(off) != 1 || off[0].Drawn != line[1].Code || off[0].Recorded != line[2].Code {
			t.Errorf("who was leapt over is not named: %v, %v", off, err)
		}
		other, orgs := b.begun()
		b.seeding(other, false, orgs...)
		d, err := b.store.Draw(t.Context(), other)
		b.do(err)
		if len(d.Frozen.Cases) > 0 {
			t.Errorf("another draw is about %v", d.Frozen.Cases)
		}
		b.seeding(other, true, orgs...)
		b.replayed()
	})
}

// A list that is frozen later than the last hash, by whoever holds the keys, is
// named: its moment was chosen.
func TestFrozenAtAChosenMoment(t *testing.T) {
	engines(t, func(t *testing.T, b *bench) {
		b.open()
		b.roster()
		draw, orgs := b.begun()
		b.seeding(draw, false, orgs...)
		for _, late := range []int64{0, 3600} {
			var p review.Procedure
			named := false
			for e, err := range b.store.Entries(t.Context(), 0) {
				b.do(err)
				if x, err := journal.Decode[review.DrawBody](e); e.Kind == review.DrawStep && err == nil && x.Freeze != nil {
					e.At += late * 1e6
				}
				err := p.Next(e)
				named = named || review.RuleOf(err) == "a draw that anyone can check"
			}
			if named != (late > 0) {
				t.Errorf("frozen %d seconds after the last hash: named %v", late, named)
			}
		}
	})
}
