package local

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"encoding/gob"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"iter"
	"math"
	"os"
	"path/filepath"
	"sort"
	"strconv"

	"kashf.org/kashf/linkage"
)

// A Kept is a run kept in a folder, to which records can be added: its frozen
// model and plan, what every record says, the keys under which it is found, the
// scored pairs and the clusters. It holds the data: keep it as the data is kept.
//
// The folder has one part for the first run and one for each addition. A part
// is complete before the manifest names it, so that what a crash leaves is not seen.
type Kept struct {
	dir      string
	manifest manifest
	parts    []*keptPart
	clusters []uint32 // by number, the number of the least record
	order    []int32  // numbers in the byte order of ids
}

var _ linkage.Past = (*Kept)(nil)

// manifest names the parts that are complete, and the file of clusters.
type manifest struct {
	Version  int
	Spec     string // a digest of the spec
	Parts    []string
	Clusters string
	Shards   int
}

const (
	keptVersion  = 1
	manifestFile = "manifest.json"
	modelFile    = "model.gob"
)

// keptPart is one part: records from first on.
type keptPart struct {
	dir     string
	first   int
	ids     []byte
	idEnds  []uint32
	weights []float64
	records *os.File
	at      []uint64 // of each record in records
	keys    []*os.File
	counts  []int64
}

func (p *keptPart) len() int { return len(p.idEnds) }

func (p *keptPart) id(i int) []byte {
	from := uint32(0)
	if i > 0 {
		from = p.idEnds[i-1]
	}
	return p.ids[from:p.idEnds[i]]
}

// ErrKept is wrapped by errors about a folder that cannot be used.
var ErrKept = errors.New("kept run")

// Open reads a kept run. spec is the digest of the spec that asks.
func Open(dir, spec string) (*Kept, *linkage.Frozen, error) {
	k := &Kept{dir: dir}
	raw, err := os.ReadFile(filepath.Join(dir, manifestFile))
	if err != nil {
		return nil, nil, fmt.Errorf("%w: %w", ErrKept, err)
	}
	if err := json.Unmarshal(raw, &k.manifest); err != nil || k.manifest.Version != keptVersion {
		return nil, nil, fmt.Errorf("%w: %s is of another version of the program", ErrKept, dir)
	}
	if k.manifest.Spec != spec {
		return nil, nil, fmt.Errorf("%w: %s was made by another spec", ErrKept, dir)
	}
	var z linkage.Frozen
	if err := readGob(filepath.Join(dir, modelFile), &z); err != nil {
		return nil, nil, err
	}
	for _, name := range k.manifest.Parts {
		p, err := k.openPart(name)
		if err != nil {
			return nil, nil, errors.Join(err, k.Close())
		}
		k.parts = append(k.parts, p)
	}
	if err := k.readClusters(); err != nil {
		return nil, nil, errors.Join(err, k.Close())
	}
	k.sort()
	return k, &z, nil
}

func (k *Kept) openPart(name string) (*keptPart, error) {
	p := &keptPart{dir: filepath.Join(k.dir, name), first: k.Len()}
	var head partHead
	if err := readGob(filepath.Join(p.dir, "head.gob"), &head); err != nil {
		return nil, err
	}
	p.ids, p.idEnds, p.weights, p.at, p.counts = head.IDs, head.IDEnds, head.Weights, head.At, head.Counts
	var err error
	if p.records, err = os.Open(filepath.Join(p.dir, "records")); err != nil {
		return nil, fmt.Errorf("%w: %w", ErrKept, err)
	}
	for i := range k.manifest.Shards {
		f, err := os.Open(filepath.Join(p.dir, "keys-"+strconv.Itoa(i)))
		if err != nil {
			return nil, fmt.Errorf("%w: %w", ErrKept, err)
		}
		p.keys = append(p.keys, f)
	}
	return p, nil
}

// partHead is what is read of a part when it is opened.
type partHead struct {
	IDs     []byte
	IDEnds  []uint32
	Weights []float64
	At      []uint64
	Counts  []int64 // keys by shard
}

