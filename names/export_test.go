package names

// LexiconSpellings gives each form of the embedded lexicon, the commonest
// first, with the Latin spellings listed for it.
func LexiconSpellings() [][]string {
	var out [][]string
	for _, f := range DefaultLexicon().forms {
		out = append(out, append([]string{f.text}, f.latin...))
	}
	return out
}

// Tokens gives the number of distinct parts that c has met.
func (c *Comparer) Tokens() int { return int(c.vocabulary.next) - 1 }
