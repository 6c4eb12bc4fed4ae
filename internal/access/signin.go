package access

import (
	"context"
	"errors"
	"fmt"
	"io"
	"time"
)

// An Attempt is what someone gives to sign in.
type Attempt struct {
	Login    string
	Password string
	Code     string // of the second factor; left out until one is set up
	// Address is where it comes from, as [AddressKey] has it, "" at the
	// machine itself. It is counted, not kept.
	Address string
	Device  string // see Session
}

// SignIn checks an attempt and opens a session. A failed one is [ErrSignIn],
// whatever failed, after the same work; one that came too soon is a
// [SlowDownError].
func (s *Service) SignIn(ctx context.Context, in Attempt) (Token, Principal, error) {
	login := CleanLogin(in.Login)
	if err := s.limits.begin(login, in.Address, s.Now()); err != nil {
		return "", Principal{}, err
	}
	a, p, err := s.prove(ctx, login, in.Password, in.Code)
	if err != nil {
		return "", Principal{}, err
	}
	s.limits.succeeded(login)
	now := s.Now()
	session := Session{Account: a.ID, StartedAt: now, SeenAt: now, Device: in.Device}
	if p.secondFactor {
		session.StepUpAt = now
	}
	token, hash, err := s.newToken()
	if err != nil {
		return "", Principal{}, err
	}
	session.Hash = hash
	if err := s.Store.AddSession(ctx, session); err != nil {
		return "", Principal{}, fmt.Errorf("open a session: %w", err)
	}
	who, err := s.principal(ctx, session)
	return token, who, err
}

// A proof is what an account has to show and how it can be checked.
type proof struct {
	password, secret string
	credential       string // id of the second factor
	secondFactor     bool
	expired          bool
}

// prove finds the account that login, password and code belong to. Every step
// is done for an unknown login too, with dummies.
func (s *Service) prove(ctx context.Context, login, password, code string) (Account, proof, error) {
	a, err := s.Store.AccountByLogin(ctx, login)
	if err != nil && !errors.Is(err, ErrNotFound) {
		return Account{}, proof{}, fmt.Errorf("find an account: %w", err)
	}
	known := err == nil
	p, err := s.proofOf(ctx, a.ID)
	if err != nil {
		return Account{}, proof{}, err
	}
	right, err := s.hasher.verify(ctx, p.password, truncated(password))
	if err != nil {
		return Account{}, proof{}, err
	}
	step, codeRight := matchCode(p.secret, code, s.Now())
	if !known || a.Disabled || p.expired || !right || p.secondFactor && !codeRight {
		return Account{}, proof{}, ErrSignIn
	}
	if p.secondFactor {
		// Only now: a code read over a shoulder is not burnt by a stranger
		// who has no password.
		fresh, err := s.Store.UseStep(ctx, p.credential, step)
		if err != nil {
			return Account{}, proof{}, fmt.Errorf("use a code: %w", err)
		}
		if !fresh {
			return Account{}, proof{}, ErrSignIn
		}
	}
	return a, p, nil
}

// truncated keeps a megabyte sent as a password from being hashed.
func truncated(password string) string {
	if len(password) > maxPasswordBytes {
		return ""
	}
	return password
}

func (s *Service) proofOf(ctx context.Context, id AccountID) (proof, error) {
	p := proof{password: s.dummyHash, secret: s.dummySecret}
	creds, err := s.Store.Credentials(ctx, id)
	if err != nil {
		return p, fmt.Errorf("read credentials: %w", err)
	}
	for _, c := range creds {
		switch {
		case !c.Confirmed:
		case c.Kind == PasswordKind:
			p.password = string(c.Secret)
			p.expired = !c.ExpiresAt.IsZero() && !s.Now().Before(c.ExpiresAt)
		case c.Kind == TOTPKind:
			if p.secret, err = s.openSecret(c); err != nil {
				return p, err
			}
			p.secondFactor, p.credential = true, c.ID
		}
	}
	return p, nil
}

// StepUp checks password and code of who again and gives its session a new
// token, with which acts that cannot be taken back are allowed for
// [StepUpWindow]. The old token ends. A wrong password or code is [ErrSignIn].
func (s *Service) StepUp(ctx context.Context, who Principal, password, code, address string) (Token, error) {
	if err := s.limits.begin(who.Login, address, s.Now()); err != nil {
		return "", err
	}
	a, p, err := s.prove(ctx, who.Login, password, code)
	if err != nil {
		return "", err
	}
	if a.ID != who.Account || !p.secondFactor {
		return "", ErrSignIn
	}
	s.limits.succeeded(who.Login)
	return s.renew(ctx, who, s.Now())
}

// renew puts a new token in the place of who's session's old one. The session
// does not live longer for it.
func (s *Service) renew(ctx context.Context, who Principal, stepUpAt time.Time) (Token, error) {
	session, err := s.Store.Session(ctx, who.Session)
	if errors.Is(err, ErrNotFound) {
		return "", ErrNoSession
	}
	if err != nil {
		return "", fmt.Errorf("read a session: %w", err)
	}
	token, hash, err := s.newToken()
	if err != nil {
		return "", err
	}
	old := session.Hash
	session.Hash, session.SeenAt, session.StepUpAt = hash, s.Now(), stepUpAt
	err = s.Store.ReplaceSession(ctx, old, session)
	if errors.Is(err, ErrNotFound) {
		return "", ErrNoSession
	}
	if err != nil {
		return "", fmt.Errorf("renew a session: %w", err)
	}
	return token, nil
}

func (s *Service) newToken() (Token, TokenHash, error) {
	b := make([]byte, tokenBytes)
	if _, err := io.ReadFull(s.Rand, b); err != nil {
		return "", TokenHash{}, fmt.Errorf("draw a token: %w", err)
	}
	t := tokenOf(b)
	return t, t.Hash(), nil
}
