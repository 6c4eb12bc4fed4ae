package names

import "math"

// SameName is the score from which two names are taken for one name. It is for
// screening, was set once (docs/benchmarks.md says on what), and decides
// nothing about persons.
const SameName = 0.5

// ScoreOf turns bits into 0 to 1: one half where nothing speaks for or against,
// and two bits change the odds by two, so that the scale does not end where
// names begin to be told apart. It ranks and cuts; it is no probability, which
// needs a prior (see package linkage).
func ScoreOf(bits float64) float64 { return 1 / (1 + math.Exp2(-bits/2)) }

// What a full likeness says at least, and none at most, in bits.
const (
	likeSays   = 4
	unlikeSays = -8
)

// Hold keeps evidence on the side that the likeness of two spellings is on.
//
// Bits ask whether two names are one person's. A rare given name that two men
// share says much for that, though their families differ; a common full name
// met twice says little. Whoever screens a list asks first whether two
// spellings can be one name: that is the likeness, 0 to 1, and one half is where
// it is as often so as not. Held bits are at least 0 where the likeness is one
// half or more and at most 0 where it is less: at most -8 of likeness 0, at
// least 4 of likeness 1. Between, evidence counts as it is. So one number
// both ranks and cuts, and a score of it rises with it.
func Hold(bits, likeness float64) float64 {
	v := 2*likeness - 1
	if v < 0 {
		return min(bits, -unlikeSays*v)
	}
	return max(bits, likeSays*v)
}
