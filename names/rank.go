package names

import "sort"

// A Ranked is one name of a list with how well it meets a query.
type Ranked struct {
	Index int // in the list
	Name  string
	Bits  float64
	Score float64
}

// Rank gives the k names of list that meet the query best, the best first;
// names that meet it equally well stand in the order of the list. To ask many
// queries of one long list, use NewRanker or an Index.
func (c *Comparer) Rank(list []string, query string, k int) []Ranked {
	return c.NewRanker(list).Rank(query, k)
}

// A Ranker is a list prepared once for many queries.
type Ranker struct {
	c        *Comparer
	list     []string
	prepared []Prepared
}

// NewRanker prepares list. It keeps the slice.
func (c *Comparer) NewRanker(list []string) *Ranker {
	r := &Ranker{c: c, list: list, prepared: make([]Prepared, len(list))}
	for i, s := range list {
		r.prepared[i] = c.Prepare(s)
	}
	return r
}

// Rank gives the k names that meet the query best. It compares with every name
// of the list, so that nothing is lost to a key.
func (r *Ranker) Rank(query string, k int) []Ranked {
	q := r.c.Prepare(query)
	all := make([]Ranked, len(r.list))
	for i := range r.list {
		all[i] = Ranked{Index: i, Bits: r.c.CompareBits(&q, &r.prepared[i])}
	}
	sort.SliceStable(all, func(i, j int) bool { return all[i].Bits > all[j].Bits })
	all = all[:max(0, min(k, len(all)))]
	for i := range all {
		all[i].Name = r.list[all[i].Index]
		all[i].Score = ScoreOf(all[i].Bits)
	}
	return all
}
