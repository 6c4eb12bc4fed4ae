package review

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"sync"
	"time"

	"kashf.org/kashf/internal/journal"
	"kashf.org/kashf/internal/register"
	"kashf.org/kashf/names"
)

// A Sealer seals ballots under the office's key until all are in.
type Sealer interface {
	Seal(plain, associated []byte) ([]byte, error)
	Open(sealed, associated []byte) ([]byte, error)
}

// A Listing is a case as the board shows it: no name, and no class. A victims'
// representative is told neither where the person is nor which clock runs: there
// Liberty, Lane, Clock and Due are empty, and the turn is the last.
type Listing struct {
	ID      CaseID
	State   State
	Liberty LibertyState
	Lane    Lane // the first urgent lane, "" where there is none
	Clock   ClockName
	Due     Micros // 0 where no clock runs
	Opened  Micros
	Role    Role // the reader's part
	Turn    Turn
}

// Wanted is which part of a board is asked for.
type Wanted struct {
	Lane       Lane // "" for every lane
	Urgentless bool // only cases in no urgent lane
	State      State
	After      *Turn // only what stands after it; nil from the first on
	Before     *Turn // only the last that stand before it; not both
	Skip       int
	Limit      int
}

// A BoardCount is how many cases of a board are in a lane and a state.
type BoardCount struct {
	Lane  Lane
	State State
	Cases int
}

// A Store is what the service reads outside a unit of work.
type Store interface {
	register.Reader
	Case(ctx context.Context, id CaseID) (*Case, error)
	PoliciesInForce(ctx context.Context) ([]StoredPolicy, error)
	// CasesOf are the cases of one person, oldest first: of everybody whose file
	// is by now the same.
	CasesOf(ctx context.Context, p register.PersonID) ([]CaseID, error)
	// SharedFiles are the open cases whose file is another open case's too.
	SharedFiles(ctx context.Context) ([]Lying, error)
	// TiedElsewhere are the accounts with a part in a case that have a conflict of
	// interest in another case on the same file.
	TiedElsewhere(ctx context.Context, id CaseID) ([]string, error)
	// CasesWithTwins lists the cases, not closed, that were asked about another.
	CasesWithTwins(ctx context.Context) ([]CaseID, error)
	// Board lists the cases that exist for an account, the next clock first.
	Board(ctx context.Context, account string, w Wanted) ([]Listing, error)
	// BoardPassed counts those of them, in the lane and state that are wanted,
	// which stand before a turn.
	BoardPassed(ctx context.Context, account string, w Wanted, t Turn) (int, error)
	// BoardCounts counts them.
	BoardCounts(ctx context.Context, account string) ([]BoardCount, error)
	// Paper is a certificate that may be checked, by [PaperCode.Hash], or
	// [ErrHidden].
	Paper(ctx context.Context, hash string) (Certified, error)
	// EventsOf are the entries of a case, in their order.
	EventsOf(ctx context.Context, id CaseID) ([]journal.Entry, error)
	// CasesBarred are the cases on the files of those with whom an account has a
	// conflict of interest.
	CasesBarred(ctx context.Context, account string) ([]CaseID, error)
	Draw(ctx context.Context, id string) (Draw, error)
	// Draws lists draws, the last changed first.
	Draws(ctx context.Context) ([]Draw, error)
	RosterNow(ctx context.Context) (Roster, error)
	// SittingsOf counts hearings at which somebody sat, from one moment to before
	// another.
	SittingsOf(ctx context.Context, account string, from, to Micros) (int, error)
	// DueBefore lists cases of which a clock has run out.
	DueBefore(ctx context.Context, at Micros, limit int) ([]CaseID, error)
	// FollowedCases lists the cases that something undone in the register may
	// reach: all that are not closed, and the closed that have facts, an order or the
	// file of a missing person.
	FollowedCases(ctx context.Context) ([]CaseID, error)
	Entry(ctx context.Context, seq int64) (journal.Entry, int64, error)
}

