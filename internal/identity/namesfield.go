package identity

import (
	"kashf.org/kashf/linkage"
	"kashf.org/kashf/names"
)

// nameField lets linkage compare names. Weights are the embedded shares of
// names or, after Fit, those of the register itself.
type nameField struct {
	c        *names.Comparer
	low, top float64 // bounds of what the field may say, in bits
	fits     bool
}

// loneName is a nameField where nothing in the lists tells kin apart: without a
// mother's name or a day of arrest, what looks like a brother is mostly the
// person under a pet name.
type loneName struct{ f nameField }

func (n loneName) Prepare(raw string) linkage.Value { return n.f.Prepare(raw) }

func (n loneName) Keys(v linkage.Value) []uint64 { return n.f.Keys(v) }

func (n loneName) Weigh(a, b linkage.Value) (float64, string) { return n.f.Weigh(a, b) }

func (n loneName) Fit(values []linkage.Value, weight []float64) (linkage.Comparator, []linkage.Value) {
	c, values := n.f.Fit(values, weight)
	return loneName{c.(nameField)}, values
}

// nameValue is a name, and the name without what it gives its bearer, which is
// what brothers share.
type nameValue struct{ whole, kin names.Prepared }

var (
	_ linkage.KinWeigher = nameField{}
	_ linkage.Fitter     = nameField{}
	_ linkage.Weigher    = loneName{}
	_ linkage.Fitter     = loneName{}
)

func (f nameField) Prepare(raw string) linkage.Value {
	if linkage.Placeholder(raw) {
		return nil
	}
	n := names.Parse(raw)
	if len(n.Parts) == 0 {
		return nil
	}
	v := &nameValue{whole: f.c.PrepareName(n)}
	n.Parts = n.Parts[1:]
	v.kin = f.c.PrepareName(n)
	return v
}

func (f nameField) Keys(v linkage.Value) []uint64 { return f.c.Keys(&v.(*nameValue).whole) }

// given keys a name by its first part.
func (f nameField) given(v linkage.Value) []uint64 { return f.c.PartKeys(&v.(*nameValue).whole, 0) }

func (f nameField) Weigh(a, b linkage.Value) (float64, string) {
	bits := f.bound(f.c.CompareBits(&a.(*nameValue).whole, &b.(*nameValue).whole))
	return bits, nameLevel(bits)
}

func (f nameField) WeighKin(a, b linkage.Value) float64 {
	x, y := &a.(*nameValue).kin, &b.(*nameValue).kin
	if x.Len() == 0 || y.Len() == 0 {
		return 0
	}
	return f.bound(f.c.CompareBits(x, y))
}

func (f nameField) bound(bits float64) float64 { return max(f.low, min(f.top, bits)) }

func (f nameField) Fit(values []linkage.Value, weight []float64) (linkage.Comparator, []linkage.Value) {
	if !f.fits {
		return f, values
	}
	var shares names.Frequencies
	for i, v := range values {
		shares.Add(f.c, &v.(*nameValue).whole, weight[i])
	}
	f.c = f.c.WithFrequencies(&shares)
	return f, values
}

// The levels of a name, for pages that say in words what bits say in numbers.
const (
	nameAgrees      = "agrees"
	nameLike        = "like"
	nameContradicts = "contradicts"
)

var nameLevels = []string{nameAgrees, nameLike, nameContradicts}

// nameLevel calls a name agreeing from where it hardly meets by chance among
// a thousand.
func nameLevel(bits float64) string {
	switch {
	case bits >= 10:
		return nameAgrees
	case bits > 0:
		return nameLike
	}
	return nameContradicts
}

// listField speaks against two rows of one list that says it names nobody
// twice. It does not forbid: most such lists do hold somebody twice.
type listField struct{}

const (
	sameListBits = -6
	sameList     = "same_list"
	otherList    = "other_list"
)

var listLevels = []string{sameList, otherList}

func (listField) Prepare(raw string) linkage.Value {
	if raw == "" {
		return nil
	}
	return raw
}

func (listField) Keys(linkage.Value) []uint64 { return nil }

func (listField) Weigh(a, b linkage.Value) (float64, string) {
	if a.(string) == b.(string) {
		return sameListBits, sameList
	}
	return 0, otherList
}
