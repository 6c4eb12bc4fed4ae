package part

import (
	"context"
	"fmt"
	"html"
	"io"
	"math"
	"slices"
	"strings"
	"sync"

	"github.com/a-h/templ"

	"kashf.org/kashf/place"
)

// A Map shows numbers by governorate, and ways between places. It is never
// mirrored, and a table with the links stands beside it: see [BarChart].
type Map struct {
	Label string // what it shows, in words
	Areas []Area
	Ways  []Way
	Spots []Spot
}

// An Area is one governorate. More people, a darker colour; in five steps of
// the greatest number.
type Area struct {
	Governorate place.Code
	Label, Said string
	N           int
}

// A Way leads from one position to another; N makes it broad.
type Way struct {
	From, To place.Point
	Label    string
	N        int
	Out      bool   // leads away from the place that the map is of
	Name     string // of the other place, written beside it where there is room
}

// A Spot marks a position.
type Spot struct {
	At    place.Point
	Label string
}

const mapWidth = 640

// A frame puts positions on the picture.
type frame struct{ x0, y0, scale, height float64 }

func (f frame) at(p place.Point) (x, y float64) {
	x, y = p.Flat()
	return (x - f.x0) * f.scale, (y - f.y0) * f.scale
}

// countryFrame fits the whole country.
var countryFrame = sync.OnceValue(func() frame {
	x0, y0, x1, y1 := math.Inf(1), math.Inf(1), math.Inf(-1), math.Inf(-1)
	for _, o := range place.Outlines() {
		for _, ring := range o.Rings {
			for _, p := range ring {
				x, y := p.Flat()
				x0, y0, x1, y1 = min(x0, x), min(y0, y), max(x1, x), max(y1, y)
			}
		}
	}
	f := frame{x0: x0, y0: y0, scale: mapWidth / (x1 - x0)}
	f.height = math.Ceil((y1 - y0) * f.scale)
	return f
})

// shapes are the outlines as paths, by governorate.
var shapes = sync.OnceValue(func() map[place.Code]string {
	out := make(map[place.Code]string)
	for _, o := range place.Outlines() {
		var d strings.Builder
		for _, ring := range o.Rings {
			countryFrame().path(&d, ring)
		}
		out[o.Governorate] = d.String()
	}
	return out
})

// path draws a ring in whole units, leaving out steps too small to be seen.
func (f frame) path(d *strings.Builder, ring []place.Point) {
	lastX, lastY := 0, 0
	for i, p := range ring {
		x, y := f.at(p)
		nx, ny := int(math.Round(x)), int(math.Round(y))
		switch {
		case i == 0:
			fmt.Fprintf(d, "M%d %d", nx, ny)
		case nx == lastX && ny == lastY:
			continue
		default:
			fmt.Fprintf(d, "l%d %d", nx-lastX, ny-lastY)
		}
		lastX, lastY = nx, ny
	}
	d.WriteByte('z')
}

// picture draws the map.
func (m Map) picture() templ.Component {
	return templ.ComponentFunc(func(_ context.Context, w io.Writer) error {
		f := countryFrame()
		var b strings.Builder
		v := m.view(f)
		fmt.Fprintf(&b, `<svg class="map" viewBox="%.1f %.1f %.1f %.1f" role="img" aria-label="%s">`, v.x, v.y, v.width, v.height, html.EscapeString(m.Label))
		m.areas(&b)
		m.ways(&b, f, v.size())
		for _, s := range m.Spots {
			x, y := f.at(s.At)
			fmt.Fprintf(&b, `<circle class="spot" cx="%.1f" cy="%.1f" r="%.2f">%s</circle>`, x, y, 7*v.size(), titleOf(s.Label))
		}
		m.names(&b, f, v.size())
		b.WriteString(`</svg>`)
		if _, err := io.WriteString(w, b.String()); err != nil {
			return fmt.Errorf("draw map: %w", err)
		}
		return nil
	})
}

// A view is the part of the picture that is shown.
type view struct{ x, y, width, height float64 }

