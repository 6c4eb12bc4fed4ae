package review

import "slices"

var (
	ruleInterim = rule{"urgent orders protect or free", "ICCPR 6, 7, 9(4); domain 4.5"}
)

// A Measure is what an urgent order orders. None of them can worsen anything.
type Measure string

// The measures.
const (
	FreeNow        Measure = "free"
	StayExecution  Measure = "stay_of_execution"
	MedicalCare    Measure = "medical_care"
	NoTransfer     Measure = "no_transfer"
	Separate       Measure = "separation"
	Contact        Measure = "contact" // with family, counsel, a consulate
	ChildCare      Measure = "child_protection"
	ProtectFromAll Measure = "protection"
)

var measures = []Measure{FreeNow, StayExecution, MedicalCare, NoTransfer, Separate, Contact, ChildCare, ProtectFromAll}

// An Order is an urgent order of two seats.
type Order struct {
	ID       string   `json:"id"`
	Measure  Measure  `json:"measure"`
	By       []string `json:"by"`
	At       Micros   `json:"at"` // of the signature that made it
	Made     bool     `json:"made,omitempty"`
	Ratified bool     `json:"ratified,omitempty"` // the whole panel has spoken, for or against: the order stands
}

func (o Order) made() bool { return o.Made }

// OrderedBody proposes an urgent order.
type OrderedBody struct {
	ID      string  `json:"id"`
	Measure Measure `json:"measure"`
	Why     string  `json:"why"`
}

// Kind is the act's name.
func (*OrderedBody) Kind() string { return "ordered" }
func (*OrderedBody) by() []Role   { return []Role{Member} }

func (b *OrderedBody) admit(c *Case, _ Event, _ Setting) error {
	switch {
	case len(c.Lanes) == 0:
		return ruleInterim.refuse("an urgent lane")
	case b.ID == "" || b.Why == "" || !slices.Contains(measures, b.Measure) || c.order(b.ID) >= 0:
		return ruleInterim.refuse("a measure that protects or frees, and reasons")
	}
	return c.mayFree(b.Measure)
}

// mayFree refuses to free by urgent order where a serious offence is shown, which
// is for the whole panel or a judge, and whom a court's order holds, which is for
// a court: not even the whole panel frees them.
func (c *Case) mayFree(m Measure) error {
	switch {
	case m != FreeNow:
		return nil
	case c.Serious():
		return ruleInterim.refuse("no serious offence or grave crime at P1 or above")
	case c.Liberty.State == ByCourt:
		return ruleInterim.refuse("somebody whom no court's order holds")
	case !c.Liberty.State.confined() || c.Liberty.State.releasing():
		return ruleStage.refuse("somebody in custody whose release is not due")
	}
	return nil
}

func (b *OrderedBody) apply(c *Case, e Event) {
	c.Orders = append(c.Orders, Order{ID: b.ID, Measure: b.Measure, By: []string{e.By}, At: e.At})
}

// OrderSignedBody is the second seat's name under an urgent order.
type OrderSignedBody struct {
	ID    string `json:"id"`
	Fresh bool   `json:"fresh"`
	// Makes: with this name there are enough. The service fills it.
	Makes bool `json:"makes"`
}

// Kind is the act's name.
func (*OrderSignedBody) Kind() string { return "order_signed" }
func (*OrderSignedBody) by() []Role   { return []Role{Member} }

func (b *OrderSignedBody) admit(c *Case, e Event, k Setting) error {
	i := c.order(b.ID)
	switch {
	case i < 0 || c.Orders[i].Made || slices.Contains(c.Orders[i].By, e.By):
		return ruleQuorum.refuse("an order that another seat proposed and that is not made yet")
	case !b.Fresh:
		return ruleSign.refuse("password and code, given for this act")
	case b.Makes != (c.signers(c.Orders[i])+1 >= k.Policy.Urgent.Quorum):
		return ruleQuorum.refuse("as many seats as the policy asks for")
	}
	return c.mayFree(c.Orders[i].Measure)
}

// signers counts the seats behind an order that have no conflict.
func (c *Case) signers(o Order) int {
	n := 0
	for _, a := range o.By {
		if p, ok := c.Part(a); ok && p.clear() {
			n++
		}
	}
	return n
}

func (b *OrderSignedBody) apply(c *Case, e Event) {
	o := &c.Orders[c.order(b.ID)]
	o.By = append(slices.Clone(o.By), e.By)
	if b.Makes {
		o.Made, o.At = true, e.At
		if o.Measure == FreeNow {
			c.Liberty.move(DueForRelease, e.At)
		}
	}
}

func (c *Case) order(id string) int {
	return slices.IndexFunc(c.Orders, func(o Order) bool { return o.ID == id })
}

// RatifiedBody is the word of a member who did not sign the order. For or
// against, the order stands: unratified it is looked at again, never undone.
type RatifiedBody struct {
	ID  string `json:"id"`
	For bool   `json:"for"`
	Why string `json:"why"`
}

// Kind is the act's name.
func (*RatifiedBody) Kind() string { return "ratified" }
func (*RatifiedBody) by() []Role   { return []Role{Member} }

func (b *RatifiedBody) admit(c *Case, e Event, _ Setting) error {
	i := c.order(b.ID)
	if i < 0 || !c.Orders[i].Made || c.Orders[i].Ratified || slices.Contains(c.Orders[i].By, e.By) || b.Why == "" {
		return ruleQuorum.refuse("an order of two other seats, and reasons")
	}
	return nil
}

func (b *RatifiedBody) apply(c *Case, _ Event) { c.Orders[c.order(b.ID)].Ratified = true }
