package register

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
)

// A ClaimName names one claim: which record says it, of which field, and the
// place among the record's claims on that field, from 0. Claims never change,
// so a name is good for ever.
type ClaimName struct {
	Record RecordID
	Field  Field
	At     int
}

// String is the name as a correction keeps it: "1234/mother_name/0".
func (n ClaimName) String() string {
	return n.Record.String() + "/" + n.Field.Key() + "/" + strconv.Itoa(n.At)
}

// ParseClaimName reads what [ClaimName.String] wrote. It reports whether it is
// one.
func ParseClaimName(s string) (ClaimName, bool) {
	parts := strings.Split(s, "/")
	if len(parts) != 3 {
		return ClaimName{}, false
	}
	id, err1 := strconv.ParseInt(parts[0], 10, 64)
	f, ok := ParseField(parts[1])
	at, err2 := strconv.Atoi(parts[2])
	if err1 != nil || err2 != nil || !ok || id <= 0 || at < 0 || f.NamesClaims() {
		return ClaimName{}, false
	}
	return ClaimName{RecordID(id), f, at}, true
}

// A Corrected is a claim that counts no more, since a correction names it. It
// is shown, struck through, beside the claim that took its place.
type Corrected struct {
	Was Said
	// By is the first claim on the field of the record that corrects.
	By Said
	// Why is the reason that was typed; "" for a reader out of whose sight it is.
	Why string
}

// ByHandOrigin begins the origin of every source that holds what was entered by
// hand.
const ByHandOrigin = "by-hand/"

// IsByHand reports whether a source holds what was entered by hand.
func (s Source) IsByHand() bool { return strings.HasPrefix(s.Origin, ByHandOrigin) }

// ofStay are the fields of a stay in custody. A correction of a stay takes the
// place of all of them.
var ofStay = []Field{Facility, CustodyFrom, CustodyTo, Cell}

// setAside finds the claims that corrections name.
//
// A correction is a record entered by hand, of the same file, that names claims
// of older records. It takes effect where its own claim on the field is there
// and counts: one that waits for a second person, or is out of the reader's
// sight, corrects nothing, so that nobody reads from a missing claim what the
// other says. A claim that is adverse is set aside only when two people tied
// the two records: one person alone takes no death and no release out of a file.
// The claims of other records stay as they are, but for the newer editions of the
// row: what they merely say again is corrected with it. See [File.repeated].
func (f File) setAside(counted []Record) map[ClaimName]Corrected {
	if !slices.ContainsFunc(f.Records, Record.IsCorrection) {
		return nil
	}
	from, ties := f.sources(), ties(nil)
	at := make(map[RecordID]Record, len(f.Records))
	for _, r := range f.Records {
		at[r.ID] = r
	}
	later := f.goOn(at)
	out := make(map[ClaimName]Corrected)
	for _, c := range counted {
		if !from[c.Source].IsByHand() {
			continue
		}
		names := slices.DeleteFunc(c.corrects(), func(n ClaimName) bool { return n.Record >= c.ID })
		for _, n := range append(names, f.repeated(names, c, at, later)...) {
			r, ok := at[n.Record]
			was, there := r.claimAt(n)
			by, says := c.answers(n.Field)
			if !ok || !there || !says {
				continue
			}
			if was.Adverse() {
				if ties == nil {
					ties = confirmed(f.Judgements)
				}
				if !ties.reachAll(c, f.Records) {
					continue
				}
			}
			if had, ok := out[n]; ok && had.By.Record > c.ID {
				continue // the newest of several is the one that is shown
			}
			out[n] = Corrected{Was: saidBy(r, from[r.Source], was), By: saidBy(c, from[c.Source], by), Why: c.Value(EntryReason)}
		}
	}
	return out
}

// Named are the claims that the records name as corrected, whether or not that
// takes effect.
func Named(records []Record) map[ClaimName]bool {
	out := make(map[ClaimName]bool)
	for _, r := range records {
		for _, n := range r.corrects() {
			out[n] = true
		}
	}
	return out
}

// retracted are the claims of older editions that corrections of the file name
// and answer. They stand no more anyhow: this tells which of them a person took
// back, with a reason.
func (f File) retracted() map[ClaimName]bool {
	from := f.sources()
	out := make(map[ClaimName]bool)
	for _, r := range f.Records {
		if !from[r.Source].IsByHand() {
			continue
		}
		for _, n := range r.corrects() {
			if _, says := r.answers(n.Field); says && n.Record < r.ID {
				out[n] = true
			}
		}
	}
	return out
}

// IsCorrection reports whether a record names claims that it corrects.
func (r Record) IsCorrection() bool { return len(r.corrects()) > 0 }

// CorrectsOne reports whether the record names a claim of one of the others, for
// indexes: a correction of what is out of sight is one record more.
func (r Record) CorrectsOne(all []Record) bool { return r.correctsOne(all) }

// correctsOne reports whether the record names a claim of one of the others.
func (r Record) correctsOne(all []Record) bool {
	return slices.ContainsFunc(r.corrects(), func(n ClaimName) bool {
		return n.Record < r.ID && slices.ContainsFunc(all, func(o Record) bool { return o.ID == n.Record })
	})
}

