package linkage

import (
	"context"
	"slices"
)

// keyTables are the keys of every value of a table, by field and way, made once
// for all records: a value is keyed by several rules, and again wherever a key
// of its records is too common.
type keyTables struct {
	parts []keyTable
	rules [][]int  // by rule and key of the rule: which of parts
	own   []int    // by field: which of parts has its own keys
	twins []uint64 // by record: a key of all that it says
}

// A keyTable is the keys of the values of one field in one way, each value's
// sorted and each once.
type keyTable struct {
	field int
	way   string
	from  []uint32 // where the keys of a value begin
	keys  []uint64
}

// newKeyTables makes the keys that a plan may ask for.
func newKeyTables(ctx context.Context, p *Plan, d *Data, workers int) (*keyTables, error) {
	t := &keyTables{own: make([]int, len(d.fields))}
	for f := range d.fields {
		t.own[f] = t.number(f, "")
	}
	for _, r := range p.Rules {
		var parts []int
		for _, k := range r {
			parts = append(parts, t.number(d.field(k.Field), k.Way))
		}
		t.rules = append(t.rules, parts)
	}
	for i := range t.parts {
		if err := t.parts[i].fill(ctx, &d.fields[t.parts[i].field], workers); err != nil {
			return nil, err
		}
	}
	return t, t.twin(ctx, d, workers)
}

// twin makes a key of all that a record says, for each.
func (t *keyTables) twin(ctx context.Context, d *Data, workers int) error {
	n := d.Len()
	t.twins = make([]uint64, n)
	return inParts(ctx, (n+recordsAtOnce-1)/recordsAtOnce, workers, nil, func(part int) {
		for rec := part * recordsAtOnce; rec < min(n, (part+1)*recordsAtOnce); rec++ {
			h := uint64(1)
			for f, v := range d.row(int32(rec)) {
				for _, x := range t.parts[t.own[f]].of(v) {
					h = join(h, x)
				}
				h = join(h, uint64(f))
			}
			t.twins[rec] = h
		}
	})
}

// number finds a part, or adds it.
func (t *keyTables) number(field int, way string) int {
	at := slices.IndexFunc(t.parts, func(k keyTable) bool { return k.field == field && k.way == way })
	if at < 0 {
		at = len(t.parts)
		t.parts = append(t.parts, keyTable{field: field, way: way})
	}
	return at
}

// keysAtOnce is how many values one piece of work keys.
const keysAtOnce = 1 << 14

func (t *keyTable) fill(ctx context.Context, f *fieldData, workers int) error {
	n := len(f.values)
	pieces := make([][]uint64, (n+keysAtOnce-1)/keysAtOnce)
	t.from = make([]uint32, n+1)
	err := inParts(ctx, len(pieces), workers, nil, func(part int) {
		var keys, one []uint64
		for v := part * keysAtOnce; v < min(n, (part+1)*keysAtOnce); v++ {
			one = unique(f.keysOf(one[:0], t.way, int32(v)))
			keys = append(keys, one...)
			t.from[v+1] = uint32(len(one))
		}
		pieces[part] = keys
	})
	for v := range n {
		t.from[v+1] += t.from[v]
	}
	t.keys = make([]uint64, 0, t.from[n])
	for part, keys := range pieces {
		t.keys = append(t.keys, keys...)
		pieces[part] = nil
	}
	return err
}

// of gives the keys of a value, none of one that is missing.
func (t *keyTable) of(value int32) []uint64 {
	if value < 0 {
		return nil
	}
	return t.keys[t.from[value]:t.from[value+1]]
}

// keyer makes the keys of records, one at a time, for one goroutine.
type keyer struct {
	plan   *Plan
	data   *Data
	tables *keyTables // shared; read only
	out    []uint64
}

func newKeyer(p *Plan, d *Data, t *keyTables) *keyer { return &keyer{plan: p, data: d, tables: t} }

// base gives the keys that a rule makes for a record before any is split. The
// slice is good until the next call.
func (k *keyer) base(rec int32, rule int) []uint64 {
	h := join(k.plan.seed, uint64(rule))
	k.out = k.conjoin(k.out[:0], k.data.row(rec), k.tables.rules[rule], 0, h, 0)
	k.out = unique(k.out)
	return k.out
}

// conjoin appends every way to choose one key of each part of the rule. Where
// a part comes again, a greater key of it is taken.
func (k *keyer) conjoin(out []uint64, row []int32, parts []int, at int, h, last uint64) []uint64 {
	if at == len(parts) {
		return append(out, h&^fieldBits)
	}
	again := slices.Contains(parts[:at], parts[at])
	t := &k.tables.parts[parts[at]]
	for _, key := range t.of(row[t.field]) {
		if again && key <= last {
			continue
		}
		if out = k.conjoin(out, row, parts, at+1, join(h, key), key); len(out) >= maxKeys {
			break
		}
	}
	return out
}

// own gives the keys of a field's value.
func (k *keyer) own(field int, value int32) []uint64 {
	return k.tables.parts[k.tables.own[field]].of(value)
}

// extend calls put with every key that extends key for a record.
func (k *keyer) extend(rec int32, rule int, key uint64, put func(key uint64)) {
	from := extendedBy(key) + 1
	more, row := k.plan.more[rule], k.data.row(rec)
	said := false
	for at := from; at < len(more); at++ {
		for _, x := range k.own(more[at], row[more[at]]) {
			said = true
			put(extension(key, at, x))
		}
	}
	// A record that says nothing more meets those that say nothing more, or
	// just what it says.
	if !said || from >= len(more) {
		put(extension(key, twinField-1, k.tables.twins[rec]))
	}
}
