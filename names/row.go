package names

import "encoding/binary"

// A row is an entry as it is packed: the numbers of the parts of its names.
type row struct {
	parts, mother [MaxParts]uint32 // dictionary entries
	n, m          uint8
	kunya         uint32 // dictionary entry plus one
}

// A packed row is the parts, the kunya, the mother's parts and then the words
// that were written, all as varints. How many there are of each is in a byte
// apart, its size.
const (
	motherStep = MaxParts + 1
	kunyaStep  = motherStep * motherStep
	rowSizes   = 2 * kunyaStep
)

func (r *row) size() uint8 {
	size := r.n + motherStep*r.m
	if r.kunya != 0 {
		size += kunyaStep
	}
	return size
}

func (r *row) pack(to []byte, words []uint32) []byte {
	for _, p := range r.parts[:r.n] {
		to = binary.AppendUvarint(to, uint64(p))
	}
	if r.kunya != 0 {
		to = binary.AppendUvarint(to, uint64(r.kunya-1))
	}
	for _, p := range r.mother[:r.m] {
		to = binary.AppendUvarint(to, uint64(p))
	}
	for _, w := range words {
		to = binary.AppendUvarint(to, uint64(w))
	}
	return to
}

// unpack reads all but the words and gives where they begin. What it reads was
// checked when it was loaded.
func (r *row) unpack(size uint8, from []byte) int {
	at := r.unpackName(size, from)
	r.kunya = 0
	if size >= kunyaStep {
		r.kunya, at = uvarint(from, at)
		r.kunya++
	}
	r.m = size % kunyaStep / motherStep
	for i := range r.m {
		r.mother[i], at = uvarint(from, at)
	}
	return at
}

// unpackName reads the parts of the name only.
func (r *row) unpackName(size uint8, from []byte) int {
	r.n = size % motherStep
	at := 0
	for i := range r.n {
		r.parts[i], at = uvarint(from, at)
	}
	return at
}

func uvarint(b []byte, at int) (uint32, int) {
	v := uint32(b[at])
	at++
	if v < 0x80 {
		return v, at
	}
	v &= 0x7f
	for shift := 7; ; shift += 7 {
		c := uint32(b[at])
		at++
		v |= (c & 0x7f) << shift
		if c < 0x80 {
			return v, at
		}
	}
}
