package consent

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"kashf.org/kashf/internal/journal"
	"kashf.org/kashf/internal/register"
	"kashf.org/kashf/internal/vocab"
	"kashf.org/kashf/when"
)

// The kinds of entries of this package. Names are stored for ever.
const (
	Given     = "consent.given"
	Withdrawn = "consent.withdrawn"
	Used      = "consent.used" // something was made under it and taken out
	Destroyed = "consent.destroyed"
)

// The uses that this program asks a consent for, codes of the vocabulary
// consent_use.
const (
	Uses    = "consent_use" // the vocabulary
	Ways    = "consent_way" // the vocabulary of how it was given
	Print   = "print"       // the photograph on a printed file
	Form    = "form"        // the photograph with a form
	Publish = "publish"     // the photograph made public; the program publishes none
	WGEID   = "wgeid"       // the case given to the UN working group
)

// Self is who gave a consent where it was the person; anyone else is a code of
// the vocabulary relation.
const Self = "self"

// A Consent is one word of one person about one record's person.
type Consent struct {
	ID     string // ULID
	Record register.RecordID
	Photo  string   // the photograph it is about, "" for none
	Uses   []string // codes of consent_use
	Giver  string   // [Self], or a code of relation
	Name   string   // of the giver; read at C3
	Way    string   // code of consent_way
	On     string   // EDTF
	Until  string   // EDTF, "" for no end
	Note   string
	By     string
	Org    register.OrgID
	At     time.Time
	Seq    int64
	// Withdrawn is the entry that withdrew it, 0 while it stands.
	Withdrawn   int64
	WithdrawnAt time.Time
	Undone      int64
}

// A Now is what a consent is held against.
type Now struct {
	Day when.Day
	Org register.OrgID // that uses it
	// Alive: the person was found alive, and speaks alone from then on.
	Alive bool
}

// Stands reports whether a consent is good at all.
func (c Consent) Stands(n Now) bool {
	return c.Undone == 0 && c.Withdrawn == 0 && c.Org == n.Org && !c.over(n.Day) && (!n.Alive || c.Giver == Self)
}

func (c Consent) over(today when.Day) bool {
	end, err := when.Parse(c.Until)
	return err == nil && !end.IsZero() && end.Latest() < today
}

// Holds reports whether one of some consents allows a use, of one photograph
// where it is about one.
func Holds(all []Consent, use, photo string, n Now) bool {
	return slices.ContainsFunc(all, func(c Consent) bool {
		return c.Stands(n) && c.Photo == photo && slices.Contains(c.Uses, use)
	})
}

// What a person can mend.
var (
	ErrGiver = errors.New("who gave the consent is not said")
	ErrUses  = errors.New("what it is for is not said")
	ErrWay   = errors.New("how it was given is not said")
	ErrDay   = errors.New("the day is not a date, or not yet come")
	ErrUntil = errors.New("the end is not a date after the day it was given")
	ErrLong  = errors.New("a text is too long")
)

// Bounds of what is written.
const (
	MaxName = 200
	MaxNote = 1000
)

// A Store is what is read.
type Store interface {
	Consent(ctx context.Context, id string) (Consent, error)
	// ConsentsOf lists those of some records, the withdrawn too, oldest first.
	ConsentsOf(ctx context.Context, records []register.RecordID) ([]Consent, error)
}

// Tables keep consents inside one unit of work.
type Tables interface {
	PutConsent(ctx context.Context, c Consent) error
	WithdrawConsent(ctx context.Context, id string, at time.Time, seq int64) error
	UndoConsent(ctx context.Context, id string, seq int64) error
	DropConsent(ctx context.Context, id string) error
}

// A Service enters consents. Its fields are set once, before use.
type Service struct {
	Journal *journal.Journal
	Store   Store
	Now     func() time.Time
	NewID   func() string
}

// Give enters a consent. The caller has found its record, and its photograph,
// in the actor's sight. What can be mended is one of this package's errors.
func (s *Service) Give(ctx context.Context, a journal.Actor, c Consent) (int64, error) {
	return s.give(ctx, a, c, nil)
}

// AsOf is the newest entry about what was agreed with an organisation on a
// photograph, "" for the case itself; 0 where nothing was.
func AsOf(all []Consent, org register.OrgID, photo string) (seq int64) {
	for _, c := range all {
		if c.Org == org && c.Photo == photo {
			seq = max(seq, c.Seq, c.Withdrawn, c.Undone)
		}
	}
	return seq
}

