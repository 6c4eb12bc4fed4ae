package register

import (
	"context"
	"encoding/binary"
	"fmt"
	"slices"
	"time"

	"kashf.org/kashf/internal/journal"
)

// A list comes again: with rows that were added, rows whose cells were changed,
// and without rows that were dropped. Taken in as an edition of an import
// before it, each of its rows that continues a row of that one is the same
// entry of the same list said again. Its record is held by the person who holds
// the other, so that what people judged, noted and assigned goes on; what it
// says takes the place of what the older row said of the same field, which stays
// in the file as what the list said before. A row that is dropped stays: that it
// is no longer on the list is a fact beside what it said. See decision 23.

// A Continuation ties the record of a newer edition to the one whose row it
// continues.
type Continuation struct {
	Record, Of RecordID
	Seq        int64 // entry of the newer edition
}

// An EditionBody is the part of [ImportBody] that tells of an edition.
type EditionBody struct {
	Of   ImportID `json:"of"`
	Date string   `json:"date,omitempty"` // EDTF: of which day the edition is
	// Pairs is the blob that says which row continues which; see [PackEdition].
	Pairs string `json:"pairs"`
}

// An EditionRow is what an edition says of one of its rows: which record it
// continues, and from which level on it is altered, as in [Record].
type EditionRow struct {
	Continues RecordID
	Altered   int
}

const (
	editionVersion = 1
	editionChunk   = 1000 // rows that are packed together
)

// PackEdition gives the rows of the blob that keeps an edition, of its records
// in their order. It holds numbers alone, so that no law destroys a row of it.
func PackEdition(rows []EditionRow, add func(row []byte) error) error {
	for chunk := range slices.Chunk(rows, editionChunk) {
		b := []byte{editionVersion}
		for _, r := range chunk {
			b = binary.AppendUvarint(b, uint64(r.Continues))
			b = append(b, byte(r.Altered))
		}
		if err := add(b); err != nil {
			return err
		}
	}
	return nil
}

func unpackEdition(b []byte, into []EditionRow) ([]EditionRow, error) {
	if len(b) == 0 || b[0] != editionVersion {
		return nil, ErrPacked
	}
	for b = b[1:]; len(b) > 0; {
		n, k := binary.Uvarint(b)
		if k <= 0 || k >= len(b) || n > 1<<62 || Level(b[k]) > C5+1 {
			return nil, ErrPacked
		}
		into = append(into, EditionRow{RecordID(n), int(b[k])})
		b = b[k+1:]
	}
	return into, nil
}

// editionOf reads what an import's edition says of its rows, nil where it is none.
func editionOf(ctx context.Context, src RowSource, b ImportBody) ([]EditionRow, error) {
	if b.Edition == nil {
		return nil, nil
	}
	var out []EditionRow
	for r, err := range src.RowsOf(ctx, b.Edition.Pairs) {
		if err == nil && r.Gone {
			err = ErrPacked
		}
		if err == nil {
			out, err = unpackEdition(r.Bytes, out)
		}
		if err != nil {
			return nil, fmt.Errorf("edition: %w", err)
		}
	}
	if len(out) != b.Taken {
		return nil, fmt.Errorf("edition of %d rows, %d were taken", len(out), b.Taken)
	}
	return out, nil
}

// Former parts from a person's records what a newer edition of the same list
// took the place of: a claim on a field of which the row that continues the
// claim's gives a value. The records given back are copies without these
// claims. Nothing is lost: what is parted is what the list said before.
func Former(records []Record) (current []Record, former []FormerClaim) {
	next := make(map[RecordID]Record, len(records))
	for _, r := range records {
		if r.Continues != 0 && r.Destroyed == 0 {
			next[r.Continues] = r
		}
	}
	if len(next) == 0 {
		return records, nil
	}
	current = slices.Clone(records)
	for i, r := range current {
		newer, ok := next[r.ID]
		if !ok {
			continue
		}
		said := saidLater(newer, next)
		kept := make([]Claim, 0, len(r.Claims))
		for _, c := range r.Claims {
			by, ok := said[c.Field]
			if !ok {
				kept = append(kept, c)
				continue
			}
			former = append(former, FormerClaim{Claim: c, Record: r.ID, By: by})
		}
		current[i].Claims = kept
	}
	return current, former
}

// A FormerClaim is what an older edition said, and the record of the newer one
// that says otherwise, or says it again.
type FormerClaim struct {
	Claim
	Record, By RecordID
}

// saidLater are the fields of which the row, or one that continues it, gives a
// value, with the first record that does.
func saidLater(r Record, next map[RecordID]Record) map[Field]RecordID {
	said := map[Field]RecordID{}
	for seen := map[RecordID]bool{}; r.ID != 0 && !seen[r.ID]; r = next[r.ID] {
		seen[r.ID] = true
		for _, c := range r.Claims {
			if _, ok := said[c.Field]; !ok && (c.Absence == Present || c.Sealed != nil) {
				said[c.Field] = r.ID
			}
		}
	}
	return said
}

// continued adds the pairs of which one continues the other to the pairs that
// two people confirmed: both are one entry of one list, so that nothing comes
// from one to the other that the list did not say of it itself.
func (t ties) continued(records []Record) ties {
	for _, r := range records {
		if r.Continues != 0 && slices.ContainsFunc(records, func(o Record) bool { return o.ID == r.Continues }) {
			t.tie(r.ID, r.Continues)
		}
	}
	return t
}

func (t ties) tie(a, b RecordID) {
	t[a], t[b] = append(t[a], b), append(t[b], a)
}

// A Drop says that a record's row is no longer on its list.
type Drop struct {
	Record RecordID
	By     ImportID  // the edition that lacks it
	Date   string    // EDTF: of which day that edition is, "" where nobody said
	At     time.Time // when it was taken in
}

// applyEdition leads the records of an edition to the persons of those that
// they continue.
func applyEdition(ctx context.Context, env journal.Env, e journal.Entry, b ImportBody) error {
	if b.Edition == nil {
		return nil
	}
	return TablesOf(env).JoinEdition(ctx, b.ID, e.Seq)
}

// A Change is how a row of a list changed from one edition to the next.
type Change string

const (
	Added   Change = "added"
	Changed Change = "changed"
	Dropped Change = "dropped"
)

// EditionCounts say how an edition differs from the one before it.
type EditionCounts struct{ Same, Added, Changed, Dropped int }
