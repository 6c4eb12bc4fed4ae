package linkage

import (
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

// words keeps what it counted, once fitted.
type words struct{ counts *keptWords }

type wordsValue struct {
	fold  string
	words []word
	bits  float64 // rarity of all words together
}

type word struct {
	text string
	run  []rune
	has  uint64 // its letters
	key  uint64
	bits float64 // rarity
}

// maxWords bounds the work on a cell that holds a story; unfitted is the rarity
// of a word before any is known.
const (
	maxWords = 12
	unfitted = 10
)

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
		run := []rune(w)
		v.words = append(v.words, word{w, run, letters(run), Hash(w), unfitted})
		v.bits += unfitted
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

func (words) Fit(values []Value, weight []float64) (Comparator, []Value) {
	count := map[uint64]float64{}
	total := 0.0
	for i, v := range values {
		total += weight[i]
		for _, w := range v.(*wordsValue).words {
			count[w.key] += weight[i]
		}
	}
	fitted := make([]Value, len(values))
	for i, v := range values {
		old := v.(*wordsValue)
		f := &wordsValue{fold: old.fold, words: slices.Clone(old.words)}
		f.weigh(count, total)
		fitted[i] = f
	}
	return words{&keptWords{count: count, total: total}}, fitted
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

func (words) Level(x, y Value) Level {
	a, b := x.(*wordsValue), y.(*wordsValue)
	shared := sharedBits(a, b)
	share := shared / max((a.bits+b.bits)/2, 1e-9)
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

// sharedBits gives the rarity that both texts share. Each word is taken with
// the word of the other text most like it, and counts in part where the
// spellings differ. Both ways are taken and the mean given, so that it does not
// matter which text is asked first.
func sharedBits(a, b *wordsValue) float64 {
	return (oneWay(a, b) + oneWay(b, a)) / 2
}

func oneWay(a, b *wordsValue) float64 {
	var used uint32
	shared := 0.0
	for i := range a.words {
		w := &a.words[i]
		best, at := 0.0, -1
		for j := range b.words {
			if used>>j&1 == 1 {
				continue
			}
			if s := wordSimilarity(w, &b.words[j]); s > best {
				best, at = s, j
			}
		}
		if at >= 0 {
			used |= 1 << at
			shared += best * min(w.bits, b.words[at].bits)
		}
	}
	return shared
}

func wordSimilarity(a, b *word) float64 {
	short := min(len(a.run), len(b.run))
	switch {
	case a.key == b.key:
		return 1
	case short == 1 && a.run[0] == b.run[0]:
		return .2
	case short < 3 || !mayReach(a.run, b.run, a.has, b.has, .8):
		return 0
	case oneEdit(a.run, b.run):
		return .8
	case jaroWinkler(a.run, b.run) >= .9:
		return .6
	}
	return 0
}
