package linkage

import (
	"math"
	"slices"
	"strings"
)

// Words compares texts of several words, such as a full name or a title, in
// which words are dropped, added, misspelt and moved. It learns how rare each
// word is and weighs what two texts share by it.
//
// Levels cross the share of what was said in both (all, most, half, some)
// with how much the shared words say (12 and 20 bits of rarity).
func Words() Leveler { return words{} }

type words struct {
	rarity map[string]float64 // bits; nil before Fit
	unseen float64
}

type wordsValue struct {
	fold  string
	words []word
}

type word struct {
	text string
	run  []rune
	key  uint64
}

// maxWords bounds the work on a cell that holds a story.
const maxWords = 12

// Prepare keeps the first twelve words in the order of their letters.
func (words) Prepare(raw string) Value {
	f := Fold(raw)
	if f == "" || placeholders[f] {
		return nil
	}
	f = strings.NewReplacer("(", " ", ")", " ", "-", " ", ".", " ", "\"", " ").Replace(f)
	list := strings.Fields(f)
	list = list[:min(len(list), maxWords)]
	slices.Sort(list)
	list = slices.Compact(list)
	if len(list) == 0 {
		return nil
	}
	v := &wordsValue{fold: strings.Join(list, " ")}
	for _, w := range list {
		v.words = append(v.words, word{w, []rune(w), Hash(w)})
	}
	return v
}

// Keys gives one key a word. A rule that names the field twice asks for two
// words in common.
func (words) Keys(v Value) []uint64 {
	var keys []uint64
	for _, w := range v.(*wordsValue).words {
		if len(w.run) > 1 {
			keys = append(keys, w.key)
		}
	}
	return keys
}

func (words) Fit(values []Value, weight []float64) Comparator {
	count := map[string]float64{}
	total := 0.0
	for i, v := range values {
		if v == nil {
			continue
		}
		total += weight[i]
		for _, w := range v.(*wordsValue).words {
			count[w.text] += weight[i]
		}
	}
	c := words{rarity: make(map[string]float64, len(count)), unseen: math.Log2(total + 1)}
	for w, n := range count {
		c.rarity[w] = min(c.unseen, -math.Log2((n+.5)/(total+.5)))
	}
	return c
}

// wordShares and wordBits are the lower edges of the levels.
var (
	wordShares = []float64{.95, .7, .45, .2}
	wordBits   = []float64{20, 12, 0}
)

func (words) Levels() []string {
	return []string{
		"all, very rare", "all, rare", "all, common",
		"most, very rare", "most, rare", "most, common",
		"half, very rare", "half, rare", "half, common",
		"some, very rare", "some, rare", "some, common", "different",
	}
}

func (c words) Level(x, y Value) Level {
	a, b := x.(*wordsValue), y.(*wordsValue)
	shared, all := c.shared(a, b)
	share := shared / max(all, 1e-9)
	for i, s := range wordShares {
		if share < s {
			continue
		}
		for j, bits := range wordBits {
			if shared >= bits {
				return Level(i*len(wordBits) + j)
			}
		}
	}
	return Level(len(wordShares) * len(wordBits))
}

// shared gives the rarity that both texts share and the mean of what each
// says. A near spelling counts in part.
func (c words) shared(a, b *wordsValue) (shared, all float64) {
	var used uint32
	for _, w := range a.words {
		r := c.bits(w.text)
		all += r / 2
		best, at := 0.0, -1
		for j, v := range b.words {
			if used>>j&1 == 1 {
				continue
			}
			if s := wordSimilarity(w, v); s > best {
				best, at = s, j
			}
		}
		if at >= 0 {
			used |= 1 << at
			shared += best * min(r, c.bits(b.words[at].text))
		}
	}
	for _, w := range b.words {
		all += c.bits(w.text) / 2
	}
	return shared, all
}

func (c words) bits(w string) float64 {
	if r, ok := c.rarity[w]; ok {
		return r
	}
	return max(c.unseen, 10)
}

func wordSimilarity(a, b word) float64 {
	switch {
	case a.key == b.key:
		return 1
	case min(len(a.run), len(b.run)) == 1 && a.run[0] == b.run[0]:
		return .2
	case min(len(a.run), len(b.run)) < 3:
		return 0
	case oneEdit(a.run, b.run):
		return .8
	case jaroWinkler(a.run, b.run) >= .9:
		return .6
	}
	return 0
}

func (v *wordsValue) folded() string { return v.fold }
