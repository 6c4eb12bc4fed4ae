package names

import (
	"bufio"
	_ "embed"
	"fmt"
	"io"
	"math"
	"strconv"
	"strings"
	"sync"
)

// letters are the Arabic letters of a loose key, in the order of the model's
// symbols.
const letters = "ابتثجحخدذرزسشصضطظعغفقكلمنهوي"

const (
	numLetters = 28
	maxChunk   = 3   // Latin letters that one Arabic letter may stand for
	maxArabic  = 24  // letters of a token that the model reads
	maxLatin   = 32  // the same for Latin
	unseen     = -14 // log probability of a chunk never met in training
)

// position is where in a token a letter stands: an alef opens a word as "a",
// "i" or "u" but hardly ever as nothing, and a final ha is seldom an "h".
// Telling the three apart is what keeps حسن and إحسان from meeting.
type position uint8

const (
	initial position = iota
	medial
	final
)

// symbol is a letter at a position.
type symbol uint8

const numSymbols = numLetters * 3

func symbolOf(letter int, p position) symbol { return symbol(letter*3 + int(p)) }

var letterIndex = func() map[rune]int {
	m := make(map[rune]int, numLetters)
	i := 0
	for _, r := range letters {
		m[r] = i
		i++
	}
	return m
}()

// encode turns a loose Arabic key into letter indexes. Letters the model does
// not know are left out.
func encode(arabic string) []uint8 {
	out := make([]uint8, 0, len(arabic)/2)
	for _, r := range arabic {
		if i, ok := letterIndex[r]; ok && len(out) < maxArabic {
			out = append(out, uint8(i))
		}
	}
	return out
}

// encodeLatin turns a loose Latin key into letters 0..25.
func encodeLatin(latin string) []uint8 {
	out := make([]uint8, 0, len(latin))
	for i := 0; i < len(latin) && len(out) < maxLatin; i++ {
		if isLower(latin[i]) {
			out = append(out, latin[i]-'a')
		}
	}
	return out
}

// A Model is a stochastic transducer: the probability that an Arabic letter,
// first, inside or last in its token, is written as a chunk of zero to three
// Latin letters. It is learnt by expectation maximisation from pairs of
// spellings (see names/train) and read only after that, so it is safe for
// concurrent use.
type Model struct {
	inputs     string
	chunk      [numSymbols][maxChunk + 1][]float32 // log P(chunk | symbol), by chunk length and base-26 value
	insert     [2][26]float32                      // a Latin letter out of nothing: before the first letter, and after
	background [26]float32                         // log P(Latin letter), the alternative
}

//go:embed table.tsv
var table string

var defaultModel = sync.OnceValue(func() *Model {
	m, err := ReadModel(strings.NewReader(table))
	if err != nil {
		panic("names: embedded table: " + err.Error()) // a broken build, not a broken input
	}
	return m
})

// DefaultModel gives the model trained on the two public sets that names/train
// documents.
func DefaultModel() *Model { return defaultModel() }

// Inputs gives the hash of the files the model was trained on.
func (m *Model) Inputs() string { return m.inputs }

// ReadModel reads the table that names/train writes: a line "# inputs HASH",
// then lines of a symbol and its chunks with their log probabilities in
// hundredths. Symbols are a letter with "^" (initial), "-" (medial) or "$"
// (final), "+^" and "+-" for insertions, "*" for the background.
func ReadModel(r io.Reader) (*Model, error) {
	m := new(Model)
	for s := range m.chunk {
		size := 1
		for n := range m.chunk[s] {
			m.chunk[s][n] = filled(size, unseen)
			size *= 26
		}
		m.chunk[s][0][0] = -8
	}
	for i := range m.insert {
		copy(m.insert[i][:], filled(26, unseen))
	}
	copy(m.background[:], filled(26, float32(math.Log(1.0/26))))
	sc := bufio.NewScanner(r)
	sc.Buffer(nil, 1<<20)
	for n := 1; sc.Scan(); n++ {
		if err := m.readLine(sc.Text()); err != nil {
			return nil, fmt.Errorf("read model, line %d: %w", n, err)
		}
	}
	if err := sc.Err(); err != nil {
		return nil, fmt.Errorf("read model: %w", err)
	}
	return m, nil
}

func filled(n int, v float32) []float32 {
	s := make([]float32, n)
	for i := range s {
		s[i] = v
	}
	return s
}

