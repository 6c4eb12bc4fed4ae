package linkage

import (
	"context"
	"errors"
	"math"
	"slices"
	"sync"

	"golang.org/x/sync/errgroup"
)

// A Pair is two records, the lesser first, and the evidence that they are of
// one thing. Records are indexes into [Data].
type Pair struct {
	I, J int32
	Bits Centibits
}

// Floor is the evidence below which a pair is not kept: less is as good as
// none, and clusters clip there.
const Floor Centibits = -800

// raw is what a pair's fields add up to, before the prior is known.
type raw struct{ same, kin Centibits }

// A raw pair is shuffled as 16 bits each; beyond 327 bits nothing is gained.
func (r raw) pack() uint32 {
	return uint32(uint16(clipped(r.same)))<<16 | uint32(uint16(clipped(r.kin)))
}

func (r raw) key() uint64 { return uint64(uint32(r.same))<<32 | uint64(uint32(r.kin)) }

func rawOf(key uint64) raw { return raw{Centibits(int32(key >> 32)), Centibits(int32(key))} }

func unpack(v uint32) raw { return raw{Centibits(int16(v >> 16)), Centibits(int16(v))} }

func clipped(c Centibits) int16 { return int16(max(math.MinInt16, min(math.MaxInt16, c))) }

// slack is how much a pair may gain when frequencies are counted over clusters
// instead of records. What lies further below the floor is not looked at again.
const slack Centibits = 300

// scored holds compared pairs in the order of their records.
type scored struct {
	met      Collection // key: the two records; value: raw, packed
	crew     Crew       // nil where this process is alone
	shards   int
	cells    map[raw]int // pairs by score, see scoreCell
	recapt   map[recapture]int
	compared int64
}

// recapture counts pairs by score and by the rules that brought them.
type recapture struct {
	same  Centibits // in cells
	rules uint32
}

func (r recapture) key() uint64 { return uint64(uint32(r.same))<<32 | uint64(r.rules) }

func recaptureOf(key uint64) recapture {
	return recapture{Centibits(int32(key >> 32)), uint32(key)}
}

// meet compares every pair of the blocks, each once, and keeps those that may
// matter under any prior. Of a large table some shards are compared first, from
// which the prior is guessed: of the others far fewer need then be kept.
func (m *Model) meet(ctx context.Context, b *Blocks, s Shuffle, workers int, done func(n, of int64)) (*scored, error) {
	out, err := newScored(s, b.shards)
	if err != nil {
		return nil, err
	}
	// The prior is about one in n; eight times that is the most it may be.
	keep := centi(math.Log2(float64(m.data.Len())+1)-3) + Floor - slack
	compare := func(c *comparison, items []Item) {
		items = united(items)
		c.compared += int64(len(items))
		c.eachRecord(items, keep, func(it Item, r raw) {
			c.recapt.add(recapture{r.same / cellWidth, it.Value}.key())
		})
	}
	first, others := pilot(b.shards, m.data.Len())
	err = m.each(ctx, b.pairs, out, first, workers, func(n, _ int64) { done(n, int64(b.shards)) }, compare)
	if err == nil && len(others) > 0 {
		keep = max(keep, m.guess(out.cells, first, b.shards)+Floor-slack)
		err = m.each(ctx, b.pairs, out, others, workers, func(n, _ int64) { done(n+int64(len(first)), int64(b.shards)) }, compare)
	}
	return out, errors.Join(err, b.pairs.Drop())
}

// From how many records on the prior is guessed from a few shards, what share
// of the shards they are, and how much more it may turn out to be.
const (
	pilotRecords = 200_000
	pilotShare   = 16
	pilotMargin  = 100 // centibits
)

// pilot parts the shards into those that are compared first, spread evenly, and
// the others.
func pilot(shards, records int) (first, others []int) {
	for shard := range shards {
		if records < pilotRecords || shard%pilotShare == pilotShare/2 {
			first = append(first, shard)
		} else {
			others = append(others, shard)
		}
	}
	return first, others
}

