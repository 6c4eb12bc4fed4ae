package names_test

import (
	"runtime"
	"strings"
	"testing"

	"kashf.org/kashf/names"
)

// allocated is the number of bytes that f allocates: a measure of its work that
// does not hang on the clock. All that runs over a long text are the passes of
// folding, each of which copies it; what is parsed and compared is cut before.
func allocated(f func()) float64 {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	f()
	runtime.ReadMemStats(&after)
	return float64(after.TotalAlloc - before.TotalAlloc)
}

// Ten times the name is no more than some ten times the work, whatever it is
// made of.
func TestWorkIsLinear(t *testing.T) {
	c := names.NewComparer(names.Options{})
	for _, unit := range []string{"محمد ", "Mohamad", "(", "((علي) ", "ـَُّ", "a\u0301\u0323", "3", "ﷺ", "\xff", "عبد ال", "a.k.a. ", "/", "،", "al-", "김", "Ж "} {
		short, long := strings.Repeat(unit, 2000), strings.Repeat(unit, 20000)
		for name, f := range map[string]func(string){
			"Loose": func(s string) { names.Loose(s) }, "Strict": func(s string) { names.Strict(s) }, "Fold": func(s string) { names.Fold(s) },
			"Parse": func(s string) { names.Parse(s) }, "Compare": func(s string) { c.CompareStrings(s, "محمد علي") },
		} {
			f(short) // what is learnt once is no work of the length
			a, b := allocated(func() { f(short) }), allocated(func() { f(long) })
			if b > 15*a+1<<16 {
				t.Errorf("%s of %q 2,000 times allocates %.0f bytes, ten times as often %.0f", name, unit, a, b)
			}
		}
	}
}

func TestLongNamesAreCut(t *testing.T) {
	long := strings.Repeat("محمد ", 10_000)
	if n := names.Parse(long); !n.Truncated || len(n.Parts) != names.MaxParts {
		t.Errorf("10,000 tokens: truncated %v, %d parts", n.Truncated, len(n.Parts))
	}
	if n := names.Parse("محمد علي حسن"); n.Truncated {
		t.Error("three tokens are truncated")
	}
	// The family is kept: the last of those that were read.
	if n := names.Parse("A B C D E F G H I Shankhub"); n.Parts[names.MaxParts-1].Text != "shankhub" || !n.Truncated {
		t.Errorf("ten tokens: %+v", n)
	}
	c := names.NewComparer(names.Options{})
	if got := c.CompareStrings(long, long); got.Bits <= 0 {
		t.Errorf("a long name and itself: %v", got)
	}
}
