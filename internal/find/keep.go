package find

import (
	"bufio"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"io/fs"
	"maps"
	"slices"

	"kashf.org/kashf/internal/register"
	"kashf.org/kashf/names"
)

// A Shelf keeps the index while the program does not run. What is put there
// holds names: it must be encrypted with the deployment's keys and be beside
// the data, never in a backup.
type Shelf interface {
	// Open gives what was put last; the error is [fs.ErrNotExist] where nothing
	// was.
	Open() (io.ReadCloser, error)
	// Put replaces it, whole or not at all.
	Put(write func(io.Writer) error) error
	// Remove leaves nothing.
	Remove() error
}

// errKept is why what was kept is of no use: the index is loaded anew.
var errKept = errors.New("the search index that was kept is not of this register, or is damaged")

// A kept index is a magic and a version, the length of the rows and their
// CRC-32C, the rows (see packed), and the index of names as it saves itself.
const (
	keptMagic   = "kashffnd"
	keptVersion = 8 // 8: from which day a death is certain; 7: numbers in their folded form; 6: what those who read of C3 are told, texts, ways out of custody
	keptHead    = len(keptMagic) + 4 + 8 + 4
	maxRows     = 1 << 40 // bytes of rows
)

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// Keep puts the index on its shelf, where it has one and it changed since.
func (x *Index) Keep(ctx context.Context) error {
	x.following.Lock()
	defer x.following.Unlock()
	if !x.Ready() {
		return nil
	}
	return x.keep(ctx)
}

// keep is Keep for whoever follows the ledger: nothing changes meanwhile.
func (x *Index) keep(ctx context.Context) error {
	if x.Shelf == nil || x.keptTo == x.next {
		return nil
	}
	at, err := x.standing(ctx, x.next)
	if err != nil {
		return fmt.Errorf("keep the search index: %w", err)
	}
	x.mu.RLock()
	rows := x.packed(at)
	index := x.names
	x.mu.RUnlock()
	err = x.Shelf.Put(func(w io.Writer) error {
		b := bufio.NewWriterSize(w, 1<<16)
		head := binary.LittleEndian.AppendUint32([]byte(keptMagic), keptVersion)
		head = binary.LittleEndian.AppendUint64(head, uint64(len(rows)))
		head = binary.LittleEndian.AppendUint32(head, crc32.Checksum(rows, castagnoli))
		for _, part := range [][]byte{head, rows} {
			if _, err := b.Write(part); err != nil {
				return err
			}
		}
		return errors.Join(index.Save(b), b.Flush())
	})
	if err != nil {
		return fmt.Errorf("keep the search index: %w", err)
	}
	x.keptTo = x.next
	return nil
}

// A standing is a state of a ledger: how far it had come, and which ledger it
// was, told by what its last entry commits to.
type standing struct {
	Next, Epoch int64
	Last        [32]byte
}

func (x *Index) standing(ctx context.Context, next int64) (standing, error) {
	head, err := x.store.Head(ctx)
	if err != nil {
		return standing{}, err
	}
	if next < 0 || next > head.Size {
		return standing{}, errKept
	}
	at := standing{Next: next, Epoch: head.Epoch}
	if next > 0 {
		last, _, err := x.store.Entry(ctx, next-1)
		if err != nil {
			return standing{}, err
		}
		at.Last = [32]byte(last.Commitment)
	}
	return at, nil
}

// restore takes the index from its shelf. The error says why it could not;
// then the index is as it was. It wraps [fs.ErrNotExist] where none was kept.
func (x *Index) restore(ctx context.Context) error {
	f, err := x.Shelf.Open()
	if err != nil {
		return err
	}
	defer f.Close()
	r := bufio.NewReaderSize(f, 1<<16)
	rows, err := readRows(r)
	if err != nil {
		return err
	}
	fresh := New(x.store)
	at, err := fresh.unpack(rows)
	if err != nil {
		return err
	}
	now, err := x.standing(ctx, at.Next)
	if err != nil {
		return err
	}
	if now != at {
		return errKept
	}
	index, err := names.ReadIndex(r, names.NewComparer(names.Options{CacheBits: cacheBits}))
	if err != nil {
		return err
	}
	x.mu.Lock()
	defer x.mu.Unlock()
	x.names, x.rows, x.byNumber = index, fresh.rows, fresh.byNumber
	x.facts, x.deep, x.days, x.chains, x.correcting = fresh.facts, fresh.deep, fresh.days, fresh.chains, fresh.correcting
	x.sources, x.imports, x.places, x.numbers = fresh.sources, fresh.imports, fresh.places, fresh.numbers
	x.next, x.keptTo = at.Next, at.Next
	return nil
}

func readRows(r io.Reader) ([]byte, error) {
	var head [keptHead]byte
	if _, err := io.ReadFull(r, head[:]); err != nil {
		return nil, err
	}
	size := binary.LittleEndian.Uint64(head[12:])
	if string(head[:8]) != keptMagic || binary.LittleEndian.Uint32(head[8:]) != keptVersion || size > maxRows {
		return nil, errKept
	}
	rows, err := io.ReadAll(io.LimitReader(r, int64(size))) // grows with what is there, whatever size says
	if err != nil {
		return nil, err
	}
	if uint64(len(rows)) != size || crc32.Checksum(rows, castagnoli) != binary.LittleEndian.Uint32(head[20:]) {
		return nil, errKept
	}
	return rows, nil
}

// columns are the rows of the index, a field at a time.
type columns struct {
	record, person                       []int64
	source, batch, where, detainee, list []int32
	bornFrom, bornTo                     []int16
}

