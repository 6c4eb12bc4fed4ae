package person

import (
	"context"
	"errors"
	"fmt"

	"kashf.org/kashf/internal/dossier"
	"kashf.org/kashf/internal/register"
	"kashf.org/kashf/internal/web/gate"
	"kashf.org/kashf/internal/web/part"
	"kashf.org/kashf/when"
)

// linked are the links between the file's records.
func (d *describer) linked(ctx context.Context) []Link {
	var out []Link
	for _, l := range d.f.Links {
		v := Link{A: d.chip(l.LeftSource, l.Left), B: d.chip(l.RightSource, l.Right), Confirmed: l.Confirmed, By: d.p.T("person.link.by_people")}
		if l.Machine {
			w := strengths[l.Strength]
			v.Strength, v.Weight = w.bars, d.p.T(w.key)
			v.By = d.p.T("person.link.by_run", int(l.Run))
		}
		if l.Edition {
			v.Edition = d.p.T("person.link.by_edition")
			if !l.Machine {
				v.By = ""
			}
		}
		for _, j := range l.Judged {
			v.Judged = append(v.Judged, d.decision(ctx, j))
		}
		if d.links.Match != nil {
			v.Href = d.links.Match(l.Left, l.Right)
		}
		out = append(out, v)
	}
	return out
}

// decisions are the answers that are not shown with a link: those taken back,
// those that say two people, those about records of another file.
func (d *describer) decisions(ctx context.Context) []Decision {
	shown := make(map[string]bool)
	for _, l := range d.f.Links {
		for _, j := range l.Judged {
			shown[j.ID] = true
		}
	}
	var out []Decision
	for _, j := range d.f.Judged {
		if !shown[j.ID] {
			out = append(out, d.decision(ctx, j))
		}
	}
	return out
}

func (d *describer) decision(ctx context.Context, j dossier.JudgementRow) Decision {
	w := verdicts[j.Verdict]
	v := Decision{
		Answer: part.Label{Tone: w.tone, Text: d.p.T(w.key)},
		By:     d.name(ctx, j.By), When: d.p.Day(j.At), Why: j.Why, Pair: d.pair(j),
	}
	if key, ok := judgementStates[j.State]; ok {
		v.State = d.p.T(key)
	}
	return v
}

// pair names the two records by their sources; one of another file is not
// named further.
func (d *describer) pair(j dossier.JudgementRow) string {
	name := func(id register.RecordID) string {
		src, ok := d.origin[id]
		if !ok {
			return d.p.T("person.other_file")
		}
		c := d.chip(d.refs[src], id)
		return c.Name + " " + c.Note
	}
	return d.p.T("person.pair", name(j.Left), name(j.Right))
}

// kin are the relatives: those with a file first.
func (d *describer) kin(ctx context.Context) []Kin {
	var out []Kin
	for _, r := range d.f.Relatives {
		v := Kin{Text: r.Text}
		if r.FileNo != "" {
			v.Href = Href(r.FileNo)
		}
		if r.Judged != nil {
			v.Note = d.p.T("person.kin.judged", d.name(ctx, r.Judged.By), d.p.Day(r.Judged.At))
		}
		for _, ref := range r.Sources {
			v.Chips = append(v.Chips, d.chip(ref, 0))
		}
		for _, t := range r.Together {
			v.Together = append(v.Together, d.together(t))
		}
		out = append(out, v)
	}
	return out
}

func (d *describer) together(t register.Together) string {
	where := placeName(d.p, t.Place)
	if where == "" {
		where = t.Text
	}
	switch {
	case t.Kind == register.Arrested:
		return d.p.T("person.together.arrested", where)
	case t.Sure == when.Certainly:
		return d.p.T("person.together.held", where)
	}
	return d.p.T("person.together.perhaps", where)
}

// register compares the file with article 17(3).
func (d *describer) register() []Element {
	var out []Element
	for _, e := range d.f.Completeness {
		v := Element{Text: d.p.T(letters[e.Letter])}
		for _, g := range e.Given {
			v.Given = append(v.Given, GivenLine{
				Field: d.p.T("field." + g.Field.Key()), Value: say(d.p, g.Field, g.Value.Norm, g.Value.Text), Differs: g.Differs, Chips: d.chipsOf(g.Value.Says),
			})
		}
		switch {
		case e.State == dossier.NotApplicable:
			continue
		case e.State == dossier.NotShown:
			v.State = part.Label{Tone: part.Quiet, Text: d.p.T("common.withheld")}
		case !e.ByAuthority && (e.State == dossier.Provided || e.State == dossier.Partly):
			v.State = part.Label{Tone: part.Warn, Text: d.p.T("person.art17.by_others")}
		case e.State == dossier.Provided:
			v.State = part.Label{Tone: part.Good, Text: d.p.T("person.art17.provided")}
		case e.State == dossier.Partly:
			v.State = part.Label{Tone: part.Info, Text: d.p.T("person.art17.partly")}
		default:
			v.State = part.Label{Tone: part.Quiet, Text: d.p.T("person.art17.missing")}
		}
		out = append(out, v)
	}
	return out
}

// history is what was done about the file.
func (d *describer) history(ctx context.Context) []Event {
	var out []Event
	for _, e := range d.f.History {
		v := Event{What: d.event(e), Who: d.name(ctx, e.By)}
		if !e.At.IsZero() {
			v.When = d.p.DateTime(e.At)
		}
		if d.links.Entry != nil {
			v.Href = d.links.Entry(e.Seq)
		}
		out = append(out, v)
	}
	return out
}

func (d *describer) event(e dossier.Event) string {
	text := d.p.T(events[e.Key])
	switch {
	case e.Verdict != "":
		text = d.p.T("person.event_of", text, d.p.T(verdicts[e.Verdict].key))
	case e.Name != "":
		text = d.p.T("person.event_of", text, e.Name)
	}
	if e.Undone {
		text = d.p.T("person.event_undone", text)
	}
	return text
}

// name is how the page says who made an entry, "" where the file does not say.
func (d *describer) name(ctx context.Context, id string) string {
	if id == "" {
		return ""
	}
	return gate.Colleague(ctx, d.p, d.people, id)
}

// records are the rows as they were written, within the reader's sight. They
// are left out for a reader who is told no deaths: a row may tell one.
func (d *describer) records(ctx context.Context, rows Rows, a dossier.Audience) ([]Record, error) {
	if !a.Deaths {
		return nil, nil
	}
	var out []Record
	for _, s := range d.f.Sources {
		for _, id := range s.Records {
			r := Record{ID: id.String(), Source: d.chip(s.SourceRef, id)}
			r.Source.Href = "" // it stands in what opens the row
			columns, cells, err := rows.RawOf(ctx, a.Sight, id)
			if err != nil && !errors.Is(err, register.ErrNotFound) {
				return nil, fmt.Errorf("read a row: %w", err)
			}
			r.Gone = err != nil || len(cells) == 0
			for i, c := range cells {
				v := Cell{Text: c.Text, Hidden: c.Hidden}
				if i < len(columns) {
					v.Column = columns[i]
				}
				r.Cells = append(r.Cells, v)
			}
			out = append(out, r)
		}
	}
	return out, nil
}
