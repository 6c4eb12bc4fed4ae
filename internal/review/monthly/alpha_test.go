package monthly

import (
	"math"
	"strings"
	"testing"

	"pgregory.net/rapid"
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

// pairwise is alpha by its definition, pair by pair: how often two votes on one
// ruling differ, beside how often any two votes do. Each vote counts once: a pair
// on a ruling of m votes weighs 1/(m-1).
func pairwise(rulings [][]string) (float64, bool) {
	var observed, n float64
	var all []string
	for _, vs := range rulings {
		if len(vs) < 2 {
			continue
		}
		for i, v := range vs {
			for k, w := range vs {
				if i != k && v != w {
					observed += 1 / float64(len(vs)-1)
				}
			}
		}
		n += float64(len(vs))
		all = append(all, vs...)
	}
	var chance float64
	for i, v := range all {
		for k, w := range all {
			if i != k && v != w {
				chance++
			}
		}
	}
	if chance == 0 {
		return 0, false
	}
	return 1 - (observed/n)/(chance/(n*(n-1))), true
}

// TestAlphaIsPairwise: what is computed from sorted kinds of votes is the
// definition; nothing is given of few rulings, nor where one to four are split.
func TestAlphaIsPairwise(t *testing.T) {
	given := 0
	rapid.Check(t, func(t *rapid.T) {
		vote := rapid.SampledFrom([]string{"release", "release", "release", "keep", "court"})
		rulings := rapid.SliceOfN(rapid.SliceOfN(vote, 1, 5), rapid.SampledFrom([]int{0, 30, 45}).Draw(t, "least"), 70).Draw(t, "rulings")
		b, few, split := ballots{}, 0, 0
		for _, vs := range rulings {
			b.add(vs)
			few += min(1, len(vs)-1)
			for _, v := range vs[1:] {
				if v != vs[0] {
					split++
					break
				}
			}
		}
		want, defined := pairwise(rulings)
		got, ok := b.alpha()
		if ok != defined || math.Abs(got-want) > 1e-9 {
			t.Fatalf("alpha %v, %v, pair by pair %v, %v", got, ok, want, defined)
		}
		a := b.agreement("2025-01", "2025-02")
		if a.TooFew != (few < LeastRulings || split > 0 && split < 5) {
			t.Fatalf("%d rulings, %d split: %+v", few, split, a)
		}
		if a.Alpha != nil {
			given++
			if math.Abs(*a.Alpha-want) > .0501 || *a.Low > want || *a.High < want {
				t.Fatalf("%+v of %v", a, want)
			}
		}
	})
	if given == 0 {
		t.Error("alpha was never given")
	}
}
