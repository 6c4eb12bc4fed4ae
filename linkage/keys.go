package linkage

import "slices"

// keyer makes the keys of records, one at a time, for one goroutine.
type keyer struct {
	plan *Plan
	data *Data
	cold map[keyPart][][]uint64 // of fields with few values; shared, read only
	now  int32                  // the record whose keys are in hot
	hot  map[keyPart][]uint64
	out  []uint64
	all  []uint64
}

// keyPart is a field and a way to key it.
type keyPart struct {
	field int
	way   string
}

// fewValues is up to how many distinct values the keys of all are kept.
const fewValues = 1 << 15

// coldKeys makes the keys of fields that have few values.
func coldKeys(p *Plan, d *Data) map[keyPart][][]uint64 {
	cold := map[keyPart][][]uint64{}
	add := func(field int, way string) {
		part, f := keyPart{field, way}, &d.fields[field]
		if _, ok := cold[part]; ok || len(f.values) > fewValues {
			return
		}
		keys := make([][]uint64, len(f.values))
		for v := range keys {
			keys[v] = unique(f.keysOf(nil, way, int32(v)))
		}
		cold[part] = keys
	}
	for r := range p.Rules {
		for _, k := range p.Rules[r] {
			add(d.field(k.Field), k.Way)
		}
		for _, f := range p.more[r] {
			add(f, "")
		}
	}
	return cold
}

func newKeyer(p *Plan, d *Data, cold map[keyPart][][]uint64) *keyer {
	return &keyer{plan: p, data: d, cold: cold, now: -1, hot: map[keyPart][]uint64{}}
}

// part gives the keys of one field of a record, sorted, each once.
func (k *keyer) part(rec int32, field int, way string) []uint64 {
	v := k.data.row(rec)[field]
	if v < 0 {
		return nil
	}
	part := keyPart{field, way}
	if cold, ok := k.cold[part]; ok {
		return cold[v]
	}
	if k.now != rec {
		k.now = rec
		clear(k.hot)
	}
	keys, ok := k.hot[part]
	if !ok {
		keys = unique(k.data.fields[field].keysOf(nil, way, v))
		k.hot[part] = keys
	}
	return keys
}

// base gives the keys that a rule makes for a record before any is split. The
// slice is good until the next call.
func (k *keyer) base(rec int32, rule int) []uint64 {
	h := join(k.plan.seed, uint64(rule))
	k.out = k.conjoin(k.out[:0], rec, k.plan.Rules[rule], 0, h, 0)
	k.out = unique(k.out)
	return k.out
}

// conjoin appends every way to choose one key of each part of the rule. Where
// a part comes again, a greater key of it is taken.
func (k *keyer) conjoin(out []uint64, rec int32, r Rule, at int, h, last uint64) []uint64 {
	if at == len(r) {
		return append(out, h&^fieldBits)
	}
	again := slices.Contains(r[:at], r[at])
	for _, key := range k.part(rec, k.data.field(r[at].Field), r[at].Way) {
		if again && key <= last {
			continue
		}
		if out = k.conjoin(out, rec, r, at+1, join(h, key), key); len(out) >= maxKeys {
			break
		}
	}
	return out
}

// extend calls put with every key that extends key for a record.
func (k *keyer) extend(rec int32, rule int, key uint64, put func(key uint64)) {
	from := extendedBy(key) + 1
	more := k.plan.more[rule]
	said := false
	for at := from; at < len(more); at++ {
		for _, x := range k.part(rec, more[at], "") {
			said = true
			put(extension(key, at, x))
		}
	}
	// A record that says nothing more meets those that say nothing more, or
	// just what it says.
	if !said || from >= len(more) {
		put(extension(key, twinField-1, k.twin(rec)))
	}
}

// twin is a key of all that a record says.
func (k *keyer) twin(rec int32) uint64 {
	h := uint64(1)
	for f := range k.data.fields {
		k.all = unique(append(k.all[:0], k.part(rec, f, "")...))
		for _, x := range k.all {
			h = join(h, x)
		}
		h = join(h, uint64(f))
	}
	return h
}
