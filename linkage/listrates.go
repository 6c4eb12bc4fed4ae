package linkage

import (
	"cmp"
	"slices"
)

// Every list has errors of its own: one copies ages from hearsay, another
// takes dates from papers. So how often records of one thing agree (m) is
// learnt for each two lists, drawn towards what holds for all by listPull
// pairs, so that two lists with little in common lean on the others. Beyond
// maxLists lists the smallest share one place.
const (
	listPull = 200
	maxLists = 48
)

// listPairs says to which two lists a pair of records belongs.
type listPairs struct {
	of    []uint8 // of each record; nil where all are of one list
	names []string
}

func listPairsOf(d *Data) listPairs {
	count := map[string]int{}
	for _, l := range d.lists {
		count[l]++
	}
	if len(count) < 2 {
		return listPairs{}
	}
	l := listPairs{of: make([]uint8, d.Len())}
	for name := range count {
		l.names = append(l.names, name)
	}
	slices.SortFunc(l.names, func(a, b string) int { return cmp.Or(cmp.Compare(count[b], count[a]), cmp.Compare(a, b)) })
	at := map[string]uint8{}
	for i, name := range l.names {
		at[name] = uint8(min(i, maxLists-1))
	}
	l.names = l.names[:min(len(l.names), maxLists)]
	for i, name := range d.lists {
		l.of[i] = at[name]
	}
	return l
}

// count is the number of pairs of lists, 1 where there is one list.
func (l *listPairs) count() int { return max(1, len(l.names)*(len(l.names)+1)/2) }

// pair numbers the two lists of records i and j.
func (l *listPairs) pair(i, j int32) int {
	if l.of == nil {
		return 0
	}
	a, b := int(l.of[i]), int(l.of[j])
	if a < b {
		a, b = b, a
	}
	return a*(a+1)/2 + b
}

// learnLists finds m for each two lists, by one more look at the patterns, and
// draws it a little towards what was learnt before, where anything was.
func (m *Model) learnLists(patterns []pattern, priors []rulePrior, before *Model) {
	n := m.lists.count()
	if n == 1 {
		return
	}
	by := make([][]pattern, n)
	for _, p := range patterns {
		by[p.lists] = append(by[p.lists], p)
	}
	for i := range m.fields {
		m.fields[i].byLists = make([][]float64, n)
	}
	for l, ps := range by {
		e := m.expect(ps, priors)
		for i := range m.fields {
			if f := &m.fields[i]; f.grader != nil {
				pull := times(f.m, listPull)
				if before != nil && len(before.fields[i].byLists) == n {
					for k, old := range before.fields[i].byLists[l] {
						pull[k] += refineListPull * old
					}
				}
				f.byLists[l] = shares(e.same[i], pull)
			}
		}
	}
}

// merged adds up patterns that differ in their lists alone. The patterns are
// sorted by rule, then code.
func merged(patterns []pattern) []pattern {
	out := make([]pattern, 0, len(patterns))
	for _, p := range patterns {
		if n := len(out); n > 0 && out[n-1].rule == p.rule && out[n-1].code == p.code {
			out[n-1].count += p.count
			continue
		}
		p.lists = 0
		out = append(out, p)
	}
	return out
}
