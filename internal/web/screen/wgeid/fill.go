package wgeid

import (
	"context"
	"fmt"
	"io"
	"slices"
	"strings"

	"kashf.org/kashf/internal/consent"
	"kashf.org/kashf/internal/dossier"
	"kashf.org/kashf/internal/locale"
	"kashf.org/kashf/internal/photo"
	"kashf.org/kashf/internal/register"
	"kashf.org/kashf/internal/vocab"
	"kashf.org/kashf/internal/web/gate"
	"kashf.org/kashf/internal/web/screen/person"
)

// A Doc is the filled form, the same for the page and for the file.
type Doc struct {
	Lang     string
	RTL      bool
	Title    string
	FileNo   string
	Made     string // when, and by which organisation
	Gaps     string // what is required and not there, "" where nothing is
	Urgent   string // that the case may be one of hours, "" where it is not
	Photo    *Picture
	Sections []Section
	Notes    []string // the sources, by number
	NotesTitle,
	PageWord string // "page %s of %s" with both left out, for the file
}

// A Picture is a photograph that somebody agreed goes with the form.
type Picture struct {
	ID            string
	Alt           string
	JPEG          []byte
	Width, Height int
}

// A Section is a numbered part of the form.
type Section struct {
	Title string
	Rows  []Row
}

// A Row is one statement: what is held, and what others say.
type Row struct {
	Label  string
	Value  string
	Notes  []int // of the sources, from 1
	Others []Other
	None   bool // nothing is known; Value says so
}

// An Other is a value that other sources give.
type Other struct {
	Value string
	Notes []int
}

// parts are the sections and the fields of each. The first of each that the
// Working Group requires stands there also where nothing is known.
var parts = []struct {
	key    string
	must   []register.Field
	fields []register.Field
}{
	{"identity", []register.Field{register.FullName}, []register.Field{
		register.FullName, register.OtherName, register.Kunya, register.FatherName, register.MotherName, register.Sex, register.BirthDate, register.BirthPlace,
		register.Nationality, register.NationalNo, register.RegistryPlace, register.Occupation, register.MaritalStatus, register.Residence, register.Place, register.Governorate,
	}},
	{"date", []register.Field{register.ArrestDate}, []register.Field{register.ArrestDate, register.LastSeenDate}},
	{"place", []register.Field{register.ArrestPlace}, []register.Field{register.ArrestPlace, register.LastSeenPlace, register.Facility, register.ArrestMode}},
	{"forces", []register.Field{register.ArrestedBy}, []register.Field{register.ArrestedBy}},
	{"steps", []register.Field{register.SearchSteps}, []register.Field{register.SearchSteps}},
}

// A filler numbers the sources as it comes to them.
type filler struct {
	p     locale.Printer
	notes []string
	at    map[register.SourceID]int
}

func (s *Screen) fill(ctx context.Context, c theCase, x consent.Consent, p locale.Printer) (Doc, error) {
	org, err := s.People.Org(ctx, gate.PrincipalOf(ctx).Org)
	if err != nil {
		return Doc{}, fmt.Errorf("name the organisation of a form: %w", err)
	}
	f := &filler{p: p, at: make(map[register.SourceID]int)}
	d := Doc{
		Lang: p.Lang(), RTL: p.RTL(), Title: p.T("wgeid.form"), FileNo: c.FileNo, Made: p.T("wgeid.made", org.Name(p.Lang()), p.DateTime(s.Now())),
		NotesTitle: p.T("person.sources"), PageWord: p.T("wgeid.page"),
	}
	for i, part := range parts {
		d.Sections = append(d.Sections, Section{Title: fmt.Sprintf("%s. %s", p.Number(i+1), p.T("wgeid.part."+part.key)), Rows: f.rows(c.PersonFile, part.fields, part.must)})
	}
	d.Sections = append(d.Sections, Section{Title: fmt.Sprintf("%s. %s", p.Number(len(parts)+1), p.T("wgeid.part.submitter")), Rows: submitter(ctx, p, org.Name(p.Lang()), x)})
	if gaps := missing(p, c); len(gaps) > 0 {
		d.Gaps = p.T("wgeid.gaps", p.List(gaps...))
	}
	if c.Urgent() {
		d.Urgent = p.T("wgeid.urgent")
	}
	d.Notes = f.notes
	d.Photo, err = s.pictureOf(ctx, c)
	return d, err
}

func missing(p locale.Printer, c theCase) []string {
	var out []string
	for _, r := range c.WGEID() {
		if r.State != dossier.Provided {
			out = append(out, p.T("wgeid.part."+r.Key))
		}
	}
	return out
}

