package vault

import (
	"bufio"
	"context"
	"crypto/rand"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"iter"

	"github.com/klauspost/compress/zstd"

	"kashf.org/kashf/ledger"
)

// A blob of rows is a stream of frames: a tag, then either salt, length and
// bytes of a row, or the hash that a destroyed row leaves.
const (
	rowsMagic = "kashf rows 1\n"
	tagRow    = 1
	tagGone   = 2
	saltSize  = 16
	maxRow    = 16 << 20
)

// A RowWriter writes a blob of rows. Call Commit or Abort.
type RowWriter struct {
	p    *pending
	z    *zstd.Encoder
	tree ledger.RowTree
	buf  []byte
}

// NewRows begins a blob of rows.
func (v *Vault) NewRows() (*RowWriter, error) {
	p, err := v.create()
	if err != nil {
		return nil, err
	}
	z, err := zstd.NewWriter(p.seal, zstd.WithEncoderLevel(zstd.SpeedFastest), zstd.WithEncoderConcurrency(1))
	if err == nil {
		_, err = io.WriteString(z, rowsMagic)
	}
	if err != nil {
		p.abort()
		return nil, fmt.Errorf("store rows: %w", err)
	}
	return &RowWriter{p: p, z: z}, nil
}

// Add writes the next row under a salt of its own.
func (w *RowWriter) Add(row []byte) error {
	var salt [saltSize]byte
	rand.Read(salt[:])
	return w.add(salt[:], row)
}

func (w *RowWriter) add(salt, row []byte) error {
	w.tree.Add(ledger.RowHash(salt, row))
	w.buf = append(w.buf[:0], tagRow)
	w.buf = append(w.buf, salt...)
	w.buf = binary.AppendUvarint(w.buf, uint64(len(row)))
	w.buf = append(w.buf, row...)
	return w.write()
}

func (w *RowWriter) gone(h ledger.Hash) error {
	w.tree.Add(h)
	w.buf = append(append(w.buf[:0], tagGone), h[:]...)
	return w.write()
}

func (w *RowWriter) write() error {
	if _, err := w.z.Write(w.buf); err != nil {
		return fmt.Errorf("store rows: %w", err)
	}
	return nil
}

// Commit stores the blob and returns its id: "r-" and the root over its rows.
func (w *RowWriter) Commit() (string, error) {
	if err := w.z.Close(); err != nil {
		w.p.abort()
		return "", fmt.Errorf("store rows: %w", err)
	}
	root := w.tree.Root()
	id := "r-" + hex.EncodeToString(root[:])
	if err := w.p.commit(id); err != nil {
		w.p.abort()
		return "", err
	}
	return id, nil
}

// Abort drops what was written.
func (w *RowWriter) Abort() { w.z.Close(); w.p.abort() }

// A Row is one row of a blob.
type Row struct {
	Bytes []byte // nil where destroyed; valid until the next row is read
	Gone  bool
	salt  []byte
	hash  ledger.Hash
}

// Rows yields the rows of a blob in order. It checks the blob's name when the
// last row has been read: damage anywhere ends the sequence with [ErrDamaged].
func (v *Vault) Rows(ctx context.Context, id string) iter.Seq2[Row, error] {
	return func(yield func(Row, error) bool) {
		if err := v.eachRow(ctx, id, func(r Row) bool { return yield(r, nil) }); err != nil {
			yield(Row{}, err)
		}
	}
}

var errStopped = errors.New("reading stopped")

func (v *Vault) eachRow(ctx context.Context, id string, yield func(Row) bool) error {
	f, err := v.Open(ctx, id)
	if err != nil {
		return err
	}
	defer f.Close()
	var tree ledger.RowTree
	err = readRows(ctx, f, func(r Row) bool { tree.Add(r.hash); return yield(r) })
	if errors.Is(err, errStopped) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("%s: %w", id, err)
	}
	root := tree.Root()
	if "r-"+hex.EncodeToString(root[:]) != id {
		return fmt.Errorf("%s: %w", id, ErrDamaged)
	}
	return nil
}

// readRows reads frames until the stream ends or yield returns false.
func readRows(ctx context.Context, r io.Reader, yield func(Row) bool) error {
	z, err := zstd.NewReader(r, zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxMemory(256<<20))
	if err != nil {
		return fmt.Errorf("%w: %w", ErrDamaged, err)
	}
	defer z.Close()
	b := bufio.NewReaderSize(z, 64<<10)
	magic := make([]byte, len(rowsMagic))
	if _, err := io.ReadFull(b, magic); err != nil || string(magic) != rowsMagic {
		return fmt.Errorf("%w: not a blob of rows", ErrDamaged)
	}
	var buf []byte
	for {
		if err := ctx.Err(); err != nil {
			return err
		}
		row, grown, err := readRow(b, buf)
		buf = grown
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return fmt.Errorf("%w: %w", ErrDamaged, err)
		}
		if !yield(row) {
			return errStopped
		}
	}
}

func readRow(b *bufio.Reader, buf []byte) (Row, []byte, error) {
	tag, err := b.ReadByte()
	if err != nil {
		return Row{}, buf, err // io.EOF: the stream ends between rows
	}
	switch tag {
	case tagGone:
		var h ledger.Hash
		_, err := io.ReadFull(b, h[:])
		return Row{Gone: true, hash: h}, buf, noEOF(err)
	case tagRow:
		salt := make([]byte, saltSize)
		if _, err := io.ReadFull(b, salt); err != nil {
			return Row{}, buf, noEOF(err)
		}
		n, err := binary.ReadUvarint(b)
		if err != nil {
			return Row{}, buf, noEOF(err)
		}
		if n > maxRow {
			return Row{}, buf, fmt.Errorf("a row of %d bytes", n)
		}
		if uint64(cap(buf)) < n {
			buf = make([]byte, n, 2*n)
		}
		buf = buf[:n]
		if _, err := io.ReadFull(b, buf); err != nil {
			return Row{}, buf, noEOF(err)
		}
		return Row{Bytes: buf, salt: salt, hash: ledger.RowHash(salt, buf)}, buf, nil
	}
	return Row{}, buf, fmt.Errorf("tag %d", tag)
}

func noEOF(err error) error {
	if err == io.EOF {
		return io.ErrUnexpectedEOF
	}
	return err
}

func (v *Vault) verifyRows(ctx context.Context, id string) error {
	return v.eachRow(ctx, id, func(Row) bool { return true })
}

// DestroyRows rewrites a blob of rows without the rows at the given 0-based
// places: each leaves its hash. The blob keeps its id. Rows destroyed before
// stay so; the same call twice does no harm.
func (v *Vault) DestroyRows(ctx context.Context, id string, rows map[int64]bool) error {
	w, err := v.NewRows()
	if err != nil {
		return err
	}
	n := int64(0)
	for r, err := range v.Rows(ctx, id) {
		if err == nil {
			if r.Gone || rows[n] {
				err = w.gone(r.hash)
			} else {
				err = w.add(r.salt, r.Bytes)
			}
		}
		if err != nil {
			w.Abort()
			return fmt.Errorf("destroy rows: %w", err)
		}
		n++
	}
	again, err := w.Commit()
	if err != nil {
		return err
	}
	if again != id {
		return fmt.Errorf("destroy rows of %s: %w", id, ErrDamaged)
	}
	return nil
}
