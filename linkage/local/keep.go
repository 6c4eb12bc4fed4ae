package local

import (
	"bufio"
	"context"
	"encoding/binary"
	"encoding/gob"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"

	"kashf.org/kashf/linkage"
)

// A Keeper writes one part of a [Kept]: records as they are read, the rest when
// they are linked. Until it is done nothing of it counts.
type Keeper struct {
	dir     string // of the part
	records *os.File
	buf     *bufio.Writer
	at      []uint64
	offset  uint64
	row     []byte
}

// NewKeeper begins a kept run in dir, which must not be there.
func NewKeeper(dir string) (*Keeper, error) {
	if _, err := os.Stat(dir); err == nil {
		return nil, fmt.Errorf("%w: %s is there already", ErrKept, dir)
	}
	if err := os.RemoveAll(dir + ".partial"); err != nil {
		return nil, err
	}
	return newKeeper(filepath.Join(dir+".partial", "part-0"))
}

func newKeeper(part string) (*Keeper, error) {
	if err := os.MkdirAll(part, 0o700); err != nil {
		return nil, fmt.Errorf("keep run: %w", err)
	}
	f, err := os.OpenFile(filepath.Join(part, "records"), os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o600)
	if err != nil {
		return nil, fmt.Errorf("keep run: %w", err)
	}
	return &Keeper{dir: part, records: f, buf: bufio.NewWriterSize(f, 1<<18)}, nil
}

// Add writes a record. It is meant for [linkage.Table]'s Tee.
func (k *Keeper) Add(r linkage.Kept) error {
	k.row = append(k.row[:0], 0, 0, 0, 0)
	k.row = binary.AppendUvarint(k.row, uint64(len(r.List)))
	k.row = append(k.row, r.List...)
	for _, raw := range r.Raw {
		k.row = binary.AppendUvarint(k.row, uint64(len(raw)))
		k.row = append(k.row, raw...)
	}
	binary.LittleEndian.PutUint32(k.row, uint32(len(k.row)-4))
	k.at = append(k.at, k.offset)
	k.offset += uint64(len(k.row))
	_, err := k.buf.Write(k.row)
	return err
}

// Discard removes what was written.
func (k *Keeper) Discard() error {
	return errors.Join(k.records.Close(), os.RemoveAll(filepath.Dir(k.dir)))
}

// Done completes a kept run out of what was linked: dir is there from then on.
func (k *Keeper) Done(ctx context.Context, l *linkage.Linking, spec string, s linkage.Shuffle, workers int) error {
	z, err := l.Freeze()
	if err != nil {
		return err
	}
	root := filepath.Dir(k.dir)
	if err := writeGob(filepath.Join(root, modelFile), z); err != nil {
		return err
	}
	keys, shards, err := l.Leaves(ctx, s, workers)
	if err != nil {
		return err
	}
	m := manifest{Version: keptVersion, Spec: spec, Parts: []string{"part-0"}, Clusters: "clusters-0", Shards: shards}
	head := newHead(l.Data, k.at, l.Weights())
	for i := range shards {
		items, err := keys.Shard(i, nil)
		if err != nil {
			return err
		}
		head.Counts = append(head.Counts, int64(len(items)))
		if err := writeItems(filepath.Join(k.dir, "keys-"+strconv.Itoa(i)), items); err != nil {
			return err
		}
	}
	clusters := make([]uint32, len(l.Clusters))
	for i, c := range l.Clusters {
		clusters[i] = uint32(c)
	}
	err = errors.Join(keys.Drop(), k.finish(head, l.Pairs), writeClusters(filepath.Join(root, m.Clusters), clusters), writeManifest(root, m))
	if err != nil {
		return err
	}
	return os.Rename(root, root[:len(root)-len(".partial")])
}

// finish writes the head and the pairs of a part.
func (k *Keeper) finish(head partHead, pairs []linkage.Pair) error {
	if err := errors.Join(k.buf.Flush(), k.records.Sync(), k.records.Close()); err != nil {
		return fmt.Errorf("keep run: %w", err)
	}
	if err := writeGob(filepath.Join(k.dir, "head.gob"), head); err != nil {
		return err
	}
	return writeFile(filepath.Join(k.dir, "pairs"), func(w io.Writer) error {
		var b [12]byte
		for _, p := range pairs {
			binary.LittleEndian.PutUint32(b[:], uint32(p.I))
			binary.LittleEndian.PutUint32(b[4:], uint32(p.J))
			binary.LittleEndian.PutUint32(b[8:], uint32(p.Bits))
			if _, err := w.Write(b[:]); err != nil {
				return err
			}
		}
		return nil
	})
}

