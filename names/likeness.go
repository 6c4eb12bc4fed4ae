package names

import (
	"math"
	"strings"
)

// What a part that meets nothing, or meets out of place, leaves of a likeness.
const (
	leftOut      = 0.93 // a part of the longer name has no fellow: lists leave parts out
	lastLeftOut  = 0.90 // ... and it is the last
	firstLeftOut = 0.80 // ... and it is the first
	byNameOnly   = 0.45 // ... and a by-name stands where it should be
	otherByName  = 0.30 // ... and another one than the longer name's
	notFound     = 0.25 // a part of the shorter name has none in the longer one
	repeated     = 0.98 // a part that the name holds twice
	crossed      = 0.90 // two neighbours change places
	turned       = 0.95 // the family stands first
	otherSon     = 0.30 // ... and "ibn" says that it is another man: A bin B, B bin A
	alone        = 0.55 // one part against three and more
	onlyInitials = 0.55 // two letters are nobody's name
	joinedWhole  = 0.97 // the same letters, parted elsewhere
)

// scorer weighs two names against each other for their likeness.
type scorer struct {
	c    *Comparer
	a, b *Name
	x, y *Prepared
	like [MaxParts][MaxParts]float64
}

// likenessOf gives 0 to 1 for two parsed and prepared names: how far the parts
// are one name, whoever bears it, as a product.
func (c *Comparer) likenessOf(a, b *Name, x, y *Prepared) float64 {
	n, m := int(x.n), int(y.n)
	if n == 0 || m == 0 || n != len(a.Parts) || m != len(b.Parts) {
		return 0
	}
	if n > m {
		a, b, x, y, n, m = b, a, y, x, m, n
	}
	s := scorer{c: c, a: a, b: b, x: x, y: y}
	for i := range n {
		for j := range m {
			s.like[i][j] = c.likeness(x.parts[i], y.parts[j])
		}
	}
	best := s.align(0)
	if best < 0.9 {
		best = max(best, s.whole())
		if best < turned { // nothing that is turned comes to more
			best = max(best, s.rotated())
		}
	}
	if n == 1 && m > 2 {
		best *= alone
	}
	if a.initials() || b.initials() {
		best *= onlyInitials
	}
	return best
}

// rotated gives what is left where one name begins with the other's family. Of
// two names of one length either may.
func (s *scorer) rotated() float64 {
	n := int(s.x.n)
	if n < 2 {
		return 0
	}
	best := max(s.align(1), s.align(n-1))
	if s.y.n == s.x.n {
		o := scorer{c: s.c, a: s.b, b: s.a, x: s.y, y: s.x}
		for i := range n {
			for j := range n {
				o.like[i][j] = s.like[j][i]
			}
		}
		best = max(best, o.align(1), o.align(n-1))
	}
	return turned * best
}

// initials reports whether a name has no part that is written out.
func (n *Name) initials() bool {
	for _, p := range n.Parts {
		if p.Marks&Initial == 0 {
			return false
		}
	}
	return true
}

// align finds the best alignment of the shorter name, read from its part
// first on and round again, with the longer one.
func (s *scorer) align(first int) float64 {
	var d [MaxParts + 1][MaxParts + 1]float64
	n, m := int(s.x.n), int(s.y.n)
	at := func(i int) int { return (i + first) % n }
	d[0][0] = 1
	for i := 0; i <= n; i++ {
		for j := 0; j <= m; j++ {
			best := d[i][j]
			if i > 0 && j > 0 {
				v := d[i-1][j-1] * s.like[at(i-1)][j-1]
				if first != 0 {
					v *= s.order(at(i-1), j-1)
				}
				best = max(best, v)
			}
			if i > 0 {
				best = max(best, d[i-1][j]*s.gap(s.x, at(i-1), n, m == n))
			}
			if j > 0 {
				best = max(best, d[i][j-1]*s.missing(j-1, n))
			}
			if i > 1 && j > 1 {
				v := s.like[at(i-2)][j-1] * s.like[at(i-1)][j-2] * s.order(at(i-2), j-1) * s.order(at(i-1), j-2)
				best = max(best, d[i-2][j-2]*v*crossed)
			}
			if i > 1 && j > 0 {
				best = max(best, d[i-2][j-1]*s.c.joined(s.x, at(i-2), at(i-1), s.y, j-1))
			}
			if j > 1 && i > 0 {
				best = max(best, d[i-1][j-2]*s.c.joined(s.y, j-2, j-1, s.x, at(i-1)))
			}
			d[i][j] = best
		}
	}
	return d[n][m]
}

