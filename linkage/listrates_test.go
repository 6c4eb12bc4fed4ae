package linkage

import (
	"context"
	"fmt"
	"math/rand/v2"
	"testing"
)

// A list that copies a field carelessly must learn a lower m for it than one
// that copies it well.
func TestListsLearnTheirOwnErrors(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	var records []Record
	for thing := range 3000 {
		code, town := fmt.Sprintf("%06d", rng.IntN(1_000_000)), fmt.Sprintf("town %d", rng.IntN(50))
		for _, list := range []string{"careful", "careless", "other"} {
			cell := town
			if rng.Float64() < map[string]float64{"careful": .02, "careless": .4, "other": .1}[list] {
				cell = fmt.Sprintf("town %d", rng.IntN(50))
			}
			records = append(records, Record{ID: fmt.Sprintf("%s-%04d", list, thing), List: list, Cells: []string{code, cell}})
		}
	}
	spec := Spec{Fields: []Field{{Name: "code", Compare: Text()}, {Name: "town", Compare: Exact()}}, Rules: []Rule{On("code")}}
	res, err := Run(context.Background(), spec, Input{Columns: []string{"code", "town"}, Records: records}, Options{Workers: 2})
	if err != nil {
		t.Fatal(err)
	}
	bits := func(a, b string) Centibits {
		for i := range 3000 {
			x, err := res.Model.Explain(fmt.Sprintf("%s-%04d", a, i), fmt.Sprintf("%s-%04d", b, i))
			if err != nil {
				t.Fatal(err)
			}
			if e := x.Fields[1]; e.Level == "different" {
				return e.Bits
			}
		}
		t.Fatal("no pair differs")
		return 0
	}
	if good, bad := bits("careful", "other"), bits("careless", "other"); bad-good < 100 {
		t.Errorf("a difference says %v against a careful list and %v against a careless one, want at least a bit between", good, bad)
	}
}

// Forty records of one place and day must not be drawn together by the day:
// they share it because they share the place.
func TestDependentFieldsCountOnce(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 4))
	var records []Record
	add := func(place, day string) {
		records = append(records, Record{ID: fmt.Sprintf("r%05d", len(records)), Cells: []string{fmt.Sprintf("%05d", rng.IntN(100_000)), place, day}})
	}
	for range 2000 {
		add(fmt.Sprintf("place %d", rng.IntN(100)), fmt.Sprintf("2012-%02d-%02d", 1+rng.IntN(12), 2+rng.IntN(26)))
	}
	for range 40 {
		add("raided", "2013-05-07")
	}
	add("quiet", "2014-06-08")
	add("quiet", "2014-06-08")
	spec := Spec{Fields: []Field{
		{Name: "name", Compare: Text()}, {Name: "place", Compare: Exact(), Frequency: true}, {Name: "day", Compare: Date(), Within: "place"},
	}, Rules: []Rule{On("name"), On("place", "day")}}
	res, err := Run(context.Background(), spec, Input{Columns: []string{"name", "place", "day"}, Records: records}, Options{Workers: 2})
	if err != nil {
		t.Fatal(err)
	}
	day := func(a, b string) Centibits {
		x, err := res.Model.Explain(a, b)
		if err != nil {
			t.Fatal(err)
		}
		return x.Fields[2].Bits
	}
	raid, quiet := day("r02000", "r02001"), day("r02040", "r02041")
	if raid > 50 || quiet < 500 {
		t.Errorf("one day says %v in a raid and %v in a quiet place, want under half a bit and over five", raid, quiet)
	}
}
