package find

import (
	"context"
	"iter"
	"sync"
	"sync/atomic"

	"kashf.org/kashf/internal/journal"
	"kashf.org/kashf/internal/register"
	"kashf.org/kashf/names"
	"kashf.org/kashf/place"
	"kashf.org/kashf/when"
)

// A Store is what the index reads.
type Store interface {
	All(ctx context.Context, from register.RecordID) iter.Seq2[register.Record, error]
	// Size is how many records there are, those destroyed by law included.
	Size(ctx context.Context) (int, error)
	Head(ctx context.Context) (journal.Head, error)
	Entries(ctx context.Context, from int64) iter.Seq2[journal.Entry, error]
	Entry(ctx context.Context, seq int64) (journal.Entry, int64, error)
}

// An Index finds people. It is safe for concurrent use.
type Index struct {
	// Shelf, if there is one, keeps the index from one run of the program to the
	// next. It is set before the index is loaded.
	Shelf Shelf
	// Refused, if it is set, is told why what was on the shelf was of no use.
	Refused func(error)

	store Store
	ready chan struct{} // closed once loaded
	done  atomic.Int64  // records loaded so far
	total atomic.Int64

	following sync.Mutex // one follows the ledger at a time
	next      int64      // the entry to follow from
	keptTo    int64      // what was next when the index was put on the shelf; -1 is never
	removed   bool       // something was, and stays in memory until it is purged

	// mu holds names and rows together: a search sees both as of one moment.
	mu       sync.RWMutex
	names    *names.Index
	rows     map[register.RecordID]row
	sources  interned[register.SourceID]
	imports  interned[register.ImportID]
	places   interned[place.Code]
	numbers  interned[string]
	byNumber [][]register.RecordID // by the interned number
	facts    factColumns
	deep     factColumns // of records of which those who read of C3 are told otherwise
	days     []when.Day  // on which lists were taken in, by the interned import
	origins  []int32     // what sources' independence is judged by, by the interned source; see origin.go
	origin   interned[string]

	// What editions and corrections make of the facts: see standing.go.
	chains         chains
	correcting     map[register.RecordID]bool              // records that correct others
	whole          map[register.PersonID][]register.Record // the files of those who have such
	again          map[register.RecordID]bool              // to be read again
	correctedAgain map[register.PersonID]bool
	overlays       overlays
	tied           tied
}

// A row is what is held of a record beside its names. It holds no pointers: a
// million of them are nothing to the collector of garbage.
type row struct {
	person           register.PersonID
	source, batch    int32 // numbers of interned ids
	where            int32
	detainee, list   int32 // of the record's own numbers, folded; 0 is none
	bornFrom, bornTo int16 // years; 0 not known
	slot             int32 // in the columns of facts
}

// New gives an index of a store. It answers once [Index.Load] has read it.
func New(s Store) *Index {
	facts := newFacts()
	return &Index{
		store: s, ready: make(chan struct{}), names: names.NewIndex(names.NewComparer(names.Options{CacheBits: cacheBits})),
		keptTo: -1, rows: map[register.RecordID]row{}, numbers: internedAfter(""), byNumber: [][]register.RecordID{nil}, facts: facts, deep: factColumns{lexicon: facts.lexicon},
		chains: newChains(), correcting: map[register.RecordID]bool{}, whole: map[register.PersonID][]register.Record{},
		again: map[register.RecordID]bool{}, correctedAgain: map[register.PersonID]bool{},
	}
}

// cacheBits makes room for the parts of a large register's names.
const cacheBits = 20

// Ready reports whether the index has been loaded.
func (x *Index) Ready() bool {
	select {
	case <-x.ready:
		return true
	default:
		return false
	}
}

// Progress tells how far the first load has come, in records.
func (x *Index) Progress() (done, total int64) { return x.done.Load(), x.total.Load() }

// Len is the number of records held.
func (x *Index) Len() int {
	x.mu.RLock()
	defer x.mu.RUnlock()
	return len(x.rows)
}

// interned gives ids small numbers.
type interned[T comparable] struct {
	ids []T
	at  map[T]int32
}

// internedAfter gives the number 0 to an id that stands for none.
func internedAfter[T comparable](none T) interned[T] {
	var n interned[T]
	n.number(none)
	return n
}

func (n *interned[T]) number(id T) int32 {
	if k, ok := n.at[id]; ok {
		return k
	}
	if n.at == nil {
		n.at = map[T]int32{}
	}
	k := int32(len(n.ids))
	n.ids = append(n.ids, id)
	n.at[id] = k
	return k
}

func (n *interned[T]) has(k int32) bool { return k >= 0 && int(k) < len(n.ids) }

// forget takes an id out. Its number is not given again.
func (n *interned[T]) forget(k int32) {
	var none T
	delete(n.at, n.ids[k])
	n.ids[k] = none
}
