package linkage

import (
	"cmp"
	"math"
	"slices"
)

// A Plan says by which keys a record meets others: the rules, and which of
// their keys are too common and so are extended by one more attribute. With a
// plan kept from an earlier run the keys of a record depend on nothing but the
// record, so that new records can be added to it.
type Plan struct {
	Rules []Rule
	Limit int
	// More names, for each rule, the fields that extend a key which is too
	// common, most telling first.
	More [][]string
	// Split are the keys that were too common.
	Split map[uint64]bool
	// Anchors are, for each key that no field extends any further, the ids that
	// every record of the block is compared with.
	Anchors map[uint64][]string

	seed   uint64
	more   [][]int
	frozen bool   // kept from an earlier run
	known  []bool // by record: its pairs with others that are known were scored before; nil: none is
}

// Bounds of a plan: the rules of a spec are bits of a mask, and the field that
// extends a key is noted in the key's last bits.
const (
	maxPlanRules = 32
	maxMore      = 13
	twinField    = 14 // of a key extended by all that the record says
	fieldBits    = 15
	maxDepth     = 4 // how often a key is extended
	maxKeys      = 64
)

// mostChance is how likely two random records may share a key of a field that
// extends others: one that most records share parts nothing, and every record of
// a common block would be entered under it once more.
const mostChance = .3

// newPlan gives a plan that has split nothing yet.
func newPlan(spec Spec, d *Data) *Plan {
	p := &Plan{Rules: spec.Rules, Limit: limitFor(spec.BlockLimit, d.Len()), Split: map[uint64]bool{}, Anchors: map[uint64][]string{}, seed: spec.Seed}
	chance := chances(d)
	if len(p.Rules) == 0 {
		p.Rules = AutoRules(d)
	}
	p.Rules = p.Rules[:min(len(p.Rules), maxPlanRules)]
	for _, r := range p.Rules {
		var more []int
		for f := range d.fields {
			in := slices.ContainsFunc(r, func(k Key) bool { return k.Field == d.fields[f].Name })
			if !in && chance[f] > 0 && chance[f] < mostChance {
				more = append(more, f)
			}
		}
		slices.SortStableFunc(more, func(a, b int) int { return cmp.Compare(chance[a], chance[b]) })
		names := []string{}
		for _, f := range more[:min(len(more), maxMore)] {
			names = append(names, d.fields[f].Name)
		}
		p.More = append(p.More, names)
	}
	p.bind(d)
	return p
}

// limitFor is the size beyond which a block of a table of n records is split.
func limitFor(limit, n int) int {
	if limit > 0 {
		return limit
	}
	return max(leastLimit, int(defaultBlockLimit*math.Pow(min(1, manyRecords/float64(max(n, 1))), limitFalls)))
}

// manyRecords is from where on blocks are split sooner, limitFalls how much
// sooner, and leastLimit how far that goes. The larger the table, the less it says that
// two records share a key which many share: to be of one thing they must agree
// in something else, by which the block is then split. At 130,000 records of
// the synthetic lists a limit of 30 in the place of 200 leaves 19 pairs a record
// of 52, and .9332 of an F1 of .9345.
const (
	manyRecords = 100_000
	limitFalls  = .8
	leastLimit  = 20
)

// bind finds the fields that the plan names.
func (p *Plan) bind(d *Data) {
	p.more = make([][]int, len(p.More))
	for r, names := range p.More {
		for _, name := range names {
			p.more[r] = append(p.more[r], d.field(name))
		}
	}
}

// extension is the key that a value's key makes of a key that is too common.
func extension(key uint64, at int, k uint64) uint64 {
	return join(join(key, uint64(at)+2), k)&^fieldBits | uint64(at+1)
}

// extendedBy is the place, in More, of the field that extended the key last;
// -1 for a key as the rule made it.
func extendedBy(key uint64) int { return int(key&fieldBits) - 1 }

// chanceSample is how many records the telling power of a field is judged by.
const chanceSample = 100_000

// chances gives, by field, how likely two random records share a key.
func chances(d *Data) []float64 {
	step := max(1, d.Len()/chanceSample)
	out := make([]float64, len(d.fields))
	var keys []uint64
	for f := range d.fields {
		count, n := map[uint64]float64{}, 0.0
		for i := 0; i < d.Len(); i += step {
			n++
			if v := d.row(int32(i))[f]; v >= 0 {
				keys = unique(d.fields[f].keysOf(keys[:0], "", v))
				for _, k := range keys {
					count[k]++
				}
			}
		}
		// Sums of whole numbers are exact in any order while below 2^53.
		sum := 0.0
		for _, c := range count {
			sum += c * (c - 1)
		}
		out[f] = sum / max(n*(n-1), 1)
	}
	return out
}

// unique sorts keys and leaves each once.
func unique(keys []uint64) []uint64 {
	if len(keys) > 1 {
		slices.Sort(keys)
		keys = slices.Compact(keys)
	}
	return keys
}
