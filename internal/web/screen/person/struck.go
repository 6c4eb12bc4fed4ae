package person

import (
	"context"
	"slices"

	"kashf.org/kashf/internal/dossier"
	"kashf.org/kashf/internal/register"
)

// struck are claims that corrections have set aside: what was said, what took
// its place, who entered that, when and why.
func (d *describer) struck(ctx context.Context, list []dossier.CorrectedClaim) []Struck {
	var out []Struck
	for _, c := range list {
		v := Struck{
			Text: say(d.p, c.Field, c.WasNorm, c.Was.Text), Now: say(d.p, c.Field, c.NowNorm, c.Now.Text),
			Source: d.chip(c.Was.Source, c.Was.Record), Why: c.Why,
		}
		if c.Now.Absence != register.Present {
			v.Now = absence(d.p, c.Now.Absence)
		}
		if !c.At.IsZero() {
			v.By = d.p.T("person.struck.by", d.name(ctx, c.By), d.p.Day(c.At))
		}
		out = append(out, v)
	}
	return out
}

// struckOf are those of some fields together.
func (d *describer) struckOf(ctx context.Context, fields ...register.Field) []Struck {
	var out []Struck
	for _, l := range d.f.Lines {
		if slices.Contains(fields, l.Field) {
			out = append(out, d.struck(ctx, l.Corrected)...)
		}
	}
	return out
}
