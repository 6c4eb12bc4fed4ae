package linkage

import (
	"cmp"
	"context"
	"fmt"
	"slices"
)

// Stages are the three pure functions of a run under a frozen model: Keys of a
// record, Compare of the records under one key, Cluster of the records that pairs
// chain together. Each depends on what it is given and on the model alone, so
// that an engine for many machines can bring together what shares a key and
// call them wherever it likes; package linkage/beam does. Between the stages an
// engine must leave of a pair that several keys brought just one, and gather
// the records that pairs at or above the threshold chain together.
//
// What comes out is what [Link] gives for all records with [Options.Frozen].
// Stages are safe for concurrent use.
type Stages struct {
	spec    Spec
	columns []string
	frozen  *Frozen
	tables  []frozenTable
}

// NewStages gives the functions for tables with the given columns, under the
// spec that the model was learnt by.
func NewStages(spec Spec, columns []string, z *Frozen) (*Stages, error) {
	spec, err := z.Spec(spec.withDefaults())
	if err != nil {
		return nil, err
	}
	if err := spec.Validate(columns); err != nil {
		return nil, err
	}
	return &Stages{spec: spec, columns: columns, frozen: z, tables: z.tables()}, nil
}

// Threshold is from where on a pair chains two records together.
func (s *Stages) Threshold() Centibits { return centi(s.spec.threshold()) }

// Read gives what the fields of a record are read from, which is what moves
// between the stages. weight is what the record counted for when the model was
// learnt, 0 for one that was not there.
func (s *Stages) Read(r Record, weight float64) (k Kept, err error) {
	t, err := NewTable(s.spec, s.columns)
	if err != nil {
		return k, err
	}
	t.Tee = func(kept Kept) error {
		k = Kept{ID: kept.ID, List: kept.List, Raw: slices.Clone(kept.Raw), Weight: weight}
		return nil
	}
	return k, t.Add(r)
}

// Keys gives the keys under which a record meets others, sorted, each once.
func (s *Stages) Keys(ctx context.Context, r Kept) ([]uint64, error) {
	m, err := s.model(ctx, []Kept{r})
	if err != nil {
		return nil, err
	}
	plan := s.frozen.plan(m.data)
	tables, err := newKeyTables(ctx, plan, m.data, 1)
	if err != nil {
		return nil, err
	}
	var keys []uint64
	for _, l := range newKeyer(plan, m.data, tables).leaves(0, nil) {
		keys = append(keys, l.key)
	}
	return unique(keys), nil
}

// Compare gives the pairs of the records under one key that reach [Floor], in
// the order of their ids. Under a key that is too common for all to meet they
// are those of the plan's anchors alone.
func (s *Stages) Compare(ctx context.Context, key uint64, block []Kept) ([]ScoredPair, error) {
	if len(block) < 2 {
		return nil, nil
	}
	m, err := s.model(ctx, block)
	if err != nil {
		return nil, err
	}
	anchors, few := s.frozen.Anchors[key]
	lists := listsApart(s.spec, m.data)
	sieve := m.sieve()
	var out []ScoredPair
	for i := range int32(m.data.Len()) {
		for j := i + 1; j < int32(m.data.Len()); j++ {
			a, b := m.data.ids[i], m.data.ids[j]
			if lists(i, j) || few && !slices.Contains(anchors, a) && !slices.Contains(anchors, b) {
				continue
			}
			r, ok := sieve.pair(i, j, Floor-m.priorBits())
			if !ok {
				continue
			}
			if bits := m.total(r.same, r.kin); bits >= Floor {
				out = append(out, ScoredPair{Left: a, Right: b, Bits: bits, Probability: m.Probability(bits)})
			}
		}
	}
	return out, nil
}

// Cluster parts the records that pairs at or above the threshold chain together
// into clusters, in the order of their ids. pairs are all those between them.
func (s *Stages) Cluster(ctx context.Context, records []Kept, pairs []ScoredPair) ([]Member, error) {
	m, err := s.model(ctx, records)
	if err != nil {
		return nil, err
	}
	d := m.data
	found := make([]Pair, len(pairs))
	for k, p := range pairs {
		i, okI := d.Index(p.Left)
		j, okJ := d.Index(p.Right)
		if !okI || !okJ {
			return nil, fmt.Errorf("%w: a pair is of a record that is not there", ErrRecords)
		}
		found[k] = Pair{int32(min(i, j)), int32(max(i, j)), p.Bits}
	}
	slices.SortFunc(found, func(p, q Pair) int { return cmp.Or(cmp.Compare(p.I, q.I), cmp.Compare(p.J, q.J)) })
	c, err := Cluster(ctx, d.Len(), found, s.Threshold(), Constraints{Apart: m.apart, Score: m.bits}, 1)
	out := make([]Member, d.Len())
	for i, of := range c.Of {
		out[i] = Member{d.ids[i], d.ids[of]}
	}
	return out, err
}

// model prepares a few records under the frozen model.
func (s *Stages) model(ctx context.Context, records []Kept) (*Model, error) {
	t := newTable(s.spec, 0)
	weight := make([]float64, len(records))
	for _, r := range records {
		if len(r.Raw) != len(s.spec.Fields) {
			return nil, fmt.Errorf("%w: record %q is of another spec", ErrRecords, r.ID)
		}
		t.addRaw(r.ID, r.List, r.Raw)
	}
	d, err := t.Data(ctx, 1)
	if err != nil {
		return nil, err
	}
	for i := range d.ids {
		weight[i] = records[d.From(i)].Weight
	}
	return s.frozen.modelOf(s.spec, d, weight, s.tables), nil
}
