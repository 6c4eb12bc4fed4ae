package names

import (
	"cmp"
	"runtime"
	"slices"
	"sync"
)

// A Ranked is one name of a list with how well it meets a query.
type Ranked struct {
	Index int // in the list
	Name  string
	Bits  float64
	Score float64
}

// Rank gives the k names of list that meet the query best, the best first;
// names that meet it equally well stand in the order of the list. To ask many
// queries of one list, use NewRanker.
func (c *Comparer) Rank(list []string, query string, k int) []Ranked {
	return c.NewRanker(list).Rank(query, k)
}

// A Ranker is a list prepared once for many queries. It is safe for concurrent
// use.
type Ranker struct {
	c        *Comparer
	list     []string
	prepared []Prepared // of a short list
	index    *Index     // of a long one
}

// shortList is how many names are compared with a query one by one.
const shortList = 4096

// NewRanker prepares list on all processors. It keeps the slice.
func (c *Comparer) NewRanker(list []string) *Ranker {
	r := &Ranker{c: c, list: list}
	if len(list) <= shortList {
		r.prepared = make([]Prepared, len(list))
		var wg sync.WaitGroup
		workers := runtime.GOMAXPROCS(0)
		for w := range workers {
			wg.Go(func() {
				for i := w; i < len(list); i += workers {
					r.prepared[i] = c.Prepare(list[i])
				}
			})
		}
		wg.Wait()
		return r
	}
	r.index = NewIndex(c)
	entries := make([]Entry, 0, addChunk)
	for i, s := range list {
		if entries = append(entries, Entry{ID: int64(i), Name: s}); len(entries) == addChunk {
			r.index.Add(entries...)
			entries = entries[:0]
		}
	}
	r.index.Add(entries...)
	return r
}

// Rank gives the k names that meet the query best. A short list is compared
// with to the last name; of one of more than 4,096, names that share no part
// with the query, in any spelling, are left out, so there may be fewer than k.
func (r *Ranker) Rank(query string, k int) []Ranked {
	if k <= 0 {
		return nil
	}
	var all []Ranked
	if r.index != nil {
		all = r.found(query, k)
	} else {
		all = r.compared(query, k)
	}
	for i := range all {
		all[i].Name = r.list[all[i].Index]
		all[i].Score = ScoreOf(all[i].Bits)
	}
	return all
}

func (r *Ranker) compared(query string, k int) []Ranked {
	q := r.c.Prepare(query)
	all := make([]Ranked, len(r.list))
	for i := range r.list {
		all[i] = Ranked{Index: i, Bits: r.c.CompareBits(&q, &r.prepared[i])}
	}
	slices.SortFunc(all, func(a, b Ranked) int {
		return cmp.Or(cmp.Compare(b.Bits, a.Bits), cmp.Compare(a.Index, b.Index))
	})
	return all[:min(k, len(all))]
}

func (r *Ranker) found(query string, k int) []Ranked {
	var out []Ranked
	for _, h := range r.index.rank(query, k) {
		out = append(out, Ranked{Index: int(h.id), Bits: h.bits})
	}
	return out
}

// leastBits is below what any two names can say.
const leastBits = -128

// rank gives the k entries that meet the name best, however badly, when it is
// taken for a whole name.
func (x *Index) rank(name string, k int) []hit {
	s := x.newSearch(&Query{Name: name, Limit: k})
	if s.name.n == 0 {
		return nil
	}
	s.whole, s.floor = true, leastBits*quantum
	x.mu.RLock()
	defer x.mu.RUnlock()
	s.over(x.t)
	defer workspaces.Put(s.work)
	return s.best()
}
