package linkage

import (
	"bufio"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math"
	"sync"
)

// A Crew is a [Shuffle] whose process is one of several that do the same run on
// the same tables, and share its work. Every process reads the tables and
// learns by itself; what takes long, the pairs of a rule and the comparing of
// a shard of pairs, is done by one of them for all. So any of them may end at
// any time: another does what it had begun, and the result is the same bytes.
// Package linkage/local has one that meets in a folder.
type Crew interface {
	Shuffle
	// Share has each of n parts of a stage done by one of the processes, some
	// at a time: do writes what a part comes to, which follows from the part
	// alone, so that it does no harm if two do one. Then take is given what every
	// part came to, in order, in every process. All processes come to the same
	// stages in the same order.
	Share(ctx context.Context, stage string, n, workers int, done func(n, of int64),
		do func(part int, w io.Writer) error, take func(part int, r io.Reader) error) error
}

// shareRules makes the pairs of the rules with others.
func (b *blocker) shareRules(ctx context.Context, crew Crew, done func(n, of int64)) error {
	return crew.Share(ctx, "block", len(b.plan.Rules), 1, done, func(rule int, w io.Writer) error {
		own := *b
		own.Blocks = &Blocks{plan: b.plan, shards: b.shards, apart: b.apart, newAnchors: map[uint64][]string{}}
		var err error
		if own.pairs, err = b.shuffle.Collect("pairs", b.shards); err != nil {
			return err
		}
		if err := own.rule(ctx, rule); err != nil {
			return fmt.Errorf("rule %s: %w", b.plan.Rules[rule], err)
		}
		return errors.Join(own.write(w), own.pairs.Drop())
	}, func(rule int, r io.Reader) error { return b.read(rule, r) })
}

// write writes what one rule came to.
func (b *blocker) write(to io.Writer) error {
	w := newPacker(to)
	w.number(uint64(b.keys.Load()))
	w.number(uint64(b.drawn.Load()))
	w.number(uint64(len(b.newSplit)))
	for _, key := range b.newSplit {
		w.number(key)
	}
	w.number(uint64(len(b.newAnchors)))
	for key, ids := range b.newAnchors {
		w.number(key)
		w.number(uint64(len(ids)))
		for _, id := range ids {
			w.text(id)
		}
	}
	for _, s := range b.sample {
		w.number(uint64(len(s.pairs)))
		for _, p := range s.pairs {
			w.number(uint64(p[0]))
			w.number(uint64(p[1]))
		}
	}
	var buf []Item
	for shard := range b.shards {
		items, err := b.pairs.Shard(shard, buf)
		if err != nil {
			return err
		}
		w.items(items)
		buf = items[:0]
	}
	return w.flush()
}

// read takes in what one rule came to, wherever it was made.
func (b *blocker) read(rule int, from io.Reader) error {
	r := newUnpacker(from, b.data.Len())
	b.keys.Add(int64(r.number()))
	b.drawn.Add(int64(r.number()))
	r.times(func() { b.newSplit = append(b.newSplit, r.number()) })
	r.times(func() {
		key := r.number()
		var ids []string
		r.times(func() { ids = append(ids, r.text()) })
		b.newAnchors[key] = ids
	})
	s := rulePairs{rule: b.plan.Rules[rule], pairs: [][2]int32{}}
	r.times(func() { s.pairs = append(s.pairs, [2]int32{r.record(), r.record()}) })
	b.sample = append(b.sample, s)
	for shard := range b.shards {
		if err := r.items(func(items []Item) error { return b.pairs.Put(shard, items) }); err != nil {
			return err
		}
	}
	return r.err
}

// shareEach is each with others.
func (m *Model) shareEach(ctx context.Context, crew Crew, from Collection, out *scored, shards []int, workers int, done func(n, of int64), f func(c *comparison, items []Item)) error {
	buffers := sync.Pool{New: func() any { return new([]Item) }}
	return crew.Share(ctx, "score", len(shards), workers, done, func(part int, w io.Writer) error {
		buf := buffers.Get().(*[]Item)
		defer buffers.Put(buf)
		items, err := from.Shard(shards[part], *buf)
		if err != nil {
			return err
		}
		*buf = items[:0]
		c := m.newComparison()
		f(c, items)
		return c.write(w)
	}, func(part int, r io.Reader) error { return out.read(shards[part], r, m.data.Len()) })
}

