package find

import (
	"encoding/binary"
	"maps"
	"slices"

	"kashf.org/kashf/internal/register"
)

// A keptChain is a row that continues another in a kept index.
type keptChain struct {
	Record, Of  int64
	Tells, Deep register.Tells
}

const chainBytes = 2*8 + 2*2*2*8

// packChains appends which rows continue which. The caller holds the lock.
func (x *Index) packChains(b []byte) []byte {
	b = binary.LittleEndian.AppendUint64(b, uint64(len(x.chains.older)))
	for _, r := range slices.Sorted(maps.Keys(x.chains.older)) {
		g := x.chains.older[r]
		b, _ = binary.Append(b, binary.LittleEndian, keptChain{int64(r), int64(g.of), g.tells, g.deep}) // of a fixed size: it cannot fail
	}
	return b
}

// unpackChains reads what packChains wrote, and gives what is left.
func (x *Index) unpackChains(b []byte) ([]byte, error) {
	if len(b) < 8 {
		return nil, errKept
	}
	n := binary.LittleEndian.Uint64(b)
	b = b[8:]
	if n > uint64(len(b)/chainBytes) {
		return nil, errKept
	}
	for range n {
		var c keptChain
		if _, err := binary.Decode(b, binary.LittleEndian, &c); err != nil {
			return nil, errKept
		}
		b = b[chainBytes:]
		if c.Of == 0 || c.Of == c.Record {
			return nil, errKept
		}
		x.chains.put(register.RecordID(c.Record), goesOn{register.RecordID(c.Of), c.Tells, c.Deep})
	}
	return b, nil
}
