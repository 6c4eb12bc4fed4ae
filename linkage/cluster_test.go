package linkage

import (
	"context"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// drawPairs draws scored pairs among n records, sorted.
func drawPairs(t *rapid.T, n int) []Pair {
	var pairs []Pair
	for i := range n {
		for j := i + 1; j < n; j++ {
			if rapid.Bool().Draw(t, "met") {
				pairs = append(pairs, Pair{int32(i), int32(j), Centibits(rapid.IntRange(-1200, 1800).Draw(t, "bits"))})
			}
		}
	}
	return pairs
}

func drawLinks(t *rapid.T, n int, name string) [][2]int32 {
	return rapid.SliceOfN(rapid.Custom(func(t *rapid.T) [2]int32 {
		i := rapid.IntRange(0, n-2).Draw(t, "i")
		return [2]int32{int32(i), int32(rapid.IntRange(i+1, n-1).Draw(t, "j"))}
	}), 0, 4).Draw(t, name)
}

func TestClusterKeepsConstraints(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(2, 12).Draw(t, "n")
		c := Constraints{Must: drawLinks(t, n, "must"), Cannot: drawLinks(t, n, "cannot")}
		got, err := Cluster(context.Background(), n, drawPairs(t, n), 300, c, 2)
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range c.Cannot {
			if got.Of[p[0]] == got.Of[p[1]] {
				t.Fatalf("%v are together", p)
			}
		}
		for _, p := range c.Must {
			if got.Of[p[0]] != got.Of[p[1]] && !slices.Contains(got.Refused, p) {
				t.Fatalf("%v are apart and not refused", p)
			}
		}
		for i, of := range got.Of {
			if int(of) > i || got.Of[of] != of {
				t.Fatalf("record %d is in cluster %d, which is not its least member", i, of)
			}
		}
	})
}

// The heap must find what looking at every two clusters each time finds.
func TestClusterIsAverageLinkage(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(2, 8).Draw(t, "n")
		pairs := drawPairs(t, n)
		got, err := Cluster(context.Background(), n, pairs, 200, Constraints{}, 1)
		if err != nil {
			t.Fatal(err)
		}
		if want := plainAverageLinkage(n, pairs, 200); !slices.Equal(got.Of, want) {
			t.Fatalf("Cluster = %v, want %v", got.Of, want)
		}
	})
}

func plainAverageLinkage(n int, pairs []Pair, threshold int64) []int32 {
	bits := map[[2]int32]int64{}
	for _, p := range pairs {
		bits[[2]int32{p.I, p.J}] = int64(max(-clip, min(clip, p.Bits)))
	}
	of := make([]int32, n)
	for i := range of {
		of[i] = int32(i)
	}
	for {
		type join struct {
			mean int64
			a, b int32
		}
		best := join{mean: threshold*1000 - 1}
		for a := range int32(n) {
			for b := a + 1; b < int32(n); b++ {
				sum, all, met := int64(0), int64(0), false
				for i := range int32(n) {
					for j := range int32(n) {
						if of[i] != a || of[j] != b {
							continue
						}
						all++
						if v, ok := bits[[2]int32{min(i, j), max(i, j)}]; ok {
							sum += v
							met = true
						} else {
							sum += int64(unmet)
						}
					}
				}
				if all > 0 && met && sum*1000/all > best.mean {
					best = join{sum * 1000 / all, a, b}
				}
			}
		}
		if best.a == best.b {
			return of
		}
		for i := range of {
			if of[i] == best.b {
				of[i] = best.a
			}
		}
	}
}

func TestClusterCutsWhatGrowsTooLarge(t *testing.T) {
	const n = 2 * maxComponent
	var pairs []Pair
	for i := range int32(n - 1) {
		bits := Centibits(350)
		if i%2 == 0 {
			bits = 900
		}
		pairs = append(pairs, Pair{i, i + 1, bits})
	}
	got, err := Cluster(context.Background(), n, pairs, 300, Constraints{}, 2)
	if err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(got.Raised, []int32{0}) {
		t.Errorf("raised = %v, want the one component", got.Raised)
	}
	for i, of := range got.Of {
		if want := int32(i - i%2); of != want {
			t.Fatalf("record %d is in cluster %d, want %d", i, of, want)
		}
	}
}

func TestBridges(t *testing.T) {
	// Two triangles held together by one weak pair.
	pairs := []Pair{{0, 1, 900}, {0, 2, 900}, {1, 2, 900}, {2, 3, 100}, {3, 4, 900}, {3, 5, 900}, {4, 5, 900}}
	got := bridges(6, pairs, make([]int32, 6), [2]Centibits{-300, 600})
	if len(got) != 1 || !got[3] {
		t.Errorf("bridges = %v, want pair 3 only", got)
	}
}

func TestBlocksMeetOnceAndDropNobody(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(2, 60).Draw(t, "n")
		limit := rapid.IntRange(2, 70).Draw(t, "limit")
		spec := Spec{
			Fields:     []Field{{Name: "a", Compare: Exact()}, {Name: "b", Compare: Exact()}, {Name: "c", Compare: Exact()}},
			Rules:      []Rule{On("a"), On("b")},
			BlockLimit: limit,
		}
		cell := rapid.SampledFrom([]string{"", "p", "q", "r"})
		var records []Record
		for i := range n {
			id := string(rune('A'+i/26)) + string(rune('a'+i%26))
			records = append(records, Record{ID: id, Cells: []string{cell.Draw(t, "a"), cell.Draw(t, "b"), cell.Draw(t, "c")}})
		}
		d, err := Prepare(context.Background(), spec, []string{"a", "b", "c"}, records, 1)
		if err != nil {
			t.Fatal(err)
		}
		b, err := Block(context.Background(), spec, d, nil, Memory(), 2, nil)
		if err != nil {
			t.Fatal(err)
		}
		met := map[[2]int32]int{}
		some := map[int32]bool{}
		for shard := range b.shards {
			items, err := b.pairs.Shard(shard, nil)
			if err != nil {
				t.Fatal(err)
			}
			for k, it := range items {
				if k > 0 && it.Key == items[k-1].Key {
					continue
				}
				i, j := int32(it.Key>>32), int32(uint32(it.Key))
				met[[2]int32{i, j}]++
				some[i], some[j] = true, true
			}
		}
		for p, times := range met {
			if times != 1 {
				t.Fatalf("%v met %d times", p, times)
			}
		}
		for i := range n {
			for j := i + 1; j < n; j++ {
				x, y := records[i].Cells, records[j].Cells
				share := x[0] != "" && x[0] == y[0] || x[1] != "" && x[1] == y[1]
				if times := met[[2]int32{int32(i), int32(j)}]; share && limit >= n && times != 1 {
					t.Fatalf("%q and %q share a key and met %d times", x, y, times)
				} else if !share && times > 0 {
					t.Fatalf("%q and %q share no key and met", x, y)
				}
				if share && slices.Equal(x, y) && (!some[int32(i)] || !some[int32(j)]) {
					t.Fatalf("a record of a split block meets nobody, though another says the same")
				}
			}
		}
	})
}

func TestMixedMust(t *testing.T) {
	f, refused := mustGroups(4, Constraints{Must: [][2]int32{{2, 3}, {0, 1}, {1, 2}}, Cannot: [][2]int32{{3, 0}}})
	if want := [][2]int32{{2, 3}}; !slices.Equal(refused, want) {
		t.Errorf("refused = %v, want %v", refused, want)
	}
	if f.root(0) != f.root(2) || f.root(0) == f.root(3) {
		t.Errorf("groups = %v", f)
	}
}
