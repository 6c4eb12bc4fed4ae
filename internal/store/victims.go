package store

import (
	"context"
	"encoding/json"
	"fmt"

	"kashf.org/kashf/internal/review"
	"kashf.org/kashf/internal/review/victims"
	"kashf.org/kashf/internal/store/sqlc"
)

// registered are the tables of the victims' register in one unit of work.
type registered struct{ *sqlc.Queries }

var (
	_ victims.Tables = registered{}
	_ victims.Store  = (*Store)(nil)
)

// Victims are the tables of the victims' register; see [victims.Tables].
func (t *tx) Victims() victims.Tables { return registered{t.Queries} }

func (r registered) Registration(ctx context.Context, id string) (victims.Registration, error) {
	body, err := r.VictimRegistration(ctx, id)
	if err != nil {
		return victims.Registration{}, absent(err)
	}
	return registrationOf(body)
}

func registrationOf(body string) (x victims.Registration, err error) {
	if err := json.Unmarshal([]byte(body), &x); err != nil {
		return x, fmt.Errorf("registration: %w", err)
	}
	return x, nil
}

func (r registered) PutRegistration(ctx context.Context, x victims.Registration) error {
	body, err := json.Marshal(x)
	if err != nil {
		return fmt.Errorf("registration %s: %w", x.ID, err)
	}
	return r.PutVictimRegistration(ctx, sqlc.PutVictimRegistrationParams{ID: x.ID, Org: x.Org, At: x.At, Body: string(body), Seq: x.Seq})
}

func (r registered) DropRegistration(ctx context.Context, id string) error {
	if err := r.DropVictimRegistration(ctx, id); err != nil {
		return fmt.Errorf("registration %s: %w", id, err)
	}
	return nil
}

// ActsOf reads every act whose body stands: their headers do not say whose they
// are.
func (r registered) ActsOf(ctx context.Context, id string) (seqs []int64, list string, err error) {
	for from := int64(0); ; {
		rows, err := r.ActsOfVictims(ctx, sqlc.ActsOfVictimsParams{Kind: victims.ActDone, FromSeq: from, MaxRows: entryPage})
		if err != nil {
			return nil, "", fmt.Errorf("read acts of the victims' register: %w", err)
		}
		for _, x := range rows {
			from = x.Seq + 1
			var a victims.Act
			if err := json.Unmarshal(x.Body, &a); err != nil {
				return nil, "", fmt.Errorf("entry %d: body: %w", x.Seq, err)
			}
			if a.ID != id {
				continue
			}
			if seqs = append(seqs, x.Seq); a.List != nil {
				list = a.List.Blob
			}
		}
		if len(rows) < entryPage {
			return seqs, list, nil
		}
	}
}

// Registration returns one of the victims' register.
func (s *Store) Registration(ctx context.Context, id string) (victims.Registration, error) {
	return registered{s.q()}.Registration(ctx, id)
}

// Registrations lists those of an organisation, the latest first.
func (s *Store) Registrations(ctx context.Context, org string) ([]victims.Registration, error) {
	rows, err := s.q().VictimRegistrations(ctx, org)
	if err != nil {
		return nil, fmt.Errorf("read registrations: %w", err)
	}
	return registrationsOf(rows)
}

func registrationsOf(rows []string) (_ []victims.Registration, err error) {
	out := make([]victims.Registration, len(rows))
	for i, b := range rows {
		if out[i], err = registrationOf(b); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// LeftRegistrations lists those who left before leaving destroyed what was told.
func (s *Store) LeftRegistrations(ctx context.Context) ([]victims.Registration, error) {
	rows, err := s.q().VictimRegistrationsLeft(ctx)
	if err != nil {
		return nil, fmt.Errorf("read registrations: %w", err)
	}
	return registrationsOf(rows)
}

// LiaisonCases are the open cases of a victims' liaison, in the order of the board.
func (s *Store) LiaisonCases(ctx context.Context, account string) ([]victims.CaseNow, error) {
	h, err := s.q().Head(ctx)
	if err != nil {
		return nil, err
	}
	rows, err := s.q().LiaisonCases(ctx, sqlc.LiaisonCasesParams{Account: account, Role: string(review.VictimsLiaison), Closed: string(review.Closed)})
	if err != nil {
		return nil, fmt.Errorf("read the cases of a liaison: %w", err)
	}
	var out []victims.CaseNow
	for _, r := range rows {
		id := review.CaseID(r.CaseID)
		if n := len(out); n == 0 || out[n-1].ID != id {
			out = append(out, victims.CaseNow{ID: id, Stamp: fmt.Sprint(h.Epoch, " ", r.Seq)})
		}
		if last := &out[len(out)-1]; r.Num != 0 && r.Undone == 0 {
			last.Stamp += fmt.Sprint(" ", r.Num, "/", r.Destroyed)
		}
	}
	return out, nil
}
