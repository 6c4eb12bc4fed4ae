package identity

import (
	"cmp"
	"slices"

	"kashf.org/kashf/internal/register"
)

// minted stands for a number that is yet to be reserved: minted-1 for the
// first, minted-2 for the second, and so on. Numbers in use are positive.
const minted register.PersonID = -1

// assign gives every group the number of its person, and says how many must
// be reserved. held tells by which person each record was held.
//
// A person's heir is the group with most of its records, the one with the
// least record where two have as many. A group that is heir to several takes
// the least number, so a merge keeps the older person and a split leaves the
// number with the larger part. A group that is heir to none takes back the
// number that its least record was born with, if nobody has it, or else a new
// one. taken tells the numbers that persons outside the groups have.
func assign(groups [][]register.RecordID, held map[register.RecordID]register.PersonID, taken func(register.PersonID) bool) (ids []register.PersonID, reserve int) {
	ids = make([]register.PersonID, len(groups))
	used := map[register.PersonID]bool{}
	for p, g := range heirs(groups, held) {
		if taken(p) {
			continue
		}
		if ids[g] == 0 || p < ids[g] {
			ids[g] = p
		}
	}
	for _, p := range ids {
		used[p] = true
	}
	for g, records := range groups {
		for _, r := range records {
			if p := register.PersonID(r); ids[g] == 0 && !used[p] && !taken(p) {
				ids[g], used[p] = p, true
			}
		}
		if ids[g] == 0 {
			ids[g] = minted - register.PersonID(reserve)
			reserve++
		}
	}
	return ids, reserve
}

// heirs gives, for every person of held, the group that stands for it.
func heirs(groups [][]register.RecordID, held map[register.RecordID]register.PersonID) map[register.PersonID]int {
	type share struct{ group, records int }
	best := map[register.PersonID]share{}
	for g, records := range groups { // by least record, so that an equal share loses to an earlier one
		count := map[register.PersonID]int{}
		for _, r := range records {
			count[held[r]]++
		}
		for p, n := range count {
			old, ok := best[p]
			if !ok || n > old.records || n == old.records && leastOf(p, groups[g], held) < leastOf(p, groups[old.group], held) {
				best[p] = share{g, n}
			}
		}
	}
	out := make(map[register.PersonID]int, len(best))
	for p, s := range best {
		out[p] = s.group
	}
	return out
}

// leastOf is the least record of a group that the person held.
func leastOf(p register.PersonID, group []register.RecordID, held map[register.RecordID]register.PersonID) register.RecordID {
	for _, r := range group {
		if held[r] == p {
			return r
		}
	}
	return 0
}

// A change is what a command does to persons.
type change struct {
	Moves     []register.Move     `json:"moves,omitempty"`
	Redirects []register.Redirect `json:"redirects,omitempty"`
}

// diff leads the records from the persons they have now to those of ids. The
// number a record was born with leads, where it is nobody's, to the record's
// person: beyond tells whose a record is that is in none of the groups, 0 where
// there is none. A person left without records whose number is no record's
// redirects to its heir.
func diff(groups [][]register.RecordID, ids []register.PersonID, now map[register.RecordID]register.PersonID, taken func(register.PersonID) bool, beyond func(register.RecordID) register.PersonID) change {
	var c change
	had, has, will := map[register.PersonID]bool{}, map[register.PersonID]bool{}, map[register.RecordID]register.PersonID{}
	for _, p := range now {
		had[p] = true
	}
	to := map[register.PersonID]register.PersonID{}
	for g, p := range ids {
		has[p] = true
		if !had[p] {
			to[p] = 0
		}
		for _, r := range groups[g] {
			will[r] = p
			if now[r] != p {
				c.Moves = append(c.Moves, register.Move{Record: r, From: now[r], To: p})
			}
		}
	}
	for p, g := range heirs(groups, now) {
		if !has[p] {
			r := register.RecordID(p)
			to[p] = cmp.Or(will[r], beyond(r), ids[g])
		}
	}
	for _, m := range c.Moves {
		if p := register.PersonID(m.Record); !has[p] && !taken(p) {
			to[p] = m.To
		}
	}
	for old, p := range to {
		c.Redirects = append(c.Redirects, register.Redirect{Old: old, Now: p})
	}
	slices.SortFunc(c.Moves, func(a, b register.Move) int { return cmp.Compare(a.Record, b.Record) })
	slices.SortFunc(c.Redirects, func(a, b register.Redirect) int { return cmp.Compare(a.Old, b.Old) })
	return c
}

// number puts reserved numbers, from first on, in the place of minted ones.
func number(ids []register.PersonID, first int64) {
	for g, p := range ids {
		if p <= minted {
			ids[g] = register.PersonID(first) + (minted - p)
		}
	}
}
