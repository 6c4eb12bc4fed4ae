package names

import (
	"math"
	"sort"
	"strings"
)

// weighted is a canonical form with its probability.
type weighted struct {
	form int32
	p    float32
}

const (
	maxForms     = 8   // of a token's posterior
	beam         = 6.0 // nats below the best that a form may lie
	priorPower   = 0.6 // of the form's count; less than 1, for the counts are of another population
	doubt        = 40  // counted spellings that the model's word weighs as much as
	reckoned     = 4   // counts of a spelling that its reckoned posterior weighs as much as
	settled      = 1e3 // log weight of a reading that needs no reckoning
	leastDoubt   = 0.3 // what is left of the model's word however many were counted
	surfacePrior = 0.9 // nats a Latin letter that "a name of its own" is given
	articleGain  = 3.0 // nats: how much likelier "al" opens an Arab name than chance
)

// surface is the form of a token that stands for itself alone.
const surface int32 = math.MaxInt32

// posterior gives the forms that the part text may stand for, by rising form.
// Its probabilities sum to one, surface included: what no canonical form
// explains keeps a form of its own. An Arabic text is itself.
func (c *Comparer) posterior(text string) []weighted {
	forms, _ := c.reckon(text)
	return forms
}

// reckon gives the posterior, and the log weight of all readings together
// against chance.
func (c *Comparer) reckon(text string) ([]weighted, float64) {
	if ScriptOf(text) != Latin {
		if id, ok := c.lexicon.byText[text]; ok {
			return []weighted{{id, 1}}, 0
		}
		if forms, ok := c.lexicon.mistakes[text]; ok {
			return forms, 0
		}
		if c.asked && ScriptOf(text) == Arabic {
			return c.mistyped(text), 0
		}
		return []weighted{{surface, 1}}, 0
	}
	if ar, ok := abbreviations[text]; ok {
		if id, ok := c.lexicon.byText[ar]; ok {
			return []weighted{{id, 0.97}, {surface, 0.03}}, settled
		}
	}
	own := float64(len(text)) * surfacePrior
	forms, all := normalise(c.candidates(text, own), own)
	return c.counted(text, forms), all
}

// counted gives a posterior in which a spelling that was often counted, and
// only for some forms, hardly stands for others: "Amr" was met for عمرو fifty
// times and never for عمر, whose letters it has.
func (c *Comparer) counted(text string, forms []weighted) []weighted {
	met := make([]float64, len(forms))
	var sum float64
	for _, l := range c.lexicon.byLatin[text] {
		for i, w := range forms {
			if w.form == l.form {
				met[i] = l.n
				sum += l.n
			}
		}
	}
	if sum == 0 {
		return forms
	}
	for i := range forms {
		forms[i].p = float32((met[i] + reckoned*float64(forms[i].p)) / (sum + reckoned))
	}
	return forms
}

// candidates gives the forms near text with their unnormalised log weights, the
// best reading of each: with the article as part of the name or taken off. What
// lies a beam below own or below the best need not be there.
func (c *Comparer) candidates(text string, own float64) map[int32]float64 {
	readings := [2]reading{{text, encodeLatin(text), 0}}
	n := 1
	if rest, ok := joinedArticle(text); ok {
		readings[1] = reading{rest, encodeLatin(rest), articleGain}
		n = 2
	}
	m := c.model.in(c.style)
	best := map[int32]float64{}
	top := own
	add := func(f int32, v float64) {
		if old, ok := best[f]; !ok || v > old {
			best[f] = v
		}
		top = max(top, v)
	}
	for _, r := range readings[:n] {
		c.listed(r, add)
		c.slipped(r, add)
	}
	for _, r := range readings[:n] {
		for _, k := range c.lexicon.trie.search(m, r.latin, hunt{weigh: true, top: nats(perNat * (top - r.gain))}) {
			add(k.form, float64(k.ratio+c.lexicon.forms[k.form].prior)/perNat+r.gain)
		}
	}
	return best
}

// remembered mixes what was counted of a spelling with what the model says of
// it. "Amr" is عمرو, of whose spellings it is nine in ten, though its letters
// are those of عمر.
func (m *Model) remembered(latin []uint8, ratio, share, doubted float64) float64 {
	var chance nats
	for _, l := range latin {
		chance += m.background[l]
	}
	return math.Log((1-doubted)*share*math.Exp(-float64(chance)/perNat) + doubted*math.Exp(ratio))
}

