package identity

import (
	"context"
	"encoding/json"
	"fmt"

	"kashf.org/kashf/internal/journal"
	"kashf.org/kashf/internal/register"
)

// A Lines lists entries of the ledger without their bodies, newest first; the
// store does.
type Lines interface {
	Lines(ctx context.Context, f journal.Filter) ([]journal.Line, error)
}

// mostBack bounds the entries that are walked back over.
const mostBack = 20_000

// A Then says where records stood at an earlier moment.
type Then struct {
	// Records are those that the person had.
	Records []register.RecordID
	// Elsewhere are the persons who had the records that the person has now and
	// had not then.
	Elsewhere map[register.RecordID]register.PersonID
}

// Then walks the ledger back from its end to entry seq and says which records a
// person had when seq had been applied. Now are the records that the person has
// today. What was moved is read from the entries alone: a run, a judgement, an
// undoing each keep whose every record was before them.
func (s *Service) Then(ctx context.Context, ledger Lines, p register.PersonID, now []register.RecordID, seq int64) (Then, error) {
	has, at := make(map[register.RecordID]bool), make(map[register.RecordID]register.PersonID)
	for _, r := range now {
		has[r], at[r] = true, p
	}
	walked := 0
	for before := int64(0); ; {
		lines, err := ledger.Lines(ctx, journal.Filter{Before: before, Limit: 500})
		if err != nil {
			return Then{}, fmt.Errorf("walk back: %w", err)
		}
		if len(lines) == 0 {
			break
		}
		for _, l := range lines {
			before = l.Seq
			if l.Seq <= seq {
				return thenOf(has, at, p), nil
			}
			if walked++; walked > mostBack {
				return Then{}, register.ErrTooFar
			}
			moves, err := s.movesOf(ctx, l)
			if err != nil {
				return Then{}, err
			}
			for _, m := range moves {
				if _, ok := at[m.Record]; ok && at[m.Record] == m.To {
					at[m.Record] = m.From
				}
				if m.To == p {
					delete(has, m.Record)
				}
				if m.From == p {
					has[m.Record] = true
				}
			}
		}
	}
	return thenOf(has, at, p), nil
}

func thenOf(has map[register.RecordID]bool, at map[register.RecordID]register.PersonID, p register.PersonID) Then {
	t := Then{Elsewhere: make(map[register.RecordID]register.PersonID)}
	for r := range has {
		t.Records = append(t.Records, r)
	}
	for r, q := range at {
		if q != p {
			t.Elsewhere[r] = q
		}
	}
	return t
}

// movesOf are the moves that an entry made; none for kinds that move nothing.
func (s *Service) movesOf(ctx context.Context, l journal.Line) ([]register.Move, error) {
	switch l.Kind {
	case RunDone:
		return s.runMoves(ctx, l.Seq)
	case PairJudged, Settled, journal.UndoneKind:
	default:
		return nil, nil
	}
	e, _, err := s.Store.Entry(ctx, l.Seq)
	if err != nil || e.Body == nil {
		return nil, err
	}
	if l.Kind == journal.UndoneKind {
		b, err := journal.Decode[journal.Undone](e)
		if err != nil || b.Extra == nil {
			return nil, err
		}
		var c change
		err = json.Unmarshal(b.Extra, &c)
		return c.Moves, err
	}
	b, err := journal.Decode[SettledBody](e)
	return b.Moves, err
}

// runMoves are the moves of a run. One that is not the latest is read without
// putting it in the place of the one that judging reads again and again.
func (s *Service) runMoves(ctx context.Context, run int64) ([]register.Move, error) {
	s.mu.Lock()
	latest := s.latest
	s.mu.Unlock()
	if latest != nil && latest.run == run {
		return latest.Moves, nil
	}
	e, _, err := s.Store.Entry(ctx, run)
	if err != nil {
		return nil, err
	}
	b, err := journal.Decode[RunBody](e)
	if err != nil {
		return nil, err
	}
	o, err := readOutcome(ctx, s.Journal.Blobs, b.Blob)
	if err != nil {
		return nil, err
	}
	return o.Moves, nil
}
