package identity

import (
	"context"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"

	"kashf.org/kashf/linkage"
)

// answering simulates people who answer the queue truly.
type answering struct {
	s     *listSet
	spec  linkage.Spec
	said  []linkage.Judgement
	order func(open []linkage.OpenPair) []linkage.OpenPair
}

func (a *answering) run(t *testing.T) (*linkage.Result, float64) {
	t.Helper()
	table := a.s.in.table()
	table.Judgements = a.said
	res, err := linkage.Run(context.Background(), a.spec, table, linkage.Options{Workers: 2})
	if err != nil {
		t.Fatal(err)
	}
	found := map[string]string{}
	for _, m := range res.Clusters {
		found[m.ID] = m.Cluster
	}
	return res, linkage.Evaluate(a.s.truth, found).Pairwise.F1
}

// answer gives n true answers from the front of the queue.
func (a *answering) answer(open []linkage.OpenPair, n int) {
	for _, o := range a.order(open)[:min(n, len(open))] {
		v := linkage.Different
		switch {
		case a.s.truth[o.Left] == a.s.truth[o.Right]:
			v = linkage.Same
		case a.s.family[o.Left] == a.s.family[o.Right]:
			v = linkage.Relatives
		}
		a.said = append(a.said, linkage.Judgement{Left: o.Left, Right: o.Right, Verdict: v})
	}
}

// How many true answers bring F1 within .005 of what answering the whole queue
// of the first run brings, in the order of the queue and in a random one.
// Between runs fifty answers are given, as an office would in a day or two.
func TestReviewEconomy(t *testing.T) {
	if os.Getenv("KASHF_ECONOMY") == "" {
		t.Skip("a dozen runs of 26,000 records: set KASHF_ECONOMY to measure")
	}
	for _, dir := range listDirs() {
		t.Run(filepath.Base(dir), func(t *testing.T) {
			s := readLists(t, dir)
			spec := s.in.spec(2)
			inOrder := func(open []linkage.OpenPair) []linkage.OpenPair { return open }
			all := &answering{s: s, spec: spec, order: inOrder}
			res, none := all.run(t)
			queue := len(res.Open)
			all.answer(res.Open, queue)
			_, ceiling := all.run(t)
			t.Logf("without answers %.4f; with all %d answered %.4f", none, queue, ceiling)
			rng := rand.New(rand.NewPCG(7, 7))
			for name, order := range map[string]func([]linkage.OpenPair) []linkage.OpenPair{
				"queue": inOrder,
				"random": func(open []linkage.OpenPair) []linkage.OpenPair {
					rng.Shuffle(len(open), func(i, j int) { open[i], open[j] = open[j], open[i] })
					return open
				},
			} {
				a := &answering{s: s, spec: spec, order: order}
				res, f1 := a.run(t)
				for len(a.said) < 1000 && f1 < ceiling-.005 {
					a.answer(res.Open, 50)
					res, f1 = a.run(t)
					t.Logf("%s: %d answers, F1 %.4f", name, len(a.said), f1)
				}
			}
		})
	}
}
