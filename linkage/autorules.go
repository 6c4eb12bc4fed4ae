package linkage

// The work that rules chosen from the data may make: pairs a record. A single
// key is taken up to fewAlone; a conjunction up to fewTogether, estimated as
// if its fields were independent. A small table can afford more: smallWork
// pairs for each rule, whatever its records.
const (
	fewAlone    = 4
	fewTogether = 12
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
	pair := func(i, j int) bool { return chance[i]*chance[j]*n <= together }
	for i := range chance {
		for j := i + 1; j < len(chance); j++ {
			if chance[i] > 0 && chance[j] > 0 && pair(i, j) {
				rules = append(rules, On(d.fields[i].Name, d.fields[j].Name))
			}
		}
	}
	for i := range chance {
		for j := i + 1; j < len(chance); j++ {
			for k := j + 1; k < len(chance); k++ {
				if chance[i]*chance[j]*chance[k] == 0 || pair(i, j) || pair(i, k) || pair(j, k) {
					continue
				}
				rules = append(rules, On(d.fields[i].Name, d.fields[j].Name, d.fields[k].Name))
			}
		}
	}
	return rules[:min(len(rules), maxRules)]
}
