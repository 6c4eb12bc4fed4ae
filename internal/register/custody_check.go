package register

import (
	"kashf.org/kashf/when"
)

// gapsIn finds the times of which nothing tells where the person was: between
// the last day that anything before can reach and the first that anything after
// can. A stay whose end is not known is counted to its beginning only. What
// comes after a release is no gap of custody.
func gapsIn(all []CustodyInterval) []Gap {
	var out []Gap
	reached, some, free := when.MinDay, false, false
	for _, c := range all {
		first, last, ok := reach(c)
		if !ok {
			continue
		}
		if some && !free && first > reached && first-reached > 1 {
			out = append(out, Gap{when.OfDay(reached + 1), when.OfDay(first - 1)})
		}
		if last >= reached || !some {
			reached, free = last, c.Kind == Released
		}
		some = true
	}
	return out
}

// reach is the first and the last day that an interval tells something of.
func reach(c CustodyInterval) (first, last when.Day, ok bool) {
	first = c.From.Earliest()
	if c.From.IsZero() || first == when.MinDay {
		first = c.To.Earliest()
	}
	if first == when.MinDay {
		return 0, 0, false
	}
	last = c.To.Latest()
	if c.To.IsZero() {
		last = c.From.Latest()
	}
	return first, max(first, last), true
}

// conflictsIn finds the intervals that cannot all be true. It speaks only
// where it is certain: dates known in part contradict nothing that they allow.
func conflictsIn(all []CustodyInterval) []CustodyConflict {
	var out []CustodyConflict
	for i, a := range all {
		if a.Span().Check() != nil {
			out = append(out, CustodyConflict{EndsFirst, i, i})
			continue
		}
		for j := i + 1; j < len(all); j++ {
			if kind, ok := conflict(a, all[j]); ok {
				out = append(out, CustodyConflict{kind, i, j})
			}
		}
	}
	return append(out, releases(all)...)
}

func conflict(a, b CustodyInterval) (ConflictKind, bool) {
	switch {
	case b.Span().Check() != nil:
		return "", false
	case a.Kind == Arrested && b.Kind == Arrested:
		return ArrestsDiffer, !a.From.IsZero() && !b.From.IsZero() && a.From.SameDay(b.From) == when.No
	case inside(a) && inside(b) && apart(a, b):
		return TwoPlaces, a.Span().Overlaps(b.Span()) == when.Certainly
	}
	return "", false
}

// inside reports whether an interval says where the person was held, and when.
func inside(c CustodyInterval) bool {
	return (c.Kind == HeldAt || c.Kind == SeenAt) && !c.From.IsZero() && !c.To.IsZero()
}

// apart reports whether two intervals are certainly in different places.
func apart(a, b CustodyInterval) bool {
	return a.Place != "" && b.Place != "" && !placeWithin(a.Place, b.Place) && !placeWithin(b.Place, a.Place)
}

// releases checks that a release comes after an arrest and that custody does
// not go on after it without a new one.
func releases(all []CustodyInterval) []CustodyConflict {
	var out []CustodyConflict
	for i, r := range all {
		if r.Kind != Released || r.From.IsZero() {
			continue
		}
		if j, ok := firstArrest(all); ok && all[j].From.Earliest() > r.From.Latest() {
			out = append(out, CustodyConflict{ReleasedFirst, j, i})
			continue
		}
		for j, c := range all {
			if heldAfter(c, r) && !arrestedAgain(all, r) {
				out = append(out, CustodyConflict{HeldAfter, i, j})
			}
		}
	}
	return out
}

func heldAfter(c, release CustodyInterval) bool {
	if c.Kind != HeldAt && c.Kind != SeenAt {
		return false
	}
	return !c.From.IsZero() && release.From.Before(c.From) == when.Certainly ||
		!c.To.IsZero() && release.From.Before(c.To) == when.Certainly
}

// firstArrest is the arrest that can be the earliest.
func firstArrest(all []CustodyInterval) (int, bool) {
	best := -1
	for i, c := range all {
		if c.Kind == Arrested && !c.From.IsZero() && (best < 0 || c.From.Earliest() < all[best].From.Earliest()) {
			best = i
		}
	}
	return best, best >= 0
}

func arrestedAgain(all []CustodyInterval, release CustodyInterval) bool {
	for _, c := range all {
		if c.Kind == Arrested && !c.From.IsZero() && release.From.Before(c.From) != when.No {
			return true
		}
	}
	return false
}
