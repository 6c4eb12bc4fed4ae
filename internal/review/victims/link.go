package victims

import (
	"context"
	"slices"

	"kashf.org/kashf/internal/journal"
	"kashf.org/kashf/internal/register"
	"kashf.org/kashf/internal/review"
)

// A Linked is what the liaison made of a likeness, and how it was reached. It is
// only ever stored sealed.
type Linked struct {
	Case review.CaseID `json:"case"`
	Same bool          `json:"same"`
	Hits []Hit         `json:"hits"`
	Why  string        `json:"why"`
}

// A Protection is a check before anything is told: the reasons for each of its
// three answers, true where nobody is put in danger.
type Protection struct {
	Victims     string `json:"victims"`
	VictimsSafe bool   `json:"victims_safe"`
	Person      string `json:"person"`
	PersonSafe  bool   `json:"person_safe"`
	Contact     string `json:"contact"`
	NoContact   bool   `json:"no_contact"` // neither can reach or learn of the other
}

// Passed reports whether nobody is put in danger.
func (p Protection) Passed() bool { return p.VictimsSafe && p.PersonSafe && p.NoContact }

// Linked opens what was made of a likeness.
func (s *Service) Linked(id string, l Link) (Linked, error) {
	var x Linked
	return x, s.unseal(id, "link", l.Sealed, &x)
}

// Checked opens the last protection check of a link, false where there is none.
func (s *Service) Checked(id string, l Link) (Protection, bool, error) {
	var p Protection
	if l.Check == nil {
		return p, false, nil
	}
	return p, true, s.unseal(id, "check", l.Check, &p)
}

// Judge enters what a liaison makes of a likeness that is proposed to them, with
// how it was reached. Nothing is told to anybody by that.
func (s *Service) Judge(ctx context.Context, who journal.Actor, id string, c review.CaseID, same bool, why string) error {
	r, err := s.Get(ctx, who, id)
	if err != nil {
		return err
	}
	hits, err := s.hits(ctx, who.Account, r, c)
	switch {
	case err != nil:
		return err
	case len(hits) == 0:
		return register.ErrNotFound
	case !review.Legible(why):
		return ErrWhy
	}
	a := Act{ID: id, Act: "judged", Link: s.NewID()}
	if a.Sealed, err = s.seal(id, "link", Linked{c, same, hits, why}); err != nil {
		return err
	}
	return s.Journal.Do(ctx, who, func(ctx context.Context, u *journal.Unit) error {
		now, err := tablesOf(u.Env).Registration(ctx, id)
		if err != nil {
			return err
		}
		for _, l := range now.Links {
			if y, err := s.Linked(id, l); err != nil || y.Case == c {
				return err // judged already, at the same moment
			}
		}
		_, err = u.Append(ctx, journal.Draft{Kind: ActDone, Body: a})
		return err
	})
}

// Protect enters a protection check, whatever stands; see [Service.ProtectSeen].
func (s *Service) Protect(ctx context.Context, who journal.Actor, id, link string, p Protection) error {
	return s.ProtectSeen(ctx, who, id, link, "", p)
}

// ProtectSeen enters a protection check on a likeness that was judged to hold.
// Where it passes, the case learns of a group, while they agree to be matched;
// where a later one does not pass, nothing more is told to it. saw is the
// [Link.Version] that its writer had before them: where a colleague checked since,
// the answer is a journal.ErrConflict, for "safe" on an old page would stand over
// a danger that was found meanwhile.
func (s *Service) ProtectSeen(ctx context.Context, who journal.Actor, id, link, saw string, p Protection) error {
	r, err := s.Get(ctx, who, id)
	if err != nil {
		return err
	}
	i := slices.IndexFunc(r.Links, func(l Link) bool { return l.ID == link })
	if i < 0 {
		return register.ErrNotFound
	}
	x, err := s.Linked(id, r.Links[i])
	if err != nil {
		return err
	}
	_, mine, err := s.subject(ctx, who.Account, x.Case)
	switch {
	case err != nil:
		return err
	case !mine || !x.Same:
		return register.ErrNotFound
	case !review.Legible(p.Victims) || !review.Legible(p.Person) || !review.Legible(p.Contact):
		return ErrWhy
	}
	g, err := s.groupOf(ctx, link, x.Case)
	if err != nil {
		return err
	}
	if g == nil && p.Passed() && !slices.Contains(r.Told.Agreed, "match") {
		return ErrMatch
	}
	was, checked, err := s.Checked(id, r.Links[i])
	if err != nil {
		return err
	}
	if checked && was == p && saw != "" && saw != r.Links[i].Version() { // the same form sent twice
		if g != nil && g.Unsafe != p.Passed() {
			return nil // the case knows
		}
		return s.join(ctx, who, r, link, x.Case, p) // what the first did not get to
	}
	a := Act{ID: id, Act: "protected", Link: link, Passed: p.Passed()}
	if a.Sealed, err = s.seal(id, "check", p); err != nil {
		return err
	}
	if err := s.enterSeen(ctx, who, a, func(now Registration) bool { return saw == "" || saw == now.checked(link) }); err != nil {
		return err
	}
	return s.join(ctx, who, r, link, x.Case, p)
}

// groupOf is the group of a link in a case that knows it, nil otherwise.
func (s *Service) groupOf(ctx context.Context, link string, id review.CaseID) (*review.VictimGroup, error) {
	c, err := s.Reviews.Store.Case(ctx, id)
	if err != nil {
		return nil, err
	}
	i := slices.IndexFunc(c.Groups, func(g review.VictimGroup) bool { return g.ID == link })
	if i < 0 {
		return nil, nil
	}
	return &c.Groups[i], nil
}

// checked is the [Link.Version] of a link, "-" where it is gone.
func (r Registration) checked(link string) string {
	for _, l := range r.Links {
		if l.ID == link {
			return l.Version()
		}
	}
	return "-"
}

// join makes the group known to the case after a check that passed, and says
// what a later check found to a case that knows it.
func (s *Service) join(ctx context.Context, who journal.Actor, r Open, link string, id review.CaseID, p Protection) error {
	known, err := s.groupOf(ctx, link, id)
	if err != nil {
		return err
	}
	as := review.Who{Actor: who}
	if known == nil && !p.Passed() {
		return nil
	}
	if known == nil {
		g := &review.GroupBody{ID: link, Link: r.Told.Link, Wish: r.Told.Wish, Support: r.Told.Support, Apart: r.Told.Apart, List: r.List.Hash()}
		if err := s.Reviews.Enter(ctx, as, id, 0, g); err != nil {
			return err
		}
	}
	return s.Reviews.Enter(ctx, as, id, 0, &review.ProtectedBody{ID: link, VictimsSafe: p.VictimsSafe, PersonSafe: p.PersonSafe, NoContact: p.NoContact})
}
