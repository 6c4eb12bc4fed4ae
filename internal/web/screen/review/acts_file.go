package review

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"kashf.org/kashf/internal/dossier"
	"kashf.org/kashf/internal/locale"
	"kashf.org/kashf/internal/register"
	"kashf.org/kashf/internal/review"
	"kashf.org/kashf/internal/web/part"
	"kashf.org/kashf/when"
)

// fileSight is what a case's file is read with: what the organisation that
// opened the case may read, below what takes a reveal. So everybody with a part
// declares ties to the same person, whatever lists their own office is shown.
func fileSight(x review.Seen) register.Sight {
	return register.Sight{Org: register.OrgID(x.Office), Level: register.C3}
}

// personWords say whose file it is, to whoever declares ties to it.
func (q *sheet) personWords() (string, error) {
	if q.x.Person == 0 {
		return q.p.T("review.declare.hidden"), nil
	}
	cards, err := q.Cards.Cards(q.ctx, dossier.Audience{Sight: fileSight(q.x)}, []register.PersonID{q.x.Person})
	if err != nil || len(cards) == 0 || cards[0].Name.Text == "" {
		return q.p.T("review.declare.unknown"), err
	}
	c := cards[0]
	says := []string{locale.Isolate(c.Name.Text)}
	if c.Mother != "" {
		says = append(says, q.p.T("review.declare.mother", locale.Isolate(c.Mother)))
	}
	if b := c.Birth.String(); b != "" {
		says = append(says, q.p.T("review.declare.born", q.p.Date(b)))
	}
	if c.Text != "" {
		says = append(says, locale.Isolate(c.Text))
	}
	return q.p.T("review.declare.person", strings.Join(says, q.p.T("common.list.comma"))), nil
}

var conducts = []review.Conduct{review.B1, review.B2, review.B3}

func allegeFields(q *sheet) []Field {
	return []Field{q.field(radios, "conduct", words(q.p, "conduct", conducts...)...), q.area("text"), maybe(q.line("place")), maybe(q.line("unit")), maybe(q.line("from")), maybe(q.line("until"))}
}

func allegeBody(q *sheet) review.Body {
	return &review.AllegedBody{Allegation: review.Allegation{
		ID: review.AllegationID(q.NewID()), Conduct: review.Conduct(q.get("conduct")), Text: q.get("text"),
		Place: q.get("place"), Unit: q.get("unit"), From: dated(q.get("from")), To: dated(q.get("until")),
	}}
}

// dated is a date as people write it in the form that is stored; what is no date
// is left as it is, to be refused.
func dated(t string) string {
	if d, _, err := when.Read(t, when.Options{}); t != "" && err == nil {
		return d.String()
	}
	return t
}

var factKinds = []review.FactKind{
	review.Document, review.Statement, review.Forensic, review.Judgment, review.Charge, review.Confession, review.CommandPost, review.Tip,
	review.Membership, review.Exculpatory,
}

var forums = []review.Forum{
	review.OtherForum, review.OrdinaryCourt, review.SecurityBranch, review.StateSecurityCourt, review.FieldCourt, review.TerrorismCourt,
	review.MilitaryCourt, review.DeFactoCourt,
}

// allegationOptions offer the allegations, and the custody itself.
func (q *sheet) allegationOptions(custody string) []part.Option {
	out := []part.Option{{Value: "", Label: custody}}
	for i, a := range q.x.Allegations {
		out = append(out, part.Option{Value: string(a.ID), Label: allegationName(q.p, i, a)})
	}
	return out
}

func allegationName(p locale.Printer, i int, a review.Allegation) string {
	return p.T("review.allegation.nth", i+1, p.T("review.conduct."+string(a.Conduct)))
}

func factFields(q *sheet) ([]Field, error) {
	refs, err := q.refs()
	if err != nil {
		return nil, err
	}
	about := q.field(choice, "about", q.allegationOptions(q.p.T("review.fact.custody"))...)
	origin := q.line("origin")
	origin.Required = true
	grade := func(name string) Field {
		return maybe(q.field(choice, name, words(q.p, name, "1", "2", "3", "4", "5")...))
	}
	return []Field{
		q.field(choice, "kind", words(q.p, "kind", factKinds...)...), q.area("text"), about, q.tick("for"), q.field(choice, "forum", words(q.p, "forum", forums...)...),
		origin, q.field(checks, "refs", refs...), grade("reliability"), grade("likelihood"), q.tick("tested"), q.tick("anonymous"), q.tick("closed"),
	}, nil
}

