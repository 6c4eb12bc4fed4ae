package linkage

import (
	"cmp"
	"context"
	"slices"

	"golang.org/x/sync/errgroup"
)

// Blocks holds which records meet. A block is a set of records that share a
// key; its pairs are read with [Blocks.Pairs].
type Blocks struct {
	entries []entry  // sorted by key, then record
	starts  []int32  // where each block of two records or more begins in entries
	first   []int32  // where the keys of each record begin in keys
	keys    []uint64 // keys of each record, sorted
	apart   func(i, j int32) bool
	sample  []rulePairs
}

// An entry says that a record has a key.
type entry struct {
	key uint64
	rec int32
}

// rulePairs are pairs that one rule brought together, from which m is learnt.
type rulePairs struct {
	rule  Rule
	pairs [][2]int32
}

// maxKeys bounds the keys that one rule makes for one record.
const maxKeys = 64

// Block finds the records that meet under the rules of the spec.
func Block(ctx context.Context, spec Spec, d *Data, workers int) (*Blocks, error) {
	spec = spec.withDefaults()
	rules := spec.Rules
	if len(rules) == 0 {
		rules = AutoRules(d)
	}
	b := &Blocks{apart: listsApart(spec, d), sample: make([]rulePairs, len(rules))}
	leaves := make([][]entry, len(rules))
	g, ctx := errgroup.WithContext(ctx)
	g.SetLimit(max(1, workers))
	for i, r := range rules {
		g.Go(func() error {
			entries := ruleEntries(d, r, join(spec.Seed, uint64(i)))
			b.sample[i] = rulePairs{r, samplePairs(entries, spec.BlockLimit, spec.Seed, b.apart)}
			leaves[i] = splitBlocks(entries, newSplitter(d, r, spec.BlockLimit))
			return ctx.Err()
		})
	}
	if err := g.Wait(); err != nil {
		return nil, err
	}
	b.entries = sortEntries(slices.Concat(leaves...))
	b.index(d.Len())
	return b, nil
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

// ruleEntries gives the keys that a rule makes for every record, sorted.
func ruleEntries(d *Data, r Rule, seed uint64) []entry {
	parts := make([]rulePart, len(r))
	for i, k := range r {
		f := &d.fields[d.field(k.Field)]
		parts[i] = rulePart{of: f.of, keys: f.keys(k.Way)}
		for j := range i {
			if r[j].Field == k.Field && r[j].Way == k.Way {
				parts[i].again = true
			}
		}
	}
	var entries []entry
	var buf []uint64
	for rec := range d.Len() {
		buf = conjunctions(buf[:0], parts, rec, seed, 0)
		for _, k := range buf[:min(len(buf), maxKeys)] {
			entries = append(entries, entry{k, int32(rec)})
		}
	}
	return sortEntries(entries)
}

// rulePart is one key of a rule over all records.
type rulePart struct {
	of    []int32
	keys  [][]uint64
	again bool // the field came before in the rule: take a greater key of it
}

// conjunctions appends every way to choose one key of each part.
func conjunctions(out []uint64, parts []rulePart, rec int, h, last uint64) []uint64 {
	if len(parts) == 0 {
		return append(out, h)
	}
	p := parts[0]
	v := p.of[rec]
	if v < 0 {
		return out
	}
	for _, k := range p.keys[v] {
		if p.again && k <= last {
			continue
		}
		if out = conjunctions(out, parts[1:], rec, join(h, k), k); len(out) >= maxKeys {
			break
		}
	}
	return out
}

func sortEntries(e []entry) []entry {
	slices.SortFunc(e, func(a, b entry) int { return cmp.Or(cmp.Compare(a.key, b.key), cmp.Compare(a.rec, b.rec)) })
	return slices.Compact(e)
}

// eachBlock calls f with the entries of every key that two records share.
func eachBlock(entries []entry, f func(block []entry)) {
	for s := 0; s < len(entries); {
		e := s + 1
		for e < len(entries) && entries[e].key == entries[s].key {
			e++
		}
		if e-s > 1 {
			f(entries[s:e])
		}
		s = e
	}
}

// index notes where blocks begin and which keys each record has.
func (b *Blocks) index(n int) {
	b.first = make([]int32, n+1)
	at := int32(0)
	eachBlock(b.entries, func(block []entry) {
		for _, e := range block {
			b.first[e.rec+1]++
		}
	})
	for i := range n {
		b.first[i+1] += b.first[i]
	}
	b.keys = make([]uint64, b.first[n])
	next := slices.Clone(b.first[:n])
	kept := b.entries[:0]
	eachBlock(b.entries, func(block []entry) {
		b.starts = append(b.starts, at)
		at += int32(len(block))
		for _, e := range block {
			b.keys[next[e.rec]] = e.key
			next[e.rec]++
		}
		kept = append(kept, block...)
	})
	b.entries = kept
	b.starts = append(b.starts, at)
}

// Len is the number of blocks.
func (b *Blocks) Len() int { return len(b.starts) - 1 }

// Pairs calls f once for every pair, lesser record first, that meets in the
// blocks from lo up to hi and in no block of a smaller key. Over all
// blocks every pair that shares a key comes exactly once.
func (b *Blocks) Pairs(lo, hi int, f func(i, j int32)) {
	for k := lo; k < hi; k++ {
		block := b.entries[b.starts[k]:b.starts[k+1]]
		for x := range block {
			for y := x + 1; y < len(block); y++ {
				i, j := block[x].rec, block[y].rec
				if !b.apart(i, j) && !b.metBefore(i, j, block[x].key) {
					f(i, j)
				}
			}
		}
	}
}

// metBefore reports whether i and j share a key smaller than key.
func (b *Blocks) metBefore(i, j int32, key uint64) bool {
	x, y := b.keys[b.first[i]:b.first[i+1]], b.keys[b.first[j]:b.first[j+1]]
	for len(x) > 0 && len(y) > 0 && x[0] < key && y[0] < key {
		switch {
		case x[0] == y[0]:
			return true
		case x[0] < y[0]:
			x = x[1:]
		default:
			y = y[1:]
		}
	}
	return false
}
