package vault_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"kashf.org/kashf/internal/vault"
)

func open(tb testing.TB) *vault.Vault {
	tb.Helper()
	dir := tb.TempDir()
	k, err := vault.NewKeyring(filepath.Join(dir, "keys"), "register.example/ledger")
	if err != nil {
		tb.Fatal(err)
	}
	v, err := vault.Open(filepath.Join(dir, "blobs"), k)
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() { v.Close() })
	return v
}

func put(tb testing.TB, v *vault.Vault, s string) string {
	tb.Helper()
	id, n, err := v.Put(tb.Context(), strings.NewReader(s))
	if err != nil || n != int64(len(s)) {
		tb.Fatalf("Put(%q) = %q, %d, %v", s, id, n, err)
	}
	return id
}

func read(v *vault.Vault, tb testing.TB, id string) (string, error) {
	tb.Helper()
	r, err := v.Open(tb.Context(), id)
	if err != nil {
		return "", err
	}
	defer r.Close()
	b, err := io.ReadAll(r)
	return string(b), err
}

// blobFiles lists the stored files, temporary ones too.
func blobFiles(tb testing.TB, v *vault.Vault) []string {
	tb.Helper()
	var out []string
	err := filepath.WalkDir(v.Dir(), func(p string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			out = append(out, p)
		}
		return err
	})
	if err != nil {
		tb.Fatal(err)
	}
	return out
}

func TestFilesComeBackAndAreNotReadable(t *testing.T) {
	v := open(t)
	want := strings.Repeat("محمد أحمد، من حمص\n", 9000)
	id := put(t, v, want)
	if again := put(t, v, want); again != id {
		t.Errorf("the same file twice: %s and %s", id, again)
	}
	if got, err := read(v, t, id); err != nil || got != want {
		t.Errorf("read back %d bytes, %v, want %d", len(got), err, len(want))
	}
	files := blobFiles(t, v)
	if len(files) != 1 {
		t.Fatalf("stored files: %v, want one", files)
	}
	b, err := os.ReadFile(files[0])
	if err != nil {
		t.Fatal(err)
	}
	if bytes.Contains(b, []byte("محمد")) || strings.Contains(files[0], id[2:10]) {
		t.Error("the stored file or its path tells what it holds")
	}
	if err := v.Verify(t.Context(), id); err != nil {
		t.Error(err)
	}
	if _, err := read(v, t, "f-00"); !errors.Is(err, vault.ErrNoBlob) {
		t.Errorf("Open of an absent blob = %v, want ErrNoBlob", err)
	}
}

func rows(tb testing.TB, v *vault.Vault, n int) string {
	tb.Helper()
	w, err := v.NewRows()
	if err != nil {
		tb.Fatal(err)
	}
	for i := range n {
		if err := w.Add(fmt.Appendf(nil, "row %d", i)); err != nil {
			tb.Fatal(err)
		}
	}
	id, err := w.Commit()
	if err != nil {
		tb.Fatal(err)
	}
	return id
}

func TestOneRowDestroyedAndTheBlobStillProves(t *testing.T) {
	v := open(t)
	id := rows(t, v, 100)
	for range 2 { // destroying twice does no harm
		if err := v.DestroyRows(t.Context(), id, map[int64]bool{41: true}); err != nil {
			t.Fatal(err)
		}
	}
	if err := v.Verify(t.Context(), id); err != nil {
		t.Errorf("Verify after destruction: %v", err)
	}
	n := 0
	for r, err := range v.Rows(t.Context(), id) {
		if err != nil {
			t.Fatal(err)
		}
		if want := fmt.Sprintf("row %d", n); n == 41 != r.Gone || !r.Gone && string(r.Bytes) != want {
			t.Errorf("row %d = %q, gone %v", n, r.Bytes, r.Gone)
		}
		n++
	}
	if n != 100 {
		t.Errorf("%d rows, want 100", n)
	}
}

