package names

import (
	"fmt"
	"io"
	"math"
	"os"
	"sync"
)

// OpenIndex opens a file that [Index.Save] wrote. On Unix the file is mapped
// and must not be changed while the index is open. The index can be added to
// and removed from; the file stays as it is. The error is [ErrDamaged] or
// [ErrStale] where the index must be built anew.
func OpenIndex(path string, c *Comparer) (*Index, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("open index: %w", err)
	}
	defer f.Close()
	file, err := mapped(f)
	if err != nil {
		return nil, fmt.Errorf("open index: %w", err)
	}
	x, err := newIndexOf(file, c, c.fingerprint())
	if err != nil {
		unmap(file)
		return nil, err
	}
	x.mapped = file
	return x, nil
}

// ReadIndex reads what [Index.Save] wrote into memory. Errors are those of
// [OpenIndex].
func ReadIndex(r io.Reader, c *Comparer) (*Index, error) {
	file, err := io.ReadAll(r)
	if err != nil {
		return nil, fmt.Errorf("read index: %w", err)
	}
	return newIndexOf(aligned(file), c, c.fingerprint())
}

// aligned gives the bytes at a multiple of eight.
func aligned(b []byte) []byte {
	out := bytesOf(make([]uint64, (len(b)+7)/8))[:len(b)]
	copy(out, b)
	return out
}

// Close lets go of the file of an index that was opened. The index is empty
// after that.
func (x *Index) Close() error {
	x.writing.Lock()
	defer x.writing.Unlock()
	x.mu.Lock()
	defer x.mu.Unlock()
	x.t = newTables()
	file := x.mapped
	x.mapped = nil
	return unmap(file)
}

// newIndexOf makes an index of a file, which is checked to the last row: what
// is damaged with a right checksum is refused too.
func newIndexOf(file []byte, c *Comparer, model [32]byte) (*Index, error) {
	s, err := readSections(file, model)
	if err != nil {
		return nil, err
	}
	if len(s) < secFirst || (len(s)-secFirst)%blockSections != 0 {
		return nil, ErrDamaged
	}
	t := newTables()
	if !t.readTokens(c, s) || !t.readWords(s) || !t.readPlaces(s) || !t.readBlocks(s) {
		return nil, ErrDamaged
	}
	return &Index{c: c, t: t}, nil
}

// texts gives what lies between ends.
func texts(arena []byte, section []byte) ([]uint32, bool) {
	ends, ok := numbersOf[uint32](section)
	return ends, ok && rising(ends, len(arena)) && (len(ends) == 0 || int(ends[len(ends)-1]) == len(arena))
}

// rising reports whether numbers do not fall and stay within most.
func rising(s []uint32, most int) bool {
	last := uint32(0)
	for _, v := range s {
		if v < last {
			return false
		}
		last = v
	}
	return int(last) <= most
}

func (t *tables) readTokens(c *Comparer, s [][]byte) bool {
	ends, ok1 := texts(s[secTokens], s[secTokenEnds])
	ids, ok2 := numbersOf[int32](s[secFormIDs])
	shares, ok3 := numbersOf[float32](s[secFormShares])
	counts := s[secForms]
	if !ok1 || !ok2 || !ok3 || len(counts) != len(ends) || len(ids) != len(shares) {
		return false
	}
	t.dict.grow(len(ends))
	from := uint32(0)
	for at, end := range ends {
		n := int(counts[at])
		if n > len(ids) {
			return false
		}
		forms, ok := readForms(ids[:n], shares[:n], len(c.lexicon.forms))
		ids, shares = ids[n:], shares[n:]
		if !ok {
			return false
		}
		text := string(s[secTokens][from:end])
		id, known := c.find(text)
		if !known {
			id = c.vocabulary.add(c.tokenOf(text, forms))
		}
		if id == 0 || t.dict.entry(c, id) != uint32(at) {
			return false
		}
		from = end
	}
	return len(ids) == 0
}

// readForms makes a posterior, of rising forms.
func readForms(ids []int32, shares []float32, forms int) ([]weighted, bool) {
	out := make([]weighted, len(ids))
	last := int32(-1)
	for i, f := range ids {
		p := shares[i]
		if f <= last || int(f) >= forms && f != surface || !(p >= 0 && p <= 1) {
			return nil, false
		}
		out[i] = weighted{f, p}
		last = f
	}
	return out, len(out) > 0
}

func (t *tables) readWords(s [][]byte) bool {
	ends, ok := texts(s[secWords], s[secWordEnds])
	if !ok || len(ends) == 0 || ends[0] != 0 {
		return false
	}
	t.words.arena, t.words.ends = s[secWords], ends
	t.words.grow()
	return true
}

func (t *tables) readPlaces(s [][]byte) bool {
	ends, ok := texts(s[secPlaces], s[secPlaceEnds])
	if !ok || len(ends) == 0 || ends[0] != 0 || len(ends) > math.MaxUint16+1 {
		return false
	}
	for i, end := range ends[1:] {
		if int(t.placeCode(string(s[secPlaces][ends[i]:end]))) != i+1 {
			return false
		}
	}
	return true
}

func (t *tables) readBlocks(s [][]byte) bool {
	bases, ok := numbersOf[int64](s[secBases])
	s = s[secFirst:]
	if !ok || len(bases) != len(s)/blockSections {
		return false
	}
	t.blocks = make([]*block, len(bases))
	good := make([]bool, len(bases))
	var wg sync.WaitGroup
	turn := make(chan struct{}, 2)
	for i := range bases {
		turn <- struct{}{}
		wg.Go(func() {
			t.blocks[i] = &block{base: bases[i], serial: uint32(i)}
			good[i] = t.blocks[i].fromSections(s[i*blockSections:(i+1)*blockSections]) && t.checks(t.blocks[i])
			<-turn
		})
	}
	wg.Wait()
	for i, b := range t.blocks {
		if !good[i] {
			return false
		}
		t.rows += b.n
		for _, at := range b.keys {
			t.dict.putIn(at, b)
		}
		for _, at := range b.dense {
			t.dict.putIn(at, b)
		}
	}
	t.serial = uint32(len(t.blocks))
	return true
}
