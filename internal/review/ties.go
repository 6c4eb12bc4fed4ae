package review

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	"kashf.org/kashf/internal/journal"
	"kashf.org/kashf/internal/register"
	"kashf.org/kashf/names"
)

// A Known is what the office knows of an account, to be compared with a file.
type Known struct {
	Name string
	Orgs []string // names of the organisation, in every language
}

// A Hit is something in the register that may be a tie of somebody with a part
// in a case. It opens a question and removes nobody. Who is asked never reads
// it: who planted a cousin in a list must not learn that it worked, and a
// source must not be found by what it said.
type Hit struct {
	Ground Ground            `json:"ground"`
	Record register.RecordID `json:"record,omitempty"`
	Field  string            `json:"field,omitempty"` // key of the field that names somebody
	Item   string            `json:"item,omitempty"`
}

// familyBits is how much a shared family name must say before it is asked
// about: two of a thousand people share one of ten bits by chance. Families as
// large as الأحمد or العلي say five to seven.
const familyBits = 10

// named are the fields that name somebody beside the person, and what that one's
// likeness to a member would be.
var named = map[register.Field]Ground{
	register.FatherName: Kin, register.MotherName: Kin, register.Relative: Kin, register.MinorChild: Kin,
	register.Informant: SourceOf, register.ToldBy: SourceOf,
	register.OfficerName: Holder, register.ArrestedBy: Holder,
}

// A tieFinder compares one member with a file.
type tieFinder struct {
	c      *names.Comparer
	member Known
	hits   []Hit
}

func (f *tieFinder) add(h Hit) {
	if !slices.Contains(f.hits, h) {
		f.hits = append(f.hits, h)
	}
}

// like reports whether two spellings may be one person's name, or, for kin,
// whether they share a family that few bear.
func (f *tieFinder) like(name string, kin bool) bool {
	if f.member.Name == "" || name == "" {
		return false
	}
	x := f.c.CompareStrings(f.member.Name, name)
	return x.Score >= names.SameName || kin && slices.ContainsFunc(x.Parts, func(m names.PartMatch) bool {
		return m.Role == names.Family && m.A != "" && m.B != "" && m.Bits >= familyBits
	})
}

// org reports whether text is the name of the member's own organisation.
func (f *tieFinder) org(text string) bool {
	key := names.Loose(text)
	return strings.TrimSpace(key) != "" && slices.ContainsFunc(f.member.Orgs, func(o string) bool { return names.Loose(o) == key })
}

// record looks for the member among whom a record names.
func (f *tieFinder) record(r register.Record) {
	for _, c := range r.Claims {
		if c.Absence != register.Present || c.Value == "" {
			continue
		}
		key := c.Field.String()
		ground, other := named[c.Field]
		switch {
		case other && (f.like(c.Value, ground == Kin) || f.org(c.Value)):
			f.add(Hit{Ground: ground, Record: r.ID, Field: key})
		case c.Field == register.FullName && f.like(c.Value, true):
			f.add(Hit{Ground: Kin, Record: r.ID, Field: key})
		}
	}
}

// parties looks for the member among those who speak for a side, and in the
// holder.
func (f *tieFinder) parties(c *Case, of Part, known func(string) (Known, error)) error {
	if f.org(c.Liberty.Holder) {
		f.add(Hit{Ground: Holder})
	}
	for _, p := range c.Cast {
		if p.Account == of.Account || p.Role != Representative && p.Role != VictimRepresentative {
			continue
		}
		who, err := known(p.Account)
		if err != nil {
			return err
		}
		if p.Org != "" && p.Org == of.Org || f.like(who.Name, true) {
			f.add(Hit{Ground: Party})
		}
	}
	return nil
}

// earlier looks for what the member did in the file: brought it in, judged who
// it is, attached something. Who assembles a file does that by office.
func (s *Service) earlier(ctx context.Context, f *tieFinder, account string, rs []register.Record, said []register.Judgement) error {
	machine := register.Sight{Machine: true}
	for _, r := range rs {
		im, err := s.Store.ImportOf(ctx, machine, r.Import)
		if err != nil && !errors.Is(err, register.ErrNotFound) {
			return err
		}
		if err == nil && im.By == account {
			f.add(Hit{Ground: EarlierRole, Record: r.ID})
		}
		items, err := s.Store.Items(ctx, machine, register.OfPerson, r.ID.String())
		if err != nil {
			return err
		}
		for _, it := range items {
			if it.By == account && it.Undone == 0 {
				f.add(Hit{Ground: EarlierRole, Item: it.ID})
			}
		}
	}
	for _, j := range said {
		if j.By == account && j.Undone == 0 {
			f.add(Hit{Ground: EarlierRole, Record: j.Left})
		}
	}
	return nil
}

