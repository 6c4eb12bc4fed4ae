package vault_test

import (
	"bytes"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"kashf.org/kashf/internal/vault"
)

func TestShelf(t *testing.T) {
	keys, err := vault.NewKeyring(filepath.Join(t.TempDir(), "keys"), "test/shelf")
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	file := filepath.Join(dir, "index")
	s := keys.Shelf(file)
	if _, err := s.Open(); !errors.Is(err, fs.ErrNotExist) {
		t.Fatalf("Open of an empty shelf: %v, want that it is", err)
	}
	put := func(text string, fail error) error {
		return s.Put(func(w io.Writer) error {
			_, err := io.WriteString(w, text)
			return errors.Join(err, fail)
		})
	}
	read := func() (string, error) {
		r, err := s.Open()
		if err != nil {
			return "", err
		}
		defer r.Close()
		b, err := io.ReadAll(r)
		return string(b), err
	}
	if err := put("ليلى الديري", nil); err != nil {
		t.Fatal(err)
	}
	cut := errors.New("cut off")
	if err := put("another", cut); !errors.Is(err, cut) {
		t.Errorf("Put = %v, want what write says", err)
	}
	if got, err := read(); got != "ليلى الديري" || err != nil {
		t.Errorf("after a Put that was cut off: %q, %v, want what was there before", got, err)
	}
	es, err := os.ReadDir(dir)
	if err != nil || len(es) != 1 {
		t.Errorf("%v beside the shelf, %v", es, err)
	}
	b, err := os.ReadFile(file)
	if err != nil || bytes.Contains(b, []byte("ليلى")) {
		t.Errorf("the file holds what was put in clear, or %v", err)
	}
	if st, err := os.Stat(file); err != nil || st.Mode().Perm() != 0o600 {
		t.Errorf("the file is %v, %v, want for its owner alone", st.Mode(), err)
	}
	for i := range b {
		damaged := bytes.Clone(b)
		damaged[i] ^= 1
		if err := os.WriteFile(file, damaged, 0o600); err != nil {
			t.Fatal(err)
		}
		if got, err := read(); err == nil {
			t.Fatalf("byte %d changed, and %q was read", i, got)
		}
	}
	if err := os.WriteFile(filepath.Join(dir, ".index-1"), b, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(s.Remove(), s.Remove()); err != nil {
		t.Error(err)
	}
	if es, err := os.ReadDir(dir); err != nil || len(es) != 0 {
		t.Errorf("%v left after Remove, %v", es, err)
	}
}
