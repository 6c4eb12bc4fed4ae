package identity

import (
	"context"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"kashf.org/kashf/linkage"
)

// review simulates people who answer a queue truly: "same" joins two clusters,
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

func (r *review) answer(o linkage.OpenPair) {
	a, b := r.cluster(o.Left), r.cluster(o.Right)
	switch same := r.s.truth[o.Left] == r.s.truth[o.Right]; {
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

// curve gives F1 after every step answers, to the end of the queue.
func (s *listSet) curve(found map[string]string, queue []linkage.OpenPair, step int) []float64 {
	r := &review{s: s, found: found, into: map[string]string{}, out: map[string]bool{}}
	out := []float64{r.f1()}
	for i, o := range queue {
		r.answer(o)
		if (i+1)%step == 0 || i+1 == len(queue) {
			out = append(out, r.f1())
		}
	}
	return out
}

// How many true answers bring F1 within .005 of what answering the whole queue
// brings, in the order of the queue and in random ones.
func TestReviewEconomy(t *testing.T) {
	if testing.Short() || os.Getenv("KASHF_ECONOMY") == "" {
		t.Skip("set KASHF_ECONOMY to measure")
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
			ordered := s.curve(found, res.Open, step)
			ceiling := ordered[len(ordered)-1]
			near := func(c []float64) int {
				return step * slices.IndexFunc(c, func(f float64) bool { return f >= ceiling-.005 })
			}
			random := 0
			for seed := range uint64(3) {
				shuffled := slices.Clone(res.Open)
				rand.New(rand.NewPCG(seed, 7)).Shuffle(len(shuffled), func(i, j int) { shuffled[i], shuffled[j] = shuffled[j], shuffled[i] })
				random += near(s.curve(found, shuffled, step)) / 3
			}
			n := near(ordered)
			t.Logf("%d open; F1 %.4f without answers, %.4f after 300, %.4f after all; within .005 of that after %d answers in the queue's order, %d in random ones",
				len(res.Open), ordered[0], ordered[min(300/step, len(ordered)-1)], ceiling, n, random)
			if float64(n) > .7*float64(random) {
				t.Errorf("the queue's order saves %.0f%% of the answers, want 30%% at least", 100*(1-float64(n)/float64(random)))
			}
		})
	}
}
