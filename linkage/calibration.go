package linkage

import "math"

// A Calibration turns bits into a probability. Fields are never quite
// independent, so that bits add up to more than they should; the odds are
// 2^(Slope x bits + Offset). The zero value takes bits at their word.
type Calibration struct {
	Slope, Offset float64
	// Caps bound the probability at steps of two bits from [Floor] on: the
	// share of the pairs about there that ended in one cluster. Where
	// columns say one thing over and over, as a full name beside its words,
	// many a pair of many bits is refused by the rest of its cluster, and no
	// pair's own sum can tell.
	Caps []float64 `json:",omitempty"`
}

// usual is how bits and truth have been found to hang together, on lists with
// many rates of error and on published tables: see docs/benchmarks.md. Judged
// pairs move it.
var usual = Calibration{Slope: .75, Offset: -.5}

// Probability is that of one thing at c bits.
func (k Calibration) Probability(c Centibits) float64 {
	if k.Slope == 0 {
		k.Slope = 1
	}
	return min(k.cap(c), 1/(1+math.Exp2(-k.Slope*c.Bits()-k.Offset)))
}

// capStep is the distance of two caps.
const capStep Centibits = 200

// capSteps is how many caps there are: up to 48 bits.
const capSteps = 31

// cap interpolates between the caps.
func (k Calibration) cap(c Centibits) float64 {
	if len(k.Caps) == 0 {
		return 1
	}
	at := max(0, min(float64(len(k.Caps)-1), float64(c-Floor)/float64(capStep)-.5))
	lo := int(at)
	hi := min(lo+1, len(k.Caps)-1)
	return k.Caps[lo] + (at-float64(lo))*(k.Caps[hi]-k.Caps[lo])
}

// capsOf gives the share of pairs that ended in one cluster, by steps of bits,
// made to rise with them (by pooling neighbours that fall).
func capsOf(pairs []Pair, of []int32, threshold Centibits) []float64 {
	joined, met := make([]float64, capSteps), make([]float64, capSteps)
	for _, p := range pairs {
		k := max(0, min(capSteps-1, int((p.Bits-Floor)/capStep)))
		met[k]++
		if of[p.I] == of[p.J] {
			joined[k]++
		}
	}
	type pool struct{ joined, met, steps float64 }
	var pools []pool
	for k := range met {
		pools = append(pools, pool{joined[k] + 1, met[k] + 1, 1})
		for n := len(pools); n > 1 && pools[n-2].joined*pools[n-1].met >= pools[n-1].joined*pools[n-2].met; n = len(pools) {
			a, b := pools[n-2], pools[n-1]
			pools = append(pools[:n-2], pool{a.joined + b.joined, a.met + b.met, a.steps + b.steps})
		}
	}
	var caps []float64
	for _, p := range pools {
		for range int(p.steps) {
			least := Floor + Centibits(len(caps))*capStep
			share := shareTrue(p.joined/p.met, least < threshold)
			if n := len(caps); n > 0 {
				share = max(share, caps[n-1]) // more bits never mean less
			}
			caps = append(caps, share)
		}
	}
	return caps
}

// shareTrue gives the share of pairs of one weight that are of one thing, from
// the share that ended in one cluster. Below the threshold at which clusters
// join they leave out about as many true pairs as they take in. Above it, where
// they refuse half, what they join wrongly makes up for that; and where they refuse but
// a few, most of the few are left out for another record's sake, and two in three
// or more of them are of one thing all the same. docs/benchmarks.md has the tables.
func shareTrue(joined float64, below bool) float64 {
	apart := 1 - joined
	if below {
		return 1 - apart*apart
	}
	return max(joined*(1+apart*apart*apart), 1-10*apart*apart)
}

// A Verified is a scored pair and what people said of it.
type Verified struct {
	Bits  Centibits
	Right bool // of one thing
}

// How far judged pairs are trusted against the usual calibration: the spreads
// of slope and offset that were met between tables.
const (
	slopeSpread  = .15
	offsetSpread = 1
)

// Calibrate moves the usual calibration by what people said, as far as their
// answers weigh: logistic regression on the bits, drawn towards the usual
// (Platt 1999, with a Gaussian prior in the place of his corrected labels).
func Calibrate(said []Verified) Calibration {
	const nat = math.Ln2 // logits are in nats, ours in bits
	k := usual
	for range 25 {
		g0, g1 := (usual.Slope-k.Slope)/(slopeSpread*slopeSpread), (usual.Offset-k.Offset)/(offsetSpread*offsetSpread)
		h00, h01, h11 := 1.0/(slopeSpread*slopeSpread), 0.0, 1.0/(offsetSpread*offsetSpread)
		for _, v := range said {
			x, y := v.Bits.Bits(), 0.0
			if v.Right {
				y = 1
			}
			p := k.Probability(v.Bits)
			g0, g1 = g0+nat*(y-p)*x, g1+nat*(y-p)
			w := nat * nat * p * (1 - p)
			h00, h01, h11 = h00+w*x*x, h01+w*x, h11+w
		}
		det := h00*h11 - h01*h01
		k.Slope += (h11*g0 - h01*g1) / det
		k.Offset += (h00*g1 - h01*g0) / det
		k.Slope = max(.2, k.Slope) // more bits never mean less
	}
	return k
}

// A Prediction is a probability that was given to a pair, and whether the two
// were of one thing.
type Prediction struct {
	Probability float64
	Right       bool
}

// CalibrationError is the expected calibration error: over bins of equal width,
// the mean of the distance between what was said and what was so, each bin
// weighed by its pairs. 0 is perfect.
func CalibrationError(ps []Prediction, bins int) float64 {
	said, so, n := make([]float64, bins), make([]float64, bins), make([]float64, bins)
	for _, p := range ps {
		k := min(int(p.Probability*float64(bins)), bins-1)
		n[k]++
		said[k] += p.Probability
		if p.Right {
			so[k]++
		}
	}
	off := 0.0
	for k := range n {
		off += math.Abs(said[k] - so[k])
	}
	return off / max(float64(len(ps)), 1)
}

// Probability is that two records are of one thing whose evidence is c.
func (m *Model) Probability(c Centibits) float64 { return m.fair.Probability(c) }

// calibrate reads what people judged.
func (m *Model) calibrate(bound Constraints) {
	var said []Verified
	for _, p := range bound.Must {
		said = append(said, Verified{m.bits(p[0], p[1]), true})
	}
	for _, p := range bound.Cannot {
		said = append(said, Verified{m.bits(p[0], p[1]), false})
	}
	m.fair = Calibrate(said)
}
