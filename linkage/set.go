package linkage

import (
	"slices"
	"strings"
)

// Set compares cells that hold several values, parted by sep: telephone
// numbers, say.
//
// Levels: equal; most (at least half of the smaller set is shared); some;
// none.
func Set(sep string) Leveler { return set{sep} }

type set struct{ sep string }

func (c set) Prepare(raw string) Value {
	var keys []uint64
	for part := range strings.SplitSeq(raw, c.sep) {
		if f := Fold(part); f != "" && !placeholders[f] {
			keys = append(keys, Hash(f))
		}
	}
	if len(keys) == 0 {
		return nil
	}
	slices.Sort(keys)
	return slices.Compact(keys)
}

func (set) Keys(v Value) []uint64 { return v.([]uint64) }

func (set) Levels() []string { return []string{"equal", "most", "some", "none"} }

func (set) Level(x, y Value) Level {
	a, b := x.([]uint64), y.([]uint64)
	shared := 0
	for _, k := range a {
		if _, ok := slices.BinarySearch(b, k); ok {
			shared++
		}
	}
	switch {
	case shared == len(a) && shared == len(b):
		return 0
	case shared*2 >= min(len(a), len(b)):
		return 1
	case shared > 0:
		return 2
	}
	return 3
}

// Array is [Set] for cells that hold a list as databases and programs write
// it, in brackets or braces and with or without quotes: ["a", "b"], {a,b}.
func Array(sep string) Leveler { return array{set{sep}} }

type array struct{ set }

func (c array) Prepare(raw string) Value {
	return c.set.Prepare(strings.Map(func(r rune) rune {
		switch r {
		case '[', ']', '{', '}', '"', '\'':
			return -1
		}
		return r
	}, raw))
}
