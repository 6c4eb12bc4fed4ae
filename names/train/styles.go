package main

import (
	"fmt"
	"io"
	"math"
	"os"
	"strings"
)

// A convention is how a language's readers spell an Arabic letter.
type convention map[rune]string

// styles are the conventions that the styles begin with, by the name that
// names.ReadModel knows them under: those of newspapers and registries, which say
// what the pairs cannot, namely which style is which.
var styles = []struct {
	name  string
	usual convention
}{
	{"english", convention{'ش': "sh", 'ج': "j", 'خ': "kh", 'و': "w oo", 'ي': "y ee", 'ق': "q", 'ث': "th"}},
	{"french", convention{'ش': "ch", 'ج': "dj", 'خ': "kh", 'و': "ou", 'غ': "gh", 'ق': "k", 'ك': "k c"}},
	{"turkish", convention{'ش': "s sh", 'ج': "c", 'خ': "h", 'و': "v", 'ق': "k", 'ث': "s", 'ذ': "z", 'ض': "z d", 'ظ': "z"}},
	{"german", convention{'ش': "sch", 'ج': "dsc", 'خ': "ch", 'ي': "j", 'و': "w", 'ق': "k", 'ف': "f"}},
}

const (
	styleRounds = 5
	favour      = 60   // times likelier than for all that a style's own spelling is at first
	leaning     = 60   // counts that a style's beginning weighs as much as
	insisting   = 1000 // the same of letters that it has a convention for: most pairs are names of the world, in the world's spellings
	leastOwn    = 0.01 // a pair of a style that is less likely teaches it nothing
	rare        = 2e-3 // the least that a style's own spelling is, where the pairs hardly have it
)

// A stylist is what a style has learnt.
type stylist struct {
	name   string
	prior  [symbols][]float64
	lean   [symbols]float64 // counts that the prior weighs as much as
	chunk  *learner
	weight float64
}

// learnStyles parts the pairs among styles, each pair by how likely it is under
// each, and learns a table for each style. All lean on the shared table, tilted
// to their conventions: what a style has seldom met it reads as others do.
func learnStyles(shared *learner, pairs []pair) []*stylist {
	var all []*stylist
	for _, s := range styles {
		st := &stylist{name: s.name, weight: 1 / float64(len(styles))}
		st.chunk = &learner{insert: shared.insert, background: shared.background}
		for i := range symbols {
			usual := s.usual[[]rune(letters)[i/3]]
			st.prior[i], st.lean[i] = tilted(shared.chunk[i], usual), leaning
			if usual != "" {
				st.lean[i] = insisting
			}
			st.chunk.chunk[i] = st.prior[i]
		}
		all = append(all, st)
	}
	for round := range styleRounds {
		partPairs(all, pairs, round)
	}
	return all
}

// tilted gives a row in which chunks that begin with one of the spellings, and go
// on with vowels alone, are likelier.
func tilted(row []float64, spellings string) []float64 {
	out := append([]float64(nil), row...)
	for s := range strings.FieldsSeq(spellings) {
		out[chunkOf(s)] = max(out[chunkOf(s)], rare/favour)
		if len(s) == 1 { // written twice, as for a letter that is
			out[chunkOf(s+s)] = max(out[chunkOf(s+s)], rare/favour/4)
		}
	}
	var sum float64
	for c, v := range out {
		if v > 0 && favoured(chunkText(c), spellings) {
			out[c] = v * favour
		}
		sum += out[c]
	}
	for c := range out {
		out[c] /= sum
	}
	return out
}

func favoured(chunk, spellings string) bool {
	for s := range strings.FieldsSeq(spellings) {
		rest, ok := strings.CutPrefix(chunk, s)
		if ok && (rest == s || strings.Trim(rest, "aeiou") == "") {
			return true
		}
	}
	return false
}

// partPairs is one round of expectation maximisation with the style latent.
func partPairs(all []*stylist, pairs []pair, round int) {
	counts := make([]*learner, len(all))
	for k := range counts {
		counts[k] = empty()
	}
	shares := make([]float64, len(all))
	var sum, used float64
	for _, p := range pairs {
		own, z := likelihoods(all, p)
		if z < 1e-290 || math.Log(z)/float64(len(p.latin)) < -4 {
			continue
		}
		sum, used = sum+math.Log(z), used+1
		for k, v := range own {
			if v /= z; v >= leastOwn {
				all[k].chunk.count(p, counts[k], v)
				shares[k] += v
			}
		}
	}
	for k, st := range all {
		st.weight = shares[k] / used
		st.settle(counts[k])
	}
	fmt.Fprintf(os.Stderr, "styles, round %d: mean log likelihood %.3f\n", round+1, sum/used)
}

func likelihoods(all []*stylist, p pair) (own []float64, sum float64) {
	for _, st := range all {
		v := st.weight * st.chunk.forward(p, new(lattice))
		own, sum = append(own, v), sum+v
	}
	return own, sum
}

// settle takes what was counted, and where the style began, for its table.
func (st *stylist) settle(counts *learner) {
	next := &learner{insert: st.chunk.insert, background: st.chunk.background}
	for s, row := range counts.chunk {
		var sum float64
		for _, v := range row {
			sum += v
		}
		for c := range row {
			row[c] = (row[c] + st.lean[s]*st.prior[s][c]) / (sum + st.lean[s])
		}
		next.chunk[s] = row
	}
	next.hearAlef()
	st.chunk = next
}

func empty() *learner {
	l := new(learner)
	for s := range l.chunk {
		l.chunk[s] = make([]float64, chunks)
	}
	return l
}

// writeStyles adds to a table what the styles say otherwise than all together.
func writeStyles(w io.Writer, shared *learner, all []*stylist) {
	for _, st := range all {
		i := 0
		for _, r := range letters {
			for p, mark := range []string{"^", "-", "$"} {
				if row := row(differing(st.chunk.chunk[i*3+p], shared.chunk[i*3+p])); row != "" {
					fmt.Fprintf(w, "%s %c%s\t%s\n", st.name, r, mark, row)
				}
			}
			i++
		}
	}
}

// differing leaves what is no more than a tenth away from the shared row.
func differing(own, shared []float64) []float64 {
	const tenth = 0.1
	out := make([]float64, len(own))
	for c, v := range own {
		if v > 0 && (shared[c] == 0 || math.Abs(math.Log(v/shared[c])) > tenth) {
			out[c] = v
		}
	}
	return out
}
