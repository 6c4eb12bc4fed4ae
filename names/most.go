package names

// Most bounds what CompareBits can give for a name, whatever it meets: every
// part met in its very spelling, and a kunya.
func (c *Comparer) Most(p *Prepared) float64 {
	bits := 0.0
	for _, id := range p.parts[:p.n] {
		bits += max(2, c.sameBits(id)) // two bits is what an initial may say
	}
	if p.kunya != 0 {
		bits += usual.kunya
	}
	return bits
}
