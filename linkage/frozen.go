package linkage

import (
	"cmp"
	"errors"
	"fmt"
	"maps"
	"slices"
)

// A Frozen is a model and a block plan that no longer learn: what is linked
// under them depends on the records alone, so that records can be added to a run
// one batch after another and end where a run of all of them would. It holds
// frequencies, which are of the data: keep it where the data is kept.
type Frozen struct {
	Prior, KinPrior float64
	Calibration     Calibration
	Lists           []string // see listPairs
	Fields          []FrozenField
	Rules           []Rule
	Limit           int
	Seed            uint64
	More            [][]string
	Split           []uint64
	Anchors         map[uint64][]string
}

// A FrozenField is one field of a [Frozen].
type FrozenField struct {
	Name      string
	M, U, K   []float64
	ByLists   [][]float64
	Kept      []byte // of a Keeper
	Count     Counts // of values, where rare ones count for more
	Total     float64
	Both, One Counts // of a field that depends on another
}

// Counts are weights by hash, sorted by hash.
type Counts struct {
	Hash   []uint64
	Weight []float64
}

func countsOf(m map[uint64]float64) Counts {
	c := Counts{Hash: slices.Sorted(maps.Keys(m))}
	for _, h := range c.Hash {
		c.Weight = append(c.Weight, m[h])
	}
	return c
}

func (c Counts) table() map[uint64]float64 {
	m := make(map[uint64]float64, len(c.Hash))
	for i, h := range c.Hash {
		m[h] = c.Weight[i]
	}
	return m
}

// A Keeper is a comparator that learns from a table, as a [Surveyor] or a
// [Fitter] does, and can be kept.
type Keeper interface {
	Comparator
	// Keep writes what was learnt.
	Keep() ([]byte, error)
	// Restore gives, from what Keep wrote, a comparator that reads values as
	// the one that learnt compares them, and learns no more.
	Restore(kept []byte) (Comparator, error)
}

// ErrFrozen is wrapped by errors about a kept model that does not fit the spec.
var ErrFrozen = errors.New("kept model")

// Freeze keeps the model and the plan of a run.
func (l *Linking) Freeze() (*Frozen, error) {
	m, p := l.Model, l.Plan
	z := &Frozen{
		Prior: m.prior, KinPrior: m.kinned, Calibration: m.fair, Lists: m.lists.names,
		Rules: p.Rules, Limit: p.Limit, Seed: p.seed, More: p.More, Split: slices.Sorted(maps.Keys(p.Split)), Anchors: p.Anchors,
	}
	for i := range m.fields {
		f := &m.fields[i]
		k := FrozenField{Name: f.Name, M: f.m, U: f.u, K: f.k, ByLists: f.byLists, Count: countsOf(f.counts), Total: f.total}
		if f.within != nil {
			k.Both, k.One = countsOf(f.within.both), countsOf(f.within.one)
		}
		if keeper, ok := f.fitted.(Keeper); ok {
			var err error
			if k.Kept, err = keeper.Keep(); err != nil {
				return nil, fmt.Errorf("keep field %s: %w", f.Name, err)
			}
		}
		z.Fields = append(z.Fields, k)
	}
	return z, nil
}

// Spec gives the spec with comparators that compare as the model learnt. Data
// for a frozen run must be prepared by it.
func (z *Frozen) Spec(spec Spec) (Spec, error) {
	if len(spec.Fields) != len(z.Fields) {
		return spec, fmt.Errorf("%w: it has %d columns, the spec %d", ErrFrozen, len(z.Fields), len(spec.Fields))
	}
	spec.Fields = slices.Clone(spec.Fields)
	for i, k := range z.Fields {
		f := &spec.Fields[i]
		if f.Name != k.Name {
			return spec, fmt.Errorf("%w: column %d is %q, in the spec %q", ErrFrozen, i+1, k.Name, f.Name)
		}
		if l, ok := f.Compare.(Leveler); ok && len(l.Levels()) != len(k.M) {
			return spec, fmt.Errorf("%w: column %q has %d levels, in the spec %d", ErrFrozen, k.Name, len(k.M), len(l.Levels()))
		}
		if keeper, ok := f.Compare.(Keeper); ok && k.Kept != nil {
			var err error
			if f.Compare, err = keeper.Restore(k.Kept); err != nil {
				return spec, fmt.Errorf("%w: column %q: %w", ErrFrozen, k.Name, err)
			}
		}
	}
	return spec, nil
}

