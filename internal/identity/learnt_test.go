package identity_test

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"kashf.org/kashf/internal/identity"
	"kashf.org/kashf/internal/register"
	"kashf.org/kashf/internal/store"
	"kashf.org/kashf/internal/store/storetest"
)

// hamlet is n invented people unlike each other, and as many rows about some
// of them.
func hamlet(n int, from int) [][]register.Claim {
	given := strings.Fields("سامر ليلى جورج آزاد بشير هيثم رزان قاسم تمام مروان دلال إلياس نادر وسيم غادة")
	family := strings.Fields("الحلاق الديري شماس عثمان القطان كنعان السقا الحريري مخلوف الأتاسي قباني الخوري الزعبي")
	towns := strings.Fields("داريا الميادين صدد عامودا دوما حماة القرداحة حمص دمشق محردة")
	var out [][]register.Claim
	for i := from; i < from+n; i++ {
		name := given[i%len(given)] + " " + given[(i/len(given)+3*i)%len(given)] + " " + family[(i*7+i/11)%len(family)]
		out = append(out, person(name, given[(i*5+1)%len(given)]+" "+family[(i*3)%len(family)], fmt.Sprint(1950+i*13%50), towns[i*11%len(towns)]))
	}
	return out
}

func (o *office) link(order identity.Order) identity.Report {
	o.Helper()
	rep, err := o.Link(o.Context(), huda, order, nil)
	if err != nil {
		o.Fatal(err)
	}
	return rep
}

// TestAddedRecordsAreLinkedUnderTheKeptModel: a few records more do not move
// what was learnt; a full run is what was asked for or what is due.
func TestAddedRecordsAreLinkedUnderTheKeptModel(t *testing.T) {
	storetest.Engines(t, func(t *testing.T, s *store.Store) {
		o := newOffice(t, s)
		o.source("s1", "org1", register.ShareAll)
		o.source("s2", "org1", register.ShareAll)
		_, one := o.take("i1", "s1", hamlet(120, 0)...)
		first := o.link(identity.Order{})
		if first.Base != 0 {
			t.Fatalf("the first run is under %d, want a full one", first.Base)
		}
		_, two := o.take("i2", "s2", hamlet(8, 20)...)
		added := o.link(identity.Order{})
		if added.Base != first.Entry || added.Added != 8 {
			t.Errorf("under %d with %d added, want %d with 8", added.Base, added.Added, first.Entry)
		}
		same := 0
		for i := range register.RecordID(8) {
			if o.personOf(two+i) == o.personOf(one+20+i) {
				same++
			}
		}
		if same < 7 {
			t.Errorf("%d of 8 added records joined the person they are of", same)
		}
		// What binds binds here too, and the model of the base is the page's.
		o.mustJudge(huda, one+20, two, register.Different)
		again := o.link(identity.Order{})
		if again.Base != first.Entry || o.personOf(two) == o.personOf(one+20) {
			t.Errorf("after a judgement: under %d, persons %d and %d", again.Base, o.personOf(two), o.personOf(one+20))
		}
		if x, err := o.Explain(t.Context(), machine, one+21, two+1); err != nil || !x.Recorded || len(x.Fields) == 0 {
			t.Errorf("Explain = %+v, %v", x, err)
		}
		if full := o.link(identity.Order{Full: true}); full.Base != 0 {
			t.Errorf("a full run was asked for, and it is under %d", full.Base)
		}
		o.take("i3", "s2", hamlet(60, 300)...)
		if due := o.link(identity.Order{}); due.Base != 0 {
			t.Errorf("with half as many records again the run is under %d, want a full one", due.Base)
		}
		o.wantReplay()
	})
}

// TestAddingEndsWhereTheModelWould: records added in two steps give the persons
// that they give added in one.
func TestAddingEndsWhereTheModelWould(t *testing.T) {
	persons := func(steps ...int) []register.PersonID {
		o := sqlite(t)
		o.source("s1", "org1", register.ShareAll)
		o.source("s2", "org1", register.ShareAll)
		_, one := o.take("i0", "s1", hamlet(150, 0)...)
		o.link(identity.Order{})
		more, at := hamlet(12, 60), 0
		for i, n := range steps {
			o.take(register.ImportID(fmt.Sprint("j", i)), "s2", more[at:at+n]...)
			at += n
			if rep := o.link(identity.Order{}); rep.Base == 0 {
				t.Fatal("a full run, where records should be added")
			}
		}
		var out []register.PersonID
		for i := range register.RecordID(162) {
			out = append(out, o.personOf(one+i))
		}
		return out
	}
	if a, b := persons(12), persons(5, 7); fmt.Sprint(a) != fmt.Sprint(b) {
		t.Errorf("in one step %v\nin two      %v", a, b)
	}
}

