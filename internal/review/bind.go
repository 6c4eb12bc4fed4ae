package review

import (
	"cmp"
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

// ordered refuses to stop a clock by an order that nobody can read: what a court's
// order, or a decision to keep somebody, names must be attached to a row of this
// person's file, in the sight of whoever enters it or of who opened the case. What
// is not there and what is not in sight are told alike.
func (s *Service) ordered(ctx context.Context, w Who, c *Case, b Body) error {
	item, refused := orderOf(b)
	if p, ok := c.Part(w.Account); item == "" || !ok || !slices.Contains(b.by(), p.Role) {
		return nil // refused for that
	}
	seen, err := s.inSight(ctx, w, c, item)
	if err != nil || !seen {
		return cmp.Or(err, refused)
	}
	id, err := s.recordOf(ctx, Ref{Item: item})
	if err != nil || id == ofNoPerson {
		return cmp.Or(err, refused)
	}
	lies, _, err := s.bound(ctx, c.Person, []Ref{{Item: item}})
	if err == nil && !lies {
		err = refused
	}
	return err
}

// fillOrder says that an order waits for a second person, unless it frees, and
// who attached its paper.
func (s *Service) fillOrder(ctx context.Context, b *CourtOrderedBody) error {
	b.Told, b.Clerk, b.ClerkOrg = b.Until != 0, "", ""
	if !b.Told {
		return nil
	}
	it, err := s.Store.Item(ctx, register.Sight{Machine: true}, b.Item)
	if errors.Is(err, register.ErrNotFound) {
		return nil // refused for that
	}
	b.Clerk, b.ClerkOrg = it.By, string(it.Org)
	return err
}

// orderOf is the item that an act rests custody on, "" where it rests none, and
// the refusal of one that is not there.
func orderOf(b Body) (item string, refused error) {
	switch b := b.(type) {
	case *CourtOrderedBody:
		return b.Item, ruleKeep.refuse("the order of an ordinary court, attached")
	case *CourtOrderReadBody:
		return b.Item, ruleRead.refuse("the paper in the sight of who confirms it")
	case *DraftedBody:
		if b.Outcome == Keep {
			return b.Order, ruleKeep.refuse("the lawful order of a competent authority, attached")
		}
	}
	return "", nil
}

// inSight reports whether whoever acts may read an item: by their own
// organisation, or by the one that opened the case and brought its file.
func (s *Service) inSight(ctx context.Context, w Who, c *Case, item string) (bool, error) {
	orgs := []string{w.Org}
	for _, p := range c.Cast {
		if p.Role == Registrar {
			orgs = append(orgs, p.Org)
		}
	}
	for _, o := range orgs {
		_, err := s.Store.Item(ctx, register.Sight{Org: register.OrgID(o), Level: register.C3}, item)
		if err == nil || !errors.Is(err, register.ErrNotFound) {
			return err == nil, err
		}
	}
	return false, nil
}
