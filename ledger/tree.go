package ledger

import (
	"fmt"

	"golang.org/x/mod/sumdb/tlog"
)

// A HashReader gives the stored hashes at the given indexes (tlog's layout).
type HashReader = tlog.HashReader

// Append returns the hashes to store when leaf becomes entry seq of the tree
// that r reads, and the index of the first; the others follow it.
func Append(seq int64, leaf Hash, r HashReader) (first int64, hashes []Hash, err error) {
	hashes, err = tlog.StoredHashesForRecordHash(seq, leaf, r)
	if err != nil {
		return 0, nil, fmt.Errorf("hashes of entry %d: %w", seq, err)
	}
	return tlog.StoredHashIndex(0, seq), hashes, nil
}

// Root is the root hash of the first size entries. The root of an empty tree
// is the hash of nothing (RFC 6962, section 2.1).
func Root(size int64, r HashReader) (Hash, error) {
	h, err := tlog.TreeHash(size, r)
	if err != nil {
		return Hash{}, fmt.Errorf("root of %d entries: %w", size, err)
	}
	return h, nil
}

// A Memory is a tree held in memory: for verification, exports and tests.
type Memory struct {
	hashes []Hash
	size   int64
}

// ReadHashes implements [HashReader].
func (m *Memory) ReadHashes(indexes []int64) ([]Hash, error) {
	out := make([]Hash, len(indexes))
	for i, x := range indexes {
		if x < 0 || x >= int64(len(m.hashes)) {
			return nil, fmt.Errorf("hash %d is not stored", x)
		}
		out[i] = m.hashes[x]
	}
	return out, nil
}

// Add appends a leaf and returns its place in the tree.
func (m *Memory) Add(leaf Hash) (int64, error) {
	_, hs, err := Append(m.size, leaf, m)
	if err != nil {
		return 0, err
	}
	m.hashes = append(m.hashes, hs...)
	m.size++
	return m.size - 1, nil
}

// Size is the number of leaves.
func (m *Memory) Size() int64 { return m.size }

// Hashes are the stored hashes in tlog's layout. Not to be changed.
func (m *Memory) Hashes() []Hash { return m.hashes }
