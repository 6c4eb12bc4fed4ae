package vocab

import (
	"testing"

	"kashf.org/kashf/place"
)

// The codes that the list of facilities and the reader of locations use are
// codes of these lists; place may not import this package to say so itself.
func TestPlaceSpeaksTheseCodes(t *testing.T) {
	for _, f := range place.Facilities() {
		if !Valid("facility_type", f.Type) {
			t.Errorf("%s: facility_type has no %q", f.ID, f.Type)
		}
		for _, a := range f.Agencies {
			if !Valid("agency", a) {
				t.Errorf("%s: agency has no %q", f.ID, a)
			}
		}
	}
	for _, p := range place.ParseLocation("بناء ا، طابق 1، جناح ب، ممر 2، مهجع 3").Parts {
		if !Valid("location_level", p.Level) || p.Kind != "" && !Valid("cell_type", p.Kind) {
			t.Errorf("no code for %+v", p)
		}
	}
	if p := place.ParseLocation("منفردة 3").Parts; len(p) != 1 || !Valid("cell_type", p[0].Kind) {
		t.Errorf("a solitary cell is %+v", p)
	}
}
