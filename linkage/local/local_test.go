package local_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"kashf.org/kashf/linkage"
	"kashf.org/kashf/linkage/local"
)

// boats invents entries of harbour books: some boats are in several, misspelt
// here and there.
func boats(n int, seed uint64) []linkage.Record {
	rng := rand.New(rand.NewPCG(seed, 1))
	word := func(n int) string {
		b := ""
		for range n {
			b += string("bdfgklmnprst"[rng.IntN(12)]) + string("aeiou"[rng.IntN(5)])
		}
		return b
	}
	var out []linkage.Record
	for range n {
		name, owner, port, built := word(1)+"rado", word(1)+"ba "+word(1)+"mi", fmt.Sprint("port ", rng.IntN(4)), fmt.Sprint(1990+rng.IntN(9))
		for range 1 + rng.IntN(3) {
			r := linkage.Record{ID: fmt.Sprintf("b%06d", rng.IntN(1_000_000)), List: fmt.Sprint("book ", rng.IntN(3)), Cells: []string{name, owner, port, built}}
			if i := rng.IntN(8); i < 4 {
				r.Cells[i] = ""
			} else if i == 4 {
				r.Cells[0] = name[1:]
			}
			out = append(out, r)
		}
	}
	seen := map[string]bool{}
	return deleteFunc(out, func(r linkage.Record) bool {
		twice := seen[r.ID]
		seen[r.ID] = true
		return twice
	})
}

func deleteFunc(rs []linkage.Record, f func(linkage.Record) bool) []linkage.Record {
	var out []linkage.Record
	for _, r := range rs {
		if !f(r) {
			out = append(out, r)
		}
	}
	return out
}

var columns = []string{"name", "owner", "port", "built"}

func boatSpec() linkage.Spec {
	return linkage.Spec{
		Fields: []linkage.Field{
			{Name: "name", Compare: linkage.Text(), Frequency: true}, {Name: "owner", Compare: linkage.Words()},
			{Name: "port", Compare: linkage.Exact(), Frequency: true}, {Name: "built", Compare: linkage.Year(), Within: "port"},
		},
		Rules:      []linkage.Rule{linkage.On("name"), linkage.On("owner", "owner"), linkage.On("owner", "port"), {{Field: "name", Way: "first2"}, {Field: "built"}, {Field: "port"}}},
		BlockLimit: 12, // small, so that blocks are split and anchored
	}
}

