package review

import "slices"

var ruleExchange = rule{"leaves by two people", "ICPPED 19; domain 6.6"}

// An Exchange is a case that goes to another body: to whom, what for, and on what
// basis in law. One asks, another lets it go.
type Exchange struct {
	ID       string `json:"id"`
	To       string `json:"to"`
	Purpose  string `json:"purpose"`
	Basis    string `json:"basis"`
	At       Micros `json:"at"`
	Approved Micros `json:"approved,omitempty"`
	// Content is the hash of what the case held when it was approved.
	Content string `json:"content,omitempty"`
	Made    Micros `json:"made,omitempty"`
	Hash    string `json:"hash,omitempty"` // of the file that was made
}

// ExchangeAskedBody asks that the case go to another body.
type ExchangeAskedBody struct {
	ID      string `json:"id"`
	To      string `json:"to"`
	Purpose string `json:"purpose"`
	Basis   string `json:"basis"`
}

// Kind is the act's name.
func (*ExchangeAskedBody) Kind() string { return "exchange_asked" }
func (*ExchangeAskedBody) by() []Role   { return []Role{Registrar} }

func (b *ExchangeAskedBody) admit(c *Case, _ Event, _ Setting) error {
	if b.ID == "" || b.To == "" || b.Purpose == "" || b.Basis == "" || c.exchange(b.ID) >= 0 {
		return ruleExchange.refuse("who receives it, what for, and on what basis in law")
	}
	return nil
}

func (b *ExchangeAskedBody) apply(c *Case, e Event) {
	c.Exchanges = append(c.Exchanges, Exchange{ID: b.ID, To: b.To, Purpose: b.Purpose, Basis: b.Basis, At: e.At})
}

func (c *Case) exchange(id string) int {
	return slices.IndexFunc(c.Exchanges, func(x Exchange) bool { return x.ID == id })
}

// ExchangeApprovedBody is the second person's word, on what the case holds at that
// moment and on nothing that is added later.
type ExchangeApprovedBody struct {
	ID string `json:"id"`
	// Content is the hash of what the case holds that may leave; see
	// [Case.contents]. The service fills it; an entry older than it approves
	// whatever the case held when the file was made.
	Content string `json:"content,omitempty"`
}

// Kind is the act's name.
func (*ExchangeApprovedBody) Kind() string { return "exchange_approved" }
func (*ExchangeApprovedBody) by() []Role   { return []Role{RosterChair} }

func (b *ExchangeApprovedBody) admit(c *Case, _ Event, _ Setting) error {
	i := c.exchange(b.ID)
	if i < 0 || c.Exchanges[i].Made != 0 || c.Exchanges[i].Approved != 0 && (b.Content == "" || b.Content == c.Exchanges[i].Content) {
		return ruleExchange.refuse("a request that waits")
	}
	return nil
}

func (b *ExchangeApprovedBody) apply(c *Case, e Event) {
	x := &c.Exchanges[c.exchange(b.ID)]
	x.Approved, x.Content = e.At, b.Content
}

// outgrown reports whether the case holds something else now than when the
// exchange was approved, so that it is to be approved again.
func (c *Case) outgrown(x Exchange) bool {
	return x.Approved != 0 && x.Made == 0 && x.Content != "" && x.Content != c.contents()
}

// Outgrown is [Case.outgrown] of the whole case, for whoever reads of the exchange.
func (x Seen) Outgrown(e Exchange) bool { return x.whole.outgrown(e) }

// contents is the hash of all of the case that an exchange may tell. Where custody
// and review stand is none of it: clocks move those, and they are nobody's words.
func (c *Case) contents() string {
	p := c.packed(Exchange{}, "", 0)
	p.State, p.Custody, p.Lapses = "", "", nil
	return hashOf(essence("contents", p))
}

// ExchangeMadeBody is the file that left: its bytes, so that what was sent can be
// shown for ever. The service fills them.
type ExchangeMadeBody struct {
	ID     string `json:"id"`
	SHA256 string `json:"sha256"`
	Text   string `json:"text"`
}

// Kind is the act's name.
func (*ExchangeMadeBody) Kind() string { return "exchange_made" }
func (*ExchangeMadeBody) by() []Role   { return []Role{Registrar} }

func (b *ExchangeMadeBody) admit(c *Case, _ Event, _ Setting) error {
	switch i := c.exchange(b.ID); {
	case i < 0 || c.Exchanges[i].Approved == 0:
		return ruleExchange.refuse("a request that a second person has approved")
	case c.Exchanges[i].Made != 0:
		return ruleOnce.refuse("a file that was not made yet")
	case b.Text == "" || b.SHA256 != hashOf(b.Text):
		return ruleForm.refuse("the file and its hash")
	}
	return nil
}

func (b *ExchangeMadeBody) apply(c *Case, e Event) {
	x := &c.Exchanges[c.exchange(b.ID)]
	x.Made, x.Hash = e.At, b.SHA256
}

// Received is what another body said of the person, in a file of its own. It is a
// claim of that body, whatever that body calls it: no finding, no fact and no
// standard of this case changes by it.
type Received struct {
	From string  `json:"from"`
	Hash string  `json:"hash"`
	At   Micros  `json:"at"`
	Says []Claim `json:"says"`
}

// A Claim is one thing that another body says, in its words.
type Claim struct {
	Kind string `json:"kind"` // finding, outcome
	Text string `json:"text"`
	// Reached is the standard that the other body says it reached, as a word of
	// its own.
	Reached string `json:"reached,omitempty"`
}

// ReceivedBody takes another body's file in. Text is its bytes.
type ReceivedBody struct {
	From string  `json:"from"`
	Text string  `json:"text"`
	Says []Claim `json:"says"`
	Hash string  `json:"hash"`
}

// Kind is the act's name.
func (*ReceivedBody) Kind() string { return "received" }
func (*ReceivedBody) by() []Role   { return []Role{FileOfficer, Registrar, CourtLiaison} }

func (b *ReceivedBody) admit(c *Case, _ Event, _ Setting) error {
	switch {
	case b.From == "" || len(b.Says) == 0 || b.Hash != hashOf(b.Text):
		return ruleForm.refuse("a case's file of another body, and that body's name")
	case slices.ContainsFunc(c.Received, func(r Received) bool { return r.Hash == b.Hash }):
		return ruleOnce.refuse("a file that was not taken in before")
	}
	return nil
}

func (b *ReceivedBody) apply(c *Case, e Event) {
	c.Received = append(c.Received, Received{b.From, b.Hash, e.At, b.Says})
}
