package store_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"kashf.org/kashf/internal/journal"
	"kashf.org/kashf/internal/register"
	"kashf.org/kashf/internal/store"
	"kashf.org/kashf/internal/store/pgtest"
	"kashf.org/kashf/internal/store/storetest"
	"kashf.org/kashf/ledger"
)

func TestMain(m *testing.M) { pgtest.Main(m) }

var (
	actor   = journal.Actor{Account: "a1", Org: "org1"}
	machine = register.Sight{Machine: true}
)

func source(id register.SourceID, owner register.OrgID, sharing register.Sharing, with ...register.OrgID) register.Source {
	return register.Source{
		ID: id, Name: "قائمة " + string(id), Kind: "list_circulated", Owner: owner, Sharing: sharing, SharedWith: with,
		Reliability: 2, NoDuplicates: true, AddedAt: time.Date(2024, 12, 9, 0, 0, 0, 0, time.UTC),
	}
}

func addSource(tb testing.TB, j *journal.Journal, s register.Source) journal.Entry {
	tb.Helper()
	var e journal.Entry
	err := j.Do(tb.Context(), actor, func(ctx context.Context, u *journal.Unit) (err error) {
		e, err = u.Append(ctx, journal.Draft{Kind: register.SourceAdded, Body: register.BodyOf(s), Subjects: []string{string(s.ID)}})
		return err
	})
	if err != nil {
		tb.Fatal(err)
	}
	return e
}

// take imports n records of one name each and returns the import's entry.
func take(tb testing.TB, s *store.Store, j *journal.Journal, id register.ImportID, src register.SourceID, n int) (journal.Entry, register.RecordID) {
	tb.Helper()
	first, err := s.Reserve(tb.Context(), n)
	if err != nil {
		tb.Fatal(err)
	}
	var rs []register.StoredRecord
	for i := range n {
		rs = append(rs, register.StoredRecord{
			ID: register.RecordID(first) + register.RecordID(i), Import: id, Source: src, Row: i + 1,
			Claims: register.PackClaims([]register.Claim{
				{Field: register.FullName, Value: fmt.Sprintf("اسم %d", i), Level: register.C2},
				{Field: register.DeathDate, Value: "2013", Level: register.C3},
			}),
			Raw: register.PackCells([]string{fmt.Sprintf("اسم %d ", i), "2013"}),
		})
	}
	if err := errors.Join(s.BeginBatch(tb.Context(), id, register.RecordID(first)), s.PutBatch(tb.Context(), rs), s.EndBatch(tb.Context(), id, n)); err != nil {
		tb.Fatal(err)
	}
	var e journal.Entry
	err = j.Do(tb.Context(), actor, func(ctx context.Context, u *journal.Unit) (err error) {
		e, err = u.Append(ctx, journal.Draft{Kind: register.SourceImported, Body: register.ImportBody{
			ID: id, Source: src, FileName: "l.csv", Original: "f-" + string(id), Rows: "r-" + string(id),
			Columns: []string{"name", "death"}, Mapping: map[string]string{"name": "full_name", "death": "death_date"},
			First: register.RecordID(first), Read: n, Taken: n,
		}})
		return err
	})
	if err != nil {
		tb.Fatal(err)
	}
	return e, register.RecordID(first)
}

func TestAppendProvesAndReads(t *testing.T) {
	storetest.Engines(t, func(t *testing.T, s *store.Store) {
		j := storetest.Journal(s)
		for i := range 30 {
			addSource(t, j, source(register.SourceID(fmt.Sprintf("s%02d", i)), "org1", register.ShareOwner))
		}
		var m ledger.Memory
		n := 0
		for e, err := range s.Entries(t.Context(), 0) {
			if err != nil {
				t.Fatal(err)
			}
			if err := e.Check(); err != nil {
				t.Error(err)
			}
			if _, err := m.Add(e.Leaf()); err != nil {
				t.Fatal(err)
			}
			n++
		}
		want, err := ledger.Root(30, &m)
		if err != nil {
			t.Fatal(err)
		}
		got, err := ledger.Root(30, s.Hashes(t.Context()))
		if err != nil || got != want || n != 30 {
			t.Errorf("root of %d entries = %v, %v, want %v", n, got, err, want)
		}
	})
}

