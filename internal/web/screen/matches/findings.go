package matches

import (
	"context"
	"fmt"
	"html"
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"kashf.org/kashf/internal/identity"
	"kashf.org/kashf/internal/locale"
	"kashf.org/kashf/internal/register"
	"kashf.org/kashf/internal/vocab"
	"kashf.org/kashf/internal/web/part"
	"kashf.org/kashf/linkage"
	"kashf.org/kashf/place"
)

// Findings is what a run linked, in words.
type Findings struct {
	Quality []Quality
	Notes   []string // what the figures rest on
	Slices  []SliceTable
	Curve   *Curve
	Sizes   []part.Bar
	Largest []Largest
	Stages  []Stage
}

// A Quality is one measure, as the model expects it and as answers say.
type Quality struct{ What, Expected, Audited string }

// A SliceTable breaks the links down in one way.
type SliceTable struct {
	ID, Title string
	Rows      []SliceRow
	// Estimates: the rows also say how many were compared, and what the model
	// expects. Who does not see the whole register is told the links alone.
	Estimates bool
}

// A SliceRow is one kind of pair.
type SliceRow struct {
	Label          string
	Scored, Linked int
	Right, Found   string
}

// A Largest is one of the largest groups, by a row of it.
type Largest struct {
	Record string
	Size   int
}

// A Stage is what one part of the run took.
type Stage struct {
	Name, Took string
	Held       string // memory at its most
	Seconds    float64
}

// A Curve says what other thresholds would give.
type Curve struct {
	Points []linkage.CurvePoint
	At     float64 // the threshold of the run
}

// findings reads what a run found, as far as the reader may be told.
func (s *Screen) findings(ctx context.Context, p locale.Printer, run register.Run, whole bool) (*Findings, error) {
	re, err := s.reach(ctx, s.Gate.Sight(ctx))
	if err != nil {
		return nil, err
	}
	if !whole {
		slice, err := s.Identity.FindingsIn(ctx, run.Seq, func(r register.RecordID) (string, bool) {
			id, ok := re.source(r)
			return string(id), ok
		})
		if err != nil || len(slice.Cells) == 0 {
			return nil, err
		}
		return &Findings{Slices: []SliceTable{sliceTable(p, slice, re, false)}}, nil
	}
	rep, ok, err := s.Identity.Findings(ctx, run.Seq)
	if err != nil || !ok {
		return nil, err
	}
	f := &Findings{Quality: qualityOf(p, rep), Curve: &Curve{rep.Curve, rep.Threshold}}
	if f.Notes, err = s.notes(ctx, p, rep); err != nil {
		return nil, err
	}
	for _, slice := range rep.Slices {
		if len(slice.Cells) > 0 {
			f.Slices = append(f.Slices, sliceTable(p, slice, re, true))
		}
	}
	for _, c := range rep.Sizes {
		f.Sizes = append(f.Sizes, part.Bar{Label: p.N("matches.find.size", c.Size), N: c.Clusters})
	}
	for _, c := range rep.Largest[:min(len(rep.Largest), largestShown)] {
		f.Largest = append(f.Largest, Largest{numberOf(s.FileNos, recordOf(c.Cluster)), c.Size})
	}
	for _, st := range rep.Stages {
		if key, known := stages[st.Name]; known {
			f.Stages = append(f.Stages, Stage{p.T(key), p.T("matches.find.seconds", st.Seconds), held(p, st.Memory), st.Seconds})
		}
	}
	return f, nil
}

// held says bytes of memory, "" where they were not measured.
func held(p locale.Printer, bytes int64) string {
	if bytes == 0 {
		return ""
	}
	return p.T("matches.find.megabytes", (bytes+1<<19)>>20)
}

// stageBars are the stages by how long they took, in thousandths of a second.
func stageBars(list []Stage) []part.Bar {
	var out []part.Bar
	for _, s := range list {
		said := s.Took
		if s.Held != "" {
			said += " · " + s.Held
		}
		out = append(out, part.Bar{Label: s.Name, N: int(1000 * s.Seconds), Said: said})
	}
	return out
}

// bars are the kinds of pair by how many were linked.
func (t SliceTable) bars() []part.Bar {
	var out []part.Bar
	for _, r := range t.Rows[:min(len(t.Rows), barsShown)] {
		out = append(out, part.Bar{Label: r.Label, N: r.Linked})
	}
	return out
}

// barsShown bounds a picture: more bars than a screen holds show nothing.
const barsShown = 12

const largestShown = 10

// recordOf reads the id under which a run knew a record.
func recordOf(id string) register.RecordID {
	n, _ := strconv.ParseInt(id, 10, 64) // written by identity
	return register.RecordID(n)
}

func qualityOf(p locale.Printer, rep linkage.Report) []Quality {
	out := []Quality{
		{What: p.T("matches.find.precision"), Expected: share(p, rep.Expected.Precision)},
		{What: p.T("matches.find.recall"), Expected: share(p, rep.Expected.Recall)},
	}
	if a := rep.Audited; a != nil && a.Judged > 0 {
		for i, x := range []linkage.Interval{a.Precision, a.Recall} {
			out[i].Audited = p.T("matches.find.between", share(p, x.Estimate), share(p, x.Low), share(p, x.High))
		}
	}
	return out
}

