package victims

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"strings"

	"kashf.org/kashf/internal/journal"
	"kashf.org/kashf/internal/register"
	"kashf.org/kashf/internal/review"
	"kashf.org/kashf/names"
	"kashf.org/kashf/place"
	"kashf.org/kashf/when"
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

// compare finds what a registration and a subject have in common. Time alone is
// nothing, and neither is a place without a time, a unit or a name: thousands
// were held in each.
func compare(c *names.Comparer, p places, t Told, s Subject) []Hit {
	var hits []Hit
	found := false
	for _, a := range s.Alleged {
		h := p.alike(t, a)
		has := func(g Ground) bool { return slices.ContainsFunc(h, func(x Hit) bool { return x.Ground == g }) }
		found = found || has(SameTime) && len(h) > 1 || has(SamePlace) && has(SameUnit)
		for _, x := range h {
			hits = add(hits, x)
		}
	}
	for _, n := range t.Names {
		for _, m := range s.Names {
			if n != "" && m != "" && c.CompareStrings(n, m).Score >= names.SameName {
				found = true
				hits = add(hits, Hit{SameName, n, m})
			}
		}
	}
	if !found {
		return nil
	}
	return hits
}

// alike is what a registration has in common with one allegation; nothing where
// both say when, and never at once.
func (p places) alike(t Told, a review.Allegation) []Hit {
	var hits []Hit
	at := overlap(t.From, t.To, a.From, a.To)
	if at == when.No {
		return nil
	}
	if p.same(t.Place, a.Place) {
		hits = append(hits, Hit{SamePlace, t.Place, a.Place})
	}
	if sameUnit(t.Unit, a.Unit) {
		hits = append(hits, Hit{SameUnit, t.Unit, a.Unit})
	}
	if len(hits) > 0 && t.From+t.To != "" && a.From+a.To != "" {
		hits = append(hits, Hit{SameTime, span(t.From, t.To), span(a.From, a.To)})
	}
	return hits
}

func add(hits []Hit, h Hit) []Hit {
	if slices.ContainsFunc(hits, func(x Hit) bool { return x.Ground == h.Ground }) {
		return hits
	}
	return append(hits, h)
}

// places are the facilities that names of places may mean, each read once for one
// question.
type places map[string][]string

func (p places) of(text string) []string {
	ids, ok := p[text]
	if ok {
		return ids
	}
	for _, c := range place.FindFacility(text) {
		ids = append(ids, c.Facility.ID)
		if c.Facility.PartOf != "" {
			ids = append(ids, c.Facility.PartOf)
		}
	}
	p[text] = ids
	return ids
}

// same compares two names of places of detention: the facilities that they may
// mean, and where neither is known their words.
func (p places) same(a, b string) bool {
	if a == "" || b == "" {
		return false
	}
	as, bs := p.of(a), p.of(b)
	if len(as) == 0 && len(bs) == 0 {
		return names.Loose(a) == names.Loose(b)
	}
	return slices.ContainsFunc(as, func(id string) bool { return slices.Contains(bs, id) })
}

// sameUnit compares what people call a unit: the same words, or the same number
// with a word in common.
func sameUnit(a, b string) bool {
	wa, wb := strings.Fields(names.Loose(a)), strings.Fields(names.Loose(b))
	if len(wa) == 0 || len(wb) == 0 {
		return false
	}
	shared := 0
	for _, w := range wa {
		if slices.Contains(wb, w) {
			shared++
		}
	}
	number := func(ws []string) string {
		i := slices.IndexFunc(ws, func(w string) bool {
			return strings.IndexFunc(w, func(r rune) bool { return r >= '0' && r <= '9' }) >= 0
		})
		if i < 0 {
			return ""
		}
		return ws[i]
	}
	if na, nb := number(wa), number(wb); na != nb && na != "" && nb != "" {
		return false
	}
	return shared == min(len(wa), len(wb)) || number(wa) != "" && number(wa) == number(wb)
}

