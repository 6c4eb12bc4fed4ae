package store_test

import (
	"context"
	"errors"
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"kashf.org/kashf/internal/journal"
	"kashf.org/kashf/internal/register"
	"kashf.org/kashf/internal/store"
	"kashf.org/kashf/internal/store/storetest"
)

// sights are readers of every kind that a source tells apart.
var sights = []register.Sight{
	machine, {}, {Org: "org1", Level: register.C1}, {Org: "org1", Level: register.C2}, {Org: "org1", Level: register.C3},
	{Org: "org2", Level: register.C2}, {Org: "org3", Level: register.C3},
}

// kept is what a store answers out of what it keeps, for one reader.
type kept struct {
	Sources  []register.Source
	Source   map[register.SourceID]string
	Imports  map[register.SourceID][]register.Import
	Import   map[register.ImportID]string
	Counts   register.Counts
	Open     []register.OpenMatch
	Tail     []register.OpenMatch
	Waiting  int
	Standing []register.Judgement
	Run      string
	Sites    []register.Site
	Records  []register.RecordID
}

func keptBy(t *testing.T, s *store.Store, v register.Sight) kept {
	t.Helper()
	ctx := t.Context()
	k := kept{Source: map[register.SourceID]string{}, Imports: map[register.SourceID][]register.Import{}, Import: map[register.ImportID]string{}}
	var errs [8]error
	k.Sources, errs[0] = s.Sources(ctx, v)
	for _, id := range []register.SourceID{"own", "named", "all", "raised", "nobody's"} {
		src, err := s.SourceOf(ctx, v, id)
		k.Source[id] = fmt.Sprintf("%+v %v", src, err)
		k.Imports[id], err = s.Imports(ctx, v, id)
		if err != nil && !errors.Is(err, register.ErrNotFound) {
			t.Error(err)
		}
	}
	for _, id := range []register.ImportID{"i1", "i2", "i3", "i4", "guessed"} {
		im, err := s.ImportOf(ctx, v, id)
		k.Import[id] = fmt.Sprintf("%+v %v", im, err)
	}
	k.Counts, errs[1] = s.Counts(ctx, v)
	k.Open, errs[2] = s.OpenMatches(ctx, v, "a", -1, 100)
	k.Tail, errs[3] = s.OpenMatches(ctx, v, "a", 0, 1)
	k.Waiting, errs[4] = s.CountOpen(ctx, v, "a")
	k.Standing, errs[5] = s.Standing(ctx)
	run, err := s.LatestRun(ctx)
	k.Run = fmt.Sprintf("%+v %v", run, err)
	k.Sites, errs[6] = s.Sites(ctx)
	for r, err := range s.All(ctx, 0) {
		if err != nil {
			t.Error(err)
		}
		k.Records = append(k.Records, r.ID)
	}
	if err := errors.Join(errs[:]...); err != nil {
		t.Error(err)
	}
	return k
}

// matched is a kind of entry that does what a run and a judgement do.
const matched = "test.matched"

type matchedBody struct {
	Pairs  [][2]register.RecordID
	Judged int // how many of the pairs a person has answered
}

func matchedKind() journal.Kind {
	return journal.Kind{Name: matched, Version: 1, Apply: func(ctx context.Context, env journal.Env, e journal.Entry) error {
		b, err := journal.Decode[matchedBody](e)
		if err != nil {
			return err
		}
		tables := register.TablesOf(env)
		if err := tables.PutRun(ctx, register.Run{Seq: e.Seq, At: e.At, By: "a1", Open: len(b.Pairs), Report: "{}"}); err != nil {
			return err
		}
		var open []register.OpenMatch
		for i, p := range b.Pairs {
			open = append(open, register.OpenMatch{Left: p[0], Right: p[1], Run: e.Seq, Rank: i, Weight: 100, Probability: .5})
		}
		if err := tables.PutOpen(ctx, open); err != nil {
			return err
		}
		for i, p := range b.Pairs[:b.Judged] {
			if err := tables.PutJudgement(ctx, register.Judgement{
				ID: fmt.Sprint("j", e.Seq, i), Left: p[0], Right: p[1], Verdict: register.SamePerson, By: "a1", Org: "org1", Seq: e.Seq,
			}); err != nil {
				return err
			}
		}
		return nil
	}}
}

// TestWhatIsKeptIsWhatIsThere: a store that has answered before answers every
// reader, after every entry, as one that has just been opened.
func TestWhatIsKeptIsWhatIsThere(t *testing.T) {
	storetest.Engines(t, func(t *testing.T, s *store.Store) {
		j := storetest.Journal(s)
		j.Kinds.Add(matchedKind())
		enter := func(d journal.Draft) { appendTo(t, j, d) }
		undo := func(seq int64) { undoIn(t, j, seq) }
		raised := source("raised", "org1", register.ShareAll)
		raised.Raise = register.C3
		var imports [4]int64
		var at [4]register.RecordID
		takes := func(i int, src register.SourceID) {
			e, first := take(t, s, j, register.ImportID(fmt.Sprint("i", i+1)), src, 2)
			imports[i], at[i] = e.Seq, first
		}
		shared := source("own", "org1", register.ShareNamed, "org2")
		steps := []func(){
			func() { addSource(t, j, source("own", "org1", register.ShareOwner)) },
			func() { addSource(t, j, source("named", "org1", register.ShareNamed, "org2")) },
			func() { addSource(t, j, source("all", "org1", register.ShareAll)) },
			func() { addSource(t, j, raised) },
			func() { takes(0, "own") },
			func() { takes(1, "named") },
			func() { takes(2, "all") },
			func() { takes(3, "raised") },
			func() {
				enter(journal.Draft{Kind: register.SitesSeeded, Body: register.SitesBody{Sites: []register.Site{{ID: "SED", NameAr: "سجن", NameEn: "prison"}}}})
			},
			func() {
				enter(journal.Draft{Kind: matched, Body: matchedBody{Pairs: [][2]register.RecordID{{at[0], at[1]}, {at[1], at[2]}, {at[2], at[3]}}}})
			},
			func() {
				enter(journal.Draft{Kind: register.SourceChanged, Body: register.SourceChange{SourceBody: register.BodyOf(shared), Why: "asked"}})
			},
			func() {
				enter(journal.Draft{Kind: matched, Body: matchedBody{Pairs: [][2]register.RecordID{{at[0], at[2]}, {at[1], at[3]}}, Judged: 1}})
			},
			func() { undo(imports[2]) },
		}
		for i, step := range steps {
			step()
			for _, v := range sights { // one that answered another reader is not fresh
				fresh, err := store.Open(t.Context(), s.DSN())
				if err != nil {
					t.Fatal(err)
				}
				if d := cmp.Diff(keptBy(t, fresh, v), keptBy(t, s, v)); d != "" {
					t.Errorf("step %d, %+v (-opened anew +kept):\n%s", i, v, d)
				}
				fresh.Close()
			}
		}
	})
}

