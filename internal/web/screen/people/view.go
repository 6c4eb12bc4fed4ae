package people

import (
	"context"

	"kashf.org/kashf/internal/dossier"
	"kashf.org/kashf/internal/find"
	"kashf.org/kashf/internal/locale"
	"kashf.org/kashf/internal/register"
	"kashf.org/kashf/internal/web/gate"
	"kashf.org/kashf/internal/web/part"
	"kashf.org/kashf/names"
	"kashf.org/kashf/place"
	"kashf.org/kashf/when"
)

// A View is the page.
type View struct {
	Form    Form
	Sources []SourceChoice
	Asked   bool
	Loading bool
	Done    int64 // records read so far, while loading
	Total   int64
	Limited bool // is told that there is something, not what
	// Concerns: a record may concern the family.
	Concerns bool
	Hits     []HitView
	MayAdd   bool // may enter a person by hand
	MayList  bool // may list people without a name
}

// A SourceChoice is a source that a search can be kept to.
type SourceChoice struct{ ID, Name string }

// A HitView is one person found.
type HitView struct {
	Beside       string // where it is set beside another file, "" where none was named
	Href, FileNo string
	Name         part.PersonName
	Met          string // the spelling that was met, where it is not the name shown
	MetLang      string
	Strong       bool
	Band         string
	Strength     part.Strength
	Why          []string
	Facts        []part.Fact
}

// describe reads what a result says of each person, in the order of the hits.
// Who is out of sight since the index answered is left out.
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
	v := HitView{
		Href: s.Href(c.FileNo), FileNo: c.FileNo, Name: personName(c.Name), Strong: h.Band == names.Strong,
		Band: p.T("people.band." + bandKey(h.Band)), Strength: 1, Why: why(p, h), Facts: facts(p, c),
	}
	if v.Strong {
		v.Strength = 3
	}
	if h.Name != "" && h.Name != v.Name.Text && h.Name != v.Name.Also {
		v.Met, v.MetLang = h.Name, langOf(h.Name)
	}
	return v
}

func bandKey(b names.Band) string {
	if b == names.Strong {
		return "strong"
	}
	return "possible"
}

func personName(n register.DisplayName) part.PersonName {
	return part.PersonName{Text: n.Text, Lang: langOf(n.Text), Also: n.Latin}
}

func langOf(name string) string {
	if names.ScriptOf(name) == names.Arabic {
		return "ar"
	}
	return "en"
}

// facts tell people of one name apart.
func facts(p locale.Printer, c dossier.Card) []part.Fact {
	var out []part.Fact
	add := func(label, value string) {
		if value != "" {
			out = append(out, part.Fact{Label: label, Value: value})
		}
	}
	if c.Birth != (when.Date{}) {
		add(p.T("field.birth_year"), p.Date(c.Birth.String()))
	}
	add(p.T("field.mother_name"), c.Mother)
	add(p.T("field.place"), placeName(p, c))
	add(p.T("field.arrest_date"), p.Date(c.Arrest))
	if c.Records > 0 {
		add(p.T("people.in"), p.N("common.count.rows", c.Records)+" · "+p.N("common.count.sources", c.Origins))
	}
	return out
}

func placeName(p locale.Printer, c dossier.Card) string {
	at, ok := place.Lookup(place.Code(c.Place))
	if !ok {
		return c.Text
	}
	if c.Text != "" && place.Code(c.Place).Level() != place.Governorate {
		return c.Text
	}
	return at.Name(p.Lang())
}

// why says in words what spoke for a hit, and what against it.
func why(p locale.Printer, h find.Hit) []string {
	var out []string
	for _, m := range h.Parts {
		switch m.Relation {
		case names.Transliteration, names.Spelling, names.Folded, names.Different:
			if len(m.A) > 0 && len(m.B) > 0 {
				out = append(out, p.T("people.met."+string(m.Relation), locale.Isolate(m.A), locale.Isolate(m.B)))
			}
		}
	}
	for _, r := range h.Reasons {
		if r.Key == "name" || r.Bits == 0 {
			continue
		}
		if r.Bits > 0 {
			out = append(out, p.T("people.for."+r.Key))
		} else {
			out = append(out, p.T("people.against."+r.Key))
		}
	}
	return out
}

// keys lists the keys of the page, those alone that the reader has.
func keys(p locale.Printer, v View) []part.Key {
	var out []part.Key
	if !v.Limited {
		out = append(out, part.Key{Press: "l", Does: p.T("people.browse")})
	}
	if v.MayAdd {
		out = append(out, part.Key{Press: "n", Does: p.T("byhand.title")})
	}
	return append(out, part.Key{Press: "j", Does: p.T("people.key.next")}, part.Key{Press: "k", Does: p.T("people.key.before")})
}

// governorates are the choices of the form.
func governorates(p locale.Printer, chosen string) []part.Option {
	out := []part.Option{{Value: "", Label: p.T("people.any"), Chosen: chosen == ""}}
	for _, g := range place.Governorates() {
		out = append(out, part.Option{Value: string(g.Code), Label: g.Name(p.Lang()), Chosen: chosen == string(g.Code)})
	}
	return out
}

func sources(p locale.Printer, v View) []part.Option {
	out := []part.Option{{Value: "", Label: p.T("people.any"), Chosen: v.Form.Source == ""}}
	for _, s := range v.Sources {
		out = append(out, part.Option{Value: s.ID, Label: s.Name, Chosen: v.Form.Source == s.ID})
	}
	return out
}
