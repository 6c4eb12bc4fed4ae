package find_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"kashf.org/kashf/internal/find"
	"kashf.org/kashf/internal/journal"
	"kashf.org/kashf/internal/register"
	"kashf.org/kashf/names"
)

func TestSearchInEitherScript(t *testing.T) {
	m := &memory{}
	m.take("i1", "s1",
		row("عبد الرحمن خليل الحلاق", "فاطمة الزعبي", "1985", "SY12"),
		row("Laila Nasser al-Deiri", "", "1979", "SY09"),
		row("جورج حنا شماس", "وردة قسيس", "1966", "SY04"))
	x := load(t, m)
	for q, want := range map[string]register.PersonID{
		"Abdulrahman Khalil Hallaq": 1,
		"عبدالرحمن الحلاق":          1,
		"ليلى ناصر الديري":          2,
		"George Hanna Shammas":      3,
	} {
		hits := search(t, x, find.Query{Name: q})
		if len(hits) == 0 || hits[0].Person != want {
			t.Errorf("Search(%q) = %+v, want person %d first", q, hits, want)
		}
	}
	hits := search(t, x, find.Query{Name: "Abdulrahman Khalil Hallaq", Mother: "Fatima Zoubi", Born: 1985, Place: "SY12"})
	if len(hits) == 0 {
		t.Fatal("nobody found")
	}
	h := hits[0]
	var keys []string
	for _, r := range h.Reasons {
		if r.Bits <= 0 {
			t.Errorf("reason %+v speaks against", r)
		}
		keys = append(keys, r.Key)
	}
	slices.Sort(keys)
	if diff := cmp.Diff([]string{"born", "mother", "name", "place"}, keys); diff != "" {
		t.Errorf("reasons: %s", diff)
	}
	if h.Band != names.Strong || h.Name != "عبد الرحمن خليل الحلاق" || h.BornFrom != 1985 || h.Where != "SY12" || len(h.Parts) == 0 {
		t.Errorf("hit = %+v", h)
	}
}

func TestSearchGroupsByPerson(t *testing.T) {
	m := &memory{}
	for i := range 30 { // one person on thirty lists comes once, and hides nobody
		id := register.ImportID(fmt.Sprint("i", i))
		_, r := m.take(id, "s1", row("سامر خليل الحلاق", "", "", ""))
		m.move(r, 1)
	}
	m.take("j", "s1", row("سامر خليل حلاق", "", "", ""))
	x := load(t, m)
	hits := search(t, x, find.Query{Name: "سامر خليل الحلاق", Limit: 2})
	if diff := cmp.Diff([]register.PersonID{1, 31}, persons(hits)); diff != "" {
		t.Errorf("persons: %s", diff)
	}
	if hits[0].Records != 30 {
		t.Errorf("records of the first = %d, want 30", hits[0].Records)
	}
}

func TestFollowsTheLedger(t *testing.T) {
	m := &memory{}
	m.take("i1", "s1", row("سامر خليل الحلاق", "", "", ""))
	x := load(t, m)
	found := func(when string, want ...register.PersonID) {
		t.Helper()
		refresh(t, x)
		if diff := cmp.Diff(want, persons(search(t, x, find.Query{Name: "سامر خليل الحلاق"}))); diff != "" {
			t.Errorf("%s: persons: %s", when, diff)
		}
	}
	found("loaded", 1)
	imported, two := m.take("i2", "s1", row("سامر خليل حلاق", "", "", ""), row("Samer Khalil Hallak", "", "", ""))
	found("after an import", 1, 2, 3)
	type moves struct {
		Moves []register.Move `json:"moves"`
	}
	m.append("pair.judged", moves{[]register.Move{{Record: two, From: 2, To: 1}}})
	found("after a judgement", 1, 3)
	m.move(two, 2)
	m.move(two+1, 1)
	run := m.append("identity.run", struct{}{})
	found("after a run", 1, 2)
	m.append(journal.UndoneKind, map[string]any{"entry": run, "extra": moves{[]register.Move{{Record: two + 1, From: 1, To: 3}}}})
	found("after the run was undone", 1, 2, 3)
	m.append(register.RecordDestroyed, register.DestroyedBody{Record: two + 1})
	found("after a record was destroyed", 1, 2)
	m.drop("i2")
	m.append(journal.UndoneKind, journal.Undone{Entry: imported})
	found("after the import was undone", 1)
	if x.Len() != 1 {
		t.Errorf("Len = %d, want 1", x.Len())
	}
}

func TestByNumber(t *testing.T) {
	m := &memory{}
	number := func(f register.Field, n string) []register.Claim {
		return []register.Claim{{Field: f, Value: n, Level: register.C2}}
	}
	m.take("i1", "s1", number(register.DetaineeNo, "215-9077/أ"), number(register.ListNo, "17"))
	m.take("i2", "s2", number(register.DetaineeNo, "17"))
	x := load(t, m)
	for _, c := range []struct {
		number string
		hidden register.SourceID
		want   []register.PersonID
	}{
		{"٢١٥ ٩٠٧٧ أ", "", []register.PersonID{1}},
		{"17", "", []register.PersonID{2, 3}},
		{"17", "s2", []register.PersonID{2}},
		{"1", "", nil},
		{"-", "", nil},
	} {
		hits, err := x.ByNumber(t.Context(), c.number, func(s register.SourceID) bool { return s != c.hidden }, nil)
		if err != nil || !slices.Equal(persons(hits), c.want) {
			t.Errorf("ByNumber(%q) without %q = %v, %v, want %v", c.number, c.hidden, persons(hits), err, c.want)
		}
	}
}

