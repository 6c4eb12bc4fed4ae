package linkage

import (
	"math"
	"strconv"
)

// Centibits are hundredths of a bit of evidence. Whole numbers, so that parts
// add up to their total exactly and in any order.
type Centibits int32

// centi rounds bits to centibits; beyond a thousand bits nothing is gained.
func centi(bits float64) Centibits {
	return Centibits(math.Round(100 * max(-1000, min(1000, bits))))
}

// Bits gives the evidence in bits.
func (c Centibits) Bits() float64 { return float64(c) / 100 }

// Probability reads c as the log2 of odds.
func (c Centibits) Probability() float64 { return 1 / (1 + math.Exp2(-c.Bits())) }

// String writes the bits with two decimals and a sign.
func (c Centibits) String() string {
	s := strconv.FormatFloat(c.Bits(), 'f', 2, 64)
	if c > 0 {
		return "+" + s
	}
	return s
}