func readGob(name string, into any) error {
	f, err := os.Open(name)
	if err != nil {
		return fmt.Errorf("%w: %w", ErrKept, err)
	}
	defer f.Close()
	if err := gob.NewDecoder(bufio.NewReaderSize(f, 1<<20)).Decode(into); err != nil {
		return fmt.Errorf("%w: read %s: %w", ErrKept, filepath.Base(name), err)
	}
	return nil
}

// Close closes the files.
func (k *Kept) Close() error {
	var errs []error
	for _, p := range k.parts {
		errs = append(errs, p.records.Close())
		for _, f := range p.keys {
			errs = append(errs, f.Close())
		}
	}
	return errors.Join(errs...)
}

func (k *Kept) readClusters() error {
	raw, err := os.ReadFile(filepath.Join(k.dir, k.manifest.Clusters))
	if err != nil || len(raw) != 4*k.Len() {
		return fmt.Errorf("%w: clusters: %d bytes for %d records: %w", ErrKept, len(raw), k.Len(), errors.Join(err, fs.ErrInvalid))
	}
	k.clusters = make([]uint32, k.Len())
	for i := range k.clusters {
		k.clusters[i] = binary.LittleEndian.Uint32(raw[4*i:])
	}
	return nil
}

// sort puts the numbers in the order of the ids. Each part is in that order
// already.
func (k *Kept) sort() {
	for _, p := range k.parts {
		next := make([]int32, p.len())
		for i := range next {
			next[i] = int32(p.first + i)
		}
		k.order = k.merge(k.order, next)
	}
}

func (k *Kept) merge(a, b []int32) []int32 {
	if len(a) == 0 {
		return b
	}
	out := make([]int32, 0, len(a)+len(b))
	for len(a) > 0 && len(b) > 0 {
		if bytes.Compare(k.id(a[0]), k.id(b[0])) < 0 {
			out, a = append(out, a[0]), a[1:]
		} else {
			out, b = append(out, b[0]), b[1:]
		}
	}
	return append(append(out, a...), b...)
}

// Len is the number of records.
func (k *Kept) Len() int {
	if len(k.parts) == 0 {
		return 0
	}
	last := k.parts[len(k.parts)-1]
	return last.first + last.len()
}

func (k *Kept) part(i int) *keptPart {
	for n := len(k.parts) - 1; ; n-- {
		if p := k.parts[n]; i >= p.first {
			return p
		}
	}
}

// ID is the id of record i.
func (k *Kept) ID(i int) string { return string(k.id(int32(i))) }

func (k *Kept) id(i int32) []byte {
	p := k.part(int(i))
	return p.id(int(i) - p.first)
}

// Find gives the number of the record with an id.
func (k *Kept) Find(id string) (int, bool) {
	for _, p := range k.parts {
		i := sort.Search(p.len(), func(i int) bool { return string(p.id(i)) >= id })
		if i < p.len() && string(p.id(i)) == id {
			return p.first + i, true
		}
	}
	return 0, false
}

// Weight is what a record counted for when the model was learnt.
func (k *Kept) Weight(id string) float64 {
	if i, ok := k.Find(id); ok {
		p := k.part(i)
		return p.weights[i-p.first]
	}
	return 0
}

// Record reads what a record says.
func (k *Kept) Record(i int) (linkage.Kept, error) {
	p := k.part(i)
	at := p.at[i-p.first]
	var head [4]byte
	if _, err := p.records.ReadAt(head[:], int64(at)); err != nil {
		return linkage.Kept{}, fmt.Errorf("%w: record %d: %w", ErrKept, i, err)
	}
	raw := make([]byte, binary.LittleEndian.Uint32(head[:]))
	if _, err := p.records.ReadAt(raw, int64(at)+4); err != nil {
		return linkage.Kept{}, fmt.Errorf("%w: record %d: %w", ErrKept, i, err)
	}
	var texts []string
	for len(raw) > 0 {
		n, used := binary.Uvarint(raw)
		if used <= 0 || uint64(len(raw)-used) < n {
			return linkage.Kept{}, fmt.Errorf("%w: record %d is damaged", ErrKept, i)
		}
		texts = append(texts, string(raw[used:used+int(n)]))
		raw = raw[used+int(n):]
	}
	if len(texts) == 0 {
		return linkage.Kept{}, fmt.Errorf("%w: record %d is damaged", ErrKept, i)
	}
	return linkage.Kept{ID: k.ID(i), List: texts[0], Raw: texts[1:], Weight: p.weights[i-p.first]}, nil
}

