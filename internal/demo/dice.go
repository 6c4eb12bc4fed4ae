package demo

import (
	"math/rand/v2"
	"slices"
)

// A stream separates the random numbers of one purpose from those of another,
// so that a change in how lists are written does not change the people.
type stream uint64

const (
	streamFamily stream = iota + 1
	streamRows
	streamOrder
	streamQueries
	streamJudgements
)

// dice are random numbers that follow from (seed, stream, part, number) alone.
type dice struct{ *rand.Rand }

func throw(seed uint64, s stream, part, number uint64) dice {
	return dice{rand.New(rand.NewPCG(mix(seed^uint64(s)<<56), mix(part<<40^number)))}
}

// mix is the finaliser of SplitMix64: neighbouring numbers come out unrelated.
func mix(x uint64) uint64 {
	x += 0x9e3779b97f4a7c15
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return x ^ x>>31
}

// chance is true with probability p.
func (d dice) chance(p float64) bool { return d.Float64() < p }

// between gives a number from lo to hi, both included.
func (d dice) between(lo, hi int) int { return lo + d.IntN(hi-lo+1) }

// oneOf picks with equal chances.
func oneOf[T any](d dice, of ...T) T { return of[d.IntN(len(of))] }

// A table is drawn from by weight.
type table[T any] struct {
	items []T
	upTo  []int // running total of the weights
}

func (t *table[T]) add(item T, weight int) {
	if weight <= 0 {
		return
	}
	t.items = append(t.items, item)
	t.upTo = append(t.upTo, t.total()+weight)
}

func (t *table[T]) total() int {
	if len(t.upTo) == 0 {
		return 0
	}
	return t.upTo[len(t.upTo)-1]
}

func (t *table[T]) draw(d dice) T {
	i, _ := slices.BinarySearch(t.upTo, d.IntN(t.total())+1)
	return t.items[i]
}
