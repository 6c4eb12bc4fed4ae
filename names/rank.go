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
	Index    int // in the list
	Name     string
	Bits     float64 // the evidence that query and name are one person's
	Likeness float64 // 0 to 1: how far they are spellings of one name
	Score    float64 // 0 to 1, what the list is ranked by: it never rises from one to the next
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
	prepared []Prepared         // of a short list
	byNames  map[int][]Prepared // of its names, where they have any
	index    *Index             // of a long one
	filling  sync.Once          // guards rest
	rest     rest
}

// shortList is how many names are compared with a query one by one.
const shortList = 4096

// NewRanker prepares list on all processors. It keeps the slice.
func (c *Comparer) NewRanker(list []string) *Ranker {
	r := &Ranker{c: c, list: list}
	if len(list) <= shortList {
		r.prepareList()
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

// prepareList makes every name of a short list ready to be compared.
func (r *Ranker) prepareList() {
	r.prepared, r.byNames = make([]Prepared, len(r.list)), map[int][]Prepared{}
	var wg sync.WaitGroup
	var mu sync.Mutex
	workers := runtime.GOMAXPROCS(0)
	for w := range workers {
		wg.Go(func() {
			for i := w; i < len(r.list); i += workers {
				n := Parse(r.list[i])
				r.prepared[i] = r.c.PrepareName(n)
				if by := r.c.prepareByNames(&n); by != nil {
					mu.Lock()
					r.byNames[i] = by
					mu.Unlock()
				}
			}
		})
	}
	wg.Wait()
}

// Rank gives the k names that meet the query best: by evidence, and where both
// are one word, in two scripts, by likelihood. Neither is held to the likeness
// (see [Hold]): the name that is sought may be the one that is written badly.
// There are fewer than k only where the list is shorter.
//
// A list of up to 4,096 is compared with the query name by name. In a longer
// one the names that share a part with the query, in some spelling, are found
// by an index; where they are fewer than k, those that come nearest by their
// letters follow, and then any: what they say is said, and it speaks against.
func (r *Ranker) Rank(query string, k int) []Ranked {
	k = min(k, len(r.list))
	if k <= 0 {
		return nil
	}
	parsed := Parse(query)
	q := r.c.PrepareName(parsed)
	all := r.candidates(&q, query, k)
	slices.SortFunc(all, contender.compare)
	out := make([]Ranked, min(k, len(all)))
	for i := range out {
		out[i] = r.ranked(&parsed, &all[i])
	}
	return out
}

// tied is how many names are asked of the index for a single word at least.
const tied = 200

func (r *Ranker) candidates(q *Prepared, query string, k int) []contender {
	if r.index == nil {
		return r.compared(q)
	}
	var all []contender
	n := k
	if q.n == 1 { // many meet a single word with the same bits
		n = max(k, tied)
	}
	for _, h := range r.index.rank(query, n) {
		var p *Prepared
		if q.n == 1 { // only single words are weighed by more than their bits
			name := r.c.Prepare(r.list[h.id])
			p = &name
		}
		all = append(all, r.contender(q, p, int(h.id), h.bits))
	}
	if len(all) < k {
		all = r.fill(q, all, k)
	}
	return all
}

// compared compares the query with every name of a short list.
func (r *Ranker) compared(q *Prepared) []contender {
	all := make([]contender, len(r.prepared))
	for i := range all {
		all[i] = r.contender(q, &r.prepared[i], i, r.c.CompareBits(q, &r.prepared[i]))
		for _, by := range r.byNames[i] {
			if o := r.contender(q, &by, i, r.c.CompareBits(q, &by)); o.order > all[i].order {
				all[i] = o
			}
		}
	}
	return all
}

// A contender is a name of the list with what it is ranked by.
type contender struct {
	Ranked
	order float64
}

// compare orders the better contender first.
func (a contender) compare(b contender) int {
	return cmp.Or(cmp.Compare(b.order, a.order), cmp.Compare(a.Index, b.Index))
}

// contender weighs a name without a look at how it is written; p is nil where
// nothing but its bits counts. What names nobody has no bits for or against: it
// stands behind every name.
func (r *Ranker) contender(q, p *Prepared, at int, bits float64) contender {
	o := contender{Ranked{Index: at, Bits: bits}, bits}
	if p == nil {
		return o
	}
	if p.isNobody() && !q.isNobody() {
		o.order = leastBits
		return o
	}
	if q.n != 1 || p.n != 1 {
		return o
	}
	a, b := r.c.vocabulary.token(q.parts[0]), r.c.vocabulary.token(p.parts[0])
	if likelihood, ok := r.c.fine(a, b); ok {
		const plain = 6 // nats that the commonest letters reach by chance
		o.order = (likelihood - plain) * math.Log2E
	}
	return o
}

// ranked is what is shown of a contender.
func (r *Ranker) ranked(query *Name, o *contender) Ranked {
	out := o.Ranked
	out.Name = r.list[o.Index]
	out.Likeness = r.c.Compare(*query, Parse(out.Name)).Likeness
	out.Score = ScoreOf(o.order)
	return out
}

// leastBits is below what any two names can say.
const leastBits = -128

// rank gives the k entries that meet the name best, however badly, when it is
// taken for a whole name.
func (x *Index) rank(name string, k int) []hit {
	x.mu.RLock()
	defer x.mu.RUnlock()
	s := x.newSearch(&Query{Limit: k}, Parse(name))
	if s.name.n == 0 {
		return nil
	}
	s.whole, s.floor = true, leastBits*quantum
	s.over(x.t)
	defer workspaces.Put(s.work)
	return s.best()
}
