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
	if slices.Contains(answers, h.How) {
		if h.Said == "" {
			v.Hand = []string{v.TextOf}
		}
		v.Hand = append(v.Hand, c.says("hearing", "hand.corrected", "hand.person")...)
	}
	for _, who := range c.room(h) {
		v.Hand = append(v.Hand, c.p.T("review.paper.hearing.hand.sign", who))
	}
	v.Hand = append(v.Hand, c.says("hearing", "hand.copy")...)
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
		c.paperFact("review.paper.hearing.holder", c.yes(!h.HolderOut)), c.paperFact("review.f.alone", c.yes(h.Alone)),
	)
	if h.Witness != "" {
		out = append(out, c.paperFact("review.f.witness", c.partOf(h.Witness)))
	}
	return out
}
