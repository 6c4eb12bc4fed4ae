package review

import (
	"slices"

	"kashf.org/kashf/when"
)

// AllegedBody adds an allegation. An allegation is P0 and no more.
type AllegedBody struct {
	Allegation
}

// Kind is the act's name.
func (*AllegedBody) Kind() string { return "alleged" }
func (*AllegedBody) by() []Role   { return []Role{FileOfficer, CourtLiaison, VictimsLiaison} }

func (b *AllegedBody) admit(c *Case, _ Event, _ Setting) error {
	if _, had := c.allegation(b.ID); had || b.ID == "" || !b.Conduct.Valid() || b.Conduct == B0 || b.Conduct == B9 {
		return ruleForm.refuse("a new allegation of a kind of conduct")
	}
	for _, d := range []string{b.From, b.To} {
		if _, err := when.Parse(d); d != "" && err != nil {
			return ruleForm.refuse("when it is said to have happened: a day, a month or a year")
		}
	}
	return nil
}

func (b *AllegedBody) apply(c *Case, _ Event) { c.Allegations = append(c.Allegations, b.Allegation) }

// FactBody brings a fact into the file.
type FactBody struct {
	Fact
}

// Kind is the act's name.
func (*FactBody) Kind() string { return "fact" }
func (*FactBody) by() []Role   { return []Role{FileOfficer, SecondAnalyst, CourtLiaison} }

func (b *FactBody) admit(c *Case, e Event, k Setting) error {
	_, had := c.fact(b.ID)
	_, about := c.allegation(b.About)
	p, _ := c.Part(e.By)
	switch {
	case had || b.ID == "" || b.About != "" && !about || !slices.Contains(factKinds, b.Fact.Kind) || !b.Forum.Valid() || b.Stopped != 0:
		return ruleForm.refuse("a new fact on the custody or an allegation, with its kind and forum")
	case b.Origin == "" || len(b.Refs) == 0:
		return ruleFacts.refuse("where it first came from, and the record or item it points at")
	case b.Fact.Kind == Judgment && p.Role != CourtLiaison:
		return ruleStandard.refuse("the court liaison, who brings judgments")
	case b.Closed && !k.Policy.Closed.Allowed:
		return ruleClosed.refuse("a policy that allows closed material")
	case b.Closed && c.State == Deliberation:
		return ruleClosed.refuse("closed material before the votes, while the person can still be given its gist")
	}
	return nil
}

func (b *FactBody) apply(c *Case, _ Event) { c.Facts = append(c.Facts, b.Fact) }

// ProposedBody proposes a finding up to P1, or one that a court's judgment
// gives. P2 and P3 are a panel's.
type ProposedBody struct {
	Finding
	// Told: a court's record against the person, which waits for a second reader.
	// The service fills it; what was entered before there was one did not wait.
	Told bool `json:"told,omitempty"`
}

// Kind is the act's name.
func (*ProposedBody) Kind() string { return "proposed" }
func (*ProposedBody) by() []Role   { return []Role{FileOfficer, SecondAnalyst, CourtLiaison} }

func (b *ProposedBody) admit(c *Case, e Event, k Setting) error {
	p, _ := c.Part(e.By)
	switch {
	case c.finding(b.ID) >= 0:
		return ruleOnce.refuse("a new finding")
	case b.Standard == P4 != (p.Role == CourtLiaison):
		return ruleStandard.refuse("the court liaison for P4, and for nothing else")
	case b.Standard == P2 || b.Standard == P3:
		return ruleStandard.refuse("a panel's decision")
	}
	return c.Check(b.Finding, k, nil)
}

func (b *ProposedBody) apply(c *Case, e Event) {
	p, _ := c.Part(e.By)
	c.Findings = append(c.Findings, Held{Finding: b.Finding, By: []string{e.By}, Court: p.Role == CourtLiaison, Told: b.Told, Policy: c.Policy, At: e.At})
}

// SecondedBody is the second analyst's name behind a proposed finding.
type SecondedBody struct {
	ID FindingID `json:"id"`
}

