package find_test

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"kashf.org/kashf/internal/find"
	"kashf.org/kashf/internal/journal"
	"kashf.org/kashf/internal/register"
	"kashf.org/kashf/internal/store"
	"kashf.org/kashf/internal/store/pgtest"
	"kashf.org/kashf/internal/store/storetest"
)

func TestMain(m *testing.M) { pgtest.Main(m) }

var actor = journal.Actor{Account: "huda", Org: "org1"}

func enter(tb testing.TB, j *journal.Journal, fn func(ctx context.Context, u *journal.Unit) (journal.Entry, error)) int64 {
	tb.Helper()
	var e journal.Entry
	err := j.Do(tb.Context(), actor, func(ctx context.Context, u *journal.Unit) (err error) {
		e, err = fn(ctx, u)
		return err
	})
	if err != nil {
		tb.Fatal(err)
	}
	return e.Seq
}

func takeInto(tb testing.TB, s *store.Store, j *journal.Journal, id register.ImportID, names ...string) int64 {
	tb.Helper()
	ctx := tb.Context()
	first, err := s.Reserve(ctx, len(names))
	if err != nil {
		tb.Fatal(err)
	}
	var rs []register.StoredRecord
	for i, n := range names {
		rs = append(rs, register.StoredRecord{
			ID: register.RecordID(first) + register.RecordID(i), Import: id, Source: "s1", Row: i + 1, Claims: register.PackClaims(row(n, "", "1985", "")),
		})
	}
	if err := errors.Join(s.BeginBatch(ctx, id, register.RecordID(first)), s.PutBatch(ctx, rs), s.EndBatch(ctx, id, len(rs))); err != nil {
		tb.Fatal(err)
	}
	return enter(tb, j, func(ctx context.Context, u *journal.Unit) (journal.Entry, error) {
		return u.Append(ctx, journal.Draft{Kind: register.SourceImported, Body: register.ImportBody{
			ID: id, Source: "s1", Rows: "r-" + string(id), Original: "f-" + string(id), First: register.RecordID(first), Read: len(rs), Taken: len(rs),
		}})
	})
}

func addSource(tb testing.TB, j *journal.Journal) {
	tb.Helper()
	enter(tb, j, func(ctx context.Context, u *journal.Unit) (journal.Entry, error) {
		return u.Append(ctx, journal.Draft{Kind: register.SourceAdded, Body: register.BodyOf(register.Source{
			ID: "s1", Owner: "org1", Sharing: register.ShareAll, AddedAt: time.Unix(0, 0),
		})})
	})
}

// On each engine the index that followed the ledger is the one that is loaded
// anew.
func TestFollowingIsLoading(t *testing.T) {
	storetest.Engines(t, func(t *testing.T, s *store.Store) {
		j := storetest.Journal(s)
		addSource(t, j)
		x := find.New(s)
		if err := x.Load(t.Context()); err != nil {
			t.Fatal(err)
		}
		takeInto(t, s, j, "i1", "سامر خليل الحلاق", "ليلى ناصر الديري")
		second := takeInto(t, s, j, "i2", "Samer Khalil Hallaq")
		takeInto(t, s, j, "i3", "سامر الحلاق", "جورج حنا شماس")
		enter(t, j, func(ctx context.Context, u *journal.Unit) (journal.Entry, error) {
			return u.Undo(ctx, second, "wrong", nil)
		})
		refresh(t, x)
		y := find.New(s)
		if err := y.Load(t.Context()); err != nil {
			t.Fatal(err)
		}
		for _, q := range []string{"Samer Hallaq", "ليلى الديري", "شماس"} {
			got, want := search(t, x, find.Query{Name: q}), search(t, y, find.Query{Name: q})
			if diff := cmp.Diff(want, got); diff != "" || len(got) == 0 {
				t.Errorf("Search(%q) after following: %d hits\n%s", q, len(got), diff)
			}
		}
		if x.Len() != 4 || y.Len() != 4 {
			t.Errorf("Len = %d and %d, want 4", x.Len(), y.Len())
		}
	})
}

// The first load from the embedded database, at the article's size.
func BenchmarkLoadFromStore(b *testing.B) {
	s, err := store.Open(b.Context(), b.TempDir()+"/kashf.db")
	if err != nil {
		b.Fatal(err)
	}
	defer s.Close()
	j := storetest.Journal(s)
	addSource(b, j)
	var all []string
	for _, r := range lists(b, 1).records {
		all = append(all, r.Value(register.FullName))
	}
	for i := range 5 {
		takeInto(b, s, j, register.ImportID(fmt.Sprint("i", i)), all...)
	}
	for b.Loop() {
		x := find.New(s)
		if err := x.Load(b.Context()); err != nil {
			b.Fatal(err)
		}
		if x.Len() != 5*len(all) {
			b.Fatalf("%d records loaded, want %d", x.Len(), 5*len(all))
		}
	}
	b.ReportMetric(float64(5*len(all)), "records")
}
