package names

import (
	"math"
	"slices"
	"sort"
)

const (
	blockRows = 1 << 16 // rows of a block: their numbers in it fit 16 bits
	blockData = 1 << 30 // bytes of packed rows at which a block is full
	denseRows = 1 << 12 // rows above which a part's are kept as a bitmap, which is then no larger
	mapWords  = blockRows / 64
)

// A block is up to 65,536 rows of an index with their postings. An open block
// grows; a sealed one does not change but for the rows that are gone, so that
// it can lie in a mapped file.
type block struct {
	serial uint32 // of all blocks that the index had
	n      int
	base   int64    // least id
	ids    []uint32 // above base
	wide   []int64  // instead, where the ids lie farther apart or the block is open
	order  []uint16 // rows by rising id; nil where the ids rise
	size   []uint8  // how many parts, see row
	offset []uint32 // where a row begins in data; one more for the end
	born   []uint16 // year; 0 not known
	place  []uint16 // code; 0 not known
	data   []byte   // packed rows, see row

	// Rows of each part, rising: of keys[i] posts[ends[i-1]:ends[i]], of
	// dense[i] the bitmap maps[i*mapWords:].
	keys  []uint32
	ends  []uint32
	posts []uint16
	dense []uint32
	maps  []uint64
	open  map[uint32][]uint16 // instead, while the block is open

	gone []uint64 // bitmap; nil while nothing is
	dead int
}

func newBlock() *block {
	return &block{offset: []uint32{0}, open: map[uint32][]uint16{}}
}

func (b *block) full() bool { return b.n == blockRows || len(b.data) >= blockData }

func (b *block) add(id int64, born, place uint16, r *row, words []uint32) {
	at := uint16(b.n)
	b.n++
	b.wide = append(b.wide, id)
	b.born = append(b.born, born)
	b.place = append(b.place, place)
	b.size = append(b.size, r.size())
	b.data = r.pack(b.data, words)
	b.offset = append(b.offset, uint32(len(b.data)))
	for i, part := range r.parts[:r.n] {
		if !slices.Contains(r.parts[:i], part) {
			b.open[part] = append(b.open[part], at)
		}
	}
}

func (b *block) id(row int) int64 {
	if b.wide != nil {
		return b.wide[row]
	}
	return b.base + int64(b.ids[row])
}

// name reads the parts of a row's name, and read all of it but the words,
// which begin where it says.
func (b *block) name(row int, r *row) { r.unpackName(b.size[row], b.data[b.offset[row]:]) }

func (b *block) read(at int, r *row) int { return r.unpack(b.size[at], b.data[b.offset[at]:]) }

// words appends the numbers of the words that were written.
func (b *block) words(at int, r *row, to []uint32) []uint32 {
	data := b.data[b.offset[at]:b.offset[at+1]]
	for i := b.read(at, r); i < len(data); {
		var w uint32
		w, i = uvarint(data, i)
		to = append(to, w)
	}
	return to
}

func (b *block) isGone(row int) bool {
	return b.gone != nil && b.gone[row/64]>>(row%64)&1 != 0
}

// seal makes an open block flat.
func (b *block) seal() {
	if b.open == nil {
		return
	}
	b.sealIDs()
	parts := make([]uint32, 0, len(b.open))
	n := 0
	for part, rows := range b.open {
		parts = append(parts, part)
		if len(rows) <= denseRows {
			n += len(rows)
		}
	}
	slices.Sort(parts)
	b.posts = make([]uint16, 0, n)
	b.keys, b.ends = make([]uint32, 0, len(parts)), make([]uint32, 0, len(parts))
	for _, part := range parts {
		rows := b.open[part]
		if len(rows) > denseRows {
			b.dense = append(b.dense, part)
			b.maps = append(b.maps, bitmapOf(rows)...)
			continue
		}
		b.keys = append(b.keys, part)
		b.posts = append(b.posts, rows...)
		b.ends = append(b.ends, uint32(len(b.posts)))
	}
	b.size, b.offset, b.born, b.place, b.data = slices.Clone(b.size), slices.Clone(b.offset), slices.Clone(b.born), slices.Clone(b.place), slices.Clone(b.data)
	b.open = nil
}

func bitmapOf(rows []uint16) []uint64 {
	out := make([]uint64, mapWords)
	for _, r := range rows {
		out[r/64] |= 1 << (r % 64)
	}
	return out
}

func (b *block) sealIDs() {
	if !slices.IsSorted(b.wide) {
		b.order = make([]uint16, b.n)
		for i := range b.order {
			b.order[i] = uint16(i)
		}
		sort.SliceStable(b.order, func(i, j int) bool { return b.wide[b.order[i]] < b.wide[b.order[j]] })
	}
	if b.n == 0 {
		return
	}
	b.base = slices.Min(b.wide)
	if uint64(slices.Max(b.wide))-uint64(b.base) > math.MaxUint32 {
		b.wide = slices.Clone(b.wide)
		return
	}
	b.ids = make([]uint32, b.n)
	for i, id := range b.wide {
		b.ids[i] = uint32(id - b.base)
	}
	b.wide = nil
}

// byID gives the row that is k-th by id.
func (b *block) byID(k int) int {
	if b.order != nil {
		return int(b.order[k])
	}
	return k
}

// remove marks the rows of id as gone and gives how many there were.
func (b *block) remove(id int64) int {
	if b.open != nil { // not in order yet
		n := 0
		for i, have := range b.wide {
			if have == id {
				n += b.drop(i)
			}
		}
		return n
	}
	n := 0
	for k := sort.Search(b.n, func(k int) bool { return b.id(b.byID(k)) >= id }); k < b.n && b.id(b.byID(k)) == id; k++ {
		n += b.drop(b.byID(k))
	}
	return n
}

func (b *block) drop(row int) int {
	if b.isGone(row) {
		return 0
	}
	if b.gone == nil {
		b.gone = make([]uint64, mapWords)
	}
	b.gone[row/64] |= 1 << (row % 64)
	b.dead++
	return 1
}

// compacted gives the block without the rows that are gone, open if it was.
func (b *block) compacted() *block {
	fresh := newBlock()
	fresh.serial = b.serial
	var r row
	var words []uint32
	for i := range b.n {
		if !b.isGone(i) {
			words = b.words(i, &r, words[:0])
			fresh.add(b.id(i), b.born[i], b.place[i], &r, words)
		}
	}
	if b.open == nil {
		fresh.seal()
	}
	return fresh
}

// mark sets the bits of the rows that bear the part.
func (b *block) mark(part uint32, to *bitmap) {
	if b.open != nil {
		markRows(b.open[part], to)
		return
	}
	if at, ok := slices.BinarySearch(b.keys, part); ok {
		from := uint32(0)
		if at > 0 {
			from = b.ends[at-1]
		}
		markRows(b.posts[from:b.ends[at]], to)
		return
	}
	if at, ok := slices.BinarySearch(b.dense, part); ok {
		for i, v := range b.maps[at*mapWords : (at+1)*mapWords] {
			to[i] |= v
		}
	}
}

func markRows(rows []uint16, to *bitmap) {
	for _, r := range rows {
		to[r/64] |= 1 << (r % 64)
	}
}
