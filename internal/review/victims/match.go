package victims

import (
	"context"
	"errors"
	"slices"
	"strings"

	"kashf.org/kashf/internal/journal"
	"kashf.org/kashf/internal/register"
	"kashf.org/kashf/internal/review"
)

// A Ground is one thing that a registration and a case have in common.
type Ground string

// The grounds of a likeness.
const (
	SamePlace Ground = "place"
	SameUnit  Ground = "unit"
	SameTime  Ground = "time"
	SameName  Ground = "name"
)

// A Hit says on what ground, and by which words of either side.
type Hit struct {
	Ground Ground `json:"ground"`
	Told   string `json:"told"`
	Case   string `json:"case"`
}

// A Match is a likeness between a registration and a case. It is proposed to the
// liaison and to nobody else, and it is no finding about anybody.
type Match struct {
	Registration string
	Case         review.CaseID
	Hits         []Hit
}

// A Subject is what a case says that a registration may be like.
type Subject struct {
	Case    review.CaseID
	Names   []string
	Alleged []review.Allegation
}

// Proposed are the likenesses that wait for a liaison.
type Proposed struct {
	All     int
	Of      map[string]int // by registration
	Matches []Match        // as many as were asked for, the strongest first
}

// subject reads what a case says, for a liaison who plays that part in it and
// has no conflict.
func (s *Service) subject(ctx context.Context, account string, id review.CaseID) (Subject, bool, error) {
	c, err := s.Reviews.Store.Case(ctx, id)
	if err != nil {
		return Subject{}, false, err
	}
	if p, ok := c.Part(account); !ok || p.Role != review.VictimsLiaison || !c.MayRead(account) || c.State == review.Closed {
		return Subject{}, false, nil
	}
	x := Subject{Case: id, Alleged: c.Allegations}
	_, rs, err := s.Reviews.Store.Person(ctx, register.Sight{Machine: true}, c.Person)
	if err != nil && !errors.Is(err, register.ErrNotFound) {
		return x, false, err
	}
	x.Names = NamesOf(rs)
	return x, true, nil
}

// NamesOf are the names in the records of a file, put together from their parts
// where a list has them apart.
func NamesOf(rs []register.Record) []string {
	var out []string
	add := func(n string) {
		if n != "" && !slices.Contains(out, n) {
			out = append(out, n)
		}
	}
	for _, r := range rs {
		parts := map[register.Field]string{}
		for _, c := range r.Claims {
			if c.Absence == register.Present && c.Value != "" {
				parts[c.Field] = c.Value
			}
		}
		add(parts[register.FullName])
		add(parts[register.OtherName])
		if parts[register.FullName] == "" {
			add(strings.Join(strings.Fields(strings.Join([]string{parts[register.GivenName], parts[register.FatherName], parts[register.GrandfatherName], parts[register.FamilyName]}, " ")), " "))
		}
	}
	return out
}

// Proposals are the likenesses that wait for a liaison: of registrations of the
// own organisation, who agreed to be matched, with the cases in which the account
// is the liaison. Matches are as many as limit, after those that are skipped. One
// that was judged is not proposed again.
func (s *Service) Proposals(ctx context.Context, account, org string, skip, limit int) (Proposed, error) {
	x := s.memo.likesOf(reader{account, org})
	x.mu.Lock()
	defer x.mu.Unlock()
	if err := x.now(ctx, s, reader{account, org}); err != nil {
		return Proposed{}, err
	}
	return x.proposed(s, skip, limit), nil
}

// ProposalsOf are those likenesses of one registration.
func (s *Service) ProposalsOf(ctx context.Context, account, org, id string, limit int) (Proposed, error) {
	x := s.memo.likesOf(reader{account, org})
	x.mu.Lock()
	defer x.mu.Unlock()
	if err := x.now(ctx, s, reader{account, org}); err != nil {
		return Proposed{}, err
	}
	return x.proposedOf(s, id, limit), nil
}

// Proposal is the likeness of a registration with a case, [register.ErrNotFound]
// where none waits for the liaison.
func (s *Service) Proposal(ctx context.Context, who journal.Actor, id string, c review.CaseID) (Match, error) {
	r, err := s.Get(ctx, who, id)
	if err != nil {
		return Match{}, err
	}
	hits, err := s.hits(ctx, who.Account, r, c)
	switch {
	case err != nil:
		return Match{}, err
	case len(hits) == 0 || s.judged(r, c):
		return Match{}, register.ErrNotFound
	}
	return Match{id, c, hits}, nil
}

// hits are what a registration has in common with a case; none for whoever is not
// its liaison, and of a registration that is not to be matched.
func (s *Service) hits(ctx context.Context, account string, r Open, c review.CaseID) ([]Hit, error) {
	x, ok, err := s.subject(ctx, account, c)
	if err != nil || !ok || !slices.Contains(r.Told.Agreed, "match") {
		return nil, err
	}
	p := reading{}
	of := p.subject(x)
	return s.compare(p, r.Told, &of), nil
}

// Waiting counts the likenesses with one case that wait for its liaison. Every
// page of a case that is being decided asks it: who was found to be of no concern
// to the case is not opened again while neither they nor the case said more.
func (s *Service) Waiting(ctx context.Context, account, org string, id review.CaseID) (int, error) {
	x, ok, err := s.subject(ctx, account, id)
	if err != nil || !ok {
		return 0, err
	}
	rows, err := s.Store.Registrations(ctx, org)
	if err != nil {
		return 0, err
	}
	unlike := s.apart.of(x)
	left := slices.DeleteFunc(slices.Clone(rows), func(r Registration) bool { return unlike.has(r) })
	n, p := 0, reading{}
	of := p.subject(x)
	all, err := s.openAll(ctx, reader{account, org}, rows, left)
	for _, r := range all {
		switch {
		case !slices.Contains(r.Told.Agreed, "match") || len(s.compare(p, r.Told, &of)) == 0:
			unlike.add(r.Registration)
		case !s.judged(r, id):
			n++
		}
	}
	return n, err
}

// compare compares what was told with a case.
func (s *Service) compare(p reading, t Told, x *side) []Hit {
	told := sideOf(t.Names, p.told(t))
	return compare(s.Compare, &told, x)
}

func (s *Service) judged(r Open, c review.CaseID) bool {
	return slices.ContainsFunc(r.Links, func(l Link) bool { x, err := s.Linked(r.ID, l); return err == nil && x.Case == c })
}
