package linkage

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"sync"
	"sync/atomic"
)

// Blocks holds which records meet: the candidates by pair, each as often as
// keys brought it, and for every rule a sample from which m is learnt.
type Blocks struct {
	plan   *Plan
	pairs  Collection // key: lesser record, greater record; value: the rule's bit
	shards int
	apart  func(i, j int32) bool
	sample []rulePairs
	keys   atomic.Int64 // keys made, over all rules and extensions
	drawn  atomic.Int64 // pairs, each as often as keys brought it

	mu         sync.Mutex // guards what a new plan finds
	newSplit   []uint64
	newAnchors map[uint64][]string
}

// rulePairs are pairs that one rule brought together, from which m is learnt.
type rulePairs struct {
	rule  Rule
	pairs [][2]int32
}

// blocker runs the Keys stage.
type blocker struct {
	*Blocks
	data    *Data
	shuffle Shuffle
	workers int
	seed    uint64
	tables  *keyTables
}

// recordsAtOnce is how many records one piece of work keys.
const recordsAtOnce = 1 << 13

// shardsFor is into how many shards items of n records are parted: a shard
// should be a few megabytes, and there should be more than workers.
func shardsFor(n int) int { return max(4, min(256, n/8192)) }

// Block finds the records that meet under the rules of the spec, rule after
// rule: keys are shuffled, blocks within the limit give their pairs, and larger
// ones are split by extending their key, which is shuffled anew.
func Block(ctx context.Context, spec Spec, d *Data, plan *Plan, s Shuffle, workers int, done func(n, of int64)) (*Blocks, error) {
	spec = spec.withDefaults()
	if plan == nil {
		plan = newPlan(spec, d)
	}
	k := &blocker{
		Blocks: &Blocks{plan: plan, shards: shardsFor(d.Len()), apart: plan.apart(listsApart(spec, d)), newAnchors: map[uint64][]string{}},
		data:   d, shuffle: s, workers: workers, seed: spec.Seed,
	}
	var err error
	if k.tables, err = newKeyTables(ctx, plan, d, workers); err != nil {
		return nil, err
	}
	if k.pairs, err = s.Collect("pairs", k.shards); err != nil {
		return nil, err
	}
	if err := k.rules(ctx, done); err != nil {
		return nil, err
	}
	for _, key := range k.newSplit {
		plan.Split[key] = true
	}
	for key, ids := range k.newAnchors {
		plan.Anchors[key] = ids
	}
	return k.Blocks, nil
}

// rules makes the pairs of all rules, with others where there is a [Crew].
func (b *blocker) rules(ctx context.Context, done func(n, of int64)) error {
	if crew, ok := b.shuffle.(Crew); ok {
		return b.shareRules(ctx, crew, done)
	}
	for r := range b.plan.Rules {
		if err := b.rule(ctx, r); err != nil {
			return fmt.Errorf("rule %s: %w", b.plan.Rules[r], err)
		}
		if done != nil {
			done(int64(r+1), int64(len(b.plan.Rules)))
		}
	}
	return nil
}

// listsApart tells pairs that lie within one list that holds nothing twice.
func listsApart(spec Spec, d *Data) func(i, j int32) bool {
	if len(spec.DuplicateFree) == 0 {
		return func(int32, int32) bool { return false }
	}
	every := slices.Contains(spec.DuplicateFree, EveryList)
	clean := map[string]bool{}
	for _, l := range spec.DuplicateFree {
		clean[l] = true
	}
	return func(i, j int32) bool { return d.lists[i] == d.lists[j] && (every || clean[d.lists[i]]) }
}

// apart tells, beside the pairs that are apart anyway, those that an earlier run
// scored: neither need meet.
func (p *Plan) apart(lists func(i, j int32) bool) func(i, j int32) bool {
	if p.known == nil {
		return lists
	}
	return func(i, j int32) bool { return p.known[i] && p.known[j] || lists(i, j) }
}

// keyShard is the shard of a key.
func keyShard(key uint64, shards int) int {
	return int((key >> 32) * uint64(shards) >> 32)
}

