package access

import (
	"fmt"
	"regexp"
	"strings"
	"time"

	"kashf.org/kashf/internal/register"
)

// An AccountID is the ULID of an account. "" is the public.
type AccountID string

// An Account is one person's way in. Accounts are disabled, never deleted: the
// ledger names them for ever.
type Account struct {
	ID        AccountID
	Login     string // lower case, unique in the deployment; see [CleanLogin]
	Name      string // as colleagues know the person
	Org       register.OrgID
	Roles     Roles
	Clearance register.Level
	Lang      string // "ar" or "en"
	Disabled  bool
	// MustChange: signed in with a one-time password, the account can do
	// nothing but choose a password of its own.
	MustChange bool
	CreatedAt  time.Time
	ChangedAt  time.Time
	// Version counts the changes, from 1. An update carries the version it
	// saw; see [Store.UpdateAccount].
	Version int64
}

var loginShape = regexp.MustCompile(`^[a-z0-9][a-z0-9._@+-]{1,63}$`)

// CleanLogin is the stored form of a typed login.
func CleanLogin(s string) string { return strings.ToLower(strings.TrimSpace(s)) }

// Validate checks what a form or a file may have got wrong.
func (a Account) Validate() error {
	switch {
	case !loginShape.MatchString(a.Login):
		return fmt.Errorf("%w: login: 2 to 64 of a-z, 0-9 and . _ @ + -", ErrInvalid)
	case strings.TrimSpace(a.Name) == "":
		return fmt.Errorf("%w: an account needs a name", ErrInvalid)
	case a.Org == "":
		return fmt.Errorf("%w: an account belongs to an organisation", ErrInvalid)
	case a.Lang != "ar" && a.Lang != "en":
		return fmt.Errorf("%w: language %q", ErrInvalid, a.Lang)
	case a.Clearance > a.Roles.Highest():
		return fmt.Errorf("%w: clearance %v is above what these roles may hold (%v)", ErrInvalid, a.Clearance, a.Roles.Highest())
	}
	return a.Roles.Validate()
}

// A CredentialKind says how a credential proves who someone is. Passkeys will
// be a kind of their own.
type CredentialKind string

// The kinds in use.
const (
	PasswordKind CredentialKind = "password" // Secret is an argon2id hash string
	TOTPKind     CredentialKind = "totp"     // Secret is the sealed RFC 6238 secret
)

// A Credential proves who an account's owner is.
type Credential struct {
	ID      string // ULID
	Account AccountID
	Kind    CredentialKind
	Secret  []byte
	// Confirmed: the owner has shown that it works. An unconfirmed one
	// opens nothing.
	Confirmed bool
	// LastStep is the last RFC 6238 time step used: a code works once.
	LastStep int64
	AddedAt  time.Time
	// ExpiresAt ends a one-time password; zero means never.
	ExpiresAt time.Time
}
