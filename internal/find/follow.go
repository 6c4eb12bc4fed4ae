package find

import (
	"context"
	"encoding/json"
	"fmt"
	"iter"
	"slices"

	"kashf.org/kashf/internal/journal"
	"kashf.org/kashf/internal/register"
	"kashf.org/kashf/names"
	"kashf.org/kashf/place"
)

// chunk is how many records are entered at once: searches wait for no more
// than that.
const chunk = 1000

// Load takes the index from its shelf, or reads the whole register, and follows
// the ledger to its end. It is called once; searches wait for it.
func (x *Index) Load(ctx context.Context) error {
	x.following.Lock()
	defer x.following.Unlock()
	if x.Ready() {
		return nil
	}
	// The head is read first: what comes in while records are read is followed
	// afterwards, and entering a record twice does no harm.
	head, err := x.store.Head(ctx)
	if err != nil {
		return fmt.Errorf("load index: %w", err)
	}
	size, err := x.store.Size(ctx)
	if err != nil {
		return fmt.Errorf("load index: %w", err)
	}
	x.done.Store(0)
	x.total.Store(int64(size))
	kept, err := x.useKept(ctx)
	if err != nil {
		return fmt.Errorf("load index: %w", err)
	}
	if kept {
		x.done.Store(int64(size))
	} else {
		x.makeRoom(size)
		if err := x.add(ctx, 0, 0); err != nil {
			return fmt.Errorf("load index: %w", err)
		}
		x.next = head.Size
	}
	if err := x.follow(ctx); err != nil {
		return err
	}
	x.tied.moved.Add(1)
	close(x.ready)
	return nil
}

// Apply follows the ledger after entries were appended. Their numbers do not
// matter: all up to the ledger's end are followed, in order.
func (x *Index) Apply(ctx context.Context, _ []int64) error { return x.Refresh(ctx) }

// Refresh follows the ledger to its end. Before the first load it does nothing:
// the load will.
func (x *Index) Refresh(ctx context.Context) error {
	x.following.Lock()
	defer x.following.Unlock()
	if !x.Ready() {
		return nil
	}
	return x.follow(ctx)
}

func (x *Index) follow(ctx context.Context) error {
	for e, err := range x.store.Entries(ctx, x.next) {
		if err == nil {
			err = x.entry(ctx, e)
		}
		if err != nil {
			return fmt.Errorf("follow the ledger: %w", err)
		}
		x.next = e.Seq + 1
	}
	if err := x.settle(ctx); err != nil {
		return err
	}
	return x.purge(ctx)
}

// purge lets go of what was removed, in memory and on the shelf. What the law
// destroyed is not on the shelf from the moment that its entry is followed: see
// entry.
func (x *Index) purge(ctx context.Context) error {
	if !x.removed {
		return nil
	}
	x.names.Purge()
	x.removed = false
	return x.keep(ctx)
}

// runKind is the kind of a linkage's entry, whose moves are in a blob. (The
// package that makes them is a service, and services do not import each other.)
const runKind = "identity.run"

func (x *Index) entry(ctx context.Context, e journal.Entry) error {
	if !idle(e.Kind) {
		x.tied.moved.Add(1)
	}
	if e.Body == nil {
		return nil // destroyed by law: whatever it did is undone elsewhere
	}
	switch e.Kind {
	case register.SourceChanged:
		x.retrace()
	case register.SourceImported:
		b, err := journal.Decode[register.ImportBody](e)
		if err != nil || b.Taken == 0 {
			return err
		}
		return x.add(ctx, b.First, b.First+register.RecordID(b.Taken)-1)
	case register.RecordDestroyed:
		b, err := journal.Decode[register.DestroyedBody](e)
		if err != nil {
			return err
		}
		x.remove(b.Record)
		if x.Shelf == nil {
			return nil
		}
		x.keptTo = -1
		return x.Shelf.Remove()
	case journal.UndoneKind:
		return x.undone(ctx, e)
	case runKind:
		return x.persons(ctx)
	}
	x.move(e.Body)
	return nil
}

func (x *Index) undone(ctx context.Context, e journal.Entry) error {
	u, err := journal.Decode[journal.Undone](e)
	if err != nil {
		return err
	}
	x.retrace()
	target, _, err := x.store.Entry(ctx, u.Entry)
	if err != nil {
		return err
	}
	if target.Kind == register.SourceImported && target.Body != nil {
		b, err := journal.Decode[register.ImportBody](target)
		if err != nil {
			return err
		}
		x.removeImport(b.ID)
	}
	x.move(u.Extra)
	return nil
}

// move gives records to other persons, as a body that has moves says.
func (x *Index) move(body json.RawMessage) {
	var b struct {
		Moves []register.Move `json:"moves"`
	}
	if len(body) == 0 || json.Unmarshal(body, &b) != nil || len(b.Moves) == 0 {
		return // a body of another shape moves nobody
	}
	x.mu.Lock()
	defer x.mu.Unlock()
	for _, m := range b.Moves {
		x.setPerson(m.Record, m.To)
	}
}

