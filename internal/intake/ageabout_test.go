package intake

import (
	"strings"
	"testing"

	"kashf.org/kashf/when"
)

// Whatever a cell of ages holds: what is read is an age that can be read again,
// and what is said to be about, or is a word, never gives one year of birth.
func FuzzAge(f *testing.F) {
	for _, s := range []string{"33", "حوالي 30", "٣٠ تقريبا", "في الثلاثينات", "about 30", "30s", "قاصر", "minor", "~~~5", "about 99999999999999999999", "رضيع", "مسن", "± 40 ans", "\xff 30"} {
		f.Add(s)
	}
	on, err := when.Parse("2013-05-01")
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, cell string) {
		norm, _ := readAge(cell)
		if norm == "" {
			return
		}
		age, err := when.ParseAge(norm)
		if err != nil {
			t.Fatalf("readAge(%q) = %q, which is no age: %v", cell, norm, err)
		}
		born, err := age.Born(on)
		if err != nil {
			t.Fatalf("readAge(%q) = %q: %v", cell, norm, err)
		}
		exact := strings.IndexFunc(when.Digits(cell), func(r rune) bool { return r >= '0' && r <= '9' }) >= 0 && !strings.ContainsAny(cell, "~≈±")
		if !exact && born.Earliest().Year() == born.Latest().Year() {
			t.Fatalf("readAge(%q) = %q: born in %v and no other year", cell, norm, born)
		}
	})
}
