package part

import (
	"context"
	"fmt"
	"html"
	"io"
	"strings"
	"time"

	"github.com/a-h/templ"

	"kashf.org/kashf/internal/locale"
)

// A drawing is one mark of a chart: an SVG as wide as its cell. Positions
// along the line are shares of the width, 0 where reading starts; they are
// mirrored where the page runs from right to left. Text keeps its size.
type drawing struct {
	b      strings.Builder
	rtl    bool
	height int
}

func newDrawing(p locale.Printer, height int) *drawing {
	return &drawing{rtl: p.RTL(), height: height}
}

// x is the place of a mark that begins at from and is width wide.
func (d *drawing) x(from, width float64) float64 {
	if d.rtl {
		return 100 * (1 - from - width)
	}
	return 100 * from
}

// rect draws from one share to another; every mark has at least a sliver.
func (d *drawing) rect(class, title string, from, to float64, y, height int) {
	from, to = clamp(from), clamp(to)
	width := max(to-from, .004)
	fmt.Fprintf(&d.b, `<rect class="%s" x="%.2f%%" y="%d" width="%.2f%%" height="%d" rx="2">%s</rect>`,
		class, d.x(from, width), y, 100*width, height, titleOf(title))
}

// line draws along the middle, or down at one share when from is to.
func (d *drawing) line(class, title string, from, to float64) {
	from, to = clamp(from), clamp(to)
	y1, y2 := d.height/2, d.height/2
	if from == to {
		y1, y2 = 0, d.height
	}
	fmt.Fprintf(&d.b, `<line class="%s" x1="%.2f%%" y1="%d" x2="%.2f%%" y2="%d">%s</line>`,
		class, d.x(from, 0), y1, d.x(to, 0), y2, titleOf(title))
}

func (d *drawing) dot(class, title string, at float64) {
	fmt.Fprintf(&d.b, `<circle class="%s" cx="%.2f%%" cy="%d" r="5">%s</circle>`, class, d.x(clamp(at), 0), d.height/2, titleOf(title))
}

// text writes at a share; anchor is start, middle or end in reading order.
func (d *drawing) text(s, anchor string, at float64) {
	fmt.Fprintf(&d.b, `<text x="%.2f%%" y="%d" text-anchor="%s">%s</text>`, d.x(clamp(at), 0), d.height-3, anchor, html.EscapeString(s))
}

// component is the drawing as a view. A label makes it a picture that is read
// out; without one it is decoration of the numbers beside it.
func (d *drawing) component(label string) templ.Component {
	return templ.ComponentFunc(func(_ context.Context, w io.Writer) error {
		about := `aria-hidden="true"`
		if label != "" {
			about = `role="img" aria-label="` + html.EscapeString(label) + `"`
		}
		if _, err := fmt.Fprintf(w, `<svg class="mark" height="%d" %s>%s</svg>`, d.height, about, d.b.String()); err != nil {
			return fmt.Errorf("draw chart: %w", err)
		}
		return nil
	})
}

func titleOf(s string) string {
	if s == "" {
		return ""
	}
	return "<title>" + html.EscapeString(s) + "</title>"
}

func clamp(x float64) float64 { return min(max(x, 0), 1) }

// An axis places times on a line.
type axis struct{ from, to time.Time }

func (a axis) at(t time.Time) float64 {
	whole := a.to.Sub(a.from)
	if whole <= 0 {
		return 0
	}
	return clamp(float64(t.Sub(a.from)) / float64(whole))
}

// years lists the years to be marked: at most about eight.
func (a axis) years() []int {
	first, last := a.from.Year(), a.to.Year()
	step := 1
	for _, s := range []int{1, 2, 5, 10, 20, 50} {
		if step = s; (last-first)/s < 9 {
			break
		}
	}
	var list []int
	for y := first; y <= last; y++ {
		if t := yearStart(y); y%step == 0 && !t.Before(a.from) && t.Before(a.to) {
			list = append(list, y)
		}
	}
	return list
}

func yearStart(y int) time.Time { return time.Date(y, 1, 1, 0, 0, 0, 0, time.UTC) }
