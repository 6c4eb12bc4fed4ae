package linkage

import (
	"cmp"
	"context"
	"fmt"
	"iter"
	"slices"
)

// A Past is a run that was kept, to which records are added. Its records have
// numbers from 0, which never change. Package linkage/local keeps one in a folder.
type Past interface {
	Len() int
	// Find gives the number of the record with an id.
	Find(id string) (int, bool)
	// Record gives what the run knew of a record.
	Record(i int) (Kept, error)
	// Under calls visit with every record that is found under each of the keys,
	// which are sorted.
	Under(keys []uint64, visit func(key uint64, record int)) error
	// Pairs gives all scored pairs, in any order.
	Pairs() iter.Seq2[Pair, error]
}

// Kept is a record as a [Past] keeps it: what each field of the spec was
// read from.
type Kept struct {
	ID, List string
	Raw      []string
	Weight   float64 // what it counted for when the model was learnt
}

// An Addition is what adding records to a [Past] comes to. New records have the
// numbers that follow those of the past, in the order of their ids.
type Addition struct {
	Data  *Data  // the new records
	Pairs []Pair // new pairs, at or above [Floor]
	Keys  []Item // under which the new records are found from now on, sorted
	// Cluster gives the cluster, as the number of its least record, of every
	// record whose cluster may have changed, and of the new ones.
	Cluster map[int32]int32
	// Touched is how many records of the past were clustered anew.
	Touched, Compared int
}

// Add links new records to a past under its frozen model, and ends where a run
// of all of them under that model would. d holds the new records, prepared by
// the spec that [Frozen.Spec] gave.
func Add(ctx context.Context, spec Spec, z *Frozen, past Past, d *Data, opt Options) (*Addition, error) {
	r := newRunner(spec, opt)
	a := &adder{runner: r, frozen: z, tables: z.tables(), past: past, new: d, old: past.Len()}
	for _, step := range []struct {
		name string
		do   func(context.Context) error
	}{{"keys", a.keys}, {"meet", a.meet}, {"score", a.score}, {"gather", a.gather}, {"cluster", a.cluster}} {
		r.progress(step.name, 0, 1)
		if err := step.do(ctx); err != nil {
			return nil, fmt.Errorf("%s: %w", step.name, err)
		}
	}
	return &a.out, nil
}

// adder holds what the steps of adding hand to each other. Records are named by
// their numbers: those of the past, then the new ones.
type adder struct {
	*runner
	frozen   *Frozen
	tables   []frozenTable // of the frozen model
	past     Past
	new      *Data
	old      int
	anchored map[uint64][]int32 // new records by the key of anchors that they meet
	met      []uint64           // pairs of numbers, sorted
	pairs    []Pair             // all within the touched components
	touched  []int32            // sorted
	out      Addition
}

func (a *adder) keys(ctx context.Context) error {
	a.out.Data, a.out.Cluster, a.anchored = a.new, map[int32]int32{}, map[uint64][]int32{}
	plan := a.frozen.plan(a.new)
	tables, err := newKeyTables(ctx, plan, a.new, a.workers)
	if err != nil {
		return err
	}
	k := newKeyer(plan, a.new, tables)
	var leaves []leaf
	for rec := range a.new.Len() {
		if _, ok := a.past.Find(a.new.ids[rec]); ok {
			return fmt.Errorf("%w: id %q is there already", ErrRecords, a.new.ids[rec])
		}
		leaves = k.leaves(int32(rec), leaves[:0])
		for _, l := range leaves {
			if l.anchored {
				a.anchored[l.key] = append(a.anchored[l.key], int32(a.old+rec))
				continue
			}
			a.out.Keys = append(a.out.Keys, Item{l.key, uint32(a.old + rec)})
		}
	}
	SortItems(a.out.Keys)
	return nil
}

func (a *adder) pair(i, j int32) {
	if i != j {
		a.met = append(a.met, uint64(min(i, j))<<32|uint64(max(i, j)))
	}
}

func (a *adder) meet(context.Context) error {
	var keys []uint64
	under := map[uint64][]Item{}
	for s := 0; s < len(a.out.Keys); {
		e := s
		for e < len(a.out.Keys) && a.out.Keys[e].Key == a.out.Keys[s].Key {
			for _, other := range a.out.Keys[s:e] {
				a.pair(int32(a.out.Keys[e].Value), int32(other.Value))
			}
			e++
		}
		keys = append(keys, a.out.Keys[s].Key)
		under[a.out.Keys[s].Key] = a.out.Keys[s:e]
		s = e
	}
	err := a.past.Under(keys, func(key uint64, record int) {
		for _, it := range under[key] {
			a.pair(int32(record), int32(it.Value))
		}
	})
	for key, records := range a.anchored {
		for _, id := range a.frozen.Anchors[key] {
			if i, ok := a.past.Find(id); ok {
				for _, rec := range records {
					a.pair(int32(i), rec)
				}
			}
		}
	}
	slices.Sort(a.met)
	a.met = slices.Compact(a.met)
	a.out.Compared = len(a.met)
	return err
}

// scene prepares some records, and gives their numbers in the order of the
// data.
func (a *adder) scene(ctx context.Context, numbers []int32) (*Model, []int32, error) {
	t := newTable(a.spec, 0)
	byID := map[string]int32{}
	weight := map[string]float64{}
	for _, n := range numbers {
		k, err := a.record(n)
		if err != nil {
			return nil, nil, err
		}
		byID[k.ID], weight[k.ID] = n, k.Weight
		t.addRaw(k.ID, k.List, k.Raw)
	}
	d, err := t.Data(ctx, a.workers)
	if err != nil {
		return nil, nil, err
	}
	order, w := make([]int32, d.Len()), make([]float64, d.Len())
	for i, id := range d.ids {
		order[i], w[i] = byID[id], weight[id]
	}
	return a.frozen.modelOf(a.spec, d, w, a.tables), order, nil
}

