package place

import (
	_ "embed" // governorates.topo.json
	"encoding/json"
	"fmt"
	"math"
	"slices"
	"sync"
)

// A Point is a position in degrees.
type Point struct{ Lat, Lon float64 }

// An Outline is the border of a governorate: rings of positions, each closed,
// of which the ones after the first are holes or further parts. Drawn with the
// even-odd rule, both come out right.
type Outline struct {
	Governorate Code
	Rings       [][]Point
}

// Outlines are the borders of the fourteen governorates, in order of their
// codes, coarse enough for a picture the width of a page and for nothing else:
// no border here is evidence. The zone along the line of 1974 that the source
// draws by itself is part of Quneitra, as the gazetteer has it.
func Outlines() []Outline { return outlines() }

// Middle is the latitude at which maps of the country are true to scale.
const Middle = 35.0

// Flat puts a position on a plane: x grows to the east and y to the south, in
// degrees of latitude. Syria is small enough for it.
func (p Point) Flat() (x, y float64) { return p.Lon * math.Cos(Middle*math.Pi/180), -p.Lat }

//go:embed governorates.topo.json
var borders []byte

var outlines = sync.OnceValue(func() []Outline {
	out, err := readOutlines(borders)
	if err != nil {
		panic(fmt.Errorf("embedded borders: %w", err))
	}
	return out
})

// hasc finds governorates by the codes that the borders carry. "SY" is the zone
// along the line of 1974.
var hasc = map[string]Code{
	"SY.DI": "SY01", "SY.HL": "SY02", "SY.RD": "SY03", "SY.HI": "SY04", "SY.HM": "SY05", "SY.LA": "SY06", "SY.ID": "SY07",
	"SY.HA": "SY08", "SY.DY": "SY09", "SY.TA": "SY10", "SY.RA": "SY11", "SY.DR": "SY12", "SY.SU": "SY13", "SY.QU": "SY14", "SY": "SY14",
}

// A topology is a file of borders in which neighbours share their arcs; see
// https://github.com/topojson/topojson-specification.
type topology struct {
	Objects map[string]struct {
		Geometries []struct {
			ID   string
			Type string
			Arcs [][]int
		}
	}
	Arcs      [][][2]float64 // each position but the first is a step from the one before
	Transform struct{ Scale, Translate [2]float64 }
}

func readOutlines(file []byte) ([]Outline, error) {
	var t topology
	if err := json.Unmarshal(file, &t); err != nil {
		return nil, err
	}
	arcs := t.positions()
	by := make(map[Code]*Outline)
	for _, g := range t.Objects["syr"].Geometries {
		code, ok := hasc[g.ID]
		if !ok || g.Type != "Polygon" {
			return nil, fmt.Errorf("%s %q has no place here", g.Type, g.ID)
		}
		if by[code] == nil {
			by[code] = &Outline{Governorate: code}
		}
		for _, ring := range g.Arcs {
			by[code].Rings = append(by[code].Rings, join(arcs, ring))
		}
	}
	var out []Outline
	for _, g := range Governorates() {
		o := by[g.Code]
		if o == nil {
			return nil, fmt.Errorf("governorate %s has no border", g.Code)
		}
		out = append(out, *o)
	}
	return out, nil
}

func (t topology) positions() [][]Point {
	arcs := make([][]Point, len(t.Arcs))
	for i, arc := range t.Arcs {
		var x, y float64
		for _, step := range arc {
			x, y = x+step[0], y+step[1]
			arcs[i] = append(arcs[i], Point{Lat: y*t.Transform.Scale[1] + t.Transform.Translate[1], Lon: x*t.Transform.Scale[0] + t.Transform.Translate[0]})
		}
	}
	return arcs
}

// join makes a ring of arcs; a negative number is an arc backwards, counted
// from -1.
func join(arcs [][]Point, ring []int) (out []Point) {
	for _, i := range ring {
		arc := slices.Clone(arcs[max(i, ^i)])
		if i < 0 {
			slices.Reverse(arc)
		}
		if len(out) > 0 {
			arc = arc[1:]
		}
		out = append(out, arc...)
	}
	return out
}
