package names

import (
	"math"
	"strings"
)

// A Style is the language by whose habits Arabic names are written in Latin
// letters: الحاج شاهين is Shaheen, Chahine, Şahin and Schahin, and who knows
// which of them writes the list reads "Haccac" as حجاج and "Cherif" as شريف.
type Style uint8

// The styles. AnyStyle is the zero value: not known, and read as all together
// write.
const (
	AnyStyle Style = iota
	EnglishStyle
	FrenchStyle
	TurkishStyle
	GermanStyle
	numStyles
)

var styleNames = [numStyles]string{"any", "english", "french", "turkish", "german"}

// String gives the style's English name in small letters.
func (s Style) String() string { return styleNames[min(s, numStyles-1)] }

// styleNamed is the way back; AnyStyle for what names none.
func styleNamed(name string) Style {
	for s := EnglishStyle; s < numStyles; s++ {
		if styleNames[s] == name {
			return s
		}
	}
	return AnyStyle
}

// StyleShares are probabilities of the styles, by Style. That of AnyStyle is 0.
type StyleShares [numStyles]float64

// surelyOne is the probability from which a style is taken for known. The
// tables of the styles lean on one table, so that little is lost where it is
// not the right one.
const surelyOne = 0.8

// Likeliest gives the style that is likely enough to read by, or AnyStyle.
func (p StyleShares) Likeliest() Style {
	for s, share := range p {
		if share >= surelyOne {
			return Style(s)
		}
	}
	return AnyStyle
}

// In gives a comparer that reads Latin names as written in a style. It shares
// everything else with c: names prepared by either can be compared by both, so
// each of two lists can be read in its own. An index of one list can be made
// by it, and must be opened by it again.
func (c *Comparer) In(s Style) *Comparer {
	d := *c
	d.style = min(s, numStyles-1)
	return &d
}

// InferStyle tells how a list's names are shared out among the styles, by
// expectation maximisation over how well each style explains each name. A
// hundred names are plenty; names in another script say nothing, and without any
// the shares are even.
func (c *Comparer) InferStyle(names []string) StyleShares {
	each := make([][numStyles]float64, 0, len(names))
	for _, s := range names {
		var log [numStyles]float64
		if c.addStyle(&log, Parse(s)) {
			each = append(each, log)
		}
	}
	shares := sharesOf(&[numStyles]float64{})
	for range styleRounds {
		var sum [numStyles]float64
		for i := range each {
			for s, p := range shares.given(&each[i]) {
				sum[s] += p
			}
		}
		for s := EnglishStyle; s < numStyles; s++ {
			shares[s] = (sum[s] + unsaid) / (float64(len(each)) + unsaid*float64(numStyles-1))
		}
	}
	return shares
}

const (
	styleRounds = 30
	unsaid      = 0.25 // names of each style that a list is taken to have beside its own
)

// styleOf tells in which style one name is written: its parts share it. One part
// alone has nothing to share.
func (c *Comparer) styleOf(n Name) Style {
	var log [numStyles]float64
	if len(n.Parts) < 2 || !c.addStyle(&log, n) {
		return AnyStyle
	}
	return sharesOf(&log).Likeliest()
}

// addStyle adds what the parts of a name say for each style, and tells whether
// they say anything.
func (c *Comparer) addStyle(log *[numStyles]float64, n Name) (said bool) {
	shared := c.In(AnyStyle)
	for _, p := range n.Parts {
		if p.Script() != Latin || len(p.Text) < 3 {
			continue
		}
		id := shared.intern(p.Text)
		if id == 0 {
			continue
		}
		t := c.vocabulary.token(id)
		for s := EnglishStyle; s < numStyles; s++ {
			log[s] += c.likelierIn(s, t)
		}
		said = true
	}
	return said
}

// likelierIn gives ln P(token | style) − ln P(token): over the forms that it may
// stand for, how much likelier each is written so in the style.
func (c *Comparer) likelierIn(s Style, t *token) float64 {
	var sum float64
	for _, w := range t.forms {
		if w.form == surface {
			sum += float64(w.p)
			continue
		}
		sum += float64(w.p) * math.Exp(c.ratioOf(c.model.in(s), t, w.form)-c.ratioOf(c.model, t, w.form))
	}
	return math.Log(max(sum, 1e-6))
}

// ratioOf is the log ratio of a token as a spelling of a form, article on or off.
func (c *Comparer) ratioOf(m *Model, t *token, form int32) float64 {
	letters := encode(c.lexicon.forms[form].text)
	r := m.logRatio(t.letters, letters)
	if rest, ok := joinedArticle(t.text); ok {
		r = max(r, m.logRatio(encodeLatin(rest), letters))
	}
	return r
}

// sharesOf gives the probabilities of the styles when each is as likely as the
// next.
func sharesOf(log *[numStyles]float64) StyleShares {
	var even StyleShares
	for s := EnglishStyle; s < numStyles; s++ {
		even[s] = 1.0 / float64(numStyles-1)
	}
	return even.given(log)
}

// given is Bayes's rule.
func (p StyleShares) given(log *[numStyles]float64) (out StyleShares) {
	top := math.Inf(-1)
	for _, v := range log[EnglishStyle:] {
		top = max(top, v)
	}
	var sum float64
	for s := EnglishStyle; s < numStyles; s++ {
		out[s] = p[s] * math.Exp(log[s]-top)
		sum += out[s]
	}
	for s := range out {
		out[s] /= sum
	}
	return out
}

// in gives the model of a style; a model that has none of it is its own.
func (m *Model) in(s Style) *Model {
	if s == AnyStyle || m.styles[s] == nil {
		return m
	}
	return m.styles[s]
}

// styled gives the model that a line of a style's is for, and what is left of
// the line's name: "french ش-" is the symbol "ش-" of the style french.
func (m *Model) styled(name string) (*Model, string) {
	style, symbol, ok := strings.Cut(name, " ")
	s := styleNamed(style)
	if !ok || s == AnyStyle {
		return m, name
	}
	if m.styles[s] == nil {
		m.styles[s] = m.branch()
	}
	return m.styles[s], symbol
}

// branch gives a model that begins as m is.
func (m *Model) branch() *Model {
	b := *m
	b.styles = [numStyles]*Model{}
	b.rows = append([]chances(nil), m.rows...)
	for n := range b.row {
		b.row[n] = append([]uint16(nil), m.row[n]...)
	}
	return &b
}
