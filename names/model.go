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
	maxChunk   = 3            // Latin letters that one Arabic letter may stand for
	maxArabic  = 24           // letters of a token that the model reads
	maxLatin   = 32           // the same for Latin
	unseen     = -14 * perNat // log probability of a chunk never met in training
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

// nats are log probabilities in hundredths of a nat, as the table has them:
// whole numbers add up exactly in any order.
type nats = int32

const perNat = 100

// chances are the log probabilities that each symbol is written as one chunk.
type chances [numSymbols]int16

// A Model is a stochastic transducer: the probability that an Arabic letter,
// first, inside or last in its token, is written as a chunk of zero to three
// Latin letters. It is learnt by expectation maximisation from pairs of
// spellings (see names/train) and read only after that, so it is safe for
// concurrent use.
//
// Most chunks of three letters were never met, and all of those share one row:
// the table stays small enough for a processor's nearer memory, which is what
// comparing costs.
type Model struct {
	inputs     string
	none       chances                // a symbol that is not written
	rows       []chances              // of each chunk met; the first is of those never met
	row        [maxChunk + 1][]uint16 // which row, by chunk length and base-26 value
	most       []nats                 // the best of each row that is not an initial symbol's
	insert     [2][26]nats            // a Latin letter out of nothing: before the first letter, and after
	background [26]nats               // log P(Latin letter), the alternative
	styles     [numStyles]*Model      // of one style each, where they are known
}

// chunk gives the log probabilities of a chunk of n letters.
func (m *Model) chunk(n, value int) *chances { return &m.rows[m.row[n][value]] }

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
// (final), "+^" and "+-" for insertions, "*" for the background. After those, the name of
// a [Style] and a space before a symbol begin what the style says otherwise.
func ReadModel(r io.Reader) (*Model, error) {
	m := newModel()
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
	m.bound()
	for _, styled := range m.styles {
		if styled != nil {
			styled.bound()
		}
	}
	return m, nil
}

// newModel gives a model that has met nothing.
func newModel() *Model {
	m := &Model{rows: make([]chances, 1, 2048)}
	for s := range m.none {
		m.none[s], m.rows[0][s] = -8*perNat, unseen
	}
	for n, size := 1, 26; n <= maxChunk; n, size = n+1, size*26 {
		m.row[n] = make([]uint16, size)
	}
	for c := range 26 {
		m.insert[0][c], m.insert[1][c] = unseen, unseen
		m.background[c] = nats(math.Round(perNat * math.Log(1.0/26)))
	}
	return m
}

// set enters one chunk of a symbol.
func (m *Model) set(s symbol, chunk string, v int16) {
	if chunk == "" {
		m.none[s] = v
		return
	}
	row := &m.row[len(chunk)][base26(chunk)]
	if *row == 0 {
		*row = uint16(len(m.rows))
		m.rows = append(m.rows, m.rows[0])
	}
	m.rows[*row][s] = v
}

// bound works out most.
func (m *Model) bound() {
	m.most = make([]nats, len(m.rows))
	for r := range m.rows {
		m.most[r] = never
		for s, v := range m.rows[r] {
			if position(s%3) != initial {
				m.most[r] = max(m.most[r], nats(v))
			}
		}
	}
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
	m, name = m.styled(name)
	set, err := m.setter(name)
	if err != nil {
		return err
	}
	for f := range strings.FieldsSeq(rest) {
		chunk, value, _ := strings.Cut(f, "=")
		v, err := strconv.Atoi(value)
		if err != nil || v > 0 || v < math.MinInt16 || len(chunk) > maxChunk || strings.Trim(chunk, "abcdefghijklmnopqrstuvwxyz") != "" {
			return fmt.Errorf("chunk %.40q", f)
		}
		if err := set(chunk, int16(v)); err != nil {
			return err
		}
	}
	return nil
}

// setter gives the function that stores one chunk of the symbol so named.
func (m *Model) setter(name string) (func(chunk string, v int16) error, error) {
	single := func(t *[26]nats) func(string, int16) error {
		return func(chunk string, v int16) error {
			if len(chunk) != 1 {
				return fmt.Errorf("chunk %q of %q is not one letter", chunk, name)
			}
			t[chunk[0]-'a'] = nats(v)
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
	return func(chunk string, v int16) error {
		m.set(s, chunk, v)
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
