//go:build !(linux || darwin || freebsd || netbsd || openbsd || dragonfly)

package names

import (
	"io"
	"os"
)

// mapped reads a file where it cannot be mapped.
func mapped(f *os.File) ([]byte, error) {
	b, err := io.ReadAll(f)
	return aligned(b), err
}

func unmap([]byte) error { return nil }