// window is how many keys are read at once. Keys are hashes and so evenly
// spread: where one should stand is known to within a few.
const window = 1024

// Under visits the records under each key.
func (k *Kept) Under(keys []uint64, visit func(key uint64, record int)) error {
	buf := make([]byte, window*itemBytes)
	for _, p := range k.parts {
		for _, key := range keys {
			shard := int((key >> 32) * uint64(k.manifest.Shards) >> 32)
			if err := p.under(shard, k.manifest.Shards, key, buf, visit); err != nil {
				return err
			}
		}
	}
	return nil
}

func (p *keptPart) under(shard, shards int, key uint64, buf []byte, visit func(key uint64, record int)) error {
	n := p.counts[shard]
	at := p.guess(shard, shards, key, n)
	// Step back until what is read begins below the key.
	for {
		size, err := p.read(shard, at, n, buf)
		if err != nil || size == 0 {
			return err
		}
		if at == 0 || binary.LittleEndian.Uint64(buf) < key {
			break
		}
		at = max(0, at-window/2)
	}
	for at < n {
		size, err := p.read(shard, at, n, buf)
		if err != nil {
			return err
		}
		for i := range size {
			switch got := binary.LittleEndian.Uint64(buf[i*itemBytes:]); {
			case got == key:
				visit(key, int(binary.LittleEndian.Uint32(buf[i*itemBytes+8:])))
			case got > key:
				return nil
			}
		}
		at += int64(size)
	}
	return nil
}

// guess is where a key should stand, were keys spread evenly, less a margin.
func (p *keptPart) guess(shard, shards int, key uint64, n int64) int64 {
	width := math.Exp2(64) / float64(shards)
	share := (float64(key) - float64(shard)*width) / width
	return max(0, min(n-1, int64(share*float64(n))-window/2))
}

func (p *keptPart) read(shard int, at, n int64, buf []byte) (int, error) {
	size := int(min(n-at, window))
	if size <= 0 {
		return 0, nil
	}
	if _, err := p.keys[shard].ReadAt(buf[:size*itemBytes], at*itemBytes); err != nil {
		return 0, fmt.Errorf("%w: keys: %w", ErrKept, err)
	}
	return size, nil
}

// Pairs gives all scored pairs.
func (k *Kept) Pairs() iter.Seq2[linkage.Pair, error] {
	return func(yield func(linkage.Pair, error) bool) {
		for _, p := range k.parts {
			if !p.pairs(yield) {
				return
			}
		}
	}
}

func (p *keptPart) pairs(yield func(linkage.Pair, error) bool) bool {
	f, err := os.Open(filepath.Join(p.dir, "pairs"))
	if err != nil {
		return yield(linkage.Pair{}, fmt.Errorf("%w: %w", ErrKept, err))
	}
	defer f.Close()
	r := bufio.NewReaderSize(f, 1<<20)
	for {
		b, err := r.Peek(12)
		if len(b) == 0 {
			return true
		}
		if err != nil {
			return yield(linkage.Pair{}, fmt.Errorf("%w: pairs: %w", ErrKept, err))
		}
		pair := linkage.Pair{
			I: int32(binary.LittleEndian.Uint32(b)), J: int32(binary.LittleEndian.Uint32(b[4:])),
			Bits: linkage.Centibits(int32(binary.LittleEndian.Uint32(b[8:]))),
		}
		r.Discard(12)
		if !yield(pair, nil) {
			return false
		}
	}
}

// Clusters gives every record, in the byte order of ids, with the least id of
// its cluster.
func (k *Kept) Clusters() iter.Seq2[string, string] {
	return func(yield func(string, string) bool) {
		for _, n := range k.order {
			if !yield(k.ID(int(n)), k.ID(int(k.clusters[n]))) {
				return
			}
		}
	}
}
