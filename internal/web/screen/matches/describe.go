package matches

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"

	"kashf.org/kashf/internal/access"
	"kashf.org/kashf/internal/dossier"
	"kashf.org/kashf/internal/identity"
	"kashf.org/kashf/internal/locale"
	"kashf.org/kashf/internal/register"
	"kashf.org/kashf/internal/vocab"
	"kashf.org/kashf/internal/web/part"
	"kashf.org/kashf/names"
)

// A describer puts one pair into words.
type describer struct {
	s    *Screen
	p    locale.Printer
	pair dossier.Pair
	why  identity.Explanation
}

// besideShown is how many records a side's file is listed with.
const besideShown = 5

// side is one record, and what its file is made of beside it and the other.
func (d describer) side(ctx context.Context, v register.Sight, side, other dossier.Side) (Side, error) {
	out := Side{
		Name: part.PersonName{Text: side.Name, Lang: scriptOf(side.Name)}, Record: numberOf(d.s.FileNos, side.Record),
		Source: d.chip(side.Source, side.Row), Grade: d.grade(side.Source.Reliability),
		FileNo: side.FileNo, File: "/people/" + side.FileNo,
	}
	if side.Others == 0 {
		return out, nil
	}
	_, records, err := d.s.Register.Person(ctx, v, side.Person)
	if err != nil {
		return out, fmt.Errorf("read a side's file: %w", err)
	}
	sources, err := d.s.Register.Sources(ctx, v)
	if err != nil {
		return out, err
	}
	named := make(map[register.SourceID]register.Source, len(sources))
	for _, src := range sources {
		named[src.ID] = src
	}
	for _, r := range records {
		if r.ID == side.Record || r.ID == other.Record {
			continue
		}
		if len(out.Beside) == besideShown {
			out.More++
			continue
		}
		name := identity.NameOf(r)
		out.Beside = append(out.Beside, Beside{
			Name:   part.PersonName{Text: name, Lang: scriptOf(name)},
			Source: d.chip(dossier.SourceRef{ID: r.Source, Name: named[r.Source].Name}, r.Row),
			Pair:   Href(d.s.FileNos, side.Record, r.ID),
		})
	}
	return out, nil
}

func (d describer) chip(src dossier.SourceRef, row int) part.Chip {
	if src.Name == "" {
		return part.Chip{Name: d.p.T("matches.source.unnamed")}
	}
	c := part.Chip{Name: src.Name, Href: "/lists/sources/" + string(src.ID)}
	if row > 0 {
		c.Note = d.p.T("matches.row", row)
	}
	return c
}

func (d describer) grade(n int) string {
	if n == 0 {
		return d.p.T("matches.grade.none")
	}
	return d.p.T("matches.grade", vocab.Label("reliability", fmt.Sprint(n), d.p.Lang()))
}

// names lists how the parts of two names met.
func (d describer) names(field string) []Spelling {
	var out []Spelling
	for _, f := range d.why.Fields {
		if f.Field != field {
			continue
		}
		for _, n := range f.Parts {
			rel, known := relations[n.Relation]
			if !known {
				continue // what the picture of the weights tells
			}
			if n.Left == "" && n.Right == "" { // how the names were taken, not what met what
				part := "matches.role.order"
				if n.Relation == names.ByName {
					part = "matches.role.byname"
				}
				out = append(out, Spelling{Part: d.p.T(part), State: rel.state, How: d.p.T(rel.key)})
				continue
			}
			out = append(out, Spelling{
				Part: roleWords(d.p, n.Role), Left: d.written(n.Left), Right: d.written(n.Right),
				State: rel.state, How: d.p.T(rel.key), Form: formOf(n),
			})
		}
	}
	return out
}

// formOf is the Arabic form that two spellings stand for, where neither shows it.
func formOf(n identity.NamePart) string {
	if n.Form == n.Left || n.Form == n.Right || n.Relation == names.Exact || n.Relation == names.Folded {
		return ""
	}
	return n.Form
}

func (d describer) written(s string) Value {
	if s == "" {
		return Value{Text: d.p.T("matches.not_written"), None: true}
	}
	return Value{Text: s, Lang: scriptOf(s)}
}

// nameFields are shown part by part where the two names were compared.
var nameFields = map[register.Field]string{
	register.FullName: "name", register.GivenName: "name", register.FatherName: "name",
	register.GrandfatherName: "name", register.FamilyName: "name", register.MotherName: "mother",
}

