package review

import (
	"fmt"
	"net/http"
	"strings"

	"kashf.org/kashf/internal/access"
	"kashf.org/kashf/internal/locale"
	"kashf.org/kashf/internal/review"
	"kashf.org/kashf/internal/web"
	"kashf.org/kashf/internal/web/part"
)

func exchangeFields(q *sheet) []Field {
	to, purpose, basis := q.line("recipient"), q.area("purpose"), q.line("basis")
	to.Required, basis.Required = true, true
	return []Field{to, purpose, basis}
}

func exchangeBody(q *sheet) review.Body {
	return &review.ExchangeAskedBody{ID: q.NewID(), To: q.get("recipient"), Purpose: q.get("purpose"), Basis: q.get("basis")}
}

// exchangeNote says what would leave, and to whom.
func exchangeNote(q *sheet) []Field {
	for _, x := range q.x.Exchanges {
		if x.ID == q.of() {
			return []Field{q.say(q.p.T("review.exchange.says", locale.Isolate(x.To), locale.Isolate(x.Purpose), locale.Isolate(x.Basis))), q.say(q.p.T("review.exchange.without"))}
		}
	}
	return []Field{q.say(q.p.T("review.exchange.without"))}
}

func receiveFields(q *sheet) []Field {
	from, file := q.line("from_body"), q.area("package")
	from.Required = true
	file.Rows, file.Dir = 8, "ltr"
	return []Field{from, file}
}

// receiveBody reads another body's file. What it finds comes in as its claims.
func receiveBody(q *sheet) (review.Body, error) {
	p, err := review.ReadPackage([]byte(q.get("package")))
	if err != nil {
		return nil, refuse("form", "a case's file of another body, and that body's name")
	}
	return review.Receive(q.get("from_body"), q.get("package"), p), nil
}

// exchange is what left the case, and what other bodies say.
func (c page) exchange() Section {
	links := c.links("exchange_asked", "received")
	if len(c.x.Exchanges) == 0 && len(c.x.Received) == 0 && links == nil {
		return Section{}
	}
	s := Section{ID: "exchange", Title: c.p.T("review.exchange"), Note: c.p.T("review.exchange.note"), Empty: c.p.T("review.exchange.none"), Links: links}
	for _, x := range c.x.Exchanges {
		r := Row{Title: x.To, Text: x.Purpose, Meta: x.Basis + " · " + c.p.DateTime(x.At.Time())}
		switch {
		case x.Made != 0:
			at := casePath(c.x.ID) + "/exchange/" + x.ID
			r.Tags = []part.Label{{Tone: part.Good, Text: c.p.T("review.exchange.made")}}
			r.Links = []Link{{c.p.T("review.exchange.file"), at + "/case.json"}, {c.p.T("review.exchange.print"), at}}
		case c.x.Outgrown(x):
			r.Tags, r.Links = []part.Label{{Tone: part.Warn, Text: c.p.T("review.exchange.outgrown")}}, c.link("exchange_approved", x.ID)
		case x.Approved != 0:
			r.Tags, r.Links = []part.Label{{Tone: part.Info, Text: c.p.T("review.exchange.approved")}}, c.link("exchange_made", x.ID)
		default:
			r.Tags, r.Links = []part.Label{{Tone: part.Warn, Text: c.p.T("review.exchange.waits")}}, c.link("exchange_approved", x.ID)
		}
		s.Rows = append(s.Rows, r)
	}
	for _, x := range c.x.Received {
		for _, say := range x.Says {
			meta := c.p.DateTime(x.At.Time())
			if say.Reached != "" {
				meta = c.p.T("review.received.reached", say.Reached) + " · " + meta
			}
			s.Rows = append(s.Rows, Row{Title: c.p.T("review.received.from", locale.Isolate(x.From)), Text: say.Text, Meta: meta, Tags: []part.Label{{Tone: part.Quiet, Text: c.p.T("review.received.claim")}}})
		}
	}
	return s
}

// sent is the file of an exchange as it was made, for whoever reads the whole
// file of the case; nil for others, as where there is none.
func (s *Screen) sent(r *http.Request) (review.Seen, *review.ExchangeMadeBody, error) {
	x, err := s.see(r.Context(), r.PathValue("id"), access.CaseRead)
	if err != nil {
		return x, nil, err
	}
	for _, e := range x.Events {
		if b, ok := e.Body.(*review.ExchangeMadeBody); ok && b.ID == r.PathValue("exchange") {
			return x, b, nil
		}
	}
	return x, nil, nil
}

func (s *Screen) exchangeFile(w http.ResponseWriter, r *http.Request) error {
	x, b, err := s.sent(r)
	if err != nil {
		return err
	}
	if b == nil {
		http.Redirect(w, r, casePath(x.ID), http.StatusSeeOther)
		return nil
	}
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.Header().Set("Content-Disposition", `attachment; filename="case.json"`)
	if _, err := w.Write([]byte(b.Text)); err != nil {
		return fmt.Errorf("write case: %w", err)
	}
	return nil
}

