package review

import (
	"context"
	"slices"

	"kashf.org/kashf/internal/register"
)

// Nobody is two things in one file, over all its reviews: who decided, assembled,
// watched or spoke for a side in an earlier review of the same person has nothing
// else to do with a later one, and who decided does not come back at all; see
// docs/decisions/0042.

// comesBack reports whether whoever had this part in one review of a person may
// have a role in another. The same part again is no earlier role, but for those
// who decide: a lawyer goes on defending. Who never declared read nothing.
func (p Part) comesBack(r Role) bool {
	if !p.Declared && p.Role.merits() {
		return true
	}
	return p.Role == r && !r.sitting()
}

// earlierIn reports whether an account has a part in one of some reviews that
// bars it from a role in another of the same person.
func earlierIn(others []*Case, account string, r Role) bool {
	return slices.ContainsFunc(others, func(o *Case) bool {
		p := o.part(account)
		return p != nil && !p.comesBack(r)
	})
}

// others are the other reviews of a person, closed ones too, in whatever file
// they lie by now.
func (s *Service) others(ctx context.Context, id CaseID, person register.PersonID, read func(context.Context, CaseID) (*Case, error)) ([]*Case, error) {
	ids, err := s.Store.CasesOf(ctx, person)
	if err != nil {
		return nil, err
	}
	var out []*Case
	for _, other := range ids {
		if other == id {
			continue
		}
		o, err := read(ctx, other)
		if err != nil {
			return nil, err
		}
		out = append(out, o)
	}
	return out, nil
}

var (
	errEarlier = ruleConflict.refuse("somebody who had no part in an earlier review of this person")
	errHeldBy  = ruleIndep.refuse("somebody whom the holder does not employ")
)

// unencumbered refuses a part to whom an earlier role or an earlier holder bars. A draw
// leaves those out when it is frozen; who turns out afterwards to have had a role
// in a review of a file that was joined with this one is asked, see [Service.Ask].
func (s *Service) unencumbered(ctx context.Context, t Tables, id CaseID, person register.PersonID, b *AssignedBody) error {
	others, err := s.others(ctx, id, person, t.CaseOf)
	if err != nil {
		return err
	}
	if b.Role.sitting() {
		others = slices.DeleteFunc(others, func(o *Case) bool { return o.Person != person })
	}
	switch {
	case earlierIn(others, b.Account, b.Role):
		return errEarlier
	case !b.Role.sitting() && b.Org != "" && slices.ContainsFunc(others, func(o *Case) bool { return o.Liberty.Holder == b.Org }):
		return errHeldBy
	}
	return nil
}

// barredFrom are the accounts that had a part in one of some reviews and so have
// no seat in another of the same person, and the organisations that held the
// person.
func barredFrom(others []*Case) (accounts, orgs []string) {
	for _, o := range others {
		for _, p := range o.Cast {
			if !p.comesBack(Member) {
				accounts = append(accounts, p.Account)
			}
		}
		if o.Liberty.Holder != "" {
			orgs = append(orgs, o.Liberty.Holder)
		}
	}
	return accounts, orgs
}

// earlier asks of an entry that gives a part whether an earlier role in another
// review of the same person barred from it.
func (p *Procedure) earlier(id CaseID, e Event, c *Case) error {
	account, person, r := e.By, c.Person, Registrar
	switch b := e.Body.(type) {
	case *OpenedBody:
		person = b.Person
	case *AssignedBody:
		account, r = b.Account, b.Role
	default:
		return nil
	}
	if earlierIn(p.reviewsOf(person, id), account, r) {
		return errEarlier
	}
	return nil
}

// reviewsOf are the other reviews of the same number of a person. Which files are
// one by now, the reviews' own entries do not say.
func (p *Procedure) reviewsOf(person register.PersonID, but CaseID) []*Case {
	var out []*Case
	for _, id := range p.about[person] {
		if c := p.cases[id]; id != but && c.Person == person {
			out = append(out, c)
		}
	}
	return out
}

// files notes under which person a review stands.
func (p *Procedure) files(id CaseID, person register.PersonID) {
	if p.about == nil {
		p.about = map[register.PersonID][]CaseID{}
	}
	if !slices.Contains(p.about[person], id) {
		p.about[person] = append(p.about[person], id)
	}
}
