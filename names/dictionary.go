package names

import "slices"

// dictionary holds the distinct parts of an index, each under a number, and the
// ways to find a part from one that is written differently.
type dictionary struct {
	slots  []uint32 // by token, its entry plus one
	tokens []uint32 // by entry
	in     []uint64 // by entry, the blocks that it may be in: a bit for each 64th
	byForm chains   // canonical forms, to entries that may stand for them
	byEdit slips
	arabic planted  // Arabic entries by their letters
	latin  planted  // Latin entries, with and without an article
	single []uint32 // entries of one letter
	byText beginnings
}

func newDictionary() dictionary { return dictionary{} }

// grow makes room for n entries more.
func (d *dictionary) grow(n int) {
	d.tokens, d.in = slices.Grow(d.tokens, n), slices.Grow(d.in, n)
	size := 1 << 6
	for size < 4*n {
		size *= 2
	}
	d.byEdit.heads = make([]uint32, max(size, len(d.byEdit.heads)))
}

// entry gives the entry of a token, a new one if need be.
func (d *dictionary) entry(c *Comparer, id uint32) uint32 {
	if int(id) < len(d.slots) && d.slots[id] != 0 {
		return d.slots[id] - 1
	}
	if int(id) >= len(d.slots) {
		d.slots = append(d.slots, make([]uint32, int(id)+1-len(d.slots))...)
	}
	at := uint32(len(d.tokens))
	d.slots[id] = at + 1
	d.tokens = append(d.tokens, id)
	d.in = append(d.in, 0)
	d.enter(c, at)
	return at
}

func (d *dictionary) putIn(entry uint32, b *block) { d.in[entry] |= 1 << (b.serial % 64) }

// mayBeIn spares looking for a rare part in every block.
func (d *dictionary) mayBeIn(entry uint32, b *block) bool { return d.in[entry]>>(b.serial%64)&1 != 0 }

// slot gives the entry of a token, if it has one.
func (d *dictionary) slot(id uint32) (uint32, bool) {
	if int(id) < len(d.slots) && d.slots[id] != 0 {
		return d.slots[id] - 1, true
	}
	return 0, false
}

// enter makes an entry findable. A mother's parts are found like all others: if
// they were not, a hidden row that bears one would change what is.
func (d *dictionary) enter(c *Comparer, at uint32) {
	t := c.vocabulary.token(d.tokens[at])
	if t.runes == 1 {
		d.single = append(d.single, at)
	}
	for _, w := range t.forms {
		if w.form != surface && w.p >= 0.02 {
			d.byForm.add(w.form, int32(at))
		}
	}
	switch t.script {
	case Arabic:
		d.arabic.plant(t.letters, int32(at))
	case Latin:
		d.latin.plant(t.letters, int32(at))
		if rest, ok := joinedArticle(t.text); ok {
			d.latin.plant(encodeLatin(rest), int32(at))
		}
	}
	d.slipped(t.text, int32(at))
	if d.byEdit.crowded() {
		d.respread(c)
	}
}

func (d *dictionary) slipped(text string, at int32) {
	for _, h := range omissions(text, nil) {
		d.byEdit.add(h, at)
	}
}

// respread enters all parts anew into a table of slips of twice the width.
func (d *dictionary) respread(c *Comparer) {
	d.byEdit = slips{heads: make([]uint32, 4*len(d.byEdit.heads)), links: make([]link, 0, len(d.byEdit.links)*3/2)}
	for at, token := range d.tokens {
		d.slipped(c.vocabulary.token(token).text, int32(at))
	}
}

// planted is a trie of entries. Of those whose letters are the same to the model
// the trie holds one, and alike the others: all must be found, or one that a
// reader may not see would hide another.
type planted struct {
	trie  trie
	alike chains
}

func (p *planted) plant(letters []uint8, at int32) {
	p.trie.alone = true
	first, ok := p.trie.find(letters)
	switch {
	case !ok:
		p.trie.insert(letters, at, 0)
	case first != at:
		p.alike.add(first, at)
	}
}

// all calls f with an entry that the trie gave and those that are alike.
func (p *planted) all(entry int32, f func(int32)) {
	f(entry)
	p.alike.each(entry, f)
}

// find gives the form that was inserted under the letters.
func (t *trie) find(letters []uint8) (int32, bool) {
	if len(t.nodes) == 0 || len(letters) == 0 {
		return 0, false
	}
	at := int32(0)
	for _, l := range letters {
		c := t.nodes[at].child
		for c != 0 && t.nodes[c].letter != l {
			c = t.nodes[c].sibling
		}
		if c == 0 {
			return 0, false
		}
		at = c
	}
	return t.nodes[at].form - 1, t.nodes[at].form != 0
}

// A near is a dictionary entry that a query part may mean.
type near struct {
	entry uint32
	bits  float64
}

// minimumBits is what a dictionary entry must say for a query part to be
// looked up. It is a threshold and not a number of entries, so that entries
// which only hidden rows hold push nothing out.
const minimumBits = 0.5

