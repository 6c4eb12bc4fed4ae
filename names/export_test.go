package names

import "math"

// LexiconSpellings gives each form of the embedded lexicon, the commonest
// first, with the Latin spellings listed for it.
func LexiconSpellings() [][]string {
	var out [][]string
	for _, f := range DefaultLexicon().forms {
		row := []string{f.text}
		for _, s := range f.latin[:min(3, len(f.latin))] {
			row = append(row, s.text)
		}
		out = append(out, row)
	}
	return out
}

// Tokens gives the number of distinct parts that c has met.
func (c *Comparer) Tokens() int { return int(c.vocabulary.next) - 1 }

// ApartBits gives what weigh makes of two parts, and whether apart and the
// bits it stands for say the same sooner.
func (c *Comparer) ApartBits(a, b string) (weighed, apartSays float64, said bool) {
	x, y := c.vocabulary.token(c.intern(a)), c.vocabulary.token(c.intern(b))
	return math.Round(c.weigh(x, y)*quantum) / quantum, apartBits, apart(x, y)
}
