package person

import (
	"time"

	"kashf.org/kashf/internal/dossier"
	"kashf.org/kashf/internal/web/part"
)

// custody lays the timeline out. What has no date at all stands beside the
// chart: on it, it would be drawn somewhere.
func (d *describer) custody() Custody {
	var out Custody
	chart := part.Timeline{Caption: d.p.T("person.custody.caption")}
	for _, lane := range d.f.Timeline.Lanes {
		row := part.TimelineRow{Source: d.chip(lane.Source, 0)}
		for _, s := range lane.Spans {
			if undated(s) {
				out.Undated = append(out.Undated, Stay{d.stay(s), d.chip(lane.Source, s.Record)})
				continue
			}
			row.Spans = append(row.Spans, d.span(s))
		}
		if len(row.Spans) > 0 {
			chart.Rows = append(chart.Rows, row)
		}
	}
	chart.Bands = d.bands()
	if len(chart.Rows) > 0 {
		out.Chart = &chart
	}
	for _, g := range d.f.Timeline.Gaps {
		days := d.p.N("person.days", g.Days)
		out.Gaps = append(out.Gaps, d.p.T("person.gap", d.p.Date(edtf(g.From)), d.p.Date(edtf(g.To)), days))
	}
	for _, c := range d.f.Timeline.Conflicts {
		x := Conflict{Kind: d.p.T(conflicts[c.Kind]), A: d.whole(c.A)}
		if b := d.whole(c.B); b != x.A {
			x.B = b
		}
		out.Conflicts = append(out.Conflicts, x)
	}
	return out
}

// bands are the gaps and what contradicts itself, as the axis marks them. What is
// a moment stands in words above it alone.
func (d *describer) bands() []part.Stretch {
	var out []part.Stretch
	between := func(from, to time.Time) string {
		return d.p.T("common.date.between", d.p.Date(edtf(from)), d.p.Date(edtf(to)))
	}
	for _, g := range d.f.Timeline.Gaps {
		out = append(out, part.Stretch{Label: d.p.T("person.band.gap"), Text: between(g.From, g.To), From: g.From, To: g.To})
	}
	for _, c := range d.f.Timeline.Conflicts {
		if !c.From.IsZero() {
			out = append(out, part.Stretch{Label: d.p.T(conflicts[c.Kind]), Text: between(c.From, c.To), From: c.From, To: c.To, Clash: true})
		}
	}
	return out
}

func undated(s dossier.Span) bool {
	return s.From.IsZero() && s.To.IsZero() && s.Earliest.IsZero() && s.Latest.IsZero()
}

func edtf(t time.Time) string { return t.Format(time.DateOnly) }

// span draws a stay. A moment that is not known to the day is drawn as the
// time in which it was: a dot would say more than anyone knows.
func (d *describer) span(s dossier.Span) part.Span {
	out := part.Span{Label: d.stay(s), Text: d.dates(s), From: s.From, To: s.To, Earliest: s.Earliest, Latest: s.Latest, Moment: s.Moment}
	out.Vague = s.Vague
	if s.Vague && s.Moment {
		out.Moment = false
	}
	if s.Moment && s.From.IsZero() { // "before 2012": its end is all there is
		out.From, out.Moment = s.Latest, true
	}
	return out
}

// stay says what the span is and where.
func (d *describer) stay(s dossier.Span) string {
	what := d.p.T(stays[s.Kind])
	where := placeName(d.p, s.Place)
	if where == "" {
		where = s.Text
	}
	if s.Cell != "" {
		where = d.p.T("person.cell_of", where, s.Cell)
	}
	if where == "" {
		return what
	}
	return d.p.T("person.stay_at", what, where)
}

// dates says when, in words.
func (d *describer) dates(s dossier.Span) string {
	switch {
	case s.Moment || s.Begin == s.End:
		return d.p.Date(s.Begin)
	case s.Begin == "":
		return d.p.T("common.date.until", d.p.Date(s.End))
	case s.End == "":
		return d.p.T("common.date.since", d.p.Date(s.Begin))
	}
	return d.p.T("common.date.between", d.p.Date(s.Begin), d.p.Date(s.End))
}

// whole is a span with its dates and who says so.
func (d *describer) whole(s dossier.Span) string {
	text := d.stay(s)
	if when := d.dates(s); when != "" {
		text = d.p.T("person.stay_when", text, when)
	}
	if name := d.chip(d.refs[d.origin[s.Record]], 0).Name; name != "" {
		text = d.p.T("person.stay_by", text, name)
	}
	return text
}