// refs are what a fact may point at: the person's rows, and what is attached to
// them.
func (q *sheet) refs() ([]part.Option, error) {
	var out []part.Option
	for _, v := range q.fileSights() {
		more, err := q.refsIn(v)
		if err != nil {
			return nil, err
		}
		for _, o := range more {
			if !slices.ContainsFunc(out, func(x part.Option) bool { return x.Value == o.Value }) {
				out = append(out, o)
			}
		}
	}
	return out, nil
}

// fileSights are what facts may be chosen from: what the organisation that
// opened the case may read, and what the chooser's own may. Bodies that review
// together bring their lists together one by one, without sharing them whole.
func (q *sheet) fileSights() []register.Sight {
	opened, own := fileSight(q.x), fileSight(q.x)
	own.Org = register.OrgID(q.x.Part.Org)
	if own.Org == "" || own.Org == opened.Org {
		return []register.Sight{opened}
	}
	return []register.Sight{opened, own}
}

// orderField asks for an order among what is attached to the person's rows.
func (q *sheet) orderField() (Field, error) {
	refs, err := q.refs()
	if err != nil {
		return Field{}, err
	}
	var out []part.Option
	for _, o := range refs {
		if id, ok := strings.CutPrefix(o.Value, "i"); ok {
			out = append(out, part.Option{Value: id, Label: o.Label})
		}
	}
	return q.field(choice, "order", out...), nil
}

// refsIn offers the person's rows in a sight, and what hangs on them.
func (q *sheet) refsIn(v register.Sight) ([]part.Option, error) {
	_, records, err := q.Register.Person(q.ctx, v, q.x.Person)
	if errors.Is(err, register.ErrNotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("read the person's rows: %w", err)
	}
	sources, err := q.Register.Sources(q.ctx, v)
	if err != nil {
		return nil, err
	}
	var out []part.Option
	for _, r := range records {
		name := ""
		if i := slices.IndexFunc(sources, func(s register.Source) bool { return s.ID == r.Source }); i >= 0 {
			name = sources[i].Name
		}
		out = append(out, part.Option{Value: "r" + r.ID.String(), Label: q.p.T("review.ref.row", locale.Isolate(name), r.Row)})
		items, err := q.Register.Items(q.ctx, v, register.OfPerson, r.ID.String())
		if err != nil {
			return nil, err
		}
		for _, it := range items {
			out = append(out, part.Option{Value: "i" + it.ID, Label: q.p.T("review.ref.item", locale.Isolate(it.Note))})
		}
	}
	return out, nil
}

func factBody(q *sheet) (review.Body, error) {
	f := review.Fact{
		ID: review.FactID(q.NewID()), Kind: review.FactKind(q.get("kind")), Forum: review.Forum(q.get("forum")), Origin: q.get("origin"),
		About: review.AllegationID(q.get("about")), For: q.on("for"), Text: q.get("text"), Reliability: q.number("reliability"),
		Likelihood: q.number("likelihood"), Tested: q.on("tested"), Anonymous: q.on("anonymous"), Closed: q.on("closed"),
	}
	var err error
	if f.Refs, err = q.chosenRefs(); err != nil {
		return nil, err
	}
	if f.Text == "" {
		return nil, refuse("reasons", "what was done and what came of it")
	}
	return &review.FactBody{Fact: f}, nil
}

// factWords name a fact in a few words.
func (q *sheet) factWords(f review.Fact) string { return factWords(q.p, q.x, f) }

func factWords(p locale.Printer, x review.Seen, f review.Fact) string {
	i := slices.IndexFunc(x.Facts, func(y review.Fact) bool { return y.ID == f.ID })
	return p.T("review.fact.nth", i+1, p.T("review.kind."+string(f.Kind)))
}

