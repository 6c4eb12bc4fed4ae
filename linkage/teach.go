package linkage

// Known is what is known before a model is learnt.
type Known struct {
	// Clusters gives the cluster of each record as found so far, so that
	// frequencies are counted over clusters and random pairs leave out those
	// that were joined; nil where nothing is known yet.
	Clusters []int32
	// Model is what was learnt before, and Pairs what it scored; nil for nothing.
	Model *Model
	Pairs []Pair
	// Same and Kin are pairs that people judged so.
	Same, Kin [][2]int32
}

// taught counts how judged pairs stand, by field and level. It is added to what
// learning expects, a pair for a pair: people teach the model with as much
// weight as they have given answers, and nothing else of it moves.
type taught struct{ same, kin [][]float64 }

func (m *Model) taughtBy(k Known) taught {
	return taught{m.countJudged(k.Same), m.countJudged(k.Kin)}
}

func (m *Model) countJudged(pairs [][2]int32) [][]float64 {
	t := m.levelTable()
	parts := make([]part, len(m.fields))
	for _, p := range pairs {
		m.look(p[0], p[1], parts)
		for f := range m.fields {
			if l := parts[f].seen.level; m.fields[f].grader != nil && l != Missing {
				t[f][l]++
			}
		}
	}
	return t
}

// addCounts adds the counts of t to into.
func addCounts(into, t [][]float64) {
	for f := range t {
		for l, n := range t[f] {
			into[f][l] += n
		}
	}
}
