package vault

import (
	"context"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"filippo.io/age"
)

// Kinds of failure that callers tell apart.
var (
	// ErrNoBlob: the vault holds no such blob.
	ErrNoBlob = errors.New("no such blob")
	// ErrDamaged: a blob is not what its name says.
	ErrDamaged = errors.New("blob is not what was stored")
)

// A Vault is a folder of encrypted blobs.
type Vault struct {
	root *os.Root
	dir  string
	keys *Keyring
	// placing is held while a blob is put in its place, and alone while one is
	// pruned.
	placing sync.RWMutex
}

const tmp = "tmp"

// Open opens the vault in dir, making the folder if it is not there.
func Open(dir string, keys *Keyring) (*Vault, error) {
	if err := os.MkdirAll(filepath.Join(dir, tmp), 0o700); err != nil {
		return nil, fmt.Errorf("open vault: %w", err)
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, fmt.Errorf("open vault: %w", err)
	}
	return &Vault{root: root, dir: dir, keys: keys}, nil
}

// Close releases the folder.
func (v *Vault) Close() error { return v.root.Close() }

// Dir is the folder the blobs lie in.
func (v *Vault) Dir() string { return v.dir }

// path is where a blob lies below the folder.
func (v *Vault) path(id string) string {
	m := hmac.New(sha256.New, v.keys.pathKey)
	m.Write([]byte(id))
	s := hex.EncodeToString(m.Sum(nil))
	return path.Join(s[:2], s[2:4], s[4:])
}

// Put stores a file and returns its id, "f-" and the SHA-256 of its bytes,
// and its length. A file stored twice is kept once.
func (v *Vault) Put(ctx context.Context, r io.Reader) (id string, size int64, err error) {
	w, err := v.create()
	if err != nil {
		return "", 0, err
	}
	defer w.abort()
	h := sha256.New()
	size, err = io.Copy(io.MultiWriter(w.seal, h), reader{ctx, r})
	if err != nil {
		return "", 0, fmt.Errorf("store file: %w", err)
	}
	id = idOf(h.Sum(nil))
	return id, size, w.commit(id)
}

func idOf(sum []byte) string { return "f-" + hex.EncodeToString(sum) }

// ID is the id that [Vault.Put] would give to a file.
func ID(content []byte) string {
	sum := sha256.Sum256(content)
	return idOf(sum[:])
}

// Open returns a blob's plain bytes; for a blob of rows its inner stream, see
// [Vault.Rows]. The caller closes it. An id the vault does not hold gives
// [ErrNoBlob]; damage shows as an error while reading.
//
// What is returned can also be read at any place, as an [io.ReaderAt] with a
// Size: a workbook's parts are found from its end, and nothing of it is put on
// a disk in clear.
func (v *Vault) Open(_ context.Context, id string) (io.ReadCloser, error) {
	f, err := v.root.Open(v.path(id))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("%s: %w", id, ErrNoBlob)
	}
	if err != nil {
		return nil, fmt.Errorf("open blob: %w", err)
	}
	r, err := age.Decrypt(f, v.keys.identity)
	if err != nil {
		f.Close()
		return nil, fmt.Errorf("%s: %w: %w", id, ErrDamaged, err)
	}
	return &blob{Reader: r, Closer: f, f: f, keys: v.keys}, nil
}

// A blob is an open file of the vault. Reading it from its beginning costs
// what it always did; the way to any place is opened when it is first gone.
type blob struct {
	io.Reader
	io.Closer
	f    *os.File
	keys *Keyring
	once sync.Once
	at   io.ReaderAt
	size int64
	err  error
}

func (b *blob) open() {
	b.once.Do(func() {
		st, err := b.f.Stat()
		if err == nil {
			b.at, b.size, err = age.DecryptReaderAt(b.f, st.Size(), b.keys.identity)
		}
		if err != nil {
			b.err = fmt.Errorf("%w: %w", ErrDamaged, err)
		}
	})
}

// ReadAt reads plain bytes from an offset.
func (b *blob) ReadAt(p []byte, off int64) (int, error) {
	if b.open(); b.err != nil {
		return 0, b.err
	}
	return b.at.ReadAt(p, off)
}

// Size is the number of plain bytes, 0 where the blob is damaged.
func (b *blob) Size() int64 {
	b.open()
	return b.size
}

// Has reports whether the vault holds a blob.
func (v *Vault) Has(id string) bool {
	_, err := v.root.Stat(v.path(id))
	return err == nil
}

// Verify reads a whole blob and recomputes its name.
func (v *Vault) Verify(ctx context.Context, id string) error {
	if strings.HasPrefix(id, "r-") {
		return v.verifyRows(ctx, id)
	}
	r, err := v.Open(ctx, id)
	if err != nil {
		return err
	}
	defer r.Close()
	h := sha256.New()
	if _, err := io.Copy(h, reader{ctx, r}); err != nil {
		return fmt.Errorf("%s: %w: %w", id, ErrDamaged, err)
	}
	if "f-"+hex.EncodeToString(h.Sum(nil)) != id {
		return fmt.Errorf("%s: %w", id, ErrDamaged)
	}
	return nil
}

// Remove destroys a blob. It is for destruction by law alone.
func (v *Vault) Remove(id string) error {
	p := v.path(id)
	if err := v.root.Remove(p); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("destroy blob: %w", err)
	}
	return syncDir(filepath.Join(v.dir, path.Dir(p)))
}

