package victims

import (
	"bytes"
	"context"
	"slices"
	"sync"

	"golang.org/x/sync/errgroup"

	"kashf.org/kashf/internal/journal"
	"kashf.org/kashf/internal/review"
)

// A CaseNow is a case as it stands. Where the stamp is the same, so is what the
// case says that a registration may be like.
type CaseNow struct {
	ID    review.CaseID
	Stamp string
}

// Likes are a liaison's likenesses, kept in memory alone from one state of the
// ledger to the next: a registration or a case is compared again when it says
// something else. A pair that is like takes four bytes, any other none.
type likes struct {
	mu     sync.Mutex
	moment int64
	known  bool
	regs   []*registered
	cases  []*subjected
	found  [][]like // by case: the registrations, rising
}

// A like is the place of a registration among those that were compared, and the
// number of hits.
type like uint32

const mostHits = 1<<8 - 1

func newLike(reg, hits int) like { return like(reg<<8 | min(hits, mostHits)) }

func (l like) reg() int  { return int(l >> 8) }
func (l like) hits() int { return int(l & mostHits) }

// now brings the likenesses up to the state of the ledger. Whoever calls it holds
// the lock.
func (x *likes) now(ctx context.Context, s *Service, r reader) error {
	moment, err := s.Store.Moment(ctx)
	if err != nil || x.known && x.moment == moment {
		return err
	}
	regs, freshRegs, err := x.registrations(ctx, s, r)
	if err != nil {
		return err
	}
	cases, freshCases, err := x.subjects(ctx, s, r)
	if err != nil {
		return err
	}
	found := x.carried(regs, cases)
	s.compareAll(regs, freshRegs, cases, freshCases, found)
	x.moment, x.known, x.regs, x.cases, x.found = moment, true, regs, cases, found
	return nil
}

// registrations are those that may be matched, in the register's order; fresh are
// the places of those that say something else than before.
func (x *likes) registrations(ctx context.Context, s *Service, r reader) (all []*registered, fresh []int, err error) {
	opened, err := s.List(ctx, journal.Actor{Account: r.account, Org: r.org})
	if err != nil {
		return nil, nil, err
	}
	was := make(map[string]*registered, len(x.regs))
	for _, y := range x.regs {
		was[y.open.ID] = y
	}
	p := reading{}
	for _, o := range opened {
		if !slices.Contains(o.Told.Agreed, "match") {
			continue
		}
		y := was[o.ID]
		if y == nil || y.open.Seq != o.Seq {
			if y, err = s.registered(p, o, y); err != nil {
				return nil, nil, err
			}
		}
		if z := was[o.ID]; z == nil || !bytes.Equal(z.open.Registration.Told, o.Registration.Told) {
			fresh = append(fresh, len(all))
		}
		all = append(all, y)
	}
	return all, fresh, nil
}

// registered reads a registration, of which an earlier state may have been read.
func (s *Service) registered(p reading, o Open, was *registered) (*registered, error) {
	y := &registered{open: o, judged: map[review.CaseID]bool{}}
	if was != nil && bytes.Equal(was.open.Registration.Told, o.Registration.Told) {
		y.side = was.side
	} else {
		y.side = sideOf(o.Told.Names, p.told(o.Told)).read(s.Compare)
	}
	for _, l := range o.Links {
		if z, err := s.Linked(o.ID, l); err == nil {
			y.judged[z.Case] = true
		}
	}
	return y, nil
}

// atOnce is how many cases are read at a time.
const atOnce = 4

// subjects are the cases in which the account is the liaison, in the board's
// order; fresh are the places of those that say something else than before.
func (x *likes) subjects(ctx context.Context, s *Service, r reader) (all []*subjected, fresh []int, err error) {
	now, err := s.Store.LiaisonCases(ctx, r.account)
	if err != nil {
		return nil, nil, err
	}
	was := make(map[review.CaseID]*subjected, len(x.cases))
	for _, y := range x.cases {
		was[y.subject.Case] = y
	}
	all = make([]*subjected, len(now))
	g, ctx := errgroup.WithContext(ctx)
	g.SetLimit(atOnce)
	for i, c := range now {
		if y := was[c.ID]; y != nil && y.stamp == c.Stamp {
			all[i] = y
			continue
		}
		g.Go(func() error {
			subject, ok, err := s.subject(ctx, r.account, c.ID)
			subject.Case = c.ID
			all[i] = &subjected{subject: subject, stamp: c.Stamp, none: !ok}
			return err
		})
	}
	if err := g.Wait(); err != nil {
		return nil, nil, err
	}
	p := reading{}
	for i, y := range all {
		switch z := was[y.subject.Case]; {
		case z == y:
		case z != nil && z.none == y.none && z.subject.same(y.subject):
			y.side = z.side
		default:
			y.side = p.subject(y.subject).read(s.Compare)
			fresh = append(fresh, i)
		}
	}
	return all, fresh, nil
}

func (r reading) subject(x Subject) side {
	var spots []spot
	for _, a := range x.Alleged {
		spots = append(spots, r.alleged(a))
	}
	return sideOf(x.Names, spots...)
}

// same reports whether two states of a case say the same of what is compared.
func (x Subject) same(y Subject) bool {
	return slices.Equal(x.Names, y.Names) && slices.EqualFunc(x.Alleged, y.Alleged, func(a, b review.Allegation) bool {
		return a.Place == b.Place && a.Unit == b.Unit && a.From == b.From && a.To == b.To
	})
}

