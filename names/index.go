package names

import (
	"runtime"
	"slices"
	"sync"
)

// An Entry is one spelling of one person's name, with what helps to tell
// namesakes apart. A person with several spellings has several entries under
// one ID. A by-name in it, in brackets or behind "known as", is a spelling of
// its own under the same ID: a search finds the entry by either.
type Entry struct {
	ID     int64
	Name   string
	Mother string // mother's name; "" is not known
	Born   int    // year; 0 is not known
	Place  string // a code of the caller's, such as a governorate's; "" is not known
}

// An Index finds entries by name. It lives in memory, at 30 to 50 bytes an
// entry, or in a file that [Index.Save] wrote and [OpenIndex] maps. It is safe
// for concurrent use: many searches run beside each other, a change waits for
// them and they for it.
//
// Weights come from the comparer, never from what the index holds, so that what
// a reader may not see cannot shift what the reader gets.
type Index struct {
	writing sync.Mutex // one changes the index at a time
	mu      sync.RWMutex
	c       *Comparer
	t       *tables
	mapped  []byte // the file that t lies in
}

// tables are an index without its lock.
type tables struct {
	blocks  []*block // only the last may be open
	dict    dictionary
	words   wordlist
	places  []string // by code; the first is ""
	codes   map[string]uint16
	serial  uint32 // of the next block
	rows    int
	dead    int
	removed bool // something was: words and parts may be held that no row bears
}

func newTables() *tables {
	return &tables{dict: newDictionary(), words: newWords(), places: []string{""}, codes: map[string]uint16{"": 0}}
}

// NewIndex gives an empty index that weighs by c.
func NewIndex(c *Comparer) *Index { return &Index{c: c, t: newTables()} }

// Len gives the number of spellings held: an entry has one, and one more for
// each by-name.
func (x *Index) Len() int {
	x.mu.RLock()
	defer x.mu.RUnlock()
	return x.t.rows - x.t.dead
}

// addChunk is how many entries are prepared before they are entered: searches
// wait no longer than it takes to enter them.
const addChunk = 1 << 13

// Add puts entries in. Parsing runs on all processors; searches go on until the
// prepared rows are entered.
func (x *Index) Add(entries ...Entry) {
	x.writing.Lock()
	defer x.writing.Unlock()
	rows := make([]prepared, min(len(entries), addChunk))
	for len(entries) > 0 {
		n := min(len(entries), addChunk)
		x.prepare(entries[:n], rows[:n])
		x.enter(entries[:n], rows[:n])
		entries = entries[n:]
	}
}

// prepared is an entry made ready outside the lock.
type prepared struct {
	name, mother Prepared
	byNames      []Prepared
}

func (x *Index) prepare(entries []Entry, rows []prepared) {
	workers := min(runtime.GOMAXPROCS(0), (len(entries)+255)/256)
	each := func(w int) {
		for i := w; i < len(entries); i += workers {
			n := Parse(entries[i].Name)
			rows[i] = prepared{name: x.c.PrepareName(n), byNames: x.c.prepareByNames(&n)}
			if entries[i].Mother != "" {
				rows[i].mother = x.c.Prepare(entries[i].Mother)
			}
		}
	}
	if workers == 1 {
		each(0)
		return
	}
	var wg sync.WaitGroup
	for w := range workers {
		wg.Go(func() { each(w) })
	}
	wg.Wait()
}

func (x *Index) enter(entries []Entry, rows []prepared) {
	x.mu.Lock()
	defer x.mu.Unlock()
	for i := range entries {
		x.t.insert(x.c, &entries[i], &rows[i])
		for _, by := range rows[i].byNames {
			x.t.insert(x.c, &entries[i], &prepared{name: by, mother: rows[i].mother})
		}
	}
}

func (c *Comparer) prepareByNames(n *Name) []Prepared {
	var out []Prepared
	for _, by := range n.byNames() {
		out = append(out, c.PrepareName(by))
	}
	return out
}

func (t *tables) insert(c *Comparer, e *Entry, p *prepared) {
	b := t.open()
	r := row{n: p.name.n, m: p.mother.n}
	for i, id := range p.name.parts[:r.n] {
		r.parts[i] = t.dict.entry(c, id)
	}
	for i, id := range p.mother.parts[:r.m] {
		r.mother[i] = t.dict.entry(c, id)
	}
	if p.name.kunya != 0 {
		r.kunya = t.dict.entry(c, p.name.kunya) + 1
	}
	for _, at := range r.parts[:r.n] {
		t.dict.putIn(at, b)
	}
	b.add(e.ID, uint16(max(0, min(e.Born, 9999))), t.placeCode(e.Place), &r, t.words.split(e.Name))
	t.rows++
}

// open gives the block that takes the next row.
func (t *tables) open() *block {
	if n := len(t.blocks); n > 0 {
		b := t.blocks[n-1]
		if b.open != nil && !b.full() {
			return b
		}
		b.seal()
	}
	b := newBlock()
	b.serial = t.serial
	t.serial++
	t.blocks = append(t.blocks, b)
	return b
}

func (t *tables) placeCode(place string) uint16 {
	if code, ok := t.codes[place]; ok {
		return code
	}
	if len(t.places) > 65535 {
		return 0
	}
	code := uint16(len(t.places))
	t.places = append(t.places, place)
	t.codes[place] = code
	return code
}

// Remove takes out every entry of id. It tells whether there was one. No search
// finds it from then on, and [Index.Save] does not write it. What was written of
// it leaves memory with [Index.Purge].
func (x *Index) Remove(id int64) bool {
	x.writing.Lock()
	defer x.writing.Unlock()
	x.mu.Lock()
	defer x.mu.Unlock()
	found := 0
	for i, b := range x.t.blocks {
		n := b.remove(id)
		found += n
		if n > 0 && b.dead > 64 && b.dead > b.n/4 {
			x.t.blocks[i] = b.compacted()
			x.t.rows -= b.dead
			x.t.dead -= b.dead - n
		} else {
			x.t.dead += n
		}
	}
	x.t.blocks = slices.DeleteFunc(x.t.blocks, func(b *block) bool { return b.n == 0 })
	x.t.removed = x.t.removed || found > 0
	return found > 0
}

// Purge lets go of all that only removed entries held: rows, words, parts, and
// what the comparer learnt of them. It does nothing where nothing was removed.
// It builds the index anew, at about a second a million entries; searches go on
// meanwhile.
//
// From then on the index has a comparer of its own, which weighs as the one that
// it was given.
func (x *Index) Purge() {
	x.writing.Lock()
	defer x.writing.Unlock()
	if !x.t.removed { // only a writer changes it
		return
	}
	c := x.c.fresh()
	t := x.t.rebuilt(c, carrier(x.c, c))
	x.mu.Lock()
	defer x.mu.Unlock()
	x.c, x.t = c, t
	file := x.mapped
	x.mapped = nil
	unmap(file) // nothing lies in it any more
}

// carrier gives the numbers of one comparer's parts in another's vocabulary.
func carrier(from, to *Comparer) func(uint32) uint32 {
	at := map[uint32]uint32{}
	return func(id uint32) uint32 {
		if id == 0 {
			return 0
		}
		if _, ok := at[id]; !ok {
			old := from.vocabulary.token(id)
			at[id] = to.vocabulary.add(to.In(old.style()).tokenOf(old.text, old.forms))
		}
		return at[id]
	}
}
