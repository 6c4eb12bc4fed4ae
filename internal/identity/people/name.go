package people

import (
	"bytes"
	"encoding/gob"
	"fmt"
	"math"
	"math/bits"

	"kashf.org/kashf/linkage"
	"kashf.org/kashf/names"
)

// Bounds of what a name may say, in bits. The mother's name is written
// carelessly, often as her given name alone, and is held to less.
const (
	NameLow, NameTop     = -20, 40
	MotherLow, MotherTop = -8, 12
)

// cacheBits makes room for the pairs of name parts that a table of a million
// records meets, cacheMost for those of ten million.
const (
	cacheBits = 20
	cacheMost = 22
)

// cacheFor makes room for the pairs of parts of so many distinct names.
func cacheFor(names int) int { return min(cacheMost, max(cacheBits, bits.Len(uint(names))+1)) }

// Name lets linkage compare names. Weights are the embedded shares of names
// or, after Fit, those of the table itself.
type Name struct {
	c        *names.Comparer
	low, top float64 // bounds of what the column may say, in bits
	fits     bool
	surveys  bool
	styles   styles
}

// NewName compares names with c, which knows the names of the table already.
func NewName(c *names.Comparer) Name { return Name{c: c, low: NameLow, top: NameTop, fits: true} }

// NewMother compares mothers' names with c.
func NewMother(c *names.Comparer) Name { return Name{c: c, low: MotherLow, top: MotherTop, fits: true} }

// LoneName is a Name where nothing in the lists tells kin apart: without a
// mother's name or a day of arrest, what looks like a brother is mostly the
// person under a pet name.
type LoneName struct{ Name Name }

var (
	_ linkage.KinWeigher = Name{}
	_ linkage.Fitter     = Name{}
	_ linkage.Surveyor   = Name{}
	_ linkage.Bounder    = Name{}
	_ linkage.Keeper     = Name{}
	_ linkage.Keeper     = LoneName{}
	_ linkage.ListReader = Name{}
	_ linkage.ListReader = LoneName{}
	_ linkage.Serial     = Name{}
	_ linkage.Serial     = LoneName{}
	_ linkage.Bounder    = LoneName{}
	_ linkage.Weigher    = LoneName{}
	_ linkage.Fitter     = LoneName{}
)

// Prepare reads a name.
func (f Name) Prepare(raw string) linkage.Value {
	key, raw := unmark(raw)
	if linkage.Placeholder(raw) {
		return nil
	}
	n := names.Parse(raw)
	if len(n.Parts) == 0 {
		return nil
	}
	c := f.c
	if s := f.styles.of(key); s != names.AnyStyle {
		c = c.In(s)
	}
	v := c.PrepareName(n)
	return &v
}

// Survey gives a Name that reads Latin spellings through the Arabic names that
// the table has.
func (f Name) Survey(raw []string) linkage.Comparator {
	if !f.surveys {
		return f
	}
	var arabic []string
	for _, r := range raw {
		if _, r = unmark(r); names.ScriptOf(r) == names.Arabic {
			arabic = append(arabic, r)
		}
	}
	f.c = names.NewComparer(names.Options{Lexicon: names.DefaultLexicon().With(arabic...), CacheBits: cacheFor(len(raw))})
	f.surveys = false
	f.styles = f.styles.inferred(f.c, raw)
	return f
}

// ByList notes on a name in which style its list writes.
func (f Name) ByList(list, raw string) string { return f.styles.mark(list, raw) }

// Keys gives the keys of all parts.
func (f Name) Keys(v linkage.Value) []uint64 { return f.c.Keys(v.(*names.Prepared)) }

// Ways of a name: "given" keys it by its first part.
func (Name) Ways() []string { return []string{"given"} }

// KeysBy keys a name by its first part.
func (f Name) KeysBy(_ string, v linkage.Value) []uint64 { return f.c.PartKeys(v.(*names.Prepared), 0) }

// Weigh compares two names.
func (f Name) Weigh(a, b linkage.Value) (float64, string) {
	said := f.bound(f.c.CompareBits(a.(*names.Prepared), b.(*names.Prepared)))
	return said, nameLevel(said)
}

// Most is what a name says where it meets itself.
func (f Name) Most(v linkage.Value) float64 { return f.bound(f.c.Most(v.(*names.Prepared))) }

// WeighKin says how much the two are like the names of brothers.
func (f Name) WeighKin(a, b linkage.Value) float64 {
	return f.bound(f.c.CompareKin(a.(*names.Prepared), b.(*names.Prepared)))
}

