package access

import (
	"crypto/sha256"
	"encoding/base64"
	"time"
)

// How long a session lives.
const (
	IdleTimeout     = 20 * time.Minute // without a request
	AbsoluteTimeout = 12 * time.Hour   // whatever happens
	StepUpWindow    = 15 * time.Minute // a fresh password and code hold this long
	// touchEvery keeps a busy session from writing on every request.
	touchEvery = time.Minute
)

// A Token is what the reader's browser holds. It is never stored.
type Token string

// tokenBytes gives 256 bits: not to be guessed, so a plain hash may store it.
const tokenBytes = 32

// A TokenHash is the SHA-256 of a token, by which a session is found.
type TokenHash [sha256.Size]byte

// Hash is the stored form of the token. A string that is no token hashes to
// something that no session has.
func (t Token) Hash() TokenHash { return sha256.Sum256([]byte(t)) }

func tokenOf(b []byte) Token { return Token(base64.RawURLEncoding.EncodeToString(b)) }

// A Session is one stay of one account. Its end never touches drafts, which
// belong to the account.
type Session struct {
	Hash      TokenHash
	Account   AccountID
	StartedAt time.Time
	SeenAt    time.Time
	// StepUpAt is when password and code were last given together.
	StepUpAt time.Time
	// Device is what the reader is shown to know the session again: the kind
	// of browser, no address.
	Device string
}

// Alive reports whether the session may still be used at now.
func (s Session) Alive(now time.Time) bool {
	return now.Before(s.SeenAt.Add(IdleTimeout)) && now.Before(s.StartedAt.Add(AbsoluteTimeout))
}
