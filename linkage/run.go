package linkage

import (
	"cmp"
	"context"
	"fmt"
	"runtime"
	"slices"
)

// A Linking is what a run of [Link] found, by the numbers of records in Data.
type Linking struct {
	Spec     Spec // with what it leaves open filled in
	Data     *Data
	Model    *Model
	Plan     *Plan
	Clusters []int32 // the least record of each record's cluster
	Pairs    []Pair  // at or above [Floor], in the order of their records
	Raised   []int32 // see [Clustering]
	Keys     int64   // keys made, over all rules and extensions
	Drawn    int64   // pairs as often as keys brought them
	Compared int64   // pairs compared, each once
	recapt   map[recapture]int
}

// Link is Run for tables that were read already, and gives its result by the
// numbers of records: for ten million of them strings would be too many.
func Link(ctx context.Context, spec Spec, d *Data, opt Options) (*Linking, error) {
	r := newRunner(spec, opt)
	r.data = d
	if err := r.all(ctx); err != nil {
		return nil, err
	}
	return &Linking{
		Spec: r.spec, Data: d, Model: r.model, Plan: r.blocks.plan, Clusters: r.clustering.Of, Pairs: r.pairs, Raised: r.clustering.Raised,
		Keys: r.blocks.keys.Load(), Drawn: r.blocks.drawn.Load(), Compared: r.compared, recapt: r.met.recapt,
	}, nil
}

// Threshold is the mean of bits at which clusters joined.
func (l *Linking) Threshold() Centibits { return centi(l.Spec.threshold()) }

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
	Shuffle  Shuffle // where items meet; in memory where nil
	// Frozen is a model that learns no more. The spec must be the one that its
	// Spec gave, and Weight tells, by id, what a record counted
	// for when it was learnt; nil: nothing.
	Frozen *Frozen
	Weight func(id string) float64
	// Before spares a run under Frozen from comparing anew what an earlier one
	// compared; nil: there is none. It does not change what comes out.
	Before *Before
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
	Plan      *Plan        // by which keys records met
}

// Freeze keeps the model and the plan of a run.
func (res *Result) Freeze() (*Frozen, error) { return res.linking().Freeze() }

// Weights gives what each record counted for when the model was learnt, in the
// order of Clusters.
func (res *Result) Weights() []float64 { return res.linking().Weights() }

func (res *Result) linking() *Linking {
	return &Linking{Data: res.Model.data, Model: res.Model, Plan: res.Plan}
}

// Run links the records. Errors about the spec wrap [ErrSpec], those about the
// records [ErrRecords]; a cancelled context gives its own error.
func Run(ctx context.Context, spec Spec, in Input, opt Options) (*Result, error) {
	r := newRunner(spec, opt)
	r.progress("prepare", 0, int64(len(in.Records)))
	var err error
	if r.data, err = Prepare(ctx, r.spec, in.Columns, in.Records, r.workers); err != nil {
		return nil, fmt.Errorf("prepare: %w", err)
	}
	if r.bound, r.asked, err = bind(r.data, in.Judgements); err != nil {
		return nil, err
	}
	if err := r.all(ctx); err != nil {
		return nil, err
	}
	return r.result(ctx)
}

func newRunner(spec Spec, opt Options) *runner {
	r := &runner{spec: spec.withDefaults(), workers: opt.Workers, progress: opt.Progress, shuffle: opt.Shuffle, frozen: opt.Frozen, weight: opt.Weight, before: opt.Before}
	if r.shuffle == nil {
		r.shuffle = Memory()
	}
	if r.workers <= 0 {
		r.workers = runtime.GOMAXPROCS(0)
	}
	if r.progress == nil {
		r.progress = func(string, int64, int64) {}
	}
	return r
}

// all blocks, and goes round.
func (r *runner) all(ctx context.Context) (err error) {
	r.progress("block", 0, 1)
	var plan *Plan
	if r.frozen != nil {
		plan = r.frozen.plan(r.data)
		if r.before != nil {
			plan.known = r.before.known(r.data)
		}
	}
	if r.blocks, err = Block(ctx, r.spec, r.data, plan, r.shuffle, r.workers, func(n, of int64) { r.progress("block", n, of) }); err != nil {
		return fmt.Errorf("block: %w", err)
	}
	if r.frozen != nil {
		return r.apply(ctx)
	}
	for round := range r.spec.Rounds {
		if err := r.round(ctx, round); err != nil {
			return err
		}
	}
	return nil
}