// size is that of what is drawn on a view, so that it looks the same in each.
func (v view) size() float64 { return v.width / (mapWidth + 8) }

// leastView is the least breadth that is shown, in units of the whole picture:
// about 150 km, so that the shape of the country still says where one is.
const leastView = 110

// view is the whole country, or the part of it in which the ways lie: most places
// stand around two towns and would be one dot.
func (m Map) view(f frame) view {
	whole := view{-4, -4, mapWidth + 8, f.height + 8}
	if len(m.Ways) == 0 {
		return whole
	}
	x0, y0, x1, y1 := math.Inf(1), math.Inf(1), math.Inf(-1), math.Inf(-1)
	for _, w := range m.Ways {
		for _, p := range []place.Point{w.From, w.To} {
			x, y := f.at(p)
			x0, y0, x1, y1 = min(x0, x), min(y0, y), max(x1, x), max(y1, y)
		}
	}
	shape := whole.width / whole.height
	width := min(max((x1-x0)*1.7, (y1-y0)*1.7*shape, leastView), whole.width)
	v := view{(x0 + x1 - width) / 2, (y0 + y1 - width/shape) / 2, width, width / shape}
	v.x = min(max(v.x, whole.x), whole.x+whole.width-v.width)
	v.y = min(max(v.y, whole.y), whole.y+whole.height-v.height)
	return v
}

// names writes the other places beside the ways that most went, as far as no
// name falls on another. The charts beside the map name all.
func (m Map) names(b *strings.Builder, f frame, size float64) {
	type spot struct{ x, y float64 }
	var taken []spot
	for _, s := range m.Spots {
		x, y := f.at(s.At)
		taken = append(taken, spot{x, y})
	}
	for _, w := range m.Ways {
		at, from := w.From, w.To
		if w.Out {
			at, from = w.To, w.From
		}
		x, y := f.at(at)
		if _, here := f.at(from); y > here { // away from the way
			y += 20 * size
		} else {
			y -= 8 * size
		}
		if w.Name == "" || slices.ContainsFunc(taken, func(o spot) bool { return math.Abs(o.x-x) < 120*size && math.Abs(o.y-y) < 18*size }) {
			continue
		}
		taken = append(taken, spot{x, y})
		fmt.Fprintf(b, `<text class="map-name" text-anchor="middle" font-size="%.2f" x="%.1f" y="%.1f">%s</text>`, 13*size, x, y, html.EscapeString(w.Name))
	}
}

func (m Map) areas(b *strings.Builder) {
	top := 0
	for _, a := range m.Areas {
		top = max(top, a.N)
	}
	for _, a := range m.Areas {
		label := a.Label
		if a.Said != "" {
			label += ": " + a.Said
		}
		fmt.Fprintf(b, `<path class="%s" fill-rule="evenodd" d="%s">%s</path>`, step(a.N, top), shapes()[a.Governorate], titleOf(label))
	}
}

// step is the class of a number's colour.
func step(n, top int) string {
	if n == 0 || top == 0 {
		return "h0"
	}
	return fmt.Sprintf("h%d", min(1+int(4.999*float64(n)/float64(top)), 5))
}

// ways draws bows, so that there and back are two.
func (m Map) ways(b *strings.Builder, f frame, size float64) {
	top := 1
	for _, w := range m.Ways {
		top = max(top, w.N)
	}
	for _, w := range m.Ways {
		x1, y1 := f.at(w.From)
		x2, y2 := f.at(w.To)
		bend, class := .18, "way in"
		if w.Out {
			class = "way out"
		}
		cx, cy := (x1+x2)/2-(y2-y1)*bend, (y1+y2)/2+(x2-x1)*bend
		fmt.Fprintf(b, `<path class="%s" stroke-width="%.2f" d="M%.1f %.1fQ%.1f %.1f %.1f %.1f">%s</path>`,
			class, size*(1.5+6*math.Sqrt(float64(w.N)/float64(top))), x1, y1, cx, cy, x2, y2, titleOf(w.Label))
	}
}