func TestNothingHalfDone(t *testing.T) {
	storetest.Engines(t, func(t *testing.T, s *store.Store) {
		j := storetest.Journal(s)
		boom := errors.New("boom")
		err := j.Do(t.Context(), actor, func(ctx context.Context, u *journal.Unit) error {
			if _, err := u.Append(ctx, journal.Draft{Kind: register.SourceAdded, Body: register.BodyOf(source("s1", "org1", register.ShareAll))}); err != nil {
				return err
			}
			return boom
		})
		if !errors.Is(err, boom) {
			t.Fatalf("Do = %v, want boom", err)
		}
		if h, err := s.Head(t.Context()); err != nil || h.Size != 0 {
			t.Errorf("head after a failed change = %+v, %v", h, err)
		}
		if _, err := s.SourceOf(t.Context(), machine, "s1"); !errors.Is(err, register.ErrNotFound) {
			t.Errorf("source of a failed change: %v, want ErrNotFound", err)
		}
	})
}

func TestSightHidesSourcesAndClaims(t *testing.T) {
	storetest.Engines(t, func(t *testing.T, s *store.Store) {
		j := storetest.Journal(s)
		addSource(t, j, source("own", "org1", register.ShareOwner))
		addSource(t, j, source("named", "org1", register.ShareNamed, "org2"))
		addSource(t, j, source("all", "org1", register.ShareAll))
		_, own := take(t, s, j, "i1", "own", 1)
		_, named := take(t, s, j, "i2", "named", 1)
		_, all := take(t, s, j, "i3", "all", 1)
		for _, c := range []struct {
			org  register.OrgID
			sees []register.RecordID
		}{
			{"org1", []register.RecordID{own, named, all}},
			{"org2", []register.RecordID{named, all}},
			{"org3", []register.RecordID{all}},
		} {
			v := register.Sight{Org: c.org, Level: register.C2}
			var got []register.RecordID
			for _, id := range []register.RecordID{own, named, all} {
				now, rs, err := s.Person(t.Context(), v, register.PersonID(id))
				if errors.Is(err, register.ErrNotFound) {
					continue
				}
				if err != nil || now != register.PersonID(id) || len(rs) != 1 {
					t.Fatalf("Person(%s, %d) = %d, %v, %v", c.org, id, now, rs, err)
				}
				if len(rs[0].Claims) != 1 {
					t.Errorf("%s at C2 sees %v", c.org, rs[0].Claims)
				}
				got = append(got, id)
			}
			if d := cmp.Diff(c.sees, got); d != "" {
				t.Errorf("%s sees (-want +got):\n%s", c.org, d)
			}
			n, err := s.Counts(t.Context(), v)
			if err != nil || n.Records != len(c.sees) || n.Sources != len(c.sees) {
				t.Errorf("Counts(%s) = %+v, %v, want %d", c.org, n, err, len(c.sees))
			}
		}
		cols, cells, err := s.RawOf(t.Context(), register.Sight{Org: "org1", Level: register.C2}, own)
		want := []register.RawCell{{Text: "اسم 0 "}, {Hidden: true}}
		if d := cmp.Diff(want, cells); err != nil || d != "" || len(cols) != 2 {
			t.Errorf("RawOf at C2 = %v, %v (-want +got):\n%s", cols, err, d)
		}
	})
}

func TestUndoneImportIsGoneAndMarksWhatRestedOnIt(t *testing.T) {
	storetest.Engines(t, func(t *testing.T, s *store.Store) {
		j := storetest.Journal(s)
		addSource(t, j, source("s", "org1", register.ShareAll))
		e, first := take(t, s, j, "i1", "s", 3)
		if err := j.Do(t.Context(), actor, func(ctx context.Context, u *journal.Unit) error {
			_, err := u.Undo(ctx, e.Seq, "wrong list", nil)
			return err
		}); err != nil {
			t.Fatal(err)
		}
		if _, _, err := s.Person(t.Context(), machine, register.PersonID(first)); !errors.Is(err, register.ErrNotFound) {
			t.Errorf("a person of an undone import: %v, want ErrNotFound", err)
		}
		err := j.Do(t.Context(), actor, func(ctx context.Context, u *journal.Unit) error {
			_, err := u.Undo(ctx, e.Seq, "again", nil)
			return err
		})
		if !errors.Is(err, journal.ErrCannotUndo) {
			t.Errorf("undoing twice = %v, want ErrCannotUndo", err)
		}
	})
}

