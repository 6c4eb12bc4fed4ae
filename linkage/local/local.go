// Package local is the shuffle of one machine: it partitions items into shards
// and sorts each shard by itself. What does not fit the memory it may use goes to
// files in a folder of its own, which it removes when it is closed; a folder left
// by a killed run is taken over by the next.
package local

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"sync"
	"sync/atomic"

	"kashf.org/kashf/linkage"
)

// itemBytes is the size of an item in a file: key, then value, little-endian.
const itemBytes = 12

// A Shuffle keeps items in memory up to a limit and in files beyond it. It
// holds no names and no values of the data: hashes and numbers of records alone.
type Shuffle struct {
	dir    string
	room   atomic.Int64 // items that memory may still hold
	opened atomic.Int64
	peak   atomic.Int64 // bytes written to files
}

var _ linkage.Shuffle = (*Shuffle)(nil)

// New gives a shuffle that may hold about memory bytes of items and keeps the
// others in dir, which it empties first.
func New(dir string, memory int64) (*Shuffle, error) {
	if err := os.RemoveAll(dir); err != nil {
		return nil, fmt.Errorf("clear %s: %w", dir, err)
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("make room for shuffling: %w", err)
	}
	s := &Shuffle{dir: dir}
	s.room.Store(memory / 16)
	return s, nil
}

// Written is how many bytes went to files.
func (s *Shuffle) Written() int64 { return s.peak.Load() }

// Close removes the folder.
func (s *Shuffle) Close() error { return os.RemoveAll(s.dir) }

// Collect opens a collection. Files are made when they are first needed.
func (s *Shuffle) Collect(name string, shards int) (linkage.Collection, error) {
	c := &collection{s: s, name: name + "-" + strconv.FormatInt(s.opened.Add(1), 10), shards: make([]shard, shards)}
	return c, nil
}

type collection struct {
	s      *Shuffle
	name   string
	shards []shard
}

type shard struct {
	mu    sync.Mutex
	items []linkage.Item
	file  *os.File
	bytes int64
}

func (c *collection) path(i int) string {
	return filepath.Join(c.s.dir, c.name+"-"+strconv.Itoa(i))
}

func (c *collection) Put(i int, items []linkage.Item) error {
	sh := &c.shards[i]
	sh.mu.Lock()
	defer sh.mu.Unlock()
	if c.s.room.Add(-int64(len(items))) >= 0 {
		sh.items = append(sh.items, items...)
		return nil
	}
	c.s.room.Add(int64(len(items)))
	if sh.file == nil {
		f, err := os.OpenFile(c.path(i), os.O_CREATE|os.O_TRUNC|os.O_RDWR, 0o600)
		if err != nil {
			return fmt.Errorf("shuffle: %w", err)
		}
		sh.file = f
	}
	buf := make([]byte, 0, itemBytes*len(items))
	for _, it := range items {
		buf = binary.LittleEndian.AppendUint64(buf, it.Key)
		buf = binary.LittleEndian.AppendUint32(buf, it.Value)
	}
	n, err := sh.file.Write(buf)
	sh.bytes += int64(n)
	c.s.peak.Add(int64(n))
	if err != nil {
		return fmt.Errorf("shuffle: %w", err)
	}
	return nil
}

func (c *collection) Shard(i int, buf []linkage.Item) ([]linkage.Item, error) {
	sh := &c.shards[i]
	// A copy even where memory holds all of them: the caller uses buf again for
	// the next shard, and this one may be asked for once more.
	buf = append(buf[:0], sh.items...)
	if sh.file == nil {
		linkage.SortItems(buf)
		return buf, nil
	}
	if _, err := sh.file.Seek(0, io.SeekStart); err != nil {
		return nil, fmt.Errorf("shuffle: %w", err)
	}
	chunk := make([]byte, itemBytes<<15)
	for left := sh.bytes; left > 0; {
		n := min(left, int64(len(chunk)))
		if _, err := io.ReadFull(sh.file, chunk[:n]); err != nil {
			return nil, fmt.Errorf("shuffle: read back: %w", err)
		}
		for b := chunk[:n]; len(b) > 0; b = b[itemBytes:] {
			buf = append(buf, linkage.Item{Key: binary.LittleEndian.Uint64(b), Value: binary.LittleEndian.Uint32(b[8:])})
		}
		left -= n
	}
	linkage.SortItems(buf)
	return buf, nil
}

func (c *collection) Drop() error {
	var errs []error
	for i := range c.shards {
		sh := &c.shards[i]
		c.s.room.Add(int64(len(sh.items)))
		if sh.file != nil {
			errs = append(errs, sh.file.Close(), os.Remove(c.path(i)))
		}
		sh.items, sh.file = nil, nil
	}
	return errors.Join(errs...)
}
