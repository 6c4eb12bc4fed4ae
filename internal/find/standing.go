package find

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"kashf.org/kashf/internal/register"
)

// A filter asks what files say now. What a newer edition of a list says takes
// the place of what the older one said, and a correction sets aside the claim
// that it names; see [register.Former] and [register.File.Uncorrected].
//
// An edition is of the source of the one before it: whoever sees one sees both.
// So the facts of an older row are those that stand, read again whenever its
// chain changes. A correction may be of a source that a reader does not see, and
// is then none: the records of persons who have corrections are held whole, and
// their facts are worked out for each sight, kept until the ledger moves on.
// Likewise an edition may say at C3 what the one before it said openly: who does
// not read of C3 is told what the older one says. So the facts of rows that were
// continued are held twice: see [factColumns.deep].

// A goesOn says of a record which older one its row continues, and of which
// fields it tells.
type goesOn struct {
	of          register.RecordID
	tells, deep register.Tells // as any case worker reads it, and as those do who read of C3
}

// tellsOf are what newer editions tell a reader up to a level.
func tellsOf(newer []goesOn, level register.Level) []register.Tells {
	var out []register.Tells
	for _, g := range newer {
		if level > open {
			out = append(out, g.deep)
		} else {
			out = append(out, g.tells)
		}
	}
	return out
}

// A chains is the rows that continue each other.
type chains struct {
	older map[register.RecordID]goesOn
	newer map[register.RecordID]register.RecordID
}

func newChains() chains {
	return chains{make(map[register.RecordID]goesOn), make(map[register.RecordID]register.RecordID)}
}

func (c *chains) put(r register.RecordID, g goesOn) {
	c.older[r] = g
	c.newer[g.of] = r
}

func (c *chains) drop(r register.RecordID) {
	if g, ok := c.older[r]; ok {
		delete(c.older, r)
		if c.newer[g.of] == r {
			delete(c.newer, g.of)
		}
	}
}

// newerOf is what the newer editions of a record's row tell, the oldest first,
// as far as they are held by its person. The caller holds the lock.
func (x *Index) newerOf(r register.RecordID) []goesOn {
	var out []goesOn
	me, ok := x.rows[r]
	for next := x.chains.newer[r]; ok && next != 0 && len(out) < mostEditions; next = x.chains.newer[next] {
		w, there := x.rows[next]
		if !there || w.person != me.person {
			break
		}
		out = append(out, x.chains.older[next])
	}
	return out
}

// mostEditions bounds a chain.
const mostEditions = 1000

// changed marks what has to be read again after a record came, went, or changed
// its person: the rows before it in its chain, and the files with corrections.
// The caller holds the lock.
func (x *Index) changed(r register.RecordID) {
	for at, n := r, 0; at != 0 && n < mostEditions; at, n = x.chains.older[at].of, n+1 {
		if at != r || x.chains.newer[r] != 0 {
			x.again[at] = true
		}
	}
	if w, ok := x.rows[r]; ok && x.whole[w.person] != nil {
		x.correctedAgain[w.person] = true
	}
}

// settle reads again what was marked. Whoever follows the ledger calls it.
func (x *Index) settle(ctx context.Context) error {
	if err := errors.Join(x.date(ctx), x.trace(ctx)); err != nil {
		return err
	}
	x.mu.Lock()
	x.overlays.clear()
	again := x.again
	x.again = make(map[register.RecordID]bool)
	for _, p := range x.correctingPersons() {
		x.correctedAgain[p] = true
	}
	persons := x.correctedAgain
	x.correctedAgain = make(map[register.PersonID]bool)
	files := make(map[register.PersonID][]register.Record, len(persons))
	want := make(map[register.RecordID]bool, len(again))
	for r := range again {
		want[r] = true
	}
	if len(persons) > 0 {
		for r, w := range x.rows {
			if persons[w.person] {
				want[r] = true
			}
		}
	}
	x.mu.Unlock()
	err := x.readSome(ctx, want, func(rs []register.Record) {
		x.mu.Lock()
		defer x.mu.Unlock()
		for _, r := range rs {
			w, ok := x.rows[r.ID]
			if !ok || r.Destroyed != 0 {
				continue
			}
			if again[r.ID] {
				s := saidOf(r)
				s.tell(r, x.newerOf(r.ID))
				x.putFacts(w.slot, w, s)
			}
			if persons[w.person] {
				files[w.person] = append(files[w.person], kept(r, w))
				x.internAll(r)
			}
		}
	})
	if err != nil {
		return fmt.Errorf("read again what editions and corrections changed: %w", err)
	}
	x.mu.Lock()
	defer x.mu.Unlock()
	for p := range persons {
		delete(x.whole, p)
		if rs := files[p]; slices.ContainsFunc(rs, register.Record.IsCorrection) {
			x.whole[p] = rs
		}
	}
	x.overlays.clear()
	return nil
}

// correctingPersons are those with a correction whose file is not held whole.
// The caller holds the lock.
func (x *Index) correctingPersons() []register.PersonID {
	var out []register.PersonID
	for r := range x.correcting {
		if w, ok := x.rows[r]; ok && x.whole[w.person] == nil {
			out = append(out, w.person)
		}
	}
	return out
}

// kept is a record as it is held for filters: the claims up to C3.
func kept(r register.Record, w row) register.Record {
	out := register.Record{ID: r.ID, Import: r.Import, Source: r.Source, Person: w.person, Continues: r.Continues}
	for _, c := range r.Claims {
		if c.Level <= register.C3 {
			out.Claims = append(out.Claims, c)
		}
	}
	return out
}

// putFacts writes a record's facts, twice where those who read of C3 are told
// otherwise. The caller holds the lock.
func (x *Index) putFacts(slot int32, w row, s said) int32 {
	slot = x.facts.put(slot, w, s.id, s.told, s.closed)
	deep := x.facts.deep[slot] - 1
	switch {
	case s.deep != nil:
		x.facts.deep[slot] = x.deep.put(deep, w, s.id, *s.deep, nil) + 1
	case deep >= 0:
		x.deep.clear(deep)
		x.facts.deep[slot] = 0
	}
	return slot
}

// fewRecords is how many records are asked for one by one.
const fewRecords = 2000

// oneByOne is a store that finds a record by its number.
type oneByOne interface {
	RecordOf(ctx context.Context, v register.Sight, id register.RecordID) (register.Record, error)
}

// readSome reads some records, a chunk at a time.
func (x *Index) readSome(ctx context.Context, want map[register.RecordID]bool, take func([]register.Record)) error {
	if len(want) == 0 {
		return nil
	}
	if s, ok := x.store.(oneByOne); ok && len(want) <= fewRecords {
		for id := range want {
			r, err := s.RecordOf(ctx, register.Sight{Machine: true}, id)
			if err != nil {
				if isNotFound(err) {
					continue // gone since: its entry comes
				}
				return err
			}
			take([]register.Record{r})
		}
		return nil
	}
	first, last := register.RecordID(1<<62), register.RecordID(0)
	for id := range want {
		first, last = min(first, id), max(last, id)
	}
	var rs []register.Record
	for r, err := range x.store.All(ctx, first) {
		if err != nil {
			return err
		}
		if r.ID > last {
			break
		}
		if want[r.ID] {
			if rs = append(rs, r); len(rs) == chunk {
				take(rs)
				rs = rs[:0]
			}
		}
	}
	take(rs)
	return nil
}