// Kind is the act's name.
func (*SecondedBody) Kind() string { return "seconded" }
func (*SecondedBody) by() []Role   { return []Role{FileOfficer, SecondAnalyst} }

func (b *SecondedBody) admit(c *Case, e Event, k Setting) error {
	i := c.finding(b.ID)
	if i < 0 || slices.Contains(c.Findings[i].By, e.By) || c.Findings[i].Panel || c.Findings[i].Stopped != 0 {
		return ruleStandard.refuse("a finding that somebody else proposed and that stands")
	}
	if p, _ := c.Part(e.By); c.Findings[i].Told && c.sameOrg(p, c.Findings[i].By) {
		return ruleRead.refuse("somebody of another organisation than who told of the judgment")
	}
	return c.Check(c.Findings[i].Finding, k, nil)
}

func (b *SecondedBody) apply(c *Case, e Event) {
	f := &c.Findings[c.finding(b.ID)]
	f.By = append(slices.Clone(f.By), e.By)
}

func (c *Case) finding(id FindingID) int {
	return slices.IndexFunc(c.Findings, func(f Held) bool { return f.ID == id })
}

// UndoneBody says that something was undone in the register on which facts rest,
// or the paper of an order: a link, an import, an item. It marks the facts and
// the findings that rely on them, and the order falls. After an outcome it opens a
// correction. It never lengthens custody.
type UndoneBody struct {
	Entry  int64    `json:"entry"` // that undid it
	Facts  []FactID `json:"facts,omitempty"`
	Orders []string `json:"orders,omitempty"` // papers of orders
	// OneWord are the orders that held on one person's word, with what custody
	// rested on before each, where the case has not kept that, and Freed when a
	// release is due that was decided under them. The service fills both.
	OneWord []CourtOrder `json:"one_word,omitempty"`
	Freed   Micros       `json:"freed,omitempty"`
}

// Kind is the act's name.
func (*UndoneBody) Kind() string { return "undone" }
func (*UndoneBody) by() []Role   { return []Role{Timekeeper} }

func (b *UndoneBody) admit(c *Case, _ Event, _ Setting) error {
	papers := c.knowing(b.OneWord).papers()
	switch {
	case slices.ContainsFunc(b.Orders, func(item string) bool { return !slices.Contains(papers, item) }):
		return ruleForm.refuse("the entry, and orders that the case rests on")
	case len(b.OneWord) > 0 && c.footing().State != "", b.Freed != 0 && len(b.OneWord) == 0:
		return ruleForm.refuse("what custody rested on only where the case has not kept it")
	}
	if b.Entry <= 0 || len(b.Facts)+len(b.Orders) == 0 || slices.ContainsFunc(b.Facts, func(id FactID) bool { _, ok := c.fact(id); return !ok }) {
		return ruleForm.refuse("the entry, and facts of the case")
	}
	return nil
}

func (b *UndoneBody) apply(c *Case, e Event) {
	for i := range c.Facts {
		if f := &c.Facts[i]; slices.Contains(b.Facts, f.ID) && f.Stopped == 0 {
			f.Stopped = b.Entry
		}
	}
	for i := range c.Findings {
		if f := &c.Findings[i]; f.Stopped == 0 && slices.ContainsFunc(f.Relied, func(id FactID) bool { return slices.Contains(b.Facts, id) }) {
			f.Stopped = b.Entry
		}
	}
	b.undoOrders(c, e.At)
	if c.Outcome != nil && (len(b.Facts) > 0 || c.unfounded(c.Outcome) && slices.Contains(b.Orders, c.Outcome.Order)) {
		c.Corrections++
	}
}

// undoOrders lets the orders fall, those on one word as the others.
func (b *UndoneBody) undoOrders(c *Case, at Micros) {
	c.CourtOrders = c.knowing(b.OneWord).CourtOrders
	if l := &c.Liberty; b.Freed != 0 && l.State.confined() && !l.State.releasing() {
		if l.Freed == 0 || b.Freed < l.Freed {
			l.Freed = b.Freed
		}
		if c.Outcome != nil {
			l.Bound = c.Outcome.BoundUntil
		}
	}
	for _, item := range b.Orders {
		c.paperUndone(item, at)
	}
}
