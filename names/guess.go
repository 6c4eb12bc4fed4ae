package names

import (
	"math"
	"sort"
	"strings"
)

// A Guess is a likely spelling in the other script. It is never what a source
// said: show it as a guess, and never store it as a name.
type Guess struct {
	Text string
	P    float64
}

// GuessArabic gives likely Arabic spellings of one Latin name, the likeliest
// first, with the article and the "Abu" that it bears. A name that no form of
// the lexicon explains has none.
func (c *Comparer) GuessArabic(latin string) []Guess {
	p, ok := Parse(latin).Given()
	if !ok || p.Script() != Latin {
		return nil
	}
	before := ""
	if p.Marks&Article != 0 {
		before = "ال"
	}
	text, isFather := strings.CutPrefix(p.Text, "abu")
	if isFather = isFather && p.Marks&Compound != 0; isFather {
		before = "أبو "
	} else {
		text = p.Text
	}
	var out []Guess
	for _, w := range c.formsOf(text) {
		if w.form != surface && w.p > 0.02 {
			out = append(out, Guess{before + display(c.lexicon.forms[w.form].text), float64(w.p)})
		}
	}
	sort.SliceStable(out, func(i, j int) bool { return out[i].P > out[j].P })
	return out
}

// display writes a compound as it is written: عبدرحمن is عبد الرحمن.
func display(form string) string {
	if rest, ok := strings.CutPrefix(form, "عبد"); ok && len([]rune(rest)) > 2 {
		if strings.HasPrefix(rest, "ال") {
			return "عبد " + rest
		}
		return "عبد ال" + rest
	}
	if stem, ok := strings.CutSuffix(form, "دين"); ok && len([]rune(stem)) > 2 {
		return stem + " الدين"
	}
	if stem, ok := strings.CutSuffix(form, "الله"); ok && stem != "" {
		return stem + " الله"
	}
	return form
}

// GuessLatin gives likely Latin spellings of one Arabic name: the commonest
// ones where the lexicon knows the name, else the model's likeliest reading,
// which lacks the vowels that Arabic does not write. An article is written al-.
func (c *Comparer) GuessLatin(arabic string) []Guess {
	p, ok := Parse(arabic).Given()
	if !ok || p.Script() != Arabic {
		return nil
	}
	var out []Guess
	if id, ok := c.lexicon.byText[p.Text]; ok && len(c.lexicon.forms[id].latin) > 0 {
		fm := &c.lexicon.forms[id]
		for _, l := range fm.latin[:min(3, len(fm.latin))] {
			out = append(out, Guess{l.text, l.n / (fm.met + unlisted)})
		}
	} else if g := c.model.likeliest(encode(p.Text)); g.Text != "" {
		out = append(out, g)
	}
	for i := range out {
		out[i].Text = capital(out[i].Text)
		if p.Marks&Article != 0 {
			out[i].Text = "al-" + out[i].Text
		}
	}
	return out
}

func capital(s string) string { return strings.ToUpper(s[:1]) + s[1:] }

// likeliest gives the likeliest chunk of every letter.
func (m *Model) likeliest(arabic []uint8) Guess {
	var b strings.Builder
	var logp float64
	for i, a := range arabic {
		p := medial
		switch {
		case i == 0:
			p = initial
		case i == len(arabic)-1:
			p = final
		}
		s := symbolOf(int(a), p)
		best, size, at := m.none[s], 0, 0
		for n := 1; n <= maxChunk; n++ {
			for v := range m.row[n] {
				if lp := m.chunk(n, v)[s]; lp > best {
					best, size, at = lp, n, v
				}
			}
		}
		logp += float64(best) / perNat
		b.WriteString(chunkOf(at, size))
	}
	return Guess{b.String(), math.Exp(logp)}
}

func chunkOf(v, size int) string {
	t := make([]byte, size)
	for i := size - 1; i >= 0; i-- {
		t[i] = byte('a' + v%26)
		v /= 26
	}
	return string(t)
}
