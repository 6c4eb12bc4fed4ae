package names

import (
	"math"
	"math/bits"
	"sync/atomic"
)

const (
	mismatch = 0.02 // factor of two parts that have nothing in common: wrong entry, by-name, translation
	agree    = 0.97
	maxBits  = 13 // what one part may say for a match
	quantum  = 512
)

// factors remembers the evidence of token pairs. A slot holds both token
// numbers and the bits in one word, so that it is read and written without a
// lock; a pair that lands on another's slot replaces it.
type factors struct {
	slots []atomic.Uint64
	shift uint
}

func newFactors(bits uint) *factors {
	return &factors{slots: make([]atomic.Uint64, 1<<bits), shift: 64 - bits}
}

// pairBits gives the evidence, in bits, that two tokens are one name: log2 of
// P(both spellings | one name) over P(both | two names). It is symmetric and
// always a multiple of 1/512, so that sums of it are exact.
func (c *Comparer) pairBits(a, b uint32) float64 {
	if a == b {
		return c.sameBits(a)
	}
	if apart(c.vocabulary.token(a), c.vocabulary.token(b)) {
		return apartBits
	}
	return float64(c.met(a, b)) / quantum
}

// met gives, in units of a quantum, pairBits of two tokens that are not apart.
func (c *Comparer) met(a, b uint32) int16 {
	if a > b {
		a, b = b, a
	}
	key := uint64(a)<<24 | uint64(b)
	slot := &c.factors.slots[key*0x9E3779B97F4A7C15>>c.factors.shift]
	if v := slot.Load(); v>>16 == key {
		return int16(v)
	}
	q := int16(math.Round(c.weigh(c.vocabulary.token(a), c.vocabulary.token(b)) * quantum))
	slot.Store(key<<16 | uint64(uint16(q)))
	return q
}

// apartBits is what two parts that have nothing in common say against a match.
var apartBits = math.Round(math.Log2(mismatch)*quantum) / quantum

// apartUnits is the same, counted in quanta.
var apartUnits = int16(apartBits * quantum)

// apart reports whether weigh would find nothing in common, as for most pairs
// that are met: no form, and too many letters that only one of them has for a
// slip. It may be false for some such pairs, and is never true for others.
func apart(a, b *token) bool {
	x, y := a.brief(), b.brief()
	return x.apart(&y)
}

// brief is what apart asks of a token.
type brief struct {
	run    uint64
	sense  sense
	hash   uint32
	runes  uint8
	script Script
	known  bool
}

// sense is the forms of a token, surface left out, each hashed to a bit. Latin
// tokens have eight: in a single word nearly all would seem to share one.
type sense [4]uint64

func (s *sense) add(form int32) {
	h := uint32(form) * 0x9E3779B9
	s[h>>30] |= 1 << (h >> 24 & 63)
}

func (s *sense) meets(o *sense) bool {
	return s[0]&o[0]|s[1]&o[1]|s[2]&o[2]|s[3]&o[3] != 0
}

func (t *token) brief() brief { return brief{t.run, t.sense, t.hash, t.runes, t.script, t.known} }

func (a *brief) apart(b *brief) bool {
	if a.sense.meets(&b.sense) || a.runes == 1 || b.runes == 1 || a.hash == b.hash {
		return false
	}
	if a.script != b.script {
		switch { // a Latin part may spell an Arabic one that no lexicon has
		case a.script == Latin && b.script == Arabic:
			return b.known
		case a.script == Arabic && b.script == Latin:
			return a.known
		}
		return true
	}
	if a.known && b.known {
		return true
	}
	edits := 1
	if min(a.runes, b.runes) >= 7 {
		edits = 2
	}
	return bits.OnesCount64(a.run^b.run) > 2*edits || int(max(a.runes, b.runes)-min(a.runes, b.runes)) > edits
}

// sameBits is what meeting a part in the very same spelling says, which is
// worked out once for each.
func (c *Comparer) sameBits(id uint32) float64 {
	chunk := c.same[id>>chunkBits].Load()
	if chunk == nil {
		chunk = new([chunkSize]atomic.Int32)
		if !c.same[id>>chunkBits].CompareAndSwap(nil, chunk) {
			chunk = c.same[id>>chunkBits].Load()
		}
	}
	slot := &chunk[id%chunkSize]
	if v := slot.Load(); v != 0 {
		return float64(v-1) / quantum
	}
	t := c.vocabulary.token(id)
	q := int32(math.Round(c.weigh(t, t) * quantum))
	slot.Store(q + 1)
	return float64(q) / quantum
}

// weigh works out pairBits.
func (c *Comparer) weigh(a, b *token) float64 {
	if a.text == b.text {
		if a.runes == 1 {
			return 2
		}
		return max(c.rarity(a), c.rarity(b)) // it may be read in two ways
	}
	if a.runes == 1 || b.runes == 1 {
		return c.weighInitial(a, b)
	}
	if a.head.clash(b.head) {
		return math.Log2(mismatch)
	}
	factor := c.shared(a, b)
	if a.script == b.script {
		factor = max(factor, slip(a, b))
	} else {
		factor = max(factor, c.direct(a, b))
	}
	return min(maxBits, math.Log2(agree*factor+mismatch), c.ceiling(a, b))
}

// otherSpelling is what another spelling says less than the same one, so that a search
// shows those first who bear the name as it was typed.
const otherSpelling = 0.5

// ceiling bounds what two spellings of one name can say: no more than the name
// itself would, met twice. A slip of the pen is rare among all words, and just
// as rare among the spellings of that name, so its own rarity proves nothing.
func (c *Comparer) ceiling(a, b *token) float64 {
	bits := min(c.rarity(a), c.rarity(b))
	if a.script == b.script {
		bits -= otherSpelling
	}
	return bits
}

