package identity

import (
	"bytes"
	"testing"

	"github.com/google/go-cmp/cmp"

	"kashf.org/kashf/internal/identity/people"
	"kashf.org/kashf/internal/register"
	"kashf.org/kashf/linkage"
)

func sampleOutcome() *outcome {
	o := &outcome{Redirects: []register.Redirect{{Old: 7, Now: 1}, {Old: 9, Now: 0}}}
	for i := range 2500 {
		o.Moves = append(o.Moves, register.Move{Record: register.RecordID(i + 1), From: register.PersonID(i + 1), To: 1 << 40})
	}
	o.Links = []scored{{Left: 1, Right: 2, Weight: -1200, Probability: .25, Evidence: []byte{1, 2, 3}}}
	o.Open = []scored{{Left: 5, Right: 1 << 50, Weight: 600, Probability: 1}, {Left: 1, Right: 3, Probability: 0}}
	o.Audit = []audited{{Left: 3, Right: 4, Stratum: 7}}
	o.Findings = &linkage.Report{Version: 1, Records: 3, Slices: []linkage.Slice{{Name: "script", Cells: []linkage.Cell{{Key: "arab|latn", Linked: 2}}}}}
	return o
}

func packed(tb testing.TB, o *outcome) [][]byte {
	tb.Helper()
	var rows [][]byte
	if err := o.pack(func(b []byte) error { rows = append(rows, b); return nil }); err != nil {
		tb.Fatal(err)
	}
	return rows
}

func TestOutcomeIsReadBack(t *testing.T) {
	want := sampleOutcome()
	got := &outcome{}
	for _, row := range packed(t, want) {
		if err := got.unpack(row); err != nil {
			t.Fatal(err)
		}
	}
	same := cmp.AllowUnexported(outcome{})
	if diff := cmp.Diff(want, got, same, cmp.Comparer(func(a, b []byte) bool { return bytes.Equal(a, b) })); diff != "" {
		t.Errorf("unpack(pack(o)) differs:\n%s", diff)
	}
}

// What unpack reads without an error packs to something it reads again.
func FuzzUnpack(f *testing.F) {
	for _, row := range packed(f, sampleOutcome()) {
		f.Add(row[:min(len(row), 200)])
	}
	f.Add([]byte{packVersion, tagLinks, 0})
	f.Fuzz(func(t *testing.T, row []byte) {
		o := &outcome{}
		if o.unpack(row) != nil {
			return
		}
		again := &outcome{}
		for _, row := range packed(t, o) {
			if err := again.unpack(row); err != nil {
				t.Fatalf("unpack of what was packed: %v", err)
			}
		}
		if len(again.Moves) != len(o.Moves) || len(again.Links) != len(o.Links) || len(again.Open) != len(o.Open) {
			t.Fatalf("read %d moves, %d links, %d open, then %d, %d, %d", len(o.Moves), len(o.Links), len(o.Open), len(again.Moves), len(again.Links), len(again.Open))
		}
	})
}

func FuzzEvidence(f *testing.F) {
	m := Model{Fields: []FieldModel{{Name: fieldName, Levels: []LevelModel{{Level: people.NameAgrees}, {Level: people.NameLike}}}, {Name: fieldSex, Levels: []LevelModel{{Level: "exact"}}}}}
	f.Add([]byte{0, 1, 20, 0x81})
	f.Add([]byte{9, 0, 0})
	f.Fuzz(func(t *testing.T, b []byte) {
		_, fields, err := unpackEvidence(m, b)
		if err == nil && len(fields) != len(m.Fields) {
			t.Fatalf("%d fields, want %d", len(fields), len(m.Fields))
		}
	})
}
