package review

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"kashf.org/kashf/internal/locale"
	"kashf.org/kashf/internal/review"
	"kashf.org/kashf/internal/web/part"
)

// evidence is the facts, what speaks for the person beside what speaks against.
func (c page) evidence() Section {
	given := c.x.Disclosed != nil && c.x.Part.Role == review.Representative
	if c.x.Facts == nil && c.x.Allegations == nil && !c.readsFile() && !given {
		return Section{}
	}
	s := Section{ID: "facts", Key: "f", Title: c.p.T("review.facts"), Note: c.p.T("review.facts.note"), Empty: c.p.T("review.facts.none"), Links: c.links("alleged", "fact")}
	if c.x.Part.Role == review.Advocate && slices.ContainsFunc(c.x.Facts, func(f review.Fact) bool { return f.Closed }) {
		s.Note = c.p.T("review.advocate.silence")
	}
	if c.readsFile() {
		s.Facts = c.identity()
	}
	for i, a := range c.x.Allegations {
		s.Rows = append(s.Rows, Row{ID: fmt.Sprintf("allegation-%d", i+1), Title: allegationName(c.p, i, a), Text: a.Text, Meta: where(c.p, a.Place, a.Unit, a.From, a.To), Tags: []part.Label{{Tone: part.Quiet, Text: c.p.T("review.allegation.presumed")}}})
	}
	for i, f := range c.x.Facts {
		r := c.factRow(i, f)
		if f.For {
			s.For = append(s.For, r)
		} else {
			s.Against = append(s.Against, r)
		}
	}
	if given {
		for _, gist := range sortedGists(c.x.Disclosed.Gists) {
			s.Against = append(s.Against, Row{Title: c.p.T("review.gist"), Text: gist})
		}
	}
	return s
}

// identity says how sure it is whose file this is: everything adverse hangs on it.
func (c page) identity() []part.Fact {
	grade := func(n int) string { return c.p.T("review.grade." + strconv.Itoa(n)) }
	out := []part.Fact{{Label: c.p.T("review.identity"), Value: grade(c.x.Grade)}}
	if r := c.x.Raise; r != nil {
		out = append(out, part.Fact{Label: c.p.T("review.identity.raised"), Value: grade(r.Grade)})
	}
	if d := c.x.Doubt; d != nil {
		out = append(out, part.Fact{Label: c.p.T("review.identity.doubted"), Value: grade(d.From) + " · " + c.p.DateTime(d.At.Time())})
	}
	return out
}

// where says the place, the unit and the time of an allegation, what is known of
// them.
func where(p locale.Printer, place, unit, from, to string) string {
	var out []string
	for _, t := range []string{place, unit} {
		if t != "" {
			out = append(out, locale.Isolate(t))
		}
	}
	for i, d := range []string{from, to} {
		if d != "" && (i == 0 || to != from) {
			out = append(out, p.Date(d))
		}
	}
	return strings.Join(out, " · ")
}

func (c page) readsFile() bool {
	return c.x.Steps != nil || c.x.Part.Role == review.FileOfficer || c.x.Part.Role == review.SecondAnalyst || c.x.Part.Role == review.Registrar
}

