package access

import (
	"fmt"
	"strings"

	"kashf.org/kashf/internal/register"
)

// A Role is a set of actions that belong together in an office. What each may
// do is in policies.cedar.
type Role string

// The roles of a deployment.
const (
	Administrator         Role = "administrator"          // accounts, organisations, keys, backups; no case content
	DataOfficer           Role = "data_officer"           // lists in and out, judgements, undo of the own organisation's work
	CaseWorker            Role = "case_worker"            // reads files, attaches documents, reveals one file at a time
	Analyst               Role = "analyst"                // judges matches
	Observer              Role = "observer"               // reads all that sharing allows, writes nothing
	VictimsRepresentative Role = "victims_representative" // searches, is told that a record may concern a family
	Auditor               Role = "auditor"                // ledger headers and proofs, access log; no names
	ReviewRegistrar       Role = "registrar"              // opens file reviews and moves them
	Reviewer              Role = "reviewer"               // has parts in file reviews, and reads nothing else
	VictimsLiaison        Role = "victims_liaison"        // keeps the register of victims; in file reviews their liaison and nothing else
)

type roleInfo struct {
	role Role
	// highest is the highest clearance an account with only this role may hold.
	highest register.Level
	// content: the role reads case content. The roles that do are also
	// those who see that a reported death has not been told to the family.
	content bool
}

// roleTable fixes the order of the bits in [Roles]. Rows are only appended.
var roleTable = []roleInfo{
	{Administrator, register.C1, false},
	{DataOfficer, register.C3, true},
	{CaseWorker, register.C4, true},
	{Analyst, register.C3, true},
	{Observer, register.C3, true},
	{VictimsRepresentative, register.C2, false},
	{Auditor, register.C1, false},
	{ReviewRegistrar, register.C3, true},
	{Reviewer, register.C3, false},
	{VictimsLiaison, register.C2, false},
}

// AllRoles lists every role in a fixed order.
func AllRoles() []Role {
	out := make([]Role, len(roleTable))
	for i, r := range roleTable {
		out[i] = r.role
	}
	return out
}

// Roles is a set of roles. The zero value is the empty set; sets are
// comparable.
type Roles uint16

// RolesOf makes a set. Unknown roles are left out.
func RolesOf(roles ...Role) Roles {
	var s Roles
	for _, r := range roles {
		for i, info := range roleTable {
			if info.role == r {
				s |= 1 << i
			}
		}
	}
	return s
}

// Has reports whether r is in the set.
func (s Roles) Has(r Role) bool { return s&RolesOf(r) != 0 }

// List gives the roles in the order of [AllRoles].
func (s Roles) List() []Role {
	var out []Role
	for i, info := range roleTable {
		if s&(1<<i) != 0 {
			out = append(out, info.role)
		}
	}
	return out
}

// String is the stored form: the roles joined by commas, in the order of [AllRoles].
func (s Roles) String() string {
	var names []string
	for _, r := range s.List() {
		names = append(names, string(r))
	}
	return strings.Join(names, ",")
}

// ParseRoles reads what [Roles.String] wrote. An unknown role is an error: a
// role that is silently dropped would be a change of rights without a trace.
func ParseRoles(s string) (Roles, error) {
	var set Roles
	if s == "" {
		return 0, nil
	}
	for name := range strings.SplitSeq(s, ",") {
		r := RolesOf(Role(strings.TrimSpace(name)))
		if r == 0 {
			return 0, fmt.Errorf("%w: role %q", ErrInvalid, name)
		}
		set |= r
	}
	return set, nil
}

// Content reports whether the set reads case content: at least one role that
// does, and not the administrator's, whose account must never be the way to a
// person's file.
func (s Roles) Content() bool {
	if s.Has(Administrator) {
		return false
	}
	for i, info := range roleTable {
		if s&(1<<i) != 0 && info.content {
			return true
		}
	}
	return false
}

// Highest is the highest clearance that an account with these roles may hold.
func (s Roles) Highest() register.Level {
	top := register.C0
	for i, info := range roleTable {
		if s&(1<<i) != 0 {
			top = max(top, info.highest)
		}
	}
	return top
}

// Validate refuses an empty set and the administrator's role beside any other:
// who can make accounts must not also read files with the same one. Nor has the
// victims' liaison another: who reads what victims told reads no lists of the
// other side, sits on no panel and watches none.
func (s Roles) Validate() error {
	switch {
	case s == 0:
		return fmt.Errorf("%w: an account needs a role", ErrInvalid)
	case s.Has(Administrator) && s != RolesOf(Administrator):
		return fmt.Errorf("%w: an administrator has no other role", ErrInvalid)
	case s.Has(VictimsLiaison) && s != RolesOf(VictimsLiaison):
		return fmt.Errorf("%w: a victims' liaison has no other role", ErrInvalid)
	}
	return nil
}
