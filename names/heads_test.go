package names_test

import (
	"testing"

	"kashf.org/kashf/names"
)

// TestHeadsAloneAreNoMatch: the servant of one and the servant of another.
func TestHeadsAloneAreNoMatch(t *testing.T) {
	c := names.NewComparer(names.Options{})
	for _, k := range [][2]string{{"عبد عثمان", "Abd Osama"}, {"ابو السعيدي", "Abu Alhedi"}, {"عبد الغرياني", "Abd el Ferjani"}} {
		if got := c.CompareStrings(k[0], k[1]).Bits; got > 0 {
			t.Errorf("CompareStrings(%q, %q) = %.1f bits, want none for it", k[0], k[1], got)
		}
	}
	for _, k := range [][2]string{{"عبد الغرياني", "Abdel Ghariani"}, {"ابو السعيدي", "Abu Al-Saidi"}, {"عبد الرشيدي", "Abdulrashidi"}} {
		if got := c.CompareStrings(k[0], k[1]).Bits; got < 5 {
			t.Errorf("CompareStrings(%q, %q) = %.1f bits, want 5", k[0], k[1], got)
		}
	}
}
