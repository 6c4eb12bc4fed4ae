package find_test

import (
	"encoding/csv"
	"errors"
	"fmt"
	"os"
	"testing"

	"kashf.org/kashf/internal/find"
	"kashf.org/kashf/internal/register"
	"kashf.org/kashf/internal/vault"
	"kashf.org/kashf/place"
)

// lists takes the synthetic lists in, some times over.
func lists(tb testing.TB, times int) *memory {
	tb.Helper()
	f, err := os.Open("../../../shared/data/linkage/lists-20k/records.csv")
	if err != nil {
		tb.Skipf("data set not here: %v", err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		tb.Fatal(err)
	}
	at := map[string]int{}
	for i, c := range rows[0] {
		at[c] = i
	}
	var all [][]register.Claim
	for _, r := range rows[1:] {
		g, _ := place.FindGovernorate(r[at["governorate"]])
		all = append(all, row(r[at["full_name"]], r[at["mother_name"]], r[at["birth_year"]], string(g)))
	}
	m := &memory{}
	for i := range times {
		m.take(register.ImportID(fmt.Sprint("i", i)), "s1", all...)
	}
	return m
}

// The first load at the article's size: five times 26,162 records.
func BenchmarkLoad(b *testing.B) {
	m := lists(b, 5)
	for b.Loop() {
		x := find.New(m)
		if err := x.Load(b.Context()); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(len(m.records)), "records")
}

func BenchmarkSearch(b *testing.B) {
	x := load(b, lists(b, 5))
	for b.Loop() {
		if _, err := x.Search(b.Context(), find.Query{Name: "Mohammad Ahmad al-Hussein", Born: 1980}, nil); err != nil {
			b.Fatal(err)
		}
	}
}

// The same from the shelf, decrypted as a deployment's is.
func BenchmarkLoadKept(b *testing.B) {
	m := lists(b, 5)
	keys, err := vault.NewKeyring(b.TempDir()+"/keys", "bench")
	if err != nil {
		b.Fatal(err)
	}
	shelf := keys.Shelf(b.TempDir() + "/index.age")
	x := find.New(m)
	x.Shelf = shelf
	if err := errors.Join(x.Load(b.Context()), x.Keep(b.Context())); err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		y := find.New(m)
		y.Shelf, y.Refused = shelf, func(err error) { b.Fatal(err) }
		if err := y.Load(b.Context()); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(len(m.records)), "records")
}
