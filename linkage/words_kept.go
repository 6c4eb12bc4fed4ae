package linkage

import (
	"bytes"
	"encoding/gob"
	"math"
)

// Words is kept with the weight of every word.
var _ Keeper = words{}

// keptWords reads texts with the rarities of an earlier table.
type keptWords struct {
	words
	count map[uint64]float64
	total float64
}

// wordCounts is what is kept.
type wordCounts struct {
	Count Counts
	Total float64
}

func (c words) Keep() ([]byte, error) {
	var b bytes.Buffer
	kept := wordCounts{}
	if c.counts != nil {
		kept = wordCounts{countsOf(c.counts.count), c.counts.total}
	}
	err := gob.NewEncoder(&b).Encode(kept)
	return b.Bytes(), err
}

func (words) Restore(kept []byte) (Comparator, error) {
	var w wordCounts
	if err := gob.NewDecoder(bytes.NewReader(kept)).Decode(&w); err != nil {
		return nil, err
	}
	return keptWords{count: w.Count.table(), total: w.Total}, nil
}

func (c keptWords) Prepare(raw string) Value {
	v, ok := c.words.Prepare(raw).(*wordsValue)
	if !ok {
		return nil
	}
	v.weigh(c.count, c.total)
	return v
}

// Fit leaves everything as it is: it was learnt already.
func (c keptWords) Fit(values []Value, _ []float64) (Comparator, []Value) { return c, values }

// weigh sets the rarity of every word.
func (v *wordsValue) weigh(count map[uint64]float64, total float64) {
	v.bits = 0
	for k := range v.words {
		w := &v.words[k]
		w.bits = -math.Log2((count[w.key] + .5) / (total + 1))
		v.bits += w.bits
	}
}
