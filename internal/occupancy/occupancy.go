package occupancy

import (
	"context"
	"errors"
	"math"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"kashf.org/kashf/internal/journal"
	"kashf.org/kashf/internal/register"
	"kashf.org/kashf/internal/vocab"
	"kashf.org/kashf/when"
)

// What a person can mend about a figure.
var (
	ErrWhat   = errors.New("what was counted is not one of the kinds")
	ErrText   = errors.New("the count is not said, or is too long")
	ErrArea   = errors.New("the floor is not a number of square metres")
	ErrDate   = errors.New("the day is not a date, or not yet come")
	ErrSource = errors.New("the source is not said, or is not there")
	ErrLong   = errors.New("the text is too long")
	ErrWhy    = errors.New("the reason is not said")
)

// Held is the code of a count of people held at once.
const Held = "held"

// Kinds is the vocabulary of what is counted.
const Kinds = "tally"

// Bounds of what is written.
const (
	MaxText  = 80
	MaxPart  = 120
	MaxNote  = 1000
	leastWhy = 8
	maxWhy   = 500
	maxArea  = 1_000_000 // square metres
)

// A Store knows what was entered. See [register.Reader].
type Store interface {
	TalliesOf(ctx context.Context, v register.Sight, id register.FacilityID) ([]register.Tally, error)
}

// A Service enters figures and takes them back. Its fields are set once.
type Service struct {
	Journal *journal.Journal
	Store   Store
	Now     func() time.Time
	NewID   func() string
}

// ReadArea reads square metres, "20" or "6×4"; 0 and true where nothing is
// written.
func ReadArea(text string) (hundredths int64, ok bool) {
	text = strings.TrimSpace(text)
	if text == "" {
		return 0, true
	}
	area := 1.0
	for _, side := range strings.Split(strings.NewReplacer("X", "×", "x", "×", "*", "×").Replace(text), "×") {
		var b strings.Builder
		for _, r := range when.Digits(strings.TrimSpace(side)) {
			if r == '٫' || r == ',' {
				r = '.'
			}
			b.WriteRune(r)
		}
		n, err := strconv.ParseFloat(b.String(), 64)
		if err != nil || !(n > 0 && n <= maxArea) { // no number is neither
			return 0, false
		}
		area *= n
	}
	if area > maxArea {
		return 0, false
	}
	return int64(math.Round(area * 100)), true
}

// Enter enters what a source tells of a place. The caller has made sure that
// the reader sees the source. A count whose words are not understood is kept as
// written; t.Least and t.Most are read from its text here. The same figure sent
// twice is one entry.
func (s *Service) Enter(ctx context.Context, a journal.Actor, t register.Tally) (int64, error) {
	if err := s.check(&t); err != nil {
		return 0, err
	}
	c, _ := ReadCount(t.Text)
	body := register.TallyBody{
		ID: s.NewID(), Site: t.Site, What: t.What, Text: t.Text, Least: c.Least, Most: c.Most, Area: t.Area, Part: t.Part, In: t.In, On: t.On, Source: t.Source, Note: t.Note,
	}
	var seq int64
	err := s.Journal.Do(ctx, a, func(ctx context.Context, u *journal.Unit) error {
		if was, err := s.entered(ctx, a, t); err != nil || was != 0 {
			seq = was
			return err
		}
		if _, err := register.TablesOf(u.Env).Source(ctx, t.Source); err != nil {
			return errors.Join(ErrSource, err)
		}
		e, err := u.Append(ctx, journal.Draft{Kind: register.SiteTold, Subjects: []string{string(t.Site), string(t.Source)}, Body: body})
		seq = e.Seq
		return err
	})
	return seq, err
}

// entered is the entry of the same figure of the same source, where the
// organisation entered it already, such as by a click before; 0 where not.
func (s *Service) entered(ctx context.Context, a journal.Actor, t register.Tally) (int64, error) {
	all, err := s.Store.TalliesOf(ctx, register.Sight{Machine: true}, t.Site)
	if err != nil {
		return 0, err
	}
	for _, x := range all {
		same := t
		same.ID, same.Least, same.Most, same.By, same.Org, same.At, same.Seq = x.ID, x.Least, x.Most, x.By, x.Org, x.At, x.Seq
		if x == same && string(x.Org) == a.Org {
			return x.Seq, nil
		}
	}
	return 0, nil
}

func (s *Service) check(t *register.Tally) error {
	t.Text, t.Part, t.On, t.Note = strings.TrimSpace(t.Text), strings.TrimSpace(t.Part), strings.TrimSpace(t.On), strings.TrimSpace(t.Note)
	if !vocab.Valid(Kinds, t.What) {
		return ErrWhat
	}
	if t.Text == "" || utf8.RuneCountInString(t.Text) > MaxText {
		return ErrText
	}
	if t.Area < 0 || t.Area > maxArea*100 {
		return ErrArea
	}
	if t.On != "" {
		if day, err := when.Parse(t.On); err != nil || day.IsZero() || day.Earliest() > when.DayOf(s.Now()) {
			return ErrDate
		}
	}
	if t.Source == "" {
		return ErrSource
	}
	if utf8.RuneCountInString(t.Part) > MaxPart || utf8.RuneCountInString(t.Note) > MaxNote {
		return ErrLong
	}
	return nil
}

// TakeBack undoes a figure for a stated reason.
func (s *Service) TakeBack(ctx context.Context, a journal.Actor, t register.Tally, why string) (int64, error) {
	if why = strings.TrimSpace(why); utf8.RuneCountInString(why) < leastWhy || utf8.RuneCountInString(why) > maxWhy {
		return 0, ErrWhy
	}
	var seq int64
	err := s.Journal.Do(ctx, a, func(ctx context.Context, u *journal.Unit) error {
		e, err := u.Undo(ctx, t.Seq, why, nil)
		seq = e.Seq
		return err
	})
	return seq, err
}
