package access

import (
	"context"
	"time"

	"kashf.org/kashf/internal/register"
)

// A FactKind names what happened. The names are stored in the ledger and do
// not change.
type FactKind string

// The facts of this package.
const (
	FactOrgCreated       FactKind = "org.created"
	FactAccountCreated   FactKind = "account.created"
	FactAccountUpdated   FactKind = "account.updated"
	FactAccountReset     FactKind = "account.reset"
	FactPasswordChanged  FactKind = "account.password_changed"
	FactSecondFactorSet  FactKind = "account.second_factor_set"
	FactPersonRevealed   FactKind = "person.revealed"
	FactSessionsEnded    FactKind = "account.sessions_ended"
	FactDeploymentOpened FactKind = "deployment.opened"
)

// A Fact is a change of rights as the ledger keeps it.
type Fact struct {
	Kind   FactKind
	At     time.Time
	Author AccountID // who did it; the account itself at first set-up
	Org    register.OrgID
	// Subjects are the opaque ids it is about: accounts, organisations, persons.
	Subjects []string
	// Body encodes to JSON; see [AccountBody] and its kin. It never holds a
	// secret or a hash of one.
	Body any
}

// AccountBody is the body of the facts that say what an account may do.
type AccountBody struct {
	Login     string         `json:"login"`
	Name      string         `json:"name"`
	Org       register.OrgID `json:"org"`
	Roles     []Role         `json:"roles"`
	Clearance string         `json:"clearance"`
	Disabled  bool           `json:"disabled"`
	Why       string         `json:"why,omitempty"`
}

// OpenedBody is the body of [FactDeploymentOpened]: the first organisation and
// the rights of the first administrator.
type OpenedBody struct {
	Org     OrgBody     `json:"org"`
	Account AccountBody `json:"account"`
}

// OrgBody is the body of [FactOrgCreated].
type OrgBody struct {
	NameAr string  `json:"name_ar"`
	NameEn string  `json:"name_en"`
	Kind   OrgKind `json:"kind"`
}

// RevealBody is the body of [FactPersonRevealed].
type RevealBody struct {
	Person  register.PersonID `json:"person"`
	Purpose string            `json:"purpose"`
	Until   time.Time         `json:"until"`
}

// A Recorder enters facts in the ledger.
type Recorder interface {
	// Record runs change on a store bound to one unit of work and, where it
	// returns nil, enters f in that unit: the change and the fact are both
	// kept or neither is. The error of change comes back unchanged to
	// errors.Is. change may be run again after a conflict of writers and
	// must have no effect but on the store it is given.
	Record(ctx context.Context, f Fact, change func(ctx context.Context, s Store) error) error
}