// watched are the roles whose independence is asked about: those who decide,
// those who watch, and who waives.
func (r Role) watched() bool { return r.sitting() || r == Observer || r == RosterChair }

// Ask compares everybody whose independence matters with the person's file and
// opens a question about each new hit. Nothing is asked where the service knows
// no names.
func (s *Service) Ask(ctx context.Context, id CaseID) error {
	if s.Known == nil {
		return nil
	}
	c, err := s.Store.Case(ctx, id)
	if err != nil || c.State == Closed {
		return err
	}
	machine := register.Sight{Machine: true}
	_, rs, err := s.Store.Person(ctx, machine, c.Person)
	if err != nil && !errors.Is(err, register.ErrNotFound) {
		return err
	}
	said, err := s.Store.JudgementsOf(ctx, machine, c.Person)
	if err != nil {
		return err
	}
	known := func(account string) (Known, error) { return s.Known(ctx, account) }
	elsewhere, err := s.Store.TiedElsewhere(ctx, id)
	if err != nil {
		return err
	}
	others, err := s.others(ctx, id, c.Person, s.Store.Case)
	if err != nil {
		return err
	}
	for _, p := range c.Cast {
		if p.Left != 0 || p.conflicted() || !p.Role.watched() {
			continue
		}
		f := &tieFinder{c: s.comparer()}
		if f.member, err = known(p.Account); err != nil {
			return err
		}
		for _, r := range rs {
			f.record(r)
		}
		if slices.Contains(elsewhere, p.Account) || earlierIn(others, p.Account, p.Role) {
			f.add(Hit{Ground: EarlierRole})
		}
		if err := f.parties(c, p, known); err != nil {
			return err
		}
		if err := s.earlier(ctx, f, p.Account, rs, said); err != nil {
			return err
		}
		if err := s.question(ctx, id, p.Account, f.hits); err != nil {
			return err
		}
	}
	return nil
}

func (s *Service) comparer() *names.Comparer {
	s.once.Do(func() { s.names = names.NewComparer(names.Options{}) })
	return s.names
}

// question opens one question about an account for the hits that were not asked
// about before.
func (s *Service) question(ctx context.Context, id CaseID, account string, hits []Hit) error {
	if len(hits) == 0 {
		return nil
	}
	return s.afterLapses(ctx, id, func() error {
		return s.Journal.Do(ctx, clockwork.Actor, func(ctx context.Context, u *journal.Unit) error {
			t := TablesOf(u.Env)
			c, err := t.CaseOf(ctx, id)
			if err != nil {
				return err
			}
			fresh, err := s.fresh(c, account, hits)
			if err != nil || len(fresh) == 0 {
				return err
			}
			b := &QuestionedBody{ID: s.NewID(), Account: account}
			if b.Cause, err = s.sealHits(id, account, fresh); err != nil {
				return err
			}
			policies, err := t.Policies(ctx)
			if err != nil {
				return err
			}
			return s.append(ctx, u, clockwork, id, c, policies, b)
		})
	})
}

// fresh are the hits that no question about the account was opened for.
func (s *Service) fresh(c *Case, account string, hits []Hit) ([]Hit, error) {
	var had []Hit
	for _, q := range c.Questions {
		if q.Account == account {
			hs, err := s.openHits(c.ID, q)
			if err != nil {
				return nil, err
			}
			had = append(had, hs...)
		}
	}
	return slices.DeleteFunc(slices.Clone(hits), func(h Hit) bool { return slices.Contains(had, h) }), nil
}

func causeOf(id CaseID, account string) []byte {
	return []byte("review/cause/" + string(id) + "/" + account)
}

func (s *Service) sealHits(id CaseID, account string, hits []Hit) ([]byte, error) {
	plain, err := json.Marshal(hits)
	if err != nil {
		return nil, fmt.Errorf("encode hits: %w", err)
	}
	return s.Sealer.Seal(plain, causeOf(id, account))
}

func (s *Service) openHits(id CaseID, q Question) ([]Hit, error) {
	if q.Cause == nil {
		return nil, nil
	}
	plain, err := s.Sealer.Open(q.Cause, causeOf(id, q.Account))
	if err != nil {
		return nil, fmt.Errorf("question %s: open cause: %w", q.ID, err)
	}
	var hits []Hit
	if err := json.Unmarshal(plain, &hits); err != nil {
		return nil, fmt.Errorf("question %s: cause: %w", q.ID, err)
	}
	return hits, nil
}
