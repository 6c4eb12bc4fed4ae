package linkage

import "math"

// The pull of what is assumed before looking, in pairs; how often EM is
// repeated; and the change in m below which it stops.
const (
	pullSame  = 20
	pullKin   = 200
	maxRounds = 60
	stillness = 1e-5
)

// The shares of pairs of one thing at the fullest level, the last, and all
// between them, before anything is seen.
const (
	assumedFull = .80
	assumedLast = .05
)

// rulePrior is the make-up of the pairs that one rule brings together.
type rulePrior struct{ same, kin, stranger float64 }

// maximise finds m and k by expectation maximisation over patterns with u held
// fixed. All rules share m; each has its own mix of same, kin and strangers,
// which it gives.
func (m *Model) maximise(patterns []pattern, rules int, known taught) []rulePrior {
	assumedM := make([][]float64, len(m.fields))
	assumedK := make([][]float64, len(m.fields))
	for i := range m.fields {
		f := &m.fields[i]
		if f.grader == nil {
			continue
		}
		assumedM[i] = assume(len(f.u))
		assumedK[i] = f.u
		if f.role == kinShared {
			assumedK[i] = assumedM[i]
		}
		f.m, f.k = assumedM[i], assumedK[i]
	}
	priors := make([]rulePrior, rules)
	for r := range priors {
		priors[r] = rulePrior{.1, 0, .9}
		if m.kin {
			priors[r] = rulePrior{.1, .05, .85}
		}
	}
	for range maxRounds {
		e := m.expect(patterns, priors)
		addCounts(e.same, known.same)
		addCounts(e.kin, known.kin)
		moved := 0.0
		for i := range m.fields {
			f := &m.fields[i]
			if f.grader == nil {
				continue
			}
			next := shares(e.same[i], times(assumedM[i], pullSame))
			for l := range next {
				moved = max(moved, math.Abs(next[l]-f.m[l]))
			}
			f.m = next
			if m.kin && f.role != kinApart {
				f.k = shares(e.kin[i], times(assumedK[i], pullKin))
			}
		}
		priors = e.priors
		if moved < stillness {
			break
		}
	}
	return priors
}

// assume gives the shares of n levels before anything is seen.
func assume(n int) []float64 {
	if n == 2 {
		return []float64{1 - 2*assumedLast, 2 * assumedLast}
	}
	p := uniform(n, (1-assumedFull-assumedLast)/float64(n-2))
	p[0], p[n-1] = assumedFull, assumedLast
	return p
}

func times(p []float64, by float64) []float64 {
	out := make([]float64, len(p))
	for i := range p {
		out[i] = p[i] * by
	}
	return out
}

// expectation is what one pass over the patterns expects.
type expectation struct {
	same, kin [][]float64 // by field and level
	priors    []rulePrior
}

func (m *Model) expect(patterns []pattern, priors []rulePrior) expectation {
	e := expectation{same: m.levelTable(), kin: m.levelTable(), priors: make([]rulePrior, len(priors))}
	logs := m.logTables()
	for _, p := range patterns {
		same, kin := logs.of(p.code)
		prior := priors[p.rule]
		s := prior.same * math.Exp2(same)
		k := prior.kin * math.Exp2(kin)
		all := s + k + prior.stranger
		s, k = p.count*s/all, p.count*k/all
		e.priors[p.rule].same += s
		e.priors[p.rule].kin += k
		e.priors[p.rule].stranger += p.count - s - k
		for f := range m.fields {
			if level := p.code[2*f]; level > 0 && m.fields[f].grader != nil {
				e.same[f][level-1] += s
				e.kin[f][level-1] += k
			}
		}
	}
	for r := range e.priors {
		p := &e.priors[r]
		// One pseudo-pair of each sort keeps a rule from losing one for good.
		n := p.same + p.kin + p.stranger + 2
		p.same, p.kin, p.stranger = (p.same+.5)/n, p.kin/n, (p.stranger+1)/n
	}
	return e
}

func (m *Model) levelTable() [][]float64 {
	t := make([][]float64, len(m.fields))
	for i := range t {
		t[i] = make([]float64, len(m.fields[i].u))
	}
	return t
}

// logTables holds log2 m/u and k/u by field and level.
type logTables struct {
	same, kin [][]float64
	whole     []float64 // log2 m of level 0, for values whose frequency stands for u
	wholeKin  []float64 // share of the rarity that kin have in common
}

func (m *Model) logTables() logTables {
	t := logTables{same: m.levelTable(), kin: m.levelTable(), whole: make([]float64, len(m.fields)), wholeKin: make([]float64, len(m.fields))}
	for i := range m.fields {
		f := &m.fields[i]
		for l := range f.u {
			t.same[i][l] = math.Log2(f.m[l] / f.u[l])
			t.kin[i][l] = math.Log2(f.k[l] / f.u[l])
		}
		if f.grader != nil {
			t.whole[i] = math.Log2(f.m[0])
			if f.role != kinApart {
				t.wholeKin[i] = t.kin[i][0] / -math.Log2(f.u[0])
			}
		}
	}
	return t
}

// of gives the bits of a pattern for one thing and for kin.
func (t *logTables) of(code string) (same, kin float64) {
	for f := range t.same {
		level, extra := code[2*f], code[2*f+1]
		switch {
		case level == 0:
		case len(t.same[f]) == 0:
			same += fromWholeBits(level)
			kin += fromWholeBits(extra)
		case extra > 0:
			same += t.whole[f] + fromWholeBits(extra)
			kin += t.wholeKin[f] * fromWholeBits(extra)
		default:
			same += t.same[f][level-1]
			kin += t.kin[f][level-1]
		}
	}
	return same, kin
}
