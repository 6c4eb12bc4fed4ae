package intake_test

import (
	"bufio"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/oklog/ulid/v2"

	"kashf.org/kashf/internal/intake"
	"kashf.org/kashf/internal/journal"
	"kashf.org/kashf/internal/register"
	"kashf.org/kashf/internal/store"
	"kashf.org/kashf/internal/store/pgtest"
	"kashf.org/kashf/internal/store/storetest"
	"kashf.org/kashf/internal/vault"
)

func TestMain(m *testing.M) { pgtest.Main(m) }

// An office is a register with one source, ready to take lists in.
type office struct {
	*intake.Taker
	store  *store.Store
	source register.SourceID
	actor  journal.Actor
}

func newOffice(tb testing.TB, s *store.Store) *office {
	tb.Helper()
	dir := tb.TempDir()
	keys, err := vault.NewKeyring(filepath.Join(dir, "keys"), "test.example/ledger")
	if err != nil {
		tb.Fatal(err)
	}
	v, err := vault.Open(filepath.Join(dir, "blobs"), keys)
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() { v.Close() })
	s.Sealer = keys
	j := storetest.Journal(s)
	o := &office{
		Taker: &intake.Taker{Journal: j, Vault: v, Store: s, Sealer: keys, NewID: func() string { return ulid.MustNew(ulid.Now(), rand.Reader).String() }},
		store: s, source: "src", actor: journal.Actor{Account: "a", Org: "o"},
	}
	err = j.Do(tb.Context(), o.actor, func(ctx context.Context, u *journal.Unit) error {
		_, err := u.Append(ctx, journal.Draft{Kind: register.SourceAdded, Body: register.BodyOf(register.Source{ID: "src", Owner: "o", Sharing: register.ShareOwner})})
		return err
	})
	if err != nil {
		tb.Fatal(err)
	}
	return o
}

func (o *office) take(tb testing.TB, list string, again bool) (intake.Taking, error) {
	tb.Helper()
	return o.takeFrom(tb, strings.NewReader(list), again)
}

func (o *office) takeFrom(tb testing.TB, r io.Reader, again bool) (intake.Taking, error) {
	tb.Helper()
	blob, sniffed, err := o.Keep(tb.Context(), r)
	if err != nil {
		return intake.Taking{}, err
	}
	return o.Take(tb.Context(), o.actor, intake.Order{
		Source: o.source, FileName: "list.csv", Blob: blob, Sniffed: sniffed, Mapping: intake.Draft(sniffed, intake.Readers{}), Again: again,
	})
}

const smallList = "الاسم الكامل,اسم الأم,هاتف,ملاحظات\n" +
	" زياد رائد النعيمي ,سعاد,0944000001,أخوه معه\n" +
	"سمير فادي الحلبي,,0944000002,\n"

func TestTakeKeepsEveryCellAsWritten(t *testing.T) {
	storetest.Engines(t, func(t *testing.T, s *store.Store) {
		o := newOffice(t, s)
		got, err := o.take(t, smallList, false)
		if err != nil || got.Report.Taken != 2 {
			t.Fatalf("Take = %+v, %v", got, err)
		}
		im, err := s.ImportOf(t.Context(), register.Sight{Machine: true}, got.Import)
		if err != nil {
			t.Fatal(err)
		}
		_, cells, err := s.RawOf(t.Context(), register.Sight{Machine: true}, im.First)
		if err != nil || len(cells) != 4 || cells[0].Text != " زياد رائد النعيمي " || cells[2].Text != "0944000001" {
			t.Errorf("RawOf = %+v, %v", cells, err)
		}
		// The telephone number is C4: sealed in the table, hidden until revealed.
		rec, err := s.RecordOf(t.Context(), register.Sight{Org: "o", Level: register.C4}, im.First)
		if err != nil {
			t.Fatal(err)
		}
		if c, ok := rec.First(register.Phone); ok {
			t.Errorf("a telephone number was read without a reveal: %+v", c)
		}
		rec, err = s.RecordOf(t.Context(), register.Sight{Org: "o", Level: register.C4, Revealed: true}, im.First)
		if c, ok := rec.First(register.Phone); err != nil || !ok || c.Value != "0944000001" {
			t.Errorf("revealed telephone number = %+v, %v, %v", c, ok, err)
		}
		_, cells, err = s.RawOf(t.Context(), register.Sight{Org: "o", Level: register.C3}, im.First)
		if err != nil || !cells[2].Hidden || cells[0].Hidden {
			t.Errorf("RawOf at C3 = %+v, %v: the telephone number is to be hidden", cells, err)
		}
	})
}

func TestTakeKnowsAFileAgain(t *testing.T) {
	storetest.Engines(t, func(t *testing.T, s *store.Store) {
		o := newOffice(t, s)
		first, err := o.take(t, smallList, false)
		if err != nil {
			t.Fatal(err)
		}
		second, err := o.take(t, smallList, false)
		if err != nil || second.Already == nil || second.Already.ID != first.Import {
			t.Errorf("the same file twice = %+v, %v", second, err)
		}
		third, err := o.take(t, smallList, true)
		if err != nil || third.Import == "" || third.Import == first.Import {
			t.Errorf("the same file again on purpose = %+v, %v", third, err)
		}
	})
}

