package identity_test

import (
	"errors"
	"flag"
	"path/filepath"
	"testing"

	"pgregory.net/rapid"

	"kashf.org/kashf/internal/identity"
	"kashf.org/kashf/internal/journal"
	"kashf.org/kashf/internal/register"
	"kashf.org/kashf/internal/store"
)

// After any sequence of runs, answers and undoings, two records that somebody
// says are two people are never one person, everybody's number leads to where
// the record is, and the ledger gives the same tables again.
func TestAnySequence(t *testing.T) {
	// Each check opens a database of its own: as many as take seconds, unless
	// more are asked for.
	if checks := flag.Lookup("rapid.checks"); checks.Value.String() == checks.DefValue {
		t.Cleanup(func() { checks.Value.Set(checks.DefValue) })
		checks.Value.Set("15")
	}
	outer := t
	rapid.Check(t, func(t *rapid.T) {
		s, err := store.Open(outer.Context(), filepath.Join(outer.TempDir(), "kashf.db"))
		if err != nil {
			t.Fatal(err)
		}
		defer s.Close()
		o := newOffice(outer, s)
		o.source("s1", "org1", register.ShareAll)
		o.source("s2", "org1", register.ShareAll)
		const n = 5
		i1, first := o.take("i1", "s1", villagers[:n]...)
		_, two := o.take("i2", "s2", villagers[:n]...)
		undo := []int64{i1}
		record := rapid.Map(rapid.IntRange(0, 2*n-1), func(k int) register.RecordID {
			if k < n {
				return first + register.RecordID(k)
			}
			return two + register.RecordID(k-n)
		})
		verdicts := []register.Verdict{register.SamePerson, register.SamePerson, register.Different, register.Relatives}
		for range rapid.IntRange(1, 9).Draw(t, "steps") {
			switch rapid.SampledFrom([]string{"judge", "judge", "judge", "run", "undo"}).Draw(t, "step") {
			case "judge":
				l, r := record.Draw(t, "left"), record.Draw(t, "right")
				by := rapid.SampledFrom([]journal.Actor{huda, karim}).Draw(t, "by")
				j, err := o.judge(by, l, r, rapid.SampledFrom(verdicts).Draw(t, "verdict"))
				var no *identity.Forbidden
				switch {
				case err == nil:
					undo = append(undo, j.Seq)
				case !errors.As(err, &no) && !errors.Is(err, identity.ErrOnePair) && !errors.Is(err, register.ErrNotFound):
					t.Fatal(err)
				}
			case "run":
				undo = append(undo, o.run().Entry)
			case "undo":
				k := rapid.IntRange(0, len(undo)-1).Draw(t, "which")
				if _, err := o.Undo(outer.Context(), huda, undo[k], "drawn"); err != nil && !errors.Is(err, journal.ErrCannotUndo) {
					t.Fatal(err)
				}
			}
			checkStanding(t, o)
		}
		o.wantReplay()
	})
}

func checkStanding(t *rapid.T, o *office) {
	js, err := o.store.Standing(o.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, j := range js {
		l, r := o.personOf(j.Left), o.personOf(j.Right)
		if j.Verdict.Parts() && l != 0 && l == r {
			t.Fatalf("records %d and %d are person %d, though judged %s", j.Left, j.Right, l, j.Verdict)
		}
	}
	has := map[register.PersonID]bool{}
	for r, err := range o.store.All(o.Context(), 0) {
		if err != nil {
			t.Fatal(err)
		}
		has[r.Person] = true
	}
	for r := range o.store.All(o.Context(), 0) {
		own := register.PersonID(r.ID)
		if has[own] {
			continue
		}
		if now, _, err := o.store.Person(o.Context(), machine, own); err != nil || now != r.Person {
			t.Fatalf("number %d leads to %d, %v; the record is of person %d", own, now, err, r.Person)
		}
	}
}