// notes say what the estimates rest on, and how far people agree.
func (s *Screen) notes(ctx context.Context, p locale.Printer, rep linkage.Report) ([]string, error) {
	var out []string
	if a := rep.Audited; a != nil {
		drawn := 0
		for _, x := range a.Strata {
			drawn += x.Drawn
		}
		out = append(out, p.N("matches.find.audit", a.Judged, drawn))
		if !a.Enough {
			out = append(out, p.T("matches.find.audit_more"))
		}
	} else {
		return append(out, p.T("matches.find.audit_small")), nil
	}
	standing, err := s.Register.Standing(ctx)
	if err != nil {
		return nil, fmt.Errorf("read judgements: %w", err)
	}
	a, ok := identity.Agreement(standing)
	switch {
	case ok:
		out = append(out, p.N("matches.find.agree", a.Pairs, a.Agreed, a.Kappa.Estimate, a.Kappa.Low, a.Kappa.High))
	case a.Pairs > 0:
		out = append(out, p.N("matches.find.agree_alike", a.Pairs, a.Agreed))
	default:
		out = append(out, p.T("matches.find.agree_none"))
	}
	return out, nil
}

// slicings are the ways to break pairs down, and scripts what a name may be
// written in, by the keys of identity.
var (
	slicings = map[string]string{
		identity.SliceScript: "matches.find.by.script", identity.SliceList: "matches.find.by.list", identity.SliceSex: "matches.find.by.sex",
		identity.SliceFrequency: "matches.find.by.name_frequency", identity.SliceGovernorate: "matches.find.by.governorate",
	}
	scripts = map[string]string{"arab": "matches.find.script.arab", "latn": "matches.find.script.latn", "other": "matches.find.script.other"}
)

// share says a share of one to a tenth of a percent: runs differ in less than
// one percent.
func share(p locale.Printer, x float64) string { return p.T("matches.find.share", 100*x) }

// slicesShown bounds the rows of a table.
const slicesShown = 30

func sliceTable(p locale.Printer, s linkage.Slice, re reach, estimates bool) SliceTable {
	t := SliceTable{ID: "by-" + s.Name, Title: p.T(slicings[s.Name]), Estimates: estimates}
	cells := s.Cells[:min(len(s.Cells), slicesShown)]
	if s.Name == identity.SliceFrequency {
		cells = slices.SortedFunc(slices.Values(cells), func(a, b linkage.Cell) int { return strings.Compare(a.Key, b.Key) })
	}
	for _, c := range cells {
		e := c.Expected()
		t.Rows = append(t.Rows, SliceRow{
			Label: sliceLabel(p, s.Name, c.Key, re), Scored: c.Scored, Linked: c.Linked, Right: share(p, e.Precision), Found: share(p, e.Recall),
		})
	}
	return t
}

// sliceLabel says the key of a cell in words.
func sliceLabel(p locale.Printer, slice, key string, re reach) string {
	a, b, two := strings.Cut(key, "|")
	label := func(v string) string {
		switch slice {
		case identity.SliceScript:
			return p.T(scripts[v])
		case identity.SliceList:
			if name, ok := re.names[register.SourceID(v)]; ok {
				return locale.Isolate(name)
			}
			return p.T("matches.source.unnamed")
		case identity.SliceSex:
			return vocab.Label("sex", v, p.Lang())
		case identity.SliceGovernorate:
			if g, ok := place.Lookup(place.Code(v)); ok {
				return g.Name(p.Lang())
			}
		case identity.SliceFrequency:
			n, _ := strconv.Atoi(v)
			return p.T("matches.find.tenth", n)
		}
		return v
	}
	if !two {
		return label(a)
	}
	if a == b && slice != identity.SliceScript {
		return p.T("matches.find.within", label(a))
	}
	return p.T("matches.find.pair", label(a), label(b))
}

// shown are the points that the table beside the picture lists: every other
// bit about the threshold.
func (c Curve) shown() []linkage.CurvePoint {
	var out []linkage.CurvePoint
	for _, x := range c.Points {
		if x.Bits >= -6 && x.Bits <= 16 && int(x.Bits)%2 == 0 {
			out = append(out, x)
		}
	}
	return out
}

// The size of the picture, in its own units.
const (
	curveWide, curveHigh = 600, 180
	curveFrom, curveTo   = -6.0, 16.0
)

// picture draws the share that is right and the share that is found, from few
// bits to many in reading direction.
func (c Curve) picture(p locale.Printer) templ.Component {
	x := func(bits float64) float64 {
		at := (bits - curveFrom) / (curveTo - curveFrom) * curveWide
		if p.RTL() {
			at = curveWide - at
		}
		return at
	}
	line := func(of func(linkage.CurvePoint) float64) string {
		var b strings.Builder
		for _, q := range c.Points {
			if q.Bits >= curveFrom && q.Bits <= curveTo {
				fmt.Fprintf(&b, "%.1f,%.1f ", x(q.Bits), curveHigh*(1-of(q)))
			}
		}
		return strings.TrimSpace(b.String())
	}
	return templ.ComponentFunc(func(_ context.Context, w io.Writer) error {
		_, err := fmt.Fprintf(w, `<svg class="find-curve" viewBox="-4 -4 %d %d" role="img" aria-label="%s">`+
			`<path class="grid" d="M0 0H%d M0 %d H%d M0 %d H%d"/><line class="at" x1="%.1f" x2="%.1f" y1="0" y2="%d"/>`+
			`<polyline class="right" points="%s"/><polyline class="found" points="%s"/></svg>`,
			curveWide+8, curveHigh+8, html.EscapeString(p.T("matches.find.curve_note")),
			curveWide, curveHigh/2, curveWide, curveHigh, curveWide, x(c.At), x(c.At), curveHigh,
			line(func(q linkage.CurvePoint) float64 { return q.Precision }), line(func(q linkage.CurvePoint) float64 { return q.Recall }))
		if err != nil {
			return fmt.Errorf("draw curve: %w", err)
		}
		return nil
	})
}
