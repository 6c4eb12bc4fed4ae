package identity_test

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/google/go-cmp/cmp"

	"kashf.org/kashf/internal/identity"
	"kashf.org/kashf/internal/journal"
	"kashf.org/kashf/internal/register"
	"kashf.org/kashf/internal/store"
	"kashf.org/kashf/internal/store/storetest"
)

// Invented people, each unlike the others.
var villagers = [][]register.Claim{
	person("سامر خليل الحلاق", "فاطمة الزعبي", "1985", "داريا"),
	person("ليلى ناصر الديري", "مريم الأسود", "1979", "الميادين"),
	person("جورج حنا شماس", "وردة قسيس", "1966", "صدد"),
	person("آزاد شيركو عثمان", "خجي حمو", "1990", "عامودا"),
	person("بشير مصطفى القطان", "نجاح رمضان", "1958", "جسر الشغور"),
	person("هيثم عدنان كنعان", "سهام بيطار", "1993", "دوما"),
	person("رزان وليد السقا", "هالة مارديني", "1988", "حماة"),
	person("قاسم ياسين الحريري", "زينب المقداد", "1971", "بصر الحرير"),
	person("تمام غسان مخلوف", "عزيزة ديب", "1982", "القرداحة"),
	person("مروان فؤاد الأتاسي", "بهيجة جندلي", "1963", "حمص"),
	person("دلال عزت قباني", "أمينة الحلبي", "1975", "دمشق"),
	person("إلياس جرجس عطا الله", "تيريز خوري", "1969", "محردة"),
}

// village takes the villagers in twice, as two lists, and gives the first
// record of each.
func village(o *office) (one, two register.RecordID, second int64) {
	o.Helper()
	o.source("s1", "org1", register.ShareAll)
	o.source("s2", "org1", register.ShareAll)
	_, one = o.take("i1", "s1", villagers...)
	second, two = o.take("i2", "s2", villagers...)
	return one, two, second
}

func ids(first register.RecordID, n int) []register.PersonID {
	out := make([]register.PersonID, n)
	for i := range out {
		out[i] = register.PersonID(first) + register.PersonID(i)
	}
	return out
}

func TestRunJoinsAndKeepsTheOlder(t *testing.T) {
	storetest.Engines(t, func(t *testing.T, s *store.Store) {
		o := newOffice(t, s)
		one, two, _ := village(o)
		n := len(villagers)
		rep := o.run()
		if rep.Records != 2*n || rep.Persons != n || rep.Moved != n {
			t.Fatalf("Run = %+v, want %d persons of %d records", rep, n, 2*n)
		}
		o.wantPersons("after a run", one, ids(one, n)...)
		o.wantPersons("after a run", two, ids(one, n)...)
		o.wantLeads(register.PersonID(two), register.PersonID(one))
		links, err := s.LinksOf(t.Context(), machine, register.PersonID(one))
		if err != nil || len(links) != 1 || links[0].Left != one || links[0].Right != two || links[0].Weight < 100 {
			t.Errorf("LinksOf(%d) = %+v, %v", one, links, err)
		}
		if again := o.run(); again.Moved != 0 || again.Persons != n {
			t.Errorf("second Run = %+v, want nobody moved", again)
		}
		o.wantPersons("after a second run", two, ids(one, n)...)
		o.wantReplay()
	})
}

func TestUndoRunGivesBackEveryone(t *testing.T) {
	storetest.Engines(t, func(t *testing.T, s *store.Store) {
		o := newOffice(t, s)
		one, two, _ := village(o)
		n := len(villagers)
		first := o.run()
		// Said after the run; it must outlive it.
		o.mustJudge(huda, two, one+1, register.SamePerson)
		if _, err := o.Undo(t.Context(), huda, first.Entry, "wrong threshold"); err != nil {
			t.Fatal(err)
		}
		o.wantPersons("without the run", one+2, ids(one+2, n-2)...)
		o.wantPersons("without the run", two+1, ids(two+1, n-1)...)
		o.wantPersons("without the run", one, register.PersonID(one))
		if o.personOf(two) != o.personOf(one+1) {
			t.Errorf("records %d and %d were said to be one person", two, one+1)
		}
		if _, err := s.LatestRun(t.Context()); !errors.Is(err, register.ErrNotFound) {
			t.Errorf("LatestRun = %v, want ErrNotFound", err)
		}
		o.wantReplay()
	})
}