// Every byte of every stored blob is covered: flipping any is noticed.
func TestFlippedBytesAreNoticed(t *testing.T) {
	v := open(t)
	ids := []string{put(t, v, "a file"), rows(t, v, 5)}
	for _, f := range blobFiles(t, v) {
		b, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		for i := 0; i < len(b); i += 7 {
			c := bytes.Clone(b)
			c[i] ^= 0x40
			if err := os.WriteFile(f, c, 0o600); err != nil {
				t.Fatal(err)
			}
			if v.Verify(t.Context(), ids[0]) == nil && v.Verify(t.Context(), ids[1]) == nil {
				t.Errorf("byte %d of %d flipped and both blobs still verify", i, len(b))
			}
		}
		if err := os.WriteFile(f, b, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for _, id := range ids {
		if err := v.Verify(t.Context(), id); err != nil {
			t.Error(err)
		}
	}
}

// A blob put in another's place is encrypted with the right key, and is still
// not what its name says.
func TestSwappedBlobsAreNoticed(t *testing.T) {
	v := open(t)
	a, b := put(t, v, "one"), put(t, v, "two")
	f := blobFiles(t, v)
	os.Rename(f[0], f[0]+".x")
	os.Rename(f[1], f[0])
	os.Rename(f[0]+".x", f[1])
	for _, id := range []string{a, b} {
		if err := v.Verify(t.Context(), id); !errors.Is(err, vault.ErrDamaged) {
			t.Errorf("Verify of a swapped blob = %v, want ErrDamaged", err)
		}
	}
}

func TestInterruptedWritesLeaveNothing(t *testing.T) {
	v := open(t)
	w, err := v.NewRows()
	if err != nil {
		t.Fatal(err)
	}
	w.Add([]byte("never committed"))
	w.Abort()
	if _, _, err := v.Put(t.Context(), io.MultiReader(strings.NewReader("half"), failing{})); err == nil {
		t.Error("a failing reader was stored")
	}
	if f := blobFiles(t, v); len(f) != 0 {
		t.Errorf("left behind: %v", f)
	}
}

type failing struct{}

func (failing) Read([]byte) (int, error) { return 0, errors.New("line lost") }

func TestDestructionsAreRememberedWithTheKeys(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "keys")
	k, err := vault.NewKeyring(dir, "register.example/ledger")
	if err != nil {
		t.Fatal(err)
	}
	want := vault.Destruction{Entry: 9, At: 1, Kind: "record.destroyed", Body: []byte(`{"row":4}`)}
	if err := k.RecordDestruction(want); err != nil {
		t.Fatal(err)
	}
	f, err := os.OpenFile(filepath.Join(dir, "destroyed.db"), os.O_APPEND|os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	f.WriteString(`{"entry":10,"ki`) // cut short by a crash
	f.Close()
	got, err := k.Destructions()
	if err != nil || len(got) != 1 || got[0].Entry != 9 || string(got[0].Body) != `{"row":4}` {
		t.Errorf("Destructions = %v, %v", got, err)
	}
	next := vault.Destruction{Entry: 10, At: 2, Kind: "record.destroyed", Body: []byte(`{"row":5}`)}
	if err := k.RecordDestruction(next); err != nil {
		t.Fatal(err)
	}
	if got, err := k.Destructions(); err != nil || len(got) != 2 || got[1].Entry != 10 {
		t.Errorf("after a line cut short: Destructions = %v, %v", got, err)
	}
	if _, err := vault.NewKeyring(dir, "x"); err == nil {
		t.Error("NewKeyring wrote over keys")
	}
	if _, err := vault.OpenKeyring(t.TempDir()); !errors.Is(err, vault.ErrNoKeys) {
		t.Errorf("OpenKeyring of an empty folder = %v, want ErrNoKeys", err)
	}
}

func FuzzReadRows(f *testing.F) {
	f.Add([]byte("kashf rows 1\n"))
	f.Fuzz(func(t *testing.T, b []byte) { vault.ReadFuzzed(t.Context(), b) })
}
