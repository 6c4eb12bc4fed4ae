package register

import "slices"

// A Sight is what one reader may see. What it leaves out does not exist for
// the reader: not in a list, a count, a weight or an error.
type Sight struct {
	Org   OrgID
	Level Level // the highest level of a claim; C4 takes a reveal, see Revealed
	// Revealed: the C4 claims of the person at hand are open to the reader.
	Revealed bool
	// Machine: the program itself, for runs and indexes whose results are
	// filtered again before anyone reads them.
	Machine bool
	// Closed are the files that a conflict of interest closes to the reader.
	Closed *Closed
}

// SeesRecord reports whether no conflict of interest closes the record to the
// reader. Whether its source is in sight is asked apart.
func (v Sight) SeesRecord(id RecordID) bool { return v.Machine || !v.Closed.Has(id) }

// SeesSource reports whether the reader may read records of s. A source all of
// whose claims are above the reader's level does not exist for the reader.
func (v Sight) SeesSource(s Source) bool {
	return (v.Machine || s.Raise <= v.Level) && v.SeesOwner(s.Owner, s.Sharing, s.SharedWith)
}

// SeesOwner is [Sight.SeesSource] for anything with an owner and a sharing rule.
func (v Sight) SeesOwner(owner OrgID, sharing Sharing, with []OrgID) bool {
	switch {
	case v.Machine, sharing == ShareAll:
		return true
	case v.Org == "":
		return false
	case v.Org == owner:
		return true
	}
	return sharing == ShareNamed && slices.Contains(with, v.Org)
}

// Sees reports whether the reader may read a claim of level l.
func (v Sight) Sees(l Level) bool {
	switch {
	case v.Machine:
		return true
	case l >= C5:
		return false // until two-person opening exists
	case l == C4:
		return v.Revealed && v.Level >= C4
	}
	return l <= v.Level
}
