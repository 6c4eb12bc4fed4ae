package names

import (
	"math"
	"sort"
)

// A Reading is one way to take a full name apart, with its probability.
type Reading struct {
	Name
	P float64
}

// A Pattern is how a list usually writes names. Its zero value is the usual
// list: given name first, family last.
type Pattern struct {
	// FamilyFirst is the share of its names that begin with the family though
	// no comma says so; 0 is taken for one in fifty.
	FamilyFirst float64
	// Compound is the share of names whose second word belongs to the given
	// name (محمد علي) and is not the father's; 0 is taken for one in eight.
	Compound float64
	// Familyless is the share of names that end with a forebear's name, the
	// family left out; 0 is taken for one in twenty.
	Familyless float64
	// Commas is the share of names written "LAST, First".
	Commas float64
	// Parts is how many parts its names usually have; 0 is not known.
	Parts int
}

// Order gives the roles of the parts of a usual name of the list, as they stand
// there: given, father, family; or family, given, father.
func (p Pattern) Order() []Role {
	n := Name{Parts: make([]Part, max(2, min(p.Parts, MaxParts)))}
	if p.Familyless > 0.5 {
		n.setForebears()
	} else {
		n.setRoles()
	}
	var out []Role
	for _, part := range n.Parts {
		out = append(out, part.Role)
	}
	if p.FamilyFirst > 0.5 || p.Commas > 0.5 {
		out = append(out[len(out)-1:], out[:len(out)-1]...)
	}
	return out
}

const (
	maxReadings     = 3
	usuallyFirst    = 0.02
	usuallyCompound = 0.125
	usuallyNoFamily = 0.05
	kunyaIsFamily   = 0.2  // "Abu X" that opens a name is the family's after all
	leastReading    = 0.02 // a reading less likely than this is not worth a look
)

// Readings gives the likeliest readings of a full name in a list that writes as
// p says, the likeliest first, at most three. Their probabilities sum to one.
// The roles of the parts hang on the reading: in محمد علي حسن the second word
// is the father's name, or belongs to the given name; in a list that was turned
// by a spreadsheet the first one is the family's.
func (c *Comparer) Readings(s string, p Pattern) []Reading {
	n := Parse(s)
	all := []Reading{{n, 1}}
	if len(n.Parts) > 1 && !n.Reordered {
		turned := n
		turned.Parts = turnedParts(n.Parts)
		turned.Reordered = true
		turned.setRoles()
		all = split(all, turned, c.familyFirst(&n, p))
	}
	if q := c.familyless(&n, p); q > 0 {
		forebears := n
		forebears.Parts = append([]Part(nil), n.Parts...)
		forebears.setForebears()
		all = split(all, forebears, q)
	}
	if k := n.Kunya; k != nil && len(n.Aliases) == 0 {
		family := n
		family.Kunya = nil
		family.Parts = append(append([]Part(nil), n.Parts...), *k)
		family.setRoles()
		all = split(all, family, kunyaIsFamily)
	}
	if q := c.compoundGiven(&n, p); q > 0 {
		one := n
		one.Parts = joinedGiven(n.Parts)
		one.setRoles()
		all = split(all, one, q)
	}
	return likeliest(all)
}

// split gives a share of the first reading's probability to another.
func split(all []Reading, other Name, share float64) []Reading {
	moved := all[0].P * share
	all[0].P -= moved
	return append(all, Reading{other, moved})
}

func likeliest(all []Reading) []Reading {
	sort.SliceStable(all, func(i, j int) bool { return all[i].P > all[j].P })
	kept := all[:1]
	sum := all[0].P
	for _, r := range all[1:] {
		if len(kept) < maxReadings && r.P >= leastReading {
			kept = append(kept, r)
			sum += r.P
		}
	}
	for i := range kept {
		kept[i].P /= sum
	}
	return kept
}

// joinedGiven makes one part of the first two.
func joinedGiven(ps []Part) []Part {
	first := Part{Raw: ps[0].Raw + " " + ps[1].Raw, Text: ps[0].Text + ps[1].Text, Marks: ps[0].Marks | ps[1].Marks | Compound}
	return append([]Part{first}, ps[2:]...)
}