func table(t *testing.T, spec linkage.Spec, records []linkage.Record, tee func(linkage.Kept) error) *linkage.Data {
	t.Helper()
	tab, err := linkage.NewTable(spec, columns)
	if err != nil {
		t.Fatal(err)
	}
	tab.Tee, tab.KeepRaw = tee, true
	for _, r := range records {
		if err := tab.Add(r); err != nil {
			t.Fatal(err)
		}
	}
	d, err := tab.Data(context.Background(), 2)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func shuffle(t *testing.T, memory int64) *local.Shuffle {
	t.Helper()
	s, err := local.New(filepath.Join(t.TempDir(), "scratch"), memory)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

func clusters(l *linkage.Linking) map[string]string {
	m := map[string]string{}
	for i, c := range l.Clusters {
		m[l.Data.ID(i)] = l.Data.ID(int(c))
	}
	return m
}

// Records that are added end where a run of all under the same model would.
func TestAddEndsWhereAFullRunWould(t *testing.T) {
	ctx := context.Background()
	all := boats(900, 3)
	first, second, third := all[:1200], all[1200:1400], all[1400:]
	dir := filepath.Join(t.TempDir(), "kept")

	keeper, err := local.NewKeeper(dir)
	if err != nil {
		t.Fatal(err)
	}
	d := table(t, boatSpec(), first, keeper.Add)
	l, err := linkage.Link(ctx, boatSpec(), d, linkage.Options{Workers: 2})
	if err != nil {
		t.Fatal(err)
	}
	if len(l.Plan.Split) == 0 {
		t.Fatal("no block was split: the test shows nothing")
	}
	if err := keeper.Done(ctx, l, "spec", shuffle(t, 1<<20), 2); err != nil {
		t.Fatal(err)
	}
	for _, batch := range [][]linkage.Record{second, third} {
		addBatch(t, dir, batch)
	}

	k, z, err := local.Open(dir, "spec")
	if err != nil {
		t.Fatal(err)
	}
	defer k.Close()
	got := map[string]string{}
	last := ""
	for id, c := range k.Clusters() {
		if id <= last {
			t.Fatalf("%q comes after %q", id, last)
		}
		got[id], last = c, id
	}
	spec, err := z.Spec(boatSpec())
	if err != nil {
		t.Fatal(err)
	}
	full, err := linkage.Link(ctx, spec, table(t, spec, all, nil), linkage.Options{Workers: 2, Frozen: z, Weight: func(id string) float64 { return k.Weight(id) }})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(clusters(full), got); diff != "" {
		t.Errorf("clusters differ (-full +added):\n%s", diff)
	}
	if len(got) != len(all) {
		t.Errorf("%d records, want %d", len(got), len(all))
	}
}

func addBatch(t *testing.T, dir string, batch []linkage.Record) {
	t.Helper()
	k, z, err := local.Open(dir, "spec")
	if err != nil {
		t.Fatal(err)
	}
	defer k.Close()
	spec, err := z.Spec(boatSpec())
	if err != nil {
		t.Fatal(err)
	}
	part, err := k.NewPart()
	if err != nil {
		t.Fatal(err)
	}
	a, err := linkage.Add(context.Background(), spec, z, k, table(t, spec, batch, part.Add), linkage.Options{Workers: 2})
	if err != nil {
		t.Fatal(err)
	}
	if err := k.Grow(part, a); err != nil {
		t.Fatal(err)
	}
}

// What fits memory and what goes through files give the same.
func TestFilesAndMemoryAgree(t *testing.T) {
	all := boats(400, 9)
	var want map[string]string
	for i, memory := range []int64{1 << 30, 1 << 12, 0} {
		s := shuffle(t, memory)
		d := table(t, boatSpec(), all, nil)
		l, err := linkage.Link(context.Background(), boatSpec(), d, linkage.Options{Workers: 1 + 3*i, Shuffle: s})
		if err != nil {
			t.Fatal(err)
		}
		if i == 0 {
			want = clusters(l)
		} else if s.Written() == 0 {
			t.Errorf("with %d bytes of memory nothing went to files", memory)
		}
		if diff := cmp.Diff(want, clusters(l)); diff != "" {
			t.Errorf("%d bytes of memory: clusters differ:\n%s", memory, diff)
		}
	}
}

// A shard that memory holds is not written over when the room it was read into
// is used for one from a file.
func TestShardsAreReadAgain(t *testing.T) {
	c, err := shuffle(t, 16*4).Collect("x", 2)
	if err != nil {
		t.Fatal(err)
	}
	in := [2][]linkage.Item{{{Key: 1, Value: 1}, {Key: 2, Value: 2}, {Key: 3, Value: 3}}, {{Key: 7, Value: 7}, {Key: 8, Value: 8}}}
	for i, items := range in {
		if err := c.Put(i, items); err != nil {
			t.Fatal(err)
		}
	}
	var buf []linkage.Item
	for range 2 {
		for i, want := range in {
			got, err := c.Shard(i, buf)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("shard %d (-want +got):\n%s", i, diff)
			}
			buf = got[:0]
		}
	}
}

func TestKeptRefuses(t *testing.T) {
	dir := t.TempDir()
	if _, err := local.NewKeeper(dir); err == nil {
		t.Error("NewKeeper of a folder that is there: no error")
	}
	if _, _, err := local.Open(dir, "spec"); err == nil {
		t.Error("Open of an empty folder: no error")
	}
	if err := os.WriteFile(filepath.Join(dir, "manifest.json"), []byte(`{"Version":1,"Spec":"other"}`), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, _, err := local.Open(dir, "spec"); err == nil {
		t.Error("Open by another spec: no error")
	}
}
