package person

import (
	"context"
	"slices"

	"kashf.org/kashf/internal/dossier"
	"kashf.org/kashf/internal/register"
	"kashf.org/kashf/internal/vocab"
)

// namesApart are shown among the spellings of the name, not as lines.
var namesApart = []register.Field{register.FullName, register.OtherName, register.Kunya, register.Relative, register.ListNo}

// ages are told by the line of the date of birth where there is one.
var ages = []register.Field{register.BirthDate, register.BirthYear, register.Age, register.AgeAtArrest}

// ofDeath are left out, even as "not asked", where no death is told: the word
// alone on a paper that a family is shown is too much.
var ofDeath = []register.Field{register.DeathDate, register.DeathPlace, register.DeathCause, register.BurialPlace}

// ofEntry say how a claim came in by hand; a list never asks for them.
var ofEntry = []register.Field{register.ToldBy, register.ToldAs, register.ToldOn, register.EntryReason}

// lines parts the fields into those with a value, in groups, and those
// without one, by why.
func (d *describer) lines(ctx context.Context) ([]Group, []Absent) {
	born, bornKnown := d.birth()
	table := make(map[register.Field]Line)
	missing := make(map[string][]string)
	for _, l := range d.f.Lines {
		switch {
		case slices.Contains(namesApart, l.Field), !d.deaths && slices.Contains(ofDeath, l.Field):
		case bornKnown && slices.Contains(ages, l.Field):
		case l.Held == nil && slices.Contains(ofEntry, l.Field):
		case l.Held == nil && len(l.Corrected) == 0:
			missing[why(l)] = append(missing[why(l)], d.p.T("field."+l.Field.Key()))
		default:
			table[l.Field] = d.line(ctx, l)
		}
	}
	if bornKnown {
		born.Struck = d.struckOf(ctx, ages...)
		table[register.BirthDate] = born
	}
	return d.grouped(table), d.absences(missing)
}

func (d *describer) grouped(table map[register.Field]Line) []Group {
	var out []Group
	for _, g := range groups {
		group := Group{Title: d.p.T(g.key)}
		fields := g.fields
		if fields == nil { // the rest
			for _, info := range register.Fields() {
				fields = append(fields, info.Field)
			}
		}
		for _, f := range fields {
			if l, ok := table[f]; ok {
				group.Lines = append(group.Lines, l)
				delete(table, f)
			}
		}
		if len(group.Lines) > 0 {
			out = append(out, group)
		}
	}
	return out
}

// The reasons for which a field has no value.
const (
	whyNotAsked = "not_asked"
	whyBlank    = "blank"
	whyUnknown  = "unknown"
	whyWithheld = "withheld"
)

func why(l dossier.AssessedLine) string {
	switch {
	case l.Absence == register.Withheld:
		return whyWithheld
	case l.Blank:
		return whyBlank
	case l.Absence == register.Unknown:
		return whyUnknown
	}
	return whyNotAsked
}

func (d *describer) absences(missing map[string][]string) []Absent {
	var out []Absent
	for _, w := range []struct{ why, title, note string }{
		{whyWithheld, "common.withheld", "person.absent.withheld"},
		{whyUnknown, "common.unknown", "person.absent.unknown"},
		{whyBlank, "person.absent.blank_title", "person.absent.blank"},
		{whyNotAsked, "common.not_asked", "person.absent.not_asked"},
	} {
		if fields := missing[w.why]; len(fields) > 0 {
			out = append(out, Absent{Why: d.p.T(w.title), Note: d.p.T(w.note), Fields: fields})
		}
	}
	return out
}

