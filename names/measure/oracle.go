package main

import "slices"

// A ceiling is what nobody can do better than who knows every token that was
// meant, and the odds by which parts were left out and exchanged: expected shares of
// questions that are answered first and among ten. Of names that explain the
// question equally well it takes any.
type ceiling struct{ first, ten float64 }

// meant are the tokens of a question, in its order, before they were written.
type meant struct {
	tokens []int16
	born   int // 0 asks nothing
	place  int
}

// bestOf works out the ceiling of one question about a person. By name alone an
// answer is a name, whoever bears it; with year and place it is a person.
func (d *draw) bestOf(m meant, id int) ceiling {
	odds := map[any]float64{}
	for i := range d.persons {
		p := &d.persons[i]
		if m.born != 0 && (p.place != m.place || max(p.born-m.born, m.born-p.born) > 2) {
			continue
		}
		if v := d.oddsOf(p, m.tokens); v > 0 {
			odds[answerOf(p, i, m)] += v
		}
	}
	right := odds[answerOf(&d.persons[id], id, m)]
	above, even := 0, 0
	for _, v := range odds {
		switch {
		case v > right*(1+1e-9):
			above++
		case v > right*(1-1e-9):
			even++
		}
	}
	among := func(k int) float64 { return max(0, min(1, float64(k-above)/float64(even))) }
	return ceiling{among(1), among(10)}
}

func answerOf(p *person, i int, m meant) any {
	if m.born != 0 {
		return i
	}
	return p.parts
}

// oddsOf gives the probability that a person is asked for by the tokens, in the
// way that corrupt works.
func (d *draw) oddsOf(p *person, tokens []int16) float64 {
	if first := tokens[0]; p.parts[0] != first && p.parts[1] != first && p.parts[2] != first {
		return 0 // the first part is never left out, and changes places with the next at most
	}
	var whole [4]int16
	k := p.tokens(&whole)
	if k != len(tokens) && k != len(tokens)+1 {
		return 0
	}
	drop := d.o.drop
	if k <= 2 {
		drop = 0
	}
	if k == len(tokens) {
		return (1 - drop) * d.orderOdds(whole[:k], tokens)
	}
	var sum float64
	for at := 1; at < k-1; at++ {
		var less [4]int16
		copy(less[copy(less[:], whole[:at]):], whole[at+1:k])
		sum += drop / float64(k-2) * d.orderOdds(less[:k-1], tokens)
	}
	return sum
}

// tokens fills in the tokens that the person has, and gives how many.
func (p *person) tokens(out *[4]int16) (n int) {
	for _, t := range p.parts {
		if t >= 0 {
			out[n] = t
			n++
		}
	}
	return n
}

// orderOdds gives the probability that parts are written in the order of tokens.
func (d *draw) orderOdds(parts, tokens []int16) (v float64) {
	if slices.Equal(parts, tokens) {
		v += 1 - d.o.swap
	}
	if len(parts) > 1 && slices.Equal(parts[2:], tokens[2:]) && parts[0] == tokens[1] && parts[1] == tokens[0] {
		v += d.o.swap
	}
	return v
}
