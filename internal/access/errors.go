package access

import (
	"errors"
	"fmt"
	"time"
)

// The kinds of refusal.
var (
	// ErrDenied: the reader may not do this. It never says why: the reasons
	// are for the log.
	ErrDenied = errors.New("not allowed")
	// ErrStepUp wraps ErrDenied: it would be allowed after the password and
	// a code were given again.
	ErrStepUp = fmt.Errorf("%w without a fresh sign-in", ErrDenied)
	// ErrNotFound: there is no such account, organisation, session.
	ErrNotFound = errors.New("not found")
	// ErrConflict: someone else changed it since it was read.
	ErrConflict = errors.New("changed by someone else in the meantime")
	// ErrTaken: the id or the login is in use.
	ErrTaken = errors.New("already in use")
	// ErrInvalid: the input does not hold together; the text says how.
	ErrInvalid = errors.New("not valid")
	// ErrSignIn is the one answer to every failed sign-in: unknown login,
	// wrong password, wrong or used code, disabled account.
	ErrSignIn = errors.New("login, password or code is wrong")
	// ErrNoSession: there is no live session for the token.
	ErrNoSession = errors.New("no session")
	// ErrWeakPassword: too short, too long or too simple.
	ErrWeakPassword = errors.New("choose a longer password")
	// ErrLastAdministrator: nobody would be left to make accounts.
	ErrLastAdministrator = errors.New("the last administrator stays")
)

// A SlowDownError answers an attempt that came too soon. It is the same for
// logins that exist and logins that do not.
type SlowDownError struct{ Wait time.Duration }

// Error says how long to wait.
func (e *SlowDownError) Error() string {
	return fmt.Sprintf("too many attempts: wait %v", e.Wait.Round(time.Second))
}
