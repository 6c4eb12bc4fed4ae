package names

import "sync/atomic"

// A Comparer compares names. It holds the model, the lexicon, the shares of
// names and what it has learnt about the tokens it met. It is safe for
// concurrent use; make one and keep it.
type Comparer struct {
	model      *Model
	style      Style // that Latin names are read in
	asked      bool  // what is read is a query, which may be mistyped
	lexicon    *Lexicon
	vocabulary *vocabulary
	factors    *factors
	same       *[maxChunks]atomic.Pointer[[chunkSize]atomic.Int32] // see sameBits
	rare       *byToken                                            // see rarity; 0 where it was not asked for yet
	known      []float32                                           // share of each lexicon form
	other      map[string]float32                                  // share of other forms, from the caller's data
}

// byToken is a number for each token, made when it is first asked for.
type byToken [maxChunks]atomic.Pointer[[chunkSize]atomic.Uint64]

func (b *byToken) chunk(id uint32) *[chunkSize]atomic.Uint64 {
	at := &b[id>>chunkBits]
	if c := at.Load(); c != nil {
		return c
	}
	at.CompareAndSwap(nil, new([chunkSize]atomic.Uint64))
	return at.Load()
}

// Options of a Comparer. The zero value is the usual one.
type Options struct {
	Lexicon *Lexicon // nil: DefaultLexicon
	Model   *Model   // nil: DefaultModel
	Style   Style    // in which Latin names are written, where one knows; see [Comparer.InferStyle]
	// CacheBits is the binary logarithm of how many token pairs are remembered,
	// at 8 bytes each; 0 means 17 (one megabyte). A linkage of millions of
	// records gains from 20.
	CacheBits int
}

// NewComparer gives a comparer with the embedded shares of names.
func NewComparer(o Options) *Comparer {
	c := &Comparer{model: o.Model, style: min(o.Style, numStyles-1), lexicon: o.Lexicon, vocabulary: newVocabulary(), same: new([maxChunks]atomic.Pointer[[chunkSize]atomic.Int32]), rare: new(byToken)}
	if c.model == nil {
		c.model = DefaultModel()
	}
	if c.lexicon == nil {
		c.lexicon = DefaultLexicon()
	}
	bits := o.CacheBits
	if bits == 0 {
		bits = 17
	}
	c.factors = newFactors(uint(max(8, min(bits, 28))))
	c.known, c.other = (*Frequencies)(nil).shares(c.lexicon)
	return c
}

// WithFrequencies gives a comparer that weighs names by f. It shares everything
// else with c: names prepared by either can be compared by both.
func (c *Comparer) WithFrequencies(f *Frequencies) *Comparer {
	d := *c
	f.mu.Lock()
	defer f.mu.Unlock()
	d.known, d.other = f.shares(c.lexicon)
	d.factors = newFactors(64 - c.factors.shift)
	d.same, d.rare = new([maxChunks]atomic.Pointer[[chunkSize]atomic.Int32]), new(byToken)
	return &d
}

// fresh gives a comparer that weighs as c does and has met no name.
func (c *Comparer) fresh() *Comparer {
	d := *c
	d.vocabulary = newVocabulary()
	d.factors = newFactors(64 - c.factors.shift)
	d.same, d.rare = new([maxChunks]atomic.Pointer[[chunkSize]atomic.Int32]), new(byToken)
	return &d
}

// Prepared is a name ready to be compared: numbers of its parts, no pointers.
// It belongs to the comparer that made it and to those made from that one by
// WithFrequencies.
type Prepared struct {
	parts  [MaxParts]uint32
	hashes [MaxParts]uint32     // of each part's text
	joins  [MaxParts - 1]uint32 // of each two neighbours written as one
	kunya  uint32
	n      uint8
}

// Len gives the number of parts.
func (p *Prepared) Len() int { return int(p.n) }

// Prepare parses and prepares a name.
func (c *Comparer) Prepare(s string) Prepared { return c.PrepareName(Parse(s)) }

// PrepareName prepares a name that is parsed already.
func (c *Comparer) PrepareName(n Name) Prepared {
	var p Prepared
	for _, part := range n.Parts {
		c.addPart(&p, part.Text)
	}
	if n.Kunya != nil {
		p.kunya = c.intern(n.Kunya.Text)
	}
	return p
}

// prepareQuery prepares a name that is asked for. Parts of one name are written
// in one style: where they tell which, they are read in it. Arabic parts that nobody
// is called may be mistyped.
func (c *Comparer) prepareQuery(n Name, s Style) Prepared {
	d := *c
	d.asked = true
	if s == AnyStyle {
		s = c.styleOf(n)
	}
	if s != AnyStyle {
		d.style = s
	}
	return d.PrepareName(n)
}

func (c *Comparer) addPart(p *Prepared, text string) {
	if int(p.n) == MaxParts {
		return
	}
	id := c.intern(text)
	if id == 0 { // a full vocabulary: the part is left out rather than mistaken
		return
	}
	t := c.vocabulary.token(id)
	if p.n > 0 {
		p.joins[p.n-1] = hashOn(p.hashes[p.n-1], text)
	}
	p.parts[p.n], p.hashes[p.n] = id, t.hash
	p.n++
}

// isJoined reports whether part i and the next, written as one, are a text.
func (p *Prepared) isJoined(i int, hash uint32) bool { return i+1 < int(p.n) && p.joins[i] == hash }

// isNobody reports whether there is nothing in the name that could be compared.
func (p *Prepared) isNobody() bool { return p.n == 0 && p.kunya == 0 }