func TestOnlyTheLatestRunIsUndone(t *testing.T) {
	o := sqlite(t)
	_, two, _ := village(o)
	first, second := o.run(), o.run()
	if _, err := o.Undo(t.Context(), huda, first.Entry, ""); !errors.Is(err, journal.ErrCannotUndo) {
		t.Errorf("Undo of an older run = %v, want ErrCannotUndo", err)
	}
	if _, err := o.Undo(t.Context(), huda, second.Entry, ""); err != nil {
		t.Fatal(err)
	}
	if got := o.personOf(two); got == register.PersonID(two) {
		t.Error("undoing the second run took back the first one's links")
	}
	if _, err := o.Undo(t.Context(), huda, second.Entry, ""); !errors.Is(err, journal.ErrCannotUndo) {
		t.Errorf("Undo of what is undone = %v, want ErrCannotUndo", err)
	}
}

func TestUndoImportSettlesPersons(t *testing.T) {
	storetest.Engines(t, func(t *testing.T, s *store.Store) {
		o := newOffice(t, s)
		o.source("s1", "org1", register.ShareAll)
		o.source("s2", "org1", register.ShareAll)
		_, a := o.take("i1", "s1", villagers[0], villagers[1])
		bridge, b := o.take("i2", "s2", villagers[2])
		// Two records that only the third holds together.
		o.mustJudge(huda, a, b, register.SamePerson)
		j := o.mustJudge(huda, a+1, b, register.SamePerson)
		p := register.PersonID(a)
		o.wantPersons("joined over a third", a, p, p)
		if _, err := o.Undo(t.Context(), huda, bridge, "wrong file"); err != nil {
			t.Fatal(err)
		}
		o.wantPersons("without the third", a, p, register.PersonID(a+1))
		o.wantLeads(register.PersonID(a+1), register.PersonID(a+1))
		if _, err := s.Judgement(t.Context(), machine, j.ID); !errors.Is(err, register.ErrNotFound) {
			t.Errorf("judgement about a record that is gone: %v, want ErrNotFound", err)
		}
		o.wantReplay()
	})
}

func TestJudgementsBindRuns(t *testing.T) {
	storetest.Engines(t, func(t *testing.T, s *store.Store) {
		o := newOffice(t, s)
		one, two, _ := village(o)
		o.run()
		apart := o.mustJudge(huda, one, two, register.Different)
		o.mustJudge(huda, one+1, two+2, register.SamePerson)
		if o.personOf(one) == o.personOf(two) {
			t.Error("two people are one after they were judged different")
		}
		o.wantLeads(register.PersonID(two), register.PersonID(two))
		o.run()
		if o.personOf(one) == o.personOf(two) || o.personOf(one+1) != o.personOf(two+2) {
			t.Error("a run moved records against what was said")
		}
		if _, err := o.UndoJudgement(t.Context(), huda, machine, apart.ID, "a mistake"); err != nil {
			t.Fatal(err)
		}
		o.run()
		if o.personOf(one) != o.personOf(two) {
			t.Error("two records with all in common stay apart though nobody says so")
		}
		o.wantReplay()
	})
}

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

func TestExplainAddsUp(t *testing.T) {
	o := sqlite(t)
	one, two, _ := village(o)
	o.run()
	for _, pair := range [][2]register.RecordID{{one, two}, {one, two + 1}, {one + 3, one + 4}} {
		x, err := o.Explain(t.Context(), machine, pair[0], pair[1])
		if err != nil {
			t.Fatal(err)
		}
		sum := x.Prior - x.Kin
		for _, f := range x.Fields {
			sum += f.Bits
			parts := 0
			for _, p := range f.Parts {
				parts += p.Bits
			}
			if f.Parts != nil && parts != f.Bits {
				t.Errorf("Explain(%v): parts of %s add up to %d, want %d", pair, f.Field, parts, f.Bits)
			}
		}
		if sum != x.Total {
			t.Errorf("Explain(%v): parts add up to %d, total is %d", pair, sum, x.Total)
		}
		if want := pair[1] == two; x.Recorded != want {
			t.Errorf("Explain(%v).Recorded = %v, want %v", pair, x.Recorded, want)
		}
	}
	links, err := o.store.LinksOf(t.Context(), machine, register.PersonID(one))
	if err != nil {
		t.Fatal(err)
	}
	if x, _ := o.Explain(t.Context(), machine, one, two); len(links) != 1 || x.Total != links[0].Weight {
		t.Errorf("Explain total %d, link %+v", x.Total, links)
	}
	if _, err := o.Explain(t.Context(), register.Sight{Org: "stranger"}, one, 1<<40); !errors.Is(err, register.ErrNotFound) {
		t.Errorf("Explain of a record that is not there = %v, want ErrNotFound", err)
	}
}

