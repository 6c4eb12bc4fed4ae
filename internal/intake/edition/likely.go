package edition

import (
	"math"
	"slices"
	"strings"

	"kashf.org/kashf/internal/register"
)

// A scoredPair is a pair with what speaks for it, in bits: how many times
// likelier it is that both rows are one entry than that they meet by chance.
type scoredPair struct {
	Pair
	score float64
	exact bool // the names are written alike
}

const (
	sureBits    = 8.  // what rows must share at least to be one entry
	perhapsBits = 4.  // … to be shown as likely
	margin      = 3.  // by which a pair must beat any other of either row
	differs     = -2. // what a cell that differs speaks against it
	mostBits    = 14. // what one cell says at most
)

// byName pairs the rows whose name is no other row's in either list, and that
// do not tell too much of two people beside it.
func (c *comparison) byName() {
	at := make(map[string]int, len(c.older.Rows))
	for i, r := range c.older.Rows {
		at[r.key] = i
	}
	for i, r := range c.newer.Rows {
		o, ok := at[r.key]
		if !ok || r.key == "" || c.of[i] >= 0 || c.by[o] >= 0 || !c.alone(Pair{o, i}) {
			continue
		}
		if s, _ := c.score(Pair{o, i}); s.score >= 0 && !c.apart(c.older.Rows[o], r) {
			c.pair(o, i)
		}
	}
}

// likely pairs what is left by name and by what else rows share, and gives
// what is likely and no more.
func (c *comparison) likely() []Pair {
	pairs := c.candidates()
	bestOf, secondOf := c.best(pairs, func(p Pair) int { return p.Newer })
	bestBy, secondBy := c.best(pairs, func(p Pair) int { return p.Older })
	var perhaps []scoredPair
	for _, p := range pairs {
		first := bestOf[p.Newer] == p.score && bestBy[p.Older] == p.score
		clear := p.score-secondOf[p.Newer] >= margin && p.score-secondBy[p.Older] >= margin
		if first && clear && p.score >= sureBits && !c.apart(c.older.Rows[p.Older], c.newer.Rows[p.Newer]) {
			c.pair(p.Older, p.Newer)
		} else {
			perhaps = append(perhaps, p)
		}
	}
	return c.perhaps(perhaps)
}

// candidates are the pairs whose names can be one person's and that share a name
// or something rare.
func (c *comparison) candidates() []scoredPair {
	at := map[uint64][]int{}
	c.keys(c.older, c.by, func(col column) int { return col.older }, func(k uint64, row int) { at[k] = append(at[k], row) })
	near := map[Pair]bool{}
	c.keys(c.newer, c.of, func(col column) int { return col.newer }, func(k uint64, row int) {
		if have := at[k]; len(have) <= rarest {
			for _, o := range have {
				near[Pair{o, row}] = true
			}
		}
	})
	out := make([]scoredPair, 0, len(near))
	for p := range near {
		if s, ok := c.score(p); ok {
			out = append(out, s)
		}
	}
	return sorted(out)
}

// keys gives what rows that are not paired yet may be found by.
func (c *comparison) keys(l *List, paired []int, at func(column) int, yield func(key uint64, row int)) {
	for i, r := range l.Rows {
		if paired[i] >= 0 || r.Gone || r.name == "" {
			continue
		}
		yield(hash([]string{"name", r.key}), i)
		for k, col := range c.cols {
			if t := r.Text(at(col)); t != "" && c.freq[k][t] <= rarest {
				yield(hash([]string{col.Header, t}), i)
			}
		}
	}
}

// score weighs what two rows share.
func (c *comparison) score(p Pair) (scoredPair, bool) {
	o, n := c.older.Rows[p.Older], c.newer.Rows[p.Newer]
	s := scoredPair{Pair: p, exact: o.key == n.key}
	if !s.exact && !(shareWord(o.key, n.key) && c.sameName(o, n)) {
		return s, false
	}
	s.score = c.bits(max(c.names[o.key], c.names[n.key]))
	if !s.exact {
		s.score /= 2
	}
	for k, col := range c.cols {
		a, b := o.Text(col.older), n.Text(col.newer)
		switch {
		case col.named || a == "" || b == "":
		case a == b:
			s.score += c.bits(c.freq[k][a])
		case col.Field != register.MotherName:
			s.score += differs
		}
	}
	if o.mother != "" && n.mother != "" && o.mother != n.mother && c.agrees(register.MotherName, o.mother, n.mother) {
		s.score++
	}
	return s, true
}

// shareWord spares comparing names that have no word in common.
func shareWord(a, b string) bool {
	words := strings.Fields(b)
	for w := range strings.FieldsSeq(a) {
		if slices.Contains(words, w) {
			return true
		}
	}
	return false
}

// bits is what sharing a value says that so many of the older list's rows have.
func (c *comparison) bits(rows int) float64 {
	return min(mostBits, math.Log2(float64(len(c.older.Rows)+1)/float64(max(1, rows)))+1)
}

// alone reports whether the name is no other row's in either list.
func (c *comparison) alone(p Pair) bool {
	key := c.newer.Rows[p.Newer].key
	return c.names[key] == 1 && c.newerNames()[key] == 1
}

func (c *comparison) newerNames() map[string]int {
	if c.later == nil {
		c.later = make(map[string]int, len(c.newer.Rows))
		for _, r := range c.newer.Rows {
			c.later[r.key]++
		}
	}
	return c.later
}

// best are the highest and the second highest score of each row's pairs.
func (c *comparison) best(pairs []scoredPair, row func(Pair) int) (first, second map[int]float64) {
	first, second = map[int]float64{}, map[int]float64{}
	for _, p := range pairs { // the likeliest first
		k := row(p.Pair)
		if _, met := first[k]; !met {
			first[k] = p.score
		} else if _, met := second[k]; !met {
			second[k] = p.score
		}
	}
	for k := range first {
		if _, met := second[k]; !met {
			second[k] = math.Inf(-1)
		}
	}
	return first, second
}

// perhaps are the likeliest of the pairs whose rows are still without one, each
// row in one of them.
func (c *comparison) perhaps(pairs []scoredPair) []Pair {
	var out []Pair
	older, newer := map[int]bool{}, map[int]bool{}
	for _, p := range pairs {
		if p.score < perhapsBits && !p.exact || c.of[p.Newer] >= 0 || c.by[p.Older] >= 0 || older[p.Older] || newer[p.Newer] {
			continue
		}
		older[p.Older], newer[p.Newer] = true, true
		out = append(out, p.Pair)
	}
	return slices.Clip(out)
}
