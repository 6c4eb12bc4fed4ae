package linkage_test

import (
	"testing"

	"kashf.org/kashf/linkage"
)

// comparators are all that the package brings, each as a spec may make it.
func comparators() map[string]linkage.Leveler {
	return map[string]linkage.Leveler{
		"text": linkage.Text(), "text like": linkage.TextLike(.8, .9), "edit": linkage.Edit(1, 2, 4), "words": linkage.Words(),
		"exact": linkage.Exact(), "date": linkage.Date(), "year": linkage.Year(), "year within": linkage.YearWithin(1, 3),
		"number": linkage.Number(1, 5), "set": linkage.Set(";"), "array": linkage.Array(","),
		"place": linkage.Place(func(c string) string {
			if len(c) > 1 {
				return c[:len(c)-1]
			}
			return ""
		}),
	}
}

// Whatever two cells hold, a comparator grades them by a level that it has,
// the same both ways, and a value against itself by the first where that means
// equality alone; its keys are the same each time.
func FuzzComparators(f *testing.F) {
	f.Add("Marisol", "Marisoll")
	f.Add("2012-05-07", "2012-07-05")
	f.Add("1966~", "1965%")
	f.Add("محمد أحمد", "محمد احمد")
	f.Add(`["a","b"]`, "a;b")
	f.Add("\xff\x00", "999999999999999999999e400")
	all := comparators()
	f.Fuzz(func(t *testing.T, a, b string) {
		for name, c := range all {
			x, y := c.Prepare(a), c.Prepare(b)
			if x == nil {
				continue
			}
			graded := name == "words" || name == "date" || name == "year" // by how much is known, too
			if l := c.Level(x, x); l != 0 && !graded {
				t.Errorf("%s: %q against itself is at level %d", name, a, l)
			}
			if k, ok := c.(linkage.Keyer); ok {
				for _, way := range k.Ways() {
					k.KeysBy(way, x)
				}
			}
			if n, again := len(c.Keys(x)), len(c.Keys(c.Prepare(a))); n != again {
				t.Errorf("%s: %q has %d keys, then %d", name, a, n, again)
			}
			if y == nil {
				continue
			}
			l, m := c.Level(x, y), c.Level(y, x)
			if l != m || l < 0 || int(l) >= len(c.Levels()) {
				t.Errorf("%s: %q and %q are at level %d, the other way %d, of %d", name, a, b, l, m, len(c.Levels()))
			}
		}
	})
}