// order doubts parts that changed places when one stands behind "ibn" and the
// other does not.
func (s *scorer) order(i, j int) float64 {
	if (s.a.Parts[i].Marks^s.b.Parts[j].Marks)&(Ibn|Bint) != 0 {
		return math.Sqrt(otherSon)
	}
	return 1
}

func (s *scorer) gap(p *Prepared, i, n int, equal bool) float64 {
	if p.repeats(i) && s.meets(i, -1) {
		return repeated
	}
	if equal {
		return math.Sqrt(notFound * leftOut)
	}
	return notFound
}

// missing is what a part of the longer name that meets nothing leaves.
func (s *scorer) missing(j, n int) float64 {
	m := int(s.y.n)
	switch {
	case s.y.repeats(j) && s.meets(-1, j):
		return repeated
	case n == m:
		return math.Sqrt(notFound * leftOut)
	case j == 0 && s.a.Kunya != nil:
		return s.kunyaFor()
	case j == 0:
		return firstLeftOut
	case j == m-1:
		return lastLeftOut
	}
	return leftOut
}

// kunyaFor is what is left where a kunya stands for the given name that the
// longer name has.
func (s *scorer) kunyaFor() float64 {
	switch {
	case s.b.Kunya == nil:
		return byNameOnly
	case s.c.likeness(s.x.kunya, s.y.kunya) < 0.5:
		return otherByName
	}
	return firstLeftOut
}

// fellow is how far two parts are one name at least, so that another of the same
// is no more than written twice.
const fellow = 0.5

// meets reports whether the part i of the shorter name, or j of the longer one,
// has a fellow in the other name. A part that is written twice and has none is
// left out as any other: else two names that repeat themselves would lose all
// their parts, and be alike.
func (s *scorer) meets(i, j int) bool {
	for k := range int(s.x.n) {
		for l := range int(s.y.n) {
			if (k == i || l == j) && s.like[k][l] >= fellow {
				return true
			}
		}
	}
	return false
}

func (p *Prepared) repeats(i int) bool {
	for j, id := range p.parts[:p.n] {
		if j != i && id == p.parts[i] {
			return true
		}
	}
	return false
}

// joined gives how far two neighbours of p are the one part j of q.
func (c *Comparer) joined(p *Prepared, i, i2 int, q *Prepared, j int) float64 {
	if i2 != i+1 {
		return 0
	}
	if p.joins[i] == q.hashes[j] {
		return joinedWhole
	}
	a, b, t := c.vocabulary.token(p.parts[i]), c.vocabulary.token(p.parts[i2]), c.vocabulary.token(q.parts[j])
	if t.runes == 2 && a.script == t.script && b.script == t.script { // JC for Jean Claude
		if first := firstRune(a.text); strings.HasPrefix(t.text, string(first)+string(firstRune(b.text))) {
			return 0.7
		}
	}
	return 0
}

// whole compares the letters of both names without their spaces, which are the
// least sure of all that is written.
func (s *scorer) whole() float64 {
	return wholeLikeness(lettersOf(s.a), lettersOf(s.b), s.x.n == s.y.n)
}

// wholeLeast is how many bytes of letters a whole name has at least.
const wholeLeast = 6

// wholeLikeness compares the letters of two names, of as many parts or not.
func wholeLikeness(a, b string, even bool) float64 {
	switch {
	case len(a) < wholeLeast || len(b) < wholeLeast:
		return 0
	case a == b:
		return joinedWhole
	case even:
		return 0
	}
	var x, y [maxEdited]rune
	if len(a) >= maxEdited || len(b) >= maxEdited || editCost(x[:spell(a, &x)], y[:spell(b, &y)]) > wholeEdit {
		return 0
	}
	return joinedWhole * joinedWhole
}