// corrects are the claims that a record names.
func (r Record) corrects() []ClaimName {
	var out []ClaimName
	for _, c := range r.Claims {
		if !c.Field.NamesClaims() || c.Absence != Present {
			continue
		}
		for _, s := range strings.Fields(c.Value) {
			if n, ok := ParseClaimName(s); ok && (n.Field.Info().Level <= C2) == (c.Field == Corrects) {
				out = append(out, n)
			}
		}
	}
	return out
}

// claimAt finds a record's claim by its name.
func (r Record) claimAt(n ClaimName) (Claim, bool) {
	i := 0
	for _, c := range r.Claims {
		if c.Field != n.Field {
			continue
		}
		if i == n.At {
			return c, true
		}
		i++
	}
	return Claim{}, false
}

// answers is the claim with which a correcting record answers one on a field: a
// stay is corrected whole.
func (r Record) answers(f Field) (Claim, bool) {
	for _, c := range r.Claims {
		if c.Field == f || slices.Contains(ofStay, f) && slices.Contains(ofStay, c.Field) {
			return c, true
		}
	}
	return Claim{}, false
}

// withoutSetAside leaves out of records the claims that were set aside. Where
// places are kept, a claim of a stay leaves an empty place behind, so that the
// stays beside it keep their days.
func withoutSetAside(records []Record, aside map[ClaimName]Corrected, places bool) []Record {
	records = slices.Clone(records)
	for i, r := range records {
		seen := make(map[Field]int)
		kept := make([]Claim, 0, len(r.Claims))
		for _, c := range r.Claims {
			_, gone := aside[ClaimName{r.ID, c.Field, seen[c.Field]}]
			seen[c.Field]++
			switch {
			case !gone:
				kept = append(kept, c)
			case places && slices.Contains(ofStay, c.Field):
				kept = append(kept, Claim{Field: c.Field, Level: c.Level, Absence: Unknown})
			}
		}
		records[i].Claims = kept
	}
	return records
}

// parted is the file's claims in three: those that count, those that wait for a
// second person ([SplitAdverse]), and those that a correction has set aside.
// Where places are kept, see [withoutSetAside].
func (f File) parted(places bool) (counted []Record, pending []Said, aside map[ClaimName]Corrected) {
	counted, pending = SplitAdverse(f)
	if aside = f.setAside(counted); len(aside) > 0 {
		f.Records = withoutSetAside(f.Records, aside, places)
		counted, pending = SplitAdverse(f)
	}
	return counted, pending, aside
}

// standing are the records with the claims that count, ready for what reads stays.
func (f File) standing() []Record {
	counted, _, _ := f.parted(true)
	return counted
}

// correctedIn lists what was set aside, in the order of the names.
func correctedIn(aside map[ClaimName]Corrected) []Corrected {
	names := make([]ClaimName, 0, len(aside))
	for n := range aside {
		names = append(names, n)
	}
	slices.SortFunc(names, func(a, b ClaimName) int {
		return cmp.Or(cmp.Compare(a.Field, b.Field), cmp.Compare(a.Record, b.Record), cmp.Compare(a.At, b.At))
	})
	var out []Corrected
	for _, n := range names {
		out = append(out, aside[n])
	}
	return out
}

// A Claimed is what a record says in one breath, a value or a stay, with the
// names of its claims: what a correction can name.
type Claimed struct {
	Names []ClaimName
	Stay  CustodyInterval // of a stay
	Claim Claim           // of anything else
}

// ClaimedOn lists what a record says of a field.
func (r Record) ClaimedOn(f Field) []Claimed {
	var out []Claimed
	at := 0
	for _, c := range r.Claims {
		if c.Field != f {
			continue
		}
		if c.Absence == Present {
			out = append(out, Claimed{Names: []ClaimName{{r.ID, f, at}}, Claim: c})
		}
		at++
	}
	return out
}

// ClaimedStays lists the stays that a record tells of. Days that cannot be told
// to a place are in none.
func (r Record) ClaimedStays() []Claimed {
	slots := make(map[Field][]ClaimName)
	at := make(map[Field]int)
	for _, c := range r.Claims {
		if slices.Contains(ofStay, c.Field) {
			if c.Absence == Present || c.Absence == Unknown {
				slots[c.Field] = append(slots[c.Field], ClaimName{r.ID, c.Field, at[c.Field]})
			}
			at[c.Field]++
		}
	}
	n := max(len(slots[Facility]), min(1, len(slots[CustodyFrom])+len(slots[CustodyTo])+len(slots[Cell])))
	stays := stays(r)
	if len(stays) != n { // a stay of which nothing is known
		return nil
	}
	out := make([]Claimed, n)
	for i := range out {
		out[i].Stay = stays[i]
		for _, f := range ofStay {
			if f == Cell && n == 1 {
				out[i].Names = append(out[i].Names, slots[f]...) // all of them are its place
				continue
			}
			if len(slots[f]) == n || f == Facility && i < len(slots[f]) {
				out[i].Names = append(out[i].Names, slots[f][i])
			}
		}
	}
	return out
}