// A Service is the review of files. Its fields are set once, before use; it is
// safe for concurrent use.
type Service struct {
	Journal *journal.Journal
	Store   Store
	Sealer  Sealer
	NewID   func() string
	Rand    io.Reader
	// Prove proves entries for a case that leaves; nil where nothing signs.
	Prove Prover
	// Recordings keeps what was spoken; nil where nothing spoken is taken.
	Recordings Recordings
	// Zone is where the office's days begin, for the cap on cases a day; nil is
	// UTC. Clocks do not look at it.
	Zone *time.Location
	// Known tells what is known of an account; nil where the program is to ask
	// nothing about ties by itself.
	Known func(ctx context.Context, account string) (Known, error)
	// Likenesses counts what of the victims' register may concern a case and waits
	// for its liaison to judge; nil where there is no register.
	Likenesses func(ctx context.Context, liaison, org string, id CaseID) (int, error)

	once  sync.Once
	names *names.Comparer
}

// Who acts: an account, for an organisation, and whether password and code were
// given for this act.
type Who struct {
	journal.Actor
	Fresh bool
}

// errBroken: facts of the case no longer hold together. The service enters that
// and asks again.
var errBroken = errors.New("facts rest on what was undone")

// ErrNoPolicy: no policy is in force yet, so nothing can be opened.
var ErrNoPolicy = errors.New("no policy is in force")

// Open opens a case on a person, under the policy in force. A person has one
// case at a time; the clocks of one on the same custody run on.
func (s *Service) Open(ctx context.Context, w Who, person register.PersonID, custody bool, holder string) (CaseID, error) {
	id := CaseID(s.NewID())
	err := s.Journal.Do(ctx, w.Actor, func(ctx context.Context, u *journal.Unit) error {
		t := TablesOf(u.Env)
		if err := conflict(ctx, t, person, w.Account); err != nil { // first: no other answer tells of a case
			return err
		}
		if err := s.unencumbered(ctx, t, id, person, &AssignedBody{Account: w.Account, Org: w.Org, Role: Registrar}); err != nil {
			return err
		}
		policies, err := t.Policies(ctx)
		if err != nil {
			return err
		}
		if len(policies) == 0 {
			return ErrNoPolicy
		}
		b := &OpenedBody{ID: id, Person: person, Policy: policies[len(policies)-1].Policy.Version, Custody: custody, Holder: holder}
		if b.Began, err = s.began(ctx, t, person); err != nil {
			return err
		}
		if b.Figured, err = s.figured(ctx, person); err != nil {
			return err
		}
		if b.Rows, err = s.rows(ctx, person); err != nil {
			return err
		}
		return s.append(ctx, u, w, id, &Case{}, policies, b)
	})
	return id, err
}

// began is when the clocks on the person's custody began, 0 where no case on it
// stands. Writers come one after another, so what the store reads is what is.
func (s *Service) began(ctx context.Context, t Tables, person register.PersonID) (Micros, error) {
	ids, err := s.Store.CasesOf(ctx, person)
	if err != nil {
		return 0, err
	}
	var began Micros
	for _, id := range ids {
		c, err := t.CaseOf(ctx, id)
		if err != nil {
			return 0, err
		}
		if c.State != Closed {
			return 0, ruleOnce.refuse("a person without a case that is open")
		}
		if c.Liberty.State.confined() {
			began = c.Liberty.Began
		}
	}
	return began, nil
}

// tries bounds how often an act is tried again after a clock ran out under it.
const tries = 10

// Enter enters an act in a case. saw is the version of the case that the reader
// saw; where it is not 0 and the case has moved on since, the answer is a
// journal.ErrConflict. What the rules forbid is a [*Refusal]; for whom the case
// does not exist it is [ErrHidden].
func (s *Service) Enter(ctx context.Context, w Who, id CaseID, saw int64, b Body) error {
	if _, ok := b.(*OpenedBody); ok || w.Account == Machine {
		return ErrHidden
	}
	own := false
	for range tries {
		err := s.enter(ctx, w, id, page{saw, own}, b)
		switch {
		case errors.Is(err, ErrLapseFirst):
			err = s.Lapse(ctx, id)
		case errors.Is(err, errBroken):
			if err = s.stop(ctx, id, 0); err == nil {
				err = s.Part(ctx, id)
			}
		case err == nil && goes(b):
			if err = s.stop(ctx, id, 0); err == nil { // an order's paper may lie in the file that the case left
				err = s.Twins(ctx) // the other file may have a case of its own
			}
			if err == nil {
				err = s.Ask(ctx, id)
			}
			return err
		case err == nil && asks(b):
			return s.Ask(ctx, id)
		case err == nil && empties(b):
			return s.Succeed(ctx, id)
		case err == nil && ends(b):
			return s.Twins(ctx)
		default:
			return err
		}
		if err != nil {
			return err
		}
		own = true // the program moved it on; another reader may have too
	}
	return fmt.Errorf("case %s: %w", id, ErrLapseFirst)
}