// packed is what the index holds beside its names. The caller holds the lock.
func (x *Index) packed(at standing) []byte {
	b, _ := binary.Append(nil, binary.LittleEndian, at)
	b = appendTexts(b, x.sources.ids)
	b = appendTexts(b, x.imports.ids)
	b = appendTexts(b, x.places.ids)
	b = appendTexts(b, x.numbers.ids)
	ids := slices.Sorted(maps.Keys(x.rows))
	b = binary.LittleEndian.AppendUint64(b, uint64(len(ids)))
	c := newColumns(len(ids))
	for i, id := range ids {
		w := x.rows[id]
		c.record[i], c.person[i] = int64(id), int64(w.person)
		c.source[i], c.batch[i], c.where[i], c.detainee[i], c.list[i] = w.source, w.batch, w.where, w.detainee, w.list
		c.bornFrom[i], c.bornTo[i] = w.bornFrom, w.bornTo
	}
	for _, column := range c.all() {
		b, _ = binary.Append(b, binary.LittleEndian, column) // of fixed sizes: it cannot fail
	}
	return x.packFacts(x.packChains(b), ids)
}

func newColumns(n int) *columns {
	return &columns{
		make([]int64, n), make([]int64, n), make([]int32, n), make([]int32, n), make([]int32, n), make([]int32, n), make([]int32, n), make([]int16, n), make([]int16, n),
	}
}

func (c *columns) all() []any {
	return []any{c.record, c.person, c.source, c.batch, c.where, c.detainee, c.list, c.bornFrom, c.bornTo}
}

// rowBytes is what a row takes in all columns.
const rowBytes = 2*8 + 5*4 + 2*2

func appendTexts[T ~string](b []byte, texts []T) []byte {
	b = binary.AppendUvarint(b, uint64(len(texts)))
	for _, s := range texts {
		b = binary.AppendUvarint(b, uint64(len(s)))
		b = append(b, s...)
	}
	return b
}

// unpack fills an index that holds nothing from what packed gave.
func (x *Index) unpack(b []byte) (at standing, err error) {
	n, err := binary.Decode(b, binary.LittleEndian, &at)
	if err != nil {
		return at, errKept
	}
	b = b[n:]
	ok := takeTexts(&b, &x.sources, false) && takeTexts(&b, &x.imports, false) && takeTexts(&b, &x.places, false) && takeTexts(&b, &x.numbers, true)
	if !ok || len(b) < 8 {
		return at, errKept
	}
	rows := binary.LittleEndian.Uint64(b)
	b = b[8:]
	if rows > uint64(len(b)/rowBytes) {
		return at, errKept
	}
	c := newColumns(int(rows))
	for _, column := range c.all() {
		n, err := binary.Decode(b, binary.LittleEndian, column)
		if err != nil {
			return at, errKept
		}
		b = b[n:]
	}
	if err := x.fill(c); err != nil {
		return at, err
	}
	if b, err = x.unpackChains(b); err != nil {
		return at, err
	}
	return at, x.unpackFacts(b, c)
}

// fill enters rows.
func (x *Index) fill(c *columns) error {
	x.rows = make(map[register.RecordID]row, len(c.record))
	x.byNumber = make([][]register.RecordID, len(x.numbers.ids))
	for i, id := range c.record {
		w := row{
			person: register.PersonID(c.person[i]), source: c.source[i], batch: c.batch[i], where: c.where[i],
			detainee: c.detainee[i], list: c.list[i], bornFrom: c.bornFrom[i], bornTo: c.bornTo[i], slot: int32(i),
		}
		if !x.sources.has(w.source) || !x.imports.has(w.batch) || !x.places.has(w.where) || !x.numbers.has(w.detainee) || !x.numbers.has(w.list) {
			return errKept
		}
		x.rows[register.RecordID(id)] = w
		for n := range w.keys() {
			x.byNumber[n] = append(x.byNumber[n], register.RecordID(id))
		}
	}
	return nil
}

// takeTexts reads interned ids. Of those after the first an empty one may be
// one that was forgotten.
func takeTexts[T ~string](b *[]byte, to *interned[T], forgets bool) bool {
	count, n := binary.Uvarint(*b)
	if n <= 0 || count > uint64(len(*b)) {
		return false
	}
	*b = (*b)[n:]
	*to = interned[T]{at: make(map[T]int32, count)}
	for k := range count {
		size, n := binary.Uvarint(*b)
		if n <= 0 || size > uint64(len(*b)-n) {
			return false
		}
		id := T((*b)[n : n+int(size)])
		*b = (*b)[n+int(size):]
		to.ids = append(to.ids, id)
		if _, again := to.at[id]; again && !(forgets && id == "") {
			return false
		} else if !again {
			to.at[id] = int32(k)
		}
	}
	return !forgets || len(to.ids) > 0 && to.ids[0] == ""
}

// takeSpellings reads texts of which several may be the same.
func takeSpellings(b *[]byte, to *interned[string]) bool {
	count, n := binary.Uvarint(*b)
	if n <= 0 || count > uint64(len(*b)) {
		return false
	}
	*b = (*b)[n:]
	for range count {
		size, n := binary.Uvarint(*b)
		if n <= 0 || size > uint64(len(*b)-n) {
			return false
		}
		to.ids = append(to.ids, string((*b)[n:n+int(size)]))
		*b = (*b)[n+int(size):]
	}
	return true
}

// useKept takes the index from the shelf if it can, and clears a shelf that it
// could not be taken from. It tells whether it could.
func (x *Index) useKept(ctx context.Context) (bool, error) {
	if x.Shelf == nil {
		return false, nil
	}
	err := x.restore(ctx)
	if err == nil {
		return true, nil
	}
	if ctx.Err() != nil {
		return false, ctx.Err()
	}
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	if x.Refused != nil {
		x.Refused(err)
	}
	return false, x.Shelf.Remove()
}
