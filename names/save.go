package names

import (
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"io"
	"math"
	"slices"
)

// sections of a saved index before those of its blocks
const (
	secTokens = iota // texts of the parts, one after another
	secTokenEnds
	secForms // how many forms each may stand for
	secFormIDs
	secFormShares
	secWords // words as written
	secWordEnds
	secPlaces
	secPlaceEnds
	secBases // least id of each block
	secFirst
)

// blockSections is how many each block has.
const blockSections = 13

// Save writes the index, to be opened by [OpenIndex] or [ReadIndex] with a
// comparer of the same model and lexicon. Other work on the index goes on.
// What was removed is not written.
//
// The file holds names in clear. Who keeps it where others might read must
// encrypt it.
func (x *Index) Save(w io.Writer) error {
	sections, c := x.snapshot()
	return writeSections(w, c.fingerprint(), sections)
}

// snapshot gives the sections of the index as it is now, and its comparer. What
// they lie in does not change any more.
func (x *Index) snapshot() ([][]byte, *Comparer) {
	x.mu.RLock()
	defer x.mu.RUnlock()
	t := x.t
	if t.removed || len(t.blocks) > t.rows/blockRows+2 {
		t = t.rebuilt(x.c, func(id uint32) uint32 { return id })
	}
	out := t.tokenSections(x.c)
	out = append(out, t.words.arena, bytesOf(t.words.ends))
	arena, ends := joined(t.places)
	out = append(out, arena, bytesOf(ends))
	bases := make([]int64, len(t.blocks))
	out = append(out, nil)
	for i, b := range t.blocks {
		if b.open != nil {
			b = b.copied()
			b.seal()
		}
		bases[i] = b.base
		out = append(out, bytesOf(b.ids), bytesOf(b.wide), bytesOf(b.order), b.size, bytesOf(b.offset), bytesOf(b.born), bytesOf(b.place),
			b.data, bytesOf(b.keys), bytesOf(b.ends), bytesOf(b.posts), bytesOf(b.dense), bytesOf(b.maps))
	}
	out[secBases] = bytesOf(bases)
	return out, x.c
}

// copied gives a block that can be sealed while the original is added to.
func (b *block) copied() *block {
	fresh := *b
	fresh.wide = slices.Clone(b.wide)
	return &fresh
}

func (t *tables) tokenSections(c *Comparer) [][]byte {
	texts := make([]string, len(t.dict.tokens))
	counts := make([]uint8, len(texts))
	var forms []int32
	var shares []float32
	for at, id := range t.dict.tokens {
		tk := c.vocabulary.token(id)
		texts[at] = tk.text
		counts[at] = uint8(len(tk.forms))
		for _, w := range tk.forms {
			forms = append(forms, w.form)
			shares = append(shares, w.p)
		}
	}
	arena, ends := joined(texts)
	return [][]byte{arena, bytesOf(ends), counts, bytesOf(forms), bytesOf(shares)}
}

func joined(texts []string) (arena []byte, ends []uint32) {
	ends = make([]uint32, 0, len(texts))
	for _, s := range texts {
		arena = append(arena, s...)
		ends = append(ends, uint32(len(arena)))
	}
	return arena, ends
}

// rebuilt gives the tables without what was removed: rows, words and parts.
// carry gives the numbers of parts in c's vocabulary.
func (t *tables) rebuilt(c *Comparer, carry func(uint32) uint32) *tables {
	fresh := newTables()
	var r row
	var words []uint32
	for _, b := range t.blocks {
		for i := range b.n {
			if b.isGone(i) {
				continue
			}
			words = b.words(i, &r, words[:0])
			p := t.preparedRow(&r, carry)
			e := Entry{ID: b.id(i), Name: t.words.join(words), Born: int(b.born[i]), Place: t.places[b.place[i]]}
			fresh.insert(c, &e, &p)
		}
	}
	return fresh
}

// preparedRow gives the numbers of a row's parts, without hashes.
func (t *tables) preparedRow(r *row, carry func(uint32) uint32) (p prepared) {
	for i, at := range r.parts[:r.n] {
		p.name.parts[i] = carry(t.dict.tokens[at])
	}
	for i, at := range r.mother[:r.m] {
		p.mother.parts[i] = carry(t.dict.tokens[at])
	}
	p.name.n, p.mother.n = r.n, r.m
	if r.kunya != 0 {
		p.name.kunya = carry(t.dict.tokens[r.kunya-1])
	}
	return p
}

// probes are names that a change of reading would read otherwise.
var probes = []string{
	"محمد عبد الرحمن الحسين", "Mhd. Abdel Rahman Hsein", "MEHMET ABDURRAHMAN HÜSEYIN", "7asan el-Ash3ari", "Salah eddine Ben Youssef (Abu Khaled)",
	"آل ياسين، فاطمة", "گولستان شێخۆ", "Djamel Bouteflika", "Abdullah Al Shami", "نور الدين زنكي",
}

// fingerprint tells comparers apart that read names or Latin parts otherwise.
// An index holds what its comparer made of them.
func (c *Comparer) fingerprint() [32]byte {
	h := sha256.New()
	for i := range c.model.rows {
		h.Write(bytesOf(c.model.rows[i][:]))
	}
	b := fmt.Appendln(nil, c.model.inputs, c.style, len(c.model.rows), len(c.lexicon.forms))
	for _, f := range c.lexicon.forms {
		b = append(append(b, f.text...), ' ')
		b = binary.LittleEndian.AppendUint32(b, uint32(f.prior))
	}
	for _, s := range probes {
		n := Parse(s)
		if n.Kunya != nil {
			n.Parts = append(n.Parts, *n.Kunya)
		}
		for _, p := range n.Parts {
			b = append(b, p.Text...)
			for _, w := range c.posterior(p.Text) {
				b = fmt.Appendln(b, w.form, math.Round(float64(w.p)*1e4))
			}
		}
	}
	h.Write(b)
	return [32]byte(h.Sum(nil))
}
