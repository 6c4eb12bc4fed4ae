package access

import (
	"context"
	"fmt"
	"strings"
	"unicode/utf8"
)

// ChangePassword replaces who's password and ends its other sessions. The old
// password is asked for; a wrong one is [ErrSignIn].
func (s *Service) ChangePassword(ctx context.Context, who Principal, old, next string) error {
	if err := s.Authorizer.Authorize(ctx, who, SelfPassword, House); err != nil {
		return err
	}
	if err := s.limits.begin(who.Login, "", s.Now()); err != nil {
		return err
	}
	p, err := s.proofOf(ctx, who.Account)
	if err != nil {
		return err
	}
	right, err := s.hasher.verify(ctx, p.password, truncated(old))
	if err != nil {
		return err
	}
	if !right || p.expired {
		return ErrSignIn
	}
	s.limits.succeeded(who.Login)
	if err := checkPassword(next, who.Login); err != nil {
		return err
	}
	if next == old {
		return fmt.Errorf("%w: it is the old one", ErrWeakPassword)
	}
	cred, err := s.passwordCredential(ctx, who.Account, next)
	if err != nil {
		return err
	}
	f := s.fact(who, FactPasswordChanged, nil, string(who.Account))
	return s.Recorder.Record(ctx, f, func(ctx context.Context, st Store) error {
		return s.replacePassword(ctx, st, who, cred)
	})
}

func (s *Service) replacePassword(ctx context.Context, st Store, who Principal, cred Credential) error {
	a, err := st.Account(ctx, who.Account)
	if err != nil {
		return err
	}
	if err := st.SetCredentials(ctx, a.ID, PasswordKind, cred); err != nil {
		return err
	}
	a.MustChange, a.ChangedAt = false, cred.AddedAt
	if err := st.UpdateAccount(ctx, a); err != nil {
		return err
	}
	_, err = st.EndSessions(ctx, a.ID, who.Session)
	return err
}

func (s *Service) passwordCredential(ctx context.Context, account AccountID, password string) (Credential, error) {
	hash, err := s.hasher.hash(ctx, password)
	if err != nil {
		return Credential{}, err
	}
	return Credential{
		ID: s.NewID(), Account: account, Kind: PasswordKind, Secret: []byte(hash),
		Confirmed: true, AddedAt: s.Now(),
	}, nil
}

// BeginSecondFactor draws a new second factor for who. The one in use stays in
// use until the new one is confirmed.
func (s *Service) BeginSecondFactor(ctx context.Context, who Principal) (Enrolment, error) {
	if err := s.Authorizer.Authorize(ctx, who, SelfSecondFactor, House); err != nil {
		return Enrolment{}, err
	}
	e, err := newEnrolment(s.Issuer, who.Login, s.Rand)
	if err != nil {
		return Enrolment{}, err
	}
	fresh, err := s.totpCredential(who.Account, e.Secret, false)
	if err != nil {
		return Enrolment{}, err
	}
	keep, err := s.totpCredentials(ctx, who.Account, true)
	if err != nil {
		return Enrolment{}, err
	}
	if err := s.Store.SetCredentials(ctx, who.Account, TOTPKind, append(keep, fresh)...); err != nil {
		return Enrolment{}, fmt.Errorf("keep a second factor: %w", err)
	}
	return e, nil
}

// ConfirmSecondFactor puts the second factor drawn last in use, where code is
// its present code ([ErrSignIn] where it is not), and ends who's other
// sessions. It returns the session's new token.
func (s *Service) ConfirmSecondFactor(ctx context.Context, who Principal, code string) (Token, error) {
	if err := s.Authorizer.Authorize(ctx, who, SelfSecondFactor, House); err != nil {
		return "", err
	}
	if err := s.limits.begin(who.Login, "", s.Now()); err != nil {
		return "", err
	}
	waiting, err := s.totpCredentials(ctx, who.Account, false)
	if err != nil {
		return "", err
	}
	if len(waiting) != 1 {
		return "", ErrNotFound
	}
	c := waiting[0]
	secret, err := s.openSecret(c)
	if err != nil {
		return "", err
	}
	step, ok := matchCode(secret, code, s.Now())
	if !ok {
		return "", ErrSignIn
	}
	s.limits.succeeded(who.Login)
	c.Confirmed, c.LastStep = true, step
	f := s.fact(who, FactSecondFactorSet, nil, string(who.Account))
	err = s.Recorder.Record(ctx, f, func(ctx context.Context, st Store) error {
		if err := st.SetCredentials(ctx, who.Account, TOTPKind, c); err != nil {
			return err
		}
		_, err := st.EndSessions(ctx, who.Account, who.Session)
		return err
	})
	if err != nil {
		return "", err
	}
	return s.renew(ctx, who, who.StepUpAt)
}

func (s *Service) totpCredentials(ctx context.Context, account AccountID, confirmed bool) ([]Credential, error) {
	creds, err := s.Store.Credentials(ctx, account)
	if err != nil {
		return nil, fmt.Errorf("read credentials: %w", err)
	}
	var out []Credential
	for _, c := range creds {
		if c.Kind == TOTPKind && c.Confirmed == confirmed {
			out = append(out, c)
		}
	}
	return out, nil
}

func (s *Service) totpCredential(account AccountID, secret string, confirmed bool) (Credential, error) {
	c := Credential{ID: s.NewID(), Account: account, Kind: TOTPKind, Confirmed: confirmed, AddedAt: s.Now()}
	sealed, err := s.Sealer.Seal([]byte(secret), sealedFor(c))
	if err != nil {
		return c, fmt.Errorf("seal a second factor: %w", err)
	}
	c.Secret = sealed
	return c, nil
}

func (s *Service) openSecret(c Credential) (string, error) {
	secret, err := s.Sealer.Open(c.Secret, sealedFor(c))
	if err != nil {
		return "", fmt.Errorf("open a second factor: %w", err)
	}
	return string(secret), nil
}

// sealedFor ties a secret to its row, so that one account's does not open in
// another's place.
func sealedFor(c Credential) []byte {
	return []byte("credential/" + string(c.Account) + "/" + c.ID + "/" + string(c.Kind))
}

// SetLanguage chooses the language of who's pages, "ar" or "en".
func (s *Service) SetLanguage(ctx context.Context, who Principal, lang string) error {
	if err := s.Authorizer.Authorize(ctx, who, SelfLanguage, House); err != nil {
		return err
	}
	a, err := s.Store.Account(ctx, who.Account)
	if err != nil {
		return fmt.Errorf("read account %s: %w", who.Account, err)
	}
	a.Lang = lang
	if err := a.Validate(); err != nil {
		return err
	}
	return s.Store.UpdateAccount(ctx, a)
}

const (
	minPurposeRunes = 8
	maxPurposeRunes = 500
)

// cleanPurpose asks for more than a full stop.
func cleanPurpose(s string) (string, error) {
	s = strings.TrimSpace(s)
	if n := utf8.RuneCountInString(s); n < minPurposeRunes || n > maxPurposeRunes {
		return "", fmt.Errorf("%w: a purpose has %d to %d characters", ErrInvalid, minPurposeRunes, maxPurposeRunes)
	}
	return s, nil
}