func TestRaisedNamesAreNotFound(t *testing.T) {
	m := &memory{}
	m.take("i1", "s1", []register.Claim{{Field: register.FullName, Value: "سامر خليل الحلاق", Level: register.C3}})
	if hits := search(t, load(t, m), find.Query{Name: "سامر خليل الحلاق"}); len(hits) != 0 {
		t.Errorf("a name above C2 was found: %+v", hits)
	}
}

func TestSearchWaitsForTheLoad(t *testing.T) {
	x := find.New(&memory{})
	if x.Ready() {
		t.Error("ready before it was loaded")
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := x.Search(ctx, find.Query{Name: "سامر"}, nil); !errors.Is(err, context.Canceled) {
		t.Errorf("Search while loading = %v, want that it waited", err)
	}
}

// Changes and searches at once; run with -race.
func TestAtOnce(t *testing.T) {
	m := &memory{}
	m.take("i0", "s0", row("سامر خليل الحلاق", "فاطمة", "1985", "SY12"))
	x := find.New(m)
	var wg sync.WaitGroup
	wg.Go(func() {
		if err := x.Load(t.Context()); err != nil {
			t.Error(err)
		}
	})
	for i := range 4 {
		wg.Go(func() {
			for k := range 10 {
				id := register.ImportID(fmt.Sprint("i", i, "-", k))
				m.take(id, "s1", row("سامر خليل حلاق", "", "", ""))
				if err := x.Refresh(t.Context()); err != nil {
					t.Error(err)
				}
			}
		})
		wg.Go(func() {
			for range 10 {
				if hits, err := x.Search(t.Context(), find.Query{Name: "Samer Hallaq"}, nil); err != nil || len(hits) == 0 {
					t.Errorf("Search = %v, %v", hits, err)
				}
			}
		})
	}
	wg.Wait()
	refresh(t, x)
	if x.Len() != 41 {
		t.Errorf("Len = %d, want 41", x.Len())
	}
}

// A reader who may not read a source gets, to the last bit, what an index that
// never held it gives.
func TestHiddenIsAbsent(t *testing.T) {
	given := rapid.SampledFrom([]string{"سامر", "ليلى", "Samer", "Laila", "سمير", "محمد", "Mohamad"})
	family := rapid.SampledFrom([]string{"الحلاق", "Hallaq", "الديري", "Deiri", "شماس"})
	name := rapid.Custom(func(t *rapid.T) string {
		return given.Draw(t, "given") + " " + given.Draw(t, "father") + " " + family.Draw(t, "family")
	})
	rapid.Check(t, func(t *rapid.T) {
		both, one := &memory{}, &memory{}
		for i := range rapid.IntRange(1, 8).Draw(t, "lists") {
			src := rapid.SampledFrom([]register.SourceID{"seen", "hidden"}).Draw(t, "source")
			id := register.ImportID(fmt.Sprint("i", i))
			for range rapid.IntRange(1, 4).Draw(t, "rows") {
				cs := row(name.Draw(t, "name"), given.Draw(t, "mother"), rapid.SampledFrom([]string{"", "1985", "1986"}).Draw(t, "born"), "")
				cs = append(cs, register.Claim{Field: register.ListNo, Value: "7", Level: register.C2})
				_, r := both.take(id, src, cs)
				p := register.PersonID(rapid.IntRange(1, int(r)).Draw(t, "person"))
				both.move(r, p)
				if src == "seen" {
					rec := both.records[r-1]
					one.records = append(one.records, rec)
				}
			}
		}
		q := find.Query{Name: name.Draw(t, "query"), Mother: given.Draw(t, "mother"), Born: 1985, Limit: rapid.IntRange(1, 5).Draw(t, "limit")}
		sight := func(s register.SourceID) bool { return s == "seen" }
		ctx := context.Background()
		x, y := find.New(both), find.New(one)
		if err := errors.Join(x.Load(ctx), y.Load(ctx)); err != nil {
			t.Fatal(err)
		}
		got, err := x.Search(ctx, q, sight)
		want, err2 := y.Search(ctx, q, nil)
		if err := errors.Join(err, err2); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Fatalf("a hidden source changes the answer:\n%s", diff)
		}
		got, err = x.ByNumber(ctx, "7", sight, nil)
		want, err2 = y.ByNumber(ctx, "7", nil, nil)
		if diff := cmp.Diff(want, got); diff != "" || err != nil || err2 != nil {
			t.Fatalf("a hidden source changes what a number gives:\n%s", diff)
		}
	})
}
