package linkage

import (
	"math"
	"testing"

	"pgregory.net/rapid"
)

func TestCalibrationError(t *testing.T) {
	// Ten pairs at .95 of which nine are right, ten at .25 of which five are:
	// |9.5-9| and |2.5-5| over twenty.
	var ps []Prediction
	for i := range 10 {
		ps = append(ps, Prediction{.95, i != 0}, Prediction{.25, i%2 == 0})
	}
	if got, want := CalibrationError(ps, 10), .15; math.Abs(got-want) > 1e-12 {
		t.Errorf("CalibrationError = %v, want %v", got, want)
	}
}

func TestCalibrateFollowsAnswers(t *testing.T) {
	if got := Calibrate(nil); math.Abs(got.Slope-usual.Slope) > 1e-9 || math.Abs(got.Offset-usual.Offset) > 1e-9 {
		t.Errorf("Calibrate without answers = %+v, want %+v", got, usual)
	}
	// Four hundred answers at three bits of which every other is "same".
	var said []Verified
	for i := range 400 {
		said = append(said, Verified{300, i%2 == 0})
	}
	if p := Calibrate(said).Probability(300); math.Abs(p-.5) > .05 {
		t.Errorf("probability after half were right = %.3f, want about .5", p)
	}
}

// More bits never mean less, whatever clusters and answers say.
func TestCalibrationRises(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := 30
		var pairs []Pair
		of := make([]int32, n)
		for i := range of {
			of[i] = int32(rapid.IntRange(0, 3).Draw(t, "cluster"))
		}
		var said []Verified
		for range rapid.IntRange(0, 60).Draw(t, "pairs") {
			p := Pair{int32(rapid.IntRange(0, n-2).Draw(t, "i")), int32(n - 1), Centibits(rapid.IntRange(-1200, 5000).Draw(t, "bits"))}
			pairs = append(pairs, p)
			said = append(said, Verified{p.Bits, rapid.Bool().Draw(t, "right")})
		}
		k := Calibrate(said)
		k.Caps = capsOf(pairs, of, centi(defaultThreshold))
		last := 0.0
		for c := Centibits(-2000); c < 6000; c += 37 {
			p := k.Probability(c)
			if p < last-1e-12 || p < 0 || p > 1 {
				t.Fatalf("probability at %v is %v after %v", c, p, last)
			}
			last = p
		}
	})
}
