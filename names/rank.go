package names

import (
	"cmp"
	"math"
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
	once     sync.Once // guards prepared
	prepared []Prepared
	index    *Index // of a long list
}

// shortList is how many names are compared with a query one by one.
const shortList = 4096

// NewRanker prepares list on all processors. It keeps the slice.
func (c *Comparer) NewRanker(list []string) *Ranker {
	r := &Ranker{c: c, list: list}
	if len(list) <= shortList {
		r.prepare()
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

// prepare makes every name of the list ready to be compared, once. Of a long
// list that is done when a query first needs it.
func (r *Ranker) prepare() {
	r.once.Do(func() {
		prepared := make([]Prepared, len(r.list))
		var wg sync.WaitGroup
		workers := runtime.GOMAXPROCS(0)
		for w := range workers {
			wg.Go(func() {
				for i := w; i < len(r.list); i += workers {
					prepared[i] = r.c.Prepare(r.list[i])
				}
			})
		}
		wg.Wait()
		r.prepared = prepared
	})
}

// Rank gives the k names that meet the query best: by evidence, and where both
// are one word, in two scripts, by likelihood. Score tells how far the two are
// one name. There are fewer than k only where the list is shorter. In a list of
// more than 4,096, names that share a part with the query, in some spelling,
// are found by an index; where they are fewer than k, the query is compared
// with the whole list, which takes one or two microseconds a name.
func (r *Ranker) Rank(query string, k int) []Ranked {
	if k <= 0 {
		return nil
	}
	parsed := Parse(query)
	q := r.c.PrepareName(parsed)
	var all []ordered
	if r.index != nil {
		all = r.found(&q, query, k)
	}
	if len(all) < min(k, len(r.list)) {
		all = r.compared(&q)
	}
	slices.SortFunc(all, func(a, b ordered) int {
		return cmp.Or(cmp.Compare(b.order, a.order), cmp.Compare(a.Index, b.Index))
	})
	out := make([]Ranked, min(k, len(all)))
	for i := range out {
		out[i] = all[i].Ranked
		out[i].Name = r.list[out[i].Index]
		out[i].Score = r.c.Compare(parsed, Parse(out[i].Name)).Score
	}
	return out
}

// ordered is a name of the list with what it is ranked by.
type ordered struct {
	Ranked
	order float64
}

// compared compares the query with every name of the list.
func (r *Ranker) compared(q *Prepared) []ordered {
	r.prepare()
	all := make([]ordered, len(r.list))
	for i := range r.list {
		bits := r.c.CompareBits(q, &r.prepared[i])
		all[i] = ordered{Ranked{Index: i, Bits: bits}, r.order(q, &r.prepared[i], bits)}
	}
	return all
}

// found asks the index. Of single words it asks for more than are shown, for
// many meet the query with the same bits.
func (r *Ranker) found(q *Prepared, query string, k int) []ordered {
	const tied = 200
	if q.n == 1 {
		k = max(k, tied)
	}
	var all []ordered
	for _, h := range r.index.rank(query, k) {
		o := ordered{Ranked{Index: int(h.id), Bits: h.bits}, h.bits}
		if q.n == 1 {
			p := r.c.Prepare(r.list[h.id])
			o.order = r.order(q, &p, h.bits)
		}
		all = append(all, o)
	}
	return all
}

// order is what a name is ranked by.
func (r *Ranker) order(q, p *Prepared, bits float64) float64 {
	if q.n != 1 || p.n != 1 {
		return bits
	}
	a, b := r.c.vocabulary.token(q.parts[0]), r.c.vocabulary.token(p.parts[0])
	if likelihood, ok := r.c.fine(a, b); ok {
		const plain = 6 // nats that the commonest letters reach by chance
		return (likelihood - plain) * math.Log2E
	}
	return bits
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
