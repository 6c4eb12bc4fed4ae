package linkage

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

// maxDepth ends the walk up a tree that has a cycle.
const maxDepth = 16

func (c place) Prepare(raw string) Value {
	if Placeholder(raw) {
		return nil
	}
	v := &placeValue{}
	for code := raw; code != "" && len(v.path) < maxDepth; code = c.parent(code) {
		v.path = append(v.path, code)
	}
	return v
}

func (place) Keys(v Value) []uint64 { return []uint64{Hash(v.(*placeValue).path[0])} }

// Above keys a [Place] by the ancestor n steps below the root, or by the
// code itself where it lies higher. Use it as the How of a [Key].
func Above(n int) func(Value) []uint64 {
	return func(v Value) []uint64 {
		p, ok := v.(*placeValue)
		if !ok {
			return nil
		}
		return []uint64{join(uint64(n), Hash(p.path[max(0, len(p.path)-1-n)]))}
	}
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
