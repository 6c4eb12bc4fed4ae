package linkage

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"strconv"
	"testing"
)

// mark is a Weigher of small numbers, as likely of one thing as they are near.
type mark struct{}

func (mark) Prepare(raw string) Value {
	n, err := strconv.Atoi(raw)
	if err != nil {
		return nil
	}
	return n
}

func (mark) Keys(v Value) []uint64 { return []uint64{Hash(fmt.Sprint(v))} }

func (mark) Weigh(a, b Value) (float64, string) {
	return max(-6, 5-1.3*math.Abs(float64(a.(int)-b.(int)))), "mark"
}

func (m mark) WeighKin(a, b Value) float64 {
	w, _ := m.Weigh(a, b)
	return w / 3
}

func (mark) Most(Value) float64 { return 5 }

// serialMark is a mark that is compared in series too.
type serialMark struct{ mark }

func (m serialMark) Series(values []Value) func() Series {
	return func() Series { return &markSeries{of: m.mark, values: values} }
}

type markSeries struct {
	of     mark
	values []Value
	held   int32
}

func (s *markSeries) Hold(x int32) { s.held = x }

func (s *markSeries) Weigh(y int32) float64 {
	w, _ := s.of.Weigh(s.values[s.held], s.values[y])
	return w
}

func (s *markSeries) Most(y int32) float64 { return s.Weigh(y) + .4 }

func (s *markSeries) WeighKin(y int32) float64 { return s.of.WeighKin(s.values[s.held], s.values[y]) }

// marked is a model of records with fields of all sorts; with a Weigher in a
// group where entangled.
func marked(t *testing.T, entangled bool) *Model {
	t.Helper()
	rng := rand.New(rand.NewPCG(6, 1))
	var records []Record
	for thing := range 150 {
		cells := []string{
			fmt.Sprintf("name%02d", rng.IntN(60)), fmt.Sprint("town ", rng.IntN(20)), fmt.Sprint("province ", rng.IntN(5)),
			fmt.Sprintf("%d-%02d-%02d", 1990+rng.IntN(20), 1+rng.IntN(12), 1+rng.IntN(28)), fmt.Sprint(rng.IntN(12)), fmt.Sprint(rng.IntN(12)),
		}
		for copies := range 2 {
			own := append([]string(nil), cells...)
			for f := range own {
				if rng.IntN(5) == 0 {
					own[f] = ""
				}
			}
			records = append(records, Record{ID: fmt.Sprintf("r%03d-%d", thing, copies), List: fmt.Sprint("list ", copies), Cells: own})
		}
	}
	spec := Spec{
		Fields: []Field{
			{Name: "name", Compare: Text(), Frequency: true}, {Name: "town", Compare: Exact(), Frequency: true, Group: "where"}, {Name: "province", Compare: Exact(), Group: "where"},
			{Name: "day", Compare: Date(), Within: "town"}, {Name: "a", Compare: serialMark{}}, {Name: "b", Compare: mark{}},
		},
		Rules: []Rule{On("name"), On("town", "province")},
		Kin:   &Kin{Shared: []string{"town"}, Apart: []string{"name"}},
	}
	if entangled {
		spec.Fields[5].Group = "where"
	}
	res, err := Run(context.Background(), spec, Input{Columns: []string{"name", "town", "province", "day", "a", "b"}, Records: records}, Options{Workers: 2})
	if err != nil {
		t.Fatal(err)
	}
	return res.Model
}

// TestSieveFindsWhatComparingFinds: to stop early changes no figure of a pair
// that is let through, and holds back none that reaches what is asked.
func TestSieveFindsWhatComparingFinds(t *testing.T) {
	for _, entangled := range []bool{false, true} {
		m := marked(t, entangled)
		if m.entangled != entangled {
			t.Fatalf("entangled: %v", m.entangled)
		}
		parts, sieve := make([]part, len(m.fields)), m.sieve()
		through, n := 0, int32(m.data.Len())
		for i := range n {
			for j := range n {
				if i == j {
					continue
				}
				same, kin := m.compare(i, j, parts)
				for _, least := range []Centibits{math.MinInt32, -1500, 0, same, same + 1} {
					r, ok := sieve.pair(i, j, least)
					if ok != (same >= least) || ok && r != (raw{same, kin}) {
						t.Fatalf("records %d and %d, least %v: %v, %v; comparing gives %v", i, j, least, r, ok, raw{same, kin})
					}
					if ok && least == 0 {
						through++
					}
				}
			}
		}
		if pairs := int(n * (n - 1)); through == 0 || through == pairs {
			t.Errorf("%d of %d pairs reach 0: the test shows little", through, pairs)
		}
	}
}