// guess gives the least evidence of a pair that, under the prior of some shards,
// is as good as even, less a margin.
func (m *Model) guess(cells map[raw]int, of []int, shards int) Centibits {
	n := float64(m.data.Len())
	pairs := 0.0
	for _, shard := range of { // the lesser record of a pair is in its shard
		from, to := n*float64(shard)/float64(shards), n*float64(shard+1)/float64(shards)
		pairs += (to - from) * (n - (from+to)/2)
	}
	g := *m
	g.findPriorOf(scoreCells(cells), pairs)
	return -g.priorBits() - pilotMargin
}

// united leaves each pair once, with the rules of all that brought it, in the
// place of the items.
func united(items []Item) []Item {
	out := items[:0]
	for _, it := range items {
		if n := len(out); n > 0 && out[n-1].Key == it.Key {
			out[n-1].Value |= it.Value
			continue
		}
		out = append(out, it)
	}
	return out
}

// again compares pairs that met before.
func (m *Model) again(ctx context.Context, met *scored, s Shuffle, workers int, done func(n, of int64)) (*scored, error) {
	out, err := newScored(s, met.shards)
	if err != nil {
		return nil, err
	}
	out.recapt = met.recapt
	err = m.each(ctx, met.met, out, everyShard(met.shards), workers, done, func(c *comparison, items []Item) {
		c.eachRecord(items, math.MinInt32, func(Item, raw) {})
	})
	return out, errors.Join(err, met.met.Drop())
}

func everyShard(shards int) []int {
	all := make([]int, shards)
	for i := range all {
		all[i] = i
	}
	return all
}

func newScored(s Shuffle, shards int) (*scored, error) {
	met, err := s.Collect("met", shards)
	crew, _ := s.(Crew)
	return &scored{met: met, crew: crew, shards: shards, cells: map[raw]int{}, recapt: map[recapture]int{}}, err
}

// comparison is one goroutine's part of comparing.
type comparison struct {
	sieve    *sieve
	kept     []Item
	cells    tally // by raw, in cells
	recapt   tally // by recapture
	compared int64
}

// eachRecord compares pairs, which are sorted, keeps those that reach keep, and
// tells of them.
func (c *comparison) eachRecord(items []Item, keep Centibits, kept func(it Item, r raw)) {
	for len(items) > 0 {
		i, n := items[0].Key>>32, 1
		for n < len(items) && items[n].Key>>32 == i {
			n++
		}
		run := items[:n]
		c.sieve.each(int32(i), n, func(k int) int32 { return int32(uint32(run[k].Key)) }, keep, func(k int, r raw) {
			c.keep(run[k].Key, r)
			kept(run[k], r)
		})
		items = items[n:]
	}
}

func (c *comparison) keep(key uint64, r raw) {
	c.kept = append(c.kept, Item{key, r.pack()})
	c.cells.add(raw{r.same / cellWidth, r.kin / cellWidth}.key())
}

func (m *Model) newComparison() *comparison {
	return &comparison{sieve: m.sieve(), cells: newTally(), recapt: newTally()}
}

// each compares the pairs of some shards of from into out.
func (m *Model) each(ctx context.Context, from Collection, out *scored, shards []int, workers int, done func(n, of int64), f func(c *comparison, items []Item)) error {
	if out.crew != nil {
		return m.shareEach(ctx, out.crew, from, out, shards, workers, done, f)
	}
	var mu sync.Mutex
	return perWorker(ctx, len(shards), workers, done, func() (func(int) error, func() error) {
		c := m.newComparison()
		var buf []Item
		work := func(part int) error {
			shard := shards[part]
			items, err := from.Shard(shard, buf)
			if err != nil {
				return err
			}
			buf = items[:0]
			f(c, items)
			err = out.met.Put(shard, c.kept)
			c.kept = c.kept[:0]
			return err
		}
		return work, func() error {
			mu.Lock()
			defer mu.Unlock()
			out.compared += c.compared
			c.cells.each(func(key uint64, n int) { out.cells[rawOf(key)] += n })
			c.recapt.each(func(key uint64, n int) { out.recapt[recaptureOf(key)] += n })
			return nil
		}
	})
}

// settle finds the prior and gives the pairs that reach the floor under it.
func (m *Model) settle(ctx context.Context, met *scored, workers int) ([]Pair, error) {
	m.findPrior(scoreCells(met.cells))
	return m.reaching(ctx, met, workers)
}

