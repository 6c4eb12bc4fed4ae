package linkage

import "math"

// within is what one field's agreement is worth where another field agrees
// already. Forty people taken in one village on one day share the day because
// they share the village: counted apart, place and day would say twice what
// they say once. So the frequency of a value is then that among the records
// that hold the other value, and not that among all.
type within struct {
	field  int                // the other field
	own    []uint64           // what each value of this field stands for
	others []uint64           // the same for the other field
	both   map[uint64]float64 // weight of the records that hold the two
	one    map[uint64]float64 // weight of the records that hold the other and say anything here
}

// withinPull is how many records the frequency among all weighs for, against
// what is counted within.
const withinPull = 8

// newWithin counts how often values come together.
func newWithin(d *Data, field, other int, weight []float64) *within {
	w := &within{field: other, own: standsFor(&d.fields[field]), others: standsFor(&d.fields[other]), both: map[uint64]float64{}, one: map[uint64]float64{}}
	for i := range d.Len() {
		row := d.row(int32(i))
		x, y := row[field], row[other]
		if x < 0 || y < 0 {
			continue
		}
		n := 1.0
		if weight != nil {
			n = weight[i]
		}
		w.both[join(w.own[x], w.others[y])] += n
		w.one[w.others[y]] += n
	}
	return w
}

// standsFor gives one number for all spellings of a value.
func standsFor(f *fieldData) []uint64 {
	out := make([]uint64, len(f.values))
	var keys []uint64
	for i := range out {
		keys = unique(f.keysOf(keys[:0], "", int32(i)))
		for _, k := range keys {
			out[i] = join(out[i], k)
		}
	}
	return out
}

// rare gives -log2 of the frequency of value x among those that hold y, the
// two records of the pair (which weigh pair) left out. rare is what it is among all.
func (w *within) rare(x, y int32, pair, rare float64) float64 {
	both := max(0, w.both[join(w.own[x], w.others[y])]-pair)
	one := max(0, w.one[w.others[y]]-pair)
	share := (both + withinPull*math.Exp2(-rare)) / (one + withinPull)
	return min(rare, -math.Log2(share))
}

// condition gives what field f, which agrees as the other field does, says then.
func (m *Model) condition(i, j int32, f int, whole bool, rare float64) (bool, float64) {
	w := m.fields[f].within
	row := m.data.row(i)
	pair := 2.0
	if m.weight != nil {
		pair = m.weight[i] + m.weight[j]
	}
	if !whole {
		rare = -math.Log2(m.fields[f].u[0])
	}
	return true, w.rare(row[f], row[w.field], pair, rare)
}
