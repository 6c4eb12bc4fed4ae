package part

import (
	"strconv"
	"strings"
	"time"

	"github.com/a-h/templ"

	"kashf.org/kashf/internal/locale"
)

// A Timeline shows what sources say about when something held, on one axis:
// a line each, with what is not known drawn as such.
type Timeline struct {
	Caption  string
	From, To time.Time // the axis; zero takes it from the spans
	Rows     []TimelineRow
	// Bands lie across all rows: times of which nothing is said, times that
	// cannot all be as they are said.
	Bands []Stretch
}

// A Stretch is a time that a [Timeline] marks across its rows. It is told in words
// in a row of its own.
type Stretch struct {
	Label    string // what is wrong with it
	Text     string // when, in words
	From, To time.Time
	Clash    bool // what is said contradicts itself; else nothing is said
}

// A TimelineRow is what one source says.
type TimelineRow struct {
	Source Chip
	Spans  []Span
}

// A Span is one interval or moment. Where an end is known in part, Earliest
// and Latest reach beyond From and To, and that stretch is drawn faint. A zero
// From or To is not known: the span then runs dotted to the edge.
type Span struct {
	Label            string // what held: "Saydnaya, red building"
	Text             string // when, in words
	From, To         time.Time
	Earliest, Latest time.Time
	Moment           bool // an event at From
	// Vague: no day of it is certain. All of it is drawn faint, from Earliest to
	// Latest.
	Vague bool
}

const rowHeight = 22

// axis is the timeline's own, or whole years around everything on it.
func (tl Timeline) axis() axis {
	a := axis{tl.From, tl.To}
	if !a.from.IsZero() && !a.to.IsZero() {
		return a
	}
	var first, last time.Time
	for _, row := range tl.Rows {
		for _, s := range row.Spans {
			for _, t := range []time.Time{s.From, s.To, s.Earliest, s.Latest} {
				if t.IsZero() {
					continue
				}
				if first.IsZero() || t.Before(first) {
					first = t
				}
				if t.After(last) {
					last = t
				}
			}
		}
	}
	if first.IsZero() {
		return axis{yearStart(2011), yearStart(2025)}
	}
	return axis{yearStart(first.Year()), yearStart(last.Year() + 1)}
}

// head draws the years.
func (tl Timeline) head(p locale.Printer) templ.Component {
	a, d := tl.axis(), newDrawing(p, 16)
	for _, y := range a.years() {
		d.text(strconv.Itoa(y), "start", a.at(yearStart(y)))
	}
	return d.component("")
}

// track draws one row.
func (tl Timeline) track(p locale.Printer, row TimelineRow) templ.Component {
	a, d := tl.axis(), newDrawing(p, rowHeight)
	for _, y := range a.years() {
		d.line("grid", "", a.at(yearStart(y)), a.at(yearStart(y)))
	}
	tl.bands(d, a)
	fill := "fill-" + strconv.Itoa(max(row.Source.Colour-1, 0)%6+1)
	for _, s := range row.Spans {
		s.draw(p, d, a, fill)
	}
	return d.component("")
}

// bands draws the bands over the height of a row.
func (tl Timeline) bands(d *drawing, a axis) {
	for _, b := range tl.Bands {
		class := "band-gap"
		if b.Clash {
			class = "band-clash"
		}
		d.rect(class, b.title(), a.at(b.From), max(a.at(b.To), a.at(b.From)+.006), 0, rowHeight)
	}
}

// bandTrack draws the bands in a row of their own.
func (tl Timeline) bandTrack(p locale.Printer) templ.Component {
	a, d := tl.axis(), newDrawing(p, rowHeight)
	tl.bands(d, a)
	return d.component("")
}

func (b Stretch) title() string {
	if b.Text == "" {
		return b.Label
	}
	return b.Label + " · " + b.Text
}

func (s Span) draw(p locale.Printer, d *drawing, a axis, fill string) {
	title := s.title(p)
	if s.Moment {
		d.dot(fill, title, a.at(s.From))
		return
	}
	if s.Vague {
		d.rect(fill+" soft", title, a.at(s.Earliest), max(a.at(s.Latest), a.at(s.Earliest)+.008), 6, rowHeight-12)
		return
	}
	from, to := a.from, a.to
	if !s.From.IsZero() {
		from = s.From
	}
	if !s.To.IsZero() {
		to = s.To
	}
	switch {
	case s.From.IsZero() && s.To.IsZero():
		d.line("gap", title, 0, 1)
		return
	case s.From.IsZero():
		d.line("gap", title, 0, a.at(to))
		from = to
	case s.To.IsZero():
		d.line("gap", title, a.at(from), 1)
		to = from
	}
	if !s.Earliest.IsZero() && s.Earliest.Before(from) {
		d.rect(fill+" soft", title, a.at(s.Earliest), a.at(from), 6, rowHeight-12)
	}
	if !s.Latest.IsZero() && s.Latest.After(to) {
		d.rect(fill+" soft", title, a.at(to), a.at(s.Latest), 6, rowHeight-12)
	}
	d.rect(fill, title, a.at(from), max(a.at(to), a.at(from)+.008), 4, rowHeight-8)
}

// title says the span in words, what is uncertain about it included.
func (s Span) title(p locale.Printer) string {
	parts := []string{s.Label, s.Text}
	if s.Vague {
		return strings.Join(nonEmpty(append(parts, p.T("chart.vague"))), p.T("common.list.comma"))
	}
	if !s.Earliest.IsZero() && s.Earliest.Before(s.From) {
		parts = append(parts, p.T("chart.uncertain_start"))
	}
	if !s.Latest.IsZero() && s.Latest.After(s.To) {
		parts = append(parts, p.T("chart.uncertain_end"))
	}
	if s.To.IsZero() && !s.Moment {
		parts = append(parts, p.T("chart.still_open"))
	}
	return strings.Join(nonEmpty(parts), p.T("common.list.comma"))
}

func nonEmpty(list []string) []string {
	var out []string
	for _, s := range list {
		if s != "" {
			out = append(out, s)
		}
	}
	return out
}
