package register

import (
	"cmp"
	"maps"
	"slices"
	"strings"
)

// goOn are the records of newer editions by each record whose row they go on
// from, directly or over editions between.
func (f File) goOn(at map[RecordID]Record) map[RecordID][]RecordID {
	var out map[RecordID][]RecordID
	for _, r := range f.Records {
		if r.Continues == 0 || r.Destroyed != 0 {
			continue
		}
		if out == nil {
			out = make(map[RecordID][]RecordID)
		}
		for x, ok := r, true; ok && x.Continues != 0 && x.Continues < x.ID; x, ok = at[x.Continues] {
			out[x.Continues] = append(out[x.Continues], r.ID)
		}
	}
	return out
}

// repeated are the claims of newer editions that say again what a correction
// names in an older one: a list that comes again with its mistake is no news of
// it. What a newer edition says otherwise is, and stands. A stay is the same
// where all that was corrected of it is; one that tells more besides is the same
// stay, and only the more stands. Of two claims that say the same, as many are
// corrected as were named.
func (f File) repeated(names []ClaimName, c Record, at map[RecordID]Record, later map[RecordID][]RecordID) (out []ClaimName) {
	if len(later) == 0 {
		return nil
	}
	former := make(map[ClaimName]Claim, len(f.Former))
	for _, x := range f.Former {
		former[x.Name()] = x.Claim
	}
	taken := make(map[ClaimName]bool)
	for _, b := range breaths(names) {
		was := make(map[Field]Claim, len(b))
		for _, n := range b {
			claim, ok := at[n.Record].claimAt(n)
			if !ok {
				claim, ok = former[n]
			}
			if ok && n.Record < c.ID && claim.Absence == Present {
				was[n.Field] = claim
			}
		}
		if len(was) == 0 {
			continue
		}
		for _, id := range later[b[0].Record] {
			out = append(out, at[id].sayAgain(was, taken)...)
		}
	}
	return out
}

// breaths are names in groups: the claims of one stay together, any other alone.
func breaths(names []ClaimName) (out [][]ClaimName) {
	type stay struct {
		record RecordID
		at     int
	}
	stays := make(map[stay][]ClaimName)
	for _, n := range names {
		if slices.Contains(ofStay, n.Field) {
			k := stay{n.Record, n.At}
			stays[k] = append(stays[k], n)
		} else {
			out = append(out, []ClaimName{n})
		}
	}
	keys := slices.SortedFunc(maps.Keys(stays), func(a, b stay) int {
		return cmp.Or(cmp.Compare(a.record, b.record), cmp.Compare(a.at, b.at))
	})
	for _, k := range keys {
		out = append(out, stays[k])
	}
	return out
}

// sayAgain finds the claims, all in one place among those on their fields, that
// say what was said, and marks them as taken.
func (r Record) sayAgain(was map[Field]Claim, taken map[ClaimName]bool) (out []ClaimName) {
	for i := range r.Claims {
		out = out[:0]
		for f, claim := range was {
			n := ClaimName{r.ID, f, i}
			if now, ok := r.claimAt(n); !ok || taken[n] || !saysAgain(now, claim) {
				break
			}
			out = append(out, n)
		}
		if len(out) == len(was) {
			for _, n := range out {
				taken[n] = true
			}
			slices.SortFunc(out, func(a, b ClaimName) int { return cmp.Compare(a.Field, b.Field) })
			return out
		}
	}
	return nil
}

// saysAgain reports whether two claims say the same, however it is written.
func saysAgain(a, b Claim) bool {
	if a.Absence != Present || b.Absence != Present || a.Sealed != nil || b.Sealed != nil {
		return false
	}
	if a.Norm != "" || b.Norm != "" {
		return a.Norm == b.Norm
	}
	return strings.Join(strings.Fields(a.Value), " ") == strings.Join(strings.Fields(b.Value), " ")
}
