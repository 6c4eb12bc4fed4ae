package review

import (
	"slices"
	"time"
)

var rulePaper = rule{"a paper that others may check", "ICCPR 14(2), 17; domain 4.4, 4.7"}

// untold is how long a paper still counts after it was withdrawn without its
// holder having been told: nobody is to learn it from who stops him on the road.
const untold = 30 * 24 * time.Hour

// A Certified is a certificate that was issued: what it says, and from when on
// it counts no more. Whose it is stands in Box alone.
type Certified struct {
	ID       string    `json:"id"`
	Code     string    `json:"code"` // [PaperCode.Hash]
	Box      []byte    `json:"box"`  // a sealed [Bearer]
	Form     Form      `json:"form"`
	Holdings []Holding `json:"holdings"`
	At       Micros    `json:"at"`
	Ends     Micros    `json:"ends,omitempty"` // withdrawn from then on
	// Open: whoever is handed the paper may check it. While it is not, the code
	// is one that nobody knows.
	Open bool `json:"open,omitempty"`
}

// A Bearer is what only the paper and its holder's side know of a certificate.
type Bearer struct {
	Code PaperCode `json:"code"`
	Name string    `json:"name"` // as it is printed
}

// CertifiedBody issues a certificate. The service seals whose it is.
type CertifiedBody struct {
	ID   string `json:"id"`
	Code string `json:"code"`
	Box  []byte `json:"box"`
	// Form and Holdings are what the paper says: what the outcome is, and what it
	// found of the custody. The service fills them from the outcome.
	Form     Form      `json:"form"`
	Holdings []Holding `json:"holdings"`
	Open     bool      `json:"open,omitempty"` // the holder agreed that it may be checked
	// Name is typed, sealed into Box and kept nowhere else.
	Name string `json:"-"`
}

// Kind is the act's name.
func (*CertifiedBody) Kind() string { return "certified" }
func (*CertifiedBody) by() []Role   { return []Role{Registrar} }

func (b *CertifiedBody) admit(c *Case, _ Event, k Setting) error {
	switch {
	case c.State != Final && c.State != Closed || c.Outcome == nil || c.Outcome.Outcome != Certificate:
		return ruleStage.refuse("an outcome that is a certificate, and the time for appeals over")
	case len(b.Holdings) == 0 || !slices.Equal(b.Holdings, c.Outcome.certifies()) || b.Form != k.Policy.Form():
		return rulePaper.refuse("what the outcome found of the custody, and nothing else")
	case b.ID == "" || b.Code == "" || len(b.Box) == 0 || c.paper(b.ID) >= 0:
		return ruleForm.refuse("the holder's name as it is to stand on the paper")
	}
	return nil
}

func (b *CertifiedBody) apply(c *Case, e Event) {
	c.Certificates = append(c.Certificates, Certified{ID: b.ID, Code: b.Code, Box: b.Box, Form: b.Form, Holdings: b.Holdings, At: e.At, Open: b.Open})
}

func (c *Case) paper(id string) int {
	return slices.IndexFunc(c.Certificates, func(x Certified) bool { return x.ID == id })
}

// certifies are the findings on how the bearer was held, and nothing else: a
// certificate accuses nobody, and says of nothing that it is not determined.
func (r Ruling) certifies() []Holding {
	var out []Holding
	for _, f := range r.Findings {
		if f.Holding != "" && f.Holding != A9 && f.Standard >= P2 && !slices.Contains(out, f.Holding) {
			out = append(out, f.Holding)
		}
	}
	return out
}

// PaperWithdrawnBody withdraws a certificate: at once where its holder was told,
// and otherwise after thirty days.
type PaperWithdrawnBody struct {
	ID   string `json:"id"`
	Told bool   `json:"told"`
	Why  string `json:"why"`
}

// Kind is the act's name.
func (*PaperWithdrawnBody) Kind() string { return "paper_withdrawn" }
func (*PaperWithdrawnBody) by() []Role   { return []Role{Registrar} }

func (b *PaperWithdrawnBody) admit(c *Case, e Event, _ Setting) error {
	i := c.paper(b.ID)
	switch {
	case i < 0 || c.Certificates[i].Ends != 0 && (c.Certificates[i].Ends <= e.At || !b.Told):
		return rulePaper.refuse("a certificate that counts")
	case b.Why == "":
		return ruleReasons.refuse("why the paper is withdrawn")
	}
	return nil
}

func (b *PaperWithdrawnBody) apply(c *Case, e Event) {
	x := &c.Certificates[c.paper(b.ID)]
	switch end := e.At.Add(untold); {
	case b.Told:
		x.Ends = e.At
	case x.Ends == 0:
		x.Ends = end
	}
}

// PaperShownBody lets others check a certificate, or ends that. It is for the
// holder to say, and needs no reason: while it is closed, nobody can find out
// that there is such a paper.
type PaperShownBody struct {
	ID   string `json:"id"`
	Open bool   `json:"open"`
}

// Kind is the act's name.
func (*PaperShownBody) Kind() string { return "paper_shown" }
func (*PaperShownBody) by() []Role   { return []Role{Registrar, Representative} }

func (b *PaperShownBody) admit(c *Case, _ Event, _ Setting) error {
	i := c.paper(b.ID)
	switch {
	case i < 0:
		return rulePaper.refuse("a certificate of this case")
	case c.Certificates[i].Open == b.Open:
		return ruleOnce.refuse("a change")
	}
	return nil
}

func (b *PaperShownBody) apply(c *Case, _ Event) { c.Certificates[c.paper(b.ID)].Open = b.Open }

// withdrawAll lets every certificate fall with the outcome that it rests on,
// thirty days later where its holder is not told before.
func (c *Case) withdrawAll(at Micros) {
	for i := range c.Certificates {
		if x := &c.Certificates[i]; x.Ends == 0 {
			x.Ends = at.Add(untold)
		}
	}
}
