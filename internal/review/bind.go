package review

import (
	"context"
	"errors"
	"fmt"

	"kashf.org/kashf/internal/register"
)

// judges is how many people stand behind the links that tie what a fact points
// at to the person: two, where every link was judged so, else none.
func (s *Service) judges(ctx context.Context, person register.PersonID, refs []Ref) (int, error) {
	machine := register.Sight{Machine: true}
	_, records, err := s.Store.Person(ctx, machine, person)
	if errors.Is(err, register.ErrNotFound) {
		return 0, nil
	}
	if err != nil {
		return 0, err
	}
	said, err := s.Store.JudgementsOf(ctx, machine, person)
	if err != nil {
		return 0, err
	}
	for _, r := range refs {
		ok, err := s.tied(ctx, r, records, said)
		if err != nil || !ok {
			return 0, err
		}
	}
	return bindingJudges, nil
}

func (s *Service) tied(ctx context.Context, r Ref, records []register.Record, said []register.Judgement) (bool, error) {
	id := register.RecordID(r.Record)
	if r.Item != "" {
		it, err := s.Store.Item(ctx, register.Sight{Machine: true}, r.Item)
		if errors.Is(err, register.ErrNotFound) {
			return false, nil
		}
		if err != nil {
			return false, err
		}
		if it.Kind != register.OfPerson {
			return true, nil // a paper of a source or a place speaks of no link
		}
		if _, err := fmt.Sscan(it.Subject, &id); err != nil {
			return false, fmt.Errorf("item %s: subject: %w", r.Item, err)
		}
	}
	return register.Tied(records, said, id), nil
}