// rule makes the pairs of one rule.
func (b *blocker) rule(ctx context.Context, rule int) error {
	keys, err := b.shuffle.Collect("keys", b.shards)
	if err != nil {
		return err
	}
	n := b.data.Len()
	err = perWorker(ctx, (n+recordsAtOnce-1)/recordsAtOnce, b.workers, nil, func() (func(int) error, func() error) {
		k, out, made := newKeyer(b.plan, b.data, b.tables), newSender(keys, b.shards), 0
		work := func(part int) error {
			for rec := part * recordsAtOnce; rec < min(n, (part+1)*recordsAtOnce); rec++ {
				for _, key := range k.base(int32(rec), rule) {
					out.put(keyShard(key, b.shards), Item{key, uint32(rec)})
					made++
				}
			}
			return out.err
		}
		return work, func() error {
			b.keys.Add(int64(made))
			return out.close()
		}
	})
	if err != nil {
		return err
	}
	sample := newSampler()
	if err := b.level(ctx, rule, keys, 0, sample); err != nil {
		return err
	}
	b.sample = append(b.sample, rulePairs{b.plan.Rules[rule], sample.pairs()})
	return nil
}

// level makes the pairs of blocks within the limit and shuffles the others by
// longer keys.
func (b *blocker) level(ctx context.Context, rule int, keys Collection, depth int, sample *sampler) error {
	var next Collection
	if depth < maxDepth {
		var err error
		if next, err = b.shuffle.Collect("keys", b.shards); err != nil {
			return err
		}
	}
	var split atomic.Bool
	err := perWorker(ctx, b.shards, b.workers, nil, func() (func(int) error, func() error) {
		w := &blockWork{b: b, rule: rule, depth: depth, sample: sample, keyer: newKeyer(b.plan, b.data, b.tables), pairs: newSender(b.pairs, b.shards)}
		if next != nil {
			w.next = newSender(next, b.shards)
		}
		return w.shard(keys), func() error {
			b.keys.Add(w.made)
			b.drawn.Add(w.drawn)
			if w.made > 0 {
				split.Store(true)
			}
			if w.next != nil {
				if err := w.next.close(); err != nil {
					return err
				}
			}
			return w.pairs.close()
		}
	})
	if err == nil {
		err = keys.Drop()
	}
	if err != nil || next == nil {
		return err
	}
	if !split.Load() {
		return next.Drop()
	}
	return b.level(ctx, rule, next, depth+1, sample)
}

// blockWork is one goroutine's part of a level.
type blockWork struct {
	b           *blocker
	rule, depth int
	sample      *sampler
	keyer       *keyer
	pairs, next *sender
	made, drawn int64
	buf         []Item
}

func (w *blockWork) shard(keys Collection) func(int) error {
	return func(shard int) error {
		items, err := keys.Shard(shard, w.buf)
		if err != nil {
			return err
		}
		eachBlock(items, w.block)
		w.buf = items[:0]
		if w.next != nil && w.next.err != nil {
			return w.next.err
		}
		return w.pairs.err
	}
}

// eachBlock calls f with the items of every key that two records share.
func eachBlock(items []Item, f func(block []Item)) {
	for s := 0; s < len(items); {
		e := s + 1
		for e < len(items) && items[e].Key == items[s].Key {
			e++
		}
		if e-s > 1 {
			f(items[s:e])
		}
		s = e
	}
}

// block makes the pairs of a block, or splits it.
func (w *blockWork) block(block []Item) {
	key := block[0].Key
	if w.depth == 0 && !w.b.plan.frozen { // what is kept learns no more
		w.draw(block)
	}
	switch {
	case w.b.whole(key, len(block)):
		for x := range block {
			for y := x + 1; y < len(block); y++ {
				w.pair(block[x].Value, block[y].Value)
			}
		}
	case w.next == nil || extendedBy(key) == twinField-1:
		w.anchored(key, block)
	default:
		w.b.split(key)
		for _, it := range block {
			w.keyer.extend(int32(it.Value), w.rule, key, func(longer uint64) {
				w.next.put(keyShard(longer, w.b.shards), Item{longer, it.Value})
				w.made++
			})
		}
	}
}

// whole reports whether all records of a block meet. A plan that was kept has
// decided it; a new one decides by the size.
func (b *blocker) whole(key uint64, size int) bool {
	if !b.plan.frozen {
		return size <= b.plan.Limit
	}
	return !b.plan.Split[key] && b.plan.Anchors[key] == nil
}

