package linkage

import (
	"cmp"
	"context"
	"math/bits"
	"slices"
	"sync"

	"golang.org/x/sync/errgroup"
)

// An Item is what a shuffle moves: a value under a key. Between Keys and
// Compare the key is a blocking key and the value a record; after that the
// key is a pair of records and the value what is known of it.
type Item struct {
	Key   uint64
	Value uint32
}

// A Shuffle brings items of one key together, wherever they were made. The
// stages ask for nothing else, so that they run in memory ([Memory]), through
// files (package linkage/local) or on an engine for many machines.
type Shuffle interface {
	// Collect opens an empty collection of so many shards. The name is for
	// people who look at what lies about.
	Collect(name string, shards int) (Collection, error)
}

// A Collection holds items by shard. Put is called from several goroutines at
// once, and is over before Shard is called; Shard is called from several
// goroutines, each with another shard. A shard is the unit of work that a worker
// takes: what is made of it depends on nothing but its items.
type Collection interface {
	// Put adds items to a shard. The slice is not kept.
	Put(shard int, items []Item) error
	// Shard gives the items of a shard, sorted by key and then value; buf is
	// used where it has room.
	Shard(shard int, buf []Item) ([]Item, error)
	// Drop frees what the collection holds.
	Drop() error
}

// Memory gives a Shuffle that keeps everything in memory.
func Memory() Shuffle { return memory{} }

type memory struct{}

func (memory) Collect(_ string, shards int) (Collection, error) {
	return &memoryItems{shards: make([]memoryShard, shards)}, nil
}

type memoryItems struct{ shards []memoryShard }

type memoryShard struct {
	mu    sync.Mutex
	items []Item
}

func (c *memoryItems) Put(shard int, items []Item) error {
	s := &c.shards[shard]
	s.mu.Lock()
	defer s.mu.Unlock()
	s.items = append(s.items, items...)
	return nil
}

func (c *memoryItems) Shard(shard int, _ []Item) ([]Item, error) {
	items := c.shards[shard].items
	SortItems(items)
	return items, nil
}

func (c *memoryItems) Drop() error {
	c.shards = nil
	return nil
}

// SortItems sorts by key, then value: one pass over the leading bits that
// differ, then each part by itself.
func SortItems(items []Item) {
	if len(items) < 1<<10 {
		sortFew(items)
		return
	}
	squeeze := squeezer(items)
	least, most := squeeze(items[0].Key), squeeze(items[0].Key)
	for _, it := range items {
		k := squeeze(it.Key)
		least, most = min(least, k), max(most, k)
	}
	shift := 0
	for (most-least)>>shift >= uint64(len(items)/2) {
		shift++
	}
	at := make([]int32, (most-least)>>shift+2)
	for _, it := range items {
		at[(squeeze(it.Key)-least)>>shift+1]++
	}
	for b := 1; b < len(at); b++ {
		at[b] += at[b-1]
	}
	room := sortRoom.Get().(*[]Item)
	defer sortRoom.Put(room)
	out := slices.Grow((*room)[:0], len(items))[:len(items)]
	*room = out
	for _, it := range items { // at[b] moves from where b begins to where it ends
		b := (squeeze(it.Key) - least) >> shift
		out[at[b]] = it
		at[b]++
	}
	copy(items, out)
	from := int32(0)
	for _, end := range at[:len(at)-1] {
		sortFew(items[from:end])
		from = end
	}
}

// sortRoom is room for as many items as are sorted at once.
var sortRoom = sync.Pool{New: func() any { return new([]Item) }}

// squeezer gives what takes out of a key the longest run of bits that are the
// same in all, and so keeps their order: the key of a pair is two small numbers
// with nothing before either.
func squeezer(items []Item) func(key uint64) uint64 {
	differ := uint64(0)
	for _, it := range items {
		differ |= it.Key ^ items[0].Key
	}
	low, width := 0, 0
	for at := bits.TrailingZeros64(differ); at < bits.Len64(differ); {
		gap := bits.TrailingZeros64(^differ >> at)
		at += gap
		run := bits.TrailingZeros64(differ >> at)
		if at < bits.Len64(differ) && run > width {
			low, width = at, run
		}
		at += run
	}
	below := uint64(1)<<low - 1
	return func(key uint64) uint64 { return key>>(low+width)<<low | key&below }
}

func sortFew(items []Item) {
	if len(items) > 12 {
		slices.SortFunc(items, func(a, b Item) int { return cmp.Or(cmp.Compare(a.Key, b.Key), cmp.Compare(a.Value, b.Value)) })
		return
	}
	for i := 1; i < len(items); i++ {
		for j := i; j > 0 && (items[j].Key < items[j-1].Key || items[j].Key == items[j-1].Key && items[j].Value < items[j-1].Value); j-- {
			items[j], items[j-1] = items[j-1], items[j]
		}
	}
}

// A sender gathers the items that one goroutine makes until they are worth
// handing over.
type sender struct {
	to  Collection
	buf [][]Item
	err error
}

// sendAtOnce is how many items of one shard are handed over together.
const sendAtOnce = 512

func newSender(to Collection, shards int) *sender {
	return &sender{to: to, buf: make([][]Item, shards)}
}

func (s *sender) put(shard int, it Item) {
	b := s.buf[shard]
	if b == nil {
		b = make([]Item, 0, sendAtOnce)
	}
	b = append(b, it)
	if len(b) == sendAtOnce {
		s.hand(shard, b)
		b = b[:0]
	}
	s.buf[shard] = b
}

func (s *sender) hand(shard int, items []Item) {
	if s.err == nil && len(items) > 0 {
		s.err = s.to.Put(shard, items)
	}
}

func (s *sender) close() error {
	for shard, b := range s.buf {
		s.hand(shard, b)
		s.buf[shard] = nil
	}
	return s.err
}

// perWorker does n pieces of work on several goroutines. start gives each its
// own work function, and what to do when there is no more.
func perWorker(ctx context.Context, n, workers int, done func(n, of int64), start func() (work func(part int) error, end func() error)) error {
	g, ctx := errgroup.WithContext(ctx)
	next := make(chan int)
	g.Go(func() error {
		defer close(next)
		for i := range n {
			select {
			case next <- i:
			case <-ctx.Done():
				return ctx.Err()
			}
		}
		return nil
	})
	steps := counter{of: int64(n), tell: done}
	for range max(1, min(workers, n)) {
		g.Go(func() error {
			work, end := start()
			for i := range next {
				if err := work(i); err != nil {
					return err
				}
				steps.step()
			}
			return end()
		})
	}
	return g.Wait()
}
