package monthly_test

import (
	"runtime"
	"testing"

	"github.com/google/go-cmp/cmp"
	"kashf.org/kashf/internal/review/monthly"
	"pgregory.net/rapid"
)

// TestPlainly: whatever is read at once on however many processors, the bytes are
// those of counting one entry after the other.
func TestPlainly(t *testing.T) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(0))
	rapid.Check(t, func(rt *rapid.T) {
		r := lives(t, rapid.Uint64().Draw(rt, "seed"), rapid.IntRange(5, 900).Draw(rt, "cases"), 3)
		m := rapid.SampledFrom(months(4)).Draw(rt, "month")
		runtime.GOMAXPROCS(rapid.IntRange(1, 4).Draw(rt, "processors"))
		plain, err := monthly.Plainly(t.Context(), r, m)
		if err != nil {
			rt.Fatal(err)
		}
		want, err := plain.Bytes()
		if err != nil {
			rt.Fatal(err)
		}
		got, err := reckon(t, r, m).Bytes()
		if err != nil || cmp.Diff(string(want), string(got)) != "" {
			rt.Fatalf("%v\n%s", err, cmp.Diff(string(want), string(got)))
		}
	})
}
