package part

import (
	"context"
	"fmt"
	"html"
	"io"
	"math"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"kashf.org/kashf/internal/locale"
)

// A Bar is one line of [Bars].
type Bar struct {
	Label string
	Href  string // "" for none
	N     int
	Said  string // the number in words; "" says the number
}

func (b Bar) said(p locale.Printer) string { return orElse(b.Said, p.Number(b.N)) }

func barTrack(p locale.Printer, bars []Bar, b Bar) templ.Component {
	top := 1
	for _, o := range bars {
		top = max(top, o.N)
	}
	d := newDrawing(p, 16)
	if b.N > 0 {
		d.rect("bar", b.Label+": "+b.said(p), 0, float64(b.N)/float64(top), 1, 14)
	}
	return d.component("")
}

// A Weighing is one field of a comparison: what each side says and how many
// bits it speaks for (or, below zero, against) one person.
type Weighing struct {
	Field       string
	Left, Right string
	Bits        float64
	Says        string // the weight in words: "speaks strongly for"
}

// A Waterfall shows how a comparison adds up, field by field.
type Waterfall struct {
	Caption      string
	Start        float64 // bits before anything is compared
	Rows         []Weighing
	First, Other string // heads of the two sides
	Total        string // what the sum means, in words
}

func (wf Waterfall) sum() float64 {
	sum := wf.Start
	for _, r := range wf.Rows {
		sum += r.Bits
	}
	return sum
}

// reach is the least and the greatest sum on the way, zero included.
func (wf Waterfall) reach() (lo, hi float64) {
	sum := wf.Start
	lo, hi = min(0, sum), max(0, sum)
	for _, r := range wf.Rows {
		sum += r.Bits
		lo, hi = min(lo, sum), max(hi, sum)
	}
	if hi-lo < 1 {
		hi = lo + 1
	}
	return lo, hi
}

// step draws the ith row from the sum before it to the sum after it; -1 is the
// start, len(Rows) the total.
func (wf Waterfall) step(p locale.Printer, i int) templ.Component {
	lo, hi := wf.reach()
	at := func(bits float64) float64 { return (bits - lo) / (hi - lo) }
	before, after, kind := 0.0, wf.Start, "sum"
	if i >= 0 {
		before = wf.Start
		for _, r := range wf.Rows[:min(i, len(wf.Rows))] {
			before += r.Bits
		}
		after = before
	}
	switch {
	case i == len(wf.Rows):
		before = 0
	case i >= 0:
		after += wf.Rows[i].Bits
		if kind = "for"; after < before {
			kind = "against"
		}
	}
	d := newDrawing(p, 18)
	d.line("zero", "", at(0), at(0))
	if math.Abs(after-before) > 1e-9 {
		d.rect(kind, p.T("chart.bits", after-before), at(min(before, after)), at(max(before, after)), 2, 14)
	}
	return d.component("")
}

// An Overlap shows how many people each two lists share.
type Overlap struct {
	Caption string
	Lists   []string
	Cells   [][]int // Cells[i][j] are in both i and j; Cells[i][i] in i at all
}

func (o Overlap) title(p locale.Printer, i, j int) string {
	return p.T("chart.shared", o.Lists[i], o.Lists[j], o.Cells[i][j])
}

// heat is the class of a cell: six steps of the share of the smaller list.
func (o Overlap) heat(i, j int) string {
	if i == j {
		return "self"
	}
	least := min(o.Cells[i][i], o.Cells[j][j])
	if o.Cells[i][j] == 0 || least == 0 {
		return "h0"
	}
	step := 1 + int(4.999*float64(o.Cells[i][j])/float64(least))
	return "h" + strconv.Itoa(min(max(step, 1), 5))
}

// Sparkline draws a small series; said is what it shows, in words.
func Sparkline(p locale.Printer, series []int, said string) templ.Component {
	return templ.ComponentFunc(func(_ context.Context, w io.Writer) error {
		_, err := fmt.Fprintf(w, `<svg class="mark sparkline" viewBox="0 0 100 24" preserveAspectRatio="none" role="img"><title>%s</title><polyline class="line" points="%s"></polyline></svg>`,
			html.EscapeString(said), sparkPoints(p, series))
		if err != nil {
			return fmt.Errorf("draw sparkline: %w", err)
		}
		return nil
	})
}

func sparkPoints(p locale.Printer, series []int) string {
	top := 1
	for _, n := range series {
		top = max(top, n)
	}
	var pts strings.Builder
	for i, n := range series {
		x := 100 * float64(i) / float64(max(len(series)-1, 1))
		if p.RTL() {
			x = 100 - x
		}
		fmt.Fprintf(&pts, "%.1f,%.1f ", x, 22-20*float64(n)/float64(top))
	}
	return strings.TrimSpace(pts.String())
}
