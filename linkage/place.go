package linkage

import "slices"

// Place compares codes on a tree, such as places or trades. parent gives the
// code above a code, and the empty string above the root.
//
// Levels: same; within (one lies within the other, so that the coarser says
// no less); siblings (one parent); near (one grandparent); far (some other
// common ancestor); different.
func Place(parent func(code string) string) Leveler { return place{parent} }

type place struct{ parent func(string) string }

// placeValue is the path from the code up to its root.
type placeValue struct{ path []string }

// MaxDepth is how far below its root a code may lie. It ends the walk up a tree
// that has a cycle.
const MaxDepth = 16

func (c place) Prepare(raw string) Value {
	if Placeholder(raw) {
		return nil
	}
	v := &placeValue{}
	for code := raw; code != "" && len(v.path) < MaxDepth; code = c.parent(code) {
		v.path = append(v.path, code)
	}
	return v
}

func (place) Keys(v Value) []uint64 { return []uint64{Hash(v.(*placeValue).path[0])} }

// placeWays key a [Place] by its root or by what lies one or two steps below
// it; by the code itself where that lies higher.
var placeWays = []string{"root", "below_root", "two_below_root"}

func (place) Ways() []string { return placeWays }

func (place) KeysBy(way string, v Value) []uint64 {
	n := slices.Index(placeWays, way)
	if n < 0 {
		return nil
	}
	path := v.(*placeValue).path
	return []uint64{join(uint64(n), Hash(path[max(0, len(path)-1-n)]))}
}

func (place) Levels() []string {
	return []string{"same", "within", "siblings", "near", "far", "different"}
}

func (place) Level(x, y Value) Level {
	a, b := x.(*placeValue).path, y.(*placeValue).path
	common := 0
	for common < len(a) && common < len(b) && a[len(a)-1-common] == b[len(b)-1-common] {
		common++
	}
	up := max(len(a), len(b)) - common
	switch {
	case up == 0:
		return 0
	case common == 0:
		return 5
	case common == min(len(a), len(b)):
		return 1
	case up == 1:
		return 2
	case up == 2:
		return 3
	}
	return 4
}
