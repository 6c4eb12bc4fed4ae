package linkage

import "math/bits"

// Reached estimates the share of the true pairs that the rules brought
// together, by capture and recapture: pairs that score as true and were brought
// by one rule alone, f1, and by two, f2, say how many were brought by none, about
// f1²/2f2 (Chao 1987, a lower bound where rules differ in their catch). Rules that
// share columns miss the same pairs, so the share is a hopeful one. It is 1 where
// nothing was found, and where there is one rule.
func (l *Linking) Reached() float64 {
	found, once, twice := 0.0, 0.0, 0.0
	least := -l.Model.priorBits() + centi(defaultThreshold)
	for k, n := range l.recapt {
		if k.same*cellWidth < least {
			continue
		}
		found += float64(n)
		switch bits.OnesCount32(k.rules) {
		case 1:
			once += float64(n)
		case 2:
			twice += float64(n)
		}
	}
	if found == 0 || len(l.Plan.Rules) < 2 {
		return 1
	}
	return found / (found + once*(once-1)/(2*(twice+1)))
}
