package linkage

import (
	"cmp"
	"context"
	"fmt"
	"runtime"
	"slices"
)

// Input is what a run links.
type Input struct {
	Columns    []string
	Records    []Record
	Judgements []Judgement
}

// Options say how a run goes about it; they do not change what comes out.
type Options struct {
	Workers  int // the number of processors where 0
	Progress Progress
}

// A ScoredPair is two records, the lesser id first, and the evidence that they
// are of one thing.
type ScoredPair struct {
	Left, Right string
	Bits        Centibits
	Probability float64
}

// A Member says to which cluster a record belongs. Cluster is the least id in it.
type Member struct{ ID, Cluster string }

// A Result is what a run found.
type Result struct {
	Clusters  []Member     // every record, by id
	Pairs     []ScoredPair // by ids; those at or above [Floor]
	Open      []OpenPair   // for people to judge, worth most first
	Conflicts []Conflict   // judgements that contradict each other
	Raised    []string     // least members of what was too large and was cut at a higher threshold
	Model     *Model       // explains any pair
}

// Run links the records. Errors about the spec wrap [ErrSpec], those about the
// records [ErrRecords]; a cancelled context gives its own error.
func Run(ctx context.Context, spec Spec, in Input, opt Options) (*Result, error) {
	r := runner{spec: spec.withDefaults(), workers: opt.Workers, progress: opt.Progress}
	if r.workers <= 0 {
		r.workers = runtime.GOMAXPROCS(0)
	}
	if r.progress == nil {
		r.progress = func(string, int64, int64) {}
	}
	if err := r.start(ctx, in); err != nil {
		return nil, err
	}
	for round := range r.spec.Rounds {
		if err := r.round(ctx, round); err != nil {
			return nil, err
		}
	}
	return r.result(), nil
}

// runner holds what the stages of one run hand to each other.
type runner struct {
	spec     Spec
	workers  int
	progress Progress

	data       *Data
	blocks     *Blocks
	bound      Constraints
	asked      map[[2]int32]bool
	model      *Model
	met        []raw
	pairs      []Pair
	clustering Clustering
}

// start reads, binds and blocks.
func (r *runner) start(ctx context.Context, in Input) (err error) {
	r.progress("prepare", 0, int64(len(in.Records)))
	if r.data, err = Prepare(ctx, r.spec, in.Columns, in.Records, r.workers); err != nil {
		return fmt.Errorf("prepare: %w", err)
	}
	if r.bound, r.asked, err = bind(r.data, in.Judgements); err != nil {
		return err
	}
	r.progress("block", 0, int64(r.data.Len()))
	if r.blocks, err = Block(ctx, r.spec, r.data, r.workers); err != nil {
		return fmt.Errorf("block: %w", err)
	}
	return nil
}

// round learns, scores and clusters once. The clusters of one round are what
// the next counts frequencies over.
func (r *runner) round(ctx context.Context, round int) (err error) {
	r.progress("learn", int64(round), int64(r.spec.Rounds))
	if r.model, err = Learn(ctx, r.spec, r.data, r.blocks, r.known(), r.workers); err != nil {
		return fmt.Errorf("learn: %w", err)
	}
	done := func(n, of int64) { r.progress("score", n, of) }
	if round == 0 {
		r.met, err = r.model.meet(ctx, r.blocks, r.workers, done)
	} else {
		err = r.model.again(ctx, r.met, r.workers, done)
	}
	if err != nil {
		return fmt.Errorf("score: %w", err)
	}
	r.pairs = r.model.settle(r.met)
	r.model.calibrate(r.bound)
	veto := r.model.vetoes(r.spec)
	r.model.apart = func(i, j int32) bool { return r.blocks.apart(i, j) || veto(i, j) }
	r.bound.Apart, r.bound.Score = r.model.apart, r.model.bits
	r.progress("cluster", 0, int64(len(r.pairs)))
	r.clustering, err = Cluster(ctx, r.data.Len(), r.pairs, centi(r.spec.Threshold), r.bound, r.workers)
	if err != nil {
		return fmt.Errorf("cluster: %w", err)
	}
	r.model.fair.Caps = capsOf(r.pairs, r.clustering.Of)
	return nil
}

// known is what the next round starts from.
func (r *runner) known() Known {
	return Known{Clusters: r.clustering.Of, Same: r.bound.Must, Kin: r.bound.Kin}
}

func (r *runner) result() *Result {
	d := r.data
	res := &Result{Model: r.model}
	for i, c := range r.clustering.Of {
		res.Clusters = append(res.Clusters, Member{d.ids[i], d.ids[c]})
	}
	for _, p := range r.pairs {
		res.Pairs = append(res.Pairs, ScoredPair{d.ids[p.I], d.ids[p.J], p.Bits, r.model.Probability(p.Bits)})
	}
	grey := [2]Centibits{centi(r.spec.Grey[0]), centi(r.spec.Grey[1])}
	res.Open = openPairs(r.model, r.pairs, r.clustering.Of, grey, r.asked)
	for _, p := range r.clustering.Refused {
		res.Conflicts = append(res.Conflicts, Conflict{d.ids[p[0]], d.ids[p[1]]})
	}
	for _, c := range r.clustering.Raised {
		res.Raised = append(res.Raised, d.ids[c])
	}
	slices.SortFunc(res.Conflicts, func(a, b Conflict) int {
		return cmp.Or(cmp.Compare(a.Left, b.Left), cmp.Compare(a.Right, b.Right))
	})
	return res
}
