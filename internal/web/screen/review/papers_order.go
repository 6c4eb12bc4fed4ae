package review

import (
	"cmp"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"kashf.org/kashf/internal/locale"
	"kashf.org/kashf/internal/register"
	"kashf.org/kashf/internal/review"
	"kashf.org/kashf/internal/web/part"
	"kashf.org/kashf/internal/web/screen/certificate"
)

// The papers of an urgent order of two seats: one for whoever has to carry it
// out, who learns what to do and by what right and nothing of why, and one for the
// person whom it protects, in their language.

const (
	orderAt  = "order-"  // begins the address of an order's paper
	personAt = "-person" // and ends the one for the person
)

// paperName says which paper an address is of, and of which act it is.
func paperName(address string) (name, of string) {
	if id, ok := strings.CutPrefix(address, recallAt); ok {
		return "recall", id
	}
	id, ok := strings.CutPrefix(address, orderAt)
	if !ok {
		return address, ""
	}
	if id, ok = strings.CutSuffix(id, personAt); ok {
		return "order_person", id
	}
	return "order", id
}

// addresses are those of a kind of paper of the case.
func (c page) addresses(name string) []string {
	var out []string
	switch name {
	case "order":
		for _, o := range c.x.Orders {
			out = append(out, orderAt+o.ID)
		}
	case "order_person":
		for _, o := range c.x.Orders {
			out = append(out, orderAt+o.ID+personAt)
		}
	case "recall":
		for _, r := range c.x.Recalls {
			out = append(out, recallAt+r.ID)
		}
	default:
		return []string{name}
	}
	return out
}

// listed is how a list of papers calls a paper: one of several by what it is about.
func (v PaperView) listed() string { return cmp.Or(v.Listed, v.Title) }

// orderPaper is a paper of an order that was made; of one that waits for its
// second name there is none.
func (c page) orderPaper(name, of string) (PaperView, bool) {
	i := slices.IndexFunc(c.x.Orders, func(o review.Order) bool { return o.ID == of && o.Made })
	if i < 0 {
		return PaperView{}, false
	}
	o := c.x.Orders[i]
	listed, address := c.p.T("review.paper.order.listed."+name, c.p.T("review.measure."+string(o.Measure))), casePath(c.x.ID)+"/papers/"+orderAt+o.ID
	lang := ""
	if name == "order_person" {
		address += personAt
		lang, c.p = c.personsLanguage()
	}
	v := c.wayPaper(c.right(name))
	v.Lang, v.Listed, v.Facts, v.Hash, v.File = lang, listed, c.orderFacts(o), o.Fingerprint(c.x.ID), address+textEnd
	if c.r != nil {
		v.Check = c.r.Host + certificate.Path
	}
	measure, stands := string(o.Measure), "waits"
	if o.Ratified {
		stands = "stands"
	}
	if name == "order" {
		v.Lines = c.says("order", "do."+measure, stands, c.right("duty"), "nothing")
		v.Hand = append(c.says("hand", "name", "given"), c.says("order", "hand.received")...)
		return v, true
	}
	v.Lines = c.says("order", "you."+measure, stands, c.right("you"), "you.nothing", "you.undone")
	if l := c.x.Told.Understands(); l != "" && !slices.Contains(locale.Languages(), l) {
		v.Facts = append(v.Facts, c.paperFact("review.paper.order.f.read", languageName(c.p, l, c.x.Told.Named)))
	}
	v.Hand = c.says("hand", "name", "read", "given", "mark")
	return v, true
}

// right is a word of an order's paper by what the body may do: without a mandate
// in law two seats ask, and do not order.
func (c page) right(word string) string {
	if c.x.Policy.Form() != review.Decision {
		return word + ".asked"
	}
	return word
}

// personsLanguage is the language that the person understands where the program
// speaks it, and otherwise the reader's: then it is read out through somebody.
func (c page) personsLanguage() (string, locale.Printer) {
	l := c.x.Told.Understands()
	if l == c.p.Lang() || !slices.Contains(locale.Languages(), l) {
		return "", c.p
	}
	return l, locale.For(l)
}

// orderFacts say what is ordered, for whom, by which seats and since when. A seat
// is named by its code: whoever carries an order out does not learn who signed.
func (c page) orderFacts(o review.Order) []part.Fact {
	out := []part.Fact{
		c.paperFact("review.paper.order.f.what", c.p.T("review.measure."+string(o.Measure))),
		c.paperFact("review.paper.order.f.whom", c.p.T("review.paper.order.f.whom.is")),
		c.paperFact("review.paper.order.f.seats", c.p.List(c.signers(o)...)),
		c.paperFact("review.paper.order.f.made", c.p.DateTime(o.At.Time())),
	}
	if m := c.x.Policy.Mandate; m.Instrument != "" {
		out = append(out, c.paperFact("review.paper.order.f.mandate", m.Instrument))
	}
	if o.Measure != review.FreeNow {
		out = append(out, c.paperFact("review.paper.order.f.until", c.p.T("review.paper.order.f.until.open")))
	}
	looked := c.p.T("review.paper.order.f.looked.yes")
	if !o.Ratified {
		looked = c.p.T("review.paper.order.f.looked.no")
		if i := slices.IndexFunc(c.x.Clocks, func(k review.Clock) bool { return k.Name == review.RatifyClock && k.Of == o.ID }); i >= 0 {
			looked = c.p.T("review.paper.order.f.looked.by", c.p.DateTime(c.x.Clocks[i].Due.Time()))
		}
	}
	return append(out, c.paperFact("review.paper.order.f.looked", looked))
}

// signers are the seats behind an order, each with its code.
func (c page) signers(o review.Order) []string {
	var out []string
	for _, a := range o.By {
		seat := c.p.T("review.paper.order.seat")
		if p, ok := c.x.Case.Part(a); ok && p.Seat != "" {
			seat = seatWords(c.p, p.Seat)
		}
		if code := c.x.Codes[a]; code != "" {
			seat = c.p.T("review.seated", seat, locale.Isolate(code))
		}
		out = append(out, seat)
	}
	return out
}

// orderText gives the signed text of an order's paper.
func (c page) orderText(w http.ResponseWriter, address string) error {
	v, ok := c.paperOf(address)
	if !ok || v.File == "" {
		return register.ErrNotFound
	}
	p := c.p
	if v.Lang != "" {
		p = locale.For(v.Lang)
	}
	signed, err := c.Sign(orderLines(p, v))
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.Header().Set("Content-Disposition", `attachment; filename="paper.txt"`)
	if _, err := w.Write(signed); err != nil {
		return fmt.Errorf("write order: %w", err)
	}
	return nil
}

// orderLines are what is signed: everything that the paper says, a line each.
func orderLines(p locale.Printer, v PaperView) string {
	lines := []string{review.OrderFormat, v.Title, p.T("review.case", v.Key)}
	for _, f := range v.Facts {
		lines = append(lines, f.Label+": "+f.Value)
	}
	lines = append(append(lines, v.Lines...), v.Dates...)
	return strings.Join(append(lines, p.T("review.hash")+": "+v.Hash), "\n") + "\n"
}
