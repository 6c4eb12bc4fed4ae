package names

import (
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"math"
	"unsafe"
)

// A saved index is a head, a table of sections and the sections, each at a
// multiple of eight bytes, numbers with the lowest byte first:
//
//	magic      8 bytes
//	version    uint32
//	sections   uint32
//	model      32 bytes, see Comparer.fingerprint
//	table      sections times: length uint64, CRC-32C uint32, 0 uint32
//	CRC-32C of all that, uint32, 0 uint32
//
// Searches read the sections where they lie.
const (
	fileMagic   = "kashfnmx"
	fileVersion = 2
	headSize    = 48
	tableStep   = 16
	maxSections = 1 << 20
)

var (
	// ErrDamaged is the error of a file that is not a saved index, or not whole.
	ErrDamaged = errors.New("names: the saved index is damaged")
	// ErrStale is the error of an index that another version saved, or one with
	// another model or lexicon: it must be built anew.
	ErrStale = errors.New("names: the saved index was made by another version or model")
	// errOrder is the error of a processor that has the highest byte first.
	errOrder = errors.New("names: saved indexes need a little-endian processor")
)

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

var lowestFirst = binary.NativeEndian.Uint16([]byte{1, 0}) == 1

// number is what a section may hold.
type number interface {
	~uint8 | ~int16 | ~uint16 | ~uint32 | ~int32 | ~uint64 | ~int64 | ~float32
}

// bytesOf gives numbers as they lie in memory.
func bytesOf[T number](s []T) []byte {
	if len(s) == 0 {
		return nil
	}
	return unsafe.Slice((*byte)(unsafe.Pointer(&s[0])), len(s)*int(unsafe.Sizeof(s[0])))
}

// numbersOf is the way back; b begins at a multiple of eight bytes.
func numbersOf[T number](b []byte) ([]T, bool) {
	var zero T
	size := int(unsafe.Sizeof(zero))
	if len(b)%size != 0 {
		return nil, false
	}
	if len(b) == 0 {
		return nil, true
	}
	return unsafe.Slice((*T)(unsafe.Pointer(&b[0])), len(b)/size), true
}

// writeSections writes a file of sections.
func writeSections(w io.Writer, model [32]byte, sections [][]byte) error {
	if !lowestFirst {
		return errOrder
	}
	if len(sections) > maxSections {
		return fmt.Errorf("names: %d sections are too many to save", len(sections))
	}
	head := append(make([]byte, 0, headSize+tableStep*len(sections)+8), fileMagic...)
	head = binary.LittleEndian.AppendUint32(head, fileVersion)
	head = binary.LittleEndian.AppendUint32(head, uint32(len(sections)))
	head = append(head, model[:]...)
	for _, s := range sections {
		head = binary.LittleEndian.AppendUint64(head, uint64(len(s)))
		head = binary.LittleEndian.AppendUint64(head, uint64(crc32.Checksum(s, castagnoli)))
	}
	head = binary.LittleEndian.AppendUint64(head, uint64(crc32.Checksum(head, castagnoli)))
	for _, s := range append([][]byte{head}, sections...) {
		if _, err := w.Write(s); err != nil {
			return fmt.Errorf("save index: %w", err)
		}
		if _, err := w.Write(make([]byte, padding(len(s)))); err != nil {
			return fmt.Errorf("save index: %w", err)
		}
	}
	return nil
}

func padding(n int) int { return -n & 7 }

// readSections checks a file and gives its sections, which lie in it.
func readSections(file []byte, model [32]byte) ([][]byte, error) {
	if !lowestFirst {
		return nil, errOrder
	}
	if len(file) < headSize || string(file[:8]) != fileMagic {
		return nil, ErrDamaged
	}
	if binary.LittleEndian.Uint32(file[8:]) != fileVersion {
		return nil, ErrStale
	}
	n := int(binary.LittleEndian.Uint32(file[12:]))
	end := headSize + tableStep*n
	if n > maxSections || len(file) < end+8 {
		return nil, ErrDamaged
	}
	if binary.LittleEndian.Uint64(file[end:]) != uint64(crc32.Checksum(file[:end], castagnoli)) {
		return nil, ErrDamaged
	}
	if [32]byte(file[16:headSize]) != model {
		return nil, ErrStale
	}
	out := make([][]byte, n)
	rest := file[end+8:]
	for i := range out {
		at := file[headSize+tableStep*i:]
		size := binary.LittleEndian.Uint64(at)
		if size > math.MaxInt-8 || size > uint64(len(rest)) {
			return nil, ErrDamaged
		}
		out[i] = rest[:size:size]
		if binary.LittleEndian.Uint64(at[8:]) != uint64(crc32.Checksum(out[i], castagnoli)) {
			return nil, ErrDamaged
		}
		rest = rest[size:]
		rest = rest[min(len(rest), padding(int(size))):]
	}
	if len(rest) > 0 {
		return nil, ErrDamaged
	}
	return out, nil
}