// weighed says under which key a field was weighed.
var weighed = map[register.Field]string{
	register.Sex: "sex", register.BirthDate: "birth_date", register.BirthYear: "born", register.Governorate: "governorate",
	register.Place: "place", register.BirthPlace: "place", register.ArrestDate: "arrest_date",
	register.Occupation: "occupation", register.Residence: "residence", register.MotherName: "mother",
}

// states are those of the read model.
var states = map[string]struct {
	state State
	key   string
}{
	dossier.Agrees:      {Agrees, "matches.state.agrees"},
	dossier.Contradicts: {Contradicts, "matches.state.contradicts"},
	dossier.Differs:     {Near, "matches.state.differs"},
	dossier.LeftOnly:    {OneSide, "matches.state.left_only"},
	dossier.RightOnly:   {OneSide, "matches.state.right_only"},
	dossier.NeitherSays: {OneSide, "matches.state.neither"},
}

// rows are the fields other than names: those that speak against one person
// first, then those that agree, then what one side alone says.
func (d describer) rows() []Row {
	by := make(map[State][]Row)
	for _, r := range d.pair.Rows {
		if key, ok := nameFields[r.Field]; ok && d.partsOf(key) {
			continue
		}
		st := states[r.State]
		if st.state == Contradicts && d.bits(weighed[r.Field]) > 0 {
			st = struct {
				state State
				key   string
			}{Near, "matches.state.near"}
		}
		by[st.state] = append(by[st.state], Row{
			Field: d.p.T("field." + r.Field.Key()), Left: d.cells(r.Field, r.Left), Right: d.cells(r.Field, r.Right),
			State: st.state, How: d.p.T(st.key),
		})
	}
	var out []Row
	for _, st := range []State{Contradicts, Near, Agrees, OneSide} {
		out = append(out, by[st]...)
	}
	return out
}

func (d describer) partsOf(key string) bool {
	for _, f := range d.why.Fields {
		if f.Field == key {
			return len(f.Parts) > 0
		}
	}
	return false
}

func (d describer) bits(key string) int {
	for _, f := range d.why.Fields {
		if f.Field == key {
			return f.Bits
		}
	}
	return 0
}

// absences say why a value is not there.
var absences = map[register.Absence]string{
	register.NotAsked: "common.not_asked", register.Unknown: "common.unknown", register.Withheld: "common.withheld",
}

// cells are the values of one side, as they were written.
func (d describer) cells(f register.Field, list []dossier.Cell) Value {
	var texts []string
	why := register.NotAsked
	for _, c := range list {
		if c.Absence != register.Present {
			why = c.Absence
			continue
		}
		texts = append(texts, d.cell(f, c))
	}
	if len(texts) == 0 {
		return Value{Text: d.p.T(absences[why]), None: true}
	}
	text := d.p.List(texts...)
	return Value{Text: text, Lang: scriptOf(text)}
}

// cell is a value as written, and beside it the date as it was understood.
func (d describer) cell(f register.Field, c dossier.Cell) string {
	if c.Text == "" {
		return c.Norm
	}
	switch f {
	case register.BirthDate, register.ArrestDate, register.CustodyFrom, register.CustodyTo, register.LastSeenDate,
		register.ReleaseDate, register.DeathDate:
		if read := d.p.Date(c.Norm); c.Norm != "" && c.Norm != c.Text && read != c.Text {
			return d.p.T("matches.written_and_read", locale.Isolate(c.Text), read)
		}
	}
	return c.Text
}

// chart adds the weights up; nil where no run has been.
func (d describer) chart() *part.Waterfall {
	if d.why.Run == 0 {
		return nil
	}
	w := &part.Waterfall{Caption: d.p.T("matches.weights.caption"), Start: bits(d.why.Prior)}
	if !d.why.Recorded {
		w.Caption = d.p.T("matches.weights.estimate")
	}
	for _, f := range d.why.Fields {
		if f.Missing() {
			continue
		}
		row := part.Weighing{Field: comparedWords(d.p, f.Field), Bits: bits(f.Bits), Says: saysOf(d.p, bits(f.Bits))}
		if f.Covered {
			row.Says = d.p.T("matches.says.covered")
		}
		row.Left, row.Right = d.sidesOf(f.Field)
		w.Rows = append(w.Rows, row)
	}
	if d.why.Kin != 0 {
		w.Rows = append(w.Rows, part.Weighing{Field: d.p.T("matches.field.kin"), Bits: -bits(d.why.Kin), Says: d.p.T("matches.says.kin")})
	}
	_, w.Total = readingOf(d.p, d.why.Probability)
	return w
}

