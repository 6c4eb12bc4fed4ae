package review

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"kashf.org/kashf/internal/journal"
	"kashf.org/kashf/ledger"
)

// The kinds of entries about who may sit, and how seats are drawn.
const (
	RosterChanged = "review.roster"
	DrawStep      = "review.draw"
)

// RosterBody is the body of [RosterChanged]: an accreditation or an entry.
type RosterBody struct {
	Accredit *Accreditation `json:"accredit,omitempty"`
	Enrol    *RosterEntry   `json:"enrol,omitempty"`
	Why      string         `json:"why"`
}

// DrawBody is the body of [DrawStep]: one step of a draw. Org is whose step it
// is.
type DrawBody struct {
	Draw   string   `json:"draw"`
	Orgs   []string `json:"orgs,omitempty"` // it begins among these
	Org    string   `json:"org,omitempty"`
	Commit string   `json:"commit,omitempty"`
	Freeze *Freeze  `json:"freeze,omitempty"`
	Seed   string   `json:"seed,omitempty"`
	// Void ends a draw by the names of who withheld; Without is who is not asked
	// to one that begins, see [Draw].
	Void    []string `json:"void,omitempty"`
	Without []string `json:"without,omitempty"`
}

// Books are the tables of rosters and draws inside one unit of work. A draw that
// was never begun is [ErrHidden]; the roster is empty at first.
type Books interface {
	Roster(ctx context.Context) (Roster, error)
	PutRoster(ctx context.Context, r Roster, seq int64) error
	DrawOf(ctx context.Context, id string) (Draw, error)
	PutDraw(ctx context.Context, d Draw, seq int64) error
	// LastDraw is the draw that had the last step of all, the zero Draw where
	// there was none.
	LastDraw(ctx context.Context) (Draw, error)
}

func applyRoster(ctx context.Context, env journal.Env, e journal.Entry) error {
	b, err := journal.Decode[RosterBody](e)
	if err != nil {
		return err
	}
	t := TablesOf(env)
	r, err := t.Roster(ctx)
	if err != nil {
		return err
	}
	if b.Accredit != nil {
		r.Accredit(*b.Accredit)
	}
	if b.Enrol != nil {
		r.Enrol(*b.Enrol)
	}
	return t.PutRoster(ctx, r, e.Seq)
}

func applyDraw(ctx context.Context, env journal.Env, e journal.Entry) error {
	b, err := journal.Decode[DrawBody](e)
	if err != nil {
		return err
	}
	t := TablesOf(env)
	d, err := t.DrawOf(ctx, b.Draw)
	if err != nil && !(errors.Is(err, ErrHidden) && b.Orgs != nil) {
		return err
	}
	if err := d.step(b, Micros(e.At)); err != nil {
		return fmt.Errorf("draw %s: %w", b.Draw, err)
	}
	return t.PutDraw(ctx, d, e.Seq)
}

// step takes one step in. Here entering and applying are one: a draw has no step
// that a later version of the program could judge otherwise.
func (d *Draw) step(b DrawBody, at Micros) (err error) {
	switch {
	case len(d.Void) > 0:
		return ruleDraw.refuse("a draw that is not void")
	case b.Void != nil:
		return d.end(b.Void, at)
	case b.Orgs != nil:
		if d.ID != "" {
			return ruleOnce.refuse("a draw that has not begun")
		}
		*d, err = Begin(b.Draw, b.Orgs)
		d.At, d.Without = at, b.Without
		return err
	case b.Commit != "":
		return d.Commit(b.Org, b.Commit)
	case b.Freeze != nil:
		d.At = at
		return d.Freeze(*b.Freeze)
	}
	return d.Reveal(b.Org, b.Seed)
}

