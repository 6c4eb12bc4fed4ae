package names

import (
	"bytes"
	"math"
	"math/bits"
	"strings"
)

// A wordlist holds each distinct word that was written once, so that names are kept
// as they were written in a few bytes each. A word is what stands between two
// spaces, whatever its bytes.
type wordlist struct {
	arena []byte
	ends  []uint32 // of each word in arena; the first is empty
	table []uint32 // open addressing, word plus one
}

func newWords() wordlist { return wordlist{ends: []uint32{0}} }

func (w *wordlist) text(id uint32) []byte {
	if id == 0 {
		return nil
	}
	return w.arena[w.ends[id-1]:w.ends[id]]
}

// split gives the words of a name; join puts them together again.
func (w *wordlist) split(name string) []uint32 {
	out := make([]uint32, 0, 8)
	for word := range strings.SplitSeq(name, " ") {
		out = append(out, w.number(word))
	}
	return out
}

func (w *wordlist) join(ids []uint32) string {
	var b strings.Builder
	for i, id := range ids {
		if i > 0 {
			b.WriteByte(' ')
		}
		b.Write(w.text(id))
	}
	return b.String()
}

// number gives the number of a word, a new one if need be. Beyond four
// gigabytes of distinct words a new one is kept as if it were empty.
func (w *wordlist) number(word string) uint32 {
	if word == "" {
		return 0
	}
	if 4*len(w.ends) > 3*len(w.table) {
		w.grow()
	}
	at := w.probe([]byte(word))
	if w.table[at] != 0 {
		return w.table[at] - 1
	}
	if uint64(len(w.arena))+uint64(len(word)) > math.MaxUint32 {
		return 0
	}
	id := uint32(len(w.ends))
	w.arena = append(w.arena, word...)
	w.ends = append(w.ends, uint32(len(w.arena)))
	w.table[at] = id + 1
	return id
}

// probe gives the slot of a word or, if it is new, where it goes.
func (w *wordlist) probe(word []byte) uint32 {
	mask := uint32(len(w.table) - 1)
	at := hashBytes(word) * 0x9E3779B9 >> (32 - bits.Len32(mask)) & mask
	for w.table[at] != 0 && !bytes.Equal(w.text(w.table[at]-1), word) {
		at = (at + 1) & mask
	}
	return at
}

func hashBytes(b []byte) uint32 {
	h := uint32(2166136261)
	for _, c := range b {
		h = (h ^ uint32(c)) * 16777619
	}
	return h
}

// grow makes the table anew, with room for as many words again.
func (w *wordlist) grow() {
	size := 64
	for size < 2*len(w.ends) {
		size *= 2
	}
	w.table = make([]uint32, size)
	for id := 1; id < len(w.ends); id++ {
		w.table[w.probe(w.text(uint32(id)))] = uint32(id) + 1
	}
}
