package identity

import (
	"cmp"
	"context"
	"math"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"testing"

	"kashf.org/kashf/linkage"
)

// review simulates people who answer a queue: "same" joins two clusters,
// "different" on a bridge takes a record out. The model stays as it was.
type review struct {
	s     *listSet
	found map[string]string
	into  map[string]string // clusters that were joined
	out   map[string]bool   // records that were taken out
}

func (r *review) cluster(id string) string {
	if r.out[id] {
		return "out " + id
	}
	c := r.found[id]
	for r.into[c] != "" {
		c = r.into[c]
	}
	return c
}

func (r *review) answer(o linkage.OpenPair, wrong bool) {
	a, b := r.cluster(o.Left), r.cluster(o.Right)
	switch same := (r.s.truth[o.Left] == r.s.truth[o.Right]) != wrong; {
	case same && a != b:
		r.into[max(a, b)] = min(a, b)
	case !same && o.Bridge:
		r.out[o.Right] = true
	}
}

func (r *review) f1() float64 {
	now := map[string]string{}
	for id := range r.found {
		now[id] = r.cluster(id)
	}
	return linkage.Evaluate(r.s.truth, now).Pairwise.F1
}

// curve gives F1 after every step answers, to the end of the queue, of which a
// share is wrong.
func (s *listSet) curve(found map[string]string, queue []linkage.OpenPair, step int, wrong float64) []float64 {
	r := &review{s: s, found: found, into: map[string]string{}, out: map[string]bool{}}
	out, rng := []float64{r.f1()}, rand.New(rand.NewPCG(3, 9))
	for i, o := range queue {
		r.answer(o, rng.Float64() < wrong)
		if (i+1)%step == 0 || i+1 == len(queue) {
			out = append(out, r.f1())
		}
	}
	return out
}

// near is how many answers bring F1 within .005 of the ceiling.
func near(curve []float64, step int, ceiling float64) int {
	return step * slices.IndexFunc(curve, func(f float64) bool { return f >= ceiling-.005 })
}

// How many answers bring F1 within .005 of what true answers to the whole queue
// bring: in the order of the queue, by doubt about the pair alone, and at random; and
// how many in the queue's order where one answer in fifty is wrong.
func TestReviewEconomy(t *testing.T) {
	if testing.Short() {
		t.Skip("26,000 records a folder: not in a short run")
	}
	const step = 20
	for _, dir := range listDirs() {
		t.Run(filepath.Base(dir), func(t *testing.T) {
			s := readLists(t, dir)
			res, err := linkage.Run(context.Background(), s.in.spec(2), s.in.table(), linkage.Options{Workers: 2})
			if err != nil {
				t.Fatal(err)
			}
			found := map[string]string{}
			for _, m := range res.Clusters {
				found[m.ID] = m.Cluster
			}
			ordered := s.curve(found, res.Open, step, 0)
			ceiling := ordered[len(ordered)-1]
			doubt := slices.SortedStableFunc(slices.Values(res.Open), func(a, b linkage.OpenPair) int {
				return cmp.Compare(math.Abs(a.Probability-.5), math.Abs(b.Probability-.5))
			})
			shuffled := slices.Clone(res.Open)
			rand.New(rand.NewPCG(1, 7)).Shuffle(len(shuffled), func(i, j int) { shuffled[i], shuffled[j] = shuffled[j], shuffled[i] })
			n, byDoubt, random := near(ordered, step, ceiling), near(s.curve(found, doubt, step, 0), step, ceiling), near(s.curve(found, shuffled, step, 0), step, ceiling)
			erring := near(s.curve(found, res.Open, step, .02), step, ceiling)
			t.Logf("%d open; F1 %.4f without answers, %.4f after 300, %.4f after all; within .005 of that after %d answers in the queue's order, %d by doubt, %d in a random one; %d with two answers in a hundred wrong",
				len(res.Open), ordered[0], ordered[min(300/step, len(ordered)-1)], ceiling, n, byDoubt, random, erring)
			if float64(n) > .6*float64(random) || float64(n) > .8*float64(byDoubt) {
				t.Errorf("the queue needs %d answers, doubt %d, a random order %d: want a fifth less than doubt, two fifths less than chance", n, byDoubt, random)
			}
		})
	}
}
