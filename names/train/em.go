package main

import (
	"fmt"
	"io"
	"math"
	"os"
	"sort"
	"strings"
)

const (
	symbols  = 28 * 3 // a letter, first, inside or last
	chunks   = 1 + 26 + 26*26 + 26*26*26
	maxChunk = 3
	keep     = 2e-5 // a chunk less likely than this is noise of the sets
)

// chunkBase is where the chunks of each length begin in a symbol's row.
var chunkBase = [maxChunk + 1]int{0, 1, 1 + 26, 1 + 26 + 26*26}

// A learner holds P(chunk | symbol), P(inserted letter) before the first
// symbol and after it, and how often each Latin letter occurs.
type learner struct {
	chunk      [symbols][]float64
	insert     [2][26]float64
	background [26]float64
}

// roman is the plainest romanisation. It only tilts the first round, so that
// the learner does not start from nothing.
var roman = strings.Fields("a b t th j h kh d dh r z s sh s d t z a gh f q k l m n h w y")

func newLearner() *learner {
	l := new(learner)
	for s := range l.chunk {
		row := make([]float64, chunks)
		p := 0.5
		for n := range chunkBase {
			end := chunks
			if n < maxChunk {
				end = chunkBase[n+1]
			}
			for c := chunkBase[n]; c < end; c++ {
				row[c] = p
			}
			p *= 0.05
		}
		row[0] = 0.05
		row[chunkOf(roman[s/3])] += 0.3
		l.chunk[s] = row
	}
	for c := range 26 {
		l.insert[0][c], l.insert[1][c] = 0.01, 0.01
	}
	return l
}

func chunkOf(s string) int {
	v := 0
	for i := 0; i < len(s); i++ {
		v = v*26 + int(s[i]-'a')
	}
	return chunkBase[len(s)] + v
}

// learn runs the rounds of expectation maximisation over pairs.
func learn(pairs []pair, rounds int) *learner {
	l := newLearner()
	for _, p := range pairs {
		for _, c := range p.latin {
			l.background[c]++
		}
	}
	for round := range rounds {
		next := new(learner)
		for s := range next.chunk {
			next.chunk[s] = make([]float64, chunks)
		}
		next.background = l.background
		var sum float64
		used := 0
		for _, p := range pairs {
			ll, ok := l.expect(p, next, round)
			if ok {
				sum += ll
				used++
			}
		}
		next.normalise()
		l = next
		fmt.Fprintf(os.Stderr, "round %d: %d pairs, mean log likelihood %.3f\n", round+1, used, sum/float64(used))
	}
	return l
}

// lattice is the scratch space of one pair: forward and backward sums.
type lattice [maxArabic + 1][maxLatin + 1]float64

func symbolAt(arabic []uint8, i int) int {
	p := 1
	switch {
	case i == 0:
		p = 0
	case i == len(arabic)-1:
		p = 2
	}
	return int(arabic[i])*3 + p
}

// expect adds to next the expected counts of one pair under l. A pair whose
// likelihood a letter is hopeless once the model has settled is not a spelling
// pair at all ("morocco" for محمد occurs) and is left out.
func (l *learner) expect(p pair, next *learner, round int) (float64, bool) {
	z := l.forward(p, new(lattice))
	if z < 1e-290 || round >= 3 && math.Log(z)/float64(len(p.latin)) < -4 {
		return 0, false
	}
	l.count(p, next, 1)
	return math.Log(z), true
}

// forward gives the likelihood of a pair, and of each two beginnings.
func (l *learner) forward(p pair, fwd *lattice) float64 {
	fwd[0][0] = 1
	l.walk(p, func(i, j, i2, j2 int, prob float64, _ *float64) { fwd[i2][j2] += fwd[i][j] * prob }, nil)
	return fwd[len(p.arabic)][len(p.latin)]
}

// count adds to next the expected counts of a pair that counts as weight pairs.
func (l *learner) count(p pair, next *learner, weight float64) {
	var fwd, bwd lattice
	z := l.forward(p, &fwd)
	bwd[len(p.arabic)][len(p.latin)] = 1
	l.walkBack(p, &bwd)
	l.walk(p, func(i, j, i2, j2 int, prob float64, count *float64) {
		if g := fwd[i][j] * prob * bwd[i2][j2] / z; g > 1e-9 {
			*count += weight * g
		}
	}, next)
}

