package linkage

import (
	"math"
	"slices"
)

// Params is what a model has learnt. It holds no values of the data, so that
// it may be kept, printed and compared.
type Params struct {
	// Prior is the share of all pairs that are of one thing, KinPrior of kin.
	Prior, KinPrior float64
	Calibration     Calibration
	Fields          []FieldParams
}

// FieldParams is what a model has learnt about one field; Levels is empty for
// fields that weigh for themselves.
type FieldParams struct {
	Name   string
	Levels []LevelParams
}

// LevelParams says how often pairs stand at a level: pairs of one thing (M),
// of strangers (U) and of kin (K; zero where the spec asks for no kin).
type LevelParams struct {
	Level   string
	M, U, K float64
}

// Bits is what agreement at the level says on average.
func (l LevelParams) Bits() float64 { return math.Log2(l.M / l.U) }

// A Model scores the pairs of the data it was learnt from.
type Model struct {
	data                       *Data
	fields                     []fieldModel
	weight                     []float64 // what each record counts for; nil: one
	lists                      listPairs
	groups                     int     // number of groups of overlapping fields
	members                    [][]int // the fields of each group that have levels
	graders, weighers, withins []int   // the fields that have levels, those that weigh, those that hang together with another
	entangled                  bool    // a Weigher is in a group
	kin                        bool
	prior                      float64 // share of pairs of one thing
	kinned                     float64 // share of pairs of kin
	apart                      func(i, j int32) bool
	fair                       Calibration
}

// fieldModel compares one field and weighs the outcome.
type fieldModel struct {
	fieldData
	fitted   Comparator         // what compares
	counts   map[uint64]float64 // weight of the records that hold what a value stands for; nil without Frequency
	total    float64
	grader   Leveler    // nil for a Weigher
	weigher  Weigher    // nil for a Leveler
	kin      KinWeigher // nil where it is not one
	role     kinRole
	group    int     // index of its group, -1 where it stands alone
	within   *within // nil where the field stands by itself
	m, u, k  []float64
	byLists  [][]float64   // m for each two lists; nil where there is one list
	bits     [][]Centibits // for each two lists, by level: log2 m/u
	kinBits  []Centibits   // by level: log2 k/u
	whole    []float64     // for each two lists: what is added to a value's rarity
	wholeKin float64       // the share of a value's rarity that kin have in common
	series   func() Series // starts a series; nil where the Weigher has none
	most     []int16       // by value: the most a Weigher may say, in centibits; nil where it does not tell
	rarity   []float64     // by value: -log2 of its frequency; nil without Frequency
}

// kinRole is what a field has to do with kin.
type kinRole uint8

const (
	kinNeutral kinRole = iota
	kinShared
	kinApart
)

// newModel gives a model that has learnt nothing but the frequencies.
// weight[i] is what record i counts for; nil means one each.
func newModel(spec Spec, d *Data, weight []float64) *Model {
	m := &Model{data: d, fields: make([]fieldModel, len(d.fields)), weight: weight, lists: listPairsOf(d), kin: spec.Kin != nil}
	groups := map[string]int{}
	for i := range d.fields {
		f := &m.fields[i]
		f.fieldData = d.fields[i]
		f.group = groupOf(f.Group, groups)
		f.fit(d.weigh(i, weight))
		if other := d.field(f.Within); other >= 0 && other != i {
			f.within = newWithin(d, i, other, weight)
		}
		f.role = roleOf(spec, f.Name)
		m.kin = m.kin || f.kin != nil
	}
	m.groups = len(groups)
	m.sort()
	return m
}

// groupOf numbers the groups as they come; -1 where a field stands alone.
func groupOf(name string, groups map[string]int) int {
	if name == "" {
		return -1
	}
	if _, ok := groups[name]; !ok {
		groups[name] = len(groups)
	}
	return groups[name]
}

func roleOf(spec Spec, field string) kinRole {
	switch {
	case spec.Kin == nil:
	case slices.Contains(spec.Kin.Apart, field):
		return kinApart
	case slices.Contains(spec.Kin.Shared, field):
		return kinShared
	}
	return kinNeutral
}

// sort notes which fields have levels and which weigh by themselves.
func (m *Model) sort() {
	m.members = make([][]int, m.groups)
	for i := range m.fields {
		f := &m.fields[i]
		if f.within != nil {
			m.withins = append(m.withins, i)
		}
		if f.grader != nil {
			m.graders = append(m.graders, i)
			if f.group >= 0 {
				m.members[f.group] = append(m.members[f.group], i)
			}
			f.grade()
			continue
		}
		m.weighers = append(m.weighers, i)
		m.entangled = m.entangled || f.group >= 0
		f.bound()
		if s, ok := f.weigher.(Serial); ok {
			f.series = s.Series(f.values)
		}
	}
}

// fit readies the comparator and counts frequencies.
func (f *fieldModel) fit(w []float64) {
	c := f.Compare
	if fitter, ok := c.(Fitter); ok {
		c, f.values = fitter.Fit(f.values, w)
	}
	f.take(c)
	if !f.Frequency {
		return
	}
	same := standsFor(&f.fieldData)
	f.counts = map[uint64]float64{}
	for i, s := range same {
		f.counts[s] += w[i]
		f.total += w[i]
	}
	f.rarity = rarity(same, f.counts, f.total)
}

// take compares by c.
func (f *fieldModel) take(c Comparator) {
	f.fitted = c
	f.grader, _ = c.(Leveler)
	if f.grader == nil {
		f.weigher, _ = c.(Weigher)
		f.kin, _ = c.(KinWeigher)
	}
}