func TestTakeIsAllOrNothing(t *testing.T) {
	storetest.Engines(t, func(t *testing.T, s *store.Store) {
		o := newOffice(t, s)
		boom := errors.New("disk full")
		o.Store = failing{Store: s, err: boom}
		if _, err := o.take(t, smallList, false); !errors.Is(err, boom) {
			t.Fatalf("Take = %v, want the store's error", err)
		}
		for r, err := range s.All(t.Context(), 0) {
			t.Errorf("left behind: %v, %v", r, err)
		}
		if n, err := s.Sweep(t.Context()); n != 0 || err != nil {
			t.Errorf("Sweep = %d, %v: nothing was to be left", n, err)
		}
		o.Store = s
		if _, err := o.take(t, "name\n\n", false); err == nil {
			t.Error("a list without rows was taken")
		}
	})
}

// failing stores the rows and fails before the import is entered.
type failing struct {
	*store.Store
	err error
}

func (f failing) EndBatch(context.Context, register.ImportID, int) error { return f.err }

// An upload that has waited long and is dropped while it is being taken in is
// pruned neither before its import is entered nor for the time that is left.
func TestTakeHoldsAnOldUpload(t *testing.T) {
	storetest.Engines(t, func(t *testing.T, s *store.Store) {
		o := newOffice(t, s)
		blob, _, err := o.Keep(t.Context(), strings.NewReader(smallList))
		if err != nil {
			t.Fatal(err)
		}
		long := time.Now().Add(-time.Hour)
		err = filepath.WalkDir(o.Vault.Dir(), func(p string, _ fs.DirEntry, err error) error {
			return errors.Join(err, os.Chtimes(p, long, long))
		})
		if err != nil {
			t.Fatal(err)
		}
		o.Store = pruning{s, o.Vault}
		sniffed, err := o.Sniff(t.Context(), blob)
		if err != nil {
			t.Fatal(err)
		}
		order := intake.Order{Source: o.source, Blob: blob, Sniffed: sniffed, Mapping: intake.Draft(sniffed, intake.Readers{})}
		if _, err := o.Take(t.Context(), o.actor, order); err != nil {
			t.Fatal(err)
		}
		if !o.Vault.Has(blob) {
			t.Error("an import was entered whose file is gone")
		}
	})
}

// pruning prunes, with nothing named, while an import is under way.
type pruning struct {
	*store.Store
	vault *vault.Vault
}

func (p pruning) EndBatch(ctx context.Context, id register.ImportID, count int) error {
	if _, err := p.vault.Prune(ctx, nil, time.Now().Add(-time.Minute)); err != nil {
		return err
	}
	return p.Store.EndBatch(ctx, id, count)
}

func TestTakeStopsWhenAsked(t *testing.T) {
	storetest.Engines(t, func(t *testing.T, s *store.Store) {
		o := newOffice(t, s)
		blob, sniffed, err := o.Keep(t.Context(), list(5000))
		if err != nil {
			t.Fatal(err)
		}
		ctx, cancel := context.WithCancel(t.Context())
		_, err = o.Take(ctx, o.actor, intake.Order{
			Source: "src", Blob: blob, Sniffed: sniffed, Mapping: intake.Draft(sniffed, intake.Readers{}),
			Progress: func(int) { cancel() },
		})
		if !errors.Is(err, context.Canceled) {
			t.Fatalf("Take = %v, want it cancelled", err)
		}
		for range s.All(t.Context(), 0) {
			t.Fatal("a cancelled import left records")
		}
	})
}

// list writes n rows of 9 columns.
func list(n int) io.Reader {
	r, w := io.Pipe()
	go func() {
		b := bufio.NewWriter(w)
		b.WriteString("full_name,mother_name,sex,birth_year,age_at_arrest,governorate,place,arrest_date,note\n")
		given := strings.Fields("زياد سمير رائد فادي نزار مازن وائل باسل عمار غسان")
		for i := range n {
			fmt.Fprintf(b, "%s %s النعيمي %d,سعاد,M,%d,,حمص,,2013-%02d-%02d,سطر %d\n",
				given[i%10], given[i/10%10], i/100, 1950+i%50, 1+i%12, 1+i%28, i)
		}
		b.Flush()
		w.Close()
	}()
	return r
}

// BenchmarkTake takes lists of the size named in KASHF_ROWS (default 20,000)
// while another writer asks for the head again and again, and reports the
// longest that the other waited.
func BenchmarkTake(b *testing.B) {
	n := 20000
	if s := os.Getenv("KASHF_ROWS"); s != "" {
		fmt.Sscan(s, &n)
	}
	for range b.N {
		s, err := store.Open(b.Context(), filepath.Join(b.TempDir(), "kashf.db"))
		if err != nil {
			b.Fatal(err)
		}
		o := newOffice(b, s)
		worst, stop := otherWriter(b, s)
		start := time.Now()
		got, err := o.takeFrom(b, list(n), false)
		if err != nil || got.Report.Taken != n {
			b.Fatalf("Take = %+v, %v", got, err)
		}
		b.ReportMetric(time.Since(start).Seconds(), "s/list")
		stop()
		b.ReportMetric(float64(worst().Milliseconds()), "ms-longest-wait")
		s.Close()
	}
}

// otherWriter takes the head over and over.
func otherWriter(b *testing.B, s *store.Store) (worst func() time.Duration, stop func()) {
	ctx, cancel := context.WithCancel(b.Context())
	done := make(chan time.Duration)
	go func() {
		var longest time.Duration
		for ctx.Err() == nil {
			t := time.Now()
			if err := s.Write(ctx, func(context.Context, journal.Tx) error { return nil }); err == nil {
				longest = max(longest, time.Since(t))
			}
			time.Sleep(5 * time.Millisecond)
		}
		done <- longest
	}()
	var longest time.Duration
	return func() time.Duration { return longest }, func() { cancel(); longest = <-done }
}