func bits(hundredths int) float64 { return float64(hundredths) / 100 }

// sidesOf are the values that were weighed under a key.
func (d describer) sidesOf(key string) (left, right string) {
	if key == "name" {
		return d.pair.Left.Name, d.pair.Right.Name
	}
	for _, r := range d.pair.Rows {
		if weighed[r.Field] == key && len(r.Left) > 0 && len(r.Right) > 0 {
			return d.cells(r.Field, r.Left).Text, d.cells(r.Field, r.Right).Text
		}
	}
	return "", ""
}

// held says whether the two are one file now, and by whose word.
func (d describer) held() part.Label {
	if !d.pair.OnePerson {
		return part.Label{Tone: part.Quiet, Text: d.p.T("matches.held.apart")}
	}
	for _, j := range d.pair.Judged {
		if j.State == dossier.JudgementStands && j.Verdict == register.SamePerson {
			return part.Label{Tone: part.Good, Text: d.p.T("matches.held.people")}
		}
	}
	if d.pair.Link != nil {
		return part.Label{Tone: part.Info, Text: d.p.T("matches.held.run")}
	}
	return part.Label{Tone: part.Info, Text: d.p.T("matches.held.others")}
}

// apart says why the two are not one file.
func (d describer) apart(ctx context.Context) ([]string, error) {
	if d.pair.OnePerson || d.why.Run == 0 {
		return nil, nil
	}
	for _, j := range d.pair.Judged {
		if j.State == dossier.JudgementStands && j.Verdict.Parts() {
			return []string{d.p.T("matches.apart.people")}, nil
		}
	}
	rep, err := d.report(ctx)
	if err != nil {
		return nil, err
	}
	var out []string
	if !d.why.Met() {
		out = append(out, d.never()...)
	}
	if bits(d.why.Total) < rep.Threshold {
		out = append(out, d.p.T("matches.apart.weight", bits(d.why.Total), rep.Threshold))
	} else if d.why.Met() && rep.Careful {
		out = append(out, d.p.T("matches.apart.few"))
	} else if d.why.Met() {
		out = append(out, d.p.T("matches.apart.others"))
	}
	if d.bits("list") < 0 {
		out = append(out, d.p.T("matches.apart.list"))
	}
	return out, nil
}

// report is that of the latest run.
func (d describer) report(ctx context.Context) (rep identity.Report, err error) {
	run, err := d.s.Register.LatestRun(ctx)
	if err != nil {
		return rep, err
	}
	if err := json.Unmarshal([]byte(run.Report), &rep); err != nil {
		return rep, fmt.Errorf("read the run's report: %w", err)
	}
	return rep, nil
}

// mean says what decided on the files as wholes.
func (d describer) mean(ctx context.Context) (string, error) {
	g := d.why.Group
	if g == nil {
		return "", nil
	}
	rep, err := d.report(ctx)
	if err != nil {
		return "", err
	}
	if g.One {
		mean := d.p.T("matches.mean.one", bits(g.Mean), rep.Threshold, g.Left)
		if g.Bridge {
			mean += " " + d.p.T("matches.mean.bridge")
		}
		return mean, nil
	}
	return d.p.T("matches.mean.two", bits(g.Mean), rep.Threshold, g.Left, g.Right), nil
}

// said lists what people answered, the latest first.
func (d describer) said(ctx context.Context) []Said {
	me := string(d.s.Gate.Principal(ctx).Account)
	var out []Said
	for i := len(d.pair.Judged) - 1; i >= 0; i-- {
		j := d.pair.Judged[i]
		said := Said{
			ID: j.ID, Verdict: j.Verdict, By: d.s.nameOf(ctx, d.p, j.By), Own: j.By == me, At: j.At, Why: j.Why, Entry: j.Seq,
			Undone: j.State == dossier.JudgementTakenBack, Rests: j.State == dossier.JudgementRests,
		}
		res := access.Resource{Kind: access.OnMatch, Owner: j.Org, Author: access.AccountID(j.By)}
		if !said.Undone && d.s.may(ctx, access.MatchUndo, res) {
			said.Undo = judgementPath(j.ID) + "/undo"
		}
		out = append(out, said)
	}
	return out
}

// scriptOf is the language that a value's script suggests to a screen reader.
func scriptOf(s string) string {
	switch {
	case strings.ContainsFunc(s, func(r rune) bool { return r >= 0x0600 && r <= 0x06FF }):
		return "ar"
	case strings.ContainsFunc(s, func(r rune) bool { return r >= 'A' && r <= 'z' }):
		return "en"
	}
	return ""
}