func (f Name) bound(bits float64) float64 { return math.Max(f.low, math.Min(f.top, bits)) }

// Series lays out the names of a column.
func (f Name) Series(values []linkage.Value) func() linkage.Series {
	all := make([]*names.Prepared, len(values))
	for i, v := range values {
		all[i] = v.(*names.Prepared)
	}
	roll := f.c.Roll(all)
	return func() linkage.Series { return series{roll.Against(), f} }
}

// series keeps what names say within the bounds of their column.
type series struct {
	*names.Against
	of Name
}

func (s series) Weigh(y int32) float64 { return s.of.bound(s.Bits(y)) }
func (s series) Most(y int32) float64  { return s.of.bound(s.Against.Most(y)) }

func (s series) WeighKin(y int32) float64 { return s.of.bound(s.Kin(y)) }

// Fit counts how common names are in the table.
func (f Name) Fit(values []linkage.Value, weight []float64) (linkage.Comparator, []linkage.Value) {
	if !f.fits {
		return f, values
	}
	var shares names.Frequencies
	for i, v := range values {
		shares.Add(f.c, v.(*names.Prepared), weight[i])
	}
	f.c = f.c.WithFrequencies(&shares)
	return f, values
}

// Keep writes the shares of names, the names of the table that were learnt, and
// the styles of lists that were found from them.
func (f Name) Keep() ([]byte, error) {
	var b bytes.Buffer
	if err := gob.NewEncoder(&b).Encode(f.styles.found); err != nil {
		return nil, err
	}
	err := f.c.Save(&b)
	return b.Bytes(), err
}

// Restore gives a Name that weighs as the kept one did.
func (f Name) Restore(kept []byte) (linkage.Comparator, error) {
	r := bytes.NewReader(kept)
	var found map[string]names.Style
	if err := gob.NewDecoder(r).Decode(&found); err != nil {
		return f, fmt.Errorf("styles of lists: %w", err)
	}
	c, err := names.LoadComparer(r, names.Options{CacheBits: cacheBits})
	f.c, f.fits, f.surveys, f.styles.found = c, false, false, found
	return f, err
}

// Keep is that of a [Name].
func (n LoneName) Keep() ([]byte, error) { return n.Name.Keep() }

// Restore is that of a [Name].
func (n LoneName) Restore(kept []byte) (linkage.Comparator, error) {
	c, err := n.Name.Restore(kept)
	return LoneName{c.(Name)}, err
}

// Prepare reads a name.
func (n LoneName) Prepare(raw string) linkage.Value { return n.Name.Prepare(raw) }

// Keys gives the keys of all parts.
func (n LoneName) Keys(v linkage.Value) []uint64 { return n.Name.Keys(v) }

// Ways are those of a [Name].
func (n LoneName) Ways() []string { return n.Name.Ways() }

// KeysBy keys a name as [Name] does.
func (n LoneName) KeysBy(way string, v linkage.Value) []uint64 { return n.Name.KeysBy(way, v) }

// ByList is that of a [Name].
func (n LoneName) ByList(list, raw string) string { return n.Name.ByList(list, raw) }

// Survey is that of a [Name].
func (n LoneName) Survey(raw []string) linkage.Comparator { return LoneName{n.Name.Survey(raw).(Name)} }

// Weigh compares two names.
func (n LoneName) Weigh(a, b linkage.Value) (float64, string) { return n.Name.Weigh(a, b) }

// Most is that of a [Name].
func (n LoneName) Most(v linkage.Value) float64 { return n.Name.Most(v) }

// Series is that of a [Name].
func (n LoneName) Series(values []linkage.Value) func() linkage.Series { return n.Name.Series(values) }

// Fit counts how common names are in the table.
func (n LoneName) Fit(values []linkage.Value, weight []float64) (linkage.Comparator, []linkage.Value) {
	c, values := n.Name.Fit(values, weight)
	return LoneName{c.(Name)}, values
}

// The levels of a name, for pages that say in words what bits say in numbers.
const (
	NameAgrees      = "agrees"
	NameLike        = "like"
	NameContradicts = "contradicts"
)

// NameLevels are the levels of a [Name].
var NameLevels = []string{NameAgrees, NameLike, NameContradicts}

// nameLevel calls a name agreeing from where it hardly meets by chance among
// a thousand.
func nameLevel(bits float64) string {
	switch {
	case bits >= 10:
		return NameAgrees
	case bits > 0:
		return NameLike
	}
	return NameContradicts
}
