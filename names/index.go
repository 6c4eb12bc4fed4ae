package names

import (
	"runtime"
	"slices"
	"sync"
)

// An Entry is one spelling of one person's name, with what helps to tell
// namesakes apart. A person with several spellings has several entries under
// one ID.
type Entry struct {
	ID     int64
	Name   string
	Mother string // mother's name; "" is not known
	Born   int    // year; 0 is not known
	Place  string // a code of the caller's, such as a governorate's; "" is not known
}

// An Index finds entries by name. It lives in memory and is safe for
// concurrent use: many searches run beside each other, a change waits for them
// and they for it.
//
// Weights come from the comparer, never from what the index holds, so that what
// a reader may not see cannot shift what the reader gets.
type Index struct {
	c  *Comparer
	mu sync.RWMutex
	t  *tables
}

// tables are an index without its lock: one slot a row in each.
type tables struct {
	ids    []int64
	names  []string
	start  []uint32 // where a row's parts begin in arena; its mother's follow
	sizes  []uint8  // parts, and mother's parts in the upper half
	born   []int16
	place  []uint16
	next   []int32 // next row of the same id, plus one
	arena  []uint32
	first  map[int64]int32 // id to its newest row, plus one
	places map[string]uint16
	dead   int
	dict   dictionary
}

func newTables(rows int) *tables {
	return &tables{
		ids: make([]int64, 0, rows), names: make([]string, 0, rows), start: make([]uint32, 0, rows), sizes: make([]uint8, 0, rows),
		born: make([]int16, 0, rows), place: make([]uint16, 0, rows), next: make([]int32, 0, rows), arena: make([]uint32, 0, 5*rows),
		first: make(map[int64]int32, rows), places: map[string]uint16{"": 0}, dict: newDictionary(),
	}
}

// NewIndex gives an empty index that weighs by c.
func NewIndex(c *Comparer) *Index { return &Index{c: c, t: newTables(0)} }

// Len gives the number of entries held.
func (x *Index) Len() int {
	x.mu.RLock()
	defer x.mu.RUnlock()
	return len(x.t.ids) - x.t.dead
}

// row is an entry made ready outside the lock.
type row struct {
	name, mother Prepared
}

// Add puts entries in. Parsing runs on all processors; searches go on until the
// prepared rows are entered.
func (x *Index) Add(entries ...Entry) {
	rows := make([]row, len(entries))
	var wg sync.WaitGroup
	workers := min(runtime.GOMAXPROCS(0), len(entries))
	for w := range workers {
		wg.Go(func() {
			for i := w; i < len(entries); i += workers {
				rows[i].name = x.c.Prepare(entries[i].Name)
				if entries[i].Mother != "" {
					rows[i].mother = x.c.Prepare(entries[i].Mother)
				}
			}
		})
	}
	wg.Wait()
	x.mu.Lock()
	defer x.mu.Unlock()
	if len(x.t.ids) == 0 {
		x.t = newTables(len(entries))
	}
	for i := range entries {
		x.t.insert(x.c, &entries[i], &rows[i])
	}
}

func (t *tables) insert(c *Comparer, e *Entry, r *row) {
	at := int32(len(t.ids))
	t.ids = append(t.ids, e.ID)
	t.names = append(t.names, e.Name)
	t.start = append(t.start, uint32(len(t.arena)))
	t.sizes = append(t.sizes, r.name.n|r.mother.n<<4)
	t.born = append(t.born, int16(max(0, min(e.Born, 9999))))
	t.place = append(t.place, t.placeCode(e.Place))
	t.next = append(t.next, t.first[e.ID])
	t.first[e.ID] = at + 1
	t.arena = append(t.arena, r.name.parts[:r.name.n]...)
	t.arena = append(t.arena, r.mother.parts[:r.mother.n]...)
	for i, id := range r.name.parts[:r.name.n] {
		if !slices.Contains(r.name.parts[:i], id) {
			t.dict.post(c, id, uint32(at))
		}
	}
}

func (t *tables) placeCode(place string) uint16 {
	if code, ok := t.places[place]; ok {
		return code
	}
	if len(t.places) > 65535 {
		return 0
	}
	code := uint16(len(t.places))
	t.places[place] = code
	return code
}

// gone marks a row that was removed; the next compaction drops it.
const gone = 0xff

// Remove takes out every entry of id. It tells whether there was one.
func (x *Index) Remove(id int64) bool {
	x.mu.Lock()
	defer x.mu.Unlock()
	t := x.t
	at, ok := t.first[id]
	if !ok {
		return false
	}
	for ; at != 0; at = t.next[at-1] {
		t.sizes[at-1] = gone
		t.names[at-1] = ""
		t.dead++
	}
	delete(t.first, id)
	if t.dead > 1024 && t.dead > len(t.ids)/4 {
		x.t = t.compacted(x.c)
	}
	return true
}

// compacted builds the tables again without the rows that are gone.
func (t *tables) compacted(c *Comparer) *tables {
	fresh := newTables(len(t.ids) - t.dead)
	codes := make([]string, len(t.places))
	for p, code := range t.places {
		codes[code] = p
	}
	for i := range t.ids {
		if t.sizes[i] == gone {
			continue
		}
		name, mother := t.parts(uint32(i))
		e := Entry{ID: t.ids[i], Name: t.names[i], Born: int(t.born[i]), Place: codes[t.place[i]]}
		fresh.insert(c, &e, &row{name, mother})
	}
	return fresh
}

// parts gives the numbers of a row's name and mother's name, without hashes.
func (t *tables) parts(i uint32) (name, mother Prepared) {
	n, m := t.sizes[i]&15, t.sizes[i]>>4
	at := t.start[i]
	name.n = uint8(copy(name.parts[:], t.arena[at:at+uint32(n)]))
	mother.n = uint8(copy(mother.parts[:], t.arena[at+uint32(n):at+uint32(n)+uint32(m)]))
	return name, mother
}