// TestAnEntryBetweenTwoQueries: whenever in the middle of an answer the ledger
// moves on, what is kept afterwards is what is there.
func TestAnEntryBetweenTwoQueries(t *testing.T) {
	storetest.Engines(t, func(t *testing.T, s *store.Store) {
		j := storetest.Journal(s)
		j.Kinds.Add(matchedKind())
		v := register.Sight{Org: "org2", Level: register.C3}
		src := source("named", "org1", register.ShareNamed, "org2")
		addSource(t, j, src)
		_, at := take(t, s, j, "i1", "named", 3)
		pairs := [][2]register.RecordID{{at, at + 1}, {at, at + 2}, {at + 1, at + 2}}
		turn := 0
		next := func() { // another run, with other pairs; every third time another sharing
			turn++
			appendTo(t, j, journal.Draft{Kind: matched, Body: matchedBody{Pairs: pairs[turn%3:]}})
			if turn%3 == 0 {
				src.SharedWith = [][]register.OrgID{{"org2"}, {"org3"}}[turn%2]
				appendTo(t, j, journal.Draft{Kind: register.SourceChanged, Body: register.SourceChange{SourceBody: register.BodyOf(src), Why: "asked"}})
			}
		}
		for n, more := 0, true; more; n++ {
			next() // what was kept before is dropped
			end := s.Between(n, next)
			if _, err := s.OpenMatches(t.Context(), v, "a", -1, 100); err != nil {
				t.Error(err)
			}
			if _, err := s.Counts(t.Context(), v); err != nil && !errors.Is(err, register.ErrNotFound) {
				t.Error(err)
			}
			more = end()
			fresh, err := store.Open(t.Context(), s.DSN())
			if err != nil {
				t.Fatal(err)
			}
			if d := cmp.Diff(keptBy(t, fresh, v), keptBy(t, s, v)); d != "" {
				t.Errorf("an entry before query %d (-opened anew +kept):\n%s", n, d)
			}
			fresh.Close()
		}
	})
}

func appendTo(t *testing.T, j *journal.Journal, d journal.Draft) {
	t.Helper()
	if err := j.Do(t.Context(), actor, func(ctx context.Context, u *journal.Unit) error {
		_, err := u.Append(ctx, d)
		return err
	}); err != nil {
		t.Fatal(err)
	}
}

func undoIn(t *testing.T, j *journal.Journal, seq int64) {
	t.Helper()
	if err := j.Do(t.Context(), actor, func(ctx context.Context, u *journal.Unit) error {
		_, err := u.Undo(ctx, seq, "wrong", nil)
		return err
	}); err != nil {
		t.Fatal(err)
	}
}

// A list that was handed out is the caller's.
func TestWhatIsKeptIsNobodysToChange(t *testing.T) {
	storetest.Engines(t, func(t *testing.T, s *store.Store) {
		j := storetest.Journal(s)
		addSource(t, j, source("all", "org1", register.ShareAll))
		take(t, s, j, "i1", "all", 1)
		v := sights[3]
		want := keptBy(t, s, v)
		spoil := keptBy(t, s, v)
		clear(spoil.Sources)
		clear(spoil.Imports["all"])
		clear(spoil.Open)
		clear(spoil.Sites)
		if d := cmp.Diff(want, keptBy(t, s, v)); d != "" {
			t.Errorf("after a caller changed what it got (-want +got):\n%s", d)
		}
	})
}

// Another register in the place of this one, with a ledger of the same length,
// is not taken for it.
func TestLoadingForgets(t *testing.T) {
	storetest.Engines(t, func(t *testing.T, s *store.Store) {
		addSource(t, storetest.Journal(s), source("mine", "org1", register.ShareAll))
		snap := t.TempDir() + "/snap.db"
		if err := s.Snapshot(t.Context(), snap); err != nil {
			t.Fatal(err)
		}
		storetest.Engines(t, func(t *testing.T, to *store.Store) {
			addSource(t, storetest.Journal(to), source("theirs", "org1", register.ShareAll))
			if got, err := to.Sources(t.Context(), machine); err != nil || len(got) != 1 || got[0].ID != "theirs" {
				t.Fatalf("Sources = %v, %v", got, err)
			}
			if err := to.Load(t.Context(), snap); err != nil {
				t.Fatal(err)
			}
			if got, err := to.Sources(t.Context(), machine); err != nil || len(got) != 1 || got[0].ID != "mine" {
				t.Errorf("Sources after another register was loaded = %v, %v", got, err)
			}
		})
	})
}