func (a *adder) record(n int32) (Kept, error) {
	if int(n) < a.old {
		return a.past.Record(int(n))
	}
	i := int(n) - a.old
	return Kept{ID: a.new.ids[i], List: a.new.lists[i], Raw: a.new.raw(i)}, nil
}

func (a *adder) score(ctx context.Context) error {
	seen := map[int32]bool{}
	var numbers []int32
	for _, p := range a.met {
		for _, n := range [2]int32{int32(p >> 32), int32(uint32(p))} {
			if !seen[n] {
				seen[n] = true
				numbers = append(numbers, n)
			}
		}
	}
	m, order, err := a.scene(ctx, numbers)
	if err != nil {
		return err
	}
	at := make(map[int32]int32, len(order))
	for i, n := range order {
		at[n] = int32(i)
	}
	lists := listsApart(a.spec, m.data)
	parts := make([][]Pair, (len(a.met)+recordsAtOnce-1)/recordsAtOnce)
	err = inParts(ctx, len(parts), a.workers, nil, func(n int) {
		sieve := m.sieve()
		for _, p := range a.met[n*recordsAtOnce : min(len(a.met), (n+1)*recordsAtOnce)] {
			i, j := int32(p>>32), int32(uint32(p))
			x, y := at[i], at[j]
			if lists(x, y) {
				continue
			}
			if r, ok := sieve.pair(min(x, y), max(x, y), Floor-m.priorBits()); ok {
				if bits := m.total(r.same, r.kin); bits >= Floor {
					parts[n] = append(parts[n], Pair{i, j, bits})
				}
			}
		}
	})
	a.out.Pairs = slices.Concat(parts...)
	return err
}

// gather finds the records that strong pairs chain to a new one, and the pairs
// among them.
func (a *adder) gather(context.Context) error {
	threshold := centi(a.spec.threshold())
	f := newForest(a.old + a.new.Len())
	for p, err := range a.past.Pairs() {
		if err != nil {
			return err
		}
		if p.Bits >= threshold {
			f.join(p.I, p.J)
		}
	}
	for _, p := range a.out.Pairs {
		if p.Bits >= threshold {
			f.join(p.I, p.J)
		}
	}
	in := make([]bool, len(f)) // by root: a new record is in its set
	for i := a.old; i < len(f); i++ {
		in[f.root(int32(i))] = true
	}
	for i := range f {
		if in[f.root(int32(i))] {
			a.touched = append(a.touched, int32(i))
		}
	}
	a.out.Touched = len(a.touched) - a.new.Len()
	for p, err := range a.past.Pairs() {
		if err != nil {
			return err
		}
		if r := f.root(p.I); r == f.root(p.J) && in[r] {
			a.pairs = append(a.pairs, p)
		}
	}
	for _, p := range a.out.Pairs {
		if f.root(p.I) == f.root(p.J) {
			a.pairs = append(a.pairs, p)
		}
	}
	return nil
}

// cluster clusters the touched records anew, in the order of their ids.
func (a *adder) cluster(ctx context.Context) error {
	m, order, err := a.scene(ctx, a.touched)
	if err != nil {
		return err
	}
	at := make(map[int32]int32, len(order))
	for i, n := range order {
		at[n] = int32(i)
	}
	for k, p := range a.pairs {
		x, y := at[p.I], at[p.J]
		a.pairs[k].I, a.pairs[k].J = min(x, y), max(x, y)
	}
	slices.SortFunc(a.pairs, func(p, q Pair) int { return cmp.Or(cmp.Compare(p.I, q.I), cmp.Compare(p.J, q.J)) })
	c, err := Cluster(ctx, len(order), a.pairs, centi(a.spec.threshold()), Constraints{Apart: m.parted(a.spec), Score: m.bits}, a.workers)
	for i, of := range c.Of {
		a.out.Cluster[order[i]] = order[of]
	}
	return err
}

// Leaves gives, by key, the records that are found under it when records are
// added, in a collection of the shuffle and its number of shards. Blocks that only
// anchors are met in need none.
func (l *Linking) Leaves(ctx context.Context, s Shuffle, workers int) (Collection, int, error) {
	shards := shardsFor(l.Data.Len())
	out, err := s.Collect("leaves", shards)
	if err != nil {
		return nil, 0, err
	}
	tables, err := newKeyTables(ctx, l.Plan, l.Data, workers)
	if err != nil {
		return nil, 0, err
	}
	n := l.Data.Len()
	err = perWorker(ctx, (n+recordsAtOnce-1)/recordsAtOnce, workers, nil, func() (func(int) error, func() error) {
		k, to := newKeyer(l.Plan, l.Data, tables), newSender(out, shards)
		var leaves []leaf
		work := func(part int) error {
			for rec := part * recordsAtOnce; rec < min(n, (part+1)*recordsAtOnce); rec++ {
				leaves = k.leaves(int32(rec), leaves[:0])
				for _, f := range leaves {
					if !f.anchored {
						to.put(keyShard(f.key, shards), Item{f.key, uint32(rec)})
					}
				}
			}
			return to.err
		}
		return work, to.close
	})
	return out, shards, err
}

// Weights gives what each record counted for when the model was learnt.
func (l *Linking) Weights() []float64 {
	if l.Model.weight != nil {
		return l.Model.weight
	}
	w := make([]float64, l.Data.Len())
	for i := range w {
		w[i] = 1
	}
	return w
}
