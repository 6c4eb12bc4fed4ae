package linkage

// A sieve compares one record with many and lets those through whose evidence
// may matter. Nearly all pairs that keys bring together are strangers, so it
// asks first what costs least, and stops where the rest cannot make up for what
// is missing. It is for one goroutine; what it finds is what [Model.compare] finds.
type sieve struct {
	m      *Model
	held   int32
	row    []int32
	levels [][]uint8   // by grader: the levels of the held value with every other; nil where they are not kept
	grades []graded    // by field
	series []Series    // by field; nil where a Weigher is not Serial
	touch  []Toucher   // by field; nil where its series need not
	most   []Centibits // by field: the most that a Weigher may say of the pair
	parts  []part
	gather []int32 // rows of the others
	lists  []int   // to which two lists each of them and the held one belong
}

// graded is what a field with levels says of a pair.
type graded struct {
	level Level
	whole bool
	rare  float64 // with whole, see seen
	same  Centibits
}

func (m *Model) sieve() *sieve {
	n := len(m.fields)
	s := &sieve{m: m, held: -1, levels: make([][]uint8, n), grades: make([]graded, n), series: make([]Series, n), touch: make([]Toucher, n), most: make([]Centibits, n), parts: make([]part, n)}
	for _, f := range m.weighers {
		if start := m.fields[f].series; start != nil {
			s.series[f] = start()
			s.touch[f], _ = s.series[f].(Toucher)
		}
	}
	return s
}

// gatherAtOnce is how many rows are fetched before any is compared: they lie
// all over the memory, and the processor fetches several at once.
const gatherAtOnce = 32

// each compares record i with n others, and calls found for the k-th where
// what speaks for one thing reaches least.
func (s *sieve) each(i int32, n int, other func(k int) int32, least Centibits, found func(k int, r raw)) {
	if s.m.entangled {
		for k := range n {
			if same, kin := s.m.compare(i, other(k), s.parts); same >= least {
				found(k, raw{same, kin})
			}
		}
		return
	}
	s.hold(i)
	width := len(s.m.fields)
	for from := 0; from < n; from += gatherAtOnce {
		to := min(n, from+gatherAtOnce)
		s.gather = s.gather[:0]
		for k := from; k < to; k++ {
			s.gather = append(s.gather, s.m.data.row(other(k))...)
		}
		s.lists = s.lists[:0]
		for k := from; k < to; k++ {
			s.lists = append(s.lists, s.m.lists.pair(i, other(k)))
		}
		for f, t := range s.touch {
			if t == nil || s.row[f] < 0 {
				continue
			}
			for k := range to - from {
				if y := s.gather[k*width+f]; y >= 0 {
					t.Touch(y)
				}
			}
		}
		for k := from; k < to; k++ {
			row := s.gather[(k-from)*width:][:width]
			if r, ok := s.reach(other(k), row, s.lists[k-from], least); ok {
				found(k, r)
			}
		}
	}
}

// pair compares two records; ok is false where what speaks for one thing falls
// short of least.
func (s *sieve) pair(i, j int32, least Centibits) (r raw, ok bool) {
	s.each(i, 1, func(int) int32 { return j }, least, func(_ int, found raw) { r, ok = found, true })
	return r, ok
}

func (s *sieve) hold(i int32) {
	if s.held == i {
		return
	}
	s.held, s.row = i, s.m.data.row(i)
	for _, f := range s.m.graders {
		s.levels[f] = s.m.fields[f].levelsOf(s.row[f])
	}
	for _, f := range s.m.weighers {
		if s.series[f] != nil && s.row[f] >= 0 {
			s.series[f].Hold(s.row[f])
		}
	}
}

// reach compares the held record with j, whose row is b, between two lists; ok
// is false where same falls short of least.
func (s *sieve) reach(j int32, b []int32, lists int, least Centibits) (r raw, ok bool) {
	m := s.m
	r.same = s.grade(j, b, lists)
	hope := r.same
	for _, f := range m.weighers {
		x, y := s.row[f], b[f]
		if s.series[f] != nil && y >= 0 {
			y = x // what it may say with y is asked soon
		}
		s.most[f] = m.fields[f].atMost(x, y)
		hope += s.most[f]
	}
	for _, f := range m.weighers {
		if hope < least {
			return r, false
		}
		if s.series[f] != nil && s.row[f] >= 0 && b[f] >= 0 {
			most := min(s.most[f], centi(s.series[f].Most(b[f])))
			hope += most - s.most[f]
			s.most[f] = most
		}
	}
	for _, f := range m.weighers {
		if hope < least {
			return r, false
		}
		s.parts[f].seen = s.weigh(f, b[f])
		same := centi(s.parts[f].seen.bits)
		r.same += same
		hope += same - s.most[f]
	}
	if r.same < least {
		return r, false
	}
	r.kin = s.kin(b, lists)
	return r, true
}

// grade grades the fields that have levels and gives what they say of one thing.
func (s *sieve) grade(j int32, b []int32, lists int) (same Centibits) {
	m := s.m
	for _, f := range m.graders {
		x, y, g := s.row[f], b[f], &s.grades[f]
		g.whole = false
		switch {
		case x < 0 || y < 0:
			g.level = Missing
		case s.levels[f] != nil:
			g.level = Level(s.levels[f][y])
		default:
			field := &m.fields[f]
			g.level = field.grader.Level(field.values[x], field.values[y])
		}
		if g.level == 0 {
			g.whole, g.rare = m.fields[f].shared(x, y)
		}
	}
	for _, f := range m.withins {
		if g := &s.grades[f]; g.level == 0 && s.grades[m.fields[f].within.field].level == 0 {
			g.whole, g.rare = m.condition(s.held, j, f, g.whole, g.rare)
		}
	}
	for _, f := range m.graders {
		g := &s.grades[f]
		g.same, _ = m.fields[f].worthOf(g.level, g.whole, g.rare, lists)
		if m.fields[f].group < 0 {
			same += g.same
		}
	}
	for _, members := range m.members {
		most, least := Centibits(0), Centibits(0)
		for _, f := range members {
			most, least = max(most, s.grades[f].same), min(least, s.grades[f].same)
		}
		same += most + least
	}
	return same
}

func (s *sieve) weigh(f int, y int32) seen {
	x := s.row[f]
	switch {
	case x < 0 || y < 0:
		return seen{level: Missing}
	case s.series[f] != nil:
		return seen{bits: s.series[f].Weigh(y)}
	}
	return s.m.fields[f].see(x, y)
}

// kin gives what a pair that was graded and weighed says of kin.
func (s *sieve) kin(b []int32, lists int) (kin Centibits) {
	m := s.m
	for _, f := range m.graders {
		g := &s.grades[f]
		s.parts[f] = part{seen: seen{level: g.level, whole: g.whole, rare: g.rare}, same: g.same}
		_, s.parts[f].kin = m.fields[f].worthOf(g.level, g.whole, g.rare, lists)
	}
	for g := range m.groups {
		m.cover(g, s.parts)
	}
	for _, f := range m.graders {
		if !s.parts[f].covered {
			kin += s.parts[f].kin
		}
	}
	for _, f := range m.weighers {
		kin += centi(s.weighKin(f, b[f]))
	}
	return kin
}

func (s *sieve) weighKin(f int, y int32) float64 {
	field, said := &s.m.fields[f], s.parts[f].seen
	if k, ok := s.series[f].(KinSeries); ok && field.role == kinNeutral && field.kin != nil && said.level != Missing {
		return k.WeighKin(y)
	}
	return field.weighKin(s.row[f], y, said)
}