// plan gives the block plan for a table.
func (z *Frozen) plan(d *Data) *Plan {
	p := &Plan{Rules: z.Rules, Limit: z.Limit, More: z.More, Split: make(map[uint64]bool, len(z.Split)), Anchors: z.Anchors, seed: z.Seed, frozen: true}
	for _, k := range z.Split {
		p.Split[k] = true
	}
	p.bind(d)
	return p
}

// model gives the model for a table prepared by the spec that Spec gave.
// weight says what each record counted for when the model was learnt, 0 for one
// that was not there.
func (z *Frozen) model(spec Spec, d *Data, weight []float64) *Model {
	return z.modelOf(spec, d, weight, z.tables())
}

// A frozenTable is a field's counts, quick to look up.
type frozenTable struct{ count, both, one map[uint64]float64 }

func (z *Frozen) tables() []frozenTable {
	t := make([]frozenTable, len(z.Fields))
	for i, k := range z.Fields {
		t[i] = frozenTable{k.Count.table(), k.Both.table(), k.One.table()}
	}
	return t
}

func (z *Frozen) modelOf(spec Spec, d *Data, weight []float64, tables []frozenTable) *Model {
	m := &Model{data: d, fields: make([]fieldModel, len(d.fields)), weight: weight, lists: z.listPairs(d), kin: spec.Kin != nil, prior: z.Prior, kinned: z.KinPrior, fair: z.Calibration}
	groups := map[string]int{}
	for i := range d.fields {
		f, k := &m.fields[i], z.Fields[i]
		f.fieldData, f.fitted = d.fields[i], d.fields[i].Compare
		f.group = groupOf(f.Group, groups)
		f.role = roleOf(spec, f.Name)
		f.take(f.Compare)
		f.m, f.u, f.k, f.byLists = k.M, k.U, k.K, k.ByLists
		if f.Frequency {
			f.counts, f.total = tables[i].count, k.Total
			f.rarity = rarity(standsFor(&f.fieldData), f.counts, f.total)
		}
		if other := d.field(f.Within); other >= 0 && other != i {
			f.within = &within{field: other, own: standsFor(&d.fields[i]), others: standsFor(&d.fields[other]), both: tables[i].both, one: tables[i].one}
		}
		m.kin = m.kin || f.kin != nil
		f.tabulate()
	}
	m.groups = len(groups)
	m.sort()
	veto, lists := m.vetoes(spec), listsApart(spec, d)
	m.apart = func(i, j int32) bool { return lists(i, j) || veto(i, j) }
	return m
}

// listPairs numbers lists as the model did. A list that it does not know
// stands with the smallest it knew.
func (z *Frozen) listPairs(d *Data) listPairs {
	if len(z.Lists) < 2 {
		return listPairs{}
	}
	l := listPairs{of: make([]uint8, d.Len()), names: z.Lists}
	at := map[string]uint8{}
	for i, name := range z.Lists {
		at[name] = uint8(i)
	}
	for i, name := range d.lists {
		k, ok := at[name]
		if !ok {
			k = uint8(len(z.Lists) - 1)
		}
		l.of[i] = k
	}
	return l
}

// leaf is a key under which a record is found once too common ones are split.
type leaf struct {
	key      uint64
	anchored bool // it meets the anchors alone
}

// leaves gives the final keys of a record under a kept plan.
func (k *keyer) leaves(rec int32, out []leaf) []leaf {
	for rule := range k.plan.Rules {
		for _, key := range slices.Clone(k.base(rec, rule)) {
			out = k.split(rec, rule, key, 0, out)
		}
	}
	slices.SortFunc(out, func(a, b leaf) int { return cmp.Compare(a.key, b.key) })
	return slices.Compact(out)
}

func (k *keyer) split(rec int32, rule int, key uint64, depth int, out []leaf) []leaf {
	if !k.plan.Split[key] || depth == maxDepth {
		return append(out, leaf{key, k.plan.Anchors[key] != nil})
	}
	k.extend(rec, rule, key, func(longer uint64) { out = k.split(rec, rule, longer, depth+1, out) })
	return out
}
