package linkage

import "math/rand/v2"

// maxSample is how many pairs of one rule are looked at to learn m. Patterns
// of agreement are few; more pairs change the third digit.
const maxSample = 60_000

// samplePairs draws pairs of records that share a key. The choice rests on
// the seed and the order of the ids, so that it is the same in every run.
func samplePairs(entries []entry, limit int, seed uint64, apart func(i, j int32) bool) [][2]int32 {
	total := 0
	eachBlock(entries, func(block []entry) { total += drawn(len(block), limit) })
	keep := uint64(1<<32 - 1)
	if total > maxSample {
		keep = uint64(float64(1<<32) * maxSample / float64(total))
	}
	var out [][2]int32
	eachBlock(entries, func(block []entry) {
		take := func(x, y int) {
			i, j := block[x].rec, block[y].rec
			if Mix(join(seed, uint64(i))^uint64(j))>>32 <= keep && !apart(i, j) {
				out = append(out, [2]int32{i, j})
			}
		}
		if len(block) > limit {
			rng := rand.New(rand.NewPCG(seed, block[0].key))
			for range drawn(len(block), limit) {
				if x, y := rng.IntN(len(block)), rng.IntN(len(block)); x != y {
					take(min(x, y), max(x, y))
				}
			}
			return
		}
		for x := range block {
			for y := x + 1; y < len(block); y++ {
				take(x, y)
			}
		}
	})
	return out
}

// drawn is how many pairs are drawn from a block: all of a small one, as many
// a record as a block at the limit gives from a large one.
func drawn(n, limit int) int {
	if n <= limit {
		return n * (n - 1) / 2
	}
	return n * (limit - 1) / 2
}
