package linkage

import "slices"

// A component is records that strong pairs chain together, with every scored
// pair among them.
type component struct {
	records []int32 // ascending
	pairs   []Pair
}

// components gives the sets of two records and more that are connected by pairs
// at or above the threshold or by what must be joined. No merge by average linkage
// ever crosses them.
func components(n int, pairs []Pair, threshold Centibits, must forest) []component {
	f := newForest(n)
	for i := range n {
		f.join(int32(i), must.root(int32(i)))
	}
	for _, p := range pairs {
		if p.Bits >= threshold {
			f.join(p.I, p.J)
		}
	}
	at := make([]int32, n) // the record's part; -1 where it stands alone
	for i := range at {
		at[i] = -1
	}
	var parts []component
	for i := range n {
		r := f.root(int32(i))
		if int(r) == i {
			continue
		}
		if at[r] < 0 { // the root is the least, and so comes before
			at[r] = int32(len(parts))
			parts = append(parts, component{records: []int32{r}})
		}
		at[i] = at[r]
		parts[at[i]].records = append(parts[at[i]].records, int32(i))
	}
	share(parts, at, pairs)
	return parts
}

// share gives every part the pairs within it, all of them in one piece of memory.
func share(parts []component, at []int32, pairs []Pair) {
	within := func(p Pair) bool { return at[p.I] >= 0 && at[p.I] == at[p.J] }
	count, all := make([]int, len(parts)), 0
	for _, p := range pairs {
		if within(p) {
			count[at[p.I]]++
			all++
		}
	}
	room := make([]Pair, all)
	for k, n := range count {
		parts[k].pairs, room = room[:0:n], room[n:]
	}
	for _, p := range pairs {
		if within(p) {
			c := &parts[at[p.I]]
			c.pairs = append(c.pairs, p)
		}
	}
}

// maxComplete is the size up to which every pair of a component is scored. Most
// components are a handful of records; in one of a thousand the pairs that did
// not meet are the rule.
const maxComplete = 64

// complete gives the pairs with those that did not meet, scored, all in the
// order of their records.
func (c component) complete(score func(i, j int32) Centibits) []Pair {
	n := len(c.records)
	if score == nil || n > maxComplete || len(c.pairs) == n*(n-1)/2 {
		return c.pairs
	}
	met, all := c.pairs, make([]Pair, 0, n*(n-1)/2)
	for x, i := range c.records {
		for _, j := range c.records[x+1:] {
			if len(met) > 0 && met[0].I == i && met[0].J == j {
				all, met = append(all, met[0]), met[1:]
			} else {
				all = append(all, Pair{i, j, score(i, j)})
			}
		}
	}
	return all
}

// pieces cuts a component that has grown too large by raising the threshold,
// there and only there, until its pieces are small enough.
func (c component) pieces(threshold Centibits, must forest) []component {
	if len(c.records) <= maxComponent || threshold > clip*4 {
		return []component{c}
	}
	threshold += raise
	local := make(map[int32]int32, len(c.records))
	for k, r := range c.records {
		local[r] = int32(k)
	}
	pairs := make([]Pair, len(c.pairs))
	for k, p := range c.pairs {
		pairs[k] = Pair{local[p.I], local[p.J], p.Bits}
	}
	held := newForest(len(c.records))
	for k, r := range c.records {
		held.join(int32(k), local[must.root(r)])
	}
	var out []component
	for _, p := range components(len(c.records), pairs, threshold, held) {
		for k := range p.records {
			p.records[k] = c.records[p.records[k]]
		}
		for k := range p.pairs {
			p.pairs[k].I, p.pairs[k].J = c.records[p.pairs[k].I], c.records[p.pairs[k].J]
		}
		out = append(out, p.pieces(threshold, must)...)
	}
	return slices.Clip(out)
}
