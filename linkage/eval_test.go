package linkage_test

import (
	"testing"

	"kashf.org/kashf/linkage"
	"pgregory.net/rapid"
)

func TestEvaluate(t *testing.T) {
	truth := map[string]string{"1": "A", "2": "A", "3": "B", "4": "B", "5": "C"}
	tests := []struct {
		name             string
		found            map[string]string
		p, r, bp, br, ex float64
		largest          int
	}{
		{"perfect", map[string]string{"1": "x", "2": "x", "3": "y", "4": "y", "5": "z"}, 1, 1, 1, 1, 1, 2},
		{"nothing joined", nil, 0, 0, 1, .6, 1. / 3, 1},
		{"all joined", map[string]string{"1": "x", "2": "x", "3": "x", "4": "x", "5": "x"}, .2, 1, .36, 1, 0, 5},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			e := linkage.Evaluate(truth, tt.found)
			got := []float64{e.Pairwise.Precision, e.Pairwise.Recall, e.BCubed.Precision, e.BCubed.Recall, e.ExactClusters, float64(e.Largest)}
			want := []float64{tt.p, tt.r, tt.bp, tt.br, tt.ex, float64(tt.largest)}
			for i := range got {
				if d := got[i] - want[i]; d > 1e-9 || d < -1e-9 {
					t.Errorf("measure %d = %v, want %v (%+v)", i, got[i], want[i], e)
				}
			}
		})
	}
}

// The truth evaluated against itself is perfect, and every rate is a rate.
func TestEvaluateRates(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		names := rapid.MapOf(rapid.StringMatching(`[a-h]`), rapid.StringMatching(`[xyz]`))
		truth, found := names.Draw(t, "truth"), names.Draw(t, "found")
		e := linkage.Evaluate(truth, found)
		for _, x := range []float64{e.Pairwise.Precision, e.Pairwise.Recall, e.Pairwise.F1, e.BCubed.Precision, e.BCubed.Recall, e.BCubed.F1, e.ExactClusters} {
			if x < 0 || x > 1+1e-9 {
				t.Fatalf("a rate of %v: %+v", x, e)
			}
		}
		if own := linkage.Evaluate(truth, truth); len(truth) > 0 && (own.ExactClusters != 1 || own.BCubed.F1 < 1-1e-9) {
			t.Fatalf("the truth against itself: %+v", own)
		}
	})
}
