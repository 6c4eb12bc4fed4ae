package review

import "slices"

// An OrderEnd is how a court's order lost its effect before its own end.
type OrderEnd string

// The ends.
const (
	OrderWithdrawn OrderEnd = "withdrawn"
	OrderUndone    OrderEnd = "undone" // the paper, or what ties it to the person, was undone
)

// A CourtOrder is a court's order to keep somebody: told by one person, and
// confirmed by another who read the paper. Until then it moves no clock.
type CourtOrder struct {
	Item  string `json:"item"`
	Name  string `json:"name"`  // of the court
	Dated string `json:"dated"` // the day that it bears
	Until Micros `json:"until"`

	By       string `json:"by,omitempty"` // who told of it
	Org      string `json:"org,omitempty"`
	Clerk    string `json:"clerk,omitempty"` // who attached the paper
	ClerkOrg string `json:"clerk_org,omitempty"`
	At       Micros `json:"at"`
	Reader   string `json:"reader,omitempty"` // who confirmed it
	Read     Micros `json:"read,omitempty"`

	Ended   OrderEnd `json:"ended,omitempty"`
	EndedAt Micros   `json:"ended_at,omitempty"`
	// Back is what custody rested on when the order was confirmed, and goes back
	// to where it falls.
	Back *Footing `json:"back,omitempty"`
}

// A Footing is what custody rested on.
type Footing struct {
	State LibertyState `json:"state"`
	Since Micros       `json:"since"`
	Until Micros       `json:"until,omitempty"`
	Order string       `json:"order,omitempty"`
}

// Confirmed reports whether a second person has read the paper.
func (o CourtOrder) Confirmed() bool { return o.Read != 0 }

// courtOrder is the order on a paper that was told and did not fall, -1 where
// there is none.
func (c *Case) courtOrder(item string) int {
	return slices.IndexFunc(c.CourtOrders, func(o CourtOrder) bool { return o.Item == item && o.Ended == "" })
}

// MayConfirmOrder and MayWithdrawOrder say whether the reader's part may do that
// to an order now.
func (x Seen) MayConfirmOrder(item string, now Micros) bool {
	i := x.whole.courtOrder(item)
	return i >= 0 && x.whole.toConfirm(x.Part, x.whole.CourtOrders[i], now)
}

// MayWithdrawOrder reports whether the reader's part may take an order back.
func (x Seen) MayWithdrawOrder(item string) bool {
	i := x.whole.courtOrder(item)
	return i >= 0 && x.whole.mayWithdraw(x.Part, x.whole.CourtOrders[i])
}

// toConfirm reports whether an order waits for the part's word.
func (c *Case) toConfirm(p Part, o CourtOrder, now Micros) bool {
	return o.Ended == "" && !o.Confirmed() && o.Until > now && c.Liberty.State.confined() && !c.Liberty.State.releasing() && c.mayConfirm(p, o)
}

// orderTasks ask whoever may confirm a court's order to read the paper. A review
// that rests does not rest these.
func (c *Case) orderTasks(p Part, now Micros, add func(string, ...string)) {
	for _, o := range c.CourtOrders {
		if c.toConfirm(p, o, now) {
			add("court_order_read", o.Item)
		}
	}
}

// pending reports whether some order waits for a second person.
func (c *Case) pending(now Micros) bool {
	return slices.ContainsFunc(c.CourtOrders, func(o CourtOrder) bool { return o.Ended == "" && !o.Confirmed() && o.Until > now })
}

// orderFalls takes an order's effect away. What rested on it rests on what it
// rested on itself.
func (c *Case) orderFalls(i int, how OrderEnd, at Micros) {
	o := &c.CourtOrders[i]
	o.Ended, o.EndedAt = how, at
	if !o.Confirmed() {
		return
	}
	for j := range c.CourtOrders {
		if n := &c.CourtOrders[j]; n.Ended == "" && n.Back != nil && n.Back.State == ByCourt && n.Back.Order == o.Item {
			n.Back = o.Back
			return
		}
	}
	if c.Liberty.State == ByCourt && c.Liberty.Order == o.Item {
		c.goBack(*o, at)
	}
}

// goBack lets custody rest on what it rested on before an order that fell. The
// clocks of that time run as if there had been no order: what would have run out
// has. A release that was decided meanwhile, and did nothing while a court held
// the person, is due.
func (c *Case) goBack(o CourtOrder, at Micros) {
	l := &c.Liberty
	l.State, l.Since, l.Until, l.Order = o.Back.State, o.Back.Since, o.Back.Until, o.Back.Order
	if l.Fell == 0 || o.Read < l.Fell {
		l.Fell = o.Read
	}
	if l.State != ByCourt && l.Freed != 0 && l.Freed <= at {
		l.move(DueForRelease, at)
	}
}

// beneath is the state of custody under the orders of courts that it rests on,
// "" where that was not kept.
func (c *Case) beneath() LibertyState { return c.footing().State }

// footing is what custody rests on under the orders of courts, empty where that
// was not kept.
func (c *Case) footing() Footing {
	f := Footing{State: c.Liberty.State, Order: c.Liberty.Order}
	for range c.CourtOrders {
		if f.State != ByCourt {
			break
		}
		i := c.courtOrder(f.Order)
		if i < 0 || c.CourtOrders[i].Back == nil {
			return Footing{}
		}
		f = *c.CourtOrders[i].Back
	}
	if f.State == ByCourt {
		return Footing{}
	}
	return f
}

// freesLater keeps a release that is decided while a court's order holds the
// person: not even the whole panel undoes that order, but where it ends or falls
// the release is due. Under an order of one word, as there were, it did nothing.
func (c *Case) freesLater(r Ruling, at Micros) {
	if c.beneath() == "" || r.Outcome != Release && r.Outcome != Conditional {
		return
	}
	l := &c.Liberty
	l.Bound = r.BoundUntil
	if due := at.Add(r.StayHours.Duration()); l.Freed == 0 || due < l.Freed {
		l.Freed = due
	}
}

// sooner is a stay's end, or that of a release which was decided since, or that
// of an order which was undone.
func (l Liberty) sooner(end Micros) Micros {
	for _, x := range []Micros{l.Freed, l.Latest} {
		if x != 0 {
			end = min(end, x)
		}
	}
	return end
}

// freedClock runs on a release that was decided under an order which fell.
func (l Liberty) freedClock() []Clock {
	if l.Freed == 0 {
		return nil
	}
	return []Clock{{Name: StayClock, Due: l.Freed, Custody: true}}
}

// fellClocks are the stages' deadlines that passed while custody rested on an
// order that fell: without it each would have ended custody.
func (c *Case) fellClocks() []Clock {
	var out []Clock
	if c.Liberty.Fell == 0 {
		return nil
	}
	for _, x := range c.Lapses {
		if x.Due >= c.Liberty.Fell && !x.Custody && slices.Contains(States(), State(x.Name)) {
			out = append(out, Clock{Name: x.Name, Due: x.Due, Custody: true})
		}
	}
	return out
}

// spared are the orders as somebody reads them who is not told who did what.
func spared(all []CourtOrder) []CourtOrder {
	out := slices.Clone(all)
	for i := range out {
		out[i].By, out[i].Org, out[i].Clerk, out[i].ClerkOrg, out[i].Reader, out[i].Back = "", "", "", "", "", nil
	}
	return out
}
