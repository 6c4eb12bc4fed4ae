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

// sharedBits gives the rarity that both texts share. A word that is in both is
// taken with itself; each other with the word of the other text most like it, and
// counts in part where the spellings differ. Both ways are taken and the mean
// given, so that it does not matter which text is asked first.
func sharedBits(a, b *wordsValue) float64 {
	if a == b {
		return a.bits
	}
	shared, restA, restB := commonWords(a.words, b.words)
	if restA == 0 || restB == 0 {
		return shared
	}
	var like likeness
	if !like.fill(a.words, b.words, restA, restB) {
		return shared
	}
	there := oneWay(a.words, b.words, restA, restB, func(i, j int) uint8 { return like[i][j] })
	back := oneWay(b.words, a.words, restB, restA, func(i, j int) uint8 { return like[j][i] })
	return shared + (there+back)/2
}

// commonWords gives the rarity of the words that two texts share, and marks the
// other words of each.
func commonWords(a, b []word) (shared float64, restA, restB uint32) {
	restA, restB = 1<<len(a)-1, 1<<len(b)-1
	for i := range a {
		for j := range b {
			if a[i].key == b[j].key {
				shared += min(a[i].bits, b[j].bits)
				restA &^= 1 << i
				restB &^= 1 << j
				break
			}
		}
	}
	return shared, restA, restB
}

// likeness holds how like the words of two texts are, in tenths.
type likeness [maxWords][maxWords]uint8

// fill compares the marked words; it tells whether any are like each other.
func (l *likeness) fill(a, b []word, restA, restB uint32) (any bool) {
	for i := range a {
		if restA>>i&1 == 0 {
			continue
		}
		for j := range b {
			if restB>>j&1 == 0 {
				continue
			}
			l[i][j] = wordSimilarity(&a[i], &b[j])
			any = any || l[i][j] > 0
		}
	}
	return any
}

// oneWay takes each marked word of a with the one of b most like it that is not
// taken.
func oneWay(a, b []word, restA, restB uint32, like func(i, j int) uint8) (shared float64) {
	for i := range a {
		if restA>>i&1 == 0 {
			continue
		}
		best, at := uint8(0), -1
		for j := range b {
			if restB>>j&1 == 0 {
				continue
			}
			if s := like(i, j); s > best {
				best, at = s, j
			}
		}
		if at >= 0 {
			restB &^= 1 << at
			shared += float64(best) / 10 * min(a[i].bits, b[at].bits)
		}
	}
	return shared
}

// wordSimilarity says how like two words are that are not the same, in tenths.
func wordSimilarity(a, b *word) uint8 {
	if len(a.run) > len(b.run) || len(a.run) == len(b.run) && a.key > b.key {
		a, b = b, a // Jaro's measure may differ by which word is asked first
	}
	switch short := len(a.run); {
	case short == 1 && a.run[0] == b.run[0]:
		return 2
	case short < 3 || !mayReach(a.run, b.run, a.has, b.has, .8):
		return 0
	case oneEdit(a.run, b.run):
		return 8
	case jaroWinkler(a.run, b.run) >= .9:
		return 6
	}
	return 0
}