func TestPendingRowsAreSwept(t *testing.T) {
	storetest.Engines(t, func(t *testing.T, s *store.Store) {
		first, err := s.Reserve(t.Context(), 2)
		if err != nil {
			t.Fatal(err)
		}
		rs := []register.StoredRecord{{ID: register.RecordID(first), Import: "i9", Source: "s", Row: 1}}
		if err := errors.Join(s.BeginBatch(t.Context(), "i9", register.RecordID(first)), s.PutBatch(t.Context(), rs)); err != nil {
			t.Fatal(err)
		}
		if n, err := s.Sweep(t.Context()); n != 1 || err != nil {
			t.Errorf("Sweep = %d, %v, want 1", n, err)
		}
		again, err := s.Reserve(t.Context(), 1)
		if err != nil || again != first+2 {
			t.Errorf("Reserve after a sweep = %d, %v, want %d: numbers are never given twice", again, err, first+2)
		}
	})
}

func TestReplayGivesTheSameBytes(t *testing.T) {
	storetest.Engines(t, func(t *testing.T, s *store.Store) {
		j := storetest.Journal(s)
		addSource(t, j, source("s", "org1", register.ShareNamed, "org2", "org3"))
		e := addSource(t, j, source("t", "org1", register.ShareAll))
		if err := j.Do(t.Context(), actor, func(ctx context.Context, u *journal.Unit) error {
			if _, err := u.Append(ctx, journal.Draft{Kind: register.SitesSeeded, Body: register.SitesBody{Sites: []register.Site{
				{ID: "SED", NameAr: "سجن", NameEn: "prison", Aliases: []register.SiteAlias{{Name: "Red", Lang: "en", RefersTo: "SED-R SED"}}},
			}}}); err != nil {
				return err
			}
			_, err := u.Undo(ctx, e.Seq, "entered twice", nil)
			return err
		}); err != nil {
			t.Fatal(err)
		}
		var before, after bytes.Buffer
		if err := s.Dump(t.Context(), &before); err != nil {
			t.Fatal(err)
		}
		to, err := store.Open(t.Context(), filepath.Join(t.TempDir(), "again.db"))
		if err != nil {
			t.Fatal(err)
		}
		defer to.Close()
		err = to.Write(t.Context(), func(ctx context.Context, tx journal.Tx) error {
			n, err := j.Kinds.Replay(ctx, journal.Env{Tx: tx}, s.Entries(ctx, 0), -1, nil)
			if n != 4 {
				t.Errorf("replayed %d entries, want 4", n)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		if err := to.Dump(t.Context(), &after); err != nil {
			t.Fatal(err)
		}
		if before.Len() == 0 || before.String() != after.String() {
			t.Errorf("dump after replay differs:\n%s", cmp.Diff(before.String(), after.String()))
		}
	})
}

func TestSnapshotLoadsOnEitherEngine(t *testing.T) {
	storetest.Engines(t, func(t *testing.T, s *store.Store) {
		j := storetest.Journal(s)
		addSource(t, j, source("s", "org1", register.ShareAll))
		take(t, s, j, "i1", "s", 5)
		snap := filepath.Join(t.TempDir(), "snap.db")
		if err := s.Snapshot(t.Context(), snap); err != nil {
			t.Fatal(err)
		}
		var want bytes.Buffer
		if err := s.Dump(t.Context(), &want); err != nil {
			t.Fatal(err)
		}
		storetest.Engines(t, func(t *testing.T, to *store.Store) {
			if err := to.Load(t.Context(), snap); err != nil {
				t.Fatal(err)
			}
			var got bytes.Buffer
			if err := to.Dump(t.Context(), &got); err != nil {
				t.Fatal(err)
			}
			if want.String() != got.String() {
				t.Errorf("loaded content differs:\n%s", cmp.Diff(want.String(), got.String()))
			}
		})
	})
}

func TestLinesFilter(t *testing.T) {
	storetest.Engines(t, func(t *testing.T, s *store.Store) {
		j := storetest.Journal(s)
		addSource(t, j, source("s1", "org1", register.ShareAll))
		addSource(t, j, source("s2", "org1", register.ShareAll))
		ls, err := s.Lines(t.Context(), journal.Filter{Subject: "s2", Limit: 10})
		if err != nil || len(ls) != 1 || ls[0].Seq != 1 {
			t.Errorf("Lines(subject s2) = %v, %v", ls, err)
		}
		ls, err = s.Lines(t.Context(), journal.Filter{Kind: register.SourceAdded, Before: 1, Limit: 10})
		if err != nil || len(ls) != 1 || ls[0].Seq != 0 {
			t.Errorf("Lines(before 1) = %v, %v", ls, err)
		}
	})
}
