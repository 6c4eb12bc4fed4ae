package linkage

import (
	"slices"
	"strings"
)

// Place compares codes on a tree, such as places or trades. parent gives the
// code above a code, and the empty string above the root.
//
// Levels: same; within (one lies within the other, so that the coarser says
// no less); siblings (one parent); near (one grandparent); far (some other
// common ancestor); different.
func Place(parent func(code string) string) Leveler { return place{parent} }

type place struct{ parent func(string) string }

// placeValue is the path from the root down to the code. Two spellings of one
// place are one value.
type placeValue struct{ path string }

// codeEnd ends every code of a path.
const codeEnd = "\x00"

// MaxDepth is how far below its root a code may lie. It ends the walk up a tree
// that has a cycle.
const MaxDepth = 16

func (c place) Prepare(raw string) Value {
	if Placeholder(raw) {
		return nil
	}
	var up []string
	for code := raw; code != "" && len(up) < MaxDepth; code = c.parent(code) {
		up = append(up, code+codeEnd)
	}
	slices.Reverse(up)
	return placeValue{strings.Join(up, "")}
}

// codes gives the codes from the root down.
func (v placeValue) codes() []string {
	return strings.Split(strings.TrimSuffix(v.path, codeEnd), codeEnd)
}

func (place) Keys(v Value) []uint64 {
	codes := v.(placeValue).codes()
	return []uint64{Hash(codes[len(codes)-1])}
}

// placeWays key a [Place] by its root or by what lies one or two steps below
// it; by the code itself where that lies higher.
var placeWays = []string{"root", "below_root", "two_below_root"}

func (place) Ways() []string { return placeWays }

func (place) KeysBy(way string, v Value) []uint64 {
	n := slices.Index(placeWays, way)
	if n < 0 {
		return nil
	}
	codes := v.(placeValue).codes()
	return []uint64{join(uint64(n), Hash(codes[min(n, len(codes)-1)]))}
}

func (place) Levels() []string {
	return []string{"same", "within", "siblings", "near", "far", "different"}
}

func (place) Level(x, y Value) Level {
	a, b := x.(placeValue).path, y.(placeValue).path
	n := strings.Count(a, codeEnd)
	m := strings.Count(b, codeEnd)
	same := 0
	for same < len(a) && same < len(b) && a[same] == b[same] {
		same++
	}
	common := strings.Count(a[:same], codeEnd)
	up := max(n, m) - common
	switch {
	case up == 0:
		return 0
	case common == 0:
		return 5
	case common == min(n, m):
		return 1
	case up == 1:
		return 2
	case up == 2:
		return 3
	}
	return 4
}
