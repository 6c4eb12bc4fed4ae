package linkage

// A dictionary numbers distinct texts. All bytes lie in a few large pieces, so
// that ten million texts are no more work for the garbage collector than ten.
type dictionary struct {
	pieces [][]byte
	where  []textAt
	table  []int32 // open addressing; number+1
}

// textAt is where a text lies.
type textAt struct {
	piece, from uint32
	n           uint32
	hash        uint32
}

const pieceBytes = 1 << 20

func newDictionary() *dictionary { return &dictionary{table: make([]int32, 64)} }

func (d *dictionary) len() int { return len(d.where) }

func (d *dictionary) bytes(k int32) []byte {
	w := d.where[k]
	return d.pieces[w.piece][w.from : w.from+w.n]
}

func (d *dictionary) text(k int32) string { return string(d.bytes(k)) }

// number gives the number of a text, a new one the first time.
func (d *dictionary) number(s string) int32 {
	h := uint32(Hash(s))
	for at := h & uint32(len(d.table)-1); ; at = (at + 1) & uint32(len(d.table)-1) {
		k := d.table[at] - 1
		if k < 0 {
			k = d.add(s, h)
			d.table[at] = k + 1
			if len(d.where)*3 > len(d.table)*2 {
				d.grow()
			}
			return k
		}
		if d.where[k].hash == h && string(d.bytes(k)) == s {
			return k
		}
	}
}

func (d *dictionary) add(s string, hash uint32) int32 {
	last := len(d.pieces) - 1
	if last < 0 || len(d.pieces[last])+len(s) > cap(d.pieces[last]) {
		d.pieces = append(d.pieces, make([]byte, 0, max(pieceBytes>>max(0, 12-len(d.pieces)), len(s))))
		last++
	}
	from := len(d.pieces[last])
	d.pieces[last] = append(d.pieces[last], s...)
	d.where = append(d.where, textAt{uint32(last), uint32(from), uint32(len(s)), hash})
	return int32(len(d.where) - 1)
}

func (d *dictionary) grow() {
	d.table = make([]int32, 2*len(d.table))
	for k, w := range d.where {
		at := w.hash & uint32(len(d.table)-1)
		for d.table[at] != 0 {
			at = (at + 1) & uint32(len(d.table)-1)
		}
		d.table[at] = int32(k + 1)
	}
}
