package local

import (
	"encoding/binary"
	"errors"
	"hash/crc32"
	"io"
)

// What a part came to ends with a checksum: a file in a folder that machines
// share may be damaged on its way, and a damaged one may still look like pairs.
const sealBytes = 4

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

var errSeal = errors.New("the file is damaged")

// sealed writes what write writes, and its checksum.
func sealed(w io.Writer, write func(io.Writer) error) error {
	sum := crc32.New(castagnoli)
	if err := write(io.MultiWriter(w, sum)); err != nil {
		return err
	}
	return binary.Write(w, binary.LittleEndian, sum.Sum32())
}

// unsealed gives what was sealed, once all of it was seen to be whole.
func unsealed(f io.ReadSeeker) (io.Reader, error) {
	end, err := f.Seek(0, io.SeekEnd)
	if err != nil {
		return nil, err
	}
	size, sum := end-sealBytes, crc32.New(castagnoli)
	if size < 0 {
		return nil, errSeal
	}
	if _, err := f.Seek(0, io.SeekStart); err != nil {
		return nil, err
	}
	if _, err := io.CopyN(sum, f, size); err != nil {
		return nil, err
	}
	var seal uint32
	if err := binary.Read(f, binary.LittleEndian, &seal); err != nil {
		return nil, err
	}
	if seal != sum.Sum32() {
		return nil, errSeal
	}
	_, err = f.Seek(0, io.SeekStart)
	return io.LimitReader(f, size), err
}
