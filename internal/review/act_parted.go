package review

import (
	"slices"

	"kashf.org/kashf/internal/register"
)

var ruleParted = rule{"one review, one person", "ICCPR 9(1), 14(2); domain 3.4(7)"}

// A Parting is a question that stands since the file was parted: what some facts
// rest on lies in another file now, and somebody has to say which of the two is
// of the person under review. Until it is settled the case comes to no outcome;
// the clocks on custody run on. What left is stopped meanwhile.
type Parting struct {
	Other   register.PersonID   `json:"other,omitempty"` // number of the other file
	At      Micros              `json:"at"`
	Facts   []FactID            `json:"facts"`
	Rows    []register.RecordID `json:"rows,omitempty"`    // of the case's file, that lie in the other now
	Settled HowParted           `json:"settled,omitempty"` // "" while it is asked
}

// A HowParted is how a question about a parted file was settled.
type HowParted string

// The answers.
const (
	PartStays HowParted = "stays" // the file of the case is the person's; what left counts for nothing
	PartGoes  HowParted = "goes"  // the other file is; the case goes on with it
	PartWhole HowParted = "whole" // the files are one again
)

// parting is the place of the question about another file, -1 where none is
// asked.
func (c *Case) parting(other register.PersonID) int {
	return slices.IndexFunc(c.Partings, func(p Parting) bool { return p.Other == other && p.Settled == "" })
}

// PartedBody asks about facts that rest on what lies in another file now, and
// about rows that do, whether or not a fact rests on them.
type PartedBody struct {
	Other register.PersonID   `json:"other"`
	Facts []FactID            `json:"facts"`
	Rows  []register.RecordID `json:"rows,omitempty"`
}

// Kind is the act's name.
func (*PartedBody) Kind() string { return "parted" }
func (*PartedBody) by() []Role   { return []Role{Timekeeper} }

func (b *PartedBody) admit(c *Case, _ Event, _ Setting) error {
	known := func(id FactID) bool { _, ok := c.fact(id); return ok }
	if b.Other == 0 || c.State == Closed || c.parting(b.Other) >= 0 || len(b.Facts)+len(b.Rows) == 0 || slices.ContainsFunc(b.Facts, func(id FactID) bool { return !known(id) }) {
		return ruleParted.refuse("another file, of which nothing is asked, and facts of the case")
	}
	return nil
}

func (b *PartedBody) apply(c *Case, e Event) {
	c.Partings = append(c.Partings, Parting{Other: b.Other, At: e.At, Facts: b.Facts, Rows: b.Rows})
}

// PartingSettledBody answers. A registrar says whose review this is; that the
// files are one again, the program enters.
type PartingSettledBody struct {
	Other register.PersonID `json:"other"`
	How   HowParted         `json:"how"`
	Why   string            `json:"why,omitempty"`
	// Hold are the stopped facts that hold in the file that the case goes on
	// with, as the register ties them there. The service fills it.
	Hold map[FactID]Binding `json:"hold,omitempty"`
	// Left are the facts that lie in the file that the case leaves. The service
	// fills it.
	Left []FactID `json:"left,omitempty"`
	// Rows are the rows of the file that the case goes on with. The service fills
	// them.
	Rows []register.RecordID `json:"rows,omitempty"`
}

// Kind is the act's name.
func (*PartingSettledBody) Kind() string { return "parting_settled" }
func (*PartingSettledBody) by() []Role   { return []Role{Registrar, Timekeeper} }

func (b *PartingSettledBody) admit(c *Case, e Event, _ Setting) error {
	machine := e.By == Machine
	switch {
	case c.parting(b.Other) < 0:
		return ruleParted.refuse("a question about a file that was parted from this one")
	case machine != (b.How == PartWhole), b.How != PartStays && b.How != PartGoes && b.How != PartWhole:
		return ruleParted.refuse("which of the two files is of the person under review")
	case !machine && b.Why == "":
		return ruleReasons.refuse("a ground and reasons")
	case b.How == PartGoes && c.Resting == nil && !c.State.open():
		return ruleParted.refuse("a case without an outcome: what was decided is corrected, and moves to nobody else")
	}
	return nil
}

func (b *PartingSettledBody) apply(c *Case, e Event) {
	c.Partings[c.parting(b.Other)].Settled = b.How
	for i := range c.Facts {
		if f := &c.Facts[i]; b.Hold[f.ID].Lies {
			f.Stopped, f.Bound = 0, b.Hold[f.ID]
		}
	}
	if b.How != PartGoes {
		return
	}
	// What lay in the file that the case leaves counts for nothing any more, and is
	// not asked about again.
	if len(b.Left) > 0 {
		(&UndoneBody{Entry: e.Seq, Facts: b.Left}).apply(c, e)
		c.Partings = append(c.Partings, Parting{Other: c.Person, At: e.At, Facts: b.Left, Settled: PartStays})
	}
	c.Person, c.Rows = b.Other, b.Rows
}
