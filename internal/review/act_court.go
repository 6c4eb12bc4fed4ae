package review

import (
	"slices"
	"time"
)

// ruleRead: one person's word that a court ordered it keeps nobody behind a door.
var ruleRead = rule{"an order that two have read", "ICCPR 9(1), 9(3); A/HRC/30/37 principle 13"}

// CourtOrderedBody is a competent court's order on the custody, as the court
// liaison tells it. An order to release acts at once. One that keeps somebody
// moves no clock until somebody else has read the paper; see
// [CourtOrderReadBody]. Orders that were entered before there was a second reader
// are not Told, and did act at once.
type CourtOrderedBody struct {
	Item  string `json:"item"` // the order, attached
	Court Forum  `json:"court"`
	// Until is the order's own end; 0 where the court orders release.
	Until Micros `json:"until,omitempty"`
	// Name is which court, and Dated the day that the order bears.
	Name  string `json:"name,omitempty"`
	Dated string `json:"dated,omitempty"`
	// Told: it waits for a second person. Clerk and ClerkOrg attached the paper.
	// The service fills all three.
	Told     bool   `json:"told,omitempty"`
	Clerk    string `json:"clerk,omitempty"`
	ClerkOrg string `json:"clerk_org,omitempty"`
}

// Kind is the act's name.
func (*CourtOrderedBody) Kind() string { return "court_ordered" }
func (*CourtOrderedBody) by() []Role   { return []Role{CourtLiaison} }

func (b *CourtOrderedBody) admit(c *Case, e Event, k Setting) error {
	switch {
	case b.Item == "" || b.Court != OrdinaryCourt:
		return ruleKeep.refuse("the order of an ordinary court, attached")
	case !c.Liberty.State.confined() || c.Liberty.State.releasing():
		return ruleStage.refuse("somebody in custody whose release is not due")
	case b.Until != 0 && (b.Until <= e.At || b.Until > e.At.Add(k.Policy.Clocks.Held.Duration())):
		return ruleKeep.refuse("an order with an end, within what the policy allows before a court looks again")
	case b.Told && (b.Name == "" || !bornBy(b.Dated, e.At)):
		return ruleKeep.refuse("which court it is, and the day that the order bears, which is not to come")
	case b.Told && c.courtOrder(b.Item) >= 0:
		return ruleOnce.refuse("an order that was not told before; one told wrongly is withdrawn first")
	}
	return nil
}

// bornBy reports whether a text is a day that has begun somewhere by then.
func bornBy(day string, at Micros) bool {
	t, err := time.Parse(time.DateOnly, day)
	return err == nil && MicrosOf(t) <= at.Add(24*time.Hour)
}

func (b *CourtOrderedBody) apply(c *Case, e Event) {
	if b.Until != 0 {
		c.founded(b.Item)
	}
	switch {
	case b.Until == 0:
		c.Liberty.move(DueForRelease, e.At)
	case b.Told:
		p, _ := c.Part(e.By)
		c.CourtOrders = append(c.CourtOrders, CourtOrder{
			Item: b.Item, Name: b.Name, Dated: b.Dated, Until: b.Until, By: e.By, Org: p.Org, Clerk: b.Clerk, ClerkOrg: b.ClerkOrg, At: e.At,
		})
	default:
		c.Liberty.Order, c.Liberty.Until = b.Item, b.Until
		c.Liberty.move(ByCourt, e.At)
	}
}

// paperReaders may confirm what a court's order says: they read the whole file
// and answer for it. Who sits does not: the panel may come to judge by that
// paper, and nobody judges their own word. Nor does a side.
var paperReaders = []Role{Registrar, FileOfficer, SecondAnalyst, Observer}

// CourtOrderReadBody is a second person's word that they have read the paper and
// that it says what was told: which court, which day, until when. From then on
// custody rests on the order.
type CourtOrderReadBody struct {
	Item  string `json:"item"`
	Name  string `json:"name"`
	Dated string `json:"dated"`
	Until Micros `json:"until"`
	Fresh bool   `json:"fresh"`
}

