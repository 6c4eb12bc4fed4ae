package dossier

import (
	"testing"

	"kashf.org/kashf/internal/register"
)

// What an edition holds together is among the links, beside what a run and
// people said of the same rows; a row out of the reader's sight makes none.
func TestEditionIsAmongTheLinks(t *testing.T) {
	f := register.File{
		Records: []register.Record{{ID: 3}, {ID: 7, Continues: 3}, {ID: 9, Continues: 2}, {ID: 12, Continues: 7}},
		Links:   []register.Link{{Left: 7, Right: 12, Run: 40, Weight: 1200}},
	}
	got := map[[2]register.RecordID][2]bool{}
	for _, l := range linkRows(f) {
		got[[2]register.RecordID{l.Left, l.Right}] = [2]bool{l.Machine, l.Edition}
	}
	want := map[[2]register.RecordID][2]bool{{3, 7}: {false, true}, {7, 12}: {true, true}}
	if len(got) != len(want) {
		t.Errorf("links %v, want %v", got, want)
	}
	for pair, w := range want {
		if got[pair] != w {
			t.Errorf("%v is by machine, by edition: %v, want %v", pair, got[pair], w)
		}
	}
}