// rarity is what meeting the very same spelling says: the less common the
// name, the more.
func (c *Comparer) rarity(t *token) float64 {
	if t.id == 0 {
		return c.reckonRarity(t)
	}
	slot := &c.rare.chunk(t.id)[t.id%chunkSize]
	if v := slot.Load(); v != 0 {
		return math.Float64frombits(v)
	}
	bits := c.reckonRarity(t)
	slot.Store(math.Float64bits(bits))
	return bits
}

func (c *Comparer) reckonRarity(t *token) float64 {
	var bits float64
	for _, w := range t.forms {
		bits -= float64(w.p) * math.Log2(float64(c.share(t, w.form)))
	}
	return min(maxBits, bits)
}

func (c *Comparer) share(t *token, form int32) float32 {
	if form != surface {
		return c.known[form]
	}
	if s, ok := c.other[t.text]; ok {
		return s
	}
	return rarest
}

// shared sums over the forms that both tokens may stand for: P(both spellings |
// one name) over P(both | two names), which is
// Σ P(a|form) P(b|form) P(form) / P(a) P(b).
func (c *Comparer) shared(a, b *token) float64 {
	var sum float64
	for i, j := 0, 0; i < len(a.forms) && j < len(b.forms); {
		x, y := a.forms[i], b.forms[j]
		switch {
		case x.form < y.form:
			i++
		case x.form > y.form:
			j++
		case x.form == surface:
			i++
			j++
		default:
			sum += c.given(x) * c.given(y) * float64(c.known[x.form])
			i++
			j++
		}
	}
	if sum == 0 {
		return 0
	}
	return sum / (c.written(a) * c.written(b))
}

// given is P(token | form), but for a factor that is the token's own: its
// posterior over the prior that went into it.
func (c *Comparer) given(w weighted) float64 {
	if w.form == surface {
		return float64(w.p)
	}
	return credit(w.p) * c.lexicon.forms[w.form].rare
}

// written is P(token) but for the same factor, in the population that the
// shares are of.
func (c *Comparer) written(t *token) float64 {
	var sum float64
	for _, w := range t.forms {
		if w.form == surface {
			sum += float64(w.p) * rarest
		} else {
			sum += float64(w.p) * c.lexicon.forms[w.form].rare * float64(c.known[w.form])
		}
	}
	return sum
}

// credit lowers a small probability further. The posterior's prior is flatter
// than the shares it is divided by, so a rare form with a tenth of the mass
// would otherwise count as much as a common one with nine tenths.
func credit(p float32) float64 {
	const sure = 0.3
	if p >= sure {
		return float64(p)
	}
	return float64(p) * float64(p) / sure
}

// direct compares a Latin token with an Arabic one that the lexicon does not
// hold, as if it were one more form. The log ratio is measured against single
// letters, which flatters common letter groups: only a part of it is believed.
func (c *Comparer) direct(a, b *token) float64 {
	if a.script != Latin {
		a, b = b, a
	}
	if a.script != Latin || b.script != Arabic || b.known {
		return 0
	}
	ratio := c.across(a, b)
	if ratio < leastDirect || c.onlyHeads(a, b) {
		return 0
	}
	const believed = 0.8
	return math.Exp(believed*(ratio-c.weightOf(a))) / c.written(a)
}

// leastDirect is the log ratio from which a Latin token may be a spelling of an
// Arabic one that nothing is known of.
const leastDirect = 3

// onlyHeads reports whether two compounds have nothing in common but the word
// that they begin with: Abd Osama and عبد عثمان are two men, though half the
// letters of one write half of the other.
func (c *Comparer) onlyHeads(latin, arabic *token) bool {
	if latin.head == noHead || latin.head != arabic.head || len(latin.text) < headLetters || len(arabic.letters) < headLetters {
		return false
	}
	return c.model.in(latin.style()).logRatio(encodeLatin(latin.text[headLetters:]), arabic.letters[headLetters:]) < leastDirect
}

// headLetters is how long every head is, in either script.
const headLetters = 3

// fine gives the log likelihood of the Latin one of two tokens as a spelling of
// the Arabic one, against chance. Where bits stop telling names apart, because
// none can say more, or less, than a name may, it still does.
func (c *Comparer) fine(a, b *token) (float64, bool) {
	if !spells(a, b) {
		return 0, false
	}
	if a.script != Latin {
		a, b = b, a
	}
	best := c.across(a, b)
	if form, ok := c.lexicon.byText[b.text]; ok {
		for _, w := range a.forms {
			if w.form == form {
				best = max(best, math.Log(float64(w.p)*c.lexicon.forms[form].rare)+c.weightOf(a))
			}
		}
	}
	return best, true
}

// spells reports whether one of two tokens is Latin and the other Arabic.
func spells(a, b *token) bool {
	return a.script == Latin && b.script == Arabic || a.script == Arabic && b.script == Latin
}

// weighInitial compares a single letter with a name.
func (c *Comparer) weighInitial(a, b *token) float64 {
	if a.runes != 1 {
		a, b = b, a
	}
	if a.script == b.script {
		if firstRune(a.text) == firstRune(b.text) {
			return 2
		}
		return -4
	}
	latin, arabic := a, b
	if latin.script != Latin {
		latin, arabic = b, a
	}
	if latin.script == Latin && arabic.script == Arabic && len(latin.letters) > 0 && len(arabic.letters) > 0 {
		if c.model.chunk(1, int(latin.letters[0]))[symbolOf(int(arabic.letters[0]), initial)] > -3*perNat {
			return 1.5
		}
	}
	return -4
}