// factOptions offer facts, those on one issue first.
func (q *sheet) factOptions(about review.AllegationID, any bool) []part.Option {
	var first, rest []part.Option
	for _, f := range q.x.Facts {
		if f.Stopped != 0 {
			continue
		}
		o := part.Option{Value: string(f.ID), Label: q.factWords(f), Note: excerpt(f.Text)}
		if f.About == about {
			first = append(first, o)
		} else {
			rest = append(rest, o)
		}
	}
	if any {
		return append(first, rest...)
	}
	return first
}

// excerptRunes is how much of a text stands where it is only to be recognised.
const excerptRunes = 110

func excerpt(text string) string {
	r := []rune(text)
	if len(r) <= excerptRunes {
		return text
	}
	return strings.TrimSpace(string(r[:excerptRunes])) + "…"
}

var holdings = []review.Holding{review.A0, review.A1, review.A2, review.A3, review.A4, review.A5, review.A6, review.A7, review.A8, review.A9}

// issues are what a finding may be about: a holding on the custody, or an
// allegation.
func (q *sheet) issues() []part.Option {
	out := words(q.p, "holding", holdings...)
	for i, a := range q.x.Allegations {
		out = append(out, part.Option{Value: "allegation:" + string(a.ID), Label: allegationName(q.p, i, a)})
	}
	return out
}

func proposeFields(q *sheet) []Field {
	standards := []string{"P0", "P1"}
	if q.x.Part.Role == review.CourtLiaison {
		standards = []string{"P4"}
	}
	law := q.line("law")
	law.Required = true
	return []Field{
		q.field(choice, "issue", q.issues()...), q.field(radios, "standard", words(q.p, "standard", standards...)...), law,
		maybe(q.field(checks, "relied", q.factOptions("", true)...)), maybe(q.field(checks, "rejected", q.factOptions("", true)...)),
		maybe(q.field(area, "set_aside")), q.area("reasons"),
	}
}

func proposeBody(q *sheet) review.Body { return &review.ProposedBody{Finding: q.finding("")} }

// finding reads a finding out of the fields whose names end in tail.
func (q *sheet) finding(tail string) review.Finding {
	f := review.Finding{
		ID: review.FindingID(q.NewID()), Law: q.get("law" + tail), Reasons: q.get("reasons" + tail), Relied: list[review.FactID](q, "relied"+tail),
	}
	if a, ok := strings.CutPrefix(q.get("issue"+tail), "allegation:"); ok {
		f.Allegation = review.AllegationID(a)
	} else {
		f.Holding = review.Holding(q.get("issue" + tail))
	}
	f.Standard, _ = review.ParseStandard(q.get("standard" + tail)) // P0 where none is chosen: nothing is shown
	for _, id := range list[review.FactID](q, "rejected"+tail) {
		f.Rejected = append(f.Rejected, review.Rejection{Fact: id, Why: q.get("set_aside" + tail)})
	}
	return f
}

func secondFields(q *sheet) []Field {
	for _, f := range q.x.Findings {
		if string(f.ID) == q.of() {
			return []Field{q.say(q.findingWords(f.Finding)), q.say(f.Reasons)}
		}
	}
	return nil
}

func (q *sheet) findingWords(f review.Finding) string { return findingWords(q.p, q.x, f) }

// findingWords say a finding: the issue, and how far it is shown.
func findingWords(p locale.Printer, x review.Seen, f review.Finding) string {
	alleged := p.T("review.allegation")
	i := slices.IndexFunc(x.Allegations, func(a review.Allegation) bool { return a.ID == f.Allegation })
	if i >= 0 {
		alleged = allegationName(p, i, x.Allegations[i])
	}
	return saysFinding(p, f, alleged)
}

// saysFinding says a finding, on the custody or on what is alleged in words.
func saysFinding(p locale.Printer, f review.Finding, alleged string) string {
	switch {
	case f.Undetermined() && f.Allegation == "":
		return p.T("review.finding.nothing")
	case f.Undetermined():
		return p.T("review.finding.stays", alleged)
	case f.Allegation == "":
		alleged = p.T("review.holding." + string(f.Holding))
	}
	return p.T("review.finding.says", alleged, p.T("review.standard."+f.Standard.String()))
}
