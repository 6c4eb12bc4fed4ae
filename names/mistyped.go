package names

import (
	"math"
	"sort"
)

// strange is the probability of an Arabic text as a name that no lexicon has. It
// is far below that of any name there: most texts of four letters are no name.
const strange = 2e-6

// mistyped gives the posterior of an Arabic text that the lexicon does not have
// and that somebody asks for: the forms that are an edit away, or itself. In a list
// such a text is taken at its word, for a list is read once and a search can be
// put again; there, [Comparer.CompareBits] knows slips by the letters alone.
func (c *Comparer) mistyped(text string) []weighted {
	l := c.lexicon
	letters := string(encode(text)) // a byte each
	weight := map[int32]float64{}
	sum := strange
	near := func(at int32) {
		if _, done := weight[at]; done {
			return
		}
		weight[at] = 0
		if p := slipOf(letters, string(encode(l.forms[at].text))); p != 0 {
			weight[at] = math.Exp(p) * float64(l.forms[at].count) / l.total
			sum += weight[at]
		}
	}
	var room [26]uint32
	hashes := omissions(text, room[:0])
	if len(hashes) == 0 { // too short to leave out more
		hashes = append(hashes, hashText(text))
	}
	for _, h := range hashes {
		l.formSlips.each(h, near)
	}
	out := []weighted{}
	for at, w := range weight {
		if p := w / sum; p >= leastMistyped {
			out = append(out, weighted{at, float32(p)})
		}
	}
	sort.Slice(out, func(i, j int) bool { return out[i].p > out[j].p || out[i].p == out[j].p && out[i].form < out[j].form })
	out = out[:min(len(out), maxForms-1)]
	rest := float32(1)
	for _, w := range out {
		rest -= w.p
	}
	sort.Slice(out, func(i, j int) bool { return out[i].form < out[j].form })
	return append(out, weighted{surface, rest})
}

// leastMistyped is the least probability of a form that is kept.
const leastMistyped = 0.02
