package ledger

import (
	"crypto/sha256"

	"golang.org/x/mod/sumdb/tlog"
)

// RowHash is the leaf that stands for one row of a blob of rows: the hash of
// its salt and its bytes. A destroyed row leaves this hash in its place.
func RowHash(salt, row []byte) Hash {
	h := sha256.New()
	h.Write([]byte{0})
	h.Write(salt)
	h.Write(row)
	var out Hash
	h.Sum(out[:0])
	return out
}

// A RowTree computes the root over the rows of a blob as they stream by, in
// memory that grows with the logarithm of their number. The zero value is an
// empty tree. The root is that of RFC 6962, so single rows can be proved.
type RowTree struct {
	peaks []Hash // of complete subtrees, largest first
	n     int64
}

// Add takes the next row's hash.
func (t *RowTree) Add(h Hash) {
	for k := t.n; k&1 == 1; k >>= 1 {
		last := len(t.peaks) - 1
		h = tlog.NodeHash(t.peaks[last], h)
		t.peaks = t.peaks[:last]
	}
	t.peaks = append(t.peaks, h)
	t.n++
}

// Len is the number of rows taken.
func (t *RowTree) Len() int64 { return t.n }

// Root is the root over the rows taken so far.
func (t *RowTree) Root() Hash {
	if t.n == 0 {
		return sha256.Sum256(nil)
	}
	root := t.peaks[len(t.peaks)-1]
	for i := len(t.peaks) - 2; i >= 0; i-- {
		root = tlog.NodeHash(t.peaks[i], root)
	}
	return root
}