// write writes what the pairs of one shard came to.
func (c *comparison) write(to io.Writer) error {
	w := newPacker(to)
	w.number(uint64(c.compared))
	for _, t := range []tally{c.cells, c.recapt} {
		w.number(uint64(t.used))
		t.each(func(key uint64, n int) {
			w.number(key)
			w.number(uint64(n))
		})
	}
	w.items(c.kept)
	return w.flush()
}

// read takes in what the pairs of one shard came to, wherever it was made.
func (s *scored) read(shard int, from io.Reader, records int) error {
	r := newUnpacker(from, records)
	s.compared += int64(r.number())
	r.times(func() {
		k := rawOf(r.number())
		s.cells[k] += int(r.number())
	})
	r.times(func() {
		k := recaptureOf(r.number())
		s.recapt[k] += int(r.number())
	})
	if err := r.items(func(items []Item) error { return s.met.Put(shard, items) }); err != nil {
		return err
	}
	return r.err
}

// packer writes numbers as varints and items as they are.
type packer struct {
	w *bufio.Writer
	b []byte
}

func newPacker(w io.Writer) *packer { return &packer{w: bufio.NewWriterSize(w, 1<<16)} }

func (p *packer) number(n uint64) {
	p.b = binary.AppendUvarint(p.b[:0], n)
	p.w.Write(p.b) // an error stays, and flush gives it
}

func (p *packer) text(s string) {
	p.number(uint64(len(s)))
	p.w.WriteString(s)
}

func (p *packer) items(items []Item) {
	p.number(uint64(len(items)))
	for _, it := range items {
		p.b = binary.LittleEndian.AppendUint64(p.b[:0], it.Key)
		p.b = binary.LittleEndian.AppendUint32(p.b, it.Value)
		p.w.Write(p.b)
	}
}

func (p *packer) flush() error { return p.w.Flush() }

// unpacker reads what a packer wrote about so many records. Once something is
// not there, or names a record that is not, it gives zeros and keeps the error.
type unpacker struct {
	r       *bufio.Reader
	records int
	err     error
}

func newUnpacker(r io.Reader, records int) *unpacker {
	return &unpacker{r: bufio.NewReaderSize(r, 1<<16), records: records}
}

// times calls f as often as a number says, and no longer than all is there.
func (u *unpacker) times(f func()) {
	for n := u.number(); n > 0 && u.err == nil; n-- {
		f()
	}
}

// record reads the number of a record.
func (u *unpacker) record() int32 {
	n := u.number()
	if n >= uint64(u.records) {
		u.fail(errNoRecord)
		return 0
	}
	return int32(n)
}

var errNoRecord = fmt.Errorf("%w: a pair is of a record that is not there", ErrRecords)

func (u *unpacker) fail(err error) {
	if err != nil && u.err == nil {
		if errors.Is(err, io.EOF) {
			err = io.ErrUnexpectedEOF
		}
		u.err = err
	}
}

func (u *unpacker) number() uint64 {
	if u.err != nil {
		return 0
	}
	n, err := binary.ReadUvarint(u.r)
	u.fail(err)
	if u.err != nil {
		return 0
	}
	return n
}

func (u *unpacker) text() string {
	n := u.number()
	if n > math.MaxInt32 {
		u.fail(io.ErrUnexpectedEOF)
		return ""
	}
	b := make([]byte, min(n, 1<<16))
	if uint64(len(b)) < n {
		u.fail(io.ErrUnexpectedEOF) // no id is that long
		return ""
	}
	_, err := io.ReadFull(u.r, b)
	u.fail(err)
	return string(b)
}

// items gives items, whose keys are two records each, a few at a time.
func (u *unpacker) items(put func([]Item) error) error {
	const itemBytes = 12
	buf := make([]Item, 0, sendAtOnce)
	var b [itemBytes]byte
	for range u.number() {
		if _, err := io.ReadFull(u.r, b[:]); err != nil {
			u.fail(err)
			return u.err
		}
		it := Item{binary.LittleEndian.Uint64(b[:]), binary.LittleEndian.Uint32(b[8:])}
		if n := uint64(u.records); it.Key>>32 >= n || it.Key&math.MaxUint32 >= n {
			return errNoRecord
		}
		buf = append(buf, it)
		if len(buf) == sendAtOnce {
			if err := put(buf); err != nil {
				return err
			}
			buf = buf[:0]
		}
	}
	if u.err != nil || len(buf) == 0 {
		return u.err
	}
	return put(buf)
}