// rarity gives -log2 of the frequency of each value. Values with the same keys
// are spellings of one.
func rarity(same []uint64, count map[uint64]float64, total float64) []float64 {
	bits := make([]float64, len(same))
	for i, s := range same {
		bits[i] = -math.Log2((count[s] + .5) / (total + 1))
	}
	return bits
}

// seen is the outcome of comparing one field of a pair.
type seen struct {
	level Level
	rare  float64 // with whole: -log2 of the frequency of the shared value
	whole bool    // the two hold one value, whose frequency stands for u
	bits  float64 // of a Weigher
	kin   float64
	name  string // level of a Weigher
}

// see compares two values of the field, given by their indexes.
func (f *fieldModel) see(x, y int32) seen {
	if x < 0 || y < 0 {
		return seen{level: Missing}
	}
	if f.grader == nil {
		s := seen{}
		s.bits, s.name = f.weigher.Weigh(f.values[x], f.values[y])
		return s
	}
	s := seen{level: f.level(x, y)}
	if s.level == 0 {
		s.whole, s.rare = f.shared(x, y)
	}
	return s
}

// shared tells of two values that agree in full whether their frequency stands
// for u, and -log2 of it.
func (f *fieldModel) shared(x, y int32) (whole bool, rare float64) {
	if f.rarity == nil {
		return false, 0
	}
	return true, (f.rarity[x] + f.rarity[y]) / 2
}

// level grades two values. Those of a field with few are graded once.
func (f *fieldModel) level(x, y int32) Level {
	if f.table != nil {
		return Level(f.table[int(x)*len(f.values)+int(y)])
	}
	return f.grader.Level(f.values[x], f.values[y])
}

// levelsOf gives the levels of value x with every other, nil where they are
// not kept.
func (f *fieldModel) levelsOf(x int32) []uint8 {
	if f.table == nil || x < 0 {
		return nil
	}
	n := len(f.values)
	return f.table[int(x)*n:][:n]
}

// fewLevels is up to how many distinct values the levels of all pairs are
// always kept.
const fewLevels = 512

func (f *fieldModel) grade() {
	if f.table != nil || len(f.values) > fewLevels {
		return
	}
	n := len(f.values)
	f.table = make([]uint8, n*n)
	for x := range f.values {
		gradeRow(f.table, f.grader, f.values, x)
	}
}

// gradeRow grades value x of a table of levels with those before it.
func gradeRow(table []uint8, by Leveler, values []Value, x int) {
	n := len(values)
	for y, b := range values[:x+1] {
		l := uint8(by.Level(values[x], b))
		table[x*n+y], table[y*n+x] = l, l
	}
}

// weighKin is what two values of a Weigher say of kin.
func (f *fieldModel) weighKin(x, y int32, s seen) float64 {
	switch {
	case s.level == Missing:
	case f.role == kinShared:
		return s.bits
	case f.role == kinNeutral && f.kin != nil:
		return f.kin.WeighKin(f.values[x], f.values[y])
	}
	return 0
}

// atMost bounds what two values of a Weigher may say.
func (f *fieldModel) atMost(x, y int32) Centibits {
	switch {
	case x < 0 || y < 0:
		return 0
	case f.most == nil:
		return math.MaxInt16
	}
	return Centibits(min(f.most[x], f.most[y]))
}

// bound works out the most that each value of a Weigher may say.
func (f *fieldModel) bound() {
	b, ok := f.weigher.(Bounder)
	if !ok {
		return
	}
	f.most = make([]int16, len(f.values))
	for i, v := range f.values {
		f.most[i] = clipped(centi(b.Most(v)) + 1)
	}
}

// worth gives the bits of an outcome for one thing and for kin, between two
// lists.
func (f *fieldModel) worth(s seen, lists int) (same, kin Centibits) {
	if f.grader == nil && s.level != Missing {
		return centi(s.bits), centi(s.kin)
	}
	return f.worthOf(s.level, s.whole, s.rare, lists)
}

// worthOf is worth for a field that has levels.
func (f *fieldModel) worthOf(level Level, whole bool, rare float64, lists int) (same, kin Centibits) {
	switch {
	case level == Missing:
		return 0, 0
	case whole:
		same = centi(f.whole[lists] + rare)
		if f.role == kinApart {
			return same, f.kinBits[0]
		}
		return same, centi(f.wholeKin * rare)
	}
	return f.bits[lists][level], f.kinBits[level]
}

// tabulate works out the bits of every level.
func (f *fieldModel) tabulate() {
	if f.grader == nil {
		return
	}
	byLists := f.byLists
	if byLists == nil {
		byLists = [][]float64{f.m}
	}
	f.wholeKin = math.Log2(f.k[0]/f.u[0]) / -math.Log2(f.u[0])
	f.kinBits = make([]Centibits, len(f.m))
	for l := range f.m {
		f.kinBits[l] = centi(math.Log2(f.k[l] / f.u[l]))
	}
	f.bits, f.whole = make([][]Centibits, len(byLists)), make([]float64, len(byLists))
	for k, m := range byLists {
		f.whole[k] = math.Log2(m[0])
		f.bits[k] = make([]Centibits, len(m))
		for l := range m {
			f.bits[k][l] = centi(math.Log2(m[l] / f.u[l]))
		}
	}
}

// Params gives what the model has learnt.
func (m *Model) Params() Params {
	p := Params{Prior: m.prior, KinPrior: m.kinned, Calibration: m.fair}
	for i := range m.fields {
		f := &m.fields[i]
		fp := FieldParams{Name: f.Name}
		if f.grader != nil {
			for l, name := range f.grader.Levels() {
				lp := LevelParams{Level: name, M: f.m[l], U: f.u[l]}
				if m.kin {
					lp.K = f.k[l]
				}
				fp.Levels = append(fp.Levels, lp)
			}
		}
		p.Fields = append(p.Fields, fp)
	}
	return p
}
