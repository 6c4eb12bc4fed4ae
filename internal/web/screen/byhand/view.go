package byhand

import (
	"context"
	"net/http"
	"slices"
	"strconv"

	"kashf.org/kashf/internal/dossier"
	"kashf.org/kashf/internal/find"
	"kashf.org/kashf/internal/locale"
	"kashf.org/kashf/internal/register"
	"kashf.org/kashf/internal/vocab"
	"kashf.org/kashf/internal/web"
	"kashf.org/kashf/internal/web/gate"
	"kashf.org/kashf/internal/web/part"
	"kashf.org/kashf/names"
	"kashf.org/kashf/place"
	"kashf.org/kashf/when"
)

// A View is the page: the form, and those who may be the same person.
type View struct {
	Form
	Hits    []HitView
	Checked bool // the reader asked who may be the same person, or has to say
}

// A HitView is one who may be the same person.
type HitView struct {
	Href, FileNo string
	Name         part.PersonName
	Strong       bool
	Band         string
	Strength     part.Strength
	Facts        []part.Fact
}

func (s *Screen) show(w http.ResponseWriter, r *http.Request, status int, f Form, hits []HitView, checked bool) error {
	p := web.PrinterOf(r.Context())
	for _, h := range hits {
		if !slices.Contains(f.Seen, h.FileNo) {
			f.Seen = append(f.Seen, h.FileNo)
		}
	}
	for len(f.Spells) < firstRows {
		f.Spells = append(f.Spells, Spell{})
	}
	frame := s.Web.Frame(r, p.T("byhand.title"))
	frame.Path = Path
	frame.Lost = r.Method == http.MethodPost // nothing is entered yet
	frame.Crumbs = []part.Crumb{{Label: p.T("person.people"), Href: "/people"}, {Label: p.T("byhand.title")}}
	return s.Web.PageStatus(w, r, status, frame, Page(p, View{Form: f, Hits: hits, Checked: checked}))
}

func (s *Screen) describe(ctx context.Context, p locale.Printer, hits []find.Hit) ([]HitView, error) {
	ids := make([]register.PersonID, len(hits))
	for i, h := range hits {
		ids[i] = h.Person
	}
	cards, err := s.Cards.Cards(ctx, dossier.Audience{Sight: gate.Sight(ctx, 0), Account: string(gate.PrincipalOf(ctx).Account)}, ids)
	if err != nil {
		return nil, err
	}
	by := make(map[register.PersonID]dossier.Card, len(cards))
	for _, c := range cards {
		by[c.Person] = c
	}
	var out []HitView
	for _, h := range hits {
		if c, ok := by[h.Person]; ok {
			out = append(out, s.hit(p, h, c))
		}
	}
	return out, nil
}

func (s *Screen) hit(p locale.Printer, h find.Hit, c dossier.Card) HitView {
	v := HitView{Href: s.Href(c.FileNo), FileNo: c.FileNo, Name: personName(c.Name), Strong: h.Band == names.Strong, Band: p.T("people.band.possible"), Strength: 1}
	if v.Strong {
		v.Band, v.Strength = p.T("people.band.strong"), 3
	}
	add := func(key, value string) {
		if value != "" {
			v.Facts = append(v.Facts, part.Fact{Label: p.T(key), Value: value})
		}
	}
	if c.Birth != (when.Date{}) {
		add("field.birth_year", p.Date(c.Birth.String()))
	}
	add("field.mother_name", c.Mother)
	add("field.place", c.Text)
	add("field.arrest_date", p.Date(c.Arrest))
	return v
}

func personName(n register.DisplayName) part.PersonName {
	lang := "en"
	if names.ScriptOf(n.Text) == names.Arabic {
		lang = "ar"
	}
	return part.PersonName{Text: n.Text, Lang: lang, Also: n.Latin}
}

func sourceName(p locale.Printer, kind string) string {
	return p.T("byhand.source", vocab.Label("source_type", kind, p.Lang()))
}

// input is a line of the form.
func (v View) input(p locale.Printer, f register.Field) part.Input {
	in := part.Input{
		Name: f.Key(), Label: p.T("field." + f.Key()), Value: v.Values[f], Error: v.Wrong[f.Key()], Max: maxText, Private: private(f),
	}
	if dated(f) {
		in.Dir = "ltr"
	}
	return in
}

// hinted is a line with a hint.
func (v View) hinted(p locale.Printer, f register.Field, key string) part.Input {
	in := v.input(p, f)
	in.Hint = p.T(key)
	return in
}

func dated(f register.Field) bool {
	switch f {
	case register.BirthDate, register.ArrestDate, register.ReleaseDate, register.DeathDate, register.LastSeenDate, register.ToldOn,
		register.SentenceEnd:
		return true
	}
	return false
}

// choice is a line that is chosen from a vocabulary.
func (v View) choice(p locale.Printer, f register.Field) part.Input {
	in := v.input(p, f)
	for _, t := range vocab.List(vocabularies[f]) {
		if t.Code != "unknown" {
			in.Options = append(in.Options, part.Option{Value: t.Code, Label: vocab.Label(vocabularies[f], t.Code, p.Lang())})
		}
	}
	return in
}

func (v View) governorate(p locale.Printer) part.Input {
	in := v.input(p, register.Governorate)
	for _, g := range place.Governorates() {
		in.Options = append(in.Options, part.Option{Value: string(g.Code), Label: g.Name(p.Lang())})
	}
	return in
}

func (v View) kind(p locale.Printer) part.Input {
	in := part.Input{Name: "kind", Label: p.T("byhand.kind"), Value: v.Kind, Error: v.Wrong["kind"]}
	for _, t := range vocab.List("source_type") {
		in.Options = append(in.Options, part.Option{Value: t.Code, Label: vocab.Label("source_type", t.Code, p.Lang())})
	}
	return in
}

// open reports whether one of the fields was filled in or is wrong, so that the
// part of the form that holds it stands open.
func (v View) open(fs ...register.Field) bool {
	return slices.ContainsFunc(fs, func(f register.Field) bool { return v.Values[f] != "" || v.Wrong[f.Key()] != "" })
}

// facilityNames are offered while a place of detention is typed; anything else
// can be typed too.
func facilityNames(p locale.Printer) []string {
	var out []string
	for _, f := range place.Facilities() {
		if f.PartOf == "" {
			out = append(out, f.Name(p.Lang()))
		}
	}
	return out
}

func spellID(name string, i int) string { return "f-" + name + "-" + strconv.Itoa(i+1) }

func (v View) note(p locale.Printer) part.Input {
	in := v.input(p, register.Note)
	in.Max = maxNote
	return in
}

// first is where typing begins.
func (v View) first(p locale.Printer) part.Input {
	in := v.input(p, register.FullName)
	in.Focus = len(v.Wrong) == 0 && !v.Checked
	return in
}
