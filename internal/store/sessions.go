package store

import (
	"context"
	"fmt"
	"time"

	"kashf.org/kashf/internal/access"
	"kashf.org/kashf/internal/register"
	"kashf.org/kashf/internal/store/sqlc"
	"kashf.org/kashf/ledger"
)

// canAddSession looks before the insert; see rightsError.
func canAddSession(ctx context.Context, q *sqlc.Queries, s access.Session) error {
	if _, err := q.Account(ctx, string(s.Account)); err != nil {
		return err
	}
	_, err := q.Session(ctx, s.Hash[:])
	return free(err)
}

func addSession(ctx context.Context, q *sqlc.Queries, s access.Session) error {
	return q.AddSession(ctx, sqlc.AddSessionParams{
		Hash: s.Hash[:], Account: string(s.Account), StartedAt: s.StartedAt.UnixMicro(), SeenAt: s.SeenAt.UnixMicro(),
		StepUpAt: s.StepUpAt.UnixMicro(), Device: s.Device,
	})
}

func (r rights) AddSession(ctx context.Context, s access.Session) error {
	return rightsError("add session", r.change(ctx, func(q *sqlc.Queries) error {
		if err := canAddSession(ctx, q, s); err != nil {
			return err
		}
		return addSession(ctx, q, s)
	}))
}

func sessionOf(s sqlc.Session) (access.Session, error) {
	if len(s.Hash) != len(access.TokenHash{}) {
		return access.Session{}, fmt.Errorf("session: hash of %d bytes: %w", len(s.Hash), ledger.ErrDamaged)
	}
	return access.Session{
		Hash: access.TokenHash(s.Hash), Account: access.AccountID(s.Account), StartedAt: micros(s.StartedAt),
		SeenAt: micros(s.SeenAt), StepUpAt: micros(s.StepUpAt), Device: s.Device,
	}, nil
}

func (r rights) Session(ctx context.Context, hash access.TokenHash) (access.Session, error) {
	s, err := r.read.Session(ctx, hash[:])
	if err != nil {
		return access.Session{}, rightsError("session", err)
	}
	return sessionOf(s)
}

func (r rights) Sessions(ctx context.Context, account access.AccountID) ([]access.Session, error) {
	rows, err := r.read.SessionsOf(ctx, string(account))
	if err != nil {
		return nil, rightsError("sessions", err)
	}
	out := make([]access.Session, 0, len(rows))
	for _, row := range rows {
		s, err := sessionOf(row)
		if err != nil {
			return nil, err
		}
		out = append(out, s)
	}
	return out, nil
}

func (r rights) TouchSession(ctx context.Context, hash access.TokenHash, seen time.Time) error {
	return rightsError("touch session", r.change(ctx, func(q *sqlc.Queries) error {
		return q.TouchSession(ctx, sqlc.TouchSessionParams{Hash: hash[:], SeenAt: seen.UnixMicro()})
	}))
}

func (r rights) ReplaceSession(ctx context.Context, old access.TokenHash, s access.Session) error {
	return rightsError("replace session", r.change(ctx, func(q *sqlc.Queries) error {
		if err := canAddSession(ctx, q, s); err != nil {
			return err
		}
		n, err := q.EndSession(ctx, old[:])
		if err != nil {
			return err
		}
		if n == 0 {
			return access.ErrNotFound
		}
		return addSession(ctx, q, s)
	}))
}

func (r rights) EndSession(ctx context.Context, hash access.TokenHash) error {
	return rightsError("end session", r.change(ctx, func(q *sqlc.Queries) error {
		_, err := q.EndSession(ctx, hash[:])
		return err
	}))
}

func (r rights) EndSessions(ctx context.Context, account access.AccountID, keep access.TokenHash) (int, error) {
	var n int64
	err := r.change(ctx, func(q *sqlc.Queries) (err error) {
		n, err = q.EndSessions(ctx, sqlc.EndSessionsParams{Account: string(account), Keep: keep[:]})
		return err
	})
	return int(n), rightsError("end sessions", err)
}

func (r rights) SweepSessions(ctx context.Context, seenBefore, startedBefore time.Time) (int, error) {
	var n int64
	err := r.change(ctx, func(q *sqlc.Queries) (err error) {
		n, err = q.SweepSessions(ctx, sqlc.SweepSessionsParams{SeenBefore: seenBefore.UnixMicro(), StartedBefore: startedBefore.UnixMicro()})
		return err
	})
	return int(n), rightsError("sweep sessions", err)
}

func (r rights) AddReveal(ctx context.Context, v access.Reveal) error {
	return rightsError("add reveal", r.change(ctx, func(q *sqlc.Queries) error {
		if _, err := q.Account(ctx, string(v.Account)); err != nil {
			return err
		}
		_, err := q.Reveal(ctx, v.ID)
		if err := free(err); err != nil {
			return err
		}
		return q.AddReveal(ctx, sqlc.AddRevealParams{
			ID: v.ID, Account: string(v.Account), Person: int64(v.Person), Purpose: v.Purpose, At: v.At.UnixMicro(), Until: v.Until.UnixMicro(),
		})
	}))
}

func (r rights) Reveals(ctx context.Context, account access.AccountID, at time.Time) ([]access.Reveal, error) {
	rows, err := r.read.RevealsOf(ctx, sqlc.RevealsOfParams{Account: string(account), At: at.UnixMicro()})
	out := make([]access.Reveal, 0, len(rows))
	for _, v := range rows {
		out = append(out, access.Reveal{
			ID: v.ID, Account: access.AccountID(v.Account), Person: register.PersonID(v.Person), Purpose: v.Purpose,
			At: micros(v.At), Until: micros(v.Until),
		})
	}
	return out, rightsError("reveals", err)
}
