//go:build linux || darwin || freebsd || netbsd || openbsd || dragonfly

package names

import (
	"errors"
	"math"
	"os"
	"syscall"
)

// mapped gives the bytes of a file without reading them.
func mapped(f *os.File) ([]byte, error) {
	info, err := f.Stat()
	if err != nil {
		return nil, err
	}
	switch size := info.Size(); {
	case size == 0:
		return nil, nil
	case size > math.MaxInt:
		return nil, errors.New("file too large")
	default:
		return syscall.Mmap(int(f.Fd()), 0, int(size), syscall.PROT_READ, syscall.MAP_PRIVATE)
	}
}

func unmap(file []byte) error {
	if file == nil {
		return nil
	}
	return syscall.Munmap(file)
}
