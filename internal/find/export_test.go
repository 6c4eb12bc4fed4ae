package find

import (
	"bytes"
	"encoding/binary"
	"hash/crc32"
)

// Resealed gives what was kept a right head and checksum over its rows, so that
// what lies behind them is met.
func Resealed(b []byte) []byte {
	b = bytes.Clone(b)
	if len(b) < keptHead {
		return b
	}
	copy(b, keptMagic)
	binary.LittleEndian.PutUint32(b[8:], keptVersion)
	size := min(binary.LittleEndian.Uint64(b[12:]), uint64(len(b)-keptHead))
	binary.LittleEndian.PutUint64(b[12:], size)
	binary.LittleEndian.PutUint32(b[20:], crc32.Checksum(b[keptHead:keptHead+int(size)], castagnoli))
	return b
}