// Accredit lets an organisation send people to panels.
func (s *Service) Accredit(ctx context.Context, a journal.Actor, x Accreditation, why string) error {
	if x.Org == "" || x.From >= x.Until || len(x.Parts) == 0 || why == "" ||
		slices.ContainsFunc(x.Parts, func(p string) bool { return p != ObserverPart && !slices.Contains(panelParts, p) }) {
		return ruleAccredited.refuse("an organisation, parts of the roster, a term and reasons")
	}
	return s.Journal.Do(ctx, a, func(ctx context.Context, u *journal.Unit) error {
		_, err := u.Append(ctx, journal.Draft{Kind: RosterChanged, Body: RosterBody{Accredit: &x, Why: why}})
		return err
	})
}

// Enrol puts somebody on the roster, or changes or ends an entry.
func (s *Service) Enrol(ctx context.Context, a journal.Actor, x RosterEntry, why string) error {
	return s.Journal.Do(ctx, a, func(ctx context.Context, u *journal.Unit) error {
		r, err := TablesOf(u.Env).Roster(ctx)
		if err != nil {
			return err
		}
		if err := r.CheckEnrolment(x, MicrosOf(s.Journal.Now())); err != nil {
			return err
		}
		_, err = u.Append(ctx, journal.Draft{Kind: RosterChanged, Body: RosterBody{Enrol: &x, Why: why}})
		return err
	})
}

// BeginDraw begins a draw among all organisations that are accredited for the
// panel of the policy in force; see [Roster.Asked]. What the last draw left to
// give is given first. One that waits for seeds for longer than [SeedWait] is
// ended, by the names of who withheld.
func (s *Service) BeginDraw(ctx context.Context, a journal.Actor) (string, error) {
	id := s.NewID()
	if all, err := s.Store.Draws(ctx); err != nil {
		return "", err
	} else if len(all) > 0 && all[0].Done() {
		if _, err := s.SeatDrawn(ctx, all[0].ID); err != nil {
			return "", err
		}
	}
	return id, s.Journal.Do(ctx, a, func(ctx context.Context, u *journal.Unit) error {
		t := TablesOf(u.Env)
		last, err := t.LastDraw(ctx)
		if err != nil {
			return err
		}
		r, err := t.Roster(ctx)
		if err != nil {
			return err
		}
		policies, err := t.Policies(ctx)
		if err != nil {
			return err
		}
		if len(policies) == 0 {
			return ErrNoPolicy
		}
		now := MicrosOf(s.Journal.Now())
		if owing := last.Owing(); len(owing) > 0 && len(last.Void) == 0 && now >= last.At.Add(SeedWait) {
			end := DrawBody{Draw: last.ID, Void: owing}
			if _, err := u.Append(ctx, journal.Draft{Kind: DrawStep, Body: end}); err != nil {
				return err
			}
			last.Void, last.At = owing, now
		}
		b, err := r.opening(last, policies[len(policies)-1].Policy, now)
		if err != nil {
			return err
		}
		b.Draw = id
		_, err = u.Append(ctx, journal.Draft{Kind: DrawStep, Body: b})
		return err
	})
}

// Asked are the organisations that a draw would ask that is begun now.
func (s *Service) Asked(ctx context.Context) ([]string, error) {
	r, err := s.Store.RosterNow(ctx)
	if err != nil {
		return nil, err
	}
	policies, err := s.Store.PoliciesInForce(ctx)
	if err != nil || len(policies) == 0 {
		return nil, err
	}
	all, err := s.Store.Draws(ctx)
	if err != nil {
		return nil, err
	}
	now := MicrosOf(s.Journal.Now())
	var last Draw
	if len(all) > 0 {
		last = all[0]
		if owing := last.Owing(); len(last.Void) == 0 && len(owing) > 0 && now >= last.At.Add(SeedWait) {
			last.Void, last.At = owing, now
		}
	}
	return r.Asked(policies[len(policies)-1].Policy, r.leftOut(last), now), nil
}

// CommitSeed enters the hash of the seed of the actor's organisation.
func (s *Service) CommitSeed(ctx context.Context, a journal.Actor, draw, hash string) error {
	return s.drawStep(ctx, a, DrawBody{Draw: draw, Org: a.Org, Commit: hash}, nil)
}

