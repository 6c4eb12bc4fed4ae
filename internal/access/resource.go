package access

import (
	"slices"

	"kashf.org/kashf/internal/register"
)

// A ResourceKind says what an action is done to.
type ResourceKind uint8

// The kinds of resource.
const (
	OnHouse    ResourceKind = iota // the deployment, a screen, oneself
	OnPerson                       // a person's file, or the search for one
	OnRecord                       // one row of one list
	OnSource                       // a source, its imports and rows
	OnMatch                        // two records beside each other
	OnRun                          // a linkage run
	OnLedger                       // the ledger's headers
	OnEntry                        // what one entry says
	OnFacility                     // a place of detention
	OnFile                         // an attached document
	OnOrg                          // an organisation
	OnAccount                      // an account
	OnCase                         // a case of the file review

	kinds
)

type kindInfo struct {
	name string
	// floor is the least level: a caller that forgets to say how sensitive a
	// file is must not open it to everyone.
	floor register.Level
	// content: holds case content, which an administrator never reads.
	content bool
	// shared: belongs to an organisation that decides who reads it. Without
	// a sharing rule it is the owner's alone. A person belongs to nobody: the
	// records that make one up are each filtered by the reader's [View].
	shared bool
}

var kindTable = [kinds]kindInfo{
	OnHouse:    {name: "house"},
	OnPerson:   {name: "person", floor: register.C2, content: true},
	OnRecord:   {name: "record", floor: register.C2, content: true, shared: true},
	OnSource:   {name: "source", floor: register.C1, content: true, shared: true},
	OnMatch:    {name: "match", floor: register.C2, content: true},
	OnRun:      {name: "run"},
	OnLedger:   {name: "ledger", floor: register.C1},
	OnEntry:    {name: "entry", floor: register.C2, content: true, shared: true},
	OnFacility: {name: "facility"},
	OnFile:     {name: "file", floor: register.C2, content: true, shared: true},
	OnOrg:      {name: "organisation"},
	OnAccount:  {name: "account"},
	OnCase:     {name: "case", floor: register.C2, content: true},
}

// String is the kind's name in the policies.
func (k ResourceKind) String() string {
	if k < kinds {
		return kindTable[k].name
	}
	return "unknown"
}

// A Resource is what an action is done to. The zero value is the deployment
// itself.
type Resource struct {
	Kind ResourceKind
	// Level is the level of what is asked for; never below the kind's own.
	Level register.Level
	// Owner is the organisation that it belongs to: of the source, of the
	// judgement, of the entry. Sharing and SharedWith are the source's.
	Owner      register.OrgID
	Sharing    register.Sharing
	SharedWith []register.OrgID
	// Person is whose file it is part of, 0 where it is not.
	Person register.PersonID
	// Author is the account that made it, or that it is.
	Author AccountID
	// Conflicted are the accounts that have a conflict of interest in it:
	// kin, the same unit, a past role in the file.
	Conflicted []AccountID
	// Parts says what part each account plays in a case; who has none may do
	// nothing in it.
	Parts map[AccountID]string
}

// The house, and the lists of things that have no owner.
var (
	// House is the deployment itself.
	House = Resource{}
	// People is the search for people.
	People = Resource{Kind: OnPerson}
)

// SourceResource is a source as a resource.
func SourceResource(s register.Source) Resource {
	return Resource{
		Kind: OnSource, Level: s.Raise, Owner: s.Owner,
		Sharing: s.Sharing, SharedWith: s.SharedWith,
	}
}

// PersonResource is a person's file at a level, as a resource.
func PersonResource(p register.PersonID, level register.Level) Resource {
	return Resource{Kind: OnPerson, Person: p, Level: level}
}

func (r Resource) info() kindInfo {
	if r.Kind < kinds {
		return kindTable[r.Kind]
	}
	// An unknown kind is treated as the most closed one.
	return kindInfo{name: "unknown", floor: register.C5, content: true, shared: true}
}

func (r Resource) level() register.Level { return max(r.Level, r.info().floor) }

// readable reports whether org is among those with whom r is shared.
func (r Resource) readable(org register.OrgID) bool {
	return !r.info().shared || sharedWith(org, r.Sharing, r.Owner, r.SharedWith)
}

// part is what p plays in the case, "" for nothing.
func (r Resource) part(p Principal) string {
	if p.Anonymous() {
		return ""
	}
	return r.Parts[p.Account]
}

// sharedWith is the sharing rule in one place: the owner always, everyone
// where the source says so, those named where it names them. Nobody's source
// is read by nobody, also where the reader has no organisation.
func sharedWith(org register.OrgID, sharing register.Sharing, owner register.OrgID, named []register.OrgID) bool {
	switch {
	case org == "":
		return false
	case org == owner, sharing == register.ShareAll:
		return true
	}
	return sharing == register.ShareNamed && slices.Contains(named, org)
}