func sortedGists(m map[review.FactID]string) []string {
	var ids []review.FactID
	for id := range m {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	out := make([]string, len(ids))
	for i, id := range ids {
		out[i] = m[id]
	}
	return out
}

// originWords say where a fact first came from, or which source that is where
// its words are kept from the reader.
func originWords(p locale.Printer, origin string, nth int) string {
	if nth > 0 {
		return p.T("review.fact.nth_source", nth)
	}
	return p.T("review.fact.origin", origin)
}

func (c page) factRow(i int, f review.Fact) Row {
	r := Row{ID: factAnchor(i), Key: keyOf(i), Title: factWords(c.p, c.x, f), Text: f.Text}
	about := c.p.T("review.fact.custody")
	if j := slices.IndexFunc(c.x.Allegations, func(a review.Allegation) bool { return a.ID == f.About }); j >= 0 && f.About != "" {
		about = allegationName(c.p, j, c.x.Allegations[j])
	}
	r.Meta = strings.Join([]string{about, c.p.T("review.forum." + string(f.Forum)), originWords(c.p, f.Origin, f.Nth)}, " · ")
	tag := func(on bool, tone part.Tone, k string) {
		if on {
			r.Tags = append(r.Tags, part.Label{Tone: tone, Text: c.p.T(k)})
		}
	}
	tag(f.Stopped != 0, part.Bad, "review.fact.stopped")
	tag(c.x.Tainted(f), part.Warn, "review.fact.tainted")
	tag(f.Forum.Exceptional(), part.Warn, "review.fact.exceptional")
	tag(f.Closed, part.Quiet, "review.fact.closed")
	tag(f.Bound.Judges < 2, part.Warn, "review.fact.unbound")
	if j := c.counter(f); j >= 0 {
		r.Links = append(r.Links, Link{c.p.T("review.fact.counter", j+1), "#" + factAnchor(j)})
	}
	return r
}

// counter is the first fact that speaks the other way on the same issue, or at
// all; -1 where none does.
func (c page) counter(f review.Fact) int {
	same := slices.IndexFunc(c.x.Facts, func(g review.Fact) bool { return g.For != f.For && g.About == f.About })
	if same >= 0 {
		return same
	}
	return slices.IndexFunc(c.x.Facts, func(g review.Fact) bool { return g.For != f.For })
}

func (c page) findings() Section {
	if len(c.x.Findings) == 0 && !c.may(c.ctx, c.x, "proposed") {
		return Section{}
	}
	s := Section{ID: "findings", Title: c.p.T("review.findings"), Note: c.p.T("review.findings.note"), Empty: c.p.T("review.findings.none"), Links: c.links("proposed")}
	for _, f := range c.x.Findings {
		r := Row{Title: findingWords(c.p, c.x, f.Finding), Text: f.Reasons, Meta: c.p.T("review.finding.rests", locale.Isolate(f.Law), len(f.Relied))}
		switch {
		case f.Stopped != 0:
			r.Tags = []part.Label{{Tone: part.Bad, Text: c.p.T("review.finding.stopped")}}
		case f.Panel:
			r.Tags = []part.Label{{Tone: part.Good, Text: c.p.T("review.finding.panel")}}
		case f.Told && len(f.By) < 2:
			r.Tags = []part.Label{{Tone: part.Warn, Text: c.p.T("review.finding.told")}}
			if !slices.Contains(f.By, c.x.Part.Account) {
				r.Links = c.link("seconded", string(f.ID))
			}
		case f.Court:
			r.Tags = []part.Label{{Tone: part.Good, Text: c.p.T("review.finding.court")}}
		case len(f.By) >= 2:
			r.Tags = []part.Label{{Tone: part.Info, Text: c.p.T("review.finding.two")}}
		default:
			r.Tags = []part.Label{{Tone: part.Warn, Text: c.p.T("review.finding.one")}}
			if !slices.Contains(f.By, c.x.Part.Account) {
				r.Links = c.link("seconded", string(f.ID))
			}
		}
		s.Rows = append(s.Rows, r)
	}
	return s
}

// closingWords say until when submissions are open, or how long they will be.
func closingWords(p locale.Printer, x review.Seen) string {
	if x.SubmissionsDay == 0 {
		return p.T("review.submissions.open")
	}
	return p.T("review.submissions.until", p.Day(x.SubmissionsDay.Time()))
}

// submissions are the points to be answered, with their words, and how often
// each came.
func (c page) submissions() Section {
	s := Section{ID: "submissions", Title: c.p.T("review.submissions"), Note: closingWords(c.p, c.x), Empty: c.p.T("review.submissions.none"), Links: c.links("submitted", "nothing_more", "submissions_closed")}
	switch {
	case c.x.SubsClosed != 0:
		s.Note = c.p.T("review.submissions.closed", c.p.Day(c.x.SubsClosed.Time()))
		s.Links = nil
	case c.x.State != review.Submissions && len(c.x.Points) == 0:
		s.Note = ""
	}
	if c.x.Points == nil && len(s.Links) == 0 && !c.readsFile() {
		return Section{}
	}
	for i, pt := range c.x.Points {
		if c.x.Part.Role == review.VictimRepresentative {
			break // its own stand below, as it wrote them
		}
		r := Row{Title: c.p.T("review.point", i+1), Text: pointWords(c.x, pt.Key), Meta: c.p.N("review.point.times", pt.Times), Tags: []part.Label{{Tone: part.Warn, Text: c.p.T("review.point.open")}}}
		if pt.Answered {
			r.Tags = []part.Label{{Tone: part.Good, Text: c.p.T("review.point.answered")}}
		}
		s.Rows = append(s.Rows, r)
	}
	for i, pt := range c.x.Later {
		s.Rows = append(s.Rows, Row{
			Title: c.p.T("review.point.late", i+1), Text: pointWords(c.x, pt.Key), Meta: c.p.N("review.point.times", pt.Times),
			Tags: []part.Label{{Tone: part.Quiet, Text: c.p.T("review.point.later")}},
		})
	}
	s.Rows = append(s.Rows, c.ownSubmissions()...)
	return s
}

// ownSubmissions are what the reader submitted, as it was written, for whom the
// points of all are not listed. Identical ones are one line; of many the newest
// are here, and the history has every one.
func (c page) ownSubmissions() []Row {
	if c.x.Points != nil && c.x.Part.Role != review.VictimRepresentative {
		return nil
	}
	var out []Row
	for _, l := range c.runs() {
		b, ok := l[0].Body.(*review.SubmittedBody)
		if !ok || l[0].By != c.x.Part.Account {
			continue
		}
		r := Row{Title: c.p.T("review.submitted.own"), Text: strings.Join(b.Points, "\n"), Meta: c.p.DateTime(l[0].At.Time())}
		if len(l) > 1 {
			run := c.runRow(l)
			r.Meta, r.Links = run.Text+" · "+run.Meta, run.Links
		}
		out = append(out, r)
	}
	return out[max(0, len(out)-historyPage):]
}

// votes are those of the bench, once all are in, for those who read them.
func (c page) votes() Section {
	if len(c.x.Votes) == 0 && len(c.x.Objections) == 0 && c.x.Draft == nil {
		return Section{}
	}
	s := Section{ID: "votes", Title: c.p.T("review.votes"), Note: c.p.T("review.votes.note"), Links: c.links("voted", "drafted", "signed")}
	for _, v := range c.x.Votes {
		r := Row{Title: c.partOf(v.Account), Tags: []part.Label{{Tone: part.Quiet, Text: c.p.T("review.vote.sealed")}}}
		if v.Outcome != "" {
			r.Tags = []part.Label{{Tone: part.Info, Text: c.p.T("review.outcome." + string(v.Outcome))}}
		}
		s.Rows = append(s.Rows, r)
	}
	if d := c.x.Draft; d != nil {
		s.Rows = append(s.Rows, Row{Title: c.p.T("review.draft"), Text: d.Notice, Meta: d.Hash, Tags: []part.Label{{Tone: part.Info, Text: c.p.T("review.outcome." + string(d.Outcome))}}})
	}
	for _, x := range c.x.Signed {
		r := Row{Title: c.p.T("review.signature", c.partOf(x.Account)), Text: x.Dissent}
		if x.Dissent != "" {
			r.Tags = []part.Label{{Tone: part.Warn, Text: c.p.T("review.dissent")}}
		}
		s.Rows = append(s.Rows, r)
	}
	for _, o := range c.x.Objections {
		s.Rows = append(s.Rows, c.objectionRow(o))
	}
	return s
}

func (c page) objectionRow(o review.Objection) Row {
	r := Row{Title: c.p.T("review.objection"), Tags: []part.Label{{Tone: part.Warn, Text: c.p.T("review.objection.open")}}}
	for _, e := range c.x.Events {
		switch b := e.Body.(type) {
		case *review.ObjectedBody:
			if b.ID == o.ID {
				r.Text = b.Why
			}
		case *review.ObjectionAnsweredBody:
			if b.ID == o.ID {
				r.Meta = b.Answer
			}
		}
	}
	if o.Answered {
		r.Tags = []part.Label{{Tone: part.Good, Text: c.p.T("review.objection.answered")}}
	} else {
		r.Links = c.link("objection_answered", o.ID)
	}
	return r
}

// outcome is the text that stands, as the person was given it, with the way to
// a court.
func (c page) outcome() Section {
	o := c.x.Outcome
	if o == nil {
		return Section{}
	}
	form := c.x.Policy.Form()
	s := Section{
		ID: "outcome", Title: c.p.T("review.form." + string(form)), Note: c.p.T("review.outcome.court"),
		Links: c.links("notified", "appealed"),
		Facts: []part.Fact{
			{Label: c.p.T("review.f.outcome"), Value: c.p.T("review.outcome." + string(o.Outcome))}, {Label: c.p.T("review.hash"), Value: o.Hash, Lang: "en"},
		},
	}
	if o.Law != "" {
		s.Facts = append(s.Facts, part.Fact{Label: c.p.T("review.f.law"), Value: o.Law})
	}
	for _, x := range []struct{ key, text string }{{"review.f.notice", o.Notice}, {"review.f.victims", o.Victims}, {"review.f.abstract", o.Abstract}} {
		if x.text != "" {
			s.Rows = append(s.Rows, Row{Title: c.p.T(x.key), Text: x.text})
		}
	}
	for _, f := range o.Findings {
		s.Rows = append(s.Rows, Row{Title: findingWords(c.p, c.x, f), Text: f.Reasons, Meta: f.Law})
	}
	for _, k := range c.answered(o) {
		s.Rows = append(s.Rows, Row{Title: c.p.T("review.answer.to", locale.Isolate(pointWords(c.x, k))), Text: o.Answers[k]})
	}
	for _, n := range c.x.Notified {
		s.Rows = append(s.Rows, Row{Title: c.p.T("review.told", c.p.T("review.whom."+n.Whom))})
	}
	return s
}

// upheld is what an appeal panel wrote that left the outcome as it was.
func (c page) upheld() Section {
	o := c.x.Upheld
	if o == nil {
		return Section{}
	}
	s := Section{
		ID: "upheld", Title: c.p.T("review.upheld"), Note: c.p.T("review.upheld.note"), Links: c.links("notified"),
		Facts: []part.Fact{{Label: c.p.T("review.hash"), Value: o.Hash, Lang: "en"}},
	}
	if o.Law != "" {
		s.Facts = append(s.Facts, part.Fact{Label: c.p.T("review.f.law"), Value: o.Law})
	}
	for _, x := range []struct{ key, text string }{{"review.f.notice", o.Notice}, {"review.f.victims", o.Victims}, {"review.f.abstract", o.Abstract}} {
		if x.text != "" {
			s.Rows = append(s.Rows, Row{Title: c.p.T(x.key), Text: x.text})
		}
	}
	for _, f := range o.Findings {
		s.Rows = append(s.Rows, Row{Title: findingWords(c.p, c.x, f), Text: f.Reasons, Meta: f.Law})
	}
	for _, k := range c.answered(o) {
		s.Rows = append(s.Rows, Row{Title: c.p.T("review.answer.to", locale.Isolate(pointWords(c.x, k))), Text: o.Answers[k]})
	}
	for _, n := range c.x.UpheldTold {
		s.Rows = append(s.Rows, Row{Title: c.p.T("review.told", c.p.T("review.whom."+n.Whom))})
	}
	return s
}

// replaced is what stood before an appeal panel put its own text in its place:
// what was answered then stays answered.
func (c page) replaced() Section {
	o := c.x.Replaced
	if o == nil {
		return Section{}
	}
	s := Section{
		ID: "replaced", Title: c.p.T("review.replaced"), Note: c.p.T("review.replaced.note"),
		Facts: []part.Fact{
			{Label: c.p.T("review.f.outcome"), Value: c.p.T("review.outcome." + string(o.Outcome))}, {Label: c.p.T("review.hash"), Value: o.Hash, Lang: "en"},
		},
	}
	for _, k := range c.answered(o) {
		s.Rows = append(s.Rows, Row{Title: c.p.T("review.answer.to", locale.Isolate(pointWords(c.x, k))), Text: o.Answers[k]})
	}
	return s
}

// answered are the points that an outcome answers, in the order in which they
// came as far as the reader reads of them.
func (c page) answered(o *review.Ruling) []review.PointKey {
	var out []review.PointKey
	for _, p := range c.x.Points {
		if o.Answers[p.Key] != "" {
			out = append(out, p.Key)
		}
	}
	for _, k := range slices.Sorted(maps.Keys(o.Answers)) {
		if !slices.Contains(out, k) {
			out = append(out, k)
		}
	}
	return out
}

// eventText is what somebody wrote in an act.
func (c page) eventText(e review.Event) string {
	switch b := e.Body.(type) {
	case *review.MovedBody:
		return c.p.T("review.state." + string(b.To))
	case *review.CheckedBody:
		return c.p.T("review.check."+string(b.Check)) + ": " + b.Result + toldIn(c.p, b.Telling, "\n")
	case *review.IdentifiedBody:
		return c.p.T("review.grade." + strconv.Itoa(b.Grade))
	case *review.IdentityConfirmedBody:
		return c.p.T("review.grade." + strconv.Itoa(b.Grade))
	case *review.LapsedBody:
		return c.p.T("review.clock." + string(b.Name))
	case *review.ChallengeDecidedBody:
		return b.Why
	case *review.StandingBody:
		return b.Why
	case *review.WaivedBody:
		return b.Why
	case *review.SuspendedBody:
		return b.Why
	case *review.AppealedBody:
		return c.p.T("review.appeal_ground."+b.Ground) + ": " + b.Why
	case *review.VoidedBody:
		ground := c.p.T("review.ground." + string(b.Ground))
		if b.Account != "" {
			ground += " · " + c.partOf(b.Account)
		}
		return ground + ": " + b.Why
	case *review.CourtOrderedBody:
		return c.courtText(b.Name, b.Dated, b.Until)
	case *review.CourtOrderReadBody:
		return c.courtText(b.Name, b.Dated, b.Until)
	case *review.UndoneBody:
		return c.undoneText(b)
	case *review.CourtOrderWithdrawnBody:
		return b.Why
	case *review.LaneBody:
		return c.p.T("review.lane." + string(b.Lane))
	case *review.NotifiedBody:
		return c.p.T("review.whom." + b.Whom)
	case *review.FollowedUpBody:
		return c.p.T("review.after_day."+strconv.Itoa(b.Day)) + ": " + c.p.T("review.found."+b.Found)
	case *review.MissingAskedBody, *review.MissingAnsweredBody, *review.MissingFoundBody, *review.MissingConfirmedBody, *review.MissingOpenedBody:
		return missingText(c.p, b)
	case *review.IncidentBody:
		return c.p.T("review.incident."+b.What) + " · " + c.p.T("review.incident_whom."+b.Whom) + " · " + c.p.T("review.incident_steps."+b.Steps)
	case *review.SignedBody:
		return b.Dissent
	case *review.VotesOpenedBody:
		var out []string
		for _, x := range b.Ballots {
			out = append(out, c.partOf(x.Account)+": "+c.p.T("review.outcome."+string(x.Outcome))+" — "+x.Reasons)
		}
		return strings.Join(out, "\n")
	}
	return ""
}
