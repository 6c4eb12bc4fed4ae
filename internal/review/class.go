package review

import "slices"

// A Class is derived from the findings on both axes; nobody sets it.
type Class string

// The classes. No word is stronger than the standard reached.
const (
	Undetermined       Class = "UNDETERMINED" // the default
	PoliticalArbitrary Class = "POLITICAL_ARBITRARY"
	Ordinary           Class = "ORDINARY"
	Mixed              Class = "MIXED"
	GraveSuspect       Class = "GRAVE_SUSPECT"
	GraveConvicted     Class = "GRAVE_CONVICTED"
)

// Class derives the class from the findings that stand. Whatever is not shown
// to its standard leaves it [Undetermined].
func (c *Case) Class() Class {
	b := c.Reached()
	arbitrary := c.holds(P2, A0, A1, A2, A3, A4, A7)
	switch {
	case b[B3] == P4:
		return GraveConvicted
	case b[B3] >= P1:
		return GraveSuspect
	case c.holds(P2, A1, A2, A3, A4) && max(b[B1], b[B2]) >= P1:
		return Mixed
	case arbitrary && b[B2] < P1:
		return PoliticalArbitrary
	case c.holds(P2, A5, A6) && !arbitrary && max(b[B1], b[B2]) >= P1:
		return Ordinary
	}
	return Undetermined
}

// Reached is the highest standard that findings which stand have reached, by
// conduct.
func (c *Case) Reached() map[Conduct]Standard {
	out := map[Conduct]Standard{}
	for _, f := range c.Findings {
		if a, ok := c.allegation(f.Allegation); ok && c.counts(f) {
			out[a.Conduct] = max(out[a.Conduct], f.Standard)
		}
	}
	return out
}

// Serious reports whether a serious offence against persons or a grave crime is
// shown at P1 or above: then a lapse leads to a judge first.
func (c *Case) Serious() bool { return c.bound() && (c.shown(B2) || c.shown(B3)) }

// bound reports whether the identity, as it is judged now, is sure enough for
// anything adverse to be this person's.
func (c *Case) bound() bool { return c.Grade >= bindingGrade }

// counts reports whether a finding counts: an adverse one does only while it is
// sure whose it is. It is not lost: it counts again with the identity.
func (c *Case) counts(f Held) bool { return f.stands() && (c.bound() || !f.adverse()) }

// Grave reports whether a grave crime is shown at P1 or above. Doubt about the
// identity does not touch it: the lengths of clocks hang on it, and one person's
// entry would else end a custody in the same hour.
func (c *Case) Grave() bool { return c.shown(B3) }

// shown reports whether the conduct is shown at P1 or above.
func (c *Case) shown(b Conduct) bool {
	for i := range c.Findings {
		f := &c.Findings[i]
		if f.Standard < P1 || f.Allegation == "" || !f.stands() {
			continue
		}
		if a, ok := c.allegation(f.Allegation); ok && a.Conduct == b {
			return true
		}
	}
	return false
}

// holds reports whether one of the holdings stands at the standard or above.
func (c *Case) holds(at Standard, which ...Holding) bool {
	return slices.ContainsFunc(c.Findings, func(f Held) bool {
		return c.counts(f) && f.Standard >= at && slices.Contains(which, f.Holding)
	})
}

func (c *Case) allegation(id AllegationID) (Allegation, bool) {
	i := slices.IndexFunc(c.Allegations, func(a Allegation) bool { return a.ID == id })
	if id == "" || i < 0 {
		return Allegation{}, false
	}
	return c.Allegations[i], true
}

// A Flag is something about a person that is no class and no conduct.
type Flag string

// Flags lists the flags.
func Flags() []Flag {
	return []Flag{
		"identity_unconfirmed", "security_service_member", "informant_claimed", "death_sentence", "minor_at_arrest", "foreigner",
		"hostage_relative", "combatant_claimed",
	}
}
