package access

import (
	"time"

	"kashf.org/kashf/internal/register"
)

// A View is what a reader may see. Read models are given one and leave out
// everything else, so that the hidden and the absent cannot be told apart: in
// pages, counts, weights, suggestions, exports and errors.
//
// The zero View sees nothing but C0.
type View struct {
	Account AccountID
	Org     register.OrgID
	// MaxLevel is the highest level seen without a reveal: never above C3.
	MaxLevel register.Level
	// Content: reads case content at all.
	Content bool
	// Limited: is told that a record may concern a family, not what it says.
	Limited bool
	// Reveals are the files whose C4 values are open.
	Reveals Reveals
	// Closed are the files that a conflict of interest closes to the reader.
	Closed *register.Closed
	// At is the moment the view was made for; reveals end by it.
	At time.Time
}

// ViewOf is what p may see at now.
func ViewOf(p Principal, now time.Time) View {
	v := View{Account: p.Account, Org: p.Org, At: now, Closed: p.Closed}
	if p.Anonymous() || p.Disabled || p.Pending {
		return v
	}
	v.MaxLevel = min(p.Clearance, register.C3)
	v.Content = p.Roles.Content()
	v.Limited = !v.Content && p.Roles.Has(VictimsRepresentative)
	if p.Clearance >= register.C4 && v.Content {
		v.Reveals = p.Reveals
	}
	return v
}

// Sees reports whether values of that level are seen in any file. C4 is seen
// in one file at a time: see [View.SeesIn].
func (v View) Sees(level register.Level) bool {
	if level == register.C0 {
		return true
	}
	if level >= register.C2 && !v.Content && !v.Limited {
		return false
	}
	return level <= v.MaxLevel
}

// SeesIn reports whether values of that level are seen in p's file: as in
// [View.Sees], and C4 while p's file is revealed. C5 is never seen.
func (v View) SeesIn(p register.PersonID, level register.Level) bool {
	if v.Closed.HasPerson(p) {
		return false
	}
	if level == register.C4 {
		return v.Reveals.Open(p, v.At)
	}
	return v.Sees(level)
}

// SeesSource reports whether the reader's organisation may read a source that
// is shared so. A reader without case content sees no source.
func (v View) SeesSource(sharing register.Sharing, owner register.OrgID, named []register.OrgID) bool {
	return (v.Content || v.Limited) && sharedWith(v.Org, sharing, owner, named)
}

// SeesDeaths reports whether the reader is told of a reported death that the
// family has not yet been told of: case staff, and the observer who checks
// their work.
func (v View) SeesDeaths() bool { return v.Content }
