package access

import (
	"context"
	"time"

	"kashf.org/kashf/internal/register"
)

// A Store keeps organisations, accounts, credentials, sessions and reveals.
// Each method is atomic. Times are kept to the microsecond in UTC. Lists are
// in the order of ids, which is the order of making. The conformance suite is
// accesstest.Store.
type Store interface {
	OrgStore
	AccountStore
	SessionStore
}

// An OrgStore keeps organisations.
type OrgStore interface {
	// AddOrg adds o. It returns [ErrTaken] where the id is in use.
	AddOrg(ctx context.Context, o Organisation) error
	// Org returns the organisation, or [ErrNotFound].
	Org(ctx context.Context, id register.OrgID) (Organisation, error)
	// Orgs lists all organisations by id.
	Orgs(ctx context.Context) ([]Organisation, error)
}

// An AccountStore keeps accounts and what proves them.
type AccountStore interface {
	// AddAccount adds a with its credentials, all or nothing. It returns
	// [ErrTaken] where the id or the login is in use and [ErrNotFound] where
	// a.Org does not exist.
	AddAccount(ctx context.Context, a Account, creds ...Credential) error
	// Account returns the account, or [ErrNotFound].
	Account(ctx context.Context, id AccountID) (Account, error)
	// AccountByLogin finds an account by its stored login, byte for byte, or
	// returns [ErrNotFound].
	AccountByLogin(ctx context.Context, login string) (Account, error)
	// Accounts lists the accounts of org by id, or all where org is "".
	Accounts(ctx context.Context, org register.OrgID) ([]Account, error)
	// UpdateAccount replaces the account with a.ID, whose stored version must
	// be a.Version, and counts the version up by one. Otherwise nothing
	// changes: [ErrConflict] where the version is another, [ErrNotFound]
	// where there is no such account, [ErrTaken] where another account has
	// the login. ID and CreatedAt are never changed.
	UpdateAccount(ctx context.Context, a Account) error

	// Credentials lists an account's credentials by id, none for an unknown
	// account.
	Credentials(ctx context.Context, account AccountID) ([]Credential, error)
	// SetCredentials replaces all credentials of that kind of the account
	// with creds, all or nothing; no creds removes them. It returns
	// [ErrNotFound] where there is no such account.
	SetCredentials(ctx context.Context, account AccountID, kind CredentialKind, creds ...Credential) error
	// UseStep raises a credential's LastStep to step and reports true, or
	// reports false where LastStep is step or later already, or where there
	// is no such credential. Of any number of simultaneous calls with one
	// step, exactly one is told true.
	UseStep(ctx context.Context, credential string, step int64) (bool, error)
}

// A SessionStore keeps sessions and reveals.
type SessionStore interface {
	// AddSession adds s. It returns [ErrTaken] where the hash is in use and
	// [ErrNotFound] where there is no such account.
	AddSession(ctx context.Context, s Session) error
	// Session returns the session, alive or not, or [ErrNotFound].
	Session(ctx context.Context, hash TokenHash) (Session, error)
	// Sessions lists an account's sessions, the last seen first, ties by hash.
	Sessions(ctx context.Context, account AccountID) ([]Session, error)
	// TouchSession moves SeenAt forward to seen; it never moves it back. It
	// does nothing where there is no such session.
	TouchSession(ctx context.Context, hash TokenHash, seen time.Time) error
	// ReplaceSession ends the session with the hash old and adds s in one
	// step. It returns [ErrNotFound], and adds nothing, where old is gone.
	ReplaceSession(ctx context.Context, old TokenHash, s Session) error
	// EndSession ends one session; ending none is no error.
	EndSession(ctx context.Context, hash TokenHash) error
	// EndSessions ends all of an account's sessions but keep (the zero hash
	// keeps none) and says how many.
	EndSessions(ctx context.Context, account AccountID, keep TokenHash) (int, error)
	// SweepSessions removes the sessions last seen before seenBefore or
	// started before startedBefore, and says how many.
	SweepSessions(ctx context.Context, seenBefore, startedBefore time.Time) (int, error)

	// AddReveal adds r. It returns [ErrTaken] where the id is in use and
	// [ErrNotFound] where there is no such account.
	AddReveal(ctx context.Context, r Reveal) error
	// Reveals lists an account's reveals whose Until is after at, by id.
	Reveals(ctx context.Context, account AccountID, at time.Time) ([]Reveal, error)
}
