package matches

import (
	"cmp"
	"slices"

	"kashf.org/kashf/linkage"
)

// waysShown is how many of the ways to meet are told: those that lack least.
const waysShown = 3

// never says why a run never put two records side by side, and what they
// would have needed.
func (d describer) never() []string {
	out := []string{d.p.T("matches.apart.never")}
	lacks := func(m linkage.Meeting) int { return len(m.Missing) + len(m.Differ) }
	rules := slices.SortedStableFunc(slices.Values(d.why.Rules), func(a, b linkage.Meeting) int { return cmp.Compare(lacks(a), lacks(b)) })
	for _, m := range rules[:min(len(rules), waysShown)] {
		var keys, lack []string
		for _, k := range m.Rule {
			if w := d.keyWords(m.Rule, k); !slices.Contains(keys, w) {
				keys = append(keys, w)
			}
		}
		for _, k := range m.Missing {
			lack = append(lack, d.p.T("matches.apart.missing", d.keyWords(m.Rule, k)))
		}
		for _, k := range m.Differ {
			lack = append(lack, d.p.T("matches.apart.differs", d.keyWords(m.Rule, k)))
		}
		out = append(out, d.p.T("matches.apart.needs", d.p.List(keys...), d.p.List(lack...)))
	}
	return out
}

// keyWords says what of a record a key is made of.
func (d describer) keyWords(r linkage.Rule, k linkage.Key) string {
	twice := 0
	for _, other := range r {
		if other == k {
			twice++
		}
	}
	switch {
	case k.Field == "name" && k.Way == "given":
		return d.p.T("field.given_name")
	case k.Field == "name" && twice > 1:
		return d.p.T("matches.apart.two_parts")
	case k.Field == "name":
		return d.p.T("matches.apart.one_part")
	}
	return comparedWords(d.p, k.Field)
}