// overlap says whether two times may lie over each other; Possibly where one is
// not known.
func overlap(from, to, from2, to2 string) when.Answer {
	a, b := interval(from, to), interval(from2, to2)
	if a == nil || b == nil {
		return when.Possibly
	}
	return a.Overlaps(*b)
}

func interval(from, to string) *when.Interval {
	if from == "" && to == "" {
		return nil
	}
	var i when.Interval
	var err error
	if from != "" {
		if i.From, err = when.Parse(from); err != nil {
			return nil
		}
	}
	if to == "" {
		to = from
	}
	if i.To, err = when.Parse(to); err != nil {
		return nil
	}
	if from == "" {
		i.From = i.To
	}
	return &i
}

func span(from, to string) string {
	if from == "" || to == "" || from == to {
		return from + to
	}
	return from + "/" + to
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

// casesAtOnce is how many cases of a liaison's board are read at a time.
const casesAtOnce = 500

// Proposals are the likenesses that wait for a liaison: of registrations of the
// own organisation, who agreed to be matched, with the cases in which the account
// is the liaison, the strongest first. One that was judged is not proposed again.
func (s *Service) Proposals(ctx context.Context, account, org string) ([]Match, error) {
	_, likes, err := s.answersOf(ctx, reader{account, org})
	if err != nil {
		return nil, err
	}
	found, err := likes.get(func() ([]Match, error) {
		all, err := s.List(ctx, journal.Actor{Account: account, Org: org})
		if err != nil {
			return nil, err
		}
		return s.among(ctx, account, all)
	})
	return slices.Clone(found), err
}

// ProposalsOf are those likenesses of one registration that the liaison opened.
func (s *Service) ProposalsOf(ctx context.Context, account string, x Open) ([]Match, error) {
	if !slices.Contains(x.Told.Agreed, "match") {
		return nil, nil
	}
	return s.among(ctx, account, []Open{x})
}

// among compares registrations with the cases in which an account is the liaison.
func (s *Service) among(ctx context.Context, account string, all []Open) ([]Match, error) {
	var out []Match
	p := places{}
	for want := (review.Wanted{Limit: casesAtOnce}); ; {
		board, err := s.Reviews.Store.Board(ctx, account, want)
		if err != nil {
			return nil, err
		}
		for _, l := range board {
			if l.Role != review.VictimsLiaison {
				continue
			}
			ms, err := s.like(ctx, account, l.ID, all, p)
			if err != nil {
				return nil, err
			}
			out = append(out, ms...)
		}
		if len(board) < casesAtOnce {
			break
		}
		want.After = &board[len(board)-1].Turn
	}
	slices.SortStableFunc(out, func(a, b Match) int { return cmp.Compare(len(b.Hits), len(a.Hits)) })
	return out, nil
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
	n, p := 0, places{}
	all, err := s.openAll(ctx, reader{account, org}, rows, left)
	for _, r := range all {
		switch {
		case !slices.Contains(r.Told.Agreed, "match") || len(compare(s.Compare, p, r.Told, x)) == 0:
			unlike.add(r.Registration)
		case !s.judged(r, id):
			n++
		}
	}
	return n, err
}

// like are the registrations that may concern a case and were not judged yet;
// none for whoever is not its liaison.
func (s *Service) like(ctx context.Context, account string, id review.CaseID, all []Open, p places) ([]Match, error) {
	x, ok, err := s.subject(ctx, account, id)
	if err != nil || !ok {
		return nil, err
	}
	var out []Match
	for _, r := range all {
		if !slices.Contains(r.Told.Agreed, "match") || s.judged(r, x.Case) {
			continue
		}
		if hits := compare(s.Compare, p, r.Told, x); len(hits) > 0 {
			out = append(out, Match{r.ID, x.Case, hits})
		}
	}
	return out, nil
}

func (s *Service) judged(r Open, c review.CaseID) bool {
	return slices.ContainsFunc(r.Links, func(l Link) bool { x, err := s.Linked(r.ID, l); return err == nil && x.Case == c })
}
