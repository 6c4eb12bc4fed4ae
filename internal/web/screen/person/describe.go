package person

import (
	"context"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"kashf.org/kashf/internal/access"
	"kashf.org/kashf/internal/dossier"
	"kashf.org/kashf/internal/locale"
	"kashf.org/kashf/internal/register"
	"kashf.org/kashf/internal/vocab"
	"kashf.org/kashf/internal/web/gate"
	"kashf.org/kashf/internal/web/part"
	"kashf.org/kashf/when"
)

// A describer turns one file into words.
type describer struct {
	p       locale.Printer
	f       dossier.PersonFile
	deaths  bool
	mayTell bool
	links   Links
	people  People
	fileNo  func(register.PersonID) string
	colours map[register.SourceID]int
	origin  map[register.RecordID]register.SourceID
	rows    map[register.RecordID]int
	refs    map[register.SourceID]dossier.SourceRef
}

// describer begins a description. Addresses that the reader may not open are
// left out of it.
func (s *Screen) describer(r *http.Request, p locale.Printer, f dossier.PersonFile, a dossier.Audience) *describer {
	d := &describer{
		p: p, f: f, deaths: a.Deaths, links: s.Links, people: s.People, fileNo: s.FileNos.Format,
		colours: make(map[register.SourceID]int), origin: make(map[register.RecordID]register.SourceID),
		rows: make(map[register.RecordID]int), refs: make(map[register.SourceID]dossier.SourceRef),
	}
	d.mayTell = s.Family != nil && gate.PrincipalOf(r.Context()).Clearance >= register.C3 && can(r, access.FamilyTell)
	if !can(r, access.SourceRead) {
		d.links.Source = nil
	}
	if !can(r, access.MatchList) {
		d.links.Match = nil
	}
	if !can(r, access.LedgerList) {
		d.links.Entry = nil
	}
	for i, src := range f.Sources {
		d.colours[src.ID], d.refs[src.ID] = i+1, src.SourceRef
		for k, rec := range src.Records {
			d.origin[rec], d.rows[rec] = src.ID, src.Rows[k]
		}
	}
	return d
}

func (d *describer) view(ctx context.Context) View {
	v := View{
		Href: Href(d.f.FileNo), FileNo: d.f.FileNo,
		Name:        part.PersonName{Text: d.f.Name.Text, Lang: langOf(d.f.Name.Script), Also: d.f.Name.Latin},
		Fate:        d.fate(),
		Names:       d.spellings(),
		StruckNames: d.struckOf(ctx, register.FullName, register.OtherName, register.Kunya),
		Custody:     d.custody(),
		Sources:     d.sources(),
		Links:       d.linked(ctx),
		Kin:         d.kin(ctx),
	}
	if v.Name.Text == "" {
		v.Name.Text = d.p.T("person.no_name")
	}
	for _, t := range d.f.Tags {
		if w, ok := tags[t]; ok {
			v.Tags = append(v.Tags, part.Label{Tone: w.tone, Text: d.p.T(w.key)})
		}
	}
	v.Groups, v.Absent = d.lines(ctx)
	for _, g := range v.Groups {
		for _, l := range g.Lines {
			if len(l.Against) > 0 {
				v.Against = append(v.Against, Anchor{l.Label, "#" + l.ID})
			}
		}
	}
	v.Glance = d.glance(v.Groups)
	v.Death, v.Pending = d.death(ctx), d.pending()
	v.Decisions = d.decisions(ctx)
	v.History = d.history(ctx)
	v.Register = d.register()
	v.Checks = d.checks()
	return v
}

// chip names a source; rec is its record that speaks, 0 for the source as such.
func (d *describer) chip(ref dossier.SourceRef, rec register.RecordID) part.Chip {
	c := part.Chip{Name: ref.Name, Colour: d.colours[ref.ID]}
	switch {
	case ref.Veiled:
		c.Name = d.p.T("person.source.veiled")
	case d.links.Source != nil && ref.ID != "":
		c.Href = d.links.Source(ref.ID)
	}
	if row := d.rows[rec]; row > 0 {
		c.Note = d.p.T("person.row", row)
	}
	return c
}

// chipsOf names each source of some statements once.
func (d *describer) chipsOf(says []dossier.Statement) []part.Chip {
	var out []part.Chip
	for _, s := range says {
		if c := d.chip(s.Source, 0); !slices.Contains(out, c) {
			out = append(out, c)
		}
	}
	return out
}

// chipsSaid is [describer.chipsOf] for what the register itself returns.
func (d *describer) chipsSaid(said []register.Said) []part.Chip {
	var out []part.Chip
	for _, s := range said {
		if c := d.chip(d.refs[s.Source], 0); !slices.Contains(out, c) {
			out = append(out, c)
		}
	}
	return out
}

func (d *describer) origins(n int) string { return d.p.N("person.origins", n) }

