package linkage_test

import (
	"slices"
	"testing"

	"kashf.org/kashf/linkage"
)

// ships are few enough that why each is apart can be told beforehand.
func ships() (linkage.Spec, linkage.Input) {
	in := linkage.Input{Columns: []string{"name", "port", "year", "flag"}}
	add := func(id, list string, cells ...string) {
		in.Records = append(in.Records, linkage.Record{ID: id, List: list, Cells: cells})
	}
	filler, _ := boats(300, 11)
	for _, r := range filler.Records {
		add("x"+r.ID, r.List, r.Cells[0], r.Cells[2], r.Cells[3][:min(4, len(r.Cells[3]))], "green")
	}
	add("a1", "book 1", "qorivanulo", "port 1", "1962", "red")
	add("a2", "book 2", "qorivanulo", "port 1", "1962", "red")
	add("a3", "book 3", "zebuditaka", "port 7", "1999", "red")
	add("a4", "book 3", "qorivanulo", "", "1988", "red")
	add("a5", "book 9", "qorivanulo", "port 1", "1962", "blue")
	add("b1", "clean", "womitelaso", "port 3", "1970", "red")
	add("b2", "clean", "womitelaso", "port 3", "1970", "red")
	spec := linkage.Spec{
		Fields: []linkage.Field{
			{Name: "name", Compare: linkage.Text(), Frequency: true}, {Name: "port", Compare: linkage.Exact(), Frequency: true},
			{Name: "year", Compare: linkage.Year()}, {Name: "flag", Compare: linkage.Exact()},
		},
		Rules:         []linkage.Rule{linkage.On("name", "port"), linkage.On("name", "year")},
		DuplicateFree: []string{"clean"},
		Vetoes:        []linkage.Veto{{Field: "flag", Levels: []string{"different"}}},
	}
	return spec, in
}

func TestWhyApart(t *testing.T) {
	spec, in := ships()
	judged := []linkage.Judgement{{Left: "a1", Right: "a3", Verdict: linkage.Different}}
	res := run(t, spec, in, 2)
	tests := []struct {
		left, right string
		judged      []linkage.Judgement
		want        linkage.Reason
	}{
		{"a1", "a2", nil, linkage.Together},
		{"a1", "a3", nil, linkage.NeverMet},
		{"a1", "a3", judged, linkage.Judged},
		{"a2", "a3", judged, linkage.Judged}, // a2 is one with a1
		{"a1", "a4", nil, linkage.NeverMet},
		{"a1", "a5", nil, linkage.Vetoed},
		{"b1", "b2", nil, linkage.Vetoed},
	}
	for _, tt := range tests {
		w, err := res.Explain(spec, tt.judged, tt.left, tt.right)
		if err != nil || w.Reason != tt.want {
			t.Errorf("Explain(%s, %s) = %s, %v, want %s", tt.left, tt.right, w.Reason, err, tt.want)
		}
		sum := w.Prior - w.Kin
		for _, e := range w.Fields {
			sum += e.Bits
		}
		if sum != w.Total {
			t.Errorf("Explain(%s, %s): parts sum to %v, total %v", tt.left, tt.right, sum, w.Total)
		}
	}
	w, err := res.Explain(spec, nil, "a1", "a4")
	if err != nil {
		t.Fatal(err)
	}
	missing, differ := w.Rules[0].Missing, w.Rules[1].Differ
	if !slices.Equal(missing, []linkage.Key{{Field: "port"}}) || !slices.Equal(differ, []linkage.Key{{Field: "year"}}) || w.Rules[0].Met || w.Rules[1].Met {
		t.Errorf("rules of a1 and a4 = %+v, want the port missing in one and the year to differ in the other", w.Rules)
	}
	if w, _ := res.Explain(spec, nil, "b1", "b2"); !w.SameList || !w.Apart {
		t.Errorf("b1 and b2 = %+v, want both in one clean list", w)
	}
	if w, _ := res.Explain(spec, nil, "a1", "a5"); !slices.Equal(w.Vetoes, []string{"flag"}) {
		t.Errorf("a1 and a5 are vetoed by %v, want flag", w.Vetoes)
	}
	if _, err := res.Explain(spec, nil, "a1", "nobody"); err == nil {
		t.Error("a record that is not there is explained")
	}
}