func (d *describer) line(ctx context.Context, l dossier.AssessedLine) Line {
	out := Line{ID: l.Field.Key(), Label: d.p.T("field." + l.Field.Key()), Struck: d.struck(ctx, l.Corrected)}
	if l.Held == nil { // corrected to something that nobody knows
		out.Absence = absence(d.p, l.Absence)
		for _, s := range l.Absent {
			out.Claims = append(out.Claims, d.claim(s))
		}
		return out
	}
	out.Held, out.Rule = say(d.p, l.Field, l.Held.Norm, l.Held.Text), d.p.T(bys[l.By])
	out.Support, out.Strength = d.origins(l.Origins), strengthOf(l.Origins)
	add := func(v dossier.StatedValue) Value {
		for _, s := range v.Says {
			out.Claims = append(out.Claims, d.claim(s))
		}
		return Value{Text: say(d.p, l.Field, v.Norm, v.Text), Support: d.origins(v.Origins), Chips: d.chipsOf(v.Says)}
	}
	add(*l.Held)
	for _, v := range l.Agree {
		if also := add(v); also.Text != out.Held { // one code in two spellings is one value
			out.Also = append(out.Also, also)
		}
	}
	for _, v := range l.Against {
		out.Against = append(out.Against, add(v))
	}
	for _, s := range l.Absent {
		out.Claims = append(out.Claims, d.claim(s))
	}
	for _, f := range l.Former {
		out.Struck = append(out.Struck, Struck{
			Text: say(d.p, l.Field, f.Norm, f.Text), Source: d.chip(f.Source, f.Record), By: d.p.T("person.former"), Former: true,
		})
	}
	return out
}

// glanced are the fields of the head, in their order.
var glanced = []register.Field{
	register.BirthDate, register.MotherName, register.Governorate, register.ArrestDate, register.ArrestPlace, register.Facility,
}

// glance is what a reader must see first.
func (d *describer) glance(groups []Group) []Glimpse {
	byID := make(map[string]Line)
	for _, g := range groups {
		for _, l := range g.Lines {
			byID[l.ID] = l
		}
	}
	var out []Glimpse
	for _, f := range glanced {
		l, ok := byID[f.Key()]
		label := d.p.T("field." + f.Key())
		if f == register.BirthDate {
			label = d.p.T("person.born")
			if born, known := byID["born"]; known {
				l, ok = born, true
			}
		}
		g := Glimpse{Label: label, Value: l.Held}
		if !ok {
			g.Value, g.None = d.absent(f), true
		}
		if n := len(l.Against); n > 0 {
			g.Others, g.Href = d.p.N("person.otherwise", n), "#"+l.ID
		}
		out = append(out, g)
	}
	return append(out, d.supportGlimpse())
}

func (d *describer) absent(f register.Field) string {
	for _, l := range d.f.Lines {
		if l.Field == f && l.Held == nil {
			return absence(d.p, l.Absence)
		}
	}
	return d.p.T("common.unknown")
}

// supportGlimpse says on how much the whole file rests.
func (d *describer) supportGlimpse() Glimpse {
	rows := 0
	for _, s := range d.f.Sources {
		rows += len(s.Records)
	}
	return Glimpse{
		Label: d.p.T("person.sources"),
		Value: d.p.T("person.sources_rows", d.p.N("common.count.sources", len(d.f.Sources)), d.p.N("common.count.rows", rows)),
	}
}

// death is the part of the file that tells of a reported death.
func (d *describer) death(ctx context.Context) *Death {
	if d.f.Death == nil || !d.deaths {
		return nil
	}
	out := &Death{Status: vocab.Label("fate_status", d.f.Death.Status, d.p.Lang()), ToTell: d.f.Death.FamilyNotYetTold}
	out.Told, out.Returned = d.done(ctx, d.f.Death.Told), d.done(ctx, d.f.Death.Returned)
	if d.mayTell && out.Told == nil {
		out.Tell = Href(d.f.FileNo) + "/told"
	}
	if d.mayTell && out.Returned == nil {
		out.Return = Href(d.f.FileNo) + "/remains"
	}
	for _, l := range d.f.Death.Lines {
		v := Line{Label: d.p.T("field." + l.Field.Key())}
		if l.Held == nil {
			v.Absence = absence(d.p, l.Absence)
		} else {
			v.Held = say(d.p, l.Field, l.Held.Norm, l.Held.Text)
		}
		out.Lines = append(out.Lines, v)
	}
	return out
}

func (d *describer) pending() []Pending {
	var out []Pending
	for _, x := range d.f.Pending {
		out = append(out, Pending{
			Field: d.p.T("field." + x.Field.Key()), Value: say(d.p, x.Field, x.Norm, x.Statement.Text), By: d.claim(x.Statement),
		})
	}
	return out
}
