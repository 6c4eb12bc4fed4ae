package review

import (
	"context"
	"errors"
	"fmt"
	"reflect"
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
		r, err := TablesOf(u.Env).Roster(ctx)
		if err != nil || slices.ContainsFunc(r.Accredited, func(was Accreditation) bool { return reflect.DeepEqual(was, x) }) {
			return err // sent twice
		}
		_, err = u.Append(ctx, journal.Draft{Kind: RosterChanged, Body: RosterBody{Accredit: &x, Why: why}})
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
		if owing := last.overdue(now); owing != nil {
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

// overdue are those who withhold what a draw has waited for longer than
// [SeedWait], nil where it does not wait or is void already.
func (d *Draw) overdue(now Micros) []string {
	if owing := d.Owing(); len(owing) > 0 && len(d.Void) == 0 && now >= d.At.Add(SeedWait) {
		return owing
	}
	return nil
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
		if owing := last.overdue(now); owing != nil {
			last.Void, last.At = owing, now
		}
	}
	return r.Asked(policies[len(policies)-1].Policy, r.leftOut(last), now), nil
}

// CommitSeed enters the hash of the seed of the actor's organisation. The last of
// them freezes the list, so that nobody waits for a moment that suits.
func (s *Service) CommitSeed(ctx context.Context, a journal.Actor, draw, hash string) error {
	return s.Journal.Do(ctx, a, func(ctx context.Context, u *journal.Unit) error {
		d, err := s.takeStep(ctx, u, DrawBody{Draw: draw, Org: a.Org, Commit: hash})
		if err != nil || len(d.Owing()) > 0 {
			return err
		}
		return s.freezeIn(ctx, u, d)
	})
}

// RevealSeed enters the seed of the actor's organisation. The last of them gives
// the seats.
func (s *Service) RevealSeed(ctx context.Context, a journal.Actor, draw, seed string) error {
	err := s.Journal.Do(ctx, a, func(ctx context.Context, u *journal.Unit) error {
		_, err := s.takeStep(ctx, u, DrawBody{Draw: draw, Org: a.Org, Seed: seed})
		return err
	})
	if err != nil {
		return err
	}
	d, err := s.Store.Draw(ctx, draw)
	if err == nil && d.Done() {
		_, err = s.SeatDrawn(ctx, draw)
	}
	return err
}

// FreezeDraw fixes the candidates and the cases of a draw that has every hash and
// was not frozen with the last of them: begun before lists froze by themselves.
func (s *Service) FreezeDraw(ctx context.Context, a journal.Actor, draw string) error {
	return s.Journal.Do(ctx, a, func(ctx context.Context, u *journal.Unit) error {
		d, err := TablesOf(u.Env).DrawOf(ctx, draw)
		if err != nil {
			return err
		}
		return s.freezeIn(ctx, u, d)
	})
}

// freezeIn fixes what a draw is about: every case that has an empty seat, who may
// be drawn, and the ledger's root at that moment.
func (s *Service) freezeIn(ctx context.Context, u *journal.Unit, d Draw) error {
	r, err := TablesOf(u.Env).Roster(ctx)
	if err != nil {
		return err
	}
	f, err := s.freeze(ctx, u, r, d.Without)
	if err != nil {
		return err
	}
	_, err = s.takeStep(ctx, u, DrawBody{Draw: d.ID, Freeze: &f})
	return err
}

// takeStep enters a step of a draw that was begun, and returns the draw after it.
func (s *Service) takeStep(ctx context.Context, u *journal.Unit, b DrawBody) (Draw, error) {
	d, err := TablesOf(u.Env).DrawOf(ctx, b.Draw)
	if err != nil {
		return d, err
	}
	if err := d.step(b, MicrosOf(s.Journal.Now())); err != nil {
		return d, err
	}
	_, err = u.Append(ctx, journal.Draft{Kind: DrawStep, Body: b})
	return d, err
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
	at := MicrosOf(s.Journal.Now())
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
			others, err := s.others(ctx, id, c.Person, t.CaseOf)
			if err != nil {
				return Freeze{}, err
			}
			had, held := barredFrom(others)
			barred := slices.Concat(conflicts[now], had)
			x.exclude(r, barred)
			for _, e := range r.Entries { // by their codes, see [Roster.wanting]
				if slices.Contains(held, e.Org) && !slices.Contains(x.Excluded, e.Code) {
					x.Excluded = append(x.Excluded, e.Code)
				}
			}
			x.Excluded = append(x.Excluded, without...)
			x.Excluded = append(x.Excluded, r.apart(c, k, x, at)...)
			slices.Sort(x.Excluded)
			if err := s.undrawn(ctx, t, r, c, k, &x, barred); err != nil {
				return Freeze{}, err
			}
			if len(x.Empty) > 0 {
				f.Cases = append(f.Cases, x)
			}
		}
	}
	slices.SortFunc(f.Cases, func(a, b DrawnCase) int { return int(a.Entry - b.Entry) })
	f.Candidates = r.Candidates(at, load)
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
	for _, e := range r.Entries { // by their codes: the record of a draw tells nobody who holds whom
		if c.Liberty.Holder != "" && e.Org == c.Liberty.Holder && !slices.Contains(x.Excluded, e.Code) {
			x.Excluded = append(x.Excluded, e.Code)
		}
	}
	for _, s := range k.Policy.Panel.Seats {
		if !taken[s.Seat] {
			x.Empty = append(x.Empty, s)
		}
	}
	slices.Sort(x.Excluded)
	return x, len(x.Empty) > 0 && (c.State.open() || c.State == Appeal)
}

// apart are the organisations of the panel against whose outcome an appeal is
// made: nobody of them decides it. Under a commission's policy a seat rather stays
// empty; an archive, whose panels are of one organisation, has other people of it
// where too few of others may be drawn.
func (r *Roster) apart(c *Case, k Setting, x DrawnCase, at Micros) []string {
	if c.bench() != AppealMember {
		return nil
	}
	var orgs []string
	for _, p := range c.Cast {
		if p.Role == Member && p.Left == 0 && p.Org != "" {
			orgs = append(orgs, p.Org)
		}
	}
	if k.Policy.Body != Commission && !r.enough(x, orgs, at) {
		return nil
	}
	return orgs
}

// enough reports whether every empty seat can be filled without some
// organisations.
func (r *Roster) enough(x DrawnCase, without []string, at Micros) bool {
	free := map[string]int{} // part → who may be drawn for it
	for _, y := range r.Candidates(at, nil) {
		if !slices.Contains(x.Excluded, y.Code) && !slices.Contains(x.Excluded, y.Org) && !slices.Contains(x.Seated, y.Code) && !slices.Contains(without, y.Org) {
			free[y.Part]++
		}
	}
	for _, s := range x.Empty {
		if free[s.From]--; free[s.From] < 0 {
			return false
		}
	}
	return true
}

// exclude takes out those who have a conflict, or had a role, in another review
// of the same person.
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