func lettersOf(n *Name) string {
	var b strings.Builder
	for _, p := range n.Parts {
		b.WriteString(p.Text)
	}
	return b.String()
}

// likeness gives 0 to 1: how far two tokens are one name.
func (c *Comparer) likeness(a, b uint32) float64 {
	if a == b {
		return 1
	}
	x, y := c.vocabulary.token(a), c.vocabulary.token(b)
	if x.runes == 1 || y.runes == 1 {
		return c.likeInitial(x, y)
	}
	if x.script == y.script && (x.runes == 2 || y.runes == 2) && (strings.HasPrefix(x.text, y.text) || strings.HasPrefix(y.text, x.text)) {
		return 0.7 // cut short
	}
	if x.head.clash(y.head) {
		return 0
	}
	v := c.likeForms(x, y)
	if x.script != y.script {
		v = max(v, c.likeAcross(x, y))
	} else if r := resemblance(x.text, y.text); !x.known || !y.known || r >= sameSlip && !c.bothNames(x, y) {
		v = max(v, likeLetters(r))
	}
	return v
}

// sameSlip is how far a part that the model reads as one name and that was
// never counted as a spelling ("Basharr") must resemble another to be a slip.
const sameSlip = 0.87

// bothNames reports whether two tokens are names for certain, so that letters
// more or less are no slip.
func (c *Comparer) bothNames(x, y *token) bool {
	return min(x.runes, y.runes) < 5 || x.head != noHead || y.head != noHead || c.counts(x) && c.counts(y)
}

func (c *Comparer) counts(t *token) bool {
	return t.script != Latin || len(c.lexicon.byLatin[t.text]) > 0
}

func (c *Comparer) likeInitial(x, y *token) float64 {
	if c.weighInitial(x, y) > 0 {
		return 0.85
	}
	return 0.05
}

// likeForms is the cosine of the two posteriors, raised so that one half is
// where spellings of one name and of two part on labelled pairs.
func (c *Comparer) likeForms(x, y *token) float64 {
	var both, xx, yy float64
	for _, v := range x.forms {
		xx += float64(v.p) * float64(v.p)
		for _, w := range y.forms {
			if v.form == w.form && v.form != surface {
				both += float64(v.p) * float64(w.p)
			}
		}
	}
	for _, w := range y.forms {
		yy += float64(w.p) * float64(w.p)
	}
	const even = 0.6
	cos := both / math.Sqrt(xx*yy)
	return cos * (1 + even) / (cos + even)
}

func (c *Comparer) likeAcross(x, y *token) float64 {
	if x.script != Latin {
		x, y = y, x
	}
	switch {
	case x.script == Latin && y.script == Arabic && !y.known:
		return 1 / (1 + math.Exp(4-0.6*c.across(x, y)))
	case x.script == Latin && y.script == OtherScript:
		if h := hangul(y.text); h != "" {
			return likeLetters(resemblance(x.text, h))
		}
	}
	return 0
}

// across is the log ratio of a Latin and an Arabic token, article on or off.
func (c *Comparer) across(latin, arabic *token) float64 {
	m := c.model.in(latin.style())
	r := m.logRatio(latin.letters, arabic.letters)
	if rest, ok := joinedArticle(latin.text); ok {
		r = max(r, m.logRatio(encodeLatin(rest), arabic.letters))
	}
	if opensAsArticle(latin.text) && len(arabic.letters)+2 <= maxArabic {
		var room [maxArabic]uint8
		r = max(r, m.logRatio(latin.letters, append(append(room[:0], article...), arabic.letters...))-articleGain)
	}
	return r
}

// article is ال in the model's letters. Parse takes it off names that merely
// begin so, as أليكسي does when its hamza is not written; only a Latin spelling
// that begins so too, Alexey, gives it back.
var article = encode("ال")

func opensAsArticle(latin string) bool {
	return len(latin) > 3 && latin[1] == 'l' && strings.IndexByte("aeiou", latin[0]) >= 0
}

// likeLetters is how far two tokens of one script are one name by their letters.
func likeLetters(resemblance float64) float64 {
	const even, steep = 0.7, 14 // of ten letters three exchanged: as often another name as not
	return 1 / (1 + math.Exp(-steep*(resemblance-even)))
}
