package demo

import (
	"testing"

	"kashf.org/kashf/internal/vocab"
)

// A part lies in one that was told of before it, and what is told of a part is
// told of one that is there.
func TestPartsStandInEachOther(t *testing.T) {
	w := &World{}
	known := map[string]bool{"": true}
	for _, p := range w.Parts() {
		if !known[p.In] || !vocab.Valid("part_kind", p.Kind) {
			t.Errorf("%+v lies in nothing, or is no kind of part", p)
		}
		known[p.Key] = true
	}
	for _, f := range w.Figures() {
		if !known[f.In] || !vocab.Valid("tally", f.What) {
			t.Errorf("%+v is told of nothing", f)
		}
	}
}
