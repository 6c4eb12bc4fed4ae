package vault

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"filippo.io/age"
)

// A Shelf holds one file that can be made again, such as a search index,
// encrypted so that only the deployment's keys open it. Nothing proves what is
// on it, no backup takes it along, and it can be removed at any time.
type Shelf struct {
	keys *Keyring
	file string
}

// Shelf is the shelf whose file is at a path beside the data.
func (k *Keyring) Shelf(file string) *Shelf { return &Shelf{keys: k, file: file} }

// Open reads what was put last. Where nothing was the error is [fs.ErrNotExist];
// damage, and a file of other keys, show as [ErrDamaged] here or while reading.
func (s *Shelf) Open() (io.ReadCloser, error) {
	f, err := os.Open(s.file)
	if err != nil {
		return nil, fmt.Errorf("open shelf: %w", err)
	}
	r, err := age.Decrypt(f, s.keys.identity)
	if err != nil {
		f.Close()
		return nil, fmt.Errorf("open shelf: %w: %w", ErrDamaged, err)
	}
	return opened{r, f}, nil
}

type opened struct {
	io.Reader
	io.Closer
}

// Put replaces what is on the shelf by what write writes. It is there whole, or
// what was there before still is.
func (s *Shelf) Put(write func(io.Writer) error) (err error) {
	f, err := os.CreateTemp(filepath.Dir(s.file), s.pending())
	if err != nil {
		return fmt.Errorf("put on shelf: %w", err)
	}
	defer func() {
		if err != nil {
			err = errors.Join(fmt.Errorf("put on shelf: %w", err), f.Close(), os.Remove(f.Name()))
		}
	}()
	seal, err := age.Encrypt(f, s.keys.identity.Recipient())
	if err != nil {
		return err
	}
	if err := errors.Join(write(seal), seal.Close()); err != nil {
		return err
	}
	if err := errors.Join(f.Chmod(0o600), f.Sync()); err != nil {
		return err
	}
	if err := f.Close(); err != nil {
		return err
	}
	if err := os.Rename(f.Name(), s.file); err != nil {
		return err
	}
	return syncDir(filepath.Dir(s.file))
}

// pending is the pattern of files that are being written.
func (s *Shelf) pending() string { return "." + filepath.Base(s.file) + "-*" }

// Sweep removes what interrupted writes left beside the shelf.
func (s *Shelf) Sweep() error {
	left, err := filepath.Glob(filepath.Join(filepath.Dir(s.file), s.pending()))
	for _, name := range left {
		err = errors.Join(err, os.Remove(name))
	}
	return err
}

// Remove clears the shelf, and what interrupted writes left of it.
func (s *Shelf) Remove() error {
	err := os.Remove(s.file)
	if errors.Is(err, fs.ErrNotExist) {
		err = nil
	}
	if err := errors.Join(err, s.Sweep(), syncDir(filepath.Dir(s.file))); err != nil {
		return fmt.Errorf("clear shelf: %w", err)
	}
	return nil
}
