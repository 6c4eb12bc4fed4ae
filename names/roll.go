package names

// A Roll is many prepared names laid out to be compared, one with many in a
// row. Finding pairs among a million names means comparing each with dozens,
// and those share their parts, since shared parts brought them together: what a
// part says is worked out once for all of them.
type Roll struct {
	c    *Comparer
	all  []*Prepared
	from []uint32 // where a name begins in words
	word []uint32 // of each name its shape, its parts, its kunya if it has one
	told []brief  // what tells parts apart, by part, close together
}

// The shape of a name on a roll: the number of its parts, whether a kunya
// follows them, and whether two of them, written as one, are a part on the roll.
const (
	rollParts = 0xF
	rollKunya = 1 << 4
	rollJoins = 1 << 5
)

// Roll lays out names, which must not change while it is used.
func (c *Comparer) Roll(all []*Prepared) *Roll {
	r := &Roll{c: c, all: all, from: make([]uint32, len(all)+1)}
	met := map[uint32]bool{}
	size := 0
	for _, p := range all {
		size += 2 + int(p.n)
		for _, h := range p.hashes[:p.n] {
			met[h] = true
		}
	}
	r.word = make([]uint32, 0, size)
	r.told = c.vocabulary.briefs()
	for i, p := range all {
		shape := uint32(p.n)
		for k := 1; k < int(p.n); k++ {
			if met[p.joins[k-1]] {
				shape |= rollJoins
			}
		}
		if p.kunya != 0 {
			shape |= rollKunya
		}
		r.word = append(append(r.word, shape), p.parts[:p.n]...)
		if p.kunya != 0 {
			r.word = append(r.word, p.kunya)
		}
		r.from[i+1] = uint32(len(r.word))
	}
	return r
}

func (r *Roll) name(i int32) []uint32 { return r.word[r.from[i]:r.from[i+1]] }

// Against gives what compares one name of the roll with others. It is for one
// goroutine.
func (r *Roll) Against() *Against { return &Against{r: r, held: -1, other: -1} }

// units are bits times quantum, in which what parts say is whole.
type units = int32

// Against compares the name that it holds with others of its roll. It gives
// what [Comparer.CompareBits] gives.
type Against struct {
	r     *Roll
	held  int32
	other int32 // whom met is of, -1 for nobody
	shape uint32
	n     int
	parts [MaxParts]uint32
	told  [MaxParts]brief // of the parts
	same  [MaxParts]int16 // what each part says that is met in its own spelling
	kunya uint32
	now   uint32 // counts the names that were held
	table [againstSlots]scores
	met   [MaxParts]scores // of the parts of the other name

	fetched uint32 // a sum of no meaning, without which nothing would be fetched
}

// scores are what a part of another name says to each part of the held one.
type scores struct {
	part, now uint32
	best      int16
	bits      [MaxParts]int16
}

// againstSlots has room for the distinct parts of the hundred names or so that
// one is compared with, and stays in the nearest cache.
const (
	againstBits  = 9
	againstSlots = 1 << againstBits
)

// Hold takes name i of the roll to be compared with others.
func (a *Against) Hold(i int32) {
	if a.held == i {
		return
	}
	w := a.r.name(i)
	a.held, a.other, a.shape, a.n = i, -1, w[0], int(w[0]&rollParts)
	copy(a.parts[:], w[1:1+a.n])
	for k, p := range a.parts[:a.n] {
		a.told[k], a.same[k] = a.r.told[p], int16(a.r.c.sameBits(p)*quantum)
	}
	if a.shape&rollKunya != 0 {
		a.kunya = w[1+a.n]
	}
	if a.now++; a.now == 0 {
		a.table, a.now = [againstSlots]scores{}, 1
	}
}

// Touch has the processor fetch name j, which is soon compared.
func (a *Against) Touch(j int32) { a.fetched += a.r.word[a.r.from[j]] }

// score gives what a part says to each part of the held name.
func (a *Against) score(part uint32) *scores {
	s := &a.table[part*0x9E3779B1>>(32-againstBits)]
	if s.part == part && s.now == a.now {
		return s
	}
	s.part, s.now, s.best = part, a.now, -1<<15
	told := &a.r.told[part]
	for k, p := range a.parts[:a.n] {
		switch {
		case p == part:
			s.bits[k] = a.same[k]
		case a.told[k].apart(told):
			s.bits[k] = apartUnits
		default:
			s.bits[k] = a.r.c.met(p, part)
		}
		s.best = max(s.best, s.bits[k])
	}
	return s
}

// meet fills met for name j, whose words are w, and gives its number of parts.
func (a *Against) meet(j int32, w []uint32) int {
	m := int(w[0] & rollParts)
	if a.other == j {
		return m
	}
	a.other = j
	for k, part := range w[1 : 1+m] {
		a.met[k] = *a.score(part)
	}
	return m
}

// Most bounds what the held name and name j may say: Bits is never more. It
// lets every part have the part that it agrees with best, and charges no more
// than the least cost for those that agree with none.
func (a *Against) Most(j int32) float64 {
	w := a.r.name(j)
	if a.n == 0 || w[0]&rollParts == 0 {
		return 0
	}
	if (a.shape|w[0])&rollJoins != 0 { // seldom: the bound need not know of it
		return a.Bits(j)
	}
	return float64(a.most(a.meet(j, w), w[0])) / quantum
}

