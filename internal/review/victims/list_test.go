package victims

import (
	"bytes"
	"context"
	"errors"
	"io"
	"strings"
	"testing"
	"unicode/utf8"
)

// oneBlob is a vault with room for one file.
type oneBlob struct{ b []byte }

func (v *oneBlob) Put(_ context.Context, r io.Reader) (id string, size int64, err error) {
	v.b, err = io.ReadAll(r)
	return "BLOB", int64(len(v.b)), err
}

func (v *oneBlob) Open(context.Context, string) (io.ReadCloser, error) {
	return io.NopCloser(bytes.NewReader(v.b)), nil
}

// FuzzSealedList: a list that is taken is read back byte for byte with no line
// more or less, and one that is refused is no list; what lies in the vault cut
// short or without its mark is refused and never read as a shorter list.
func FuzzSealedList(f *testing.F) {
	for _, s := range []string{
		"قاسم نديم العطار\nهالة منير الصباغ\n", "one\r\ntwo\r\n", "one\rtwo", "\ufeffname,born\nA,1980\n", " \n\t\n", "", "a\x00b", "\xff", listMark, listMark + strings.Repeat("0", 64) + "\na\n",
	} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, list []byte) {
		v := &oneBlob{}
		s := &Service{Vault: v, Rand: bytes.NewReader(bytes.Repeat([]byte{7}, saltSize))}
		l, err := s.keep(t.Context(), list)
		if err != nil {
			if !errors.Is(err, ErrList) || len(bytes.TrimSpace(list)) > 0 && len(list) <= MaxList && utf8.Valid(list) && !bytes.ContainsRune(list, 0) {
				t.Fatalf("keep(%q): %v", list, err)
			}
		} else {
			got, err := s.kept(t.Context(), l.Blob)
			if err != nil || !bytes.Equal(got, list) {
				t.Fatalf("kept %q, read %q, %v", list, got, err)
			}
			if l.Lines < 1 || l.Lines > bytes.Count(list, []byte("\n"))+1 {
				t.Errorf("%q has %d lines", list, l.Lines)
			}
			for _, cut := range []int{0, len(listMark) / 2, len(listMark), len(listMark) + saltSize} {
				if got, ok := unsealed(v.b[:cut]); ok {
					t.Errorf("cut to %d bytes it is read as %q", cut, got)
				}
			}
			if got, ok := unsealed(v.b[len(listMark):]); ok && !bytes.HasPrefix(list, []byte(listMark)) {
				t.Errorf("without its mark it is read as %q", got)
			}
		}
		// Whatever else lies there is refused, or is what would have been put there.
		if got, ok := unsealed(list); ok && !bytes.Equal(list, append(bytes.Clone(list[:len(listMark)+2*saltSize+1]), got...)) {
			t.Errorf("%q is read as %q", list, got)
		}
	})
}