// reaching gives the pairs that reach the floor, in the order of their records.
func (m *Model) reaching(ctx context.Context, met *scored, workers int) ([]Pair, error) {
	parts := make([][]Pair, met.shards)
	err := perWorker(ctx, met.shards, workers, nil, func() (func(int) error, func() error) {
		var buf []Item
		work := func(shard int) error {
			items, err := met.met.Shard(shard, buf)
			if err != nil {
				return err
			}
			buf = items[:0]
			for _, it := range items {
				r := unpack(it.Value)
				if bits := m.total(r.same, r.kin); bits >= Floor {
					parts[shard] = append(parts[shard], Pair{int32(it.Key >> 32), int32(uint32(it.Key)), bits})
				}
			}
			parts[shard] = slices.Clip(parts[shard])
			return nil
		}
		return work, func() error { return nil }
	})
	return slices.Concat(parts...), err
}

// inParts does n pieces of work, some at a time, and tells how many are done.
func inParts(ctx context.Context, n, workers int, done func(n, of int64), f func(part int)) error {
	g, ctx := errgroup.WithContext(ctx)
	g.SetLimit(max(1, workers))
	steps := counter{of: int64(n), tell: done}
	for c := range n {
		g.Go(func() error {
			if err := ctx.Err(); err != nil {
				return err
			}
			f(c)
			steps.step()
			return nil
		})
	}
	return g.Wait()
}

// part is what one field says of a pair.
type part struct {
	seen      seen
	same, kin Centibits
	covered   bool // another field of its group says it already
}

// compare fills parts, one a field, and sums them.
func (m *Model) compare(i, j int32, parts []part) (same, kin Centibits) {
	lists := m.lists.pair(i, j)
	m.look(i, j, parts)
	for f := range parts {
		parts[f].same, parts[f].kin = m.fields[f].worth(parts[f].seen, lists)
	}
	for g := range m.groups {
		m.cover(g, parts)
	}
	for f := range parts {
		if !parts[f].covered {
			same += parts[f].same
			kin += parts[f].kin
		}
	}
	return same, kin
}

// look notes in parts how every field of a pair meets.
func (m *Model) look(i, j int32, parts []part) {
	a, b := m.data.row(i), m.data.row(j)
	m.lookLevels(i, j, a, b, parts)
	for _, f := range m.weighers {
		parts[f] = part{seen: m.fields[f].see(a[f], b[f])}
		parts[f].seen.kin = m.fields[f].weighKin(a[f], b[f], parts[f].seen)
	}
}

// lookLevels is look for the fields that have levels.
func (m *Model) lookLevels(i, j int32, a, b []int32, parts []part) {
	for _, f := range m.graders {
		parts[f] = part{seen: m.fields[f].see(a[f], b[f])}
	}
	for _, f := range m.withins {
		if w := m.fields[f].within; parts[f].seen.level == 0 && parts[w.field].seen.level == 0 {
			s := &parts[f].seen
			s.whole, s.rare = m.condition(i, j, f, s.whole, s.rare)
		}
	}
}

// cover leaves, of a group, the most for and the most against.
func (m *Model) cover(group int, parts []part) {
	most, least := -1, -1
	for f := range m.fields {
		if m.fields[f].group != group {
			continue
		}
		switch b := parts[f].same; {
		case b > 0 && (most < 0 || b > parts[most].same):
			most = f
		case b < 0 && (least < 0 || b < parts[least].same):
			least = f
		}
	}
	for f := range m.fields {
		if m.fields[f].group == group && f != most && f != least {
			parts[f].covered = true
		}
	}
}

// total adds the prior, and takes away what the pair owes to looking like kin.
func (m *Model) total(same, kin Centibits) Centibits {
	return m.priorBits() + same - m.kinBits(kin)
}

// bits scores any two records.
func (m *Model) bits(i, j int32) Centibits {
	return m.total(m.compare(i, j, make([]part, len(m.fields))))
}

// priorBits is the log2 of the odds of a random pair.
func (m *Model) priorBits() Centibits {
	return centi(math.Log2(m.prior / (1 - m.prior - m.kinned)))
}

// kinBits is how much likelier the pair is under "kin or strangers" than under
// "strangers" alone.
func (m *Model) kinBits(kin Centibits) Centibits {
	if !m.kin || m.kinned == 0 {
		return 0
	}
	return centi(math.Log2(1 + m.kinned/(1-m.prior-m.kinned)*math.Exp2(kin.Bits())))
}