// Sweep removes what interrupted writes left.
func (v *Vault) Sweep() error {
	d, err := os.ReadDir(filepath.Join(v.dir, tmp))
	if err != nil {
		return fmt.Errorf("sweep vault: %w", err)
	}
	for _, e := range d {
		if err := v.root.Remove(path.Join(tmp, e.Name())); err != nil {
			return fmt.Errorf("sweep vault: %w", err)
		}
	}
	return nil
}

// Prune removes the blobs that nobody names and that were put in their place
// before then, and says how many. named are the ids that are named anywhere;
// whoever calls has read them after then, so that a blob that is put while it
// works, is put once more or is renewed, is younger and stays. A file that is no
// blob of this keyring stays too: the folder may hold more than this vault. A
// crash leaves some of them for the next time.
func (v *Vault) Prune(ctx context.Context, named map[string]bool, then time.Time) (int, error) {
	keep := make(map[string]bool, len(named))
	for id := range named {
		keep[v.path(id)] = true
	}
	n := 0
	err := fs.WalkDir(v.root.FS(), ".", func(p string, e fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case e.IsDir() && p == tmp:
			return fs.SkipDir
		case e.IsDir(), keep[p], !isPath(p):
			return ctx.Err()
		}
		gone, err := v.prune(p, then)
		if gone {
			n++
		}
		return err
	})
	if err != nil {
		return n, fmt.Errorf("prune vault: %w", err)
	}
	return n, nil
}

// prune removes one blob, unless it has been put once more.
func (v *Vault) prune(p string, then time.Time) (bool, error) {
	v.placing.Lock()
	defer v.placing.Unlock()
	i, err := v.root.Stat(p)
	if errors.Is(err, fs.ErrNotExist) || err == nil && !i.ModTime().Before(then) {
		return false, nil
	}
	if err == nil && !v.sealed(p) {
		return false, nil
	}
	if err == nil {
		err = v.root.Remove(p)
	}
	return err == nil, err
}

// isPath reports whether a blob can lie there, see [Vault.path].
func isPath(p string) bool {
	h := strings.ReplaceAll(p, "/", "")
	_, err := hex.DecodeString(h)
	return err == nil && len(h) == 2*sha256.Size && p == path.Join(h[:2], h[2:4], h[4:])
}

// sealed reports whether a file is one that this keyring opens.
func (v *Vault) sealed(p string) bool {
	f, err := v.root.Open(p)
	if err != nil {
		return false
	}
	defer f.Close()
	_, err = age.Decrypt(f, v.keys.identity)
	return err == nil
}

// Renew makes a blob as young as one that was just put, for work that is about
// to name it. One that is not there gives [ErrNoBlob].
func (v *Vault) Renew(id string) error {
	v.placing.RLock()
	defer v.placing.RUnlock()
	now := time.Now()
	err := v.root.Chtimes(v.path(id), now, now)
	if errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("%s: %w", id, ErrNoBlob)
	}
	if err != nil {
		return fmt.Errorf("renew blob: %w", err)
	}
	return nil
}

// A pending is a blob being written.
type pending struct {
	v    *Vault
	f    *os.File
	name string
	seal io.WriteCloser
	done bool
}

func (v *Vault) create() (*pending, error) {
	name := path.Join(tmp, rand.Text())
	f, err := v.root.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return nil, fmt.Errorf("store blob: %w", err)
	}
	w := &pending{v: v, f: f, name: name}
	w.seal, err = age.Encrypt(f, v.keys.identity.Recipient())
	if err != nil {
		w.abort()
		return nil, fmt.Errorf("store blob: %w", err)
	}
	return w, nil
}

// commit puts the blob in its place, replacing an older content of the same
// name: the same bytes for a file, the rows less the destroyed ones for rows.
func (w *pending) commit(id string) error {
	if err := errors.Join(w.seal.Close(), w.f.Sync(), w.f.Close()); err != nil {
		return fmt.Errorf("store blob: %w", err)
	}
	p := w.v.path(id)
	w.v.placing.RLock()
	defer w.v.placing.RUnlock()
	if err := w.v.root.MkdirAll(path.Dir(p), 0o700); err != nil {
		return fmt.Errorf("store blob: %w", err)
	}
	if err := w.v.root.Rename(w.name, p); err != nil {
		return fmt.Errorf("store blob: %w", err)
	}
	w.done = true
	for d := path.Dir(p); ; d = path.Dir(d) {
		if err := syncDir(filepath.Join(w.v.dir, d)); err != nil {
			return err
		}
		if d == "." {
			return nil
		}
	}
}

func (w *pending) abort() {
	if w.done {
		return
	}
	w.f.Close()
	w.v.root.Remove(w.name)
}

// reader stops a copy when its context ends.
type reader struct {
	ctx context.Context
	r   io.Reader
}

func (r reader) Read(p []byte) (int, error) {
	if err := r.ctx.Err(); err != nil {
		return 0, err
	}
	return r.r.Read(p)
}

func syncDir(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return fmt.Errorf("sync folder: %w", err)
	}
	defer d.Close()
	if err := d.Sync(); err != nil {
		return fmt.Errorf("sync folder: %w", err)
	}
	return nil
}

// writeSynced replaces a small file so that it is either the old or the new.
func writeSynced(name string, b []byte, perm fs.FileMode) error {
	f, err := os.CreateTemp(filepath.Dir(name), ".new-*")
	if err != nil {
		return err
	}
	defer os.Remove(f.Name())
	_, err = f.Write(b)
	if err := errors.Join(err, f.Chmod(perm), f.Sync(), f.Close()); err != nil {
		return err
	}
	if err := os.Rename(f.Name(), name); err != nil {
		return err
	}
	return syncDir(filepath.Dir(name))
}
