package linkage

// The work that rules chosen from the data may make: pairs a record. A single
// key is taken up to fewAlone; a conjunction up to fewTogether, estimated as
// if its fields were independent. A small table can afford more: smallWork
// pairs for each rule, whatever its records.
const (
	fewAlone    = 4
	fewTogether = 24
	maxRules    = 24
	smallWork   = 100_000
)

// AutoRules chooses rules from the data: every field that is telling by
// itself, then pairs of fields that are telling together, then triples where
// pairs are too common. Their union lets two records meet that agree on any
// few fields.
func AutoRules(d *Data) []Rule {
	n := float64(d.Len())
	alone := max(fewAlone, smallWork/max(n, 1))
	together := max(fewTogether, smallWork/max(n, 1))
	chance := chances(d)
	var rules []Rule
	for i := range d.fields {
		f := &d.fields[i]
		if chance[i] == 0 || chance[i]*n <= alone {
			rules = append(rules, On(f.Name))
			chance[i] = 0
		} else if _, ok := f.Compare.(words); ok && chance[i]*chance[i]*n <= together {
			rules = append(rules, On(f.Name, f.Name))
		}
	}
	c := newCoincidence(d, chance)
	telling := func(fields ...int) bool {
		for _, f := range fields {
			if chance[f] == 0 {
				return false
			}
		}
		return c.of(fields...)*n <= together
	}
	rule := func(fields ...int) {
		var names []string
		for _, f := range fields {
			names = append(names, d.fields[f].Name)
		}
		rules = append(rules, On(names...))
	}
	for i := range chance {
		for j := i + 1; j < len(chance); j++ {
			if telling(i, j) {
				rule(i, j)
			}
		}
	}
	for i := range chance {
		for j := i + 1; j < len(chance); j++ {
			for k := j + 1; k < len(chance); k++ {
				if chance[i]*chance[j]*chance[k] != 0 && !telling(i, j) && !telling(i, k) && !telling(j, k) {
					rule(i, j, k)
				}
			}
		}
	}
	return rules[:min(len(rules), maxRules)]
}

// coincidence tells how likely two random records share a key in each of
// several fields. Fields are seldom independent, and some say one thing twice: two
// records of one surname share a word of the full name too, so that the two
// columns together tell no more than one.
type coincidence struct {
	data   *Data
	alone  []float64
	sample []int32
	known  map[[3]int]float64
}

// coincidenceSample is how many records are looked at: among 20,000 there are
// 200 million pairs, and what happens to one in a million shows.
const coincidenceSample = 20_000

func newCoincidence(d *Data, alone []float64) *coincidence {
	c := &coincidence{data: d, alone: alone, known: map[[3]int]float64{}}
	step := max(1, d.Len()/coincidenceSample)
	for i := 0; i < d.Len(); i += step {
		c.sample = append(c.sample, int32(i))
	}
	return c
}

// of gives the greater of what is counted and of what independent fields would
// give: a sample of a small table shows no rare thing.
func (c *coincidence) of(fields ...int) float64 {
	var at [3]int
	product := 1.0
	for k, f := range fields {
		at[k] = f + 1
		product *= c.alone[f]
	}
	if p, ok := c.known[at]; ok {
		return p
	}
	p := max(product, c.count(fields))
	c.known[at] = p
	return p
}

func (c *coincidence) count(fields []int) float64 {
	count := map[uint64]float64{}
	var keys []uint64
	for _, i := range c.sample {
		keys = append(keys[:0], 1)
		for _, f := range fields {
			keys = c.conjoin(keys, i, f)
		}
		for _, k := range unique(keys) {
			count[k]++
		}
	}
	sum, n := 0.0, float64(len(c.sample))
	for _, k := range count {
		sum += k * (k - 1) // whole numbers: exact in any order
	}
	return sum / max(n*(n-1), 1)
}

// conjoin gives every key with each that field f makes for record i.
func (c *coincidence) conjoin(keys []uint64, i int32, f int) []uint64 {
	v := c.data.row(i)[f]
	if v < 0 {
		return keys[:0]
	}
	var out []uint64
	for _, x := range unique(c.data.fields[f].keysOf(nil, "", v)) {
		for _, k := range keys {
			out = append(out, join(k, x))
		}
	}
	return out
}