// carried are the likenesses of what says the same as before, where it stands now.
func (x *likes) carried(regs []*registered, cases []*subjected) [][]like {
	at := make(map[string]int, len(regs))
	for i, y := range regs {
		at[y.open.ID] = i
	}
	now := make([]int, len(x.regs)) // where a registration stands now, -1 for nowhere
	for i, y := range x.regs {
		k, ok := at[y.open.ID]
		if !ok || !bytes.Equal(regs[k].open.Registration.Told, y.open.Registration.Told) {
			k = -1
		}
		now[i] = k
	}
	was := make(map[review.CaseID]int, len(x.cases))
	for i, y := range x.cases {
		was[y.subject.Case] = i
	}
	found := make([][]like, len(cases))
	for i, y := range cases {
		k, ok := was[y.subject.Case]
		if !ok || x.cases[k].none != y.none || !x.cases[k].subject.same(y.subject) {
			continue
		}
		for _, l := range x.found[k] {
			if to := now[l.reg()]; to >= 0 {
				found[i] = append(found[i], newLike(to, l.hits()))
			}
		}
		slices.Sort(found[i])
	}
	return found
}

// compareAll compares fresh registrations with all cases, and fresh cases with the
// registrations that are not fresh.
func (s *Service) compareAll(regs []*registered, freshRegs []int, cases []*subjected, freshCases []int, found [][]like) {
	var room []Hit
	meet := func(reg, of, named int) {
		if !cases[of].none {
			room, _ = spotHits(room[:0], &regs[reg].side, &cases[of].side)
			found[of] = append(found[of], newLike(reg, len(room)+named))
		}
	}
	fresh := make([]bool, len(regs))
	if len(freshRegs) > 0 {
		t := s.table(sidesOf(cases, func(y *subjected) *side { return &y.side }))
		for _, i := range freshRegs {
			fresh[i] = true
			t.like(&regs[i].side, func(of, named int) { meet(i, of, named) })
		}
	}
	if len(freshCases) > 0 && len(freshRegs) < len(regs) {
		t := s.table(sidesOf(regs, func(y *registered) *side { return &y.side }))
		for _, of := range freshCases {
			t.like(&cases[of].side, func(i, named int) {
				if !fresh[i] {
					meet(i, of, named)
				}
			})
		}
	}
	for _, f := range found {
		slices.Sort(f)
	}
}

func sidesOf[T any](all []T, of func(T) *side) []*side {
	out := make([]*side, len(all))
	for i, x := range all {
		out[i] = of(x)
	}
	return out
}

// forget drops a registration that left, with everything that was found by it and
// what it was found by.
func (x *likes) forget(id string) {
	x.mu.Lock()
	defer x.mu.Unlock()
	gone := slices.IndexFunc(x.regs, func(y *registered) bool { return y.open.ID == id })
	if gone < 0 {
		return
	}
	x.regs[gone] = &registered{}
	for i, f := range x.found {
		x.found[i] = slices.DeleteFunc(f, func(l like) bool { return l.reg() == gone })
	}
	x.known = false
}

// waits reports whether a likeness waits to be judged.
func (x *likes) waits(l like, of int) bool { return !x.regs[l.reg()].judged[x.cases[of].subject.Case] }

// match is a likeness with how it was reached.
func (x *likes) match(s *Service, l like, of int) Match {
	reg, c := x.regs[l.reg()], x.cases[of]
	return Match{reg.open.ID, c.subject.Case, compare(s.Compare, &reg.side, &c.side)}
}

// proposed are the likenesses that wait, the strongest first: of as many hits in
// the order of the board, then of the register.
func (x *likes) proposed(s *Service, skip, limit int) Proposed {
	p := Proposed{Of: map[string]int{}}
	var strong [mostHits + 1]int
	for of, f := range x.found {
		for _, l := range f {
			if x.waits(l, of) {
				p.All++
				p.Of[x.regs[l.reg()].open.ID]++
				strong[l.hits()]++
			}
		}
	}
	for hits := mostHits; hits > 0 && len(p.Matches) < limit; hits-- {
		if skip >= strong[hits] {
			skip -= strong[hits]
			continue
		}
		for of, f := range x.found {
			for _, l := range f {
				if l.hits() != hits || len(p.Matches) == limit || !x.waits(l, of) {
					continue
				}
				if skip > 0 {
					skip--
					continue
				}
				p.Matches = append(p.Matches, x.match(s, l, of))
			}
		}
	}
	return p
}

// proposedOf are the likenesses of one registration that wait, the strongest first.
func (x *likes) proposedOf(s *Service, id string, limit int) Proposed {
	type one struct {
		like
		of int
	}
	var all []one
	for of, f := range x.found {
		for _, l := range f {
			if x.regs[l.reg()].open.ID == id && x.waits(l, of) {
				all = append(all, one{l, of})
			}
		}
	}
	slices.SortStableFunc(all, func(a, b one) int { return b.hits() - a.hits() })
	p := Proposed{All: len(all), Of: map[string]int{id: len(all)}}
	for _, y := range all[:min(limit, len(all))] {
		p.Matches = append(p.Matches, x.match(s, y.like, y.of))
	}
	return p
}
