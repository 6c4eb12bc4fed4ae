package names

// What a word must be to a name for a search to show that it was met. A model
// that weighs a spelling against chance is beaten by letters that chance hardly
// ever gives: "zzzqq" is likelier as a spelling of عزت than as chance, and is
// none. Of 2,545 counted spellings, one in fifty lies below the first bound, and
// those are translations and errors.
const (
	leastLegible = -2.9 // nats a Latin letter, given the Arabic ones
	leastLike    = 0.25
)

// legible reports whether one part can be read as a spelling of the other, and
// not only sooner than chance.
func (c *Comparer) legible(a, b uint32) bool {
	x, y := c.vocabulary.token(a), c.vocabulary.token(b)
	if x.text == y.text {
		return true
	}
	if x.runes == 1 || y.runes == 1 {
		return c.weighInitial(x, y) > 0
	}
	if x.script == y.script && (x.script != Latin || slip(x, y) > 0) {
		return true
	}
	if c.likeness(a, b) < leastLike {
		return false
	}
	switch {
	case x.script == y.script:
		return c.legibleAsOne(x, y)
	case x.script == Latin && y.script == Arabic:
		return c.legibleAs(x, y.text)
	case x.script == Arabic && y.script == Latin:
		return c.legibleAs(y, x.text)
	}
	return true
}

// legibleAsOne reports whether two Latin tokens can be read as one form.
func (c *Comparer) legibleAsOne(x, y *token) bool {
	for _, v := range x.forms {
		for _, w := range y.forms {
			if v.form == w.form && v.form != surface {
				form := c.lexicon.forms[v.form].text
				if c.legibleAs(x, form) && c.legibleAs(y, form) {
					return true
				}
			}
		}
	}
	return false
}

// legibleAs reports whether a Latin token can be read as an Arabic text: it was
// counted as a spelling of it, or its letters are likely enough.
func (c *Comparer) legibleAs(x *token, arabic string) bool {
	if id, ok := c.lexicon.byText[arabic]; ok {
		for _, l := range c.lexicon.byLatin[x.text] {
			if l.form == id {
				return true
			}
		}
	}
	texts := [2]string{x.text}
	texts[1], _ = joinedArticle(x.text)
	for _, text := range texts {
		latin := encodeLatin(text)
		if c.model.logRatio(latin, encode(arabic))+float64(c.model.chance(latin))/perNat >= leastLegible*float64(len(latin)) {
			return true
		}
	}
	return false
}

// chance is the log probability of Latin letters that spell nothing.
func (m *Model) chance(latin []uint8) nats {
	var sum nats
	for _, l := range latin {
		sum += m.background[l]
	}
	return sum
}