// The same register gives the same persons, links and queue on one processor
// and on many.
func TestRunDoesNotDependOnWorkers(t *testing.T) {
	var dumps []string
	for _, workers := range []int{1, 2, 7} {
		s, err := store.Open(t.Context(), filepath.Join(t.TempDir(), "kashf.db"))
		if err != nil {
			t.Fatal(err)
		}
		o := newOffice(t, s)
		o.Workers = workers
		was := runtime.GOMAXPROCS(workers)
		village(o)
		o.run()
		runtime.GOMAXPROCS(was)
		lines := slices.DeleteFunc(splitLines(o.dump(s)), func(l string) bool { return len(l) > 6 && l[:6] == "import" })
		dumps = append(dumps, fmt.Sprint(lines))
		s.Close()
	}
	for _, d := range dumps[1:] {
		if diff := cmp.Diff(dumps[0], d); diff != "" {
			t.Errorf("another number of workers gives another result:\n%s", diff)
		}
	}
}

func TestRunConflicts(t *testing.T) {
	for _, c := range []struct {
		name  string
		often int
		want  error
	}{{"once", 1, nil}, {"twice", 2, journal.ErrConflict}} {
		t.Run(c.name, func(t *testing.T) {
			o := sqlite(t)
			village(o)
			left := c.often
			_, err := o.Run(t.Context(), huda, func(stage string, _, _ int64) {
				if stage == identity.StageWrite && left > 0 {
					left--
					o.take(register.ImportID(fmt.Sprint("late", left)), "s1", villagers[0])
				}
			})
			if !errors.Is(err, c.want) {
				t.Errorf("Run with %d imports meanwhile = %v, want %v", c.often, err, c.want)
			}
			if _, err := o.store.LatestRun(t.Context()); (err == nil) != (c.want == nil) {
				t.Errorf("LatestRun = %v", err)
			}
		})
	}
}

func TestRunIsCancelled(t *testing.T) {
	for _, at := range []string{identity.StageRead, "prepare", "score", "cluster", identity.StageWrite} {
		o := sqlite(t)
		village(o)
		before := o.dump(o.store)
		ctx, cancel := context.WithCancel(t.Context())
		_, err := o.Run(ctx, huda, func(stage string, _, _ int64) {
			if stage == at {
				cancel()
			}
		})
		cancel()
		if err == nil && at != identity.StageRead { // a village is read before it is reported
			t.Errorf("Run cancelled at %s ended well", at)
		}
		if err != nil && o.dump(o.store) != before {
			t.Errorf("Run cancelled at %s left something behind", at)
		}
	}
}

func TestNothingToLink(t *testing.T) {
	o := sqlite(t)
	if _, err := o.Run(t.Context(), huda, nil); !errors.Is(err, identity.ErrNothing) {
		t.Errorf("Run of an empty register = %v, want ErrNothing", err)
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

// What rests on a value out of sight is no part of an explanation.
func TestExplainHidesWhatIsOutOfSight(t *testing.T) {
	o := sqlite(t)
	o.source("s1", "org1", register.ShareAll)
	number := register.Claim{Field: register.NationalNo, Value: "0401234567", Level: register.C3}
	var rows [][]register.Claim
	for range 2 {
		for i, v := range villagers {
			if i == 0 {
				v = append(slices.Clone(v), number)
			}
			rows = append(rows, v)
		}
	}
	_, a := o.take("i1", "s1", rows...)
	b := a + register.RecordID(len(villagers))
	o.run()
	field := func(level register.Level) (identity.FieldBits, identity.Explanation) {
		x, err := o.Explain(t.Context(), register.Sight{Org: "org1", Level: level}, a, b)
		if err != nil {
			t.Fatal(err)
		}
		k := slices.IndexFunc(x.Fields, func(f identity.FieldBits) bool { return f.Field == "national_no" })
		return x.Fields[k], x
	}
	full, x := field(register.C3)
	if full.Missing() || full.Bits <= 0 {
		t.Errorf("with the number in sight: %+v", full)
	}
	hidden, y := field(register.C2)
	if !hidden.Missing() || hidden.Bits != 0 || y.Total != x.Total-full.Bits {
		t.Errorf("with the number out of sight: %+v, total %d, want %d", hidden, y.Total, x.Total-full.Bits)
	}
}

func TestDestroyedRecordStaysOut(t *testing.T) {
	o := sqlite(t)
	one, two, _ := village(o)
	o.run()
	o.do(journal.Draft{Kind: register.RecordDestroyed, Body: register.DestroyedBody{Import: "i2", Record: two, Row: 1, Why: "court order"}})
	o.run()
	o.wantPersons("destroyed", two, register.PersonID(one))
	if _, err := o.judge(huda, one, two, register.Different); !errors.Is(err, register.ErrNotFound) {
		t.Errorf("Judge of a destroyed record = %v, want ErrNotFound", err)
	}
}
