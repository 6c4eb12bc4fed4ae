package names

// The costs of an alignment, in bits. All are multiples of 1/8, as pairBits is
// of 1/512, so that sums are exact and do not hang on the order of addition.
type costs struct {
	shorter float64 // a part of the shorter name meets nothing
	longer  float64 // a part of the longer name meets nothing
	family  float64 // more, when it is the family
	given   float64 // instead, when it is the given name
	differs float64 // more, when given meets given and they are not one name
	swap    float64 // two neighbours stand the other way round
	rotate  float64 // the family stands first
	kunya   float64 // the most that a kunya may say either way
}

// A list drops fathers and grandfathers freely, a family seldom, a given name
// never. Brothers share all but the given name: that it differs must outweigh
// all the rest.
var usual = costs{shorter: -3, longer: -0.75, family: -0.75, given: -7, differs: -6, swap: -3, rotate: -4, kunya: 4}

// A move is one step of an alignment.
type move uint8

const (
	moveNone  move = iota
	movePair       // one part meets one
	moveSkipA      // a part of a meets nothing
	moveSkipB
	moveSwap  // two meet two, crosswise
	moveJoinA // two parts of a are written as one in b
	moveJoinB
)

type trace [MaxParts + 1][MaxParts + 1]move

// CompareBits gives the evidence in bits that two prepared names are one
// person's: log2 of how much likelier the two are as spellings of one name
// than as names of two people. It is symmetric and allocates nothing.
func (c *Comparer) CompareBits(a, b *Prepared) float64 {
	bits, _ := c.best(a, b, &usual, nil)
	return bits
}

// orders in which two names may be read against each other
type order uint8

const (
	asWritten order = iota
	turnA           // the first part of a is its family
	turnB
)

// best gives the bits of the best alignment over the orders that are worth
// trying, and which it was. An empty name says nothing about anybody.
func (c *Comparer) best(a, b *Prepared, k *costs, t *trace) (float64, order) {
	if a.n == 0 || b.n == 0 {
		return 0, asWritten
	}
	bits := c.align(a, b, k, t)
	how := asWritten
	if a.n > 2 && b.n > 2 && c.pairBits(a.parts[0], b.parts[0]) < 0 {
		for _, o := range [...]order{turnA, turnB} {
			x, y := a, b
			if o == turnB {
				x, y = b, a
			}
			if c.pairBits(x.parts[0], y.parts[y.n-1]) < 3 {
				continue
			}
			turned := x.turned()
			x = &turned
			if o == turnB {
				x, y = y, x
			}
			var other trace
			if v := c.align(x, y, k, &other) + k.rotate; v > bits {
				bits, how = v, o
				if t != nil {
					*t = other
				}
			}
		}
	}
	return bits + c.kunyaBits(a, b, k), how
}

func (c *Comparer) kunyaBits(a, b *Prepared, k *costs) float64 {
	if a.kunya == 0 || b.kunya == 0 {
		return 0
	}
	return max(-k.kunya/4, min(k.kunya, c.pairBits(a.kunya, b.kunya)))
}

// turned gives the name with its first part last.
func (p *Prepared) turned() Prepared {
	t := Prepared{n: p.n, kunya: p.kunya}
	n := int(p.n)
	for i := range n {
		t.parts[i], t.hashes[i] = p.parts[(i+1)%n], p.hashes[(i+1)%n]
	}
	for i := range n - 2 {
		t.joins[i] = p.joins[i+1]
	}
	return t
}

// align finds the best monotone alignment by dynamic programming.
func (c *Comparer) align(a, b *Prepared, k *costs, t *trace) float64 {
	var d [MaxParts + 1][MaxParts + 1]float64
	n, m := int(a.n), int(b.n)
	skipA, skipB := skips(n, m, k)
	var met [MaxParts][MaxParts]float64
	for i := range n {
		for j := range m {
			met[i][j] = c.pairBits(a.parts[i], b.parts[j])
		}
	}
	differs := 0.0
	if met[0][0] < 0 {
		differs = k.differs
	}
	var lackA, lackB [MaxParts]float64 // what it costs that a part meets nothing
	for i := range n {
		lackA[i] = skip(i, n, skipA, k)
		d[i+1][0] = d[i][0] + lackA[i]
	}
	for j := range m {
		lackB[j] = skip(j, m, skipB, k)
		d[0][j+1] = d[0][j] + lackB[j]
	}
	if t != nil {
		for i := range n {
			t[i+1][0] = moveSkipA
		}
		for j := range m {
			t[0][j+1] = moveSkipB
		}
	}
	for i := 1; i <= n; i++ {
		for j := 1; j <= m; j++ {
			best, how := d[i-1][j-1]+met[i-1][j-1], movePair
			if i == 1 && j == 1 {
				best += differs
			}
			if v := d[i-1][j] + lackA[i-1]; v > best {
				best, how = v, moveSkipA
			}
			if v := d[i][j-1] + lackB[j-1]; v > best {
				best, how = v, moveSkipB
			}
			if i > 1 && j > 1 && met[i-2][j-1] > 0 && met[i-1][j-2] > 0 {
				if v := d[i-2][j-2] + met[i-2][j-1] + met[i-1][j-2] + k.swap; v > best {
					best, how = v, moveSwap
				}
			}
			if i > 1 && a.joins[i-2] == b.hashes[j-1] {
				if v := d[i-2][j-1] + c.pairBits(b.parts[j-1], b.parts[j-1]); v > best {
					best, how = v, moveJoinA
				}
			}
			if j > 1 && b.joins[j-2] == a.hashes[i-1] {
				if v := d[i-1][j-2] + c.pairBits(a.parts[i-1], a.parts[i-1]); v > best {
					best, how = v, moveJoinB
				}
			}
			d[i][j] = best
			if t != nil {
				t[i][j] = how
			}
		}
	}
	return d[n][m]
}

func (c *Comparer) pair(a, b *Prepared, i, j int, k *costs) float64 {
	v := c.pairBits(a.parts[i], b.parts[j])
	if i == 0 && j == 0 && v < 0 {
		v += k.differs
	}
	return v
}

// skips gives the cost of a skipped part in either name. Names of one length
// share the two costs, so that comparison stays symmetric.
func skips(n, m int, k *costs) (float64, float64) {
	switch {
	case n < m:
		return k.shorter, k.longer
	case n > m:
		return k.longer, k.shorter
	}
	mean := (k.shorter + k.longer) / 2
	return mean, mean
}

func skip(i, n int, usual float64, k *costs) float64 {
	switch {
	case i == 0:
		return k.given
	case i == n-1:
		return usual + k.family
	}
	return usual
}
