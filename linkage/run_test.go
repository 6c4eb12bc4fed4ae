package linkage_test

import (
	"context"
	"errors"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"kashf.org/kashf/linkage"
)

func boatSpec(t testing.TB, in linkage.Input) linkage.Spec {
	t.Helper()
	spec, err := linkage.AutoSpec(in.Columns, boatKinds)
	if err != nil {
		t.Fatal(err)
	}
	return spec
}

func run(t testing.TB, spec linkage.Spec, in linkage.Input, workers int) *linkage.Result {
	t.Helper()
	r, err := linkage.Run(context.Background(), spec, in, linkage.Options{Workers: workers})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestRunFindsBoats(t *testing.T) {
	in, truth := boats(1000, 7)
	e := linkage.Evaluate(truth, clustersOf(run(t, boatSpec(t, in), in, 2)))
	if e.Pairwise.F1 < .97 || e.Pairwise.Precision < .99 {
		t.Errorf("boats: %+v, want F1 at least .97 and precision .99", e.Pairwise)
	}
}

// Everything that comes out must be the same for any order of input and any
// number of workers.
func TestRunSameBytes(t *testing.T) {
	in, _ := boats(300, 3)
	in.Judgements = []linkage.Judgement{
		{Left: "r00001", Right: "r00009", Verdict: linkage.Same},
		{Left: "r00010", Right: "r00011", Verdict: linkage.Different},
	}
	spec := boatSpec(t, in)
	want := run(t, spec, in, 1)
	for _, workers := range []int{1, 2, 8} {
		shuffled := in
		shuffled.Records = slices.Clone(in.Records)
		shuffled.Judgements = slices.Clone(in.Judgements)
		slices.Reverse(shuffled.Judgements)
		rng := rand.New(rand.NewPCG(uint64(workers), 5))
		rng.Shuffle(len(shuffled.Records), func(i, j int) {
			shuffled.Records[i], shuffled.Records[j] = shuffled.Records[j], shuffled.Records[i]
		})
		got := run(t, spec, shuffled, workers)
		for name, d := range map[string]string{
			"clusters": cmp.Diff(want.Clusters, got.Clusters),
			"pairs":    cmp.Diff(want.Pairs, got.Pairs),
			"open":     cmp.Diff(want.Open, got.Open),
			"params":   cmp.Diff(want.Model.Params(), got.Model.Params()),
		} {
			if d != "" {
				t.Errorf("%d workers, shuffled: %s differ (-want +got):\n%s", workers, name, d)
			}
		}
	}
}

func TestRunJudgementsBind(t *testing.T) {
	in, truth := boats(200, 4)
	spec := boatSpec(t, in)
	before := clustersOf(run(t, spec, in, 2))
	rng := rand.New(rand.NewPCG(1, 1))
	for range 40 {
		a, b := in.Records[rng.IntN(len(in.Records))].ID, in.Records[rng.IntN(len(in.Records))].ID
		if a != b && truth[a] != truth[b] {
			in.Judgements = append(in.Judgements, linkage.Judgement{Left: a, Right: b, Verdict: linkage.Same})
			break
		}
	}
	for id, c := range before {
		if id != c {
			in.Judgements = append(in.Judgements, linkage.Judgement{Left: id, Right: c, Verdict: linkage.Relatives})
			break
		}
	}
	after := run(t, spec, in, 2)
	got := clustersOf(after)
	for _, j := range in.Judgements {
		if together := got[j.Left] == got[j.Right]; together != (j.Verdict == linkage.Same) {
			t.Errorf("judged %v on %s and %s, together = %v", j.Verdict, j.Left, j.Right, together)
		}
		for _, o := range after.Open {
			if o.Left == min(j.Left, j.Right) && o.Right == max(j.Left, j.Right) {
				t.Errorf("%s and %s are asked about again", o.Left, o.Right)
			}
		}
	}
}

func TestRunContradiction(t *testing.T) {
	in, _ := boats(50, 4)
	a, b, c := in.Records[0].ID, in.Records[7].ID, in.Records[20].ID
	in.Judgements = []linkage.Judgement{
		{Left: a, Right: b, Verdict: linkage.Same},
		{Left: b, Right: c, Verdict: linkage.Same},
		{Left: c, Right: a, Verdict: linkage.Different},
	}
	r := run(t, boatSpec(t, in), in, 2)
	if want := []linkage.Conflict{{Left: b, Right: c}}; !slices.Equal(r.Conflicts, want) {
		t.Errorf("conflicts = %v, want %v", r.Conflicts, want)
	}
	if got := clustersOf(r); got[a] == got[c] {
		t.Error("two records that a judgement parts are together")
	}
}

func TestRunDuplicateFreeLists(t *testing.T) {
	in, _ := boats(300, 5)
	spec := boatSpec(t, in)
	spec.DuplicateFree = []string{linkage.EveryList}
	list := map[string]string{}
	for i := range in.Records {
		list[in.Records[i].ID] = in.Records[i].List
	}
	seen := map[[2]string]string{}
	r := run(t, spec, in, 2)
	for _, m := range r.Clusters {
		k := [2]string{m.Cluster, list[m.ID]}
		if other, ok := seen[k]; ok {
			t.Errorf("%s and %s of %s are in one cluster", m.ID, other, list[m.ID])
		}
		seen[k] = m.ID
	}
	if x, err := r.Model.Explain(in.Records[0].ID, in.Records[0].ID); err != nil || !x.Apart {
		t.Errorf("Explain of one list = %+v, %v, want apart", x, err)
	}
}

func TestRunVeto(t *testing.T) {
	in, _ := boats(200, 6)
	spec := boatSpec(t, in)
	spec.Vetoes = []linkage.Veto{{Field: "port", Levels: []string{"different"}}}
	r := run(t, spec, in, 2)
	for _, m := range r.Clusters {
		x, err := r.Model.Explain(m.Cluster, m.ID)
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range x.Fields {
			if e.Field == "port" && e.Level == "different" {
				t.Errorf("%s and %s are together in spite of the veto", m.Cluster, m.ID)
			}
		}
	}
}

func TestExplainSums(t *testing.T) {
	in, _ := boats(300, 8)
	spec := boatSpec(t, in)
	spec.Fields[0].Group, spec.Fields[1].Group = "who", "who"
	spec.Kin = &linkage.Kin{Shared: []string{"owner", "port"}, Apart: []string{"name"}}
	r := run(t, spec, in, 2)
	if len(r.Pairs) == 0 {
		t.Fatal("no pairs")
	}
	for _, p := range r.Pairs {
		x, err := r.Model.Explain(p.Right, p.Left)
		if err != nil {
			t.Fatal(err)
		}
		sum := x.Prior - x.Kin
		for _, e := range x.Fields {
			sum += e.Bits
		}
		if sum != x.Total || x.Total != p.Bits {
			t.Fatalf("%s, %s: parts sum to %v, total %v, pair %v", p.Left, p.Right, sum, x.Total, p.Bits)
		}
	}
}

func TestRunCancelled(t *testing.T) {
	in, _ := boats(50, 1)
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := linkage.Run(ctx, boatSpec(t, in), in, linkage.Options{}); !errors.Is(err, context.Canceled) {
		t.Errorf("Run with a cancelled context: %v, want %v", err, context.Canceled)
	}
}

func TestRunSmall(t *testing.T) {
	in, _ := boats(50, 1)
	spec := boatSpec(t, in)
	for n := range 4 {
		small := linkage.Input{Columns: in.Columns, Records: in.Records[:n]}
		if r := run(t, spec, small, 2); len(r.Clusters) != n {
			t.Errorf("%d records gave %d members", n, len(r.Clusters))
		}
	}
}

func TestRunRefuses(t *testing.T) {
	columns := []string{"a"}
	field := linkage.Field{Name: "a", Compare: linkage.Text()}
	good := linkage.Spec{Fields: []linkage.Field{field}}
	records := []linkage.Record{{ID: "1", Cells: []string{"x"}}, {ID: "2", Cells: []string{"y"}}}
	with := func(f func(s *linkage.Spec)) linkage.Spec {
		s := good
		s.Fields = slices.Clone(s.Fields)
		f(&s)
		return s
	}
	tests := []struct {
		name string
		spec linkage.Spec
		in   linkage.Input
		want error
	}{
		{"no fields", linkage.Spec{}, linkage.Input{Columns: columns}, linkage.ErrSpec},
		{"missing column", with(func(s *linkage.Spec) { s.Fields[0].Column = "b" }), linkage.Input{Columns: columns}, linkage.ErrSpec},
		{"no comparator", with(func(s *linkage.Spec) { s.Fields[0].Compare = nil }), linkage.Input{Columns: columns}, linkage.ErrSpec},
		{"field twice", with(func(s *linkage.Spec) { s.Fields = append(s.Fields, field) }), linkage.Input{Columns: columns}, linkage.ErrSpec},
		{"rule of nothing", with(func(s *linkage.Spec) { s.Rules = []linkage.Rule{{}} }), linkage.Input{Columns: columns}, linkage.ErrSpec},
		{"rule of no field", with(func(s *linkage.Spec) { s.Rules = []linkage.Rule{linkage.On("b")} }), linkage.Input{Columns: columns}, linkage.ErrSpec},
		{"impossible level", with(func(s *linkage.Spec) { s.Vetoes = []linkage.Veto{{Field: "a", Levels: []string{"odd"}}} }), linkage.Input{Columns: columns}, linkage.ErrSpec},
		{"grey band reversed", with(func(s *linkage.Spec) { s.Grey = [2]float64{3, 1} }), linkage.Input{Columns: columns}, linkage.ErrSpec},
		{"kin of no field", with(func(s *linkage.Spec) { s.Kin = &linkage.Kin{Apart: []string{"b"}} }), linkage.Input{Columns: columns}, linkage.ErrSpec},
		{"short row", good, linkage.Input{Columns: columns, Records: []linkage.Record{{ID: "1"}}}, linkage.ErrRecords},
		{"id twice", good, linkage.Input{Columns: columns, Records: []linkage.Record{records[0], records[0]}}, linkage.ErrRecords},
		{"no id", good, linkage.Input{Columns: columns, Records: []linkage.Record{{Cells: []string{"x"}}}}, linkage.ErrRecords},
		{"judgement on nothing", good, linkage.Input{Columns: columns, Records: records, Judgements: []linkage.Judgement{{Left: "1", Right: "9"}}}, linkage.ErrRecords},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if _, err := linkage.Run(context.Background(), tt.spec, tt.in, linkage.Options{}); !errors.Is(err, tt.want) {
				t.Errorf("Run: %v, want %v", err, tt.want)
			}
		})
	}
}
