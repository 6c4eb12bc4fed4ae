package linkage

import (
	"math"
	"slices"
	"strconv"
	"strings"
)

// Number compares numbers: exact, then within each tolerance, narrowest
// first, then different.
func Number(tolerances ...float64) Leveler {
	t := slices.Clone(tolerances)
	slices.Sort(t)
	return number{t}
}

type number struct{ within []float64 }

func (number) Prepare(raw string) Value {
	x, err := strconv.ParseFloat(strings.ReplaceAll(Fold(raw), " ", ""), 64)
	if err != nil || math.IsNaN(x) || math.IsInf(x, 0) {
		return nil
	}
	if x == 0 {
		x = 0 // "-0" is the same number, and must have the same key
	}
	return x
}

func (number) Keys(v Value) []uint64 { return []uint64{Mix(math.Float64bits(v.(float64)))} }

func (c number) Levels() []string {
	names := []string{"exact"}
	for _, t := range c.within {
		names = append(names, "within "+strconv.FormatFloat(t, 'g', -1, 64))
	}
	return append(names, "different")
}

func (c number) Level(a, b Value) Level {
	d := math.Abs(a.(float64) - b.(float64))
	if d == 0 {
		return 0
	}
	for i, t := range c.within {
		if d <= t {
			return Level(i + 1)
		}
	}
	return Level(len(c.within) + 1)
}
