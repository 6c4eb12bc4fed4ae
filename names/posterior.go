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
	attested     = 4.0 // nats that a spelling listed for a form gains it
	surfacePrior = 0.9 // nats a Latin letter that "a name of its own" is given
	articleGain  = 3.0 // nats: how much likelier "al" opens an Arab name than chance
)

// surface is the form of a token that stands for itself alone.
const surface int32 = math.MaxInt32

// posterior gives the forms that the part text may stand for, by rising form.
// Its probabilities sum to one, surface included: what no canonical form
// explains keeps a form of its own. An Arabic text is itself.
func (c *Comparer) posterior(text string) []weighted {
	if ScriptOf(text) != Latin {
		if id, ok := c.lexicon.byText[text]; ok {
			return []weighted{{id, 1}}
		}
		return []weighted{{surface, 1}}
	}
	if ar, ok := abbreviations[text]; ok {
		if id, ok := c.lexicon.byText[ar]; ok {
			return []weighted{{id, 0.97}, {surface, 0.03}}
		}
	}
	own := float64(len(text)) * surfacePrior
	return normalise(c.candidates(text, own), own)
}

// candidates gives the forms near text with their unnormalised log weights, the
// best reading of each: with the article as part of the name or taken off. What
// lies a beam below own or below the best need not be there.
func (c *Comparer) candidates(text string, own float64) map[int32]float64 {
	readings := [2]reading{{latin: encodeLatin(text)}}
	n := 1
	if rest, ok := joinedArticle(text); ok {
		readings[1] = reading{encodeLatin(rest), articleGain}
		n = 2
	}
	best := map[int32]float64{}
	top := own
	add := func(f int32, v float64) {
		if old, ok := best[f]; !ok || v > old {
			best[f] = v
		}
		top = max(top, v)
	}
	for _, f := range c.lexicon.byLatin[text] {
		for _, r := range readings[:n] {
			fm := &c.lexicon.forms[f]
			if ratio := c.model.logRatio(r.latin, encode(fm.text)); ratio >= 0 {
				add(f, ratio+r.gain+float64(fm.prior)/perNat+attested)
			}
		}
	}
	for _, r := range readings[:n] {
		for _, k := range c.lexicon.trie.search(c.model, r.latin, hunt{weigh: true, top: nats(perNat * (top - r.gain))}) {
			add(k.form, float64(k.ratio+c.lexicon.forms[k.form].prior)/perNat+r.gain)
		}
	}
	return best
}

// A reading is a way to take a Latin token, with the log weight that it gains.
type reading struct {
	latin []uint8
	gain  float64
}

// joinedArticle takes off an article written in one with a Latin name.
func joinedArticle(text string) (string, bool) {
	if len(text) < 6 {
		return "", false
	}
	if (text[0] == 'a' || text[0] == 'e' || text[0] == 'u') && (text[1] == 'l' && text[2] != 'l' || text[1] == text[2] && strings.IndexByte("rsztnd", text[1]) >= 0) {
		return text[2:], true
	}
	return "", false
}

func normalise(best map[int32]float64, own float64) []weighted {
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
	return out
}
