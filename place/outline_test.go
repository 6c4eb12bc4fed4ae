package place_test

import (
	"testing"

	"kashf.org/kashf/place"
)

// inside counts the crossings of a ray with all rings: the even-odd rule.
func inside(o place.Outline, at place.Point) bool {
	in := false
	for _, ring := range o.Rings {
		for i, a := range ring {
			b := ring[(i+1)%len(ring)]
			if (a.Lat > at.Lat) != (b.Lat > at.Lat) && at.Lon < (b.Lon-a.Lon)*(at.Lat-a.Lat)/(b.Lat-a.Lat)+a.Lon {
				in = !in
			}
		}
	}
	return in
}

func TestOutlinesHoldTheirTowns(t *testing.T) {
	towns := map[place.Code]place.Point{
		"SY01": {33.513, 36.292}, "SY02": {36.202, 37.134}, "SY03": {34.022, 36.729}, "SY04": {34.732, 36.713}, "SY05": {35.132, 36.754},
		"SY06": {35.54, 35.82}, "SY07": {35.931, 36.634}, "SY08": {36.502, 40.748}, "SY09": {35.336, 40.14}, "SY10": {34.9, 35.93},
		"SY11": {35.95, 39.01}, "SY12": {32.62, 36.1}, "SY13": {32.709, 36.566}, "SY14": {33.04, 35.9},
	}
	outlines := place.Outlines()
	if len(outlines) != 14 {
		t.Fatalf("%d outlines", len(outlines))
	}
	for code, at := range towns {
		for _, o := range outlines {
			if got, want := inside(o, at), o.Governorate == code; got != want {
				t.Errorf("%v inside %s: %v, want %v", at, o.Governorate, got, want)
			}
		}
	}
}

func TestRingsAreClosed(t *testing.T) {
	for _, o := range place.Outlines() {
		for _, ring := range o.Rings {
			if len(ring) < 4 || ring[0] != ring[len(ring)-1] {
				t.Errorf("%s: a ring of %d positions is open", o.Governorate, len(ring))
			}
		}
	}
}

func TestFlatIsTrueToScale(t *testing.T) {
	x0, y0 := place.Point{Lat: 35, Lon: 38}.Flat()
	x1, y1 := place.Point{Lat: 36, Lon: 39}.Flat()
	if east, south := x1-x0, y1-y0; east < .81 || east > .83 || south != -1 {
		t.Errorf("a degree north and east is %.3f east and %.3f south", east, south)
	}
}