func (a *Against) most(m int, shape uint32) units {
	lackA, lackB := skips(a.n, m, &usual)
	leastA, leastB := units(lackA*quantum), units(lackB*quantum)
	var rows [MaxParts]int16
	for k := range rows {
		rows[k] = -1 << 15
	}
	byB, byA, lacks := units(0), units(0), units(0)
	for j := range m {
		s := &a.met[j]
		if s.best > 0 {
			byB += units(s.best)
		} else {
			lacks += max(leastB, units(s.best)/2)
		}
		for k := range a.n {
			rows[k] = max(rows[k], s.bits[k])
		}
	}
	for _, best := range rows[:a.n] {
		if best > 0 {
			byA += units(best)
		} else {
			lacks += max(leastA, units(best)/2)
		}
	}
	most := min(byA, byB) + lacks
	if a.met[0].bits[0] < 0 {
		// The given names meet out of place, or not at all.
		most += units(usual.swap * quantum)
	}
	if a.shape&shape&rollKunya != 0 {
		most += units(usual.kunya * quantum)
	}
	return most
}

// Bits compares the held name with name j.
func (a *Against) Bits(j int32) float64 {
	w := a.r.name(j)
	if a.n == 0 || w[0]&rollParts == 0 {
		return 0
	}
	if (a.shape|w[0])&rollJoins != 0 {
		return a.r.c.CompareBits(a.r.all[a.held], a.r.all[j])
	}
	m := a.meet(j, w)
	return float64(a.best(readAll(a.n), readAll(m))+a.kunyas(w)) / quantum
}

// Kin compares the held name with name j as [Comparer.CompareKin] does.
func (a *Against) Kin(j int32) float64 {
	w := a.r.name(j)
	n, m := a.n, int(w[0]&rollParts)
	if n < 2 || m < 2 {
		return 0
	}
	if (a.shape|w[0])&rollJoins != 0 {
		return a.r.c.CompareKin(a.r.all[a.held], a.r.all[j])
	}
	a.meet(j, w)
	x, y := readAll(n).without(0), readAll(m).without(0)
	bits := a.best(x, y)
	if a.met[0].bits[0] >= namesakeAt*quantum {
		return float64(bits+a.kunyas(w))/quantum + kinNamesake
	}
	if n > 2 {
		bits = max(bits, a.best(readAll(n).without(1), y)+kinSwapped*quantum)
	}
	if m > 2 {
		bits = max(bits, a.best(x, readAll(m).without(1))+kinSwapped*quantum)
	}
	return float64(bits+a.kunyas(w)) / quantum
}

// kunyas is [Comparer.kunyaBits].
func (a *Against) kunyas(w []uint32) units {
	if a.shape&w[0]&rollKunya == 0 {
		return 0
	}
	most := units(usual.kunya * quantum)
	return max(-most/4, min(most, units(a.r.c.pairBits(a.kunya, w[len(w)-1])*quantum)))
}

// partsRead is the parts of a name in the order in which they are read.
type partsRead struct {
	n  int
	at [MaxParts]uint8
}

func readAll(n int) partsRead { return partsRead{n, [MaxParts]uint8{0, 1, 2, 3, 4, 5, 6, 7}} }

func (p partsRead) without(i int) partsRead {
	copy(p.at[i:], p.at[i+1:])
	p.n--
	return p
}

func (p partsRead) turned() partsRead {
	first := p.at[0]
	copy(p.at[:p.n], p.at[1:p.n])
	p.at[p.n-1] = first
	return p
}

// best is [Comparer.best] of names of which no two parts may be written as one,
// but for their kunyas.
func (a *Against) best(x, y partsRead) units {
	const enough = 3 * quantum
	bits := a.align(&x, &y)
	if x.n < 3 || y.n < 3 || a.met[y.at[0]].bits[x.at[0]] >= 0 {
		return bits
	}
	rotate := units(usual.rotate * quantum)
	if a.met[y.at[y.n-1]].bits[x.at[0]] >= enough {
		turned := x.turned()
		bits = max(bits, a.align(&turned, &y)+rotate)
	}
	if a.met[y.at[0]].bits[x.at[x.n-1]] >= enough {
		turned := y.turned()
		bits = max(bits, a.align(&x, &turned)+rotate)
	}
	return bits
}

// align is [Comparer.align].
func (a *Against) align(x, y *partsRead) units {
	n, m := x.n, y.n
	skipA, skipB := skips(n, m, &usual)
	var met [MaxParts][MaxParts]units
	var lackA [MaxParts]units
	var d [MaxParts + 1][MaxParts + 1]units // by part of the other, then of the held
	for i := range n {
		lackA[i] = units(skip(i, n, skipA, &usual) * quantum)
		d[0][i+1] = d[0][i] + lackA[i]
		for j := range m {
			met[j][i] = units(a.met[y.at[j]].bits[x.at[i]])
		}
	}
	for j := 1; j <= m; j++ {
		lackB := units(skip(j-1, m, skipB, &usual) * quantum)
		d[j][0] = d[j-1][0] + lackB
		for i := 1; i <= n; i++ {
			best := d[j-1][i-1] + met[j-1][i-1]
			if i == 1 && j == 1 && met[0][0] < 0 {
				best += units(usual.differs * quantum)
			}
			best = max(best, d[j][i-1]+lackA[i-1], d[j-1][i]+lackB)
			if i > 1 && j > 1 && met[j-1][i-2] > 0 && met[j-2][i-1] > 0 {
				best = max(best, d[j-2][i-2]+met[j-1][i-2]+met[j-2][i-1]+units(usual.swap*quantum))
			}
			d[j][i] = best
		}
	}
	return d[m][n]
}
