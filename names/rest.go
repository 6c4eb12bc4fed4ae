package names

// CompareRest is CompareBits of two names without their first parts: what
// brothers share. It is 0 where either has no more than one part.
func (c *Comparer) CompareRest(a, b *Prepared) float64 {
	if a.n < 2 || b.n < 2 {
		return 0
	}
	x, y := a.rest(), b.rest()
	return c.CompareBits(&x, &y)
}

// rest gives the name without its first part.
func (p *Prepared) rest() Prepared {
	r := Prepared{n: p.n - 1, kunya: p.kunya}
	copy(r.parts[:], p.parts[1:p.n])
	copy(r.hashes[:], p.hashes[1:p.n])
	if p.n > 2 {
		copy(r.joins[:], p.joins[1:p.n-1])
	}
	return r
}
