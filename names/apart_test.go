package names_test

import (
	"testing"

	"kashf.org/kashf/names"
	"pgregory.net/rapid"
)

// Parts that are set aside as having nothing in common are those that a full
// weighing finds nothing in common between.
func TestApartIsWhatWeighingFinds(t *testing.T) {
	c := names.NewComparer(names.Options{})
	var parts []string
	for _, e := range listNames(t) {
		for _, p := range names.Parse(e.Name).Parts {
			parts = append(parts, p.Text)
		}
	}
	apart, met := 0, 0
	rapid.Check(t, func(t *rapid.T) {
		a := rapid.SampledFrom(parts).Draw(t, "a")
		for range 50 {
			b := rapid.SampledFrom(parts).Draw(t, "b")
			weighed, says, said := c.ApartBits(a, b)
			if a == b || !said {
				met++
				continue
			}
			apart++
			if weighed != says {
				t.Fatalf("%q and %q weigh %v, but are set aside at %v", a, b, weighed, says)
			}
		}
	})
	if apart < met {
		t.Errorf("%d of %d pairs are set aside: too few to be worth it", apart, apart+met)
	}
}
