package names

import "math"

// A version is a way to take a name, with what it costs in bits to take it so.
type version struct {
	name Name
	cost float64
	why  Relation // empty where it costs nothing
}

const (
	byNameCost  = -1 // bits: a name is met by its by-name
	maxVersions = 4
	// uncertain is the probability from which another reading of a name is
	// compared too.
	uncertain = 0.2
)

// doubtful reports whether a name has more versions than the one that was read.
func (c *Comparer) doubtful(n *Name) bool {
	return len(n.Aliases) > 0 || n.Kunya != nil || c.turnedP(n) >= uncertain
}

// turnedP is the probability that a name of a usual list begins with the
// family.
func (c *Comparer) turnedP(n *Name) float64 {
	if len(n.Parts) < 2 || n.Reordered {
		return 0
	}
	return c.familyFirst(n, Pattern{})
}

// versions gives the ways to take a name, as it was read first.
func (c *Comparer) versions(n *Name) []version {
	out := []version{{name: *n}}
	add := func(v version) {
		if len(out) < maxVersions {
			out = append(out, v)
		}
	}
	if p := c.turnedP(n); p >= uncertain {
		turned := *n
		turned.Parts, turned.Reordered = turnedParts(n.Parts), true
		turned.setRoles()
		add(version{turned, eighths(min(0, math.Log2(p/(1-p)))), OtherReading})
	}
	for _, by := range n.byNames() {
		add(version{by, byNameCost, ByName})
	}
	if k := n.Kunya; k != nil && len(n.Aliases) == 0 {
		asGiven, asFamily := *n, *n
		asGiven.Kunya, asFamily.Kunya = nil, nil
		asGiven.Parts = append([]Part{*k}, n.Parts...)
		asFamily.Parts = append(append([]Part(nil), n.Parts...), *k)
		for _, v := range []*Name{&asGiven, &asFamily} {
			v.limit()
			v.setRoles()
		}
		add(version{asGiven, byNameCost, ByName})
		add(version{asFamily, eighths(math.Log2(kunyaIsFamily)), OtherReading})
	}
	return out
}

// eighths rounds to what sums exactly.
func eighths(bits float64) float64 { return math.Round(bits*8) / 8 }
