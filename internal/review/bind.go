package review

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"kashf.org/kashf/internal/register"
)

// bound says whether everything that a fact points at lies in the person's file,
// and how many people stand behind the links that tie it to the person: two,
// where every link was judged so, else none.
func (s *Service) bound(ctx context.Context, person register.PersonID, refs []Ref) (lies bool, judges int, err error) {
	machine := register.Sight{Machine: true}
	_, records, err := s.Store.Person(ctx, machine, person)
	if errors.Is(err, register.ErrNotFound) {
		return false, 0, nil
	}
	if err != nil {
		return false, 0, err
	}
	said, err := s.Store.JudgementsOf(ctx, machine, person)
	if err != nil {
		return false, 0, err
	}
	lies, judges = true, bindingJudges
	for _, r := range refs {
		id, err := s.recordOf(ctx, r)
		switch {
		case err != nil:
			return false, 0, err
		case id == ofNoPerson:
		case !slices.ContainsFunc(records, func(x register.Record) bool { return x.ID == id && x.Destroyed == 0 }):
			return false, 0, nil
		case !register.Tied(records, said, id):
			judges = 0
		}
	}
	return lies, judges, nil
}

// ofNoPerson stands for the record of a paper of a source or a place, which
// speaks of no link.
const ofNoPerson register.RecordID = -1

// recordOf is the record that a fact points at, itself or through an item that is
// attached to it; 0 where the item is gone.
func (s *Service) recordOf(ctx context.Context, r Ref) (id register.RecordID, err error) {
	if r.Item == "" {
		return register.RecordID(r.Record), nil
	}
	it, err := s.Store.Item(ctx, register.Sight{Machine: true}, r.Item)
	switch {
	case errors.Is(err, register.ErrNotFound):
		return 0, nil
	case err != nil:
		return 0, err
	case it.Kind != register.OfPerson:
		return ofNoPerson, nil
	}
	if _, err := fmt.Sscan(it.Subject, &id); err != nil {
		return 0, fmt.Errorf("item %s: subject: %w", r.Item, err)
	}
	return id, nil
}