// split notes in a new plan that a key was too common.
func (b *blocker) split(key uint64) {
	if b.plan.frozen {
		return
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	b.newSplit = append(b.newSplit, key)
}

func (b *blocker) anchor(key uint64, ids []string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.newAnchors[key] = ids
}

// pair notes that two records meet.
func (w *blockWork) pair(i, j uint32) {
	if w.b.apart(int32(i), int32(j)) {
		return
	}
	w.drawn++
	w.pairs.put(pairShard(i, w.b.data.Len(), w.b.shards), Item{uint64(i)<<32 | uint64(j), 1 << w.rule})
}

// pairShard is the shard of a pair, by its lesser record.
func pairShard(i uint32, n, shards int) int { return int(uint64(i) * uint64(shards) / uint64(n)) }

// anchored compares the records of a block that nothing splits any further
// with a few of them, chosen by their ids. Nobody is left out, and what a new
// record meets is fixed once the plan is.
func (w *blockWork) anchored(key uint64, block []Item) {
	b := w.b
	ids := b.plan.Anchors[key]
	if !b.plan.frozen {
		ids = b.anchors(block)
		b.anchor(key, ids)
	}
	for n, id := range ids {
		a, ok := b.data.Index(id)
		if !ok {
			continue
		}
		for _, it := range block {
			if o := slices.Index(ids, b.data.ids[it.Value]); int(it.Value) != a && (o < 0 || o > n) {
				w.pair(min(uint32(a), it.Value), max(uint32(a), it.Value))
			}
		}
	}
}

// anchorShare is the part of the limit that is compared with all of a block.
const anchorShare = 8

func (b *blocker) anchors(block []Item) []string {
	byHash := slices.Clone(block)
	for i := range byHash {
		byHash[i].Key = Hash(b.data.ids[byHash[i].Value])
	}
	slices.SortFunc(byHash, func(x, y Item) int { return cmp.Or(cmp.Compare(x.Key, y.Key), cmp.Compare(x.Value, y.Value)) })
	var ids []string
	for _, it := range byHash[:min(len(byHash), max(1, b.plan.Limit/anchorShare))] {
		ids = append(ids, b.data.ids[it.Value])
	}
	return ids
}

// drawn is how many pairs a record of a large block are drawn for the sample.
const drawn = 4

// draw offers the pairs of a block to the sample. Every record weighs the same,
// however large its block: if every pair did, nearly all of a sample would be
// strangers out of the largest blocks, the more of them the larger the table,
// and from a handful of pairs of one thing nothing is learnt.
func (w *blockWork) draw(block []Item) {
	n := len(block)
	if n > w.b.plan.Limit {
		rng := rand.New(rand.NewPCG(w.b.seed, block[0].Key))
		for range drawn * n {
			if x, y := rng.IntN(n), rng.IntN(n); x != y {
				w.offer(block[min(x, y)].Value, block[max(x, y)].Value, 2*drawn)
			}
		}
		return
	}
	for x := range block {
		for y := x + 1; y < n; y++ {
			w.offer(block[x].Value, block[y].Value, n-1)
		}
	}
}

// offer offers a pair that stands for one part in so many of a record.
func (w *blockWork) offer(i, j uint32, parts int) {
	h := Mix(join(w.b.seed, uint64(i)) ^ uint64(j))
	if h > math.MaxUint64/uint64(parts) {
		return // less than one in so many is taken in any case
	}
	if h *= uint64(parts); h < w.sample.bound.Load() && !w.b.apart(int32(i), int32(j)) {
		w.sample.take(h, int32(i), int32(j))
	}
}

// maxSample is how many pairs of one rule are looked at to learn m. Patterns
// of agreement are few; more pairs change the third digit.
const maxSample = 60_000

// A sampler keeps the pairs whose hash is least, and so the same ones whoever
// offers them and in whatever order.
type sampler struct {
	bound atomic.Uint64
	mu    sync.Mutex
	kept  []sampled
}

type sampled struct {
	hash uint64
	i, j int32
}

func newSampler() *sampler {
	s := &sampler{}
	s.bound.Store(math.MaxUint64)
	return s
}

func (s *sampler) take(hash uint64, i, j int32) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.kept = append(s.kept, sampled{hash, i, j}); len(s.kept) == 4*maxSample {
		s.trim()
	}
}

// trim leaves the least, each once.
func (s *sampler) trim() {
	slices.SortFunc(s.kept, func(a, b sampled) int {
		return cmp.Or(cmp.Compare(a.hash, b.hash), cmp.Compare(a.i, b.i), cmp.Compare(a.j, b.j))
	})
	s.kept = slices.Compact(s.kept)
	if len(s.kept) > maxSample {
		s.kept = s.kept[:maxSample]
		s.bound.Store(s.kept[maxSample-1].hash)
	}
}

// pairs gives what was kept, in the order of the records.
func (s *sampler) pairs() [][2]int32 {
	s.trim()
	out := make([][2]int32, len(s.kept))
	for k, p := range s.kept {
		out[k] = [2]int32{p.i, p.j}
	}
	slices.SortFunc(out, func(a, b [2]int32) int { return cmp.Or(cmp.Compare(a[0], b[0]), cmp.Compare(a[1], b[1])) })
	return out
}
