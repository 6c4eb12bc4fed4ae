package review

import "slices"

var ruleTwin = rule{"one person, one review", "ICCPR 14(7), 9(3); domain 4.7"}

// A Twin is another open case on the same person, since two files were joined:
// each case was opened when nobody knew. Until it is settled neither comes to an
// outcome; the clocks on custody run on in both.
type Twin struct {
	Other   CaseID  `json:"other"`
	At      Micros  `json:"at"`
	Settled HowTwin `json:"settled,omitempty"` // "" while it is asked
}

// A HowTwin is how a question about two open cases was settled.
type HowTwin string

// The answers.
const (
	TwinEnds   HowTwin = "ends"    // this case ends; the other goes on
	TwinGoesOn HowTwin = "goes_on" // the other ended
	TwinApart  HowTwin = "apart"   // the files are of two people
)

// unsettled is the place of the question about another case, -1 where none is
// asked.
func (c *Case) unsettled(other CaseID) int {
	return slices.IndexFunc(c.Twins, func(t Twin) bool { return t.Other == other && t.Settled == "" })
}

// JoinedBody asks about another open case on the same person.
type JoinedBody struct {
	Other CaseID `json:"other"`
}

// Kind is the act's name.
func (*JoinedBody) Kind() string { return "joined" }
func (*JoinedBody) by() []Role   { return []Role{Timekeeper} }

func (b *JoinedBody) admit(c *Case, _ Event, _ Setting) error {
	if b.Other == "" || b.Other == c.ID || c.State == Closed || c.unsettled(b.Other) >= 0 {
		return ruleTwin.refuse("another open case, of which nothing is asked")
	}
	return nil
}

func (b *JoinedBody) apply(c *Case, e Event) {
	c.Twins = append(c.Twins, Twin{Other: b.Other, At: e.At})
}

// TwinSettledBody answers. A registrar says that this case ends or that the files
// are of two people; that the other ended, or that the files were parted, the
// program enters.
type TwinSettledBody struct {
	Other CaseID  `json:"other"`
	How   HowTwin `json:"how"`
	Why   string  `json:"why,omitempty"`
	// Began is when the clocks on the custody began in the case that ended, 0
	// where it was none or later than here. Clocks only come nearer by it. The
	// service fills it.
	Began Micros `json:"began,omitempty"`
	// Nearer: the other case is as near to freedom as this one, or nearer. The
	// service fills it.
	Nearer bool `json:"nearer,omitempty"`
}

// Kind is the act's name.
func (*TwinSettledBody) Kind() string { return "twin_settled" }
func (*TwinSettledBody) by() []Role   { return []Role{Registrar, Timekeeper} }

func (b *TwinSettledBody) admit(c *Case, e Event, _ Setting) error {
	switch {
	case c.unsettled(b.Other) < 0:
		return ruleTwin.refuse("a question about another open case")
	case b.How == TwinGoesOn && e.By != Machine, b.How != TwinEnds && b.How != TwinApart && b.How != TwinGoesOn:
		return ruleTwin.refuse("that this case ends, or that the files are of two people")
	case e.By != Machine && b.Why == "":
		return ruleReasons.refuse("a ground and reasons")
	case b.How == TwinEnds && c.Resting == nil && !c.State.open():
		return ruleTwin.refuse("a case without an outcome: what was decided stands, and the other ends")
	case b.How == TwinEnds && !b.Nearer:
		return ruleTwin.refuse("that the case goes on in which the person is nearer to freedom")
	}
	return nil
}

func (b *TwinSettledBody) apply(c *Case, e Event) {
	i := c.unsettled(b.Other)
	c.Twins[i].Settled = b.How
	if l := &c.Liberty; b.Began != 0 && l.Began != 0 {
		l.Began = min(l.Began, b.Began)
	}
	if b.How == TwinEnds {
		c.Resting = nil
		c.enter(Closed, e.At)
	}
}

// freedom is how near to freedom custody has come, more being nearer.
func (l Liberty) freedom() int {
	switch l.State {
	case ByCourt, InCustody:
		return 0
	case CourtDue:
		return 1
	case Stay:
		return 2
	case DueForRelease:
		return 3
	case ReleasePlanned:
		return 4
	}
	return 5 // out, or never in: nothing of this case is lost with it
}

// asNear reports whether ending a case in favour of another leaves the person no
// further from freedom: the other has come as far, and where both rest on the
// review alone its clocks began no later.
func (l Liberty) asNear(other Liberty) bool {
	if !l.State.confined() {
		return true // nothing here holds anybody
	}
	if !other.State.confined() {
		return false
	}
	a, b := l.freedom(), other.freedom()
	return b > a || b == a && other.Began <= l.Began
}