// RevealSeed enters the seed of the actor's organisation. The last of them gives
// the seats.
func (s *Service) RevealSeed(ctx context.Context, a journal.Actor, draw, seed string) error {
	if err := s.drawStep(ctx, a, DrawBody{Draw: draw, Org: a.Org, Seed: seed}, nil); err != nil {
		return err
	}
	d, err := s.Store.Draw(ctx, draw)
	if err == nil && d.Done() {
		_, err = s.SeatDrawn(ctx, draw)
	}
	return err
}

// FreezeDraw fixes the candidates and the cases of a draw: every case that has
// an empty seat, and the ledger's root at that moment.
func (s *Service) FreezeDraw(ctx context.Context, a journal.Actor, draw string) error {
	return s.drawStep(ctx, a, DrawBody{Draw: draw}, func(ctx context.Context, u *journal.Unit, r Roster, b *DrawBody) error {
		d, err := TablesOf(u.Env).DrawOf(ctx, draw)
		if err != nil {
			return err
		}
		f, err := s.freeze(ctx, u, r, d.Without)
		b.Freeze = &f
		return err
	})
}

func (s *Service) drawStep(ctx context.Context, a journal.Actor, b DrawBody, prepare func(context.Context, *journal.Unit, Roster, *DrawBody) error) error {
	return s.Journal.Do(ctx, a, func(ctx context.Context, u *journal.Unit) error {
		t := TablesOf(u.Env)
		d, err := t.DrawOf(ctx, b.Draw)
		if err != nil && !(errors.Is(err, ErrHidden) && b.Orgs != nil) {
			return err
		}
		r, err := t.Roster(ctx)
		if err != nil {
			return err
		}
		if prepare != nil {
			if err := prepare(ctx, u, r, &b); err != nil {
				return err
			}
		}
		if err := d.step(b, MicrosOf(s.Journal.Now())); err != nil {
			return err
		}
		_, err = u.Append(ctx, journal.Draft{Kind: DrawStep, Body: b})
		return err
	})
}

func (s *Service) freeze(ctx context.Context, u *journal.Unit, r Roster, without []string) (Freeze, error) {
	t := TablesOf(u.Env)
	head, err := u.Tx.Head(ctx)
	if err != nil {
		return Freeze{}, err
	}
	root, err := ledger.Root(head.Size, u.Tx)
	if err != nil {
		return Freeze{}, fmt.Errorf("root of the ledger: %w", err)
	}
	policies, err := t.Policies(ctx)
	if err != nil {
		return Freeze{}, err
	}
	if len(policies) == 0 {
		return Freeze{}, ErrNoPolicy
	}
	now := policies[len(policies)-1].Policy
	f := Freeze{Size: head.Size, Root: root.String(), SexBalance: now.Panel.SexBalance, OneOrg: now.Body == Archive}
	ids, err := t.CaseIDs(ctx)
	if err != nil {
		return Freeze{}, err
	}
	conflicts, err := t.ConflictsOf(ctx, "")
	if err != nil {
		return Freeze{}, err
	}
	load := map[string]int{}
	for _, id := range ids {
		c, err := t.CaseOf(ctx, id)
		if err != nil {
			return Freeze{}, err
		}
		k, err := SettingOf(policies, c.Policy)
		if err != nil {
			return Freeze{}, err
		}
		if x, ok := r.wanting(c, k, load); ok {
			now, err := t.FileNow(ctx, c.Person)
			if err != nil {
				return Freeze{}, err
			}
			x.exclude(r, conflicts[now])
			x.Excluded = append(x.Excluded, without...)
			slices.Sort(x.Excluded)
			if err := s.undrawn(ctx, t, r, c, k, &x, conflicts[now]); err != nil {
				return Freeze{}, err
			}
			if len(x.Empty) > 0 {
				f.Cases = append(f.Cases, x)
			}
		}
	}
	slices.SortFunc(f.Cases, func(a, b DrawnCase) int { return int(a.Entry - b.Entry) })
	f.Candidates = r.Candidates(MicrosOf(s.Journal.Now()), load)
	return f, nil
}

