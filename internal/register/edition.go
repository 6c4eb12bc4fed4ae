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
// took the place of: claims on a field of which the row that continues theirs
// gives another value. Where it gives the same, the older record goes on saying
// it, so that what was said of that claim stays said, and the newer one does
// not repeat it. The records given back are copies without these claims. Nothing
// is lost: what is parted is what the list said before, or says again.
func Former(records []Record) (current []Record, former []FormerClaim) {
	chains := chainsOf(records)
	if len(chains) == 0 {
		return records, nil
	}
	current = slices.Clone(records)
	for _, chain := range chains {
		for _, unit := range unitsOf(records, chain) {
			former = append(former, supersede(current, chain, unit)...)
		}
	}
	return current, former
}

// A FormerClaim is what an older edition said, and the record of the newer one
// that says otherwise.
type FormerClaim struct {
	Claim
	Record, By RecordID
	At         int // its place among the record's claims on the field
}

// Name is the name by which a correction names the claim.
func (c FormerClaim) Name() ClaimName { return ClaimName{c.Record, c.Field, c.At} }

// chainsOf are the rows that continue each other, by their places in records,
// each from the oldest edition to the newest.
func chainsOf(records []Record) (chains [][]int) {
	at, goesOn := make(map[RecordID]int, len(records)), make(map[RecordID]int, len(records))
	any := false
	for i, r := range records {
		at[r.ID] = i
		if r.Continues != 0 && r.Destroyed == 0 {
			goesOn[r.Continues], any = i, true
		}
	}
	if !any {
		return nil
	}
	for i, r := range records {
		if _, ok := at[r.Continues]; ok && r.Continues != 0 && r.Destroyed == 0 {
			continue // not the first of its chain
		}
		chain := []int{i}
		for next, ok := goesOn[r.ID]; ok && len(chain) <= len(records); next, ok = goesOn[records[next].ID] {
			chain = append(chain, next)
		}
		if len(chain) > 1 {
			chains = append(chains, chain)
		}
	}
	return chains
}

// togetherUnits are the fields that tell of one thing together, a place and its
// day: what was changed in one of them was changed in all.
var togetherUnits = [][]Field{
	{Facility, Cell, CustodyFrom, CustodyTo, TransferTo}, {ArrestDate, ArrestPlace}, {LastSeenDate, LastSeenPlace}, {ReleaseDate, ReleaseMode},
}

// unitsOf are the units of which a chain's records say anything.
func unitsOf(records []Record, chain []int) (units [][]Field) {
	seen := map[Field]bool{}
	for _, i := range chain {
		for _, c := range records[i].Claims {
			if seen[c.Field] {
				continue
			}
			unit := []Field{c.Field}
			for _, u := range togetherUnits {
				if slices.Contains(u, c.Field) {
					unit = u
				}
			}
			for _, f := range unit {
				seen[f] = true
			}
			units = append(units, unit)
		}
	}
	return units
}

// supersede leaves of a chain's claims on a unit those of the newest record that
// gives a value of it, said by the oldest that has said so without a break.
func supersede(current []Record, chain []int, unit []Field) (former []FormerClaim) {
	in := func(c Claim) bool { return slices.Contains(unit, c.Field) }
	newest := -1
	for k, i := range chain {
		if slices.ContainsFunc(current[i].Claims, func(c Claim) bool { return in(c) && (c.Absence == Present || c.Absence == Withheld) }) {
			newest = k
		}
	}
	if newest < 1 {
		return nil
	}
	says := func(k int) (out []Claim) {
		for _, c := range current[chain[k]].Claims {
			if in(c) {
				out = append(out, c)
			}
		}
		return out
	}
	now := says(newest)
	carrier := newest
	for k := newest - 1; k >= 0; k-- {
		was := says(k)
		if len(was) > 0 && !slices.EqualFunc(was, now, sameClaim) {
			break
		}
		if len(was) > 0 {
			carrier = k
		}
	}
	given := map[Field]bool{}
	for _, c := range now {
		given[c.Field] = given[c.Field] || c.Absence != Unknown
	}
	for k := range newest + 1 {
		if k == carrier {
			continue
		}
		r := &current[chain[k]]
		repeats := k > carrier
		kept := make([]Claim, 0, len(r.Claims))
		at := map[Field]int{}
		for _, c := range r.Claims {
			switch {
			case !in(c) || !repeats && !given[c.Field]:
				kept = append(kept, c)
			case !repeats:
				former = append(former, FormerClaim{Claim: c, Record: r.ID, By: current[chain[newest]].ID, At: at[c.Field]})
			}
			at[c.Field]++
		}
		r.Claims = kept
	}
	return former
}

func sameClaim(a, b Claim) bool {
	return a.Field == b.Field && a.Value == b.Value && a.Norm == b.Norm && a.Absence == b.Absence
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
	Seq    int64     // the entry that took it in
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
