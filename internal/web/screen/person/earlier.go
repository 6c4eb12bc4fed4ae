package person

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"kashf.org/kashf/internal/access"
	"kashf.org/kashf/internal/dossier"
	"kashf.org/kashf/internal/locale"
	"kashf.org/kashf/internal/register"
	"kashf.org/kashf/internal/web"
	"kashf.org/kashf/internal/web/part"
	"kashf.org/kashf/when"
)

// A Past answers what stood earlier. The wiring adapts the ledger to it.
type Past interface {
	// Moment is an entry of the ledger and when it was made, by its number, or
	// the last one made before a time where the number is 0. It gives
	// [register.ErrNotFound] where there is none.
	Moment(ctx context.Context, seq int64, before time.Time) (int64, time.Time, error)
	// Then are the records that a person had once entry seq was applied, of those
	// it has now and those it has lost since, and the persons who had the others.
	Then(ctx context.Context, p register.PersonID, now []register.RecordID, seq int64) ([]register.RecordID, map[register.RecordID]register.PersonID, error)
	// Earlier reads the file of those records as it stood; see
	// [dossier.Dossier.Earlier].
	Earlier(ctx context.Context, a dossier.Audience, id register.PersonID, records []register.RecordID, seq int64, asOf when.Day) (dossier.PersonFile, error)
}

// An EarlierView is the file as it stood, or the choice of a moment.
type EarlierView struct {
	FileNo, Href string
	At           string // as typed
	Wrong        string
	Moments      []Moment
	Banner       string // "" before a moment is chosen
	Elsewhere    []Anchor
	Nothing      bool // no row of the file was there
	Then         View
	Since        []Event
}

// A Moment is an entry about the file after which it can be looked at.
type Moment struct{ When, What, Href string }

func (s *Screen) earlier(w http.ResponseWriter, r *http.Request) error {
	ctx, p := r.Context(), web.PrinterOf(r.Context())
	id := s.number(r)
	a := audience(ctx, id)
	now, err := s.Files.Person(ctx, a, id, s.today())
	if err != nil {
		return fmt.Errorf("read a file: %w", err)
	}
	if moved(w, r, now, "/earlier") {
		return nil
	}
	if err := s.note(ctx, access.PersonRead, now.Person); err != nil {
		return err
	}
	v := EarlierView{FileNo: now.FileNo, Href: Href(now.FileNo), At: clip(strings.TrimSpace(r.URL.Query().Get("at")))}
	d := s.describer(r, p, now, a)
	for i, e := range d.history(ctx) {
		if seq := now.History[i].Seq; seq > 0 {
			v.Moments = append(v.Moments, Moment{e.When, e.What, v.Href + "/earlier?at=" + strconv.FormatInt(seq, 10)})
		}
	}
	status := http.StatusOK
	if v.At != "" {
		if err := s.stood(r, d, a, now, &v); err != nil {
			return err
		}
		if v.Wrong != "" {
			status = http.StatusUnprocessableEntity
		}
	}
	frame := s.frame(r, p, now.FileNo)
	frame.Crumbs = []part.Crumb{{Label: p.T("person.people"), Href: "/people"}, {Label: now.FileNo, Href: v.Href}, {Label: p.T("person.earlier")}}
	return s.Web.PageStatus(w, r, status, frame, EarlierPage(p, v))
}

// stood reads the file as it stood at the moment that was asked for.
func (s *Screen) stood(r *http.Request, d *describer, a dossier.Audience, now dossier.PersonFile, v *EarlierView) error {
	ctx := r.Context()
	seq, at, err := s.moment(ctx, v.At)
	if errors.Is(err, register.ErrNotFound) {
		v.Wrong = d.p.T("person.earlier.wrong")
		return nil
	}
	if err != nil {
		return fmt.Errorf("find a moment: %w", err)
	}
	records, elsewhere, err := s.Past.Then(ctx, now.Person, now.Records(), seq)
	if errors.Is(err, register.ErrTooFar) {
		v.Wrong = d.p.T("person.earlier.far")
		return nil
	}
	if err != nil {
		return fmt.Errorf("walk back: %w", err)
	}
	f, err := s.Past.Earlier(ctx, a, now.Person, records, seq, when.DayOf(at))
	if err != nil {
		return fmt.Errorf("read the file as it stood: %w", err)
	}
	v.Banner = d.p.T("person.earlier.banner", d.p.DateTime(at), int(seq))
	v.Since = d.history(ctx)[:since(now.History, seq)]
	shown := make(map[register.PersonID]bool)
	for _, other := range elsewhere {
		if other == 0 || shown[other] {
			continue
		}
		shown[other] = true
		x, err := s.Files.Person(ctx, audience(ctx, 0), other, s.today())
		if errors.Is(err, register.ErrNotFound) {
			continue // a file out of sight has no number
		}
		if err != nil {
			return fmt.Errorf("read a file: %w", err)
		}
		no := Anchor{Label: s.FileNos.Format(other)}
		if x.Person == other {
			no.Href = Href(no.Label) + "/earlier?at=" + strconv.FormatInt(seq, 10)
		}
		v.Elsewhere = append(v.Elsewhere, no)
	}
	slices.SortFunc(v.Elsewhere, func(a, b Anchor) int { return strings.Compare(a.Label, b.Label) })
	if v.Nothing = len(f.Sources) == 0; v.Nothing {
		return nil
	}
	then := s.describer(r, d.p, f, a)
	then.mayTell = false
	v.Then = then.view(ctx)
	return nil
}

// since counts the first events, those that came after an entry.
func since(history []dossier.Event, seq int64) int {
	for i, e := range history {
		if e.Seq <= seq {
			return i
		}
	}
	return len(history)
}

// moment reads what was typed: the number of an entry, or a day, at whose end.
func (s *Screen) moment(ctx context.Context, at string) (int64, time.Time, error) {
	if seq, err := strconv.ParseInt(at, 10, 64); err == nil && len(at) != 4 {
		return s.Past.Moment(ctx, seq, time.Time{})
	}
	d, err := when.Parse(at)
	if err != nil || d.IsZero() || d.Latest() == when.MaxDay {
		return 0, time.Time{}, register.ErrNotFound
	}
	return s.Past.Moment(ctx, 0, d.Latest().Time().AddDate(0, 0, 1))
}

func (v EarlierView) at(p locale.Printer) part.Input {
	return part.Input{Name: "at", Label: p.T("person.earlier.at"), Hint: p.T("person.earlier.at.hint"), Value: v.At, Error: v.Wrong, Dir: "ltr", Max: 40, Focus: v.Banner == ""}
}
