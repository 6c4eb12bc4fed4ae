package names

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
