package beam_test

import (
	"cmp"
	"context"
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"

	sdk "github.com/apache/beam/sdks/v2/go/pkg/beam"
	"github.com/apache/beam/sdks/v2/go/pkg/beam/register"
	"github.com/apache/beam/sdks/v2/go/pkg/beam/testing/ptest"
	gocmp "github.com/google/go-cmp/cmp"

	"kashf.org/kashf/linkage"
	"kashf.org/kashf/linkage/beam"
	"kashf.org/kashf/linkage/spec"
)

func TestMain(m *testing.M) { ptest.Main(m) }

const boatSpec = `
id: id
columns:
  name: text
  owner: words
  port: category
  built: date
block:
  - [name]
  - [owner, owner]
  - [built, port]
  - [name.first2, port]
limit: 12
`

var columns = []string{"id", "name", "owner", "port", "built"}

// boats invents entries of harbour books; one boat in two is in several, and
// clerks misspell.
func boats(n int, seed uint64) []linkage.Record {
	rng := rand.New(rand.NewPCG(seed, 7))
	word := func(n int) string {
		var b strings.Builder
		for range n {
			b.WriteByte("bdfgklmnprst"[rng.IntN(12)])
			b.WriteByte("aeiou"[rng.IntN(5)])
		}
		return b.String()
	}
	var out []linkage.Record
	for len(out) < n {
		boat := []string{word(3), word(2) + " " + word(2), fmt.Sprint("port ", rng.IntN(60)), fmt.Sprintf("%d-%02d-%02d", 1950+rng.IntN(60), 1+rng.IntN(12), 2+rng.IntN(26))}
		for range 1 + rng.IntN(3) {
			row := append([]string{fmt.Sprintf("b%07d", len(out))}, boat...)
			switch i := 1 + rng.IntN(8); {
			case i <= 4:
				row[i] = ""
			case i == 5:
				row[1] = row[1][1:]
			}
			out = append(out, linkage.Record{ID: row[0], List: fmt.Sprint("book ", rng.IntN(3)), Cells: row})
		}
	}
	return out[:n]
}

func bound(t *testing.T) linkage.Spec {
	t.Helper()
	f, err := spec.Parse("boats.yaml", []byte(boatSpec))
	if err != nil {
		t.Fatal(err)
	}
	s, err := f.Bind(columns)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func link(t *testing.T, s linkage.Spec, records []linkage.Record, opt linkage.Options) *linkage.Linking {
	t.Helper()
	d, err := linkage.Prepare(context.Background(), s, columns, records, 2)
	if err != nil {
		t.Fatal(err)
	}
	l, err := linkage.Link(context.Background(), s, d, opt)
	if err != nil {
		t.Fatal(err)
	}
	return l
}

// found is what the pipeline gave. It is shared with functions of the pipeline:
// prism runs them in this process.
var found struct {
	sync.Mutex
	pairs   []beam.Pair
	members []beam.Member
}

func takePair(p beam.Pair) {
	found.Lock()
	defer found.Unlock()
	found.pairs = append(found.pairs, p)
}

func takeMember(m beam.Member) {
	found.Lock()
	defer found.Unlock()
	found.members = append(found.members, m)
}

func init() {
	register.Function1x0(takePair)
	register.Function1x0(takeMember)
	sdk.RegisterType(reflect.TypeOf(beam.Record{}))
}

// elements is how many keyed records the test sends through the pipeline.
const elements = 100_000

// TestPrismGivesWhatTheLocalShuffleGives: with more than 10^5 records under
// keys the pipeline's pairs and clusters are those of a run in memory.
func TestPrismGivesWhatTheLocalShuffleGives(t *testing.T) {
	n := 30_000
	if testing.Short() {
		n = 2_000
	}
	all := boats(n, 1)
	learnt := link(t, bound(t), all[:n/2], linkage.Options{Workers: 2})
	frozen, err := learnt.Freeze()
	if err != nil {
		t.Fatal(err)
	}
	if len(frozen.Split) == 0 && !testing.Short() {
		t.Error("no block is split: the test shows less than it says")
	}
	weight := map[string]float64{}
	for i, w := range learnt.Weights() {
		weight[learnt.Data.ID(i)] = w
	}

	s, err := frozen.Spec(bound(t))
	if err != nil {
		t.Fatal(err)
	}
	local := link(t, s, all, linkage.Options{Workers: 2, Frozen: frozen, Weight: func(id string) float64 { return weight[id] }})
	if local.Keys < elements && !testing.Short() {
		t.Errorf("%d records under keys, want %d or more", local.Keys, elements)
	}
	t.Logf("%d records under %d keys", len(all), local.Keys)
	var wantPairs []beam.Pair
	for _, p := range local.Pairs {
		wantPairs = append(wantPairs, beam.Pair{Left: local.Data.ID(int(p.I)), Right: local.Data.ID(int(p.J)), Bits: int32(p.Bits)})
	}
	var wantMembers []beam.Member
	together := 0
	for i, c := range local.Clusters {
		wantMembers = append(wantMembers, beam.Member{ID: local.Data.ID(i), Cluster: local.Data.ID(int(c))})
		if int(c) != i {
			together++
		}
	}
	if together < n/4 {
		t.Errorf("%d of %d records were put with others: the test shows little", together, n)
	}

	run(t, beam.Job{Spec: []byte(boatSpec), Columns: columns, Frozen: frozen}, all, weight)
	slices.SortFunc(found.pairs, func(a, b beam.Pair) int {
		return cmp.Or(cmp.Compare(a.Left, b.Left), cmp.Compare(a.Right, b.Right))
	})
	slices.SortFunc(found.members, func(a, b beam.Member) int { return cmp.Compare(a.ID, b.ID) })
	if diff := gocmp.Diff(wantPairs, found.pairs); diff != "" {
		t.Errorf("pairs (-local +prism):\n%.2000s", diff)
	}
	if diff := gocmp.Diff(wantMembers, found.members); diff != "" {
		t.Errorf("clusters (-local +prism):\n%.2000s", diff)
	}
}

func run(t *testing.T, job beam.Job, records []linkage.Record, weight map[string]float64) {
	t.Helper()
	rows := make([]beam.Record, len(records))
	for i, r := range records {
		rows[i] = beam.Record{ID: r.ID, List: r.List, Cells: r.Cells, Weight: weight[r.ID]}
	}
	p, s := sdk.NewPipelineWithRoot()
	pairs, members, err := beam.Link(s, job, sdk.CreateList(s, rows))
	if err != nil {
		t.Fatal(err)
	}
	sdk.ParDo0(s, takePair, pairs)
	sdk.ParDo0(s, takeMember, members)
	if err := ptest.Run(p); err != nil {
		t.Fatal(err)
	}
}

// TestLinkRefuses: a job that no worker could do is refused where it is made.
func TestLinkRefuses(t *testing.T) {
	all := boats(400, 2)
	frozen, err := link(t, bound(t), all, linkage.Options{}).Freeze()
	if err != nil {
		t.Fatal(err)
	}
	for name, job := range map[string]beam.Job{
		"no spec":       {Columns: columns, Frozen: frozen},
		"other spec":    {Spec: []byte("id: id\ncolumns:\n  port: category\n"), Columns: columns, Frozen: frozen},
		"other columns": {Spec: []byte(boatSpec), Columns: columns[:2], Frozen: frozen},
	} {
		t.Run(name, func(t *testing.T) {
			_, s := sdk.NewPipelineWithRoot()
			if _, _, err := beam.Link(s, job, sdk.Create(s, beam.Record{ID: "x"})); err == nil {
				t.Error("no error")
			}
		})
	}
}
