package review

import (
	"context"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"kashf.org/kashf/internal/journal"
)

// Vote seals a vote and enters it. When it is the last, all are opened. A vote on
// a page that was read before the votes were opened is a journal.ErrConflict: it
// was meant for that round, not for the next; see [Service.Enter].
func (s *Service) Vote(ctx context.Context, w Who, id CaseID, saw int64, o Outcome, reasons string) error {
	if reasons != "" && !Legible(reasons) {
		return ruleForm.refuse("words that can be read, wherever something is written")
	}
	salt := make([]byte, 32)
	if _, err := io.ReadFull(s.Rand, salt); err != nil {
		return fmt.Errorf("draw salt: %w", err)
	}
	b := Ballot{Account: w.Account, Outcome: o, Reasons: reasons, Salt: hex.EncodeToString(salt)}
	plain, err := json.Marshal(b)
	if err != nil {
		return fmt.Errorf("encode ballot: %w", err)
	}
	box, err := s.Sealer.Seal(plain, []byte("review/ballot/"+string(id)))
	if err != nil {
		return fmt.Errorf("seal ballot: %w", err)
	}
	if err := s.Enter(ctx, w, id, saw, &VotedBody{Commitment: b.Commit(id), Box: box}); err != nil {
		return err
	}
	return s.openVotes(ctx, id)
}

var clockwork = Who{Actor: journal.Actor{Account: Machine}}

// openVotes opens the votes of a case where all are in. A crash before it is made
// good by the next [Service.Tick].
func (s *Service) openVotes(ctx context.Context, id CaseID) error {
	return s.Journal.Do(ctx, clockwork.Actor, func(ctx context.Context, u *journal.Unit) error {
		t := TablesOf(u.Env)
		c, err := t.CaseOf(ctx, id)
		if err != nil {
			return err
		}
		policies, err := t.Policies(ctx)
		if err != nil {
			return err
		}
		k, err := SettingOf(policies, c.Policy)
		if err != nil || !c.ripe(k) {
			return err
		}
		open := &VotesOpenedBody{}
		for _, v := range c.Votes {
			plain, err := s.Sealer.Open(v.Box, []byte("review/ballot/"+string(id)))
			if err != nil {
				return fmt.Errorf("open ballot: %w", err)
			}
			var b Ballot
			if err := json.Unmarshal(plain, &b); err != nil {
				return fmt.Errorf("read ballot: %w", err)
			}
			open.Ballots = append(open.Ballots, b)
		}
		err = s.append(ctx, u, clockwork, id, c, policies, open)
		if errors.Is(err, ErrLapseFirst) {
			return nil // the next tick enters both
		}
		return err
	})
}
