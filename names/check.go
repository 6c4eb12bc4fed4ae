package names

import "slices"

// section reads numbers into place.
func section[T number](to *[]T, b []byte) bool {
	s, ok := numbersOf[T](b)
	*to = s
	return ok
}

// fromSections fills a block from its sections.
func (b *block) fromSections(s [][]byte) bool {
	b.size, b.data = s[3], s[7]
	b.n = len(b.size)
	return section(&b.ids, s[0]) && section(&b.wide, s[1]) && section(&b.order, s[2]) && section(&b.offset, s[4]) && section(&b.born, s[5]) &&
		section(&b.place, s[6]) && section(&b.keys, s[8]) && section(&b.ends, s[9]) && section(&b.posts, s[10]) && section(&b.dense, s[11]) && section(&b.maps, s[12])
}

// checks reports whether a block that was read holds nothing that searching
// could stumble over.
func (t *tables) checks(b *block) bool {
	return b.n <= blockRows && b.checkColumns(len(t.places)) && b.checkPostings(len(t.dict.tokens)) && t.checkRows(b)
}

func (b *block) checkColumns(places int) bool {
	if len(b.ids)+len(b.wide) != b.n || len(b.ids) != 0 && len(b.wide) != 0 || len(b.order) != 0 && len(b.order) != b.n {
		return false
	}
	if len(b.wide) == 0 {
		b.wide = nil
	}
	if len(b.order) == 0 {
		b.order = nil
	}
	if len(b.offset) != b.n+1 || len(b.born) != b.n || len(b.place) != b.n || !rising(b.offset, len(b.data)) {
		return false
	}
	return below(b.order, b.n) && below(b.place, places)
}

func below(s []uint16, most int) bool {
	for _, v := range s {
		if int(v) >= most {
			return false
		}
	}
	return true
}

func (b *block) checkPostings(entries int) bool {
	if len(b.ends) != len(b.keys) || !rising(b.ends, len(b.posts)) || len(b.maps) != len(b.dense)*mapWords {
		return false
	}
	for _, keys := range [][]uint32{b.keys, b.dense} {
		if !slices.IsSorted(keys) || len(keys) > 0 && int(keys[len(keys)-1]) >= entries {
			return false
		}
	}
	for i := range b.dense {
		m := b.maps[i*mapWords : (i+1)*mapWords]
		for r := b.n; r < blockRows; r++ {
			if m[r/64]>>(r%64)&1 != 0 {
				return false
			}
		}
	}
	return below(b.posts, b.n)
}

func (t *tables) checkRows(b *block) bool {
	entries, words := uint32(len(t.dict.tokens)), uint32(len(t.words.ends))
	for i, size := range b.size {
		if int(size) >= rowSizes {
			return false
		}
		parts := int(size%motherStep) + int(size/kunyaStep) + int(size%kunyaStep/motherStep)
		data := b.data[b.offset[i]:b.offset[i+1]]
		for k := 0; len(data) > 0 || k < parts; k++ {
			v, n := checkedUvarint(data)
			if n == 0 || k < parts && v >= entries || k >= parts && v >= words {
				return false
			}
			data = data[n:]
		}
	}
	return true
}

// checkedUvarint reads a number of at most 32 bits; n is 0 where there is none.
func checkedUvarint(b []byte) (v uint32, n int) {
	for i, c := range b {
		if i == 5 || i == 4 && c > 0x0f {
			return 0, 0
		}
		v |= uint32(c&0x7f) << (7 * i)
		if c < 0x80 {
			return v, i + 1
		}
	}
	return 0, 0
}