// newHead gives the head of a part without its keys. at is by the order of the
// input, the head by that of the ids.
func newHead(d *linkage.Data, at []uint64, weights []float64) partHead {
	h := partHead{Weights: weights}
	for i := range d.Len() {
		h.IDs = append(h.IDs, d.ID(i)...)
		h.IDEnds = append(h.IDEnds, uint32(len(h.IDs)))
		h.At = append(h.At, at[d.From(i)])
	}
	return h
}

// NewPart begins an addition.
func (k *Kept) NewPart() (*Keeper, error) {
	name := "part-" + strconv.Itoa(len(k.parts))
	if err := os.RemoveAll(filepath.Join(k.dir, name)); err != nil { // what a crash left
		return nil, err
	}
	return newKeeper(filepath.Join(k.dir, name))
}

// Grow completes an addition and reads it in. k is then the run with what was
// added.
func (k *Kept) Grow(part *Keeper, a *linkage.Addition) error {
	n := len(k.parts)
	m := k.manifest
	m.Parts = append(append([]string(nil), m.Parts...), filepath.Base(part.dir))
	m.Clusters = "clusters-" + strconv.Itoa(n)
	head := newHead(a.Data, part.at, make([]float64, a.Data.Len()))
	from := 0
	for i := range m.Shards {
		to := from
		for to < len(a.Keys) && int((a.Keys[to].Key>>32)*uint64(m.Shards)>>32) == i {
			to++
		}
		head.Counts = append(head.Counts, int64(to-from))
		if err := writeItems(filepath.Join(part.dir, "keys-"+strconv.Itoa(i)), a.Keys[from:to]); err != nil {
			return err
		}
		from = to
	}
	clusters := append(append([]uint32(nil), k.clusters...), make([]uint32, a.Data.Len())...)
	for i, c := range a.Cluster {
		clusters[i] = uint32(c)
	}
	if err := errors.Join(part.finish(head, a.Pairs), writeClusters(filepath.Join(k.dir, m.Clusters), clusters)); err != nil {
		return err
	}
	if err := writeManifest(k.dir, m); err != nil {
		return err
	}
	old := k.manifest.Clusters
	k.manifest, k.clusters = m, clusters
	p, err := k.openPart(filepath.Base(part.dir))
	if err != nil {
		return err
	}
	k.parts = append(k.parts, p)
	next := make([]int32, p.len())
	for i := range next {
		next[i] = int32(p.first + i)
	}
	k.order = k.merge(k.order, next)
	return os.Remove(filepath.Join(k.dir, old))
}

func writeItems(name string, items []linkage.Item) error {
	return writeFile(name, func(w io.Writer) error {
		var b [itemBytes]byte
		for _, it := range items {
			binary.LittleEndian.PutUint64(b[:], it.Key)
			binary.LittleEndian.PutUint32(b[8:], it.Value)
			if _, err := w.Write(b[:]); err != nil {
				return err
			}
		}
		return nil
	})
}

func writeClusters(name string, clusters []uint32) error {
	return writeFile(name, func(w io.Writer) error {
		var b [4]byte
		for _, c := range clusters {
			binary.LittleEndian.PutUint32(b[:], c)
			if _, err := w.Write(b[:]); err != nil {
				return err
			}
		}
		return nil
	})
}

func writeGob(name string, v any) error {
	return writeFile(name, func(w io.Writer) error { return gob.NewEncoder(w).Encode(v) })
}

// writeManifest makes what it names count, at once or not at all.
func writeManifest(dir string, m manifest) error {
	name := filepath.Join(dir, manifestFile)
	err := writeFile(name+".partial", func(w io.Writer) error { return json.NewEncoder(w).Encode(m) })
	if err != nil {
		return err
	}
	return os.Rename(name+".partial", name)
}

func writeFile(name string, write func(w io.Writer) error) error {
	f, err := os.OpenFile(name, os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o600)
	if err != nil {
		return fmt.Errorf("keep run: %w", err)
	}
	b := bufio.NewWriterSize(f, 1<<18)
	if err := errors.Join(write(b), b.Flush(), f.Sync(), f.Close()); err != nil {
		return fmt.Errorf("keep run: %w", err)
	}
	return nil
}
