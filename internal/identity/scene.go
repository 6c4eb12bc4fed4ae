package identity

import (
	"context"
	"errors"
	"fmt"

	"kashf.org/kashf/internal/register"
)

// A scene is the part of the register that a command about a few records can
// touch: those records, and whatever is held together with them, or could be,
// by any link or judgement.
type scene struct {
	size    int64 // of the ledger
	run     *outcome
	now     map[register.RecordID]register.PersonID
	records []register.RecordID
	said    []register.Judgement // standing ones about its records
	// whole: the scene is the whole register, and taken are the persons that
	// only destroyed records have.
	whole bool
	taken map[register.PersonID]bool
}

// look gathers the scene around the given records.
func (s *Service) look(ctx context.Context, around ...register.RecordID) (*scene, error) {
	head, err := s.Store.Head(ctx)
	if err != nil {
		return nil, err
	}
	sc := &scene{size: head.Size, now: map[register.RecordID]register.PersonID{}}
	if sc.run, err = s.latestRun(ctx); err != nil {
		return nil, err
	}
	standing, err := binding(ctx, s.Store)
	if err != nil {
		return nil, err
	}
	same := map[register.RecordID][]register.RecordID{}
	for _, j := range standing {
		if j.Verdict == register.SamePerson {
			same[j.Left] = append(same[j.Left], j.Right)
			same[j.Right] = append(same[j.Right], j.Left)
		}
	}
	if err := s.spread(ctx, sc, same, around); err != nil {
		return nil, err
	}
	for _, j := range standing {
		_, left := sc.now[j.Left]
		_, right := sc.now[j.Right]
		if left && right {
			sc.said = append(sc.said, j)
		}
	}
	return sc, nil
}

// lookAtAll is a scene of the whole register. A record that was destroyed by
// law keeps its person and has nothing to do with anybody.
func (s *Service) lookAtAll(ctx context.Context) (*scene, error) {
	head, err := s.Store.Head(ctx)
	if err != nil {
		return nil, err
	}
	sc := &scene{size: head.Size, now: map[register.RecordID]register.PersonID{}, whole: true, taken: map[register.PersonID]bool{}}
	if sc.run, err = s.latestRun(ctx); err != nil {
		return nil, err
	}
	if sc.said, err = binding(ctx, s.Store); err != nil {
		return nil, err
	}
	for r, err := range s.Store.All(ctx, 0) {
		switch {
		case err != nil:
			return nil, err
		case r.Destroyed != 0:
			sc.taken[r.Person] = true
		default:
			sc.now[r.ID] = r.Person
			sc.records = append(sc.records, r.ID)
		}
	}
	for _, p := range sc.now {
		delete(sc.taken, p)
	}
	return sc, nil
}

// spread follows persons, links and judgements until nothing new is met.
func (s *Service) spread(ctx context.Context, sc *scene, same map[register.RecordID][]register.RecordID, queue []register.RecordID) error {
	for len(queue) > 0 {
		r := queue[0]
		queue = queue[1:]
		if _, met := sc.now[r]; met {
			continue
		}
		rec, err := s.Store.RecordOf(ctx, machine, r)
		if errors.Is(err, register.ErrNotFound) {
			continue // of an import that was undone
		}
		if err != nil {
			return err
		}
		_, together, err := s.Store.Person(ctx, machine, rec.Person)
		if errors.Is(err, register.ErrNotFound) {
			return errMoved // the record went to another person between the two looks
		}
		if err != nil {
			return fmt.Errorf("person %d: %w", rec.Person, err)
		}
		for _, x := range together {
			if _, met := sc.now[x.ID]; met || x.Destroyed != 0 {
				continue
			}
			sc.now[x.ID] = x.Person
			sc.records = append(sc.records, x.ID)
			queue = append(queue, same[x.ID]...)
			for _, l := range sc.run.beside[x.ID] {
				if l.Weight >= holds {
					queue = append(queue, l.Left, l.Right)
				}
			}
		}
	}
	return nil
}

// settle computes what leads the scene's records to the persons that follow
// from the given judgements. held says who held the records for the purpose of
// keeping numbers; nil is as now.
func (s *Service) settle(ctx context.Context, sc *scene, said []register.Judgement, held map[register.RecordID]register.PersonID) (change, error) {
	if held == nil {
		held = sc.now
	}
	groups, _ := hold(sc.records, sc.bonds(), said)
	taken, err := s.takenOutside(ctx, sc, held)
	if err != nil {
		return change{}, err
	}
	ids, reserve := assign(groups, held, taken)
	if reserve > 0 {
		first, err := s.Store.Reserve(ctx, reserve)
		if err != nil {
			return change{}, fmt.Errorf("reserve numbers of persons: %w", err)
		}
		number(ids, first)
	}
	beyond, err := s.beyond(ctx, sc)
	if err != nil {
		return change{}, err
	}
	return diff(groups, ids, sc.now, taken, beyond), nil
}

// nobody is whose a record beyond the whole register is.
func nobody(register.RecordID) register.PersonID { return 0 }

// beyond tells whose the records outside the scene are whose numbers its
// persons have: a person keeps its number when the record that was born with it
// leaves for another.
func (s *Service) beyond(ctx context.Context, sc *scene) (func(register.RecordID) register.PersonID, error) {
	if sc.whole {
		return nobody, nil
	}
	of := map[register.RecordID]register.PersonID{}
	for _, p := range sc.now {
		r := register.RecordID(p)
		if _, here := sc.now[r]; here {
			continue
		}
		rec, err := s.Store.RecordOf(ctx, machine, r)
		if errors.Is(err, register.ErrNotFound) || err == nil && rec.Destroyed != 0 {
			continue
		}
		if err != nil {
			return nil, err
		}
		of[r] = rec.Person
	}
	return func(r register.RecordID) register.PersonID { return of[r] }, nil
}

// bonds are the run's links among the scene's records.
func (sc *scene) bonds() []bond {
	var out []bond
	for _, r := range sc.records {
		for _, l := range sc.run.beside[r] {
			if l.Left == r {
				out = append(out, bond{l.Left, l.Right, l.Weight})
			}
		}
	}
	return out
}

// takenOutside tells the numbers that persons outside the scene have, of those
// that its records were born with or held.
func (s *Service) takenOutside(ctx context.Context, sc *scene, held map[register.RecordID]register.PersonID) (func(register.PersonID) bool, error) {
	if sc.whole {
		return func(p register.PersonID) bool { return sc.taken[p] }, nil
	}
	ask, taken := map[register.PersonID]bool{}, map[register.PersonID]bool{}
	for r, p := range held {
		ask[p], ask[register.PersonID(r)] = true, true
	}
	for _, p := range sc.now {
		delete(ask, p)
	}
	for p := range ask {
		now, records, err := s.Store.Person(ctx, machine, p)
		if errors.Is(err, register.ErrNotFound) || err == nil && (now != p || len(records) == 0) {
			continue
		}
		if err != nil {
			return nil, err
		}
		taken[p] = true
	}
	return func(p register.PersonID) bool { return taken[p] }, nil
}