// exchangePrint is the same file on pages to print.
func (s *Screen) exchangePrint(w http.ResponseWriter, r *http.Request) error {
	x, b, err := s.sent(r)
	if err != nil {
		return err
	}
	if b == nil {
		http.Redirect(w, r, casePath(x.ID), http.StatusSeeOther)
		return nil
	}
	p, err := review.ReadPackage([]byte(b.Text))
	if err != nil {
		return err
	}
	say := web.PrinterOf(r.Context())
	v := CaseView{
		Key: key(x.ID), Main: sentSections(say, p, b.SHA256), Hash: b.SHA256,
		Mark: say.T("review.case", key(x.ID)) + " · " + say.T("review.exchange.for", locale.Isolate(p.To)),
	}
	return s.inside(w, r, http.StatusOK, say.T("review.exchange.print"), []part.Crumb{{Label: key(x.ID), Href: casePath(x.ID)}}, Print(say, v, say.T("review.exchange.made_on", say.DateTime(p.Made.Time()))))
}

func sentSections(p locale.Printer, x review.Package, sha string) []Section {
	fact := func(key, value string) part.Fact { return part.Fact{Label: p.T(key), Value: value} }
	head := Section{ID: "sent", Title: p.T("review.exchange"), Note: p.T("review.exchange.without"), Facts: []part.Fact{
		fact("review.f.recipient", x.To), fact("review.f.purpose", x.Purpose), fact("review.f.basis", x.Basis),
		fact("review.col.state", p.T("review.state."+string(x.State))), fact("review.liberty", p.T("review.liberty."+string(x.Custody))),
		fact("review.exchange.hash", sha), fact("review.exchange.proofs", p.Number(len(x.Proofs))),
	}}
	if len(x.Sealed) > 0 {
		head.Facts = append(head.Facts, fact("review.exchange.sealed", p.Number(len(x.Sealed))))
		head.Note += " " + p.T("review.exchange.sealed.note")
	}
	if in := toldIn(p, x.ToldIn, ""); in != "" {
		head.Facts = append(head.Facts, fact("review.check.person_told", in))
	}
	if x.Stays > 0 {
		head.Facts = append(head.Facts, fact("review.exchange.stays", p.Number(x.Stays)))
	}
	alleged := Section{ID: "alleged", Title: p.T("review.allegation.presumed")}
	for i, a := range x.Allegations {
		alleged.Rows = append(alleged.Rows, Row{Title: allegationName(p, i, a), Text: a.Text, Meta: unproved(p, x, "", "allegation "+string(a.ID))})
	}
	facts := Section{ID: "facts", Title: p.T("review.facts")}
	for _, f := range x.Facts {
		r := Row{Title: p.T("review.kind." + string(f.Kind)), Text: f.Text, Meta: unproved(p, x, f.Origin, "fact "+string(f.ID))}
		if f.For {
			facts.For = append(facts.For, r)
		} else {
			facts.Against = append(facts.Against, r)
		}
	}
	for _, g := range x.Gists {
		facts.Rows = append(facts.Rows, Row{Title: p.T("review.exchange.gist"), Text: g})
	}
	seen := review.Seen{Case: &review.Case{Allegations: x.Allegations}}
	found := Section{ID: "findings", Title: p.T("review.findings")}
	for _, f := range x.Findings {
		found.Rows = append(found.Rows, Row{Title: findingWords(p, seen, f.Finding), Text: f.Reasons, Meta: unproved(p, x, f.Law, "finding "+string(f.ID))})
	}
	out := []Section{head}
	for _, s := range []Section{alleged, facts, found} {
		if len(s.Rows)+len(s.For)+len(s.Against) > 0 {
			out = append(out, s)
		}
	}
	if o := x.Outcome; o != nil {
		out = append(out, Section{ID: "outcome", Title: p.T("review.outcome." + string(o.Outcome)), Note: p.T("review.form." + string(x.Outcomes)), Rows: []Row{
			{Title: p.T("review.f.notice"), Text: o.Notice, Meta: unproved(p, x, o.Law, review.OutcomeLine)}, {Title: p.T("review.f.abstract"), Text: o.Abstract, Meta: p.T("review.hash") + " " + strings.ToLower(o.Hash)},
		}})
	}
	return out
}

// unproved is what stands under a line of the file, and that it is not proved
// where it is not.
func unproved(p locale.Printer, x review.Package, meta, line string) string {
	for _, s := range x.Sealed {
		if s.Line == line {
			return strings.TrimPrefix(meta+" · "+p.T("review.exchange.sealed.line", fmt.Sprint(s.Seq)), " · ")
		}
	}
	return meta
}
