package review

import "kashf.org/kashf/internal/register"

// soloGrade is the highest grade that the registrar's word alone reaches: what a
// second person has not confirmed counts as one corroboration.
const soloGrade = bindingGrade - 1

// A Raise is a grade of identity that somebody found and nobody else has
// confirmed yet.
type Raise struct {
	Grade int    `json:"grade"`
	By    string `json:"by"`
}

// A Doubt is an identity that one person holds for less sure than it was. The
// observer is told until it is as sure again.
type Doubt struct {
	From int    `json:"from"`
	At   Micros `json:"at"`
}

// IdentifiedBody records how sure the person's identity is. A lower grade counts
// at once, since doubt counts for the person; one that something adverse may rest
// on counts when a second person has confirmed it.
type IdentifiedBody struct {
	Grade int `json:"grade"`
	// Rows are the rows of the person's file now. The service fills them.
	Rows []register.RecordID `json:"rows,omitempty"`
}

// Kind is the act's name.
func (*IdentifiedBody) Kind() string { return "identified" }
func (*IdentifiedBody) by() []Role   { return []Role{Registrar} }

func (b *IdentifiedBody) admit(*Case, Event, Setting) error {
	if b.Grade < 0 || b.Grade > 5 {
		return ruleIdent.refuse("a grade of 0 to 5")
	}
	return nil
}

func (b *IdentifiedBody) apply(c *Case, e Event) {
	c.Raise = nil
	c.fileHas(b.Rows)
	switch {
	case b.Grade < c.Grade:
		if c.Doubt == nil {
			c.Doubt = &Doubt{From: c.Grade, At: e.At}
		}
		c.Grade = b.Grade
	case b.Grade > c.Grade && b.Grade >= bindingGrade:
		c.graded(max(c.Grade, soloGrade))
		c.Raise = &Raise{Grade: b.Grade, By: e.By}
	default:
		c.graded(b.Grade)
	}
}

// IdentityConfirmedBody is a second person's word on how sure the identity is.
type IdentityConfirmedBody struct {
	Grade int `json:"grade"` // that is confirmed: another was not looked at
	// Rows are the rows of the person's file now. The service fills them.
	Rows []register.RecordID `json:"rows,omitempty"`
}

// Kind is the act's name.
func (*IdentityConfirmedBody) Kind() string { return "identity_confirmed" }
func (*IdentityConfirmedBody) by() []Role   { return []Role{FileOfficer, SecondAnalyst} }

func (b *IdentityConfirmedBody) admit(c *Case, e Event, _ Setting) error {
	if !c.confirms(e.By) || b.Grade != c.Raise.Grade {
		return ruleIdent.refuse("the grade that somebody else recorded and nobody has confirmed")
	}
	return nil
}

func (b *IdentityConfirmedBody) apply(c *Case, _ Event) {
	c.graded(b.Grade)
	c.Raise = nil
	c.fileHas(b.Rows)
}

// confirms reports whether a grade waits for the word of somebody else, whom the
// account may be.
func (c *Case) confirms(account string) bool { return c.Raise != nil && c.Raise.By != account }

// graded sets a grade; what is as sure as it was is in doubt no more.
func (c *Case) graded(g int) {
	c.Grade = g
	if c.Doubt != nil && g >= c.Doubt.From {
		c.Doubt = nil
	}
}

// fileHas keeps the rows that somebody looked at. What has left by then was asked
// about before.
func (c *Case) fileHas(rows []register.RecordID) {
	if len(rows) > 0 {
		c.Rows = rows
	}
}