// wanting is what a case wants of a draw, false where no seat is empty. It counts
// the seats that are taken into load.
func (r *Roster) wanting(c *Case, k Setting, load map[string]int) (DrawnCase, bool) {
	x := DrawnCase{Case: c.ID, Entry: c.First, Role: c.bench()}
	taken := map[string]bool{}
	for _, p := range c.Cast {
		code := r.codeOf(p.Account)
		sits := p.Role == c.bench() && p.Left == 0 && !p.conflicted()
		switch {
		case sits:
			taken[p.Seat] = true
			load[code]++
			x.Seated = append(x.Seated, code)
		case code != "":
			x.Excluded = append(x.Excluded, code)
		}
		// An archive's panel is of the organisation whose file it is.
		if p.Role == Observer || p.Role == FileOfficer && k.Policy.Body == Commission {
			x.Excluded = append(x.Excluded, p.Org)
		}
	}
	if c.Liberty.Holder != "" {
		x.Excluded = append(x.Excluded, c.Liberty.Holder)
	}
	for _, s := range k.Policy.Panel.Seats {
		if !taken[s.Seat] {
			x.Empty = append(x.Empty, s)
		}
	}
	slices.Sort(x.Excluded)
	return x, len(x.Empty) > 0 && (c.State.open() || c.State == Appeal)
}

// exclude takes out those who have a conflict in another review of the same
// person.
func (x *DrawnCase) exclude(r Roster, accounts []string) {
	for _, a := range accounts {
		if code := r.codeOf(a); code != "" && !slices.Contains(x.Excluded, code) {
			x.Excluded = append(x.Excluded, code)
		}
	}
	slices.Sort(x.Excluded)
}

func (r *Roster) codeOf(account string) string {
	for _, e := range r.Entries {
		if e.Account == account {
			return e.Code
		}
	}
	return ""
}

func (r *Roster) entry(code string) (RosterEntry, bool) {
	for _, e := range r.Entries {
		if e.Code == code {
			return e, true
		}
	}
	return RosterEntry{}, false
}

// undrawn leaves out the seats that a draw before can still give: another draw
// would be a choice.
func (s *Service) undrawn(ctx context.Context, t Tables, r Roster, c *Case, k Setting, x *DrawnCase, conflicts []string) error {
	var keep []SeatRule
	for _, seat := range x.Empty {
		given := c.drawOf(x.Role, seat.Seat)
		if given == "" {
			keep = append(keep, seat)
			continue
		}
		d, err := t.DrawOf(ctx, given)
		if err != nil {
			return err
		}
		line, err := d.Line(c.ID, seat.Seat)
		if err != nil {
			return err
		}
		now := MicrosOf(s.Journal.Now())
		if !slices.ContainsFunc(line, func(y Candidate) bool {
			e, ok := r.sits(y.Code, now)
			return ok && !slices.Contains(conflicts, e.Account) && c.mayGive(seatOf(e, x.Role, seat.Seat, given), now, k)
		}) {
			keep = append(keep, seat)
		}
	}
	x.Empty = keep
	return nil
}

// sits is somebody of the roster who may be given a seat at that moment.
func (r *Roster) sits(code string, at Micros) (RosterEntry, bool) {
	e, ok := r.entry(code)
	return e, ok && !e.Left && r.May(e.Org, e.Part, at)
}

func seatOf(e RosterEntry, role Role, seat, draw string) *AssignedBody {
	return &AssignedBody{Account: e.Account, Org: e.Org, Role: role, Seat: seat, Draw: draw, Code: e.Code}
}

// mayGive reports whether the case lets the program give that seat.
func (c *Case) mayGive(b *AssignedBody, at Micros, k Setting) bool {
	return b.admit(c, Event{At: at, By: Machine, Body: b}, k) == nil
}

// drawOf is the draw that gave a seat of the present bench, "" where none did.
// Who sat before the review began anew has sat.
func (c *Case) drawOf(r Role, seat string) (draw string) {
	for _, p := range c.Cast {
		if p.Role == r && p.Seat == seat && p.Left == 0 {
			draw = p.Draw
		}
	}
	return draw
}

