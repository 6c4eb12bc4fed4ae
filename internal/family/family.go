package family

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"kashf.org/kashf/internal/journal"
	"kashf.org/kashf/internal/register"
	"kashf.org/kashf/internal/vocab"
	"kashf.org/kashf/when"
)

// What a person can mend about a notice.
var (
	ErrWho  = errors.New("who told the family is not said")
	ErrDate = errors.New("the day is not a date, or not yet come")
	ErrHow  = errors.New("how the family was told is not one of the ways")
	ErrWhom = errors.New("who of the family was told is not one of the relations")
	ErrLong = errors.New("the note is too long")
	ErrWhy  = errors.New("the reason is not said")
)

// Bounds of what is written.
const (
	MaxWho   = 200
	MaxNote  = 1000
	leastWhy = 8
	maxWhy   = 500
)

// Vocabularies of a notice.
const (
	Ways      = "notice_way"
	Relations = "relation"
)

// A Service enters notices. Its fields are set once, before use.
type Service struct {
	Journal *journal.Journal
	Now     func() time.Time
	NewID   func() string
}

// Enter enters that the family was told ([register.FamilyTold]) or that the
// remains were given back ([register.RemainsReturned]). f is the person's file
// as its reader sees it, deaths included; n says what was done. A file in which
// no death counts gives [register.ErrNotFound]; one of which the same was
// entered already [journal.ErrConflict].
func (s *Service) Enter(ctx context.Context, a journal.Actor, f register.File, n register.Notice) (int64, error) {
	if n.Record = f.DeathRecord(); n.Record == 0 {
		return 0, register.ErrNotFound
	}
	if err := s.check(&n); err != nil {
		return 0, err
	}
	n.ID = s.NewID()
	var seq int64
	err := s.Journal.Do(ctx, a, func(ctx context.Context, u *journal.Unit) error {
		stands, err := register.TablesOf(u.Env).NoticesOf(ctx, n.Record)
		if err != nil {
			return err
		}
		for _, x := range stands {
			if x.Kind == n.Kind {
				return journal.ErrConflict
			}
		}
		// The subject is the notice alone: an entry that named the record would
		// tell of a death whoever may list entries.
		e, err := u.Append(ctx, journal.Draft{Kind: n.Kind, Subjects: []string{n.ID}, Body: register.NoticeBody{
			ID: n.ID, Record: n.Record, Who: n.Who, On: n.On, How: n.How, Whom: n.Whom, Note: n.Note,
		}})
		seq = e.Seq
		return err
	})
	return seq, err
}

func (s *Service) check(n *register.Notice) error {
	n.Who, n.Note, n.On = strings.TrimSpace(n.Who), strings.TrimSpace(n.Note), strings.TrimSpace(n.On)
	day, err := when.Parse(n.On)
	switch {
	case n.Kind != register.FamilyTold && n.Kind != register.RemainsReturned:
		return fmt.Errorf("%q: %w", n.Kind, journal.ErrUnknownKind)
	case n.Who == "" || utf8.RuneCountInString(n.Who) > MaxWho:
		return ErrWho
	case err != nil || day.IsZero() || day.Earliest() > when.DayOf(s.Now()):
		return ErrDate
	case n.Kind == register.FamilyTold && !vocab.Valid(Ways, n.How), n.Kind == register.RemainsReturned && n.How != "":
		return ErrHow
	case !vocab.Valid(Relations, n.Whom):
		return ErrWhom
	case utf8.RuneCountInString(n.Note) > MaxNote:
		return ErrLong
	}
	return nil
}

// TakeBack undoes a notice that counts in the file, for a stated reason. One
// that is not there, or was taken back already, gives [register.ErrNotFound].
func (s *Service) TakeBack(ctx context.Context, a journal.Actor, f register.File, id, why string) (int64, error) {
	n, ok := f.NoticeByID(id)
	if !ok {
		return 0, register.ErrNotFound
	}
	if why = strings.TrimSpace(why); utf8.RuneCountInString(why) < leastWhy || utf8.RuneCountInString(why) > maxWhy {
		return 0, ErrWhy
	}
	var seq int64
	err := s.Journal.Do(ctx, a, func(ctx context.Context, u *journal.Unit) error {
		e, err := u.Undo(ctx, n.Seq, why, nil)
		seq = e.Seq
		return err
	})
	return seq, err
}