// GiveAsOf is [Service.Give] by somebody who has read what was agreed up to an
// entry. Where more was entered since about the same, such as that a mother
// changed her mind, it gives [journal.ErrConflict]; sent twice, as by a second
// click, it is entered once. records are those of the person.
func (s *Service) GiveAsOf(ctx context.Context, a journal.Actor, c Consent, records []register.RecordID, read int64) (int64, error) {
	errEntered := errors.New("entered already")
	var was int64
	seq, err := s.give(ctx, a, c, func(ctx context.Context) error {
		all, err := s.Store.ConsentsOf(ctx, records)
		if err != nil || AsOf(all, register.OrgID(a.Org), c.Photo) == read {
			return err
		}
		if i := slices.IndexFunc(all, func(x Consent) bool { return x.sameAs(c, a) && x.Seq > read }); i >= 0 {
			was = all[i].Seq
			return errEntered
		}
		return journal.ErrConflict
	})
	if errors.Is(err, errEntered) {
		return was, nil
	}
	return seq, err
}

// sameAs reports whether a consent that stands is the one that an account gives.
func (c Consent) sameAs(o Consent, a journal.Actor) bool {
	return c.Withdrawn == 0 && c.Undone == 0 && c.By == a.Account && string(c.Org) == a.Org && c.Photo == o.Photo && c.Giver == o.Giver && c.Name == strings.TrimSpace(o.Name) &&
		c.Way == o.Way && c.On == o.On && c.Until == o.Until && slices.Equal(c.Uses, slices.Sorted(slices.Values(o.Uses)))
}

func (s *Service) give(ctx context.Context, a journal.Actor, c Consent, check func(context.Context) error) (int64, error) {
	if err := s.check(&c); err != nil {
		return 0, err
	}
	b := GivenBody{
		ID: s.NewID(), Record: c.Record, Photo: c.Photo, Uses: c.Uses, Giver: c.Giver, Name: c.Name, Way: c.Way, On: c.On, Until: c.Until, Note: c.Note,
	}
	return s.enter(ctx, a, journal.Draft{Kind: Given, Body: b, Subjects: []string{b.ID}}, check)
}

func (s *Service) enter(ctx context.Context, a journal.Actor, d journal.Draft, check func(context.Context) error) (seq int64, err error) {
	err = s.Journal.Do(ctx, a, func(ctx context.Context, u *journal.Unit) error {
		if check != nil {
			if err := check(ctx); err != nil {
				return err
			}
		}
		e, err := u.Append(ctx, d)
		seq = e.Seq
		return err
	})
	return seq, err
}

func (s *Service) check(c *Consent) error {
	for _, t := range []*string{&c.Name, &c.Note, &c.On, &c.Until} {
		*t = strings.TrimSpace(strings.ToValidUTF8(*t, ""))
	}
	c.Uses = slices.Compact(slices.Sorted(slices.Values(c.Uses)))
	photos := []string{Print, Form, Publish}
	day, err := when.Parse(c.On)
	today := when.DayOf(s.Now())
	switch {
	case c.Giver != Self && !vocab.Valid("relation", c.Giver):
		return ErrGiver
	case len(c.Uses) == 0 || slices.ContainsFunc(c.Uses, func(u string) bool { return !vocab.Valid(Uses, u) || slices.Contains(photos, u) != (c.Photo != "") }):
		return ErrUses
	case !vocab.Valid(Ways, c.Way):
		return ErrWay
	case err != nil || day.IsZero() || day.Earliest() > today:
		return ErrDay
	case utf8.RuneCountInString(c.Name) > MaxName || utf8.RuneCountInString(c.Note) > MaxNote:
		return ErrLong
	}
	if c.Until != "" {
		if end, err := when.Parse(c.Until); err != nil || end.IsZero() || end.Latest() < day.Earliest() {
			return ErrUntil
		}
	}
	return nil
}

// Withdraw ends a consent of the actor's organisation from now on. It asks for
// no reason: none is owed. One that is not there gives [register.ErrNotFound],
// one that was withdrawn already changes nothing.
func (s *Service) Withdraw(ctx context.Context, a journal.Actor, id string) error {
	errDone := errors.New("withdrawn already")
	_, err := s.enter(ctx, a, journal.Draft{Kind: Withdrawn, Body: WithdrawnBody{ID: id}, Subjects: []string{id}}, func(ctx context.Context) error {
		c, err := s.Store.Consent(ctx, id)
		switch {
		case err != nil:
			return err
		case c.Undone != 0 || a.Org == "" || string(c.Org) != a.Org:
			return register.ErrNotFound
		case c.Withdrawn != 0:
			return errDone
		}
		return nil
	})
	if errors.Is(err, errDone) {
		return nil
	}
	return err
}

// Use enters what was made under a consent, before it is given out. A consent
// that does not stand when the entry is made gives [register.ErrNotFound].
func (s *Service) Use(ctx context.Context, a journal.Actor, b UsedBody) error {
	_, err := s.enter(ctx, a, journal.Draft{Kind: Used, Body: b, Subjects: []string{b.ID}}, func(ctx context.Context) error {
		c, err := s.Store.Consent(ctx, b.ID)
		if err == nil && (c.Undone != 0 || c.Withdrawn != 0 || string(c.Org) != a.Org || !slices.Contains(c.Uses, b.Use)) {
			err = register.ErrNotFound
		}
		return err
	})
	return err
}
