package register

import (
	"cmp"
	"slices"
)

// The rules of a fold. A rule that changes gets a new number: a page printed
// last year can still say how its values were chosen.
const (
	// RuleCorroborated: claims that a correction names are set aside; of the
	// values that are left, the one that most independent origins support; then
	// the one with the most reliable source behind it; then the more precise;
	// then the one entered first. The first version weighed a correction like
	// any other claim: where nothing was corrected, both choose the same.
	RuleCorroborated = "corroborated.v2"
	ruleAll          = "all.v1" // the field can have several values at once
)

// The steps of [RuleCorroborated], as [Line.By] names them.
const (
	ByOnly        = "only" // nothing contradicts it
	ByOrigins     = "origins"
	ByReliability = "reliability"
	ByPrecision   = "precision"
	ByOlder       = "older"
)

// A measure is how the claims on a field are compared. agrees is symmetric.
type measure struct {
	key    func(Said) string // equal for what says exactly the same
	agrees func(a, b Said) bool
	grain  func(Said) int // smaller is finer
}

// group gathers what says exactly the same, in order of the oldest record.
func group(said []Said, m measure) []Value {
	var out []Value
	at := make(map[string]int)
	for _, s := range sorted(said) {
		k := m.key(s)
		i, ok := at[k]
		if !ok {
			i = len(out)
			at[k] = i
			out = append(out, Value{Text: s.Value, Norm: s.Norm})
		}
		out[i].Says = append(out[i].Says, s)
	}
	for i := range out {
		out[i].Origins = origins(out[i].Says...)
	}
	return out
}

// sorted puts claims in an order that hangs on nothing but themselves.
func sorted(said []Said) []Said {
	said = slices.Clone(said)
	slices.SortStableFunc(said, compareSaid)
	return said
}

func compareSaid(a, b Said) int {
	return cmp.Or(cmp.Compare(a.Record, b.Record), cmp.Compare(a.Field, b.Field),
		cmp.Compare(a.Norm, b.Norm), cmp.Compare(a.Value, b.Value))
}

// all holds every value of a field that can have several, the best supported
// first.
func all(said []Said, m measure) []Value {
	out := group(said, m)
	slices.SortStableFunc(out, byOrigins)
	for i := range out {
		out[i].Held, out[i].Agrees = i == 0, i > 0
	}
	return out
}

func byOrigins(a, b Value) int { return cmp.Compare(b.Origins, a.Origins) }

// A weighing is what speaks for one value.
type weighing struct {
	origins     int
	reliability int // best behind it, 1 to 5; 6 not assessed
	grain       int
	oldest      RecordID
}

// choose orders values by [RuleCorroborated] and says which step settled it.
func choose(said []Said, m measure) ([]Value, string) {
	values := group(said, m)
	best, weights := 0, make([]weighing, len(values))
	for i, v := range values {
		weights[i] = weigh(v, values, m)
		if i > 0 && weights[i].against(weights[best]) < 0 {
			best = i
		}
	}
	held := values[best].Says[0]
	for i := range values {
		values[i].Held = i == best
		values[i].Agrees = i != best && m.agrees(values[i].Says[0], held)
	}
	by := settledBy(values, weights, best)
	slices.SortStableFunc(values, func(a, b Value) int {
		return cmp.Or(cmp.Compare(rank(a), rank(b)), byOrigins(a, b))
	})
	return values, by
}

func rank(v Value) int {
	switch {
	case v.Held:
		return 0
	case v.Agrees:
		return 1
	}
	return 2
}

func weigh(v Value, values []Value, m measure) weighing {
	w := weighing{reliability: 6, grain: m.grain(v.Says[0]), oldest: v.Says[0].Record}
	var behind []Said
	for _, o := range values {
		if m.agrees(v.Says[0], o.Says[0]) {
			behind = append(behind, o.Says...)
		}
	}
	for _, s := range behind {
		if s.Reliability > 0 {
			w.reliability = min(w.reliability, s.Reliability)
		}
	}
	w.origins = origins(behind...)
	return w
}

// against is negative where w wins.
func (w weighing) against(o weighing) int {
	return cmp.Or(cmp.Compare(o.origins, w.origins), cmp.Compare(w.reliability, o.reliability),
		cmp.Compare(w.grain, o.grain), cmp.Compare(w.oldest, o.oldest))
}

// settledBy names the step that set the value held apart from the best of
// those that contradict it.
func settledBy(values []Value, weights []weighing, best int) string {
	rival := -1
	for i, v := range values {
		if !v.Held && !v.Agrees && (rival < 0 || weights[i].against(weights[rival]) < 0) {
			rival = i
		}
	}
	if rival < 0 {
		return ByOnly
	}
	a, b := weights[best], weights[rival]
	switch {
	case a.origins != b.origins:
		return ByOrigins
	case a.reliability != b.reliability:
		return ByReliability
	case a.grain != b.grain:
		return ByPrecision
	}
	return ByOlder
}
