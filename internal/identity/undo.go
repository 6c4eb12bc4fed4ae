package identity

import (
	"context"
	"fmt"
	"slices"

	"kashf.org/kashf/internal/journal"
	"kashf.org/kashf/internal/register"
)

// Undo takes back any entry that can be taken back, and settles the persons
// that rested on it. A run must be the latest that stands. It returns the
// entry that undoes.
func (s *Service) Undo(ctx context.Context, a journal.Actor, seq int64, why string) (int64, error) {
	var e journal.Entry
	err := again(ctx, func() (err error) {
		e, err = s.undo(ctx, a, seq, why)
		return err
	})
	return e.Seq, err
}

func (s *Service) undo(ctx context.Context, a journal.Actor, seq int64, why string) (journal.Entry, error) {
	target, undone, err := s.Store.Entry(ctx, seq)
	if err != nil {
		return journal.Entry{}, err
	}
	if undone != 0 {
		return journal.Entry{}, fmt.Errorf("entry %d is undone already: %w", seq, journal.ErrCannotUndo)
	}
	switch target.Kind {
	case RunDone:
		return s.undoRun(ctx, a, seq, why)
	case PairJudged:
		return s.undoJudged(ctx, a, target, why)
	case register.SourceImported:
		e, err := s.undoImport(ctx, a, target, why)
		if err == nil && s.Shelf != nil { // it says who the rows may be
			s.refuse(s.Shelf.Remove())
		}
		return e, err
	}
	var e journal.Entry
	err = s.Journal.Do(ctx, a, func(ctx context.Context, u *journal.Unit) (err error) {
		e, err = u.Undo(ctx, seq, why, nil)
		return err
	})
	return e, err
}

// UndoJudgement takes back a judgement that the reader may see. What others
// said of the pair stands.
func (s *Service) UndoJudgement(ctx context.Context, a journal.Actor, v register.Sight, id, why string) (int64, error) {
	j, err := s.Store.Judgement(ctx, v, id)
	if err != nil {
		return 0, err
	}
	return s.Undo(ctx, a, j.Seq, why)
}

func (s *Service) undoJudged(ctx context.Context, a journal.Actor, target journal.Entry, why string) (e journal.Entry, err error) {
	b, err := journal.Decode[JudgedBody](target)
	if err != nil {
		return e, err
	}
	sc, err := s.look(ctx, b.Left, b.Right)
	if err != nil {
		return e, err
	}
	said := slices.DeleteFunc(slices.Clone(sc.said), func(j register.Judgement) bool { return j.ID == b.ID })
	c, err := s.settle(ctx, sc, said, back(sc.now, b.Moves))
	if err != nil {
		return e, err
	}
	err = s.commit(ctx, a, sc.size, func(ctx context.Context, u *journal.Unit) (err error) {
		e, err = u.Undo(ctx, target.Seq, why, c)
		return err
	})
	return e, err
}

// back says who held the records before the moves, of those that have not
// moved on since.
func back(now map[register.RecordID]register.PersonID, moves []register.Move) map[register.RecordID]register.PersonID {
	held := make(map[register.RecordID]register.PersonID, len(now))
	for r, p := range now {
		held[r] = p
	}
	for _, m := range moves {
		if p, ok := now[m.Record]; ok && p == m.To {
			held[m.Record] = m.From
		}
	}
	return held
}

// undoRun leads every record to where it is without the run: to the person
// that the run before it and the judgements that stand give.
func (s *Service) undoRun(ctx context.Context, a journal.Actor, seq int64, why string) (e journal.Entry, err error) {
	sc, err := s.lookAtAll(ctx)
	if err != nil {
		return e, err
	}
	moves := sc.run.Moves
	if sc.run, err = s.runBefore(ctx, seq); err != nil {
		return e, err
	}
	c, err := s.settle(ctx, sc, sc.said, back(sc.now, moves))
	if err != nil {
		return e, err
	}
	err = s.commit(ctx, a, sc.size, func(ctx context.Context, u *journal.Unit) (err error) {
		e, err = u.Undo(ctx, seq, why, c)
		return err
	})
	return e, err
}

// recentRuns is how far back a run before the latest is looked for.
const recentRuns = 1000

// runBefore is the run that stands once the latest, whose entry is given, is
// taken back.
func (s *Service) runBefore(ctx context.Context, latest int64) (*outcome, error) {
	runs, err := s.Store.Runs(ctx, recentRuns)
	if err != nil {
		return nil, err
	}
	runs = slices.DeleteFunc(runs, func(r register.Run) bool { return r.Undone != 0 })
	if len(runs) == 0 || runs[0].Seq != latest {
		return nil, fmt.Errorf("entry %d is not the latest run: %w", latest, journal.ErrCannotUndo)
	}
	if len(runs) == 1 {
		return &outcome{}, nil
	}
	return s.outcome(ctx, runs[1].Seq)
}

// undoImport hides an import's records and settles the persons that they held
// together, in one unit of work.
func (s *Service) undoImport(ctx context.Context, a journal.Actor, target journal.Entry, why string) (e journal.Entry, err error) {
	b, err := journal.Decode[register.ImportBody](target)
	if err != nil {
		return e, err
	}
	later, err := s.Store.EditionsOf(ctx, b.ID)
	if err != nil {
		return e, err
	}
	if len(later) > 0 {
		return e, fmt.Errorf("a newer edition of this list was taken in after it and rests on it: %w", journal.ErrCannotUndo)
	}
	last := b.First + register.RecordID(b.Taken) - 1
	gone := func(r register.RecordID) bool { return r >= b.First && r <= last }
	sc, err := s.lookAtAll(ctx)
	if err != nil {
		return e, err
	}
	sc.records = slices.DeleteFunc(sc.records, gone)
	for r := range sc.now {
		if gone(r) {
			delete(sc.now, r)
		}
	}
	// A judgement about a record that is gone rests, and binds no more; hold
	// leaves it aside.
	c, err := s.settle(ctx, sc, sc.said, nil)
	if err != nil {
		return e, err
	}
	err = s.commit(ctx, a, sc.size, func(ctx context.Context, u *journal.Unit) (err error) {
		if e, err = u.Undo(ctx, target.Seq, why, nil); err != nil || len(c.Moves)+len(c.Redirects) == 0 {
			return err
		}
		_, err = u.Append(ctx, journal.Draft{Kind: Settled, Body: SettledBody{c}, Subjects: []string{string(b.ID)}})
		return err
	})
	return e, err
}
