// Package occupancy enters what sources tell of a place of detention itself:
// how many people were held in it or freed from it, and how large the floor was
// that they shared.
//
// Such figures contradict each other: one source says hundreds, another more
// than 3,500. Both stand, each with its source and the bounds that its words
// allow; nothing here adds them up or takes a middle. Where a floor is told, the
// room for each person is reckoned from the same source's figures and held
// against the benchmarks, and only then: a floor from one source and a count
// from another make no density.
//
// Start with [ReadCount] and [Service.Enter].
package occupancy