// TestJobIsEnteredOnce: a job that is taken up again after its run was entered
// makes no second entry.
func TestJobIsEnteredOnce(t *testing.T) {
	o := sqlite(t)
	village(o)
	first := o.link(identity.Order{Job: "01J"})
	if again := o.link(identity.Order{Job: "01J"}); again.Entry != first.Entry || again.Records != first.Records {
		t.Errorf("taken up again: %+v, want %+v", again, first)
	}
	if other := o.link(identity.Order{Job: "01K"}); other.Entry == first.Entry {
		t.Error("another job was not done")
	}
}

// TestJobIsEnteredOnceByTwo: a worker that was taken for dead, and goes on, does
// not enter what another entered for it; nor does one that comes back after
// somebody else's run.
func TestJobIsEnteredOnceByTwo(t *testing.T) {
	o := sqlite(t)
	village(o)
	order := identity.Order{Job: "01J"}
	var other identity.Report
	rep, err := o.Link(t.Context(), huda, order, func(stage string, _, _ int64) {
		if stage == identity.StageWrite && other.Entry == 0 {
			other = o.link(order)
		}
	})
	if err != nil || rep.Entry != other.Entry {
		t.Errorf("Link = entry %d, %v; the other worker's is %d", rep.Entry, err, other.Entry)
	}
	o.link(identity.Order{})
	if again := o.link(order); again.Entry != other.Entry {
		t.Errorf("taken up after another run: entry %d, want %d", again.Entry, other.Entry)
	}
	if runs, err := o.store.Runs(t.Context(), 10); err != nil || len(runs) != 2 {
		t.Errorf("%d runs, %v; want 2", len(runs), err)
	}
}

// TestManyGone: where much of what was learnt from is there no more, a full run
// is due.
func TestManyGone(t *testing.T) {
	o := sqlite(t)
	o.source("s1", "org1", register.ShareAll)
	o.take("i1", "s1", hamlet(100, 0)...)
	few, _ := o.take("i2", "s1", hamlet(5, 200)...)
	many, _ := o.take("i3", "s1", hamlet(40, 300)...)
	first := o.link(identity.Order{})
	for _, x := range []struct {
		undone, want int64
	}{{few, first.Entry}, {many, 0}} {
		if _, err := o.Undo(t.Context(), huda, x.undone, "another list"); err != nil {
			t.Fatal(err)
		}
		if rep := o.link(identity.Order{}); rep.Base != x.want {
			t.Errorf("after import %d was undone: under %d, want %d", x.undone, rep.Base, x.want)
		}
	}
}

// TestAnotherModelIsNotUsed: a file that stands in the place of what was learnt
// is not what the entry names, and the next run learns anew.
func TestAnotherModelIsNotUsed(t *testing.T) {
	o := sqlite(t)
	village(o)
	o.link(identity.Order{})
	var files []string
	if err := filepath.WalkDir(o.vault.Dir(), func(p string, e fs.DirEntry, err error) error {
		if err == nil && !e.IsDir() {
			files = append(files, p)
		}
		return err
	}); err != nil || len(files) < 2 {
		t.Fatalf("%d files, %v", len(files), err)
	}
	kept, err := o.Learnt(t.Context())
	if err != nil || kept == "" {
		t.Fatalf("Learnt = %q, %v", kept, err)
	}
	for i, f := range files { // each in the place of the next, the model's among them
		whole, err := os.ReadFile(files[(i+1)%len(files)])
		if err == nil && o.vault.Verify(t.Context(), kept) == nil {
			err = os.WriteFile(f, whole, 0o600)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if o.vault.Verify(t.Context(), kept) == nil {
		t.Fatal("the model is as it was: the test shows nothing")
	}
	if again := o.link(identity.Order{}); again.Base != 0 {
		t.Errorf("under %d, whose model is another file", again.Base)
	}
}

// TestForgetting: what was learnt before something was destroyed goes, and the
// next run learns anew.
func TestForgetting(t *testing.T) {
	o := sqlite(t)
	village(o)
	rep := o.link(identity.Order{})
	kept, err := o.Learnt(t.Context())
	if err != nil || kept == "" || !o.vault.Has(kept) {
		t.Fatalf("Learnt = %q, %v", kept, err)
	}
	if err := o.Forget(t.Context(), rep.Entry-2); err != nil || !o.vault.Has(kept) {
		t.Errorf("Forget before the run: %v, still there %v", err, o.vault.Has(kept))
	}
	if err := o.Forget(t.Context(), rep.Entry+1); err != nil || o.vault.Has(kept) {
		t.Errorf("Forget: %v, still there %v", err, o.vault.Has(kept))
	}
	if again := o.link(identity.Order{}); again.Base != 0 {
		t.Errorf("under %d, whose model is gone", again.Base)
	}
}