// walk visits every arc of the pair's lattice in forward order, with its
// probability and, when next is given, the count it feeds.
func (l *learner) walk(p pair, visit func(i, j, i2, j2 int, prob float64, count *float64), next *learner) {
	n, m := len(p.arabic), len(p.latin)
	if next == nil {
		next = l
	}
	for i := 0; i <= n; i++ {
		for j := 0; j <= m; j++ {
			if i < n {
				s := symbolAt(p.arabic, i)
				v := 0
				for k := 0; k <= maxChunk && j+k <= m; k++ {
					if k > 0 {
						v = v*26 + int(p.latin[j+k-1])
					}
					c := chunkBase[k] + v
					visit(i, j, i+1, j+k, l.chunk[s][c], &next.chunk[s][c])
				}
			}
			if j < m {
				e := min(i, 1)
				visit(i, j, i, j+1, l.insert[e][p.latin[j]], &next.insert[e][p.latin[j]])
			}
		}
	}
}

func (l *learner) walkBack(p pair, bwd *lattice) {
	n, m := len(p.arabic), len(p.latin)
	for i := n; i >= 0; i-- {
		for j := m; j >= 0; j-- {
			b := bwd[i][j]
			if i < n {
				s := symbolAt(p.arabic, i)
				v := 0
				for k := 0; k <= maxChunk && j+k <= m; k++ {
					if k > 0 {
						v = v*26 + int(p.latin[j+k-1])
					}
					b += l.chunk[s][chunkBase[k]+v] * bwd[i+1][j+k]
				}
			}
			if j < m {
				b += l.insert[min(i, 1)][p.latin[j]] * bwd[i][j+1]
			}
			bwd[i][j] = b
		}
	}
}

// normalise turns counts into probabilities.
func (l *learner) normalise() {
	var total, first float64
	for s := range l.chunk {
		var sum float64
		for _, v := range l.chunk[s] {
			sum += v
		}
		total += sum
		if s%3 == 0 {
			first += sum
		}
		for c, v := range l.chunk[s] {
			if v = v / max(sum, 1e-12); v < keep {
				v = 0
			}
			l.chunk[s][c] = v
		}
	}
	l.hearAlef()
	for e, sum := range [2]float64{first, total} {
		for _, v := range l.insert[e] {
			sum += v
		}
		for c := range 26 {
			l.insert[e][c] = (l.insert[e][c] + 0.1) / (sum + 2.6)
		}
	}
}

// silentAlef is the most that a first alef may be silent. Left alone, the
// learner lets it vanish and the next letter read "ah", and then إحسان is as
// good a source of "hasan" as حسن is.
const silentAlef = 0.15

func (l *learner) hearAlef() {
	row := l.chunk[0]
	if row[0] <= silentAlef {
		return
	}
	scale := (1 - silentAlef) / (1 - row[0])
	row[0] = silentAlef
	for c := 1; c < len(row); c++ {
		row[c] *= scale
	}
}

// write gives the table in the form that names.ReadModel reads. Log
// probabilities are whole hundredths, so that the bytes do not hang on the last
// bit of a float.
func (l *learner) write(w io.Writer, hash string) {
	fmt.Fprintln(w, "# P(Latin chunk | Arabic letter): ln, in hundredths. Written by go run ./names/train; do not edit.")
	fmt.Fprintln(w, "# inputs "+hash)
	var sum float64
	for _, v := range l.background {
		sum += v
	}
	singles(w, "*", l.background, sum)
	singles(w, "+^", l.insert[0], 1)
	singles(w, "+-", l.insert[1], 1)
	i := 0
	for _, r := range letters {
		for p, mark := range []string{"^", "-", "$"} {
			fmt.Fprintf(w, "%c%s\t%s\n", r, mark, row(l.chunk[i*3+p]))
		}
		i++
	}
}

func singles(w io.Writer, name string, p [26]float64, sum float64) {
	fmt.Fprintf(w, "%s\t", name)
	for c, v := range p {
		if c > 0 {
			fmt.Fprint(w, " ")
		}
		fmt.Fprintf(w, "%c=%d", 'a'+c, hundredths(max(v, 1e-9)/sum))
	}
	fmt.Fprintln(w)
}

func row(p []float64) string {
	type entry struct {
		chunk string
		v     int
	}
	var es []entry
	for c, v := range p {
		if v > 0 {
			es = append(es, entry{chunkText(c), hundredths(v)})
		}
	}
	sort.Slice(es, func(i, j int) bool {
		if es[i].v != es[j].v {
			return es[i].v > es[j].v
		}
		return es[i].chunk < es[j].chunk
	})
	var b strings.Builder
	for i, e := range es {
		if i > 0 {
			b.WriteByte(' ')
		}
		fmt.Fprintf(&b, "%s=%d", e.chunk, e.v)
	}
	return b.String()
}

func chunkText(c int) string {
	n := maxChunk
	for c < chunkBase[n] {
		n--
	}
	v := c - chunkBase[n]
	t := make([]byte, n)
	for i := n - 1; i >= 0; i-- {
		t[i] = byte('a' + v%26)
		v /= 26
	}
	return string(t)
}

func hundredths(p float64) int { return min(0, int(math.Round(math.Log(p)*100))) }