// outlived reports whether the bench that a draw was made for has sat and the
// review began anew since.
func (c *Case) outlived(d Draw, r Role) bool {
	return slices.ContainsFunc(c.Cast, func(p Part) bool { return p.Role == r && p.Left > d.At })
}

// SeatDrawn enters the seats that a draw gives: each to the first in its order
// who may sit. A seat that is taken, or that a later draw is about, stays as it
// is. It returns how many were given.
func (s *Service) SeatDrawn(ctx context.Context, draw string) (given int, err error) {
	return s.seatDrawn(ctx, draw, "")
}

// seatDrawn gives the seats of one case, or where only is "" of every case.
func (s *Service) seatDrawn(ctx context.Context, draw string, only CaseID) (given int, err error) {
	d, err := s.Store.Draw(ctx, draw)
	if err != nil {
		return 0, err
	}
	_, lines, err := d.work()
	if err != nil {
		return 0, err
	}
	all, err := s.Store.Draws(ctx)
	if err != nil {
		return 0, err
	}
	r, err := s.Store.RosterNow(ctx)
	if err != nil {
		return 0, err
	}
	for _, x := range d.Frozen.Cases {
		if only != "" && x.Case != only {
			continue
		}
		for _, seat := range x.Empty {
			latest := slices.IndexFunc(all, func(o Draw) bool { return o.Done() && o.has(x.Case, x.Role, seat.Seat) })
			if latest < 0 || all[latest].ID != draw {
				continue
			}
			ok, err := s.seat(ctx, x, seat.Seat, lines[placeOf(x.Case, seat.Seat)], r, d)
			if err != nil {
				return given, err
			}
			if ok {
				given++
			}
		}
	}
	return given, nil
}

// seat gives a seat to the first in its order who may sit, false where nobody
// may.
func (s *Service) seat(ctx context.Context, x DrawnCase, seat string, line []Candidate, r Roster, d Draw) (bool, error) {
	c, err := s.Store.Case(ctx, x.Case)
	if err != nil || c.bench() != x.Role && x.Role != "" || c.outlived(d, c.bench()) || c.sitting(c.bench(), seat) {
		return false, err
	}
	for _, y := range line {
		e, ok := r.sits(y.Code, MicrosOf(s.Journal.Now()))
		if !ok {
			continue
		}
		err := s.give(ctx, x.Case, seatOf(e, c.bench(), seat, d.ID))
		if err == nil || !errors.Is(err, ErrRefused) {
			return err == nil, err
		}
	}
	return false, nil
}

// sitting reports whether somebody has the seat now.
func (c *Case) sitting(r Role, seat string) bool {
	return slices.ContainsFunc(c.Cast, func(p Part) bool { return p.Role == r && p.Seat == seat && p.Left == 0 && !p.conflicted() })
}

func (s *Service) give(ctx context.Context, id CaseID, b *AssignedBody) error {
	for range tries {
		err := s.enter(ctx, clockwork, id, 0, b)
		if err == nil {
			return s.Ask(ctx, id)
		}
		if !errors.Is(err, ErrLapseFirst) {
			return err
		}
		if err := s.Lapse(ctx, id); err != nil {
			return err
		}
	}
	return fmt.Errorf("case %s: %w", id, ErrLapseFirst)
}

// Succeed gives the seats of a case that somebody lost by a conflict of interest
// to who follows in the order of the draw that gave them.
func (s *Service) Succeed(ctx context.Context, id CaseID) error {
	c, err := s.Store.Case(ctx, id)
	if err != nil || c.State == Closed {
		return err
	}
	for _, p := range c.Cast {
		if p.Role == c.bench() && p.Left == 0 && p.Draw != "" && p.conflicted() && !c.sitting(p.Role, p.Seat) {
			if _, err := s.seatDrawn(ctx, p.Draw, id); err != nil {
				return err
			}
		}
	}
	return nil
}