// apply scores and clusters under a model that learns no more.
func (r *runner) apply(ctx context.Context) (err error) {
	r.model = r.frozen.model(r.spec, r.data, r.weights())
	if r.met, err = r.model.meet(ctx, r.blocks, r.shuffle, r.workers, func(n, of int64) { r.progress("score", n, of) }); err != nil {
		return fmt.Errorf("score: %w", err)
	}
	r.compared = r.met.compared
	if r.pairs, err = r.model.reaching(ctx, r.met, r.workers); err != nil {
		return fmt.Errorf("score: %w", err)
	}
	if r.before != nil {
		r.pairs = r.before.with(r.pairs, r.data, r.blocks.plan.known)
	}
	r.bound.Apart, r.bound.Score = r.model.parted(r.spec), r.model.bits
	r.progress("cluster", 0, int64(len(r.pairs)))
	r.clustering, err = Cluster(ctx, r.data.Len(), r.pairs, centi(r.spec.threshold()), r.bound, r.workers)
	return err
}

// weights gives what each record counted for when a kept model was learnt.
func (r *runner) weights() []float64 {
	w := make([]float64, r.data.Len())
	for i, id := range r.data.ids {
		if r.weight != nil {
			w[i] = r.weight(id)
		}
	}
	return w
}

// runner holds what the stages of one run hand to each other.
type runner struct {
	spec     Spec
	workers  int
	progress Progress
	shuffle  Shuffle
	frozen   *Frozen
	weight   func(string) float64
	before   *Before

	data       *Data
	blocks     *Blocks
	bound      Constraints
	asked      map[[2]int32]bool
	model      *Model
	met        *scored
	compared   int64
	pairs      []Pair
	clustering Clustering
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
		r.met, err = r.model.meet(ctx, r.blocks, r.shuffle, r.workers, done)
		if err == nil {
			r.compared = r.met.compared
		}
	} else {
		r.met, err = r.model.again(ctx, r.met, r.shuffle, r.workers, done)
	}
	if err != nil {
		return fmt.Errorf("score: %w", err)
	}
	r.pairs = nil // as large as the new ones
	if r.pairs, err = r.model.settle(ctx, r.met, r.workers); err != nil {
		return fmt.Errorf("score: %w", err)
	}
	r.model.calibrate(r.bound)
	veto := r.model.vetoes(r.spec)
	r.model.apart = func(i, j int32) bool { return r.blocks.apart(i, j) || veto(i, j) }
	r.bound.Apart, r.bound.Score = r.model.parted(r.spec), r.model.bits
	r.progress("cluster", 0, int64(len(r.pairs)))
	r.clustering, err = Cluster(ctx, r.data.Len(), r.pairs, centi(r.spec.threshold()), r.bound, r.workers)
	if err != nil {
		return fmt.Errorf("cluster: %w", err)
	}
	if r.spec.Doubt == nil { // else pairs stay apart that the score would join
		r.model.fair.Caps = capsOf(r.pairs, r.clustering.Of, centi(r.spec.threshold()))
	}
	return nil
}

// known is what the next round starts from.
func (r *runner) known() Known {
	return Known{Clusters: r.clustering.Of, Model: r.model, Pairs: r.pairs, Same: r.bound.Must, Kin: r.bound.Kin}
}

func (r *runner) result(ctx context.Context) (*Result, error) {
	d := r.data
	res := &Result{Model: r.model, Plan: r.blocks.plan}
	for i, c := range r.clustering.Of {
		res.Clusters = append(res.Clusters, Member{d.ids[i], d.ids[c]})
	}
	for _, p := range r.pairs {
		res.Pairs = append(res.Pairs, ScoredPair{d.ids[p.I], d.ids[p.J], p.Bits, r.model.Probability(p.Bits)})
	}
	grey := [2]Centibits{centi(r.spec.Grey[0]), centi(r.spec.Grey[1])}
	g, err := r.model.gaugeFrom(ctx, r.pairs, centi(r.spec.threshold()), r.bound, r.workers)
	if err != nil {
		return nil, fmt.Errorf("weigh answers: %w", err)
	}
	if res.Open, err = openPairs(ctx, r.model, g, r.pairs, r.clustering.Of, grey, r.asked, r.workers); err != nil {
		return nil, fmt.Errorf("weigh answers: %w", err)
	}
	for _, p := range r.clustering.Refused {
		res.Conflicts = append(res.Conflicts, Conflict{d.ids[p[0]], d.ids[p[1]]})
	}
	for _, c := range r.clustering.Raised {
		res.Raised = append(res.Raised, d.ids[c])
	}
	slices.SortFunc(res.Conflicts, func(a, b Conflict) int {
		return cmp.Or(cmp.Compare(a.Left, b.Left), cmp.Compare(a.Right, b.Right))
	})
	return res, nil
}