func (x *Index) setPerson(r register.RecordID, p register.PersonID) {
	if w, ok := x.rows[r]; ok && w.person != p {
		x.changed(r)
		w.person = p
		x.rows[r] = w
		x.facts.person[w.slot] = x.facts.persons.number(p)
		if deep := x.facts.deep[w.slot]; deep != 0 {
			x.deep.person[deep-1] = x.facts.person[w.slot]
		}
		x.changed(r)
	}
}

// persons reads anew which record is of whom, a chunk at a time.
func (x *Index) persons(ctx context.Context) error {
	var now []register.Move
	enter := func() {
		x.mu.Lock()
		defer x.mu.Unlock()
		for _, m := range now {
			x.setPerson(m.Record, m.To)
		}
		now = now[:0]
	}
	for r, err := range x.store.All(ctx, 0) {
		if err != nil {
			return err
		}
		if now = append(now, register.Move{Record: r.ID, To: r.Person}); len(now) == chunk {
			enter()
		}
	}
	enter()
	return nil
}

// add enters the records from first to last; to the end where last is 0.
// Records are read on while others are entered.
func (x *Index) add(ctx context.Context, first, last register.RecordID) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	read := make(chan []said, 4)
	failed := make(chan error, 1)
	go func() {
		defer close(read)
		failed <- x.read(ctx, first, last, read)
	}()
	for rs := range read {
		x.enter(rs)
		if !x.Ready() {
			x.done.Add(int64(len(rs)))
		}
	}
	return <-failed
}

func (x *Index) read(ctx context.Context, first, last register.RecordID, to chan<- []said) error {
	var rs []said
	governorates := map[place.Code]string{} // looked up once each: there are few places, and many records
	for r, err := range x.store.All(ctx, first) {
		if err != nil {
			return err
		}
		if last != 0 && r.ID > last {
			break
		}
		s := saidOf(r)
		g, known := governorates[s.where]
		if !known {
			g = string(s.where.Governorate())
			governorates[s.where] = g
		}
		s.governorate = g
		if rs = append(rs, s); len(rs) == chunk {
			select {
			case to <- rs:
			case <-ctx.Done():
				return ctx.Err()
			}
			rs = make([]said, 0, chunk)
		}
	}
	if len(rs) > 0 {
		to <- rs
	}
	return nil
}

// makeRoom readies an empty index for a number of records.
func (x *Index) makeRoom(size int) {
	x.mu.Lock()
	defer x.mu.Unlock()
	if len(x.rows) == 0 {
		x.rows = make(map[register.RecordID]row, size)
	}
}

// enter puts records in, in the place of what was held of them.
func (x *Index) enter(rs []said) {
	x.mu.Lock()
	defer x.mu.Unlock()
	entries := make([]names.Entry, 0, len(rs))
	for _, s := range rs {
		slot := int32(-1)
		if had, ok := x.rows[s.id]; ok {
			slot = had.slot // its place among all records is its own
		}
		x.drop(s.id)
		if s.destroyed {
			continue
		}
		w := x.rowOf(s)
		w.slot = x.putFacts(slot, w, s)
		x.rows[s.id] = w
		if s.continues.of != 0 {
			x.chains.put(s.id, s.continues)
		}
		if s.told.have&isCorrection != 0 {
			x.correcting[s.id] = true
		}
		x.changed(s.id)
		for n := range w.keys() {
			for int(n) >= len(x.byNumber) {
				x.byNumber = append(x.byNumber, nil)
			}
			x.byNumber[n] = append(x.byNumber[n], s.id)
		}
		entries = s.entries(entries)
	}
	x.names.Add(entries...)
}

// keys are the numbers that a row is found by, each once.
func (w row) keys() iter.Seq[int32] {
	return func(yield func(int32) bool) {
		if w.detainee != 0 && !yield(w.detainee) {
			return
		}
		if w.list != 0 && w.list != w.detainee {
			yield(w.list)
		}
	}
}

func (x *Index) remove(r register.RecordID) {
	x.removed = true
	x.mu.Lock()
	defer x.mu.Unlock()
	x.drop(r)
}

// drop takes a record out. The caller holds the lock.
func (x *Index) drop(r register.RecordID) {
	w, ok := x.rows[r]
	if !ok {
		return
	}
	x.changed(r)
	x.chains.drop(r)
	delete(x.correcting, r)
	if x.whole[w.person] != nil { // what is destroyed stays nowhere
		delete(x.whole, w.person)
	}
	delete(x.rows, r)
	x.facts.clear(w.slot)
	if deep := x.facts.deep[w.slot]; deep != 0 {
		x.deep.clear(deep - 1)
		x.facts.deep[w.slot] = 0
	}
	x.overlays.clear()
	x.names.Remove(int64(r))
	for n := range w.keys() {
		x.byNumber[n] = slices.DeleteFunc(x.byNumber[n], func(o register.RecordID) bool { return o == r })
		if len(x.byNumber[n]) == 0 { // nobody's: what is destroyed stays nowhere
			x.byNumber[n] = nil
			x.numbers.forget(n)
		}
	}
}

func (x *Index) removeImport(id register.ImportID) {
	x.removed = true
	x.mu.Lock()
	defer x.mu.Unlock()
	batch := x.imports.number(id)
	for r, w := range x.rows {
		if w.batch == batch {
			x.drop(r)
		}
	}
}
