package names

// What two siblings' names are like beside what they share, in bits. Siblings
// hardly ever bear one given name; and one name in some twenty is written with
// its first two parts the other way round.
const (
	kinNamesake = -3
	kinSwapped  = -3
	namesakeAt  = 4 // bits from which two given names are one
)

// CompareKin gives the evidence in bits that two names are those of siblings:
// log2 of how much likelier they are as such than as names of strangers. Names
// of one part say nothing and give 0. It is symmetric and allocates nothing.
func (c *Comparer) CompareKin(a, b *Prepared) float64 {
	if a.n < 2 || b.n < 2 {
		return 0
	}
	x, y := a.without(0), b.without(0)
	bits := c.CompareBits(&x, &y)
	if c.pairBits(a.parts[0], b.parts[0]) >= namesakeAt {
		return bits + kinNamesake
	}
	if a.n > 2 {
		swapped := a.without(1)
		bits = max(bits, c.CompareBits(&swapped, &y)+kinSwapped)
	}
	if b.n > 2 {
		swapped := b.without(1)
		bits = max(bits, c.CompareBits(&x, &swapped)+kinSwapped)
	}
	return bits
}

// without gives the name without its part i.
func (p *Prepared) without(i int) Prepared {
	r := Prepared{kunya: p.kunya}
	for k := range int(p.n) {
		if k == i {
			continue
		}
		r.parts[r.n], r.hashes[r.n] = p.parts[k], p.hashes[k]
		if r.n > 0 && k != i+1 {
			r.joins[r.n-1] = p.joins[k-1]
		}
		r.n++
	}
	return r
}
