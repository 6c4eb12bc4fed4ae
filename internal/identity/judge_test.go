package identity_test

import (
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"

	"kashf.org/kashf/internal/identity"
	"kashf.org/kashf/internal/journal"
	"kashf.org/kashf/internal/register"
	"kashf.org/kashf/internal/store"
	"kashf.org/kashf/internal/store/storetest"
)

func TestMergeSplitAndRedirects(t *testing.T) {
	o := sqlite(t)
	o.source("s1", "org1", register.ShareAll)
	_, a := o.take("i1", "s1", villagers[:6]...)
	p := register.PersonID(a)
	o.mustJudge(huda, a+4, a+5, register.SamePerson)
	o.mustJudge(huda, a+3, a+4, register.SamePerson)
	o.wantPersons("three joined", a+3, p+3, p+3, p+3)
	join := o.mustJudge(huda, a, a+4, register.SamePerson)
	o.wantPersons("merged into the older", a, p, p+1, p+2, p, p, p)
	o.wantLeads(p+3, p) // emptied by this
	o.wantLeads(p+5, p) // emptied before: led on, not left in a chain

	// The larger part keeps the number; the other takes a new one.
	apart := o.mustJudge(karim, a, a+3, register.Different)
	minted := p + 6
	o.wantPersons("split", a, minted, p+1, p+2, p, p, p)
	if _, err := o.UndoJudgement(t.Context(), karim, machine, apart.ID, ""); err != nil {
		t.Fatal(err)
	}
	o.wantPersons("the split taken back", a, p, p+1, p+2, p, p, p)
	o.wantLeads(minted, p)
	// Whoever leaves takes back the number of before, where it is free.
	if _, err := o.UndoJudgement(t.Context(), huda, machine, join.ID, ""); err != nil {
		t.Fatal(err)
	}
	o.wantPersons("the merge taken back", a, p, p+1, p+2, p+3, p+3, p+3)
	o.wantLeads(p+5, p+3)
	o.wantReplay()
}

func TestCannotTellMovesNobody(t *testing.T) {
	o := sqlite(t)
	one, two, _ := village(o)
	before := o.personOf(two)
	o.mustJudge(huda, one, two, register.CannotTell)
	if got := o.personOf(two); got != before {
		t.Errorf("person of record %d = %d, want %d", two, got, before)
	}
}

func TestTwoPeopleJudgeOnePair(t *testing.T) {
	storetest.Engines(t, func(t *testing.T, s *store.Store) {
		o := newOffice(t, s)
		one, two, _ := village(o)
		first := o.mustJudge(huda, one, two, register.SamePerson)

		_, err := o.Judge(t.Context(), karim, machine, identity.Answer{Left: two, Right: one, Verdict: register.SamePerson})
		var other *identity.OtherJudged
		if !errors.Is(err, journal.ErrConflict) || !errors.As(err, &other) || other.Other.ID != first.ID {
			t.Fatalf("Judge of what was judged meanwhile = %v, want OtherJudged with the first answer", err)
		}
		second := o.mustJudge(karim, one, two, register.SamePerson)
		if _, err := o.UndoJudgement(t.Context(), huda, machine, first.ID, "not sure"); err != nil {
			t.Fatal(err)
		}
		if o.personOf(one) != o.personOf(two) {
			t.Error("one of two people took back their word, and the other's no longer holds")
		}
		if _, err := o.UndoJudgement(t.Context(), karim, machine, second.ID, "not sure"); err != nil {
			t.Fatal(err)
		}
		o.wantPersons("nobody says it", two, register.PersonID(two))
		o.wantReplay()
	})
}

func TestANewAnswerTakesThePlaceOfTheOld(t *testing.T) {
	o := sqlite(t)
	one, two, _ := village(o)
	o.mustJudge(huda, one, two, register.SamePerson)
	o.mustJudge(huda, one, two, register.Different)
	o.wantPersons("a change of mind", two, register.PersonID(two))
	js, err := o.store.Judgements(t.Context(), machine, one, two)
	if err != nil || len(js) != 2 || js[0].Undone == 0 || js[1].Undone != 0 {
		t.Errorf("Judgements = %+v, %v, want the first undone", js, err)
	}
}

func TestForbiddenNamesWhatForbids(t *testing.T) {
	o := sqlite(t)
	o.source("s1", "org1", register.ShareAll)
	o.source("hidden", "org2", register.ShareOwner)
	_, a := o.take("i1", "s1", villagers[:3]...)
	_, h := o.take("i2", "hidden", villagers[3])
	said := o.mustJudge(huda, a, a+1, register.Relatives)
	_, err := o.judge(karim, a, a+1, register.SamePerson)
	var no *identity.Forbidden
	if !errors.As(err, &no) || no.By.ID != said.ID {
		t.Errorf("Judge against a standing answer = %v, want Forbidden by %s", err, said.ID)
	}

	// Over a record out of sight: neither told of nor joined.
	o.mustJudge(karim, a, h, register.SamePerson)
	o.mustJudge(karim, a+2, h, register.Different)
	reader := register.Sight{Org: "org1", Level: register.C3}
	j, err := o.Judge(t.Context(), huda, reader, identity.Answer{Left: a, Right: a + 2, Verdict: register.SamePerson})
	if err != nil || j.Verdict != register.SamePerson {
		t.Errorf("Judge = %+v, %v, want it entered", j, err)
	}
	if o.personOf(a+2) == o.personOf(h) {
		t.Error("a record out of sight was joined to one it was judged different from")
	}
	if _, err := o.Judge(t.Context(), huda, reader, identity.Answer{Left: a, Right: h, Verdict: register.SamePerson}); !errors.Is(err, register.ErrNotFound) {
		t.Errorf("Judge of a record out of sight = %v, want ErrNotFound", err)
	}
}

func TestJudgeRefusesNonsense(t *testing.T) {
	o := sqlite(t)
	one, two, _ := village(o)
	for _, c := range []struct {
		ans  identity.Answer
		want error
	}{
		{identity.Answer{Left: one, Right: one, Verdict: register.SamePerson}, identity.ErrOnePair},
		{identity.Answer{Left: one, Right: two, Verdict: "perhaps"}, identity.ErrVerdict},
		{identity.Answer{Left: one, Right: 1 << 40, Verdict: register.Different}, register.ErrNotFound},
	} {
		if _, err := o.Judge(t.Context(), huda, machine, c.ans); !errors.Is(err, c.want) {
			t.Errorf("Judge(%+v) = %v, want %v", c.ans, err, c.want)
		}
	}
}

// Many people at once: every answer is entered or refused with a reason, and
// whoever is refused is shown the other's answer.
func TestManyJudgeAtOnce(t *testing.T) {
	storetest.Engines(t, func(t *testing.T, s *store.Store) {
		o := newOffice(t, s)
		one, two, _ := village(o)
		var wg sync.WaitGroup
		var entered atomic.Int64
		for i := range 8 {
			wg.Go(func() {
				a := journal.Actor{Account: fmt.Sprint("judge", i), Org: "org1"}
				for k := range register.RecordID(4) {
					_, err := o.Judge(t.Context(), a, machine, identity.Answer{Left: one + k, Right: two + k, Verdict: register.SamePerson})
					var other *identity.OtherJudged
					switch {
					case err == nil:
						entered.Add(1)
					case !errors.As(err, &other):
						t.Errorf("Judge = %v", err)
					}
				}
			})
		}
		wg.Wait()
		if entered.Load() != 4 {
			t.Errorf("%d answers entered, want one a pair", entered.Load())
		}
		o.wantPersons("judged", two, ids(one, 4)...)
		o.wantReplay()
	})
}
