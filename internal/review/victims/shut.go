package victims

import (
	"context"
	"slices"

	"kashf.org/kashf/internal/register"
	"kashf.org/kashf/names"
)

// A shut is what a liaison with a conflict of interest may not read: whoever is kin
// to a person under review stands on that person's side, and what victims told
// of the person, with how they are reached, is never for that side.
type shut struct {
	account string
	persons map[register.PersonID]bool
	names   []string
}

// shutTo are the persons in whose review an account has a conflict that stands.
func (s *Service) shutTo(ctx context.Context, account string) (shut, error) {
	x := shut{account: account, persons: map[register.PersonID]bool{}}
	closed, err := s.Store.ClosedTo(ctx, account)
	if err != nil {
		return x, err
	}
	for _, r := range closed.Records() {
		if x.persons[r.Person] {
			continue
		}
		x.persons[r.Person] = true
		_, rs, err := s.Reviews.Store.Person(ctx, register.Sight{Machine: true}, r.Person)
		if err != nil {
			return x, err
		}
		x.names = append(x.names, NamesOf(rs)...)
	}
	return x, nil
}

// hides reports whether a registration names one of those persons, or was found
// to concern a case of theirs.
func (s *Service) hides(ctx context.Context, x shut, r Open) (bool, error) {
	if len(x.persons) == 0 {
		return false, nil
	}
	for _, l := range r.Links {
		y, err := s.Linked(r.ID, l)
		if err != nil {
			return false, err
		}
		c, err := s.Reviews.Store.Case(ctx, y.Case)
		if err != nil {
			return false, err
		}
		if x.persons[c.Person] || slices.Contains(c.Conflicted(), x.account) {
			return true, nil
		}
	}
	return slices.ContainsFunc(r.Told.Names, func(n string) bool {
		return slices.ContainsFunc(x.names, func(m string) bool {
			return n != "" && m != "" && s.Compare.CompareStrings(n, m).Score >= names.SameName
		})
	}), nil
}