// asks reports whether an act may bring a tie to light: somebody new, or
// something new of what the file rests on.
func asks(b Body) bool {
	switch b.(type) {
	case *AssignedBody, *FactBody:
		return true
	}
	return false
}

// empties reports whether an act may take somebody from the bench.
func empties(b Body) bool {
	switch b := b.(type) {
	case *DeclaredBody:
		return len(b.Ties) > 0
	case *AnsweredBody:
		return len(b.Ties) > 0 || b.Bar != ""
	case *ChallengeDecidedBody:
		return b.Upheld
	}
	return false
}

// goes reports whether an act takes a case to another file.
func goes(b Body) bool {
	p, ok := b.(*PartingSettledBody)
	return ok && p.How == PartGoes
}

// ends reports whether an act ends a case that another may have waited for.
func ends(b Body) bool {
	switch b := b.(type) {
	case *TwinSettledBody:
		return true
	case *MovedBody:
		return b.To == Closed
	}
	return false
}

// put enters an act of the program's own, after whatever ran out before it.
func (s *Service) put(ctx context.Context, id CaseID, b Body) error {
	return s.afterLapses(ctx, id, func() error { return s.enter(ctx, clockwork, id, page{}, b) })
}

// afterLapses does something in a case, once whatever ran out before is entered.
func (s *Service) afterLapses(ctx context.Context, id CaseID, do func() error) error {
	for range tries {
		err := do()
		if !errors.Is(err, ErrLapseFirst) {
			return err
		}
		if err := s.Lapse(ctx, id); err != nil {
			return err
		}
	}
	return fmt.Errorf("case %s: %w", id, ErrLapseFirst)
}

// A page is what a reader acts upon: the version that it shows, 0 for any, and
// whether the program entered something since, for the act's own sake.
type page struct {
	saw int64
	own bool
}

// stale reports whether a case has moved on since a page was read. Members who
// vote at once do not stand in each other's way: a vote is as good beside another
// as before it, until they are opened.
func (s *Service) stale(ctx context.Context, c *Case, p page, b Body) (bool, error) {
	_, vote := b.(*VotedBody)
	if p.saw == 0 || p.saw == c.Seq || !p.own && !vote {
		return p.saw != 0 && p.saw != c.Seq, nil
	}
	since, err := s.Store.EventsOf(ctx, c.ID)
	if err != nil {
		return false, err
	}
	for _, e := range since {
		if e.Seq <= p.saw {
			continue
		}
		_, ev, err := EventOf(e)
		if err != nil {
			return false, err
		}
		if _, other := ev.Body.(*VotedBody); !(p.own && ev.By == Machine) && !(vote && other) {
			return true, nil
		}
	}
	return false, nil
}

func (s *Service) enter(ctx context.Context, w Who, id CaseID, p page, b Body) error {
	return s.Journal.Do(ctx, w.Actor, func(ctx context.Context, u *journal.Unit) error {
		t := TablesOf(u.Env)
		c, err := t.CaseOf(ctx, id)
		if err != nil {
			return err
		}
		if c.part(w.Account) == nil && w.Account != Machine {
			return ErrHidden
		}
		if p := c.part(w.Account); p != nil && p.conflicted() {
			return ErrHidden
		}
		if old, err := s.stale(ctx, c, p, b); err != nil || old {
			return cmp.Or(err, journal.ErrConflict)
		}
		if err := s.whole(ctx, t, c, b); err != nil {
			return err
		}
		if err := s.ordered(ctx, w, c, b); err != nil {
			return err
		}
		policies, err := t.Policies(ctx)
		if err != nil {
			return err
		}
		return s.append(ctx, u, w, id, c, policies, b)
	})
}