// compoundGiven gives the probability that the second word belongs to the given
// name. Muhammad and Ahmad open nearly all of such names, and a name of two
// words keeps the second for the family.
func (c *Comparer) compoundGiven(n *Name, p Pattern) float64 {
	if len(n.Parts) < 3 || n.Parts[1].Marks&(Ibn|Bint|Article|House|Initial) != 0 || n.Parts[0].Marks&Initial != 0 {
		return 0
	}
	share := p.Compound
	if share == 0 {
		share = usuallyCompound
	}
	if !c.opensCompound(n.Parts[0].Text) || c.givenness(n.Parts[1]) < 0 {
		return share / 10
	}
	return share
}

func (c *Comparer) opensCompound(text string) bool {
	for _, w := range c.formsOf(text) {
		if w.form != surface && w.p > 0.5 {
			f := c.lexicon.forms[w.form].text
			return f == "محمد" || f == "احمد"
		}
	}
	return false
}

// familyFirst gives the probability that this name begins with the family.
func (c *Comparer) familyFirst(n *Name, p Pattern) float64 {
	share := p.FamilyFirst
	if share == 0 {
		share = usuallyFirst
	}
	share = min(max(share, 0.001), 0.999)
	return odds(math.Log(share/(1-share)) + c.turnedness(n))
}

func odds(logit float64) float64 { return 1 / (1 + math.Exp(-logit)) }

// turnedness is the log ratio of the parts of a name as one that begins with
// the family to the same as one that ends with it.
func (c *Comparer) turnedness(n *Name) float64 {
	first, last := n.Parts[0], n.Parts[len(n.Parts)-1]
	return max(-4, min(4, c.givenness(last)-c.givenness(first)))
}

// givenness is the log ratio of a part as a given name to the same as a
// family's: families bear the article, nisbas and names nobody is given.
func (c *Comparer) givenness(p Part) float64 {
	switch {
	case p.Marks&(House|Ibn|Bint) != 0:
		return -2
	case p.Marks&Nisba != 0:
		return -3
	case p.Marks&Article != 0:
		return -2
	case headWord(p.Text) == abdHead:
		return 1.5
	case headWord(p.Text) == abuHead:
		return -1
	}
	if _, known := c.genderOf(p); known {
		return 1
	}
	return -1
}

// familyless gives the probability that the last part is a forebear's name.
func (c *Comparer) familyless(n *Name, p Pattern) float64 {
	if len(n.Parts) < 2 || n.Reordered {
		return 0
	}
	share := p.Familyless
	if share == 0 {
		share = usuallyNoFamily
	}
	share = min(max(share, 0.001), 0.999)
	return odds(math.Log(share/(1-share)) + c.givenness(n.Parts[len(n.Parts)-1]))
}

// PatternOf infers from a sample of a list how it orders the parts of a name:
// whether the family comes first, last, behind a comma or not at all, and how
// many parts there are. A hundred names are plenty; names of one word tell
// nothing. Compound it leaves as it is usual.
func (c *Comparer) PatternOf(sample []string) Pattern {
	var seen []orders
	var sizes [MaxParts + 1]int
	commas := 0
	for _, s := range sample {
		n := Parse(s)
		sizes[len(n.Parts)]++
		switch {
		case len(n.Parts) < 2:
		case n.Reordered:
			commas++
		default:
			last := c.givenness(n.Parts[len(n.Parts)-1])
			seen = append(seen, orders{math.Exp(c.turnedness(&n)), math.Exp(last)})
		}
	}
	p := Pattern{FamilyFirst: usuallyFirst, Familyless: usuallyNoFamily}
	for range 20 { // expectation maximisation of the two shares
		p.maximise(seen)
	}
	if commas > 0 {
		p.Commas = float64(commas) / float64(commas+len(seen))
	}
	for k := 1; k <= MaxParts; k++ {
		if sizes[k] > sizes[p.Parts] || p.Parts == 0 && sizes[k] > 0 {
			p.Parts = k
		}
	}
	return p
}

// orders says how much likelier a name is as one that begins with the family,
// and as one that has none, than as one that ends with it.
type orders struct{ turned, familyless float64 }

// maximise takes one step of the shares, with a prior of the usual ones.
func (p *Pattern) maximise(seen []orders) {
	turned, familyless := usuallyFirst*priorNames, usuallyNoFamily*priorNames
	for _, o := range seen {
		t, f := p.FamilyFirst*o.turned, p.Familyless*o.familyless
		sum := t + f + max(0, 1-p.FamilyFirst-p.Familyless)
		turned += t / sum
		familyless += f / sum
	}
	all := priorNames + float64(len(seen))
	p.FamilyFirst, p.Familyless = turned/all, familyless/all
}

// priorNames is how many names the usual pattern weighs as much as.
const priorNames = 10