func (m *Model) readLine(line string) error {
	if h, ok := strings.CutPrefix(line, "# inputs "); ok {
		m.inputs = h
		return nil
	}
	if line == "" || line[0] == '#' {
		return nil
	}
	name, rest, ok := strings.Cut(line, "\t")
	if !ok {
		return fmt.Errorf("no tab in %.40q", line)
	}
	set, err := m.setter(name)
	if err != nil {
		return err
	}
	for f := range strings.FieldsSeq(rest) {
		chunk, value, _ := strings.Cut(f, "=")
		v, err := strconv.Atoi(value)
		if err != nil || v > 0 || len(chunk) > maxChunk || strings.Trim(chunk, "abcdefghijklmnopqrstuvwxyz") != "" {
			return fmt.Errorf("chunk %.40q", f)
		}
		if err := set(chunk, float32(v)/100); err != nil {
			return err
		}
	}
	return nil
}

// setter gives the function that stores one chunk of the symbol so named.
func (m *Model) setter(name string) (func(chunk string, v float32) error, error) {
	single := func(t *[26]float32) func(string, float32) error {
		return func(chunk string, v float32) error {
			if len(chunk) != 1 {
				return fmt.Errorf("chunk %q of %q is not one letter", chunk, name)
			}
			t[chunk[0]-'a'] = v
			return nil
		}
	}
	switch name {
	case "*":
		return single(&m.background), nil
	case "+^":
		return single(&m.insert[0]), nil
	case "+-":
		return single(&m.insert[1]), nil
	}
	r := []rune(name)
	if len(r) != 2 {
		return nil, fmt.Errorf("symbol %.40q", name)
	}
	letter, known := letterIndex[r[0]]
	p := strings.IndexRune("^-$", r[1])
	if !known || p < 0 {
		return nil, fmt.Errorf("symbol %.40q", name)
	}
	s := symbolOf(letter, position(p))
	return func(chunk string, v float32) error {
		m.chunk[s][len(chunk)][base26(chunk)] = v
		return nil
	}, nil
}

func base26(chunk string) int {
	n := 0
	for i := 0; i < len(chunk); i++ {
		n = n*26 + int(chunk[i]-'a')
	}
	return n
}

// LogRatio gives ln P(latin | arabic) − ln P(latin): how much better the
// Arabic token explains the Latin one than chance does. Both are folded first.
// Spellings of one name give 5 to 20, unrelated tokens less than 0.
func (m *Model) LogRatio(latin, arabic string) float64 {
	return m.logRatio(encodeLatin(Loose(latin)), encode(Loose(arabic)))
}

func (m *Model) logRatio(latin, arabic []uint8) float64 {
	if len(latin) == 0 || len(arabic) == 0 {
		return -math.MaxFloat32
	}
	var rows [2][maxLatin + 1]float32
	row, next := &rows[0], &rows[1]
	m.start(latin, row)
	for i, a := range arabic {
		p := medial
		switch {
		case i == len(arabic)-1 && i > 0:
			p = final
		case i == 0:
			p = initial
		}
		m.step(symbolOf(int(a), p), latin, row, next)
		row, next = next, row
	}
	return float64(row[len(latin)] - m.chance(latin))
}

// chance is the log probability of the Latin letters by themselves.
func (m *Model) chance(latin []uint8) float32 {
	var v float32
	for _, c := range latin {
		v += m.background[c]
	}
	return v
}

const never = float32(-1e9)

// start fills row with the best log probability of each prefix of latin before
// any Arabic letter is read.
func (m *Model) start(latin []uint8, row *[maxLatin + 1]float32) {
	row[0] = 0
	for j, c := range latin {
		row[j+1] = row[j] + m.insert[0][c]
	}
}

// step reads one more Arabic letter: next[j] becomes the best log probability
// that the letters so far wrote latin[:j] (Viterbi).
func (m *Model) step(s symbol, latin []uint8, row, next *[maxLatin + 1]float32) {
	t := &m.chunk[s]
	n := len(latin)
	none := t[0][0]
	for j := 0; j <= n; j++ {
		best := row[j] + none
		if j > 0 {
			c1 := int(latin[j-1])
			best = max(best, row[j-1]+t[1][c1], next[j-1]+m.insert[1][c1])
			if j > 1 {
				c2 := int(latin[j-2])*26 + c1
				best = max(best, row[j-2]+t[2][c2])
				if j > 2 {
					best = max(best, row[j-3]+t[3][int(latin[j-3])*676+c2])
				}
			}
		}
		next[j] = best
	}
}
