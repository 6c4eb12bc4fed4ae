package monthly

import (
	"math"
	"strings"
	"testing"
)

// TestAlpha is the example of Krippendorff, Computing Krippendorff's
// Alpha-Reliability (2011), part C: four observers, twelve units, with values
// that are missing; .743.
func TestAlpha(t *testing.T) {
	observers := []string{"1 2 3 3 2 1 4 1 2 . . .", "1 2 3 3 2 2 4 1 2 5 . 3", ". 3 3 3 2 3 4 2 2 5 1 .", "1 2 3 3 2 4 4 1 2 5 1 ."}
	b := ballots{}
	for u := range 12 {
		var votes []string
		for _, o := range observers {
			if v := strings.Fields(o)[u]; v != "." {
				votes = append(votes, v)
			}
		}
		b.add(votes)
	}
	got, ok := b.alpha()
	if !ok || math.Abs(got-.743) > .0005 {
		t.Errorf("alpha %.4f, %v, want .743", got, ok)
	}
	if low, high := b.interval(got); low >= got || high <= got || low < -1 || high > 1 {
		t.Errorf("interval %.3f to %.3f around %.3f", low, high, got)
	}
}

func TestAlphaOfOneMind(t *testing.T) {
	b := ballots{}
	for range 40 {
		b.add([]string{"release", "release", "release"})
	}
	if a := b.agreement("2025-01", "2025-02"); a.TooFew || a.Alpha != nil || a.Rulings != 40 {
		t.Errorf("agreement of votes that never differ: %+v", a)
	}
	if a := (ballots{"keep release": 29}).agreement("2025-01", "2025-01"); !a.TooFew {
		t.Errorf("agreement over 29 rulings: %+v", a)
	}
}
