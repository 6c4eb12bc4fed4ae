package access

import (
	"context"
	"errors"
	"fmt"
)

// Resume finds who holds the token and keeps the session awake. It returns
// [ErrNoSession] where there is none, where it has ended, and where the account
// was disabled since. The account is read anew: a right taken away is gone
// with the next request.
func (s *Service) Resume(ctx context.Context, token Token) (Principal, error) {
	session, err := s.Store.Session(ctx, token.Hash())
	if errors.Is(err, ErrNotFound) {
		return Principal{}, ErrNoSession
	}
	if err != nil {
		return Principal{}, fmt.Errorf("read a session: %w", err)
	}
	now := s.Now()
	if !session.Alive(now) {
		return Principal{}, ErrNoSession
	}
	if now.Sub(session.SeenAt) >= touchEvery {
		if err := s.Store.TouchSession(ctx, session.Hash, now); err != nil {
			return Principal{}, fmt.Errorf("keep a session: %w", err)
		}
	}
	who, err := s.principal(ctx, session)
	if err == nil && who.Disabled {
		return Principal{}, ErrNoSession
	}
	return who, err
}

// principal is the session's account as it stands.
func (s *Service) principal(ctx context.Context, session Session) (Principal, error) {
	who, err := s.Principal(ctx, session.Account)
	if err != nil {
		return Principal{}, err
	}
	who.StepUpAt, who.Session = session.StepUpAt, session.Hash
	who.NeedsSecondFactor = true
	creds, err := s.Store.Credentials(ctx, session.Account)
	if err != nil {
		return Principal{}, fmt.Errorf("read credentials: %w", err)
	}
	for _, c := range creds {
		if c.Kind == TOTPKind && c.Confirmed {
			who.NeedsSecondFactor = false
		}
	}
	who.Pending = who.MustChange || who.NeedsSecondFactor
	return who, nil
}

// Principal is an account as it stands, without a session: for the command
// line, where whoever holds the data folder holds it all.
func (s *Service) Principal(ctx context.Context, id AccountID) (Principal, error) {
	a, err := s.Store.Account(ctx, id)
	if err != nil {
		return Principal{}, fmt.Errorf("read account %s: %w", id, err)
	}
	reveals, err := s.Store.Reveals(ctx, id, s.Now())
	if err != nil {
		return Principal{}, fmt.Errorf("read reveals: %w", err)
	}
	p := PrincipalOf(a, reveals)
	if s.Closed == nil {
		return p, nil
	}
	if p.Closed, err = s.Closed(ctx, id); err != nil {
		return Principal{}, fmt.Errorf("read what is closed to account %s: %w", id, err)
	}
	return p, nil
}

// SignOut ends who's session.
func (s *Service) SignOut(ctx context.Context, who Principal) error {
	return s.Store.EndSession(ctx, who.Session)
}

// SignOutEverywhere ends every session of who's account, this one too.
func (s *Service) SignOutEverywhere(ctx context.Context, who Principal) error {
	f := s.fact(who, FactSessionsEnded, nil, string(who.Account))
	return s.Recorder.Record(ctx, f, func(ctx context.Context, st Store) error {
		_, err := st.EndSessions(ctx, who.Account, TokenHash{})
		return err
	})
}

// Sweep removes the sessions that have ended by themselves.
func (s *Service) Sweep(ctx context.Context) (int, error) {
	now := s.Now()
	return s.Store.SweepSessions(ctx, now.Add(-IdleTimeout), now.Add(-AbsoluteTimeout))
}
