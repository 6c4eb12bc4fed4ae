package names

// rest is what a ranker needs to fill up what its index finds too few of.
type rest struct {
	words  map[uint32][]int32 // names of one part, by its token
	tokens []uint32           // of words, in the order of the list
	first  []Prepared         // the list's first names
}

// firstOf is how many names of a long list are compared with a query that none
// of them shares a part with.
const firstOf = 1 << 13

func (r *Ranker) readyToFill() {
	r.filling.Do(func() {
		r.rest.words = map[uint32][]int32{}
		for i, s := range r.list {
			p := r.c.Prepare(s)
			if p.n == 1 {
				at := p.parts[0]
				if r.rest.words[at] == nil {
					r.rest.tokens = append(r.rest.tokens, at)
				}
				r.rest.words[at] = append(r.rest.words[at], int32(i))
			}
			if i < firstOf {
				r.rest.first = append(r.rest.first, p)
			}
		}
	})
}

// least is what names that have nothing in common say at most: one word and
// another.
const least = -11

// fill adds names that share no part with the query. The index finds what says
// anything for a match; here is only what says least against one.
func (r *Ranker) fill(q *Prepared, all []contender, k int) []contender {
	r.readyToFill()
	f := filler{r: r, q: q, all: all, have: make(map[int]bool, len(all))}
	for _, o := range all {
		f.have[o.Index] = true
	}
	if q.n == 1 {
		f.words(k)
	}
	if f.better(least) < k {
		f.first()
	}
	for i := 0; len(f.all) < k; i++ {
		p := r.c.Prepare(r.list[i])
		f.add(i, r.c.CompareBits(q, &p), &p)
	}
	return f.all
}

// filler is fill at work.
type filler struct {
	r    *Ranker
	q    *Prepared
	all  []contender
	have map[int]bool
}

func (f *filler) add(at int, bits float64, p *Prepared) {
	if !f.have[at] {
		f.have[at] = true
		f.all = append(f.all, f.r.contender(f.q, p, at, bits))
	}
}

// better counts those that say more.
func (f *filler) better(than float64) int {
	n := 0
	for _, o := range f.all {
		if o.order > than {
			n++
		}
	}
	return n
}

// word adds the names that are one word.
func (f *filler) word(token uint32) {
	p := Prepared{n: 1, parts: [MaxParts]uint32{token}}
	bits := f.r.c.CompareBits(f.q, &p)
	for _, at := range f.r.rest.words[token] {
		f.add(int(at), bits, &p)
	}
}

// words adds names of one word: in the same script those that are not a word
// apart, in the other those that come nearest by likelihood.
func (f *filler) words(k int) {
	c, id := f.r.c, f.q.parts[0]
	t := c.vocabulary.token(id)
	for _, token := range f.r.rest.tokens {
		if o := c.vocabulary.token(token); o.script == t.script && !apart(t, o) {
			f.word(token)
		}
	}
	f.r.nearest(t, func(token uint32) { f.word(token) }, func() bool { return len(f.all) >= k })
}

// first adds the first names of the list, but for single words in the other
// script, whose likelihood is worked out letter by letter.
func (f *filler) first() {
	c := f.r.c
	for i := range f.r.rest.first {
		p := &f.r.rest.first[i]
		if f.q.n == 1 && p.n == 1 && spells(c.vocabulary.token(f.q.parts[0]), c.vocabulary.token(p.parts[0])) {
			continue
		}
		f.add(i, c.CompareBits(f.q, p), p)
	}
}

// wider are the log ratios, in nats, down to which names in the other script
// are sought, one after another. The index seeks from 2 on.
var wider = [...]nats{-2 * perNat, -6 * perNat, -12 * perNat}

// nearest calls enter with the tokens of the list that come nearest to one, in
// the other script, until there are enough.
func (r *Ranker) nearest(t *token, enter func(token uint32), enough func() bool) {
	d := &r.index.t.dict
	try := func(at int32) { enter(d.tokens[at]) }
	for _, floor := range wider {
		switch t.script {
		case Latin:
			d.hunt(r.c, t.letters, hunt{floor: floor}, try)
			if rest, ok := joinedArticle(t.text); ok {
				d.hunt(r.c, encodeLatin(rest), hunt{floor: floor}, try)
			}
		case Arabic:
			d.latin.trie.readings(r.c.model, t.letters, floor, func(at int32) { d.latin.all(at, try) })
		}
		if enough() {
			return
		}
	}
}
