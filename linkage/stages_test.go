package linkage_test

import (
	"context"
	"fmt"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"kashf.org/kashf/linkage"
)

// crowd is boats, and many entries that say nearly nothing, under whose keys
// too many meet.
func crowd(n int) linkage.Input {
	in, _ := boats(n, 5)
	for i := range n / 4 {
		in.Records = append(in.Records, linkage.Record{ID: fmt.Sprintf("x%05d", i), List: "book 0", Cells: []string{"bobo", "", "port 1", "", ""}})
	}
	return in
}

// TestStagesGiveWhatLinkGives: keys, groups and pairs brought together by hand,
// as an engine for many machines would, end where a run under the same frozen
// model ends.
func TestStagesGiveWhatLinkGives(t *testing.T) {
	ctx := context.Background()
	in := crowd(300)
	spec := linkage.Spec{
		Fields: []linkage.Field{
			{Name: "name", Compare: linkage.Text(), Frequency: true}, {Name: "owner", Compare: linkage.Words()},
			{Name: "port", Compare: linkage.Exact(), Frequency: true}, {Name: "built", Compare: linkage.Date(), Within: "port"},
		},
		Rules:      []linkage.Rule{linkage.On("name"), linkage.On("owner", "owner"), linkage.On("built", "port"), {{Field: "name", Way: "first2"}, {Field: "port"}}},
		BlockLimit: 12,
	}
	half, err := linkage.Prepare(ctx, spec, in.Columns, in.Records[len(in.Records)/3:], 2)
	if err != nil {
		t.Fatal(err)
	}
	learnt, err := linkage.Link(ctx, spec, half, linkage.Options{})
	if err != nil {
		t.Fatal(err)
	}
	frozen, err := learnt.Freeze()
	if err != nil {
		t.Fatal(err)
	}
	if len(frozen.Split) == 0 || len(frozen.Anchors) == 0 {
		t.Fatalf("%d blocks split, %d anchored: the test shows too little", len(frozen.Split), len(frozen.Anchors))
	}
	weight := map[string]float64{}
	for i, w := range learnt.Weights() {
		weight[learnt.Data.ID(i)] = w
	}
	under, err := frozen.Spec(spec)
	if err != nil {
		t.Fatal(err)
	}
	d, err := linkage.Prepare(ctx, under, in.Columns, in.Records, 2)
	if err != nil {
		t.Fatal(err)
	}
	want, err := linkage.Link(ctx, under, d, linkage.Options{Frozen: frozen, Weight: func(id string) float64 { return weight[id] }})
	if err != nil {
		t.Fatal(err)
	}

	s, err := linkage.NewStages(spec, in.Columns, frozen)
	if err != nil {
		t.Fatal(err)
	}
	pairs, members := byHand(t, s, in, weight)
	for _, p := range want.Pairs {
		l, r := d.ID(int(p.I)), d.ID(int(p.J))
		if got, ok := pairs[[2]string{l, r}]; !ok || got.Bits != p.Bits {
			t.Errorf("pair %s, %s: %v bits (there %v), want %v", l, r, got.Bits, ok, p.Bits)
		}
	}
	if len(pairs) != len(want.Pairs) {
		t.Errorf("%d pairs, want %d", len(pairs), len(want.Pairs))
	}
	clusters := map[string]string{}
	for i, c := range want.Clusters {
		clusters[d.ID(i)] = d.ID(int(c))
	}
	if diff := cmp.Diff(clusters, members); diff != "" {
		t.Errorf("clusters (-want +got):\n%s", diff)
	}
}

// byHand does in memory what an engine does between the stages.
func byHand(t *testing.T, s *linkage.Stages, in linkage.Input, weight map[string]float64) (map[[2]string]linkage.ScoredPair, map[string]string) {
	t.Helper()
	ctx := context.Background()
	under := map[uint64][]linkage.Kept{}
	rows := map[string]linkage.Kept{}
	for _, r := range in.Records {
		k, err := s.Read(r, weight[r.ID])
		if err != nil {
			t.Fatal(err)
		}
		rows[r.ID] = k
		keys, err := s.Keys(ctx, k)
		if err != nil {
			t.Fatal(err)
		}
		for _, key := range keys {
			under[key] = append(under[key], k)
		}
	}
	pairs := map[[2]string]linkage.ScoredPair{}
	near := map[string][]string{}
	for key, block := range under {
		slices.Reverse(block) // an engine promises no order
		found, err := s.Compare(ctx, key, block)
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range found {
			pairs[[2]string{p.Left, p.Right}] = p
			if p.Bits >= s.Threshold() {
				near[p.Left] = append(near[p.Left], p.Right)
				near[p.Right] = append(near[p.Right], p.Left)
			}
		}
	}
	members, seen := map[string]string{}, map[string]bool{}
	for id := range rows {
		component := chained(id, near, seen)
		if len(component) == 0 {
			continue
		}
		var records []linkage.Kept
		var within []linkage.ScoredPair
		for _, id := range component {
			records = append(records, rows[id])
		}
		for _, p := range pairs {
			if slices.Contains(component, p.Left) && slices.Contains(component, p.Right) {
				within = append(within, p)
			}
		}
		ms, err := s.Cluster(ctx, records, within)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range ms {
			members[m.ID] = m.Cluster
		}
	}
	return pairs, members
}

// chained gives what is chained to a record, once.
func chained(id string, near map[string][]string, seen map[string]bool) []string {
	if seen[id] {
		return nil
	}
	seen[id] = true
	out := []string{id}
	for _, n := range near[id] {
		out = append(out, chained(n, near, seen)...)
	}
	return out
}

func TestStagesRefuse(t *testing.T) {
	ctx := context.Background()
	in, _ := boats(60, 1)
	spec := linkage.Spec{Fields: []linkage.Field{{Name: "name", Compare: linkage.Text()}, {Name: "owner", Compare: linkage.Words()}}}
	d, err := linkage.Prepare(ctx, spec, in.Columns, in.Records, 1)
	if err != nil {
		t.Fatal(err)
	}
	l, err := linkage.Link(ctx, spec, d, linkage.Options{})
	if err != nil {
		t.Fatal(err)
	}
	z, err := l.Freeze()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := linkage.NewStages(spec, in.Columns[:1], z); err == nil {
		t.Error("NewStages without a column: no error")
	}
	s, err := linkage.NewStages(spec, in.Columns, z)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Read(linkage.Record{ID: "a", Cells: []string{"x"}}, 0); err == nil {
		t.Error("Read of a short record: no error")
	}
	if _, err := s.Keys(ctx, linkage.Kept{ID: "a", Raw: []string{"x"}}); err == nil {
		t.Error("Keys of a record of another spec: no error")
	}
	if _, err := s.Cluster(ctx, nil, []linkage.ScoredPair{{Left: "a", Right: "b"}}); err == nil {
		t.Error("Cluster of a pair without its records: no error")
	}
}
