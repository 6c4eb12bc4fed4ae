package review

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"kashf.org/kashf/internal/register"
)

// leavingLevel is the highest level of a source whose facts may leave with a
// case. What lies above is for who keeps it to hand over.
const leavingLevel = register.C3

// stays are the facts of a case that may not leave: those that rest on a source
// which the organisation of whoever makes the file, or of whoever let it go, does
// not read. A source that an organisation keeps to itself, or shares with some,
// does not leave by the hand of another.
func (s *Service) stays(ctx context.Context, c *Case, w Who, exchange string) ([]FactID, error) {
	approved, err := s.approver(ctx, c.ID, exchange)
	if err != nil {
		return nil, err
	}
	var open []map[register.SourceID]bool
	for _, org := range []string{w.Org, approved} {
		sources, err := s.Store.Sources(ctx, register.Sight{Org: register.OrgID(org), Level: leavingLevel})
		if err != nil {
			return nil, fmt.Errorf("read sources: %w", err)
		}
		reads := make(map[register.SourceID]bool, len(sources))
		for _, x := range sources {
			reads[x.ID] = true
		}
		open = append(open, reads)
	}
	var out []FactID
	for _, f := range c.Facts {
		ok, err := s.leaves(ctx, f, open)
		if err != nil {
			return nil, err
		}
		if !ok && !f.Closed {
			out = append(out, f.ID)
		}
	}
	return out, nil
}

// leaves reports whether every source that a fact rests on is open to both.
func (s *Service) leaves(ctx context.Context, f Fact, open []map[register.SourceID]bool) (bool, error) {
	for _, r := range f.Refs {
		src, err := s.sourceOf(ctx, r)
		if errors.Is(err, register.ErrNotFound) {
			return false, nil // undone or destroyed since: it does not leave either
		}
		if err != nil {
			return false, err
		}
		if slices.ContainsFunc(open, func(reads map[register.SourceID]bool) bool { return src != "" && !reads[src] }) {
			return false, nil
		}
	}
	return true, nil
}

// sourceOf is the source that a fact's reference lies in, "" for a paper of a
// place, which is of no source.
func (s *Service) sourceOf(ctx context.Context, r Ref) (register.SourceID, error) {
	machine, id := register.Sight{Machine: true}, register.RecordID(r.Record)
	if r.Item != "" {
		it, err := s.Store.Item(ctx, machine, r.Item)
		switch {
		case err != nil:
			return "", err
		case it.Kind == register.OfSource:
			return register.SourceID(it.Subject), nil
		case it.Kind != register.OfPerson:
			return "", nil
		}
		if _, err := fmt.Sscan(it.Subject, &id); err != nil {
			return "", fmt.Errorf("item %s: subject: %w", r.Item, err)
		}
	}
	rec, err := s.Store.RecordOf(ctx, machine, id)
	return rec.Source, err
}

// approver is the organisation of who let an exchange go, the last to say so.
func (s *Service) approver(ctx context.Context, id CaseID, exchange string) (string, error) {
	entries, err := s.Store.EventsOf(ctx, id)
	if err != nil {
		return "", err
	}
	var org string
	for _, e := range entries {
		if e.Body == nil {
			continue
		}
		_, ev, err := eventOf(e)
		if err != nil {
			return "", err
		}
		if b, ok := ev.Body.(*ExchangeApprovedBody); ok && b.ID == exchange {
			org = ev.Org
		}
	}
	if org != "" {
		return org, nil
	}
	return "", ruleExchange.refuse("a request that a second person has approved")
}

// without is the case with facts closed that do not leave.
func (c *Case) without(stays []FactID) *Case {
	out := *c
	out.Facts = slices.Clone(c.Facts)
	for i := range out.Facts {
		if slices.Contains(stays, out.Facts[i].ID) {
			out.Facts[i].Closed = true
		}
	}
	return &out
}