// whole looks at the file and at what the facts rest on before anything is signed
// or decided, and before anybody says whose file it is.
func (s *Service) whole(ctx context.Context, t Tables, c *Case, b Body) error {
	switch b.(type) {
	case *IdentifiedBody, *IdentityConfirmedBody, *SignedBody, *DraftedBody, *MovedBody, *SecondedBody:
	default:
		return nil
	}
	lost, err := s.broken(ctx, c)
	if err != nil || lost.any() {
		return cmp.Or(err, errBroken)
	}
	acts, err := s.partActs(ctx, t, c)
	if err == nil && len(acts) > 0 && c.State != Closed {
		err = errBroken
	}
	return err
}

// append fills in what the service knows, asks the case, and enters the act.
func (s *Service) append(ctx context.Context, u *journal.Unit, w Who, id CaseID, c *Case, policies []StoredPolicy, b Body) error {
	version := c.Policy
	if o, ok := b.(*OpenedBody); ok {
		version = o.Policy
	}
	k, err := SettingOf(policies, version)
	if err != nil {
		return err
	}
	now := MicrosOf(s.Journal.Now())
	if err := s.fill(ctx, TablesOf(u.Env), w, c, &k, b, now); err != nil {
		return err
	}
	switch b.(type) {
	case *SignedBody, *MovedBody:
		if c.Again, err = s.asksAgain(ctx, c); err != nil {
			return err
		}
	}
	if err := c.Admit(Event{At: now, By: w.Account, Org: w.Org, Body: b}, k); err != nil {
		return err
	}
	body, err := json.Marshal(b)
	if err != nil {
		return fmt.Errorf("encode %s: %w", b.Kind(), err)
	}
	if _, opened := b.(*VotesOpenedBody); !opened { // the words of a ballot are read before it is sealed
		if err := legible(body); err != nil {
			return err
		}
	}
	d := journal.Draft{Kind: ActDone, Body: ActBody{id, b.Kind(), body}}
	if x, ok := b.(*SubmittedBody); ok && x.Voice != nil {
		d.Blobs = []string{x.Voice.Item}
	}
	_, err = u.Append(ctx, d)
	return err
}

// Day is the beginning and the end of the office's day that a moment lies in.
func (s *Service) Day(at Micros) (from, to Micros) { return s.day(at) }

// day is the beginning and the end of the day that a moment lies in.
func (s *Service) day(at Micros) (from, to Micros) {
	zone := s.Zone
	if zone == nil {
		zone = time.UTC
	}
	y, m, d := at.Time().In(zone).Date()
	return MicrosOf(time.Date(y, m, d, 0, 0, 0, 0, zone)), MicrosOf(time.Date(y, m, d+1, 0, 0, 0, 0, zone))
}

// readers are the roles that read the whole file as the panel reads it. Those
// who speak for a side read what they were given.
var readers = []Role{Member, AppealMember, Observer, FileOfficer, SecondAnalyst, Registrar, RosterChair}

// Read returns a case to somebody who reads what the panel reads, and [ErrHidden]
// to everybody else, whether or not there is such a case.
func (s *Service) Read(ctx context.Context, account string, id CaseID) (*Case, error) {
	c, err := s.Store.Case(ctx, id)
	if err != nil {
		return nil, err
	}
	if p, ok := c.Part(account); !ok || !p.clear() || !slices.Contains(readers, p.Role) {
		return nil, ErrHidden
	}
	return c, nil
}

// Next is what can be done in a case and what each step still lacks, for a
// reader of the file.
func (s *Service) Next(ctx context.Context, account string, id CaseID) ([]Open, error) {
	c, err := s.Read(ctx, account, id)
	if err != nil {
		return nil, err
	}
	k, err := s.setting(ctx, c)
	if err != nil {
		return nil, err
	}
	if c.Again, err = s.asksAgain(ctx, c); err != nil {
		return nil, err
	}
	return c.Next(k, MicrosOf(s.Journal.Now())), nil
}

func (s *Service) setting(ctx context.Context, c *Case) (Setting, error) {
	policies, err := s.Store.PoliciesInForce(ctx)
	if err != nil {
		return Setting{}, err
	}
	return SettingOf(policies, c.Policy)
}
