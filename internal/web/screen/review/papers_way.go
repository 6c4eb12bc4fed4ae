package review

import (
	"slices"

	"kashf.org/kashf/internal/review"
	"kashf.org/kashf/internal/web/part"
)

// The papers of the way, before there is an outcome: what was done in the room,
// what a lapse or two seats have made due, and how somebody goes free. Each says
// that it finds nothing, and the way to a court.

// wayPaper is a paper of the case with what every one of them has.
func (c page) wayPaper(name string) PaperView {
	return PaperView{
		Title: c.p.T("review.paper." + name), Key: key(c.x.ID), Court: c.p.T("review.paper.court"),
		Dates: []string{c.p.T("review.paper.printed", c.p.Day(c.now()))},
	}
}

// paperFact is a line of a paper with its own words for what it says.
func (c page) paperFact(k, v string) part.Fact {
	return part.Fact{Label: c.p.T(k), Value: v}
}

// answers are the ways of a hearing in which the person was there to sign.
var answers = []review.How{review.InPerson, review.ByVideo, review.InWriting, review.RefusedByMark, review.RefusedVoice}

// hearingPaper is the record of the hearing, for everybody in the room to sign.
func (c page) hearingPaper() (PaperView, bool) {
	h := c.x.Heard
	if h == nil {
		return PaperView{}, false
	}
	v := c.wayPaper("hearing")
	v.Facts, v.TextOf, v.Text = c.heardFacts(h), c.p.T("review.f.said"), h.Said
	v.Lines = c.says("hearing", "silence", "read")
	if h.Said == "" && slices.Contains(answers, h.How) {
		v.Hand, v.Long = []string{v.TextOf}, []string{v.TextOf}
	}
	c.sign(&v, h.How, c.room(h), c.x.HeardAt)
	return v, true
}

// heardFacts say each circumstance of a hearing as it was recorded.
func (c page) heardFacts(h *review.HeardBody) []part.Fact {
	var out []part.Fact
	if c.x.HeardAt != 0 {
		out = append(out, c.paperFact("review.paper.hearing.entered", c.p.DateTime(c.x.HeardAt.Time())))
	}
	out = append(out,
		c.paperFact("review.f.how", c.p.T("review.how."+string(h.How))), c.paperFact("review.paper.hearing.present", c.p.List(c.room(h)...)),
		c.paperFact("review.f.language", c.language(h.Language)), c.paperFact("review.f.interpreter", c.yes(h.Interpreter)),
		c.paperFact("review.paper.hearing.restraints", c.yes(h.Restraints)), c.paperFact("review.paper.hearing.fit", c.yes(h.Fit)),
		c.paperFact("review.paper.hearing.holder", c.yes(!h.HolderOut)),
	)
	if h.Alone {
		out = append(out, c.paperFact("review.f.alone", c.p.T("review.f.alone.yes")))
	}
	if h.Witness != "" {
		out = append(out, c.paperFact("review.f.witness", c.partOf(h.Witness)))
	}
	return out
}

// courtPaper says that a judge has to look at the custody and until when: to the
// judge and the prosecutor, or as those who watch over the case are told it.
func (c page) courtPaper(name string) (PaperView, bool) {
	l := c.x.Liberty
	if l.State != review.CourtDue {
		return PaperView{}, false
	}
	v := c.wayPaper(name)
	v.Facts = []part.Fact{c.paperFact("review.paper.court_due.f.since", c.p.DateTime(l.Since.Time()))}
	if due := c.due(review.CourtClock); due != 0 {
		v.Facts = append(v.Facts, c.paperFact("review.paper.court_due.f.by", c.p.DateTime(due.Time())))
	}
	ran := c.ranOut()
	if ran != "" {
		v.Facts = append(v.Facts, c.paperFact("review.paper.court_due.f.what", c.p.T("review.clock."+string(ran))))
	}
	if name == "court_told" {
		v.Lines = c.says("court_told", "to", "victims", "nothing")
		return v, true
	}
	why := "panel"
	if ran != "" {
		why = "lapse"
	}
	v.Lines = append(c.says("court_due", "to", why, "then"), c.alleged()...)
	v.Lines = append(v.Lines, c.says("court_due", "nothing")...)
	v.Hand = append(c.says("hand", "name"), c.says("court_due", "hand.held", "hand.judge", "hand.prosecutor")...)
	return v, true
}

// due is when a clock of the case runs out, 0 where it does not run.
func (c page) due(name review.ClockName) review.Micros {
	for _, x := range c.x.Clocks {
		if x.Name == name {
			return x.Due
		}
	}
	return 0
}

// ranOut is the clock whose end has brought the case before a judge, "" where the
// panel asked for one.
func (c page) ranOut() review.ClockName {
	for _, e := range slices.Backward(c.x.Events) {
		if b, ok := e.Body.(*review.LapsedBody); ok && b.To == review.CourtDue && b.Due == c.x.Liberty.Since {
			return b.Name
		}
	}
	return ""
}

// alleged are the allegations of a serious offence or a grave crime that reached
// a standard at all, each with the standard and nothing stronger. What was stopped
// or stands on one analyst's word reached none.
func (c page) alleged() []string {
	var out []string
	for i, a := range c.x.Allegations {
		most := review.P0
		for _, f := range c.x.Findings {
			if f.Allegation == a.ID && f.Stopped == 0 && (f.Panel || f.Court || len(f.By) > 1) {
				most = max(most, f.Standard)
			}
		}
		if most > review.P0 && (a.Conduct == review.B2 || a.Conduct == review.B3) {
			name := c.p.T("review.allegation.nth", i+1, c.p.T("review.conduct."+string(a.Conduct)))
			out = append(out, c.p.T("review.paper.referral.reached", name, c.p.T("review.standard."+most.String())))
		}
	}
	return out
}