// nears gives the entries that the query part may be a spelling of. Whether an
// entry is among them hangs on it and the part alone.
func (d *dictionary) nears(c *Comparer, id uint32) []near {
	t := c.vocabulary.token(id)
	var all []uint32
	try := func(at int32) { all = append(all, uint32(at)) }
	if at, ok := d.slot(id); ok {
		try(int32(at))
	}
	if plain, ok := c.find(t.text); ok && plain != id { // a query's style is not always the list's
		if at, ok := d.slot(plain); ok {
			try(int32(at))
		}
	}
	for _, w := range t.forms {
		if w.form != surface {
			d.byForm.each(w.form, try)
		}
	}
	if t.script == Latin {
		d.hunt(c.In(t.style()), t.letters, hunt{floor: 2 * perNat}, try)
		if rest, ok := joinedArticle(t.text); ok {
			d.hunt(c.In(t.style()), encodeLatin(rest), hunt{floor: 2 * perNat}, try)
		}
	}
	if t.script == Arabic && !t.known {
		d.latin.trie.readings(c.model, t.letters, 2*perNat, func(at int32) { d.latin.all(at, try) })
	}
	all = sortedOnce(append(all, d.initials(c, t)...))
	var out []near
	for _, at := range all {
		if v := c.pairBits(id, d.tokens[at]); v >= minimumBits {
			out = append(out, near{at, v})
		}
	}
	return d.slippedNears(c, id, all, out)
}

// initials gives the entries that a letter may stand for, or the letters that
// may stand for a part.
func (d *dictionary) initials(c *Comparer, t *token) []uint32 {
	if t.runes != 1 {
		return slices.Clone(d.single)
	}
	out := d.byText.with(c, d, t.text)
	for _, other := range letters + "abcdefghijklmnopqrstuvwxyz" {
		text := string(other)
		if script := ScriptOf(text); script != t.script && c.weighInitial(t, &token{text: text, runes: 1, script: script, letters: encodeIn(text, script)}) > 0 {
			out = append(out, d.byText.with(c, d, text)...)
		}
	}
	return out
}

func encodeIn(text string, script Script) []uint8 {
	if script == Latin {
		return encodeLatin(text)
	}
	return encode(text)
}

func sortedOnce(entries []uint32) []uint32 {
	slices.Sort(entries)
	return slices.Compact(entries)
}

// slippedNears adds the entries that are an edit away.
func (d *dictionary) slippedNears(c *Comparer, id uint32, tried []uint32, out []near) []near {
	hashes := omissions(c.vocabulary.token(id).text, nil)
	var all []uint32
	for _, h := range hashes {
		d.byEdit.each(h, func(at int32) { all = append(all, uint32(at)) })
	}
	for _, at := range sortedOnce(all) {
		if _, done := slices.BinarySearch(tried, at); done {
			continue
		}
		v := c.pairBits(id, d.tokens[at])
		if v >= minimumBits && shareOne(hashes, omissions(c.vocabulary.token(d.tokens[at]).text, nil)) {
			out = append(out, near{at, v})
		}
	}
	return out
}

func shareOne(a, b []uint32) bool {
	return slices.ContainsFunc(a, func(h uint32) bool { return slices.Contains(b, h) })
}

// hunt calls try with the Arabic entries that h seeks for Latin letters.
func (d *dictionary) hunt(c *Comparer, latin []uint8, h hunt, try func(int32)) {
	for _, k := range d.arabic.trie.search(c.model.in(c.style), latin, h) {
		d.arabic.all(k.form, try)
	}
}

// prefixed gives the entries whose spelling, in either script, begins with the
// text, some of them twice.
func (d *dictionary) prefixed(c *Comparer, text string) []uint32 {
	out := d.byText.with(c, d, text)
	if latin := encodeLatin(text); ScriptOf(text) == Latin && len(latin) > 1 {
		n := nats(len(latin))
		h := hunt{floor: max(n*perNat*4/5, n*nats(leastLegible*perNat)-c.model.chance(latin)), prefix: true}
		d.hunt(c, latin, h, func(at int32) { out = append(out, uint32(at)) })
	}
	return out
}

// chains are lists of entries under small numbers.
type chains struct {
	heads []uint32 // the newest link, plus one
	links []link
}

type link struct {
	entry int32
	next  uint32
}

func (c *chains) add(key, entry int32) {
	if int(key) >= len(c.heads) {
		c.heads = append(c.heads, make([]uint32, int(key)+1-len(c.heads))...)
	}
	c.links = append(c.links, link{entry, c.heads[key]})
	c.heads[key] = uint32(len(c.links))
}

func (c *chains) each(key int32, f func(entry int32)) {
	if int(key) >= len(c.heads) {
		return
	}
	for at := c.heads[key]; at != 0; at = c.links[at-1].next {
		f(c.links[at-1].entry)
	}
}
