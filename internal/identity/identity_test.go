package identity_test

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"runtime"
	"slices"
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
		standing, err := s.Standing(t.Context())
		if err != nil || len(standing) != 0 {
			t.Errorf("Standing = %+v, %v, want none: %s is about a record that is gone", standing, err, j.ID)
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

// Where the answer to a commit is lost on its way, the run says that it failed
// and its entry stands: the result that the entry names must be there.
func TestRunWhoseAnswerIsLost(t *testing.T) {
	o := sqlite(t)
	village(o)
	lost := errors.New("the connection was lost")
	o.Journal.Store = deaf{o.Journal.Store, lost}
	if _, err := o.Run(t.Context(), huda, nil); !errors.Is(err, lost) {
		t.Fatalf("Run = %v, want the store's error", err)
	}
	var last journal.Entry
	for e, err := range o.store.Entries(t.Context(), 0) {
		if err != nil {
			t.Fatal(err)
		}
		last = e
	}
	if last.Kind != identity.RunDone {
		t.Fatalf("the last entry is %s", last.Kind)
	}
	for _, b := range last.Blobs {
		if !o.vault.Has(b) {
			t.Error("the entry stands and its result is gone")
		}
	}
}

// deaf commits and does not hear that it did.
type deaf struct {
	journal.Store
	err error
}

func (s deaf) Write(ctx context.Context, fn func(ctx context.Context, tx journal.Tx) error) error {
	return errors.Join(s.Store.Write(ctx, fn), s.err)
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