func (f *filler) rows(file dossier.PersonFile, fields, must []register.Field) []Row {
	var out []Row
	for _, x := range fields {
		i := slices.IndexFunc(file.Lines, func(l dossier.AssessedLine) bool { return l.Field == x })
		if x == register.BirthDate && (i < 0 || file.Lines[i].Held == nil) {
			if r, ok := f.birth(file); ok {
				out = append(out, r)
			}
			continue
		}
		if i >= 0 && file.Lines[i].Held != nil {
			out = append(out, f.row(file.Lines[i]))
		} else if slices.Contains(must, x) {
			out = append(out, Row{Label: f.p.T("field." + x.Key()), Value: f.p.T("wgeid.none"), None: true})
		}
	}
	return out
}

// birth is the date of birth that the file holds where no source gives it as
// such: read from an age.
func (f *filler) birth(file dossier.PersonFile) (Row, bool) {
	if file.Birth.Date.IsZero() {
		return Row{}, false
	}
	r := Row{Label: f.p.T("field.birth_date"), Value: f.p.Date(file.Birth.Date.String())}
	for _, v := range file.Birth.Values {
		if v.Held {
			for _, s := range v.Says {
				for _, src := range file.Sources {
					if src.ID == s.Source {
						r.Notes = f.note(r.Notes, src.SourceRef)
					}
				}
			}
		}
	}
	return r, true
}

func (f *filler) row(l dossier.AssessedLine) Row {
	r := Row{Label: f.p.T("field." + l.Field.Key()), Value: person.Say(f.p, l.Field, l.Held.Norm, l.Held.Text), Notes: f.of(l.Held.Says)}
	multi := l.Field.Info().Multi
	for _, v := range l.Agree {
		if t := person.Say(f.p, l.Field, v.Norm, v.Text); t == r.Value || !multi {
			r.Notes = merge(r.Notes, f.of(v.Says))
		} else {
			r.Others = append(r.Others, Other{t, f.of(v.Says)})
		}
	}
	for _, v := range l.Against {
		r.Others = append(r.Others, Other{person.Say(f.p, l.Field, v.Norm, v.Text), f.of(v.Says)})
	}
	return r
}

func (f *filler) of(says []dossier.Statement) []int {
	var out []int
	for _, s := range says {
		out = f.note(out, s.Source)
	}
	return out
}

// note adds the number of a source, minted at its first mention.
func (f *filler) note(to []int, ref dossier.SourceRef) []int {
	n, ok := f.at[ref.ID]
	if !ok {
		name := ref.Name
		if ref.Veiled || name == "" {
			name = f.p.T("person.source.veiled")
		}
		if kind := vocab.Label("source_type", ref.Kind, f.p.Lang()); kind != "" && !ref.Veiled {
			name += " · " + kind
		}
		f.notes = append(f.notes, name)
		n = len(f.notes)
		f.at[ref.ID] = n
	}
	return merge(to, []int{n})
}

func merge(a, b []int) []int {
	for _, n := range b {
		if !slices.Contains(a, n) {
			a = append(a, n)
		}
	}
	slices.Sort(a)
	return a
}

// submitter is who gives the case on, and by whose leave. The Working Group
// keeps it to itself where it is asked to.
func submitter(ctx context.Context, p locale.Printer, org string, x consent.Consent) []Row {
	giver := p.T("consent.self")
	if x.Giver != consent.Self {
		giver = vocab.Label("relation", x.Giver, p.Lang())
	}
	if x.Name != "" && gate.Sight(ctx, 0).Sees(register.C3) {
		giver += " · " + x.Name
	}
	rows := []Row{
		{Label: p.T("wgeid.submitter"), Value: org},
		{Label: p.T("wgeid.by_leave"), Value: strings.Join([]string{giver, vocab.Label(consent.Ways, x.Way, p.Lang()), p.Date(x.On)}, " · ")},
		{Label: p.T("wgeid.confidential"), Value: p.T("wgeid.confidential.text")},
	}
	return rows
}

// pictureOf is the first photograph in sight that somebody agreed goes with the
// form.
func (s *Screen) pictureOf(ctx context.Context, c theCase) (*Picture, error) {
	all, err := s.Kept.PhotosOf(ctx, c.records)
	if err != nil {
		return nil, err
	}
	agreed, err := s.Kept.ConsentsOf(ctx, c.records)
	if err != nil {
		return nil, err
	}
	i := slices.IndexFunc(all, func(x photo.Photo) bool {
		return x.In(gate.Sight(ctx, 0)) && consent.Holds(agreed, consent.Form, x.ID, c.now)
	})
	if i < 0 {
		return nil, nil
	}
	f, err := s.Vault.Open(ctx, all[i].Shown)
	if err != nil {
		return nil, fmt.Errorf("open the photograph of a form: %w", err)
	}
	defer f.Close()
	b, err := io.ReadAll(f)
	return &Picture{ID: all[i].ID, Alt: all[i].Alt, JPEG: b, Width: all[i].Width, Height: all[i].Height}, err
}
