package person

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"

	"kashf.org/kashf/internal/access"
	"kashf.org/kashf/internal/dossier"
	"kashf.org/kashf/internal/locale"
	"kashf.org/kashf/internal/register"
	"kashf.org/kashf/internal/web"
	"kashf.org/kashf/internal/web/part"
	"kashf.org/kashf/when"
)

// A Comparer reads two persons side by side; [dossier.Dossier] does.
type Comparer interface {
	ComparePersons(ctx context.Context, a dossier.Audience, left, right register.PersonID, asOf when.Day) (dossier.Compared, error)
}

// A Weigher adds up the evidence of the two rows, one of each side, that speak
// most for one person, and gives them; the pages of matches do.
type Weigher func(ctx context.Context, p locale.Printer, lefts, rights []register.RecordID) (chart *part.Waterfall, left, right register.RecordID, err error)

// A CompareView is the page of two files side by side.
type CompareView struct {
	FileNo, Href string
	With         string // as typed
	Wrong        string
	Found        *Beside // nil before another file is named
}

// A Beside is what two files say.
type Beside struct {
	Left, Right Head
	Rows        []BesideRow
	Summary     string
	Chart       *part.Waterfall // nil where nothing was weighed
	Pair        string          // where the two rows are judged, "" for who may not
	Join        string          // where the files are joined
}

// A Head says which file a column is.
type Head struct {
	Name   part.PersonName
	FileNo string
	Href   string
	Fate   part.Label
	About  string
}

// A BesideRow is one field of both.
type BesideRow struct {
	Label       string
	Left, Right []Value
	State       part.Label
}

func (s *Screen) compare(w http.ResponseWriter, r *http.Request) error {
	ctx, p := r.Context(), web.PrinterOf(r.Context())
	id := s.number(r)
	a := audience(ctx, 0)
	f, err := s.Files.Person(ctx, a, id, s.today())
	if err != nil {
		return fmt.Errorf("read a file: %w", err)
	}
	if moved(w, r, f, "/compare") {
		return nil
	}
	v := CompareView{FileNo: f.FileNo, Href: Href(f.FileNo), With: clip(strings.TrimSpace(r.URL.Query().Get("with")))}
	status := http.StatusOK
	if v.With != "" {
		if v.Found, v.Wrong, err = s.beside(r, p, a, f.Person, v.With); err != nil {
			return err
		}
		if v.Wrong != "" {
			status = http.StatusUnprocessableEntity
		}
	}
	frame := s.frame(r, p, f.FileNo)
	frame.Crumbs = []part.Crumb{{Label: p.T("person.people"), Href: "/people"}, {Label: f.FileNo, Href: v.Href}, {Label: p.T("person.compare")}}
	return s.Web.PageStatus(w, r, status, frame, Compare(p, v))
}

// clip bounds a typed number.
func clip(s string) string {
	r := []rune(strings.ToValidUTF8(s, ""))
	return string(r[:min(len(r), 40)])
}

// beside reads the second file. One that is hidden is said to be nobody's, as
// one that never was.
func (s *Screen) beside(r *http.Request, p locale.Printer, a dossier.Audience, id register.PersonID, with string) (*Beside, string, error) {
	ctx := r.Context()
	other, ok := s.FileNos.Parse(with)
	if !ok {
		return nil, p.T("person.compare.none"), nil
	}
	c, err := s.Comparer.ComparePersons(ctx, a, id, other, s.today())
	if errors.Is(err, register.ErrNotFound) {
		return nil, p.T("person.compare.none"), nil
	}
	if err != nil {
		return nil, "", fmt.Errorf("compare two files: %w", err)
	}
	if c.Left.Person == c.Right.Person {
		return nil, p.T("person.compare.same"), nil
	}
	for _, x := range []register.PersonID{c.Left.Person, c.Right.Person} {
		if err := s.note(ctx, access.PersonRead, x); err != nil {
			return nil, "", err
		}
	}
	a.Deaths = false
	left, right := s.describer(r, p, c.Left, a), s.describer(r, p, c.Right, a)
	for _, src := range c.Right.Sources { // one source has one colour in both columns
		if _, ok := left.colours[src.ID]; !ok {
			left.colours[src.ID] = len(left.colours) + 1
		}
	}
	right.colours = left.colours
	out := &Beside{Left: left.head(), Right: right.head()}
	counts := map[string]int{}
	for _, row := range c.Rows {
		counts[row.State]++
		out.Rows = append(out.Rows, BesideRow{
			Label: p.T("field." + row.Field.Key()), Left: left.values(row.Left), Right: right.values(row.Right), State: comparedStates[row.State].label(p),
		})
	}
	out.Summary = p.T("person.compare.summary", counts[dossier.Agrees]+counts[dossier.Partly], counts[dossier.Contradicts])
	if can(r, access.PersonArrange) {
		out.Join = Href(c.Left.FileNo) + "/arrange"
	}
	if s.Weigh != nil && can(r, access.MatchList) {
		var l, g register.RecordID
		if out.Chart, l, g, err = s.Weigh(ctx, p, c.Left.Records(), c.Right.Records()); err != nil {
			return nil, "", fmt.Errorf("weigh two files: %w", err)
		}
		if l != 0 && s.Links.Match != nil {
			out.Pair = s.Links.Match(l, g)
		}
	}
	return out, "", nil
}

func (d *describer) head() Head {
	v := d.fate()
	h := Head{Name: part.PersonName{Text: d.f.Name.Text, Lang: langOf(d.f.Name.Script), Also: d.f.Name.Latin}, FileNo: d.f.FileNo, Href: Href(d.f.FileNo), Fate: v.Status}
	if h.Name.Text == "" {
		h.Name.Text = d.p.T("person.no_name")
	}
	h.About = d.supportGlimpse().Value
	return h
}

// values are all that a line says, the value held first.
func (d *describer) values(l dossier.AssessedLine) []Value {
	var out []Value
	add := func(v dossier.StatedValue) {
		out = append(out, Value{Text: say(d.p, l.Field, v.Norm, v.Text), Chips: d.chipsOf(v.Says)})
	}
	if l.Held != nil {
		add(*l.Held)
	}
	for _, v := range append(append([]dossier.StatedValue(nil), l.Agree...), l.Against...) {
		add(v)
	}
	return out
}

type toned struct {
	key  string
	tone part.Tone
}

func (t toned) label(p locale.Printer) part.Label { return part.Label{Tone: t.tone, Text: p.T(t.key)} }

var comparedStates = map[string]toned{
	dossier.Agrees:      {"person.compare.agrees", part.Good},
	dossier.Partly:      {"person.compare.partly", part.Info},
	dossier.Contradicts: {"person.compare.contradicts", part.Bad},
	dossier.Differs:     {"person.compare.differs", part.Quiet},
	dossier.LeftOnly:    {"person.compare.left", part.Quiet},
	dossier.RightOnly:   {"person.compare.right", part.Quiet},
}

func (v CompareView) with(p locale.Printer) part.Input {
	return part.Input{Name: "with", Label: p.T("person.compare.with"), Hint: p.T("person.compare.with.hint"), Value: v.With, Error: v.Wrong, Dir: "ltr", Max: 40, Focus: v.Found == nil}
}