// strengthOf shows independent origins as bars: three are as good as it gets.
func strengthOf(origins int) part.Strength { return part.Strength(min(max(origins, 0), 3)) }

func (d *describer) grade(reliability int) string {
	if reliability == 0 {
		return d.p.T("person.not_assessed")
	}
	return vocab.Label("reliability", strconv.Itoa(reliability), d.p.Lang())
}

func (d *describer) sourceKind(code string) string {
	if code == "" {
		return ""
	}
	return vocab.Label("source_type", code, d.p.Lang())
}

// fate is what became of the person.
func (d *describer) fate() Fate {
	f := d.f.Fate
	label := func(code string) string { return vocab.Label("fate_status", code, d.p.Lang()) }
	out := Fate{
		Status: part.Label{Tone: fateTones[f.Status], Text: label(f.Status)},
		AsOf:   d.p.T("person.fate.as_of", d.p.Date(f.AsOf.String())), Rule: f.Rule,
	}
	if f.CountClass != "" && f.CountClass != f.Status {
		out.Counted = d.p.T("person.fate.counted", label(f.CountClass))
	}
	for _, x := range f.Facts {
		out.Facts = append(out.Facts, d.fact(x))
	}
	return out
}

func (d *describer) fact(x register.Fact) Fact {
	out := Fact{Text: d.p.T(fateFacts[x.Key]), Chips: d.chipsSaid(x.Says)}
	if x.Code != "" {
		out.Text = d.p.T("person.fact_of", out.Text, say(d.p, register.Facility, x.Code, x.Code))
	}
	switch {
	case x.Date != "":
		out.When = d.p.Date(x.Date)
	case x.Days > 0:
		out.When = d.p.N("person.days", x.Days)
	}
	return out
}

// spellings are the names, those in full first.
func (d *describer) spellings() []Spelling {
	var out []Spelling
	for _, s := range d.f.Spellings {
		v := Spelling{Text: s.Text, Lang: langOf(s.Script), Count: d.origins(s.Origins)}
		if s.Field != register.FullName {
			v.Kind = d.p.T("field." + s.Field.Key())
		}
		for _, ref := range s.Sources {
			v.Chips = append(v.Chips, d.chip(ref, 0))
		}
		out = append(out, v)
	}
	return out
}

func (d *describer) sources() []Source {
	var out []Source
	for _, s := range d.f.Sources {
		rows := d.p.N("common.count.rows", len(s.Records))
		if len(s.Rows) == 1 && s.Rows[0] > 0 {
			rows = d.p.T("person.row", s.Rows[0])
		}
		about := []string{d.grade(s.Reliability), rows}
		if kind := d.sourceKind(s.Kind); kind != "" {
			about = append([]string{kind}, about...)
		}
		v := Source{Chip: d.chip(s.SourceRef, 0), About: strings.Join(about, " · ")}
		for _, drop := range s.Dropped {
			when := d.p.Day(drop.At)
			if drop.Date != "" {
				when = d.p.Date(drop.Date)
			}
			v.Dropped = d.p.T("person.dropped", when)
		}
		var others []string
		for _, o := range s.SameOrigin {
			others = append(others, d.chip(o, 0).Name)
		}
		if len(others) > 0 {
			v.Dependence = d.p.T("person.same_origin", d.p.List(others...))
		}
		out = append(out, v)
	}
	return out
}

// birth is the line of the date of birth, however it was read.
func (d *describer) birth() (Line, bool) {
	b := d.f.Birth
	if b.Date == (when.Date{}) {
		return Line{}, false
	}
	l := Line{
		ID: "born", Label: d.p.T("person.born"), Held: d.p.Date(b.Date.String()),
		Rule:    d.p.T("person.rule_of", d.p.T(births[b.Rule]), d.p.T(bys[b.By])),
		Support: d.origins(b.Origins), Strength: strengthOf(b.Origins),
	}
	for _, x := range b.Values {
		v := Value{Text: d.p.Date(x.Norm), Support: d.origins(x.Origins), Chips: d.chipsSaid(x.Says)}
		switch {
		case x.Held:
		case x.Agrees:
			l.Also = append(l.Also, v)
		default:
			l.Against = append(l.Against, v)
		}
		for _, s := range x.Says {
			c := d.claim(dossier.Statement{Record: s.Record, Text: s.Value, Source: d.refs[s.Source]})
			c.Field = d.p.T("field." + s.Field.Key())
			l.Claims = append(l.Claims, c)
		}
	}
	return l, true
}

func (d *describer) claim(s dossier.Statement) Claim {
	c := Claim{Written: s.Text, Source: d.chip(s.Source, s.Record), Kind: d.sourceKind(s.Source.Kind), Grade: d.grade(s.Source.Reliability)}
	if s.Absence != register.Present {
		c.Absence = absence(d.p, s.Absence)
	}
	return c
}