// listed adds the forms that the spelling was counted for.
func (c *Comparer) listed(r reading, add func(int32, float64)) {
	m := c.model.in(c.style)
	for _, f := range c.lexicon.byLatin[r.text] {
		fm := &c.lexicon.forms[f.form]
		if ratio := m.logRatio(r.latin, encode(fm.text)); ratio >= 0 {
			add(f.form, m.remembered(r.latin, ratio, f.share, fm.doubted())+r.gain+float64(fm.prior)/perNat)
		}
	}
}

// slipped adds the forms of listed spellings that text is one edit away from: a
// transposed letter or one left out is no reading of the name's letters, and
// the model knows nothing of it.
func (c *Comparer) slipped(r reading, add func(int32, float64)) {
	l, text, latin := c.lexicon, r.text, r.latin
	if len(text) < 4 || len(l.byLatin[text]) > 0 {
		return
	}
	var chance nats
	for _, b := range latin {
		chance += c.model.background[b]
	}
	var room [26]uint32
	for _, h := range omissions(text, room[:0]) {
		l.slips.each(h, func(at int32) {
			p := slipOf(text, l.listed[at])
			if p == 0 {
				return
			}
			for _, f := range l.byLatin[l.listed[at]] {
				add(f.form, p+r.gain+math.Log(f.share)-float64(chance)/perNat+float64(l.forms[f.form].prior)/perNat)
			}
		})
	}
}

// slipRate is how many parts have a slip of one kind: one part in twenty has
// one of any.
const slipRate = 0.05 / 4

// slipOf gives the log probability that one who means to write listed writes
// text, one edit away; 0 for other texts. Of a kind of slip there are as many as
// places and letters allow.
func slipOf(text, listed string) float64 {
	x, y := text, listed
	for x != "" && y != "" && x[0] == y[0] {
		x, y = x[1:], y[1:]
	}
	for x != "" && y != "" && x[len(x)-1] == y[len(y)-1] {
		x, y = x[:len(x)-1], y[:len(y)-1]
	}
	n := float64(len(listed))
	switch {
	case len(x) == 0 && len(y) == 1, len(x) == 2 && len(y) == 2 && x[0] == y[1] && x[1] == y[0]:
		return math.Log(slipRate / n)
	case len(x) == 1 && len(y) <= 1:
		return math.Log(slipRate / (25 * n))
	}
	return 0
}

// doubted is the model's share in what is believed of the form's spellings: all
// where none was counted, little where very many were.
func (f *form) doubted() float64 { return max(leastDoubt, doubt/(f.met+doubt)) }

// A reading is a way to take a Latin token, with the log weight that it gains.
type reading struct {
	text  string
	latin []uint8
	gain  float64
}

// joinedArticle takes off an article written in one with a Latin name.
func joinedArticle(text string) (string, bool) {
	if len(text) < 5 {
		return "", false
	}
	if (text[0] == 'a' || text[0] == 'e' || text[0] == 'u') && (text[1] == 'l' && text[2] != 'l' || text[1] == text[2] && strings.IndexByte("rsztnd", text[1]) >= 0) {
		return text[2:], true
	}
	return "", false
}

func normalise(best map[int32]float64, own float64) ([]weighted, float64) {
	top := own
	for _, v := range best {
		top = max(top, v)
	}
	type scored struct {
		form int32
		v    float64
	}
	list := make([]scored, 0, len(best)+1)
	for f, v := range best {
		if v > top-beam {
			list = append(list, scored{f, v})
		}
	}
	sort.Slice(list, func(i, j int) bool {
		if list[i].v != list[j].v {
			return list[i].v > list[j].v
		}
		return list[i].form < list[j].form
	})
	list = append(list[:min(len(list), maxForms-1)], scored{surface, max(own, top-beam)})
	var sum float64
	for _, s := range list {
		sum += math.Exp(s.v - top)
	}
	out := make([]weighted, len(list))
	for i, s := range list {
		out[i] = weighted{s.form, float32(math.Exp(s.v-top) / sum)}
	}
	sort.Slice(out, func(i, j int) bool { return out[i].form < out[j].form })
	return out, top + math.Log(sum)
}