// Kind is the act's name.
func (*CourtOrderReadBody) Kind() string { return "court_order_read" }
func (*CourtOrderReadBody) by() []Role   { return paperReaders }

func (b *CourtOrderReadBody) admit(c *Case, e Event, _ Setting) error {
	i := c.courtOrder(b.Item)
	p, _ := c.Part(e.By)
	switch {
	case i < 0 || c.CourtOrders[i].Read != 0 || c.CourtOrders[i].Until <= e.At:
		return ruleRead.refuse("an order that was told, that nobody has confirmed yet and that has not ended")
	case !c.Liberty.State.confined() || c.Liberty.State.releasing():
		return ruleStage.refuse("somebody in custody whose release is not due")
	case !c.mayConfirm(p, c.CourtOrders[i]):
		return ruleRead.refuse("somebody else than who told of the order and who attached it, of another organisation than theirs and the holder's")
	case !b.Fresh:
		return ruleSign.refuse("password and code, given for this act")
	}
	if o := c.CourtOrders[i]; b.Name != o.Name || b.Dated != o.Dated || b.Until != o.Until {
		return ruleRead.refuse("the court, the day and the end as the paper says them, the same as were told; an order told wrongly is withdrawn and told anew")
	}
	return nil
}

// mayConfirm reports whether somebody may confirm an order: nobody who told of it
// or attached it, nor anybody of their organisations or the holder's, while no
// conflict of the teller's stands.
func (c *Case) mayConfirm(p Part, o CourtOrder) bool {
	teller := c.part(o.By)
	return p.clear() && slices.Contains(paperReaders, p.Role) && p.Account != o.By && p.Account != o.Clerk &&
		p.Org != o.Org && p.Org != o.ClerkOrg && p.Org != c.Liberty.Holder && teller != nil && !teller.conflicted()
}

func (b *CourtOrderReadBody) apply(c *Case, e Event) {
	o, l := &c.CourtOrders[c.courtOrder(b.Item)], &c.Liberty
	o.Reader, o.Read = e.By, e.At
	o.Back = &Footing{l.State, l.Since, l.Until, l.Order}
	l.Order, l.Until = b.Item, b.Until
	l.move(ByCourt, e.At)
}

// CourtOrderWithdrawnBody takes a word back that keeps somebody: the paper does
// not say so, or the court has undone it. One word is enough, since it lengthens
// nothing.
type CourtOrderWithdrawnBody struct {
	Item string `json:"item"`
	Why  string `json:"why"`
}

// Kind is the act's name.
func (*CourtOrderWithdrawnBody) Kind() string { return "court_order_withdrawn" }
func (*CourtOrderWithdrawnBody) by() []Role {
	return []Role{CourtLiaison, Registrar, FileOfficer, SecondAnalyst, Observer}
}

func (b *CourtOrderWithdrawnBody) admit(c *Case, e Event, _ Setting) error {
	p, _ := c.Part(e.By)
	i := c.courtOrder(b.Item)
	switch {
	case i < 0 || !c.mayWithdraw(p, c.CourtOrders[i]):
		return ruleRead.refuse("an order that stands, and the word of who told of it, confirmed it or may confirm it")
	case b.Why == "":
		return ruleReasons.refuse("why the order is withdrawn")
	}
	return nil
}

// mayWithdraw reports whether somebody may take an order back: the court liaison;
// while nobody has confirmed it, whoever may; and then who did.
func (c *Case) mayWithdraw(p Part, o CourtOrder) bool {
	return p.Role == CourtLiaison || o.Read == 0 && c.mayConfirm(p, o) || o.Read != 0 && p.Account == o.Reader
}

func (b *CourtOrderWithdrawnBody) apply(c *Case, e Event) {
	c.orderFalls(c.courtOrder(b.Item), OrderWithdrawn, e.At)
}
